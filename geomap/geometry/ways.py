"""Lines on the ground: the way between two places, the banks of a river."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer import distance_km
from geomap.geometry.ground import Spot, banded, corridor, halves, split_by, spot_in
from geomap.geometry.land import dry_part, is_fine, land_of
from geomap.geometry.named import Named, spot_of, widths
from geomap.geometry.plane import BEARINGS
from geomap.geometry.precision import precision_of
from geomap.lexicon import table
from geomap.records import Precision

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer
    from geomap.geometry.plane import Plane
    from geomap.geometry.relations import Relation

__all__ = ["draw_along", "draw_bank", "draw_between", "draw_road"]

_DRY = 0.7  # of a way: the straight line cuts across bays that a road goes around


def draw_between(base: Named, relation: Relation) -> Spot | str:
    """Return what lies between two places."""
    return _way(base, relation, "between")


def draw_road(base: Named, relation: Relation) -> Spot | str:
    """Return the way from one place to another: a band around the straight line."""
    return _way(base, relation, "road")


def _way(base: Named, relation: Relation, kind: str) -> Spot | str:
    a, b = base.place, relation.other
    if b is None:
        return "the other end is not known"
    if a.place_id == b.place_id:
        return f"both ends are {a.name}"
    if Precision.COUNTRY in {precision_of(a), precision_of(b)}:
        return f"{a.name} and {b.name} are too large for a line between them"
    first, second = sorted((a, b), key=lambda place: place.place_id)
    ends = (first.lat, first.lon), (second.lat, second.lon)
    km, limit = distance_km(*ends[0], *ends[1]), table("relations")["limits"][f"{kind}_km"]
    if km > limit:
        return f"{a.name} and {b.name} are {km:,.0f} km apart, more than {limit:,.0f}"
    km_of = widths()
    plane, area, line = corridor(*ends, max(km_of[kind], km_of[f"{kind}_share"] * km))
    area = _on_land(area, line, plane, base.gazetteer)
    return spot_in(plane, area, Precision.LINE, line) or "nothing lies between"


def _on_land(
    area: BaseGeometry, line: BaseGeometry, plane: Plane, gazetteer: Gazetteer
) -> BaseGeometry:
    """Return a way without the water beside it, if its line runs over land."""
    if not is_fine(plane.unproject(area.envelope)):
        return area
    land = banded(dry_part(plane, area, gazetteer), widths()["shore"])
    is_dry = line.intersection(land).length >= _DRY * line.length
    return area.intersection(land) if is_dry else area


def draw_bank(base: Named, relation: Relation) -> Spot | str:
    """Return the ground on one side of a river, or the part of a region on one side of its own."""
    other = relation.other
    if base.place.kind not in {"river", "border"}:
        return _bank_of_area(base, relation)
    if not base.is_line:
        return f"no course of {base.place.name} is known"
    if other is not None and base.gazetteer.geometry(other.place_id) is not None:
        swapped = Named(other, base.gazetteer, base.gazetteer.geometry(other.place_id), base.home)
        return _bank_of_area(swapped, relation._replace(other=base.place))
    ground = base.ground
    left, right = halves(ground, widths()["bank"])
    area = left if _is_left(relation.direction, left, right) else right
    return spot_of(base, area, Precision.LINE, ground)


def _is_left(hand: str, left: BaseGeometry, right: BaseGeometry) -> bool:
    """Return whether a hand ("left", "E") is the left one of two areas."""
    if hand not in BEARINGS:
        return hand != "right"
    plane_x = left.centroid.x - right.centroid.x
    plane_y = left.centroid.y - right.centroid.y
    east, north = {"N": (0, 1), "E": (1, 0), "S": (0, -1), "W": (-1, 0)}.get(hand, (0, 0))
    return bool(plane_x * east + plane_y * north > 0)


def _bank_of_area(base: Named, relation: Relation) -> Spot | str:
    """Return the part of a region or town on one side of the river that runs longest through it."""
    ground = base.ground
    river = _river_of(base, relation, ground)
    if river is None or not _length_in(river, ground):
        return f"no river that parts {base.place.name} is known"
    left, right = split_by(ground, river)
    if left.is_empty or right.is_empty:
        return f"{base.place.name} does not lie on both banks"
    area = left if _is_left(relation.direction, left, right) else right
    precision = Precision.REGION if base.is_wide else Precision.CITY_DISTRICT
    return spot_of(base, area, precision)


def _river_of(base: Named, relation: Relation, ground: BaseGeometry) -> BaseGeometry | None:
    """Return the river of the relation, else the one that runs longest through a place."""
    named, plane = relation.other, base.plane
    bounds = plane.unproject(ground).bounds
    courses = [
        plane.project(course)
        for place, course in land_of(base.gazetteer).rivers_in(bounds)
        if named is None or named.kind != "river" or place.place_id == named.place_id
    ]
    return max(courses, key=lambda course: _length_in(course, ground), default=None)


def _length_in(course: BaseGeometry, ground: BaseGeometry) -> float:
    return float(course.intersection(ground).length)


def draw_along(base: Named, relation: Relation) -> Spot | str:
    """Return both banks of a river, or both sides of a border or road."""
    del relation
    if not base.is_line:
        return f"no course of {base.place.name} is known"
    km = widths()["border" if base.place.kind == "border" else "along"]
    ground = base.ground
    return spot_of(base, banded(ground, km), Precision.LINE, ground)
