"""Where the codifier's settlements lie: joined to places with coordinates, else among kin.

The codifier has names and parents but no coordinates. A settlement that GeoNames or a
curated table knows lies where they say; the join is by region and name and is rejected
when it lies far from the other settlements of its raion. The others are put at the seat of
their hromada, half way to those of its settlements that are known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING

from geomap.gazetteer.names import is_cyrillic, romanise, skeleton
from geomap.gazetteer.schema import distance_km
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geomap.gazetteer.tables import PlaceRow

__all__ = ["Codifier", "Spot", "Unit", "join_places", "place_units"]

SETTLEMENT_LETTERS = frozenset("MXCK")

# A name that looks unique in its region and lies farther than this from the second nearest
# place of its raion is another place: right joins lie within 35 km of it in 99 of 100 cases,
# the wrong ones that were looked at lay 60 to 180 km off.
_KIN_KM = 45.0
_MEMBER_WEIGHT = 1.5  # a settlement lies within 30 km of the nearest one of its own hromada
_MANY = 5  # known settlements of a raion
_ROUNDS = 3  # the joins of one round are the kin of the next; the third changes a handful
_ALTERNATE_KM = 15.0  # an alternate name must lie so much nearer than the main one would
_VILLAGE_PEOPLE = 45_000  # more people than any village or settlement of the codifier has
_SURE_PEOPLE = 1_500  # a city of one name only is where GeoNames says, kin or not
_TOWN_PEOPLE = 3_000  # among namesakes a place of so many people is hardly a village
_NOT_A_TOWN_KM = 20.0
_SEAT_KM = 8.0  # in favour of the seat of a hromada among namesakes


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the codifier; the letter is its category (O, P, H, K, M, X, C, B)."""

    code: str
    letter: str
    parent: str
    name: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a unit was put, how far off it may lie, and how the place was found."""

    lat: float
    lon: float
    radius_km: float
    basis: str
    """``own``, ``seat``, ``kin`` or ``raion``."""


class Codifier:
    """The units, and who lies in whom.

    Parameters
    ----------
    units
        All units, each after the one it lies in.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.code: unit for unit in units}
        self.settlements = [u for u in self.units.values() if u.letter in SETTLEMENT_LETTERS]
        self.members: dict[str, list[Unit]] = defaultdict(list)
        self._above: dict[str, dict[str, str]] = {}
        for unit in self.units.values():
            above = dict(self._above.get(unit.parent, {}))
            if unit.parent:
                above[self.units[unit.parent].letter] = unit.parent
                self.members[unit.parent].append(unit)
            self._above[unit.code] = above

    def above(self, unit: Unit, letter: str) -> str:
        """Return the code of the hromada (H), raion (P) or city (M) a unit lies in, or ''."""
        return self._above[unit.code].get(letter, "")

    def seat(self, hromada: str) -> Unit | None:
        """Return the seat of a hromada: the codifier lists it first."""
        inside = [u for u in self.members[hromada] if u.letter in SETTLEMENT_LETTERS]
        return min(inside, key=lambda unit: unit.code, default=None)


def join_places(
    codifier: Codifier,
    places: Mapping[str, list[PlaceRow]],
    formers: Mapping[str, Iterable[str]],
    typed: Mapping[str, tuple[float, float, float]],
) -> dict[str, PlaceRow]:
    """Return the place of each settlement that a place with coordinates is.

    Parameters
    ----------
    codifier
        The units.
    places
        The settlements of each region, by the two digits of its codes.
    formers
        Former Ukrainian names of a settlement, by its code.
    typed
        Points typed by hand (lat, lon, radius in kilometres), by the settlement's code.
    """
    pairs = list(_pairs(codifier, places, formers))
    kin = _trusted_kin(codifier, pairs, typed)
    joined: dict[str, PlaceRow] = {}
    for _ in range(_ROUNDS):
        joined = _best_pairs(codifier, pairs, kin)
        points = {code: (place.lat, place.lon) for code, place in joined.items()}
        kin = _by_raion(codifier, points | {code: row[:2] for code, row in typed.items()})
    return joined


