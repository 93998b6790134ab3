"""Kilometres on the ground around a point: directions, distances, discs, sectors, projection.

The projection is azimuthal and equidistant on the sphere that fits the ellipsoid best at its
middle: lengths are right to 0.2 % within 300 km and to 1 % within 1,000 km (the tests measure
it against geopy's geodesic). pyproj would be exact, but costs 0.3 ms for each new middle and
0.2 s to load, and a relation in a text is never as exact as that.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "BEARINGS",
    "LatLon",
    "Plane",
    "bearing_deg",
    "disc",
    "is_drawable",
    "plane_at",
    "point_at",
    "radius_at",
    "ring",
    "sector",
    "within_world",
]

BEARINGS = {"N": 0.0, "NE": 45.0, "E": 90.0, "SE": 135.0, "S": 180.0, "SW": 225.0, "W": 270.0}
BEARINGS["NW"] = 315.0
_MAJOR_KM, _FLATTENING = 6378.137, 1 / 298.257223563  # WGS 84
_STEP_DEG = 7.5  # of a circle: the chord stays within 0.2 % of the arc
_STRAIGHT_KM, _STRAIGHT_DEG = 200.0, 2.0  # at 50° N a longer line bends by more than 1 km
_FULL = 360.0
_POLE = 89.5  # beyond it a shape in degrees is no picture of the ground

LatLon = tuple[float, float]


def radius_at(lat: float) -> float:
    """Return the radius of the sphere that fits the ellipsoid at a latitude, kilometres."""
    square = _FLATTENING * (2 - _FLATTENING)
    share = 1 - square * math.sin(math.radians(lat)) ** 2
    return _MAJOR_KM * math.sqrt(1 - square) / share


def point_at(lat: float, lon: float, km: float, bearing: float) -> LatLon:
    """Return the point so many kilometres away in a direction, degrees clockwise from north.

    Examples
    --------
    >>> lat, lon = point_at(50.45, 30.52, 100.0, 0.0)
    >>> round(lat, 2), round(lon, 2)
    (51.35, 30.52)
    """
    angle, turn = km / radius_at(lat), math.radians(bearing)
    start = math.radians(lat)
    sine = math.sin(start) * math.cos(angle)
    sine += math.cos(start) * math.sin(angle) * math.cos(turn)
    end = math.asin(max(-1.0, min(1.0, sine)))
    east = math.sin(turn) * math.sin(angle) * math.cos(start)
    side = math.atan2(east, math.cos(angle) - math.sin(start) * math.sin(end))
    return math.degrees(end), lon + math.degrees(side)


def bearing_deg(a: LatLon, b: LatLon) -> float:
    """Return the direction from one point (lat, lon) to another, degrees clockwise from north.

    Examples
    --------
    >>> round(bearing_deg((50.0, 30.0), (51.0, 30.0))), round(bearing_deg((0.0, 0.0), (0.0, 1.0)))
    (0, 90)
    """
    (lat_a, lat_b), turn = (math.radians(p[0]) for p in (a, b)), math.radians(b[1] - a[1])
    east = math.sin(turn) * math.cos(lat_b)
    north = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(turn)
    return math.degrees(math.atan2(east, north)) % _FULL


def disc(lat: float, lon: float, km: float) -> BaseGeometry:
    """Return the area within so many kilometres of a point."""
    return sector(lat, lon, 0.0, km, bearing=0.0, width=_FULL)


def ring(lat: float, lon: float, low_km: float, high_km: float) -> BaseGeometry:
    """Return the area between two distances from a point."""
    return sector(lat, lon, low_km, high_km, bearing=0.0, width=_FULL)


def sector(  # noqa: PLR0913 - a middle, two distances and two angles
    lat: float, lon: float, low_km: float, high_km: float, *, bearing: float, width: float
) -> BaseGeometry:
    """Return the area between two distances, within ``width`` degrees around a direction.

    Examples
    --------
    >>> north = sector(48.0, 37.0, 10.0, 20.0, bearing=0.0, width=45.0)
    >>> [round(edge, 2) for edge in north.bounds]
    [36.9, 48.08, 37.1, 48.18]
    """
    import numpy as np  # noqa: PLC0415 - an article without relations does not need it
    import shapely  # noqa: PLC0415 - as above

    outer, inner = _arc(lat, lon, high_km, bearing, width), None
    if low_km > 0:  # clockwise, as RFC 7946 wants rings that are left out
        inner = _arc(lat, lon, low_km, bearing, width)[::-1]
    if width >= _FULL:
        return within_world(shapely.Polygon(outer, None if inner is None else [inner]))
    corner = np.array([[lon, lat]]) if inner is None else inner
    return within_world(shapely.Polygon(np.concatenate((outer, corner))))


def _arc(lat: float, lon: float, km: float, bearing: float, width: float) -> Any:  # noqa: ANN401 - an array; numpy comes with shapely
    """Return the points (lon, lat) of an arc around a direction, counter-clockwise."""
    import numpy as np  # noqa: PLC0415 - as above

    east, north = _turns(bearing, width)
    angle, middle = km / radius_at(lat), math.radians(lat)
    side, ahead = math.sin(angle), math.cos(angle)
    up = math.cos(middle) * ahead - math.sin(middle) * side * north
    sine = math.sin(middle) * ahead + math.cos(middle) * side * north
    arc = np.degrees(np.stack((np.arctan2(side * east, up), np.arcsin(sine)), 1))
    arc[:, 0] += lon
    return arc


@lru_cache(maxsize=64)
def _turns(bearing: float, width: float) -> tuple[Any, Any]:
    """Return the east and north parts of directions around one, counter-clockwise."""
    import numpy as np  # noqa: PLC0415 - as above

    steps = max(2, math.ceil(width / _STEP_DEG))
    turns = np.radians(bearing + width * np.linspace(0.5, -0.5, steps + 1))
    if width >= _FULL:
        turns[-1] = turns[0]
    return np.sin(turns), np.cos(turns)


class Plane:
    """The ground around a point, in kilometres east and north of it.

    Examples
    --------
    >>> import shapely
    >>> plane = Plane(48.0, 37.0)
    >>> there = plane.project(shapely.Point(37.0, 49.0))
    >>> round(abs(there.x), 6), round(there.y)
    (0.0, 111)
    """

    def __init__(self, lat: float, lon: float) -> None:
        self.lat, self.lon = lat, lon
        self._radius = radius_at(lat)

    def project(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in degrees (lon, lat) as one in kilometres."""
        import shapely  # noqa: PLC0415 - as above

        return shapely.transform(shapely.segmentize(shape, _STRAIGHT_DEG), self._to_km)

    def unproject(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in kilometres as one in degrees, cut where the longitude turns over."""
        import shapely  # noqa: PLC0415 - as above

        fine = shapely.segmentize(shape, _STRAIGHT_KM)
        return within_world(shapely.transform(fine, self.to_degrees))

    def place_of(self, east: float, north: float) -> LatLon:
        """Return the (lat, lon) of a point in kilometres."""
        bearing = math.degrees(math.atan2(east, north))
        lat, lon = point_at(self.lat, self.lon, math.hypot(east, north), bearing)
        return lat, (lon + _FULL / 2) % _FULL - _FULL / 2

    def _to_km(self, points: Any) -> Any:  # noqa: ANN401 - arrays; numpy comes with shapely
        import numpy as np  # noqa: PLC0415 - as above

        middle, lat = math.radians(self.lat), np.radians(points[:, 1])
        turn = np.radians(points[:, 0] - self.lon)
        up = math.sin(middle) * np.sin(lat) + math.cos(middle) * np.cos(lat) * np.cos(turn)
        east = np.cos(lat) * np.sin(turn)
        north = math.cos(middle) * np.sin(lat) - math.sin(middle) * np.cos(lat) * np.cos(turn)
        reach = np.hypot(east, north)
        angle = np.arctan2(reach, up)
        scale = self._radius * np.where(reach > 0, angle / np.where(reach > 0, reach, 1.0), 1.0)
        return np.column_stack((east * scale, north * scale))

    def to_degrees(self, points: Any) -> Any:  # noqa: ANN401 - as above
        """Return an array of points in kilometres (east, north) as (lon, lat) in degrees."""
        import numpy as np  # noqa: PLC0415 - as above

        middle, reach = math.radians(self.lat), np.hypot(points[:, 0], points[:, 1])
        angle = reach / self._radius
        unit = np.where(reach > 0, reach, 1.0)
        north, east = points[:, 1] / unit, points[:, 0] / unit
        sine = math.sin(middle) * np.cos(angle) + math.cos(middle) * np.sin(angle) * north
        up = np.cos(angle) * math.cos(middle) - np.sin(angle) * math.sin(middle) * north
        turn = np.arctan2(east * np.sin(angle), up)
        lat = np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))
        return np.column_stack((self.lon + np.degrees(turn), lat))


@lru_cache(maxsize=256)
def plane_at(lat: float, lon: float) -> Plane:
    """Return the plane around a point."""
    return Plane(lat, lon)


def is_drawable(lat: float, km: float) -> bool:
    """Return whether a shape that reaches so far from a latitude stays clear of the poles."""
    return abs(lat) + math.degrees(km / radius_at(lat)) < _POLE


def within_world(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape cut at the antimeridian if it crosses it (RFC 7946 3.1.9)."""
    import shapely  # noqa: PLC0415 - as above
    from shapely.affinity import translate  # noqa: PLC0415 - as above

    west, _, east, _ = shape.bounds if not shape.is_empty else (0.0, 0.0, 0.0, 0.0)
    if west >= -_FULL / 2 and east <= _FULL / 2:
        return shape
    parts = [
        translate(shapely.intersection(shape, shapely.box(low, -90, low + _FULL, 90)), xoff=shift)
        for low, shift in ((-540.0, _FULL), (-180.0, 0.0), (180.0, -_FULL))
    ]
    return shapely.union_all([part for part in parts if not part.is_empty])
