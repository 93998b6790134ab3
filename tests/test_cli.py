"""The commands: exit codes one by one, one-line errors, data alone on stdout."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
import pytest
import shapely
from click.testing import CliRunner, Result

from geomap import cli, export
from geomap.cli.console import printable
from geomap.cli.inputs import Request
from geomap.corpus import FORMATS, STATE
from geomap.corpus.making import Maker
from geomap.corpus.processes import InProcess
from geomap.errors import GazetteerError, GeomapError
from geomap.geocoder import GazetteerGeocoder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geomap.corpus import Choices
    from geomap.corpus.processes import OpenAnalyzer
    from geomap.records import Article, Report

SHELLS = "Shells hit Nikopol on 3 May 2023.\n"
ESCAPE = "\x1b]0;owned\x07\x9b31m\r\u202e"


def run(*args: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.main, [str(arg) for arg in args], input=stdin)


def geomap(*args: object, **options: Any) -> subprocess.CompletedProcess[bytes]:  # noqa: ANN401
    """The command as a user starts it, in a process of its own."""
    command = [sys.executable, "-m", "geomap", *map(str, args)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **options)


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch, sample_report: Report) -> None:
    """Every article gives the sample's incidents; one of the word "quiet" gives none."""

    def analyze(article: Article) -> Report:
        named = replace(sample_report.article, article_id=article.article_id)
        report = replace(sample_report, article=named, notes=article.notes)
        return replace(report, incidents=(), resolutions=()) if "quiet" in article.text else report

    def here(
        open_analyzer: OpenAnalyzer, choices: Choices, staging: Path, **_: object
    ) -> InProcess:
        return InProcess(Maker(open_analyzer(), choices, staging))

    monkeypatch.setattr(Request, "analyzer", lambda _: analyze)
    monkeypatch.setattr("geomap.corpus.Pool", here)  # the stub cannot travel to a process


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(SHELLS)
    return path


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
def test_exit_1_when_some_input_failed_and_the_others_are_written(
    article: Path, tmp_path: Path
) -> None:
    (article.parent / "b.txt").write_text("")
    result = run("build", article.parent, "-o", tmp_path / "out", "--format", "geojson")

    assert result.exit_code == 1
    assert "b.txt: the file is empty" in result.stderr
    assert (tmp_path / "out" / "a.geojson").is_file()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--published", "19.12.2022"], "write YYYY-MM-DD"),
        (["--published", ""], "write YYYY-MM-DD"),
        (["--language", "Ukrainian"], "no language code"),
        (["--country-bias", "Ukraine"], "ISO codes"),
        (["--format", "shp"], "is unknown; use html"),
        (["--format", ""], "no format given"),
        (["--round", "9"], "range"),
        (["--colour"], "No such option"),
        (["b.txt", "--title", "x"], "--articles FILE.csv"),
    ],
)
def test_exit_2_for_a_wrong_option(article: Path, args: list[str], words: str) -> None:
    result = run("build", article, *args)

    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_exit_2_without_a_path() -> None:
    assert run("build").exit_code == 2
    assert run("nonsense").exit_code == 2


def test_exit_3_for_a_broken_gazetteer(article: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 2000)
    for path in (broken, tmp_path / "missing.gpkg"):
        result = run("build", article, "--gazetteer", path, "-o", tmp_path / "out")

        assert result.exit_code == 3, result.stderr
        assert path.name in result.stderr
        assert "pass another file" in result.stderr
        assert "reinstall" not in result.stderr
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.usefixtures("stubbed")
def test_exit_4_when_nothing_was_found_and_the_user_asked(article: Path, tmp_path: Path) -> None:
    article.write_text("All was quiet.")
    options = ["-o", tmp_path / "out", "--format", "geojson"]

    assert run("build", article, *options).exit_code == 0
    assert run("build", article, *options, "--fail-empty").exit_code == 4
    assert run("extract", article, "--fail-empty").exit_code == 4


