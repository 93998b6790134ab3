"""The basemap: land, borders, rivers and names, as vectors inside the page.

``world.json`` is compiled by ``compiler.py``. A page carries the world coarsely and the
surroundings of its marks finely; a ring is a string of a few characters per vertex.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from geomap.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["cut_out", "world"]

Box = tuple[float, float, float, float]

_MARGIN = 0.6  # of the extent on each side: what a reader sees after one step of zooming out
_LEAST_MARGIN = 4.0  # degrees
_EVERYWHERE = 5  # a label of a zoom level below this is carried in every page


@cache
def world() -> Mapping[str, Any]:
    """Return the compiled basemap.

    Raises
    ------
    AssetError
        If it is missing or broken.
    """
    path = resources.files("geomap.webmap") / "basemap" / "world.json"
    try:
        return dict(json.loads(path.read_bytes()))
    except (OSError, ValueError) as error:
        msg = f"webmap/basemap/world.json: {error}; run python -m geomap.webmap.basemap.compiler"
        raise AssetError(msg) from error


def cut_out(points: Iterable[Sequence[float] | None]) -> dict[str, Any]:
    """Return the part of the basemap that a page with these points needs.

    Parameters
    ----------
    points
        [lat, lon] of the marks; ``None`` for what is not located.

    Returns
    -------
    base
        ``areas`` (rings of land, divisions, lakes), ``lines`` (rivers) and ``labels``.

    Examples
    --------
    >>> base = cut_out([[50.45, 30.52]])
    >>> any(label[0] == "Kyiv" for label in base["labels"])
    True
    """
    box = _surroundings([point for point in points if point is not None])
    near = [part for part in world()["parts"] if part["fine"] and _overlaps(part["box"], box)]
    codes = {part["code"] for part in near if part["kind"] == "country"}
    far = [p for p in world()["parts"] if not p["fine"] and p["code"] not in codes]
    labels = [
        label
        for label in world()["labels"]
        if label[3] < _EVERYWHERE or _overlaps((label[2], label[1], label[2], label[1]), box)
    ]
    return {"parts": [*far, *near], "labels": labels}


def _surroundings(points: Sequence[Sequence[float]]) -> Box:
    if not points:
        return (-180.0, -90.0, -180.0, -90.0)
    south, north = min(p[0] for p in points), max(p[0] for p in points)
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    over, up = ((east - west) * _MARGIN, (north - south) * _MARGIN)
    over, up = max(over, _LEAST_MARGIN), max(up, _LEAST_MARGIN)
    return (west - over, south - up, east + over, north + up)


def _overlaps(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
