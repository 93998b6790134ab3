"""What ``geomap explain`` says of one mention: where it is drawn, why not, and what came next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.records import Place, Resolution

__all__ = ["obstacle_of", "runner_up_of", "shape_of", "within", "wkt_of"]

_WKT_DECIMALS = 4  # 10 m
_FAINT = 0.05  # a part of a sum below this is not worth its words


def shape_of(resolution: Resolution) -> str:
    """Return where a mention is drawn: a point, or the kind, size and extent of its outline."""
    geometry = resolution.geometry
    if geometry is None:
        where = wkt_of(resolution)
    else:
        from shapely import get_num_coordinates  # noqa: PLC0415 - only articles with areas need it

        west, south, east, north = geometry.bounds
        where = f"{geometry.geom_type} of {get_num_coordinates(geometry)} points, "
        where += f"longitude {west:.2f} to {east:.2f}, latitude {south:.2f} to {north:.2f}"
    km = resolution.radius_km
    return f"{where}, nine tenths within {km:g} km" if where and km is not None else where


def wkt_of(resolution: Resolution) -> str:
    """Return the area, line or point of a mention as WKT in degrees, longitude first."""
    if resolution.lat is None or resolution.lon is None:
        return ""
    if resolution.geometry is None:
        return f"POINT ({resolution.lon:.4f} {resolution.lat:.4f})"
    from shapely import to_wkt  # noqa: PLC0415 - only articles with areas need it

    return str(to_wkt(resolution.geometry, rounding_precision=_WKT_DECIMALS))


def runner_up_of(resolution: Resolution) -> list[str] | None:
    """Return the next best place with what speaks for it, or ``None``."""
    chosen = resolution.place.place_id if resolution.place else ""
    for candidate in resolution.candidates:
        place = candidate.place
        if place.place_id != chosen:
            found = f"{place.name} ({place.kind}, {within(place)}), sum {candidate.score:.1f}"
            parts = (f"{why} ({w:+.1f})" for w, why in candidate.evidence if abs(w) >= _FAINT)
            return [found, *parts]
    return None


def obstacle_of(resolution: Resolution) -> str:
    """Return why a mention is no mark on the map; empty if it may be one."""
    from geomap.records import Precision, Use  # noqa: PLC0415 - --help must be fast

    if resolution.is_mapped:
        return ""
    if resolution.place is None:
        return resolution.reason or resolution.mention.reason or "no place of this name is known"
    if resolution.mention.use is not Use.LITERAL:
        return f"the words are meant as {resolution.mention.use.value.replace('_', ' ')}"
    if resolution.precision is Precision.COUNTRY:
        return "a country is not drawn as a point"
    return resolution.reason or "it has no coordinates"


def within(place: Place) -> str:
    """Return in which unit, or at least country, a place lies."""
    return place.admin1_code or ", ".join(filter(None, (place.admin1, place.country)))
