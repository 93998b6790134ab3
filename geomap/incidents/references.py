"""What words for a place point back to: "the city", "the nuclear plant", "there", "here"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.places import (
    contains,
    is_country,
    is_region,
    is_spot,
    is_town,
    place_key,
)
from geomap.incidents.story import country_of, segment_of
from geomap.incidents.units import ACTOR, DATE, MARK, NATIONS, NUMBER, PLACE, TARGET
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.drafts import Draft
    from geomap.incidents.patterns import Match
    from geomap.incidents.story import Story
    from geomap.incidents.units import Unit, Units
    from geomap.records import Mention

__all__ = ["OWNER_REACH", "find_referent"]

COUNTRY = "country"
OWNER_REACH = 5  # units from an owner to what it owns: "the city's critical …"
REFERENCE_PARAGRAPHS = 2  # paragraphs back that "the city" may point
OFFICE_REACH = 30  # characters of "mayor of" and of "council"
POINTER_REACH = 3  # units from "the" to its noun in "the northern Ukrainian city"


def find_referent(story: Story, units: Units, draft: Draft, matches: Sequence[Match]) -> int | None:
    """Return the place that "the city" in the draft's clause points back to."""
    words, references = story.codebook.words["governors"], story.codebook.references
    if all(units.keys.isdisjoint(known) for known in (words["there"], words["here"], references)):
        return None
    targets = {at for at in draft.seen() if units.units[at].kind == TARGET}
    for at in _told_at(units, draft):
        unit = units.units[at]
        following = units.units[at + 1].key if at + 1 < len(units.units) else ""
        is_told = at > 0 and units.units[at - 1].kind == TARGET  # "a depot there is burning"
        if unit.key in words["there"] and (is_told or following not in words["existential"]):
            return _latest(story, frozenset(), unit.start, draft.paragraph)
        if unit.key in words["here"]:
            before = units.units[at - 1].key if at else ""
            is_far = before in words["of"] or before in words["home_from"]  # "90 km north of here"
            return None if is_far else _here(story, unit.start)
        name = unit.word
        if name not in references:
            continue
        if following in words["of"]:
            continue  # "the town of P" names its place itself
        if following in words["possessive"] and not targets:
            continue  # "the country's top general"
        owns = not targets.isdisjoint(range(at, at + OWNER_REACH))
        if not owns and _nearest(matches, at) not in (None, *draft.matches):
            continue  # the words belong to another trigger
        is_known = _is_pointing(units.units[max(0, at - POINTER_REACH) : at], words)
        if is_known or _is_bare(units, at, draft, story.codebook):
            found = (_pointed(story, units, at, k, draft.paragraph) for k in references[name] if k)
            return next((index for index in found if index is not None), None)
    return None


def _pointed(
    story: Story, units: Units, at: int, kinds: frozenset[str], paragraph: int
) -> int | None:
    """Return the place that "the city", "the capital" or "the regional capital" means."""
    words, before = story.codebook.words["governors"], units.units[at].start
    noun, adjective = units.units[at].word, units.units[at - 1].key
    if noun in words["capital"] and adjective in words["of_region"]:
        return _seat_of_region(story, kinds, before)
    is_seat = noun in words["capital"] and adjective not in words["referring"]
    if is_seat:
        here = story.between(story.document.sentences[units.sentence].start, before)
        found = _most_peopled(story, kinds, here)
        found = _largest(story, kinds, before, paragraph) if found is None else found
    else:
        found = _latest(story, kinds, before, paragraph, is_small=noun in words["small"])
        if found is not None and _is_left(story, found, before):
            return None
    return _only(story, kinds, before) if found is None else found


def _is_left(story: Story, region: int, before: int) -> bool:
    """Return whether the text has gone on from a region to a town of another one."""
    found = story.resolutions
    if not is_region(found[region]):
        return False
    towns = [
        found[at]
        for at in story.between(found[region].mention.end, before)
        if found[at].mention.use is Use.LITERAL and is_town(found[at])
    ]
    return bool(towns) and not contains(found[region], towns[-1])


def _seat_of_region(story: Story, kinds: frozenset[str], before: int) -> int | None:
    """Return the largest town named so far in the region that was named last."""
    found, named = story.resolutions, story.between(0, before)
    region = next((found[at] for at in reversed(named) if is_region(found[at])), None)
    if region is None:
        return None
    return _most_peopled(story, kinds, (at for at in named if contains(region, found[at])))


