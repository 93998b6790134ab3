"""Articles made by the workers of a Dask cluster, whatever happens to them.

Dask runs a task twice when a worker is lost, and gives up tasks that were near when one died.
So a future is a hint here and the shared disk is the truth: what lies there is done. What does
not is sent again; a bundle that is lost twice is sent article by article, and an article that
loses its worker twice more has failed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.cluster.bundles import Bundle
from geomap.cluster.parquet import write_slices_on
from geomap.cluster.shuffle import find_events_on
from geomap.cluster.work import make_bundle
from geomap.corpus.isolation import failure_of
from geomap.corpus.outcomes import Outcome
from geomap.errors import ArticleError, GeomapError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Self

    from distributed import Future

    from geomap.articles import Failure
    from geomap.cluster.crew import Crew, Reply
    from geomap.cluster.results import Shelf
    from geomap.corpus.making import Made
    from geomap.corpus.manifest import Manifest
    from geomap.corpus.processes import Task
    from geomap.events import EventRow

    Done = tuple[Task, Made | Failure] | Outcome

__all__ = ["ClusterExecutor"]

_LOSSES = 2  # of a bundle after which its articles go alone, and of an article that it has failed
_FIRST = 16  # articles of a bundle before their pace is known
_THROUGH = 50  # outcomes handed through before the workers are heard again


@dataclass
class _Pace:
    """How fast articles are made, by which bundles are cut."""

    articles: int = 0
    seconds: float = 0.0

    def note(self, results: Iterable[Made | Failure]) -> None:
        """Count what was made."""
        for made in results:
            self.articles += 1
            self.seconds += getattr(made, "seconds", 0.0)

    @property
    def most(self) -> int:
        """How many are made in about a second; a few before that is known."""
        return max(1, int(self.articles / self.seconds)) if self.seconds else _FIRST


@dataclass
class ClusterExecutor:
    """Makes articles on a cluster.

    Parameters
    ----------
    crew
        The workers that are fit to work.
    shelf
        Where they put what they made.
    tell
        Takes a line for the user.
    """

    crew: Crew
    shelf: Shelf
    tell: Callable[[str], object]
    counts: dict[str, int] = field(default_factory=lambda: {"sent": 0, "lost": 0, "found": 0})
    _sent: dict[Future, Bundle] = field(default_factory=dict, init=False)
    _again: deque[Bundle] = field(default_factory=deque, init=False)
    _pace: _Pace = field(default_factory=_Pace, init=False)

    def __enter__(self) -> Self:
        if len(self.shelf):
            self.tell(f"{len(self.shelf):,} articles were made by an earlier run and are taken")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.counts["lost"]:
            lost, sent = self.counts["lost"], self.counts["sent"]
            self.tell(f"{lost:,} of {sent:,} bundles were lost with their workers and sent again")
        self.crew.dismiss(self._sent)
        if kind is None:
            self.shelf.remove()

    def run(self, tasks: Iterable[Task | Outcome]) -> Iterator[Done]:
        """Yield what became of each task, as they are done.

        Raises
        ------
        ClusterError
            If the scheduler is lost, or no worker is fit to work.
        OutputError
            If the shared disk takes nothing more.
        """
        source = iter(tasks)
        is_dry = False
        while True:
            while len(self._sent) < self.crew.capacity and (self._again or not is_dry):
                if self._again:
                    self._send(self._again.popleft())
                else:
                    is_dry = yield from self._fill(source)
            if not self._sent:
                return
            for future, reply in self.crew.hear(tuple(self._sent)):
                yield from self._take(self._sent.pop(future), reply)

    def settle(self) -> None:
        """Clear the shelf of what the manifest has now."""
        self.shelf.clear()

    def find_events(self, manifest: Manifest) -> Iterator[EventRow]:
        """Yield the events that the workers find."""
        manifest.commit()
        return find_events_on(self.crew, self.shelf.folder.parent / "events", manifest)

    def write_slices(
        self, manifest: Manifest, provenance: Mapping[str, Any], root: Path
    ) -> list[Path]:
        """Let the workers write the slices, and return the paths."""
        manifest.commit()
        return write_slices_on(self.crew, manifest, provenance, root)

    def _fill(self, source: Iterator[Task | Outcome]) -> Generator[Done, None, bool]:
        """Send a bundle, and yield what needs no worker; return whether the source is dry."""
        bundle, through, is_dry = Bundle(most=self._pace.most), 0, False
        while not (bundle.is_full or is_dry) and through < _THROUGH:
            task = next(source, None)
            if task is None:
                is_dry = True
            elif isinstance(task, Outcome):
                through += 1
                yield task
            elif made := self.shelf.find(task.key.hex()):
                self.counts["found"] += 1
                yield task, made
            elif task.article.origin is None:
                yield task, _unread(task)
            else:
                bundle.add(task)
        if bundle.tasks:
            self._send(bundle)
        return is_dry

    def _send(self, bundle: Bundle) -> None:
        self.counts["sent"] += 1
        self._sent[self.crew.submit(make_bundle, bundle.order())] = bundle

    def _take(self, bundle: Bundle, reply: Reply) -> Iterator[Done]:
        """Yield what became of a bundle, whatever was said of it, or see that it is sent again."""
        found = self.shelf.take(bundle.name, is_sure=bool(reply and "done" in reply))
        if found:
            self._pace.note(found.values())
            yield from ((task, found[task.key.hex()]) for task in bundle.tasks)
            self.shelf.release(bundle.name)
            return
        self.crew.heed(reply)
        if reply is not None and "refused" in reply:
            self._again.append(bundle)
        else:
            yield from self._lose(bundle)

    def _lose(self, bundle: Bundle) -> Iterator[Done]:
        """Send a bundle again whose worker was lost; in the end, its articles have failed."""
        self.counts["lost"] += 1
        bundle.losses += 1
        if bundle.losses < _LOSSES:
            self._again.append(bundle)
        elif len(bundle.tasks) > 1:
            self._again.extend(bundle.split())
        else:
            yield bundle.tasks[0], _lost(bundle.tasks[0])


def _unread(task: Task) -> Failure:
    name = task.article.article_id
    fault = f"{name}: no file that workers could read; save it to one, on the shared disk"
    return failure_of(task.article, ArticleError(fault))


def _lost(task: Task) -> Failure:
    name = task.article.article_id
    fault = (
        f"{name}: the workers that read it were lost {_LOSSES} times, with nothing else to do; "
        "split the article, or report it"
    )
    return failure_of(task.article, GeomapError(fault))
