"""Workers, disks and schedulers that are lost: nothing is lost with them, and it is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geomap.articles import Knowledge, read_inputs
from geomap.cluster import Recipe, bundles
from geomap.cluster.results import Shelf
from geomap.corpus import STATE, Analysis, Choices, Plan
from geomap.corpus.archive import build_archive
from geomap.corpus.processes import InProcess
from geomap.errors import OutputError
from tests.support.folders import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

distributed = pytest.importorskip("distributed")
psutil = pytest.importorskip("psutil")

from geomap.cluster import work  # noqa: E402 - needs Dask
from geomap.cluster.executor import ClusterExecutor  # noqa: E402 - as above
from geomap.cluster.recipe import write_recipe  # noqa: E402 - as above

PORT = 18_786
PLAN = Plan(Choices(formats=("geojson",)), fingerprint="one")
RECIPE = Recipe(Analysis(), Knowledge(), PLAN.choices)
FAULTS = Path(__file__).parent / "faults" / "cluster"


def write_corpus(folder: Path, count: int) -> Path:
    path = folder / "c.jsonl"
    text = "Shells hit Nikopol. This report is slow."
    rows = ({"id": f"r{number:03}", "text": f"{text}\n{number}."} for number in range(count))
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


@dataclass
class OneWorker:
    """A crew of this process, whose worker does what a script says, then its work."""

    shared: dict[str, Any]
    script: list[Any] = field(default_factory=list)
    said: list[Any] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    capacity: int = 1
    left_out: list[str] = field(default_factory=list)

    def submit(self, do: Callable[[str], str], order: dict[str, Any]) -> int:
        self.orders.append(order)
        act = self.script.pop(0) if self.script else "work"
        said = do(json.dumps(self.shared | order)) if "work" in act else "null"
        reply = act if isinstance(act, dict) else json.loads(said)
        self.said.append(None if "dies" in act else reply)
        return len(self.said) - 1

    def hear(self, sent: tuple[int, ...]) -> Iterator[tuple[int, Any]]:
        yield from ((future, self.said[future]) for future in sent)

    def heed(self, reply: dict[str, str] | None) -> None:
        if reply and "fault" in reply:
            raise OutputError(reply["fault"])
        self.left_out += [reply["refused"]] if reply and "refused" in reply else []

    def run_all(
        self, do: Callable[[str], str], orders: Mapping[str, dict[str, Any]]
    ) -> dict[str, Any]:
        return {
            name: json.loads(do(json.dumps(self.shared | order)))["done"]
            for name, order in orders.items()
        }

    def dismiss(self, _: object) -> None: ...


def build(folder: Path, count: int, *script: object) -> tuple[OneWorker, list[Any], list[str]]:
    source = write_corpus(folder, count)
    crews: list[OneWorker] = []
    said: list[str] = []

    @contextmanager
    def open_executor(staging: Path) -> Iterator[ClusterExecutor]:
        shelf = Shelf(staging.parent / "results", folder / "out")
        path, digest = write_recipe(RECIPE, staging.parent)
        order = {"recipe": str(path), "digest": digest, "folder": str(shelf.folder)}
        crews.append(OneWorker(order, list(script)))
        with ClusterExecutor(crews[0], shelf, said.append) as executor:  # type: ignore[arg-type]
            yield executor

    (folder / "out").mkdir(exist_ok=True)
    outcomes = list(build_archive(read_inputs([source]), folder / "out", PLAN, open_executor))
    return crews[0], outcomes, said


def failures(outcomes: list[Any]) -> dict[str, str]:
    return {o.article_id: str(o.failure.error) for o in outcomes if o.failure is not None}


def test_no_text_is_sent(tmp_path: Path) -> None:
    crew, outcomes, _ = build(tmp_path, 5)

    (order,) = crew.orders
    assert len(outcomes) == 6
    assert "Shells" not in json.dumps(order)
    assert len(json.dumps(order)) < 600 * 5
    assert [item["origin"][0] for item in order["items"]] == [str(tmp_path / "c.jsonl")] * 5


def test_a_bundle_that_is_lost_is_sent_again(tmp_path: Path) -> None:
    crew, outcomes, said = build(tmp_path, 5, "dies")

    assert [order["name"] for order in crew.orders] == [crew.orders[0]["name"]] * 2
    assert failures(outcomes) == {}
    assert said == ["1 of 2 bundles were lost with their workers and sent again"]


def test_what_lies_on_the_disk_is_done_whatever_is_said(tmp_path: Path) -> None:
    crew, outcomes, _ = build(tmp_path, 5, "dies after work")

    assert len(crew.orders) == 1
    assert failures(outcomes) == {}


def test_a_bundle_that_is_lost_again_goes_article_by_article(tmp_path: Path) -> None:
    """One of them is at fault; only what is lost alone, twice, has failed."""
    crew, outcomes, _ = build(tmp_path, 3, "dies", "dies", "work", "dies", "work", "dies")

    assert [len(order["items"]) for order in crew.orders] == [3, 3, 1, 1, 1, 1]
    assert list(failures(outcomes)) == ["r001"]
    assert "the workers that read it were lost 2 times" in failures(outcomes)["r001"]


def test_a_worker_that_refuses_is_left_out_and_its_work_is_not_lost(tmp_path: Path) -> None:
    refused = {"refused": "host: geomap is 0.0 there, and 0.1 here", "worker": "tcp://a:1"}

    crew, outcomes, _ = build(tmp_path, 3, refused, refused, refused)

    assert len(crew.left_out) == 3
    assert failures(outcomes) == {}


def test_a_full_disk_ends_the_run_and_keeps_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "_ARTICLES", 2)
    full = {"fault": "host: /shared/x: cannot be written (No space left on device); free some"}
    with pytest.raises(OutputError, match="No space left on device"):
        build(tmp_path, 6, "work", full)

    crew, outcomes, _ = build(tmp_path, 6)

    assert sum(o.is_unchanged for o in outcomes) == 2
    assert sum(len(order["items"]) for order in crew.orders) == 4


def test_a_worker_tells_of_a_disk_that_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        msg = "/shared/made: cannot be written (No space left on device); free some space"
        raise OutputError(msg)

    monkeypatch.setattr(work, "publish", full)

    with pytest.raises(OutputError, match=r"made: cannot be written \(No space left on device"):
        build(tmp_path, 3)


def test_results_of_a_client_that_was_killed_are_taken(tmp_path: Path) -> None:
    """Also of articles whose files had got their names, and no row in the manifest."""
    build(tmp_path, 4)
    clean = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.geojson")}
    for moved in (0, 3):
        work_at(tmp_path, moved)

        crew, outcomes, said = build(tmp_path, 4)

        assert crew.orders == []
        assert failures(outcomes) == {}
        assert said == ["4 articles were made by an earlier run and are taken"]
        found = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.geojson")}
        assert found == clean


def work_at(folder: Path, moved: int) -> None:
    """Leave what a run leaves that is killed when the workers have done."""
    for path in (folder / "out").rglob("*"):
        if path.is_file():
            path.unlink()
    crew = OneWorker({})
    state = folder / "out" / STATE
    shelf = Shelf(state / "results", folder / "out")
    path, digest = write_recipe(RECIPE, state)
    crew.shared = {"recipe": str(path), "digest": digest, "folder": str(shelf.folder)}
    tasks: list[Any] = []

    class Spy(InProcess):
        def __init__(self) -> None: ...

        def run(self, found: Any) -> Iterator[Any]:  # noqa: ANN401
            tasks.extend(found)
            yield from ()

    list(build_archive(read_inputs([folder / "c.jsonl"]), folder / "out", PLAN, lambda _: Spy()))
    bundle = bundles.Bundle(tasks)
    crew.submit(work.make_bundle, bundle.order())
    for name in sorted((shelf.folder / bundle.name).glob("*.geojson"))[:moved]:
        name.rename(folder / "out" / name.name)


def test_a_damaged_result_is_made_again(tmp_path: Path) -> None:
    build(tmp_path, 4)
    work_at(tmp_path, 0)
    (made,) = (tmp_path / "out" / STATE / "results").glob("*/made")
    made.write_bytes(made.read_bytes()[:-1])

    crew, outcomes, _ = build(tmp_path, 4)

    assert len(crew.orders) == 1
    assert failures(outcomes) == {}


def geomap(*words: object, **options: Any) -> subprocess.Popen[str]:  # noqa: ANN401
    path = os.pathsep.join([str(FAULTS), *sys.path])
    return subprocess.Popen(
        [sys.executable, "-m", "geomap", *map(str, words)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        **options,
    )


@contextmanager
def running(*words: object) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask, which ends with the test."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + str(words[0]), *map(str, words[1:])]
    path = os.pathsep.join([str(FAULTS), *sys.path])
    env = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(
        command, stderr=subprocess.DEVNULL, env=env, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def a_cluster() -> Iterator[subprocess.Popen[bytes]]:
    address = f"tcp://127.0.0.1:{PORT}"
    here = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", ":0")
    with (
        running("scheduler", *here, "--port", PORT) as scheduler,
        running("worker", address, *here, "--no-nanny", "--nthreads", 1, "--death-timeout", 30),
    ):
        yield scheduler


def lines_of(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stderr is not None
    yield from map(json.loads, filter(str.strip, process.stderr))


def test_a_lost_scheduler_is_resumed_by_the_same_command(tmp_path: Path) -> None:
    source = write_corpus(tmp_path, 80)
    common = ("--format", "geojson", "--log-json")
    command = ("build", source, "-o", tmp_path / "there", *common)
    on_cluster = (*command, "--scheduler", f"127.0.0.1:{PORT}")
    with a_cluster() as scheduler, geomap(*on_cluster) as process:
        events = []
        for event in lines_of(process):
            events.append(event)
            if event["event"] == "article" and scheduler.poll() is None:
                scheduler.kill()
    assert process.returncode == 1
    assert "the scheduler is lost" in events[-1]["text"]
    assert "run the same command again: what is done is kept" in events[-1]["text"]

    with a_cluster(), geomap(*on_cluster) as process:
        again = list(lines_of(process))

    assert process.returncode == 0
    assert again[-1]["article"] == 80
    assert again[-1]["unchanged"] > 0
    with geomap("build", source, "-o", tmp_path / "here", *common) as process:
        list(lines_of(process))
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


def test_ctrl_c_leaves_a_state_to_go_on_from_and_nothing_listens_beyond(tmp_path: Path) -> None:
    source = write_corpus(tmp_path, 120)
    command = ("build", source, "-o", tmp_path / "out", "--format", "geojson", "--log-json")
    there = (*command, "--scheduler", "local")
    listening: set[str] = set()
    with geomap(*there, start_new_session=True) as process:
        told = []
        for event in lines_of(process):
            told.append(event)
            if event["event"] == "article" and not listening:
                listening = listeners(process.pid)
                os.killpg(process.pid, signal.SIGINT)
    assert process.returncode == 130
    assert listening == {"127.0.0.1"}
    assert "interrupted" in told[-1]["text"]
    assert not [line for line in commands() if str(tmp_path) in line]

    with geomap(*there) as process:
        again = list(lines_of(process))

    assert process.returncode == 0
    assert again[-1]["article"] == 120
    assert again[-1]["unchanged"] > 0


def listeners(pid: int) -> set[str]:
    """The interfaces that a process and its children listen on."""
    process = psutil.Process(pid)
    return {
        found.laddr.ip
        for one in (process, *process.children(recursive=True))
        for found in one.net_connections(kind="inet")
        if found.status == psutil.CONN_LISTEN
    }


def commands() -> list[str]:
    return [" ".join(p.info["cmdline"] or ()) for p in psutil.process_iter(["cmdline"])]
