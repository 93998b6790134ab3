"""Accounts → events: links between accounts near in time and space, joined by their average.

Accounts come in the order of their days, and an event is let go as soon as no later account
can belong to it, so that an archive of any length needs the memory of a few days. Within
them, only accounts of the same cells are compared: a degree grid, or the region.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import combinations, combinations_with_replacement, groupby, product
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.events.matching import Match, Rules, meet, rules, weigh
from geomap.events.voices import Scene, Voice, scene_of, signature_of, voice_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geomap.events.accounts import Account

    Part = tuple[Voice, list[Account]]
    Relate = Callable[[Voice, Voice], Match | None]

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
_CELL_DEGREES = 1.0  # a neighbour cell reaches beyond `named_km`, up to 65 degrees north


class Event(NamedTuple):
    """What happened, as one or more articles tell it."""

    accounts: tuple[Account, ...]
    """In the order of their ids."""
    score: float
    """What on average speaks for two of its accounts being of one event; 0 for a single one."""
    reasons: tuple[str, ...]
    """The rules that held for at least one pair, most frequent first."""


@dataclass
class _Open:
    """The accounts that a later one may still join, as voices, and the links between these."""

    known: Rules
    voices: dict[tuple[Any, ...], Voice] = field(default_factory=dict)
    scenes: dict[tuple[Any, ...], Scene] = field(default_factory=dict)
    cells: dict[str, set[Voice]] = field(default_factory=lambda: defaultdict(set))

    def relate(self, one: Voice, other: Voice) -> Match | None:
        """Return what speaks for two voices telling of one event; ``None`` if they cannot."""
        met = self._meet(one.scene, other.scene)
        return None if met is None else weigh(met, one.detail, other.detail, self.known)

    def _meet(self, one: Scene, other: Scene) -> tuple[str, ...] | None:
        if other not in one.met:
            one.met[other] = other.met[one] = meet(one.account, other.account, self.known)
        return one.met[other]

    def add(self, account: Account) -> None:
        """Take an account in; a voice that is new is compared with those in its cells."""
        own = signature_of(account)
        if own not in self.voices:
            scene = self.scenes.setdefault(scene_of(account), Scene(account))
            scene.voices += 1
            self.voices[own] = voice = Voice(account, scene)
            voice.links |= set(self.linked(voice))
            for other in voice.links:
                other.links.add(voice)
            for cell in _cells_kept(account):
                self.cells[cell].add(voice)
        self.voices[own].members[account.account_id] = account

    def linked(self, voice: Voice) -> Iterator[Voice]:
        """Yield the voices that a new one is linked to."""
        near = {v for cell in _cells_asked(voice.account) for v in self.cells.get(cell, ())}
        for other in near:
            match = self.relate(voice, other)
            if match is not None and match.score >= self.known.threshold:
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
                for event in _join(group, self.relate, self.known):
                    if all(account.end < day for account in event.accounts):
                        self._take(event.accounts)
                        yield name, event

    def forget(self, day: str) -> None:
        """Take out what no account of this day or later can be linked to."""
        over = [voice for voice in self.voices.values() if voice.account.end < day]
        self._take(account for voice in over for account in list(voice.members.values()))

    def _groups(self) -> Iterator[tuple[str, set[Voice]]]:
        """Yield the groups of linked voices, in the order of the least id in each."""
        seen: set[Voice] = set()
        first = {id(voice): min(voice.members) for voice in self.voices.values()}
        for voice in sorted(self.voices.values(), key=lambda voice: first[id(voice)]):
            if voice not in seen:
                group = _group_of(voice)
                seen |= group
                yield first[id(voice)], group

    def _take(self, accounts: Iterable[Account]) -> None:
        for account in accounts:
            voice = self.voices[signature_of(account)]
            del voice.members[account.account_id]
            if not voice.members:
                self._drop(voice)

    def _drop(self, voice: Voice) -> None:
        del self.voices[signature_of(voice.account)]
        voice.scene.voices -= 1
        if not voice.scene.voices:
            self._close(voice.scene)
        for other in voice.links:
            other.links.discard(voice)
        for cell in set(_cells_kept(voice.account)):
            self.cells[cell].discard(voice)
            if not self.cells[cell]:
                del self.cells[cell]

    def _close(self, scene: Scene) -> None:
        """Forget a scene, and leave no circle of references to the garbage collector."""
        del self.scenes[scene_of(scene.account)]
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
    waiting = _Open(known)
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
    waiting = _Open(known or rules())
    for account in accounts:
        waiting.forget(account.first)
        waiting.add(account)
        voice = waiting.voices[signature_of(account)]
        yield from ((voice_name(account), voice_name(other.account)) for other in voice.links)


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


def _join(group: Iterable[Voice], relate: Relate, known: Rules) -> Iterator[Event]:
    """Yield the events of a linked group: the best pair first, as long as the average holds."""
    parts = [(voice, part) for voice in group for part in voice.choirs(known)]
    parts.sort(key=lambda part: part[1][0].account_id)
    clusters = {number: [part] for number, part in enumerate(parts)}
    between = {
        (i, j): _bond_of(parts[i], parts[j], relate) for i, j in combinations(range(len(parts)), 2)
    }
    waiting = [(-bond.worth, pair) for pair, bond in between.items() if bond.holds(known)]
    heapify(waiting)
    while waiting:
        worth, (i, j) = heappop(waiting)
        if (i, j) not in between or between[i, j].worth != -worth:
            continue  # of a cluster that has grown since
        clusters[i] += clusters.pop(j)
        del between[i, j]
        for k in clusters:
            if k != i:
                ours, theirs = (min(i, k), max(i, k)), (min(j, k), max(j, k))
                between[ours] = between[ours].plus(between.pop(theirs))
                if between[ours].holds(known):
                    heappush(waiting, (-between[ours].worth, ours))
    for members in clusters.values():
        yield _to_event(members, relate)


class _Bond(NamedTuple):
    """What speaks for two clusters being one event, over all pairs of their accounts."""

    total: float
    pairs: int
    is_barred: bool

    @property
    def worth(self) -> float:
        """The average over the pairs."""
        return self.total / self.pairs

    def holds(self, known: Rules) -> bool:
        """Return whether the clusters may be one event."""
        return not self.is_barred and self.worth >= known.threshold

    def plus(self, other: _Bond) -> _Bond:
        barred = self.is_barred or other.is_barred
        return _Bond(self.total + other.total, self.pairs + other.pairs, barred)


def _bond_of(one: Part, other: Part, relate: Relate) -> _Bond:
    """Return the bond of two parts; an article that is in both tells them apart."""
    match = relate(one[0], other[0])
    ours, theirs = ({a.cells["article_id"] for a in part} for _, part in (one, other))
    pairs = len(one[1]) * len(other[1])
    if match is None or ours & theirs:
        return _Bond(0.0, pairs, is_barred=True)
    return _Bond(match.score * pairs, pairs, is_barred=False)


def _to_event(parts: list[Part], relate: Relate) -> Event:
    """Return an event with what, over all pairs of its accounts, speaks for it."""
    voices: Counter[Voice] = Counter()
    for voice, part in parts:
        voices[voice] += len(part)
    held: Counter[str] = Counter()
    total, pairs = 0.0, 0
    for (one, n), (other, m) in combinations_with_replacement(voices.items(), 2):
        count = n * (n - 1) // 2 if one is other else n * m
        match = relate(one, other) if count else None
        if match is not None:
            total, pairs = total + match.score * count, pairs + count
            for rule in match.reasons:
                held[rule] += count
    members = sorted((a for _, part in parts for a in part), key=lambda a: a.account_id)
    reasons = tuple(sorted(held, key=lambda rule: (-held[rule], rule)))
    return Event(tuple(members), round(total / pairs, 2) if pairs else 0.0, reasons)
