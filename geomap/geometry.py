"""Place and relation → point, shape, radius and precision.

Gazetteer geometry comes first: a country, a first-level unit, a sea or a border is its
area or line, and its point is a label that lies on it; a settlement or district is a point
with a radius. A country keeps its reference point and is never drawn as one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from geomap.records import Precision, Resolution, maker_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer
    from geomap.records import Place

__all__ = ["PRECISION_OF", "label_of", "locate", "precision_of"]

_to_record = maker_of(Resolution)

PRECISION_OF = {
    "continent": Precision.COUNTRY,  # like a country: a list entry, never a pin
    "country": Precision.COUNTRY,
    "region": Precision.REGION,
    "admin1": Precision.REGION,
    "admin2": Precision.LOCALITY_AREA,
    "hromada": Precision.LOCALITY_AREA,
    "city": Precision.SETTLEMENT,
    "town": Precision.SETTLEMENT,
    "village": Precision.SETTLEMENT,
    "district": Precision.CITY_DISTRICT,
    "ocean": Precision.SEA,
    "sea": Precision.SEA,
    "bay": Precision.SEA,
    "strait": Precision.SEA,
    "estuary": Precision.AREA,
    "lake": Precision.AREA,
    "reservoir": Precision.AREA,
    "mountains": Precision.AREA,
    "island": Precision.AREA,
    "cape": Precision.AREA,
    "spit": Precision.AREA,
    "river": Precision.LINE,
    "border": Precision.LINE,
    "road": Precision.LINE,
}
"""The precision of each kind of place; every other kind is a site (DESIGN 4)."""

_SHAPED = frozenset(
    {Precision.REGION, Precision.LINE, Precision.AREA, Precision.SEA, Precision.COUNTRY}
)
# A village that is known only by the seat of its hromada or raion has at least this radius
# (median error 9 km, 90 % 19 km; own places of settlements have 5 km and less).
_SEAT_RADIUS_KM = 8.0
# A raion or county placed at the town it is named after reaches so far (Ukraine's raions of
# before 2020: event median 19 km from the seat, 93 % within 45 km).
_UNIT_RADIUS_KM = 40.0
_UNITS = frozenset({"admin2", "hromada"})
_SETTLEMENTS = frozenset({"city", "town", "village"})


# How far the words "near X" and the like reach beyond X, in kilometres: front-line reports put
# fighting "near" a town up to a raion's width away.
_BEYOND_KM = {"near": 10.0, "outskirts": 6.0, "area": 15.0, "direction": 20.0, "part": 4.0}
_PLACED = frozenset({Precision.SITE, Precision.SETTLEMENT, Precision.CITY_DISTRICT})
_BEARINGS = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}
_KM_PER_DEGREE = 111.2
_MOST_KM = 500.0  # a distance beyond it is a slip of the pen or of the reader
_SHARE = 0.35  # of a stated distance: "30 km north of" is a rounded number and a rounded bearing


def _moved(relation: str, lat: float, lon: float) -> tuple[float, float, float]:
    """Return the point a relation leads to, and the radius of its doubt (0 without one).

    Examples
    --------
    >>> lat, lon, radius_km = _moved("distance/N/30", 46.64, 32.61)
    >>> round(lat, 2), round(lon, 2), round(radius_km, 1)
    (46.91, 32.61, 15.5)
    >>> _moved("near", 46.64, 32.61), _moved("", 46.64, 32.61)
    ((46.64, 32.61, 10.0), (46.64, 32.61, 0.0))
    """
    kind, *rest = relation.split("/")
    if kind != "distance":
        return lat, lon, _BEYOND_KM.get(kind, 0.0)
    bearing = _BEARINGS.get(rest[0]) if rest else None
    km = float(rest[-1]) if rest and rest[-1][0].isdigit() else 0.0
    if not 0 < km <= _MOST_KM:
        return lat, lon, _BEYOND_KM["near"]
    if bearing is None:
        return lat, lon, km * (1 + _SHARE)
    angle = math.radians(bearing)
    north, east = km * math.cos(angle), km * math.sin(angle)
    per_degree = _KM_PER_DEGREE * max(0.01, math.cos(math.radians(lat)))
    return lat + north / _KM_PER_DEGREE, lon + east / per_degree, km * _SHARE + 5.0


def precision_of(place: Place) -> Precision:
    """Return how fine a place is.

    Examples
    --------
    >>> from geomap.records import Place
    >>> precision_of(Place("a", "Kyiv", "city", 50.45, 30.52, 15.0)).value
    'settlement'
    >>> precision_of(Place("b", "Antonivka Bridge", "bridge", 46.67, 32.72, 1.0)).value
    'site'
    """
    if place.kind in {"town", "village"} and place.radius_km >= _SEAT_RADIUS_KM:
        return Precision.LOCALITY_AREA
    return PRECISION_OF.get(place.kind, Precision.SITE)


def label_of(place: Place, gazetteer: Gazetteer) -> tuple[float, float]:
    """Return the (lat, lon) that outputs and geocoder show of a place.

    A place with a shape, such as an oblast or a sea, has a label point that lies on it; any
    other place, and a country, its reference point.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> gazetteer = open_gazetteer()
    >>> kyiv = gazetteer.place("curated:ua.kyiv")
    >>> label_of(kyiv, gazetteer) == (kyiv.lat, kyiv.lon)
    True
    """
    precision = precision_of(place)
    if precision not in _SHAPED or precision is Precision.COUNTRY:
        return place.lat, place.lon
    return gazetteer.label_point(place.place_id) or (place.lat, place.lon)


def _is_unit(kinds: frozenset[str]) -> bool:
    """Return whether the words name a district or county, even if a namesake town is the place."""
    return not _UNITS.isdisjoint(kinds) and _SETTLEMENTS.isdisjoint(kinds)


def locate(resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """Return the resolutions with point, radius, precision and shape, in the same order.

    The point of an area, sea or line lies on its shape where the gazetteer has one; a
    country keeps its reference point. A mention without a place stays as it is.
    """
    known: dict[tuple[str, str, bool], _Spot] = {}
    located = []
    for resolution in resolutions:
        place = resolution.place
        if place is not None:
            key = (place.place_id, resolution.relation, _is_unit(resolution.mention.kinds))
            spot = known.get(key)
            if spot is None:
                spot = known[key] = _spot_of(place, *key[1:], gazetteer)
            resolution = _located(resolution, spot)  # noqa: PLW2901 - the same one, with its place
        located.append(resolution)
    return tuple(located)


class _Spot(NamedTuple):
    """Where a place under a relation is drawn: the last fields of a resolution."""

    geometry: BaseGeometry | None
    lat: float
    lon: float
    radius_km: float
    precision: Precision


def _located(resolution: Resolution, spot: _Spot) -> Resolution:
    """Return a resolution with its spot."""
    return _to_record(
        resolution.mention,
        resolution.place,
        resolution.score,
        resolution.candidates,
        resolution.evidence,
        resolution.relation,
        *spot,
        resolution.reason,
    )


def _spot_of(place: Place, relation: str, is_unit: bool, gazetteer: Gazetteer) -> _Spot:  # noqa: FBT001 - part of a key
    precision = precision_of(place)
    lat, lon, radius_km = place.lat, place.lon, place.radius_km
    geometry = gazetteer.geometry(place.place_id) if precision in _SHAPED else None
    if geometry is not None:
        lat, lon = label_of(place, gazetteer)
    if precision is Precision.SETTLEMENT and is_unit:
        precision, radius_km = Precision.LOCALITY_AREA, max(radius_km, _UNIT_RADIUS_KM)
    elif precision in _PLACED:
        lat, lon, moved_km = _moved(relation, lat, lon)
        radius_km = max(radius_km, moved_km)
        if relation.startswith("distance/"):
            precision = Precision.LOCALITY_AREA
    return _Spot(geometry, lat, lon, radius_km, precision)
