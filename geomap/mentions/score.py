"""Is this word a place at all? One additive score per name, with its parts in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geomap.mentions.reading import HYPHENS
from geomap.mentions.uses import is_vouched
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.reading import Draft, Reading

__all__ = ["score_names"]

_FEW = 5  # candidates that are looked at for their country
_LONG = 6  # letters: short names are words of other languages far oftener
_SHORT_LINE = 4  # a line of so few words is a label, not a sentence
_SETTLEMENTS = frozenset({"city", "town", "village"})


def score_names(  # noqa: PLR0913, PLR0917 - all that bears on the names of an article
    reading: Reading,
    drafts: Sequence[Draft],
    gazetteer: Gazetteer,
    lexis: Lexis,
    weights: Mapping[str, float],
    lists: Sequence[Sequence[Draft]],
    *,
    ignore_case: bool,
) -> None:
    """Score every draft no guard has claimed; below the threshold it is no place.

    A name that is surely a place once makes its other occurrences likelier.
    """
    lower = frozenset() if ignore_case else _lower_case_words(reading)
    groups = {id(draft): group for group in lists for draft in group}
    open_drafts = [draft for draft in drafts if draft.is_open and not draft.is_demonym]
    for draft in open_drafts:
        _score(reading, draft, gazetteer, lexis, weights, lower)
    theatre = _theatre(drafts, weights["sure"])
    for draft in open_drafts:
        if draft.score < weights["sure"]:
            _score_company(reading, draft, groups.get(id(draft), (draft,)), lexis, weights, theatre)
    sure = {draft.name for draft in open_drafts if draft.score >= weights["sure"]}
    sure_lists = {
        draft.list_id
        for draft in open_drafts
        if draft.score >= weights["sure"] and draft.list_id is not None
    }
    for draft in open_drafts:
        if draft.name in sure and draft.score < weights["sure"]:
            _add(draft, weights["accepted_elsewhere"], "surely a place elsewhere in the article")
        if draft.list_id in sure_lists and draft.score < weights["sure"]:
            _add(draft, weights["in_list"], "in a list with a place")
        if draft.score < weights["threshold"]:
            draft.use = Use.NAME_PART
            against = [note for note in draft.notes if note.endswith(")") and "(-" in note]
            draft.reason = "; ".join(against) or "too little says it is a place"


def _theatre(drafts: Sequence[Draft], sure: float) -> frozenset[str]:
    """Return the codes of the countries that an article names, or surely names places in."""
    return frozenset(
        draft.candidates[0].place.country
        for draft in drafts
        if draft.candidates and (draft.score >= sure or draft.is_demonym)
    )


def _score_company(  # noqa: PLR0913, PLR0917 - as above
    reading: Reading,
    draft: Draft,
    group: Sequence[Draft],
    lexis: Lexis,
    weights: Mapping[str, float],
    theatre: frozenset[str],
) -> None:
    """Count what the rest of the article says for a name that is not sure by itself."""
    if any(candidate.place.country in theatre for candidate in draft.candidates[:_FEW]):
        _add(draft, weights["theatre"], "in a country the article names")
    if len(group) > 1:
        _add(draft, weights["in_list"] / 2, "in a list of names of places")
    if is_vouched(reading, draft, group, lexis):
        _add(draft, weights["vouched"], "words beside it that stand beside places")


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
    draft.score += _worth(draft, weights)
    _score_frame(draft, weights)
    bounds = reading.bounds[draft.sentence]
    before = _word_before(reading, draft, bounds[0], lexis)
    if before in lexis.strong_prep:
        _add(draft, weights["preposition"], f"{before!r} before it")
    elif before in lexis.weak_prep:
        _add(draft, weights["weak_preposition"], f"{before!r} before it")
    if draft.last - draft.first == 1 and draft.cue is None:
        _score_single(reading, draft, gazetteer, lexis, weights, lower)
        if before not in lexis.strong_prep and before not in lexis.weak_prep:
            _score_speaker(reading, draft, lexis, weights)
    if not (reading.is_title[draft.sentence] or reading.is_shouted[draft.sentence]):
        _score_neighbours(reading, draft, bounds, lexis, weights)


def _score_frame(draft: Draft, weights: Mapping[str, float]) -> None:
    """Count what stands around the name and has been recognised as its own."""
    if draft.cue is not None:
        _add(draft, weights["cue"], f"the type word {draft.cue.word!r}")
    elif draft.last - draft.first > 1:
        _add(draft, weights["several_words"], "a name of several words")
    if draft.kinds == {"border"} or draft.relation:
        _add(draft, weights["relation"], "a spatial relation")
    if draft.has_article:
        _add(draft, weights["article"], "an article in front, which no town takes")
    if draft.parent is not None:
        _add(draft, weights["qualified"], "the place it lies in is named beside it")


def _word_before(reading: Reading, draft: Draft, first: int, lexis: Lexis) -> str:
    """Return the word in front of a name, the article skipped; empty at the start."""
    at = draft.lead - 1
    if at > first and reading.lows[at] in lexis.natural_articles:
        at -= 1
    return reading.lows[at] if at >= first else ""


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
    first, limit = reading.bounds[draft.sentence]
    is_country = bool(draft.candidates) and draft.candidates[0].place.kind == "country"
    if not is_country and (low in lexis.common or low in lower or gazetteer.is_common(low)):
        key = "common_word" if draft.first == first else "common_inside"
        _add(draft, weights[key], "also a common word")
    if low in lexis.calendar:
        _add(draft, weights["common_word"], "a month, day or feast")
    if low in lexis.given:
        # In lower case "vladimir putin" has no capitals that would make it a person.
        is_lower = not reading.is_capital[draft.first]
        _add(draft, weights["given_name"] * (3 if is_lower else 1), "also a given name")
    is_shouted = reading.is_shouted[draft.sentence]
    if is_shouted and not is_country:
        _add(draft, weights["shouted"], "in a line of capitals")
    if len(low) >= _LONG and low not in lower and low not in lexis.common:
        _add(draft, weights["long_word"], "a long word that is no common one")
    is_label = limit - first <= _SHORT_LINE
    if is_label and not any(
        reading.is_capital[at] for at in range(first, limit) if at != draft.first
    ):
        _add(draft, weights["label"], "a line that holds little else")
    is_first = draft.first == first and not is_label
    if is_first and not is_country and not is_shouted:
        _add(draft, weights["sentence_start"], "a capital at the start of a sentence says little")


def _score_speaker(
    reading: Reading, draft: Draft, lexis: Lexis, weights: Mapping[str, float]
) -> None:
    """Count "X said" against a name, unless X is a capital or country."""
    is_country = bool(draft.candidates) and draft.candidates[0].place.kind == "country"
    if is_country or draft.name in lexis.metonyms or draft.last >= len(reading.lows):
        return
    if reading.lows[draft.last] in lexis.say:
        _add(draft, weights["speaks"], "speaks like a person")


def _is_hyphenated(reading: Reading, draft: Draft, lexis: Lexis) -> bool:
    """Return whether a hyphen ties a name to a capitalised word that is no place: X-Presse."""
    at = draft.last
    if at + 1 < len(reading.lows) and reading.texts[at] in HYPHENS and reading.is_glued[at]:
        return _is_bound(reading, at + 1) and reading.is_glued[at + 1]
    at = draft.first - 1
    if (
        at > 0
        and reading.texts[at] in HYPHENS
        and reading.is_glued[at + 1]
        and reading.is_glued[at]
    ):
        return _is_bound(reading, at - 1) and reading.lows[at - 1] not in lexis.articles
    return False


def _is_bound(reading: Reading, at: int) -> bool:
    return reading.is_capital[at] and reading.marks[at] not in {"<place>", "<demonym>"}


def _score_neighbours(
    reading: Reading,
    draft: Draft,
    bounds: tuple[int, int],
    lexis: Lexis,
    weights: Mapping[str, float],
) -> None:
    """Count a capitalised word right beside a name against it: London Breed, Real Madrid."""
    if _is_hyphenated(reading, draft, lexis):
        _add(draft, weights["hyphenated"], "tied to another name by a hyphen")
    if draft.candidates and draft.candidates[0].place.kind == "country":
        return
    last = draft.last
    if last < bounds[1] and not reading.is_glued[last] and _is_stranger(reading, last, lexis):
        _add(draft, weights["neighbour_right"], f"before {reading.texts[last]!r}")
    at = draft.first - 1
    is_free = draft.lead == draft.first and not reading.is_glued[draft.first]
    if at > bounds[0] and is_free and _is_stranger(reading, at, lexis):
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
