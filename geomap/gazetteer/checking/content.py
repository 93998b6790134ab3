"""What the checks look at: the rows and shapes of a compiled gazetteer, read once."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.errors import GazetteerError
from geomap.gazetteer.store import Gazetteer, default_path, read_shape
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

__all__ = ["WIDE", "Content", "Record", "countries_of", "read_content"]

_SHORTEST_KEY = 3  # letters; a place of a shorter name is there for its position alone
WIDE = frozenset({"country", "continent", "ocean", "sea", "region", "border", "river"})


@dataclass(frozen=True, slots=True)
class Record:
    """One place as the file has it."""

    place_id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    country: str
    admin1_code: str
    parent_id: str
    source: str


@dataclass
class Content:
    """What the checks look at; outer rows are those of the gazetteer an import belongs to."""

    rows: dict[str, Record]
    outer: Mapping[str, Record]
    shapes: Mapping[str, tuple[str, BaseGeometry]]
    orphans: list[str]
    """Ids of places that no name leads to, though theirs could."""
    strays: int
    """Names that lead to no place."""
    missing: list[str]
    """Ids of places with a coordinate that is NULL, no number or not finite."""
    undated: list[tuple[str, str]]
    """Ids of places with a name whose time of use makes no sense, and the fault."""
    damage: list[str]
    is_import: bool

    def find(self, place_id: str) -> Record | None:
        """Return a place of the file or of the gazetteer it belongs to."""
        return self.rows.get(place_id) or self.outer.get(place_id)


def read_content(path: Path) -> Content:
    """Read a compiled gazetteer; an imported one together with the built-in one.

    Raises
    ------
    GazetteerError
        If the file is missing, of another schema, or so damaged that it cannot be read.
    """
    gazetteer = Gazetteer(path)  # says what is wrong with a file that is none of ours
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
                connection.execute(f"PRAGMA {pragma}")
            content = _content(connection, gazetteer.dropped)
        finally:
            connection.close()
    except sqlite3.Error as error:
        msg = f"{path}: damaged ({error}); write it anew"
        raise GazetteerError(msg) from error
    if content.is_import and path.resolve() != default_path().resolve():
        outer = read_content(default_path())
        content.outer = outer.rows
        content.shapes = {**content.shapes, **outer.shapes}
    return content


_PLACES = (
    "SELECT place_id, name, kind, lat, lon, radius_km, country, admin1_code, parent_id, source "
    "FROM places ORDER BY place_id"
)
_ORPHANS = "SELECT place_id, name FROM points WHERE fid NOT IN (SELECT place FROM keys) ORDER BY 1"
_STRAYS = "SELECT count(*) FROM keys WHERE place NOT IN (SELECT fid FROM points)"
# Until 2016, a name is no longer the official one; what ended before it began was no name.
_UNDATED = (
    "SELECT place_id, format('%s: %s from %s to %s', name, kind, since, until) FROM names "
    "WHERE until <> '' AND (kind <> 'former' OR since > until) ORDER BY 1, 2"
)
_IMPORT = "SELECT count(*) FROM meta WHERE key = 'import'"


def _content(connection: sqlite3.Connection, dropped: frozenset[str]) -> Content:
    rows, missing = {}, []
    for values in connection.execute(_PLACES):
        if all(isinstance(v, (int, float)) and math.isfinite(v) for v in values[3:6]):
            rows[values[0]] = Record(*values)
        else:
            missing.append(values[0])
    return Content(
        rows=rows,
        outer={},
        shapes=dict(_shapes(connection)),
        orphans=[
            place_id
            for place_id, name in connection.execute(_ORPHANS)
            if len(fold_name(name)) >= _SHORTEST_KEY and fold_name(name) not in dropped
        ],
        strays=connection.execute(_STRAYS).fetchone()[0],
        missing=missing,
        undated=list(connection.execute(_UNDATED)),
        damage=_damage(connection),
        is_import=bool(connection.execute(_IMPORT).fetchone()[0]),
    )


def _shapes(connection: sqlite3.Connection) -> Iterator[tuple[str, tuple[str, BaseGeometry]]]:
    for place_id, kind, blob in connection.execute("SELECT place_id, kind, geom FROM areas"):
        yield place_id, (kind, read_shape(blob))


def _damage(connection: sqlite3.Connection) -> list[str]:
    found = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
    return [] if found == ["ok"] else found


def countries_of(content: Content) -> dict[str, BaseGeometry]:
    """Return the outlines of the countries by their codes."""
    return {
        row.country: content.shapes[row.place_id][1]
        for row in (*content.outer.values(), *content.rows.values())
        if row.kind == "country" and row.place_id in content.shapes
    }
