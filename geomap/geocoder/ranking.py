"""Which part of a description is the answer, and which of its places fits the others best."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.gazetteer import distance_km
from geomap.gazetteer.schema import SETTLEMENTS, prior
from geomap.geocoder.lookup import LOOSE, SEAT_NAME, Read
from geomap.geocoder.rivals import STANDING, Ranked, settle
from geomap.geocoder.words import UNITS
from geomap.lexicon import table
from geomap.records import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.geocoder.theatres import Theatre
    from geomap.records import Place

__all__ = ["OUTSIDE", "Wish", "fits", "is_unknown_site", "rank", "targets"]

OUTSIDE = 0.5  # factor on the score where no named surroundings fit

_INSIDE = 1.0  # what lying in the named place is worth; more than any prior
_NEARBY = 0.8  # the same for lying near a named town or the seat of a district
_NEAR_KM = 30.0  # events lie 19 km from the seat of their raion, 93 % within 45 km
_IN_RAION = 0.6
_BARE = 0.85  # of it, in a region by the bare name of its seat: the seat's own districts go before
_FITS = 0.15  # lying so near the seat of a former raion is lying in it: some 40 km
_KIND = 0.25  # for the kind that the type word asks for, against every other
_BESIDE = 0.6  # score at most of the town by whose name alone a plant or mine is known
_NAMED = 0.6  # for the unit whose name is the very words, type word included, in a raion's case
_SAID = 0.25  # what the theatre still weighs where the text says more than the region
_SMALL = 0.4  # what a place of no known people weighs as surroundings, against a city
_SEAT = 0.7  # quality of a town found by the stem of the district named after it
_FEW = 20  # candidates of the surroundings that are compared
_WIDE = frozenset({"admin1", "region", "country"})
_WAYS = frozenset({"direction", "road"})  # finer than the unit they lie in
_POINTING = frozenset({"near", "between"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller asks for beside the words."""

    country: str | None = None
    near: tuple[float, float] | None = None
    theatre: Theatre | None = None

    def allows(self, place: Place) -> bool:
        """Return whether a place lies in the country asked for, if one is."""
        return not self.country or self.country.upper() in place.country.split(";")


def targets(reads: Sequence[Read]) -> list[Read]:
    """Return the parts that may be the answer: the finest before the units around them."""
    own = [read for read in reads if not read.part.is_context]
    fine = [read for read in own if UNITS.isdisjoint(read.part.kinds) and not _is_wide(read)]
    fine = sorted(fine, key=lambda read: _is_aside(read, reads, fine))
    districts = [read for read in own if _is_city_district(read, fine)]
    rest = [read for read in own if read not in fine and read not in districts]
    units = [read for read in rest if not _is_region(read)]
    regions = [read for read in rest if _is_region(read)]
    context = [read for read in reads if read.part.is_context]
    ways = [read for read in context if read.part.relation in _WAYS]
    context = [read for read in context if read not in ways]
    return [*districts, *fine, *ways, *units, *regions, *context]


def _is_aside(read: Read, reads: Sequence[Read], fine: Iterable[Read]) -> bool:
    """Return whether a part tells where the others lie: "near B"; "Donetsk; the village of A"."""
    if read.part.relation == "near":
        return read is not reads[0]
    is_seat = any(c.place.kind == "admin1" for c in read.candidates) and not read.part.kinds
    return is_seat and any(not SETTLEMENTS.isdisjoint(other.part.kinds) for other in fine)


def _is_wide(read: Read) -> bool:
    """Return whether a part can only be a unit or a country."""
    return bool(read.candidates) and all(c.place.kind in UNITS for c in read.candidates)


def _is_region(read: Read) -> bool:
    return any(c.place.kind in {"admin1", "country"} for c in read.candidates)


def _is_city_district(read: Read, fine: Iterable[Read]) -> bool:
    """Return whether a part is a district of a city that another part names."""
    cities = {c.place.place_id for other in fine for c in other.candidates}
    is_said = "district" in read.part.kinds or all(
        c.place.kind == "district" for c in read.candidates
    )
    return is_said and any(
        c.place.kind == "district" and c.place.parent_id in cities for c in read.candidates
    )


def rank(target: Read, reads: Sequence[Read], gazetteer: Gazetteer, wish: Wish) -> list[Ranked]:
    """Return the places that a part may mean, by what speaks for each, best first."""
    others = [
        read
        for read in reads
        if read is not target and (read.candidates or read.seats) and not _is_site(read)
    ]
    before = () if _is_village(target) else reads[: _index(target, reads)]
    told = [read for read in others if _tells(read, before) and not _is_sibling(read, target)]
    rows = settle([*_rows(target, others, gazetteer, wish, told=told)], is_free=_is_free(target))
    rows.sort(key=lambda row: (_is_astray(row), -row.total, row.candidate.place.place_id))
    return rows


