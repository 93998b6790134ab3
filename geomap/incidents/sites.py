"""Where a draft happened: its bound places, and what "the city" points back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.drafts import BoundPlace
from geomap.incidents.frames import possessor
from geomap.incidents.governors import ASIDE
from geomap.incidents.places import (
    add_place,
    contains,
    drop_containers,
    is_country,
    is_long,
    is_region,
)
from geomap.incidents.story import country_of, segment_of
from geomap.incidents.units import ACTOR, MARK, NEAR, PLACE, TARGET
from geomap.records import Role, Use

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.drafts import Draft
    from geomap.incidents.governors import Governor
    from geomap.incidents.patterns import Match
    from geomap.incidents.story import Story
    from geomap.incidents.units import Units

__all__ = ["SITE_ROLES", "fill_places", "seat_of", "share_places", "take_opening", "take_spare"]

COUNTRY = "country"
SECTOR = "area"  # relation of "the P sector"
LONGEST_SECTOR = 20  # characters of its word and what stands before it
OWNER_REACH = 5  # units from an owner to what it owns: "the city's critical …"
OPENING_REACH = 2  # units before the preposition that opens a sentence: "Meanwhile, in"
REFERENCE_PARAGRAPHS = 2  # paragraphs back that "the city" may point
POINTER_REACH = 3  # units from "the" to its noun in "the northern Ukrainian city"
SITE_ROLES = frozenset({Role.TARGET, Role.AFFECTED, Role.CAPTURED, Role.INTERCEPTED})
GIVERS = {
    "strike": frozenset({"strike", "harm", "ground"}),
    "harm": frozenset({"strike", "harm", "ground", "interception"}),
    "air_defence": frozenset({"explosion"}),
    "raid_sabotage": frozenset({"ground_combat"}),
}
"""Groups and types whose places one of a group may take over, in the same sentence."""


def fill_places(story: Story, units: Units, draft: Draft, matches: Sequence[Match]) -> None:
    """Set the places that the sentence itself binds to a draft."""
    parents = set()
    for binding in draft.bindings:
        index = units.units[binding.unit].row
        parents.add(story.resolutions[index].mention.parent)
        add_place(draft.places, BoundPlace(index, binding.role, binding.rule), story.resolutions)
    draft.places = [place for place in draft.places if place.mention not in parents]
    _drop_sectors(story, draft)
    if draft.page.refers is not None and not draft.has_site():
        _add_owner(story, units, draft, matches)
    drop_containers(draft, story.resolutions)


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
    after = story.text[mention.end : mention.end + LONGEST_SECTOR].casefold().split()[:1]
    return not story.codebook.words["governors"]["sectors"].isdisjoint(after)


def _add_owner(story: Story, units: Units, draft: Draft, matches: Sequence[Match]) -> None:
    """Add the place that owns the target, or that "the city" points back to."""
    role = draft.page.refers
    if role is None:
        return
    is_sky = role is Role.INTERCEPTED  # whose drones they are does not say where they fell
    for match in () if is_sky else draft.matches:
        for at in (*match.seen, *_aimed_at(units, match, story.codebook)):
            if units.units[at].kind != TARGET:
                continue
            owner = possessor(units, at, match.claimed)
            if owner is not None and not _names_kind(units, owner, story.codebook):
                index = units.units[owner].row
                draft.places.append(BoundPlace(index, role, "owner of the target"))
                return
    mention = _referent(story, units, draft, matches)
    if mention is not None:
        draft.places.append(BoundPlace(mention, role, "the text points back to it"))


def _names_kind(units: Units, owner: int, codebook: Codebook) -> bool:
    """Return whether an adjective only tells where "the Ukrainian city" lies."""
    after = units.units[owner + 1] if owner + 1 < len(units.units) else None
    return after is not None and (after.alias or after.key) in codebook.references


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


def _referent(story: Story, units: Units, draft: Draft, matches: Sequence[Match]) -> int | None:
    """Return the place that "the city" in the draft's clause points back to."""
    words, references = story.codebook.words["governors"], story.codebook.references
    if words["there"].isdisjoint(units.keys) and references.keys().isdisjoint(units.keys):
        return None
    targets = {at for at in draft.seen() if units.units[at].kind == TARGET}
    definite = words["definite"]
    for at in _told_at(units, draft):
        unit = units.units[at]
        following = units.units[at + 1].key if at + 1 < len(units.units) else ""
        is_told = at > 0 and units.units[at - 1].kind == TARGET  # "a depot there is burning"
        if unit.key in words["there"] and (is_told or following not in words["existential"]):
            return _latest(story, frozenset(), unit.start, draft.paragraph)
        kinds = references.get(unit.key)
        if not kinds:
            continue
        if following in words["of"]:
            continue  # "the town of P" names its place itself
        if following in words["possessive"] and not targets:
            continue  # "the country's top general"
        owns = not targets.isdisjoint(range(at, at + OWNER_REACH))
        if not owns and _nearest(matches, at) not in (None, *draft.matches):
            continue  # the words belong to another trigger
        before = units.units[max(0, at - POINTER_REACH) : at]
        if any(unit.key in definite for unit in before[-1:]) or (
            before and before[-1].kind == ACTOR and any(unit.key in definite for unit in before)
        ):
            largest = unit.key in words["capital"]
            find = _largest if largest else _latest
            return find(story, kinds, unit.start, draft.paragraph)
    return None


