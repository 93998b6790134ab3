"""Where a project opens: where most of the incidents are, as the page does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["BBox", "main_box"]

BBox = tuple[float, float, float, float]
Spot = tuple[float, float]

# The same bounds as in the page (webmap/app/90-main.js), which looks at a sample of many points.
_FEW = 5  # points: so few are all shown, however far apart
_OUTLYING = 0.2  # share of the points, the farthest, that may be left out
_AROUND = 0.5  # of the box: what lies so near to most of them is shown, too
_WORTH = 2.0  # times as wide must all of them be before any is left out


def main_box(spots: Mapping[Spot, int]) -> BBox | None:
    """Return the extent of most of the points, or of all where none lies far off.

    Parameters
    ----------
    spots
        How many points lie at each (lat, lon).

    Returns
    -------
    bbox
        West, south, east, north; ``None`` without a point.

    Examples
    --------
    >>> main_box({(50.45, 30.52): 9, (46.48, 30.73): 9, (38.9, -77.04): 1})
    (30.52, 46.48, 30.73, 50.45)
    >>> main_box({(50.45, 30.52): 1, (38.9, -77.04): 1})
    (-77.04, 38.9, 30.52, 50.45)
    """
    if not spots:
        return None
    whole = _box_of(spots)
    if sum(spots.values()) < _FEW:
        return whole
    core = _core_of(spots)
    return core if (core[2] - core[0]) * _WORTH < whole[2] - whole[0] else whole


def _core_of(spots: Mapping[Spot, int]) -> BBox:
    """Return the box of the points nearest to the middle, and of those around it."""
    lat, lon = (_ranked(((spot[axis], n) for spot, n in spots.items()), 0.5) for axis in (0, 1))
    shrink = math.cos(math.radians(lat))  # of a degree of longitude
    far = {spot: math.hypot(spot[0] - lat, (spot[1] - lon) * shrink) for spot in spots}
    edge = _ranked(((far[spot], n) for spot, n in spots.items()), 1 - _OUTLYING)
    near = _box_of(spot for spot in spots if far[spot] <= edge)
    west, south, east, north = near
    over, up = (east - west) * _AROUND, (north - south) * _AROUND
    return _box_of(
        (y, x)
        for y, x in spots
        if west - over <= x <= east + over and south - up <= y <= north + up
    )


def _ranked(values: Iterable[tuple[float, int]], share: float) -> float:
    """Return the value that this share of all, each as often as it occurs, does not pass."""
    ordered = sorted(values)
    left = math.ceil(share * sum(count for _, count in ordered))
    for value, count in ordered:
        left -= count
        if left <= 0:
            return value
    return ordered[-1][0]


def _box_of(spots: Iterable[Spot]) -> BBox:
    lats, lons = zip(*spots, strict=True)
    return min(lons), min(lats), max(lons), max(lats)