def _is_village(target: Read) -> bool:
    """Return whether a part has a settlement's type word, and is no further member of a list."""
    part = target.part
    return not SETTLEMENTS.isdisjoint(part.kinds) and part.joint != "and"


def _is_free(target: Read) -> bool:
    """Return whether no type word says that it may be a village: a war report says so."""
    return "village" not in target.part.kinds


def _index(target: Read, reads: Sequence[Read]) -> int:
    return next(number for number, read in enumerate(reads) if read is target)


def _is_astray(row: Ranked) -> bool:
    """Return whether a place is small and does not lie where the text says."""
    return row.is_missed and row.candidate.place.population < STANDING


def _rows(
    target: Read,
    others: Sequence[Read],
    gazetteer: Gazetteer,
    wish: Wish,
    *,
    told: Sequence[Read],
) -> Iterator[Ranked]:
    share = _SAID if any(map(_says_where, others)) else 1.0
    unlike = table("geocoding")["unlike"].get(target.part.phrase, ())
    is_typed = len(target.part.words) > 1 and target.part.words[-1].casefold() == target.part.phrase
    for candidate in _answers(target):
        place = candidate.place
        if target.part.relation and _is_bare(candidate, target) and place.kind in UNITS:
            continue
        if not wish.allows(place):
            continue
        lies = _units_of(place, gazetteer)
        fit = sum(_fit(place, lies, read) for read in others)
        missed = _is_missed(place, lies, told) or _is_off(place, lies, target, others)
        if candidate.score <= LOOSE and missed:
            continue
        total = candidate.score + _prior(place) + fit
        total += _agreement(target.part.kinds, place.kind) + _nearness(place, wish.near)
        total -= _KIND if place.kind in unlike else 0.0
        total += _NAMED if is_typed and place.name == target.part.name else 0.0
        bonus = wish.theatre.weigh(place, share) if wish.theatre else 0.0
        score = candidate.score * (OUTSIDE if missed else 1.0)
        score = (
            min(score, _BESIDE) if place.kind in SETTLEMENTS and is_unknown_site(target) else score
        )
        yield Ranked(total, replace(candidate, score=score), missed, bonus, fit)


def _prior(place: Place) -> float:
    """Return what a place is worth by itself, and the ground of a former raion by its seat."""
    seat = prior("city", place.population) - prior("city", 0) if place.kind == "admin2" else 0.0
    return prior(place.kind, place.population) + seat


def _says_where(read: Read) -> bool:
    """Return whether a part says where a place lies more closely than by its region."""
    return bool(read.seats) or any(c.place.kind not in _WIDE for c in read.candidates)


def _answers(target: Read) -> tuple[Candidate, ...]:
    """Return the candidates of a part; for a district that is no more, the ground of its seat."""
    kinds = target.part.kinds
    is_known = any(candidate.place.kind in kinds for candidate in target.candidates)
    is_unit = not UNITS.isdisjoint(kinds) and SETTLEMENTS.isdisjoint(kinds)
    is_guessed = target.part.is_context and all(c.score <= LOOSE for c in target.candidates)
    if target.part.relation in _WAYS and not is_guessed:  # на Херсонском направлении
        towns = (Candidate(place, place.name, "variant", _SEAT) for place in target.seats)
        return (*target.candidates, *towns)
    if is_known or not (is_unit or is_guessed):
        return target.candidates
    if is_guessed and target.seats:
        return tuple(
            Candidate(_ground(place), place.name, "variant", _SEAT) for place in target.seats
        )
    named = {c.place.place_id: c for c in target.candidates if c.place.kind in SETTLEMENTS}
    seats = (place for place in target.seats if place.place_id not in named)
    grounds = [replace(c, place=_ground(c.place)) for c in named.values()]
    grounds += [Candidate(_ground(place), place.name, "variant", _SEAT) for place in seats]
    return tuple(grounds) or target.candidates


def _ground(seat: Place) -> Place:
    """Return what lay around the seat of a former raion, as a place of that kind."""
    radius = max(seat.radius_km, table("geocoding")["radii"]["former_unit"])
    return replace(seat, kind="admin2", radius_km=radius)


def _agreement(kinds: frozenset[str], kind: str) -> float:
    """Return what the type word says for a kind of place."""
    if not kinds:
        return 0.0
    if kind in kinds:
        return _KIND
    return 0.0 if kind in SETTLEMENTS and not SETTLEMENTS.isdisjoint(kinds) else -_KIND


def fits(place: Place, units: Sequence[Read], gazetteer: Gazetteer) -> bool:
    """Return whether a place lies in or near one of the units that parts name."""
    return _fits(place, _units_of(place, gazetteer), units)


def _units_of(place: Place, gazetteer: Gazetteer) -> set[str]:
    """Return the codes and ids of what a place lies in."""
    return {place.country, place.admin1_code, *(p.place_id for p in gazetteer.parents(place))}


