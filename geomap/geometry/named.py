"""A named place with its ground: outline, plane, and how far relations reach from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from geomap.gazetteer import distance_km
from geomap.geometry.ground import Spot, spot_in
from geomap.geometry.land import dry_part
from geomap.geometry.plane import BEARINGS, disc, plane_at, point_at, sector
from geomap.geometry.precision import WIDE, precision_of
from geomap.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer
    from geomap.geometry.plane import Plane
    from geomap.records import Place, Precision

__all__ = ["UNITS", "WATERS", "Named", "disc_spot", "rivals", "sector_spot", "spot_of", "widths"]

_SHARE = 0.9  # of the way to the farthest corner: nine tenths of a sector
_FEW = 3  # countries; the land of a continent takes long to put together
_WIDE_KM = 20.0  # a cape, spit or islet is smaller than this
UNITS = frozenset({"country", "admin1"})
WATERS = frozenset({"ocean", "sea", "bay", "strait", "estuary", "lake", "reservoir"})

_grounds: WeakKeyDictionary[Gazetteer, dict[str, BaseGeometry]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Named:
    """A place with what is known of its ground."""

    place: Place
    gazetteer: Gazetteer
    outline: BaseGeometry | None
    """Its area or line in degrees."""
    home: tuple[str, ...]
    """The countries the article is about, the first most."""

    @property
    def precision(self) -> Precision:
        """How fine it is."""
        return precision_of(self.place)

    @cached_property
    def plane(self) -> Plane:
        """The plane around its middle."""
        if self.outline is None:
            return plane_at(self.place.lat, self.place.lon)
        middle = self.outline.centroid
        return plane_at(middle.y, middle.x)

    @property
    def is_wide(self) -> bool:
        """Whether it is an area, not a place with a radius; an islet is one, too."""
        is_known = self.outline is not None or self.place.radius_km >= _WIDE_KM
        return self.precision in WIDE and is_known

    @property
    def is_line(self) -> bool:
        """Whether it is a river or border whose course is known."""
        return self.outline is not None and self.outline.geom_type.endswith("LineString")

    @cached_property
    def ground(self) -> BaseGeometry:
        """Its area or line in its plane; without an outline a disc, of land on land."""
        if self.outline is None:
            return self._disc()
        known = _grounds.setdefault(self.gazetteer, {})
        if self.place.place_id not in known:
            known[self.place.place_id] = self.plane.project(self.outline)
        return known[self.place.place_id]

    def _disc(self) -> BaseGeometry:
        place = self.place
        ground = self.plane.project(disc(place.lat, place.lon, place.radius_km))
        codes = [code for code in place.country.split(";") if code]
        if not self.is_wide or place.kind in WATERS or not 0 < len(codes) <= _FEW:
            return ground
        return ground.intersection(dry_part(self.plane, ground, self.gazetteer, codes)) or ground

    def width(self, name: str) -> float:
        """Return how far a relation reaches beyond a place of this kind, kilometres."""
        reach: Mapping[str, float] = widths()[name]
        key = self.place.kind if self.place.kind in reach else "other"
        return reach["area" if self.is_wide else key]


def widths() -> Mapping[str, Any]:
    """Return how far relations reach, kilometres (``lexicons/relations.toml``)."""
    found: Mapping[str, Any] = table("relations")["widths"]
    return found


def rivals() -> Mapping[str, float]:
    """Return how near a namesake must be, in kilometres and in score, to be meant as well."""
    found: Mapping[str, float] = table("relations")["rivals"]
    return found


def disc_spot(base: Named, km: float, precision: Precision) -> Spot:
    """Return the area within so many kilometres of a place."""
    lat, lon = base.place.lat, base.place.lon
    return Spot(disc(lat, lon, km), lat, lon, round(km, 1), precision)


def sector_spot(  # noqa: PLR0913 - a sector is two distances, a direction and a width
    base: Named,
    direction: str,
    reach: tuple[float, float],
    *,
    width: float,
    precision: Precision,
    km: float | None = None,
) -> Spot:
    """Return the area in a direction from a place.

    Parameters
    ----------
    base
        The place.
    direction
        A compass point.
    reach
        The least and the greatest distance, kilometres.
    width
        The angle, degrees.
    precision
        How fine it is.
    km
        Where the label goes, kilometres from the place; half way by default.
    """
    lat, lon, turn = base.place.lat, base.place.lon, BEARINGS[direction]
    low, high = reach
    point = point_at(lat, lon, (low + high) / 2 if km is None else km, turn)
    corner = point_at(lat, lon, high, turn + width / 2)
    # What the gazetteer does not know of the place itself adds to the doubt of what lies beyond.
    own_km = base.place.radius_km if low > 0 else 0.0
    radius_km = max(_SHARE * distance_km(*point, *corner), (high - low) / 2, own_km)
    area = sector(lat, lon, low, high, bearing=turn, width=width)
    return Spot(area, *point, round(radius_km, 1), precision)


def spot_of(
    base: Named, area: BaseGeometry, precision: Precision, at: BaseGeometry | None = None
) -> Spot | str:
    """Return the spot of an area in the plane of a place, or that there is nothing."""
    spot = spot_in(base.plane, area, precision, at)
    return spot or f"nothing of {base.place.name} lies there"
