"""Features of a GeoJSON or GeoPackage, one at a time, with the standard library's readers.

GDAL never sees a user's file: a file that claims to be GeoJSON may lead it to other files.
"""

from __future__ import annotations

import codecs
import json
import math
import re
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import shapely

from geomap.gazetteer.imports.entries import Fault
from geomap.gazetteer.naturalearth import read_blob
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer.imports.dumps import Dump

__all__ = ["Feature", "read_features"]

_SQLITE = b"SQLite format 3\0"
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_BETWEEN = " \t\r\n,\x1e"  # what may stand between two features, in a list or in a sequence
_SMALLEST_BLOB = 8
_WGS_84 = frozenset({4326, 4979})
_KM_PER_DEGREE = 111.2
_MOST_VERTICES = 5_000  # of a shape that is kept; a coast in full detail has millions
_COARSER_DEGREES = (0.001, 0.005, 0.02, 0.1)


@dataclass(frozen=True, slots=True)
class Feature:
    """Properties and geometry of one feature; ``line`` is its line, or its number in a table."""

    line: int
    properties: dict[str, Any]
    geometry: BaseGeometry

    def point(self) -> tuple[float, float]:
        """Return a point (lat, lon) that lies on the geometry."""
        shape = self.geometry
        inside = shape if shape.geom_type == "Point" else shape.representative_point()
        (lon, lat, *_) = inside.coords[0]
        return lat, lon

    def radius_km(self) -> float | None:
        """Return the radius of a disc of the area's size, half the length of a line, or None."""
        shape = self.geometry
        if shape.geom_type == "Point" or shape.is_empty:
            return None
        west, south, east, north = shape.bounds
        scale = math.cos(math.radians((south + north) / 2))
        if shape.area:
            radius = 1.1 * math.sqrt(shape.area * scale / math.pi)
        else:
            radius = math.hypot((east - west) * scale, north - south) / 2
        return round(min(9_000.0, max(0.1, radius * _KM_PER_DEGREE)), 1)

    def outline(self) -> BaseGeometry | None:
        """Return the area or line, simplified if it is detailed; None for a point."""
        shape = self.geometry
        if shape.geom_type in {"Point", "MultiPoint"}:
            return None
        for tolerance in _COARSER_DEGREES:
            if shapely.get_num_coordinates(shape) <= _MOST_VERTICES:
                break
            shape = shape.simplify(tolerance)
        return None if shape.is_empty else shape


def read_features(dump: Dump) -> Iterator[Feature | Fault]:
    """Yield the features of a GeoJSON, a sequence of GeoJSON features, or a GeoPackage.

    Raises
    ------
    DumpError
        If the file is none of these, or truncated.
    """
    if dump.path.suffix.lower() in {".shp", ".dbf", ".pbf", ".osm", ".kml", ".xlsx"}:
        dump.refuse("is not read; convert it to GeoJSON or GeoPackage, in WGS 84, first")
    if _is_database(dump.path):
        yield from _table_features(dump)
        return
    for line, value in _objects(dump):
        yield _to_feature(line, value)


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False  # Dump says what is wrong with it


def _to_feature(line: int, value: Any) -> Feature | Fault:  # noqa: ANN401 - JSON is anything
    if not isinstance(value, dict) or value.get("type") != "Feature":
        return Fault(line, "not a GeoJSON feature")
    properties = value.get("properties") or {}
    geometry = value.get("geometry")
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        return Fault(line, "a feature without properties or geometry")
    if "id" in value:
        properties.setdefault("@id", value["id"])
    try:
        shape = shapely.from_geojson(json.dumps(geometry, allow_nan=False))
    except (shapely.errors.GEOSException, ValueError, RecursionError) as error:
        return Fault(line, f"a geometry that cannot be read ({str(error).strip()[:80]})")
    return _checked(line, properties, shape)


def _checked(line: int, properties: dict[str, Any], shape: BaseGeometry | None) -> Feature | Fault:
    if shape is None or shape.is_empty:
        return Fault(line, "an empty geometry")
    west, south, east, north = shape.bounds
    if not all(map(math.isfinite, (west, south, east, north))):
        return Fault(line, "coordinates that are not finite")
    if south < -90 or north > 90 or west < -180.001 or east > 180.001:  # noqa: PLR2004 - degrees
        hint = " (swapped, or not in degrees)"
        return Fault(line, f"coordinates outside of the globe{hint}: {shape.bounds}")
    return Feature(line, properties, shape)


def _objects(dump: Dump) -> Iterator[tuple[int, Any]]:
    """Yield the values of the list ``features``, or of a sequence, with their lines."""
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    window = _Window(dump)
    window.skip_to_features()
    while window.has_more():
        yield window.line, window.decode(decoder)


def _no_constant(name: str) -> NoReturn:
    msg = f"{name} is no JSON number"
    raise ValueError(msg)


