"""Writes imported places into a GeoPackage of their own, of the gazetteer's schema.

The file is written beside its target and moved over it when it is whole; what was there
before stays, and stays in use, whatever happens on the way. Places are written as they
come, so memory does not grow with the dump; indexes are made last.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from geomap.errors import GeomapError, OutputError
from geomap.gazetteer import schema
from geomap.gazetteer.build import forms_of
from geomap.gazetteer.imports.entries import radius_km
from geomap.gazetteer.names import languages_of, skeleton
from geomap.gazetteer.rows import (
    Numbers,
    insert_rows,
    is_slavic,
    key_values,
    latin_names,
    place_values,
    register_tables,
    score_of,
)
from geomap.gazetteer.tables import NameRow, PlaceRow
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from geomap.gazetteer.cases import CaseForms
    from geomap.gazetteer.imports.entries import Entry

__all__ = ["PlaceFile", "is_imported", "open_place_file", "to_meta"]

_PLACE = "INSERT OR IGNORE INTO points VALUES (?,?,?,?,?,?,?,?,?,?)"
_KNOWN = "SELECT fid FROM points WHERE place_id = ?"
# Rows as they come; they are sorted into the file at the end, which takes no memory.
_GATHERED = """
CREATE TEMP TABLE named (key TEXT, place INTEGER, kind INTEGER, language TEXT, name TEXT);
CREATE TEMP TABLE loose (key TEXT, place INTEGER);
CREATE TEMP TABLE declined (key TEXT, base TEXT);
"""
# Of two names of one place under one key the better stays; of one place at most so many.
_SORT_NAMES = """
INSERT OR IGNORE INTO keys
SELECT n.key, n.place, n.kind, n.language, n.name
FROM temp.named n JOIN name_kinds k ON k.number = n.kind
ORDER BY n.key, n.place, k.score DESC, n.rowid
"""
_PRUNE = """
DELETE FROM keys WHERE (key, place) IN (
  SELECT key, place FROM (
    SELECT k.key, k.place,
      row_number() OVER (PARTITION BY k.place ORDER BY n.score DESC, k.key) AS number
    FROM keys k JOIN name_kinds n ON n.number = k.kind)
  WHERE number > ?)
