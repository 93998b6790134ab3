"""What stands in the manifest of an output folder, for whoever writes the files of the whole."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.corpus.packs import unpack
from geomap.errors import OutputError
from geomap.events import Account
from geomap.export import name_of
from geomap.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from geomap.corpus.packs import Pack

__all__ = ["Files", "ManifestReader", "Row", "to_files", "to_key", "to_row"]

Files = tuple[tuple[str, str], ...]  # names in the output folder, and the SHA-256 of each

_SHAPES_KEPT = 200  # of some ten kilobytes each


class Row(NamedTuple):
    """One article of the manifest."""

    article_id: str
    stem: str
    key: bytes
    files: Files
    entry: dict[str, Any]


class ManifestReader:
    """A manifest that is only read, as by another machine: its run has committed and waits.

    Raises
    ------
    OutputError
        From every method, if the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shapes: dict[str, str] = {}
        with self._told():
            self._connect()
        self._run = int(self.get("run") or 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def rows(self) -> Iterator[Row]:
        """Yield the articles of this run that are done, in the order of their ids."""
        yield from self._select("run = ?")

    def keys(self) -> Iterator[bytes]:
        """Yield the keys of the articles that ``rows`` yields, in the same order."""
        statement = "SELECT key FROM articles WHERE run = ? ORDER BY article_id"
        for (key,) in self._each(statement, self._run):
            yield key

    def gone(self) -> Iterator[Row]:
        """Yield the articles of earlier runs that are no longer among the inputs."""
        yield from self._select("run < ?1 AND is_failed < ?1")

    def packs(self, first: str = "") -> Iterator[tuple[str, Pack]]:
        """Yield the ids of the articles from one on, and what each holds for the corpus."""
        statement = (
            "SELECT article_id, pack FROM articles JOIN packs USING (article_id)"
            " WHERE run = ? AND article_id >= ? ORDER BY article_id"
        )
        for own, packed in self._each(statement, self._run, to_key(first)):
            yield to_id(own), unpack(packed)

    def shape(self, digest: str) -> str:
        """Return the GeoJSON of a shape; those of late are remembered, for regions recur."""
        if digest not in self._shapes:
            if len(self._shapes) >= _SHAPES_KEPT:
                self._shapes.clear()
            self._shapes[digest] = self._read_shape(digest)
        return self._shapes[digest]

    def _read_shape(self, digest: str) -> str:
        found = self._execute("SELECT geojson FROM shapes WHERE digest = ?", digest).fetchone()
        payload = found[0] if found else b""
        if name_of(payload) != digest:
            msg = f"{self.path}: a shape is damaged; run again with --force"
            raise OutputError(msg)
        return str(payload, "utf-8")

    def events_of(self, article_id: str) -> dict[str, str]:
        """Return the event of each incident of an article that is one."""
        found = self._execute(
            "SELECT incident_id, event_id FROM members WHERE article_id = ?", clean_text(article_id)
        )
        return dict(found)

    def accounts(self) -> Iterator[Account]:
        """Yield what the articles of this run tell, by day."""
        statement = (
            "SELECT account FROM accounts JOIN articles USING (article_id) WHERE run = ?"
            " ORDER BY day, account_id"
        )
        for (account,) in self._each(statement, self._run):
            yield Account.from_json(json.loads(account))

    def accounts_of(self, first: str, end: str) -> Iterator[Account]:
        """Yield what articles tell, from one up to another; up to the last if that is empty."""
        statement = (
            "SELECT account FROM accounts JOIN articles USING (article_id) WHERE run = ?"
            " AND article_id >= ? AND (article_id < ? OR ? = '') ORDER BY article_id, account_id"
        )
        for (account,) in self._each(statement, self._run, to_key(first), to_key(end), end):
            yield Account.from_json(json.loads(account))

    def count_accounts(self) -> int:
        """Return how many accounts there are."""
        statement = "SELECT COUNT(*) FROM accounts JOIN articles USING (article_id) WHERE run = ?"
        return int(self._execute(statement, self._run).fetchone()[0])

    def days(self) -> Iterator[str]:
        """Yield the days on which accounts begin, in their order."""
        statement = (
            "SELECT DISTINCT day FROM accounts JOIN articles USING (article_id) WHERE run = ?"
            " ORDER BY day"
        )
        for (day,) in self._each(statement, self._run):
            yield day

    def row_counts(self) -> Iterator[tuple[str, int]]:
        """Yield the ids of the articles in their order, and how many points each has."""
        statement = (
            "SELECT article_id, json_extract(entry, '$.layers.points.count') FROM articles"
            " WHERE run = ? ORDER BY article_id"
        )
        for own, rows in self._each(statement, self._run):
            yield to_id(own), rows

    def box_of_events(self) -> list[float]:
        """Return west, south, east and north of the events; nothing if none is located."""
        found = self._execute(
            "SELECT MIN(lon), MIN(lat), MAX(lon), MAX(lat) FROM events WHERE lon IS NOT NULL"
        ).fetchone()
        return [] if found[0] is None else list(found)

    def count_events(self) -> int:
        """Return how many events there are."""
        return int(self._execute("SELECT COUNT(*) FROM events").fetchone()[0])

    def events(self) -> Iterator[str]:
        """Yield the events as features, which are text, in the order of their ids."""
        for (feature,) in self._each("SELECT feature FROM events ORDER BY event_id"):
            yield feature

    def failures(self) -> Iterator[dict[str, str]]:
        """Yield the failures of this run in the order of the input."""
        names = ("place", "article_id", "kind", "message")
        for values in self._execute(f"SELECT {', '.join(names)} FROM failures ORDER BY number"):  # noqa: S608 - our names
            yield dict(zip(names, values, strict=True))

    def get(self, name: str) -> str:
        """Return a value of the corpus as a whole; empty if there is none."""
        found = self._execute("SELECT value FROM corpus WHERE name = ?", name).fetchone()
        return found[0] if found else ""

    def _connect(self) -> None:
        """Open the file without a lock, which a network disk may not have."""
        address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True)

    def _select(self, which: str, *values: bytes) -> Iterator[Row]:
        columns = "article_id, stem, key, files, entry"
        statement = f"SELECT {columns} FROM articles WHERE {which} ORDER BY article_id"  # noqa: S608 - our words
        for cells in self._each(statement, self._run, *values):
            yield to_row(*cells)

    def _each(self, statement: str, *values: Any) -> Iterator[Any]:  # noqa: ANN401 - SQLite's types
        """Yield what a statement finds, one row in memory at a time."""
        with self._told():
            yield from self._connection.execute(statement, values)

    def _execute(self, statement: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as above
        with self._told():
            return self._connection.execute(statement, values)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            msg = f"{self.path}: {error}; see that the disk has room and run again"
            raise OutputError(msg) from error


def to_key(article_id: str) -> bytes:
    """Return an id as SQLite can hold it, which knows no lone surrogates in texts."""
    return article_id.encode("utf-8", "surrogatepass")


def to_id(own: bytes) -> str:
    """Return the id that `to_key` was given."""
    return own.decode("utf-8", "surrogatepass")


def to_row(own: bytes, stem: str, key: bytes, files: str, entry: str) -> Row:
    """Return the row that a table holds as these cells."""
    return Row(to_id(own), stem, key, to_files(files), json.loads(entry))


def to_files(text: str) -> Files:
    """Return the names and digests that stand in a row."""
    return tuple((name, digest) for name, digest in json.loads(text))
