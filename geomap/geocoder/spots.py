"""Where the answer lies: the place's own point, or the one that the words around it lead to."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING

from geomap.gazetteer import distance_km
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.geocoder.lookup import LOOSE, Read
from geomap.geocoder.words import UNITS
from geomap.geometry.borders import draw_border
from geomap.geometry.ground import Spot
from geomap.geometry.relations import relation_of
from geomap.geometry.shapes import draw
from geomap.lexicon import table
from geomap.records import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.geocoder.rivals import Ranked

__all__ = ["between", "border", "spread", "together"]

_RIVAL = 0.15  # runners-up this close in score widen the radius
_RIVAL_KM = 60.0
_FAR_KM = 150.0  # two places farther apart are no two ends of one thing
_FACILITIES = frozenset({"airport", "airbase", "power_plant", "refinery", "depot", "dam", "site"})


def spread(rows: Sequence[Ranked], target: Read, gazetteer: Gazetteer) -> Place:
    """Return the first place with the radius that its rivals and the words around it ask for."""
    radii = table("geocoding")["radii"]
    best = rows[0].candidate.place
    radius = max(best.radius_km, _rivals_km(rows))
    if best.kind in SETTLEMENTS:
        radius += radii["source"]
        if rows[0].is_missed or rows[0].candidate.score <= LOOSE:
            radius = max(radius, radii["guess"])
    relation = target.part.relation.partition("/")[0]
    if relation in {"near", "border"}:
        radius += radii["near"] if best.kind not in UNITS else 0.0
    elif relation in {"direction", "road"}:
        radius = max(radius, radii["direction"])
    elif relation == "distance":
        best, radius = _moved(best, target.part.relation, radius, gazetteer)
    elif relation == "part" and best.kind in UNITS:
        best, radius = _side(best, target.part.relation, radius, gazetteer)
    if target.part.kinds & _FACILITIES and best.kind in SETTLEMENTS:
        radius = max(radius, radii["facility"])
    return replace(best, radius_km=round(radius, 1))


def _rivals_km(rows: Sequence[Ranked]) -> float:
    """Return the radius that holds the places that may be meant as well and lie nearby."""
    best = rows[0].candidate.place
    radius = 0.0
    for row in rows[1:] if best.kind not in UNITS else ():
        place = row.candidate.place
        far = distance_km(best.lat, best.lon, place.lat, place.lon)
        is_rival = rows[0].total - row.total < _RIVAL and place.kind not in UNITS
        if is_rival and far < _RIVAL_KM:
            radius = max(radius, far + place.radius_km)
    return radius


def _moved(place: Place, relation: str, radius: float, gazetteer: Gazetteer) -> tuple[Place, float]:
    """Return a place moved by "30 km north of", and the radius around its new point."""
    read = relation_of(relation)
    spot = draw(read, place, gazetteer) if read.direction else ""
    if isinstance(spot, Spot):
        moved = replace(place, lat=round(spot.lat, 5), lon=round(spot.lon, 5))
        return moved, math.hypot(radius, spot.radius_km)
    km = min(read.high_km, table("relations")["limits"]["distance_km"])
    return place, radius + km * (1 + table("relations")["widths"]["distance_share"])


def _side(place: Place, relation: str, radius: float, gazetteer: Gazetteer) -> tuple[Place, float]:
    """Return the side of a unit that "southern" means."""
    read = relation_of(relation)
    spot = draw(read, place, gazetteer)
    if isinstance(spot, str):
        return place, radius
    side = Place(
        f"{place.place_id}/{read.direction}", f"{place.name} ({read.direction})", "region",
        round(spot.lat, 5), round(spot.lon, 5), 0.0, place.country, place.admin1,
        place.admin1_code, place.admin2, place.place_id, 0, place.source,
    )  # fmt: skip
    return side, spot.radius_km


def between(first: Place, second: Place) -> Place | None:
    """Return the first of two places, moved half way to the other; None if they lie far apart."""
    far = distance_km(first.lat, first.lon, second.lat, second.lon)
    if far > _FAR_KM:
        return None
    radius = far / 2 + max(first.radius_km, second.radius_km)
    lat, lon = (first.lat + second.lat) / 2, (first.lon + second.lon) / 2
    return replace(first, lat=round(lat, 5), lon=round(lon, 5), radius_km=round(radius, 1))


def together(units: Sequence[Place], labels: Mapping[str, tuple[float, float]]) -> Place:
    """Return the ground that several units of one list cover, with a point in their middle."""
    points = [labels[unit.place_id] for unit in units]
    lat, lon = fmean(p[0] for p in points), fmean(p[1] for p in points)
    radius = max(
        distance_km(lat, lon, *point) + unit.radius_km
        for point, unit in zip(points, units, strict=True)
    )
    countries = {unit.country for unit in units}
    return Place(
        place_id="+".join(unit.place_id for unit in units),
        name=" and ".join(unit.name for unit in units),
        kind="region",
        lat=round(lat, 5),
        lon=round(lon, 5),
        radius_km=round(radius, 1),
        country=";".join(sorted(countries)),
        source=units[0].source,
    )


def border(first: Place, second: Place, gazetteer: Gazetteer) -> Place | None:
    """Return the line that two units share, by its middle; None if they do not touch."""
    spot = draw_border(first, second, gazetteer)
    if isinstance(spot, str):
        return None
    countries = {first.country, second.country}
    return Place(
        place_id=f"{first.place_id}+{second.place_id}",
        name=f"{first.name} – {second.name} border",
        kind="border",
        lat=round(spot.lat, 5),
        lon=round(spot.lon, 5),
        radius_km=spot.radius_km,
        country=";".join(sorted(countries)),
        source=first.source,
    )