"""
_SORT_FORMS = """
INSERT INTO forms SELECT DISTINCT key, base FROM temp.declined d
WHERE NOT EXISTS (SELECT 1 FROM keys k WHERE k.key = d.key) ORDER BY key, base
"""
_SORT_SKELETONS = (
    "INSERT INTO skeletons SELECT DISTINCT key, place FROM temp.loose ORDER BY key, place"
)
_CACHE_KIB = 65_536
_BATCH = 20_000  # rows of names that are held before they are written
_SHORTEST_KEY = 3  # letters, as in the built-in layers
_OWN = "import:csv"  # the user's own table, whose names are meant however short they are
_LOOSE_NAMES = 8  # names of a place that get a fallback key


class PlaceFile:
    """A GeoPackage of places that is being written.

    Parameters
    ----------
    connection
        A new, empty database.
    source
        What ``Place.source`` says of its places.
    words
        Folded words that are no name of an imported place.
    cases
        How Ukrainian and Russian names are declined.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        source: str,
        words: Collection[str],
        cases: CaseForms,
    ) -> None:
        self.places = self.names = self.areas = 0
        self._connection = connection
        self._source = source
        self._words = words
        self._cases = cases
        self._shortest = 1 if source == _OWN else _SHORTEST_KEY
        self._homes, self._kinds = Numbers(), Numbers()
        self._pending: list[tuple[Any, ...]] = []
        self._loose: list[tuple[str, int]] = []
        self._declined: list[tuple[str, str]] = []
        connection.executescript(
            f"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            f"PRAGMA cache_size = -{_CACHE_KIB}; PRAGMA temp_store = FILE;"
            f"PRAGMA application_id = {schema.APPLICATION_ID};"
            f"PRAGMA user_version = {schema.USER_VERSION};{schema.TABLES}{_GATHERED}"
        )
        connection.execute("BEGIN")

    def add(self, entry: Entry) -> str:
        """Write an entry; return why it was left out, or an empty text."""
        place = self._to_place(entry)
        names = self._keys(place)
        if not names:
            return "with common words or too short names only"
        number = self.places + 1
        if not self._connection.execute(_PLACE, place_values(number, place, self._homes)).rowcount:
            return "with an id that came before"
        self.places = number
        is_at_home = is_slavic(place)
        for key, row in names:
            self._add_name(key, row, number, is_at_home=is_at_home)
        self._loose.extend((key, number) for key in self._skeletons(place))
        self._add_area(entry, place)
        if len(self._pending) >= _BATCH:
            self._flush()
        return ""

    def add_name(self, place_id: str, row: NameRow) -> bool:
        """Give a place that was written a further name; False if there is no such place."""
        found = self._connection.execute(_KNOWN, (place_id,)).fetchone()
        if found is None:
            return False
        key = fold_name(row.name)
        if len(key) >= _SHORTEST_KEY and key not in self._words:
            self._add_name(key, row, found[0])
            if len(self._pending) >= _BATCH:
                self._flush()
        return True

    def finish(self, meta: Mapping[str, str], *, prune: bool) -> None:
        """Write what is pending, the indexes and the description of the file."""
        self._flush()
        self._connection.execute(_SORT_NAMES)
        if prune:
            self._connection.execute(_PRUNE, (LIMITS["place_names"],))
        (self.names,) = self._connection.execute("SELECT count(*) FROM keys").fetchone()
        self._connection.execute(_SORT_FORMS)
        self._connection.execute(_SORT_SKELETONS)
        insert_rows(self._connection, "meta", sorted(meta.items()))
        insert_rows(self._connection, "gpkg_spatial_ref_sys", schema.REFERENCE_SYSTEMS)
        register_tables(self._connection)
        self._connection.commit()
        self._connection.executescript(f"{schema.INDEXES} ANALYZE;")

    def _to_place(self, entry: Entry) -> PlaceRow:
        return PlaceRow(
            entry.place_id, entry.names[0].name, entry.kind, entry.lat, entry.lon,
            radius_km(entry), entry.country, entry.parent_id, entry.population, self._source,
            entry.admin1, entry.admin1_code, entry.admin2, entry.names,
        )  # fmt: skip

    def _keys(self, place: PlaceRow) -> list[tuple[str, NameRow]]:
        """Return the names of a place by key, sorted; the best if there are too many."""
        best: dict[str, NameRow] = {}
        spelt = latin_names(place) if is_slavic(place) else ()
        for row in (*place.names, *spelt):
            for key in _keys_of(row.name):
                if len(key) < self._shortest or self._is_word(row.name, key):
                    continue
                if key not in best or score_of(row) > score_of(best[key]):
                    best[key] = row
        found = list(best.items())
        if len(found) > LIMITS["place_names"]:
            found.sort(key=lambda pair: (-score_of(pair[1]), pair[0]))
            del found[LIMITS["place_names"] :]
        return sorted(found, key=lambda pair: pair[0])

    def _is_word(self, name: str, key: str) -> bool:
        """Return whether a name is a common word; in a user's own table Ås is no "as"."""
        is_meant = self._source == _OWN and not name.isascii()
        return name.islower() or (key in self._words and not is_meant)

    def _skeletons(self, place: PlaceRow) -> set[str]:
        if not is_slavic(place):
            return set()
        names = [row.name for row in place.names[:_LOOSE_NAMES] if row.kind != "former"]
        return {key for key in map(skeleton, names) if len(key) > _SHORTEST_KEY}

    def _add_name(self, key: str, row: NameRow, number: int, *, is_at_home: bool = False) -> None:
        """Keep a name, and its case forms if its language declines names as Ukrainian does."""
        self._pending.append(key_values(key, number, row, self._kinds))
        if key.isascii():
            return
        languages = languages_of(row.name) if is_at_home and not row.language else (row.language,)
        for language in languages:
            forms = forms_of(self._cases, key, row.name, language)
            self._declined.extend((form, key) for form in forms if form not in self._words)

    def _add_area(self, entry: Entry, place: PlaceRow) -> None:
        """Write the shape of an entry, if it has one."""
        if not entry.shape or entry.bounds is None:
            return
        self.areas += 1
        blob = schema.shape_blob(entry.shape, entry.bounds)
        values = (
            self.areas, blob, place.place_id, place.name, place.kind, place.country,
            round(place.lat, 4), round(place.lon, 4), self._source,
        )  # fmt: skip
        insert_rows(self._connection, "areas", [values])

    def _flush(self) -> None:
        insert_rows(self._connection, "homes", self._homes.rows())
        insert_rows(self._connection, "name_kinds", self._kinds.rows())
        for table, rows in (
            ("named", self._pending), ("loose", self._loose), ("declined", self._declined),
        ):  # fmt: skip
            insert_rows(self._connection, table, rows)
            rows.clear()


