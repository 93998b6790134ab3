"""How words take an incident: for known, for one more, or for one that was elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.units import DATE, MARK, NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.patterns import Match
    from geomap.incidents.units import Units

__all__ = ["is_another", "is_apart", "is_given"]

STRIKE = "strike"  # the group of attacks
DEFINITE_REACH = 3  # units from "the" to its noun: "the latest Russian attack"
APART_REACH = 3  # units of "of the country" behind "in most"
ANOTHER_REACH = 2  # units of "a third" before its verb


def is_given(units: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether an article or pronoun before a noun takes the incident for known."""
    governors = codebook.words["governors"]
    for at in range(match.head - 1, max(-1, match.head - 1 - DEFINITE_REACH), -1):
        unit = units.units[at]
        if unit.key in governors["pointing"]:
            return True
        if unit.kind in {MARK, NUMBER, DATE} or unit.key in codebook.unit_stops:
            return False
    return False


def is_apart(units: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether a clause says that what it tells of was elsewhere: "in other cities".

    Attacks "in six regions" have more places than those beside them.
    """
    words = codebook.words["governors"]
    if codebook.pages[match.pattern.owner].group == STRIKE and _is_counted(units, match, words):
        return True
    if units.keys.isdisjoint(words["apart"]) and units.keys.isdisjoint(words["other"]):
        return False
    keys = [units.units[at].key for at in units.clause(units.clauses[match.head])]
    for at, key in enumerate(keys):
        following = keys[at + 1 : at + 1 + APART_REACH]
        is_other = at > 0 and keys[at - 1] in words["container_in"] and key in words["other"]
        if key in words["apart"] or (is_other and not words["wide"].isdisjoint(following)):
            return True
    return False


def _is_counted(units: Units, match: Match, words: Mapping[str, frozenset[str]]) -> bool:
    """Return whether a clause only counts its places: "attacked plants in six regions"."""
    clause = units.clause(units.clauses[match.head])
    return any(
        at + 1 in clause
        and at > match.head
        and units.words[at - 1] in words["within"]
        and units.words[at + 1] in words["wide"]
        for at in units.spots.get(NUMBER, ())
    )


def is_another(units: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether the subject is one more of what was told: "Another hit P", "a third fell"."""
    words = codebook.words["governors"]
    before = [unit.key for unit in units.units[max(0, match.head - ANOTHER_REACH) : match.head]]
    if units.units[match.head].key in words["others"]:
        return True
    return not words["others"].isdisjoint(before) and words["other_words"].issuperset(before)
