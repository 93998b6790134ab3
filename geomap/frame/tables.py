"""Reports → tables without a geometry: incidents with their sums, mentions, articles."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from geomap.frame.cells import Cell, to_article_cells, to_place_cells, to_text
from geomap.frame.columns import ARTICLE_SCHEMA, MENTION_SCHEMA, TOTAL_SCHEMA
from geomap.frame.rows import drawn_places, rows_by_report, strongest_review
from geomap.records import COUNT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geomap.records import Report

__all__ = ["add_up", "to_article_rows", "to_mention_rows", "to_total_rows"]

Cells = dict[str, Cell]

_OF_TOTALS, _OF_MENTIONS, _OF_ARTICLES = (
    tuple(column.name for column in schema)
    for schema in (TOTAL_SCHEMA, MENTION_SCHEMA, ARTICLE_SCHEMA)
)


def to_total_rows(reports: Iterable[Report]) -> list[Cells]:
    """Return one row per incident, keys in the order of ``TOTAL_SCHEMA``.

    Numbers are summed over the places; a kind that no place has a number of stays null.
    """
    found = rows_by_report(reports, only_incidents=True)
    return add_up(row.cells for _, rows in found for row in rows)


def add_up(rows: Iterable[Mapping[str, Cell]]) -> list[Cells]:
    """Return what `to_total_rows` returns, of rows as `to_rows` gives them."""
    incidents = (cells for cells in rows if cells["incident_id"] is not None)
    return [_total(list(of_one)) for _, of_one in groupby(incidents, key=_incident_of)]


def to_mention_rows(reports: Iterable[Report]) -> list[Cells]:
    """Return one row per mention, keys in the order of ``MENTION_SCHEMA``."""
    return [cells for report in reports for cells in _mentions(report)]


def to_article_rows(reports: Iterable[Report]) -> list[Cells]:
    """Return one row per article, keys in the order of ``ARTICLE_SCHEMA``."""
    return [_article(report) for report in reports]


def _incident_of(cells: Mapping[str, Cell]) -> tuple[Cell, Cell]:
    return cells["article_id"], cells["incident_id"]


def _total(rows: Sequence[Mapping[str, Cell]]) -> Cells:
    cells = dict(rows[0])
    for kind in COUNT_KINDS:
        numbers = [n for row in rows if isinstance(n := row[kind], (int, float))]
        cells[kind] = sum(numbers) if numbers else None
    flags = [f for row in rows if isinstance(f := row["counts_approximate"], int)]
    cells["counts_approximate"] = max(flags, default=None)
    units = (row["affected_unit"] for row in rows)
    cells["affected_unit"] = next((unit for unit in units if unit), None)
    cells["review"] = strongest_review({row["review"] for row in rows})
    named = [(row["place"] or row["mention"], row["role"]) for row in rows]
    cells["places"] = "; ".join(f"{name} ({role})" for name, role in named if name) or None
    cells["countries"] = ";".join(sorted({str(r["country"]) for r in rows if r["country"]})) or None
    return _ordered(cells, _OF_TOTALS)


def _mentions(report: Report) -> Iterator[Cells]:
    article = to_article_cells(report.article)
    for resolution in report.resolutions:
        mention, place = resolution.mention, resolution.place
        cells = article | to_place_cells(resolution)
        cells["use"], cells["zone"] = mention.use.value, mention.zone.value
        cells["reason"] = to_text(resolution.reason or mention.reason)
        if place is not None:
            cells["lat"] = place.lat if resolution.lat is None else resolution.lat
            cells["lon"] = place.lon if resolution.lon is None else resolution.lon
        yield _ordered(cells, _OF_MENTIONS)


def _article(report: Report) -> Cells:
    cells = to_article_cells(report.article) | {
        "language": report.article.language or None,
        "characters": len(report.article.text),
        "incidents": len(report.incidents),
        "places": len(drawn_places([report])),
        "notes": to_text("; ".join(report.notes)),
    }
    return _ordered(cells, _OF_ARTICLES)


def _ordered(cells: Cells, names: Sequence[str]) -> Cells:
    return dict(zip(names, map(cells.get, names), strict=True))
