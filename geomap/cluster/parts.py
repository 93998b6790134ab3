"""What a worker does in a shuffle: accounts from the manifest, dealt, linked and joined.

Each reads files of the step before and writes one, whole or not at all; an order says which.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from geomap.cluster.sections import read_lines, read_section, write_lines, write_sections
from geomap.cluster.work import obey
from geomap.corpus.reading import ManifestReader
from geomap.events import (
    Account,
    cells_of,
    find_in_order,
    find_links,
    may_join,
    to_event_row,
    voice_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Said = dict[str, Any]

__all__ = ["Forest", "deal", "find_links_of", "join_all", "join_part", "part_of", "regroup"]

_DAYS = 30  # that go to one part with their cell
_BLOCK = 8  # degrees of a cell


class Forest:
    """Names in groups, each of which is known by one of them."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        """Put the groups of two names together."""
        self._parents[self.root(one)] = self.root(other)

    def root(self, name: str) -> str:
        """Return the name by which the group of a name is known."""
        parents = self._parents
        while (parent := parents.setdefault(name, name)) != name:
            parents[name] = name = parents[parent]
        return name

    def pairs(self) -> list[tuple[str, str]]:
        """Return each name with that of its group."""
        return [(name, self.root(name)) for name in self._parents]


def deal(order: str) -> str:
    """Write the accounts of some articles: where they meet others, and where their voice is."""

    def work(said: Said) -> None:
        sections: dict[str, list[bytes]] = defaultdict(list)
        voices: set[str] = set()
        with ManifestReader(Path(said["manifest"])) as manifest:
            for account in manifest.accounts_of(said["first"], said["end"]):
                name = _name_of(account)
                line = f"{json.dumps(account)}\n".encode()
                sections[f"home {part_of(name, said)}"].append(line)
                if may_join(account) and name not in voices:  # one of a voice stands for all
                    voices.add(name)
                    for part in {part_of(key, said) for key in keys_of(account)}:
                        sections[f"near {part}"].append(line)
        write_sections(Path(said["target"]), sections)

    return obey(order, work)


def find_links_of(order: str) -> str:
    """Write which voices of a part are linked, over however many others."""

    def work(said: Said) -> None:
        accounts = sorted(_read("dealt", "near", said), key=attrgetter("first"))
        voices = {voice_name(account): account for account in accounts}
        forest = Forest()
        for one, other in find_links(voices.values()):
            forest.join(one, other)
        write_lines(Path(said["target"]), forest.pairs())

    return obey(order, work)


def regroup(order: str) -> str:
    """Write the accounts of the voices of a part to the parts of their groups."""

    def work(said: Said) -> None:
        groups = dict(read_lines(Path(said["folder"], f"groups-{said['part']}")))
        sections: dict[str, list[bytes]] = defaultdict(list)
        for account in _read("dealt", "home", said):
            name = _name_of(account)
            line = f"{json.dumps(account)}\n".encode()
            sections[f"group {part_of(groups.get(name, name), said)}"].append(line)
        write_sections(Path(said["target"]), sections)

    return obey(order, work)


def join_part(order: str) -> str:
    """Write the events of a part, each with its order in the whole."""

    def work(said: Said) -> None:
        days = read_lines(Path(said["folder"], "days"))
        accounts = sorted(_read("regrouped", "group", said), key=attrgetter("first"))
        _write_events(said, accounts, days)

    return obey(order, work)


def join_all(order: str) -> str:
    """Write the events of the whole, where that is small."""

    def work(said: Said) -> None:
        with ManifestReader(Path(said["manifest"])) as manifest:
            _write_events(said, manifest.accounts())

    return obey(order, work)


def _write_events(
    said: Said, accounts: Iterable[Account], days: Iterable[str] | None = None
) -> None:
    found = find_in_order(accounts, days)
    write_lines(Path(said["target"]), ((order, to_event_row(event)) for order, event in found))


def _read(step: str, section: str, said: Said) -> Iterator[Account]:
    """Yield the accounts of a section of all files that a step has written."""
    for number in range(said["files"]):
        path = Path(said["folder"], f"{step}-{number}")
        lines = read_section(path, f"{section} {said['part']}")
        yield from map(Account.from_json, map(json.loads, lines))


def part_of(key: str, said: Said) -> int:
    """Return the part of a key, the same in every process."""
    return crc32(key.encode("utf-8", "surrogatepass")) % int(said["parts"])


def _name_of(account: Account) -> str:
    return voice_name(account) if may_join(account) else account.account_id


def keys_of(account: Account) -> set[str]:
    """Return keys of which an account shares one with all that it may be of one event with."""
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
