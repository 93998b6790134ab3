"""Many articles in one folder: stems that never meet, failures that cost only themselves."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap import corpus, export
from geomap.articles import read_inputs
from geomap.corpus import Choices, Stems, build_articles, to_stem, write_report
from geomap.corpus.index import to_index
from geomap.corpus.making import to_entry
from geomap.corpus.manifest import Row
from geomap.corpus.portions import Totals
from geomap.errors import GazetteerError, LimitError, OutputError
from geomap.records import Article, Incident, Report
from geomap.text import LIMITS
from tests.support.folders import tree

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Choices(formats=("geojson",))
ODD_IDS = [
    "../x", "/etc/passwd", "a/b", "a\\b", "a:b", "CON", "con.txt", "nul", "COM1", ".hidden",
    "trailing.", "trailing ", "-o", "a\0b", "\n", "", " ", "index", "all", "Index", "x.areas",
    "x.links", "é", "e\u0301",
    "ﬁ", "fi", "ß", "SS", "Київ", "київ", "звіт" * 40, "a" * 300, "a-0123456789",
    "a\u202eb", "\ud800", "*?", "🗺", "ⅳ", "iv", "İ", "i̇",
]  # fmt: skip


def key(stem: str) -> str:
    """What a file system compares that knows neither case nor composition."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", stem).casefold())


def analyzer(sample_report: Report) -> Callable[[Article], Report]:
    """Every article gives the incidents of the sample, under ids of its own."""

    def analyze(article: Article) -> Report:
        if "too many" in article.text:
            msg = "more than 20,000 mentions; split the article"
            raise LimitError(msg)
        renamed = tuple(_renamed(incident, article) for incident in sample_report.incidents)
        shown = replace(sample_report.article, article_id=article.article_id, title=article.title)
        return replace(sample_report, article=shown, incidents=renamed)

    return analyze


def _renamed(incident: Incident, article: Article) -> Incident:
    return replace(
        incident, incident_id=incident.incident_id.replace("odesa:", f"{article.article_id}:")
    )


