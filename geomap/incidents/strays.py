"""Days that stand in the sentence of an incident and are of something else.

"P, liberated on Friday, was shelled"; "more than on Monday"; "the drills, which end on Sunday";
"shells hit P, and schools would open on Friday".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.units import PAST, PLACE
from geomap.records import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.dates import DatedSpan
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story
    from geomap.incidents.units import Units
    from geomap.records import When

__all__ = ["SPEAKING_GROUP", "find_strays", "is_behind", "is_founding", "is_past"]

SPEAKING_GROUP = "political"
FOUNDING_REACH = 2  # units from "built" to its year
RANK_REACH = 8  # units from "the third" to "this year"
PACT_REACH = 4  # units from "reached" to its day: "reached in P on Monday"
COMPARING_REACH = 2  # units from "unlike" to its day: "unlike on Monday"
CARE_REACH = 3  # units from "were" to "hospital": "were still in hospital"


def _is_stray(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether the date at a unit is of other words than those that tell of a draft."""
    date = story.dates[units.units[at].row]
    is_after = at > draft.head
    return (
        (is_after and _is_ahead(story, units, at, draft, date.when))
        or (is_after and _ends(story, units, at, draft))
        or (not is_after and _is_set_before(story, units, at, date.when))
        or _is_compared(story, units, at, draft)
        or _is_in_apposition(story, units, at, draft, date)
        or _is_of_care(story, units, at)
        or _is_of_rank(story, units, at, date)
        or _is_of_pact(story, units, at, draft)
    )


def _is_of_rank(story: Story, units: Units, at: int, date: DatedSpan) -> bool:
    """Return whether a time only says among what something ranks: "the 11th raid this year"."""
    governors = story.codebook.words["governors"]
    is_wide = date.when.precision is not DatePrecision.DAY
    if not is_wide or governors["current"].isdisjoint(_words_of(date)[:1]):
        return False
    before = units.words[max(0, at - RANK_REACH) : at]
    return not governors["ranking"].isdisjoint(before)


