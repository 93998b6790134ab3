"""GeoJSON files back in, by ``json`` alone: GDAL could be led to other files.

`read_geojson` takes a file whole or not at all; `read_edited` takes what a person changed,
leaves out what cannot be meant, and says so.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from geomap.errors import ArticleError, LimitError
from geomap.frame import LINK_SCHEMA, SCHEMA
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from geomap.frame import Cell, Column

__all__ = ["Edited", "find_positions", "load_json", "read_edited", "read_geojson", "to_cell"]

_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")  # how a 'crs' may end that changes nothing
_NO_INTEGER = 2**63  # of SQLite, QGIS and pandas: the first they cannot hold
_MOST_NAMED = 5  # columns that a message names


class Edited(NamedTuple):
    """A FeatureCollection that a person edited, and what of it cannot be meant."""

    collection: dict[str, Any]
    faults: tuple[str, ...]
    """File, feature, fault and what to do."""


def read_geojson(path: Path) -> dict[str, Any]:
    """Return a FeatureCollection with every column; what a file lacks is ``None``.

    Raises
    ------
    ArticleError, LimitError
        If the file cannot be read as GeoJSON; the message names the feature.
    """
    collection = load_json(path)
    features = _features_of(collection, path)
    columns = tuple(column.name for column in _schema_of(path))
    read = [
        _to_feature(feature, f"{path}, feature {number}", columns)
        for number, feature in enumerate(features, start=1)
    ]
    return {**collection, "features": read}


def read_edited(path: Path, payload: bytes | None = None) -> Edited:
    """Return a FeatureCollection of which every cell is of its column's kind, and its faults.

    A value of another kind is unknown, a point that is not on the globe is none, an id that
    stands twice is given another; all else is as in `read_geojson`.

    Parameters
    ----------
    path
        The file; its name stands in the faults.
    payload
        What was read of it already, as from standard input.

    Raises
    ------
    ArticleError, LimitError
        If the file cannot be read as GeoJSON, or its coordinates are no degrees.
    """
    collection = load_json(path, payload)
    features = _features_of(collection, path)
    if (crs := _crs_of(collection)) and not crs.endswith(_DEGREES):
        msg = f"{path}: its coordinates are in {crs}; save it again in EPSG:4326 (WGS 84)"
        raise ArticleError(msg)
    schema = _schema_of(path)
    faults = list(_missing_columns(path, features, schema))
    seen: dict[str, int] = {}
    read = []
    for number, feature in enumerate(features, start=1):
        found, told = _edited(feature, schema)
        if found is not None:
            told += _made_unique(found, seen, number)
            read.append(found)
        faults += (f"{path}, feature {number}: {fault}" for fault in told)
    return Edited({**collection, "features": read}, tuple(faults))


def to_cell(column: Column, value: Any) -> Cell:  # noqa: ANN401 - whatever stands in the file
    """Return a value as its column has it: text, whole number, number, or an ISO day.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> from geomap.frame import SCHEMA
    >>> columns = {column.name: column for column in SCHEMA}
    >>> to_cell(columns["killed"], "3"), to_cell(columns["date_start"], "2023/05/02")
    (3, '2023-05-02')
    """
    if value is None or (value == "" and column.kind != "text"):
        return None
    try:
        if column.kind == "text":
            return _to_text(value)
        if column.kind == "number":
            return float(value)
        if column.kind == "date":
            return dt.date.fromisoformat(str(value)[:10].replace("/", "-")).isoformat()
        return _whole(value)
    except (TypeError, ValueError, OverflowError) as error:
        msg = f"{column.name} is {str(value)[:40]!r}, which is no {column.kind}"
        raise ValueError(msg) from error


def load_json(path: Path, payload: bytes | None = None) -> Any:  # noqa: ANN401 - JSON is anything
    """Return a file's JSON; not-a-number, repeated keys and deep nesting are refused.

    ``payload`` is what was read of it already.

    Raises
    ------
    ArticleError, LimitError
        If the file is missing, too large or not JSON.
    """
    limit = LIMITS["geojson_bytes"]
    payload = _read_bytes(path, limit) if payload is None else payload
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


def _read_bytes(path: Path, limit: int) -> bytes:
    try:
        if not path.is_file():
            msg = f"{path}: no such file; check the name"
            raise ArticleError(msg)
        with path.open("rb") as stream:
            return stream.read(limit + 1)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check the file and its permissions"
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
    values = position if isinstance(position, list) else []
    is_number = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)
    if len(values) < 2 or not is_number or not all(map(_is_finite, values)):  # noqa: PLR2004 - lon, lat
        msg = f"{str(position)[:40]} is no position; write [lon, lat]"
        raise ValueError(msg)
    lon, lat = values[:2]
    if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004 - degrees
        msg = f"[{lon}, {lat}] is not on the globe; {_hint(lon, lat)}"
        raise ValueError(msg)
    return float(lon), float(lat)


def _is_finite(value: float) -> bool:
    return abs(value) < math.inf  # a whole number of 400 digits is no float, and no position


def _hint(lon: float, lat: float) -> str:
    """Return what was probably done to a position."""
    if max(abs(lon), abs(lat)) > 360:  # noqa: PLR2004 - no degrees
        return "these are metres, as in EPSG:3857: save it in EPSG:4326 (WGS 84)"
    return "GeoJSON is WGS 84 degrees, longitude first"


def _features_of(collection: Any, path: Path) -> list[Any]:  # noqa: ANN401 - any JSON
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        msg = f"{path}: not a FeatureCollection; pass a .geojson that geomap or QGIS wrote"
        raise ArticleError(msg)
    return features


def _schema_of(path: Path) -> Sequence[Column]:
    return LINK_SCHEMA if path.name.endswith(".links.geojson") else SCHEMA


def _crs_of(collection: Mapping[str, Any]) -> str:
    crs = collection.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name") or "") if isinstance(properties, dict) else ""


def _missing_columns(
    path: Path, features: Sequence[Any], schema: Sequence[Column]
) -> Iterator[str]:
    """Yield the columns that no feature has: they count as unknown."""
    rows = [f["properties"] for f in features if isinstance(f, dict) and f.get("properties")]
    names = {name for row in rows if isinstance(row, dict) for name in row}
    missing = [column.name for column in schema if column.name not in names]
    if rows and missing:
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        named = f"{', '.join(missing[:_MOST_NAMED])}{more}"
        yield f"{path}: no column {named}: unknown in every row; keep the columns when you save"


def _edited(
    feature: Any,  # noqa: ANN401 - any JSON
    schema: Sequence[Column],
) -> tuple[dict[str, Any] | None, list[str]]:
    """Return a feature with what can be meant of it, and what cannot."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        return None, ["not a Feature; left out"]
    properties, geometry = feature.get("properties") or {}, feature.get("geometry")
    faults = []
    cells: dict[str, Cell] = {}
    for column in schema:
        try:
            cells[column.name] = to_cell(column, properties.get(column.name))
        except ValueError as error:
            cells[column.name] = None
            faults.append(f"{error}; taken as unknown")
    try:
        if geometry is not None:
            list(find_positions(geometry))
    except ValueError as error:
        geometry = None
        faults.append(f"{error}; its row is kept without a point")
    feature_id = feature.get("id", properties.get("id"))
    feature_id = "" if feature_id is None else str(feature_id)
    found = {"type": "Feature", "id": feature_id, "geometry": geometry, "properties": cells}
    return found, faults


def _made_unique(feature: dict[str, Any], seen: dict[str, int], number: int) -> list[str]:
    """Give a feature an id of its own; an added row has none, a copied one that of another."""
    feature_id = feature["id"] or f"added-{number}"
    first = seen.setdefault(feature_id, number)
    feature["id"] = feature_id if first == number else f"{feature_id}-copy-{number}"
    if first == number:
        return []
    return [f"its id stands in feature {first}, too; taken as a row that was added"]


def _to_text(value: Any) -> str:  # noqa: ANN401 - any JSON
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _whole(value: Any) -> int:  # noqa: ANN401 - whatever stands in the file
    if isinstance(value, str):
        value = float(value) if "." in value or "e" in value.lower() else int(value)
    number = int(value)
    if number != value or abs(number) >= _NO_INTEGER:
        msg = f"{str(value)[:40]} is not whole, or larger than any column holds"
        raise ValueError(msg)
    return number


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