def _told_at(units: Units, draft: Draft) -> Iterator[int]:
    """Yield the units of a draft's clause, then of the others if a sentence names no place."""
    yield from units.clause(draft.clause)
    for number in () if units.spots.get(PLACE) else sorted({*units.clauses} - {draft.clause}):
        clause = units.clause(number)
        if segment_of(units, clause.start) == draft.segment:
            yield from clause


def _largest(story: Story, kinds: frozenset[str], before: int, paragraph: int) -> int | None:
    """Return the largest place of such a kind: of Lviv, Kyiv and Uman the capital is Kyiv."""
    sizes = {
        index: place.population
        for index in _back(story, before, paragraph)
        if (place := story.resolutions[index].place) is not None and place.kind in kinds
    }
    return max(sizes, key=sizes.__getitem__, default=None)


def _latest(story: Story, kinds: frozenset[str], before: int, paragraph: int) -> int | None:
    """Return the latest place of such a kind, or any that is no country if none is named.

    "The country" is the one whose places the text names, not the last that was named.
    """
    country = _country_of(story, paragraph) if COUNTRY in kinds else ""
    for index in _back(story, before, paragraph):
        resolution = story.resolutions[index]
        place, use = resolution.place, resolution.mention.use
        if place is None or _lies_near(story, index):
            continue
        if not is_country(resolution):
            if (place.kind in kinds and use is not Use.ACTOR) or (not kinds and use is Use.LITERAL):
                return index
        elif place.kind in kinds and use is not Use.AFFILIATION and country in {"", place.country}:
            return index
    return None


def _lies_near(story: Story, index: int) -> bool:
    """Return whether a mention only tells where the one before it lies: "P near Q"."""
    if not index:
        return False
    before, mention = (story.resolutions[at].mention for at in (index - 1, index))
    between = story.text[before.end : mention.start] if before.sentence == mention.sentence else ""
    return between.strip() in story.codebook.words["governors"]["nearby"]


def _country_of(story: Story, paragraph: int) -> str:
    """Return the country whose places a paragraph names most, else the whole article."""
    line = story.document.paragraphs[paragraph]
    here = [story.resolutions[index] for index in story.between(line.start, line.end)]
    return country_of(here) or story.country


def _back(story: Story, before: int, paragraph: int) -> Iterator[int]:
    """Return the mentions before an offset, the latest first, not far back."""
    start = story.document.paragraphs[max(0, paragraph - REFERENCE_PARAGRAPHS)].start
    return reversed(story.between(start, before))


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
        if draft.places or role not in SITE_ROLES | {Role.VENUE}:
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
    spare = [
        place
        for place, governor in governors.items()
        if (unit := units.units[place]).key == NEAR
        and governor.word != ASIDE
        and place not in barred
        and unit.row not in taken
        and not is_long(story.resolutions[unit.row])
        and units.units[place - 1].key not in story.codebook.words["governors"]["not_sites"]
    ]
    for draft in drafts:
        role = draft.page.inherits or draft.page.refers
        here = [place for place in spare if segment_of(units, place) == draft.segment]
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


def share_places(story: Story, drafts: Sequence[Draft]) -> None:
    """Give a draft without a place those of its neighbours in the sentence."""
    _share_launches(story, drafts)
    for draft in drafts:
        role = draft.page.inherits or draft.page.refers
        if role is None or draft.has_site():
            continue
        giver = _giver(draft, drafts)
        if giver is None:
            continue
        for place in giver.places:
            if place.role in SITE_ROLES:
                rule = f"taken over from {giver.type_id} in the same sentence"
                add_place(draft.places, BoundPlace(place.mention, role, rule), story.resolutions)


def _share_launches(story: Story, drafts: Sequence[Draft]) -> None:
    """Give drones and missiles that one verb sends the same places: "fired from P at Q"."""
    strikes = [draft for draft in drafts if draft.is_strike and draft.page.weapons]
    for draft in strikes:
        for other in strikes:
            if other is draft or draft.claimed().isdisjoint(other.claimed()):
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
        and any(place.role in SITE_ROLES for place in other.places)
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


def _nearest(matches: Sequence[Match], at: int) -> Match | None:
    """Return the last trigger that starts before a unit."""
    return max((m for m in matches if m.head < at), key=lambda m: m.head, default=None)
