"""Puts the entries of a dump among the places that geomap knows: country, region, parent.

The outlines of the built-in gazetteer decide, Crimea's among them; so a dump that draws it
elsewhere changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from geomap.errors import UnknownPlaceError
from geomap.gazetteer.imports.entries import ELSEWHERE, Entry, Fault, LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.imports.request import Request
    from geomap.records import Place

__all__ = ["Surroundings"]

Found = Entry | Fault | LeftOut

_BATCH = 5_000
_COAST_DEGREES = 0.4  # outlines are simplified to this in most of the world
_BOUNDS_DEGREES = 3.0  # beyond the outline: small islands are not drawn
_UNITS = frozenset({"country", "admin1", "admin2", "region"})
_LAND = frozenset({"city", "town", "village", "district", "hromada", "admin1", "admin2"})
_CRIMEA = shapely.points([(34.10, 44.95), (36.47, 45.36), (33.52, 44.60)])
"""Simferopol, Kerch, Sevastopol."""


class Surroundings:
    """The outlines and units of a gazetteer, against which entries are located.

    Parameters
    ----------
    gazetteer
        The built-in gazetteer.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._countries = _Outlines(gazetteer.areas("country"))
        self._units = _Outlines([*gazetteer.areas("admin1"), *_city_units(gazetteer)])
        self._with_units = frozenset(place.country for place in self._units.places)
        self._ids: dict[str, str] = {}

    def locate(
        self, found: Iterable[Found], request: Request, *, trusts_countries: bool
    ) -> Iterator[Found]:
        """Yield the entries with country, first-level unit and parent, and everything else.

        Parameters
        ----------
        found
            What a reader yields.
        request
            The countries that were asked for.
        trusts_countries
            False where a country of the dump only stands for want of an outline.
        """
        batch: list[Found] = []
        for one in found:
            batch.append(one)
            if len(batch) >= _BATCH:
                yield from self._located(batch, request, trusts=trusts_countries)
                batch = []
        yield from self._located(batch, request, trusts=trusts_countries)

    def _located(
        self, batch: Sequence[Found], request: Request, *, trusts: bool
    ) -> Iterator[Found]:
        entries = [one for one in batch if isinstance(one, Entry)]
        self._set_countries([e for e in entries if not trusts or not e.country])
        self._set_units([e for e in entries if not e.parent_id])
        for one in batch:
            yield self._judged(one, request) if isinstance(one, Entry) else one

    def _set_countries(self, entries: Sequence[Entry]) -> None:
        for entry, place in zip(entries, self._countries.find(entries), strict=True):
            if place is not None:
                entry.country = place.country

    def _set_units(self, entries: Sequence[Entry]) -> None:
        inside = [e for e in entries if e.country in self._with_units]
        for entry, unit in zip(inside, self._units.find(inside), strict=True):
            if unit is not None and unit.country == entry.country and entry.kind not in _UNITS:
                entry.admin1, entry.admin1_code = unit.admin1 or unit.name, unit.admin1_code
                entry.parent_id = unit.place_id
        for entry in entries:
            if not entry.parent_id and entry.kind != "country":
                entry.parent_id = self._country_id(entry.country)

    def _country_id(self, code: str) -> str:
        """Return the id of a country's place, or an empty text."""
        if code not in self._ids:
            try:
                self._ids[code] = self._gazetteer.place(f"curated:country.{code}").place_id
            except UnknownPlaceError:
                self._ids[code] = ""
        return self._ids[code]

    def _judged(self, entry: Entry, request: Request) -> Found:
        """Return an entry that may enter, or why it may not."""
        outside = not request.takes_country(entry.country)
        is_told = entry.country and not outside
        expected = [entry.country] if is_told else sorted(request.countries)
        if self._looks_swapped(entry, expected):
            where = f"lies outside of {', '.join(expected)}, swapped it lies inside"
            return Fault(
                entry.line,
                f"latitude {entry.lat:g}, longitude {entry.lon:g} {where}: the two look swapped",
            )
        if outside or (request.countries and not entry.country and entry.kind in _LAND):
            return ELSEWHERE
        if entry.shape and entry.kind in _UNITS and _takes_crimea(entry):
            return LeftOut("with an outline that takes Crimea from Ukraine")
        return entry

    def _looks_swapped(self, entry: Entry, codes: Sequence[str]) -> bool:
        if not codes or entry.kind == "country" or abs(entry.lon) > 90:  # noqa: PLR2004 - degrees
            return False
        bounds = [self._countries.bounds[code] for code in codes if code in self._countries.bounds]
        if not bounds or any(_holds(b, entry.lat, entry.lon, _BOUNDS_DEGREES) for b in bounds):
            return False
        return any(_holds(b, entry.lon, entry.lat, 0.0) for b in bounds)


class _Outlines:
    """Places with their outlines, found by points."""

    def __init__(self, areas: Iterable[tuple[Place, BaseGeometry]]) -> None:
        rows = list(areas)
        self.places = [place for place, _ in rows]
        self._tree = shapely.STRtree([shape for _, shape in rows])
        self.bounds: Mapping[str, tuple[float, float, float, float]] = {
            place.country: shape.bounds for place, shape in rows
        }
        for _, shape in rows:
            shapely.prepare(shape)

    def find(self, entries: Sequence[Entry]) -> list[Place | None]:
        """Return the place each entry lies in; near a coast also the nearest one."""
        if not entries:
            return []
        points = shapely.points([(entry.lon, entry.lat) for entry in entries])
        found: list[Place | None] = [None] * len(entries)
        for number, index in zip(*self._tree.query(points, predicate="within"), strict=True):
            found[number] = self.places[index]
        missed = [n for n, e in enumerate(entries) if found[n] is None and e.kind in _LAND]
        if missed:
            near = self._tree.query_nearest(points[missed], max_distance=_COAST_DEGREES)
            for position, index in zip(*near, strict=True):
                found[missed[position]] = self.places[index]
        return found


def _city_units(gazetteer: Gazetteer) -> list[tuple[Place, BaseGeometry]]:
    """Return the cities that are first-level units: Kyiv and Sevastopol."""
    return [(place, shape) for place, shape in gazetteer.areas("city") if place.admin1_code]


def _holds(
    bounds: tuple[float, float, float, float], lat: float, lon: float, margin: float
) -> bool:
    west, south, east, north = bounds
    return west - margin <= lon <= east + margin and south - margin <= lat <= north + margin


def _takes_crimea(entry: Entry) -> bool:
    """Return whether the outline of a unit outside of Ukraine holds a city of Crimea."""
    if entry.country == "UA":
        return False
    return bool(shapely.contains(shapely.from_wkb(entry.shape), _CRIMEA).any())
