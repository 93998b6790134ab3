"""Shapes on the ground: cut by direction, widened, halved, and how far they reach."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.geometry.plane import BEARINGS, LatLon, plane_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry import Point
    from shapely.geometry.base import BaseGeometry

    from geomap.geometry.plane import Plane
    from geomap.records import Precision

__all__ = [
    "Spot",
    "banded",
    "corridor",
    "far_part",
    "halves",
    "is_on",
    "middle_part",
    "reach_km",
    "side_of",
    "split_by",
    "spot_in",
    "wedge",
]

_CARDINAL_DEG, _BETWEEN_DEG = 100.0, 70.0  # how wide "east" and "north-east" are of a whole
_FAR_KM = 8_000.0
_QUARTER = 3  # segments of a quarter circle: within 2 % of a true one
_TOLERANCE_KM = 1.0  # outlines are drawn with a tolerance of 2 km
_COARSENESS, _COARSEST_KM = 0.2, 5.0  # of a width: nobody sees more of its edge
_SHARE = 0.9
_CLEAR_KM, _CLEAR_SHARE = 1.0, 20.0
_LABELS_TRIED = 12
_MARGIN_KM = 20.0
_PROLONGED_KM = 400.0  # farther than any region is wide
_ISLET = 0.02
_CELLS, _FEW = 14, 12


class Spot(NamedTuple):
    """Where a place under a relation is drawn: the last fields of a resolution."""

    geometry: BaseGeometry | None
    lat: float
    lon: float
    radius_km: float
    precision: Precision


def spot_in(
    plane: Plane, shape: BaseGeometry, precision: Precision, at: BaseGeometry | None = None
) -> Spot | None:
    """Return the spot of a shape in kilometres: a point in it, and how far nine tenths reach.

    Parameters
    ----------
    plane
        Where the shape lies.
    shape
        An area in the plane.
    precision
        How fine it is.
    at
        A line or point of it that its label shall lie on; else any point inside.
    """
    import shapely  # noqa: PLC0415 - an article without relations does not need it

    shape = _areas_of(shape)
    if shape.is_empty:
        return None
    inside = _inside(shape)
    point = _label(shape, inside, at)
    drawn = plane.unproject(shape)
    if not drawn.is_valid:
        drawn = _areas_of(shapely.make_valid(drawn))
    lat, lon = plane.place_of(point.x, point.y)
    if not drawn.covers(shapely.Point(lon, lat)):  # of a sliver whose edges bend
        spot = drawn.representative_point()
        lat, lon = spot.y, spot.x
    return Spot(drawn, lat, lon, _reach(inside, point.x, point.y), precision)


def is_on(shape: BaseGeometry, lat: float, lon: float) -> bool:
    """Return whether a point lies in or on a shape in degrees."""
    import shapely  # noqa: PLC0415 - as above

    return bool(shape.covers(shapely.Point(lon, lat)))


def reach_km(shape: BaseGeometry, lat: float, lon: float) -> float:
    """Return the distance from a point that holds nine tenths of an area or line in degrees."""
    plane = plane_at(lat, lon)
    ground = plane.project(shape)
    if shape.geom_type.endswith("LineString"):
        ground = ground.buffer(_TOLERANCE_KM)
    return _reach(_inside(ground), 0.0, 0.0)


def _areas_of(shape: BaseGeometry) -> BaseGeometry:
    import shapely  # noqa: PLC0415 - as above

    if shape.geom_type == "Polygon":
        return shape
    parts = [part for part in getattr(shape, "geoms", ()) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts) if parts else shapely.Polygon()


def _inside(shape: BaseGeometry) -> Any:  # noqa: ANN401 - an array; numpy comes with shapely
    """Return the points of a grid over an area that lie in it, at least one."""
    import numpy as np  # noqa: PLC0415 - as above
    import shapely  # noqa: PLC0415 - as above

    west, south, east, north = shape.bounds
    steps = (np.arange(_CELLS) + 0.5) / _CELLS
    x = np.tile(west + (east - west) * steps, _CELLS)
    y = np.repeat(south + (north - south) * steps, _CELLS)
    shapely.prepare(shape)
    kept = shapely.contains_xy(shape, x, y)
    points = np.column_stack((x[kept], y[kept]))
    if len(points) < _FEW:  # strips and islets that the grid passes by
        points = np.concatenate((points, shapely.get_coordinates(shape)))
    return points


def _label(shape: BaseGeometry, inside: Any, at: Any) -> Point:  # noqa: ANN401 - array; line or lines
    """Return a point of an area: the middle of the longest line given, else near its own middle.

    What is straight in kilometres bends in degrees, so a label keeps clear of the edge.
    """
    clear = min(_CLEAR_KM, math.sqrt(shape.area) / _CLEAR_SHARE)
    edge = shape.boundary
    for point in _wanted(shape, inside, at):
        if shape.covers(point) and edge.distance(point) >= clear:
            return point
    return shape.representative_point()


def _wanted(shape: BaseGeometry, inside: Any, at: Any) -> Iterator[Point]:  # noqa: ANN401 - as above
    """Yield where a label would stand best, then where it may."""
    import numpy as np  # noqa: PLC0415 - as above
    import shapely  # noqa: PLC0415 - as above

    if at is not None and not at.is_empty:
        longest = max(getattr(at, "geoms", [at]), key=lambda line: line.length)
        is_point = longest.geom_type == "Point"
        yield longest if is_point else longest.interpolate(0.5, normalized=True)
    middle = shape.centroid
    yield middle
    far = np.hypot(inside[:, 0] - middle.x, inside[:, 1] - middle.y)
    for x, y in inside[far.argsort(kind="stable")[:_LABELS_TRIED]]:
        yield shapely.Point(float(x), float(y))


def _reach(inside: Any, x: float, y: float) -> float:  # noqa: ANN401 - as above
    """Return the distance from a point that holds nine tenths of some others."""
    import numpy as np  # noqa: PLC0415 - as above

    far = np.sort(np.hypot(inside[:, 0] - x, inside[:, 1] - y))
    return round(float(far[min(len(far) - 1, int(_SHARE * len(far)))]), 1)


def wedge(direction: str, around: Point) -> BaseGeometry:
    """Return what lies in a direction from a point of the plane."""
    import shapely  # noqa: PLC0415 - as above

    width = _CARDINAL_DEG if len(direction) == 1 else _BETWEEN_DEG
    turns = [BEARINGS[direction] + width * share for share in (-0.5, -0.25, 0.0, 0.25, 0.5)]
    far = [
        (
            around.x + _FAR_KM * math.sin(math.radians(t)),
            around.y + _FAR_KM * math.cos(math.radians(t)),
        )
        for t in turns
    ]
    return shapely.Polygon([(around.x, around.y), *far])


def far_part(shape: BaseGeometry, direction: str, share: float) -> BaseGeometry:
    """Return the part of an area that lies farthest in a direction: ``share`` of its extent."""
    import numpy as np  # noqa: PLC0415 - as above
    import shapely  # noqa: PLC0415 - as above

    angle = math.radians(BEARINGS[direction])
    east, north = math.sin(angle), math.cos(angle)
    turn = np.array([[east, -north], [north, east]])  # the direction becomes the first axis
    ahead = shapely.transform(shape, lambda points: points @ turn)
    low, left, high, right = ahead.bounds
    part = shapely.clip_by_rect(ahead, high - share * (high - low), left - 1, high + 1, right + 1)
    return shapely.transform(part, lambda points: points @ turn.T)


def middle_part(shape: BaseGeometry, share: float) -> BaseGeometry:
    """Return the middle of an area: what its shrunk outline covers."""
    from shapely.affinity import scale  # noqa: PLC0415 - as above

    return shape.intersection(scale(shape.convex_hull, share, share, origin="centroid"))


def banded(shape: BaseGeometry, km: float, above_km: float = 0.0) -> BaseGeometry:
    """Return the area within so many kilometres of a line or area of the plane.

    Below nought it is what lies so deep inside an area. What lies no farther than
    ``above_km`` is left out. The edge is as fine as the band is wide.
    """
    coarse = shape.simplify(min(_COARSEST_KM, abs(km - above_km) * _COARSENESS))
    area = coarse.buffer(km, quad_segs=_QUARTER)
    return area.difference(coarse.buffer(above_km, quad_segs=_QUARTER)) if above_km else area


def halves(line: BaseGeometry, km: float) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the areas to the left and the right of a line, seen along it."""
    import shapely  # noqa: PLC0415 - as above

    parts = [part.simplify(_TOLERANCE_KM) for part in getattr(line, "geoms", [line])]
    sides = [
        [
            part.buffer(side * km, single_sided=True, join_style="mitre", mitre_limit=1.5)
            for part in parts
        ]
        for side in (1, -1)
    ]
    left, right = (shapely.union_all([s.buffer(0) for s in side]) for side in sides)
    return left, right


