"""From folded names to candidates: the rows of a compiled file, made into records and ranked."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from geomap.gazetteer.names import MATCH_SCORES
from geomap.gazetteer.ranking import ranked
from geomap.records import Candidate, Place, maker_of
from geomap.text import LIMITS

if TYPE_CHECKING:
    from geomap.gazetteer.compiled import Compiled

__all__ = ["Lookup", "remember"]

_K = TypeVar("_K")
_V = TypeVar("_V")

_ROW = "p.place_id, p.name, p.kind, p.lat, p.lon, p.radius_km, p.home, p.population"
_PLACE = f"SELECT {_ROW} FROM points p WHERE place_id = ?"  # noqa: S608 - our own words
_NUMBERED = f"SELECT {_ROW} FROM points p WHERE fid = ?"  # noqa: S608 - our own words
# One question for the names and the places they mean: a second one costs 4 us.
_BY_KEY = (
    f"SELECT k.kind, k.name, {_ROW} FROM keys k CROSS JOIN points p ON p.fid = k.place "  # noqa: S608 - our own words
    "WHERE k.key = ?"
)
_BY_SKELETON = (
    f"SELECT {_ROW} FROM skeletons s CROSS JOIN points p ON p.fid = s.place "  # noqa: S608 - our own words
    "WHERE s.key = ?"
)
_STARTING = (
    f"SELECT {_ROW} FROM points p WHERE fid IN "  # noqa: S608 - our own words
    "(SELECT place FROM skeletons WHERE key >= ? AND key < ?) ORDER BY fid LIMIT ?"
)
_CHILDREN = (
    f"SELECT {_ROW} FROM homes h JOIN points p ON p.home = h.number "  # noqa: S608 - our own words
    "WHERE h.parent_id = ? ORDER BY p.place_id"
)
_HOMES = "SELECT number, country, admin1, admin1_code, admin2, parent_id, source FROM homes"
_HOME = f"{_HOMES} WHERE number = ?"
_BASES = "SELECT base FROM forms WHERE key = ?"
# All keys that start with a word: itself, and those in which a space follows.
_OPENINGS = "SELECT DISTINCT key FROM keys WHERE key >= ? AND key < ?"
_OPENINGS_OF_FORMS = (
    "SELECT key FROM keys WHERE key >= ?1 AND key < ?2 "
    "UNION SELECT key FROM forms WHERE key >= ?1 AND key < ?2"
)
_KINDS = "SELECT number, kind, score FROM name_kinds"
_IS_KEY = "SELECT 1 FROM keys WHERE key = ?1 LIMIT 1"
_IS_KEY_OR_FORM = (
    "SELECT 1 FROM keys WHERE key = ?1 UNION ALL SELECT 1 FROM forms WHERE key = ?1 LIMIT 1"
)
_VALIDITY = (
    "SELECT n.since, n.until FROM keys k JOIN name_kinds n ON n.number = k.kind "
    "WHERE k.key = ? AND k.place = (SELECT fid FROM points WHERE place_id = ?)"
)
_CACHE_SIZE = LIMITS["remembered_names"]  # entries per cache; one costs about 300 bytes
_ALL_HOMES = f"{_HOMES} LIMIT {_CACHE_SIZE // 2}"  # the built-in places have half of that
_FEW_HOMES = 500  # asked for one by one, 4 us each; who asks for more gets all, in 12 ms

_to_place, _to_candidate = maker_of(Place), maker_of(Candidate)


class Lookup:
    """The names of one compiled file; the places it made are remembered.

    Parameters
    ----------
    file
        The compiled file.
    """

    def __init__(self, file: Compiled) -> None:
        self._file = file
        # A cursor that is used again and again: making one takes a microsecond.
        self._by_key = file.connection.cursor().execute
        self._kinds: dict[int, tuple[str, float]] = {}
        self._places: dict[str, Place] = {}
        self._homes: dict[int, tuple[str, ...]] = {}

    def by_name(self, key: str) -> tuple[Candidate, ...]:
        """Return the places that bear a folded name, or a name of which it is a case form."""
        found = self.named(key)
        return ranked(found) if found or key.isascii() else self._by_form(key)

    def by_skeleton(self, key: str) -> tuple[Candidate, ...]:
        """Return the places of which a name has this skeleton, none for an empty one."""
        score = MATCH_SCORES["skeleton"]
        places = self._made(_BY_SKELETON, key) if key else []
        return ranked([_to_candidate(p, p.name, "skeleton", score, ()) for p in places])

    def named(self, key: str) -> list[Candidate]:
        """Return candidates of the places that bear a folded name, in no order."""
        found = []
        known, kinds = self._places.get, self._kinds or self._read_kinds()
        try:
            # Every column by its name: to gather the rest of a row in a list takes a tenth longer.
            for kind, called, place_id, name, what, lat, lon, km, home, people in self._by_key(
                _BY_KEY, (key,)
            ):
                place = known(place_id)
                if place is None:
                    place = self._make(place_id, name, what, lat, lon, km, home, people)
                match, score = kinds[kind]
                found.append(_to_candidate(place, called or key.capitalize(), match, score, ()))
        except sqlite3.Error as error:
            raise self._file.fault(error) from error
        return found

    def is_name(self, key: str) -> bool:
        """Return whether a place bears a folded name, or a name of which it is a case form."""
        try:
            found = self._by_key(_IS_KEY if key.isascii() else _IS_KEY_OR_FORM, (key,)).fetchone()
        except sqlite3.Error as error:
            raise self._file.fault(error) from error
        return found is not None

    def validity(self, key: str, place_id: str) -> tuple[str, str]:
        """Return since when and until when a place bore a name; empty where it is not known."""
        return self._file.one(_VALIDITY, key, place_id) or ("", "")

    def openings(self, word: str) -> dict[str, bool]:
        """Return the beginnings of names that start with a word; True: a name by itself."""
        sql = _OPENINGS if word.isascii() else _OPENINGS_OF_FORMS
        keys = [key for (key,) in self._file.all(sql, word, f"{word}!")] if word else []
        found = dict.fromkeys(keys, True)
        for key in keys:
            start = key.rpartition(" ")[0]
            while start and start not in found:
                found[start] = False
                start = start.rpartition(" ")[0]
        return found

    def place(self, place_id: str) -> Place | None:
        """Return a place by its id, or None if there is none."""
        found = self._places.get(place_id)
        return found or next(iter(self._made(_PLACE, place_id)), None)

    def numbered(self, number: int) -> Place:
        """Return a place by its number in the file."""
        return self._made(_NUMBERED, number)[0]

    def starting(self, skeleton_start: str, limit: int) -> list[Place]:
        """Return the places with a name whose skeleton starts so, in order of their numbers."""
        return self._made(_STARTING, skeleton_start, f"{skeleton_start}{{", limit)

    def children(self, place_id: str) -> list[Place]:
        """Return the places whose parent is the given one, in the order of their ids."""
        return self._made(_CHILDREN, place_id)

    def _by_form(self, key: str) -> tuple[Candidate, ...]:
        best: dict[str, Candidate] = {}
        for (base,) in self._file.all(_BASES, key):
            for found in self.named(base):
                score = round(found.score * MATCH_SCORES["inflected"], 3)
                known = best.get(found.place.place_id)
                if known is None or known.score < score:
                    best[found.place.place_id] = replace(found, match="inflected", score=score)
        return ranked([*best.values()])

    def _made(self, sql: str, *values: object) -> list[Place]:
        """Return the places of an answer."""
        rows = self._file.all(sql, *values)
        return [self._places.get(row[0]) or self._make(*row) for row in rows]

    def _make(  # noqa: PLR0913, PLR0917 - the columns of a row; a tuple of them takes a tenth longer
        self, place_id: str, name: str, kind: str, lat: float, lon: float, radius_km: float,
        home: int, population: int,
    ) -> Place:  # fmt: skip
        """Return the place of a row, and remember it."""
        country, admin1, code, admin2, parent_id, source = self._homes.get(home) or self._home(home)
        place = _to_place(
            place_id, name, kind, lat, lon, radius_km, country, admin1, code, admin2, parent_id,
            population, source,
        )  # fmt: skip
        remember(self._places, place_id, place)
        return place

    def _home(self, number: int) -> tuple[str, ...]:
        """Return country, units, parent and source of the places of one home."""
        if len(self._homes) == _FEW_HOMES:
            self._homes.update((row[0], row[1:]) for row in self._file.all(_ALL_HOMES))
        if number not in self._homes:
            row = self._file.one(_HOME, number)
            if row is None:
                msg = f"no home number {number}"
                raise self._file.fault(msg)
            remember(self._homes, number, row[1:])
        return self._homes[number]

    def _read_kinds(self) -> dict[int, tuple[str, float]]:
        """Return the kind of a name, and how far it speaks for its place, by its number."""
        self._kinds = {number: (kind, score) for number, kind, score in self._file.all(_KINDS)}
        return self._kinds


def remember(memory: dict[_K, _V], key: _K, value: _V) -> None:
    """Keep a value; start afresh when the memory is full, so that it stays bounded."""
    if len(memory) >= _CACHE_SIZE:
        memory.clear()
    memory[key] = value
