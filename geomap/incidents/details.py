"""Who, with what, at whose expense, and by whose word: the flat details of a draft."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from geomap.incidents import realis
from geomap.incidents.attribution import find_subject
from geomap.incidents.codebook import WARFARE
from geomap.incidents.references import OWNER_REACH
from geomap.incidents.sides import KNOWN_SIDES, side_of, side_of_country, side_of_words
from geomap.incidents.sites import SITE_ROLES
from geomap.incidents.units import ACTOR, DATE, MARK, TARGET, WEAPON, WORD
from geomap.records import Certainty, Realis, Use

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story
    from geomap.incidents.units import Unit, Units

__all__ = [
    "DEFENCE",
    "STATEMENT",
    "complete_sides",
    "fill_details",
    "set_source_side",
    "set_target_side",
]

ACTING_GROUPS = frozenset({"strike", "air_defence", "ground", "security", "political"})
DEFENCE = "air_defence"
AGENT_REACH = 4  # units after a trigger in which "by" names who did it
PRONOUN_REACH = 5  # units before a trigger in which "it" is the one who speaks
PERSON_WORDS = 2
POLITICS = "political"
STATEMENT = "threat_statement"  # its subject is its source, whatever its verb
INTRODUCTION = 8  # tokens of "the Slovak deputy prime minister, Jane"
FORCE_WORDS = 4  # units of a force's name after its nation: "Russian armed forces"


def fill_details(story: Story, units: Units, draft: Draft, sources: tuple[Source, ...]) -> None:
    """Set weapon, kind of target, source, certainty and actor of a draft."""
    seen = [units.units[at] for match in draft.matches for at in match.seen]
    clause = units.clause(draft.clause)
    here = [units.units[at] for at in units.spots.get(WEAPON, ()) if at in clause]
    _set_weapon(draft, seen, here)
    draft.source = None if _is_background(story, units, draft) else _source_of(draft, sources)
    if draft.source is None and draft.type_id == STATEMENT:
        draft.source = find_subject(story, units, draft.head)
    spoken = {at for source in sources for at in range(source.start, source.end)}
    targets = units.spots.get(TARGET, ())
    said = [units.units[at] for at in targets if at in clause and at not in spoken]
    target = next((u for u in (*seen, *said) if u.kind == TARGET), None)
    draft.target_kind = target.tag.key if target and target.tag else ""
    _set_certainty(story, units, draft)
    if draft.page.group in ACTING_GROUPS:
        _set_actor(story, units, draft)


def _is_background(story: Story, units: Units, draft: Draft) -> bool:
    """Return whether words only tell since when: "since troops left P", "a day after they left"."""
    governors = story.codebook.words["governors"]
    for at in range(draft.head - 1, -1, -1):
        unit = units.units[at]
        if unit.kind == MARK or unit.key in governors["that"]:
            return False
        if unit.kind == DATE:
            words = story.text[unit.start : unit.end].casefold().split()
            return words[-1] in governors["relative"] and words[0] not in governors["definite"]
        if unit.key in governors["anchor_openers"]:
            return True
    return False


def _set_weapon(draft: Draft, seen: Sequence[Unit], here: Sequence[Unit]) -> None:
    """Set the weapon of the trigger, else of the clause; a model with a name wins over a class."""
    page = draft.page
    pool = (*seen, *here) if page.weapons or "intercepted" in page.holds else seen
    tags = [unit.tag for unit in pool if unit.tag is not None and unit.kind == WEAPON]
    tags = [tag for tag in tags if not page.weapons or tag.key in page.weapons]
    draft.weapon_classes = frozenset(tag.key for tag in tags)
    if tags:
        best = min(tags, key=lambda tag: (not tag.label[0].isupper(), tag.label == tag.key))
        draft.weapon = best.label
        draft.actor_side = best.side if draft.is_strike else ""


def _set_certainty(story: Story, units: Units, draft: Draft) -> None:
    source = draft.source
    if source is not None:
        draft.attribute(source)
    if realis.is_unconfirmed(units, draft.matches[0], story.codebook):
        draft.certainty = Certainty.UNCONFIRMED
    if source is None or not source.is_denial or draft.page.speaks:
        return
    asserting = story.codebook.words["reporting"]["asserting"]
    is_own = any(u.key in asserting for u in units.units[source.end : draft.head])
    if draft.realis is Realis.ACTUAL and not is_own:  # "denied this, saying that fighting goes on"
        draft.realis = Realis.DENIED


def _set_actor(story: Story, units: Units, draft: Draft) -> None:
    """Set who acts: the nation or force before the trigger, or after "by"."""
    span = _actor_span(story, units, draft)
    if span is not None:
        start, end = span
        actor = units.units[start:end]
        draft.actor = story.words(actor[0].start, actor[-1].end)
        draft.actor_side = (
            side_of(story.text, actor, story.resolutions, story.codebook) or draft.actor_side
        )
        return
    pronouns = story.codebook.words["reporting"]["pronouns"]
    before = units.units[max(0, draft.head - PRONOUN_REACH) : draft.head]
    if draft.source is not None and any(u.kind == WORD and u.key in pronouns for u in before):
        draft.actor, draft.actor_side = draft.source.name, draft.source.side
    elif draft.source is not None and draft.page.group == DEFENCE:
        draft.actor_side = draft.source.side  # who shoots down tells of it


def _actor_span(story: Story, units: Units, draft: Draft) -> tuple[int, int] | None:
    agents = story.codebook.words["governors"]["agents"]
    last = draft.matches[0].claimed[-1]
    for at in range(last + 1, min(last + AGENT_REACH, len(units.units))):
        if units.units[at - 1].key in agents and _is_actor(story, units, at):
            return at, _force_end(story, units, at)
    if draft.page.group == DEFENCE and _is_passive(story, units, draft):
        return None  # "Russia used 31 missiles, of which 14 were shot down"
    for at in range(draft.head - 1, -1, -1):
        if units.clauses[at] != draft.clause:
            return None
        if _is_actor(story, units, at) and not _owns_target(units, at, draft):
            source = draft.source
            if source is not None and source.start <= at < source.end:
                return None
            return at, min(_force_end(story, units, at), draft.head)
    return None


def _is_passive(story: Story, units: Units, draft: Draft) -> bool:
    """Return whether a form of "be" stands before a word of the trigger."""
    passive = story.codebook.words["governors"]["passive"]
    return any(at and units.units[at - 1].key in passive for at in draft.claimed())


def _is_actor(story: Story, units: Units, at: int) -> bool:
    unit = units.units[at]
    if unit.kind == ACTOR:
        return True
    codebook = story.codebook
    is_upper = story.text[unit.start].isupper() or unit.key in codebook.actors
    return unit.kind == WORD and unit.key in codebook.sides and is_upper


def _force_end(story: Story, units: Units, at: int) -> int:
    end = at + 1
    for after in range(at + 1, min(at + 1 + FORCE_WORDS, len(units.units))):
        unit = units.units[after]
        if unit.kind == WORD and unit.key in story.codebook.force_words:
            end = after + 1
    return end


def set_target_side(story: Story, units: Units, draft: Draft) -> None:
    """Set whose place, or whose target, it is."""
    for place in draft.places:
        found = story.resolutions[place.mention].place
        if place.role in SITE_ROLES and found is not None and found.country:
            draft.target_side = side_of_country(found.country)
            return
    for at in range(draft.matches[0].claimed[-1] + 1, len(units.units)):
        if units.clauses[at] != draft.clause:
            return
        if units.units[at].kind == ACTOR and draft.page.group in {"strike", "ground"}:
            side = side_of(story.text, units.units[at : at + 1], story.resolutions, story.codebook)
            draft.target_side = side if side != draft.actor_side else ""
            return


def set_source_side(story: Story, draft: Draft) -> None:
    """Take an office without a nation for one of the place it speaks of."""
    source = draft.source
    if source is None or source.side or draft.target_side not in KNOWN_SIDES:
        return
    if not story.codebook.words["reporting"]["local"].isdisjoint(source.name.casefold().split()):
        draft.source = source._replace(side=draft.target_side)


def complete_sides(story: Story, drafts: Sequence[Draft]) -> None:
    """Set the sides that only the article as a whole tells.

    A name has the side it had where it was introduced; an office without a nation is one of
    the country whose places its paragraph, else the article, names most.
    """
    told = [telling for draft in drafts for telling in draft.tellings]
    sources = [telling.source for telling in told if telling.source is not None]
    known = {source.name.rpartition(" ")[2]: source.side for source in sources if source.side}
    surnames = {source.name.rpartition(" ")[2] for source in sources} - known.keys()
    known |= _introduced_sides(story, set(filter(str.istitle, surnames)))
    local = story.codebook.words["reporting"]["local"]
    side_at = cache(partial(_side_of_places, story))
    central = story.codebook.words["reporting"]["central"]
    spoke: dict[int, str] = {}
    for telling in sorted(told, key=lambda telling: telling.sentence):
        source = telling.source
        if source is None:
            continue
        if source.side:
            if source.is_bare:
                spoke[telling.paragraph] = source.side
            continue
        words = source.name.casefold().split()
        side = known.get(source.name.rpartition(" ")[2], "")
        if not side and not central.isdisjoint(words):
            side = spoke.get(telling.paragraph, "")  # "Russia said …. The defence ministry said …"
        if not side and (not local.isdisjoint(words) or _is_person(source.name)):
            side = side_at(telling.paragraph) or side_at(None)
        telling.source = source._replace(side=side)


def _introduced_sides(story: Story, surnames: Collection[str]) -> dict[str, str]:
    """Return the sides of the offices with which persons are named, by their surnames."""
    sides: dict[str, str] = {}
    for at, word in enumerate(story.document.words if surnames else ()):
        if word in surnames and word not in sides and (side := _office_side(story, at)):
            sides[word] = side
    return sides


def _office_side(story: Story, at: int) -> str:
    """Return the side of the office before a person's name: "the Slovak premier, X"."""
    lows, words = story.document.lows, story.codebook.words["reporting"]
    is_office = False
    for before in range(at - 1, max(-1, at - 1 - INTRODUCTION), -1):
        low = lows[before]
        if low in words["stops"] or low in words["clause_signs"] or low in words["times"]:
            break
        is_office = is_office or low in words["speakers"]
        if is_office and (side := _side_at_token(story, before)):
            return side
    return ""


