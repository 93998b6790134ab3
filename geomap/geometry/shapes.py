"""A relation and its place → the shape its words support, or the reason why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.geometry.borders import draw_borderland, draw_own_border, draw_side
from geomap.geometry.coasts import draw_coast, draw_offshore
from geomap.geometry.land import outline_of
from geomap.geometry.named import Named
from geomap.geometry.plane import BEARINGS, is_drawable
from geomap.geometry.surroundings import (
    draw_area,
    draw_centre,
    draw_direction,
    draw_distance,
    draw_near,
    draw_part,
    draw_within,
)
from geomap.geometry.ways import draw_along, draw_bank, draw_between, draw_road
from geomap.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geomap.gazetteer import Gazetteer
    from geomap.geometry.ground import Spot
    from geomap.geometry.relations import Relation
    from geomap.records import Place

__all__ = ["draw"]

_OF_CONTINENTS = frozenset({"part", "centre"})
_OF_HANDS, _HANDS = frozenset({"bank", "side"}), frozenset({"left", "right"})
_FARTHEST_KM = 200.0  # from a place, whatever the relation; more than any width but a distance


def draw(
    relation: Relation, place: Place, gazetteer: Gazetteer, home: tuple[str, ...] = ()
) -> Spot | str:
    """Return where something in this relation to a place lies, or why that cannot be drawn.

    Parameters
    ----------
    relation
        What the words say.
    place
        The place they name.
    gazetteer
        Where outlines come from.
    home
        The countries of the article, the first most: whose border "the Polish border" is.
    """
    if reason := _refusal(relation, place):
        return reason
    from shapely.errors import GEOSException  # noqa: PLC0415 - what is refused needs no shapely

    base = Named(place, gazetteer, outline_of(place, gazetteer), home)
    try:
        return _RULES[relation.kind](base, relation)
    except GEOSException as error:  # an outline of the user's own that crosses itself
        return f"the outline of {place.name} cannot be cut: {error}"


def _refusal(relation: Relation, place: Place) -> str:
    """Return why nobody could draw a relation to a place, whatever is known of its ground."""
    if relation.fault:
        return relation.fault
    if relation.high_km > (limit := table("relations")["limits"]["distance_km"]):
        return f"{relation.high_km:,.0f} km is more than the {limit:,.0f} km that are drawn"
    if relation.kind not in _RULES:
        return f"{relation.kind!r} is no relation that is drawn"
    if not _is_directed(relation):
        return f"{relation.direction!r} is no direction of this relation"
    if not is_drawable(place.lat, place.radius_km + relation.high_km + _FARTHEST_KM):
        return f"{place.name} lies too near to a pole to draw its surroundings"
    is_too_large = place.kind == "continent" and relation.kind not in _OF_CONTINENTS
    return f"{place.name} is too large for that" if is_too_large else ""


def _is_directed(relation: Relation) -> bool:
    """Return whether a relation has a direction that it can have, and one if it must."""
    if not relation.direction:
        return relation.kind != "direction"
    if relation.kind in _OF_HANDS and relation.direction in _HANDS:
        return True
    points = relation.direction.split("+")
    return BEARINGS.keys() >= set(points) and (len(points) == 1 or relation.kind == "part")


_RULES: Mapping[str, Callable[[Named, Relation], Spot | str]] = {
    "coast": draw_coast,
    "offshore": draw_offshore,
    "border": draw_own_border,
    "borderland": draw_borderland,
    "side": draw_side,
    "distance": draw_distance,
    "within": draw_within,
    "direction": draw_direction,
    "part": draw_part,
    "near": draw_near,
    "outskirts": draw_near,
    "centre": draw_centre,
    "area": draw_area,
    "between": draw_between,
    "road": draw_road,
    "bank": draw_bank,
    "along": draw_along,
}
