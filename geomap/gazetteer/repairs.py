"""Mends what the tables say wrongly of a place: listed twice, in a unit it is not in, aside.

These are faults of single rows of GeoNames that turn up again and again in new editions, so
they are found by rule, not listed: two settlements of one name within a kilometre are one,
a settlement far outside of the region it is said to lie in lies where its point does, and
one in Western Sahara is not Morocco's. And a sea with an outline lies in its middle.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from geomap.gazetteer.schema import SETTLEMENTS, distance_km
from geomap.gazetteer.tables import read_features
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer.tables import PlaceRow

__all__ = ["SAME_KM", "centre_waters", "merge_twins", "move_abroad", "move_home"]

SAME_KM = 1.0  # two settlements of one name and unit so near are one
_SMALL_KM = 3.0  # of radius; larger towns of one name may meet at a border, as Bristol does
_MOVED = SETTLEMENTS - {"city"}
# The extract follows control on the ground in places, the outlines the UN: (said, true).
_MISTAKEN_COUNTRIES = (("MA", "EH"),)
_OUTSIDE_DEGREES = 0.1  # the outlines are simplified to 0.02, and a town may straddle a border


def merge_twins(places: dict[str, PlaceRow]) -> None:
    """Make one of the settlements that an extract lists twice.

    The larger one stays, of two alike the one listed first; it takes the other's names.

    Parameters
    ----------
    places
        The places of one layer by id; changed in place.
    """
    namesakes: dict[tuple[str, str, str], list[PlaceRow]] = defaultdict(list)
    for place in places.values():
        if place.kind in SETTLEMENTS and place.radius_km <= _SMALL_KM:
            namesakes[place.country, place.parent_id, fold_name(place.name)].append(place)
    for rows in namesakes.values():
        rows.sort(key=lambda place: -place.population)
        for number, place in enumerate(rows):
            twin = next((p for p in rows[:number] if p.place_id in places and _is_one(p, place)),
                        None)  # fmt: skip
            if twin is not None:
                known = {name.name for name in twin.names}
                twin.names.extend(name for name in place.names if name.name not in known)
                del places[place.place_id]


def _is_one(place: PlaceRow, other: PlaceRow) -> bool:
    return distance_km(place.lat, place.lon, other.lat, other.lon) < SAME_KM


def move_home(outlines: Path, places: Mapping[str, PlaceRow]) -> None:
    """Put settlements that lie far outside of their first-level unit into the one they lie in.

    Cities stay: that Slavutych is an exclave of Kyiv Oblast is no fault.

    Parameters
    ----------
    outlines
        ``areas/admin1.geojson``: the units that have an outline; the others are taken as told.
    places
        The places by id; their parents are changed in place.
    """
    import shapely  # noqa: PLC0415 - reading a table goes without it

    units = _outlines(outlines)
    ids = sorted(units)
    tree = shapely.STRtree([units[unit_id] for unit_id in ids])
    rows = [p for p in places.values() if p.parent_id in units and p.kind in _MOVED]
    if not rows:
        return
    points = shapely.points([(place.lon, place.lat) for place in rows])
    held = {
        number: ids[index]
        for number, index in zip(*tree.query(points, predicate="within"), strict=True)
    }
    for number, home in sorted(held.items()):
        place = rows[number]
        is_far = units[place.parent_id].distance(points[number]) > _OUTSIDE_DEGREES
        if is_far and home in places and places[home].country == place.country:
            place.parent_id = home


def move_abroad(outlines: Path, places: Mapping[str, PlaceRow]) -> None:
    """Give settlements in Western Sahara that country, whatever the extract says.

    Parameters
    ----------
    outlines
        ``areas/countries.geojson``.
    places
        The places by id; their countries and parents are changed in place.
    """
    import shapely  # noqa: PLC0415 - reading a table goes without it

    areas = _outlines(outlines)
    for said, true in _MISTAKEN_COUNTRIES:
        home = f"curated:country.{true}"
        if home not in areas:
            continue
        rows = [p for p in places.values() if p.country == said and p.kind in SETTLEMENTS]
        points = shapely.points([(place.lon, place.lat) for place in rows])
        for place, is_held in zip(rows, shapely.contains(areas[home], points), strict=True):
            if is_held:
                place.country, place.parent_id = true, home


def centre_waters(outlines: Path, places: Mapping[str, PlaceRow]) -> None:
    """Put every sea that has an outline in the middle of its extent, if there is water.

    One convention for all: half way between its ends. Where that is land, as it is in the
    Mediterranean, the point of the table stays.

    Parameters
    ----------
    outlines
        ``areas/seas.geojson``, as `seas` computed it.
    places
        The places by id; their points are changed in place.
    """
    import shapely  # noqa: PLC0415 - reading a table goes without it

    for place_id, outline in _outlines(outlines).items():
        west, south, east, north = outline.bounds
        lat, lon = round((south + north) / 2, 2), round((west + east) / 2, 2)
        if place_id in places and outline.contains(shapely.Point(lon, lat)):
            places[place_id].lat, places[place_id].lon = lat, lon


def _outlines(path: Path) -> dict[str, BaseGeometry]:
    from shapely.geometry import shape  # noqa: PLC0415 - as above

    if not path.exists():
        return {}
    return {f["properties"]["place_id"]: shape(f["geometry"]) for f in read_features(path)}
