"""Processes that make articles, each article for itself.

A pool of the standard library is lost when one of its processes is killed, and knows no
time limit per task. Here a process has one article at a time, so that it is plain whose
fault a death or a hang is: a process that died or hung is replaced, and all others go on.
What was killed is tried once more with nothing beside it, for memory may have been short.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from geomap.articles import Failure
from geomap.corpus.isolation import failure_of
from geomap.corpus.making import Made, Maker
from geomap.corpus.outcomes import Outcome
from geomap.corpus.slices import slices_of, write_slice
from geomap.errors import GeomapError, LimitError
from geomap.events import find_events, to_event_row
from geomap.lexicon import incident_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from typing import Self

    from geomap.corpus.manifest import Manifest
    from geomap.corpus.writing import Choices
    from geomap.events import EventRow
    from geomap.records import Article, Report

    OpenAnalyzer = Callable[[], Callable[[Article], Report]]

__all__ = ["Executor", "InProcess", "Pool", "Task"]

_MOST_MEMORY = 2 << 30  # bytes that an article may take beyond what a process starts with
_GRACE = 5.0  # seconds past the time limit after which an orphaned process ends itself
_START = 120.0  # seconds in which a process must be ready
_READY = "ready"
_NO_START = "a process of the build could not start; try again, or take fewer with -j"
_THROUGH = 50  # outcomes handed through before the processes are heard again


class Task(NamedTuple):
    """An article to make, its number in the input, the key it is kept under, its stem."""

    number: int
    article: Article
    key: bytes
    stem: str


class Executor(Protocol):
    """What makes articles."""

    def run(
        self, tasks: Iterable[Task | Outcome]
    ) -> Iterator[tuple[Task, Made | Failure] | Outcome]:
        """Yield what became of each task; an outcome among them is handed through."""

    def settle(self) -> None:
        """Take note that all that was yielded is written down for good."""

    def find_events(self, manifest: Manifest) -> Iterator[EventRow]:
        """Yield the events that the accounts of a manifest tell of."""

    def write_slices(
        self, manifest: Manifest, provenance: Mapping[str, Any], root: Path
    ) -> Iterable[Path]:
        """Write the points of a corpus as GeoParquet into a folder; return the paths."""


class _Elsewhere(Exception):  # noqa: N818 - no error of its own, but where one was raised
    """The traceback of an error that came from another process."""


class _Here:
    """What both do that make articles on one machine."""

    def settle(self) -> None:
        """Do nothing: no result lies elsewhere."""

    def find_events(self, manifest: Manifest) -> Iterator[EventRow]:
        """Yield the events in one pass."""
        return map(to_event_row, find_events(manifest.accounts()))

    def write_slices(
        self, manifest: Manifest, provenance: Mapping[str, Any], root: Path
    ) -> Iterator[Path]:
        """Write the slices one after the other."""
        for cut in slices_of(manifest):
            yield from write_slice(manifest, cut, provenance, root)


class InProcess(_Here):
    """Makes articles here: for a single one, and for functions that cannot travel."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def run(
        self, tasks: Iterable[Task | Outcome]
    ) -> Iterator[tuple[Task, Made | Failure] | Outcome]:
        """Yield what became of each task, in order."""
        for task in tasks:
            if isinstance(task, Outcome):
                yield task
            else:
                yield task, self._maker.make(task.article, task.stem)