def split_by(area: BaseGeometry, line: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the parts of an area to the left and the right of a line that runs through it."""
    import shapely  # noqa: PLC0415 - as above
    from shapely.ops import split  # noqa: PLC0415 - as above

    near = line.intersection(area.envelope.buffer(_MARGIN_KM))
    course = max(getattr(near, "geoms", [near]), key=lambda part: part.length)
    through = _prolonged(course)
    sides: tuple[list[BaseGeometry], list[BaseGeometry]] = ([], [])
    least = _ISLET * area.area  # on which bank an islet in the mouth of a river lies is not known
    for polygon in getattr(area, "geoms", [area]):
        parts = split(polygon, through).geoms
        for part in parts if len(parts) > 1 or polygon.area >= least else ():
            sides[side_of(through, part.representative_point()) < 0].append(part)
    left, right = (shapely.union_all(side) for side in sides)
    return left, right


def _prolonged(line: BaseGeometry) -> BaseGeometry:
    """Return a line that goes straight on at both ends."""
    import shapely  # noqa: PLC0415 - as above

    points = [tuple(point) for point in line.coords]
    return shapely.LineString(
        [_beyond_end(points[1], points[0]), *points, _beyond_end(points[-2], points[-1])]
    )


def _beyond_end(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float]:
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return tuple(q + (q - p) / length * _PROLONGED_KM for p, q in zip(a, b, strict=True))  # type: ignore[return-value]  # two numbers


def corridor(a: LatLon, b: LatLon, half_km: float) -> tuple[Plane, BaseGeometry, BaseGeometry]:
    """Return plane, area and line of the way between two points (lat, lon)."""
    import shapely  # noqa: PLC0415 - as above

    turn = (b[1] - a[1] + 180) % 360 - 180
    plane = plane_at((a[0] + b[0]) / 2, a[1] + turn / 2)
    line = plane.project(shapely.LineString([(a[1], a[0]), (a[1] + turn, b[0])]))
    return plane, line.buffer(half_km, quad_segs=8), line


def side_of(line: BaseGeometry, point: Point) -> float:
    """Return how far a point lies to the left (more than 0) or right of a line, seen along it."""
    nearest = min(
        (pair for part in getattr(line, "geoms", [line]) for pair in pairwise(part.coords)),
        key=lambda pair: _segment_distance(pair, point),
    )
    (ax, ay), (bx, by) = nearest
    return float((bx - ax) * (point.y - ay) - (by - ay) * (point.x - ax))


def _segment_distance(pair: tuple[tuple[float, float], tuple[float, float]], point: Point) -> float:
    (ax, ay), (bx, by) = pair
    square = (bx - ax) ** 2 + (by - ay) ** 2
    share = (
        0.0 if not square else ((point.x - ax) * (bx - ax) + (point.y - ay) * (by - ay)) / square
    )
    share = max(0.0, min(1.0, share))
    return math.hypot(point.x - ax - share * (bx - ax), point.y - ay - share * (by - ay))
