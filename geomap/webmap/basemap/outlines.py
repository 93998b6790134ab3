"""Natural Earth → ``outlines.json``: the land of the world, finely and from afar.

For maintainers. All outlines come from one coverage, simplified as a whole, so that
neighbours keep one border and the oblasts of Ukraine fill it without a gap. Each country
is kept twice: finely for pages with marks nearby, and roughly for all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from geomap.gazetteer.naturalearth import read_units
from geomap.webmap.basemap.rings import encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer.naturalearth import Unit

__all__ = ["compile_outlines", "part_of", "rings_of"]

_THEATRE = shapely.box(12.0, 40.0, 50.0, 61.0)  # where a vertex is kept to 100 m
_NEAR = (0.02, 0.003)  # degrees of tolerance; square degrees of the smallest island that stays
_FAR = (0.25, 0.3)  # a page that shows a country from afar: 27 KB for the whole world
_HOME = "UA"  # whose first-level units are drawn
_NO_LAND = {"AQ"}  # Mercator cannot show Antarctica
_FINE_DECIMALS, _DECIMALS = 3, 2

Key = tuple[str, str]


def compile_outlines(path: Path) -> list[dict[str, Any]]:
    """Return the parts to draw: countries, the units of Ukraine, and its border.

    Parameters
    ----------
    path
        ``world_map.gpkg`` of the Debian package ``qgis-common``.
    """
    units = _group_units(read_units(path))
    keys = sorted(units)
    near = dict(zip(keys, _simplify([units[key] for key in keys], *_NEAR), strict=True))
    countries = _countries(near)
    codes = sorted(countries)
    far = dict(zip(codes, _simplify([countries[code] for code in codes], *_FAR), strict=True))
    parts = [part_of("country", code, countries[code]) for code in codes]
    parts += [part_of("country", code, far[code], fine=False) for code in codes]
    parts += [part_of("admin1", _HOME, near[key]) for key in keys if key[0] == _HOME]
    return [*parts, part_of("border", _HOME, _land_border(countries, _HOME))]


def _group_units(units: Sequence[Unit]) -> dict[Key, BaseGeometry]:
    groups: dict[Key, list[BaseGeometry]] = {}
    for unit in units:
        if unit.country.isalpha() and unit.country not in _NO_LAND:
            key = (unit.country, unit.fips if unit.country == _HOME else "")
            groups.setdefault(key, []).append(unit.geometry)
    return {key: shapely.union_all(parts).buffer(0) for key, parts in groups.items()}


def _simplify(
    shapes: Sequence[BaseGeometry], tolerance: float, smallest: float
) -> list[BaseGeometry]:
    simple = shapely.coverage_simplify(list(shapes), tolerance)
    return [_without_specks(shape, smallest) for shape in simple]


def _without_specks(shape: BaseGeometry, smallest: float) -> BaseGeometry:
    """Drop small islands; the largest part always stays."""
    parts = sorted(_polygons(shape), key=lambda part: -part.area)
    return shapely.MultiPolygon([p for i, p in enumerate(parts) if not i or p.area >= smallest])


def _countries(units: dict[Key, BaseGeometry]) -> dict[str, BaseGeometry]:
    groups: dict[str, list[BaseGeometry]] = {}
    for (code, _), shape in units.items():
        groups.setdefault(code, []).append(shape)
    return {code: shapely.union_all(parts) for code, parts in groups.items()}


def _land_border(countries: dict[str, BaseGeometry], home: str) -> BaseGeometry:
    """Return the lines that a country shares with others: its outline without the coast."""
    own = countries[home].boundary
    others = [shape.boundary for code, shape in countries.items() if code != home]
    shared = own.intersection(shapely.union_all([o for o in others if o.intersects(own)]))
    lines = [part for part in shapely.get_parts(shared) if part.geom_type == "LineString"]
    return shapely.line_merge(shapely.MultiLineString(lines))


def part_of(kind: str, code: str, shape: BaseGeometry, *, fine: bool = True) -> dict[str, Any]:
    """Return what the page draws of one shape."""
    decimals = _FINE_DECIMALS if fine and _THEATRE.contains(shape.centroid) else _DECIMALS
    return {
        "kind": kind,
        "code": code,
        "box": [round(edge, 2) for edge in shape.bounds],
        "fine": fine,
        "decimals": decimals,
        "rings": [encode(ring, decimals) for ring in rings_of(shape)],
    }


def rings_of(shape: BaseGeometry) -> Iterator[Any]:
    """Yield the coordinates of the rings and lines of a shape."""
    parts: Any = getattr(shape, "geoms", (shape,))
    for part in parts:
        if part.geom_type == "LineString":
            yield part.coords
        elif part.geom_type == "Polygon":
            yield part.exterior.coords
            yield from (hole.coords for hole in part.interiors)


def _polygons(shape: BaseGeometry) -> list[Any]:
    parts: Any = getattr(shape, "geoms", (shape,))
    return [part for part in parts if part.geom_type == "Polygon"]