def _best_pairs(codifier: Codifier, pairs: Iterable[_Pair], kin: _Kin) -> dict[str, PlaceRow]:
    """Return the pairs that cost least, each settlement and place once."""
    ranked = sorted(
        (cost, unit.code, place.place_id, place)
        for unit, place, is_main, is_only in pairs
        if (cost := _cost(codifier, kin, unit, place, is_main=is_main, is_only=is_only)) < _KIN_KM
    )
    joined: dict[str, PlaceRow] = {}
    taken: set[str] = set()
    for _, code, place_id, place in ranked:
        if code not in joined and place_id not in taken:
            joined[code] = place
            taken.add(place_id)
    return joined


_Pair = tuple[Unit, "PlaceRow", bool, bool]
_Kin = dict[str, dict[str, tuple[float, float]]]


def _pairs(
    codifier: Codifier,
    places: Mapping[str, list[PlaceRow]],
    formers: Mapping[str, Iterable[str]],
) -> Iterator[_Pair]:
    """Yield every settlement and place of one region that share a name or its skeleton.

    With them: whether it is the place's main name, and whether no other unit and no other
    place of the region bear it as theirs.
    """
    units: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in codifier.settlements:
        for name in (unit.name, *formers.get(unit.code, ())):
            for key in (fold_name(name), _bone(romanise(name))):
                units[unit.code[2:4], key].append(unit)
    for region, rows in places.items():
        counts: dict[str, int] = defaultdict(int)
        for place in rows:
            counts[_bone(place.name)] += 1
        for place in rows:
            main = _bone(place.name)
            found: dict[str, tuple[Unit, int]] = {}
            for key in sorted(_keys(place)):
                namesakes = units.get((region, key), [])
                for unit in namesakes:
                    found.setdefault(unit.code, (unit, len(namesakes)))
            for unit, count in found.values():
                names = (unit.name, *formers.get(unit.code, ()))
                is_main = any(_bone(romanise(name)) == main for name in names)
                yield unit, place, is_main, count == 1 and counts[main] == 1


def _keys(place: PlaceRow) -> set[str]:
    """Return the folded Cyrillic names of a place and the skeletons of all."""
    names = {name.name for name in place.names}
    cyrillic = {fold_name(name) for name in names if is_cyrillic(name)}
    return cyrillic | {_bone(name) for name in names if not is_cyrillic(name)}


def _bone(name: str) -> str:
    return f"={skeleton(name)}"


def _trusted_kin(
    codifier: Codifier,
    pairs: Iterable[_Pair],
    typed: Mapping[str, tuple[float, float, float]],
) -> _Kin:
    """Return, for each raion, the points of its settlements whose join is beyond doubt."""
    points = {
        unit.code: (place.lat, place.lon)
        for unit, place, is_main, is_only in pairs
        if is_main and is_only
    }
    kin = _by_raion(codifier, points | {code: row[:2] for code, row in typed.items()})
    for members in kin.values():
        for code, point in list(members.items()):
            is_stray = len(members) > 2 and _second_nearest(point, members, code) > _KIN_KM  # noqa: PLR2004 - itself and two kin
            if is_stray and code not in typed:
                del members[code]
    return kin


def _by_raion(codifier: Codifier, points: Mapping[str, tuple[float, float]]) -> _Kin:
    kin: _Kin = defaultdict(dict)
    for code, point in points.items():
        kin[codifier.above(codifier.units[code], "P")][code] = point
    return kin


def _second_nearest(
    point: tuple[float, float], points: Mapping[str, tuple[float, float]], own: str
) -> float:
    """Return the distance to the second nearest of some points; of few points, to the nearest.

    One wrong neighbour must not vouch for another, but a raion of which only four settlements
    are known has no two near each.
    """
    near = sorted(distance_km(*point, *other) for code, other in points.items() if code != own)
    return near[1 if len(near) >= _MANY else 0] if near else 0.0


def _cost(  # noqa: PLR0913 - the pair and what is known of it
    codifier: Codifier,
    kin: Mapping[str, Mapping[str, tuple[float, float]]],
    unit: Unit,
    place: PlaceRow,
    *,
    is_main: bool,
    is_only: bool,
) -> float:
    """Return how unlikely it is that a place is the settlement, on the scale of kilometres."""
    if unit.letter not in "MK" and place.population > _VILLAGE_PEOPLE:
        return 2 * _KIN_KM
    if unit.letter in "MK" and is_main and place.population >= _SURE_PEOPLE:
        return -_KIN_KM
    raion = kin.get(codifier.above(unit, "P"), {})
    point = (place.lat, place.lon)
    hromada = codifier.above(unit, "H")
    near = [
        distance_km(*point, *raion[other.code])
        for other in codifier.members.get(hromada, ())
        if other.code in raion and other.code != unit.code
    ]
    cost = _MEMBER_WEIGHT * min(near) if near else _second_nearest(point, raion, unit.code)
    if not is_main:
        cost += _ALTERNATE_KM
    if is_only:
        return cost - _KIN_KM / 4
    if unit.letter == "C" and place.population >= _TOWN_PEOPLE:
        cost += _NOT_A_TOWN_KM
    seat = codifier.seat(codifier.above(unit, "H"))
    return cost - _SEAT_KM if seat is unit else cost


