"""Features → the compact columns that the page's data island holds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["SHOWN", "has_shape", "to_columns", "to_points", "to_shapes"]

SHOWN = tuple(
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


def to_columns(features: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the properties column by column.

    A column that repeats itself becomes a list of its values and a list of positions;
    one without a value is left out.

    Examples
    --------
    >>> rows = [{"properties": {"role": "target"}}] * 4
    >>> to_columns(rows)
    {'role': {'values': ['target'], 'rows': [0, 0, 0, 0]}}
    """
    columns = {}
    for name in SHOWN:
        cells = [_cell(feature, name) for feature in features]
        if name == "event_id":
            cells = _shared_events(features, cells)
        if any(cell is not None for cell in cells):
            columns[name] = _packed(cells)
    return columns


def _cell(feature: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - any JSON scalar
    value = (feature.get("properties") or {}).get(name)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, (str, int, float)) else None


def _shared_events(features: Iterable[Mapping[str, Any]], events: Sequence[Any]) -> list[Any]:
    """Return the ids of events that several articles tell of; of others the page needs none."""
    articles: dict[Any, set[Any]] = {}
    for feature, event in zip(features, events, strict=True):
        articles.setdefault(event, set()).add(_cell(feature, "article_id"))
    return [event if len(articles[event]) > 1 else None for event in events]


def _packed(cells: list[Any]) -> Any:  # noqa: ANN401 - a list or a pair of lists
    index = {cell: number for number, cell in enumerate(dict.fromkeys(cells))}
    if len(index) * 2 > len(cells):
        return cells
    return {"values": list(index), "rows": [index[cell] for cell in cells]}


def to_points(features: Iterable[Mapping[str, Any]]) -> list[list[float] | None]:
    """Return [lat, lon] of each feature, ``None`` where it is not located."""
    return [_point(feature) for feature in features]


def has_shape(feature: Mapping[str, Any]) -> bool:
    """Return whether a feature is a polygon or a line itself, as one drawn by hand is."""
    return ((feature.get("geometry") or {}).get("type") or "").endswith(_SHAPES)


def _point(feature: Mapping[str, Any]) -> list[float] | None:
    """Return where the mark of a feature stands: of a shape, on it; a country has none."""
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
