"""Outlines of seas, gulfs and straits: what the land leaves free, closed where water goes on.

For maintainers: `geomap.gazetteer.sources` calls this to refresh ``gazetteer/areas``. Which
waters, and the lines that close them, is said by ``gazetteer/curated/seas.csv``: a point
inside, a frame, and the limits as the International Hydrographic Organization draws them
(S-23, "Limits of Oceans and Seas").
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from geomap.gazetteer.tables import Row, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

__all__ = ["SEA_COLUMNS", "Sea", "read_seas", "sea_areas"]

SEA_COLUMNS = ("id", "inside", "west", "south", "east", "north", "lines", "area", "source")
_GRAIN = 0.02  # degrees, as the coasts of the theatre …
_SHARE = 1 / 350  # … or so much of the side of a square of its size: a page carries its outline
_ISLAND = 10.0  # square grains of an island that is left out
_LINE_WIDTH = 0.004  # of a closing line, so that it parts the water
_REACH = 0.1  # degrees that a line goes on over its ends: the coasts drawn lie off the capes
_PAIR = 2

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sea:
    """A sea of the table: a point (lon, lat) in it, its frame and the lines that close it."""

    row: Row
    inside: Point
    frame: tuple[float, float, float, float]
    lines: tuple[tuple[Point, ...], ...]


def read_seas(path: Path) -> tuple[Sea, ...]:
    """Return the seas of the table.

    Raises
    ------
    GazetteerError
        If a row is bad; file, line and fault are named.
    """
    return tuple(_sea(row) for row in read_table(path, SEA_COLUMNS))


def sea_areas(seas: Iterable[Sea], land: Sequence[BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return place id → the water around the point inside, within the frame and the lines.

    Parameters
    ----------
    seas
        What `read_seas` returned.
    land
        The areas of the world, however cut up.

    Raises
    ------
    GazetteerError
        If the point is on land, or the water reaches the frame: a gap is open.
    """
    tree = shapely.STRtree(land)
    return {sea.row["id"]: _area(sea, land, tree) for sea in seas}


def _sea(row: Row) -> Sea:
    (inside,) = _points(row, row.text("inside"))
    west, east = row.number("west", -180, 180), row.number("east", -180, 180)
    frame = (west, row.number("south", -90, 90), east, row.number("north", -90, 90))
    lines = tuple(_points(row, line) for line in row.items("lines"))
    for line, text in zip(lines, row.items("lines"), strict=True):
        if len(line) == 1:
            row.refuse(f"{text!r} is one point, no line")
    return Sea(row, inside, frame, lines)


def _points(row: Row, text: str) -> tuple[Point, ...]:
    """Return the points (lon, lat) of a text ``lat lon lat lon …``."""
    try:
        numbers = [float(word) for word in text.split()]
    except ValueError as error:
        row.refuse(f"{text!r} is no row of latitudes and longitudes", error)
    if not numbers or len(numbers) % _PAIR:
        row.refuse(f"{text!r} has a latitude without a longitude")
    return tuple(zip(numbers[1::_PAIR], numbers[::_PAIR], strict=True))


def _area(sea: Sea, land: Sequence[BaseGeometry], tree: shapely.STRtree) -> BaseGeometry:
    frame = shapely.box(*sea.frame)
    near = shapely.union_all([land[index] for index in tree.query(frame, predicate="intersects")])
    lines = shapely.union_all([_closing(line) for line in sea.lines])
    inside = shapely.Point(*sea.inside)
    water = frame.difference(near).difference(lines)
    parts = getattr(water, "geoms", [water])
    found = next((part for part in parts if part.contains(inside)), None)
    if found is None:
        sea.row.refuse(f"the point {sea.row['inside']} is not in the water")
    if found.intersects(frame.exterior):
        sea.row.refuse("the water reaches the frame; close the gap with a line, or widen the frame")
    return _simplified(found)


def _simplified(water: shapely.Polygon) -> BaseGeometry:
    """Return a sea as fine as its size allows, without its islets."""
    grain = max(_GRAIN, _SHARE * math.sqrt(water.area))
    islands = [r for r in water.interiors if shapely.Polygon(r).area > _ISLAND * grain**2]
    return shapely.Polygon(water.exterior, islands).simplify(grain)


def _closing(line: Sequence[Point]) -> BaseGeometry:
    """Return a line that parts the water, a little longer at both ends."""
    ends = _beyond(line[1], line[0]), _beyond(line[-2], line[-1])
    return shapely.LineString([ends[0], *line, ends[1]]).buffer(_LINE_WIDTH)


def _beyond(start: Point, end: Point) -> Point:
    """Return the point behind the end of a line."""
    far = _REACH / math.dist(start, end)
    return end[0] + far * (end[0] - start[0]), end[1] + far * (end[1] - start[1])
