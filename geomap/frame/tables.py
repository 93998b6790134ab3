"""Reports → tables without a geometry: incidents with their sums, mentions, articles."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from geomap.frame.columns import ARTICLE_SCHEMA, MENTION_SCHEMA, TOTAL_SCHEMA
from geomap.frame.rows import (
    Cell,
    drawn_places,
    find_rows,
    strongest_review,
    to_article_cells,
    to_place_cells,
)
from geomap.records import COUNT_KINDS
from geomap.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.frame.columns import Column
    from geomap.frame.rows import Row
    from geomap.records import Report, Resolution

__all__ = ["to_article_rows", "to_mention_rows", "to_total_rows"]

Cells = dict[str, Cell]


def to_total_rows(reports: Iterable[Report]) -> list[Cells]:
    """Return one row per incident, keys in the order of ``TOTAL_SCHEMA``.

    Numbers are summed over the places; a kind that no place has a number of stays null.
    """
    rows = find_rows(reports, only_incidents=True)
    return [_total(list(of_one)) for _, of_one in groupby(rows, key=_incident_of)]


def to_mention_rows(reports: Iterable[Report]) -> list[Cells]:
    """Return one row per mention, keys in the order of ``MENTION_SCHEMA``."""
    return [_mention(report, found) for report in reports for found in report.resolutions]


def to_article_rows(reports: Iterable[Report]) -> list[Cells]:
    """Return one row per article, keys in the order of ``ARTICLE_SCHEMA``."""
    return [_article(report) for report in reports]


def _incident_of(row: Row) -> tuple[Cell, Cell]:
    return row.cells["article_id"], row.cells["incident_id"]


def _total(rows: Sequence[Row]) -> Cells:
    cells = dict(rows[0].cells)
    for kind in COUNT_KINDS:
        numbers = [n for row in rows if isinstance(n := row.cells[kind], (int, float))]
        cells[kind] = sum(numbers) if numbers else None
    flags = [f for row in rows if isinstance(f := row.cells["counts_approximate"], int)]
    cells["counts_approximate"] = max(flags, default=None)
    units = (row.cells["affected_unit"] for row in rows)
    cells["affected_unit"] = next((unit for unit in units if unit), None)
    cells["review"] = strongest_review({row.cells["review"] for row in rows})
    named = [row for row in rows if row.resolution is not None]
    cells["places"] = "; ".join(map(_named, named)) or None
    countries = sorted({str(row.cells["country"]) for row in named if row.cells["country"]})
    cells["countries"] = ";".join(countries) or None
    return _ordered(cells, TOTAL_SCHEMA)


def _named(row: Row) -> str:
    return f"{row.cells['place'] or row.cells['mention']} ({row.cells['role']})"


def _mention(report: Report, resolution: Resolution) -> Cells:
    mention, place = resolution.mention, resolution.place
    cells = to_article_cells(report.article) | to_place_cells(resolution)
    cells |= {
        "use": mention.use.value,
        "zone": mention.zone.value,
        "reason": clean_text(resolution.reason or mention.reason) or None,
    }
    if place is not None:
        cells["lat"] = place.lat if resolution.lat is None else resolution.lat
        cells["lon"] = place.lon if resolution.lon is None else resolution.lon
    return _ordered(cells, MENTION_SCHEMA)


def _article(report: Report) -> Cells:
    cells = to_article_cells(report.article) | {
        "language": report.article.language or None,
        "characters": len(report.article.text),
        "incidents": len(report.incidents),
        "places": len(drawn_places([report])),
        "notes": clean_text("; ".join(report.notes)) or None,
    }
    return _ordered(cells, ARTICLE_SCHEMA)


def _ordered(cells: Cells, schema: Iterable[Column]) -> Cells:
    return {column.name: cells.get(column.name) for column in schema}
