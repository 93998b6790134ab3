"""Checks of a row by itself and of the table as a whole: coordinates, duplicates, parents."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import shapely

from geomap.gazetteer.checking.content import Content, Record, countries_of
from geomap.gazetteer.repairs import SAME_KM
from geomap.gazetteer.schema import KINDS, SETTLEMENTS, distance_km
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "check_coordinates",
    "check_dates",
    "check_duplicates",
    "check_empty",
    "check_file",
    "check_parents",
    "check_swapped",
]

_SAME_SITE_KM = 0.3
_SURE_KM = 3.0  # a wider radius says that the position is a stand-in for many
_BOUNDS_DEGREES = 5.0  # beyond the outline of a country: small islands are not drawn
_EMPTY_DEGREES = 0.01  # around 0 N 0 E, where rows without coordinates end up
_LONGEST_CHAIN = 10


def check_file(content: Content) -> Iterator[tuple[str, str]]:
    """Yield what SQLite finds damaged in the file."""
    for text in content.damage:
        yield "file", text


def check_empty(content: Content) -> Iterator[tuple[str, str]]:
    """Yield places that no name leads to, names that lead to none, and a file without places."""
    if not content.rows:
        yield "places", "the file holds no place"
    for place_id in content.orphans:
        yield place_id, "no name leads to it"
    if content.strays:
        yield "names", f"{content.strays} names lead to no place"


def check_coordinates(content: Content) -> Iterator[tuple[str, str]]:
    """Yield coordinates off the globe or at its origin, no radius, and unknown kinds."""
    for place_id in content.missing:
        yield place_id, "latitude, longitude or radius is missing"
    for row in content.rows.values():
        if not (-90 <= row.lat <= 90 and -180 <= row.lon <= 180):  # noqa: PLR2004 - degrees
            yield row.place_id, f"({row.lat:g}, {row.lon:g}) is not on the globe"
        elif abs(row.lat) < _EMPTY_DEGREES and abs(row.lon) < _EMPTY_DEGREES:
            yield row.place_id, "lies at 0 N 0 E, where rows without coordinates end up"
        if row.radius_km <= 0:
            yield row.place_id, f"radius {row.radius_km:g} km is not positive"
        if row.kind not in KINDS:
            yield row.place_id, f"unknown kind {row.kind!r}"


def check_dates(content: Content) -> Iterator[tuple[str, str]]:
    """Yield names of today with an end, and names that ended before they began."""
    yield from content.undated


def check_swapped(content: Content) -> Iterator[tuple[str, str]]:
    """Yield places far from their country whose coordinates, swapped, lie in it."""
    countries = countries_of(content)
    for row in content.rows.values():
        shape = countries.get(row.country)
        if shape is None or row.kind == "country" or abs(row.lon) > 90:  # noqa: PLR2004 - degrees
            continue
        if _in_box(shape.bounds, row.lat, row.lon, _BOUNDS_DEGREES):
            continue
        if shape.contains(shapely.Point(row.lat, row.lon)):
            yield row.place_id, f"({row.lat:g}, {row.lon:g}) looks swapped: not in {row.country}"


def _in_box(box: tuple[float, float, float, float], lat: float, lon: float, margin: float) -> bool:
    west, south, east, north = box
    return west - margin <= lon <= east + margin and south - margin <= lat <= north + margin


def check_duplicates(content: Content) -> Iterator[tuple[str, str]]:
    """Yield places of one kind and name so near that they are one."""
    groups: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for row in content.rows.values():
        kind = "settlement" if row.kind in SETTLEMENTS else row.kind
        if row.source != "katottg" and (row.radius_km <= _SURE_KM or row.kind not in SETTLEMENTS):
            groups[fold_name(row.name), kind, row.country].append(row)
    for (_, kind, _), rows in groups.items():
        limit = SAME_KM if kind in {"settlement", "district"} else _SAME_SITE_KM
        for number, row in enumerate(rows):
            for other in rows[:number]:
                # Two towns of one name may meet at a border, as Anthony in two US states does.
                is_near = distance_km(row.lat, row.lon, other.lat, other.lon) < limit
                if is_near and row.parent_id == other.parent_id:
                    yield row.place_id, f"{row.name} ({row.kind}) is {other.place_id} as well"
                    break


def check_parents(content: Content) -> Iterator[tuple[str, str]]:
    """Yield unknown parents, and parents that run in a ring."""
    for row in content.rows.values():
        if not row.parent_id:
            continue
        seen = {row.place_id}
        above: Record | None = row
        while above is not None and above.parent_id:
            if above.parent_id in seen or len(seen) > _LONGEST_CHAIN:
                yield row.place_id, f"its parents run in a ring at {above.parent_id}"
                break
            seen.add(above.parent_id)
            parent = content.find(above.parent_id)
            if parent is None and above is row:
                yield row.place_id, f"unknown parent {row.parent_id!r}"
            above = parent
