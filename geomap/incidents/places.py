"""The places of a draft: which are the same, which holds another, which role one has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.schema import distance_km
from geomap.incidents.units import NATIONS
from geomap.records import Precision, Role
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.drafts import BoundPlace, Draft
    from geomap.records import Resolution

__all__ = [
    "add_place",
    "contains",
    "covers",
    "drop_containers",
    "holds_site",
    "is_around",
    "is_country",
    "is_long",
    "is_region",
    "is_river",
    "is_spot",
    "is_town",
    "place_key",
    "place_keys",
]

LONG_KINDS = frozenset(
    {"ocean", "sea", "river", "lake", "reservoir", "mountains", "border", "road"}
)
SPOT_KINDS = frozenset({"road", "site"})
NEAR_KM = 100.0  # "near P" in a headline names the town that readers know
TOWN_KINDS = frozenset({"city", "town", "village", "hromada"})
PART_KINDS = frozenset(
    {"district", "site", "port", "airport", "airbase", "depot", "refinery", "power_plant"}
)
REGION_KINDS = frozenset({"admin1", "region"})


def place_key(resolution: Resolution) -> str:
    """Return what makes two mentions the same place."""
    place = resolution.place
    return place.place_id if place is not None else fold_name(resolution.mention.text)


def place_keys(draft: Draft, resolutions: Sequence[Resolution]) -> set[str]:
    """Return the keys of the places of a draft."""
    return {place_key(resolutions[place.mention]) for place in draft.places}


def is_country(resolution: Resolution) -> bool:
    """Return whether a mention means a country or more."""
    place = resolution.place
    return resolution.precision is Precision.COUNTRY or (
        place is not None and place.kind in NATIONS
    )


def is_region(resolution: Resolution) -> bool:
    """Return whether a mention means a region of a country."""
    return resolution.place is not None and resolution.place.kind in REGION_KINDS


def is_long(resolution: Resolution) -> bool:
    """Return whether a mention means a water, a line or a range: too long to be a site."""
    place = resolution.place
    return place is not None and place.kind in LONG_KINDS


def is_river(resolution: Resolution) -> bool:
    """Return whether a mention means a river, which a bridge crosses in one of many towns."""
    return resolution.place is not None and resolution.place.kind == "river"


def is_town(resolution: Resolution) -> bool:
    """Return whether a mention means a settlement."""
    return resolution.place is not None and resolution.place.kind in TOWN_KINDS


def is_spot(resolution: Resolution) -> bool:
    """Return whether a mention means a street or a house that only its town gives a place."""
    place = resolution.place
    return place is None or (place.kind in SPOT_KINDS and place.is_computed)


def contains(coarse: Resolution, fine: Resolution) -> bool:
    """Return whether a country or region holds a finer place."""
    one, two = coarse.place, fine.place
    if one is None or two is None or is_country(fine):
        return False
    if is_country(coarse):
        return one.country == two.country or not two.country
    if not is_region(coarse) or is_region(fine):
        return False
    if one.admin1_code and two.admin1_code:
        return one.admin1_code == two.admin1_code
    is_near = distance_km(one.lat, one.lon, two.lat, two.lon) <= one.radius_km
    return is_near and one.country == two.country  # many regions have no code


def covers(coarse: Resolution, fine: Resolution) -> bool:
    """Return whether one says roughly where the other lies: "in R", "near P", in its city."""
    one, two = coarse.place, fine.place
    if one is None or is_country(coarse) or is_long(fine):
        return False
    is_town = one.kind in TOWN_KINDS
    if two is None or is_spot(fine):
        return is_town
    km = distance_km(one.lat, one.lon, two.lat, two.lon)
    if coarse.mention.relation:
        return km <= NEAR_KM and not is_region(fine)
    is_part = two.kind in PART_KINDS and km <= 2 * one.radius_km  # a port may lie outside
    return (is_town and is_part) or contains(coarse, fine)


def is_around(one: Resolution, two: Resolution) -> bool:
    """Return whether one of two places holds the other, or is a country; or they touch."""
    pairs = ((one, two), (two, one))
    if any(is_country(a) or covers(a, b) or contains(a, b) for a, b in pairs):
        return True
    first, second = one.place, two.place
    if first is None or second is None or is_region(one) or is_region(two):
        return False
    km = distance_km(first.lat, first.lon, second.lat, second.lon)
    return km <= first.radius_km + second.radius_km


def stands_in(spot: Resolution, town: Resolution) -> bool:
    """Return whether a town says as much as a street in it that has no point of its own."""
    is_street = spot.place is not None and is_spot(spot)
    return is_street and town.place is not None and town.place.kind in TOWN_KINDS


def holds_site(one: Draft, two: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether one tells of a region and the other of towns in it alone."""
    sites = [
        [resolutions[p.mention] for p in d.places if p.role is not Role.ORIGIN] for d in (one, two)
    ]
    return any(
        bool(wide and fine)
        and all(
            any(contains(area, town) and not is_country(area) for area in wide) for town in fine
        )
        for wide, fine in (sites, sites[::-1])
    )


def drop_containers(draft: Draft, resolutions: Sequence[Resolution]) -> None:
    """Drop a country or region where a finer place in it has the same role.

    What tells only a part does not stand for the whole: "23 across P, nine of them in Q".
    """
    places = draft.places
    if len(places) == 1:
        return
    draft.places = [
        place
        for place in places
        if not any(
            other.role == place.role
            and not other.is_part
            and (
                contains(resolutions[place.mention], resolutions[other.mention])
                or stands_in(resolutions[place.mention], resolutions[other.mention])
            )
            for other in places
        )
    ]


def add_place(
    places: list[BoundPlace], place: BoundPlace, resolutions: Sequence[Resolution]
) -> None:
    """Add a place unless it is there; a role of higher rank wins."""
    key = place_key(resolutions[place.mention])
    for known in places:
        if place_key(resolutions[known.mention]) == key and known.role == place.role:
            known.counts.extend(place.counts)
            return
    places.append(place)
