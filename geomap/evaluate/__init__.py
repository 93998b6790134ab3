"""Results against checked answers: how good geomap is, and where it fails.

>>> from geomap.evaluate import evaluate
>>> figures = evaluate("seeds/gold.jsonl")  # doctest: +SKIP
>>> figures.figure("incident").value  # doctest: +SKIP
0.8
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.evaluate.annotations import compile_gold, write_gold
from geomap.evaluate.figures import MEASURES, Evaluation, Figure, Measure, find_figures
from geomap.evaluate.gold import GoldArticle, Half, read_gold
from geomap.evaluate.scoring import Miss, score_article
from geomap.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geomap.records import Report

__all__ = [
    "MEASURES",
    "Evaluation",
    "Figure",
    "GoldArticle",
    "Half",
    "Measure",
    "Miss",
    "compile_gold",
    "evaluate",
    "read_gold",
    "write_gold",
]


def evaluate(
    gold_path: str | Path,
    *,
    analyze: Callable[[Article], Report] | None = None,
    half: Half | None = None,
    samples: int = 1000,
) -> Evaluation:
    """Analyse the articles of a file of checked answers and compare.

    Parameters
    ----------
    gold_path
        A JSONL file as `write_gold` makes it; its articles lie beside it.
    analyze
        What turns an article into a report; `geomap.analyze` by default.
    half
        Only the articles of this half; all by default.
    samples
        Bootstrap samples for the intervals; the same answers give the same intervals.

    Returns
    -------
    evaluation
        The figures in the order of `MEASURES`, then one per incident type, and the misses;
        those of the half set aside only if it is asked for, so that nobody tunes on it.

    Raises
    ------
    GoldError
        If the answers are wrong; the message names file, line and fault.
    """
    run = analyze if analyze is not None else _default_analyze()
    gold = [one for one in read_gold(gold_path) if half is None or one.half is half]
    scores = [score_article(one, run(_to_article(one))) for one in gold]
    misses = tuple(
        miss
        for one, score in zip(gold, scores, strict=True)
        if one.half is Half.DEV or half is Half.TEST
        for miss in score.misses
    )
    return Evaluation(len(gold), samples, find_figures(scores, samples=samples), misses)


def _default_analyze() -> Callable[[Article], Report]:
    """Return the pipeline; imported here so that gold can be compiled without a gazetteer."""
    from geomap.pipeline import analyze  # noqa: PLC0415

    return analyze


def _to_article(gold: GoldArticle) -> Article:
    """Return the article as the pipeline takes it."""
    return Article(
        article_id=gold.article_id,
        text=gold.text,
        language=gold.language,
        published=gold.published,
    )
