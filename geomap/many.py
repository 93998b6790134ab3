"""Many articles: a report for each, in their order, by processes here or workers elsewhere."""

from __future__ import annotations

import hashlib
import zlib
from collections import deque
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from socket import gethostname
from threading import local
from typing import TYPE_CHECKING, Any

from geomap import __version__, articles
from geomap.corrections import Action, Correction, Corrections
from geomap.errors import ClusterError, GeomapError
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.gazetteer.layered import LayeredGazetteer
from geomap.pipeline import analyze_article, to_corrections
from geomap.records import Origin
from geomap.transport import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor, Future

    from distributed import Client

    from geomap.records import Article, Report

__all__ = ["analyze_many"]

_AHEAD = 4  # articles per process that wait to be taken, so that a long corpus stays on disk
_LEVEL = 1  # of zlib: a report becomes a third in two milliseconds


def analyze_many(
    paths: Iterable[str | Path],
    *,
    jobs: int = 1,
    gazetteer: Gazetteer | str | Path | None = None,
    corrections: Corrections | str | Path | None = None,
    client: Client | None = None,
) -> Iterator[Report]:
    """Yield one report per article of the given files and folders, in their order.

    Parameters
    ----------
    paths
        Files, folders, patterns and corpora.
    jobs
        Processes that analyse; the reports and their order are the same whatever it is.
        Above 1, start from a script that Python may import (``if __name__ == "__main__":``).
    gazetteer
        An open gazetteer or the path of a compiled one; the built-in one by default.
    corrections
        As in `analyze`; what no article took up is `Corrections.unseen`.
    client
        A ``distributed.Client``, whose workers analyse in place of processes here. They see the
        files, and the gazetteer if it is not the built-in one, under the same paths. Each report
        comes back as compressed text of some 50 KB; `geomap build` sends back nothing but digests.

    Raises
    ------
    ClusterError
        If a worker is lost over an article too often, or has another gazetteer or version.
    ArticleError
        At the first input that cannot be read; `corpus.build` goes on instead.
    GeomapError
        If a process was killed; what it worked on is lost, what was yielded is whole.
    ValueError
        If ``jobs`` is less than 1.

    Examples
    --------
    >>> [report.article.article_id for report in analyze_many([])]
    []
    """
    if jobs < 1:
        msg = f"jobs is {jobs}; use 1 or more"
        raise ValueError(msg)
    if not isinstance(gazetteer, Gazetteer):
        gazetteer = open_gazetteer(gazetteer)
    found = articles.read_articles(paths)
    table = to_corrections(corrections)
    if client is not None:
        return _analyze_on(client, found, gazetteer, table)
    if jobs == 1:
        return (analyze_article(article, gazetteer, corrections=table) for article in found)
    return _analyze_in_processes(found, gazetteer, table, jobs)


def _analyze_in_processes(
    found: Iterable[Article], gazetteer: Gazetteer, corrections: Corrections, jobs: int
) -> Iterator[Report]:
    """Yield the reports in the order of the articles; a few are read ahead."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - one process needs none
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - as above

    setting = (corrections, _files_of(gazetteer))
    pool = ProcessPoolExecutor(jobs, initializer=_open_in_process, initargs=setting)
    try:
        yield from _in_order(found, pool, jobs * _AHEAD)
    except BrokenProcessPool as error:
        msg = "a process was killed, perhaps for want of memory; use fewer jobs, or jobs=1"
        raise GeomapError(msg) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _analyze_on(
    client: Client, found: Iterable[Article], gazetteer: Gazetteer, corrections: Corrections
) -> Iterator[Report]:
    """Yield the reports in the order of the articles, made by workers that read them anew."""
    ahead = _AHEAD * max(1, sum(client.nthreads().values()))
    is_own = gazetteer.path == open_gazetteer().path
    files = () if is_own else tuple(str(path.absolute()) for path in _files_of(gazetteer))
    waiting: deque[Any] = deque()
    try:
        for article in found:
            rows = (corrections.of(article.article_id), corrections.name)
            needed = (_digest(article), __version__, gazetteer.version)
            order = to_text((_absolute(article.origin), files, rows, needed))
            waiting.append(client.submit(_analyze_there, order, pure=False))
            if len(waiting) > ahead:
                yield _report_of(waiting.popleft())
        while waiting:
            yield _report_of(waiting.popleft())
    finally:
        client.cancel(list(waiting))


def _analyze_there(order: str) -> bytes:
    """Return the report of an article that this worker reads by itself, as text, compressed."""
    origin, files, (rows, name), needed = from_text(order, (Correction, Action))
    gazetteer = _open_files(*(map(Path, files) if files else (open_gazetteer().path,)))
    (article,) = articles.read_again([origin], articles.Knowledge())
    own = (_digest(article), __version__, gazetteer.version)
    if own != needed:
        msg = f"{gethostname()}: article, geomap and gazetteer are {own} there, and {needed} here"
        raise ClusterError(msg)
    corrections = Corrections({article.article_id: rows}, name=name)
    said = to_text(analyze_article(article, gazetteer, corrections=corrections))
    return zlib.compress(said.encode(), _LEVEL)


def _report_of(future: Any) -> Report:  # noqa: ANN401 - of a library that is an extra
    try:
        error = future.exception()
    except (CancelledError, OSError) as lost:
        msg = "the scheduler is lost; start it again, and go on with what was not yielded"
        raise ClusterError(msg) from lost
    if isinstance(error, GeomapError):
        raise error
    if error is not None:
        msg = f"a worker was lost or failed ({type(error).__name__}: {error}); see its log"
        raise ClusterError(msg) from error
    report: Report = from_text(zlib.decompress(future.result()).decode())
    return report


def _absolute(origin: Origin | None) -> Origin:
    origin = origin or Origin("", "")
    return origin._replace(path=str(Path(origin.path).absolute()))


def _digest(article: Article) -> str:
    return hashlib.blake2b(to_text(replace(article, origin=None)).encode()).hexdigest()[:32]


def _in_order(found: Iterable[Article], pool: Executor, ahead: int) -> Iterator[Report]:
    waiting: deque[Future[Report]] = deque()
    for article in found:
        waiting.append(pool.submit(_analyze_in_process, article))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


class _Opened(local):
    """The gazetteers of each thread, by their files."""

    def __init__(self) -> None:
        self.gazetteers: dict[tuple[Path, ...], Gazetteer] = {}


_opened = _Opened()
# What a process of the pool works with: a connection to a gazetteer cannot be shared.
_own: list[tuple[Gazetteer, Corrections]] = []


def _open_in_process(corrections: Corrections, files: tuple[Path, ...]) -> None:
    _own[:] = [(_open_files(*files), corrections)]


def _files_of(gazetteer: Gazetteer) -> tuple[Path, ...]:
    return (gazetteer.path, *(layer.path for layer in getattr(gazetteer, "layers", ())))


def _open_files(*files: Path) -> Gazetteer:
    """Return a gazetteer of this thread: a connection to its file cannot be shared."""
    known = _opened.gazetteers
    if files not in known:
        path, *extra = files
        known[files] = LayeredGazetteer(path, extra) if extra else Gazetteer(path)
    return known[files]


def _analyze_in_process(article: Article) -> Report:
    gazetteer, corrections = _own[0]
    return analyze_article(article, gazetteer, corrections=corrections)
