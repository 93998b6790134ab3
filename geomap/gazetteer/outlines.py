"""Outlines for the map: countries, regions and shared borders, as GeoJSON.

For maintainers: `geomap.gazetteer.sources` calls this to refresh ``gazetteer/areas``.
One network of lines is simplified, fine in the theatre and coarse elsewhere, and the
areas are put together from it again, so neighbours keep one common border; a border is what
two countries share. What the land leaves free is for `seas`.
"""

from __future__ import annotations

import json
import math
from functools import cache
from typing import TYPE_CHECKING, Any

import shapely
from shapely.ops import polygonize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer.naturalearth import Unit

__all__ = ["border_lines", "feature", "finest_land", "world_areas", "write_features"]

# West, south, east, north: Ukraine with its neighbours, the Levant, whose units are
# small, and the Aegean, whose islands are many.
_FINE_BOXES = (
    (12.0, 40.0, 50.0, 61.0),
    (34.0, 29.3, 37.5, 34.8),
    (19.5, 34.7, 29.5, 40.0),
)
_FINE, _COARSE = 0.02, 0.4  # degrees; 0.01 is one pixel at zoom 7
_SMALLEST_FINE, _SMALLEST_COARSE = 0.004, 0.5  # square degrees of an island that stays
_EXCLAVE = 3.0  # square degrees: exclaves up to this size are drawn as fine as they are small
_GRAIN = 0.15  # of the side of an exclave: so coarse is its outline
_SHARE = 0.05  # of the largest part: what a small country cannot lose, such as Gaza
_DECIMALS = 3

Shapes = dict[str, "BaseGeometry"]


def world_areas(units: Iterable[Unit], names: Mapping[str, str]) -> tuple[Shapes, Shapes]:
    """Return country code → area, and place id → area of the units that have one.

    Parameters
    ----------
    units
        The first-level units of the world.
    names
        FIPS code → place id of the units that are drawn by themselves.
    """
    parts: dict[tuple[str, str], list[BaseGeometry]] = {}
    for unit in units:
        if unit.country.isalpha():
            parts.setdefault((unit.country, names.get(unit.fips, "")), []).append(unit.geometry)
    keys = sorted(parts)
    areas = [shapely.union_all(parts[key]).buffer(0) for key in keys]
    simple = _simplified(areas, _exclaves([country for country, _ in keys], areas))
    countries: dict[str, list[BaseGeometry]] = {}
    for (country, _), area in zip(keys, simple, strict=True):
        countries.setdefault(country, []).append(area)
    drawn = {place_id: area for (_, place_id), area in zip(keys, simple, strict=True) if place_id}
    return {code: shapely.union_all(areas) for code, areas in countries.items()}, drawn


def finest_land(countries: Mapping[str, BaseGeometry], units: Iterable[Unit]) -> list[BaseGeometry]:
    """Return the land as it is drawn where that is fine, elsewhere as the source has it.

    So a sea has the coast of the countries around it, and no coast that is too coarse.

    Parameters
    ----------
    countries
        What `world_areas` returned first.
    units
        The first-level units of the world.
    """
    theatre = _theatre()
    fine = [country.intersection(theatre) for country in countries.values()]
    coarse = [unit.geometry.difference(theatre) for unit in units]
    return [area for area in (*fine, *coarse) if not area.is_empty]


def border_lines(countries: Mapping[str, BaseGeometry], pairs: Iterable[tuple[str, str]]) -> Shapes:
    """Return ``border.xx-yy`` → the line two countries share."""
    lines: Shapes = {}
    for first, second in pairs:
        shared = _parts(countries[first].intersection(countries[second]))
        parts = [part for part in shared if isinstance(part, shapely.LineString)]
        merged = shapely.line_merge(shapely.MultiLineString(parts))
        lines[f"border.{first.lower()}-{second.lower()}"] = merged
    return lines


def feature(place_id: str, name: str, iso: str, geometry: BaseGeometry) -> dict[str, Any]:
    """Return one GeoJSON feature, rounded, its rings in the order RFC 7946 asks for."""
    rounded = shapely.set_precision(geometry, 10**-_DECIMALS)
    if not isinstance(rounded, shapely.LineString):  # a river keeps the way it flows
        rounded = shapely.orient_polygons(shapely.orient_polygons(rounded).normalize())
    return {
        "type": "Feature",
        "properties": {"place_id": place_id, "name": name, "iso": iso},
        "geometry": _round(shapely.geometry.mapping(rounded)),
    }


