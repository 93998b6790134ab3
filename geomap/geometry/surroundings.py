"""What lies in, at and around a place: near, the east of, north of, so many kilometres away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.geometry.ground import Spot, banded, far_part, middle_part, wedge
from geomap.geometry.named import Named, disc_spot, sector_spot, spot_of, widths
from geomap.geometry.plane import BEARINGS, point_at, ring, sector
from geomap.geometry.ways import draw_bank
from geomap.lexicon import table
from geomap.records import Precision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from geomap.geometry.relations import Relation

__all__ = [
    "draw_area",
    "draw_centre",
    "draw_direction",
    "draw_distance",
    "draw_near",
    "draw_part",
    "draw_within",
    "slack",
]

_QUADRANT_DEG, _HALF_DEG = 60.0, 120.0
_OCTANT_DEG = 45.0
_AROUND = Precision.LOCALITY_AREA  # what lies around a settlement or site


def draw_near(base: Named, relation: Relation) -> Spot | str:
    """Return a place with what lies around it: near, on the outskirts, in the area of."""
    if base.place.kind in {"country", "continent"}:
        return f"{base.place.name} is too large to say what is {relation.kind} it"
    if base.is_wide:
        ground = base.ground
        return spot_of(base, banded(ground, base.width(relation.kind)), base.precision)
    if relation.direction:
        low, high = 0.5 * base.place.radius_km, base.place.radius_km + base.width(relation.kind)
        reach, width = (low, high), 2 * _OCTANT_DEG
        return sector_spot(base, relation.direction, reach, width=width, precision=_AROUND)
    return disc_spot(base, base.place.radius_km + base.width(relation.kind), _AROUND)


def draw_area(base: Named, relation: Relation) -> Spot | str:
    """Return a town with the front named after it; a region or country is its own area."""
    return draw_near(base, relation) if not base.is_wide else f"{base.place.name} is an area itself"


def draw_centre(base: Named, relation: Relation) -> Spot | str:
    """Return the middle of a settlement, or of an area."""
    if base.is_line:
        return f"{base.place.name} is a line"
    if base.is_wide:
        share = widths()["middle"]
        precision = Precision.AREA if base.precision is Precision.COUNTRY else base.precision
        return spot_of(base, middle_part(base.ground, share), precision)
    del relation
    km = widths()["centre"] * base.place.radius_km + widths()["source"]
    return disc_spot(base, km, Precision.CITY_DISTRICT)


def draw_part(base: Named, relation: Relation) -> Spot | str:
    """Return the east of a country, region or town."""
    if not relation.direction:
        return draw_centre(base, relation)
    if base.is_line:
        return f"{base.place.name} is a line"
    import shapely  # noqa: PLC0415 - an article without relations does not need it

    precision = Precision.AREA if base.precision is Precision.COUNTRY else base.precision
    sides = [_side_of(base, direction) for direction in relation.direction.split("+")]
    area = sides[0] if len(sides) == 1 else shapely.union_all(sides)
    return spot_of(base, area, precision if base.is_wide else Precision.CITY_DISTRICT)


def _side_of(base: Named, direction: str) -> BaseGeometry:
    """Return one side of a town or area: what it is known to mean, else the far part of it."""
    import shapely  # noqa: PLC0415 - as above

    if not base.is_wide:
        place, turn = base.place, BEARINGS[direction]
        km = place.radius_km + widths()["source"]
        side = sector(place.lat, place.lon, 0.0, km, bearing=turn, width=_HALF_DEG)
        return base.plane.project(side)
    sides: Mapping[str, Sequence[float]] = table("relations")["sides"].get(base.place.place_id, {})
    if direction in sides and base.outline is not None:
        return base.plane.project(shapely.clip_by_rect(base.outline, *sides[direction]))
    return far_part(base.ground, direction, widths()["part"])


def draw_direction(base: Named, relation: Relation) -> Spot | str:
    """Return what lies north of a place: beyond its edge, no farther than its kind allows."""
    km = base.width("direction")
    if not base.is_wide:
        reach = widths()["direction_from"] * base.place.radius_km, base.place.radius_km + km
        width = _QUADRANT_DEG
        return sector_spot(base, relation.direction, reach, width=width, precision=_AROUND)
    if base.is_line:
        return draw_bank(base, relation)  # "east of the Dnipro"
    ground = base.ground
    beyond = banded(ground, km).difference(ground)
    area = beyond.intersection(wedge(relation.direction, ground.centroid))
    return spot_of(base, area, Precision.AREA)


def draw_distance(base: Named, relation: Relation) -> Spot | str:
    """Return what lies so many kilometres away, in a direction or in any."""
    if not relation.high_km > 0:
        return "a distance of nothing"
    low, high = slack(relation)
    if base.is_wide:
        ground = base.ground
        area = banded(ground, high, max(low, 0.1))
        if relation.direction:
            area = area.intersection(wedge(relation.direction, ground.centroid))
        return spot_of(base, area, Precision.AREA)
    high += 0.5 * base.place.radius_km  # some count from the edge of a town, not from its middle
    if relation.direction:
        km, reach = (relation.low_km + relation.high_km) / 2, (low, high)
        width = _OCTANT_DEG
        return sector_spot(base, relation.direction, reach, width=width, precision=_AROUND, km=km)
    area = ring(base.place.lat, base.place.lon, low, high)
    lat, lon = point_at(base.place.lat, base.place.lon, (low + high) / 2, 0.0)
    return Spot(area, lat, lon, round(low + high, 1), _AROUND)


def slack(relation: Relation) -> tuple[float, float]:
    """Return the least and most that is meant: round numbers are rounded ones."""
    km_of = widths()
    is_round = relation.high_km % 5 == 0  # as people round
    share = km_of["distance_share" if is_round else "distance_share_exact"]
    least = km_of["distance_least"]
    low = relation.low_km - max(least, share * relation.low_km)
    return max(0.0, low), relation.high_km + max(least, share * relation.high_km)


def draw_within(base: Named, relation: Relation) -> Spot | str:
    """Return what lies within so many kilometres."""
    if not relation.high_km > 0:
        return "a distance of nothing"
    if base.is_wide:
        return spot_of(base, banded(base.ground, relation.high_km), Precision.AREA)
    return disc_spot(base, base.place.radius_km + relation.high_km, _AROUND)
