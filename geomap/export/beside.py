"""Areas and links of points that were edited: kept if they still belong, else drawn again."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from geomap.errors import UnknownPlaceError
from geomap.frame import draw_line
from geomap.geometry import locate
from geomap.records import Mention, Place, Resolution, Role, Use, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geomap.gazetteer import Gazetteer

__all__ = ["draw_areas", "draw_links", "keep_areas", "keep_links"]

Feature = dict[str, Any]
_MOST_LINKS = 500  # of one incident: of a file by hand it may have any number of places
_ENDS = {Role.TARGET.value, Role.AFFECTED.value}
_NEAR_DEGREES = 0.05  # a strip of a border is drawn so far from its line


def keep_areas(areas: Iterable[Feature], points: Iterable[Mapping[str, Any]]) -> list[Feature]:
    """Return the areas whose row is there and whose point, if it has one, still lies on them."""
    import shapely  # noqa: PLC0415 - only files with areas need it

    rows = {p["id"]: p["geometry"] for p in points if p["geometry"] is None or _is_point(p)}
    kept = []
    for area in areas:
        point = rows.get(area["id"])
        if area["id"] not in rows or area["geometry"] is None:
            continue
        shape = shapely.geometry.shape(area["geometry"])
        if point is None or shape.distance(shapely.geometry.shape(point)) < _NEAR_DEGREES:
            kept.append(area)
    return kept


def keep_links(links: Iterable[Feature], points: Iterable[Mapping[str, Any]]) -> list[Feature]:
    """Return the links whose ends are still points of their incident; an arrow has only one."""
    ends: dict[str, set[tuple[float, ...]]] = {}
    for point in points:
        if _is_point(point):
            own = ends.setdefault(point["properties"]["incident_id"], set())
            own.add(tuple(point["geometry"]["coordinates"][:2]))
    return [link for link in links if _is_tied(link, ends)]


def _is_point(row: Mapping[str, Any]) -> bool:
    """Return whether a row has a point; who draws a shape instead means that shape."""
    return row["geometry"] is not None and bool(row["geometry"]["type"] == "Point")


def _is_tied(link: Feature, ends: Mapping[str, set[tuple[float, ...]]]) -> bool:
    cells, geometry = link["properties"], link["geometry"]
    if geometry is None:
        return False
    lines = geometry["coordinates"]
    line = lines if geometry["type"] == "LineString" else [p for part in lines for p in part]
    own = ends.get(cells["incident_id"], set())
    needed = [line[0]] if cells["target"] is None else [line[0], line[-1]]
    return all(tuple(position[:2]) in own for position in needed)


def draw_areas(points: Sequence[Feature], gazetteer: Gazetteer) -> list[Feature]:
    """Return the areas and lines of rows, drawn again from their place and its relation.

    Parameters
    ----------
    points
        Rows whose own areas are not at hand.
    gazetteer
        Where outlines come from.

    Returns
    -------
    areas
        Under the ids of the rows. What no outline is known of is left out, and where a point
        was moved away from its place.

    Examples
    --------
    >>> from geomap.frame import COLUMNS
    >>> from geomap.gazetteer import open_gazetteer
    >>> cells = dict.fromkeys(COLUMNS) | {"place": "Kyiv", "place_id": "curated:ua.kyiv"}
    >>> row = {"id": "a", "geometry": None, "properties": cells | {"relation": "near"}}
    >>> [area["geometry"]["type"] for area in draw_areas([row], open_gazetteer())]
    ['Polygon']
    """
    located = locate([_resolution_of(row["properties"], gazetteer) for row in points], gazetteer)
    return keep_areas(
        (
            {**row, "geometry": found.geometry.__geo_interface__}
            for row, found in zip(points, located, strict=True)
            if found.geometry is not None
            and found.relation == (row["properties"]["relation"] or "")
        ),
        points,
    )


def draw_links(points: Iterable[Feature]) -> list[Feature]:
    """Return a great circle from each origin to each target of one incident, as frame does.

    Examples
    --------
    >>> draw_links([])
    []
    """
    incidents: dict[str, list[Feature]] = {}
    for row in points:
        if _is_point(row):
            incidents.setdefault(row["properties"]["incident_id"], []).append(row)
    return [link for rows in incidents.values() for link in islice(_links_of(rows), _MOST_LINKS)]


def _links_of(rows: Sequence[Feature]) -> Iterator[Feature]:
    starts = [row for row in rows if row["properties"]["role"] == Role.ORIGIN.value]
    ends = [row for row in rows if row["properties"]["role"] in _ENDS]
    for start, end in product(starts, ends):
        if start["geometry"]["coordinates"][:2] != end["geometry"]["coordinates"][:2]:
            yield _link(start, end)


def _resolution_of(cells: Mapping[str, Any], gazetteer: Gazetteer) -> Resolution:
    """Return the resolution that a row was made of, as far as its cells tell."""
    name = cells["place"] or ""
    mention = Mention(0, 0, name, 0, Zone.BODY, Use.LITERAL, name)
    place: Place | None = None
    with suppress(UnknownPlaceError):  # a border that was computed has its name alone
        place = gazetteer.place(cells["place_id"] or "")
    return Resolution(mention, place, relation=cells["relation"] or "")


def _link(start: Feature, end: Feature) -> Feature:
    a, b = (row["geometry"]["coordinates"][:2] for row in (start, end))
    cells = {**end["properties"], "origin": start["properties"]["place"]}
    cells["target"] = end["properties"]["place"]
    return {"type": "Feature", "id": None, "geometry": draw_line(a, b), "properties": cells}
