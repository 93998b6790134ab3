"""Accounts → groups: links between accounts near in time and space; a group is cut into events.

Accounts come in the order of their days, and an event is let go as soon as no later account
can belong to it, so that an archive of any length needs the memory of a few days. Within
them, only accounts of the same cells are compared: a degree grid, or the region. A new
account is linked to a few of those alike, which are linked to the others.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, groupby, islice, product
from typing import TYPE_CHECKING, Any

from geomap.events.joining import Event, join
from geomap.events.matching import Rules, lacking, rules
from geomap.events.voices import Judge, Scene, Voice, signature_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geomap.events.accounts import Account
    from geomap.events.voices import Chorus

__all__ = [
    "Event",
    "Link",
    "Order",
    "cells_of",
    "find_events",
    "find_in_order",
    "find_links",
    "may_join",
]

Link = tuple[str, str]
"""The names of two voices."""
Order = tuple[int, int, str, int]
"""On which day an event was let go, whether its account could join no other, its place there."""

_LONGEST_CHAIN = 10  # days after which linked accounts are cut into their events
_MOST_ASKED = 300  # scenes of a cell that a new one is compared with: the last
_MOST_LINKS = 60  # of a voice to the voices of one scene, spread evenly over its choruses
_LEAST_LINKS = 2  # of these to one chorus
_CELL_DEGREES = 1.0  # a neighbour cell reaches beyond `named_km`, up to 65 degrees north


@dataclass
class _Open:
    """The accounts that a later one may still join, as voices, and the links between these."""

    judge: Judge
    voices: dict[tuple[Any, ...], Voice] = field(default_factory=dict)
    scenes: dict[tuple[Any, ...], Scene] = field(default_factory=dict)
    cells: dict[str, dict[Scene, None]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, account: Account) -> Voice:
        """Take an account in, and return its voice; a new one is compared with those near it."""
        own = signature_of(account)
        if own not in self.voices:
            self.voices[own] = voice = Voice(account, self._open(own[0], account))
            voice.links |= set(self._linked(voice))
            for other in voice.links:
                other.links.add(voice)
            voice.scene.add(voice)
        self.voices[own].members[account.account_id] = account
        return self.voices[own]

    def _open(self, name: tuple[Any, ...], account: Account) -> Scene:
        """Return the scene of an account; one that is new meets those of its cells."""
        if name not in self.scenes:
            families = self.judge.known.families_of(account.types[0])
            self.scenes[name] = scene = Scene(account, families, frozenset(_cells_kept(account)))
            for cell in scene.cells:
                self.cells[cell][scene] = None
            found = (reversed(self.cells.get(cell, {})) for cell in _cells_asked(account))
            near = chain.from_iterable(islice(others, _MOST_ASKED) for others in found)
            for other in dict.fromkeys(near):
                if not families.isdisjoint(other.families):  # most are: none is introduced
                    self.judge.introduce(scene, other)
        return self.scenes[name]

    def _linked(self, voice: Voice) -> Iterator[Voice]:
        """Yield voices that a new one is linked to, of each chorus the last that are."""
        mine, known = voice.detail.words, self.judge.known
        near = ((scene, met) for scene, met in voice.scene.met.items() if met is not None)
        for scene, met in near:
            most = max(_LEAST_LINKS, _MOST_LINKS // (len(scene.choruses) or 1))
            for words, chorus in scene.choruses.items():
                lack = lacking(met, mine, words, known)
                yield from islice(self._linked_in(chorus, voice, lack), most)

    def _linked_in(self, chorus: Chorus, voice: Voice, lack: float) -> Iterator[Voice]:
        """Yield the voices of a chorus that one is linked to; where it must, by a number."""
        if lack == math.inf:
            return
        for other in chorus.with_number_of(voice) if lack > 0 else reversed(chorus.voices):
            match = self.judge.relate(voice, other)
            if match is not None and match.score >= self.judge.known.threshold:
                yield other

    def let_go(self, day: str) -> Iterator[tuple[str, Event]]:
        """Take out, and yield, the events that no account of this day or later can join.

        Each comes with the least id of the group that it was in. Where a town is shelled every
        night, each night is linked to the next; such a chain is cut into its events before its
        end is seen.
        """
        for name, group in list(self._groups()):
            first = min(voice.account.first for voice in group)
            is_over = all(voice.account.end < day for voice in group)
            if is_over or _days_between(first, day) > _LONGEST_CHAIN:
                for event in join(group, self.judge):
                    if all(account.end < day for account in event.accounts):
                        self._take(event.accounts)
                        yield name, event

    def forget(self, day: str) -> None:
        """Take out what no account of this day or later can be linked to."""
        for voice in [voice for voice in self.voices.values() if voice.account.end < day]:
            self._drop(voice)

    def _groups(self) -> Iterator[tuple[str, set[Voice]]]:
        """Yield the groups of linked voices, in the order of the least id in each."""
        seen: set[Voice] = set()
        first = {voice: min(voice.members) for voice in self.voices.values()}
        for voice in sorted(first, key=first.__getitem__):
            if voice not in seen:
                group = _group_of(voice)
                seen |= group
                yield first[voice], group

    def _take(self, accounts: Iterable[Account]) -> None:
        for account in accounts:
            voice = self.voices[signature_of(account)]
            del voice.members[account.account_id]
            if not voice.members:
                self._drop(voice)

    def _drop(self, voice: Voice) -> None:
        del self.voices[voice.signature]
        for other in voice.links:
            other.links.discard(voice)
        voice.scene.drop(voice)
        if not voice.scene.choruses:
            self._close(voice.scene)

    def _close(self, scene: Scene) -> None:
        """Forget a scene, and leave no circle of references to the garbage collector."""
        del self.scenes[scene.name]
        for cell in scene.cells:
            del self.cells[cell][scene]
            if not self.cells[cell]:
                del self.cells[cell]
        for other in scene.met.keys() - {scene}:
            del other.met[scene]
        scene.met.clear()


def find_events(accounts: Iterable[Account], known: Rules | None = None) -> Iterator[Event]:
    """Yield the events that accounts tell of; every account is in one.

    Parameters
    ----------
    accounts
        Sorted by ``first``; within a day in any order, which does not matter.
    known
        The rules; those of the lexicon if none are given.

    Examples
    --------
    >>> list(find_events(()))
    []
    """
    for _, event in find_in_order(accounts, known=known):
        yield event


def find_in_order(
    accounts: Iterable[Account], days: Iterable[str] | None = None, known: Rules | None = None
) -> Iterator[tuple[Order, Event]]:
    """Yield the events of a part of an archive, each with its order in the whole.

    A part holds, with an account, all that are linked to it, over however many others.

    Parameters
    ----------
    accounts
        As of `find_events`.
    days
        The days on which any account of the whole begins, sorted; those of the accounts if
        they are the whole.
    known
        As of `find_events`.
    """
    known = known or rules()
    waiting = _Open(Judge(known))
    number = 0
    for number, (day, of_day) in enumerate(_by_day(accounts, days), start=1):
        for place, (name, event) in enumerate(waiting.let_go(day)):
            yield (number, 0, name, place), event
        for account in sorted(of_day, key=lambda account: account.account_id):
            if may_join(account, known):
                waiting.add(account)
            else:
                yield (number, 1, account.account_id, 0), Event((account,), 0.0, ())
    for place, (name, event) in enumerate(waiting.let_go(dt.date.max.isoformat())):
        yield (number + 1, 0, name, place), event


def find_links(accounts: Iterable[Account], known: Rules | None = None) -> Iterator[Link]:
    """Yield the links between voices.

    Parameters
    ----------
    accounts
        One of each voice that `may_join` another, sorted by ``first``.
    known
        As of `find_events`.
    """
    waiting = _Open(Judge(known or rules()))
    for account in accounts:
        waiting.forget(account.first)
        voice = waiting.add(account)
        yield from ((voice.name, other.name) for other in voice.links)


def cells_of(account: Account) -> tuple[set[str], set[str]]:
    """Return the cells in which an account is found, and those in which it finds others."""
    return set(_cells_kept(account)), set(_cells_asked(account))


def _by_day(
    accounts: Iterable[Account], days: Iterable[str] | None
) -> Iterator[tuple[str, list[Account]]]:
    """Yield the accounts of each day, also of those on which none begins."""
    found = ((day, list(group)) for day, group in groupby(accounts, key=lambda a: a.first))
    if days is None:
        yield from found
        return
    following = next(found, None)
    for day in days:
        if following is not None and following[0] == day:
            yield following
            following = next(found, None)
        else:
            yield day, []


def _group_of(voice: Voice) -> set[Voice]:
    group, waiting = {voice}, [voice]
    while waiting:
        more = waiting.pop().links - group
        group |= more
        waiting += more
    return group


def _days_between(first: str, day: str) -> int:
    return (dt.date.fromisoformat(day) - dt.date.fromisoformat(first)).days if day else 0


def may_join(account: Account, known: Rules | None = None) -> bool:
    """Return whether an account may be of one event with another: it has a time and a place."""
    days, known = account.days, known or rules()
    is_of_one_time = days is not None and days[1] - days[0] <= dt.timedelta(days=known.most_days)
    return is_of_one_time and bool(account.spots)


def _cells_kept(account: Account) -> Iterator[str]:
    """Yield the cells in which an account is found."""
    return _cells(account, coarse="region", fine="in", steps=(0,))


def _cells_asked(account: Account) -> Iterator[str]:
    """Yield the cells in which an account may have its like: coarse ones ask for fine ones."""
    return _cells(account, coarse="in", fine="region", steps=(-1, 0, 1))


def _cells(account: Account, *, coarse: str, fine: str, steps: tuple[int, ...]) -> Iterator[str]:
    for spot in account.spots:
        yield f"place {spot.place_id}"
        region = spot.cells["admin1_code"]
        if region:
            yield f"{coarse if spot.is_coarse else fine} {region}"
        if not spot.is_coarse:
            x, y = _cell_of(spot.lon, spot.lat)
            yield from (f"cell {x + i} {y + j}" for i, j in product(steps, repeat=2))


def _cell_of(lon: float | None, lat: float | None) -> tuple[int, int]:
    return math.floor((lon or 0.0) / _CELL_DEGREES), math.floor((lat or 0.0) / _CELL_DEGREES)
