"""Where a draft happened: its bound places, and what "the city" points back to."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from geomap.incidents.drafts import BoundPlace
from geomap.incidents.frames import possessor
from geomap.incidents.links import add_place, drop_containers, is_country
from geomap.incidents.units import TARGET
from geomap.records import Role, Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.drafts import Draft
    from geomap.incidents.patterns import Match
    from geomap.incidents.story import Story
    from geomap.incidents.units import Units

__all__ = ["SITE_ROLES", "fill_places", "share_places"]

OWNER_REACH = 5  # units from an owner to what it owns: "the city's critical …"
REFERENCE_PARAGRAPHS = 2  # paragraphs back that "the city" may point
SITE_ROLES = frozenset({Role.TARGET, Role.AFFECTED, Role.CAPTURED, Role.INTERCEPTED})
GIVERS = {
    "strike": frozenset({"strike", "harm", "ground"}),
    "harm": frozenset({"strike", "harm", "ground"}),
}
"""Groups whose places an incident without one may take over, in the same sentence."""


def fill_places(story: Story, units: Units, draft: Draft, matches: Sequence[Match]) -> None:
    """Set the places that the sentence itself binds to a draft."""
    parents = set()
    for binding in draft.bindings:
        index = units.units[binding.unit].row
        parents.add(story.resolutions[index].mention.parent)
        add_place(draft.places, BoundPlace(index, binding.role, binding.rule), story.resolutions)
    draft.places = [place for place in draft.places if place.mention not in parents]
    if draft.page.refers is not None and not draft.has_site():
        _add_owner(story, units, draft, matches)
    drop_containers(draft, story.resolutions)


def _add_owner(story: Story, units: Units, draft: Draft, matches: Sequence[Match]) -> None:
    """Add the place that owns the target, or that "the city" points back to."""
    role = draft.page.refers
    if role is None:
        return
    is_sky = role is Role.INTERCEPTED  # whose drones they are does not say where they fell
    for match in () if is_sky else draft.matches:
        for at in match.seen:
            if units.units[at].kind != TARGET:
                continue
            owner = possessor(units, at, match.claimed)
            if owner is not None:
                index = units.units[owner].row
                draft.places.append(BoundPlace(index, role, "owner of the target"))
                return
    mention = _referent(story, units, draft, matches)
    if mention is not None:
        draft.places.append(BoundPlace(mention, role, "the text points back to it"))


def _referent(story: Story, units: Units, draft: Draft, matches: Sequence[Match]) -> int | None:
    """Return the place that "the city" in the draft's clause points back to."""
    targets = {at for m in draft.matches for at in m.seen if units.units[at].kind == TARGET}
    definite = story.codebook.words["governors"]["definite"]
    for at in units.clause(draft.clause):
        unit = units.units[at]
        if unit.key in story.codebook.words["governors"]["there"]:
            return _latest(story, frozenset(), unit.start, draft.paragraph)
        kinds = story.codebook.references.get(unit.key)
        if not kinds:
            continue
        following = units.units[at + 1].key if at + 1 < len(units.units) else ""
        if following in story.codebook.words["governors"]["of"]:
            continue  # "the town of P" names its place itself
        owns = not targets.isdisjoint(range(at, at + OWNER_REACH))
        if not owns and _nearest(matches, at) not in (None, *draft.matches):
            continue  # the words belong to another trigger
        if at and units.units[at - 1].key in definite:
            return _latest(story, kinds, unit.start, draft.paragraph)
    return None


def _latest(story: Story, kinds: frozenset[str], before: int, paragraph: int) -> int | None:
    """Return the latest place of such a kind, or any that is no country if none is named."""
    start = story.document.paragraphs[max(0, paragraph - REFERENCE_PARAGRAPHS)].start
    last = bisect_left(story.resolutions, before, key=lambda found: found.mention.start) - 1
    for index in range(last, -1, -1):
        resolution = story.resolutions[index]
        mention = resolution.mention
        if mention.start < start:
            return None
        if resolution.place is None:
            continue
        if resolution.place.kind in kinds:
            return index
        if not kinds and mention.use is Use.LITERAL and not is_country(story.resolutions[index]):
            return index
    return None


def share_places(story: Story, drafts: Sequence[Draft]) -> None:
    """Give a draft without a place those of its neighbours in the sentence."""
    for draft in drafts:
        role = draft.page.inherits
        if role is None or draft.places:
            continue
        giver = _giver(draft, drafts)
        if giver is None:
            continue
        for place in giver.places:
            if place.role in SITE_ROLES:
                rule = f"taken over from {giver.type_id} in the same sentence"
                add_place(draft.places, BoundPlace(place.mention, role, rule), story.resolutions)


def _giver(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft whose places another may take over: same clause, then before, then near."""
    groups = GIVERS.get(draft.page.group, frozenset())
    fitting = [
        other
        for other in drafts
        if other is not draft
        and other.page.group in groups
        and other.segment == draft.segment
        and other.realis is draft.realis
        and any(place.role in SITE_ROLES for place in other.places)
    ]
    return min(
        fitting,
        key=lambda d: (d.clause != draft.clause, d.head > draft.head, abs(d.head - draft.head)),
        default=None,
    )


def _nearest(matches: Sequence[Match], at: int) -> Match | None:
    """Return the last trigger that starts before a unit."""
    return max((m for m in matches if m.head < at), key=lambda m: m.head, default=None)
