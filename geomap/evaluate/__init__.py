"""Results against checked answers: how good geomap is, and where it fails.

``evaluate("seeds/gold.jsonl").to_table()`` is what ``geomap evaluate`` prints.

>>> [measure.key for measure in MEASURES if measure.key.startswith("incident")]
['incident', 'incident_macro', 'incident_place', 'incident_role']
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.evaluate.annotations import compile_gold, write_gold
from geomap.evaluate.figures import MEASURES, Evaluation, Figure, Measure, find_figures
from geomap.evaluate.gold import GoldArticle, Half, read_gold
from geomap.evaluate.readers import to_report
from geomap.evaluate.scoring import Miss, Score, score_article
from geomap.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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
    reader: str | Path | None = None,
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
    reader
        Another reader's answers, in the same form, to be measured instead of a result: on the
        articles that both have read. The figures say how well two people agree.
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
    gold = [one for one in read_gold(gold_path) if half is None or one.half is half]
    if reader is None:
        run = analyze if analyze is not None else _default_analyze()
        read = [(one, run(_to_article(one))) for one in gold]
    else:
        reports = {one.article_id: to_report(one) for one in read_gold(reader)}
        read = [(one, reports[one.article_id]) for one in gold if one.article_id in reports]
    scored = [(one.half, score_article(one, report)) for one, report in read]
    shown = {Half.DEV, half}
    misses = tuple(miss for part, score in scored if part in shown for miss in score.misses)
    whole = _evaluation([score for _, score in scored], samples)
    return replace(whole, misses=misses, halves=_halves(scored, samples))


def _halves(scored: Sequence[tuple[Half, Score]], samples: int) -> dict[str, Evaluation]:
    """Return the figures of each half; nothing if all articles are of one."""
    parts = {half: [score for part, score in scored if part is half] for half in Half}
    if not all(parts.values()):
        return {}
    return {half.value: _evaluation(scores, samples) for half, scores in parts.items()}


def _evaluation(scores: Sequence[Score], samples: int) -> Evaluation:
    return Evaluation(len(scores), samples, find_figures(scores, samples=samples))


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
