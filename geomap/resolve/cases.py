"""One mention on its way to a place, judged by itself: kind, size, name, type word, qualifier."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Candidate, Mention, Place
    from geomap.text import Document

__all__ = ["SETTLEMENTS", "WIDE", "Case", "best_of", "fits_kinds", "judge_qualifiers", "open_cases"]

SETTLEMENTS = frozenset({"city", "town", "village"})
WIDE = frozenset({"country", "continent", "ocean", "sea", "region", "border"})
"""Kinds too wide to say where in the document's world a small place lies."""

_UNITS = frozenset({"admin2", "hromada"})
_TRIED = 15  # candidates of a name that are scored; the gazetteer gives the likeliest first
_SEAT_PEOPLE = 100_000  # a city from here on takes the bare name from the unit around it
_BORROWED = 0.7  # the gazetteer's score for a unit under the bare name of its seat is 0.6


@dataclass(slots=True)
class Case:
    """A mention, its candidates, their scores so far and the present answer.

    ``fixed`` is what the mention says by itself, ``scores`` adds the document's evidence;
    ``notes`` and ``context_notes`` are the same in words, one list per candidate.
    """

    index: int
    mention: Mention
    paragraph: int
    candidates: tuple[Candidate, ...]
    fixed: list[float] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    context_notes: list[list[str]] = field(default_factory=list)
    place: Place | None = None
    """The present answer."""
    is_anchor: bool = False
    """Whether the answer stands by itself and is only evidence for others."""
    is_outside: bool = False
    """Whether a qualifier is named and no candidate lies in it."""

    def decide(self, scores: list[float]) -> None:
        """Take the candidate with the highest score as the present answer."""
        best = best_of(scores)
        self.scores = scores
        self.place = None if best is None else self.candidates[best].place


def best_of(scores: Sequence[float]) -> int | None:
    """Return the index of the highest score, the first of equals; ``None`` without any."""
    return max(range(len(scores)), key=scores.__getitem__, default=None)


def open_cases(
    document: Document,
    mentions: Mapping[int, Mention],
    gazetteer: Gazetteer,
    table: Mapping[str, Mapping[str, float]],
) -> dict[int, Case]:
    """Return a case for each mention, judged by itself."""
    cases = {}
    for index, mention in mentions.items():
        found = gazetteer.candidates(mention.name)
        if not mention.kinds:
            found = tuple(c for c in found if c.match != "skeleton")
        paragraph = document.sentences[mention.sentence].paragraph
        case = Case(index, mention, paragraph, found[:_TRIED])
        _judge(case, table["prior"], table["weights"])
        case.decide(case.fixed)
        cases[index] = case
    return cases


def _judge(case: Case, prior: Mapping[str, float], weights: Mapping[str, float]) -> None:
    """Score the candidates by what they are and how they are called."""
    kinds = case.mention.kinds
    seats = {
        c.place.country
        for c in case.candidates
        if c.place.kind in SETTLEMENTS and c.place.population >= _SEAT_PEOPLE
    }
    for candidate in case.candidates:
        place = candidate.place
        worth, match = _prior(place, prior), weights["match"] * candidate.score
        score = worth + match
        notes = [
            f"kind and size: {place.kind} ({worth:+.1f})",
            f"{candidate.match} name ({match:+.1f})",
        ]
        if kinds:
            change, words = _agreement(kinds, place.kind, weights)
            score += change
            notes.append(f"{words} ({change:+.1f})")
        elif place.kind == "admin1" and (place.country in seats or candidate.score < _BORROWED):
            score += weights["seat"]
            notes.append(f"the bare name means the seat ({weights['seat']:+.1f})")
        case.fixed.append(score)
        case.notes.append(notes)
    case.context_notes = [[] for _ in case.candidates]


def _prior(place: Place, prior: Mapping[str, float]) -> float:
    """Return what a kind and its people are worth before anything else is known."""
    if place.kind in SETTLEMENTS:
        people = max(place.population, prior["smallest"])
        return prior["per_tenfold"] * (math.log10(people) - 3.0)
    return prior.get(place.kind, prior["other"])


def _agreement(kinds: frozenset[str], kind: str, weights: Mapping[str, float]) -> tuple[float, str]:
    """Return what the type word beside a name says for a kind of place, and the words."""
    if kind in kinds:
        return weights["cue"], "the type word agrees"
    if fits_kinds(kinds, kind):
        return weights["namesake_seat"], "the seat that the unit is named after"
    return -weights["cue"], "the type word disagrees"


def fits_kinds(kinds: frozenset[str], kind: str) -> bool:
    """Return whether a kind of place can be what a type word asks for.

    Examples
    --------
    >>> fits_kinds(frozenset({"admin2"}), "town"), fits_kinds(frozenset({"river"}), "town")
    (True, False)
    >>> fits_kinds(frozenset(), "town")
    True
    """
    return not kinds or kind in kinds or (kind in SETTLEMENTS and not _UNITS.isdisjoint(kinds))


def judge_qualifiers(cases: Mapping[int, Case], weights: Mapping[str, float]) -> None:
    """Prefer candidates inside the place that qualifies the mention: "X, Y"."""
    for case in cases.values():
        parent = cases.get(case.mention.parent) if case.mention.parent is not None else None
        if parent is not None and parent.candidates and case.candidates:
            _judge_qualifier(case, parent, weights)


def _judge_qualifier(case: Case, parent: Case, weights: Mapping[str, float]) -> None:
    outers = [c.place for c in parent.candidates]
    case.is_outside = True
    for number, candidate in enumerate(case.candidates):
        outer = next((o for o in outers if candidate.place.lies_in(o)), None)
        case.is_outside = case.is_outside and outer is None
        change = weights["qualifier"] if outer is not None else -weights["qualifier"] / 3
        words = f"inside {outer.name}, which qualifies it" if outer else "not inside its qualifier"
        case.fixed[number] += change
        case.notes[number].append(f"{words} ({change:+.1f})")
    case.decide(case.fixed)
    if case.place is not None:
        _settle_parent(case.place, parent, weights)


def _settle_parent(inner: Place, parent: Case, weights: Mapping[str, float]) -> None:
    """Prefer the reading of the qualifier that holds the mention: ", Donetsk" is the region."""
    for number, candidate in enumerate(parent.candidates):
        if inner.lies_in(candidate.place):
            change = weights["qualifier"] / 2
            parent.fixed[number] += change
            parent.notes[number].append(f"holds {inner.name}, named beside it ({change:+.1f})")
    parent.decide(parent.fixed)
