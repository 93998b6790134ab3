"""The compiled gazetteer, opened for reading."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import UnknownPlaceError
from geomap.gazetteer.compiled import Compiled, default_path
from geomap.gazetteer.lookup import Lookup, remember
from geomap.gazetteer.names import loosen, skeleton
from geomap.gazetteer.nearby import find_nearest
from geomap.gazetteer.schema import distance_km
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

    from geomap.records import Candidate, Place

__all__ = ["Gazetteer", "default_path", "distance_km", "open_gazetteer"]


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
        self._file = Compiled(path)
        self._lookup = Lookup(self._file)
        self._candidates: dict[str, tuple[Candidate, ...]] = {}
        self._openings: dict[str, dict[str, bool]] = {}
        self._geometries: dict[str, BaseGeometry | None] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._labels: dict[str, tuple[float, float] | None] = {}

    @property
    def version(self) -> str:
        """The schema version and the digest of the tables it was compiled from."""
        return self._file.meta["version"]

    @property
    def licences(self) -> tuple[str, ...]:
        """The lines of credit that outputs carry."""
        return tuple(self._file.meta["licences"].splitlines())

    @property
    def countries(self) -> frozenset[str]:
        """The codes (ISO 3166-1) of the countries that places lie in."""
        return self._file.countries

    @property
    def dropped(self) -> frozenset[str]:
        """The folded words that name no place of an extract or import: everyday words."""
        return frozenset(self._file.meta.get("dropped", "").splitlines()) | self._commons

    @property
    def cases(self) -> tuple[tuple[str, ...], ...]:
        """The rules by which names are declined: language, ending, and what becomes of it."""
        return tuple(self._file.all("SELECT * FROM cases"))

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
            found = self._lookup.by_name(key := fold_name(name))
            if not found and key:
                found = self._lookup.by_skeleton(skeleton(key))
            remember(self._candidates, name, found)
        return found

    def names_in(self, language: str) -> Mapping[str, str]:
        """Return what places are called in a language today, by their ids; read once a process.

        Examples
        --------
        >>> names = open_gazetteer().names_in("uk")
        >>> names["curated:ua.kyiv"], "curated:ua.kyiv" in open_gazetteer().names_in("xx")
        ('Київ', False)
        """
        if language not in self._names:
            # The best comes last and stays: of equally good names the shortest that is no "РФ".
            sql = "SELECT place_id, name FROM names WHERE language = ? AND until = '' "
            sql += "ORDER BY score, length(name) DESC, name DESC"
            rows = self._file.all(sql, language)
            self._names[language] = {key: name for key, name in rows if not name.isupper()}
        return self._names[language]

    def is_name(self, key: str) -> bool:
        """Return whether some place bears a folded name, or has it in another case.

        Unlike `candidates` it does not say which, nor try what sounds alike.

        Examples
        --------
        >>> gazetteer = open_gazetteer()
        >>> [gazetteer.is_name(key) for key in ("kharkiv", "харкові", "kharkivorsk")]
        [True, True, False]
        """
        return self._lookup.is_name(key)

    def validity(self, name: str, place_id: str) -> tuple[str, str]:
        """Return since when and until when a place bore a name, as far as is known.

        Parameters
        ----------
        name
            A name as written, or already folded: ``Candidate.name`` of an answer.
        place_id
            The place it is a name of.

        Returns
        -------
        since, until
            A year, month or day as ISO 8601 writes them, ``"2016"`` or ``"2016-05-12"``; empty
            where it is not known, or the name is borne still. Both are empty if the place has
            no such name.

        Examples
        --------
        >>> gazetteer = open_gazetteer()
        >>> past = gazetteer.candidates("Artemivsk")[0]
        >>> past.place.name, gazetteer.validity(past.name, past.place.place_id)
        ('Bakhmut', ('', '2016'))
        >>> gazetteer.validity("Bakhmut", past.place.place_id)
        ('2016', '')
        """
        return self._lookup.validity(fold_name(name), place_id)

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
        return self._lookup.by_skeleton(key)

    def starting(self, skeleton_start: str, limit: int = 200) -> tuple[Place, ...]:
        """Return the Slavic places with a name whose skeleton starts so, in order of their ids.

        Examples
        --------
        >>> "Amvrosiivka" in {place.name for place in open_gazetteer().starting("amvros")}
        True
        """
        return tuple(self._lookup.starting(skeleton_start, limit))

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
            found = self._lookup.openings(first_word_key)
            remember(self._openings, first_word_key, found)
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
        return self.demonyms.get(fold_name(word))

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
        found = self._lookup.place(place_id)
        if found is None:
            msg = f"{self.path.name} holds no place {place_id!r}; see `geomap geocode NAME`"
            raise UnknownPlaceError(msg)
        return found

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
        return tuple(self._lookup.children(place_id))

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Return the area or line of a place in degrees (lon, lat), or None if it is a point."""
        if place_id not in self._geometries:
            row = self._file.one("SELECT geom FROM areas WHERE place_id = ?", place_id)
            remember(self._geometries, place_id, read_shape(row[0]) if row else None)
        return self._geometries[place_id]

    def label_point(self, place_id: str) -> tuple[float, float] | None:
        """Return a point (lat, lon) that lies on the shape of a place, or None without one."""
        if place_id not in self._labels:
            row = self._file.one(
                "SELECT label_lat, label_lon FROM areas WHERE place_id = ?", place_id
            )
            remember(self._labels, place_id, (row[0], row[1]) if row else None)
        return self._labels[place_id]

    def areas(self, kind: str) -> tuple[tuple[Place, BaseGeometry], ...]:
        """Return the places of a kind that have a shape, with it, in the order of their ids.

        Examples
        --------
        >>> sorted(place.name for place, _ in open_gazetteer().areas("sea"))[:2]
        ['Adriatic Sea', 'Aegean Sea']
        """
        sql = "SELECT place_id, geom FROM areas WHERE kind = ? ORDER BY place_id"
        return tuple((self.place(own), read_shape(blob)) for own, blob in self._file.all(sql, kind))

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
        return tuple(map(self._lookup.numbered, find_nearest(self._file.all, lat, lon, limit)))

    def info(self) -> dict[str, Any]:
        """Return counts per layer, kind and country, with version, date and licences."""
        counts = dict(self._file.counts())
        date = self._file.meta.get("date")  # a file that a user imported has none
        return {
            "version": self.version,
            **({"date": date} if date else {}),
            "path": str(self.path),
            "places": sum(counts["places_by_source"].values()),
            "names": sum(counts["names_by_kind"].values()),
            **counts,
            "licences": list(self.licences),
        }

    @cached_property
    def _commons(self) -> frozenset[str]:
        return frozenset(key for (key,) in self._file.all("SELECT key FROM commons"))

    @cached_property
    def demonyms(self) -> Mapping[str, str]:
        """The ids of what `demonym` is asked for, by the folded word or words."""
        return dict(self._file.all("SELECT key, place_id FROM demonyms"))


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
        Files that ``geomap gazetteer import`` wrote, asked after the first, never overriding it.

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


def read_shape(blob: bytes) -> BaseGeometry:
    """Return the geometry of a blob that `schema.shape_blob` wrote."""
    import shapely  # noqa: PLC0415 - 60 ms that names alone do not need

    return shapely.from_wkb(blob[40:])  # the header with an envelope of two dimensions
