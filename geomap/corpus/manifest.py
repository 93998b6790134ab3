"""The manifest of an output folder: what each article was made from, and what it became.

A row is evidence only together with the files: an article counts as done if its key is
that of its text and options, and if every file has the bytes that were written. Times of
files are never asked. What the files of the whole corpus are merged from stands here, too,
so that they need no article again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.corpus.making import shape_digest, unpack
from geomap.errors import OutputError
from geomap.events import Account, id_of, to_event_feature
from geomap.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import Self

    from geomap.articles import Failure
    from geomap.corpus.making import Made
    from geomap.corpus.processes import Task
    from geomap.events import Event

__all__ = ["Files", "Manifest", "Row", "to_files"]

Files = tuple[tuple[str, str], ...]  # names in the output folder, and the SHA-256 of each

_SCHEMA_VERSION = 2
_SHAPES_KEPT = 200  # of some ten kilobytes each
_EVERY = 200  # rows written between two commits; what is lost with a crash is made again
_SCHEMA = """
CREATE TABLE articles (
  article_id BLOB PRIMARY KEY, stem TEXT NOT NULL, key BLOB NOT NULL, files TEXT NOT NULL,
  entry TEXT NOT NULL, seal BLOB NOT NULL, run INTEGER NOT NULL, is_failed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE packs (article_id BLOB PRIMARY KEY, pack BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE shapes (digest TEXT PRIMARY KEY, geojson BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE accounts (
  article_id BLOB NOT NULL, account_id TEXT NOT NULL, day TEXT NOT NULL, account TEXT NOT NULL,
  PRIMARY KEY (article_id, account_id)
) WITHOUT ROWID;
CREATE TABLE events (
  event_id TEXT PRIMARY KEY, feature TEXT NOT NULL, lon REAL, lat REAL
) WITHOUT ROWID;
CREATE TABLE members (
  article_id TEXT NOT NULL, incident_id TEXT NOT NULL, event_id TEXT NOT NULL,
  PRIMARY KEY (article_id, incident_id)
) WITHOUT ROWID;
CREATE TABLE failures (
  number INTEGER PRIMARY KEY, place TEXT NOT NULL, article_id TEXT NOT NULL,
  kind TEXT NOT NULL, message TEXT NOT NULL
);
CREATE TABLE corpus (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_TABLES = "articles packs shapes accounts events members failures corpus".split()  # noqa: SIM905


class Row(NamedTuple):
    """One article of the manifest."""

    article_id: str
    stem: str
    key: bytes
    files: Files
    entry: dict[str, Any]


class Manifest:
    """The manifest of a folder, open for one run.

    Raises
    ------
    OutputError
        From every method, if the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.was_damaged = False
        self.after_commit: Callable[[], object] = lambda: None
        with self._told():
            try:
                self._connect()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                self._discard()
        self._run = int(self.get("run") or 0) + 1
        self._written = 0
        self._shapes: dict[str, str] = {}
        self.put("run", str(self._run))
        self._execute("DELETE FROM failures")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def find(self, article_id: str) -> Row | None:
        """Return the row of an article that was done, unless it is damaged."""
        own = _to_key(article_id)
        found = self._execute(
            "SELECT stem, key, files, entry, seal, pack FROM articles JOIN packs USING (article_id)"
            " WHERE article_id = ?",
            own,
        ).fetchone()
        if found is None:
            return None
        *cells, seal, pack = found
        return _to_row(own, *cells) if seal == _seal(own, *cells, pack) else None

    def files_of(self, article_id: str) -> Files:
        """Return the files that an earlier run wrote for an article."""
        found = self._execute(
            "SELECT files FROM articles WHERE article_id = ?", _to_key(article_id)
        ).fetchone()
        return to_files(found[0]) if found else ()

    def keep(self, article_id: str) -> None:
        """Say that an article is as it was."""
        self._write(
            "UPDATE articles SET run = ?, is_failed = 0 WHERE article_id = ?",
            self._run,
            _to_key(article_id),
        )

    def add(self, task: Task, made: Made) -> None:
        """Put down what an article became."""
        own = _to_key(task.article.article_id)
        cells = (task.stem, task.key, json.dumps(made.files), json.dumps(made.entry))
        values = (own, *cells, _seal(own, *cells, made.pack), self._run)
        self._execute("INSERT OR REPLACE INTO packs VALUES (?, ?)", own, made.pack)
        self._execute("DELETE FROM accounts WHERE article_id = ?", own)
        for account in made.accounts:
            parts = (account.account_id, account.first, json.dumps(account))
            self._execute("INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?)", own, *parts)
        for digest, geojson in made.shapes:
            self._execute("INSERT OR IGNORE INTO shapes VALUES (?, ?)", digest, geojson)
        self._write("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, 0)", *values)

    def fail(self, number: int, failure: Failure) -> None:
        """Put down a failure; an earlier result of the article leaves the corpus."""
        kind, message = type(failure.error).__name__, str(failure.error)
        values = map(clean_text, (failure.where, failure.article_id, kind, message))
        self._execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", number, *values)
        self._write(
            "UPDATE articles SET is_failed = ? WHERE article_id = ? AND run < ?",
            self._run,
            _to_key(failure.article_id),
            self._run,
        )

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

    def packs(self) -> Iterator[tuple[Row, dict[str, Any]]]:
        """Yield the articles as ``rows`` does, each with what it holds for the corpus."""
        for row in self.rows():
            found = self._execute(
                "SELECT pack FROM packs WHERE article_id = ?", _to_key(row.article_id)
            )
            yield row, unpack(found.fetchone()[0])

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
        if shape_digest(payload) != digest:
            msg = f"{self._path}: a shape is damaged; run again with --force"
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

    def forget_events(self) -> None:
        """Drop the events of the last run."""
        self._execute("DELETE FROM members")
        self._execute("DELETE FROM events")

    def add_event(self, event: Event) -> None:
        """Put down an event; of two with one id, the second gets a number."""
        base = event_id = id_of(event)
        for number in count(2):
            if not self._execute("SELECT 1 FROM events WHERE event_id = ?", event_id).fetchone():
                break
            event_id = f"{base}-{number}"
        feature = to_event_feature(event, event_id)
        point = feature["geometry"]["coordinates"] if feature["geometry"] else (None, None)
        text = json.dumps(feature, ensure_ascii=False)
        self._execute("INSERT INTO events VALUES (?, ?, ?, ?)", event_id, text, *point)
        for account in event.accounts:
            for incident_id in account.incident_ids:
                values = (account.cells["article_id"], incident_id, event_id)
                self._execute("INSERT OR REPLACE INTO members VALUES (?, ?, ?)", *values)

    def box_of_events(self) -> list[float]:
        """Return west, south, east and north of the events; nothing if none is located."""
        found = self._execute(
            "SELECT MIN(lon), MIN(lat), MAX(lon), MAX(lat) FROM events WHERE lon IS NOT NULL"
        ).fetchone()
        return [] if found[0] is None else list(found)

    def count_events(self) -> int:
        """Return how many events there are."""
        return int(self._execute("SELECT COUNT(*) FROM events").fetchone()[0])

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield the events as features, in the order of their ids."""
        for (feature,) in self._each("SELECT feature FROM events ORDER BY event_id"):
            yield json.loads(feature)

    def failures(self) -> Iterator[dict[str, str]]:
        """Yield the failures of this run in the order of the input."""
        names = ("place", "article_id", "kind", "message")
        for values in self._execute(f"SELECT {', '.join(names)} FROM failures ORDER BY number"):  # noqa: S608 - our names
            yield dict(zip(names, values, strict=True))

    def forget(self, article_id: str) -> None:
        """Drop an article whose files were removed."""
        for name in ("packs", "accounts"):
            self._execute(f"DELETE FROM {name} WHERE article_id = ?", _to_key(article_id))  # noqa: S608 - our names
        self._write("DELETE FROM articles WHERE article_id = ?", _to_key(article_id))

    def get(self, name: str) -> str:
        """Return a value of the corpus as a whole; empty if there is none."""
        found = self._execute("SELECT value FROM corpus WHERE name = ?", name).fetchone()
        return found[0] if found else ""

    def put(self, name: str, value: str) -> None:
        """Set a value of the corpus as a whole."""
        self._write("INSERT OR REPLACE INTO corpus VALUES (?, ?)", name, value)

    def commit(self) -> None:
        """Make all that was put down last."""
        with self._told():
            self._connection.commit()
        self.after_commit()

    def _connect(self) -> None:
        # A lock of our own keeps other runs out; a transaction is opened by the first write.
        self._connection = sqlite3.connect(self._path)
        self._connection.execute("PRAGMA trusted_schema=OFF")
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        checked = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if version == 0 and not self._tables():
            self._create()
        elif version != _SCHEMA_VERSION or checked != "ok":
            msg = f"schema {version}, {checked}"
            raise sqlite3.DatabaseError(msg)
        else:
            self._connection.execute(f"SELECT * FROM {', '.join(_TABLES)} LIMIT 0")  # noqa: S608 - our names

    def _tables(self) -> Sequence[Any]:
        return self._connection.execute("SELECT name FROM sqlite_master").fetchall()

    def _create(self) -> None:
        self._connection.executescript(
            f"BEGIN;{_SCHEMA}PRAGMA user_version={_SCHEMA_VERSION};COMMIT;"
        )

    def _discard(self) -> None:
        """Begin anew where the file is damaged: it only saves work."""
        self._connection.close()
        self._path.unlink()
        self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)
        self.was_damaged = True
        self._connect()

    def _select(self, which: str) -> Iterator[Row]:
        columns = "article_id, stem, key, files, entry"
        statement = f"SELECT {columns} FROM articles WHERE {which} ORDER BY article_id"  # noqa: S608 - our words
        for cells in self._each(statement, self._run):
            yield _to_row(*cells)

    def _each(self, statement: str, *values: Any) -> Iterator[Any]:  # noqa: ANN401 - SQLite's types
        """Yield what a statement finds, one row in memory at a time."""
        with self._told():
            yield from self._connection.execute(statement, values)

    def _write(self, statement: str, *values: Any) -> None:  # noqa: ANN401 - as above
        self._execute(statement, *values)
        self._written += 1
        if self._written % _EVERY == 0:
            self.commit()

    def _execute(self, statement: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as above
        with self._told():
            return self._connection.execute(statement, values)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            msg = f"{self._path}: {error}; see that the disk has room and run again"
            raise OutputError(msg) from error


def _to_key(article_id: str) -> bytes:
    """Return an id as SQLite can hold it, which knows no lone surrogates in texts."""
    return article_id.encode("utf-8", "surrogatepass")


def _to_row(own: bytes, stem: str, key: bytes, files: str, entry: str) -> Row:
    article_id = own.decode("utf-8", "surrogatepass")
    return Row(article_id, stem, key, to_files(files), json.loads(entry))


def to_files(text: str) -> Files:
    """Return the names and digests that stand in a row."""
    return tuple((name, digest) for name, digest in json.loads(text))


def _seal(*parts: str | bytes) -> bytes:
    """Return a digest of a row: a bit that flipped on the disk is no result."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        payload = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(payload).to_bytes(8, "big") + payload)
    return digest.digest()
