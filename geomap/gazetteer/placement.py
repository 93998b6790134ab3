"""Where the codifier's settlements lie: joined to places with coordinates, else among kin.

The codifier has names and parents but no coordinates. A settlement that GeoNames or a
curated table knows lies where they say (`joins`). The others are put at the seat of their
hromada, half way to those of its settlements that are known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING

from geomap.gazetteer.schema import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geomap.gazetteer.tables import PlaceRow

__all__ = ["Codifier", "Spot", "Unit", "place_units"]

SETTLEMENT_LETTERS = frozenset("MXCK")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the codifier; the letter is its category (O, P, H, K, M, X, C, B)."""

    code: str
    letter: str
    parent: str
    name: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a unit was put, how far off it may lie, and how the place was found."""

    lat: float
    lon: float
    radius_km: float
    basis: str
    """``own``, ``seat``, ``kin`` or ``raion``."""


class Codifier:
    """The units, and who lies in whom.

    Parameters
    ----------
    units
        All units, each after the one it lies in.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.code: unit for unit in units}
        self.settlements = [u for u in self.units.values() if u.letter in SETTLEMENT_LETTERS]
        self.members: dict[str, list[Unit]] = defaultdict(list)
        self._above: dict[str, dict[str, str]] = {}
        for unit in self.units.values():
            above = dict(self._above.get(unit.parent, {}))
            if unit.parent:
                above[self.units[unit.parent].letter] = unit.parent
                self.members[unit.parent].append(unit)
            self._above[unit.code] = above

    def above(self, unit: Unit, letter: str) -> str:
        """Return the code of the hromada (H), raion (P) or city (M) a unit lies in, or ''."""
        return self._above[unit.code].get(letter, "")

    def seat(self, hromada: str) -> Unit | None:
        """Return the seat of a hromada: the codifier lists it first."""
        inside = [u for u in self.members[hromada] if u.letter in SETTLEMENT_LETTERS]
        return min(inside, key=lambda unit: unit.code, default=None)


def place_units(
    codifier: Codifier,
    joined: Mapping[str, PlaceRow],
    typed: Mapping[str, tuple[float, float, float]],
) -> dict[str, Spot]:
    """Return where every settlement, hromada and raion is put.

    Parameters
    ----------
    codifier
        The units.
    joined
        The places of the settlements that have coordinates of their own.
    typed
        Points typed by hand (lat, lon, radius in kilometres), by the settlement's code; a
        joined place goes before.
    """
    spots = {code: Spot(*point, "own") for code, point in typed.items()}
    spots |= {code: Spot(p.lat, p.lon, p.radius_km, "own") for code, p in joined.items()}
    own = {code: (spot.lat, spot.lon) for code, spot in spots.items()}
    raions = _middles(codifier, own)
    for hromada in (u for u in codifier.units.values() if u.letter == "H"):
        inside = [u for u in codifier.members[hromada.code] if u.letter in SETTLEMENT_LETTERS]
        spot = _hromada_spot(codifier, hromada, inside, own, raions)
        spots[hromada.code] = spot
        for unit in inside:
            if unit.code not in spots:
                spots[unit.code] = _member_spot(spot, inside, unit, own)
    for code, (lat, lon, radius) in raions.items():
        spots[code] = Spot(lat, lon, radius, "raion")
    return spots


def _middles(
    codifier: Codifier, own: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float, float]]:
    """Return the middle of every raion, and the radius that holds nine tenths of its places."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for code, point in own.items():
        points[codifier.above(codifier.units[code], "P")].append(point)
    middles = {}
    for raion, known in points.items():
        if not raion:
            continue
        lat, lon = median(p[0] for p in known), median(p[1] for p in known)
        far = sorted(distance_km(lat, lon, *point) for point in known)
        radius = far[min(len(far) - 1, int(0.9 * len(far)))]
        middles[raion] = (lat, lon, min(70.0, max(20.0, round(radius))))
    return middles


def hromada_radius_km(settlements: int) -> float:
    """Return the radius that holds nine of ten settlements of a hromada around its seat.

    Fitted by leaving one out: ``tests/test_placement.py`` measures it.
    """
    return round(min(26.0, max(9.0, 3.5 + 3.4 * math.sqrt(settlements))), 1)


def _hromada_spot(
    codifier: Codifier,
    hromada: Unit,
    inside: list[Unit],
    own: Mapping[str, tuple[float, float]],
    raions: Mapping[str, tuple[float, float, float]],
) -> Spot:
    radius = hromada_radius_km(len(inside))
    seat = codifier.seat(hromada.code)
    if seat is not None and seat.code in own:
        return Spot(*own[seat.code], radius, "seat")
    known = [own[unit.code] for unit in inside if unit.code in own]
    if known:
        lat, lon = fmean(p[0] for p in known), fmean(p[1] for p in known)
        return Spot(lat, lon, round(1.2 * radius, 1), "kin")
    lat, lon, radius = raions.get(codifier.above(hromada, "P"), (0.0, 0.0, 0.0))
    return Spot(lat, lon, radius, "raion")


def _member_spot(
    spot: Spot, inside: list[Unit], unit: Unit, own: Mapping[str, tuple[float, float]]
) -> Spot:
    """Return the spot of a settlement without coordinates: half way from the seat to its kin."""
    known = [own[u.code] for u in inside if u.code in own and u.code != unit.code]
    if spot.basis != "seat" or len(known) < 2:  # noqa: PLR2004 - the seat and one more
        return spot
    lat, lon = fmean(p[0] for p in known), fmean(p[1] for p in known)
    return Spot((spot.lat + lat) / 2, (spot.lon + lon) / 2, spot.radius_km, "seat")
