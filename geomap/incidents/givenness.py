"""How words take an incident: for known, for one more, or for one that was elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.units import DATE, MARK, NUMBER

if TYPE_CHECKING:
    from geomap.incidents.codebook import Codebook
    from geomap.incidents.patterns import Match
    from geomap.incidents.units import Units

__all__ = ["is_another", "is_apart", "is_given"]

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
    """Return whether a clause says that what it tells of was elsewhere: "in other cities"."""
    words = codebook.words["governors"]
    if units.keys.isdisjoint(words["apart"]) and units.keys.isdisjoint(words["other"]):
        return False
    keys = [units.units[at].key for at in units.clause(units.clauses[match.head])]
    for at, key in enumerate(keys):
        following = keys[at + 1 : at + 1 + APART_REACH]
        is_other = at > 0 and keys[at - 1] in words["container_in"] and key in words["other"]
        if key in words["apart"] or (is_other and not words["wide"].isdisjoint(following)):
            return True
    return False


def is_another(units: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether the subject is one more of what was told: "Another hit P", "a third fell"."""
    words = codebook.words["governors"]
    before = [unit.key for unit in units.units[max(0, match.head - ANOTHER_REACH) : match.head]]
    if units.units[match.head].key in words["others"]:
        return True
    return not words["others"].isdisjoint(before) and words["other_words"].issuperset(before)
