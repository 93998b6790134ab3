"""One compiled file, open for reading: recognised, asked, and its faults told with a remedy."""

from __future__ import annotations

import sqlite3
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import GazetteerError
from geomap.gazetteer.schema import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Compiled", "default_path"]

_REMEDY = "reinstall geomap, or run `python -m geomap.gazetteer.build` in its source tree"
_REMEDY_OF_OWN = (
    "pass another file, or make one with `geomap gazetteer import` (or `geomap gazetteer build`)"
)
_REMEDY_OF_IMPORT = "import its dump again with `geomap gazetteer import`"


class Compiled:
    """A compiled gazetteer as a file: what it says of itself, and the rows it holds.

    It takes and refuses what `geomap.gazetteer.store.Gazetteer` does, which reads through it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = _connect(path)
        self.meta = _read_meta(self.connection, path)

    def one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 - SQL values
        """Return the first row of an answer, or None."""
        rows = self.all(sql, *values)
        return rows[0] if rows else None

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - SQL values
        """Return the rows of an answer.

        Raises
        ------
        GazetteerError
            If the file is damaged.
        """
        try:
            return self.connection.execute(sql, values).fetchall()
        except UnicodeEncodeError:  # asked for a lone surrogate, which no file holds
            return []
        except sqlite3.Error as error:
            raise self.fault(error) from error

    def fault(self, what: object) -> GazetteerError:
        """Return the error that names the file, what is wrong with it and what to do."""
        return _fault(self.path, what)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The codes of the countries that places lie in; a border lies in two."""
        rows = self.all("SELECT DISTINCT country FROM homes")
        return frozenset(code for (codes,) in rows for code in codes.split(";") if code)

    def counts(self) -> Iterator[tuple[str, dict[str, int]]]:
        """Yield what can be counted, with how many of each there are."""
        sql = "SELECT {}, count(*) FROM points JOIN homes ON number = home GROUP BY 1 ORDER BY 1"
        for column in ("source", "kind", "country"):
            yield f"places_by_{column}", dict(self.all(sql.format(column)))
        sql = "SELECT n.kind, count(*) FROM keys k JOIN name_kinds n ON n.number = k.kind "
        yield "names_by_kind", dict(self.all(f"{sql} GROUP BY 1 ORDER BY 1"))
        dated = f"{sql} WHERE n.since <> '' OR n.until <> '' GROUP BY 1 ORDER BY 1"
        yield "dated_names_by_kind", dict(self.all(dated))
        sql = "SELECT kind, count(*) FROM areas GROUP BY 1 ORDER BY 1"
        yield "areas_by_kind", dict(self.all(sql))


def default_path() -> Path:
    """Return where the gazetteer lies that geomap carries."""
    return Path(__file__).with_name("gazetteer.gpkg")


def _remedy(path: Path) -> str:
    """Return what to do about a broken file: nobody reinstalls geomap for a file of their own."""
    return _REMEDY if path == default_path() else _REMEDY_OF_OWN


def _fault(path: Path, what: object) -> GazetteerError:
    return GazetteerError(f"{path}: {what}; {_remedy(path)}")


def _connect(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        msg = "there is no gazetteer"
        raise _fault(path, msg)
    try:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA mmap_size = 268435456")
    except sqlite3.Error as error:
        raise _fault(path, error) from error
    return connection


def _read_meta(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    """Return the meta table once the file has been recognised as ours."""
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            msg = "not a geomap gazetteer"
            raise _fault(path, msg)
        # One transaction for the life of the connection: nobody writes to the file, and a
        # question that needs none of its own is answered 0.3 us sooner.
        connection.execute("BEGIN")
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.Error as error:
        msg = f"not a geomap gazetteer, or damaged ({error})"
        raise _fault(path, msg) from error
    if meta.get("schema") != str(SCHEMA_VERSION):
        msg = f"{path}: schema {meta.get('schema')}, this geomap reads {SCHEMA_VERSION}; "
        msg += _REMEDY_OF_IMPORT if "import" in meta else _remedy(path)
        raise GazetteerError(msg)
    return meta
