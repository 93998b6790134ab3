"""An article and its corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

import geomap
from geomap.corrections import COLUMNS, Correction, Corrections
from geomap.records import Article
from geomap.text import clean_text

if TYPE_CHECKING:
    from geomap.records import Report

TEXT = (
    "Shells hit Nikopol on 3 May 2023.\n\nTwo people were killed in Lyman, officials said. "
    "Nothing happened near Lyman later. Boryspil stayed quiet."
)
ARTICLE = Article("day", TEXT)
HEADER = ",".join(COLUMNS)
WORDS = st.text(max_size=40).map(clean_text).map(lambda t: " ".join(t.split()))


def rows(*found: Correction) -> Corrections:
    by_article: dict[str, tuple[Correction, ...]] = {}
    for row in found:
        by_article[row.article_id] = (*by_article.get(row.article_id, ()), row)
    return Corrections(by_article)


def corrected(*found: Correction) -> Report:
    return geomap.analyze(ARTICLE, corrections=rows(*found))


def row_of(report: Report, words: str) -> dict[str, Any]:
    """The cells and the point of the only row whose place has these words."""
    (feature,) = (f for f in report.to_geojson()["features"] if f["properties"]["mention"] == words)
    point = feature["geometry"]
    return {**feature["properties"], "point": point and point["coordinates"]}
