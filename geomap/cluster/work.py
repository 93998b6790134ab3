"""What runs on a worker: text in, text out, and everything else through the shared disk."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import socket
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from distributed import get_worker

from geomap import export
from geomap.articles import Failure, read_again
from geomap.cluster.recipe import Recipe, find_faults, read_recipe
from geomap.cluster.results import publish
from geomap.corpus.isolation import failure_of
from geomap.corpus.making import Made, article_digest
from geomap.corpus.processes import Pool, Task
from geomap.errors import ArticleError, GeomapError, OutputError
from geomap.records import Article, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["Item", "leave", "make_bundle", "obey", "see"]


class Item(NamedTuple):
    """An article of a bundle: what it is kept under, what it must hold, and where it is read."""

    key: str
    stem: str
    digest: str
    article_id: str
    origin: Origin


class _Kitchen(NamedTuple):
    """A recipe that was read, and the process that follows it."""

    digest: str
    recipe: Recipe
    pool: Pool


_kitchens: dict[int, _Kitchen] = {}  # a thread of a worker has one, a worker with four has four


def see(order: str) -> str:
    """Return why this worker cannot work for a client; empty if it can."""
    said = json.loads(order)
    try:
        _read_checked(said["recipe"], said["digest"])
    except GeomapError as error:
        return f"{socket.gethostname()}: {error}"
    return ""


def make_bundle(order: str) -> str:
    """Make the articles of a bundle and publish them; say how many."""

    def work(said: dict[str, Any]) -> int:
        items = [Item._make((*i["words"], Origin(*i["origin"]))) for i in said["items"]]
        place = Path(said["folder"], said["name"])
        kitchen = _open_kitchen(said)
        _check_sight(items)
        if not place.exists():  # or another worker was given the same, and was faster
            publish(kitchen.pool.staging, place, _make(items, kitchen))
        return len(items)

    return obey(order, work)


def obey(order: str, work: Callable[[dict[str, Any]], object]) -> str:
    """Do what an order says; return what became of it, as JSON.

    ``done`` is what the work returns, ``refused`` says why this worker did nothing, ``fault``
    what would meet every other, too.
    """
    said = json.loads(order)
    try:
        _read_checked(said["recipe"], said["digest"])
        return json.dumps({"done": work(said)})
    except OutputError as error:
        return json.dumps({"fault": f"{socket.gethostname()}: {error}"})
    except GeomapError as error:
        words = f"{socket.gethostname()}: {error}"
        return json.dumps({"refused": words, "worker": get_worker().address})


def leave(order: str) -> None:
    """End the processes that made articles for a client, which has done."""
    digest = json.loads(order)["digest"]
    for own in [own for own, kitchen in _kitchens.items() if kitchen.digest == digest]:
        _close(own)


def _close(own: int) -> None:
    kitchen = _kitchens.pop(own, None)
    if kitchen is not None:
        kitchen.pool.__exit__()


@lru_cache(1)
def _read_checked(path: str, digest: str) -> Recipe:
    """Return the recipe if this process has all that it needs.

    Raises
    ------
    GeomapError
        If it has not.
    """
    recipe, needed = read_recipe(Path(path), digest)
    faults = find_faults(recipe, needed)
    if faults:
        msg = "; ".join(faults)
        raise GeomapError(msg)
    return recipe


def _open_kitchen(said: dict[str, Any]) -> _Kitchen:
    """Return the kitchen of this thread, and make its empty folder for drafts."""
    own = threading.get_ident()
    kitchen = _kitchens.get(own)
    if kitchen is None or kitchen.digest != said["digest"]:
        recipe = _read_checked(said["recipe"], said["digest"])
        _close(own)
        _allow_children()
        draft = Path(said["folder"], f".{socket.gethostname()}-{os.getpid()}-{own}")
        pool = Pool(recipe.analysis.open, recipe.choices, draft, timeout=recipe.timeout)
        kitchen = _kitchens[own] = _Kitchen(said["digest"], recipe, pool)
    shutil.rmtree(kitchen.pool.staging, ignore_errors=True)
    export.ensure_folder(kitchen.pool.staging)
    return kitchen


def _allow_children() -> None:
    """Let this process have a child, which Python refuses to daemons, as workers mostly are.

    A child would outlive a daemon that is killed; ours ends when its pipe is closed.
    """
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined] # noqa: SLF001


def _check_sight(items: Iterable[Item]) -> None:
    """Refuse to work where a file of articles is not to be seen.

    Raises
    ------
    GeomapError
        If one is not.
    """
    for path in dict.fromkeys(item.origin.path for item in items):
        if not os.access(path, os.R_OK):
            msg = f"cannot see {path}"
            raise GeomapError(msg)


def _make(items: Sequence[Item], kitchen: _Kitchen) -> Iterator[tuple[str, Made | Failure]]:
    """Yield what became of the articles of a bundle, by their keys."""
    tasks = []
    for number, (item, article) in enumerate(zip(items, _read(items, kitchen.recipe), strict=True)):
        if isinstance(article, Failure):
            yield item.key, article
        else:
            tasks.append(Task(number, article, bytes.fromhex(item.key), item.stem))
    for done in kitchen.pool.run(tasks):
        if isinstance(done, tuple):
            task, result = done
            yield task.key.hex(), result


def _read(items: Sequence[Item], recipe: Recipe) -> Iterator[Article | Failure]:
    """Yield the articles of a bundle, each checked to be what the client has seen."""
    try:
        found = list(read_again([item.origin for item in items], recipe.knowledge))
        yield from map(_checked, items, found)
    except GeomapError:  # one spoils the file for all
        for item in items:
            yield _read_alone(item, recipe)


def _read_alone(item: Item, recipe: Recipe) -> Article | Failure:
    try:
        return _checked(item, next(read_again([item.origin], recipe.knowledge)))
    except GeomapError as error:
        return Failure(item.origin.path, item.article_id, error)


def _checked(item: Item, article: Article) -> Article | Failure:
    if article.article_id == item.article_id and article_digest(article) == item.digest:
        return article
    msg = f"{item.origin.path}: changed while {item.article_id!r} was read; run again"
    return failure_of(article, ArticleError(msg))
