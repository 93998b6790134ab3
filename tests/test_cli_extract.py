"""``geomap extract``: data alone on standard output, whatever was read."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from geomap import export
from tests.support.commands import SHELLS, run

if TYPE_CHECKING:
    from pathlib import Path


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