@dataclass
class Pool(_Here):
    """Makes articles in processes of their own.

    Parameters
    ----------
    open_analyzer
        Called once in each process; picklable, as a method of a frozen record is.
    choices, staging
        What is written, and where.
    jobs
        How many processes.
    timeout
        Seconds that one article may take.
    """

    open_analyzer: OpenAnalyzer
    choices: Choices
    staging: Path
    jobs: int = 1
    timeout: float = 60.0
    _workers: list[_Worker] = field(default_factory=list, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._workers:
            self._workers.pop().kill()

    def run(
        self, tasks: Iterable[Task | Outcome]
    ) -> Iterator[tuple[Task, Made | Failure] | Outcome]:
        """Yield what became of each task, as they are done.

        Raises
        ------
        GeomapError
            If what every article needs is missing or broken.
        """
        suspects: list[Task] = []
        for done in self._run(iter(tasks), self.jobs):
            if isinstance(done, Task):
                suspects.append(done)
            else:
                yield done
        for done in self._run(iter(suspects), 1):
            yield (done, _killed(done)) if isinstance(done, Task) else done

    def _run(
        self, tasks: Iterator[Task | Outcome], jobs: int
    ) -> Iterator[tuple[Task, Made | Failure] | Outcome | Task]:
        """Yield what became of the tasks; a task by itself if its process was killed."""
        while len(self._workers) > jobs:
            self._workers.pop().kill()
        while True:
            through = list(self._feed(tasks, jobs))
            yield from through
            busy = [worker for worker in self._workers if worker.task is not None]
            if not (busy or through):
                return
            patience = min((worker.deadline for worker in busy), default=0) - time.monotonic()
            ready = wait([w.connection for w in busy], 0 if through else max(0.0, patience))
            for worker in busy:
                yield from self._hear(worker, is_ready=worker.connection in ready)

    def _feed(self, tasks: Iterator[Task | Outcome], jobs: int) -> Iterator[Outcome]:
        """Give every free process a task; yield a few of the outcomes that come between."""
        idle = [worker for worker in self._workers if worker.task is None]
        through = 0
        while (idle or len(self._workers) < jobs) and through < _THROUGH:
            task = next(tasks, None)
            if task is None:
                return
            if isinstance(task, Outcome):
                through += 1
                yield task
                continue
            if not idle:
                idle.append(_Worker(self))
                self._workers += idle
            idle.pop().give(task)

    def _hear(
        self, worker: _Worker, *, is_ready: bool
    ) -> Iterator[tuple[Task, Made | Failure] | Task]:
        """Yield the task of a process that has done with it, was killed or is late."""
        outcome = worker.hear() if is_ready else None
        is_late = not is_ready and worker.deadline <= time.monotonic()
        if isinstance(outcome, str) or not (is_ready or is_late) or worker.task is None:
            return
        task, worker.task = worker.task, None
        if outcome is None:
            self._workers.remove(worker)
            worker.bury()
        if is_late:
            yield task, _late(task, self.timeout)
        else:
            yield task if outcome is None else (task, outcome)


def _context() -> SpawnContext | ForkServerContext:
    """Return how processes start: where that is safe, forked from one that is warm."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["geomap.corpus.warm"])
    return context


def _warm_up() -> None:
    """Read what the files of the whole need while the process that forks is getting warm."""
    if sys.platform == "linux":
        from multiprocessing import forkserver  # noqa: PLC0415 - Unix alone has it

        forkserver.ensure_running()
    incident_types()


class _Setting(NamedTuple):
    """What a process knows before its first article."""

    open_analyzer: OpenAnalyzer
    choices: Choices
    staging: Path
    timeout: float
    environment: Mapping[str, str]


class _Worker:
    """A process, the pipe to it, and the task it has."""

    def __init__(self, pool: Pool) -> None:
        context = _context()
        self.connection, theirs = context.Pipe()
        self.task: Task | None = None
        self.deadline = time.monotonic() + _START
        self._timeout = pool.timeout
        self._is_ready = False
        setting = _Setting(
            pool.open_analyzer, pool.choices, pool.staging, pool.timeout, dict(os.environ)
        )
        self._process = context.Process(target=_serve, args=(theirs, setting), daemon=True)
        try:
            _warm_up()
            self._process.start()
        except (OSError, EOFError) as error:
            raise GeomapError(_NO_START) from error
        theirs.close()

    def give(self, task: Task) -> None:
        """Hand a task over; a process that has died is found out when it is heard."""
        self.task = task
        if self._is_ready:
            self.deadline = time.monotonic() + self._timeout
        with contextlib.suppress(OSError):
            self.connection.send((task.article, task.stem))

    def hear(self) -> Made | Failure | str | None:
        """Return what the process says; ``None`` if it has died.

        Raises
        ------
        GeomapError
            If what every article needs is missing or broken.
        """
        try:
            said, trace = self.connection.recv()
        except (EOFError, OSError):
            return None
        if isinstance(said, GeomapError):
            raise said
        if said == _READY:
            self._is_ready = True
            self.deadline = time.monotonic() + self._timeout
        if isinstance(said, Failure) and trace:
            said.error.__cause__ = _Elsewhere(trace)
        return said  # type: ignore[no-any-return]  # a pipe carries anything

    def bury(self) -> None:
        """End the process for good.

        Raises
        ------
        GeomapError
            If it had never been ready, for the next one would not be, either.
        """
        self.kill()
        if not self._is_ready:
            raise GeomapError(_NO_START)

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()


def _serve(connection: Connection, setting: _Setting) -> None:
    """Make the articles that come through a pipe, until it is closed."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C goes to the whole group: the master ends us
    os.environ.clear()
    os.environ.update(setting.environment)  # the process that forks may have another
    with contextlib.suppress(EOFError, OSError):
        try:
            maker = Maker(setting.open_analyzer(), setting.choices, setting.staging)
            _limit_memory()
            connection.send((_READY, ""))
            while True:
                article, stem = connection.recv()
                _end_in(setting.timeout + _GRACE)
                outcome = _make(maker, article, stem)
                _end_in(0)
                connection.send((outcome, _trace_of(outcome)))
        except GeomapError as error:
            connection.send((error, ""))


def _make(maker: Maker, article: Article, stem: str) -> Made | Failure:
    try:
        return maker.make(article, stem)
    except MemoryError:
        needs = f"needs more than {_MOST_MEMORY / 1e9:.0f} GB of memory; split the article"
        return failure_of(article, LimitError(f"{article.article_id}: {needs}"))


def _trace_of(outcome: Made | Failure) -> str:
    if isinstance(outcome, Made) or outcome.error.__cause__ is None:
        return ""
    return "".join(traceback.format_exception(outcome.error.__cause__))


def _end_in(seconds: float) -> None:
    """Let the system end this process if it outlives its master in a loop; 0: never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory() -> None:
    """Let what asks for too much memory fail, rather than the whole machine."""
    try:
        import resource  # noqa: PLC0415 - Unix alone has it

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = pages * os.sysconf("SC_PAGE_SIZE") + _MOST_MEMORY
        most = resource.getrlimit(resource.RLIMIT_AS)[1]  # a browser that it starts may ask for
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    except (ImportError, OSError, ValueError):
        return  # then the system decides what it kills, and the article is told


def _late(task: Task, timeout: float) -> Failure:
    name = task.article.article_id
    fault = f"{name}: not done in {timeout:g} s; raise --timeout, or report the article"
    return failure_of(task.article, LimitError(fault))


def _killed(task: Task) -> Failure:
    name = task.article.article_id
    fault = (
        f"{name}: the process that read it was killed twice, perhaps for want of memory; "
        "split the article, or report it"
    )
    return failure_of(task.article, GeomapError(fault))
