"""Which of several namesakes is meant.

A name of today goes before a former one, a city before the villages called as it is; the
theatre of a war decides among the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING

from geomap.gazetteer.ranking import STANDING, is_great_beside, is_own, is_rather
from geomap.gazetteer.schema import SETTLEMENTS, prior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.records import Candidate

__all__ = ["STANDING", "Ranked", "settle"]

_SOUND_PRIOR = 0.3  # what size counts at most for a place found by sound, if one is written so
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
    own = [is_own(row.candidate) for row in rows]
    bearers = list(compress(rows, own))
    written = [row for row in rows if row.candidate.match in _WRITTEN]
    rows = [_without_sound(row, written) for row in rows]
    rows = [replace(row, bonus=_bonus(row, bearers) if is_free else row.bonus) for row in rows]
    rows = [replace(row, total=row.total + row.bonus) for row in rows]
    bearers = list(compress(rows, own))
    return [
        row if bears else _behind_bearers(row, bearers)
        for row, bears in zip(rows, own, strict=True)
    ]


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
    return is_city or is_great_beside(place.population, other.population)


def _behind_bearers(row: Ranked, bearers: Sequence[Ranked]) -> Ranked:
    """Return a row of the past put behind the places that bear its name today."""
    is_named = row.candidate.place.kind in _NAMED and row.candidate.match != "skeleton"
    if not is_named or not any(_is_rather(bearer, row) for bearer in bearers):
        return row
    least = (b.total for b in bearers if b.is_missed <= row.is_missed and b.fit + _NEXT >= row.fit)
    return replace(row, total=min(row.total, min(least) - _NEXT))


def _is_rather(bearer: Ranked, row: Ranked) -> bool:
    """Return whether one place is rather meant than another, unless the text says more for that."""
    if bearer.is_missed > row.is_missed or bearer.fit + _NEXT < row.fit:
        return False
    return is_rather(bearer.candidate, row.candidate)
