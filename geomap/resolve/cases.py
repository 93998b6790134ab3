"""One mention on its way to a place, judged by itself: kind, size, name, type word, qualifier."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap.gazetteer import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Candidate, Mention, Place
    from geomap.text import Document

__all__ = [
    "SETTLEMENTS",
    "WIDE",
    "Case",
    "Note",
    "best_of",
    "fits_kinds",
    "judge_qualifiers",
    "open_cases",
]

Note = tuple[float, str]
"""A part of a score and the words for it; written out only for the answer."""

SETTLEMENTS = frozenset({"city", "town", "village"})
WIDE = frozenset({"country", "continent", "ocean", "sea", "region", "border"})
"""Kinds too wide to say where in the document's world a small place lies."""

_UNITS = frozenset({"admin2", "hromada"})
_LEVELS = frozenset({"admin1", "admin2"})
_TRIED = 15  # candidates of a name that are scored; the gazetteer gives the likeliest first
_TRIED_WITHIN = 200  # the same where a qualifier says in what they lie: a hundred Ivanivkas
_SEAT_PEOPLE = 100_000  # a city from here on takes the bare name from the unit around it
_METROPOLIS = 1_000_000
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
    candidates: tuple[Candidate, ...] = ()
    fixed: list[float] = field(default_factory=list)
    notes: list[list[Note]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    context_notes: list[list[Note]] = field(default_factory=list)
    place: Place | None = None
    """The present answer."""
    is_anchor: bool = False
    """Whether the answer stands by itself and is only evidence for others."""
    is_outside: bool = False
    """Whether a qualifier is named and no candidate lies in it."""

    def add(self, notes: Iterable[Note | None]) -> None:
        """Add a note to each candidate, or none, and decide anew; twins keep what they have."""
        added = list(notes)
        self.fixed = [a + (b[0] if b else 0.0) for a, b in zip(self.fixed, added, strict=True)]
        self.notes = [[*a, b] if b else a for a, b in zip(self.notes, added, strict=True)]
        self.decide(self.fixed)

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
    cases: dict[int, Case] = {}
    known: dict[tuple[str, frozenset[str], bool], Case] = {}
    for index, mention in mentions.items():
        paragraph = document.sentences[mention.sentence].paragraph
        case = Case(index, mention, paragraph)
        key = mention.name, mention.kinds, mention.parent is None
        twin = known.get(key)
        if twin is None:
            known[key] = case
            _judge(case, gazetteer, table["prior"], table["weights"])
        else:  # an article says "Russia" ten times: judged once
            case.candidates, case.fixed, case.notes = twin.candidates, twin.fixed, twin.notes
            case.context_notes = twin.context_notes
        case.decide(case.fixed)
        cases[index] = case
    return cases


def _judge(
    case: Case, gazetteer: Gazetteer, prior: Mapping[str, float], weights: Mapping[str, float]
) -> None:
    """Look the name up and score its candidates by what they are and how they are called."""
    found, kinds = gazetteer.candidates(case.mention.name), case.mention.kinds
    if not kinds:
        found = tuple(c for c in found if c.match != "skeleton")
    case.candidates = found[: _TRIED if case.mention.parent is None else _TRIED_WITHIN]
    seats = _seats(case.candidates)
    states = {c.place.country for c in case.candidates if c.place.kind == "country"}
    for candidate in case.candidates:
        notes: list[Note] = [
            (_prior(candidate.place, prior), "kind and size"),
            (weights["match"] * candidate.score, f"{candidate.match} name"),
        ]
        if kinds:
            notes.append(_agreement(kinds, candidate.place.kind, weights))
        elif candidate.place.kind in SETTLEMENTS and candidate.place.country in states:
            notes.append((weights["seat"], "the bare name means the country"))
        elif candidate.place.kind == "admin1" and (
            candidate.place.country in seats or candidate.score < _BORROWED
        ):
            notes.append((weights["seat"], "the bare name means the seat"))
        case.fixed.append(sum(weight for weight, _ in notes))
        case.notes.append(notes)
    case.context_notes = [[] for _ in case.candidates]


def _seats(candidates: Sequence[Candidate]) -> frozenset[str]:
    """Return the countries that have a city of this name, large enough to be a seat."""
    return frozenset(
        c.place.country
        for c in candidates
        if c.place.kind in SETTLEMENTS and c.place.population >= _SEAT_PEOPLE
    )


def _prior(place: Place, prior: Mapping[str, float]) -> float:
    """Return what a kind and its people are worth before anything else is known."""
    if place.kind in SETTLEMENTS:
        people = max(place.population, prior["smallest"])
        fame = prior["metropolis"] if people >= _METROPOLIS else 0.0
        return fame + prior["per_tenfold"] * (math.log10(people) - 3.0)
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
    kinds = parent.mention.kinds
    outers = [c.place for c in parent.candidates if fits_kinds(kinds, c.place.kind)]
    if not outers:
        return  # "X, Y district", and no Y that is known is a district
    notes: list[Note] = []
    for candidate in case.candidates:
        outer = next((o for o in outers if _is_held(candidate.place, o, kinds)), None)
        if outer is not None:
            notes.append((weights["qualifier"], f"inside {outer.name}, which qualifies it"))
        else:
            notes.append((-weights["qualifier"] / 3, "not inside its qualifier"))
    case.is_outside = all(weight < 0 for weight, _ in notes)
    case.add(notes)
    if case.place is not None:
        _settle_parent(case.place, parent, weights)


def _is_held(inner: Place, outer: Place, kinds: frozenset[str]) -> bool:
    """Return whether a place lies in another, as far as one can tell.

    A raion known by its seat holds its oblast's places; where sources cut a country into units
    of different levels (Suffolk, England), what lies within the radius lies inside.

    Examples
    --------
    >>> from geomap.records import Place
    >>> town = Place("a", "Kupiansk", "town", 49.7, 37.6, 5.0, "UA", "", "UA-63")
    >>> village = Place("b", "Dvorichna", "village", 49.8, 37.7, 2.0, "UA", "", "UA-63")
    >>> _is_held(village, town, frozenset({"admin2"})), _is_held(village, town, frozenset())
    (True, False)
    """
    if inner.lies_in(outer):
        return True
    if inner.place_id == outer.place_id:
        return False
    is_seat = outer.kind in SETTLEMENTS and bool(kinds) and outer.kind not in kinds
    if is_seat and inner.admin1_code and inner.admin1_code == outer.admin1_code:
        return True
    if outer.kind not in _LEVELS or inner.country != outer.country or inner.kind in _LEVELS:
        return False
    return distance_km(inner.lat, inner.lon, outer.lat, outer.lon) <= outer.radius_km


def _settle_parent(inner: Place, parent: Case, weights: Mapping[str, float]) -> None:
    """Prefer the reading of the qualifier that holds the mention: ", Donetsk" is the region."""
    words = f"holds {inner.name}, named beside it"
    parent.add(
        (weights["qualifier"] / 2, words) if inner.lies_in(candidate.place) else None
        for candidate in parent.candidates
    )
