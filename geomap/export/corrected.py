"""Corrections applied to rows that were read back, where the article is not at hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geomap.corrections import Action, Stale, dense, nearest, place_of
from geomap.frame import COLUMNS, DECIMALS, date_cells, type_cells
from geomap.geometry import label_of, precision_of
from geomap.records import Precision, Review, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.corrections import Correction, Corrections
    from geomap.gazetteer import Gazetteer

__all__ = ["correct_features"]

Feature = dict[str, Any]
_UNITS = ("admin1", "admin1_code", "admin2", "country")
_OF_PLACE = ("place", "place_id", "place_kind", *_UNITS, "precision", "radius_km", "relation")


def correct_features(
    features: Iterable[Feature], corrections: Corrections, gazetteer: Gazetteer
) -> tuple[list[Feature], tuple[str, ...]]:
    """Return point features with the corrections applied, and those that fit no row.

    Parameters
    ----------
    features
        Rows of any number of articles, with every column.
    corrections
        Matched by article, and by the words of a row and its quote or by its incident.
    gazetteer
        Where the places that they name are looked up.

    Examples
    --------
    >>> from geomap.corrections import Corrections
    >>> from geomap.gazetteer import open_gazetteer
    >>> correct_features([], Corrections(), open_gazetteer())
    ([], ())
    """
    rows = [{**feature, "properties": dict(feature["properties"])} for feature in features]
    stale = []
    for article_id in dict.fromkeys(row["properties"]["article_id"] for row in rows):
        for correction in corrections.of(article_id or ""):
            try:
                rows = _corrected(rows, correction, gazetteer)
            except Stale as error:
                stale.append(f"{correction.where}: {error}; correct the line or remove it")
    return rows, tuple(stale)


def _corrected(rows: list[Feature], correction: Correction, gazetteer: Gazetteer) -> list[Feature]:
    if correction.action is Action.ADD:
        return [*rows, _added(rows, correction, gazetteer)]
    chosen = _chosen(rows, correction)
    if correction.action is Action.DROP:
        ids = {row["id"] for row in chosen}
        return [row for row in rows if row["id"] not in ids]
    for row in chosen:
        cells = row["properties"]
        cells["review"] = Review.CORRECTED.value
        if correction.action is Action.PLACE:
            _put(row, correction, gazetteer)
        elif correction.action is Action.NOT_A_PLACE:
            row["geometry"] = None
            cells |= dict.fromkeys((*_OF_PLACE, "place_score"))
        elif correction.action is Action.TYPE:
            cells |= type_cells(correction.incident_type)
        elif correction.action is Action.ROLE and correction.role is not None:
            cells["role"] = correction.role.value
        elif correction.when is not None:
            cells |= date_cells(replace(correction.when, text=cells["date_text"] or ""))
    return rows


def _chosen(rows: Sequence[Feature], correction: Correction) -> list[Feature]:
    """Return the rows that a correction is about: those of its incident, of its words, or both."""
    own = [r for r in rows if r["properties"]["article_id"] == correction.article_id]
    if correction.incident_id:
        ids = {str(row["properties"]["incident_id"]) for row in own}
        own = [r for r in own if r["properties"]["incident_id"] == correction.incident_id]
        if not own:
            msg = f"no incident {correction.incident_id!r}{nearest(correction.incident_id, ids)}"
            raise Stale(msg)
    if not correction.text:
        return own
    named = [r for r in own if _is_named(r["properties"], correction)]
    if not named:
        words = {str(row["properties"]["mention"]) for row in own}
        fault = f"no row is named by {correction.text[:60]!r} between these words"
        msg = f"{fault}{nearest(correction.text, words)}"
        raise Stale(msg)
    return named


def _is_named(cells: Mapping[str, Any], correction: Correction) -> bool:
    """Return whether the words of a row, and those around them in its quote, are the ones."""
    if dense(cells["mention"] or "") != dense(correction.text):
        return False
    quote, at = cells["quote"] or "", (cells["mention_start"] or 0) - (cells["quote_start"] or 0)
    if not 0 <= at < len(quote):
        return True
    before, after = dense(quote[:at]), dense(quote[at + len(cells["mention"]) :])
    prefix, suffix = dense(correction.prefix), dense(correction.suffix)
    # A quote is a sentence, and may be shorter than what the correction knows around the words.
    is_after = before.endswith(prefix) or prefix.endswith(before)
    return is_after and (after.startswith(suffix) or suffix.startswith(after))


def _put(row: Feature, correction: Correction, gazetteer: Gazetteer) -> None:
    """Put a row at the place or the point of a correction."""
    cells = row["properties"]
    if correction.place_id or cells["place_id"] is None:
        place = place_of(correction, None, gazetteer)
        row["geometry"] = _point(*label_of(place, gazetteer))
        cells |= {name: getattr(place, name) or None for name in _UNITS}
        cells |= {"place": place.name, "place_id": place.place_id, "place_kind": place.kind}
        cells |= {"precision": precision_of(place).value, "radius_km": place.radius_km}
    if correction.point is not None:
        row["geometry"] = _point(*correction.point)
    if cells["precision"] == Precision.COUNTRY and correction.point is None:
        row["geometry"] = None  # a country is never a pin
    cells |= {"relation": None, "place_score": 1.0}


def _added(rows: Sequence[Feature], correction: Correction, gazetteer: Gazetteer) -> Feature:
    """Return a row of an incident that was added, or of a place added to one."""
    cells: dict[str, Any] = dict.fromkeys(COLUMNS)
    if correction.incident_id:
        (first, *_) = _chosen(rows, replace(correction, text=""))
        kept = ("incident", "date", "article", "acled", "source", "url", "published")
        cells |= {n: v for n, v in first["properties"].items() if n.startswith(kept)}
    else:
        cells |= type_cells(correction.incident_type) | {"article_id": correction.article_id}
        cells |= date_cells(correction.when) if correction.when else {}
        number = sum(row["properties"]["review"] == Review.ADDED for row in rows) + 1
        cells["incident_id"] = f"{correction.article_id}-{correction.incident_type}-added-{number}"
    cells |= {"feature_kind": "incident", "realis": "actual", "certainty": "stated"}
    cells |= {"role": (correction.role or Role.TARGET).value, "place_rank": 1, "place_count": 1}
    row: Feature = {"type": "Feature", "geometry": None, "properties": cells}
    if correction.has_place:
        _put(row, correction, gazetteer)
    cells["review"] = Review.ADDED.value
    row["id"] = f"{cells['incident_id']}/{cells['role']}/{cells['place_id']}"
    return row


def _point(lat: float, lon: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(lon, DECIMALS), round(lat, DECIMALS)]}
