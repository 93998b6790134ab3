"""Type words beside a name: "the village of X", "X district"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.schema import SETTLEMENTS
from geomap.mentions.adjectives import stands_before_unit
from geomap.mentions.names import base_forms
from geomap.mentions.reading import INHABITED, Draft, Reading, is_own_unit
from geomap.text import HYPHENS, fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.rules import Cue

__all__ = ["UNITS", "cue_before", "find_cues", "is_abbreviation", "name_with", "spread_plurals"]

UNITS = frozenset({"admin1", "admin2", "district"})
_WIDE = frozenset({"country", "continent", "ocean", "admin1"})
_UNIT = frozenset({"admin1"})
_NAME_WORDS = 3  # of a name that is longer than the gazetteer has it
_FEW = 3  # candidates that tell what a name is first of all
_EXPLAINED = 3  # words between a type word and the names: ", among them"
_ABBREVIATED = 3  # letters of a type word in front of a full stop: "с.", "м.", "пгт."
_SEAT = 50_000  # people of a town that a county is called by
_CITY = 20_000  # people of a city that has streets of its own


def find_cues(
    reading: Reading, drafts: Sequence[Draft], gazetteer: Gazetteer, lexis: Lexis
) -> None:
    """Give each draft the type word that stands beside it, and what lies in front of it."""
    for draft in drafts:
        if draft.is_demonym:
            continue
        cue_before(reading, draft, lexis)
        if draft.cue is not None:
            _look_up_again(reading, draft, draft.cue, gazetteer, lexis)
        if draft.lead < draft.first:
            _take_rest(reading, draft, gazetteer, lexis)
        if draft.last - draft.first == 1 or not _cue_inside(reading, draft, lexis):
            _cue_after(reading, draft, gazetteer, lexis)
        if draft.cue is None and draft.last - draft.first == 1:
            _article_before(reading, draft, lexis)


def _article_before(reading: Reading, draft: Draft, lexis: Lexis) -> None:
    """Read "the Dnipro" as the river: an article, and no noun behind that it could belong to."""
    (first, limit), at = reading.bounds[draft.sentence], draft.first - 1
    is_any = at >= first and reading.lows[at] in lexis.indefinite
    if at < first or not (is_any or reading.lows[at] in lexis.natural_articles):
        return
    end = _list_end(reading, draft.last, limit, lexis)
    behind = reading.lows[end] if end < limit else "."
    is_noun = behind[0].isalnum() and behind not in lexis.not_nouns
    if is_noun or behind in HYPHENS or behind == "'s":
        return  # "the Kyiv metro", "the Kyiv-based bank", "the Kyiv and Lviv metros"
    if is_any:
        draft.has_article = _is_named_for_town(draft)  # "in a Mercedes"
        return
    found = frozenset(c.place.kind for c in draft.candidates)
    kinds = found & lexis.natural_kinds
    if kinds and draft.first_kind not in {"country", "region"}:
        draft.kinds = kinds
    draft.is_natural = bool(kinds)
    draft.has_article = not kinds and _is_named_for_town(draft)


def _list_end(reading: Reading, at: int, limit: int, lexis: Lexis) -> int:
    """Return the token behind the names that a list goes on with at a token, or that token."""
    while at + 1 < limit and reading.lows[at] in lexis.links and reading.is_capital[at + 1]:
        at += 1
        while at < limit and reading.is_capital[at]:
            at += 1
    return at


def _is_named_for_town(draft: Draft) -> bool:
    """Return whether a town bears a name first of all, or a county that is called by its town."""
    first, *others = (candidate.place for candidate in draft.candidates[:_FEW])
    is_county = first.kind == "admin1" and any(p.population >= _SEAT for p in others)
    return first.kind in SETTLEMENTS or is_county  # "the Derby" is a race


def _take_rest(reading: Reading, draft: Draft, gazetteer: Gazetteer, lexis: Lexis) -> None:
    """Make "the village of Nova Huta" one name, though only "Nova" is in the gazetteer."""
    if reading.is_title[draft.sentence] or reading.is_shouted[draft.sentence]:
        return
    last, limit = draft.last, reading.bounds[draft.sentence][1]
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
        and not stands_before_unit(reading, token, lexis)
    )


def _look_up_again(
    reading: Reading, draft: Draft, cue: Cue, gazetteer: Gazetteer, lexis: Lexis
) -> None:
    """Look up a name with the type word in front of it: "Lake Erie", "the airfields of Saky"."""
    if not draft.name.startswith(f"{cue.word} "):
        if not any(c.place.kind in cue.kinds for c in draft.candidates):
            name_with(reading, draft, cue, gazetteer, lexis)
        return
    found = tuple(c for c in gazetteer.candidates(draft.name) if c.match != "skeleton")
    draft.candidates = found or draft.candidates
    if not found:
        draft.name = draft.name.removeprefix(f"{cue.word} ")


def _cue_inside(reading: Reading, draft: Draft, lexis: Lexis) -> bool:
    """Use the type word inside a name of the gazetteer: "Kharkiv region", "Gulf of Aden"."""
    first, second = reading.lows[draft.first], reading.lows[draft.first + 1]
    ends = [tuple(reading.lows[at : draft.last]) for at in range(draft.first + 1, draft.last)]
    for phrase, cue in (
        *(row for words in ends for row in lexis.after.get(words[0], ())),
        *lexis.before.get(first, ()),
        *lexis.before.get(second, ()),
    ):
        if cue.is_plural:
            continue  # "the United States" is one
        kinds = cue.kinds | SETTLEMENTS if cue.is_soft else cue.kinds
        is_inside = phrase in ends or phrase in {(first,), (first, second)}
        if is_inside and any(c.place.kind in kinds for c in draft.candidates):
            draft.cue, draft.kinds = cue, kinds
            return True
    return False


def cue_before(reading: Reading, draft: Draft, lexis: Lexis) -> None:
    """Give a draft the type word in front of it."""
    first = reading.bounds[draft.sentence][0]
    at = draft.first - 1
    if at >= first and reading.lows[at] in lexis.articles_and_quotes:
        at -= 1
    is_short = at > first and reading.texts[at] == "." and is_abbreviation(reading, at - 1)
    at -= is_short
    if at < first or reading.lows[at] not in lexis.before:
        return
    if not is_short and len(reading.lows[at]) == 1 and reading.lows[at] in lexis.function:
        return  # "с Лукашенко" is with him, "с. Лукашенко" the village
    for phrase, cue in _phrases_before(reading.lows[at - 1] if at else "", reading.lows[at], lexis):
        start = at + 1 - len(phrase)
        if "road" in cue.kinds and _is_city_in_case(draft):
            continue  # "на улице Харькова": a street of the city
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


def _is_city_in_case(draft: Draft) -> bool:
    """Return whether a name is that of a city in a case, which no street is called after."""
    return draft.is_declined and draft.candidates[0].place.population >= _CITY


def is_abbreviation(reading: Reading, at: int) -> bool:
    """Return whether a token is a word cut short before a full stop: "с. Работино".

    An initial has a capital, and behind a number stands its unit: "2014 г.".
    """
    text = reading.texts[at]
    is_unit = at > 0 and reading.marks[at - 1] == "<num>"
    return len(text) <= _ABBREVIATED and text.islower() and reading.is_glued[at + 1] and not is_unit


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
    is_town = bool(cue.kinds & SETTLEMENTS) and not cue.is_soft
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
    if at >= limit or draft.relation == "border" or draft.first_kind == "border":
        return  # "the Russian border villages" are by it
    for phrase, cue in lexis.after.get(reading.lows[at], ()):
        if tuple(reading.lows[at : at + len(phrase)]) != phrase or at + len(phrase) > limit:
            continue
        end = at + len(phrase)
        is_name = reading.is_capital[at] and end < limit and reading.lows[end] in lexis.heads
        # A "Ukraine airport" is some airport there.
        is_state = draft.first_kind == "country" and not reading.is_capital[at] and cue.is_soft
        if is_state or reading.is_glued[at] or (is_name and reading.is_capital[end]):
            return  # "Moscow State University" is not the state of Moscow
        is_of = end < limit and reading.lows[end] in lexis.parts
        is_any = (cue.is_plural or is_of) and _is_any(reading, draft, lexis)
        if is_any or (is_of and _is_of_next(reading, draft, at, end, lexis)):
            return  # "Border villages" are any there, "Border town of X" is X
        if cue.kinds <= SETTLEMENTS and _is_state_of_town(reading, draft, lexis):
            draft.kinds = _UNIT
            return
        is_town = draft.first_kind in SETTLEMENTS
        if is_town and reading.is_capital[at] and reading.lows[at] in lexis.tails:
            return  # nor is "Moscow State", for short
        if draft.cue is not None and draft.cue.is_plural:
            draft.cue = None  # "the villages of the Sumy district" are in it
        draft.last = end
        name_with(reading, draft, cue, gazetteer, lexis)
        return


def _is_state_of_town(reading: Reading, draft: Draft, lexis: Lexis) -> bool:
    """Return whether a name says which state a town is in: "the Somerset town", "a Nevada town"."""
    before = reading.lows[draft.first - 1] if draft.first else ""
    is_unit = any(map(is_own_unit, draft.candidates))
    return is_unit and before in lexis.articles_and_quotes and not reading.is_capital[draft.last]


def _is_of_next(reading: Reading, draft: Draft, at: int, end: int, lexis: Lexis) -> bool:
    """Return whether a type word is that of the town behind "of": "the Danube port of Izmail"."""
    if draft.first_kind in INHABITED or reading.marks[end + 1 : end + 2] != ["<place>"]:
        return False
    words = tuple(reading.lows[at : end + 1])
    return any(
        phrase == words and not cue.kinds.isdisjoint(SETTLEMENTS)
        for phrase, cue in lexis.before.get(words[-1], ())
    )


def _is_any(reading: Reading, draft: Draft, lexis: Lexis) -> bool:
    """Return whether a name at the start of a sentence is one word that only says which sort."""
    low = reading.lows[draft.first]
    is_first = draft.first == reading.bounds[draft.sentence][0] and draft.last == draft.first + 1
    return is_first and (low in lexis.common or low in lexis.borders or low in lexis.function)


def name_with(reading: Reading, draft: Draft, cue: Cue, gazetteer: Gazetteer, lexis: Lexis) -> None:
    """Look the name up with its type word; keep the bare name if that is unknown.

    A declined type word need not be in the case of the name: "Сумську та Харківську області".
    """
    _set_cue(draft, cue)
    _take_unit(reading, draft, cue, gazetteer, lexis)


def _take_unit(
    reading: Reading, draft: Draft, cue: Cue, gazetteer: Gazetteer, lexis: Lexis
) -> bool:
    """Make a name that of a unit if it is one with its type word, and return whether it is.

    As it is written, too: "Курська" was read as a case of the town.
    """
    word = fold_name(cue.word)
    words = [word, *(w for w in base_forms(word, lexis)[1:] if w in lexis.after)]
    bases = (*base_forms(draft.name, lexis), fold_name(reading.texts[draft.first]))
    for full in [f"{base} {word}" for base in dict.fromkeys(bases) for word in words]:
        found = tuple(c for c in gazetteer.candidates(full) if c.match != "skeleton")
        if found:
            draft.name, draft.candidates = full, found
            return True
    return False


def _set_cue(draft: Draft, cue: Cue) -> None:
    if draft.cue is not None and draft.cue.is_plural and not cue.is_plural:
        return
    is_wide = draft.first_kind in _WIDE  # others lie in it
    if is_wide and not any(c.place.kind in cue.kinds for c in draft.candidates):
        return  # "the capital of Ghana", "the regions of China", "the Pacific region"
    draft.cue = cue
    draft.kinds = cue.kinds
    if cue.is_soft:
        draft.kinds |= SETTLEMENTS


def spread_plurals(
    reading: Reading, lists: Sequence[Sequence[Draft]], gazetteer: Gazetteer, lexis: Lexis
) -> None:
    """Give the members of a list the plural type word at its end, its start or in front of it."""
    for members in lists:
        last, first = members[-1], members[0]
        named = _plural_before(reading, first, lexis)
        cue = last.cue if last.last > last.first + 1 else None
        if cue is not None and (lexis.inflections or cue.is_plural):
            are_adjectives = lexis.inflections and _is_adjective(reading, last, lexis)
            others = [
                m for m in members[:-1] if not are_adjectives or _is_adjective(reading, m, lexis)
            ]
            _spread_back(reading, others, cue, gazetteer, lexis)
        elif first.cue is not None and first.cue.is_plural and first.lead < first.first:
            for draft in members[1:]:
                if draft.cue is None:
                    _set_cue(draft, first.cue)
                    if draft.cue is not None:
                        _look_up_again(reading, draft, draft.cue, gazetteer, lexis)
        elif named is not None and all(_may_be(draft, named) for draft in members):
            for draft in members:
                name_with(reading, draft, named, gazetteer, lexis)


def _is_adjective(reading: Reading, draft: Draft, lexis: Lexis) -> bool:
    """Return whether a name is an adjective: not the town of "у Києві, Київській областях"."""
    forms = base_forms(fold_name(reading.texts[draft.first]), lexis)
    return any(form.endswith(lexis.adjective_endings) for form in forms)


def _spread_back(
    reading: Reading, drafts: Sequence[Draft], cue: Cue, gazetteer: Gazetteer, lexis: Lexis
) -> None:
    """Give the names of a list before its last the type word behind that.

    One that may be in the singular goes only to what is a unit with it: "Донецьку та Луганську
    області", but not "Київ та Житомирську область".
    """
    for draft in drafts:
        if draft.is_demonym:
            continue
        if cue.is_plural:
            # The other word is that of "villages of A and B districts".
            if draft.cue is None or draft.cue.is_plural:
                name_with(reading, draft, cue, gazetteer, lexis)
        elif draft.cue is None and _take_unit(reading, draft, cue, gazetteer, lexis):
            _set_cue(draft, cue)


def _plural_before(reading: Reading, draft: Draft, lexis: Lexis) -> Cue | None:
    """Return the plural type word in front of its list: "two regions, A and B"."""
    first, at = reading.bounds[draft.sentence][0], draft.lead - 1
    while at > first and reading.lows[at] in lexis.explains and draft.lead - at <= _EXPLAINED:
        at -= 1
    if at < first or at == draft.lead - 1:
        return None
    cues = (cue for phrase, cue in lexis.after.get(reading.lows[at], ()) if len(phrase) == 1)
    return next((cue for cue in cues if cue.is_plural), None)


def _may_be(draft: Draft, cue: Cue) -> bool:
    """Return whether nothing else is said of a name and some place of it is of the kind."""
    is_free = draft.cue is None and draft.parent is None and not draft.is_demonym
    return is_free and any(candidate.place.kind in cue.kinds for candidate in draft.candidates)
