"""Names that no gazetteer has and a type word or an ending gives away: "the village of X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.schema import SETTLEMENTS
from geomap.mentions.cues import UNITS, cue_before, is_abbreviation, name_with
from geomap.mentions.reading import Draft, Reading
from geomap.text import HYPHENS, fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.rules import Cue

__all__ = ["find_unknown"]

_NAME_WORDS = 3  # an unknown name has at most so many words
_VILLAGE_LETTERS = 7  # shorter words with such an ending are often no village: "Levi's", "Wayne"
_UNIT_CUES = ("region", "district", "county")
_SITE_CUES = ("facility", "power_plant", "street", "square", "station", "quarter", "highway")
_SURE = frozenset({*_UNIT_CUES, *_SITE_CUES, "village", "river", "airfield"})
"""Type words that make an unknown capitalised word in front of them a place."""
_SURE_NAMES = frozenset({"island", "lake", "mountains"})
"""Type words that do so if they have a capital, too: Wolfe Island."""


def find_unknown(
    reading: Reading, drafts: Sequence[Draft], gazetteer: Gazetteer, lexis: Lexis
) -> list[Draft]:
    """Return drafts for capitalised words that no name covers but a type word marks as places."""
    covered = set().union(*[range(draft.first, draft.last) for draft in drafts])
    lows, words = reading.lows, lexis.unnamed
    units = frozenset(
        draft.first for draft in drafts if draft.cue is not None and draft.kinds & UNITS
    )
    found: list[Draft] = []
    for token in [t for t in reading.capitals if t not in covered and lows[t] not in words]:
        sentence = reading.sentences[token]
        if token in covered or _is_in_headline(reading, token, sentence, lexis):
            continue  # what was found just now covers words, too
        draft = _unknown_at(reading, token, sentence, covered, units, lexis)
        if draft is not None:
            draft.candidates = gazetteer.candidates(draft.name)
            if draft.cue is not None:
                name_with(reading, draft, draft.cue, gazetteer, lexis)
            covered.update(range(draft.first, draft.last))
            found.append(draft)
    return found + _named_again(reading, found, covered, lexis)


def _is_in_headline(reading: Reading, token: int, sentence: int, lexis: Lexis) -> bool:
    """Return whether capitals say nothing there, and no "village of" in small letters stands by."""
    if not reading.is_title[sentence]:
        return reading.is_shouted[sentence]
    before = reading.texts[max(reading.bounds[sentence][0], token - 2) : token]
    return not (before and before[-1] in lexis.before and all(map(str.islower, before)))


def _named_again(
    reading: Reading, found: Sequence[Draft], covered: set[int], lexis: Lexis
) -> list[Draft]:
    """Return drafts for the other occurrences of settlements that only a type word gave away."""
    if not found:
        return []
    names: dict[str, list[str]] = {}
    sources: dict[str, Draft] = {}
    for draft in found:
        words = _own_words(reading, draft)
        low = words[0].casefold()
        is_plain = low in lexis.closed or low in lexis.common or low in lexis.given
        if (draft.cue is None or draft.kinds & SETTLEMENTS) and not is_plain:
            names[words[0]], sources[words[0]] = words, draft
    again: list[Draft] = []
    for token in reading.capitals if names else ():
        words = names.get(reading.texts[token], [])
        last = token + len(words)
        if not words or reading.texts[token:last] != words:
            continue
        sentence = reading.sentences[token]
        if covered.isdisjoint(range(token, last)) and reading.sentences[last - 1] == sentence:
            covered.update(range(token, last))
            source = sources[words[0]]
            again.append(Draft(token, last, source.name, source.candidates, sentence, token))
    return again


def _own_words(reading: Reading, draft: Draft) -> list[str]:
    """Return the words of an unknown name, without the type word behind it."""
    last = draft.last
    while last > draft.first + 1 and fold_name(reading.span_text(draft.first, last)) != draft.name:
        last -= 1
    return reading.texts[draft.first : last]


def _unknown_at(  # noqa: PLR0913, PLR0917 - a place in the text and what is known around it
    reading: Reading,
    token: int,
    sentence: int,
    covered: set[int],
    units: frozenset[int],
    lexis: Lexis,
) -> Draft | None:
    first, limit = reading.bounds[sentence]
    is_second = token > first and reading.is_capital[token - 1] and token - 1 not in covered
    is_second = is_second and reading.lows[token - 1] not in lexis.function
    if is_second and (reading.lows[token - 1],) not in _single_cues(reading, token - 1, lexis):
        return None  # the second word of a name that has been tried from its first
    last = token + 1
    while (
        last < limit
        and last - token < _NAME_WORDS
        and (reading.is_capital[last] or reading.texts[last] in HYPHENS)
        and reading.lows[last] not in lexis.after
        and last not in covered
    ):
        last += 1
    before = reading.lows[token - 1] if token else ""
    is_linked = before in lexis.links
    is_qualified = token > first and _is_qualified(reading, last, limit, units)
    is_placed = is_linked or before in lexis.strong_prep
    is_spelt = is_placed and _is_spelt_so(reading, token, last, lexis)
    is_met = (is_linked or before in lexis.meets) and _is_met(reading, token, last, covered, lexis)
    if not (is_qualified or is_spelt or is_met or _has_cue_beside(reading, token, last, lexis)):
        return None
    name = fold_name(reading.span_text(token, last))
    draft = Draft(token, last, name, (), sentence, token)
    cue_before(reading, draft, lexis)
    if draft.cue is None:
        _after_unknown(reading, draft, limit, lexis)
        _after_list(reading, draft, limit, lexis)
    if draft.cue is None and (is_qualified or is_spelt or is_met):
        if is_qualified or is_spelt:
            draft.kinds = SETTLEMENTS  # so that a place that only sounds alike may be meant
        return draft if name else None
    if draft.cue is None or draft.cue.cue_id in {"city", "state"} or not name:
        return None
    is_longer = token > first and reading.marks[token - 1] == "<place>" and draft.cue.is_soft
    is_unit = bool(draft.kinds & UNITS)
    return None if is_longer or (is_unit and _is_common(reading, token, last, lexis)) else draft


def _is_common(reading: Reading, first: int, last: int, lexis: Lexis) -> bool:
    """Return whether words are common ones: the "School" of a "School District"."""
    lows = reading.lows[first:last]
    return all(low in lexis.closed or low in lexis.common for low in lows)


def _is_spelt_so(reading: Reading, first: int, last: int, lexis: Lexis) -> bool:
    """Return whether one word behind a preposition of place or a place ends like a village."""
    low = reading.lows[first]
    is_alone = last == first + 1 and len(low) >= _VILLAGE_LETTERS
    before = reading.lows[first - 1] if first else ""
    is_listed = before in lexis.links and first > 1 and reading.marks[first - 2] == "<place>"
    is_placed = before in lexis.strong_prep or is_listed
    return is_alone and is_placed and low.endswith(lexis.settlement_endings)


def _is_met(reading: Reading, first: int, last: int, covered: set[int], lexis: Lexis) -> bool:
    """Return whether words behind "near" or "at" without an article can only be a place.

    Not "at Smith's", "near Jewish shops", "at Acme plants", "outside Mercy Hospital".
    """
    behind = reading.lows[last] if last < len(reading.lows) else "."
    if not _is_behind_meeting(reading, first, covered, lexis):
        return False
    is_noun = behind.isalpha() and lexis.may_be_noun(behind)
    if is_noun or behind == "'s" or reading.is_capital[last - 1] < reading.is_capital[first]:
        return False
    return not any(_is_known_word(low, lexis) for low in reading.lows[first:last])


def _is_behind_meeting(reading: Reading, first: int, covered: set[int], lexis: Lexis) -> bool:
    """Return whether such a preposition stands in front of a name or of the list it is in."""
    at = first - 1
    while at > 1 and reading.lows[at] in lexis.links and at - 1 in covered:
        at -= 1
        while at >= 0 and reading.is_capital[at]:
            at -= 1
    return at >= 0 and reading.lows[at] in lexis.meets


def _is_known_word(low: str, lexis: Lexis) -> bool:
    """Return whether a word is a person's, an organisation's, an adjective or a common one."""
    return (
        low in lexis.closed
        or low in lexis.common
        or low in lexis.given
        or low in lexis.surnames
        or low in lexis.titles
        or low in lexis.heads
        or low in lexis.organisation_words
        or low.endswith(lexis.adjective_endings)
    )


def _has_cue_beside(reading: Reading, first: int, last: int, lexis: Lexis) -> bool:
    """Return whether a type word may stand beside some tokens; quick, and never wrongly no."""
    lows, at = reading.lows, first - 1
    if at >= 0 and lows[at] in lexis.articles_and_quotes:
        at -= 1
    if at > 0 and lows[at] == "." and is_abbreviation(reading, at - 1):
        at -= 1
    behind = lows[last] if last < len(lows) else ""
    return (at >= 0 and lows[at] in lexis.before) or behind in lexis.after or behind in lexis.links


def _is_qualified(reading: Reading, last: int, limit: int, units: frozenset[int]) -> bool:
    """Return whether ", X region" stands behind a name."""
    return last + 1 < limit and reading.lows[last] in {",", "("} and last + 1 in units


def _single_cues(reading: Reading, token: int, lexis: Lexis) -> set[tuple[str, ...]]:
    """Return the type phrases in front of a name that end with a token."""
    return {phrase for phrase, _ in lexis.before.get(reading.lows[token], ())}


def _after_unknown(reading: Reading, draft: Draft, limit: int, lexis: Lexis) -> None:
    """Accept a type word behind an unknown name; at the start of a sentence it may be chance."""
    at = draft.last
    if at >= limit or reading.is_glued[at] or draft.first == reading.bounds[draft.sentence][0]:
        return
    for phrase, cue in lexis.after.get(reading.lows[at], ()):
        if at + len(phrase) <= limit and tuple(reading.lows[at : at + len(phrase)]) == phrase:
            end = at + len(phrase)
            is_of = end < limit and reading.lows[end] in lexis.parts
            is_adjective = is_of and _is_adjective(reading, draft, cue, end, lexis)
            is_named = cue.cue_id in _SURE_NAMES and reading.is_capital[at]
            if (is_named or cue.cue_id in _SURE) and not is_adjective:
                draft.last = end
                draft.cue, draft.kinds = cue, cue.kinds
            return


def _after_list(reading: Reading, draft: Draft, limit: int, lexis: Lexis) -> None:
    """Accept the plural type word of a list: "the Zhmyrska and Bryzhska hromadas"."""
    at = draft.last
    while at + 1 < limit and reading.lows[at] in lexis.links and reading.is_capital[at + 1]:
        at += 2
    if at == draft.last or at >= limit:
        return
    for phrase, cue in lexis.after.get(reading.lows[at], ()):
        if len(phrase) == 1 and cue.is_plural and cue.kinds & UNITS:
            draft.cue, draft.kinds = cue, cue.kinds


def _is_adjective(reading: Reading, draft: Draft, cue: Cue, of: int, lexis: Lexis) -> bool:
    """Return whether one word may only qualify a type word: "the Kurdish village of …"."""
    behind = [mark for mark in reading.marks[of + 1 : of + 3] if mark not in lexis.natural_articles]
    is_within = cue.cue_id == "district" and behind[:1] == ["<place>"]
    if draft.last - draft.first > 1:
        return False
    return not is_within or reading.lows[draft.first].endswith(lexis.adjective_endings)
