"""Checks of a place against what it lies in: its unit, its country, its hromada, Crimea."""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from typing import TYPE_CHECKING

import shapely

from geomap.gazetteer.checking.content import WIDE, Content, Record, countries_of
from geomap.gazetteer.joins import is_apart
from geomap.gazetteer.schema import SETTLEMENTS, distance_km

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

__all__ = ["check_crimea", "check_outside", "check_strays"]

_OUTLINE_DEGREES = 0.45  # outlines are simplified to 0.4 in most of the world
_OUTLINE_NEAR = 0.15  # and to 0.02 around Ukraine, where islets are left out all the same
_NEAR_COUNTRIES = frozenset({"UA", "BY", "MD"})
_STRETCH = 2.5  # a unit is no disc: its far end lies at so many radii
_SPARE_KM = 15.0
_STRAY_KM = 25.0  # from the nearest known settlement of its own hromada: 3 in 1,000 lie so far
_AMID_KM = 18.0  # and so much nearer to two of others: none does but by a wrong join
_CRIMEA: Mapping[str, tuple[float, float]] = {
    "Simferopol": (44.95, 34.10),
    "Kerch": (45.36, 36.47),
    "Sevastopol": (44.60, 33.52),
}
_UKRAINE = "curated:country.UA"
_CRIMEAN_UNITS = frozenset({"UA-43", "UA-40"})
_REACHED = frozenset({"admin2", "hromada", "city", "town", "district"})
_OFFSHORE = frozenset({"island", "cape", "spit", "dam", "bridge", "port", "site"})
_ISLET_DEGREES = 1.0  # from the mainland's outline; Snake Island lies 0.3 degrees off
_KM_PER_DEGREE = 70.0  # of longitude, at 50 degrees north; more is allowed farther south


def check_outside(content: Content) -> Iterator[tuple[str, str]]:
    """Yield places outside of the outline of their unit or country, or beyond its reach."""
    inside: dict[str, list[Record]] = defaultdict(list)
    for row in content.rows.values():
        if row.parent_id and row.kind not in WIDE:
            inside[row.parent_id].append(row)
    for parent_id, rows in inside.items():
        parent = content.find(parent_id)
        if parent is None:
            continue
        shape = content.shapes.get(parent_id)
        if parent.kind == "admin1" and shape is not None and shape[1].area:
            yield from _beyond_outline(parent, rows, shape[1])
        elif parent.kind in _REACHED:
            yield from _beyond_reach(parent, rows)
    yield from _abroad(content)


def _beyond_outline(
    parent: Record, rows: list[Record], shape: BaseGeometry
) -> Iterator[tuple[str, str]]:
    near = _OUTLINE_NEAR if parent.country in _NEAR_COUNTRIES else _OUTLINE_DEGREES
    shapely.prepare(shape)
    points = shapely.points([(row.lon, row.lat) for row in rows])
    for row, far in zip(rows, shapely.distance(shape, points), strict=True):
        slack = _ISLET_DEGREES if row.kind in _OFFSHORE else near
        if far > slack + row.radius_km / _KM_PER_DEGREE:
            yield row.place_id, f"{row.name} lies outside of {parent.name} ({parent.place_id})"


def _abroad(content: Content) -> Iterator[tuple[str, str]]:
    """Yield places far from their country's outline that lie in another country's.

    Outlines leave small islands out, so a place in open water may be in order.
    """
    countries = countries_of(content)
    codes = sorted(countries)
    rows = [r for r in content.rows.values() if r.country in countries and r.kind not in WIDE]
    if not rows:
        return
    tree = shapely.STRtree([countries[code] for code in codes])
    points = shapely.points([(row.lon, row.lat) for row in rows])
    held = {
        number: codes[index]
        for number, index in zip(*tree.query(points, predicate="within"), strict=True)
    }
    for number, code in held.items():
        row = rows[number]
        if code != row.country and not shapely.dwithin(
            countries[row.country], points[number], _OUTLINE_DEGREES
        ):
            yield row.place_id, f"{row.name} is of {row.country} and lies in {code}"


def _beyond_reach(parent: Record, rows: list[Record]) -> Iterator[tuple[str, str]]:
    reach = _STRETCH * parent.radius_km + _SPARE_KM
    for row in rows:
        far = distance_km(row.lat, row.lon, parent.lat, parent.lon)
        if far > reach + row.radius_km:
            whose = f"{parent.name} ({parent.place_id}), whose radius is {parent.radius_km:g} km"
            yield row.place_id, f"{row.name} lies {far:.0f} km from {whose}"


def check_strays(content: Content) -> Iterator[tuple[str, str]]:
    """Yield settlements of a hromada that lie far from all others of it and amid another's."""
    hromadas: dict[str, list[Record]] = defaultdict(list)
    regions: dict[str, list[Record]] = defaultdict(list)
    for row in content.rows.values():
        above = content.find(row.parent_id)
        is_own = row.kind in SETTLEMENTS and row.source != "katottg"
        if is_own and above is not None and above.kind == "hromada":
            hromadas[row.parent_id].append(row)
            regions[row.admin1_code].append(row)
    for parent_id, rows in hromadas.items():
        for row in rows:
            own = sorted(_far(row, other) for other in rows if other is not row)
            if max(own[:2], default=0.0) <= _STRAY_KM:
                continue
            others = (other for other in regions[row.admin1_code] if other.parent_id != parent_id)
            near = nsmallest(2, (_far(row, other) for other in others))
            if is_apart(own, near, stray_km=_STRAY_KM, amid_km=_AMID_KM):
                text = f"{row.name} lies {own[0]:.0f} km from the nearest place of {parent_id}"
                yield row.place_id, f"{text}, {near[1]:.0f} km from two of other hromadas"


def _far(row: Record, other: Record) -> float:
    return distance_km(row.lat, row.lon, other.lat, other.lon)


def check_crimea(content: Content) -> Iterator[tuple[str, str]]:
    """Yield what puts Crimea or Sevastopol anywhere but in Ukraine."""
    areas = [
        (place_id, row, shape)
        for place_id, (_, shape) in content.shapes.items()
        if (row := content.find(place_id)) is not None and row.kind in {"country", "admin1"}
    ]
    for city, (lat, lon) in _CRIMEA.items():
        point = shapely.Point(lon, lat)
        holders = [(place_id, row) for place_id, row, shape in areas if shape.covers(point)]
        for place_id, row in holders:
            if row.country != "UA":
                yield place_id, f"its outline holds {city}, which is in Ukraine"
        if not any(row.place_id == _UKRAINE for _, row in holders):
            yield _UKRAINE, f"its outline does not hold {city}"
    yield from _check_crimean_places(content)


def _check_crimean_places(content: Content) -> Iterator[tuple[str, str]]:
    units = [
        shape
        for place_id, (_, shape) in content.shapes.items()
        if (row := content.find(place_id)) and row.admin1_code in _CRIMEAN_UNITS and shape.area
    ]
    if not units:
        return
    land = shapely.union_all(units)
    shapely.prepare(land)
    rows = [row for row in content.rows.values() if row.country != "UA" and row.kind not in WIDE]
    if not rows:
        return
    held = shapely.contains(land, shapely.points([(row.lon, row.lat) for row in rows]))
    for row, is_held in zip(rows, held, strict=True):
        if is_held and row.country:
            yield row.place_id, f"{row.name} lies in Crimea, its country is {row.country!r}"