def _fits(place: Place, lies: set[str], reads: Iterable[Read]) -> bool:
    return any(_fit(place, lies, read) >= _FITS for read in reads)


def _is_missed(place: Place, lies: set[str], told: Sequence[Read]) -> bool:
    """Return whether a place lies in no unit that the text says it does."""
    telling = [read for read in told if _is_known(read)]
    return bool(telling) and not _fits(place, lies, telling)


def _is_site(read: Read) -> bool:
    """Return whether a part is a mine or checkpoint, known only by the village of its name."""
    return _asks_for_site(read) and all(c.place.kind in SETTLEMENTS for c in read.candidates)


def is_unknown_site(read: Read) -> bool:
    """Return whether a part is a site that no place is known for, only others of its name."""
    others = read.part.kinds | {"district"}
    return _asks_for_site(read) and all(c.place.kind not in others for c in read.candidates)


def _asks_for_site(read: Read) -> bool:
    """Return whether the type word of a part is one of neither a settlement nor a unit."""
    kinds = read.part.kinds
    return bool(kinds) and SETTLEMENTS.isdisjoint(kinds) and UNITS.isdisjoint(kinds)


def _is_off(place: Place, lies: set[str], target: Read, others: Sequence[Read]) -> bool:
    """Return whether a mine or checkpoint bears a village's name far from the town beside it."""
    if not _is_site(target) or place.kind not in SETTLEMENTS:
        return False
    towns = [replace(read, candidates=read.candidates[:1]) for read in others]
    return bool(towns) and not _fits(place, lies, towns)


def _is_known(read: Read) -> bool:
    """Return whether a part is a unit of today, not one that was guessed by its stem."""
    return any(c.place.kind in UNITS and c.score > LOOSE for c in read.candidates)


def _is_sibling(read: Read, target: Read) -> bool:
    """Return whether two parts share one type word: "Luhansk and Kharkiv oblasts"."""
    return bool(read.part.phrase) and read.part.phrase == target.part.phrase


def _tells(read: Read, before: Sequence[Read]) -> bool:
    """Return whether a part tells the unit that a place lies in.

    A bare name that a region shares with its seat does so behind the place, as in
    "Vodiane, Donetsk", and before a village that is called one; in a list, or after "near",
    it is the city.
    """
    if not read.is_unit:
        return False
    if not UNITS.isdisjoint(read.part.kinds) or any(
        c.place.kind in UNITS and c.score > SEAT_NAME for c in read.candidates
    ):
        return True
    is_city = read.part.is_context or bool(read.part.relation) or read.part.joint == "and"
    return not is_city and all(read is not other for other in before)


def _fit(place: Place, lies: set[str], read: Read) -> float:
    """Return how well a place lies in or near the place that another part names."""
    inside = near = 0.0
    for candidate in read.candidates[:_FEW]:
        outer = candidate.place
        is_finer = outer.kind == "district" and place.kind in UNITS
        if outer.place_id == place.place_id or is_finer:
            continue
        if _is_inside(outer, lies, place):
            if read.part.relation not in _POINTING or not _is_bare(candidate, read):
                worth = _IN_RAION if outer.kind in {"admin2", "hromada"} else _INSIDE
                worth *= _BARE if _is_bare(candidate, read) else 1.0
                inside = max(inside, worth)
        elif outer.kind not in UNITS:
            sway = candidate.score * min(1.0, _SMALL + prior(outer.kind, outer.population))
            near = max(near, _NEARBY * sway * _closeness(outer, place))
    for seat in read.seats:
        near = max(near, _NEARBY * _closeness(seat, place))
    return max(inside, near) + 0.1 * min(inside, near)


def _is_inside(outer: Place, lies: set[str], place: Place) -> bool:
    if outer.kind == "country":
        return outer.country in lies
    if outer.kind == "region" and outer.admin1_code:
        return outer.admin1_code in lies
    if outer.kind == "region":
        far = distance_km(outer.lat, outer.lon, place.lat, place.lon)
        return far < outer.radius_km
    return outer.place_id in lies


def _is_bare(candidate: Candidate, read: Read) -> bool:
    """Return whether a unit goes by the bare name of its seat: "near Donetsk" is the city."""
    return candidate.score <= SEAT_NAME and not read.part.kinds


def _closeness(outer: Place, inner: Place) -> float:
    far = max(0.0, distance_km(outer.lat, outer.lon, inner.lat, inner.lon) - outer.radius_km)
    return math.exp(-((far / _NEAR_KM) ** 2))


def _nearness(place: Place, near: tuple[float, float] | None) -> float:
    """Return the bonus of a place near the point asked for."""
    if near is None:
        return 0.0
    return _INSIDE / (1 + distance_km(*near, place.lat, place.lon) / _NEAR_KM)
