"""Rows → GeoJSON features: points, areas and links."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geomap.frame.cells import DECIMALS
from geomap.frame.columns import LINK_SCHEMA
from geomap.frame.rows import Row, is_country, is_drawn, rows_by_report, to_point
from geomap.gazetteer import distance_km
from geomap.geometry.arcs import great_circle, point_towards
from geomap.records import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from geomap.records import Report

__all__ = [
    "draw_areas",
    "draw_line",
    "draw_links",
    "draw_points",
    "dump_feature",
    "find_areas",
    "to_area_features",
    "to_features",
    "to_link_features",
]

_ARROW_KM = 60.0  # long enough to see on a map of a country, too short to hit anything
_INTERCEPTION = "interception"
_ENDS = {Role.TARGET, Role.AFFECTED}
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_SHAPES = {"Polygon", "MultiPolygon", "LineString", "MultiLineString"}

Feature = dict[str, Any]
LonLat = tuple[float, float]


def to_features(reports: Iterable[Report], *, only_incidents: bool = False) -> list[Feature]:
    """Return a GeoJSON point feature for every row; geometry ``None`` if it is not located.

    Parameters
    ----------
    reports
        The reports, in the order of the output.
    only_incidents
        Leave out places that no incident uses.
    """
    return draw_points(rows_by_report(reports, only_incidents=only_incidents))


def to_area_features(reports: Iterable[Report], *, only_incidents: bool = False) -> list[Feature]:
    """Return a feature for every row whose place has an area or a line, with the row's id.

    A country is an area where an incident is known by it alone: it has no point.
    """
    return draw_areas(rows_by_report(reports, only_incidents=only_incidents))


def to_link_features(reports: Iterable[Report]) -> list[Feature]:
    """Return a great circle from each origin to each target of the same incident.

    Only stated targets count. An incident that names where weapons came from and no target
    has a short arrow towards the country that was attacked, if the article says which.
    """
    return draw_links(rows_by_report(reports, only_incidents=True))


def draw_points(found: Iterable[tuple[Report, Iterable[Row]]]) -> list[Feature]:
    """Return what `to_features` returns, of rows that are there already."""
    return [_to_feature(row) for _, rows in found for row in rows]


def draw_areas(found: Iterable[tuple[Report, Iterable[Row]]]) -> list[Feature]:
    """Return what `to_area_features` returns, of rows that are there already."""
    areas = find_areas(found)
    return [_feature(row.feature_id, shape.__geo_interface__, row.cells) for row, shape in areas]


def find_areas(found: Iterable[tuple[Report, Iterable[Row]]]) -> Iterator[tuple[Row, BaseGeometry]]:
    """Yield the rows of `to_area_features` with their shapes."""
    for row in (row for _, rows in found for row in rows):
        if row.resolution is None or (shape := row.resolution.geometry) is None:
            continue
        is_area = is_drawn(row.resolution) or (row.incident and is_country(row.resolution))
        if is_area and shape.geom_type in _SHAPES and not shape.is_empty:
            yield row, shape


def draw_links(found: Iterable[tuple[Report, Iterable[Row]]]) -> list[Feature]:
    """Return what `to_link_features` returns, of rows that are there already."""
    features: list[Feature] = []
    for report, of_report in found:
        sides = _sides_of(report)
        for rows in _rows_by_incident(of_report):
            starts = [row for row in rows if Role.ORIGIN in row.roles]
            ends = [
                row for row in rows if not row.roles.isdisjoint(_ENDS) and to_point(row.resolution)
            ]
            links = [_link(start, end) for start in starts for end in ends]
            if not ends:
                links = [
                    _arrow(start, sides.get(str(rows[0].cells["incident_id"]))) for start in starts
                ]
            features.extend(link for link in links if link)
    return features


def dump_feature(feature: Mapping[str, Any]) -> str:
    """Return one JSON value as a line without a newline; not-a-number is refused.

    Examples
    --------
    >>> dump_feature({"type": "Point", "coordinates": [30.5, 50.4]})
    '{"type":"Point","coordinates":[30.5,50.4]}'
    """
    return _ENCODER.encode(feature)


def draw_line(a: LonLat, b: LonLat) -> dict[str, Any]:
    """Return the great circle between two points as a GeoJSON geometry.

    Examples
    --------
    >>> draw_line((30.0, 50.0), (31.0, 50.0))
    {'type': 'LineString', 'coordinates': [[30.0, 50.0], [31.0, 50.0]]}
    """
    parts = [
        [[round(lon, DECIMALS) + 0.0, round(lat, DECIMALS) + 0.0] for lat, lon in part]
        for part in great_circle(a[::-1], b[::-1])
    ]
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _to_feature(row: Row) -> Feature:
    point = to_point(row.resolution)
    geometry = None if point is None else {"type": "Point", "coordinates": list(point)}
    return _feature(row.feature_id, geometry, row.cells)


def _feature(feature_id: str, geometry: Any, properties: Any) -> Feature:  # noqa: ANN401 - GeoJSON
    return {
        "type": "Feature",
        "id": feature_id,
        "geometry": geometry,
        "properties": dict(properties),
    }


def _rows_by_incident(rows: Iterable[Row]) -> Iterator[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row.incident is not None:
            groups.setdefault(row.incident.incident_id, []).append(row)
    yield from groups.values()


def _sides_of(report: Report) -> dict[str, LonLat]:
    """Return the point of the country that each incident was aimed at, where that is known.

    What an interception or damage says of its attack counts for the attack, too; who
    intercepts is who was attacked.
    """
    countries = {
        resolution.place.country: (resolution.place.lon, resolution.place.lat)
        for resolution in report.resolutions
        if resolution.place is not None and resolution.place.kind == "country"
    }
    sides: dict[str, LonLat] = {}
    for incident in report.incidents:
        own, side = incident.target_side, incident.target_side
        if incident.incident_type == _INTERCEPTION:
            side = side or incident.actor_side
        if own in countries:
            sides[incident.incident_id] = countries[own]
        if incident.attack_id and side in countries:
            sides.setdefault(incident.attack_id, countries[side])
    return sides


def _arrow(start: Row, side: LonLat | None) -> Feature | None:
    """Return a short line from an origin towards a country: where it ended is not known."""
    a = to_point(start.resolution)
    if a is None or side is None or a == side:
        return None
    own = {"origin": start.cells["place"], "origin_id": start.cells["place_id"]}
    lat, lon = point_towards(a[::-1], side[::-1], _ARROW_KM)
    return _line_feature(start, own, a, (lon, lat))


def _link(start: Row, end: Row) -> Feature | None:
    a, b = to_point(start.resolution), to_point(end.resolution)
    if a is None or b is None or a == b:
        return None
    own = {
        "origin": start.cells["place"],
        "origin_id": start.cells["place_id"],
        "target": end.cells["place"],
        "target_id": end.cells["place_id"],
        "distance_km": round(distance_km(*a[::-1], *b[::-1]), 1),
    }
    return _line_feature(end, own, a, b)


def _line_feature(row: Row, own: dict[str, Any], a: LonLat, b: LonLat) -> Feature:
    """Return a link with the cells of its incident and its own."""
    cells = {column.name: row.cells.get(column.name) for column in LINK_SCHEMA} | own
    ends = f"{own['origin_id']}/{own.get('target_id', '')}"
    return _feature(f"{row.cells['incident_id']}/link/{ends}", draw_line(a, b), cells)
