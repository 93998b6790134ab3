"""Does a word report what somebody says? Verbs of report, and when they are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.units import ACTOR, MARK, NUMBER, PAST, PLACE, WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Unit

__all__ = [
    "INNER_MARKS",
    "agent_of",
    "can_speak",
    "ends_clause",
    "is_article",
    "is_office",
    "is_report",
    "is_somebody",
    "is_speaker",
    "part_start",
]

FOLLOWED = {
    "toll_verbs": ("tolls", 4),
    "of_verbs": ("of", 1),
    "that_verbs": ("that", 3),
    "finding": ("that", 1),
    "asking": ("asked_for", 6),
    "hearing": ("heard_from", 1),
    "making": ("made_known", 4),
}
"""Verbs that report only with one of some words within so many units behind them."""
AGENT_REACH = 5  # units from "confirmed" to "by": "confirmed on Monday by"
LONGEST_PERSON = 5  # units of "a baker in the old town"
INNER_MARKS = frozenset("-.")  # inside a name


def is_report(
    text: str, units: Sequence[Unit], at: int, claimed: Collection[int], codebook: Codebook
) -> bool:
    """Return whether a word reports here: "put the toll at", and not "put out a fire"."""
    words, key = codebook.words["reporting"], units[at].key
    if units[at].kind != WORD or _is_ruled_out(units, at, codebook):
        return False
    kinds = [verbs for verbs in FOLLOWED if key in words[verbs]]
    if kinds:
        return any(_is_followed(units, at, verbs, words) for verbs in kinds)
    if key in words["marked"]:
        return at > 0 and units[at - 1].kind == MARK
    if key in words["counting"]:
        here = units[part_start(units, at) : at]
        return is_office(here, words["speakers"]) or _has_body(text, here, codebook)
    if at not in claimed or agent_of(units, at, codebook):
        return True
    return key in words["told_by"] and at > 0 and _is_holder(text, units[at - 1], words)


def _is_followed(
    units: Sequence[Unit], at: int, verbs: str, words: Mapping[str, frozenset[str]]
) -> bool:
    """Return whether one of the words stands behind a verb with which it reports."""
    signs, reach = FOLLOWED[verbs]
    following = {unit.key for unit in units[at + 1 : at + 1 + reach]}
    is_closing = signs == "that" and ends_clause(units, at)
    return is_closing or not words[signs].isdisjoint(following)


def _has_body(text: str, units: Sequence[Unit], codebook: Codebook) -> bool:
    """Return whether a body with a side is named: "the United Nations"; nations only suffer."""
    return any(
        unit.kind == WORD and unit.key in codebook.sides and text[unit.start].isupper()
        for unit in units
    )


def _is_holder(text: str, unit: Unit, words: Mapping[str, frozenset[str]]) -> bool:
    """Return whether a word before a verb is one of a person or office: no place reports there."""
    return can_speak(text, unit, words) or unit.key in {",", ")"}


def _is_ruled_out(units: Sequence[Unit], at: int, codebook: Codebook) -> bool:
    """Return whether the word before says that nothing is reported: "did not say", "was told"."""
    words, before = codebook.words, units[at - 1].key if at else ""
    if before in words["realis"]["denied"] or before in words["reporting"]["not_yet"]:
        return True
    is_counted = at > 0 and (
        units[at - 1].kind == NUMBER or before in words["reporting"]["articles"]
    )
    if is_counted and units[at].key.endswith(PAST):
        return True  # "24 promised jets", "the reported strikes"
    if units[at].key in words["reporting"]["adding"] and not ends_clause(units, at):
        after = units[at + 1]
        if after.kind == NUMBER or after.key in words["reporting"]["articles"]:
            return True  # "added twenty names to the list"
    is_passive = before in words["governors"]["passive"]
    is_cut = is_passive and units[at].key in words["reporting"]["passive_cut"]
    return is_cut and not agent_of(units, at, codebook)


def agent_of(units: Sequence[Unit], verb: int, codebook: Codebook) -> int:
    """Return where the agent of a passive starts: "was confirmed by X", "as stated by X".

    0 for none.
    """
    words, before = codebook.words["reporting"], units[verb - 1].key if verb else ""
    if before not in codebook.words["governors"]["passive"] and before not in words["agent_as"]:
        return 0
    for at in range(verb + 1, min(len(units) - 1, verb + AGENT_REACH)):
        if units[at].kind == MARK:
            return 0
        if units[at].key in words["agent_by"]:
            return at + 1
    return 0


def ends_clause(units: Sequence[Unit], at: int) -> bool:
    """Return whether a mark or the end of the sentence follows a unit."""
    return at + 1 >= len(units) or units[at + 1].kind == MARK


def part_start(units: Sequence[Unit], end: int) -> int:
    """Return where the part of a sentence between two marks starts."""
    while end > 0 and (units[end - 1].kind != MARK or units[end - 1].key in INNER_MARKS):
        end -= 1
    return end


def can_speak(text: str, unit: Unit, words: Mapping[str, frozenset[str]]) -> bool:
    """Return whether a word is a name, or one for people who speak."""
    return unit.kind == WORD and (unit.key in words["speakers"] or text[unit.start].isupper())


def is_office(units: Sequence[Unit], speakers: Collection[str]) -> bool:
    """Return whether a phrase names people by what they do: "the general staff"."""
    return any(unit.key in speakers for unit in units)


def is_speaker(text: str, units: Sequence[Unit], codebook: Codebook) -> bool:
    """Return whether a phrase can speak: it has a name, or a word for people who speak."""
    words = codebook.words["reporting"]
    if any(unit.key in words["nobodies"] for unit in units):
        return False
    if units[-1].kind == PLACE and len(units) == 1:
        return True
    return any(unit.kind in {ACTOR, PLACE} or can_speak(text, unit, words) for unit in units)


def is_article(text: str, unit: Unit, words: Mapping[str, Collection[str]]) -> bool:
    """Return whether a unit is an article; "a" counts as a number before a noun."""
    return text[unit.start : unit.end].casefold() in words["articles"]


def is_somebody(
    text: str, units: Sequence[Unit], span: tuple[int, int], verb: int, codebook: Codebook
) -> bool:
    """Return whether a phrase is somebody without a name who says something: "a baker said"."""
    words, (start, end) = codebook.words["reporting"], span
    phrase = units[start + 1 : end]
    if units[verb].key not in words["saying"] or not is_article(text, units[start], words):
        return False
    return 0 < len(phrase) <= LONGEST_PERSON and all(
        text[unit.start].islower() and unit.kind != NUMBER and unit.key not in words["nobodies"]
        for unit in phrase
    )
