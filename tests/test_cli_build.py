"""``geomap build``: the files it writes, the formats it is asked for, what it says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from geomap import export
from geomap.corpus import FORMATS, STATE
from tests.support.commands import SHELLS, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("stubbed")
def test_build_writes_the_files_and_says_so_on_stderr(article: Path, tmp_path: Path) -> None:
    result = run("build", article, "-o", tmp_path / "out", "--published", "2023-05-04")

    assert result.exit_code == 0
    assert result.stdout == ""
    assert "1 article, 5 incidents: 7 files in" in result.stderr
    assert (tmp_path / "out" / "a.html").is_file()
    assert (tmp_path / "out" / "a.geojson").is_file()


@pytest.mark.usefixtures("stubbed")
def test_build_writes_exactly_the_formats_named(article: Path, tmp_path: Path) -> None:
    result = run("build", article, "-o", tmp_path / "out", "--format", "geojson", "-q")

    assert (result.exit_code, result.output) == (0, "")
    assert not list((tmp_path / "out").glob("*.html"))


@pytest.mark.usefixtures("stubbed")
def test_build_prints_a_record_per_article_with_json(article: Path, tmp_path: Path) -> None:
    (article.parent / "b.txt").write_text("")
    result = run("build", article.parent, "-o", tmp_path / "out", "--json", "--format", "geojson")

    good, bad = json.loads(result.stdout)
    assert good["article"]["id"] == "a"
    assert good["summary"]["incidents"] == 5
    assert bad["error"]["kind"] == "ArticleError"


@pytest.mark.usefixtures("stubbed")
def test_a_date_from_a_file_name_is_told(tmp_path: Path) -> None:
    path = tmp_path / "2023-05-02-nikopol.txt"
    path.write_text(SHELLS)

    result = run("build", path, "-o", tmp_path / "out", "--format", "geojson")

    assert "note: Published 2023-05-02: from the file name." in result.stderr


@pytest.mark.usefixtures("stubbed")
def test_a_row_of_the_table_that_fits_no_input_is_told(article: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("file,published\na.txt,2023-05-02\nb.txt,2023-05-03\n")
    options = ["-o", tmp_path / "out", "--format", "geojson"]

    result = run("build", article.parent, "--articles", table, *options)

    assert result.exit_code == 0
    assert "--articles lists 'b.txt'" in result.stderr
    assert "'a.txt'" not in result.stderr


def test_ids_of_a_corpus_cannot_leave_the_output_folder(tmp_path: Path) -> None:
    ids = [
        "../up",
        "/etc/geomap",
        "a/../../b",
        "..",
        ".",
        "CON",
        "x" * 400,
        "\\\\host\\share",
        "a\nb",
    ]
    corpus = tmp_path / "c.jsonl"
    corpus.write_text("".join(json.dumps({"id": i, "text": SHELLS}) + "\n" for i in ids))
    before = set(tmp_path.rglob("*"))

    result = run("build", corpus, "-o", tmp_path / "deep" / "out", "--pages")

    assert result.exit_code == 0, result.output
    new = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    folder = tmp_path / "deep" / "out"
    assert {path.parent for path in new} == {folder, folder / STATE}
    assert len([path for path in new if path.suffix == ".html"]) == len(ids) + 2  # index, all
    assert run("check", tmp_path / "deep" / "out").exit_code == 0


def test_the_route_does_not_change_the_bytes(article: Path, tmp_path: Path) -> None:
    """A file, its folder, a pattern and a record of a corpus are the same article."""
    corpus = tmp_path / "c.jsonl"
    corpus.write_text(json.dumps({"id": "a", "text": SHELLS}))
    written = set()
    for number, path in enumerate([article, article.parent, article.parent / "*.txt", corpus]):
        options = ["-o", tmp_path / f"out{number}", "-q", "--pages"]
        assert run("build", path, *options).exit_code == 0
        files = sorted((tmp_path / f"out{number}").iterdir())
        written.add(tuple((file.name, file.read_bytes()) for file in files))

    assert len(written) == 1


@pytest.mark.usefixtures("stubbed")
def test_a_corpus_shares_a_page_unless_asked(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"id": "a", "text": "Shells."}')

    run("build", corpus, "-o", tmp_path / "shared")
    run("build", corpus, "-o", tmp_path / "own", "--pages")

    assert {path.name for path in (tmp_path / "shared").glob("*.html")} == {
        "all.html",
        "index.html",
    }
    assert {path.name for path in (tmp_path / "own").glob("*.html")} == {"a.html"}


def test_build_names_the_formats_it_writes() -> None:
    assert ", ".join(FORMATS) in " ".join(run("build", "-h").stdout.split())


def test_one_incident_is_no_incidents(article: Path, tmp_path: Path) -> None:
    told = run("build", article, "-o", tmp_path / "out").stderr

    assert "a: 1 incident, 1 place on the map" in told
    assert "1 article, 1 incident: 3 files in" in told


def test_a_file_named_twice_is_told(article: Path, tmp_path: Path) -> None:
    result = run("build", article.parent, article, "-o", tmp_path / "out")

    assert result.exit_code == 0
    assert "1 article," in result.stderr
    assert "1 file was named before; each is read once" in result.stderr


def test_the_number_of_places_is_the_same_wherever_it_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (("a", "Shells hit Nikopol. Lviv stayed quiet."), ("b", SHELLS)):
        (folder / f"{name}.txt").write_text(text)
    result = run("build", folder, "-o", tmp_path / "out", "--json")

    assert "a: 1 incident, 1 place on the map" in result.stderr
    assert json.loads(result.stdout)[0]["summary"]["places"] == 1
    assert "<p>1 incident · 1 place</p>" in (tmp_path / "out" / "index.html").read_text()


@pytest.mark.parametrize(
    ("suffix", "beside"),
    [
        (".gpkg", set()),
        (".csv", set()),
        (".kml", set()),
        (".html", set()),
        (".geojson", {"one.qml"}),
        (".qgs", {"one.gpkg"}),
    ],
)
def test_the_suffix_of_the_output_chooses_the_format(
    suffix: str, beside: set[str], article: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out" / f"one{suffix}"
    result = run("build", article, "-o", target)

    assert result.exit_code == 0, result.stderr
    assert {path.name for path in target.parent.iterdir()} == {target.name, *beside}
    assert run("check", target).exit_code == 0


def test_one_file_holds_all_articles_and_tells_of_the_bad_one(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    corpus.write_text(
        json.dumps({"id": "a", "text": SHELLS})
        + "\nno JSON\n"
        + json.dumps({"id": "b", "text": SHELLS})
        + "\n"
    )
    result = run("build", corpus, "-o", tmp_path / "all.csv")

    assert result.exit_code == 1
    assert "line 2" in result.stderr
    assert set(export.read_incidents(tmp_path / "all.csv")["article_id"]) == {"a", "b"}


@pytest.mark.parametrize("form", ["gpkg", "csv,gpkg"])
def test_a_suffix_and_another_format_contradict(form: str, article: Path, tmp_path: Path) -> None:
    result = run("build", article, "-o", tmp_path / "one.csv", "--format", form)

    assert result.exit_code == 2
    assert "is one file of format csv; leave --format out" in result.stderr
    same = run("build", article, "-o", tmp_path / "one.csv", "--format", "csv")
    assert same.exit_code == 0


def test_a_folder_with_a_suffix_stays_a_folder(article: Path, tmp_path: Path) -> None:
    (tmp_path / "maps.csv").mkdir()

    assert run("build", article, "-o", tmp_path / "maps.csv").exit_code == 0
    assert (tmp_path / "maps.csv" / "a.html").is_file()
