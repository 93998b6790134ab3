"""Is this word a place at all? One additive score per name, with its parts in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geomap.mentions.reading import HYPHENS
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.reading import Draft, Reading

__all__ = ["score_names"]

_SETTLEMENTS = frozenset({"city", "town", "village"})


def score_names(
    reading: Reading,
    drafts: Sequence[Draft],
    gazetteer: Gazetteer,
    lexis: Lexis,
    weights: Mapping[str, float],
) -> None:
    """Score every draft no guard has claimed; below the threshold it is no place.

    A name that is surely a place once makes its other occurrences likelier.
    """
    lower = _lower_case_words(reading)
    open_drafts = [draft for draft in drafts if draft.is_open and not draft.is_demonym]
    for draft in open_drafts:
        _score(reading, draft, gazetteer, lexis, weights, lower)
    sure = {draft.name for draft in open_drafts if draft.score >= weights["sure"]}
    for draft in open_drafts:
        if draft.name in sure and draft.score < weights["sure"]:
            _add(draft, weights["accepted_elsewhere"], "surely a place elsewhere in the article")
        in_list = draft.list_id is not None
        if in_list and any(o is not draft and o.list_id == draft.list_id and o.score >= weights["sure"] for o in open_drafts):
            _add(draft, weights["in_list"], "in a list with a place")
        if draft.score < weights["threshold"]:
            draft.use = Use.NAME_PART
            against = [note for note in draft.notes if note.endswith(")") and "(-" in note]
            draft.reason = "; ".join(against) or "too little says it is a place"


def _lower_case_words(reading: Reading) -> frozenset[str]:
    return frozenset(text for text in reading.texts if text.islower())


def _add(draft: Draft, weight: float, note: str) -> None:
    draft.score += weight
    draft.notes.append(f"{note} ({weight:+g})")


def _score(  # noqa: PLR0913, PLR0917 - all that bears on one name
    reading: Reading,
    draft: Draft,
    gazetteer: Gazetteer,
    lexis: Lexis,
    weights: Mapping[str, float],
    lower: frozenset[str],
) -> None:
    words = draft.last - draft.first
    draft.score += _worth(draft, weights)
    if words > 1 and draft.cue is None:
        _add(draft, weights["several_words"], "a name of several words")
    if draft.cue is not None:
        _add(draft, weights["cue"], f"the type word {draft.cue.word!r}")
    if draft.kinds == {"border"} or draft.relation:
        _add(draft, weights["relation"], "a spatial relation")
    if draft.parent is not None or any("qualifies" in note for note in draft.notes):
        _add(draft, weights["qualified"], "the place it lies in is named beside it")
    first, limit = reading.bounds[draft.sentence]
    before = reading.lows[draft.lead - 1] if draft.lead > first else ""
    if before == "the" and draft.lead - 1 > first:
        before = reading.lows[draft.lead - 2]
    if before in lexis.strong_prep:
        _add(draft, weights["preposition"], f"{before!r} before it")
    if words == 1 and draft.cue is None:
        _score_single(reading, draft, gazetteer, lexis, weights, lower)
    if not (reading.is_title[draft.sentence] or reading.is_shouted[draft.sentence]):
        _score_neighbours(reading, draft, (first, limit), lexis, weights)


def _worth(draft: Draft, weights: Mapping[str, float]) -> float:
    """Return how likely a name of this kind and size is to be meant in news."""
    best = 0.0
    for candidate in draft.candidates[:3]:
        place = candidate.place
        if place.kind in _SETTLEMENTS:
            worth = weights["per_tenfold"] * (math.log10(max(place.population, 100)) - 4.0)
        else:
            worth = weights.get(f"kind_{place.kind}", weights["kind_other"])
        best = max(best, worth * candidate.score)
    return best


def _score_single(  # noqa: PLR0913, PLR0917 - as above
    reading: Reading,
    draft: Draft,
    gazetteer: Gazetteer,
    lexis: Lexis,
    weights: Mapping[str, float],
    lower: frozenset[str],
) -> None:
    low = reading.lows[draft.first]
    is_country = bool(draft.candidates) and draft.candidates[0].place.kind == "country"
    if not is_country and (low in lexis.common or low in lower or gazetteer.is_common(low)):
        _add(draft, weights["common_word"], "also a common word")
    if low in lexis.calendar:
        _add(draft, weights["common_word"], "a month, day or feast")
    if low in lexis.given:
        _add(draft, weights["given_name"], "also a given name")
    is_first = draft.first == reading.bounds[draft.sentence][0]
    if is_first and not is_country and not reading.is_shouted[draft.sentence]:
        _add(draft, weights["sentence_start"], "a capital at the start of a sentence says little")
    if not is_country and draft.last < len(reading.lows) and reading.lows[draft.last] in lexis.say:
        if draft.name not in lexis.metonyms:
            _add(draft, weights["speaks"], "speaks like a person")


def _score_neighbours(
    reading: Reading,
    draft: Draft,
    bounds: tuple[int, int],
    lexis: Lexis,
    weights: Mapping[str, float],
) -> None:
    """Count a capitalised word right beside a name against it: London Breed, Real Madrid."""
    if draft.candidates and draft.candidates[0].place.kind == "country":
        return
    if draft.last < bounds[1] and _is_stranger(reading, draft.last, lexis):
        if not reading.is_glued[draft.last]:
            _add(draft, weights["neighbour_right"], f"before {reading.texts[draft.last]!r}")
    at = draft.first - 1
    if at > bounds[0] and draft.lead == draft.first and _is_stranger(reading, at, lexis):
        if not reading.is_glued[draft.first]:
            _add(draft, weights["neighbour_left"], f"behind {reading.texts[at]!r}")


def _is_stranger(reading: Reading, at: int, lexis: Lexis) -> bool:
    low = reading.lows[at]
    return (
        reading.is_capital[at]
        and reading.marks[at] != "<place>"
        and low not in lexis.function
        and low not in lexis.calendar
        and low not in lexis.directions
        and low not in lexis.titles
        and low not in lexis.offices
        and low not in HYPHENS
    )
