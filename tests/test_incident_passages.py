"""What short passages tell: incidents with places, numbers, days and sources; half nobody tuned on.

`tests/data/incident_passages*.toml` hold the passages; the head of the first says how rows read.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from geomap import analyze
from geomap.lexicon import incident_types
from geomap.records import COUNT_KINDS, Certainty, Realis, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.records import Incident, Report

FILES = sorted(Path(__file__).parent.glob("data/incident_passages*.toml"))
SHEETS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
PASSAGES = [passage for sheet in SHEETS.values() for passage in sheet["passage"]]
HALVES = ("open", "aside")
PINNED = [
    (name, half, measure)
    for name, sheet in SHEETS.items()
    for half in HALVES
    for measure in sheet["floors"][half]
]
PUBLISHED = "2023-05-10"
DAY = dt.timedelta(days=1)


class Telling(NamedTuple):
    """One incident in words that can be compared: what a row wants, or what was found."""

    type_id: str
    places: frozenset[tuple[str, str]]
    counts: tuple[tuple[str, float], ...]
    day: str
    source: str
    certainty: str
    realis: str
    attack: int | None
    side: str = ""
    """The side of the source; a row that names none does not ask for it."""


def read_row(row: str) -> Telling:
    """Return what a row of ``tells`` wants."""
    type_id, *parts = (part.strip() for part in row.split(";"))
    places, counts = set(), []
    day = source = side = ""
    certainty, realis, attack = Certainty.STATED.value, Realis.ACTUAL.value, None
    for part in parts:
        word, _, rest = part.partition(" ")
        if word in COUNT_KINDS and rest.isdecimal():
            counts.append((word, float(rest)))
        elif word in [*Role]:
            places.add((word, rest.casefold()))
        elif word == "day":
            day = rest if ".." in rest else f"{rest}..{rest}"
        elif word == "by":
            source = rest.casefold()
        elif word == "side":
            side = rest
        elif word == "attack":
            attack = int(rest) - 1
        elif word in [*Certainty]:
            certainty = word
        elif word in [*Realis]:
            realis = word
        else:
            msg = f"{row!r}: {word!r} is no part of a row"
            raise ValueError(msg)
    told = (tuple(sorted(counts)), day, source, certainty, realis, attack, side)
    return Telling(type_id, frozenset(places), *told)


def found_in(report: Report) -> list[Telling]:
    """Return what was found, in the same words."""
    numbers = {incident.incident_id: at for at, incident in enumerate(report.incidents)}
    return [_telling(incident, report, numbers) for incident in report.incidents]


def _telling(incident: Incident, report: Report, numbers: dict[str, int]) -> Telling:
    held = (*incident.counts, *(count for place in incident.places for count in place.counts))
    when = incident.when
    day = f"{when.start}..{when.end - DAY}" if when.start and when.end else ""
    return Telling(
        incident.incident_type,
        frozenset(
            (place.role.value, report.resolutions[place.mention].mention.text.casefold())
            for place in incident.places
        ),
        tuple(sorted((c.kind, float(c.value)) for c in held if c.value is not None)),
        day,
        incident.attribution.casefold(),
        incident.certainty.value,
        incident.realis.value,
        numbers.get(incident.attack_id),
        incident.attribution_side,
    )


def pairs_of(wanted: list[Telling], found: list[Telling]) -> dict[int, int]:
    """Return which found incident answers which wanted one: of its type, and most alike."""
    scored = sorted(
        (-len(one.places & two.places) - (one.counts == two.counts) - (one.day == two.day), i, j)
        for i, one in enumerate(wanted)
        for j, two in enumerate(found)
        if one.type_id == two.type_id
    )
    pairs: dict[int, int] = {}
    for _, i, j in scored:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def score_passage(wanted: list[Telling], found: list[Telling]) -> Iterator[tuple[str, int, int]]:
    """Yield measure, right answers and twice the mean of what was wanted and found."""
    pairs = pairs_of(wanted, found)
    yield "incident", 2 * len(pairs), len(wanted) + len(found)
    for i, j in pairs.items():
        yield from _score_pair(wanted[i], found[j], pairs)
    lost = [one for i, one in enumerate(wanted) if i not in pairs]
    extra = [two for j, two in enumerate(found) if j not in pairs.values()]
    for one in (*lost, *extra):
        yield "place", 0, len({name for _, name in one.places})
        yield "role", 0, len(one.places)


def _score_pair(
    one: Telling, two: Telling, pairs: dict[int, int]
) -> Iterator[tuple[str, int, int]]:
    names = [{name for _, name in told.places} for told in (one, two)]
    yield "place", 2 * len(names[0] & names[1]), len(names[0]) + len(names[1])
    yield "role", 2 * len(one.places & two.places), len(one.places) + len(two.places)
    same = (Counter(one.counts) & Counter(two.counts)).total()
    yield "count", 2 * same, len(one.counts) + len(two.counts)
    yield "day", 2 * (one.day == two.day), 2
    is_named = one.source in two.source if one.source else not two.source
    yield "source", 2 * is_named, 2
    if one.side:
        yield "side", 2 * (one.side == two.side), 2
    yield "certainty", 2 * (one.certainty == two.certainty), 2
    yield "realis", 2 * (one.realis == two.realis), 2
    if one.attack is not None or two.attack is not None:
        attack = pairs.get(one.attack) if one.attack is not None else None
        yield "attack", 2 * (attack == two.attack), 2


@cache
def figures(name: str, half: str) -> dict[str, float]:
    """Return F1, or the share that is right, of every measure over a half of a sheet."""
    right, total = Counter[str](), Counter[str]()
    for passage in SHEETS[name]["passage"][HALVES.index(half) :: 2]:
        wanted = [read_row(row) for row in passage["tells"]]
        published = str(passage.get("published", PUBLISHED))
        report = analyze(passage["text"], published=published)
        for measure, good, out_of in score_passage(wanted, found_in(report)):
            right[measure] += good
            total[measure] += out_of
    return {measure: round(right[measure] / total[measure], 3) for measure in total}


@pytest.mark.parametrize(("name", "half", "measure"), PINNED)
def test_passages_are_read_as_well_as_pinned(name: str, half: str, measure: str) -> None:
    """The figures of both halves hold; they are pinned a little below what was reached."""
    assert figures(name, half)[measure] >= SHEETS[name]["floors"][half][measure]


def test_rows_are_rows_of_the_codebook() -> None:
    """Every row names a known type, and every place stands in its passage."""
    assert len(PASSAGES) >= 270
    for passage in PASSAGES:
        for row in map(read_row, passage["tells"]):
            assert row.type_id in incident_types(), passage["text"]
            assert all(name in passage["text"].casefold() for _, name in row.places), row
            assert row.attack is None or row.attack < len(passage["tells"])


def test_a_wrong_answer_costs_points() -> None:
    """The twin: another role, number or day is no right answer."""
    row = "shelling; target Sumy; killed 2; day 2023-05-09; by mayor; attributed"
    right = read_row(row)
    wrong = read_row("shelling; origin Sumy; killed 3; day 2023-05-08")
    full = {measure: good == out for measure, good, out in score_passage([right], [right])}
    poor = {measure: good for measure, good, _ in score_passage([right], [wrong])}

    assert all(full.values())
    assert [measure for measure, good in poor.items() if not good] == [
        *("role", "count", "day", "source", "certainty")
    ]


def test_passages_are_all_different() -> None:
    """A passage in both halves would be tuned on and scored."""
    texts = sorted(passage["text"] for passage in PASSAGES)
    assert all(one != two for one, two in pairwise(texts))
