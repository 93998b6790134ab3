"""Fits what words weigh for a type of incident (`geomap/lexicons/hints/`) to our own texts.

Run as ``python -m tests.benchmarks.hints [ISO …]``; it needs scikit-learn (extra ``fit``). Texts
are the labelled sentences of `tests/data/sentences/`, the open halves of the other sheets, and
the examples of the codebook. What is only scored is never read: the articles of `seeds/`, every
fourth sentence, the even passages, and the sheets of short reports that README quotes.
"""

from __future__ import annotations

import math
import sys
import tomllib
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geomap import analyze, lexicon
from geomap.incidents import read_sentences
from geomap.incidents.hints import ALL, words_of
from geomap.lexicon import HINTS_HEAD
from geomap.text import read_document
from tests.support.labelled import read_row, sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geomap.incidents.units import Units
    from geomap.records import Report

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
TABLES = ROOT / "geomap" / "lexicons" / "hints"
BLIND = frozenset({"incident_passages_reports", "incident_passages_telegrams"})
"""Sheets of which README says that both halves are only scored."""
PUBLISHED = "2023-05-10"
TYPES = frozenset(lexicon.incident_types())
ISOS = ("en", "uk", "ru")
LEAST_CHANCE = 0.6  # from which a type is told
MUST_HOLD = 3  # times that the examples count which are tests, each by itself
LEAST_TEXTS = 4  # in which a word must stand to have a weight
LEAST_WEIGHT = 0.25
STRENGTH = 0.7  # inverse, of the regularisation
HEAD = """\
# What words weigh for a type of incident, fitted to our own texts by tests/benchmarks/hints.py.
# A row without words is what every sentence starts from; a type is told from zero up.
# Words are cut to five letters. {P} a place, {A} a place that acts, {N} a number, {D} a date,
# [x a weapon, #x a target.
"""


class Labelled(NamedTuple):
    """A text, the types it tells of, and the types that its label answers for."""

    text: str
    told: frozenset[str]
    asked: frozenset[str] = TYPES


class Example(NamedTuple):
    """The words of a text, and its label."""

    words: frozenset[str]
    told: frozenset[str]
    asked: frozenset[str]


def sentences() -> Iterator[Labelled]:
    """Yield the labelled sentences but those that are only scored."""
    for path in sorted((DATA / "sentences").glob("*.tsv")):
        for types, text in sentences_of(path.read_text("utf-8"), scored=False):
            yield Labelled(text, types & TYPES)


def passages() -> Iterator[Labelled]:
    """Yield the odd passages of the sheets."""
    paths = sorted([*DATA.glob("incident_passages*.toml"), *DATA.glob("incidents_*.toml")])
    for path in paths:
        if path.stem not in BLIND:
            for row in _read(path)["passage"][::2]:
                yield Labelled(row["text"], frozenset(one.split(";")[0] for one in row["tells"]))


def wordings() -> Iterator[Labelled]:
    """Yield the odd lines of the sheets of wordings, and all plain phrases."""
    for path in sorted(DATA.glob("incident_wording_*.toml")):
        for type_id, lists in _read(path).items():
            for name, rows in lists.items():
                lines = [row for row in rows if isinstance(row, str)]
                yield from _list(lines[::2], type_id, told=name != "not_found")
    for type_id, lists in _read(DATA / "incident_phrases.toml").items():
        if isinstance(lists, dict):
            yield from _list(lists["found"], type_id, told=True)


def _list(rows: Iterable[str], type_id: str, *, told: bool) -> Iterator[Labelled]:
    """Yield the lines of a list that tell of a type, or that must not be taken for it."""
    own = frozenset({type_id}) & TYPES
    for row in (read_row(row, type_id) for row in rows):
        types, asked = (row.types & TYPES, TYPES) if told else (frozenset[str](), own)
        yield Labelled(row.text, types, asked)


def reports() -> Iterator[Labelled]:
    """Yield the open short reports."""
    for rows in _read(DATA / "short_reports.toml").values():
        if isinstance(rows, list):
            yield from (Labelled(row["text"], frozenset(row["types"])) for row in rows[::2])


def examples_that_hold() -> Iterator[Labelled]:
    """Yield the examples of the codebook, and the open texts that tell of no incident."""
    for text in _read(DATA / "incident_none.toml")["open"].values():
        yield Labelled(text, frozenset())
    for type_id, kind in lexicon.incident_types().items():
        own = frozenset({type_id})
        for page in (kind.page[iso] for iso in ISOS):
            yield from (Labelled(row["text"], own, own) for row in page["found"])
            yield from (Labelled(text, frozenset(), own) for text in page["not_found"])


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def examples() -> Iterator[tuple[str, Example]]:
    """Yield every text with its language as the words that may have a weight.

    A text that tells of nothing does so in each of its sentences.
    """
    sheets = (sentences(), passages(), wordings(), reports(), [*examples_that_hold()] * MUST_HOLD)
    for text, told, asked in chain(*sheets):
        report = analyze(f"\n{text}", published=PUBLISHED)
        read = [frozenset(words_of(units)) for units in units_of(report)]
        for words in [frozenset().union(*read)] if told else read:
            yield report.article.language, Example(words, told, asked)


def units_of(report: Report) -> Iterator[Units]:
    """Yield the sentences of a report as units."""
    language, article = lexicon.language(report.article.language), report.article
    document = read_document(article.text, language.sections, article.zones)
    yield from read_sentences(document, report.resolutions, language, article)


def fit(texts: list[Example]) -> dict[str, dict[str, float]]:
    """Return the weights of words by type; those of the empty string are the starting points.

    One logistic regression a type: how likely is it that the text tells of it?
    """
    features = import_module("sklearn.feature_extraction.text")
    linear = import_module("sklearn.linear_model")
    counter = features.CountVectorizer(
        analyzer=lambda one: one.words, binary=True, min_df=LEAST_TEXTS
    )
    seen = counter.fit_transform(texts)
    names = counter.get_feature_names_out()
    weights: dict[str, dict[str, float]] = {ALL: {}}
    for type_id in sorted(TYPES):
        rows = np.array([type_id in one.asked for one in texts])
        told = np.array([type_id in one.told for one in texts])
        model = linear.LogisticRegression(
            C=STRENGTH, solver="liblinear", intercept_scaling=10, max_iter=2000
        )
        model.fit(seen[rows], told[rows])
        odds = math.log(LEAST_CHANCE / (1 - LEAST_CHANCE))
        weights[ALL][type_id] = round(float(model.intercept_[0]) - odds, 2)
        for at in np.flatnonzero(np.abs(model.coef_[0]) >= LEAST_WEIGHT):
            weights.setdefault(names[at], {})[type_id] = round(float(model.coef_[0][at]), 2)
    return weights


def main() -> None:
    """Fit and write the table of every language asked for."""
    texts: dict[str, list[Example]] = {}
    for iso, example in examples():
        texts.setdefault(iso, []).append(example)
    for iso in sys.argv[1:] or ISOS:
        weights = fit(texts[iso])
        lines = (
            f"{words},{type_id},{weight}\n"
            for words in sorted(weights)
            for type_id, weight in sorted(weights[words].items())
        )
        (TABLES / f"{iso}.csv").write_text("".join((HEAD, HINTS_HEAD, *lines)), "utf-8")
        total = sum(map(len, weights.values()))
        print(f"{iso}: {len(texts[iso]):,} texts, {len(weights) - 1:,} words, {total:,} weights")


if __name__ == "__main__":
    main()
