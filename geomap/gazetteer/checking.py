"""Looks for faults in a compiled gazetteer: what a bad row of any layer would leave behind.

The file is read once, into lists; nothing in it is changed. Each check is a function from
the rows to faults, so that one can be tried alone.
"""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import shapely

from geomap.errors import GazetteerError
from geomap.gazetteer.schema import KINDS, SETTLEMENTS, distance_km
from geomap.gazetteer.store import Gazetteer, default_path
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

__all__ = ["CHECKS", "Fault", "check_gazetteer"]

_SAME_KM = 1.0  # two settlements of one name so near are one
_SAME_SITE_KM = 0.3
_SURE_KM = 3.0  # a wider radius says that the position is a stand-in for many
_OUTLINE_DEGREES = 0.45  # outlines are simplified to 0.4 in most of the world
_OUTLINE_NEAR = 0.15  # and to 0.02 around Ukraine, where islets are left out all the same
_NEAR_COUNTRIES = frozenset({"UA", "BY", "MD"})
_STRETCH = 2.5  # a unit is no disc: its far end lies at so many radii
_SPARE_KM = 15.0
_BOUNDS_DEGREES = 5.0  # beyond the outline of a country: small islands are not drawn
_EMPTY_DEGREES = 0.01  # around 0 N 0 E, where rows without coordinates end up
_SHORTEST_KEY = 3  # letters; a place of a shorter name is there for its position alone
_LONGEST_CHAIN = 10
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
_WIDE = frozenset({"country", "continent", "ocean", "sea", "region", "border", "river"})


class Fault(NamedTuple):
    """One fault: the check that found it, the place, and what is wrong."""

    check: str
    place_id: str
    text: str


@dataclass(frozen=True, slots=True)
class _Row:
    place_id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    country: str
    admin1_code: str
    parent_id: str
    source: str


@dataclass
class _Content:
    """What the checks look at; outer rows are those of the gazetteer an import belongs to."""

    rows: dict[str, _Row]
    outer: Mapping[str, _Row]
    shapes: Mapping[str, tuple[str, BaseGeometry]]
    orphans: list[str]
    """Ids of places that no name leads to, though theirs could."""
    strays: int
    """Names that lead to no place."""
    missing: list[str]
    """Ids of places with a coordinate that is NULL, no number or not finite."""
    damage: list[str]
    is_import: bool

    def find(self, place_id: str) -> _Row | None:
        return self.rows.get(place_id) or self.outer.get(place_id)


def check_gazetteer(path: str | Path | None = None) -> tuple[Fault, ...]:
    """Return the faults of a compiled gazetteer, in the order of `CHECKS` and of the ids.

    Parameters
    ----------
    path
        The file; None for the one that geomap carries. An imported file is checked
        together with that one: its parents and outlines count.

    Raises
    ------
    GazetteerError
        If the file is missing, of another schema, or so damaged that it cannot be read.

    Examples
    --------
    >>> [fault for fault in check_gazetteer() if fault.check == "crimea"]
    []
    """
    content = _read(default_path() if path is None else Path(path))
    return tuple(
        Fault(name, place_id, text)
        for name, check in CHECKS.items()
        for place_id, text in sorted(check(content))
    )


def _read(path: Path) -> _Content:
    gazetteer = Gazetteer(path)  # says what is wrong with a file that is none of ours
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
                connection.execute(f"PRAGMA {pragma}")
            content = _content(connection, gazetteer.dropped)
        finally:
            connection.close()
    except sqlite3.Error as error:
        msg = f"{path}: damaged ({error}); write it anew"
        raise GazetteerError(msg) from error
    if content.is_import and path.resolve() != default_path().resolve():
        outer = _read(default_path())
        content.outer = outer.rows
        content.shapes = {**content.shapes, **outer.shapes}
    return content


