"""The gazetteer → ``built.json``: the built-up areas of towns, as large as their people need.

For maintainers. No outline of a town is at hand under a free licence, so each is drawn from
what the gazetteer knows: a disc by population, or for a city with districts the discs around
them as one shape. It says "here is the town", never where exactly it ends, and the key of
the page says so.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import shapely
from shapely import affinity

from geomap.webmap.basemap.outlines import part_of
from geomap.webmap.basemap.rings import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer
    from geomap.records import Place

__all__ = ["compile_built", "town_radius_km"]

_HOME = "UA"
_NEIGHBOURS = {"RU", "BY", "MD"}
_LEAST_HOME, _LEAST_NEAR = 12_000, 100_000  # people; what is smaller is a dot with a name
_KM_PER_DEGREE = 111.2
_QUARTER = 6  # segments of a quarter circle
_TOLERANCE_KM = 0.25
# People on a square kilometre of built-up land: 1,200 in a town of 10,000, and the larger the
# town the closer they live (Bakhmut 1,800, Lviv 3,900, Kharkiv 4,100, Kyiv some 6,000).
_LEAST_DENSITY, _LEAST_TOWN, _CROWDING = 1200.0, 10_000.0, 0.28
_CORE = 0.55  # of the town's radius: the disc around its centre, where there are districts
_SPREAD = 1.25  # discs of districts overlap, so that together they cover the town's area
_FARTHEST = 1.9  # radii from the centre; a part farther off is a settlement of its own


def town_radius_km(population: int) -> float:
    """Return the radius of a disc as large as a town's built-up land.

    Examples
    --------
    >>> round(town_radius_km(10_000), 1), round(town_radius_km(2_950_000), 1)
    (1.6, 12.6)
    """
    density = _LEAST_DENSITY * (population / _LEAST_TOWN) ** _CROWDING
    return math.sqrt(population / density / math.pi)


def compile_built(gazetteer: Gazetteer, outlines: Path) -> list[dict[str, Any]]:
    """Return the parts to draw: each town's built-up area, cut at the coast.

    Parameters
    ----------
    outlines
        ``outlines.json``: the land that the page draws.
    """
    land = _read_land(json.loads(outlines.read_bytes()))
    shapes = (_clipped(_shape_of(town, gazetteer), land) for town in _towns(gazetteer))
    return [part_of("built", "", shape) for shape in shapes if not shape.is_empty]


def _towns(gazetteer: Gazetteer) -> list[Place]:
    found = []
    for country, _ in gazetteer.areas("country"):
        least = {_HOME: _LEAST_HOME, **dict.fromkeys(_NEIGHBOURS, _LEAST_NEAR)}.get(country.country)
        if least is not None:
            below = _below(gazetteer, country)
            found += [p for p in below if p.kind in {"city", "town"} and p.population >= least]
    return sorted(found, key=lambda place: place.place_id)


def _below(gazetteer: Gazetteer, parent: Place) -> Iterator[Place]:
    for place in gazetteer.children(parent.place_id):
        yield place
        yield from _below(gazetteer, place)


def _shape_of(town: Place, gazetteer: Gazetteer) -> BaseGeometry:
    radius = town_radius_km(town.population)
    parts = [p for p in gazetteer.children(town.place_id) if _is_district(p, town, radius)]
    if len(parts) < 3:  # noqa: PLR2004 - two make no shape of a town
        return _disc(town, radius)
    each = radius * _SPREAD / math.sqrt(len(parts))
    discs = [_disc(part, each) for part in parts]
    rounding = each / _KM_PER_DEGREE / 2
    blob = shapely.union_all([_disc(town, radius * _CORE), *discs])
    return blob.buffer(rounding).buffer(-rounding).simplify(_TOLERANCE_KM / _KM_PER_DEGREE)


def _is_district(part: Place, town: Place, radius_km: float) -> bool:
    shrink = math.cos(math.radians(town.lat))
    away = math.hypot(part.lat - town.lat, (part.lon - town.lon) * shrink) * _KM_PER_DEGREE
    return part.kind == "district" and part.source == "curated" and away < radius_km * _FARTHEST


def _disc(place: Place, radius_km: float) -> BaseGeometry:
    height = radius_km / _KM_PER_DEGREE
    disc = shapely.Point(place.lon, place.lat).buffer(height, quad_segs=_QUARTER)
    return affinity.scale(disc, xfact=1 / math.cos(math.radians(place.lat)))


def _read_land(parts: Iterable[Mapping[str, Any]]) -> shapely.STRtree:
    countries = [part for part in parts if part["kind"] == "country" and part["fine"]]
    rings = [decode(ring, part["decimals"]) for part in countries for ring in part["rings"]]
    return shapely.STRtree([shapely.Polygon(ring).buffer(0) for ring in rings if len(ring) > 3])  # noqa: PLR2004 - a ring closes


def _clipped(shape: BaseGeometry, land: shapely.STRtree) -> BaseGeometry:
    near = [land.geometries[index] for index in land.query(shape)]
    dry = shapely.union_all(near).intersection(shape) if near else shape
    pieces = [part for part in shapely.get_parts(dry) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(pieces)
