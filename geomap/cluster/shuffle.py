"""Events of an archive, found by many workers: a shuffle by days and cells, then one by links.

First, accounts that may be of one event meet: each goes to the parts of its days and cells, in
which a worker finds the links. Then accounts that are linked, over however many others, meet:
each goes to the part of its group, in which a worker finds the events. These come back in the
order in which one pass over the whole would have found them, so that they are the same.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from contextlib import ExitStack
from heapq import merge
from itertools import chain, islice
from typing import TYPE_CHECKING
from zlib import crc32

from geomap import export
from geomap.cluster.parts import find_links_of, join_part, read_lines, write_lines
from geomap.events import Account, Event, cells_of, find_events, may_join, voice_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from geomap.cluster.crew import Crew

__all__ = ["find_events_on"]

_FEW = 5_000  # accounts that are joined here before a worker would be told of them; of a part
_MOST_PARTS = 200  # files that are open at once
_DAYS = 30  # that go to one part with their cell
_BLOCK = 8  # degrees of a cell


def find_events_on(crew: Crew, folder: Path, accounts: Iterable[Account]) -> Iterator[Event]:
    """Yield what `events.find_events` does, found by the workers of a crew.

    Parameters
    ----------
    crew
        The workers.
    folder
        A folder on the shared disk for the files of the shuffle; removed in the end.
    accounts
        Sorted by their first day.
    """
    source = iter(accounts)
    few = list(islice(source, _FEW))
    if len(few) < _FEW:
        yield from find_events(few)
        return
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    shuffle = _Shuffle(crew, export.ensure_folder(folder), chain(few, source))
    found = merge(*map(read_lines, shuffle.events()), key=lambda line: line[0])
    for _, (members, score, reasons) in found:
        yield Event(tuple(map(Account.from_json, members)), score, tuple(reasons))
    shutil.rmtree(folder, ignore_errors=True)


class _Shuffle:
    """The accounts, written down, and the parts they go to."""

    def __init__(self, crew: Crew, folder: Path, accounts: Iterable[Account]) -> None:
        self._crew = crew
        self._folder = folder
        self._count = 0
        self._all = folder / "accounts.jsonl"
        self._days = folder / "days.jsonl"
        days: dict[str, None] = {}

        def counted() -> Iterator[Account]:
            for account in accounts:
                self._count += 1
                days[account.first] = None
                yield account

        write_lines(self._all, counted())
        write_lines(self._days, [list(days)])

    def events(self) -> list[Path]:
        """Return files with the events of groups."""
        groups = self._groups()

        def part_of(account: Account) -> set[str]:
            name = _name_of(account)
            return {groups.get(name, name)}

        return self._run(join_part, "events", self._part("group", part_of, self._accounts()))

    def _groups(self) -> dict[str, str]:
        """Return the group of each voice that is linked to another."""
        near = self._part("near", _keys_of, self._voices())
        parents: dict[str, str] = {}

        def root(name: str) -> str:
            while (parent := parents.setdefault(name, name)) != name:
                parents[name] = name = parents[parent]
            return name

        for path in self._run(find_links_of, "links", near):
            for one, other in read_lines(path):
                parents[root(one)] = root(other)
        return {name: root(name) for name in parents}

    def _accounts(self) -> Iterator[Account]:
        return map(Account.from_json, read_lines(self._all))

    def _voices(self) -> Iterator[Account]:
        """Yield an account for each voice that may be linked; those of a voice are of one day."""
        day, seen = "", set[str]()
        for account in filter(may_join, self._accounts()):
            if account.first != day:
                day, seen = account.first, set()
            name = voice_name(account)
            if name not in seen:
                seen.add(name)
                yield account

    def _part(
        self, name: str, keys_of: Callable[[Account], set[str]], accounts: Iterable[Account]
    ) -> list[Path]:
        """Write accounts to the parts of their keys, in the order in which they come."""
        number = min(_MOST_PARTS, 1 + self._count // _FEW)
        paths = [self._folder / f"{name}-{part:03}.jsonl" for part in range(number)]
        with ExitStack() as stack:
            streams = [stack.enter_context(export.open_output(path)) for path in paths]
            for account in accounts:
                line = f"{json.dumps(account)}\n".encode()
                for part in {_digest(key) % number for key in keys_of(account)}:
                    streams[part].write(line)
        return paths

    def _run(self, work: Callable[[str], str], name: str, sources: list[Path]) -> list[Path]:
        """Let the workers make a file of each of these."""
        targets = [self._folder / f"{name}-{part:03}.jsonl" for part in range(len(sources))]
        self._crew.run_all(
            work,
            {
                target: {"source": str(source), "target": str(target), "days": str(self._days)}
                for source, target in zip(sources, targets, strict=True)
            },
        )
        return targets


def _digest(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass"))  # as Python's own hash differs by process


def _name_of(account: Account) -> str:
    return voice_name(account) if may_join(account) else account.account_id


def _keys_of(account: Account) -> set[str]:
    """Return the parts in which an account meets all that it may be of one event with."""
    kept, asked = cells_of(account)
    cells = set(map(_coarsened, kept | asked))
    first, last = (dt.date.fromisoformat(day).toordinal() for day in (account.first, account.end))
    return {f"{days} {cell}" for days in range(first // _DAYS, last // _DAYS + 1) for cell in cells}


def _coarsened(cell: str) -> str:
    """Return the larger cell that holds a cell; coarse accounts meet fine ones in their region."""
    kind, *rest = cell.split(" ")
    if kind == "cell":
        return "cell " + " ".join(str(int(number) // _BLOCK) for number in rest)
    return cell.replace("in ", "region ", 1) if kind == "in" else cell
