"""Events of an archive, found by the workers: a shuffle by days and cells, then one by links.

First, workers deal the accounts of some articles each: those that may be of one event meet in
the parts of their days and cells, in which other workers find the links. Then accounts that
are linked, over however many others, meet in the part of their group, in which workers find
the events. These come back in the order in which one pass over the whole would have found
them, so that they are the same. All this lies on the shared disk; the client sees the links.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from heapq import merge
from itertools import islice, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from geomap import export
from geomap.cluster.parts import Forest, deal, find_links_of, join_all, join_part, part_of, regroup
from geomap.cluster.sections import read_lines, write_lines
from geomap.events import EventRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from geomap.cluster.crew import Crew
    from geomap.corpus.reading import ManifestReader

__all__ = ["find_events_on"]

_FEW = 5_000  # accounts of a part; so many of the whole are no shuffle
_MOST_PARTS = 200  # files that are open at once
_ARTICLES = 1_000  # whose accounts a worker deals in one go


def find_events_on(crew: Crew, folder: Path, manifest: ManifestReader) -> Iterator[EventRow]:
    """Yield what `events.find_events` finds in the accounts of a manifest.

    Parameters
    ----------
    crew
        The workers.
    folder
        A folder on the shared disk for the files of the shuffle; removed in the end.
    manifest
        On the shared disk; all that stands in it was committed.
    """
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    shuffle = _Shuffle(crew, export.ensure_folder(folder), manifest)
    found = merge(*map(read_lines, shuffle.events()), key=itemgetter(0))
    for _, row in found:
        yield EventRow(*row)
    shutil.rmtree(folder, ignore_errors=True)


class _Shuffle:
    def __init__(self, crew: Crew, folder: Path, manifest: ManifestReader) -> None:
        self._crew = crew
        self._folder = folder
        self._manifest = manifest
        self._parts = min(_MOST_PARTS, 1 + manifest.count_accounts() // _FEW)

    def events(self) -> list[Path]:
        """Return files of events, each in order."""
        if self._parts == 1:
            return self._run(join_all, "events", [{}])
        every = [{"part": part} for part in range(self._parts)]
        dealt = self._run(deal, "dealt", self._shares())
        near = [{**part, "files": len(dealt)} for part in every]
        self._write_groups(self._run(find_links_of, "links", near))
        regrouped = self._run(regroup, "regrouped", near)
        write_lines(self._folder / "days", self._manifest.days())
        return self._run(join_part, "events", [{**part, "files": len(regrouped)} for part in every])

    def _shares(self) -> list[dict[str, Any]]:
        """Return from which article to which a worker deals."""
        ids = (article_id for article_id, _ in self._manifest.row_counts())
        firsts = ["", *islice(ids, _ARTICLES, None, _ARTICLES), ""]
        return [{"first": first, "end": end} for first, end in pairwise(firsts)]

    def _write_groups(self, links: list[Path]) -> None:
        """Write the group of each voice that is linked to another, for whoever has the voice."""
        forest = Forest()
        for path in links:
            for one, other in read_lines(path):
                forest.join(one, other)
        groups: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for name, root in forest.pairs():
            groups[part_of(name, {"parts": self._parts})].append((name, root))
        for part in range(self._parts):
            write_lines(self._folder / f"groups-{part}", groups[part])

    def _run(
        self, work: Callable[[str], str], step: str, orders: list[dict[str, Any]]
    ) -> list[Path]:
        """Let the workers make a file of each order."""
        targets = [self._folder / f"{step}-{number}" for number in range(len(orders))]
        shared = {
            "manifest": str(self._manifest.path.absolute()),
            "folder": str(self._folder),
            "parts": self._parts,
        }
        said = zip(targets, orders, strict=True)
        self._crew.run_all(
            work, {str(path): {**shared, **order, "target": str(path)} for path, order in said}
        )
        return targets