@contextmanager
def open_place_file(
    target: Path, source: str, words: Collection[str], cases: CaseForms
) -> Iterator[PlaceFile]:
    """Give a file to write places into; it takes the place of ``target`` at the end.

    Raises
    ------
    OutputError
        If it cannot be written; the old file stays, no temporary one is left.
    """
    _refuse_foreign(target)
    partial = target.with_name(f"{target.name}.partial")
    _clear(partial)
    try:
        with _removed_on_failure(partial):
            connection = sqlite3.connect(partial)
            try:
                yield PlaceFile(connection, source, words, cases)
            finally:
                connection.close()
            _sync(partial)
            partial.replace(target)
    except GeomapError:
        raise
    except (OSError, sqlite3.Error) as error:
        _refuse(target, error)


@contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _refuse_foreign(target: Path) -> None:
    """Refuse to replace a file that no import wrote."""
    if not target.exists() or not target.stat().st_size:
        return
    if not target.is_file() or not is_imported(target):
        msg = f"{target}: is no imported gazetteer and stays; choose another file with --into"
        raise OutputError(msg)


def _clear(partial: Path) -> None:
    """Remove what an import that was killed left; refuse if another one is writing there."""
    if not partial.exists():
        return
    connection = sqlite3.connect(partial, timeout=0)
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            msg = f"{partial}: another import is writing this file; wait for it"
            raise OutputError(msg) from error
    except sqlite3.DatabaseError:
        pass  # cut off before its first page was whole
    finally:
        connection.close()
    partial.unlink(missing_ok=True)


def is_imported(path: Path) -> bool:
    """Return whether an import wrote a file.

    A file that is damaged counts as foreign: it stays until somebody removes it.
    """
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'import'").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return row is not None


def to_meta(facts: Mapping[str, Any], licence: str) -> Mapping[str, str]:
    """Return the rows of the table meta for an imported file."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {
        "import": text,
        "licences": licence,
        "schema": str(schema.SCHEMA_VERSION),
        "version": f"{schema.SCHEMA_VERSION}.{digest[:12]}",
    }


def _keys_of(name: str) -> tuple[str, ...]:
    """Return the keys a name is found by; a comma ends a name in a text, so also without it."""
    key = fold_name(name)
    return (key, " ".join(key.replace(",", " ").split())) if "," in key else (key,)


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _refuse(target: Path, error: Exception) -> NoReturn:
    msg = (
        f"{target}: cannot be written ({error}); check that its folder exists, is writable and "
        "not full, nor the one for temporary files (TMPDIR), and run again; what was there before "
        "is as it was"
    )
    raise OutputError(msg) from error
