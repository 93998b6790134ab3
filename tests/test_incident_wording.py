"""What short texts tell, type by type, with places and numbers: half of them nobody tuned on.

`tests/data/incident_wording_*.toml` holds the texts; their heads say how they are written.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from geomap.pipeline import analyze
from tests.support.labelled import PROSE, Row, read_row

FILES = sorted(Path(__file__).parent.glob("data/incident_wording_*.toml"))
ROOMS = {path.stem.rpartition("_")[2]: tomllib.loads(path.read_text("utf-8")) for path in FILES}
PHRASES = tomllib.loads(
    (Path(__file__).parent / "data/incident_phrases.toml").read_text(encoding="utf-8")
)
PUBLISHED = "2023-05-10"
HALVES = ("open", "aside")
FLOORS = "floors"
KINDS = ("found", "texts", "more", "reports", "notes", "features")


class Score(NamedTuple):
    """How many were right, found and there to be found."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def plus(self, found: int, wanted: int, right: int) -> Score:
        return Score(self.right + right, self.found + found, self.wanted + wanted)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted or 1)

    def __str__(self) -> str:
        precision, recall = self.right / (self.found or 1), self.right / (self.wanted or 1)
        return f"F1 {self.f1:.3f} (P {precision:.3f} R {recall:.3f})"


def rows_of(room: str, half: str, kind: str) -> list[tuple[str, Row]]:
    """Return the texts of a half with their type: of each list every other line."""
    first = HALVES.index(half)
    return [
        (type_id, read_row(row, type_id))
        for type_id, lists in ROOMS[room].items()
        for row in lists.get(kind, ())[first::2]
    ]


def types_of(room: str) -> frozenset[str]:
    """Return the types that a room's texts are labelled with."""
    return frozenset(ROOMS[room]) - {FLOORS, PROSE}


class Reading(NamedTuple):
    """What geomap reads in a text."""

    types: frozenset[str]
    places: frozenset[tuple[int, int, str]]
    counts: frozenset[tuple[str, float | None]]


def read_text(text: str, types: frozenset[str]) -> Reading:
    report = analyze(f"\n{text}", published=PUBLISHED)
    incidents = [i for i in report.incidents if i.incident_type in types]
    mentions = [resolution.mention for resolution in report.resolutions]
    places = {
        (mentions[p.mention].start - 1, mentions[p.mention].end - 1, p.role.value)
        for incident in incidents
        for p in incident.places
    }
    counts = {(c.kind, c.value) for incident in incidents for c in incident.counts}
    counts |= {
        (c.kind, c.value) for incident in incidents for p in incident.places for c in p.counts
    }
    return Reading(
        frozenset(i.incident_type for i in incidents), frozenset(places), frozenset(counts)
    )


def shared(found: frozenset[tuple[int, int, str]], wanted: tuple[tuple[int, int, str], ...]) -> int:
    """Return how many wanted places were found in their role; overlapping spans are one."""
    return sum(
        any(start < w_end and w_start < end and role == w_role for start, end, role in found)
        for w_start, w_end, w_role in wanted
    )


@cache
def scores_of(room: str, half: str) -> dict[str, Score]:
    """Return the scores by type, and those of places with roles and of counts."""
    types = types_of(room)
    scores = dict.fromkeys([*types, "places", "counts"], Score())
    for _, row in [row for kind in KINDS for row in rows_of(room, half, kind)]:
        reading = read_text(row.text, types)
        for name in types:
            is_found, is_wanted = name in reading.types, name in row.types
            scores[name] = scores[name].plus(is_found, is_wanted, is_found and is_wanted)
        hits = shared(reading.places, row.places)
        scores["places"] = scores["places"].plus(len(reading.places), len(row.places), hits)
        both = len(reading.counts & row.counts)
        scores["counts"] = scores["counts"].plus(both, len(row.counts), both)
    for type_id, row in rows_of(room, half, "not_found"):
        is_found = type_id in read_text(row.text, types).types
        scores[type_id] = scores[type_id].plus(is_found, 0, 0)
    return scores


def macro_f1(room: str, half: str) -> float:
    """Return the mean F1 of a room's types."""
    scores = scores_of(room, half)
    types = types_of(room)
    return sum(scores[name].f1 for name in types) / len(types)


def test_there_are_texts() -> None:
    """The other tests run over the folder: an empty one would pass."""
    assert FILES
    for room, lists in ROOMS.items():
        for type_id in types_of(room):
            assert len(lists[type_id]["found"]) >= 20, (room, type_id)
            assert len(lists[type_id]["not_found"]) >= 10, (room, type_id)


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("room", ROOMS)
def test_texts_are_read_at_least_this_well(room: str, half: str) -> None:
    """Floors only go up: a lower figure is a rule that got worse."""
    floors: dict[str, Any] = ROOMS[room]["floors"][half]
    scores = scores_of(room, half)

    assert macro_f1(room, half) >= floors["types"]
    assert scores["places"].f1 >= floors["places"]
    assert scores["counts"].f1 >= floors["counts"]


def test_marks_are_read() -> None:
    """The twin: a text is scored against its own marks, not against nothing."""
    row = read_row(
        "{Two|killed=2} dead in [Lviv|affected], [Sumy|target] hit+shelling", "casualties"
    )

    assert row.text == "Two dead in Lviv, Sumy hit"
    assert row.types == {"casualties", "shelling"}
    assert row.places == ((12, 16, "affected"), (18, 22, "target"))
    assert row.counts == {("killed", 2)}
    assert shared(frozenset({(12, 23, "affected")}), row.places) == 1
    assert shared(frozenset({(12, 16, "origin")}), row.places) == 0


def test_plain_words_are_understood_as_well_as_pinned() -> None:
    """Reporters do not write like the codebook: a share of plain sentences is found, no fewer."""
    rows = [
        (name, text)
        for name, lists in PHRASES.items()
        if name not in {"floor", "none"}
        for text in lists["found"]
    ]
    found = [name in read_text(text, frozenset({name})).types for name, text in rows]

    assert len(rows) >= 200
    assert sum(found) / len(rows) >= PHRASES["floor"]


@pytest.mark.parametrize("text", PHRASES["none"]["found"])
def test_plain_words_alone_are_no_incident(text: str) -> None:
    """The twin: the same words about a theatre or a holiday tell of nothing."""
    assert not analyze(text, published=PUBLISHED).incidents
