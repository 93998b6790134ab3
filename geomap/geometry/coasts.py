"""The coast of a sea or a land, and the water off it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.geometry.ground import Spot, banded, is_on, wedge
from geomap.geometry.land import about, dry_part, is_fine, land_of
from geomap.geometry.named import UNITS, WATERS, Named, spot_of, widths
from geomap.geometry.plane import disc, ring
from geomap.geometry.surroundings import slack
from geomap.geometry.ways import draw_along
from geomap.records import Precision

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer
    from geomap.geometry.relations import Relation
    from geomap.records import Place

__all__ = ["draw_coast", "draw_offshore", "draw_water"]

_MARGIN_KM = 20.0  # around a strip: the edge of what was cut out is not its own
_FRESH = frozenset({"lake", "reservoir"})
_NARROW = frozenset({"strait", "bay", "estuary"})
_NARROW_KM = 150.0  # a wider water is more than what is left of its circle
_WIDEST_KM = 1_500.0  # of a water without an outline: an ocean is wider
_BESIDE = 0.1  # degrees: so far apart may be drawn what touches
_WET = 0.03  # of what lies around a place; less is an estuary on a coarse outline


def draw_coast(base: Named, relation: Relation) -> Spot | str:
    """Return the land near the shore of a sea, or of a country, with a little water."""
    place = base.place
    if place.kind == "river":
        return draw_along(base, relation)
    if place.kind in _FRESH and base.outline is None:
        return spot_of(base, banded(base.ground, widths()["coast_land"]), Precision.AREA)
    if base.is_line:
        return f"{place.name} is a line"
    shore = _shore(base, relation)
    if isinstance(shore, str):
        return shore
    line = base.plane.project(shore)
    if relation.direction:
        line = line.intersection(wedge(relation.direction, base.ground.centroid))
    if line.is_empty:
        return f"{place.name} has no coast in that direction"
    return _strip(base, shore, line)


def _strip(base: Named, shore: BaseGeometry, line: BaseGeometry) -> Spot | str:
    """Return the land beside a shore, given in degrees and as a line of the plane."""
    place, km = base.place, widths()
    strip = banded(line, km["coast_land"])
    if place.kind in WATERS and base.outline is not None:
        deep = banded(about(base.ground, strip, _MARGIN_KM), -km["coast_water"])
        return spot_of(base, strip.difference(deep), Precision.AREA, line)
    if not is_fine(shore):
        return spot_of(base, banded(line, km["coarse"]), Precision.AREA, line)
    is_known = base.outline is not None
    if not is_known and place.kind not in WATERS:  # of a town: as far as the town goes
        strip = strip.intersection(base.ground.buffer(base.width("outskirts")))
    ground = base.ground if is_known else dry_part(base.plane, strip, base.gazetteer)
    near = banded(about(ground, strip, _MARGIN_KM), km["coast_water"])
    return spot_of(base, strip.intersection(near), Precision.AREA, line)


def draw_water(place: Place, gazetteer: Gazetteer) -> Spot | None:
    """Return the water of a strait or bay without an outline: its circle without the land."""
    if place.kind not in _NARROW or place.radius_km > _NARROW_KM:
        return None
    base = Named(place, gazetteer, None, ())
    area = disc(place.lat, place.lon, place.radius_km)
    if not is_fine(area):
        return None
    land = land_of(gazetteer).around(area)
    if is_on(land, place.lat, place.lon):  # a delta, or too small a water for its outline
        return None
    water = base.ground.difference(base.plane.project(land))
    spot = spot_of(base, water, base.precision, base.ground.centroid)
    return spot if isinstance(spot, Spot) else None


def _shore(base: Named, relation: Relation) -> BaseGeometry | str:
    """Return the shore of a water or a land, along the other land or water of the relation."""
    land, place = land_of(base.gazetteer), base.place
    if place.kind in WATERS:
        if base.outline is not None:
            shore = land.shore_of_water(place, base.outline)
        elif place.radius_km > _WIDEST_KM:
            return f"{place.name} is too large for its coast to be drawn"
        else:
            shore = land.shores_within(disc(place.lat, place.lon, place.radius_km))
    elif base.outline is not None and place.kind in UNITS | {"region", "island"}:
        shore = land.shore_of(place, base.outline)
    else:
        km = place.radius_km + base.width("outskirts")
        shore = land.shores_within(disc(place.lat, place.lon, km))
    if shore.is_empty:
        return f"{place.name} has no coast"
    other = relation.other
    outline = None if other is None else base.gazetteer.geometry(other.place_id)
    if other is not None and outline is None and other.radius_km <= _WIDEST_KM:
        outline = disc(other.lat, other.lon, other.radius_km)
    if other is not None and outline is not None:
        shore = shore.intersection(outline.buffer(_BESIDE))
        if shore.is_empty:
            return f"{place.name} and {other.name} share no coast"
    return shore


def draw_offshore(base: Named, relation: Relation) -> Spot | str:
    """Return the water off a coast or a coastal place."""
    place = base.place
    if place.kind in WATERS:
        return f"{place.name} is water itself"
    low, high = slack(relation) if relation.high_km else (0.0, widths()["offshore"])
    plane = base.plane
    if base.is_wide:
        shore = _shore(base, relation._replace(other=None))
        if isinstance(shore, str):
            return shore
        area = banded(plane.project(shore), high, low)
        around = base.ground.centroid
    else:
        area = plane.project(ring(place.lat, place.lon, low, high))
        around = plane.project(disc(place.lat, place.lon, high)).centroid
    if relation.direction:
        area = area.intersection(wedge(relation.direction, around))
    water = area.difference(dry_part(plane, area, base.gazetteer))
    if water.area < _WET * area.area:
        return f"there is no sea near {place.name}"
    return spot_of(base, water, Precision.SEA)
