"""Features → the compact columns that the page's data island holds."""

from __future__ import annotations

import io
import json
import math
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Columns", "has_shape", "to_point", "to_shapes"]

_SHOWN = tuple(
    """
    feature_kind incident_id attack_id incident_type realis certainty role place_rank
    place_count place place_id place_kind admin1 admin2 country precision radius_km place_score
    relation actor weapon target_kind count_scope launched intercepted hit
    destroyed killed injured captured affected affected_unit counts_approximate
    date_start date_end date_precision time_text attribution attribution_side channel
    denied_by mention mention_start mention_end quote quote_start quote_end
    article_id article_title source url published review event_id
    """.split()  # noqa: SIM905 - forty lines of commas say no more
)
"""The properties that the page reads; anything else in a feature stays out of the file."""

_SHAPES = ("Polygon", "LineString")  # how the names of lines and areas end
_COUNTRY, _MENTION = "country", "mention"
_DECIMALS = 4  # 11 m: finer than any mark
_ROWS = 200  # that wait in memory for the file


class Columns:
    """The properties of features, column by column.

    A column that repeats itself becomes a list of its values and a list of positions;
    one without a value is left out.

    Parameters
    ----------
    store
        A file for the rows; without one, they are kept in memory.

    Examples
    --------
    >>> columns = Columns()
    >>> for _ in range(4):
    ...     columns.add({"properties": {"role": "target"}})
    >>> dict(columns.items())
    {'role': {'values': ['target'], 'rows': [0, 0, 0, 0]}}
    """

    def __init__(self, store: BinaryIO | None = None) -> None:
        self._store = store or io.BytesIO()
        self._waiting: list[list[Any]] = []
        self._parts: list[dict[str, tuple[int, int]]] = []
        """Where in the file each column of some rows begins, and its length."""

    def add(self, feature: Mapping[str, Any]) -> None:
        """Take the properties of a feature."""
        self._waiting.append([_cell(feature, name) for name in _SHOWN])
        if len(self._waiting) == _ROWS:
            self._parts.append(dict(self._put()))
            self._waiting.clear()

    def items(self) -> Iterator[tuple[str, Any]]:
        """Yield the columns, one in memory at a time, by their names."""
        for name in _SHOWN:
            cells = list(self._cells(name))
            if name == "event_id":
                cells = _shared_events(self._cells("article_id"), cells)
            if any(cell is not None for cell in cells):
                yield name, _packed(cells)

    def _put(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for name, cells in zip(_SHOWN, zip(*self._waiting, strict=True), strict=True):
            if any(cell is not None for cell in cells):
                yield name, (self._store.tell(), self._store.write(json.dumps(cells).encode()))

    def _cells(self, name: str) -> Iterator[Any]:
        for part in self._parts:
            yield from self._get(*part[name]) if name in part else [None] * _ROWS
        place = _SHOWN.index(name)
        yield from (cells[place] for cells in self._waiting)

    def _get(self, start: int, length: int) -> Any:  # noqa: ANN401 - a list of cells
        end = self._store.tell()
        self._store.seek(start)
        cells = json.loads(self._store.read(length))
        self._store.seek(end)
        return cells


def _cell(feature: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - any JSON scalar
    value = (feature.get("properties") or {}).get(name)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, (str, int, float)) else None


def _shared_events(articles: Iterable[Any], events: Sequence[Any]) -> list[Any]:
    """Return the ids of events that several articles tell of; of others the page needs none."""
    first: dict[Any, Any] = {}
    shared = {
        event
        for article, event in zip(articles, events, strict=True)
        if first.setdefault(event, article) != article
    }
    return [event if event in shared else None for event in events]


def _packed(cells: list[Any]) -> Any:  # noqa: ANN401 - a list or a pair of lists
    index = {cell: number for number, cell in enumerate(dict.fromkeys(cells))}
    if len(index) * 2 > len(cells):
        return cells
    return {"values": list(index), "rows": [index[cell] for cell in cells]}


def has_shape(feature: Mapping[str, Any]) -> bool:
    """Return whether a feature is a polygon or a line itself, as one drawn by hand is."""
    return ((feature.get("geometry") or {}).get("type") or "").endswith(_SHAPES)


def to_point(feature: Mapping[str, Any]) -> list[float] | None:
    """Return [lat, lon] of the mark of a feature; ``None`` if it is not located.

    That of a shape is on it; a country has none.
    """
    geometry = feature.get("geometry") or {}
    if geometry.get("type") == "Point":
        lon, lat = geometry["coordinates"][:2]
    elif has_shape(feature) and _cell(feature, "precision") != _COUNTRY:
        from shapely.geometry import shape  # noqa: PLC0415 - only shapes drawn by hand need it

        lon, lat = next(iter(shape(geometry).representative_point().coords), (math.nan, math.nan))
    else:
        return None
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    return [round(lat, _DECIMALS), round(lon, _DECIMALS)]


def to_shapes(features: Iterable[Mapping[str, Any]], decimals: int = 3) -> list[dict[str, Any]]:
    """Return areas or links with their id, rounded, and no property but the incident's.

    A link without a target is marked as open; the outline of a whole country is left out,
    since the basemap has it, and what is only mentioned, since it is drawn as a dot.
    """
    return [
        {
            "id": feature.get("id"),
            "incident_id": cells.get("incident_id"),
            "type": geometry["type"],
            "coordinates": _rounded(geometry["coordinates"], decimals),
        }
        | ({"open": 1} if "target" in cells and cells["target"] is None else {})
        for feature in features
        if (geometry := feature.get("geometry"))
        and (cells := feature["properties"]).get("precision") != _COUNTRY
        and cells.get("feature_kind") != _MENTION
    ]


def _rounded(value: Any, decimals: int) -> Any:  # noqa: ANN401 - nested lists of numbers
    if isinstance(value, (int, float)):
        return round(value, decimals)
    return [_rounded(part, decimals) for part in value]
