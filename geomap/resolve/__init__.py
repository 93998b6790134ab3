"""Mentions and candidates → one place each, with score and evidence.

A deterministic, additive score per candidate, with the answer "none of them". First every
mention is judged by itself (`cases`); these first answers are the evidence of the document
(`context`) for the two passes that follow. A name whose best reading leads by far is an
anchor: it is evidence, but is not asked again. All weights lie in ``lexicons/resolver.toml``.
"""

from __future__ import annotations

import math
from operator import add
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.records import Candidate, Resolution, Use, Zone, maker_of
from geomap.resolve.cases import fits_kinds, judge_qualifiers, open_cases
from geomap.resolve.context import bias_of, context_of, gather_evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Mention, Place
    from geomap.resolve.cases import Case
    from geomap.resolve.context import Evidence
    from geomap.text import Document

    _Verdict = tuple[Place | None, float, tuple[Candidate, ...], tuple[str, ...], str]

__all__ = ["resolve_mentions"]

_NOT_MAPPED = {
    Zone.CAPTION: "in a picture caption: not mapped",
    Zone.LINK: "in a line that leads to another article: not mapped",
    Zone.FOOTER: "in the footer: not mapped",
}
_NOWHERE = (None,) * 5  # the point, shape, radius and precision, which `geometry` fills in
_to_record, _to_candidate = maker_of(Resolution), maker_of(Candidate)
_PASSES = 2
_KEPT = 3  # candidates of a resolution


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

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> from geomap.lexicon import language
    >>> from geomap.mentions import find_mentions
    >>> from geomap.text import read_document
    >>> document = read_document("Blasts shook Kharkiv and Paris, Texas.", language("en").sections)
    >>> gazetteer = open_gazetteer()
    >>> mentions = find_mentions(document, gazetteer, language("en"))
    >>> [r.place.country for r in resolve_mentions(document, mentions, gazetteer)]
    ['UA', 'US', 'US']
    """
    table = lexicon.table("resolver")
    places = {n: m for n, m in enumerate(mentions) if m.use is not Use.NAME_PART}
    cases = open_cases(document, places, gazetteer, table)
    judge_qualifiers(cases, table["weights"])
    for case in cases.values():
        case.is_anchor = _leads(case.fixed, table["decision"]["anchor"])
    bias = bias_of(country_bias, cases.values())
    waiting = [case for case in cases.values() if not case.is_anchor and case.candidates]
    for _ in range(_PASSES if waiting else 0):
        before = [case.place for case in waiting]
        _judge_together(waiting, gather_evidence(cases.values(), bias), table)
        if before == [case.place for case in waiting]:
            break  # the same evidence again would say the same
    verdicts: dict[int, _Verdict] = {}
    return tuple(
        _resolution(mention, cases.get(number), verdicts, table["decision"])
        for number, mention in enumerate(mentions)
    )


def _leads(scores: Sequence[float], margin: float) -> bool:
    """Return whether the best score leads by so much that no context can turn it."""
    if len(scores) <= 1:
        return True
    best, second = sorted(scores, reverse=True)[:2]
    return best - second >= margin


def _judge_together(
    cases: Sequence[Case], evidence: Evidence, table: Mapping[str, Mapping[str, float]]
) -> None:
    """Score the open cases anew by one state of the evidence, whatever their order."""
    for case in cases:
        case.context_notes = [
            context_of(case, candidate.place, evidence, table) for candidate in case.candidates
        ]
        sums = [sum([weight for weight, _ in notes]) for notes in case.context_notes]
        case.decide(list(map(add, case.fixed, sums)))


def _resolution(
    mention: Mention,
    case: Case | None,
    verdicts: dict[int, _Verdict],
    decision: Mapping[str, float],
) -> Resolution:
    """Return the answer of a case, or why there is none."""
    if case is None:
        return Resolution(mention, None, reason=mention.reason)
    if not case.candidates:
        reason = "no place of this name is known"
        return Resolution(mention, None, relation=mention.relation, reason=reason)
    verdict = verdicts.get(id(case.scores))
    if verdict is None or case.is_outside:
        verdict = verdicts[id(case.scores)] = _judge(case, decision)
    place, score, candidates, evidence, refusal = verdict
    reason = _NOT_MAPPED.get(mention.zone, "") if mention.use is Use.LITERAL else mention.reason
    return _to_record(
        mention, place, score, candidates, evidence, mention.relation, *_NOWHERE, refusal or reason
    )


def _judge(case: Case, decision: Mapping[str, float]) -> _Verdict:
    """Return what the scores of a case say; cases that share their scores share it."""
    order = sorted(range(len(case.scores)), key=lambda n: (-case.scores[n], n))
    if not case.mention.kinds and _is_torn(case, order, decision):
        # Without the word "district" a town or port of the name may be meant as well.
        order.sort(key=lambda n: case.candidates[n].place.kind == "district")
    refusal = _refusal(case, order, decision)
    kept = tuple([_scored(case, number) for number in order[:_KEPT]])
    return (
        None if refusal else kept[0].place,
        _confidence(case.scores, order, decision),
        kept,
        tuple([f"{why} ({weight:+.1f})" for weight, why in kept[0].evidence]),
        refusal,
    )


def _scored(case: Case, number: int) -> Candidate:
    found = case.candidates[number]
    evidence = (*case.notes[number], *case.context_notes[number])
    score = round(case.scores[number], 3)
    return _to_candidate(found.place, found.name, found.match, score, evidence)


def _confidence(
    scores: Sequence[float], order: Sequence[int], decision: Mapping[str, float]
) -> float:
    """Return the logistic of the lead over the runner-up, or over no answer at all."""
    runner_up = decision["threshold"]
    if len(order) > 1:
        runner_up = max(runner_up, scores[order[1]])
    lead = decision["scale"] * (scores[order[0]] - runner_up)
    return round(1 / (1 + math.exp(-lead)), 3)


def _refusal(case: Case, order: Sequence[int], decision: Mapping[str, float]) -> str:
    """Return why no candidate is taken, or nothing if the best is."""
    best = order[0]
    place = case.candidates[best].place
    if not fits_kinds(case.mention.kinds, place.kind):
        return "the places of this name are of another kind than its type word says"
    if case.is_outside:
        return "no known place of this name lies in the place that qualifies it"
    if case.scores[best] < decision["threshold"]:
        return "too little speaks for any place of this name"
    if _is_torn(case, order, decision):
        return "several cities have a district of this name, and none of them is named near it"
    return ""


def _is_torn(case: Case, order: Sequence[int], decision: Mapping[str, float]) -> bool:
    """Return whether the best is a district and that of another city is nearly as good."""
    place = case.candidates[order[0]].place
    others = ((n, case.candidates[n].place) for n in order[1:])
    rivals = [n for n, p in others if p.kind == "district" and p.parent_id != place.place_id]
    if place.kind != "district" or not rivals:
        return False
    return case.scores[order[0]] - case.scores[rivals[0]] < decision["district_evidence"]
