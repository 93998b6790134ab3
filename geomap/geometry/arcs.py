"""Great circles: the way from one point to another through the air, as lines of a map."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.gazetteer import distance_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.geometry.plane import LatLon

__all__ = ["great_circle", "point_towards"]

_KM_PER_VERTEX = 100.0  # a great circle drawn with a vertex every 100 km bends by under 200 m
_MOST_VERTICES = 33
_HALF_TURN = 180.0


def great_circle(a: LatLon, b: LatLon) -> list[list[LatLon]]:
    """Return the shortest line between two points (lat, lon).

    It is one part, or two where it crosses the antimeridian (RFC 7946 3.1.9).

    Examples
    --------
    >>> great_circle((50.0, 30.0), (50.0, 31.0))
    [[(50.0, 30.0), (50.0, 31.0)]]
    >>> west, east = great_circle((52.0, 177.0), (52.0, -176.0))
    >>> west[-1][1], east[0][1]
    (180.0, -180.0)
    """
    km = distance_km(*a, *b)
    steps = min(_MOST_VERTICES - 1, max(1, math.ceil(km / _KM_PER_VERTEX)))
    line = [a, *(_between(a, b, step / steps) for step in range(1, steps)), b]
    return _cut_at_antimeridian(line)


def point_towards(a: LatLon, b: LatLon, km: float) -> LatLon:
    """Return the point so far from one point on the way to another, or the other if it is nearer.

    Examples
    --------
    >>> point_towards((0.0, 0.0), (0.0, 1.0), 500.0)
    (0.0, 1.0)
    """
    far = distance_km(*a, *b)
    return b if far <= km else _between(a, b, km / far)


def _between(a: LatLon, b: LatLon, share: float) -> LatLon:
    p, q = _vector(a), _vector(b)
    angle = 2 * math.asin(min(1.0, math.dist(p, q) / 2))
    if math.pi - angle < 1e-9:  # noqa: PLR2004 - antipodes: every great circle joins them
        return a
    u, v = math.sin((1 - share) * angle), math.sin(share * angle)
    x, y, z = (u * m + v * n for m, n in zip(p, q, strict=True))
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _vector(point: LatLon) -> tuple[float, float, float]:
    lat, lon = map(math.radians, point)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _cut_at_antimeridian(line: Sequence[LatLon]) -> list[list[LatLon]]:
    parts = [[line[0]]]
    for (lat_a, lon_a), (lat_b, lon_b) in pairwise(line):
        if abs(lon_b - lon_a) > _HALF_TURN:
            side = math.copysign(_HALF_TURN, lon_a)
            ahead = lon_b + 2 * side - lon_a
            share = (side - lon_a) / ahead if ahead else 0.0
            lat = lat_a + (lat_b - lat_a) * share
            parts[-1].append((lat, side))
            parts.append([(lat, -side)])
        parts[-1].append((lat_b, lon_b))
    return parts
