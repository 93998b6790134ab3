"""Archives from the command line: bad records, second runs, logs, summaries."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from geomap.articles import count_articles
from geomap.corpus import STATE
from geomap.corpus.manifest import Manifest
from geomap.events import EventRow
from geomap.frame import dump_feature
from tests.support.commands import answer_with, run

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from geomap.records import Article, Report

SHELLS = "Shells hit Nikopol on 3 May 2023."


@pytest.fixture(autouse=True)
def stubbed(monkeypatch: pytest.MonkeyPatch, sample_report: Report) -> None:
    """Every article gives one incident of the sample, in this process."""

    def analyze(article: Article) -> Report:
        incident = sample_report.incidents[0]
        incident = replace(incident, incident_id=f"{article.article_id}-drone_strike-1")
        shown = replace(sample_report.article, article_id=article.article_id)
        return replace(sample_report, article=shown, incidents=(incident,))

    answer_with(monkeypatch, analyze)


def build(folder: Path, *args: object) -> Result:
    return run("build", *args, "-o", folder / "out", "--format", "geojson")


def corpus(folder: Path, *lines: str | bytes | dict[str, Any]) -> Path:
    path = folder / "c.jsonl"
    with path.open("wb") as stream:
        for line in lines:
            text = json.dumps(line) if isinstance(line, dict) else line
            stream.write((text.encode() if isinstance(text, str) else text) + b"\n")
    return path


def record(name: str, text: str = SHELLS) -> dict[str, str]:
    return {"id": name, "text": text}


def summary(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "out" / STATE / "summary.json").read_text())
    return found


def test_bad_records_are_listed_with_their_lines_and_the_rest_is_done(tmp_path: Path) -> None:
    path = corpus(
        tmp_path,
        record("a"),
        '{"id": "b", "text": ',
        record("a", "Shells hit Marhanets."),
        {"id": "c"},
        '{"id": "d", "text": "' + "x" * 100_000_000 + '"}',
        '{"id": "e", "text": "Снаряди влучили в Нікополь."}'.encode("cp1251"),
        record("f"),
    )

    result = build(tmp_path, path)

    assert result.exit_code == 1
    for line in (2, 3, 4, 5):
        assert f"c.jsonl, line {line}: " in result.stderr
    assert "4 failed" in result.stderr
    assert summary(tmp_path)["counts"] == {
        "articles": 7, "built": 3, "unchanged": 0, "failed": 4, "gone": 0, "incidents": 3,
        "events": 1,
    }  # fmt: skip
    listed = [failure["place"].rpartition(" ")[2] for failure in summary(tmp_path)["failures"]]
    assert listed == ["2", "3", "4", "5"]
    merged = json.loads((tmp_path / "out" / "all.geojson").read_text())
    assert {f["properties"]["article_id"] for f in merged["features"]} == {"a", "e", "f"}


def test_good_records_leave_no_failure(tmp_path: Path) -> None:
    """The twin of the one above."""
    result = build(tmp_path, corpus(tmp_path, record("a"), record("f")))

    assert result.exit_code == 0
    assert summary(tmp_path)["failures"] == []


def test_a_second_run_keeps_what_is_unchanged_and_says_so(tmp_path: Path) -> None:
    build(tmp_path, corpus(tmp_path, record("a"), record("b")))

    again = build(tmp_path, corpus(tmp_path, record("a"), record("b", "Shells hit Marhanets.")))

    assert "2 articles (1 unchanged)" in again.stderr
    assert summary(tmp_path)["counts"]["built"] == 1


def test_what_is_to_come_is_counted_without_reading_it(tmp_path: Path) -> None:
    """The time left is told from the number of articles."""
    path = corpus(tmp_path, record("a"), "{", record("b"))
    for name in ("x.txt", "y.html", "z.csv"):
        (tmp_path / name).write_text("Shells.")

    assert count_articles([path]) == 3
    assert count_articles([tmp_path]) == 2  # a folder gives its .txt and .html
    assert count_articles([path, tmp_path / "z.csv"]) is None


def test_force_makes_everything_anew(tmp_path: Path) -> None:
    path = corpus(tmp_path, record("a"), record("b"))
    build(tmp_path, path)

    assert "unchanged" not in build(tmp_path, path, "--force").stderr


@pytest.mark.parametrize(("options", "is_kept"), [([], True), (["--force"], False)])
def test_force_makes_the_files_of_all_articles_anew(
    tmp_path: Path, options: list[str], *, is_kept: bool
) -> None:
    path = corpus(tmp_path, record("a"), record("b"))
    build(tmp_path, path)
    (merged,) = tmp_path.rglob("all.geojson")
    os.utime(merged, (0, 0))

    build(tmp_path, path, *options)

    assert (merged.stat().st_mtime == 0) is is_kept


@pytest.mark.parametrize(
    "options", [["--country-bias", "UA"], ["--ignore-case"], ["--round", "2"], ["--wkt"]]
)
def test_another_option_makes_everything_anew(tmp_path: Path, options: list[str]) -> None:
    path = corpus(tmp_path, record("a"), record("b"))
    build(tmp_path, path)

    assert "unchanged" not in build(tmp_path, path, *options).stderr


def test_an_article_that_left_is_told_and_pruned(tmp_path: Path) -> None:
    build(tmp_path, corpus(tmp_path, record("a"), record("b"), record("c")))
    path = corpus(tmp_path, record("a"), record("b"))

    told = build(tmp_path, path)

    assert "1 article of earlier runs" in told.stderr
    assert "--prune" in told.stderr
    assert (tmp_path / "out" / "c.geojson").exists()
    build(tmp_path, path, "--prune")
    assert not (tmp_path / "out" / "c.geojson").exists()


def test_one_event_of_two_articles_has_one_id_and_one_row(tmp_path: Path) -> None:
    build(tmp_path, corpus(tmp_path, record("a"), record("b")))

    merged = json.loads((tmp_path / "out" / "all.geojson").read_text())["features"]
    events = json.loads((tmp_path / "out" / "all.events.geojson").read_text())["features"]
    ids = {f["properties"]["event_id"] for f in merged if f["properties"]["incident_id"]}
    assert len(ids) == len(events) == 1
    assert ids == {events[0]["id"]}
    assert events[0]["properties"]["articles"] == "a; b"
    own = json.loads((tmp_path / "out" / "a.geojson").read_text())["features"]
    assert all(f["properties"]["event_id"] is None for f in own)


def test_the_second_event_of_an_id_gets_a_number_wherever_the_id_stands(tmp_path: Path) -> None:
    """An id may hold what JSON escapes, and words of the event may look like its id."""
    own = 'strike:"київ":1'
    cells = {"event_id": own, "places": f'"id":{own}; "event_id":{own}'}
    feature = {"type": "Feature", "id": own, "geometry": None, "properties": cells}
    row = EventRow(own, dump_feature(feature), None, None, ())

    with Manifest(tmp_path / "manifest.sqlite") as manifest:
        manifest.add_event(row)
        manifest.add_event(row)
        found = [json.loads(event) for event in manifest.events()]

    renamed = feature | {"id": f"{own}-2", "properties": cells | {"event_id": f"{own}-2"}}
    assert found == [feature, renamed]


def test_the_log_is_one_object_per_line(tmp_path: Path) -> None:
    path = corpus(tmp_path, record("a"), "{", record("b"))

    result = build(tmp_path, path, "--log-json")

    log = [json.loads(line) for line in result.stderr.splitlines()]
    assert [entry["event"] for entry in log if entry["event"] != "message"] == [
        "article", "failed", "article", "corpus", "done",
    ]  # fmt: skip
    assert all(entry["time"].endswith("+00:00") for entry in log)
    failed = next(entry for entry in log if entry["event"] == "failed")
    assert failed["kind"] == "ArticleError"
    assert failed["where"].endswith("line 2")


def test_the_summary_tells_counts_timings_and_versions(tmp_path: Path) -> None:
    build(tmp_path, corpus(tmp_path, record("a"), record("b")))

    found = summary(tmp_path)
    assert found["seconds"] > 0
    assert found["articles_per_second"] > 0
    assert [entry["article_id"] for entry in found["slowest"]]
    assert {"geomap", "gazetteer", "python", "sqlite"} <= found["versions"].keys()
    assert found["started"]


@pytest.mark.parametrize("payload", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 4096])
def test_a_damaged_manifest_is_told_and_made_anew(tmp_path: Path, payload: bytes) -> None:
    path = corpus(tmp_path, record("a"), record("b"))
    build(tmp_path, path)
    (tmp_path / "out" / STATE / "manifest.sqlite").write_bytes(payload)

    result = build(tmp_path, path)

    assert result.exit_code == 0, result.output
    assert "unchanged" not in result.stderr
    assert ("manifest of the last run is damaged" in result.stderr) is bool(payload)


def test_a_folder_that_another_run_writes_into_is_left_alone(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    path = corpus(tmp_path, record("a"), record("b"))
    build(tmp_path, path)
    with (tmp_path / "out" / STATE / "lock").open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = build(tmp_path, path)

    assert result.exit_code == 1
    assert "is writing here; wait for it, or use another -o" in result.stderr
    assert build(tmp_path, path).exit_code == 0


def test_a_state_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = corpus(tmp_path, record("a"), record("b"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / STATE).write_text("in the way")

    result = build(tmp_path, path)

    assert result.exit_code == 1
    assert "in the way" in result.stderr


def test_a_full_disk_under_the_manifest_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")  # noqa: EM101, TRY003

    monkeypatch.setattr("geomap.corpus.manifest.Manifest._write", full)
    monkeypatch.setattr("geomap.corpus.manifest.Manifest._execute", _told_of(full))

    result = build(tmp_path, corpus(tmp_path, record("a"), record("b")))

    assert result.exit_code == 1
    assert "see that the disk has room and run again" in result.stderr


def _told_of(fault: Any) -> Any:  # noqa: ANN401 - a method for the patch above
    def execute(self: Any, *_: object) -> None:  # noqa: ANN401
        with self._told():
            fault()

    return execute


def test_one_failed_article_does_not_block_the_files_of_the_corpus(tmp_path: Path) -> None:
    result = build(tmp_path, corpus(tmp_path, record("a"), "{", record("b")))

    assert result.exit_code == 1
    assert {p.name for p in (tmp_path / "out").glob("all.*")} >= {
        "all.geojson",
        "all.events.geojson",
        "all.qml",
    }