def _side_at_token(story: Story, at: int) -> str:
    """Return the side of a word of the article: an actor's, or that of the country it names."""
    document = story.document
    side = side_of_words(document.words[at], story.codebook)
    for row in story.between(document.starts[at], document.ends[at]) if not side else ():
        place = story.resolutions[row].place
        if place is not None and place.country:
            return side_of_country(place.country)
    return side


def _is_person(name: str) -> bool:
    """Return whether a name is a person's or a band's, as far as it tells: "Jane Doe", "RSF"."""
    words = name.split()
    is_acronym = len(words) == 1 and name.isupper() and name.isalpha()
    is_full = len(words) == PERSON_WORDS and all(w.isalpha() and w.istitle() for w in words)
    return is_acronym or is_full


def _side_of_places(story: Story, paragraph: int | None) -> str:
    """Return the side whose places a paragraph, or the article, names most often."""
    whole = story.document.paragraphs
    first = whole[paragraph].start if paragraph is not None else 0
    last = whole[paragraph].end if paragraph is not None else len(story.text)
    counts: dict[str, int] = {}
    for index in story.between(first, last):
        place, use = story.resolutions[index].place, story.resolutions[index].mention.use
        if place is not None and use is Use.LITERAL and place.country:
            side = side_of_country(place.country)
            counts[side] = counts.get(side, 0) + 1
    return max(sorted(counts), key=counts.__getitem__, default="")


