"""Is a FeatureCollection what RFC 7946 and our columns ask for."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geomap.export.reading import find_positions
from geomap.frame import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geomap.frame import Column, Kind

__all__ = ["MOST_FAULTS", "NOTE", "check_geojson", "property_faults"]

MOST_FAULTS = 20  # per file; a file with one wrong column has as many faults as features
_FAMILIES = {"Point": "points", "LineString": "lines", "Polygon": "polygons"}
NOTE = "note: "
"""Starts a line that is worth saying and no fault."""
_RESAVED = (
    f"{NOTE}saved by QGIS: ids lie among the properties, a 'crs' and columns may be added; "
    "geomap reads it, for other programs build it again"
)


def check_geojson(collection: Any, schema: Sequence[Column] = SCHEMA) -> tuple[str, ...]:  # noqa: ANN401
    """Return what is wrong with a FeatureCollection, at most twenty faults.

    A line that starts with ``note:`` tells what is odd and no fault.

    Examples
    --------
    >>> check_geojson({"type": "FeatureCollection", "features": []})
    ()
    >>> check_geojson({"type": "FeatureCollection", "features": [], "crs": {}})
    ("'crs' is not allowed: coordinates are WGS 84 (RFC 7946 section 4)",)
    """
    faults: list[str] = []
    for fault in _find_faults(collection, schema):
        faults.append(fault)
        if len(faults) == MOST_FAULTS:
            return (*faults, "and more")
    return tuple(faults)


def _find_faults(collection: Any, schema: Sequence[Column]) -> Iterator[str]:  # noqa: ANN401
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        yield "not a FeatureCollection"
        return
    if _is_resaved(features):
        yield _RESAVED
        collection, features = _as_written(collection, features, schema)
    if "crs" in collection:
        yield "'crs' is not allowed: coordinates are WGS 84 (RFC 7946 section 4)"
    seen: set[str] = set()
    families: set[str] = set()
    positions: list[tuple[float, float]] = []
    for number, feature in enumerate(features, start=1):
        for fault in _feature_faults(feature, schema, seen, families, positions):
            yield f"feature {number}: {fault}"
    if len(families) > 1:
        yield f"{' and '.join(sorted(families))} in one file: QGIS shows one of them"
    yield from _extent_faults(collection.get("bbox"), positions)


def _is_resaved(features: Sequence[Any]) -> bool:
    """Return whether GDAL wrote the features: it keeps their ids among the properties."""
    return any(
        isinstance(feature, dict)
        and isinstance(feature.get("properties"), dict)
        and "id" in feature["properties"]
        for feature in features
    )


def _as_written(
    collection: Mapping[str, Any], features: Sequence[Any], schema: Sequence[Column]
) -> tuple[dict[str, Any], list[Any]]:
    """Undo what GDAL does to a file, so that what else is wrong can be seen."""
    names = [column.name for column in schema]
    moved = []
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            moved.append(feature)
            continue
        cells = feature["properties"]
        feature_id = feature.get("id") or cells.get("id") or f"added-{number}"
        own = {name: cells[name] for name in names if name in cells}
        moved.append({**feature, "id": feature_id, "properties": own})
    return {key: value for key, value in collection.items() if key not in {"crs", "bbox"}}, moved


def _feature_faults(
    feature: Any,  # noqa: ANN401 - any JSON
    schema: Sequence[Column],
    seen: set[str],
    families: set[str],
    positions: list[tuple[float, float]],
) -> Iterator[str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield "not a Feature"
        return
    feature_id = feature.get("id")
    if not isinstance(feature_id, str) or not feature_id:
        yield "'id' must be a string that is not empty"
    elif feature_id in seen:
        yield f"'id' {feature_id[:80]!r} stands twice"
    else:
        seen.add(feature_id)
    yield from property_faults(feature.get("properties"), schema)
    if "geometry" not in feature:
        yield "no 'geometry'; it may be null"
    elif feature["geometry"] is not None:
        yield from _geometry_faults(feature["geometry"], families, positions)


def property_faults(properties: Any, schema: Sequence[Column]) -> Iterator[str]:  # noqa: ANN401
    """Yield what is wrong with the cells of a row: names, order and kinds."""
    if not isinstance(properties, dict):
        yield "'properties' must be an object"
        return
    names = [column.name for column in schema]
    if list(properties) != names:
        missing = [name for name in names if name not in properties]
        extra = [name for name in properties if name not in names]
        fault = f"missing {', '.join(missing)}" if missing else f"unknown {', '.join(extra)}"
        yield f"properties: {fault if missing or extra else 'not in the order of the columns'}"
    for column in schema:
        value = properties.get(column.name)
        if value is not None and not _FITS[column.kind](value):
            yield f"{column.name} must be {column.kind}, not {str(value)[:40]!r}"


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_FITS: Mapping[Kind, Callable[[object], bool]] = {
    "text": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": lambda value: _is_integer(value) or isinstance(value, float),
    "date": _is_date,
    "flag": lambda value: _is_integer(value) and value in {0, 1},
}


def _geometry_faults(
    geometry: Any,  # noqa: ANN401 - any JSON
    families: set[str],
    positions: list[tuple[float, float]],
) -> Iterator[str]:
    try:
        positions.extend(find_positions(geometry))
    except ValueError as error:
        yield str(error)
        return
    kind = geometry["type"].removeprefix("Multi")
    families.add(_FAMILIES[kind])
    if kind == "Polygon":
        polygons = geometry["coordinates"]
        for rings in [polygons] if geometry["type"] == "Polygon" else polygons:
            yield from _ring_faults(rings)


def _ring_faults(rings: Sequence[Sequence[Sequence[float]]]) -> Iterator[str]:
    for number, ring in enumerate(rings):
        if len(ring) < 4 or ring[0] != ring[-1]:  # noqa: PLR2004 - RFC 7946 section 3.1.6
            yield "a ring must have four positions or more, the last equal to the first"
            continue
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        if (area > 0) != (number == 0):
            yield "outer rings run counter-clockwise, holes clockwise (RFC 7946 section 3.1.6)"


def _extent_faults(bbox: Any, positions: Sequence[tuple[float, float]]) -> Iterator[str]:  # noqa: ANN401
    if not positions:
        if bbox is not None:
            yield "'bbox' without a located feature"
        return
    lons, lats = zip(*positions, strict=True)
    extent = [min(lons), min(lats), max(lons), max(lats)]
    if bbox is not None and bbox != extent:
        yield f"'bbox' {bbox} is not the extent {extent}"
