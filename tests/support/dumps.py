"""Dumps of places as tests write and import them."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.imports import Imported, import_places

if TYPE_CHECKING:
    from pathlib import Path

FEATURE = {
    "type": "Feature",
    "id": "node/42",
    "properties": {
        "place": "village", "name": "Забродівське", "name:uk": "Забродівське",
        "name:en": "Zabrodivske", "old_name": "Ленінфельд", "population": "1 200",
    },
    "geometry": {"type": "Point", "coordinates": [36.9, 49.7]},
}  # fmt: skip

TAGS = {
    "osm_id": "77", "name": "Забродівське", "place": "hamlet",
    "other_tags": '"name:en"=>"Zabrodivske","note"=>"say \\"hi\\""',
}  # fmt: skip


def geonames_row(number: int = 1, name: str = "Zabrodivske", **cells: str) -> str:
    """A line of the 19 columns; by default a village in Kharkiv Oblast."""
    row = {
        "geonameid": str(990000000 + number), "name": name, "asciiname": name, "alternatenames": "",
        "latitude": "49.70", "longitude": "36.90", "class": "P", "code": "PPL", "country": "UA",
        "cc2": "", "admin1": "07", "admin2": "", "admin3": "", "admin4": "", "population": "0",
        "elevation": "", "dem": "110", "timezone": "Europe/Kyiv", "date": "2026-01-01",
    } | cells  # fmt: skip
    return "\t".join(row.values()) + "\n"


def many_rows(count: int = 2_000) -> bytes:
    """A dump of so many villages."""
    rows = (geonames_row(n, f"Village{chr(97 + n % 26)} {n}", longitude=f"{36 + n / 9000:.4f}")
            for n in range(count))  # fmt: skip
    return "".join(rows).encode()


def geojson(*features: dict[str, Any]) -> str:
    """A collection of features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def geopackage(path: Path, rows: list[tuple[bytes, dict[str, str]]], *, srs: int = 4326) -> Path:
    """A GeoPackage as ogr2ogr writes OSM: a column of further tags."""
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, "
            "srs_id, z, m);"
            'CREATE TABLE "points ""x""" (fid INTEGER PRIMARY KEY, geom BLOB, osm_id TEXT, '
            "name TEXT, place TEXT, other_tags TEXT);"
        )
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES ('points \"x\"', 'geom', 'POINT', ?, 0, 0)",
            (srs,),
        )
        for blob, tags in rows:
            connection.execute(
                'INSERT INTO "points ""x""" (geom, osm_id, name, place, other_tags) '
                "VALUES (?, ?, ?, ?, ?)",
                (blob, tags.get("osm_id"), tags.get("name"), tags.get("place"),
                 tags.get("other_tags")),
            )  # fmt: skip
    return path


def imported(path: Path, content: str | bytes, form: str = "geonames", **options: Any) -> Imported:  # noqa: ANN401 - passed on
    """Write a dump and import it into ``places.gpkg`` beside it."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_places(form, path, path.with_name("places.gpkg"), **options)
