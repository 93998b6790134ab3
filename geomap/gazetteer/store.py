"""The compiled gazetteer, opened for reading."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from geomap.errors import GazetteerError, UnknownPlaceError
from geomap.gazetteer.names import MATCH_SCORES, loosen, skeleton
from geomap.gazetteer.nearby import find_nearest
from geomap.gazetteer.schema import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    SETTLEMENTS,
    distance_km,
    prior,
)
from geomap.records import Candidate, Place, maker_of
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

__all__ = ["Gazetteer", "default_path", "distance_km", "open_gazetteer"]

_K = TypeVar("_K")
_V = TypeVar("_V")

_PLACE = (
    "SELECT place_id, name, kind, lat, lon, radius_km, home, population FROM points WHERE fid = ?"
)
_HOME = "SELECT country, admin1, admin1_code, admin2, parent_id, source FROM homes WHERE number = ?"
_BY_KEY = "SELECT place, kind, name FROM keys WHERE key = ?"
_BY_FORM = (
    "SELECT k.key, k.place, k.kind, k.name FROM forms f JOIN keys k ON k.key = f.base "
    "WHERE f.key = ?"
)
_BY_SKELETON = "SELECT place FROM skeletons WHERE key = ?"
# All keys that start with a word: itself, and those in which a space follows.
_OPENINGS = "SELECT DISTINCT key FROM keys WHERE key >= ? AND key < ?"
_OPENINGS_OF_FORMS = (
    "SELECT key FROM keys WHERE key >= ?1 AND key < ?2 "
    "UNION SELECT key FROM forms WHERE key >= ?1 AND key < ?2"
)
_REMEDY = "reinstall geomap, or run `python -m geomap.gazetteer.build` in its source tree"
_REMEDY_OF_OWN = "pass another file, or compile one with `python -m geomap.gazetteer.build`"
_REMEDY_OF_IMPORT = "import its dump again with `geomap gazetteer import`"
_CACHE_SIZE = 50_000  # entries per cache; a name or place that was asked for costs about 300 bytes


class Gazetteer:
    """Places, their names and shapes, read from one compiled file.

    The file is opened read-only and as immutable, so any number of processes may share
    it. What was looked up is remembered. An instance belongs to one thread; a process
    that was forked opens its own.

    Parameters
    ----------
    path
        A file that `geomap.gazetteer.build` compiled.

    Raises
    ------
    GazetteerError
        If the file is missing, broken or of another schema; the message says what to do.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = _connect(path)
        self._meta = _read_meta(self._connection, path)
        # Cursors that are used again and again: making one takes a microsecond.
        self._by_key = self._connection.cursor().execute
        self._by_fid = self._connection.cursor().execute
        self._candidates: dict[str, tuple[Candidate, ...]] = {}
        self._places: dict[int, Place] = {}
        self._homes: dict[int, tuple[str, ...]] = {}
        self._openings: dict[str, dict[str, bool]] = {}
        self._geometries: dict[str, BaseGeometry | None] = {}
        self._labels: dict[str, tuple[float, float] | None] = {}

    @property
    def version(self) -> str:
        """The schema version and the digest of the tables it was compiled from."""
        return self._meta["version"]

    @property
    def licences(self) -> tuple[str, ...]:
        """The lines of credit that outputs carry."""
        return tuple(self._meta["licences"].splitlines())

    @property
    def dropped(self) -> frozenset[str]:
        """The folded words that name no place of an extract or import: everyday words."""
        return frozenset(self._meta.get("dropped", "").splitlines()) | self._commons

    @property
    def cases(self) -> tuple[tuple[str, ...], ...]:
        """The rules by which names are declined: language, ending, and what becomes of it."""
        return tuple(self._all("SELECT * FROM cases"))

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return the places a name may mean, the likeliest first.

        ``Candidate.score`` is the quality of the match alone. The order adds what the
        place is worth by itself (kind and population), so that Odessa is the city of a
        million before the Texan town that is officially called so. A name that no place
        bears is tried under its skeleton key.

        Parameters
        ----------
        name
            A name as written, or already folded.

        Returns
        -------
        candidates
            At most ``LIMITS["candidates"]``, one per place; empty if nothing is known.

        Examples
        --------
        >>> gazetteer = open_gazetteer()
        >>> [c.place.place_id for c in gazetteer.candidates("Kiev")][:1]
        ['curated:ua.kyiv']
        >>> gazetteer.candidates("Nowhereville-upon-Nothing")
        ()
        """
        found = self._candidates.get(name)
        if found is None:
            key = fold_name(name)
            found = self._find_names(key) or (self._find_skeleton(skeleton(key)) if key else ())
            _remember(self._candidates, name, found)
        return found

    def alike(self, name: str, *, loosely: bool = False) -> tuple[Candidate, ...]:
        """Return the Slavic places whose name sounds like this one, the likeliest first.

        Parameters
        ----------
        name
            A name as written, or already folded.
        loosely
            Whether vowels count for nothing; only Ukrainian settlements are found so.

        Examples
        --------
        >>> [c.place.name for c in open_gazetteer().alike("Kupyansk")][:1]
        ['Kupiansk']
        """
        key = skeleton(fold_name(name))
        if loosely:
            key = loosen(key)
        return self._find_skeleton(key)

    def starting(self, skeleton_start: str, limit: int = 200) -> tuple[Place, ...]:
        """Return the Slavic places with a name whose skeleton starts so, in order of their ids.

        Examples
        --------
        >>> "Amvrosiivka" in {place.name for place in open_gazetteer().starting("amvros")}
        True
        """
        sql = "SELECT DISTINCT place FROM skeletons WHERE key >= ? AND key < ? ORDER BY 1 LIMIT ?"
        rows = self._all(sql, skeleton_start, f"{skeleton_start}{{", limit)
        return tuple(self._place(fid) for (fid,) in rows)

    def longest(self, first_word_key: str) -> int:
        """Return how many words the longest name has that starts with a folded word, else 0.

        Examples
        --------
        >>> gazetteer = open_gazetteer()
        >>> gazetteer.longest("kryvyi") >= 2, gazetteer.longest("qwertz")
        (True, 0)
        """
        keys = self.openings(first_word_key)
        return max((key.count(" ") + 1 for key, is_name in keys.items() if is_name), default=0)

    def openings(self, first_word_key: str) -> Mapping[str, bool]:
        """Return the beginnings of all names that start with a folded word, by whole words.

        Each says whether it is a name by itself, so that a reader of a text can stop where
        no name goes on.

        Examples
        --------
        >>> openings = open_gazetteer().openings("kryvyi")
        >>> openings["kryvyi rih"], "kryvyi rog and" in openings
        (True, False)
        >>> open_gazetteer().openings("qwertz")
        {}
        """
        found = self._openings.get(first_word_key)
        if found is None:
            found = self._find_openings(first_word_key)
            _remember(self._openings, first_word_key, found)
        return found

    def is_common(self, name: str) -> bool:
        """Return whether a name is also an everyday word, so that a mention needs a cue.

        Examples
        --------
        >>> open_gazetteer().is_common("Reading"), open_gazetteer().is_common("Kharkiv")
        (True, False)
        """
        return fold_name(name) in self._commons

    def demonym(self, word: str) -> str | None:
        """Return the id of the country that an adjective or a people's name belongs to.

        Examples
        --------
        >>> open_gazetteer().demonym("Ukrainians"), open_gazetteer().demonym("purple")
        ('curated:country.UA', None)
        """
        return self._demonyms.get(fold_name(word))

    def place(self, place_id: str) -> Place:
        """Return a place by its id.

        Raises
        ------
        UnknownPlaceError
            If there is no such place.

        Examples
        --------
        >>> open_gazetteer().place("curated:ua.kyiv").name
        'Kyiv'
        """
        row = self._one("SELECT fid FROM points WHERE place_id = ?", place_id)
        if row is None:
            msg = f"{self.path.name} holds no place {place_id!r}; see `geomap geocode NAME`"
            raise UnknownPlaceError(msg)
        return self._place(cast("int", row[0]))

    def parents(self, place: Place) -> tuple[Place, ...]:
        """Return the places a place lies in, the nearest first.

        Examples
        --------
        >>> gazetteer = open_gazetteer()
        >>> [p.name for p in gazetteer.parents(gazetteer.place("curated:ua.kyiv.solomianskyi"))]
        ['Kyiv', 'Ukraine']
        """
        chain: list[Place] = []
        while place.parent_id and all(place.parent_id != known.place_id for known in chain):
            try:
                place = self.place(place.parent_id)
            except UnknownPlaceError:
                break  # an import that is opened by itself knows its parents by their ids alone
            chain.append(place)
        return tuple(chain)

    def children(self, place_id: str) -> tuple[Place, ...]:
        """Return the places whose parent is the given one, in the order of their ids."""
        sql = (
            "SELECT p.fid FROM homes h JOIN points p ON p.home = h.number WHERE h.parent_id = ? "
            "ORDER BY p.place_id"
        )
        return tuple(self._place(fid) for (fid,) in self._all(sql, place_id))

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Return the area or line of a place in degrees (lon, lat), or None if it is a point."""
        if place_id not in self._geometries:
            row = self._one("SELECT geom FROM areas WHERE place_id = ?", place_id)
            _remember(self._geometries, place_id, _read_shape(row[0]) if row else None)
        return self._geometries[place_id]

    def label_point(self, place_id: str) -> tuple[float, float] | None:
        """Return a point (lat, lon) that lies on the shape of a place, or None without one."""
        if place_id not in self._labels:
            sql = "SELECT label_lat, label_lon FROM areas WHERE place_id = ?"
            row = self._one(sql, place_id)
            _remember(self._labels, place_id, (row[0], row[1]) if row else None)
        return self._labels[place_id]

    def areas(self, kind: str) -> tuple[tuple[Place, BaseGeometry], ...]:
        """Return the places of a kind that have a shape, with it, in the order of their ids.

        Examples
        --------
        >>> sorted(place.name for place, _ in open_gazetteer().areas("sea"))[:2]
        ['Black Sea', 'Sea of Azov']
        """
        sql = "SELECT place_id, geom FROM areas WHERE kind = ? ORDER BY place_id"
        return tuple((self.place(pid), _read_shape(blob)) for pid, blob in self._all(sql, kind))

    def nearest(self, lat: float, lon: float, limit: int = 1) -> tuple[Place, ...]:
        """Return the settlements and districts nearest to a point, the nearest first.

        Raises
        ------
        ValueError
            If the point is not on Earth.

        Examples
        --------
        >>> [place.name for place in open_gazetteer().nearest(49.99, 36.23)]
        ['Kharkiv']
        """
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004 - degrees
            msg = f"({lat}, {lon}) is not a latitude and a longitude in degrees"
            raise ValueError(msg)
        return tuple(self._place(fid) for fid in find_nearest(self._all, lat, lon, limit))

    def info(self) -> dict[str, Any]:
        """Return counts per layer, kind and country, with version and licences."""
        sql = "SELECT {}, count(*) FROM points JOIN homes ON number = home GROUP BY 1 ORDER BY 1"
        counts = {
            column: dict(self._all(sql.format(column))) for column in ("source", "kind", "country")
        }
        areas = dict(self._all("SELECT kind, count(*) FROM areas GROUP BY 1 ORDER BY 1"))
        sql = "SELECT n.kind, count(*) FROM keys k JOIN name_kinds n ON n.number = k.kind "
        names = dict(self._all(f"{sql} GROUP BY 1 ORDER BY 1"))
        return {
            "version": self.version,
            "path": str(self.path),
            "places": sum(counts["source"].values()),
            "names": sum(names.values()),
            **{f"places_by_{column}": rows for column, rows in counts.items()},
            "names_by_kind": names,
            "areas_by_kind": areas,
            "licences": list(self.licences),
        }

    @cached_property
    def _kinds(self) -> dict[int, tuple[str, float]]:
        """The kind of a name, and how far it speaks for its place, by the number in a key."""
        rows = self._all("SELECT number, kind, score FROM name_kinds")
        return {number: (kind, score) for number, kind, score in rows}

    @cached_property
    def _commons(self) -> frozenset[str]:
        return frozenset(key for (key,) in self._all("SELECT key FROM commons"))

    @cached_property
    def _demonyms(self) -> dict[str, str]:
        return dict(self._all("SELECT key, place_id FROM demonyms"))

    def _find_names(self, key: str) -> tuple[Candidate, ...]:
        rows = self._bearers(key)
        if rows:
            return _ranked(self._named(key, rows))
        return () if key.isascii() else self._find_form(key)

    def _bearers(self, key: str) -> list[tuple[int, int, str | None]]:
        """Return place number, kind number and name of all that bear a folded name."""
        try:
            return self._by_key(_BY_KEY, (key,)).fetchall()
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _named(self, key: str, rows: Iterable[tuple[int, int, str | None]]) -> list[Candidate]:
        """Return candidates of places that bear a folded name."""
        known, kinds = self._places, self._kinds
        return [
            _to_candidate(
                known.get(fid) or self._place(fid), name or key.capitalize(), *kinds[kind], ()
            )
            for fid, kind, name in rows
        ]

    def _find_form(self, key: str) -> tuple[Candidate, ...]:
        best: dict[str, Candidate] = {}
        for base, *row in self._all(_BY_FORM, key):
            (found,) = self._named(base, [tuple(row)])
            score = round(found.score * MATCH_SCORES["inflected"], 3)
            known = best.get(found.place.place_id)
            if known is None or known.score < score:
                best[found.place.place_id] = replace(found, match="inflected", score=score)
        return _ranked([*best.values()])

    def _find_openings(self, word: str) -> dict[str, bool]:
        sql = _OPENINGS if word.isascii() else _OPENINGS_OF_FORMS
        keys = [key for (key,) in self._all(sql, word, f"{word}!")] if word else []
        found = dict.fromkeys(keys, True)
        for key in keys:
            start = key.rpartition(" ")[0]
            while start and start not in found:
                found[start] = False
                start = start.rpartition(" ")[0]
        return found

    def _find_skeleton(self, key: str) -> tuple[Candidate, ...]:
        score = MATCH_SCORES["skeleton"]
        places = [self._place(fid) for (fid,) in self._all(_BY_SKELETON, key)] if key else []
        return _ranked([_to_candidate(p, p.name, "skeleton", score, ()) for p in places])

    def _place(self, fid: int) -> Place:
        found = self._places.get(fid)
        if found is None:
            found = self._read_place(fid)
            _remember(self._places, fid, found)
        return found

    def _read_place(self, fid: int) -> Place:
        try:
            row = self._by_fid(_PLACE, (fid,)).fetchone()
        except sqlite3.Error as error:
            raise self._fault(error) from error
        if row is None:
            msg = f"{self.path}: no place number {fid}; {_remedy(self.path)}"
            raise GazetteerError(msg)
        place_id, name, kind, lat, lon, radius_km, home, population = row
        country, admin1, code, admin2, parent_id, source = self._homes.get(home) or self._home(home)
        return _to_place(
            place_id, name, kind, lat, lon, radius_km, country, admin1, code, admin2, parent_id,
            population, source,
        )  # fmt: skip

    def _home(self, number: int) -> tuple[str, ...]:
        """Return country, units, parent and source of the places of one home."""
        row = self._one(_HOME, number)
        if row is None:
            msg = f"{self.path}: no home number {number}; {_remedy(self.path)}"
            raise GazetteerError(msg)
        _remember(self._homes, number, row)
        return row

    def _one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 - SQL values
        rows = self._all(sql, *values)
        return rows[0] if rows else None

    def _all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - SQL values
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _fault(self, error: sqlite3.Error) -> GazetteerError:
        return GazetteerError(f"{self.path}: {error}; {_remedy(self.path)}")


