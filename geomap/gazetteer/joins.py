"""Which settlement of the codifier is which place with coordinates: joined by region and name.

A name says little where every third village shares its own, so a join is held against the
other settlements of its hromada and raion: of namesakes the nearest to its kin is taken,
and a join that lies far from its own and amid another hromada's is undone.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from itertools import count
from typing import TYPE_CHECKING

from geomap.gazetteer.names import is_cyrillic, romanise, skeleton
from geomap.gazetteer.placement import Codifier, Unit
from geomap.gazetteer.schema import distance_km
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geomap.gazetteer.tables import PlaceRow

__all__ = ["is_apart", "is_stray", "join_places"]

# A name that looks unique in its region and lies farther than this from the second nearest
# place of its raion is another place: right joins lie within 35 km of it in 99 of 100 cases,
# the wrong ones that were looked at lay 60 to 180 km off.
_KIN_KM = 45.0
_MEMBER_WEIGHT = 1.5  # a settlement lies within 30 km of the nearest one of its own hromada
_MANY = 5  # known settlements of a raion
_REGION = 4  # letters of a code: the country and the two digits of the region
_STRAY_KM = 16.0  # 97 of 100 settlements lie nearer to the nearest one of their own hromada
_AMID_KM = 12.0  # and so much nearer to two of another one: of twelve such joins all were wrong
_BESIDE_KM = 5.0  # next door
_SEVERAL = 3
_SURE_KM = 8.0  # a point typed with more doubt than this is no neighbour to hold a join against
_TYPED_KM = 5.0  # beyond twice the radius of a point typed by hand
_ROUNDS = 3  # the joins of one round are the kin of the next; then strays are looked for
_ALTERNATE_KM = 15.0  # an alternate name must lie so much nearer than the main one would
_VILLAGE_PEOPLE = 45_000  # more people than any village or settlement of the codifier has
_SURE_PEOPLE = 1_500  # a city goes before its namesakes, however far its kin are known to lie
_TOWN_PEOPLE = 3_000  # among namesakes a place of so many people is hardly a village
_NOT_A_TOWN_KM = 20.0
_SEAT_KM = 8.0  # in favour of the seat of a hromada among namesakes
_TOWN_KM = 3.0  # and of a town, where a village by its station bears the same name


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
        Points typed by hand (lat, lon, radius in kilometres), by the settlement's code; they
        speak against a place far from them.
    """
    pairs = [
        pair
        for pair in _pairs(codifier, places, formers)
        if not _is_refuted(pair[1], typed.get(pair[0].code))
    ]
    fixed = {code: row[:2] for code, row in typed.items()}
    sure = {code: row[:2] for code, row in typed.items() if row[2] < _SURE_KM}
    kin = _trusted_kin(codifier, pairs, typed)
    joined: dict[str, PlaceRow] = {}
    for number in count(1):
        joined = _best_pairs(codifier, pairs, kin)
        strays = _strays(codifier, joined, sure) if number >= _ROUNDS else frozenset()
        if number >= _ROUNDS and not strays:
            break
        pairs = [pair for pair in pairs if (pair[0].code, pair[1].place_id) not in strays]
        gone = {code for code, _ in strays}
        points = {c: (p.lat, p.lon) for c, p in joined.items() if c not in gone}
        kin = _by_raion(codifier, points | fixed)
    return joined


def _is_refuted(place: PlaceRow, point: tuple[float, float, float] | None) -> bool:
    """Say whether a place lies far from where the settlement was typed by hand."""
    if point is None:
        return False
    lat, lon, radius = point
    return distance_km(place.lat, place.lon, lat, lon) > 2 * radius + _TYPED_KM


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


def _strays(
    codifier: Codifier,
    joined: Mapping[str, PlaceRow],
    fixed: Mapping[str, tuple[float, float]],
) -> frozenset[tuple[str, str]]:
    """Return the joins that lie far from their hromada and amid another, the least sure first.

    Two settlements of one hromada that were joined in one round have not been held against
    each other yet. Cities, seats and larger towns stay: their names are known.
    """
    points = {code: (place.lat, place.lon) for code, place in joined.items()} | dict(fixed)
    found: set[tuple[str, str]] = set()
    order = sorted(joined, key=lambda code: ("CXMK".index(codifier.units[code].letter),
                                             joined[code].population, code))  # fmt: skip
    for code in order:
        unit, place = codifier.units[code], joined[code]
        is_town = unit.letter in "MK" or (unit.letter == "X" and place.population >= _TOWN_PEOPLE)
        is_seat = codifier.seat(codifier.above(unit, "H")) is unit
        if not is_town and not is_seat and is_stray(codifier, unit, points):
            found.add((code, place.place_id))
            del points[code]
    return frozenset(found)


