"""Are a CSV, a GeoPackage and a GeoParquet file what geomap writes."""

from __future__ import annotations

import csv
import sqlite3
from typing import TYPE_CHECKING, Any

from geomap.errors import ArticleError
from geomap.events import EVENT_SCHEMA
from geomap.export.incidents import open_package, read_features
from geomap.formulas import defuse, undo_defuse
from geomap.frame import (
    ARTICLE_SCHEMA,
    COLUMNS,
    LINK_SCHEMA,
    MENTION_SCHEMA,
    SCHEMA,
    TOTAL_SCHEMA,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from geomap.frame import Column

__all__ = ["check_csv", "check_geopackage", "check_parquet"]

_APPLICATION_ID = 0x47504B47  # "GPKG", OGC 12-128r14 requirement 2
_LAYERS: dict[str, Sequence[Column]] = {
    "incidents": SCHEMA,
    "areas": SCHEMA,
    "links": LINK_SCHEMA,
    "events": EVENT_SCHEMA,
    "incident_totals": TOTAL_SCHEMA,
    "mentions": MENTION_SCHEMA,
    "articles": ARTICLE_SCHEMA,
}
_TYPES = {
    "text": {"TEXT"},
    "integer": {"INTEGER", "MEDIUMINT"},
    "flag": {"INTEGER", "MEDIUMINT"},
    "number": {"REAL", "DOUBLE"},
    "date": {"DATE"},
}
_STYLED = ("incidents", "areas", "links")


def check_csv(path: Path) -> Iterator[str]:
    """Yield what is wrong with a CSV: its columns, its values, cells that a spreadsheet runs."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        names = next(reader, [])
        yield from _column_faults(names, ["id", "lon", "lat", *COLUMNS, "credit"], {"wkt"})
        kinds = {column.name: column.kind for column in SCHEMA}
        for cells in reader:
            for name, cell in zip(names, cells, strict=False):
                is_text = kinds.get(name, "text") == "text" and name not in {"lon", "lat"}
                if is_text and defuse(undo_defuse(cell)) != cell:
                    yield f"line {reader.line_num}: {name} would run as a formula: {cell[:40]!r}"
    yield from _row_faults(path)


def check_geopackage(path: Path) -> Iterator[str]:
    """Yield what is wrong with a GeoPackage: layers, types, styles, project, credit, values."""
    try:
        with open_package(path) as connection:
            yield from _package_faults(connection)
    except sqlite3.Error as error:
        yield f"not a GeoPackage ({error})"
        return
    yield from _row_faults(path)


def check_parquet(path: Path) -> Iterator[str]:
    """Yield what is wrong with a GeoParquet file: columns, credit, values."""
    try:
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra
    except ImportError:
        yield "GeoParquet needs pyarrow; install geomap with the extra [parquet]"
        return
    try:
        schema = pq.read_schema(path)
    except (ValueError, OSError) as error:
        yield f"not Parquet ({error})"
        return
    metadata = schema.metadata or {}
    if b"geo" not in metadata:
        yield "no 'geo' in its metadata: not GeoParquet"
    if b"geomap" not in metadata:
        yield "no 'geomap' in its metadata: nothing says who made it and whom to credit"
    yield from _column_faults(
        [name for name in schema.names if name != "id"], [*COLUMNS, "geometry"], set()
    )
    yield from _row_faults(path)


def _package_faults(connection: sqlite3.Connection) -> Iterator[str]:
    def ask(statement: str) -> list[Any]:
        return connection.execute(statement).fetchall()

    if ask("PRAGMA application_id") != [(_APPLICATION_ID,)]:
        yield "not marked as a GeoPackage (application_id)"
    if (checked := ask("PRAGMA quick_check(1)")) != [("ok",)]:
        yield f"damaged: {checked[0][0]}"
    tables = {name for (name,) in ask("SELECT table_name FROM gpkg_contents")}
    missing = _LAYERS.keys() - tables - {"events"}  # which a corpus alone has
    yield from (f"no layer or table {name!r}" for name in sorted(missing))
    for name in _LAYERS.keys() & tables:
        types = dict(
            connection.execute("SELECT name, type FROM pragma_table_info(?)", (name,)).fetchall()
        )
        for column in _LAYERS[name]:
            found = types.get(column.name, "missing").partition("(")[0]
            if found not in _TYPES[column.kind]:
                yield f"{name}.{column.name} is {found}, not {column.kind}"
    styled = {
        name for (name,) in ask("SELECT f_table_name FROM layer_styles WHERE useAsDefault = 1")
    }
    yield from (f"no default style for {name!r}" for name in _STYLED if name not in styled)
    if not ask("SELECT name FROM qgis_projects"):
        yield "no QGIS project inside"
    if not ask("SELECT 1 FROM gpkg_metadata WHERE metadata LIKE '%ATTRIBUTION%'"):
        yield "no attribution in its metadata"


def _column_faults(names: list[str], wanted: list[str], may: set[str]) -> Iterator[str]:
    own = [name for name in names if name not in may]
    missing = [name for name in wanted if name not in own]
    extra = [name for name in own if name not in wanted]
    if missing:
        yield f"no column {', '.join(missing)}"
    if extra:
        yield f"unknown column {', '.join(extra)}"
    if not missing and not extra and own != wanted:
        yield "the columns are not in their order"


def _row_faults(path: Path) -> Iterator[str]:
    """Yield the first value that is not of its column's kind, and ids that stand twice."""
    try:
        features = read_features(path)
    except ArticleError as error:
        yield str(error).removeprefix(f"{path}: ").removeprefix(f"{path}, ")
        return
    seen: set[str] = set()
    for feature in features:
        if feature["id"] in seen:
            yield f"'id' {feature['id'][:80]!r} stands twice"
        seen.add(feature["id"])