class _Window:
    """The part of a JSON text that is being read; it grows while a value is incomplete."""

    def __init__(self, dump: Dump) -> None:
        self.dump = dump
        self.line = 1
        self._chunks = dump.chunks()
        self._decode = codecs.getincrementaldecoder("utf-8")()
        self._text = ""
        self._at = 0
        self._is_list = False

    def skip_to_features(self) -> None:
        """Go behind the bracket of ``features``; without that key the text is a sequence."""
        self._grow()
        match = _FEATURES.search(self._text)
        if match is not None:
            self._is_list = True
            self._move(match.end())
        elif not self._text.lstrip(_BETWEEN).startswith("{"):
            self.dump.refuse("is no GeoJSON: it does not start with {")

    def has_more(self) -> bool:
        """Go to the next value; False at the end of the list or text."""
        while True:
            start = self._at
            while start < len(self._text) and self._text[start] in _BETWEEN:
                start += 1
            self._move(start)
            if start < len(self._text):
                return not (self._is_list and self._text[start] == "]")
            if not self._grow():
                if self._is_list:
                    self._refuse("the file ends in the middle of the list of features; truncated")
                return False

    def decode(self, decoder: json.JSONDecoder) -> Any:  # noqa: ANN401 - JSON is anything
        """Return the value that starts here, reading on until it is whole."""
        while True:
            try:
                value, end = decoder.raw_decode(self._text, self._at)
            except RecursionError as error:
                self._refuse("the JSON is nested too deep", error)
            except ValueError as error:
                if len(self._text) - self._at > LIMITS["dump_line_bytes"]:
                    self._refuse(f"no JSON ({error}), or a feature larger than geomap reads", error)
                if not self._grow():
                    self._refuse(f"no whole JSON ({error}); the file may be truncated", error)
            else:
                self._move(end)
                return value

    def _refuse(self, fault: str, cause: BaseException | None = None) -> NoReturn:
        self.dump.line = self.line
        self.dump.refuse(fault, cause)

    def _move(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def _grow(self) -> bool:
        """Read on, half as much again as there is; False at the end of the file."""
        wanted = max(1, (len(self._text) - self._at) // 2)
        pieces, found = [self._text[self._at :]], 0
        while found < wanted:
            chunk = next(self._chunks, None)
            try:
                piece = self._decode.decode(chunk or b"", final=chunk is None)
            except UnicodeDecodeError as error:
                self._refuse("not UTF-8; save it as UTF-8 and try again", error)
            pieces.append(piece)
            found += len(piece)
            if chunk is None:
                break
        self._text, self._at = "".join(pieces), 0
        return found > 0


def _table_features(dump: Dump) -> Iterator[Feature | Fault]:
    """Yield the rows of the feature tables of a GeoPackage; views and triggers never run."""
    for _ in dump.chunks():  # for its digest and the limit of its size
        pass
    try:
        connection = _connect(dump.path)
        try:
            for table, column in _layers(connection, dump):
                yield from _rows(connection, table, column)
        finally:
            connection.close()
    except sqlite3.Error as error:
        dump.refuse(f"is no readable GeoPackage ({error}); it may be truncated", error)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _layers(connection: sqlite3.Connection, dump: Dump) -> list[tuple[str, str]]:
    """Return table and geometry column of the layers in WGS 84 that are true tables."""
    sql = (
        "SELECT g.table_name, g.column_name, g.srs_id, m.type, m.sql "
        "FROM gpkg_geometry_columns g JOIN sqlite_master m ON m.name = g.table_name ORDER BY 1"
    )
    layers = []
    for table, column, srs, kind, definition in connection.execute(sql).fetchall():
        if kind != "table" or str(definition).upper().startswith("CREATE VIRTUAL"):
            dump.refuse(f"layer {table!r} is no table; export it as one")
        if srs not in _WGS_84:
            dump.refuse(f"layer {table!r} is in reference system {srs}; export it in EPSG:4326")
        layers.append((table, column))
    if not layers:
        dump.refuse("holds no layer of features")
    return layers


def _rows(connection: sqlite3.Connection, table: str, column: str) -> Iterator[Feature | Fault]:
    """Yield the rows of a table; its name comes from the file, so it is quoted."""
    name = table.replace('"', '""')
    cursor = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - quoted identifier
    names = [field[0] for field in cursor.description]
    for number, row in enumerate(cursor, start=1):
        values = dict(zip(names, row, strict=True))
        blob = values.pop(column, None)
        shape = _from_blob(blob)
        if isinstance(shape, str):
            yield Fault(number, f"layer {table}: {shape}")
        else:
            yield _checked(number, values, shape)


def _from_blob(blob: Any) -> BaseGeometry | str:  # noqa: ANN401 - SQLite columns hold anything
    """Return the geometry of a GeoPackage blob, or what is wrong with it."""
    if not isinstance(blob, bytes) or len(blob) < _SMALLEST_BLOB or blob[:2] != b"GP":
        return "a row without geometry"
    try:
        return read_blob(blob)
    except IndexError:
        return "a geometry with a broken header"
    except (shapely.errors.GEOSException, ValueError) as error:
        return f"a geometry that cannot be read ({str(error).strip()[:80]})"
