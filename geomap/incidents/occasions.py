"""Where and when something was said: no place and no day of what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.days import SAID_REACH
from geomap.incidents.units import ACTOR, MARK, NEAR, PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.codebook import Codebook
    from geomap.incidents.patterns import Match
    from geomap.incidents.story import Story
    from geomap.incidents.units import Units

__all__ = ["barred_at", "said_on_at"]

GATHERING_REACH = 3  # units from "summit" to P in "a summit in the P"
SPEECH_REACH = 3  # units after a report verb in which a date says when it was said
LONGEST_OCCASION = 8  # units of "in P on Monday" between a report verb and "that"
OPENING_REACH = 6  # units of "At a news conference in P"
SPEAKER_REACH = 4  # units from that place to who speaks: "in P on Monday, "


def barred_at(
    story: Story, units: Units, sources: Sequence[Source], matches: Sequence[Match]
) -> set[int]:
    """Return the units whose places are no places of incidents: those of who speaks, and where.

    A clause of the speaker's own may tell of one: "the mayor, who was wounded in P, said".
    """
    spoken = {at for source in sources for at in range(source.start, source.end)}
    told = {at for source in sources for at in _told(units, matches, source)}
    gatherings = [m for m in matches if story.codebook.pages[m.pattern.owner].gathers is not None]
    where = {
        at
        for at in _spoken_at(story, units, sources)
        if not any(0 < at - match.claimed[-1] <= GATHERING_REACH for match in gatherings)
    }
    return (spoken - told) | where


def _told(units: Units, matches: Sequence[Match], source: Source) -> Iterator[int]:
    """Yield the units of a source that stand in a clause of it that tells of an incident."""
    heads = (match.head for match in matches if source.start <= match.head < source.end)
    clauses = {units.clauses[head] for head in heads}
    yield from (at for at in range(source.start, source.end) if units.clauses[at] in clauses)


def _spoken_at(story: Story, units: Units, sources: Sequence[Source]) -> set[int]:
    """Return the units of the place where something was said: "said in P on Monday that".

    Between commas as well: "the plan, she said in P on Monday, would …".
    """
    words, verbs = story.codebook.words["governors"], story.codebook.words["reporting"]["verbs"]
    if verbs.isdisjoint(units.keys):
        return set()
    found = {at for source in sources for at in _opening(story, units, source)}
    for number, unit in enumerate(units.units[:-1], 1):
        if unit.key not in verbs:
            continue
        at = number + (units.units[number].key in words["audience"])  # "told reporters in P that"
        if at == len(units.units) or units.units[at].key not in words["speech_in"]:
            continue
        occasion = units.units[at : at + LONGEST_OCCASION]
        ends = words["that"]
        if any(before.key == "," for before in units.units[max(0, at - SPEECH_REACH) : at]):
            ends = ends | {","}
        end = next((n for n, after in enumerate(occasion) if after.key in ends), 0)
        is_last = at + len(occasion) == len(units.units) and units.units[-1].kind == MARK
        if not end and is_last and any(unit.key == "," for unit in units.units[:at]):
            end = len(occasion)  # "…, she said in P."
        found.update(range(at, at + end))
    return found


def _opening(story: Story, units: Units, source: Source) -> Iterator[int]:
    """Yield the place that opens a sentence where a source spoke: "In P, X said that Q was hit".

    What it tells lies elsewhere: "In P, X said a house in P's north was hit" is told of P. In the
    seat of a government who speaks for the state may name no other place: "In Kyiv the army said".
    """
    words, seats = story.codebook.words["governors"], story.codebook.sides
    keys = [unit.key for unit in units.units[: source.end]]
    opening = keys[: min(OPENING_REACH, source.start)]
    is_talk = not words["speeches"].isdisjoint(opening)
    if not (is_talk or words["speech_in"].issuperset(opening[:1])):
        return
    spots = [at for at in units.spots.get(PLACE, ()) if units.units[at].key == NEAR]
    told = [at for at in spots if at >= source.end]
    is_local, is_state = (
        not story.codebook.words["reporting"][kind].isdisjoint(keys[source.start :])
        for kind in ("local_offices", "state_offices")
    )
    for at in spots if is_talk or not is_local else ():
        is_seat = story.resolutions[units.units[at].row].mention.text.casefold() in seats
        if not (is_talk or told or (is_seat and is_state)):
            continue
        is_here = not is_talk and any(_are_near(story, units, at, other) for other in told)
        if at < len(opening) and source.start - at <= SPEAKER_REACH and not is_here:
            yield at


def _are_near(story: Story, units: Units, one: int, two: int) -> bool:
    """Return whether two places lie in one region."""
    places = [story.resolutions[units.units[at].row].place for at in (one, two)]
    regions = [(place.country, place.admin1_code) if place else None for place in places]
    return regions[0] == regions[1]


def said_on_at(units: Units, sources: Iterable[Source], codebook: Codebook) -> frozenset[int]:
    """Return the units in which a date says when something was said."""
    count = len(units.units)
    before = {source.end - SAID_REACH for source in sources} & set(units.dates)  # "X today said"
    return frozenset(before) | frozenset(
        at
        for source in sources
        for at in range(source.end, min(_occasion(units, source, codebook) + SPEECH_REACH, count))
    )


def _occasion(units: Units, source: Source, codebook: Codebook) -> int:
    """Return the unit after where a source spoke: "she said in P on Sunday"."""
    here = units.units[source.end : source.end + 2]
    is_place = len(here) > 1 and here[0].key in codebook.words["governors"]["speech_in"]
    return source.end + 2 * (is_place and here[1].kind in {PLACE, ACTOR})
