"""Both ends of a journey: where people left, and where they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.drafts import BoundPlace
from geomap.incidents.governors import ASIDE
from geomap.incidents.places import add_place
from geomap.incidents.units import NEAR
from geomap.records import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from geomap.incidents.drafts import Draft
    from geomap.incidents.governors import Governor
    from geomap.incidents.story import Story
    from geomap.incidents.units import Units

__all__ = ["complete_journeys"]

ENDS = (Role.ORIGIN, Role.VENUE)


def complete_journeys(
    story: Story,
    units: Units,
    drafts: Sequence[Draft],
    governors: Mapping[int, Governor],
    barred: Collection[int],
) -> None:
    """Tell where people arrived from where they left, and find the end still open.

    "They were housed in P" tells of an arrival; in "300 people were led out of P; most went on
    to Q" the second half goes on with the journey.
    """
    words = story.codebook.words["governors"]
    relative = words["inheriting_openers"] | words["explaining_openers"]
    journeys = [draft for draft in drafts if draft.page.inherits is Role.ORIGIN]
    for draft in journeys:
        _turn_arrivals(story, units, draft, governors)
    heads = [draft.head for draft in drafts]
    taken = {place.mention for draft in drafts for place in draft.places}
    for draft in journeys:
        for role in ENDS:
            if not any(place.role is role for place in draft.places):
                free = _free(units, governors, taken, barred, relative)
                near = [at for at in free if min(heads, key=lambda n: abs(n - at)) == draft.head]
                _add_end(story, units, draft, role, [(at, governors[at]) for at in near])


def _turn_arrivals(
    story: Story, units: Units, draft: Draft, governors: Mapping[int, Governor]
) -> None:
    """Give the places where somebody is housed, or goes into, the role of a venue."""
    words = story.codebook.words["governors"]
    keys = {units.units[at].key for at in draft.seen()}
    is_arrival = not words["arrivals"].isdisjoint(keys)
    rows = {units.units[at].row: governor.word for at, governor in governors.items()}
    for place in draft.places:
        word = rows.get(place.mention, "")
        is_in = place.role is Role.ORIGIN and word in words["container_in"]
        if is_in and (is_arrival or _is_entered(story, place.mention)):
            place.role = Role.VENUE


def _is_entered(story: Story, mention: int) -> bool:
    """Return whether the case of a name tells where somebody goes: "в Полтаву", not "в Полтаве"."""
    words = story.codebook.words["governors"]
    name = story.resolutions[mention].mention.text.casefold()
    return name.endswith(tuple(words["whither_ends"])) and not name.endswith(
        tuple(words["where_ends"])
    )


def _free(
    units: Units,
    governors: Mapping[int, Governor],
    taken: Collection[int],
    barred: Collection[int],
    relative: Collection[str],
) -> Iterator[int]:
    """Yield the places of a sentence that nothing else took, but those of relative clauses."""
    for at in governors:
        unit = units.units[at]
        is_free = unit.key == NEAR and at not in barred and unit.row not in taken
        if is_free and units.openers[units.clauses[at]] not in relative:
            yield at


def _add_end(
    story: Story,
    units: Units,
    draft: Draft,
    role: Role,
    free: Iterable[tuple[int, Governor]],
) -> None:
    """Add the places that a word of direction leads to or from."""
    words = story.codebook.words["governors"]
    leading = words["following"] if role is Role.VENUE else words["home_from"]
    for at, governor in free:
        before, word = units.units[governor.at - 1].key, units.units[governor.at].key
        is_bound = role is Role.VENUE and governor.word == ASIDE and before in words["heading"]
        word = word if is_bound else governor.word  # "bound for P"
        if (is_bound or word in leading) and draft.page.roles.get(word) is role:
            bound = BoundPlace(units.units[at].row, role, "the other end of the journey")
            add_place(draft.places, bound, story.resolutions)