@pytest.mark.usefixtures("stubbed")
def test_exit_4_is_not_for_what_was_found(article: Path, tmp_path: Path) -> None:
    options = ["-o", tmp_path / "out", "--format", "geojson", "--fail-empty"]

    assert run("build", article, *options).exit_code == 0


def test_exit_130_when_interrupted(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: Request) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Request, "analyzer", interrupt)
    result = run("build", article)

    assert result.exit_code == 130
    assert "Traceback" not in result.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_with_130_and_no_half_file(tmp_path: Path, number: int) -> None:
    pipe = tmp_path / "in.jsonl"
    pipe.write_text(
        "".join(json.dumps({"id": f"a{n}", "text": SHELLS * 50}) + "\n" for n in range(3000))
    )
    command = [sys.executable, "-m", "geomap", "build", str(pipe), "-o", str(tmp_path / "out")]
    command += ["--format", "geojson"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 20
        while not list(tmp_path.glob("out/a*.geojson")) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        _, stderr = process.communicate(timeout=30)

    assert process.returncode == 130, stderr
    assert b"Traceback" not in stderr
    assert [path.name for path in (tmp_path / "out").glob(".*")] == [STATE]
    assert not (tmp_path / "out" / STATE / "work").exists()
    for path in (tmp_path / "out").glob("*.geojson"):
        assert json.loads(path.read_text())["type"] == "FeatureCollection"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("https://example.org/a.html", "save the page"),
        ("missing.txt", "no such file"),
        ("in", "no articles in this folder"),
        ("in/empty.txt", "empty"),
        ("in/x.docx", "unknown extension"),
    ],
)
@pytest.mark.usefixtures("stubbed")
def test_an_error_names_the_input_and_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    if "/" in name and "://" not in name:
        (tmp_path / name).write_text("")

    result = run("build", name)

    assert result.exit_code == 1
    assert f"geomap: {name}" in result.stderr
    assert words in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.usefixtures("stubbed")
