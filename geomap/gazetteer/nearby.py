"""The settlements around a point: a box that grows over the cells of the index of points.

A cell is a fifth of a degree both ways, some twenty kilometres, so that one of Ukraine holds
about fifteen settlements. A box is as many ranges of cells as it has rows, each one walk in
the index; only numbers are read, and no place is made that is not among the nearest.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.schema import CELL, CELLS, ROW, distance_km

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rows = Callable[..., list[tuple[Any, ...]]]
    """What runs a statement with its values and returns all rows."""

__all__ = ["find_nearest"]

_FIRST_KM = 8.0  # half the width of the first box
_GROWTH = 1.5  # from one box to the next; of 1.2 to 2 the least time over points of the globe
# In mid-ocean a box that grows by half holds a continent's towns when it first holds one.
_WIDE_KM, _GROWTH_OF_WIDE = 400.0, 1.2
_FARTHEST_KM = 20_100.0  # half the way around the Earth
_KM_PER_DEGREE = 111.19  # a little less than it is, so that no box is too narrow
_POLE = 89.9  # degrees from which on a box goes all around
_WITHIN = f"""
WITH RECURSIVE rows (number) AS (
  SELECT ?1 UNION ALL SELECT number + 1 FROM rows WHERE number < ?2)
SELECT p.fid, p.place_id, p.lat, p.lon FROM rows CROSS JOIN points p
  ON {CELL} BETWEEN rows.number * {ROW} + ?3 AND rows.number * {ROW} + ?4
WHERE p.kind IN ('city', 'town', 'village', 'district')
"""  # noqa: S608 - our own words


def find_nearest(rows: Rows, lat: float, lon: float, limit: int) -> list[int]:
    """Return the numbers of the settlements and districts nearest to a point, nearest first.

    Parameters
    ----------
    rows
        What runs a statement on the file.
    lat, lon
        The point in degrees.
    limit
        How many are wanted; fewer come only where the file has no more.
    """
    half_km = _FIRST_KM
    while limit > 0:
        found = sorted(
            (distance_km(lat, lon, y, x), place_id, fid)
            for west, east in _sides(lat, lon, half_km)
            for fid, place_id, y, x in rows(_WITHIN, *_rows_of(lat, half_km), west, east)
        )
        # What lies in a corner of the box may be farther than something beyond its side.
        if half_km >= _FARTHEST_KM or (len(found) >= limit and found[limit - 1][0] <= half_km):
            return [fid for _, _, fid in found[:limit]]
        half_km *= _GROWTH if half_km < _WIDE_KM else _GROWTH_OF_WIDE
        if len(found) >= limit:
            half_km = min(half_km, found[limit - 1][0])
    return []


def _rows_of(lat: float, half_km: float) -> tuple[int, int]:
    """Return the first and the last row of cells of a box."""
    height = half_km / _KM_PER_DEGREE
    return _row(max(-90.0, lat - height)), _row(min(90.0, lat + height))


def _row(lat: float) -> int:
    return int((lat + 90) * CELLS)


def _column(lon: float) -> int:
    return int((lon + 180) * CELLS)


def _sides(lat: float, lon: float, half_km: float) -> Iterator[tuple[int, int]]:
    """Yield the first and the last column of a box; one across the date line has two parts."""
    farthest = abs(lat) + half_km / _KM_PER_DEGREE
    width = 180.0
    if farthest < _POLE:
        # The meridians that touch a circle around a point stand off farther than its sides.
        half = math.sin(min(math.pi / 2, math.radians(half_km / _KM_PER_DEGREE)))
        width = math.degrees(math.asin(min(1.0, half / math.cos(math.radians(lat)))))
    # All around the pole is one part, from date line to date line, wherever the point lies.
    west, east = (lon - width, lon + width) if farthest < _POLE else (-180.0, 180.0)
    yield _column(max(-180.0, west)), _column(min(180.0, east))
    if west < -180.0:  # noqa: PLR2004 - degrees
        yield _column(west + 360), _column(180.0)
    if east > 180.0:  # noqa: PLR2004 - degrees
        yield _column(-180.0), _column(east - 360)
