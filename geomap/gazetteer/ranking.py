"""In which order the places stand that a name may mean: the one rule of lookups and geocoder.

What a name says for its place and what the place is worth by itself decide; a name of the
past stands behind the places that bear it today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.names import likeness
from geomap.gazetteer.schema import SETTLEMENTS, prior
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.records import Candidate

__all__ = ["ALIKE", "STANDING", "is_great_beside", "is_own", "is_rather", "ranked"]

STANDING = 20_000  # people of a town that is meant before what a place abroad was once called
ALIKE = 0.6  # share of common letters of a name and its spellings: Aleksandrovka, Oleksandrivka
_OWN = frozenset({"official", "exonym"})
_ALTERNATE = frozenset({"variant", "inflected"})
_HAMLET = 1_000  # people; a lesser place is not meant before a renamed city
_TIMES = 10  # so many times the people make a place great beside another
_FEWEST = 500  # people of a village of which no number is known, for comparison


def ranked(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates by match and prior, at most as many as the limit.

    One by a former name stands behind those that are rather meant (`is_rather`).
    """
    if len(candidates) > 1:
        candidates.sort(key=_rank_of)
        if "former" in [candidate.match for candidate in candidates]:
            candidates = _pasts_behind(candidates)
        del candidates[LIMITS["candidates"] :]
    return tuple(candidates)


def is_own(candidate: Candidate) -> bool:
    """Return whether a name is the place's own of today, in one spelling or another.

    An alternate that is unlike the own name is not: extracts do not say which are former.
    """
    if candidate.match in _ALTERNATE:
        return likeness(candidate.name, candidate.place.name) >= ALIKE
    return candidate.match in _OWN


def is_rather(bearer: Candidate, past: Candidate) -> bool:
    """Return whether a settlement bears a name today that another place only once bore.

    A hamlet is not meant before a renamed city, nor a place abroad unless it is a town that is
    called exactly so.
    """
    place, other = bearer.place, past.place
    if place.kind not in SETTLEMENTS:
        return False
    if place.country != other.country:
        return place.population >= STANDING and bearer.match == "official"
    is_past = past.match == "former" and place.population >= _HAMLET
    is_great = is_great_beside(other.population, place.population)
    return is_past or not is_great or place.population >= STANDING


def is_great_beside(people: int, others: int) -> bool:
    """Return whether a place is so great that it is meant, whatever else speaks for another.

    Examples
    --------
    >>> is_great_beside(901_645, 8_464), is_great_beside(4_000, 0)
    (True, False)
    """
    return people >= _TIMES * max(others, _FEWEST)


def _pasts_behind(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return sorted candidates, those of the past behind the last that is rather meant."""

    def place_of(number: int) -> float:
        past = candidates[number]
        if past.match != "former":
            return number
        lasts = (
            n + 0.5
            for n in reversed(range(len(candidates)))
            if is_rather(candidates[n], past) and is_own(candidates[n])
        )
        return next(lasts, number)

    return [candidates[n] for n in sorted(range(len(candidates)), key=place_of)]


def _rank_of(candidate: Candidate) -> tuple[float, float, str]:
    """Return what candidates are sorted by: match and prior, then extent, then id."""
    place = candidate.place
    # Of two equals, say states of one name, the larger comes first; of two villages the one
    # whose place is known better.
    size = place.radius_km if place.kind in SETTLEMENTS else -place.radius_km
    return -(candidate.score + prior(place.kind, place.population)), size, place.place_id