def write_features(path: Path, features: Sequence[Mapping[str, Any]]) -> None:
    """Write features as one GeoJSON file, a feature a line, so that a diff can be read."""
    lines = ",\n".join(
        json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features
    )
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _round(value: Any) -> Any:  # noqa: ANN401 - nested lists of a GeoJSON geometry
    if isinstance(value, float):
        return round(value, _DECIMALS)
    if isinstance(value, (list, tuple)):
        return [_round(part) for part in value]
    if isinstance(value, dict):
        return {key: _round(part) for key, part in value.items()}
    return value


def _exclaves(countries: Sequence[str], areas: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return the small parts that border on another country and on nothing of their own.

    Nakhchivan, Cabinda or Melilla are no islands that a map may leave out.
    """
    parts = [(country, part) for country, area in zip(countries, areas, strict=True)
             for part in _parts(area)]  # fmt: skip
    tree = shapely.STRtree([part for _, part in parts])
    largest: dict[str, float] = {}
    for country, part in parts:
        largest[country] = max(part.area, largest.get(country, 0.0))
    found = []
    for number, (country, part) in enumerate(parts):
        if part.area < min(_EXCLAVE, largest[country]):
            near = tree.query(part, predicate="intersects")
            beside = {parts[index][0] for index in near if index != number}
            if beside and country not in beside:
                found.append(part)
    return found


def _simplified(
    areas: Sequence[BaseGeometry], exclaves: Sequence[BaseGeometry]
) -> list[BaseGeometry]:
    """Return the areas put together from one simplified network of their outlines."""
    network = shapely.union_all([area.boundary for area in areas])
    arcs = _parts(shapely.line_merge(network))
    grains = _grains(arcs, exclaves)
    simple = [part for arc, grain in zip(arcs, grains, strict=True)
              for part in _simplified_arc(arc, grain)]  # fmt: skip
    tree = shapely.STRtree(areas)
    found: list[list[BaseGeometry]] = [[] for _ in areas]
    for face in polygonize(shapely.union_all(simple)):
        owner = _owner(face, tree, areas)
        if owner is not None:
            found[owner].append(face)
    held = shapely.union_all(exclaves)
    return [_merge(faces, area, held) for faces, area in zip(found, areas, strict=True)]


def _grains(arcs: Sequence[BaseGeometry], exclaves: Sequence[BaseGeometry]) -> list[float]:
    """Return how coarse each arc may be drawn outside of the theatre."""
    grains = [_COARSE] * len(arcs)
    tree = shapely.STRtree(arcs)
    for exclave in exclaves:
        grain = _GRAIN * math.sqrt(exclave.area)
        for index in tree.query(exclave.boundary, predicate="covers"):
            grains[index] = min(grains[index], grain)
    return grains


def _owner(face: BaseGeometry, tree: shapely.STRtree, areas: Sequence[BaseGeometry]) -> int | None:
    """Return the area that covers most of a face, or None if none covers half of it."""
    shares = {
        int(index): face.intersection(areas[index]).area
        for index in tree.query(face, predicate="intersects")
    }
    best = max(sorted(shares), key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] > face.area / 2 else None


def _merge(
    faces: Sequence[BaseGeometry], original: BaseGeometry, exclaves: BaseGeometry
) -> BaseGeometry:
    """Join the faces of one area; small islands go, the largest part and exclaves stay."""
    if not faces:  # an atoll or city state smaller than the tolerance keeps its own outline
        return original.simplify(_FINE)
    parts = sorted(_parts(shapely.union_all(faces)), key=lambda p: -p.area)
    floor = _SHARE * _true_area(parts[0])
    kept = [
        part
        for part in parts[1:]
        if _true_area(part) >= min(floor, _smallest(part))
        or part.representative_point().within(exclaves)
    ]
    return shapely.union_all([parts[0], *kept])


def _simplified_arc(arc: BaseGeometry, grain: float) -> list[BaseGeometry]:
    """Return an arc in pieces, fine within the theatre and coarser without; its ends stay."""
    theatre = _theatre()
    pieces = [
        *(part.simplify(_FINE) for part in _parts(arc.intersection(theatre))),
        *(part.simplify(grain) for part in _parts(arc.difference(theatre))),
    ]
    return [piece for piece in pieces if piece.length]


def _true_area(part: BaseGeometry) -> float:
    """Return an area in square degrees of the equator."""
    return float(part.area) * math.cos(math.radians(part.centroid.y))


def _smallest(part: BaseGeometry) -> float:
    return _SMALLEST_FINE if _in_theatre(part) else _SMALLEST_COARSE


def _in_theatre(shape: BaseGeometry) -> bool:
    return bool(_theatre().intersects(shape))


@cache
def _theatre() -> BaseGeometry:
    return shapely.union_all([shapely.box(*box) for box in _FINE_BOXES])


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    return list(getattr(geometry, "geoms", [geometry]))
