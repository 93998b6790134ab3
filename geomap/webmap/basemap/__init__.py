"""The basemap: land, borders, rivers and names, as vectors inside the page.

``outlines.json``, ``built.json``, ``rivers.json``, ``labels.json`` and its ids are compiled by
``compiler.py``. Every page carries the world as it looks from afar; fine outlines, divisions,
rivers, towns and the names of smaller places only come along where it has marks. A ring is a
few letters per vertex.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from geomap.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["cut_out", "world"]

Box = tuple[float, float, float, float]
Point = tuple[float, float]
_Key = tuple[float, int, int]  # the size of a cell, its row and column

_MARGIN = 0.5  # of the extent on each side: what a reader sees after one step of zooming out
_LEAST_MARGIN = 4.0  # degrees
_EVERYWHERE = 5  # labels of a level below this are in every page
_AROUND = 7  # labels of a level below this are in a page if they lie in its surroundings
_MOST_LABELS = 700  # of the surroundings; 35 bytes each
_REACH = 4.0  # degrees from a mark within which land is drawn finely
_MOST_LETTERS = 118_000  # of fine outlines, so that a page keeps under 600 KB
_NEAR = 0.6  # degrees from a mark within which smaller places get their names, towns their shapes
_SMALL = 10  # labels of a level above this are of villages: only those close to a mark come along
_CLOSE = 0.2  # degrees
_TOWN = "built"
_MOST_BESIDE = 500  # labels beside marks; the greater come first
_WIDER = 1.35  # times the bytes may names of another alphabet take: a letter has two
_MOST_TOWN_LETTERS = 14_000  # of built-up areas; the greater come first


@cache
def world() -> Mapping[str, Any]:
    """Return the compiled basemap: ``parts`` to draw and ``labels``.

    Raises
    ------
    AssetError
        If a file of it is missing or broken.
    """
    parts = [*_read("outlines.json"), *_read("built.json"), *_read("rivers.json")]
    return {"parts": parts, "labels": _read("labels.json")}


@cache
def _label_ids() -> Mapping[int, str]:
    """Return the ids of the places that the labels of the world name, by ``id`` of the label."""
    return dict(zip(map(id, world()["labels"]), _read("label_ids.json"), strict=True))


def _read(name: str) -> Any:  # noqa: ANN401 - what the file holds
    path = resources.files("geomap.webmap") / "basemap" / name
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        msg = f"webmap/basemap/{name}: {error}; run python -m geomap.webmap.basemap.compiler"
        raise AssetError(msg) from error


def cut_out(
    points: Iterable[Sequence[float] | None], names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the part of the basemap that a page with these points needs.

    Parameters
    ----------
    points
        [lat, lon] of the marks; ``None`` for what is not located.
    names
        What places are called in the language of the page, by id; one without keeps its own.

    Returns
    -------
    base
        ``parts``: kind, code, whether it is fine, decimals, and the rings of land or the lines
        of rivers, with a space between; ``labels`` by kind: name, lat, lon, level.

    Examples
    --------
    >>> base = cut_out([[50.45, 30.52]])
    >>> any(label[0] == "Kyiv" for label in base["labels"]["city"])
    True
    """
    located = [(point[0], point[1]) for point in points if point is not None]
    box = _surroundings(located)
    near = _near_parts(located, box)
    towns = _near_towns(located)
    codes = {part["code"] for part in near if part["kind"] == "country"}
    far = [p for p in world()["parts"] if not p["fine"] and p["code"] not in codes]
    return {
        "parts": [_packed(part) for part in (*far, *near, *towns)],
        "labels": _by_kind(_translated(_near_labels(located, box), names)),
    }


def _translated(
    labels: list[Sequence[Any]], names: Mapping[str, str] | None
) -> list[Sequence[Any]]:
    """Return labels in the language of a page, the greater first and no more than fit."""
    if not names:
        return labels
    ids = _label_ids()
    called = [[names.get(ids[id(label)], label[0]), *label[1:]] for label in labels]
    ends = accumulate(len(label[0].encode()) for label in called)
    room = _WIDER * sum(len(label[0].encode()) for label in labels)
    return [label for label, end in zip(called, ends, strict=True) if end <= room]


