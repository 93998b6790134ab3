"""The basemap: land, borders, rivers and names, as vectors inside the page.

``outlines.json`` and ``labels.json`` are compiled by ``compiler.py``. Every page carries the
world as it looks from afar; fine outlines, divisions, rivers and the names of smaller
places only come along where it has marks. A ring is a string of a few letters per vertex.
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

_MARGIN = 0.5  # of the extent on each side: what a reader sees after one step of zooming out
_LEAST_MARGIN = 4.0  # degrees
_EVERYWHERE = 5  # labels of a level below this are in every page
_AROUND = 7  # labels of a level below this are in a page if they lie in its surroundings
_NEAR = 0.6  # degrees from a mark within which the smallest places get their names


@cache
def world() -> Mapping[str, Any]:
    """Return the compiled basemap: ``parts`` to draw and ``labels``.

    Raises
    ------
    AssetError
        If a file of it is missing or broken.
    """
    compiled = _read("labels.json")
    return {"parts": [*_read("outlines.json"), *compiled["rivers"]], "labels": compiled["labels"]}


def _read(name: str) -> Any:  # noqa: ANN401 - what the file holds
    path = resources.files("geomap.webmap") / "basemap" / name
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        msg = f"webmap/basemap/{name}: {error}; run python -m geomap.webmap.basemap.compiler"
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
        ``parts`` (rings of land and divisions, lines of borders and rivers) and ``labels``.

    Examples
    --------
    >>> base = cut_out([[50.45, 30.52]])
    >>> any(label[0] == "Kyiv" for label in base["labels"])
    True
    """
    located = [(point[0], point[1]) for point in points if point is not None]
    box = _surroundings(located)
    cells = {_cell(lat + i * _NEAR, lon + j * _NEAR) for lat, lon in located for i, j in _NINE}
    near = [part for part in world()["parts"] if part["fine"] and _overlaps(part["box"], box)]
    codes = {part["code"] for part in near if part["kind"] == "country"}
    far = [p for p in world()["parts"] if not p["fine"] and p["code"] not in codes]
    keys = ("kind", "code", "fine", "decimals", "rings")
    parts = [{key: part[key] for key in keys} for part in (*far, *near)]
    return {"parts": parts, "labels": [x for x in world()["labels"] if _is_near(x, box, cells)]}


_NINE = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return (int(lat // _NEAR), int(lon // _NEAR))


def _is_near(label: Sequence[Any], box: Box, cells: set[tuple[int, int]]) -> bool:
    _, lat, lon, level, *_ = label
    if level < _EVERYWHERE or _cell(lat, lon) in cells:
        return True
    return bool(level < _AROUND and _overlaps((lon, lat, lon, lat), box))


def _surroundings(points: Sequence[Sequence[float]]) -> Box:
    if not points:
        return (-180.0, -90.0, -180.0, -90.0)
    south, north = min(p[0] for p in points), max(p[0] for p in points)
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    over = max((east - west) * _MARGIN, _LEAST_MARGIN)
    up = max((north - south) * _MARGIN, _LEAST_MARGIN)
    return (west - over, south - up, east + over, north + up)


def _overlaps(a: Sequence[float], b: Sequence[float]) -> bool:
    return bool(a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3])