_PLACES = (
    "SELECT place_id, name, kind, lat, lon, radius_km, country, admin1_code, parent_id, source "
    "FROM places ORDER BY place_id"
)
_ORPHANS = "SELECT place_id, name FROM places WHERE fid NOT IN (SELECT place FROM names) ORDER BY 1"
_STRAYS = "SELECT count(*) FROM names WHERE place NOT IN (SELECT fid FROM places)"
_IMPORT = "SELECT count(*) FROM meta WHERE key = 'import'"


def _content(connection: sqlite3.Connection, dropped: frozenset[str]) -> _Content:
    rows, missing = {}, []
    for values in connection.execute(_PLACES):
        if all(isinstance(v, (int, float)) and math.isfinite(v) for v in values[3:6]):
            rows[values[0]] = _Row(*values)
        else:
            missing.append(values[0])
    return _Content(
        rows=rows,
        outer={},
        shapes=dict(_shapes(connection)),
        orphans=[
            place_id
            for place_id, name in connection.execute(_ORPHANS)
            if len(fold_name(name)) >= _SHORTEST_KEY and fold_name(name) not in dropped
        ],
        strays=connection.execute(_STRAYS).fetchone()[0],
        missing=missing,
        damage=_damage(connection),
        is_import=bool(connection.execute(_IMPORT).fetchone()[0]),
    )


def _shapes(connection: sqlite3.Connection) -> Iterator[tuple[str, tuple[str, BaseGeometry]]]:
    for place_id, kind, blob in connection.execute("SELECT place_id, kind, geom FROM areas"):
        yield place_id, (kind, shapely.from_wkb(blob[40:]))


def _damage(connection: sqlite3.Connection) -> list[str]:
    found = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
    return [] if found == ["ok"] else found


def _check_file(content: _Content) -> Iterator[tuple[str, str]]:
    for text in content.damage:
        yield "file", text


def _check_empty(content: _Content) -> Iterator[tuple[str, str]]:
    if not content.rows:
        yield "places", "the file holds no place"
    for place_id in content.orphans:
        yield place_id, "no name leads to it"
    if content.strays:
        yield "names", f"{content.strays} names lead to no place"


def _check_coordinates(content: _Content) -> Iterator[tuple[str, str]]:
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


def _check_swapped(content: _Content) -> Iterator[tuple[str, str]]:
    """Yield places far from their country whose coordinates, swapped, lie in it."""
    countries = _countries(content)
    for row in content.rows.values():
        shape = countries.get(row.country)
        if shape is None or row.kind == "country" or abs(row.lon) > 90:  # noqa: PLR2004 - degrees
            continue
        if _in_box(shape.bounds, row.lat, row.lon, _BOUNDS_DEGREES):
            continue
        if shape.contains(shapely.Point(row.lat, row.lon)):
            yield row.place_id, f"({row.lat:g}, {row.lon:g}) looks swapped: not in {row.country}"


def _countries(content: _Content) -> dict[str, BaseGeometry]:
    """Return the outlines of the countries by their codes."""
    return {
        row.country: content.shapes[row.place_id][1]
        for row in (*content.outer.values(), *content.rows.values())
        if row.kind == "country" and row.place_id in content.shapes
    }


def _in_box(box: tuple[float, float, float, float], lat: float, lon: float, margin: float) -> bool:
    west, south, east, north = box
    return west - margin <= lon <= east + margin and south - margin <= lat <= north + margin


def _check_duplicates(content: _Content) -> Iterator[tuple[str, str]]:
    """Yield places of one kind and name so near that they are one."""
    groups: dict[tuple[str, str, str], list[_Row]] = defaultdict(list)
    for row in content.rows.values():
        kind = "settlement" if row.kind in SETTLEMENTS else row.kind
        if row.source != "katottg" and (row.radius_km <= _SURE_KM or row.kind not in SETTLEMENTS):
            groups[fold_name(row.name), kind, row.country].append(row)
    for (_, kind, _), rows in groups.items():
        limit = _SAME_KM if kind in {"settlement", "district"} else _SAME_SITE_KM
        for number, row in enumerate(rows):
            for other in rows[:number]:
                if distance_km(row.lat, row.lon, other.lat, other.lon) < limit:
                    yield row.place_id, f"{row.name} ({row.kind}) is {other.place_id} as well"
                    break


