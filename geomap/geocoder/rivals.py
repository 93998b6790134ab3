"""Which of several namesakes is meant.

A name of today goes before a former one, a city before the villages called as it is; the
theatre of a war decides among the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.gazetteer.names import likeness
from geomap.gazetteer.schema import SETTLEMENTS, prior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.records import Candidate

__all__ = ["STANDING", "Ranked", "settle"]

STANDING = 20_000  # people; a lesser place that lies elsewhere than the text says is doubted

_SOUND_PRIOR = 0.3  # what size counts at most for a place found by sound, if one is written so
_ALIKE = 0.6  # share of common letters of a name and its spellings: Aleksandrovka, Oleksandrivka
_TIMES = 10  # a place with so many times the people is meant, wherever the front is
_FEWEST = 500  # people of a village of which no number is known, for comparison
_HAMLET = 1_000  # a lesser place is not meant by the former name of a town ten times as great
_NEXT = 0.01  # so far behind its namesake a place is put
_WRITTEN = frozenset({"official", "variant", "exonym", "inflected"})
_NAMED = SETTLEMENTS | {"district"}  # a unit may go by the bare name of its seat


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate of the answer, what speaks for it, and whether it lies as the text says.

    ``bonus`` is what the theatre adds where nothing stands against it, ``fit`` what the other
    parts of the text say for the place; both but the bonus are in the total.
    """

    total: float
    candidate: Candidate
    is_missed: bool
    bonus: float = 0.0
    fit: float = 0.0


def settle(rows: Sequence[Ranked], *, is_free: bool) -> list[Ranked]:
    """Return rows weighed against each other.

    Parameters
    ----------
    rows
        The places that a name may mean.
    is_free
        Whether no word says that a village, or a place of the theatre's country, is meant.
    """
    bearers = [row for row in rows if _is_own(row.candidate)]
    written = [row for row in rows if row.candidate.match in _WRITTEN]
    rows = [_without_sound(row, written) for row in rows]
    rows = [replace(row, bonus=_bonus(row, bearers) if is_free else row.bonus) for row in rows]
    rows = [replace(row, total=row.total + row.bonus) for row in rows]
    bearers = [row for row in rows if _is_own(row.candidate)]
    return [_behind_bearers(row, bearers) for row in rows]


def _is_own(candidate: Candidate) -> bool:
    """Return whether a name is the place's own of today, in one spelling or another."""
    if candidate.match in {"official", "exonym"}:
        return True
    return candidate.match in _WRITTEN and likeness(candidate.name, candidate.place.name) >= _ALIKE


def _without_sound(row: Ranked, written: Sequence[Ranked]) -> Ranked:
    """Return a row with less for its size if it only sounds so and a place is written so."""
    if row.candidate.match != "skeleton" or not _are_at_home(row, written):
        return row
    place = row.candidate.place
    return replace(
        row, total=row.total - max(0.0, prior(place.kind, place.population) - _SOUND_PRIOR)
    )


def _are_at_home(row: Ranked, others: Sequence[Ranked]) -> bool:
    country = row.candidate.place.country
    near = (other for other in others if other.candidate.place.country == country)
    return any(other.is_missed <= row.is_missed for other in near)


def _bonus(row: Ranked, bearers: Sequence[Ranked]) -> float:
    """Return what the theatre adds: no more than to a greater place of exactly this name."""
    above = (b.bonus for b in bearers if b is not row and _is_above(b, row))
    return min([row.bonus, *above]) if row.bonus else 0.0


def _is_above(bearer: Ranked, row: Ranked) -> bool:
    """Return whether a place is meant before another, whatever the theatre says."""
    place, other = bearer.candidate.place, row.candidate.place
    if bearer.candidate.match != "official" or bearer.is_missed > row.is_missed:
        return False
    if place.kind not in SETTLEMENTS or bearer.total < row.total:
        return False
    if place.country != other.country:
        return place.population >= STANDING
    is_city = place.kind == "city" and other.kind != "city"
    return is_city or place.population >= _TIMES * max(other.population, _FEWEST)


def _behind_bearers(row: Ranked, bearers: Sequence[Ranked]) -> Ranked:
    """Return a row put behind the places that bear its name today, if it is one of the past."""
    is_named = row.candidate.place.kind in _NAMED and row.candidate.match != "skeleton"
    if not is_named or _is_own(row.candidate):
        return row
    if not any(_is_rather(bearer, row) for bearer in bearers):
        return row
    least = (b.total for b in bearers if b.is_missed <= row.is_missed and b.fit + _NEXT >= row.fit)
    return replace(row, total=min(row.total, min(least) - _NEXT))


def _is_rather(bearer: Ranked, row: Ranked) -> bool:
    """Return whether a settlement bears a name today that is only another's former one.

    Not if the text says more for the other, nor a hamlet against a renamed city.
    """
    place, other = bearer.candidate.place, row.candidate.place
    if place.kind not in SETTLEMENTS or bearer.is_missed > row.is_missed:
        return False
    if bearer.fit + _NEXT < row.fit:
        return False
    if place.country != other.country:
        return place.population >= STANDING and bearer.candidate.match == "official"
    is_past = row.candidate.match == "former" and place.population >= _HAMLET
    is_great = other.population >= _TIMES * max(place.population, _FEWEST)
    return is_past or not is_great or place.population >= STANDING
