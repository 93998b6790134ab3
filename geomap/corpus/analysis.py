"""What steers the analysis of every article of a run, and the function it opens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap.corrections import Corrections
from geomap.frame import Selection, select
from geomap.gazetteer import open_gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.records import Article, Report

__all__ = ["Analysis"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The options of the pipeline, and what is chosen of its reports."""

    gazetteer: str | None = None
    places: tuple[str, ...] = ()
    country_bias: str = "auto"
    ignore_case: bool = False
    selection: Selection = field(default_factory=Selection)
    corrections: Corrections = field(default_factory=Corrections)

    def open(self) -> Callable[[Article], Report]:
        """Return the pipeline over an open gazetteer.

        Raises
        ------
        GazetteerError
            If the gazetteer is missing or broken.
        """
        from geomap.pipeline import analyze_article  # noqa: PLC0415 - the master needs none

        gazetteer = open_gazetteer(self.gazetteer, self.places)

        def analyze(article: Article) -> Report:
            report = analyze_article(
                article,
                gazetteer,
                country_bias=self.country_bias,
                ignore_case=self.ignore_case,
                corrections=self.corrections,
            )
            return select(report, self.selection)

        return analyze