def _is_pointing(before: Sequence[Unit], words: Mapping[str, frozenset[str]]) -> bool:
    """Return whether a noun is one that the text knows: "the city", "the Ukrainian port city"."""
    nearest = before[-1:]
    if any(unit.key in words["definite"] for unit in nearest):
        return True
    is_over = any(unit.kind == ACTOR or unit.key in words["referring"] for unit in nearest)
    return is_over and any(unit.key in words["definite"] for unit in before)


def _is_bare(units: Units, at: int, draft: Draft, codebook: Codebook) -> bool:
    """Return whether a noun alone is a known one, in a language without articles: "над регіоном".

    It is not where a name or a noun follows: "in the city of P", "in the field of energy".
    """
    if at == 0 or units.words[at - 1] not in codebook.words["governors"]["bare"]:
        return False
    if at + 1 == len(units.units):
        return True
    after = units.units[at + 1]
    is_told = at + 1 in draft.seen() or after.key in codebook.prepositions
    return is_told or after.kind in {MARK, NUMBER, DATE}


def _only(story: Story, kinds: frozenset[str], before: int) -> int | None:
    """Return the place of such a kind that the text names before an offset, if it is but one."""
    found = [
        at
        for at in story.between(0, before)
        if (place := story.resolutions[at].place) is not None
        and place.kind in kinds - NATIONS
        and story.resolutions[at].mention.use is not Use.ACTOR
    ]
    is_one = len({place_key(story.resolutions[at]) for at in found}) == 1
    return found[-1] if is_one else None


def _here(story: Story, before: int) -> int | None:
    """Return the place of the dateline, where "here" is behind it."""
    at = story.dateline()
    return at if at is not None and story.starts[at] < before else None


def _told_at(units: Units, draft: Draft) -> Iterator[int]:
    """Yield the units of a draft's clause, then of the others if a sentence names no place."""
    yield from units.clause(draft.clause)
    for number in () if units.spots.get(PLACE) else sorted({*units.clauses} - {draft.clause}):
        clause = units.clause(number)
        if segment_of(units, clause.start) == draft.segment:
            yield from clause


def _largest(story: Story, kinds: frozenset[str], before: int, paragraph: int) -> int | None:
    """Return the largest place of such a kind: of Lviv, Kyiv and Uman the capital is Kyiv."""
    return _most_peopled(story, kinds, _back(story, before, paragraph))


def _most_peopled(story: Story, kinds: frozenset[str], among: Iterable[int]) -> int | None:
    """Return the mention of the place of such a kind with the most people, the first of equals."""
    sizes = {
        at: place.population
        for at in among
        if (place := story.resolutions[at].place) is not None and place.kind in kinds
    }
    return max(sizes, key=sizes.__getitem__, default=None)


def _latest(
    story: Story, kinds: frozenset[str], before: int, paragraph: int, *, is_small: bool = False
) -> int | None:
    """Return the latest place of such a kind, or any that is no country if none is named.

    "The country" is the one whose places the text names, not the last that was named.
    """
    country = _country_of(story, paragraph) if COUNTRY in kinds else ""
    for index in _back(story, before, paragraph):
        resolution = story.resolutions[index]
        place, use = resolution.place, resolution.mention.use
        if place is None or _lies_near(story, index) or (is_spot(resolution) and not kinds):
            continue
        is_seat = resolution.mention.text.casefold() in story.codebook.sides
        is_owner = use is Use.AFFILIATION and not _is_of_town(story, resolution.mention)
        if is_seat and (is_small or is_owner) and not is_country(resolution):
            continue  # "the town" is no seat of a government, nor that of "the ministry in P"
        if not is_country(resolution):
            if (place.kind in kinds and use is not Use.ACTOR) or (not kinds and use is Use.LITERAL):
                return index
        elif place.kind in kinds and use is not Use.AFFILIATION and country in {"", place.country}:
            return index
    return None


def _is_of_town(story: Story, mention: Mention) -> bool:
    """Return whether an office of the town itself stands beside its name: "P Mayor"."""
    before = story.text[max(0, mention.start - OFFICE_REACH) : mention.start].split()
    after = story.text[mention.end : mention.end + OFFICE_REACH].split()
    offices = story.codebook.words["governors"]["town_offices"]
    return not offices.isdisjoint(word.casefold() for word in (*before[-2:], *after[:1]))


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


def _nearest(matches: Sequence[Match], at: int) -> Match | None:
    """Return the last trigger that starts before a unit."""
    return max((m for m in matches if m.head < at), key=lambda m: m.head, default=None)
