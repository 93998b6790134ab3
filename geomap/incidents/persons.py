"""One person told without a number: "the driver was killed", "woman hurt in shelling"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.incidents.matching import find_matches
from geomap.incidents.nouns import PEOPLE_KINDS
from geomap.incidents.units import NUMBER, WORD
from geomap.records import Count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.drafts import Draft
    from geomap.incidents.patterns import Match
    from geomap.incidents.units import Unit, Units

__all__ = ["bind_persons"]

CUSTODY = "security"  # the group of pages on people who are held
NUMBERED_REACH = 3  # units back from a person to the number that has counted it


def bind_persons(text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook) -> None:
    """Count one person where a draft has no number of the kind, and whom a number leaves out."""
    for match in find_matches(sentence, codebook.persons):
        if match.captures:
            _add_first(sentence, match, drafts)
        else:
            _count_one(text, sentence, match, drafts, codebook)


def _count_one(
    text: str, sentence: Units, match: Match, drafts: Iterable[Draft], codebook: Codebook
) -> None:
    """Give the draft that a match tells of one person, if nobody is counted or ruled out."""
    kind = match.pattern.owner
    at = match.claimed[0]
    before = sentence.units[max(0, at - NUMBERED_REACH) : at]
    if any(unit.kind == NUMBER or unit.key in codebook.numbers.nones for unit in before):
        return
    person = sentence.units[at]
    is_free = at + 1 not in match.seen  # no "Woman Dies in P", in title case
    if is_free and _is_named(text, sentence.units[at : at + 2], codebook):
        return
    count = Count(
        kind, 1.0, text[person.start : person.end], person.start, person.end, unit=person.key
    )
    for draft in drafts:
        is_told = not draft.seen().isdisjoint(match.seen)
        is_counted = any(known.kind == kind for known in draft.all_counts())
        if is_told and _holds(draft, kind) and not is_counted:
            draft.counts.append(count)
            return


def _is_named(text: str, units: Sequence[Unit], codebook: Codebook) -> bool:
    """Return whether a person has a rank and a name: "Major General Ihor Kovalenko"."""
    is_pair = [unit.kind for unit in units] == [WORD, WORD]
    is_word = is_pair and units[1].key in codebook.prepositions
    return is_pair and not is_word and all(text[unit.start].isupper() for unit in units)


def _holds(draft: Draft, kind: str) -> bool:
    """Return whether a draft counts people of a kind: who captures ground holds nobody."""
    is_of_people = kind in PEOPLE_KINDS or draft.page.group == CUSTODY
    return is_of_people and kind in draft.page.holds


def _add_first(sentence: Units, match: Match, drafts: Iterable[Draft]) -> None:
    """Add who stands before a number to it: "the driver and three passengers" are four."""
    kind, unit = match.pattern.owner, sentence.units[match.captures[0].unit]
    for draft in drafts:
        for counts in (draft.counts, *(place.counts for place in draft.places)):
            for n, count in enumerate(counts):
                is_same = (count.kind, count.start) == (kind, unit.start)
                if is_same and count.value is not None:
                    counts[n] = replace(count, value=count.value + 1)
                    return
