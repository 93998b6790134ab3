"""The subject that opens a part of a sentence, if it can speak, and the words it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.reports import INNER_MARKS
from geomap.incidents.units import ACTOR, DATE, HARD_MARKS, PLACE, WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Unit

__all__ = [
    "Phrase",
    "can_name",
    "is_upper",
    "list_start",
    "office_start",
    "opening_speaker",
    "opening_subject",
    "owner_of",
]

Phrase = tuple[int, int]
"""The units of a speaker, half-open."""

LONGEST_SUBJECT = 6  # units of "the acting governor of the Kursk region"
LONGEST_HOLDER = 3  # units of "Jane van Doe"
LONGEST_OPEN = 3  # units of "the acting" before an office
LONGEST_OCCASION = 6  # units of "in P on Tuesday" before a subject
APOSTROPHES = "'’"  # of "Russia's"


def opening_speaker(
    text: str, units: Sequence[Unit], end: int, codebook: Codebook
) -> Phrase | None:
    """Return the subject that opens a part of a sentence before something else, if it can speak.

    "Jane Doe, the mayor, came to the scene and said", "The army counted 12 drones, it said".
    """
    span = _opening(text, units, end, codebook)
    return span if span and span[1] < end else None


def opening_subject(
    text: str, units: Sequence[Unit], end: int, codebook: Codebook
) -> Phrase | None:
    """Return the subject that opens the part of a sentence before its verb: "The RSF calls"."""
    span = _opening(text, units, end, codebook)
    if span is None or span[1] == end:
        return span
    last = _office_after(units, span[1], end, codebook.words["reporting"]["speakers"])
    while last > span[1] and last < end and can_name(text, units[last], codebook):
        last += 1
    return span[0], _holder_end(text, units, last, end)


def _holder_end(text: str, units: Sequence[Unit], last: int, end: int) -> int:
    """Return where the name between commas behind an office ends: "the spokesman, Jane Doe,"."""
    if last >= end or units[last].key != ",":
        return last
    comma = next((at for at in range(last + 1, end) if units[at].key == ","), end)
    name = units[last + 1 : comma]
    is_name = 0 < len(name) <= LONGEST_HOLDER and is_upper(text, name)
    return comma if is_name and all(unit.kind == WORD for unit in name) else last


def _opening(text: str, units: Sequence[Unit], end: int, codebook: Codebook) -> Phrase | None:
    """Return the words of names and offices that open a part of a sentence."""
    first = next((at + 1 for at in range(end - 1, -1, -1) if units[at].key in HARD_MARKS), 0)
    first = _without_occasion(units, first, end, codebook)
    words = codebook.words["reporting"]
    if units[first].key in words["if"]:
        return None  # "If Israel answered, it warned"
    first += units[first].key in words["stops"]  # "When the army left, it said"
    last = first
    while last < min(end, first + LONGEST_SUBJECT) and can_name(text, units[last], codebook):
        last += 1
    while last > first and units[last - 1].key in words["links"]:
        last -= 1
    return (first, last) if last > first else None


def _office_after(units: Sequence[Unit], last: int, end: int, speakers: Collection[str]) -> int:
    """Return where an office stands behind its adjectives: "Iran's supreme leader"."""
    stop = min(end, last + LONGEST_OPEN)
    office = next((at for at in range(last + 1, stop) if units[at].key in speakers), last)
    is_open = all(unit.kind == WORD for unit in units[last:office])
    return office if is_open else last


def _without_occasion(units: Sequence[Unit], first: int, end: int, codebook: Codebook) -> int:
    """Return where a subject starts behind a place or day: "In Moscow, the ministry said"."""
    words = codebook.words["reporting"]
    if (
        units[first].kind != DATE
        and units[first].key not in words["times"] | words["opening_asides"]
    ):
        return first
    last = min(end, first + LONGEST_OCCASION)
    return next((at + 1 for at in range(first, last) if units[at].key == ","), first)


def can_name(text: str, unit: Unit, codebook: Codebook) -> bool:
    """Return whether a unit can be a word of a speaker's name or office."""
    words = codebook.words["reporting"]
    if unit.kind != WORD:
        is_mission = unit.alias in words["speakers"]  # an embassy is also a target
        return unit.kind in {ACTOR, PLACE} or unit.key in INNER_MARKS or is_mission
    is_part = unit.key in words["speakers"] or unit.key in words["links"]
    return is_part or text[unit.start].isupper() or text[unit.start] in APOSTROPHES


def is_upper(text: str, units: Sequence[Unit]) -> bool:
    """Return whether all words are written as names are."""
    return all(text[unit.start].isupper() for unit in units)


def owner_of(text: str, units: Sequence[Unit], relative: int, codebook: Codebook) -> Phrase | None:
    """Return whom a relative clause is about: "Jane Doe" of "Jane Doe, whose office announced"."""
    words = codebook.words["reporting"]
    end = relative - (units[relative - 1].key == ",")
    start = end
    while start and can_name(text, units[start - 1], codebook):
        start -= 1
    if end == relative and not _is_cleft(units[:start], codebook):
        return None
    while start < end and units[start].key in words["links"]:
        start += 1
    return (office_start(units, start, words["articles"]), end) if start < end else None


def office_start(units: Sequence[Unit], start: int, articles: Collection[str]) -> int:
    """Return where an office starts behind its article: "the prime minister"."""
    before = range(max(0, start - LONGEST_OPEN), start)
    opening = next((at + 1 for at in before if units[at].key in articles), start)
    is_open = all(unit.kind == WORD for unit in units[opening:start])
    return opening if is_open else start


def list_start(text: str, units: Sequence[Unit], last: int, codebook: Codebook) -> int:
    """Return where a list of speakers starts, given its last: "Police and doctors", "X, Y and Z".

    Only a list that opens its part of the sentence: what else stands before "and" may be a clause.
    """
    words, start, part = codebook.words["reporting"], last, last
    while start and units[start - 1].key not in HARD_MARKS:
        before = units[start - 1]
        if before.key == ",":
            part = part if units[start].key in words["joints"] else start
        elif before.key not in words["joints"] and not can_name(text, before, codebook):
            start = start if before.kind == DATE else part
            break
        start -= 1
    while start < last and units[start].key in words["auxiliaries"]:
        start += 1  # "both the army and the police"
    return start


def _is_cleft(units: Sequence[Unit], codebook: Codebook) -> bool:
    """Return whether words only point at who follows: "It was Jane Doe who warned"."""
    if len(units) < 2 or units[-1].key not in codebook.words["governors"]["passive"]:  # noqa: PLR2004
        return False
    return units[-2].key in codebook.words["reporting"]["pronouns"]
