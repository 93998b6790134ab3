"""The built-in gazetteer with the user's imports behind it.

An imported place never overrides a known one. A name is looked up in the first gazetteer
and then in the imports; an imported place that the first gazetteer has as well, under its
id or under its name near by, stands for that known place. One exception is what imports
are for: a settlement of the state codifier that has no coordinates of its own, and so a
wide radius, gives way to an imported one of its name inside that radius.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from geomap.errors import UnknownPlaceError
from geomap.gazetteer.lookup import remember
from geomap.gazetteer.schema import SETTLEMENTS, distance_km
from geomap.gazetteer.store import Gazetteer
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geomap.records import Candidate, Place

__all__ = ["LayeredGazetteer"]

_T = TypeVar("_T")

_SAME_KM = 3.0  # two sources put one place of no extent so far apart: research, districts' medians
_COARSE = "katottg"
_BOUNDED = frozenset({"country", "admin1", "admin2", "hromada", "region"})


class LayeredGazetteer(Gazetteer):
    """A gazetteer whose imports are asked after it.

    Parameters
    ----------
    path
        The first gazetteer.
    extra
        Files that ``geomap gazetteer import`` wrote, in the order in which they are asked.

    Raises
    ------
    GazetteerError
        If a file is missing, broken or of another schema.
    """

    def __init__(self, path: Path, extra: Iterable[Path]) -> None:
        super().__init__(path)
        self.layers = tuple(Gazetteer(layer) for layer in extra)
        self._known: dict[str, Place] = {}
        self._merged: dict[str, tuple[Candidate, ...]] = {}

    @property
    def version(self) -> str:
        """The versions of all files, the first one's first."""
        return "+".join((super().version, *(layer.version for layer in self.layers)))

    @property
    def licences(self) -> tuple[str, ...]:
        """The lines of credit of all files, each once."""
        own = (*super().licences, *(line for layer in self.layers for line in layer.licences))
        return tuple(dict.fromkeys(own))

    @property
    def countries(self) -> frozenset[str]:
        """The codes of all files."""
        return super().countries.union(*(layer.countries for layer in self.layers))

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return the places a name may mean: the known ones, then the imported ones.

        Only where no file has the name as it is written are names alike in sound tried.
        """
        found = self._merged.get(name)
        if found is None:
            every = [super().candidates(name)]
            every += [layer.candidates(name) for layer in self.layers]
            exact = [tuple(c for c in row if c.match != "skeleton") for row in every]
            found = self._merge(exact if any(exact) else every)
            remember(self._merged, name, found)
        return found

    def names_in(self, language: str) -> Mapping[str, str]:
        """Return what places are called in a language today; the first file that tells decides."""
        found: dict[str, str] = {}
        for layer in reversed(self.layers):
            found.update(layer.names_in(language))
        return {**found, **super().names_in(language)}

    def is_name(self, key: str) -> bool:
        """Return whether a place of some file bears a folded name, or has it in another case."""
        return super().is_name(key) or any(layer.is_name(key) for layer in self.layers)

    def validity(self, name: str, place_id: str) -> tuple[str, str]:
        """Return since when and until when a place bore a name, of the first file that knows."""
        asked = (super().validity, *(layer.validity for layer in self.layers))
        return next((v for ask in asked if any(v := ask(name, place_id))), ("", ""))

    def alike(self, name: str, *, loosely: bool = False) -> tuple[Candidate, ...]:
        """Return the Slavic places whose name sounds like this one, the known ones first."""
        every = [super().alike(name, loosely=loosely)]
        every += [layer.alike(name, loosely=loosely) for layer in self.layers]
        return self._merge(every)

    def starting(self, skeleton_start: str, limit: int = 200) -> tuple[Place, ...]:
        """Return the Slavic places with a name whose skeleton starts so."""
        every = [super().starting(skeleton_start, limit)]
        every += [layer.starting(skeleton_start, limit) for layer in self.layers]
        return self._unique(every)[:limit]

    def openings(self, first_word_key: str) -> Mapping[str, bool]:
        """Return the beginnings of all names that start with a folded word, by whole words."""
        found = dict(super().openings(first_word_key))
        for layer in self.layers:
            for start, is_name in layer.openings(first_word_key).items():
                found[start] = is_name or found.get(start, False)
        return found

    def place(self, place_id: str) -> Place:
        """Return a place by its id; the first file that has it decides.

        Raises
        ------
        UnknownPlaceError
            If no file has it.
        """
        try:
            return super().place(place_id)
        except UnknownPlaceError:
            for layer in self.layers:
                try:
                    return self._stand_in(layer.place(place_id))
                except UnknownPlaceError:
                    continue
            raise

    def children(self, place_id: str) -> tuple[Place, ...]:
        """Return the places whose parent is the given one, the known ones first."""
        every = [super().children(place_id)]
        every += [layer.children(place_id) for layer in self.layers]
        return self._unique(every)

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Return the area or line of a place, or None if no file draws one."""
        asked = (super().geometry, *(layer.geometry for layer in self.layers))
        return _first(place_id, asked)

    def label_point(self, place_id: str) -> tuple[float, float] | None:
        """Return a point (lat, lon) that lies on the shape of a place, or None without one."""
        asked = (super().label_point, *(layer.label_point for layer in self.layers))
        return _first(place_id, asked)

    def areas(self, kind: str) -> tuple[tuple[Place, BaseGeometry], ...]:
        """Return the places of a kind that have a shape, with it; the first file's shape counts."""
        found = {place.place_id: (place, shape) for place, shape in super().areas(kind)}
        for layer in self.layers:
            for place, shape in layer.areas(kind):
                known = self._stand_in(place)
                found.setdefault(known.place_id, (known, shape))
        return tuple(found.values())

    def nearest(self, lat: float, lon: float, limit: int = 1) -> tuple[Place, ...]:
        """Return the settlements and districts nearest to a point, the nearest first."""
        every = [super().nearest(lat, lon, limit)]
        every += [layer.nearest(lat, lon, limit) for layer in self.layers]
        places = self._unique(every)
        order = sorted(
            range(len(places)),
            key=lambda n: (distance_km(lat, lon, places[n].lat, places[n].lon), n),
        )
        return tuple(places[n] for n in order[:limit])

    def info(self) -> dict[str, Any]:
        """Return the counts of the first file, and those of each import."""
        return {
            **super().info(),
            "version": self.version,
            "licences": list(self.licences),
            "imports": [layer.info() for layer in self.layers],
        }

    def _unique(self, every: Iterable[Iterable[Place]]) -> tuple[Place, ...]:
        unique: dict[str, Place] = {}
        for found in every:
            for place in map(self._stand_in, found):
                unique.setdefault(place.place_id, place)
        return tuple(unique.values())

    def _merge(self, every: Iterable[tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
        """Return candidates of several files, in order, one per place."""
        own, *others = every
        found = {candidate.place.place_id: candidate for candidate in own}
        for candidates in others:
            for candidate in candidates:
                place = self._stand_in(candidate.place)
                if place is not candidate.place:
                    candidate = replace(candidate, place=place)  # noqa: PLW2901 - the same, located
                coarse = self._coarse_twin(place, found.values())
                if coarse is not None:
                    found = _put_in_place(found, coarse, candidate)
                else:
                    found.setdefault(place.place_id, candidate)
        return tuple(found.values())[: LIMITS["candidates"]]

    def _stand_in(self, place: Place) -> Place:
        """Return the known place that an imported one is, or the imported one."""
        if not place.source.startswith("import:"):
            return place
        known = self._known.get(place.place_id)
        if known is None:
            known = self._known[place.place_id] = self._find_known(place)
        return known

    def _find_known(self, place: Place) -> Place:
        try:
            return super().place(place.place_id)
        except UnknownPlaceError:
            pass
        namesakes = [c.place for c in super().candidates(place.name) if c.match != "skeleton"]
        near = [(far, n) for n, p in enumerate(namesakes) if (far := _apart(place, p)) is not None]
        if not near:
            return place
        known = namesakes[min(near)[1]]
        if not _is_refined(known, place):
            return known
        return replace(
            place, parent_id=known.parent_id, admin1=known.admin1,
            admin1_code=known.admin1_code, admin2=known.admin2,
        )  # fmt: skip

    def _coarse_twin(self, place: Place, found: Iterable[Candidate]) -> Place | None:
        """Return the one place without coordinates of its own that an import knows better."""
        if not place.source.startswith("import:"):
            return None
        twins = [
            c.place for c in found if _apart(place, c.place) is not None
            and _is_refined(c.place, place)
        ]  # fmt: skip
        return twins[0] if len(twins) == 1 else None


def _first(place_id: str, asked: Iterable[Callable[[str], _T | None]]) -> _T | None:
    """Return the first answer that is one."""
    return next((v for ask in asked if (v := ask(place_id)) is not None), None)


def _apart(one: Place, other: Place) -> float | None:
    """Return the distance of two places that may be one, in kilometres; else None."""
    same_kind = one.kind == other.kind or {one.kind, other.kind} <= SETTLEMENTS
    if not same_kind or (one.country and other.country and one.country != other.country):
        return None
    far = distance_km(one.lat, one.lon, other.lat, other.lon)
    if one.kind in _BOUNDED:  # two units of one name and kind in one country are one
        return far if far < max(one.radius_km, other.radius_km) else None
    return far if far < max(_SAME_KM, other.radius_km) else None


def _is_refined(known: Place, imported: Place) -> bool:
    """Return whether an import knows better where a place is than the codifier layer."""
    return (
        known.source == _COARSE
        and known.kind in SETTLEMENTS
        and imported.radius_km < known.radius_km
    )


def _put_in_place(
    found: Mapping[str, Candidate], old: Place, new: Candidate
) -> dict[str, Candidate]:
    """Return the candidates with one put where another stood."""
    return {
        (new.place.place_id if key == old.place_id else key): (
            new if key == old.place_id else candidate
        )
        for key, candidate in found.items()
    }
