"""Where a document is set: the countries whose places are preferred, the front lines of a war.

The lines decide between villages of one name where nothing in the text does; they weigh less
than anything that a text says.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.gazetteer.fronts import Front

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from geomap.resolve.cases import Case

__all__ = ["bias_of", "find_front", "near_front"]

_MIN_SHARE = 0.34  # of the article's places: from here on a country is its theatre
_STEPS = 1  # decimals: the points of a front lie some 30 km apart, so that less is chance


def bias_of(country_bias: str, cases: Collection[Case]) -> frozenset[str]:
    """Return the countries whose places are preferred (see `resolve_mentions`).

    Where some names are sure, only these say which: an open one would vote for itself.
    """
    if country_bias == "none":
        return frozenset()
    if country_bias != "auto":
        return frozenset(code.strip().upper() for code in country_bias.split(",") if code.strip())
    sure = [case for case in cases if case.is_anchor]
    votes = Counter(_codes(sure or cases))
    total = sum(votes.values())
    return frozenset(code for code, count in votes.items() if count >= _MIN_SHARE * total)


def _codes(cases: Iterable[Case]) -> list[str]:
    """Return the codes of the countries of all present answers."""
    answers = [case.spots[case.best] for case in cases if case.best is not None]
    return [code for spot in answers for code in spot.codes]


def find_front(bias: frozenset[str], cases: Iterable[Case], *, is_asked: bool) -> Front | None:
    """Return the front lines of the war that a document is about.

    It is if its places are asked for, or if it names all countries at war and is set in the
    one whose front lines they are.
    """
    fronts = [front for front in _fronts() if front.country in bias]
    if not fronts or is_asked:
        return fronts[0] if fronts else None
    named = frozenset(_codes(cases))
    return next((front for front in fronts if front.parties <= named), None)


@cache
def _fronts() -> tuple[Front, ...]:
    return tuple(map(Front.read, lexicon.table("theatres").values()))


def near_front(case: Case, front: Front | None) -> dict[int, float]:
    """Return how near the settlements that a name may mean as well as any lie to the front.

    Only those of the class of the best so far count: a village officially called so does not
    give way to one that somebody spelled so.
    """
    if front is None or case.best is None:
        return {}
    match = case.candidate(case.best).match
    return {
        number: _nearness(front, spot.lat, spot.lon)
        for number, spot in enumerate(case.spots)
        if spot.rank == "settlement"
        and front.country in spot.codes
        and case.candidate(number).match == match
    }


@lru_cache(maxsize=16_384)
def _nearness(front: Front, lat: float, lon: float) -> float:
    """Return how near a point lies to the front lines, in steps; articles name places again."""
    return round(front.nearness(lat, lon), _STEPS)