def place_units(
    codifier: Codifier,
    joined: Mapping[str, PlaceRow],
    typed: Mapping[str, tuple[float, float, float]],
) -> dict[str, Spot]:
    """Return where every settlement, hromada and raion is put.

    Parameters
    ----------
    codifier
        The units.
    joined
        The places of the settlements that have coordinates of their own.
    typed
        Points typed by hand (lat, lon, radius in kilometres), by the settlement's code; a
        joined place goes before.
    """
    spots = {code: Spot(*point, "own") for code, point in typed.items()}
    spots |= {code: Spot(p.lat, p.lon, p.radius_km, "own") for code, p in joined.items()}
    own = {code: (spot.lat, spot.lon) for code, spot in spots.items()}
    raions = _middles(codifier, own)
    for hromada in (u for u in codifier.units.values() if u.letter == "H"):
        inside = [u for u in codifier.members[hromada.code] if u.letter in SETTLEMENT_LETTERS]
        spot = _hromada_spot(codifier, hromada, inside, own, raions)
        spots[hromada.code] = spot
        for unit in inside:
            if unit.code not in spots:
                spots[unit.code] = _member_spot(spot, inside, unit, own)
    for code, (lat, lon, radius) in raions.items():
        spots[code] = Spot(lat, lon, radius, "raion")
    return spots


def _middles(
    codifier: Codifier, own: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float, float]]:
    """Return the middle of every raion, and the radius that holds nine tenths of its places."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for code, point in own.items():
        points[codifier.above(codifier.units[code], "P")].append(point)
    middles = {}
    for raion, known in points.items():
        if not raion:
            continue
        lat, lon = median(p[0] for p in known), median(p[1] for p in known)
        far = sorted(distance_km(lat, lon, *point) for point in known)
        radius = far[min(len(far) - 1, int(0.9 * len(far)))]
        middles[raion] = (lat, lon, min(70.0, max(20.0, round(radius))))
    return middles


def hromada_radius_km(settlements: int) -> float:
    """Return the radius that holds nine of ten settlements of a hromada around its seat.

    Fitted by leaving one out: ``tests/test_placement.py`` measures it.
    """
    return round(min(26.0, max(9.0, 3.5 + 3.4 * math.sqrt(settlements))), 1)


def _hromada_spot(
    codifier: Codifier,
    hromada: Unit,
    inside: list[Unit],
    own: Mapping[str, tuple[float, float]],
    raions: Mapping[str, tuple[float, float, float]],
) -> Spot:
    radius = hromada_radius_km(len(inside))
    seat = codifier.seat(hromada.code)
    if seat is not None and seat.code in own:
        return Spot(*own[seat.code], radius, "seat")
    known = [own[unit.code] for unit in inside if unit.code in own]
    if known:
        lat, lon = fmean(p[0] for p in known), fmean(p[1] for p in known)
        return Spot(lat, lon, round(1.2 * radius, 1), "kin")
    lat, lon, radius = raions.get(codifier.above(hromada, "P"), (0.0, 0.0, 0.0))
    return Spot(lat, lon, radius, "raion")


def _member_spot(
    spot: Spot, inside: list[Unit], unit: Unit, own: Mapping[str, tuple[float, float]]
) -> Spot:
    """Return the spot of a settlement without coordinates: half way from the seat to its kin."""
    known = [own[u.code] for u in inside if u.code in own and u.code != unit.code]
    if spot.basis != "seat" or len(known) < 2:  # noqa: PLR2004 - the seat and one more
        return spot
    lat, lon = fmean(p[0] for p in known), fmean(p[1] for p in known)
    return Spot((spot.lat + lat) / 2, (spot.lon + lon) / 2, spot.radius_km, "seat")