def _is_of_pact(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether a date is that of a pact: "a swap on Friday under a deal reached on May 2".

    Or of the other words, for what tells of the pact.
    """
    governors, claimed = story.codebook.words["governors"], draft.claimed()
    pacts = [n for n in range(1, len(units.words)) if units.words[n] in governors["agreed"]]
    for pact in pacts:
        after = next((n for n in units.dates if 0 < n - pact <= PACT_REACH), -1)
        is_done = units.words[pact - 1] in governors["passive"] | governors["perfect"]
        if after < 0 or is_done or units.words[pact - 1] not in governors["pacts"]:
            continue
        is_own = not claimed.isdisjoint({pact - 1, pact})
        if (at != after) if is_own else (at == after):
            return True
    return False


def find_strays(story: Story, units: Units, draft: Draft) -> frozenset[int]:
    """Return the units of a sentence that are dates of other words than those of a draft."""
    return frozenset(at for at in units.dates if _is_stray(story, units, at, draft))


def is_behind(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether a day is of what came before: "hit P after they left Q on Monday"."""
    governors, breaks = story.codebook.words["governors"], story.codebook.breaks
    between = units.words[draft.head + 1 : at]
    joints = [n for n, key in enumerate(between) if key in governors["relative"]]
    if not joints:
        return False
    clause = between[joints[-1] + 1 :]
    return any(map(breaks.is_verb, clause)) and governors["passive"].isdisjoint(clause)


def is_founding(story: Story, units: Units, at: int) -> bool:
    """Return whether a date follows what was made in it: "founded in 1930"."""
    before = units.words[max(0, at - FOUNDING_REACH) : at]
    return not story.codebook.words["governors"]["founding"].isdisjoint(before)


def is_past(story: Story, when: When) -> bool:
    """Return whether a date does not lie ahead of the day of publication."""
    return when.start is None or story.published is None or when.start <= story.published


def _is_ahead(story: Story, units: Units, at: int, draft: Draft, when: When) -> bool:
    """Return whether other words set a day ahead: "hit P, and schools would open on Friday"."""
    breaks, is_coming = story.codebook.breaks, not is_past(story, when)
    last = max(draft.claimed())
    between = units.words[last + 1 : at]
    governors = story.codebook.words["governors"]
    is_planned = not governors["passive"].isdisjoint(between)
    if not (is_coming or is_planned or governors["intending"].intersection(between)):
        return False
    is_told = any(breaks.is_verb(units.words[one]) for one in draft.claimed())
    for n in range(last + 1, at):
        is_verb = breaks.is_verb(units.words[n])
        is_set = (is_coming and is_verb) or _is_intent(story, units.words[n : n + 3])
        if is_told and is_set and _is_joined(story, units.words[last + 1 : n]):
            is_relative = units.openers[units.clauses[n]] in breaks.relative
            return not (is_relative and draft.page.group == SPEAKING_GROUP)  # "talks, which will"
        is_told = is_told or is_verb
    return False


def _is_set_before(story: Story, units: Units, at: int, when: When) -> bool:
    """Return whether a verb before has a day ahead: "called a vote for Sunday and left P"."""
    breaks = story.codebook.breaks
    clause = units.clause(units.clauses[at])
    if is_past(story, when) or not _is_joined(story, units.words[at + 1 : at + 2]):
        return False
    return any(map(breaks.is_verb, units.words[clause.start : at]))


def _is_joined(story: Story, words: Sequence[str]) -> bool:
    """Return whether words go on with something else: "…, and", but not "ordered that …"."""
    governors = story.codebook.words["governors"]
    joint = next((n for n, word in enumerate(words) if word in governors["joining"]), None)
    return joint is not None and governors["that"].isdisjoint(words[:joint])


def _is_intent(story: Story, words: Sequence[str]) -> bool:
    """Return whether something "will" be done, "was to" be done, or "was due"."""
    governors = story.codebook.words["governors"]
    is_planned = words[0] in governors["passive"] and (
        not governors["intended"].isdisjoint(words[1:2])
        or (words[-1] in governors["following"] and words[1] in governors["planning"])
    )
    return is_planned or words[0] in governors["intending"]


def _ends(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether a day only ends what goes on: "an ultimatum that runs out on Sunday"."""
    governors = story.codebook.words["governors"]
    between = units.words[draft.head + 1 : at]
    starts = [n for n, word in enumerate(between) if word in governors["relating"]]
    return bool(starts) and not governors["endings"].isdisjoint(between[starts[-1] :])


def _is_compared(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether a day is what another is held against: "more than on Monday"."""
    governors = story.codebook.words["governors"]
    if governors["comparing"].isdisjoint(units.keys):
        return False
    first = draft.head + 1 if at > draft.head else max(0, at - COMPARING_REACH)
    for n in range(first, at):
        is_choice = n > 0 and units.words[n - 1] in governors["choosing"]  # "P rather than Q on"
        if units.words[n] in governors["comparing"] and not is_choice:
            return units.units[n + 1].number is None
    return False


def _is_in_apposition(story: Story, units: Units, at: int, draft: Draft, date: DatedSpan) -> bool:
    """Return whether a day is told of a name between commas: "P, liberated on Friday, …"."""
    words, breaks = units.words, story.codebook.breaks
    if "," not in units.keys:
        return False
    first = next((n for n in range(at - 1, 0, -1) if words[n] == ","), 0)
    last = next((n for n in range(at + 1, len(words)) if words[n] in {",", "."}), len(words))
    is_named = first > 0 and units.units[first - 1].kind == PLACE
    if not is_named or any(first < one < last for one in draft.claimed()):
        return False
    governors = story.codebook.words["governors"]
    before = next((n for n in range(first - 1, 0, -1) if words[n] == ","), -1)
    if before >= 0 and _is_participle(story, words[before + 1]):
        return False  # "mortars, outlawed by the pact of P, rained on Q in the night to Friday"
    opener = words[first + 1 + (words[first + 1] in breaks.adverbs)]
    is_since = not governors["anchor_openers"].isdisjoint(_words_of(date)[:1])
    return is_since or _is_participle(story, opener)


def _is_participle(story: Story, word: str) -> bool:
    """Return whether a word can open what more is told of a name: "retaken", "shelled"."""
    return word in story.codebook.words["governors"]["participles"] or word.endswith(PAST)


def _words_of(date: DatedSpan) -> list[str]:
    """Return the words of a date."""
    return date.when.text.casefold().split()


def _is_of_care(story: Story, units: Units, at: int) -> bool:
    """Return whether a day tells only who is being nursed: "eleven were in hospital on Monday"."""
    governors = story.codebook.words["governors"]
    if governors["care_places"].isdisjoint(units.keys):
        return False
    clause = units.clause(units.clauses[at])
    words = [units.aliases.get(n) or units.words[n] for n in range(clause.start, at)]
    places = [n for n, word in enumerate(words) if word in governors["care_places"]]
    if not places or not governors["care_verbs"].isdisjoint(words):
        return False
    before = words[max(0, places[0] - CARE_REACH) : places[0]]
    return not governors["lying"].isdisjoint(before)
