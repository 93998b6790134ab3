"""What a page keeps of its features, which come one after the other and may be many."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.records import Span
from geomap.webmap import table
from geomap.webmap.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Gathered", "properties_of"]

_MOST_ARTICLES = 2  # that a page without texts tells apart: one has a heading of its own


@dataclass
class Gathered:
    """The features of a page so far."""

    columns: table.Columns
    quotes: dict[str, set[Span]]
    """Where the features quote from, for each article whose text the page has."""
    ids: list[Any] = field(default_factory=list)
    points: list[list[float] | None] = field(default_factory=list)
    shapes: list[Mapping[str, Any]] = field(default_factory=list)
    """Features that are an area or a line themselves, as one drawn by hand is."""
    types: set[str] = field(default_factory=set)
    _articles: dict[str, Reading] = field(default_factory=dict)

    @property
    def articles(self) -> tuple[Reading, ...]:
        """The first articles that the features name, without their text."""
        return tuple(self._articles.values())

    def add(self, feature: Mapping[str, Any]) -> None:
        """Take a feature."""
        cells = properties_of(feature)
        self.ids.append(feature.get("id"))
        self.points.append(table.to_point(feature))
        self.columns.add(feature)
        self.types.add(str(cells.get("incident_type") or ""))
        if table.has_shape(feature) and feature.get("id") is not None:
            self.shapes.append(feature)
        if len(self._articles) < _MOST_ARTICLES:
            article = _to_reading(cells)
            self._articles.setdefault(article.article_id, article)
        if (quote := _to_quote(cells)) and cells.get("article_id") in self.quotes:
            self.quotes[cells["article_id"]].add(quote)


def properties_of(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the properties of a feature; a file of one's own may have none."""
    return feature.get("properties") or {}


def _to_reading(properties: Mapping[str, Any]) -> Reading:
    cells = {key: str(value) for key, value in properties.items() if value}
    return Reading(
        cells.get("article_id", ""),
        title=cells.get("article_title", ""),
        source=cells.get("source", ""),
        url=cells.get("url", ""),
        published=cells.get("published", ""),
    )


def _to_quote(cells: Mapping[str, Any]) -> Span | None:
    start, end = cells.get("quote_start"), cells.get("quote_end")
    is_span = isinstance(start, int) and isinstance(end, int) and 0 <= start < end
    return Span(start, end) if is_span else None  # type: ignore[arg-type]  # both are integers
