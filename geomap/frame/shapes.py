"""Rows → GeoJSON features: points, areas and links."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geomap.frame.columns import LINK_SCHEMA
from geomap.frame.rows import DECIMALS, Row, find_rows, is_country, is_drawn, to_point
from geomap.records import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geomap.records import Report

__all__ = ["to_area_features", "to_features", "to_link_features"]

EARTH_RADIUS_KM = 6371.0088  # mean radius of WGS 84 (IUGG)
_KM_PER_VERTEX = 100.0  # a great circle drawn with a vertex every 100 km bends by under 200 m
_MOST_VERTICES = 33
_ARROW_KM = 60.0  # long enough to see on a map of a country, too short to hit anything
_INTERCEPTION = "interception"
_ENDS = {Role.TARGET, Role.AFFECTED}
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
    rows = find_rows(reports, only_incidents=only_incidents)
    return [_to_feature(row) for row in rows]


def to_area_features(reports: Iterable[Report], *, only_incidents: bool = False) -> list[Feature]:
    """Return a feature for every row whose place has an area or a line, with the row's id.

    A country is an area where an incident is known by it alone: it has no point.
    """
    rows = find_rows(reports, only_incidents=only_incidents)
    return [
        _feature(row.feature_id, geometry.__geo_interface__, row.cells)
        for row in rows
        if row.resolution is not None
        and (geometry := row.resolution.geometry) is not None
        and (is_drawn(row.resolution) or (row.incident is not None and is_country(row.resolution)))
        and geometry.geom_type in _SHAPES
        and not geometry.is_empty
    ]


def to_link_features(reports: Iterable[Report]) -> list[Feature]:
    """Return a great circle from each origin to each target of the same incident.

    Only stated targets count. An incident that names where weapons came from and no target
    has a short arrow towards the country that was attacked, if the article says which.
    """
    features: list[Feature] = []
    for report in reports:
        sides = _sides_of(report)
        for rows in _rows_by_incident(report):
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


def _rows_by_incident(report: Report) -> Iterator[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in find_rows((report,), only_incidents=True):
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
    if a is None or side is None or (angle := _angle(a, side)) == 0:
        return None
    reach = min(1.0, _ARROW_KM / (angle * EARTH_RADIUS_KM))
    own = {"origin": start.cells["place"], "origin_id": start.cells["place_id"]}
    tip = _between(a, side, angle, reach)
    return _line_feature(start, own, a, tip)


def _link(start: Row, end: Row) -> Feature | None:
    a, b = to_point(start.resolution), to_point(end.resolution)
    if a is None or b is None or a == b:
        return None
    own = {
        "origin": start.cells["place"],
        "origin_id": start.cells["place_id"],
        "target": end.cells["place"],
        "target_id": end.cells["place_id"],
        "distance_km": round(_angle(a, b) * EARTH_RADIUS_KM, 1),
    }
    return _line_feature(end, own, a, b)


def _line_feature(row: Row, own: dict[str, Any], a: LonLat, b: LonLat) -> Feature:
    """Return a link with the cells of its incident and its own."""
    cells = {column.name: row.cells.get(column.name) for column in LINK_SCHEMA} | own
    ends = f"{own['origin_id']}/{own.get('target_id', '')}"
    return _feature(f"{row.cells['incident_id']}/link/{ends}", _great_circle(a, b), cells)


def _angle(a: LonLat, b: LonLat) -> float:
    """Return the angle between two points in radians (haversine: exact for near points)."""
    (lon_a, lat_a), (lon_b, lat_b) = a, b
    north = math.sin(math.radians(lat_b - lat_a) / 2) ** 2
    east = math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    scale = math.cos(math.radians(lat_a)) * math.cos(math.radians(lat_b))
    return 2 * math.asin(min(1.0, math.sqrt(north + scale * east)))


def _great_circle(a: LonLat, b: LonLat) -> dict[str, Any]:
    """Return the line as GeoJSON, cut in two where it crosses the antimeridian (RFC 7946 3.1.9)."""
    angle = _angle(a, b)
    steps = min(_MOST_VERTICES - 1, max(1, math.ceil(angle * EARTH_RADIUS_KM / _KM_PER_VERTEX)))
    line = [a, *(_between(a, b, angle, step / steps) for step in range(1, steps)), b]
    parts = [
        [[round(lon, DECIMALS) + 0.0, round(lat, DECIMALS) + 0.0] for lon, lat in part]
        for part in _cut_at_antimeridian(line)
    ]
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _between(a: LonLat, b: LonLat, angle: float, share: float) -> LonLat:
    if math.pi - angle < 1e-9:  # noqa: PLR2004 - antipodes: every great circle joins them
        return a
    p, q = _vector(a), _vector(b)
    u, v = math.sin((1 - share) * angle), math.sin(share * angle)
    x, y, z = (u * m + v * n for m, n in zip(p, q, strict=True))
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _vector(point: LonLat) -> tuple[float, float, float]:
    lon, lat = map(math.radians, point)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _cut_at_antimeridian(line: list[LonLat]) -> list[list[LonLat]]:
    parts = [[line[0]]]
    for (lon_a, lat_a), (lon_b, lat_b) in pairwise(line):
        if abs(lon_b - lon_a) > 180:  # noqa: PLR2004 - half a turn
            side = math.copysign(180.0, lon_a)
            share = (side - lon_a) / (lon_b + 2 * side - lon_a) if lon_b + 2 * side != lon_a else 0
            lat = lat_a + (lat_b - lat_a) * share
            parts[-1].append((side, lat))
            parts.append([(-side, lat)])
        parts[-1].append((lon_b, lat_b))
    return parts
