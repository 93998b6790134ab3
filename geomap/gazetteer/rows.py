"""The rows of a compiled file: numbered, put into its tables and made known to GIS.

What the builder of the gazetteer and the writer of an import have in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.gazetteer import schema
from geomap.gazetteer.names import MATCH_SCORES, is_cyrillic, languages_of, spellings
from geomap.gazetteer.tables import NameRow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from geomap.gazetteer.tables import PlaceRow

__all__ = [
    "Numbers",
    "insert_rows",
    "is_slavic",
    "key_values",
    "latin_names",
    "place_values",
    "register_tables",
    "score_of",
]

_SLAVIC = frozenset({"UA", "RU", "BY", "MD"})  # whose names are written in many spellings
_LATELY = "2014"  # a name borne since the war began is written on, by one of the sides at least
_LAST_CHANGE = "2000-01-01T00:00:00.000Z"  # fixed: the file must not know when it was built


class Numbers:
    """Gives equal rows one number each, from 1 on, as long as it remembers them.

    Parameters
    ----------
    limit
        How many rows are remembered; then it starts afresh, and a row may get a second number.
    """

    def __init__(self, limit: int = 100_000) -> None:
        self._limit = limit
        self._known: dict[tuple[Any, ...], int] = {}
        self._new: list[tuple[Any, ...]] = []
        self._last = 0

    def of(self, *row: Any) -> int:  # noqa: ANN401 - SQL values
        """Return the number of a row."""
        number = self._known.get(row)
        if number is None:
            if len(self._known) >= self._limit:
                self._known.clear()
            self._last = number = self._known[row] = self._last + 1
            self._new.append((number, *row))
        return number

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows that are new since this was asked last, each behind its number."""
        new, self._new = self._new, []
        return new


def insert_rows(
    connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows into a table, each with a value for every column."""
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return
    sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"  # noqa: S608 - our names
    connection.execute(sql, first)
    connection.executemany(sql, iterator)


def place_values(number: int, place: PlaceRow, homes: Numbers) -> tuple[Any, ...]:
    """Return the values of a row of the table ``points``, in the order of its columns."""
    home = homes.of(
        place.country, place.admin1, place.admin1_code, place.admin2, place.parent_id, place.source
    )
    return (
        number, schema.point_blob(place.lat, place.lon), place.place_id, place.name, place.kind,
        place.lat, place.lon, place.radius_km, home, place.population,
    )  # fmt: skip


def key_values(key: str, number: int, row: NameRow, kinds: Numbers) -> tuple[Any, ...]:
    """Return the values of a row of the table ``keys``, in the order of its columns."""
    what = kinds.of(row.kind, score_of(row), row.since, row.until)
    name = None if row.name == schema.capital(key) else row.name
    return key, number, what, row.language, name


def is_slavic(place: PlaceRow) -> bool:
    """Return whether a place lies where names are written in many spellings, or in no country."""
    return not place.country or not _SLAVIC.isdisjoint(place.country.split(";"))


def latin_names(place: PlaceRow) -> Iterator[NameRow]:
    """Yield the Latin spellings of a place's Cyrillic names."""
    for row in place.names:
        if row.name.isascii() or not is_cyrillic(row.name):
            continue
        kind = "former" if row.kind == "former" else "variant"
        languages = (row.language,) if row.language in {"uk", "ru"} else languages_of(row.name)
        for language in languages:
            for spelling in spellings(row.name, language):
                yield NameRow(spelling, "en", kind, None, row.since, row.until)


def score_of(row: NameRow) -> float:
    """Return how far a name speaks for its place."""
    if row.score is not None:
        return row.score
    if row.kind == "former" and row.until >= _LATELY:
        return MATCH_SCORES["variant"]
    return MATCH_SCORES[row.kind]


def register_tables(connection: sqlite3.Connection) -> None:
    """Tell GIS programs which tables are layers and which are plain attributes."""
    layers = (
        ("places", "points", "features", "Places", "POINT"),
        ("areas", "areas", "features", "Areas: countries, seas, rivers, borders", "GEOMETRY"),
        ("names", "keys", "attributes", "Names of places, by folded key", ""),
    )  # fmt: skip
    for layer, table, data_type, description, geometry in layers:
        bounds = (-180.0, -90.0, 180.0, 90.0) if geometry else (None,) * 4
        srs = schema.WGS_84 if geometry else None
        row = (layer, data_type, layer, description, _LAST_CHANGE, *bounds, srs)
        insert_rows(connection, "gpkg_contents", [row])
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our names
        insert_rows(connection, "gpkg_ogr_contents", [(layer, count)])  # counting a view is slow
        if geometry:
            insert_rows(
                connection, "gpkg_geometry_columns", [(layer, "geom", geometry, 4326, 0, 0)]
            )
