"""Where a document is set: the countries whose places are preferred, the front lines of a war.

The lines decide between villages of one name where nothing in the text does; they weigh less
than anything that a text says.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.gazetteer.fronts import Front

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from geomap.resolve.cases import Case
    from geomap.resolve.names import Spot

__all__ = ["asked_countries", "bias_of", "find_front", "lies_by_front", "near_front"]

_MIN_SHARE = 0.34  # of the article's places: from here on a country is its theatre
_SEVERAL = 2  # places that show where a text is set
_ALONG = 0.5  # their mean nearness to the front lines
_STEPS = 1  # decimals: the points of a front lie some 30 km apart, so that less is chance


def asked_countries(country_bias: str) -> tuple[str, ...]:
    """Return the codes that a country bias lists; none where it is a word, ``auto`` or ``none``.

    Examples
    --------
    >>> asked_countries("ua, PL"), asked_countries("auto")
    (('UA', 'PL'), ())
    """
    if country_bias in {"auto", "none"}:
        return ()
    return tuple(code.strip().upper() for code in country_bias.split(",") if code.strip())


def bias_of(country_bias: str, cases: Collection[Case]) -> frozenset[str]:
    """Return the countries whose places are preferred (see `resolve_mentions`).

    Where some names are sure, only these say which: an open one would vote for itself.
    """
    if country_bias != "auto":
        return frozenset(asked_countries(country_bias))
    sure = [case for case in cases if case.is_anchor]
    votes = _codes(sure or cases)
    least = _MIN_SHARE * len(votes)
    return frozenset([code for code in set(votes) if votes.count(code) >= least])


def _codes(cases: Iterable[Case]) -> list[str]:
    """Return the codes of the countries of all present answers."""
    return [code for case in cases if case.spot for code in case.spot.codes]


def find_front(bias: frozenset[str], cases: Iterable[Case], *, is_asked: bool) -> Front | None:
    """Return the front lines of the war that a document is about.

    It is if its places are asked for, or if it is set in the country whose front lines they
    are and names all countries at war, a region that is there by the war alone, or places that,
    as they first seem, lie along the lines.
    """
    fronts = [front for front in _fronts() if front.country in bias]
    if not fronts or is_asked:
        return fronts[0] if fronts else None
    named = frozenset(_codes(cases))
    found = frozenset([case.spot.place_id for case in cases if case.spot])
    for front in fronts:
        is_named = front.parties <= named or not front.regions.isdisjoint(found)
        if is_named or _lie_along(front, cases):
            return front
    return None


def _lie_along(front: Front, cases: Iterable[Case]) -> bool:
    """Return whether the settlements of a front's country that cases seem to mean lie along it."""
    spots = {case.spot.place_id: case.spot for case in cases if case.spot}
    found = [
        _nearness(front, spot.lat, spot.lon)
        for spot in spots.values()
        if spot.rank == "settlement" and front.country in spot.codes
    ]
    return len(found) >= _SEVERAL and sum(found) / len(found) >= _ALONG


@cache
def _fronts() -> tuple[Front, ...]:
    return tuple(map(Front.read, lexicon.table("theatres").values()))


def lies_by_front(spot: Spot) -> bool:
    """Return whether a place lies by the front lines of some war in its country."""
    fronts = (front for front in _fronts() if front.country in spot.codes)
    return any(_nearness(front, spot.lat, spot.lon) >= _ALONG for front in fronts)


def near_front(case: Case, front: Front | None) -> dict[int, float]:
    """Return how near the settlements that a name may mean as well as any lie to the front.

    Only those of the class of the best so far count: a village officially called so does not
    give way to one that somebody spelled so.
    """
    if front is None or case.best is None:
        return {}
    candidates, country = case.name.candidates, front.country
    match = case.candidate(case.best).match
    return {
        index: _nearness(front, spot.lat, spot.lon)
        for index, (number, spot) in enumerate(zip(case.numbers, case.spots, strict=True))
        if spot.rank == "settlement" and country in spot.codes and candidates[number].match == match
    }


@lru_cache(maxsize=16_384)
def _nearness(front: Front, lat: float, lon: float) -> float:
    """Return how near a point lies to the front lines, in steps; articles name places again."""
    return round(front.nearness(lat, lon), _STEPS)