def _check_parents(content: _Content) -> Iterator[tuple[str, str]]:
    for row in content.rows.values():
        if not row.parent_id:
            continue
        seen = {row.place_id}
        above: _Row | None = row
        while above is not None and above.parent_id:
            if above.parent_id in seen or len(seen) > _LONGEST_CHAIN:
                yield row.place_id, f"its parents run in a ring at {above.parent_id}"
                break
            seen.add(above.parent_id)
            parent = content.find(above.parent_id)
            if parent is None and above is row:
                yield row.place_id, f"unknown parent {row.parent_id!r}"
            above = parent


def _check_outside(content: _Content) -> Iterator[tuple[str, str]]:
    """Yield places outside of the outline of their unit or country, or beyond its reach."""
    inside: dict[str, list[_Row]] = defaultdict(list)
    for row in content.rows.values():
        if row.parent_id and row.kind not in _WIDE:
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
    parent: _Row, rows: list[_Row], shape: BaseGeometry
) -> Iterator[tuple[str, str]]:
    near = _OUTLINE_NEAR if parent.country in _NEAR_COUNTRIES else _OUTLINE_DEGREES
    shapely.prepare(shape)
    points = shapely.points([(row.lon, row.lat) for row in rows])
    for row, far in zip(rows, shapely.distance(shape, points), strict=True):
        slack = _ISLET_DEGREES if row.kind in _OFFSHORE else near
        if far > slack + row.radius_km / _KM_PER_DEGREE:
            yield row.place_id, f"{row.name} lies outside of {parent.name} ({parent.place_id})"


def _abroad(content: _Content) -> Iterator[tuple[str, str]]:
    """Yield places far from their country's outline that lie in another country's.

    Outlines leave small islands out, so a place in open water may be in order.
    """
    countries = _countries(content)
    codes = sorted(countries)
    rows = [r for r in content.rows.values() if r.country in countries and r.kind not in _WIDE]
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


def _beyond_reach(parent: _Row, rows: list[_Row]) -> Iterator[tuple[str, str]]:
    reach = _STRETCH * parent.radius_km + _SPARE_KM
    for row in rows:
        far = distance_km(row.lat, row.lon, parent.lat, parent.lon)
        if far > reach + row.radius_km:
            whose = f"{parent.name} ({parent.place_id}), whose radius is {parent.radius_km:g} km"
            yield row.place_id, f"{row.name} lies {far:.0f} km from {whose}"


def _check_crimea(content: _Content) -> Iterator[tuple[str, str]]:
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


def _check_crimean_places(content: _Content) -> Iterator[tuple[str, str]]:
    units = [
        shape
        for place_id, (_, shape) in content.shapes.items()
        if (row := content.find(place_id)) and row.admin1_code in _CRIMEAN_UNITS and shape.area
    ]
    if not units:
        return
    land = shapely.union_all(units)
    shapely.prepare(land)
    rows = [row for row in content.rows.values() if row.country != "UA" and row.kind not in _WIDE]
    if not rows:
        return
    held = shapely.contains(land, shapely.points([(row.lon, row.lat) for row in rows]))
    for row, is_held in zip(rows, held, strict=True):
        if is_held and row.country:
            yield row.place_id, f"{row.name} lies in Crimea, its country is {row.country!r}"


CHECKS: Mapping[str, Callable[[_Content], Iterator[tuple[str, str]]]] = {
    "file": _check_file,
    "empty": _check_empty,
    "coordinates": _check_coordinates,
    "swapped": _check_swapped,
    "duplicates": _check_duplicates,
    "parents": _check_parents,
    "outside": _check_outside,
    "crimea": _check_crimea,
}
"""The checks by name, in the order in which they are reported."""
