"""The commands: exit codes one by one, one-line errors, nothing that steers a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import click
import pytest

from geomap import cli
from geomap.cli.console import printable
from geomap.cli.inputs import Request
from geomap.corpus import STATE
from geomap.errors import GazetteerError, GeomapError
from tests.support.commands import SHELLS, geomap, run

if TYPE_CHECKING:
    from pathlib import Path


ESCAPE = "\x1b]0;owned\x07\x9b31m\r\u202e"


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
        (["--country-bias", "UA,XX"], "'XX': no place lies there; use auto, none, or ISO"),
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


def test_gazetteer_info_names_licences() -> None:
    facts = json.loads(run("gazetteer", "info", "--json").stdout)

    assert facts["places"] > 1000
    assert any("GeoNames" in line for line in facts["licences"])
    assert "licences" in run("gazetteer", "info").stdout


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


def test_output_is_utf_8_whatever_the_locale_says(article: Path) -> None:
    article.write_text("Обстріл Нікополя.", encoding="utf-8")
    done = geomap("explain", article, env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"})

    assert done.returncode == 0
    assert "Обстріл" in done.stdout.decode()
