"""Names in quotation marks behind the word for what is called so: «группировка «Восток»»."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.mentions.lexis import Lexis
    from geomap.mentions.reading import Draft, Reading

__all__ = ["guard_quoted"]

_OPENING = frozenset("«„“\"'‘")
_CLOSING = frozenset("»”“\"'’")
_WORDS = 3  # of a name behind the part of it that is called like a place: «Азов-Сталь»
_LISTED = 4  # names of one list: «Центр», «Запад» и «Восток»
_BETWEEN = 2  # words between: "батальон специального назначения «Донбасс»"
_SITES = frozenset({"airbase", "airport", "port", "power_plant", "refinery", "depot", "site"})


def guard_quoted(reading: Reading, drafts: Sequence[Draft], lexis: Lexis) -> None:
    """Claim names in quotation marks that are those of troops, ships, hotels or works.

    A depot or a plant may be called after its town, so that such a name stays a place where
    the article names another place of its country.
    """
    quoted = [draft for draft in drafts if draft.cue is None and _is_quoted(reading, draft)]
    named = _named_by_country(drafts, lexis) if quoted else {}
    for draft in quoted:
        head = _head_before(reading, draft, lexis) if draft.is_open else ""
        if head in lexis.quoted_heads or (head and _is_elsewhere(draft, named)):
            if _is_named(draft, lexis):
                beside = named[draft.candidates[0].place.country]
                beside.subtract([draft.name])
                if not beside[draft.name]:
                    del beside[draft.name]
            draft.use, draft.reason = Use.NAME_PART, f"a name in quotation marks, of: {head}"


def _is_quoted(reading: Reading, draft: Draft) -> bool:
    """Return whether quotation marks open right before a name and close soon behind it."""
    first, limit = reading.bounds[draft.sentence]
    if draft.first <= first or reading.texts[draft.first - 1] not in _OPENING:
        return False
    return not _CLOSING.isdisjoint(reading.texts[draft.last : min(draft.last + _WORDS, limit)])


def _head_before(reading: Reading, draft: Draft, lexis: Lexis) -> str:
    """Return the word in front of a quoted name or its list that says what it is, or nothing."""
    first, at = reading.bounds[draft.sentence][0], draft.first - 1
    for _ in range(_LISTED):
        for low in reversed(reading.lows[max(first, at - 1 - _BETWEEN) : at]):
            if low in lexis.quoted_heads or low in lexis.quoted_sites:
                return low
            if not (low.isalpha() and lexis.may_be_noun(low)) or low in lexis.strong_prep:
                break
        at = _quoted_before(reading, at, first, lexis)
        if at <= first:
            break
    return ""


def _quoted_before(reading: Reading, at: int, first: int, lexis: Lexis) -> int:
    """Return the mark that opens the quoted name before that of a list, or 0."""
    closing = at - 2
    if closing <= first or reading.lows[at - 1] not in lexis.links:
        return 0
    if reading.texts[closing] not in _CLOSING:
        return 0
    marks = (n for n in range(closing - 1, max(first, closing - 1 - _WORDS) - 1, -1))
    return next((n for n in marks if reading.texts[n] in _OPENING), 0)


def _named_by_country(drafts: Sequence[Draft], lexis: Lexis) -> dict[str, Counter[str]]:
    """Return how often each place that an article names stands in it, by country."""
    named: dict[str, Counter[str]] = {}
    for draft in drafts:
        if _is_named(draft, lexis):
            named.setdefault(draft.candidates[0].place.country, Counter())[draft.name] += 1
    return named


def _is_named(draft: Draft, lexis: Lexis) -> bool:
    """Return whether a name shows that an article is about its country."""
    is_open = bool(draft.candidates) and draft.is_open and not draft.is_demonym
    return is_open and draft.first_kind != "country" and draft.name not in lexis.metonyms


def _is_elsewhere(draft: Draft, named: Mapping[str, Counter[str]]) -> bool:
    """Return whether a name means a place of a country of which the article names no other."""
    if not draft.candidates or draft.first_kind in _SITES:
        return False
    beside = named.get(draft.candidates[0].place.country, Counter())
    return beside.keys() <= {draft.name}
