"""A run that dies, or meets a disk that fails, at every point: the next one makes it good.

The points are the calls that Python audits (open, rename, remove, …), counted in a child
process; `tests/benchmarks/kill_points.py` does the same at every system call, with strace.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from geomap.corpus import STATE, Choices
from geomap.corpus.making import Maker
from geomap.errors import GeomapError, OutputError
from geomap.records import Article
from tests.support.folders import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

WATCHED = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
OLD = [Article("a", "Shells hit Nikopol."), Article("b", "Shells hit Marhanets.")]
NEW = [Article("a", "Shells hit Nikopol again."), OLD[1], Article("c", "Shells hit Orikhiv.")]
_UNTOLD = 3
STATE_FILES = {"lock", "manifest.sqlite", "manifest.sqlite-journal", "summary.json"}


def in_child(work: Callable[[], None], at: int, strike: Callable[[], None]) -> bool:
    """Run some work in a child that strikes at a numbered point; return whether it came so far."""
    child = os.fork()
    if child == 0:
        seen = 0

        def watch(event: str, args: tuple[object, ...]) -> None:
            nonlocal seen
            is_write = event != "open" or (isinstance(args[2], int) and args[2] & os.O_ACCMODE)
            if event in WATCHED and is_write:
                seen += 1
                if seen == at:
                    strike()

        sys.addaudithook(watch)
        code = _UNTOLD
        try:
            with suppress(GeomapError):
                work()
            code = 0 if seen < at else 1
        finally:  # whatever happens, the child is no second run of the tests
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code != _UNTOLD, f"point {at} raised what no message tells"
    return code != 0


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fill() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fail() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize("strike", [kill, fill, fail])
def test_a_run_after_a_fault_at_any_point_gives_the_bytes_of_a_clean_one(
    tmp_path: Path, build: Callable[..., None], strike: Callable[[], None]
) -> None:
    """At no moment does a final name hold half a file, and no draft is left behind."""
    build(tmp_path / "clean", NEW)
    clean = tree(tmp_path / "clean")
    build(tmp_path / "old", OLD)
    whole = set(tree(tmp_path / "old").values()) | set(clean.values())
    point, struck = 0, True
    while struck:
        point += 1 if strike is kill else 4  # the same points, and more time at each
        folder = tmp_path / f"{point}"
        shutil.copytree(tmp_path / "old", folder)
        struck = in_child(lambda folder=folder: build(folder, NEW), point, strike)  # type: ignore[misc]
        for path in folder.glob("*.geojson"):
            assert json.loads(path.read_text())["features"], f"half a file at point {point}"
        if strike is kill:
            assert set(tree(folder).values()) <= whole, f"neither old nor new at point {point}"
        build(folder, NEW)

        assert tree(folder) == clean, f"point {point}"
        assert {path.name for path in (folder / STATE).iterdir()} <= STATE_FILES
    assert point > 30


def test_the_enumeration_can_fail(tmp_path: Path, build: Callable[..., None]) -> None:
    """A file that is cut after a clean run is made again; a manifest that believes it is not."""
    build(tmp_path, NEW)
    clean = tree(tmp_path)
    (tmp_path / "a.geojson").write_text("{")

    assert tree(tmp_path) != clean
    build(tmp_path, NEW)
    assert tree(tmp_path) == clean


def test_a_second_run_makes_nothing(
    tmp_path: Path, build: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, NEW)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*") if path.is_file()}
    monkeypatch.setattr(Maker, "make", lambda *_: pytest.fail("made again"))

    build(tmp_path, NEW)

    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_every_cut_of_a_manifest_costs_work_and_nothing_else(
    tmp_path: Path, build: Callable[..., None]
) -> None:
    build(tmp_path, NEW)
    clean, path = tree(tmp_path), tmp_path / STATE / "manifest.sqlite"
    manifest = path.read_bytes()
    for size in range(0, len(manifest), 16_384):
        path.write_bytes(manifest[:size])
        build(tmp_path, NEW)

        assert tree(tmp_path) == clean


def test_flipped_bits_of_a_manifest_are_no_results(
    tmp_path: Path, build: Callable[..., None]
) -> None:
    build(tmp_path, NEW)
    clean, path = tree(tmp_path), tmp_path / STATE / "manifest.sqlite"
    manifest = path.read_bytes()
    for place in range(50, len(manifest), 9_973):
        path.write_bytes(manifest[:place] + bytes([manifest[place] ^ 0x55]) + manifest[place + 1 :])
        try:
            build(tmp_path, NEW)
        except OutputError as error:
            assert "--force" in str(error)  # noqa: PT017 - most flips are found without one
            build(tmp_path, NEW, force=True)

        assert tree(tmp_path) == clean, place


def test_what_is_no_longer_an_input_leaves_the_corpus(
    tmp_path: Path, build: Callable[..., None]
) -> None:
    build(tmp_path / "out", NEW)
    build(tmp_path / "out", NEW[1:])
    build(tmp_path / "clean", NEW[1:])

    merged = json.loads((tmp_path / "out" / "all.geojson").read_text())
    assert {f["properties"]["article_id"] for f in merged["features"]} == {"b", "c"}
    assert (tmp_path / "out" / "a.geojson").exists()
    build(tmp_path / "out", NEW[1:], prune=True)
    assert tree(tmp_path / "out") == tree(tmp_path / "clean")


def test_another_option_or_gazetteer_makes_everything_anew(
    tmp_path: Path, build: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = Maker.make

    def counted(self: Maker, article: Article, stem: str) -> object:
        made.append(article.article_id)
        return make(self, article, stem)

    monkeypatch.setattr(Maker, "make", counted)
    build(tmp_path, NEW)
    changes: list[dict[str, Any]] = [
        {"fingerprint": "two"},
        {"choices": Choices(formats=("geojson",), with_wkt=True)},
        {"force": True},
    ]
    for change in changes:
        made.clear()
        build(tmp_path, NEW, **change)

        assert made == ["a", "b", "c"]
    made.clear()
    build(tmp_path, NEW, digest_of=lambda name: "corrected" if name == "b" else "")
    assert made == ["b"], "only the article whose corrections changed"


def test_two_runs_at_once_are_told_apart(tmp_path: Path, build: Callable[..., None]) -> None:
    def articles() -> Iterable[Article]:
        yield from NEW
        with pytest.raises(OutputError, match=f"process {os.getpid()} on .* is writing here"):
            build(tmp_path, NEW)

    build(tmp_path, articles())
    build(tmp_path, NEW)


def test_a_folder_that_may_not_be_written_is_told(
    tmp_path: Path, build: Callable[..., None]
) -> None:
    (tmp_path / STATE).write_text("in the way")

    with pytest.raises(OutputError, match="in the way"):
        build(tmp_path, NEW)
