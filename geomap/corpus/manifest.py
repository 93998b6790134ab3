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
from itertools import count
from typing import TYPE_CHECKING, Any

from geomap.corpus.reading import Files, ManifestReader, Row, to_files, to_key, to_row
from geomap.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from geomap.articles import Failure
    from geomap.corpus.making import Made
    from geomap.corpus.processes import Task
    from geomap.events import EventRow

__all__ = ["Files", "Manifest", "Row", "to_files"]

_SCHEMA_VERSION = 3
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


class Manifest(ManifestReader):
    """The manifest of a folder, open for one run.

    Raises
    ------
    OutputError
        From every method, if the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.was_damaged = False
        self.after_commit: Callable[[], object] = lambda: None
        self._written = 0
        super().__init__(path)
        self._run += 1
        self.put("run", str(self._run))
        self._execute("DELETE FROM failures")

    def find(self, article_id: str) -> Row | None:
        """Return the row of an article that was done, unless it is damaged."""
        own = to_key(article_id)
        found = self._execute(
            "SELECT stem, key, files, entry, seal, pack FROM articles JOIN packs USING (article_id)"
            " WHERE article_id = ?",
            own,
        ).fetchone()
        if found is None:
            return None
        *cells, seal, pack = found
        return to_row(own, *cells) if seal == _seal(own, *cells, pack) else None

    def files_of(self, article_id: str) -> Files:
        """Return the files that an earlier run wrote for an article."""
        found = self._execute(
            "SELECT files FROM articles WHERE article_id = ?", to_key(article_id)
        ).fetchone()
        return to_files(found[0]) if found else ()

    def keep(self, article_id: str) -> None:
        """Say that an article is as it was."""
        self._write(
            "UPDATE articles SET run = ?, is_failed = 0 WHERE article_id = ?",
            self._run,
            to_key(article_id),
        )

    def add(self, task: Task, made: Made) -> None:
        """Put down what an article became."""
        own = to_key(task.article.article_id)
        cells = (task.stem, task.key, json.dumps(made.files), json.dumps(made.entry))
        values = (own, *cells, _seal(own, *cells, made.pack), self._run)
        self._execute("INSERT OR REPLACE INTO packs VALUES (?, ?)", own, made.pack)
        self._execute("DELETE FROM accounts WHERE article_id = ?", own)
        accounts = ((own, *account) for account in made.accounts)
        self._execute_each("INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?)", accounts)
        self._execute_each("INSERT OR IGNORE INTO shapes VALUES (?, ?)", made.shapes)
        self._write("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, 0)", *values)

    def fail(self, number: int, failure: Failure) -> None:
        """Put down a failure; an earlier result of the article leaves the corpus."""
        kind, message = type(failure.error).__name__, str(failure.error)
        values = map(clean_text, (failure.where, failure.article_id, kind, message))
        self._execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", number, *values)
        self._write(
            "UPDATE articles SET is_failed = ? WHERE article_id = ? AND run < ?",
            self._run,
            to_key(failure.article_id),
            self._run,
        )

    def forget_events(self) -> None:
        """Drop the events of the last run."""
        self._execute("DELETE FROM members")
        self._execute("DELETE FROM events")

    def add_event(self, row: EventRow) -> None:
        """Put down an event; of two with one id, the second gets a number."""
        event_id, feature = row.event_id, row.feature
        for number in count(2):
            values = (event_id, feature, row.lon, row.lat)
            if self._execute("INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?)", *values).rowcount:
                break
            event_id = f"{row.event_id}-{number}"
            feature = _renamed(row, event_id)
        members = ((*member, event_id) for member in row.members)
        self._execute_each("INSERT OR REPLACE INTO members VALUES (?, ?, ?)", members)

    def forget(self, article_id: str) -> None:
        """Drop an article whose files were removed."""
        for name in ("packs", "accounts"):
            self._execute(f"DELETE FROM {name} WHERE article_id = ?", to_key(article_id))  # noqa: S608 - our names
        self._write("DELETE FROM articles WHERE article_id = ?", to_key(article_id))

    def put(self, name: str, value: str) -> None:
        """Set a value of the corpus as a whole."""
        self._write("INSERT OR REPLACE INTO corpus VALUES (?, ?)", name, value)

    def commit(self) -> None:
        """Make all that was put down last."""
        with self._told():
            self._connection.commit()
        self.after_commit()

    def _connect(self) -> None:
        """Open the file, or begin anew where it is damaged: it only saves work."""
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self._connection.close()
            self.path.unlink()
            self.path.with_name(f"{self.path.name}-journal").unlink(missing_ok=True)
            self.was_damaged = True
            self._open()

    def _open(self) -> None:
        # A lock of our own keeps other runs out; a transaction is opened by the first write.
        self._connection = sqlite3.connect(self.path)
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

    def _execute_each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._told():
            self._connection.executemany(statement, rows)

    def _write(self, statement: str, *values: Any) -> None:  # noqa: ANN401 - SQLite's types
        self._execute(statement, *values)
        self._written += 1
        if self._written % _EVERY == 0:
            self.commit()


def _renamed(row: EventRow, event_id: str) -> str:
    """Return an event as GeoJSON under another id, which stands there twice."""
    feature = row.feature
    for mark in ('"id":', '"event_id":'):  # never inside a text: JSON escapes quotes
        old, new = (f"{mark}{_in_json(own)}" for own in (row.event_id, event_id))
        feature = feature.replace(old, new, 1)
    return feature


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _seal(*parts: str | bytes) -> bytes:
    """Return a digest of a row: a bit that flipped on the disk is no result."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        payload = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(payload).to_bytes(8, "big") + payload)
    return digest.digest()
