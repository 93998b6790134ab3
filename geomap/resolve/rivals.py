"""What the other bearers of a name say of a candidate: seats, towns, former names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer import distance_km
from geomap.gazetteer.names import MATCH_SCORES, loosen, skeleton
from geomap.gazetteer.ranking import is_rather
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.records import Candidate, Place
    from geomap.resolve.names import Name

__all__ = [
    "LOST",
    "SEAT_PEOPLE",
    "bare",
    "is_left_to_unit",
    "is_swallowing",
    "quality",
    "with_town",
]

SEAT_PEOPLE = 100_000
"""People of a city from which on it takes the bare name from the unit around it."""
LOST = 0.4
"""The score of a name that a place has lost and the unit around it still bears."""

_SEAT_TOWN = 20_000  # the same where it lies in the unit and is called exactly so
_TOWN_KM = 9.0  # the radius of Stepanakert is 3: it is a unit of the first level and a town
_BORROWED = 0.7  # the gazetteer's score for a unit under the bare name of its seat is 0.6
_OFFICIAL = MATCH_SCORES["official"]


def quality(candidate: Candidate, name: Name) -> float:
    """Return how far a name speaks for a place; little for a unit under the name of its seat."""
    is_own = _is_weak(candidate) and not _is_lent(candidate, name)
    return MATCH_SCORES["variant"] if is_own else candidate.score


def _is_weak(candidate: Candidate) -> bool:
    return candidate.score < _BORROWED and candidate.match not in {"skeleton", "former"}


def _is_lent(candidate: Candidate, name: Name) -> bool:
    """Return whether a unit has its bare name from a town: not Sakhalin, nor "X region"."""
    place = candidate.place
    is_bare = _is_weak(candidate) and place.kind not in name.kinds
    return is_bare and _has_town(place.country, name)


def bare(candidate: Candidate, name: Name) -> tuple[str, str] | None:
    """Return the weight, and the words, for or against a place by what a bare name means."""
    place = candidate.place
    if place.kind in SETTLEMENTS and place.country in name.states:
        return "seat", "the bare name means the country"
    if candidate.match == "variant" and _is_in_namesake(place, name.candidates):
        return "around", "the bare name means the region around it"
    if place.kind == "admin1":
        return _bare_unit(candidate, name)
    if place.kind == "island" and _is_a_unit(place, name.candidates):
        return "island_unit", "the bare name means the island, not its unit"
    return None


def _bare_unit(candidate: Candidate, name: Name) -> tuple[str, str] | None:
    """Return the same for a unit of the first level."""
    place = candidate.place
    has_seat = place.country in name.seats or _has_seat(place, name.candidates)
    if has_seat or _is_lent(candidate, name):
        return "seat", "the bare name means the seat"
    if _is_a_town(place, name.candidates):
        return "town_unit", "a unit no larger than the town of its name"
    return None


def _is_in_namesake(place: Place, candidates: Iterable[Candidate]) -> bool:
    """Return whether a place lies in a region officially called so: Gaza City in Gaza."""
    return any(
        c.place.kind == "region" and c.match == "official" and place.lies_in(c.place)
        for c in candidates
    )


def _has_town(country: str, name: Name) -> bool:
    """Return whether a town of a country may be meant by a name."""
    return any(
        c.place.kind in SETTLEMENTS and c.place.country == country and c.score > LOST
        for c in name.candidates
    )


def is_left_to_unit(place: Place, candidates: Iterable[Candidate]) -> bool:
    """Return whether the unit around a place still bears a name: Dnipropetrovsk, Kirovohrad."""
    return any(c.place.kind == "admin1" and place.lies_in(c.place) for c in candidates)


def is_swallowing(candidate: Candidate, name: Name) -> bool:
    """Return whether a city was once called like another place: Donetsk was Oleksandrivka.

    A spelling of its name starts alike; and where nobody else bears the name, it is its own.
    What is known to be former gives way to a town abroad, too: Teresina was Poti.
    """
    place = candidate.place
    if candidate.score >= _OFFICIAL or place.population < SEAT_PEOPLE:
        return False
    is_alike = _first_sound(candidate.name) == _first_sound(place.name)
    if is_alike or _is_spelling(candidate):  # Gorlovka for Horlivka, Calcutta for Kolkata
        return False
    if candidate.match == "former" and _is_borne_abroad(candidate, name.candidates):
        return True
    return place.country in name.bearers or any(
        c.place.country == place.country and _is_spelling(c) for c in name.candidates
    )


def _first_sound(name: str) -> str:
    """Return the first letter of a name, k for c."""
    return fold_name(name)[:1].replace("c", "k")


def _is_borne_abroad(past: Candidate, candidates: Iterable[Candidate]) -> bool:
    """Return whether a town of another country is called today as a place once was."""
    return any(
        is_rather(bearer, past)
        for bearer in candidates
        if bearer.place.country != past.place.country
    )


def _is_a_town(unit: Place, candidates: Iterable[Candidate]) -> bool:
    """Return whether a unit is as small as a town, and a town of its name lies there."""
    return unit.radius_km <= _TOWN_KM and any(
        c.place.kind in SETTLEMENTS
        and distance_km(unit.lat, unit.lon, c.place.lat, c.place.lon) <= _TOWN_KM
        for c in candidates
    )


def _is_a_unit(island: Place, candidates: Iterable[Candidate]) -> bool:
    """Return whether an island is all or most of a unit of its very name: Gotland, Bali."""
    units = (candidate.place for candidate in candidates if candidate.place.kind == "admin1")
    return any(_is_within(unit, island) for unit in units)


def _has_seat(unit: Place, candidates: Iterable[Candidate]) -> bool:
    """Return whether a town of its very name and of some size lies in a unit: Galway."""
    return any(
        c.match == "official"
        and c.place.kind in SETTLEMENTS
        and c.place.population >= _SEAT_TOWN
        and c.place.country == unit.country
        and (c.place.lies_in(unit) or _is_within(unit, c.place))
        for c in candidates
    )


def _is_within(unit: Place, place: Place) -> bool:
    return distance_km(unit.lat, unit.lon, place.lat, place.lon) <= unit.radius_km


def _is_spelling(candidate: Candidate) -> bool:
    """Return whether a name only spells that of a town otherwise: Slovyansk for Sloviansk."""
    if candidate.match != "variant" or candidate.place.kind not in SETTLEMENTS:
        return False
    own, written = candidate.place.name, candidate.name
    return loosen(skeleton(fold_name(own))) == loosen(skeleton(fold_name(written)))


def with_town(
    candidates: Iterable[Candidate], people: int, kinds: frozenset[str]
) -> frozenset[str]:
    """Return the countries that have a settlement of this name with so many people."""
    places = (candidate.place for candidate in candidates if candidate.score > LOST)
    return frozenset(p.country for p in places if p.kind in kinds and p.population >= people)