def test_an_output_folder_that_cannot_be_is_told(article: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    result = run("build", article, "-o", tmp_path / "out")

    assert result.exit_code == 1
    assert "in the way of the folder" in result.stderr


def test_a_traceback_is_shown_only_with_debug(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Request) -> None:
        msg = "gazetteer.gpkg: broken; reinstall geomap"
        raise GazetteerError(msg)

    monkeypatch.setattr(Request, "analyzer", broken)

    assert run("build", article).exit_code == 3
    assert isinstance(run("build", article, "--debug").exception, GeomapError)


def test_a_fault_of_our_own_is_one_line(article: Path) -> None:
    code = (
        "from geomap import cli; from geomap.cli.inputs import Request\n"
        "Request.analyzer = lambda self: 1 // 0\n"
        f"cli.main(['build', {str(article)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.returncode == 1
    assert done.stderr.decode().strip() == (
        "geomap: internal error (ZeroDivisionError: integer division or modulo by zero); "
        "run again with --debug and report it"
    )


def test_where_a_fault_was_raised_is_shown_with_debug(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Request, "analyzer", lambda _: lambda article: article.text[10**9])

    result = run("extract", article)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "internal error (IndexError" in result.stderr
    assert "Traceback" in run("extract", article, "--debug").stderr


@pytest.mark.parametrize("name", [f"{ESCAPE}.txt", f"{ESCAPE}.docx"])
def test_nothing_can_steer_the_terminal(tmp_path: Path, name: str) -> None:
    done = geomap("build", tmp_path / name)

    assert done.returncode == 1
    assert not {sign for sign in done.stderr.decode() if not sign.isprintable()} - {"\n"}


@pytest.mark.usefixtures("stubbed")
def test_titles_cannot_steer_the_terminal(article: Path) -> None:
    result = run("explain", article, "--title", ESCAPE)

    assert result.exit_code == 0
    assert not {sign for sign in result.stdout if not sign.isprintable()} - {"\n"}


def test_the_filter_of_the_terminal_keeps_words() -> None:
    assert printable("Кривий Ріг – 30 км\n\tКиїв") == "Кривий Ріг – 30 км\n\tКиїв"
    assert printable("\x1b[31m") == "?[31m"


@pytest.mark.usefixtures("stubbed")
def test_extract_prints_one_collection(article: Path) -> None:
    result = run("extract", article, "--published", "2023-05-04")

    collection = json.loads(result.stdout)
    assert export.check_geojson(collection) == ()
    assert len(collection["features"]) == 8
    assert result.stderr == ""
    only = json.loads(run("extract", article, "--only", "incidents").stdout)
    assert len(only["features"]) == 6


def test_what_was_not_done_for_a_language_is_told(article: Path, tmp_path: Path) -> None:
    article.write_text("Eksplozje: Nikopol, Odesa.")
    for command in (["extract"], ["build", "-o", tmp_path / "out", "--format", "geojson"]):
        result = run(*command, article, "--language", "pl")

        assert result.exit_code == 0
        assert "'pl'" in result.stderr
    assert json.loads(run("extract", article, "--language", "pl", "-q").stdout)["features"] != []


@pytest.mark.usefixtures("stubbed")
def test_extract_prints_a_sequence_by_rfc_8142(article: Path) -> None:
    texts = run("extract", article, "--format", "geojsonseq").stdout_bytes.decode().split("\x1e")

    assert texts[0] == ""
    assert all(text.endswith("\n") for text in texts[1:])
    assert [json.loads(text)["type"] for text in texts[1:]] == ["Feature"] * 8


@pytest.mark.usefixtures("stubbed")
def test_extract_gives_a_line_for_every_record_in_order(tmp_path: Path) -> None:
    """A reader that goes line by line must not lose count at a bad record."""
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a", "text": "x"}\n{"id": "b"}\nnonsense\n{"id": "d", "text": "x"}\n')

    result = run("extract", path, "--format", "jsonl")

    lines = [json.loads(line) for line in result.stdout_bytes.decode().strip().split("\n")]
    assert result.exit_code == 1
    assert [line["article"]["id"] for line in lines] == ["a", "b", "c-3", "d"]
    assert [sorted(line["error"]) for line in lines if "error" in line] == [["kind", "message"]] * 2


@pytest.mark.usefixtures("stubbed")
def test_extract_prints_the_report_of_one_and_the_reports_of_many(article: Path) -> None:
    report = json.loads(run("extract", article, "--format", "json").stdout)
    assert list(report) == ["geomap", "article", "mentions", "incidents", "summary"]

    (article.parent / "b.txt").write_text("Shells hit Marhanets.")
    reports = json.loads(run("extract", article.parent, "--format", "json").stdout)
    assert [report["article"]["id"] for report in reports] == ["a", "b"]


@pytest.mark.usefixtures("stubbed")
def test_standard_input_is_read() -> None:
    result = run("extract", "-", stdin=SHELLS.encode())

    assert json.loads(result.stdout)["features"][0]["properties"]["article_id"] == "stdin"


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


@pytest.mark.usefixtures("stubbed")
def test_explain_tells_why_and_why_not(article: Path) -> None:
    text = run("explain", article).stdout

    assert "because: only candidate" in text
    assert "not on the map: a country is not drawn as a point" in text
    assert "not on the map: no place of this name is known" in text
    assert "not on the map: the article ties no place to it" in text
    assert "because: drone_strike.launched" in text
    assert "target: Odesa" in text


def test_explain_shows_relation_and_shape(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Shells hit a depot 30 km north of Kherson. Ships lay off Belarus.", "utf-8")
    text = run("explain", article).stdout
    mentions = json.loads(run("explain", article, "--json").stdout)["mentions"]

    assert "relation: distance/N/30" in text
    assert "shape: Polygon of 15 points, longitude 32." in text
    assert "POLYGON ((" not in text
    assert "relation dropped (offshore): Belarus has no coast" in " ".join(text.split())
    assert shapely.from_wkt(mentions[0]["wkt"]).covers(shapely.Point(32.62, 46.91))


def test_explain_at_an_offset_without_a_name_leads_to_the_nearest(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Early on Sunday shells hit a depot near Kherson.", "utf-8")

    assert (
        "40–47  'Kherson' is the nearest name: --at 40" in run("explain", article, "--at", 2).stdout
    )
    assert "nearest" not in run("explain", article, "--at", 41).stdout


@pytest.mark.usefixtures("stubbed")
def test_explain_at_an_offset_shows_what_it_belongs_to(article: Path) -> None:
    text = run("explain", article, "--at", 75).stdout

    assert "Places: 1 mention\n" in text
    assert "Cape Tarkhankut" in text
    assert "Incidents: 1" in text
    beyond = run("explain", article, "--at", 99_999)
    assert beyond.exit_code == 2
    assert "past the end: a has" in beyond.stderr


def test_explain_agrees_with_the_map(article: Path) -> None:
    """An office may be the only words that say where; such a mention is on the map."""
    article.write_text("Kyiv Mayor Vitali Klitschko said explosions were heard in the city.\n")
    collection = json.loads(run("extract", article, "-q").stdout)
    text = run("explain", article).stdout

    assert collection["features"][0]["properties"]["place"] == "Kyiv"
    assert collection["features"][0]["geometry"] is not None
    assert "'Kyiv'  affiliation" in text
    assert "place of incident: a-explosion-" in text
    assert "not on the map: the words" not in text
    explained = json.loads(run("explain", article, "--json").stdout)
    assert explained["mentions"][0]["not_mapped"] is None


def test_explain_shows_patterns_only_to_those_who_ask(article: Path) -> None:
    article.write_text("Explosions were heard in Nikopol; several people were hurt.\n")

    assert "because: trigger" not in run("explain", article).stdout
    assert "'several', no exact number" in run("explain", article).stdout
    assert "because: trigger" in run("explain", article, "-v").stdout


@pytest.mark.usefixtures("stubbed")
def test_explain_prints_json(article: Path) -> None:
    explained = json.loads(run("explain", article, "--json").stdout)

    assert explained["mentions"][6]["not_mapped"] == "a country is not drawn as a point"
    assert explained["mentions"][0]["evidence"] == ["only candidate"]
    assert explained["incidents"][0]["evidence"] == ["drone_strike.launched"]


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


def test_geocode_finds_spellings_and_says_what_it_does_not_know() -> None:
    result = run("geocode", "Kiev", "Одеса", "--json", "--country", "UA")
    places = {row["name"]: row["places"][0]["name"] for row in json.loads(result.stdout)}
    assert places == {"Kiev": "Kyiv", "Одеса": "Odesa"}

    unknown = run("geocode", "Nowhereville-upon-Nothing")
    assert unknown.exit_code == 1
    assert "check the spelling" in unknown.stderr


def test_geocode_leaves_the_war_out_where_told_to() -> None:
    here = json.loads(run("geocode", "Krasne", "--json").stdout)[0]["places"][0]
    away = json.loads(run("geocode", "Krasne", "--theatre", "none", "--json").stdout)

    assert here["admin1"] == "Kherson Oblast"
    assert away[0]["places"][0]["place_id"] != here["place_id"]
    assert run("geocode", "Krasne", "--theatre", "mars").exit_code == 2


def test_geocode_prefers_what_is_near() -> None:
    near = json.loads(run("geocode", "Lyman", "--near", "49.6,36.5", "--json").stdout)[0]["places"]

    assert near[0]["admin1"] == "Kharkiv Oblast"
    assert near[0]["distance_km"] < 10
    assert run("geocode", "Lyman", "--near", "north").exit_code == 2
    assert run("geocode", "Lyman", "--near", "150,10").exit_code == 2


def test_gazetteer_info_names_licences() -> None:
    facts = json.loads(run("gazetteer", "info", "--json").stdout)

    assert facts["places"] > 1000
    assert any("GeoNames" in line for line in facts["licences"])
    assert "licences" in run("gazetteer", "info").stdout


@pytest.mark.usefixtures("stubbed")
def test_check_passes_our_files_and_catches_a_broken_one(article: Path, tmp_path: Path) -> None:
    run("build", article, "-o", tmp_path / "out")
    good = run("check", tmp_path / "out")
    assert good.exit_code == 0, good.stderr

    path = tmp_path / "out" / "a.geojson"
    path.write_text(path.read_text().replace('"realis":"actual"', '"realis":7', 1))
    bad = run("check", tmp_path / "out", "--json")
    assert bad.exit_code == 1
    assert "realis must be text" in bad.stderr
    assert any(result["faults"] for result in json.loads(bad.stdout))


@pytest.mark.usefixtures("stubbed")
def test_map_draws_an_edited_file(article: Path, tmp_path: Path) -> None:
    run("build", article, "-o", tmp_path / "out", "--format", "geojson")
    result = run("map", tmp_path / "out" / "a.geojson", "-o", tmp_path / "new" / "page.html")

    assert result.exit_code == 0, result.output
    assert export.check_page((tmp_path / "new" / "page.html").read_text()) == ()
    assert run("map", tmp_path / "missing.geojson").exit_code == 1


def test_serve_answers_this_machine_alone_until_interrupted(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("our page")
    command = [sys.executable, "-m", "geomap", "serve", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        address = process.stderr.readline().decode().split()[0]
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
            page = answer.read()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)

    assert address.startswith("http://127.0.0.1:")
    assert page == b"our page"
    assert process.returncode == 130


def test_serve_needs_a_folder(tmp_path: Path) -> None:
    assert run("serve", tmp_path / "missing").exit_code == 2


COMMANDS = [
    (name, command)
    for name, command in sorted(cli.main.commands.items())
    if not isinstance(command, click.Group)
]


SUBCOMMANDS = [
    (f"{group} {name}", command)
    for group, commands in sorted(cli.main.commands.items())
    if isinstance(commands, click.Group)
    for name, command in [("", commands), *sorted(commands.commands.items())]
]
DOCUMENTED = [*COMMANDS, *SUBCOMMANDS]


@pytest.mark.parametrize(("name", "command"), DOCUMENTED, ids=[name for name, _ in DOCUMENTED])
def test_each_help_shows_an_example_first(name: str, command: click.Command) -> None:
    help_text = run(*name.split(), "-h").stdout
    lines = [line.strip() for line in help_text.splitlines() if line.strip()]

    at = next((n for n, line in enumerate(lines) if line in {"Example:", "Examples:"}), len(lines))
    assert lines[0].startswith("Usage:")
    assert at <= 4, "an example stands behind the first sentence, above everything else"
    assert f"geomap {name}".strip() in " ".join(lines[at:])
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, option.name


def test_the_command_and_the_module_are_the_same() -> None:
    assert geomap("-h").stdout == geomap("--help").stdout
    assert geomap("--version").stdout.startswith(b"geomap, version ")


def test_help_loads_no_heavy_library() -> None:
    """A command line that takes a second to say its options is not used."""
    code = (
        "import sys; from geomap import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'folium', 'geopandas', 'pandas', 'shapely', 'geopy', 'jinja2', 'lxml', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert done.stderr.decode().strip() == "[]"


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    corpus.write_text(
        "".join(json.dumps({"id": f"a{n}", "text": SHELLS}) + "\n" for n in range(300))
    )
    command = [sys.executable, "-m", "geomap", "extract", str(corpus), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        stderr = process.stderr.read()
        process.wait(timeout=60)

    assert stderr == b""


def test_output_is_utf_8_whatever_the_locale_says(article: Path) -> None:
    article.write_text("Обстріл Нікополя.", encoding="utf-8")
    done = geomap("explain", article, env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"})

    assert done.returncode == 0
    assert "Обстріл" in done.stdout.decode()


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


def test_geocoder_and_geojson_put_an_area_at_one_point(article: Path) -> None:
    """Two points for one oblast look like a mistake, whichever is right."""
    article.write_text("Shells hit Sumy Oblast on 3 May 2023.\n")
    feature = json.loads(run("extract", article).stdout)["features"][0]
    place = json.loads(run("geocode", "Sumy Oblast", "--json").stdout)[0]["places"][0]

    assert feature["properties"]["place_id"] == place["place_id"]
    assert [round(place["lon"], 6), round(place["lat"], 6)] == feature["geometry"]["coordinates"]
    location = GazetteerGeocoder().geocode("Sumy Oblast")
    assert (location.latitude, location.longitude) == (place["lat"], place["lon"])


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


def test_map_reads_standard_input_and_writes_standard_output(article: Path) -> None:
    collection = run("extract", article).stdout
    result = CliRunner().invoke(cli.main, ["map", "-"], input=collection)

    assert result.exit_code == 0, result.stderr
    assert export.check_page(result.stdout) == ()
    assert "Nikopol" in result.stdout


def swap(feature: dict[str, Any]) -> None:
    feature["geometry"]["coordinates"].reverse()


def to_metres(feature: dict[str, Any]) -> None:
    feature["geometry"]["coordinates"] = [3_830_000.0, 6_040_000.0]


def drop_column(feature: dict[str, Any]) -> None:
    del feature["properties"]["viina"]


def put_words(feature: dict[str, Any]) -> None:
    feature["properties"]["killed"] = "two"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (swap, "feature 1: [47.56826, 34.39126] is Nikopol with its axes swapped"),
        (to_metres, "feature 1: [3830000.0, 6040000.0] is not on the globe; these are metres"),
        (drop_column, "no column viina: unknown in every row"),
        (put_words, "feature 1: killed is 'two', which is no integer; taken as unknown"),
    ],
)
def test_a_badly_edited_file_is_drawn_as_far_as_it_can_be(
    change: Callable[[dict[str, Any]], None], message: str, article: Path, tmp_path: Path
) -> None:
    collection = json.loads(run("extract", article).stdout)
    change(collection["features"][0])
    path = tmp_path / "edited.geojson"
    path.write_text(json.dumps(collection))
    result = run("map", path)

    assert result.exit_code == 1
    assert f"{path}, {message}" in result.stderr or f"{path}: {message}" in result.stderr
    assert "Nikopol" in path.with_suffix(".html").read_text()


def test_a_file_in_another_projection_is_refused(article: Path, tmp_path: Path) -> None:
    collection = json.loads(run("extract", article).stdout)
    collection["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    path = tmp_path / "edited.geojson"
    path.write_text(json.dumps(collection))
    result = run("map", path)

    assert result.exit_code == 1
    assert "its coordinates are in urn:ogc:def:crs:EPSG::3857; save it again in EPSG:4326" in (
        result.stderr
    )
    collection["crs"]["properties"]["name"] = "urn:ogc:def:crs:OGC:1.3:CRS84"
    path.write_text(json.dumps(collection))
    assert run("map", path).exit_code == 0


def test_map_draws_what_still_belongs_to_the_points(tmp_path: Path) -> None:
    """A region that was moved or deleted by hand takes its outline with it."""
    (tmp_path / "a.txt").write_text("Shells hit Sumy Oblast on 3 May 2023.")
    run("build", tmp_path / "a.txt", "-o", tmp_path, "--format", "geojson")
    areas = export.read_geojson(tmp_path / "a.areas.geojson")["features"]
    points = export.read_geojson(tmp_path / "a.geojson")["features"]
    moved = [{**point, "geometry": {"type": "Point", "coordinates": [30, 46]}} for point in points]

    assert export.keep_areas(areas, points) == areas
    assert export.keep_areas(areas, moved) == export.keep_areas(areas, []) == []


def test_check_takes_patterns_apart_itself(article: Path, tmp_path: Path) -> None:
    run("build", article, "-o", tmp_path / "out")
    result = run("check", f"{tmp_path}/out/*.geojson")

    assert result.exit_code == 0
    assert result.stdout.endswith("a.geojson: in order\n")
    assert run("check", f"{tmp_path}/out/*.gpkg").exit_code == 1
