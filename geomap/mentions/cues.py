"""Type words beside a name, and names that only a type word gives away."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.mentions.reading import HYPHENS, Draft, Reading
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.rules import Cue

__all__ = ["find_cues", "find_unknown", "spread_plurals"]

_SETTLEMENTS = frozenset({"city", "town", "village"})
_UNITS = frozenset({"admin1", "admin2", "district"})
_WIDE = frozenset({"country", "continent", "ocean", "admin1"})
_NAME_WORDS = 3  # an unknown name has at most so many words
_VILLAGE_LETTERS = 7  # shorter words with such an ending are often no village: "Levi's", "Wayne"
_FEW = 3  # candidates that tell what a name is first of all
_SEAT = 50_000  # people of a town that a county is called by


def find_cues(
    reading: Reading, drafts: Sequence[Draft], gazetteer: Gazetteer, lexis: Lexis
) -> None:
    """Give each draft the type word that stands beside it, and what lies in front of it."""
    for draft in drafts:
        if not draft.is_demonym:
            _cue_before(reading, draft, lexis)
            _look_up_again(draft, gazetteer)
            _take_rest(reading, draft, gazetteer, lexis)
            if not _cue_inside(reading, draft, lexis):
                _cue_after(reading, draft, gazetteer, lexis)
            if draft.cue is None and draft.last - draft.first == 1:
                _article_before(reading, draft, lexis)


def _article_before(reading: Reading, draft: Draft, lexis: Lexis) -> None:
    """Read "the Dnipro" as the river: an article, and no noun behind that it could belong to."""
    first, limit = reading.bounds[draft.sentence]
    at = draft.first - 1
    if at < first or reading.lows[at] not in lexis.natural_articles:
        return
    behind = reading.lows[draft.last] if draft.last < limit else "."
    is_word = behind[0].isalnum() and behind not in lexis.function and behind not in lexis.verbs
    if is_word or behind in HYPHENS or behind == "'s":
        return  # "the Kyiv metro", "the Kyiv-based bank"
    found = frozenset(c.place.kind for c in draft.candidates)
    kinds = found & lexis.natural_kinds
    if kinds and draft.candidates[0].place.kind not in {"country", *kinds}:
        draft.kinds = kinds
    draft.is_natural = bool(kinds)
    draft.has_article = not kinds and _is_named_for_town(draft)


def _is_named_for_town(draft: Draft) -> bool:
    """Return whether a town bears a name first of all, or a county that is called by its town."""
    first, *others = (candidate.place for candidate in draft.candidates[:_FEW])
    is_county = first.kind == "admin1" and any(p.population >= _SEAT for p in others)
    return first.kind in _SETTLEMENTS or is_county  # "the Derby" is a race


def _take_rest(reading: Reading, draft: Draft, gazetteer: Gazetteer, lexis: Lexis) -> None:
    """Make "the village of Nova Huta" one name, though only "Nova" is in the gazetteer."""
    limit = reading.bounds[draft.sentence][1]
    last = draft.last
    if draft.lead == draft.first or reading.is_title[draft.sentence]:
        return
    while last < limit and last - draft.first < _NAME_WORDS and _is_rest(reading, last, lexis):
        last += 1
    if last > draft.last:
        draft.last, draft.name = last, fold_name(reading.span_text(draft.first, last))
        draft.candidates = gazetteer.candidates(draft.name)


def _is_rest(reading: Reading, token: int, lexis: Lexis) -> bool:
    low = reading.lows[token]
    return (
        reading.is_capital[token]
        and not reading.is_glued[token]
        and low not in lexis.function
        and low not in lexis.calendar
        and low not in lexis.after
        and low not in lexis.heads
        and reading.marks[token] != "<demonym>"
    )


def _look_up_again(draft: Draft, gazetteer: Gazetteer) -> None:
    """Look up a name that a type word in front was added to: "Lake Erie" before "Erie"."""
    if draft.cue is None or not draft.name.startswith(f"{draft.cue.word} "):
        return
    found = tuple(c for c in gazetteer.candidates(draft.name) if c.match != "skeleton")
    draft.candidates = found or draft.candidates
    if not found:
        draft.name = draft.name.removeprefix(f"{draft.cue.word} ")


def _cue_inside(reading: Reading, draft: Draft, lexis: Lexis) -> bool:
    """Use the type word inside a name of the gazetteer: "Kharkiv region", "Gulf of Aden"."""
    if draft.last - draft.first == 1:
        return False
    first, second = reading.lows[draft.first], reading.lows[draft.first + 1]
    ends = [tuple(reading.lows[at : draft.last]) for at in range(draft.first + 1, draft.last)]
    for phrase, cue in (
        *(row for words in ends for row in lexis.after.get(words[0], ())),
        *lexis.before.get(first, ()),
        *lexis.before.get(second, ()),
    ):
        if cue.is_plural:
            continue  # "the United States" is one
        kinds = cue.kinds | _SETTLEMENTS if cue.is_soft else cue.kinds
        is_inside = phrase in ends or phrase in {(first,), (first, second)}
        if is_inside and any(c.place.kind in kinds for c in draft.candidates):
            draft.cue, draft.kinds = cue, kinds
            return True
    return False


def _cue_before(reading: Reading, draft: Draft, lexis: Lexis) -> None:
    first = reading.bounds[draft.sentence][0]
    at = draft.first - 1
    if at >= first and reading.lows[at] in lexis.articles_and_quotes:
        at -= 1
    if at < first:
        return
    for phrase, cue in _phrases_before(reading.lows[at - 1] if at else "", reading.lows[at], lexis):
        start = at + 1 - len(phrase)
        if start >= first and tuple(reading.lows[start : at + 1]) == phrase:
            is_named = start - 1 > first and reading.is_capital[start - 1]
            if is_named and not _is_within(reading, draft, start - 1, cue, lexis):
                return  # "Podilskyi district of Kyiv": the type word is that of the name before
            draft.lead = _directions_before(reading, start, first, lexis)
            _set_cue(draft, cue)
            if len(phrase) == 1 and reading.is_capital[start]:
                draft.first = draft.lead = start  # "Lake Erie": the type word is half the name
                draft.name = f"{phrase[0]} {draft.name}"
            return


@lru_cache(maxsize=4_096)
def _phrases_before(word: str, last: str, lexis: Lexis) -> tuple[tuple[tuple[str, ...], Cue], ...]:
    """Return the type phrases that two words can end: few of the many that end in "of"."""
    rows = lexis.before.get(last, ())
    return tuple([row for row in rows if len(row[0]) == 1 or row[0][-2] == word])


def _is_within(reading: Reading, draft: Draft, at: int, cue: Cue, lexis: Lexis) -> bool:
    """Return whether the name before a type word says where it lies: "the Kent village of X"."""
    if reading.marks[at] == "<demonym>":
        return True
    behind = reading.lows[draft.last] if draft.last < len(reading.lows) else ""
    is_town = bool(cue.kinds & _SETTLEMENTS) and not cue.is_soft
    return is_town and reading.marks[at] == "<place>" and behind not in lexis.after


def _directions_before(reading: Reading, start: int, first: int, lexis: Lexis) -> int:
    """Return the first of the directions that qualify a type word: "northeastern city of"."""
    while start - 1 >= first and (
        reading.lows[start - 1] in lexis.directions or reading.texts[start - 1] in HYPHENS
    ):
        start -= 1
    return start


def _cue_after(reading: Reading, draft: Draft, gazetteer: Gazetteer, lexis: Lexis) -> None:
    limit = reading.bounds[draft.sentence][1]
    at = draft.last
    if at >= limit or (draft.cue is not None and draft.cue.is_plural):
        return
    for phrase, cue in lexis.after.get(reading.lows[at], ()):
        if tuple(reading.lows[at : at + len(phrase)]) != phrase or at + len(phrase) > limit:
            continue
        end = at + len(phrase)
        is_name = reading.is_capital[at] and end < limit and reading.lows[end] in lexis.heads
        # A "Ukraine airport" is some airport there.
        is_state = draft.first_kind == "country" and not reading.is_capital[at] and cue.is_soft
        if is_state or reading.is_glued[at] or (is_name and reading.is_capital[end]):
            return  # "Moscow State University" is not the state of Moscow
        is_town = draft.first_kind in _SETTLEMENTS
        if is_town and reading.is_capital[at] and reading.lows[at] in lexis.tails:
            return  # nor is "Moscow State", for short
        draft.last = end
        _name_with(draft, cue, gazetteer)
        return


def _name_with(draft: Draft, cue: Cue, gazetteer: Gazetteer) -> None:
    """Look the name up with its type word; keep the bare name if that is unknown."""
    full = f"{draft.name} {fold_name(cue.word)}"
    found = tuple(c for c in gazetteer.candidates(full) if c.match != "skeleton")
    _set_cue(draft, cue)
    if found:
        draft.name, draft.candidates = full, found


def _set_cue(draft: Draft, cue: Cue) -> None:
    if draft.cue is not None and draft.cue.is_plural and not cue.is_plural:
        return
    is_wide = draft.first_kind in _WIDE  # others lie in it
    if is_wide and not any(c.place.kind in cue.kinds for c in draft.candidates):
        return  # "the capital of Ghana", "the regions of China", "the Pacific region"
    draft.cue = cue
    draft.kinds = cue.kinds
    if cue.is_soft:
        draft.kinds |= _SETTLEMENTS


def spread_plurals(lists: Sequence[Sequence[Draft]], gazetteer: Gazetteer) -> None:
    """Give the members of a list the plural type word at its end or its start."""
    for members in lists:
        last, first = members[-1], members[0]
        if last.cue is not None and last.cue.is_plural and last.last > last.first + 1:
            for draft in members[:-1]:
                if draft.cue is None and not draft.is_demonym:
                    _name_with(draft, last.cue, gazetteer)
        elif first.cue is not None and first.cue.is_plural and first.lead < first.first:
            for draft in members[1:]:
                if draft.cue is None:
                    _set_cue(draft, first.cue)


def find_unknown(
    reading: Reading, drafts: Sequence[Draft], gazetteer: Gazetteer, lexis: Lexis
) -> list[Draft]:
    """Return drafts for capitalised words that no name covers but a type word marks as places."""
    covered = {token for draft in drafts for token in range(draft.first, draft.last)}
    units = frozenset(
        draft.first for draft in drafts if draft.cue is not None and draft.kinds & _UNITS
    )
    found: list[Draft] = []
    for token in [token for token in reading.capitals if token not in covered]:
        sentence = reading.sentences[token]
        if token in covered or reading.is_shouted[sentence] or reading.is_title[sentence]:
            continue  # what was found just now covers words, too
        draft = _unknown_at(reading, token, sentence, covered, units, lexis)
        if draft is not None:
            draft.candidates = gazetteer.candidates(draft.name)
            covered.update(range(draft.first, draft.last))
            found.append(draft)
    return found + _named_again(reading, found, covered, lexis)


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
        if (draft.cue is None or draft.kinds & _SETTLEMENTS) and not is_plain:
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
    low = reading.lows[token]
    if low in lexis.function or low in lexis.calendar or low in lexis.directions:
        return None
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
    is_qualified = token > first and _is_qualified(reading, last, limit, units)
    is_spelt = _is_spelt_so(reading, token, last, lexis)
    if not (is_qualified or is_spelt or _has_cue_beside(reading, token, last, lexis)):
        return None
    name = fold_name(reading.span_text(token, last))
    draft = Draft(token, last, name, (), sentence, token)
    _cue_before(reading, draft, lexis)
    if draft.cue is None:
        _after_unknown(reading, draft, limit, lexis)
    if draft.cue is None and (is_qualified or is_spelt):
        draft.kinds = _SETTLEMENTS  # so that a place that only sounds alike may be meant
        return draft if name else None
    if draft.cue is None or draft.cue.cue_id in {"city", "state"} or not name:
        return None
    is_longer = token > first and reading.marks[token - 1] == "<place>" and draft.cue.is_soft
    is_unit = bool(draft.kinds & _UNITS)
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


def _has_cue_beside(reading: Reading, first: int, last: int, lexis: Lexis) -> bool:
    """Return whether a type word may stand beside some tokens; quick, and never wrongly no."""
    lows, at = reading.lows, first - 1
    if at >= 0 and lows[at] in lexis.articles_and_quotes:
        at -= 1
    return (at >= 0 and lows[at] in lexis.before) or (
        last < len(lows) and lows[last] in lexis.after
    )


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
            if cue.cue_id in _SURE and not is_adjective:
                draft.last = at + len(phrase)
                draft.cue, draft.kinds = cue, cue.kinds
            return


def _is_adjective(reading: Reading, draft: Draft, cue: Cue, of: int, lexis: Lexis) -> bool:
    """Return whether one word may only qualify a type word: "the Kurdish village of …"."""
    behind = [mark for mark in reading.marks[of + 1 : of + 3] if mark not in lexis.natural_articles]
    is_within = cue.cue_id == "district" and behind[:1] == ["<place>"]
    if draft.last - draft.first > 1:
        return False
    return not is_within or reading.lows[draft.first].endswith(lexis.adjective_endings)


_SURE = frozenset(
    {"region", "district", "village", "river", "airfield", "facility", "power_plant", "street"}
)
"""Type words that make an unknown capitalised word in front of them a place."""
