"""Accounts → events: links between accounts near in time and space, joined by their average.

Accounts come in the order of their days, and an event is let go as soon as no later account
can belong to it, so that an archive of any length needs the memory of a few days. Within
them, only accounts of the same cells are compared: a degree grid, or the region.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import combinations, groupby, product
from typing import TYPE_CHECKING, NamedTuple

from geomap.events.matching import Match, Rules, compare, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geomap.events.accounts import Account

__all__ = ["Event", "find_events"]

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
    """The accounts that a later one may still join, and the links between them."""

    known: Rules
    accounts: dict[str, Account] = field(default_factory=dict)
    cells: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    links: dict[str, dict[str, Match]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, account: Account) -> None:
        """Compare an account with those in its cells and keep it."""
        near = {name for cell in _cells_asked(account) for name in self.cells.get(cell, ())}
        for name in sorted(near):
            match = compare(account, self.accounts[name], self.known)
            if match is not None and match.score >= self.known.threshold:
                self.links[account.account_id][name] = match
                self.links[name][account.account_id] = match
        self.accounts[account.account_id] = account
        for cell in _cells_kept(account):
            self.cells[cell].add(account.account_id)

    def let_go(self, day: str) -> Iterator[Event]:
        """Take out, and yield, the events that no account of this day or later can join.

        Where a town is shelled every night, each night is linked to the next; such a chain
        is cut into its events before its end is seen.
        """
        seen: set[str] = set()
        for name in sorted(self.accounts):
            if name in seen:
                continue
            group = self._group_of(name)
            seen |= group
            members = [self.accounts[member] for member in sorted(group)]
            is_over = all(account.end < day for account in members)
            if is_over or _days_between(min(a.first for a in members), day) > _LONGEST_CHAIN:
                for event in _join(members, self.known):
                    if all(account.end < day for account in event.accounts):
                        self._take(event.accounts)
                        yield event

    def _group_of(self, name: str) -> set[str]:
        group, waiting = {name}, [name]
        while waiting:
            for linked in self.links.get(waiting.pop(), ()):
                if linked not in group:
                    group.add(linked)
                    waiting.append(linked)
        return group

    def _take(self, accounts: Iterable[Account]) -> None:
        for account in accounts:
            name = account.account_id
            del self.accounts[name]
            for linked in self.links.pop(name, {}):
                self.links[linked].pop(name, None)
            for cell in _cells_kept(account):
                self.cells[cell].discard(name)
                if not self.cells[cell]:
                    del self.cells[cell]


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
    known = known or rules()
    waiting = _Open(known)
    for day, of_day in groupby(accounts, key=lambda account: account.first):
        yield from waiting.let_go(day)
        for account in sorted(of_day, key=lambda account: account.account_id):
            if _is_of_one_time(account, known) and account.spots:
                waiting.add(account)
            else:
                yield Event((account,), 0.0, ())
    yield from waiting.let_go(dt.date.max.isoformat())


def _days_between(first: str, day: str) -> int:
    return (dt.date.fromisoformat(day) - dt.date.fromisoformat(first)).days if day else 0


def _is_of_one_time(account: Account, known: Rules) -> bool:
    days = account.days
    return days is not None and days[1] - days[0] <= dt.timedelta(days=known.most_days)


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


def _join(group: list[Account], known: Rules) -> Iterator[Event]:
    """Yield the events of a linked group: the best pair first, as long as the average holds."""
    clusters = {number: [account] for number, account in enumerate(group)}
    between = {
        (i, j): _Bond.of(compare(group[i], group[j], known))
        for i, j in combinations(range(len(group)), 2)
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
        yield _to_event(members, known)


class _Bond(NamedTuple):
    """What speaks for two clusters being one event, over all pairs of their accounts."""

    total: float
    pairs: int
    is_barred: bool

    @classmethod
    def of(cls, match: Match | None) -> _Bond:
        return cls(0.0 if match is None else match.score, 1, match is None)

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


def _to_event(members: list[Account], known: Rules) -> Event:
    members = sorted(members, key=lambda account: account.account_id)
    matches = [m for a, b in combinations(members, 2) if (m := compare(a, b, known)) is not None]
    held: dict[str, int] = {}
    for match in matches:
        for rule in match.reasons:
            held[rule] = held.get(rule, 0) + 1
    reasons = tuple(sorted(held, key=lambda rule: (-held[rule], rule)))
    score = sum(match.score for match in matches) / len(matches) if matches else 0.0
    return Event(tuple(members), round(score, 2), reasons)
