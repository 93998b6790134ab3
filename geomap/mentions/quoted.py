"""Names in quotation marks behind the word for what is called so: «группировка «Восток»»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    for draft in drafts:
        if not draft.is_open or draft.cue is not None or not _is_quoted(reading, draft):
            continue
        head = _head_before(reading, draft, lexis)
        is_claimed = head in lexis.quoted_heads
        if is_claimed or (head and _is_elsewhere(draft, drafts, lexis)):
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


def _is_elsewhere(draft: Draft, drafts: Sequence[Draft], lexis: Lexis) -> bool:
    """Return whether a name means a place of a country of which the article names no other."""
    if not draft.candidates or draft.first_kind in _SITES:
        return False
    country = draft.candidates[0].place.country
    return not any(
        other.candidates[0].place.country == country
        for other in drafts
        if other.candidates
        and other.name != draft.name
        and other.is_open
        and not other.is_demonym
        and other.first_kind != "country"
        and other.name not in lexis.metonyms
    )
