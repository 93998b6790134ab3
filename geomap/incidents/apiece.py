"""Numbers told place by place: "two in P, three in Q", "P (two), Q (one)", "one each in P, Q"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.incidents.asides import opens_part
from geomap.incidents.nouns import count_of
from geomap.incidents.units import ACTOR, DATE, MARK, NUMBER, PLACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.drafts import BoundPlace, Draft
    from geomap.incidents.units import Unit, Units
    from geomap.records import Count

__all__ = ["LOCAL_KINDS", "bind_gapped", "bind_places_told", "give_each", "place_of"]

SEVERAL = 2
PLACE_REACH = 6
EACH_REACH = 4  # units from a number to its "each": "two people were killed each"
COUNTED_ROLES = frozenset({"target", "affected", "intercepted"})
LOCAL_KINDS = frozenset({"killed", "injured", "affected", "destroyed", "intercepted"})
"""Kinds of numbers that one place of several can have for itself."""
GAPPED_KINDS = frozenset({"killed", "injured", "captured", "affected", "intercepted"})
GAP_MARKS = frozenset(",;")
PART_MARKS = frozenset(":—–")  # what follows them tells the parts of a number
TOLD_KINDS = ("killed", "injured")


def place_of(sentence: Units, number: int, owner: Draft, codebook: Codebook) -> BoundPlace | None:
    """Return the place that a number is bound to, if its incident has several: "two in P"."""
    if len(owner.places) < SEVERAL:
        return None
    units = sentence.units
    for at in range(number + 1, min(number + 1 + PLACE_REACH, len(units))):
        if units[at].kind in {NUMBER, MARK}:
            return None
        if units[at].kind == PLACE:
            is_list = _goes_on(units[at + 1 : at + 3], codebook)
            return None if is_list else _bound_place(owner, units[at].row)
    return None


def _goes_on(units: Sequence[Unit], codebook: Codebook) -> bool:
    """Return whether a list of places goes on: the number is that of all of them."""
    joins = len(units) == SEVERAL and units[1].kind == PLACE
    return joins and (
        units[0].kind == MARK or codebook.has("governors", "list_words", units[0].key)
    )


def bind_places_told(
    text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook
) -> None:
    """Bind the numbers that stand beside a place, without a verb of their own."""
    for draft in drafts:
        _bind_bracketed(text, sentence, draft, codebook)
    if NUMBER in sentence.spots:
        _bind_elliptic(text, sentence, drafts, codebook)


def _bind_bracketed(text: str, sentence: Units, draft: Draft, codebook: Codebook) -> None:
    """Bind "P (two), Q (three)" as what the sentence, else the page, says is counted."""
    rows = {
        unit.row: at for at, unit in enumerate(sentence.units) if unit.kind == PLACE and unit.number
    }
    words = codebook.words["governors"]
    told = [kind for kind in TOLD_KINDS if not words[f"{kind}_words"].isdisjoint(sentence.keys)]
    kinds = [kind for kind in told if kind in draft.page.holds] or [draft.page.number]
    if not rows or len(kinds) > 1 or not kinds[0]:
        return
    for place in draft.places:
        if place.role in COUNTED_ROLES and place.mention in rows and not place.counts:
            place.counts.append(count_of(text, sentence, rows[place.mention], kinds[0], codebook))


def give_each(
    sentence: Units, number: int, count: Count, owner: Draft, codebook: Codebook
) -> list[Count]:
    """Give "one each" to every place of an incident that has several; return the last's counts."""
    words = codebook.words["governors"]
    following = sentence.words[number + 1 : number + 1 + EACH_REACH]
    at = next((n for n, word in enumerate(following) if word in words["each"]), None)
    is_each = at is not None and (not at or following[at - 1] not in words["within"])
    places = [place for place in owner.places if place.role in COUNTED_ROLES]
    if not is_each or len(places) < SEVERAL:
        return []
    for place in places:
        place.counts.append(count)
    return places[-1].counts


def _bind_elliptic(text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook) -> None:
    """Bind "three in P" after "killed two in Q": the verb is left out the second time."""
    for draft in drafts:
        known = [count for place in draft.places for count in place.counts]
        if not known:
            continue
        taken = {count.start for each in drafts for count in each.all_counts()}
        seen = draft.seen()
        for at in sentence.spots[NUMBER]:
            start = sentence.units[at].start
            last = max((n for n in seen if n < at), default=0)
            if start in taken or opens_part(sentence, last, at, codebook):
                continue
            before = [count for count in known if count.start < start]
            place = place_of(sentence, at, draft, codebook)
            if before and place is not None and not place.counts:
                place.counts.append(count_of(text, sentence, at, before[-1].kind, codebook))


def bind_gapped(text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook) -> None:
    """Bind "P got back 230 people and Q 248": who comes second has the verb of the first."""
    units = sentence.units
    taken = {count.start for draft in drafts for count in draft.all_counts()}
    for before, at in pairwise(sentence.spots[NUMBER]):
        name = _gapped_name(units, before, at, codebook)
        if name is None or units[at].start in taken:
            continue
        for draft in drafts:
            known = _count_at(draft, units[before].start)
            if known is not None and known.kind in GAPPED_KINDS:
                count = count_of(text, sentence, at, known.kind, codebook)
                place = _bound_place(draft, name.row) if name.kind == PLACE else None
                held = draft.counts if place is None or place.counts else place.counts
                held.append(replace(count, unit=count.unit or known.unit))
                break


def _gapped_name(units: Sequence[Unit], before: int, at: int, codebook: Codebook) -> Unit | None:
    """Return the name that a number follows without a verb: ", in Q another 215,000."."""
    words = codebook.words["governors"]
    first = at - 1 - (units[at - 1].key in words["more"])
    opener = first - 1 - (units[first - 1].key in words["within"])
    is_name = units[first].kind in {PLACE, ACTOR} and before < opener
    is_open = is_name and (
        units[opener].key in GAP_MARKS or units[opener].key in words["list_words"]
    )
    after = units[at + 1 : at + 1 + SEVERAL]
    stops = words["within"] | words["list_words"]
    is_last = not after or after[0].kind == MARK or after[0].key in stops
    is_last = is_last or any(unit.kind == DATE for unit in after)
    is_split = any(unit.key in PART_MARKS for unit in units[before:at])
    return units[first] if is_open and is_last and not is_split else None


def _count_at(draft: Draft, start: int) -> Count | None:
    return next((count for count in draft.all_counts() if count.start == start), None)


def _bound_place(owner: Draft, mention: int) -> BoundPlace | None:
    places = (place for place in owner.places if place.mention == mention)
    return next((place for place in places if place.role in COUNTED_ROLES), None)
