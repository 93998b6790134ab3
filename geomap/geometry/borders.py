"""The border of two lands, one side of it, and the ground along it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.geometry.ground import Spot, banded, spot_in, wedge
from geomap.geometry.land import land_of
from geomap.geometry.named import UNITS, Named, spot_of, widths
from geomap.geometry.plane import plane_at
from geomap.geometry.surroundings import slack
from geomap.geometry.ways import draw_bank
from geomap.lexicon import table
from geomap.records import Precision

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer
    from geomap.geometry.relations import Relation
    from geomap.records import Place

__all__ = ["draw_border", "draw_borderland", "draw_own_border", "draw_side"]


def draw_border(
    one: Place,
    two: Place,
    gazetteer: Gazetteer,
    *,
    side: Place | None = None,
    km: float | None = None,
) -> Spot | str:
    """Return the band along the border of two countries or regions, or why there is none."""
    outlines = [(place, gazetteer.geometry(place.place_id)) for place in (one, two)]
    known = [(place, outline) for place, outline in outlines if outline is not None]
    if len(known) < 2 or one.place_id == two.place_id:  # noqa: PLR2004 - a border has two sides
        return f"no border of {one.name} and {two.name} is known"
    line = land_of(gazetteer).shared(*known)
    if line.is_empty:
        return f"{one.name} and {two.name} share no border"
    return _band(line, km or widths()["border"], gazetteer, side)


def draw_own_border(base: Named, relation: Relation) -> Spot | str:
    """Return the border of a country or region: with the other one, the article's own, or all."""
    place, gazetteer = base.place, base.gazetteer
    if place.kind not in UNITS or base.outline is None:
        return f"no border of {place.name} is known"
    other, km = relation.other, _width(relation)
    if other is not None:
        side = other if relation.is_side else None
        return draw_border(place, other, gazetteer, side=side, km=km)
    land, direction = land_of(gazetteer), relation.direction
    neighbours = [land.country(code) for code in base.home if code != place.country]
    for neighbour in neighbours if place.kind == "country" and not direction else ():
        spot = "" if neighbour is None else draw_border(place, neighbour, gazetteer, km=km)
        if isinstance(spot, Spot):
            return spot
    line = land.frontier(place, base.outline)
    if direction:
        there = base.plane.project(line).intersection(wedge(direction, base.ground.centroid))
        line = base.plane.unproject(there)
    if line.is_empty:
        return f"{place.name} has no land border" + (" in that direction" if direction else "")
    length = plane_at(line.centroid.y, line.centroid.x).project(line).length
    if length > table("relations")["limits"]["border_km"]:
        return f"{place.name} has {length:,.0f} km of land border, and which part is not said"
    return _band(line, km, gazetteer)


def _width(relation: Relation) -> float:
    """Return how far a border reaches to each side: as far as the text says, if it does."""
    return slack(relation)[1] if relation.high_km else float(widths()["border"])


def draw_borderland(base: Named, relation: Relation) -> Spot | str:
    """Return the border areas of a region: its ground along the border of its country."""
    place = base.place
    if place.kind not in UNITS or base.outline is None:
        return f"no border of {place.name} is known"
    land = land_of(base.gazetteer)
    line = land.frontier(place, base.outline)
    other = relation.other
    outline = None if other is None else base.gazetteer.geometry(other.place_id)
    if other is not None and outline is not None:
        line = land.shared((place, base.outline), (other, outline))
    if line.is_empty:
        return f"{place.name} has no land border"
    ground = base.plane.project(line)
    area = banded(ground, widths()["borderland"]).intersection(base.ground)
    precision = Precision.REGION if place.kind == "admin1" else Precision.AREA
    return spot_of(base, area, precision, ground)


def draw_side(base: Named, relation: Relation) -> Spot | str:
    """Return one side of a border that has a name."""
    if base.outline is None or not base.is_line:
        return f"no course of {base.place.name} is known"
    if relation.other is not None:
        return _band(base.outline, widths()["border"], base.gazetteer, relation.other)
    return draw_bank(base, relation)


def _band(
    line: BaseGeometry, km: float, gazetteer: Gazetteer, side: Place | None = None
) -> Spot | str:
    plane = plane_at(line.centroid.y, line.centroid.x)
    ground = plane.project(line)
    area = banded(ground, km)
    outline = None if side is None else gazetteer.geometry(side.place_id)
    if side is not None and outline is not None:
        near = plane.unproject(area.envelope.buffer(km))
        area = area.intersection(plane.project(outline.intersection(near)))
    spot = spot_in(plane, area, Precision.LINE, ground)
    return spot or f"{side.name if side else 'nothing'} does not reach this border"
