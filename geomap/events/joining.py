"""Linked voices → events: the best pair is joined first, as long as the average holds.

All pairs of a group are weighed up to some hundred parts. Of more, as of one town on one day,
the most alike are joined in blocks first, then what came of these; clusters of many voices are
weighed by an even sample. What tells two events apart, a veto or one article, is never sampled.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import combinations, combinations_with_replacement, product
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geomap.events.accounts import Account
    from geomap.events.matching import Rules
    from geomap.events.voices import Judge, Scene, Voice

    Part = tuple[Voice, list[Account]]

Row = TypeVar("Row")

__all__ = ["Event", "join"]

_MOST_JOINED = 200  # clusters of which all pairs are weighed
_BLOCK = 50  # clusters that are joined at a time where there are more
_MOST_SAMPLED = 6  # voices that stand for a cluster of more
_MOST_TOLD = 60  # voices of an event whose pairs give its score and its reasons
_LEAST_JOINED = 0.1  # share of the clusters that a round of blocks must save for another


class Event(NamedTuple):
    """What happened, as one or more articles tell it."""

    accounts: tuple[Account, ...]
    """In the order of their ids."""
    score: float
    """What on average speaks for two of its accounts being of one event; 0 for a single one."""
    reasons: tuple[str, ...]
    """The rules that held for at least one pair, most frequent first."""


@dataclass(frozen=True)
class _Cluster:
    """Parts of voices that are taken for one event."""

    parts: tuple[Part, ...]

    @cached_property
    def size(self) -> int:
        """How many accounts it has."""
        return sum(len(part) for _, part in self.parts)

    @cached_property
    def articles(self) -> frozenset[str]:
        """The articles of its accounts."""
        return frozenset(a.cells["article_id"] for _, part in self.parts for a in part)

    @cached_property
    def scenes(self) -> frozenset[Scene]:
        """The scenes of its voices."""
        return frozenset(voice.scene for voice, _ in self.parts)

    @cached_property
    def sample(self) -> tuple[Part, ...]:
        """The parts that stand for it."""
        return tuple(_sampled(self.parts, _MOST_SAMPLED))

    @property
    def likeness(self) -> tuple[Any, ...]:
        """What sorts clusters so that those alike are neighbours."""
        voice, part = self.parts[0]
        detail, account = voice.detail, voice.account
        place = (account.types[0], account.spots[0].place_id, account.first, account.end)
        numbers = [number or 0.0 for number in (*detail.people, *detail.things)]
        return place, [word or "" for word in detail.words], numbers, part[0].account_id


def join(group: Iterable[Voice], judge: Judge) -> Iterator[Event]:
    """Yield the events of a linked group of voices."""
    parts = [(voice, part) for voice in group for part in voice.choirs(judge.known)]
    parts.sort(key=lambda part: part[1][0].account_id)
    for cluster in _join([_Cluster((part,)) for part in parts], judge):
        yield _to_event(cluster, judge)


def _join(clusters: list[_Cluster], judge: Judge) -> list[_Cluster]:
    """Return the clusters with those joined that are one event."""
    if len(clusters) <= _MOST_JOINED:
        return _join_pairs(clusters, judge)
    alike = sorted(clusters, key=lambda cluster: cluster.likeness)
    blocks = (alike[at : at + _BLOCK] for at in range(0, len(alike), _BLOCK))
    joined = [cluster for block in blocks for cluster in _join_pairs(block, judge)]
    has_gained = len(clusters) - len(joined) >= _LEAST_JOINED * len(clusters)
    return _join(joined, judge) if has_gained else joined


def _join_pairs(clusters: Sequence[_Cluster], judge: Judge) -> list[_Cluster]:
    found = dict(enumerate(clusters))
    between = {
        (i, j): _bond_of(found[i], found[j], judge) for i, j in combinations(range(len(found)), 2)
    }
    waiting = [(-bond.worth, pair) for pair, bond in between.items() if bond.holds(judge.known)]
    heapify(waiting)
    while waiting:
        worth, (i, j) = heappop(waiting)
        if (i, j) not in between or between[i, j].worth != -worth:
            continue  # of a cluster that has grown since
        found[i] = _Cluster((*found[i].parts, *found.pop(j).parts))
        del between[i, j]
        for k in found:
            if k != i:
                ours, theirs = (min(i, k), max(i, k)), (min(j, k), max(j, k))
                between[ours] = between[ours].plus(between.pop(theirs))
                if between[ours].holds(judge.known):
                    heappush(waiting, (-between[ours].worth, ours))
    return list(found.values())


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


def _bond_of(one: _Cluster, other: _Cluster, judge: Judge) -> _Bond:
    """Return the bond of two clusters; an article that is in both tells them apart."""
    pairs = one.size * other.size
    scenes = product(one.scenes, other.scenes)
    is_met = all(judge.meet(*pair) is not None for pair in scenes)
    if not is_met or not one.articles.isdisjoint(other.articles):
        return _Bond(0.0, pairs, is_barred=True)
    total, weight = 0.0, 0
    for (mine, part), (yours, others) in product(one.sample, other.sample):
        match, count = judge.relate(mine, yours), len(part) * len(others)
        if match is not None:
            total, weight = total + match.score * count, weight + count
    return _Bond(total / weight * pairs, pairs, is_barred=False)


def _to_event(cluster: _Cluster, judge: Judge) -> Event:
    """Return an event with what, over the pairs of its accounts, speaks for it."""
    if cluster.size == 1:
        return Event((cluster.parts[0][1][0],), 0.0, ())
    voices: Counter[Voice] = Counter()
    for voice, part in cluster.parts:
        voices[voice] += len(part)
    held: Counter[str] = Counter()
    total, pairs = 0.0, 0
    told = _sampled([*voices.items()], _MOST_TOLD)
    for (one, n), (other, m) in combinations_with_replacement(told, 2):
        count = n * (n - 1) // 2 if one is other else n * m
        match = judge.relate(one, other) if count else None
        if match is not None:
            total, pairs = total + match.score * count, pairs + count
            for rule in match.reasons:
                held[rule] += count
    members = sorted((a for _, part in cluster.parts for a in part), key=lambda a: a.account_id)
    reasons = tuple(sorted(held, key=lambda rule: (-held[rule], rule)))
    return Event(tuple(members), round(total / pairs, 2) if pairs else 0.0, reasons)


def _sampled(rows: Sequence[Row], most: int) -> Sequence[Row]:
    """Return rows, or so many of them, spread evenly."""
    if len(rows) <= most:
        return rows
    return [rows[at * len(rows) // most] for at in range(most)]
