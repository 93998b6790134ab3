"""What one article does to its process costs that article and nothing else."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geomap.corpus import STATE, Choices, Outcome, Plan, build_in_processes
from geomap.errors import GazetteerError, GeomapError
from geomap.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterable

sys.path.append(str(Path(__file__).parent / "faults"))  # processes import it by this name, too

from analyzers import Faulty, no_gazetteer, state

PLAN = Plan(Choices(formats=("geojson",)), fingerprint="one")
QUIET = [Article(f"q{number}", "Nothing happened.") for number in range(6)]


def build(
    folder: Path, articles: Iterable[Article], *, jobs: int = 1, timeout: float = 30.0
) -> dict[str, Outcome]:
    outcomes = build_in_processes(
        articles, folder / "out", Faulty(str(folder)).open, PLAN, jobs=jobs, timeout=timeout
    )
    return {outcome.article_id: outcome for outcome in outcomes}


def faults(found: dict[str, Outcome]) -> dict[str, str]:
    return {name: str(o.failure.error) for name, o in found.items() if o.failure is not None}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("dies always", "was killed twice"),
        ("hangs", "not done in 2 s; raise --timeout"),
        ("spins", "not done in 2 s; raise --timeout"),
        ("fills memory", "needs more than 2 GB of memory"),
        ("raises", "internal error (KeyError: 'nothing')"),
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bad_article_costs_itself(tmp_path: Path, text: str, words: str, jobs: int) -> None:
    bad = Article("bad", text)

    found = build(tmp_path, [*QUIET[:3], bad, *QUIET[3:]], jobs=jobs, timeout=2.0)

    assert list(faults(found)) == ["bad"]
    assert faults(found)["bad"].startswith("bad: ")
    assert words in faults(found)["bad"]
    assert {f"{article.article_id}.geojson" for article in QUIET} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }
    assert not (tmp_path / "out" / STATE / "work").exists()


def test_what_died_once_is_tried_again_alone(tmp_path: Path) -> None:
    """The system kills for want of memory whom it likes; alone, the article may fit."""
    found = build(tmp_path, [Article("unlucky", "dies once"), *QUIET], jobs=2)

    assert faults(found) == {}
    assert (tmp_path / "out" / "unlucky.geojson").is_file()


def test_a_hang_costs_its_time_and_no_more(tmp_path: Path) -> None:
    start = time.monotonic()

    build(tmp_path, [Article("bad", "spins"), *QUIET], timeout=1.0)

    assert time.monotonic() - start < 20


def test_processes_and_their_number_do_not_change_the_bytes(tmp_path: Path) -> None:
    written = []
    for jobs in (1, 3):
        build(tmp_path / str(jobs), QUIET[:: 1 if jobs == 1 else -1], jobs=jobs)
        folder = tmp_path / str(jobs) / "out"
        written.append({p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()})

    assert written[0] == written[1]


def test_what_every_article_needs_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="reinstall"):
        list(build_in_processes(QUIET, tmp_path, no_gazetteer, PLAN))


def test_processes_that_cannot_start_end_the_run(tmp_path: Path) -> None:
    """The twin: a fault of the start is no fault of the articles."""
    with pytest.raises(GeomapError, match="could not start"):
        list(build_in_processes(QUIET, tmp_path, sys.exit, PLAN))


def test_a_second_run_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, QUIET)
    monkeypatch.setattr("geomap.corpus.processes._Worker", lambda _: pytest.fail("started"))

    found = build(tmp_path, QUIET)

    assert all(outcome.is_unchanged for outcome in found.values())
    with pytest.raises(pytest.fail.Exception):
        build(tmp_path, [replace(QUIET[0], text="Something happened."), *QUIET[1:]])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked")
def test_a_process_starts_with_the_lexicons_and_without_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would read the lexicons for a second; a forked connection to SQLite is none."""
    build(tmp_path / "first", QUIET[:2])  # the process that forks has started now, at the latest
    monkeypatch.setenv("SAID_LATE", "heard")

    found = build_in_processes(QUIET[:2], tmp_path / "out", state, PLAN)
    notes = {tuple(o.entry["summary"]["notes"]) for o in found if o.entry is not None}

    assert notes == {("1 lexicons", "0 gazetteers", "heard")}