def write_inputs(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("article_id", ODD_IDS)
def test_a_stem_is_one_name_in_the_folder(article_id: str, tmp_path: Path) -> None:
    stem = to_stem(article_id)

    assert (tmp_path / f"{stem}.geojson").resolve().parent == tmp_path.resolve()
    assert len(stem.encode()) <= LIMITS["stem_bytes"]
    assert stem.strip(" .") == stem
    assert stem.isprintable()
    assert stem.split(".")[0].casefold() not in {"con", "nul", "com1", "aux", "prn"}
    (tmp_path / f"{stem}.areas.geojson").write_text("a name that the file system takes")


def test_odd_ids_have_different_stems() -> None:
    stems = Stems()

    assert len({key(stems.stem_of(article_id)) for article_id in ODD_IDS}) == len(ODD_IDS)


@given(st.lists(st.text(max_size=40), unique=True, max_size=20))
def test_any_two_ids_have_different_stems(ids: list[str]) -> None:
    stems = Stems()

    assert len({key(stems.stem_of(article_id)) for article_id in ids}) == len(ids)


@given(st.text(max_size=200))
def test_a_stem_needs_no_memory(article_id: str) -> None:
    assert Stems().stem_of(article_id) == to_stem(article_id) == to_stem(article_id)


def test_an_everyday_id_is_its_own_stem() -> None:
    for article_id in ("000_00d272c872e5a298", "2023-05-02-Odesa", "Звіт 7", "a.b_c (2)"):
        assert to_stem(article_id) == article_id


def test_a_stem_cannot_pretend_to_be_that_of_another_id() -> None:
    assert to_stem(to_stem("../x")) != to_stem("../x")


def test_a_report_gives_its_files_and_returns_their_paths(
    tmp_path: Path, sample_report: Report
) -> None:
    paths = sample_report.save(tmp_path / "deep" / "out")

    assert [path.name for path in paths] == [
        "odesa.html",
        "odesa.geojson",
        "odesa.qml",
        "odesa.areas.geojson",
        "odesa.areas.qml",
        "odesa.links.geojson",
        "odesa.links.qml",
    ]
    assert all(path.stat().st_size for path in paths)
    assert {path.name for path in paths} == {p.name for p in paths[0].parent.iterdir()}


def test_shapes_of_an_earlier_build_do_not_stay(tmp_path: Path, sample_report: Report) -> None:
    write_report(sample_report, tmp_path, formats=["geojson"])
    quiet = replace(sample_report, incidents=(), resolutions=())

    write_report(quiet, tmp_path, formats=["geojson"])

    assert sorted(tree(tmp_path)) == ["odesa.geojson", "odesa.qml"]


def test_one_bad_file_among_ten_costs_only_itself(tmp_path: Path, sample_report: Report) -> None:
    texts = {f"a{number}": f"Shells hit Nikopol, day {number}." for number in range(10)}
    folder = write_inputs(tmp_path / "in", **texts | {"a4": ""})

    outcomes = list(
        build_articles(read_inputs([folder]), tmp_path / "out", analyzer(sample_report), DATA)
    )

    failed = [outcome for outcome in outcomes if outcome.failure]
    assert [outcome.article_id for outcome in failed] == ["a4"]
    assert failed[0].failure is not None
    assert "a4.txt" in str(failed[0].failure.error)
    built = {path.stem for path in (tmp_path / "out").glob("a?.geojson")}
    assert built == {f"a{number}" for number in range(10)} - {"a4"}
    assert outcomes[-1].article_id == ""
    merged = json.loads((tmp_path / "out" / "all.geojson").read_text())
    assert len(merged["features"]) == 9 * 8
    assert export.check_geojson(merged) == ()


def test_a_refusal_of_the_analysis_names_the_article(tmp_path: Path, sample_report: Report) -> None:
    folder = write_inputs(tmp_path / "in", a="too many", b="Shells hit Nikopol.")

    first, second = build_articles(
        read_inputs([folder]), tmp_path / "out", analyzer(sample_report), DATA
    )

    assert first.failure is not None
    assert str(first.failure.error).startswith("a: more than 20,000 mentions")
    assert second.entry is not None


def test_a_fault_of_our_own_costs_one_article(tmp_path: Path, sample_report: Report) -> None:
    """The other ninety-nine are not lost to one odd text."""
    analyze = analyzer(sample_report)

    def faulty(article: Article) -> Report:
        return analyze(article) if article.article_id != "a" else {}["nothing"]

    folder = write_inputs(tmp_path / "in", a="Shells hit Nikopol.", b="Shells hit Marhanets.")
    first, second = build_articles(read_inputs([folder]), tmp_path / "out", faulty, DATA)

    assert first.failure is not None
    assert "a: internal error (KeyError: 'nothing')" in str(first.failure.error)
    assert second.entry is not None


def test_a_broken_gazetteer_ends_the_run(tmp_path: Path) -> None:
    """Every further article would fail in the same way."""

    def broken(_: Article) -> Report:
        msg = "gazetteer.gpkg: broken; reinstall geomap"
        raise GazetteerError(msg)

    folder = write_inputs(tmp_path / "in", a="Shells hit Nikopol.")
    with pytest.raises(GazetteerError):
        list(build_articles(read_inputs([folder]), tmp_path / "out", broken, DATA))


def test_earlier_outputs_stay_when_an_article_fails(tmp_path: Path, sample_report: Report) -> None:
    folder = write_inputs(tmp_path / "in", a="Shells hit Nikopol.", b="Shells hit Marhanets.")
    list(build_articles(read_inputs([folder]), tmp_path / "out", analyzer(sample_report), DATA))
    before = tree(tmp_path / "out")
    write_inputs(folder, a="")

    list(build_articles(read_inputs([folder]), tmp_path / "out", analyzer(sample_report), DATA))

    after = tree(tmp_path / "out")
    assert after["a.geojson"] == before["a.geojson"]
    assert after["b.geojson"] == before["b.geojson"]


def test_two_builds_give_the_same_bytes(tmp_path: Path, sample_report: Report) -> None:
    folder = write_inputs(tmp_path / "in", a="Shells hit Nikopol.", b="Shells hit Marhanets.")
    for name in ("one", "two"):
        found = read_inputs([folder])
        list(build_articles(found, tmp_path / name, analyzer(sample_report), Choices()))

    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert {"index.html", "all.html", "all.geojson", "all.qml"} <= tree(tmp_path / "one").keys()


def test_ids_that_differ_in_case_alone_get_files_of_their_own(
    tmp_path: Path, sample_report: Report
) -> None:
    articles = [Article("Lyman", "Shells hit Lyman."), Article("lyman", "Shells hit Lyman again.")]

    outcomes = list(build_articles(articles, tmp_path, analyzer(sample_report), DATA))

    names = [outcome.paths[0].name.casefold() for outcome in outcomes[:2]]
    assert len(set(names)) == 2


def test_one_article_makes_no_index(tmp_path: Path, sample_report: Report) -> None:
    list(build_articles([Article("a", "Shells.")], tmp_path, analyzer(sample_report), Choices()))

    assert not (tmp_path / "index.html").exists()
    assert not (tmp_path / "all.geojson").exists()


def test_a_folder_that_cannot_be_made_is_told_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    with pytest.raises(OutputError, match="in the way"):
        list(build_articles([Article("a", "x")], tmp_path / "out", lambda _: pytest.fail("ran")))


@pytest.mark.parametrize("name", ["shp", "exe", ""])
def test_an_unknown_format_is_refused(name: str) -> None:
    with pytest.raises(OutputError, match="use html, geojson"):
        corpus.check_formats([name] if name else [])


def test_coarse_coordinates_are_coarse_in_every_file(tmp_path: Path, sample_report: Report) -> None:
    choices = replace(Choices(), decimals=1)
    articles = [Article("a", "Shells hit Nikopol.")]

    list(build_articles(articles, tmp_path, analyzer(sample_report), choices))

    points = json.loads((tmp_path / "a.geojson").read_text())
    assert points["features"][0]["geometry"]["coordinates"] == [30.7, 46.5]
    assert points["geomap"]["options"]["round"] == "1"
    written = (tmp_path / "a.html").read_text() + (tmp_path / "a.geojson").read_text()
    assert "46.477" not in written


def test_without_text_no_output_quotes_the_article(tmp_path: Path, sample_report: Report) -> None:
    articles = [Article("a", "Shells hit Nikopol.")]
    for text, is_quoted in (("none", False), ("full", True)):
        choices = replace(Choices(), text=text)
        list(build_articles(articles, tmp_path, analyzer(sample_report), choices))
        written = "".join(path.read_text() for path in tmp_path.iterdir() if path.is_file())

        assert ("Russian forces launched 12 drones" in written) is is_quoted
        assert ('"text":"none"' in written) is not is_quoted


def row_of(report: Report, *names: str) -> Row:
    files = tuple((name, "") for name in names)
    return Row(report.article.article_id, "a", b"", files, to_entry(report))


def test_the_index_shows_text_as_text(sample_report: Report) -> None:
    attack = "<script>alert(1)</script>\"'&\u202e"
    article = replace(sample_report.article, title=attack, source=attack, url="javascript:alert(1)")
    row = row_of(replace(sample_report, article=article), 'a"b<c>.html')

    failure = dict.fromkeys(("place", "article_id", "kind", "message"), attack)
    page = "".join(to_index([row], Totals(), (), [failure]))

    assert "<script" not in page
    assert "javascript:" not in page
    assert 'href="./a%22b%3Cc%3E.html"' in page
    assert export.check_page(page) == ()


def test_the_check_of_the_index_can_fail(sample_report: Report) -> None:
    page = "".join(to_index([row_of(sample_report)], Totals(), (), ()))

    assert export.check_page(page.replace("</main>", "<img src=https://example.org/x></main>"))


@pytest.mark.parametrize("ui", ["en", "uk"])
def test_index_and_page_of_a_corpus_speak_the_language_asked_for(
    tmp_path: Path, sample_report: Report, ui: str
) -> None:
    articles = [Article("a", "Shells."), Article("b", "Shells.")]
    choices = replace(Choices(), ui=ui)
    list(build_articles(articles, tmp_path, analyzer(sample_report), choices))
    title = {"en": "2 articles", "uk": "2 статті"}[ui]

    for name in ("index.html", "all.html"):
        page = (tmp_path / name).read_text(encoding="utf-8")
        assert f'<html lang="{ui}">' in page
        assert f"<title>{title}</title>" in page


def test_no_output_names_the_machine(tmp_path: Path, sample_report: Report) -> None:
    folder = write_inputs(tmp_path / "in", a="Shells hit Nikopol.", b="Shells hit Marhanets.")
    outcomes = list(
        build_articles(read_inputs([folder]), tmp_path / "out", analyzer(sample_report))
    )

    for path in (path for outcome in outcomes for path in outcome.paths):
        text = path.read_text(encoding="utf-8")
        assert str(tmp_path) not in text, path.name
        assert str(Path.home()) + "/" not in text, path.name
