"""Tallies → figures: precision, recall, F1 or accuracy, with a 95 % interval and n."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.evaluate.scoring import Miss, Score, Tally
from geomap.lexicon import incident_types
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["MEASURES", "Evaluation", "Figure", "Measure", "find_figures"]

_SEED = 20221219  # any number will do, as long as it stays: same answers, same interval
_TYPE = "type_"


class Measure(NamedTuple):
    """What is measured, and whether the figure is an F1 or an accuracy."""

    key: str
    label: str
    is_accuracy: bool = False


MEASURES = (
    Measure("mention_exact", "place names found, exact span"),
    Measure("mention_overlap", "place names found, overlapping span"),
    Measure("use", "use of a found name", is_accuracy=True),
    *(Measure(f"use_{use}", f"use {use}") for use in Use),
    Measure("place_5km", "place of a found literal name, 5 km", is_accuracy=True),
    Measure("place_25km", "place of a found literal name, 25 km", is_accuracy=True),
    Measure("placed_5km", "literal names found and placed, 5 km"),
    Measure("placed_25km", "literal names found and placed, 25 km"),
    Measure("mark", "marks on the map, 25 km, no countries"),
    Measure("incident", "incidents, all types"),
    Measure("incident_macro", "incidents, mean F1 of the types"),
    Measure("incident_place", "places of incidents"),
    Measure("incident_role", "places of incidents with their role"),
    Measure("counts", "numbers of found incidents"),
    Measure("realis", "realis of found incidents", is_accuracy=True),
    Measure("certainty", "certainty of found incidents", is_accuracy=True),
    Measure("attribution", "source of found incidents", is_accuracy=True),
    Measure("attribution_side", "side of the source", is_accuracy=True),
    Measure("date", "days of found incidents", is_accuracy=True),
    Measure("attack", "attack that a found incident belongs to", is_accuracy=True),
)
"""Everything that is measured, in the order of the table; the types follow."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value in [0, 1] with its 95 % interval.

    ``value`` is the F1, or the accuracy, for which precision and recall are ``None``;
    ``n`` is the number of checked answers, ``None`` values mean that there were none.
    """

    key: str
    label: str
    n: int
    value: float | None
    low: float | None
    high: float | None
    precision: float | None = None
    recall: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a set of checked answers, and every miss."""

    articles: int
    samples: int
    figures: tuple[Figure, ...]
    misses: tuple[Miss, ...] = ()
    halves: Mapping[str, Evaluation] = field(default_factory=dict)
    """The same by half, where the answers have two: what was tuned on, and what was not."""

    def figure(self, key: str) -> Figure:
        """Return one figure by its key; `KeyError` if it is not measured."""
        return {figure.key: figure for figure in self.figures}[key]

    def to_dict(self) -> dict[str, Any]:
        """Return what ``geomap evaluate --json`` prints."""
        return {
            "articles": self.articles,
            "bootstrap_samples": self.samples,
            "figures": {figure.key: _rounded(figure) for figure in self.figures},
            "halves": {
                name: {"articles": half.articles, "figures": half.to_dict()["figures"]}
                for name, half in self.halves.items()
            },
            "misses": [miss._asdict() for miss in self.misses],
        }

    def to_table(self, *, verbose: bool = False) -> str:
        """Return what ``geomap evaluate`` prints: one line per figure, misses on request."""
        parts = ", ".join(f"{half.articles} {name}" for name, half in self.halves.items())
        lines = [f"{self.articles} articles" + (f" ({parts})" if parts else "")]
        lines += [_head(self), *(_line(figure, self.halves.values()) for figure in self.figures)]
        if verbose:
            lines += ["", f"{len(self.misses)} misses", *map(_miss_line, self.misses)]
        return "\n".join(lines)


def find_figures(scores: Sequence[Score], *, samples: int) -> tuple[Figure, ...]:
    """Sum the tallies of the articles into figures.

    Parameters
    ----------
    scores
        One per article.
    samples
        How many times the articles are drawn with replacement for the interval; 0 for none.

    Notes
    -----
    The interval is the percentile bootstrap over articles, because misses in one article
    hang together; with few articles it is wide, as it should be.
    """
    rows = [{key: Tally(*value) for key, value in one.tallies.items()} for one in scores]
    draws = _draw(rows, samples)
    total = _sum(rows)
    types = tuple(
        Measure(_TYPE + one, f"  {one}") for one in incident_types() if _TYPE + one in total
    )
    return tuple(_figure(measure, total, draws) for measure in (*MEASURES, *types))


