"""From the scores of a case to its resolution: the answer, how sure it is, or why there is none."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.schema import SETTLEMENTS
from geomap.records import COMPUTED, Candidate, Resolution, Use, Zone, maker_of
from geomap.resolve.context import notes_in_context
from geomap.resolve.names import fits_kinds, notes_of
from geomap.resolve.strangers import is_small, is_stranger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.records import Mention, Place
    from geomap.resolve.cases import Case
    from geomap.resolve.context import Evidence
    from geomap.resolve.names import Note, Table, Verdict

__all__ = ["answer"]

_NOT_MAPPED = {
    Zone.CAPTION: "in a picture caption: not mapped",
    Zone.LINK: "in a line that leads to another article: not mapped",
    Zone.FOOTER: "in the footer: not mapped",
}
_LITERAL = Use.LITERAL
_to_record, _to_candidate = maker_of(Resolution), maker_of(Candidate)
_KEPT = 3  # candidates of a resolution
_STRANGER = "nothing else in the article lies near any place of this name"
_FAINT = 0.05  # a part of a score below this is not worth a line


def answer(
    mention: Mention,
    case: Case | None,
    evidence: Evidence,
    verdicts: dict[tuple[object, ...], Verdict],
    table: Table,
) -> Resolution:
    """Return the answer of a case, or why there is none.

    A sure name keeps its verdict; cases of one name and one score share theirs.
    """
    if case is None:
        return _to_record(mention, None, reason=mention.reason)
    if not case.spots:
        reason = "no place of this name is known"
        return _to_record(mention, None, relation=mention.relation, reason=reason)
    name, decision = case.name, table["decision"]
    is_whole = len(case.spots) == len(name.spots)  # what is tried may hang on the article
    is_bare = name.is_sure and case.notes is None and is_whole
    verdict = name.verdict if is_bare else None
    if verdict is None:
        key = (id(case.spots), case.is_outside, *case.scores)
        verdict = verdicts.get(key)
        if verdict is None:
            verdict = verdicts[key] = _judge(case, evidence, table)
        if is_bare:
            name.verdict = verdict
    place, score, candidates, reasons, refusal = verdict
    if place and is_small(case, decision) and is_stranger(case, evidence, decision):
        place, score, refusal = None, 0.0, _STRANGER
    reason = _NOT_MAPPED.get(mention.zone, "") if mention.use is _LITERAL else mention.reason
    return _to_record(
        mention, place, score, candidates, reasons, mention.relation, reason=refusal or reason
    )


def _judge(case: Case, evidence: Evidence, table: Table) -> Verdict:
    """Return what the scores of a case say."""
    decision = table["decision"]
    order = sorted(range(len(case.scores)), key=case.scores.__getitem__, reverse=True)
    if not case.mention.kinds and _is_torn(case, order, "district", decision):
        # Without the word "district" a town or port of the name may be meant as well.
        order.sort(key=lambda n: case.spots[n].rank == "district")
    refusal = _refusal(case, order, decision)
    kept = _kept(case, order[:_KEPT], evidence, table)
    return (
        None if refusal else _said(kept[0].place, case.mention.kinds, decision),
        0.0 if refusal else _confidence(case.scores, order, decision),
        kept,
        tuple([_line_of(note) for note in kept[0].evidence if abs(note[0]) >= _FAINT]),
        refusal,
    )


def _said(place: Place, kinds: frozenset[str], decision: Mapping[str, float]) -> Place:
    """Return a place, or the district around it where the words name one and its seat is known.

    Examples
    --------
    >>> from geomap.records import Place
    >>> seat = Place("x:1", "Rylsk", "town", 51.57, 34.68, 4.0, "RU")
    >>> unit = _said(seat, frozenset({"admin2", "district"}), {"district_km": 40.0})
    >>> unit.name, unit.kind, unit.radius_km, unit.place_id
    ('Rylsk district', 'admin2', 40.0, 'computed:district.x-1')
    >>> _said(seat, frozenset({"airport", "town"}), {}) is seat
    True
    """
    if place.kind not in SETTLEMENTS or not kinds or not kinds.isdisjoint(SETTLEMENTS):
        return place
    unit = "county" if "county" in kinds else "district"
    return replace(
        place,
        place_id=f"{COMPUTED}{unit}.{place.place_id.replace(':', '-')}",
        name=f"{place.name} {unit}",
        kind="admin2",
        radius_km=decision["district_km"],
        population=0,
    )


@lru_cache(maxsize=4_096)
def _line_of(note: Note) -> str:
    """Return a part of a score in words; articles repeat them, and numbers take long to write."""
    weight, why = note
    return f"{why} ({weight:+.1f})"


def _kept(
    case: Case, order: Sequence[int], evidence: Evidence, table: Table
) -> tuple[Candidate, ...]:
    """Return the candidates of a resolution with everything that adds up to their scores."""
    kept = []
    for index in order:
        number = case.numbers[index]
        found = case.name.candidates[number]
        notes = (
            *notes_of(case.name, number, table),
            *(case.notes[index] if case.notes else ()),
            *notes_in_context(case, index, evidence),
        )
        score = round(case.scores[index], 3)
        kept.append(_to_candidate(found.place, found.name, found.match, score, notes))
    return tuple(kept)


def _confidence(
    scores: Sequence[float], order: Sequence[int], decision: Mapping[str, float]
) -> float:
    """Return the logistic of the lead over the runner-up, or over no answer at all.

    No lead makes it 1: the place that is meant may be in no list. On checked texts it holds
    what it says (`tests/test_resolve.py` prints the bins).
    """
    runner_up = decision["threshold"]
    if len(order) > 1:
        runner_up = max(runner_up, scores[order[1]])
    lead = decision["scale"] * (scores[order[0]] - runner_up)
    return round(decision["ceiling"] / (1 + math.exp(-lead)), 3)


def _refusal(case: Case, order: Sequence[int], decision: Mapping[str, float]) -> str:
    """Return why no candidate is taken, or nothing if the best is."""
    best = order[0]
    if not fits_kinds(case.mention.kinds, case.spots[best].place.kind):
        return "the places of this name are of another kind than its type word says"
    if case.is_outside:
        return "no known place of this name lies in the place that qualifies it"
    if case.scores[best] < decision["threshold"]:
        return "too little speaks for any place of this name"
    return _doubt(case, order, decision)


def _doubt(case: Case, order: Sequence[int], decision: Mapping[str, float]) -> str:
    """Return why the best is not taken before the next, or nothing if it is."""
    if _is_torn(case, order, "district", decision):
        return "several cities have a district of this name, and none of them is named near it"
    if _is_any_village(case, order, decision):
        return "several villages are called so, and nothing tells which is meant"
    if "county" in case.mention.kinds and _is_torn(case, order, "admin2", decision):
        return "several states have a county of this name, and nothing tells which is meant"
    return ""


def _is_any_village(case: Case, order: Sequence[int], decision: Mapping[str, float]) -> bool:
    """Return whether another village of a bare name, in another unit, is as good."""
    best = case.spots[order[0]]
    if best.rank != "settlement" or case.mention.parent is not None:
        return False  # "X, Donetsk region": near enough
    if best.place.population > decision["village_people"]:
        return False
    least = case.scores[order[0]] - decision["village_evidence"]
    for number in order[1:]:
        spot = case.spots[number]
        if case.scores[number] <= least:
            return False
        if spot.rank == "settlement" and spot.unit != best.unit:
            return True
    return False


def _is_torn(case: Case, order: Sequence[int], rank: str, decision: Mapping[str, float]) -> bool:
    """Return whether the best is of a rank and that of another city or state nearly as good."""
    best = case.spots[order[0]]
    if best.rank != rank:
        return False
    others = (n for n in order[1:] if case.spots[n].rank == rank)
    rival = next((n for n in others if case.spots[n].place.parent_id != best.place_id), None)
    if rival is None:
        return False
    return case.scores[order[0]] - case.scores[rival] < decision["district_evidence"]