def is_stray(codifier: Codifier, unit: Unit, points: Mapping[str, tuple[float, float]]) -> bool:
    """Say whether a settlement lies far from its own hromada and amid the settlements of another.

    Parameters
    ----------
    codifier
        The units.
    unit
        A settlement.
    points
        Latitude and longitude of the settlements known, by code; that of ``unit`` among them.
    """
    hromada = codifier.above(unit, "H")
    own = _distances(codifier, unit, hromada, points)[:_MANY]
    if not own or max(own[:2]) <= _STRAY_KM:
        return False
    others = (
        distance_km(*points[unit.code], *point)
        for code, point in points.items()
        if code[:_REGION] == unit.code[:_REGION]
        and codifier.above(codifier.units[code], "H") != hromada
    )
    return is_apart(own, nsmallest(2, others))


def is_apart(
    own: Sequence[float],
    others: Sequence[float],
    *,
    stray_km: float = _STRAY_KM,
    amid_km: float = _AMID_KM,
) -> bool:
    """Say whether distances to kin and to strangers are those of a wrong join.

    Two places joined to one wrong hromada vouch for each other; so, of many kin, the second
    counts as well where strangers lie next door.

    Parameters
    ----------
    own
        Kilometres to the settlements of the own hromada, the nearest first.
    others
        Kilometres to the two nearest of other hromadas.
    stray_km, amid_km
        How far the kin, and how much nearer the strangers must be.

    Examples
    --------
    >>> is_apart([28.0], [3.0, 4.0]), is_apart([28.0], [22.0, 26.0])
    (True, False)
    >>> is_apart([3.8, 19.6, 24.0, 25.0, 26.0], [3.0, 3.2])
    True
    >>> is_apart([], [3.0, 3.2])
    False
    """
    if not own or len(others) <= 1:
        return False
    if own[0] > stray_km and own[0] - others[1] > amid_km:
        return True
    is_next_door = len(own) >= _SEVERAL and own[0] > others[0] and others[1] < _BESIDE_KM
    return is_next_door and own[1] > stray_km and own[1] - others[1] > amid_km


def _distances(
    codifier: Codifier, unit: Unit, hromada: str, points: Mapping[str, tuple[float, float]]
) -> list[float]:
    """Return how far the known settlements of a hromada lie from one, the nearest first."""
    return sorted(
        distance_km(*points[unit.code], *points[member.code])
        for member in codifier.members.get(hromada, ())
        if member.code in points and member.code != unit.code
    )


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
            for unit, number in found.values():
                names = (unit.name, *formers.get(unit.code, ()))
                is_main = any(_bone(romanise(name)) == main for name in names)
                yield unit, place, is_main, number == 1 and counts[main] == 1


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
    raion = kin.get(codifier.above(unit, "P"), {})
    point = (place.lat, place.lon)
    hromada = codifier.above(unit, "H")
    near = [
        distance_km(*point, *raion[other.code])
        for other in codifier.members.get(hromada, ())
        if other.code in raion and other.code != unit.code and raion[other.code] != point
    ]
    cost = _MEMBER_WEIGHT * min(near) if near else _second_nearest(point, raion, unit.code)
    if unit.letter in "MK" and place.population < _TOWN_PEOPLE:
        cost += _NOT_A_TOWN_KM
    if unit.letter in "MK" and is_main and place.population >= _SURE_PEOPLE:
        return min(cost, _KIN_KM) - 2 * _KIN_KM  # of two such cities the one near its kin
    if not is_main:
        cost += _ALTERNATE_KM
    if is_only:
        return cost - _KIN_KM / 4
    if unit.letter == "C" and place.population >= _TOWN_PEOPLE:
        cost += _NOT_A_TOWN_KM
    size = min(1.0, place.population / _TOWN_PEOPLE)  # of two namesakes the town is the larger
    cost -= _TOWN_KM * size if unit.letter == "X" else 0.0
    return cost - _SEAT_KM * size if codifier.seat(hromada) is unit else cost