def _draw(rows: Sequence[Mapping[str, Tally]], samples: int) -> list[Mapping[str, Tally]]:
    """Return the sums of ``samples`` draws; numbers in one flat row per article add fast."""
    keys = sorted({key for row in rows for key in row})
    flat = [[number for key in keys for number in row.get(key, Tally())] for row in rows]
    numbers = random.Random(_SEED)  # noqa: S311 - a repeatable sample, not a secret
    sums = (
        [sum(column) for column in zip(*numbers.choices(flat, k=len(flat)), strict=True)]
        for _ in range(samples if flat else 0)
    )
    return [
        {key: Tally(*one[3 * place : 3 * place + 3]) for place, key in enumerate(keys)}
        for one in sums
    ]


def _sum(rows: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    total: dict[str, Tally] = {}
    for row in rows:
        for key, tally in row.items():
            old = total.get(key, Tally())
            total[key] = Tally(*(a + b for a, b in zip(old, tally, strict=True)))
    return total


def _figure(
    measure: Measure, total: Mapping[str, Tally], draws: Sequence[Mapping[str, Tally]]
) -> Figure:
    values = sorted(v for draw in draws if (v := _value(measure, draw)) is not None)
    low, high = (_percentile(values, q) for q in (0.025, 0.975))
    tally = total.get("incident" if measure.key == "incident_macro" else measure.key, Tally())
    value = _value(measure, total)
    figure = Figure(measure.key, measure.label, tally.expected, value, low, high)
    if measure.is_accuracy or measure.key == "incident_macro":
        return figure
    precision, recall = _ratio(tally.right, tally.predicted), _ratio(tally.right, tally.expected)
    return replace(figure, precision=precision, recall=recall)


def _value(measure: Measure, tallies: Mapping[str, Tally]) -> float | None:
    if measure.key == "incident_macro":
        values = [
            _f1(tally) for key, tally in tallies.items() if key.startswith(_TYPE) and tally.expected
        ]
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known else None
    tally = tallies.get(measure.key, Tally())
    return _ratio(tally.right, tally.expected) if measure.is_accuracy else _f1(tally)


def _f1(tally: Tally) -> float | None:
    """Return the F1 of a tally: 2 · right / (expected + predicted), ``None`` for an empty one."""
    return _ratio(2 * tally.right, tally.expected + tally.predicted)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _percentile(values: Sequence[float], q: float) -> float | None:
    """Return the nearest-rank percentile of sorted values, ``None`` if there are none."""
    return values[min(len(values) - 1, int(q * len(values)))] if values else None


def _rounded(figure: Figure) -> dict[str, Any]:
    return {
        key: round(value, 4) if isinstance(value, float) else value
        for key, value in asdict(figure).items()
        if key != "key"
    }


def _head(evaluation: Evaluation) -> str:
    halves = "".join(f"{name:>10} (95 % interval)" for name in evaluation.halves)
    return f"{'':44}{'n':>5}{'P':>7}{'R':>7}{'F1/acc':>8}  95 % interval {halves}".rstrip()


def _line(figure: Figure, halves: Iterable[Evaluation]) -> str:
    cells = "".join(f"{_cell(value):>7}" for value in (figure.precision, figure.recall))
    line = f"{figure.label:44}{figure.n:>5}{cells}{_cell(figure.value):>8}  {_interval(figure):14}"
    return (line + "".join(_half(figure.key, half) for half in halves)).rstrip()


def _half(key: str, half: Evaluation) -> str:
    figure = next((one for one in half.figures if one.key == key), None)
    if figure is None:
        return f"{'-':>10}{'':16}"
    return f"{_cell(figure.value):>10} {_interval(figure):15}"


def _interval(figure: Figure) -> str:
    return "" if figure.low is None else f"{_cell(figure.low)} to {_cell(figure.high)}"


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _miss_line(miss: Miss) -> str:
    where = f"{miss.article_id}:{miss.start}-{miss.end}"
    return f"{where}  {miss.measure}: expected {miss.expected}, got {miss.got}"
