"""Areas and links beside points that were edited: those that still belong to a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["keep_areas", "keep_links"]

Feature = dict[str, Any]
_NEAR_DEGREES = 0.05  # a strip of a border is drawn so far from its line


def keep_areas(areas: Iterable[Feature], points: Iterable[Mapping[str, Any]]) -> list[Feature]:
    """Return the areas whose row is there and whose point, if it has one, still lies on them."""
    import shapely  # noqa: PLC0415 - only files with areas need it

    rows = {point["id"]: point["geometry"] for point in points}
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
        if point["geometry"] is not None:
            own = ends.setdefault(point["properties"]["incident_id"], set())
            own.add(tuple(point["geometry"]["coordinates"][:2]))
    return [link for link in links if _is_tied(link, ends)]


def _is_tied(link: Feature, ends: Mapping[str, set[tuple[float, ...]]]) -> bool:
    cells, geometry = link["properties"], link["geometry"]
    if geometry is None:
        return False
    lines = geometry["coordinates"]
    line = lines if geometry["type"] == "LineString" else [p for part in lines for p in part]
    own = ends.get(cells["incident_id"], set())
    needed = [line[0]] if cells["target"] is None else [line[0], line[-1]]
    return all(tuple(position[:2]) in own for position in needed)
