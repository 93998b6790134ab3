"""Mentions and candidates → one place each, with score and evidence.

A deterministic, additive score per candidate, with the answer "none of them". First every
mention is judged by itself (kind, size, name, type word, qualifier); these first answers
are the evidence of the document (countries, first-level units, distances, lists, parent
cities) for the two passes that follow. All weights lie in ``lexicons/resolver.toml``.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.records import Candidate, Resolution, Use, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Mention, Place
    from geomap.text import Document

__all__ = ["resolve_mentions"]

_SETTLEMENTS = frozenset({"city", "town", "village"})
_UNITS = frozenset({"admin2", "hromada"})
_NO_WEIGHTS = {"cue": 1.0, "namesake_seat": 0.0}
_WIDE = frozenset({"country", "continent", "ocean", "sea", "region", "border"})
_NOT_MAPPED = {
    Zone.CAPTION: "in a picture caption: not mapped",
    Zone.LINK: "in a line that leads to another article: not mapped",
    Zone.FOOTER: "in the footer: not mapped",
}
_PASSES = 2
_KEPT = 3  # candidates of a resolution
_TRIED = 15  # candidates of a name that are scored; the gazetteer gives the likeliest first
_ANCHORS = 3  # nearest other places that count for nearness
_KM_PER_DEGREE = 111.2
_SEAT_PEOPLE = 100_000  # a city from here on takes the bare name from the unit around it
_MIN_SHARE = 0.34  # of the article's places: from here on a country is its theatre


@dataclass(slots=True)
class _Case:
    """One mention on its way: its candidates, their fixed scores and the present answer."""

    index: int
    mention: Mention
    paragraph: int
    candidates: tuple[Candidate, ...]
    fixed: list[float] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    answer: int | None = None
    scores: list[float] = field(default_factory=list)
    context_notes: list[list[str]] = field(default_factory=list)

    @property
    def place(self) -> Place | None:
        """The place of the present answer."""
        return None if self.answer is None else self.candidates[self.answer].place


def resolve_mentions(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    country_bias: str = "auto",
) -> tuple[Resolution, ...]:
    """Return one resolution per mention, in the same order.

    Parameters
    ----------
    document, mentions
        The text and what `find_mentions` found in it.
    gazetteer
        The places that are known.
    country_bias
        ``auto``: the countries that the document itself names most; ``none``; or codes of
        ISO 3166-1 with commas ("UA,MD"), whose places are preferred.

    Returns
    -------
    resolutions
        ``place`` is ``None`` where nothing fits well enough; the reason says why.
    """
    table = lexicon.table("resolver")
    cases = {
        index: _open_case(index, mention, document, gazetteer)
        for index, mention in enumerate(mentions)
        if mention.use is not Use.NAME_PART
    }
    for case in cases.values():
        _judge_alone(case, table)
    for case in cases.values():
        _judge_qualifier(case, cases, table["weights"])
        case.answer = _best(case.fixed)
    bias = _bias(country_bias, cases.values())
    for _ in range(_PASSES):
        _judge_together(cases, table, bias)
    return tuple(
        _resolution(mention, cases.get(index), table) for index, mention in enumerate(mentions)
    )


def _open_case(
    index: int, mention: Mention, document: Document, gazetteer: Gazetteer
) -> _Case:
    found = gazetteer.candidates(mention.name)
    if not mention.kinds:
        found = tuple(c for c in found if c.match != "skeleton")
    paragraph = document.sentences[mention.sentence].paragraph
    return _Case(index, mention, paragraph, found[:_TRIED])


def _judge_alone(case: _Case, table: Mapping[str, Mapping[str, float]]) -> None:
    """Score the candidates by what they are and how they are called."""
    prior, weights = table["prior"], table["weights"]
    seats = {
        c.place.country
        for c in case.candidates
        if c.place.kind in _SETTLEMENTS and c.place.population >= _SEAT_PEOPLE
    }
    for candidate in case.candidates:
        place = candidate.place
        worth = _prior(place, prior)
        match = weights["match"] * candidate.score
        notes = [f"kind and size: {place.kind} (+{worth:.1f})", f"{candidate.match} name (+{match:.1f})"]
        score = worth + match
        if case.mention.kinds:
            change, words = _agreement(case.mention.kinds, place.kind, weights)
            score += change
            notes.append(f"{words} ({change:+.1f})")
        elif place.kind == "admin1" and place.country in seats:
            score += weights["seat"]
            notes.append(f"the bare name means the seat ({weights['seat']:+.1f})")
        case.fixed.append(score)
        case.notes.append(notes)


def _agreement(
    kinds: frozenset[str], kind: str, weights: Mapping[str, float]
) -> tuple[float, str]:
    """Return what the type word beside a name says for a kind of place."""
    if kind in kinds:
        return weights["cue"], "the type word agrees"
    if kind in _SETTLEMENTS and not _UNITS.isdisjoint(kinds):
        return weights["namesake_seat"], "the seat that the unit is named after"
    return -weights["cue"], "the type word disagrees"


def _prior(place: Place, prior: Mapping[str, float]) -> float:
    if place.kind in _SETTLEMENTS:
        people = max(place.population, prior["smallest"])
        return prior["per_tenfold"] * (math.log10(people) - 3.0)
    return prior.get(place.kind, prior["other"])


def _judge_qualifier(
    case: _Case, cases: Mapping[int, _Case], weights: Mapping[str, float]
) -> None:
    """Prefer candidates inside the place that qualifies the mention: "X, Y"."""
    parent = cases.get(case.mention.parent) if case.mention.parent is not None else None
    if parent is None or not parent.candidates:
        return
    outers = [c.place for c in parent.candidates]
    for number, candidate in enumerate(case.candidates):
        outer = next((o for o in outers if candidate.place.lies_in(o)), None)
        change = weights["qualifier"] if outer is not None else -weights["qualifier"] / 3
        case.fixed[number] += change
        words = f"inside {outer.name}, which qualifies it" if outer else "not inside its qualifier"
        case.notes[number].append(f"{words} ({change:+.1f})")
    _settle_parent(case, parent, weights)


def _settle_parent(case: _Case, parent: _Case, weights: Mapping[str, float]) -> None:
    """Prefer the reading of the qualifier that holds the mention: ", Donetsk" is the region."""
    best = _best(case.fixed)
    if best is None:
        return
    inner = case.candidates[best].place
    for number, candidate in enumerate(parent.candidates):
        if inner.lies_in(candidate.place):
            change = weights["qualifier"] / 2
            parent.fixed[number] += change
            parent.notes[number].append(f"holds {inner.name}, named before it ({change:+.1f})")
    parent.answer = _best(parent.fixed)


def _best(scores: Sequence[float]) -> int | None:
    """Return the index of the highest score, the first of equals; ``None`` without any."""
    return max(range(len(scores)), key=scores.__getitem__, default=None)


def _bias(country_bias: str, cases: Iterable[_Case]) -> frozenset[str]:
    if country_bias == "none":
        return frozenset()
    if country_bias != "auto":
        return frozenset(code.strip().upper() for code in country_bias.split(",") if code.strip())
    votes = Counter(
        code
        for case in cases
        if case.place is not None
        for code in case.place.country.split(";")
        if code
    )
    total = sum(votes.values())
    return frozenset(code for code, count in votes.items() if count >= _MIN_SHARE * total)


@dataclass(slots=True)
class _Evidence:
    """What the present answers say together."""

    countries: Counter[str]
    units: Counter[str]
    anchors: list[tuple[float, float, str]]
    by_sentence: dict[int, list[_Case]]
    by_paragraph: dict[int, list[_Case]]
    by_list: dict[int, list[_Case]]
    by_name: dict[str, list[_Case]]
    places: set[str]


def _gather(cases: Mapping[int, _Case]) -> _Evidence:
    evidence = _Evidence(Counter(), Counter(), [], {}, {}, {}, {}, set())
    seen: set[str] = set()
    for case in cases.values():
        place = case.place
        if place is None:
            continue
        evidence.by_sentence.setdefault(case.mention.sentence, []).append(case)
        evidence.by_paragraph.setdefault(case.paragraph, []).append(case)
        evidence.by_name.setdefault(case.mention.name, []).append(case)
        evidence.places.add(place.place_id)
        if case.mention.list_id is not None:
            evidence.by_list.setdefault(case.mention.list_id, []).append(case)
        if case.mention.name in seen:
            continue  # a name counts once, however often it is said
        seen.add(case.mention.name)
        for code in place.country.split(";"):
            evidence.countries[code] += 1
        if place.kind not in _WIDE:
            evidence.units[_unit(place)] += 1
            evidence.anchors.append((place.lat, place.lon, case.mention.name))
    return evidence


def _unit(place: Place) -> str:
    """Return the first-level unit of a place, itself if it is one; empty if unknown."""
    if place.kind == "admin1":
        return place.place_id
    return place.admin1_code and f"{place.admin1_code}" or place.parent_id


def _judge_together(
    cases: Mapping[int, _Case], table: Mapping[str, Mapping[str, float]], bias: frozenset[str]
) -> None:
    evidence = _gather(cases)
    answers = {}
    for case in cases.values():
        if len(case.candidates) == 1:
            case.scores, case.context_notes = case.fixed, [[]]
            answers[case.index] = 0
            continue
        case.scores, case.context_notes = list(case.fixed), [[] for _ in case.candidates]
        for number, candidate in enumerate(case.candidates):
            for weight, words in _context(case, candidate.place, evidence, table, bias):
                case.scores[number] += weight
                case.context_notes[number].append(f"{words} ({weight:+.1f})")
        answers[case.index] = _best(case.scores)
    for index, answer in answers.items():
        cases[index].answer = answer


def _context(
    case: _Case,
    place: Place,
    evidence: _Evidence,
    table: Mapping[str, Mapping[str, float]],
    bias: frozenset[str],
) -> Iterable[tuple[float, str]]:
    """Yield what the rest of the document says for one candidate, with the words for it."""
    weights = table["weights"]
    yield from _parents(case, place, evidence, weights)
    yield from _shares(case, place, evidence, weights)
    yield from _siblings(case, place, evidence, weights)
    near = _nearness(case, place, evidence, table["decision"]["near_km"])
    if near > 0.05:
        yield weights["nearness"] * near, "near other places of the article"
    if bias and not bias.isdisjoint(place.country.split(";")):
        yield weights["bias"], f"in the theatre ({place.country})"


def _parents(
    case: _Case, place: Place, evidence: _Evidence, weights: Mapping[str, float]
) -> Iterable[tuple[float, str]]:
    """Reward a candidate whose city or unit is named in its sentence, paragraph or article."""
    if case.mention.parent is not None or place.kind in _WIDE:
        return
    levels = (
        (evidence.by_sentence.get(case.mention.sentence, ()), "parent_sentence", "sentence"),
        (evidence.by_paragraph.get(case.paragraph, ()), "parent_paragraph", "paragraph"),
    )
    for others, key, where in levels:
        for other in others:
            outer = other.place
            if other is not case and outer and outer.kind != "country" and place.lies_in(outer):
                yield weights[key], f"parent {outer.name} named in the same {where}"
                return
    if place.parent_id in evidence.places:
        yield weights["parent_article"], "its parent is named in the article"


def _shares(
    case: _Case, place: Place, evidence: _Evidence, weights: Mapping[str, float]
) -> Iterable[tuple[float, str]]:
    own = case.place
    names = max(1, sum(evidence.countries.values()) - 1)
    same = max((evidence.countries[code] for code in place.country.split(";") if code), default=0)
    if own is not None and place.country and own.country == place.country:
        same -= 1
    if same > 0:
        share = min(1.0, same / names)
        yield weights["country_share"] * share, f"other places in {place.country}"
    if place.kind in _WIDE:
        return
    unit = _unit(place)
    same = evidence.units[unit] - (own is not None and _unit(own) == unit)
    if same > 0:
        share = same / max(1, sum(evidence.units.values()) - 1)
        yield weights["admin1_share"] * min(1.0, share), f"other places in {place.admin1 or unit}"


def _siblings(
    case: _Case, place: Place, evidence: _Evidence, weights: Mapping[str, float]
) -> Iterable[tuple[float, str]]:
    if case.mention.list_id is None:
        return
    others = [
        other.place
        for other in evidence.by_list.get(case.mention.list_id, ())
        if other is not case and other.place is not None
    ]
    if not others:
        return
    kinds = sum(_rank(other.kind) == _rank(place.kind) for other in others) / len(others)
    if kinds:
        yield weights["sibling_kind"] * kinds, "of the kind of its list"
    parents = sum(other.parent_id == place.parent_id for other in others) / len(others)
    if parents and place.parent_id:
        yield weights["sibling_parent"] * parents, "in the unit of its list"


def _rank(kind: str) -> str:
    return "settlement" if kind in _SETTLEMENTS else kind


def _nearness(case: _Case, place: Place, evidence: _Evidence, near_km: float) -> float:
    if place.kind in _WIDE or not evidence.anchors:
        return 0.0
    scale = math.cos(math.radians(place.lat))
    near = sorted(
        math.hypot(lat - place.lat, (lon - place.lon) * scale)
        for lat, lon, name in evidence.anchors
        if name != case.mention.name
    )[:_ANCHORS]
    if not near:
        return 0.0
    return sum(math.exp(-km * _KM_PER_DEGREE / near_km) for km in near) / len(near)


def _resolution(
    mention: Mention, case: _Case | None, table: Mapping[str, Mapping[str, float]]
) -> Resolution:
    if case is None:
        return Resolution(mention, None, reason=mention.reason)
    if not case.candidates:
        return Resolution(mention, None, reason="no place of this name is known")
    decision = table["decision"]
    order = sorted(range(len(case.scores)), key=lambda n: (-case.scores[n], n))
    kept = tuple(
        Candidate(c.place, c.name, c.match, round(case.scores[n], 3))
        for n in order[:_KEPT]
        for c in (case.candidates[n],)
    )
    best = order[0]
    evidence = (*case.notes[best], *case.context_notes[best])
    score = _confidence(case, order, decision)
    refusal = _refusal(case, best, order, decision)
    if refusal:
        return Resolution(mention, None, score, kept, evidence, mention.relation, reason=refusal)
    reason = _NOT_MAPPED.get(mention.zone, "") if mention.use is Use.LITERAL else mention.reason
    place = case.candidates[best].place
    return Resolution(mention, place, score, kept, evidence, mention.relation, reason=reason)


def _confidence(case: _Case, order: Sequence[int], decision: Mapping[str, float]) -> float:
    """Return the logistic of the margin over the runner-up, or over no answer at all."""
    best = case.scores[order[0]]
    runner_up = max(case.scores[order[1]], decision["threshold"]) if len(order) > 1 else decision["threshold"]
    return round(1 / (1 + math.exp(-decision["scale"] * (best - runner_up))), 3)


def _refusal(
    case: _Case, best: int, order: Sequence[int], decision: Mapping[str, float]
) -> str:
    """Return why no candidate is taken, or nothing if the best is."""
    place = case.candidates[best].place
    if case.mention.kinds and _agreement(case.mention.kinds, place.kind, _NO_WEIGHTS)[0] < 0:
        return "the places of this name are of another kind than its type word says"
    if case.scores[best] < decision["threshold"]:
        return "too little speaks for any place of this name"
    if place.kind == "district" and len(order) > 1:
        namesakes = [n for n in order[1:] if case.candidates[n].place.kind == "district"]
        if namesakes and case.scores[best] - case.scores[namesakes[0]] < decision["district_evidence"]:
            return "several cities have a district of this name and none of them is named near it"
    return ""