_to_place, _to_candidate = maker_of(Place), maker_of(Candidate)


def _ranked(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates by match and prior, at most as many as the limit."""
    if len(candidates) > 1:
        candidates.sort(key=_rank_of)
        del candidates[LIMITS["candidates"] :]
    return tuple(candidates)


def _rank_of(candidate: Candidate) -> tuple[float, float, str]:
    """Return what candidates are sorted by: match and prior, then extent, then id."""
    place = candidate.place
    # Of two equals, say states of one name, the larger comes first; of two villages the one
    # whose place is known better.
    size = place.radius_km if place.kind in SETTLEMENTS else -place.radius_km
    return -(candidate.score + prior(place.kind, place.population)), size, place.place_id


@cache
def _open(path: Path, extra: tuple[Path, ...]) -> Gazetteer:
    if not extra:
        return Gazetteer(path)
    from geomap.gazetteer.layered import LayeredGazetteer  # noqa: PLC0415 - it builds on this one

    return LayeredGazetteer(path, extra)


def open_gazetteer(path: str | Path | None = None, extra: Iterable[str | Path] = ()) -> Gazetteer:
    """Return the gazetteer of a file, opened once per process.

    Parameters
    ----------
    path
        A compiled gazetteer; None for the one that geomap carries.
    extra
        Files that ``geomap gazetteer import`` wrote; they are asked after the first and
        never override it.

    Raises
    ------
    GazetteerError
        If the file is missing, broken or of another schema.

    Examples
    --------
    >>> open_gazetteer() is open_gazetteer()
    True
    """
    return _open(default_path() if path is None else Path(path), tuple(map(Path, extra)))


def default_path() -> Path:
    """Return where the gazetteer lies that geomap carries."""
    return Path(__file__).with_name("gazetteer.gpkg")


def _remedy(path: Path) -> str:
    """Return what to do about a broken file: nobody reinstalls geomap for a file of their own."""
    return _REMEDY if path == default_path() else _REMEDY_OF_OWN


def _connect(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        msg = f"{path}: there is no gazetteer; {_remedy(path)}"
        raise GazetteerError(msg)
    try:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA mmap_size = 268435456")
    except sqlite3.Error as error:
        msg = f"{path}: {error}; {_remedy(path)}"
        raise GazetteerError(msg) from error
    return connection


def _read_meta(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    """Return the meta table once the file has been recognised as ours."""
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            msg = f"{path}: not a geomap gazetteer; {_remedy(path)}"
            raise GazetteerError(msg)
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.Error as error:
        msg = f"{path}: not a geomap gazetteer, or damaged ({error}); "
        msg += _remedy(path)
        raise GazetteerError(msg) from error
    if meta.get("schema") != str(SCHEMA_VERSION):
        msg = f"{path}: schema {meta.get('schema')}, this geomap reads {SCHEMA_VERSION}; "
        msg += _REMEDY_OF_IMPORT if "import" in meta else _remedy(path)
        raise GazetteerError(msg)
    return meta


def _read_shape(blob: bytes) -> BaseGeometry:
    import shapely  # noqa: PLC0415 - 60 ms that names alone do not need

    return shapely.from_wkb(blob[40:])  # the header with an envelope of two dimensions


def _remember(memory: dict[_K, _V], key: _K, value: _V) -> None:
    """Keep a value; start afresh when the memory is full, so that it stays bounded."""
    if len(memory) >= _CACHE_SIZE:
        memory.clear()
    memory[key] = value
