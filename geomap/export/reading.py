"""GeoJSON files back in, by ``json`` alone: GDAL could be led to other files."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NoReturn

from geomap.errors import ArticleError, LimitError
from geomap.frame import COLUMNS, LINK_SCHEMA
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["find_positions", "load_json", "read_geojson"]

_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
_LINK_COLUMNS = tuple(column.name for column in LINK_SCHEMA)


def read_geojson(path: Path) -> dict[str, Any]:
    """Return a FeatureCollection with every column; what a file lacks is ``None``.

    Raises
    ------
    ArticleError, LimitError
        If the file cannot be read as GeoJSON; the message names the feature.
    """
    collection = load_json(path)
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        msg = f"{path}: not a FeatureCollection; pass a .geojson that geomap or QGIS wrote"
        raise ArticleError(msg)
    columns = _LINK_COLUMNS if path.name.endswith(".links.geojson") else COLUMNS
    read = [
        _to_feature(feature, f"{path}, feature {number}", columns)
        for number, feature in enumerate(features, start=1)
    ]
    return {**collection, "features": read}


def load_json(path: Path) -> Any:  # noqa: ANN401 - JSON is anything
    """Return a file's JSON; not-a-number, repeated keys and deep nesting are refused.

    Raises
    ------
    ArticleError, LimitError
        If the file is missing, too large or not JSON.
    """
    limit = LIMITS["geojson_bytes"]
    try:
        if not path.is_file():
            msg = f"{path}: no such file; check the name"
            raise ArticleError(msg)
        with path.open("rb") as stream:
            payload = stream.read(limit + 1)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check the file and its permissions"
        raise ArticleError(msg) from error
    if len(payload) > limit:
        msg = f"{path}: larger than {limit / 1e6:g} MB, the limit; split it"
        raise LimitError(msg)
    try:
        return json.loads(
            payload.decode("utf-8-sig"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_refuse_repeats,
        )
    except (ValueError, RecursionError) as error:
        fault = "nested too deeply" if isinstance(error, RecursionError) else error
        msg = f"{path}: not JSON ({fault}); write it again"
        raise ArticleError(msg) from error


def find_positions(geometry: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401 - any JSON
    """Yield the (lon, lat) of a geometry.

    Raises
    ------
    ValueError
        If it is no geometry, or a position is not on the globe.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in _DEPTHS:
        msg = f"geometry of type {kind!r}; use one of {', '.join(_DEPTHS)}"
        raise ValueError(msg)
    level = [geometry.get("coordinates")]
    for _ in range(_DEPTHS[kind]):
        if not all(isinstance(part, list) for part in level):
            msg = f"coordinates are not those of a {kind}"
            raise ValueError(msg)
        level = [inner for part in level for inner in part]
    yield from map(_position, level)


def _position(position: Any) -> tuple[float, float]:  # noqa: ANN401 - any JSON
    if not isinstance(position, list) or len(position) < 2:  # noqa: PLR2004 - lon, lat
        msg = f"{str(position)[:40]} is no position; write [lon, lat]"
        raise ValueError(msg)
    lon, lat = position[:2]
    is_number = all(
        isinstance(value, (int, float)) and not isinstance(value, bool) for value in (lon, lat)
    )
    if not is_number or not (math.isfinite(lon) and math.isfinite(lat)):
        msg = f"{str(position)[:40]} is no position; write [lon, lat]"
        raise ValueError(msg)
    if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004 - degrees
        msg = f"[{lon}, {lat}] is not on the globe; GeoJSON is WGS 84 degrees, longitude first"
        raise ValueError(msg)
    return float(lon), float(lat)


def _to_feature(feature: Any, where: str, columns: tuple[str, ...]) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        msg = f"{where}: not a Feature; write the file again"
        raise ArticleError(msg)
    properties = feature.get("properties") or {}
    geometry = feature.get("geometry")
    if not isinstance(properties, dict):
        msg = f"{where}: 'properties' is no object; write the file again"
        raise ArticleError(msg)
    try:
        if geometry is not None:
            list(find_positions(geometry))
    except ValueError as error:
        msg = f"{where}: {error}"
        raise ArticleError(msg) from error
    feature_id = feature.get("id", properties.get("id"))
    cells = {name: _to_cell(properties.get(name)) for name in columns}
    # GDAL moves the id into the properties when it saves; extra columns are left aside.
    return {"type": "Feature", "id": str(feature_id), "geometry": geometry, "properties": cells}


def _to_cell(value: Any) -> str | int | float | None:  # noqa: ANN401 - any JSON
    if value is None or isinstance(value, (str, int, float)):
        return value
    return json.dumps(value, ensure_ascii=False)


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _refuse_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        msg = f"key {repeated[:40]!r} stands twice in one object"
        raise ValueError(msg)
    return found
