"""How fine a place is, and what other event data call that."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geomap.lexicon import table
from geomap.records import Precision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.records import Place

__all__ = ["PRECISION_OF", "WIDE", "Codes", "codes_of", "precision_of"]

PRECISION_OF = {
    "continent": Precision.COUNTRY,  # like a country: a list entry, never a pin
    "country": Precision.COUNTRY,
    "region": Precision.REGION,
    "admin1": Precision.REGION,
    "admin2": Precision.LOCALITY_AREA,
    "hromada": Precision.LOCALITY_AREA,
    "city": Precision.SETTLEMENT,
    "town": Precision.SETTLEMENT,
    "village": Precision.SETTLEMENT,
    "district": Precision.CITY_DISTRICT,
    "ocean": Precision.SEA,
    "sea": Precision.SEA,
    "bay": Precision.SEA,
    "strait": Precision.SEA,
    "estuary": Precision.AREA,
    "lake": Precision.AREA,
    "reservoir": Precision.AREA,
    "mountains": Precision.AREA,
    "island": Precision.AREA,
    "cape": Precision.AREA,
    "spit": Precision.AREA,
    "river": Precision.LINE,
    "border": Precision.LINE,
    "road": Precision.LINE,
}
"""The precision of each kind of place; every other kind is a site (DESIGN 4)."""

WIDE = frozenset(
    {Precision.REGION, Precision.LINE, Precision.AREA, Precision.SEA, Precision.COUNTRY}
)
"""What has an area or a course, not a radius around a point."""
# A village that is known only by the seat of its hromada or raion has at least this radius
# (median error 9 km, 90 % 19 km; own places of settlements have 5 km and less).
_SEAT_RADIUS_KM = 8.0


class Codes(NamedTuple):
    """A precision in the scales of other event data: 1 is exact."""

    acled: int
    """1 the place itself · 2 its surroundings or a small part of a region · 3 a larger region."""
    ucdp: int
    """1 exact · 2 near · 3 district · 4 region · 5 line or area · 6 country · 7 sea or air."""


def precision_of(place: Place) -> Precision:
    """Return how fine a place is.

    Examples
    --------
    >>> from geomap.records import Place
    >>> precision_of(Place("a", "Kyiv", "city", 50.45, 30.52, 15.0)).value
    'settlement'
    >>> precision_of(Place("b", "Antonivka Bridge", "bridge", 46.67, 32.72, 1.0)).value
    'site'
    """
    if place.kind in {"town", "village"} and place.radius_km >= _SEAT_RADIUS_KM:
        return Precision.LOCALITY_AREA
    return PRECISION_OF.get(place.kind, Precision.SITE)


def codes_of(precision: Precision, relation: str = "") -> Codes:
    """Return the codes of ACLED and UCDP for a precision (``lexicons/precision.toml``).

    Parameters
    ----------
    precision
        The precision of a resolution.
    relation
        Its relation: what is near a town, or so far from it, is not in the town.

    Examples
    --------
    >>> codes_of(Precision.SETTLEMENT), codes_of(Precision.LOCALITY_AREA, "near")
    (Codes(acled=1, ucdp=1), Codes(acled=2, ucdp=2))
    >>> codes_of(Precision.SEA).ucdp, codes_of(Precision.COUNTRY)
    (7, Codes(acled=3, ucdp=6))
    """
    rows = _rows()
    return rows.get(f"{precision}/{relation.partition('/')[0]}", rows[precision.value])


@cache
def _rows() -> Mapping[str, Codes]:
    rows = {}
    for name, row in table("precision").items():
        rows[name] = Codes(row["acled"], row["ucdp"])
        for relation, codes in row.get("relations", {}).items():
            rows[f"{name}/{relation}"] = Codes(codes["acled"], codes["ucdp"])
    return rows
