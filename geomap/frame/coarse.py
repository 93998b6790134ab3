"""Reports with coordinates of fewer decimals, for publishing less than is known."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.records import Place, Report, Resolution

__all__ = ["coarsen"]

_KM_PER_DEGREE = 111.32  # of latitude; a degree of longitude is never longer


def coarsen(report: Report, decimals: int) -> Report:
    """Return the report with every coordinate rounded and every radius widened to match.

    Parameters
    ----------
    report
        The report.
    decimals
        Decimals of a degree that stay: 2 is about 1 km, 1 about 11 km. The radius grows by
        the largest distance the rounding can move a point.

    Examples
    --------
    >>> from geomap.records import Article, Report
    >>> dict(coarsen(Report(Article("quiet", "Nothing.")), 2).options)
    {'round': '2'}
    """
    return replace(
        report,
        resolutions=tuple(_coarsen(resolution, decimals) for resolution in report.resolutions),
        options=(*report.options, ("round", str(decimals))),
    )


def _coarsen(resolution: Resolution, decimals: int) -> Resolution:
    place = resolution.place
    return replace(
        resolution,
        place=None if place is None else _coarsen_place(place, decimals),
        candidates=tuple(
            replace(candidate, place=_coarsen_place(candidate.place, decimals))
            for candidate in resolution.candidates
        ),
        lat=None if resolution.lat is None else round(resolution.lat, decimals),
        lon=None if resolution.lon is None else round(resolution.lon, decimals),
        radius_km=None if resolution.radius_km is None else resolution.radius_km + _moved(decimals),
    )


def _coarsen_place(place: Place, decimals: int) -> Place:
    return replace(
        place,
        lat=round(place.lat, decimals),
        lon=round(place.lon, decimals),
        radius_km=place.radius_km + _moved(decimals),
    )


def _moved(decimals: int) -> float:
    """Return half the diagonal of a rounding cell, kilometres."""
    return round(_KM_PER_DEGREE * 10.0**-decimals / math.sqrt(2), 3)