def _owns_target(units: Units, at: int, draft: Draft) -> bool:
    """Return whether a nation only owns what is hit: "a Ukrainian depot"."""
    claimed = draft.claimed()
    for after in range(at + 1, min(at + OWNER_REACH, len(units.units))):
        unit = units.units[after]
        if unit.kind == TARGET:
            return True
        if after in claimed:
            return False
    return False


def _is_held(draft: Draft, source: Source) -> bool:
    """Return whether a claim holds a trigger, which may start in its speaker.

    "The rebels say they crossed the river"; a speaker's own deed is no claim: "X told parliament".
    """
    if source.is_offer and draft.page.group in WARFARE:
        return False
    is_inside = source.start <= draft.head < source.end
    if is_inside and draft.page.group == POLITICS and not draft.page.speaks:
        return False
    last = draft.matches[0].claimed[-1]
    return draft.head in source.scope or (is_inside and last in source.scope)


def _source_of(draft: Draft, sources: tuple[Source, ...]) -> Source | None:
    """Return the source whose claim holds the trigger, the one nearest before it."""
    holding = [source for source in sources if _is_held(draft, source)]
    if not holding and len(sources) == 1 and draft.page.group != POLITICS:
        # "A bridge was hit, the mayor said, and power was cut"
        holding = [
            source
            for source in sources
            if source.scope.start == 0 < source.scope.stop <= source.end
        ]
    return min(holding, key=lambda source: abs(source.start - draft.head), default=None)
