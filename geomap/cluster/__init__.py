"""Many articles on many machines: the same build on a Dask cluster.

The client reads the inputs, decides what must be made, and merges the files of the whole, as
on one machine. The workers read the articles themselves from the disk that all share, and put
what they made there; ids, paths and digests are all that is sent.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from geomap import export
from geomap.cluster.connecting import LOCAL, check_address, open_client
from geomap.cluster.parquet import check_store, send_parts, send_parts_on
from geomap.cluster.recipe import Recipe, write_recipe
from geomap.cluster.results import Shelf
from geomap.corpus.archive import build_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from distributed import Client

    from geomap.articles import Failure
    from geomap.cluster.executor import ClusterExecutor
    from geomap.corpus.archive import Plan
    from geomap.corpus.outcomes import Outcome
    from geomap.records import Article

__all__ = ["LOCAL", "Recipe", "build_on_cluster", "check_address", "open_client", "send_parts"]


def build_on_cluster(
    found: Iterable[Article | Failure],
    directory: str | Path,
    recipe: Recipe,
    plan: Plan,
    client: Client,
) -> Iterator[Outcome]:
    """Build as `corpus.build_in_processes` does, to the same bytes, on the workers of a cluster.

    Parameters
    ----------
    found
        The articles; a few bundles of them are in memory.
    directory
        The folder of the outputs, which all workers see under the same path.
    recipe
        How articles are read, analysed and written.
    plan
        What is kept of an earlier run.
    client
        Of the scheduler; see `open_client`.

    Raises
    ------
    ClusterError
        If the scheduler is lost, or no worker is fit to work; what is done is kept.
    OutputError
        If another run is writing into the folder, or the shared disk takes nothing more, or the
        object store of the recipe.
    """
    if recipe.parquet_to:
        check_store(recipe.parquet_to)
    folder = export.ensure_folder(directory).absolute()

    def open_executor(staging: Path) -> AbstractContextManager[ClusterExecutor]:
        return _open(staging.parent, folder, recipe, client, plan.tell)

    yield from build_archive(found, folder, plan, open_executor)


@contextmanager
def _open(
    state: Path, folder: Path, recipe: Recipe, client: Client, tell: Callable[[str], object]
) -> Iterator[ClusterExecutor]:
    """Write the recipe, muster the workers, and give what makes articles on them."""
    from geomap.cluster.crew import Crew  # noqa: PLC0415 - needs the extra
    from geomap.cluster.executor import ClusterExecutor  # noqa: PLC0415 - as above

    shelf = Shelf(state / "results", folder)
    path, digest = write_recipe(recipe, state)
    order = {"recipe": str(path), "digest": digest, "folder": str(shelf.folder)}
    crew = Crew(client, order, tell)
    crew.muster()
    with ClusterExecutor(crew, shelf, tell) as executor:
        yield executor
        if recipe.parquet_to:
            parts = folder / "all.parquet"
            sent = send_parts_on(crew, parts, recipe.parquet_to)
            words = "1 part" if sent == 1 else f"{sent:,} parts"
            tell(f"{words} of {parts} sent to {recipe.parquet_to}")
