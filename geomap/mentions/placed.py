"""Words beside a name that say it is a place: prepositions, ways, townsfolk, datelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.text import HYPHENS

if TYPE_CHECKING:
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.reading import Draft, Reading

__all__ = ["is_local", "is_reached", "word_before"]

_CARRIED = 4  # words of what is brought somewhere
_AGENCY = 3  # tokens of "(AP)"
_PAIR = 2


def word_before(reading: Reading, draft: Draft, first: int, lexis: Lexis) -> str:
    """Return the word in front of a name, the article skipped; empty at the start."""
    at = draft.lead - 1
    if at > first and reading.lows[at] in lexis.natural_articles:
        at -= 1
    return reading.lows[at] if at >= first else ""


def is_reached(reading: Reading, draft: Draft, before: str, first: int, lexis: Lexis) -> bool:
    """Return whether a way leads to a name, or who is named before it comes from there.

    "The road to Hull", "brought 90 people to Dover", "a trooper from Derby", "a lawyer, of Derby,".
    """
    at = draft.lead - 2
    low = reading.lows[at] if at >= first else ""
    if low in lexis.ways or (low in lexis.comers and before in lexis.origins):
        return True
    if before in lexis.parts:
        is_set_off = low == "," and reading.lows[draft.last : draft.last + 1] == [","]
        return is_set_off or low in lexis.townsfolk
    if before != "to":
        return False
    reach = reading.lows[max(first, at - _CARRIED) : at + 1]
    return not lexis.carries.isdisjoint(reach) and "," not in reach


def is_local(reading: Reading, draft: Draft, lexis: Lexis) -> bool:
    """Return whether a name stands as towns do in local news.

    "Derby police", "a Derby man", "Derby, where", "DERBY (AP) —". A common word that opens a
    sentence is one there, too: "Security police".
    """
    start, limit = reading.bounds[draft.sentence]
    lows, last = reading.lows[draft.last : min(draft.last + _AGENCY + 1, limit)], draft.last
    is_first = draft.first == start
    if not lows or (is_first and draft.name in lexis.common):
        return False
    if lows[0] in lexis.townsfolk:
        return not reading.is_glued[last]
    if is_first and (lows[0] in HYPHENS or lows[0] == "("):
        return _is_dateline(reading, draft, lows)
    return lows[0] == "," and not lexis.explaining.isdisjoint(lows[1:_PAIR])


def _is_dateline(reading: Reading, draft: Draft, lows: list[str]) -> bool:
    """Return whether a name opens a report: "DERBY — ", "Derby (AP) — "."""
    if lows[0] == "(":
        is_closed = lows[_PAIR:_AGENCY] == [")"] and lows[-1] in HYPHENS
        return is_closed and reading.is_capital[draft.last + 1]
    return not reading.is_glued[draft.last] and reading.texts[draft.first].isupper()
