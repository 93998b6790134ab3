"""Where a draft happened: its bound places, and what it takes over in its sentence."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from geomap.incidents.asides import opens_part
from geomap.incidents.drafts import BoundPlace
from geomap.incidents.frames import possessor
from geomap.incidents.governors import ASIDE, is_at_seat
from geomap.incidents.places import (
    add_place,
    contains,
    drop_containers,
    is_long,
    is_region,
    is_spot,
)
from geomap.incidents.references import OWNER_REACH, find_referent
from geomap.incidents.story import segment_of
from geomap.incidents.units import ACTOR, MARK, NEAR, TARGET
from geomap.records import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.drafts import Draft
    from geomap.incidents.governors import Governor
    from geomap.incidents.patterns import Match
    from geomap.incidents.story import Story
    from geomap.incidents.units import Units

__all__ = ["SITE_ROLES", "fill_places", "seat_of", "share_places", "take_opening", "take_spare"]

PART_REACH = 8  # units from "including nine" to its place
SECTOR = "area"  # relation of "the P sector"
LONGEST_SECTOR = 20  # characters of its word and what stands before it
SPARED_REACH = 3  # units of "remained largely quiet"
OPENING_REACH = 2  # units before the preposition that opens a sentence: "Meanwhile, in"
OUTAGE = "service_outage"
SITE_ROLES = frozenset({Role.TARGET, Role.AFFECTED, Role.CAPTURED, Role.INTERCEPTED})
SHARED_ROLES = SITE_ROLES | {Role.VENUE}
GIVERS = {
    "strike": frozenset({"strike", "harm", "ground", "cyber_cbrn"}),
    "harm": frozenset({"strike", "harm", "ground", "interception"}),
    "air_defence": frozenset({"explosion"}),
    "raid_sabotage": frozenset({"ground_combat", "infrastructure_damage", "explosion", "mine_ied"}),
    "cyber_cbrn": frozenset({"strike"}),
    "protest": frozenset({"violence_civilians", "raid_sabotage", "detention_exchange"}),
    "detention_exchange": frozenset({"protest", "raid_sabotage"}),
}
"""Groups and types whose places one of a group may take over, in the same sentence."""


def fill_places(story: Story, units: Units, draft: Draft, matches: Sequence[Match]) -> None:
    """Set the places that the sentence itself binds to a draft."""
    parents = set()
    for binding in draft.bindings:
        index = units.units[binding.unit].row
        parents.add(story.resolutions[index].mention.parent)
        place = BoundPlace(index, binding.role, binding.rule)
        place.is_part = opens_part(units, binding.unit - PART_REACH, binding.unit, story.codebook)
        add_place(draft.places, place, story.resolutions)
    draft.places = [place for place in draft.places if place.mention not in parents]
    _drop_sectors(story, draft)
    draft.places = [place for place in draft.places if not _is_no_capture(story, place)]
    if draft.page.refers is not None and not draft.has_site():
        _add_owner(story, units, draft, matches)
    for place in tuple(draft.places):
        town = _town_of(story, draft, place.mention)
        if town is not None:
            add_place(draft.places, BoundPlace(town, place.role, place.rule), story.resolutions)
    drop_containers(draft, story.resolutions)


def _town_of(story: Story, draft: Draft, mention: int) -> int | None:
    """Return the town that a sentence names beside a street of it: "in Q Street in P"."""
    spot = story.resolutions[mention].place
    if spot is None or not is_spot(story.resolutions[mention]):
        return None
    sentence = story.document.sentences[draft.sentence]
    here = story.between(sentence.start, sentence.end)
    places = ((at, story.resolutions[at].place) for at in here)
    return next((at for at, place in places if place and place.place_id == spot.parent_id), None)


def _is_no_capture(story: Story, place: BoundPlace) -> bool:
    """Return whether a place is none that an army takes: "retook the port, on the P Sea"."""
    found = story.resolutions[place.mention]
    is_continent = found.place is not None and found.place.kind == "continent"
    return place.role is Role.CAPTURED and (is_long(found) or is_continent)


def _drop_sectors(story: Story, draft: Draft) -> None:
    """Drop a sector of the front where its towns are named: "in the P sector … near Q and R"."""
    sectors = [place for place in draft.places if _is_sector(story, place)]
    if not sectors:
        return
    others = {place.role for place in draft.places if place not in sectors}
    draft.places = [p for p in draft.places if p not in sectors or p.role not in others]


def _is_sector(story: Story, place: BoundPlace) -> bool:
    mention = story.resolutions[place.mention].mention
    if mention.relation != SECTOR:
        return False
    following = story.words(mention.end, mention.end + LONGEST_SECTOR)
    after = following.casefold().split()[:1]
    return not story.codebook.words["governors"]["sectors"].isdisjoint(after)


def _add_owner(story: Story, units: Units, draft: Draft, matches: Sequence[Match]) -> None:
    """Add the place that owns the target, or that "the city" points back to."""
    role = draft.page.refers
    if role is None:
        return
    missions = story.codebook.words["governors"]["missions"]  # they lie in another country
    is_sky = role is Role.INTERCEPTED  # whose drones they are does not say where they fell
    for match in () if is_sky else draft.matches:
        for at in (*match.seen, *_aimed_at(units, match, story.codebook)):
            if units.units[at].kind != TARGET or units.units[at].alias in missions:
                continue
            owner = possessor(units, at, match.claimed)
            if owner is not None and not _names_kind(units, owner, story.codebook):
                index = units.units[owner].row
                draft.places.append(BoundPlace(index, role, "owner of the target"))
                return
    seat = _seat_at(units, draft, story.codebook)
    if seat is not None:
        draft.places.append(BoundPlace(seat, role, "the seat beside it"))
        return
    mention = find_referent(story, units, draft, matches)
    if mention is not None:
        draft.places.append(BoundPlace(mention, role, "the text points back to it"))


def _seat_at(units: Units, draft: Draft, codebook: Codebook) -> int | None:
    """Return the town of a ministry or a court where a draft happened: "a court in P jailed"."""
    words = codebook.words["governors"]
    courts = words["courts"] if draft.page.gathers else frozenset()
    for at in units.spots.get(ACTOR, ()):
        if units.units[at].key != NEAR or units.clauses[at] != draft.clause:
            continue
        around = [unit.key for unit in units.units[max(0, at - 2) : at + 2]]
        is_in = at > 1 and around[1] in words["seats_in"]
        is_seat = is_in and around[0] in words["seats"] and is_at_seat(units, at - 2, codebook)
        if is_seat or (is_in and around[0] in courts) or not courts.isdisjoint(around[-1:]):
            return units.units[at].row
    return None


def _names_kind(units: Units, owner: int, codebook: Codebook) -> bool:
    """Return whether an adjective only tells where "the Ukrainian city" lies."""
    after = units.units[owner + 1] if owner + 1 < len(units.units) else None
    return after is not None and after.word in codebook.references


def _aimed_at(units: Units, match: Match, codebook: Codebook) -> range:
    """Return the units after a trigger that say what it was aimed at: "against P's grid"."""
    after = match.seen[-1] + 1
    if (
        after >= len(units.units)
        or units.units[after].key not in codebook.words["governors"]["aimed"]
    ):
        return range(0)
    end = units.clause(units.clauses[match.head]).stop
    return range(after, min(after + OWNER_REACH, end))


def take_opening(
    story: Story, units: Units, drafts: Iterable[Draft], governors: Mapping[int, Governor]
) -> None:
    """Give what has no place the one that its sentence opens with: "In P, where …, shells hit"."""
    found = _opening(units, governors)
    if found is None:
        return
    place, word = found
    for draft in drafts:
        role = draft.page.roles.get(word)
        roles = {Role.VENUE} if draft.page.speaks else SHARED_ROLES
        if draft.places or role is None or role not in roles:
            continue
        bound = BoundPlace(units.units[place].row, role, "its sentence opens with the place")
        add_place(draft.places, bound, story.resolutions)


def _opening(units: Units, governors: Mapping[int, Governor]) -> tuple[int, str] | None:
    """Return the place that a sentence opens with and its preposition: "In the city of P, …"."""
    for place, governor in governors.items():
        if governor.at >= place or governor.at > OPENING_REACH:
            return None
        if any(unit.kind == MARK for unit in units.units[:place]):
            return None
        return (place, governor.word) if governor.word in {"in", "at", "near", "on"} else None
    return None


def take_spare(
    story: Story,
    units: Units,
    drafts: Sequence[Draft],
    governors: Mapping[int, Governor],
    barred: Collection[int],
) -> None:
    """Give what has no place the nearest one of its sentence that nothing else took.

    "Smoke rose above P as a missile hit a warehouse": the place before it first.
    """
    taken = {place.mention for draft in drafts for place in draft.places}
    words = story.codebook.words["governors"]
    spare = [
        place
        for place, governor in governors.items()
        if (unit := units.units[place]).key == NEAR
        and governor.word != ASIDE
        and place not in barred
        and unit.row not in taken
        and not is_long(story.resolutions[unit.row])
        and units.units[place - 1].key not in words["not_sites"]
        and not _is_spared(units, place, words["spared"])
    ]
    for draft in drafts:
        role = draft.page.inherits or draft.page.refers
        here = [place for place in spare if segment_of(units, place) == draft.segment]
        if role is Role.AFFECTED:  # "four wounded were driven to P"
            here = [place for place in here if governors[place].word not in words["following"]]
        if role is None or draft.places or not here:
            continue
        nearest = min(here, key=lambda place: (place > draft.head, abs(place - draft.head)))
        if draft.page.roles.get(governors[nearest].word) is Role.ORIGIN:
            role = Role.ORIGIN  # "the missiles came from P"
        for place in here:
            if governors[place].list_head == governors[nearest].list_head:
                row = units.units[place].row
                bound = BoundPlace(row, role, "a place that its sentence names")
                add_place(draft.places, bound, story.resolutions)


def _is_spared(units: Units, place: int, spared: Collection[str]) -> bool:
    """Return whether nothing happened at a place: "P was spared, but Q was hit"."""
    return any(unit.key in spared for unit in units.units[place + 1 : place + 1 + SPARED_REACH])


def share_places(story: Story, drafts: Sequence[Draft]) -> None:
    """Give a draft without a place those of its neighbours in the sentence."""
    _share_launches(story, drafts)
    _share_homes(story, drafts)
    for draft in drafts:
        role = draft.page.inherits or draft.page.refers
        if role is None or draft.has_site() or draft.is_apart:
            continue
        giver = _giver(draft, drafts)
        if giver is None:
            continue
        for place in giver.places:
            if place.role in SHARED_ROLES:
                rule = f"taken over from {giver.type_id} in the same sentence"
                add_place(draft.places, BoundPlace(place.mention, role, rule), story.resolutions)


def _share_homes(story: Story, drafts: Sequence[Draft]) -> None:
    """Give those who arrive the place they left: "The evacuation of P goes on; 12 are in Q"."""
    leaving = [draft for draft in drafts if draft.page.inherits is Role.ORIGIN]
    for draft, other in permutations(leaving, 2):
        if draft.has_role(Role.ORIGIN) or not draft.places or draft.realis is not other.realis:
            continue
        for place in other.places:
            if place.role is Role.ORIGIN:
                bound = BoundPlace(place.mention, Role.ORIGIN, "left in the same sentence")
                add_place(draft.places, bound, story.resolutions)


def _share_launches(story: Story, drafts: Sequence[Draft]) -> None:
    """Give drones and missiles that one verb sends the same places: "fired from P at Q"."""
    strikes = [draft for draft in drafts if draft.is_strike and draft.page.weapons]
    for draft, other in permutations(strikes, 2):
        if draft.claimed().isdisjoint(other.claimed()):
            continue
        for place in other.places:
            rule = f"told of {other.type_id} by the same verb"
            bound = BoundPlace(place.mention, place.role, rule)
            add_place(draft.places, bound, story.resolutions)


def _giver(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft whose places another may take over: same clause, then before, then near."""
    groups = GIVERS.get(draft.type_id) or GIVERS.get(draft.page.group, frozenset())
    fitting = [
        other
        for other in drafts
        if other is not draft
        and not groups.isdisjoint({other.page.group, other.type_id})
        and (other.segment == draft.segment or _follows(draft, other))
        and other.realis is draft.realis
        and not (draft.is_strike and _is_wide_outage(other))
        and any(place.role in SHARED_ROLES for place in other.places)
    ]
    return min(
        fitting,
        key=lambda d: (
            d.segment != draft.segment,
            d.clause != draft.clause,
            d.head > draft.head,
            abs(d.head - draft.head),
        ),
        default=None,
    )


def _is_wide_outage(draft: Draft) -> bool:
    """Return whether the light went out in more places than the one that was hit."""
    return draft.type_id == OUTAGE and len(draft.places) > 1


def _follows(draft: Draft, other: Draft) -> bool:
    """Return whether harm is told right after a strike: "a missile hit P; a school burned"."""
    return draft.page.group == "harm" and other.is_strike and other.segment == draft.segment - 1


def seat_of(story: Story, units: Units, draft: Draft) -> int | None:
    """Return the mention of the place that a local official speaks for: "the mayor of P".

    The governor of a city of that name speaks for its region, if the text names it before.
    """
    source, words = draft.source, story.codebook.words["reporting"]
    if source is None:
        return None
    speaker = units.units[source.start : source.end]
    if not any(unit.key in words["local_offices"] for unit in speaker):
        return None
    seat = next((unit.row for unit in speaker if unit.key == NEAR), None)
    if seat is None or words["regional_offices"].isdisjoint(unit.key for unit in speaker):
        return seat
    found = story.resolutions
    regions = (
        at for at in range(seat) if is_region(found[at]) and contains(found[at], found[seat])
    )
    return next(regions, seat)
