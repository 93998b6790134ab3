"""Small still maps for a list of articles: SVG inside the page, one drawing of the land for all."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geomap.webmap.basemap import world
from geomap.webmap.basemap.rings import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Mark", "land_symbol", "to_thumbnail"]

_UNITS = 20  # of the drawing to a degree of longitude
_LEAST_WIDTH = 24 * _UNITS  # so that a single mark still shows the country around it
_MARGIN = 0.2  # of the extent on each side
_ASPECT = 1.6  # width to height
_DOT = 0.022  # radius of a mark, in widths of the drawing
_MOST_MARKS = 60  # dots of one small map; more would only cover each other
_MAX_LAT = 84.0  # where the Mercator projection ends for us


class Mark(NamedTuple):
    """One dot: a place with an incident."""

    lat: float
    lon: float
    group: str
    """Group of the incident, which gives the dot its colour."""


class _Box(NamedTuple):
    west: float
    north: float
    east: float
    south: float


def land_symbol(bbox: Sequence[float]) -> str:
    """Return the land around all marks as a hidden SVG symbol that the small maps use.

    Parameters
    ----------
    bbox
        West, south, east, north of the marks of all small maps, in degrees; land that none
        of them shows is left out.
    """
    west, south, east, north = bbox
    shown = _widened(_view_of([Mark(south, west, ""), Mark(north, east, "")]))
    rings = (
        ring
        for part in world()["parts"]
        if part["kind"] == "country" and not part["fine"]
        for ring in (decode(text, part["decimals"]) for text in part["rings"])
        if _meets(ring, shown)
    )
    paths = "".join(map(_to_path, rings))
    symbol = f'<symbol id="land" overflow="visible"><path d="{paths}"/></symbol>'
    return f'<svg width="0" height="0">{symbol}</svg>'


def to_thumbnail(marks: Sequence[Mark]) -> str:
    """Return a small map of marks; empty if there are none.

    Examples
    --------
    >>> svg = to_thumbnail([Mark(50.45, 30.52, "strike")])
    >>> svg.count("<circle"), 'class="g-strike"' in svg
    (1, True)
    """
    if not marks:
        return ""
    box = _view_of(marks)
    width, height = box.east - box.west, box.south - box.north
    radius = round(width * _DOT, 1)
    spots = dict.fromkeys((*_project(mark.lat, mark.lon), mark.group) for mark in marks)
    dots = "".join(
        f'<circle class="g-{group}" cx="{x}" cy="{y}" r="{radius}"/>'
        for x, y, group in list(spots)[:_MOST_MARKS]
    )
    view = f"{box.west:.0f} {box.north:.0f} {width:.0f} {height:.0f}"
    return f'<svg class="small" viewBox="{view}" aria-hidden="true"><use href="#land"/>{dots}</svg>'


def _project(lat: float, lon: float) -> tuple[int, int]:
    """Return Mercator x and y in units of the drawing, y downwards."""
    lat = math.radians(max(-_MAX_LAT, min(_MAX_LAT, lat)))
    north = math.degrees(math.asinh(math.tan(lat)))
    return round(lon * _UNITS), round(-north * _UNITS)


def _view_of(marks: Sequence[Mark]) -> _Box:
    """Return what a small map of marks shows: all of them, with some land around."""
    xs, ys = zip(*(_project(mark.lat, mark.lon) for mark in marks), strict=True)
    width = max((max(xs) - min(xs)) * (1 + 2 * _MARGIN), _LEAST_WIDTH)
    height = (max(ys) - min(ys)) * (1 + 2 * _MARGIN)
    width, height = max(width, height * _ASPECT), max(height, width / _ASPECT)
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return _Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _widened(box: _Box) -> _Box:
    """Return a box with room for the small map of a mark at its very edge."""
    across, down = _LEAST_WIDTH / 2, _LEAST_WIDTH / _ASPECT / 2
    return _Box(box.west - across, box.north - down, box.east + across, box.south + down)


def _meets(ring: Sequence[tuple[float, float]], box: _Box) -> bool:
    lons, lats = zip(*ring, strict=True)
    west, north = _project(max(lats), min(lons))
    east, south = _project(min(lats), max(lons))
    return west < box.east and east > box.west and north < box.south and south > box.north


def _to_path(ring: Iterable[tuple[float, float]]) -> str:
    """Return a ring as a path of relative steps, which are shorter than positions."""
    spots = list(dict.fromkeys(_project(lat, lon) for lon, lat in ring))
    if len(spots) < 3:  # noqa: PLR2004 - fewer corners have no area
        return ""
    steps = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(spots))
    return f"M{spots[0][0]} {spots[0][1]}l{' '.join(steps)}z"