def _packed(part: Mapping[str, Any]) -> list[Any]:
    rings = " ".join(part["rings"])
    return [part["kind"], part["code"], int(part["fine"]), part["decimals"], rings]


def _by_kind(labels: Iterable[Sequence[Any]]) -> dict[str, list[Sequence[Any]]]:
    kinds: dict[str, list[Sequence[Any]]] = {}
    for name, lat, lon, level, kind in labels:
        kinds.setdefault(kind, []).append([name, lat, lon, level])
    return kinds


def _near_parts(points: Sequence[Point], box: Box) -> list[Mapping[str, Any]]:
    """Return the fine parts around the marks, those first that most marks are near."""
    fine = [part for part in world()["parts"] if part["fine"] and part["kind"] != _TOWN]
    fine = [part for part in fine if _overlaps(part["box"], box)]
    spots = sorted({(round(lat), round(lon)) for lat, lon in points})
    boxes = [(x - _REACH, y - _REACH, x + _REACH, y + _REACH) for y, x in spots]
    counts = [sum(_overlaps(part["box"], spot) for spot in boxes) for part in fine]
    ranked = sorted(zip(counts, range(len(fine)), strict=True), key=lambda row: (-row[0], row[1]))
    kept, letters = [], 0
    for count, index in ranked:
        letters += _length(fine[index])
        if count and letters <= _MOST_LETTERS:
            kept.append(index)
    return [fine[index] for index in sorted(kept)]


def _near_towns(points: Sequence[Point]) -> list[Mapping[str, Any]]:
    """Return the built-up areas around the marks, the largest first and no more than fit."""
    cells = _cells_around(points, _NEAR)
    towns = [part for part in world()["parts"] if part["kind"] == _TOWN]
    near = [part for part in towns if _cell(part["box"][1], part["box"][0], _NEAR) in cells]
    near.sort(key=lambda part: part["box"][1] - part["box"][3])
    ends = accumulate(map(_length, near))
    return [part for part, end in zip(near, ends, strict=True) if end <= _MOST_TOWN_LETTERS]


def _length(part: Mapping[str, Any]) -> int:
    return sum(map(len, part["rings"]))


def _near_labels(points: Sequence[Point], box: Box) -> list[Sequence[Any]]:
    """Return the labels of the map's surroundings, the greater first, and those beside marks."""
    labels, (great, cells) = world()["labels"], _label_grid()
    west, south, east, north = box
    around = [
        number
        for number, lat, lon in great
        if labels[number][3] < _EVERYWHERE or (south <= lat <= north and west <= lon <= east)
    ][:_MOST_LABELS]
    lying = {
        number
        for size in (_NEAR, _CLOSE)
        for cell in _cells_around(points, size)
        for number in cells.get((size, *cell), ())
    }
    beside = sorted(lying.difference(around))[:_MOST_BESIDE]
    return [labels[number] for number in (*around, *beside)]


@cache
def _label_grid() -> tuple[Sequence[tuple[int, float, float]], Mapping[_Key, Sequence[int]]]:
    """Return the labels that may be around a map, and all by size and place of their cell."""
    great: list[tuple[int, float, float]] = []
    cells: dict[_Key, list[int]] = {}
    for number, (_, lat, lon, level, *_) in enumerate(world()["labels"]):
        size = _NEAR if level <= _SMALL else _CLOSE
        cells.setdefault((size, *_cell(lat, lon, size)), []).append(number)
        if level < _AROUND:
            great.append((number, lat, lon))
    return great, cells


_NINE = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def _cell(lat: float, lon: float, size: float) -> tuple[int, int]:
    return (int(lat // size), int(lon // size))


def _cells_around(points: Iterable[Point], size: float) -> set[tuple[int, int]]:
    cells = {_cell(lat, lon, size) for lat, lon in points}
    return {(row + i, column + j) for row, column in cells for i, j in _NINE}


def _surroundings(points: Sequence[Point]) -> Box:
    if not points:
        return (-180.0, -90.0, -180.0, -90.0)
    south, north = min(p[0] for p in points), max(p[0] for p in points)
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    over = max((east - west) * _MARGIN, _LEAST_MARGIN)
    up = max((north - south) * _MARGIN, _LEAST_MARGIN)
    return (west - over, south - up, east + over, north + up)


def _overlaps(a: Sequence[float], b: Sequence[float]) -> bool:
    return bool(a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3])
