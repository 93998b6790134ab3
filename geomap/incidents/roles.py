"""What a place is to a trigger: the role its governor gives, and the words that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.governors import ASIDE, LEAVING
from geomap.incidents.units import MARK, PLACE, WEAPON
from geomap.records import Role

if TYPE_CHECKING:
    from geomap.incidents.codebook import Codebook
    from geomap.incidents.governors import Governor
    from geomap.incidents.patterns import Match
    from geomap.incidents.units import Units

__all__ = ["is_passive", "role_of"]

VOICE_REACH = 3
RETREAT_REACH = 3  # units of "fell back again" before "to P"
HAVEN_REACH = 8  # units of "to a summer camp for children in P"


def is_passive(sentence: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether a trigger is passive: a form of "be" in it, or close before its verb."""
    units = sentence.units
    forms = codebook.words["governors"]["passive"]
    if any(units[at].key in forms for at in match.claimed):
        return True
    head = match.head
    if units[head].key.endswith("ing"):
        return False
    return any(unit.key in forms for unit in units[max(0, head - VOICE_REACH) : head])


def role_of(sentence: Units, match: Match, governor: Governor, codebook: Codebook) -> Role | None:
    """Return what a place is to a trigger; where people are taken in is no place they leave.

    And where the hurt are taken was not hit: "four wounded were driven to P".
    """
    page, words = codebook.pages[match.pattern.owner], codebook.words["governors"]
    roles = page.roles
    word = governor.word
    if word == ASIDE and page.inherits is Role.ORIGIN:
        word = sentence.units[governor.at].key  # "the evacuation of families from P"
        word = word if word in words["home_from"] else ASIDE
    role, venue = roles.get(word), roles.get("to")
    if role is Role.CAPTURED and _is_retreat(sentence, governor, codebook):
        return None
    if "injured" in page.holds and governor.word in words["following"]:
        before = sentence.units[governor.at - 1].key if governor.at else ""
        return None if before in words["care_verbs"] else role
    if role is Role.TARGET and _is_post(sentence, match, governor, codebook):
        return roles.get("from", role)
    if governor.word == "object" and sentence.units[governor.at].key in words["leaving"]:
        return roles.get(LEAVING, role)
    is_left = role is Role.ORIGIN and venue is Role.VENUE
    return venue if is_left and _is_haven(sentence, match, governor, codebook) else role


def _is_retreat(sentence: Units, governor: Governor, codebook: Codebook) -> bool:
    """Return whether an army goes back to a place: "they left Q and withdrew to P"."""
    words = codebook.words["governors"]
    before = {
        unit.key for unit in sentence.units[max(0, governor.at - RETREAT_REACH) : governor.at]
    }
    return governor.word in words["following"] and not words["retreats"].isdisjoint(before)


def _is_post(sentence: Units, match: Match, governor: Governor, codebook: Codebook) -> bool:
    """Return whether those who strike stand in a place: "forces in P fired rockets at Q"."""
    words, at = codebook.words["governors"], governor.at
    page = codebook.pages[match.pattern.owner]
    if not (page.weapons and governor.word in words["post_in"] and 0 < at < match.seen[-1]):
        return False
    noun = sentence.units[at - 1].word
    aims = [place for place in sentence.spots.get(PLACE, ()) if place > match.seen[-1]]
    is_force = noun in codebook.force_words or noun in words["posted"]
    acts = [n for n in match.claimed if sentence.units[n].kind != WEAPON and n != at]
    is_force = is_force and bool(acts) and min(acts) > at  # no "fired mortars at P and Q"
    return is_force and bool(aims) and not is_passive(sentence, match, codebook)


def _is_haven(sentence: Units, match: Match, governor: Governor, codebook: Codebook) -> bool:
    """Return whether a place holds where people are taken: "brought to a school in P"."""
    words, units = codebook.words["governors"], sentence.units
    is_seen = False
    if governor.word not in words["container_in"]:
        return False
    for at in range(governor.at - 1, max(match.head, governor.at - HAVEN_REACH), -1):
        key = units[at].key
        if units[at].kind in {PLACE, MARK} or key in words["home_from"]:
            return False
        is_seen = is_seen or units[at].word in words["havens"]
        if key in words["following"]:
            return is_seen
    return False
