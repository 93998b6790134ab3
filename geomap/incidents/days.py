"""The day that a sentence ties a draft to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.incidents.nouns import PEOPLE_KINDS
from geomap.incidents.story import SEGMENT_MARK, segment_of
from geomap.incidents.strays import SPEAKING_GROUP, find_strays, is_behind, is_founding, is_past
from geomap.incidents.units import NUMBER
from geomap.records import DatePrecision, Realis

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from geomap.dates import DatedSpan
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story
    from geomap.incidents.units import Units
    from geomap.records import When

__all__ = [
    "SAID_REACH",
    "SPEAKING_GROUP",
    "covers_period",
    "date_draft",
    "is_datable",
    "is_day",
    "is_limit",
    "is_open",
    "is_past",
    "is_since",
    "take_day",
]

WEEK = dt.timedelta(days=7)
VERB_REACH = 2  # units from a trigger to a "had" of its own: "the shelling had stopped"
OUTAGE = "service_outage"
COUNTED_GROUPS = frozenset({"harm", "security"})
LIMIT_REACH = 24  # characters from "by" to its day: "by the end of Sunday"
PART_REACH = 3  # units from a comma to a day: ", and on Tuesday"
SAID_REACH = 2  # units from "today" to behind its verb: "The ministry today demanded"
OPENING_REACH = 3  # units from "Monday" to its speaker: "on Monday, the mayor said"


def date_draft(
    story: Story, units: Units, draft: Draft, barred: Collection[int], heads: Collection[int]
) -> None:
    """Set the day that the sentence ties a draft to: that of its clause first.

    Parameters
    ----------
    barred
        Units whose day says when something was said, not when it happened.
    heads
        The first units of all triggers of the sentence.
    """
    _set_aspect(story, units, draft)
    if not units.dates:
        return
    _set_said_day(story, units, draft, barred)
    strays = find_strays(story, units, draft)
    draft.strays = frozenset(units.units[at].row for at in strays)
    found = [
        (
            _is_spoken(at, draft),
            _opens_next_part(units, at, draft),
            units.clauses[at] != draft.clause,
            is_since(story, _when(story, units, at)),
            _is_of_other(units, at, draft, heads),
            abs(at - draft.head),
            units.units[at].row,
        )
        for at in units.dates
        if at not in barred
        and _dates_clause(story, units, at, draft, heads)
        and not is_limit(story, _date(story, units, at), draft)
        and not is_behind(story, units, at, draft)
        and not _is_aside(story, units, at, draft)
        and (is_day(_when(story, units, at)) or not is_founding(story, units, at))
        and at not in strays
        and (not _is_relative(story, _date(story, units, at)) or _is_next(at, draft, heads))
        and _lasts(story, units, at, draft)
    ]
    days = [row for row in found if story.dates[row[-1]].when.text]
    days = [row for row in days if not _is_vague(story, story.dates[row[-1]])] or days
    times = [row for row in found if not story.dates[row[-1]].when.text]
    if days:
        draft.when = _ahead(story, story.dates[min(days)[-1]].when, draft)
        if draft.realis is Realis.ACTUAL and not is_past(story, draft.when):
            draft.realis = Realis.EXPECTED
        draft.evidence.append(f"day: {draft.when.text!r}")
    if times and not draft.when.time_text:
        clock = story.dates[min(times)[-1]].when.time_text
        draft.when = replace(draft.when, time_text=clock)


def _date(story: Story, units: Units, at: int) -> DatedSpan:
    """Return the date at a unit."""
    return story.dates[units.units[at].row]


def _when(story: Story, units: Units, at: int) -> When:
    """Return what the date at a unit means."""
    return _date(story, units, at).when


def _is_vague(story: Story, date: DatedSpan) -> bool:
    """Return whether words give a time but no day, and none that another day would tell."""
    return date.when.start is None and not _is_relative(story, date)


def _is_aside(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether a time without a day is of other words: "in office for nine days, he left"."""
    first, last = sorted((at, draft.head))
    is_vague = _is_vague(story, _date(story, units, at))
    return is_vague and any(unit.key == "," for unit in units.units[first:last])


def _is_of_other(units: Units, at: int, draft: Draft, heads: Collection[int]) -> bool:
    """Return whether a date follows another trigger: "met on Monday after a pact of July"."""
    before = max((head for head in heads if head < at), default=draft.head)
    return before != draft.head and not _opens_part(units, at, draft)


def _opens_part(units: Units, at: int, draft: Draft) -> bool:
    """Return whether a date opens what is told of a draft: "…, and on Tuesday P was hit"."""
    before = units.words[max(0, at - PART_REACH) : at]
    return at < draft.head and bool({",", SEGMENT_MARK} & {*before})


def _opens_next_part(units: Units, at: int, draft: Draft) -> bool:
    """Return whether a day opens what is told next: "no gas since May, and in July …"."""
    before = units.words[max(draft.head, at - PART_REACH) : at]
    return "," in before and before.index(",") < len(before) - 1


def _is_spoken(at: int, draft: Draft) -> bool:
    """Return whether a day stands before the speaker: "On Monday, X said" dates the words."""
    source = draft.source
    return source is not None and 0 <= source.start - at <= OPENING_REACH and at not in source.scope


def _set_said_day(story: Story, units: Units, draft: Draft, barred: Collection[int]) -> None:
    """Note the day behind the report verb of the draft's source, if it is that of the news.

    What somebody says days before or after has a day of its own.
    """
    source = draft.source
    if source is None or draft.realis is not Realis.ACTUAL:
        return
    is_deed = draft.page.group == SPEAKING_GROUP  # to say so is to do so: "announced on Friday"
    said = (at for at in units.dates if at in barred and at >= source.end - SAID_REACH)
    row = next((units.units[at].row for at in said), -1)
    when = story.dates[row].when if row >= 0 else None
    if when is not None and when.text and (is_deed or _is_of_news(story, when)):
        draft.said_when = when


def _is_of_news(story: Story, when: When) -> bool:
    """Return whether a day is that of publication, or a night that ends on it."""
    if when.start is None or when.end is None or story.published is None:
        return False
    is_last = when.start <= story.published < when.end
    return is_last and (when.start == story.published or bool(when.time_text))


def _is_relative(story: Story, date: DatedSpan) -> bool:
    """Return whether a date is that of the words after it: "two days after the raid"."""
    words, governors = date.when.text.casefold().split(), story.codebook.words["governors"]
    if not words or words[0] in governors["definite"]:
        return False  # "the evening before"
    after = story.text[date.end : date.end + 1]
    return words[-1] in governors["relative"] and after.isspace()  # "a week before, …"


def _is_next(at: int, draft: Draft, heads: Collection[int]) -> bool:
    """Return whether a draft is the first that is told after a date."""
    following = [head for head in heads if head > at]
    return bool(following) and draft.head == min(following)


def _set_aspect(story: Story, units: Units, draft: Draft) -> None:
    """Note whether a clause tells of more than one day ("every night"), or of days before.

    What somebody says "had" happened may be of the same day; the report's own "had" is not.
    """
    governors = story.codebook.words["governors"]
    clause = units.clause(draft.clause)
    words = set(units.words[clause.start : clause.stop])
    last = max(draft.claimed()) + VERB_REACH
    verb = set(units.words[clause.start : min(clause.stop, last + 1)])
    draft.is_over = _had(story, units, draft, clause) and not _reaches(story, units, clause)
    lasts = governors["present_perfect"] & verb or governors["habits"] & words
    is_lasting = bool(lasts) and not draft.is_headline  # "Two killed as drone is shot down"
    draft.is_lasting = is_lasting or (draft.is_over and draft.source is None)
    own = [_date(story, units, at) for at in units.dates if at in clause]
    times = {date.when.time_text for date in own if date.when.time_text}
    if times:  # "by Sunday evening" is no time of what is told
        times = {date.when.time_text for date in own if not is_limit(story, date)}
        words -= {word for date in own for word in date.when.time_text.split()} - times
    is_timed = not governors["day_parts"].isdisjoint(words) or any(times)
    if not governors["moments"].isdisjoint(words):  # "hours after they left"
        pairs = pairwise(units.words[clause.start : clause.stop])
        links = governors["moment_links"]
        is_timed |= any(one in governors["moments"] and two in links for one, two in pairs)
    is_round = governors["round_the_clock"] and governors["round_the_clock"] <= words
    draft.is_timed = is_timed and not is_round and governors["repeating"].isdisjoint(words)
    told = " ".join(units.words[clause.start : clause.stop])
    draft.is_morning = any(phrase in told for phrase in governors["mornings"])


def _had(story: Story, units: Units, draft: Draft, clause: range) -> bool:
    """Return whether a draft's own verb is told with "had": not "hours after they had left, …".

    Nor is it where "had" is of a verb inside ("a bomb they had found went off") or of what was
    suffered ("P had 14 shells lobbed at it").
    """
    pluperfect, breaks = story.codebook.words["governors"]["pluperfect"], story.codebook.breaks
    if pluperfect.isdisjoint(units.keys):
        return False
    claimed = draft.claimed()
    stop = min(clause.stop, max(claimed) + VERB_REACH + 1)
    for at in (n for n in range(clause.start, stop) if units.words[n] in pluperfect):
        between = units.words[at + 1 : min(claimed)]
        is_done = "," in between and any(map(breaks.is_verb, between[: between.index(",")]))
        if not (is_done or _is_of_inner_verb(units, at, claimed, breaks.is_verb)):
            return True
    return False


def _is_of_inner_verb(
    units: Units, had: int, claimed: Collection[int], is_verb: Callable[[str], bool]
) -> bool:
    """Return whether "had" is of a verb inside a trigger, or of a number of things."""
    if units.units[had + 1 : had + 2] and units.units[had + 1].kind == NUMBER:
        return True
    verb = next((n for n in range(had + 1, len(units.words)) if is_verb(units.words[n])), had)
    later = (n for n in claimed if n > verb)
    return min(claimed) < had < verb and verb not in claimed and any(later)


def _reaches(story: Story, units: Units, clause: range) -> bool:
    """Return whether a clause goes up to a time of the day: "by evening they had taken P"."""
    governors = story.codebook.words["governors"]
    return any(
        units.words[n] in governors["limits"] and units.words[n + 1] in governors["day_parts"]
        for n in clause[:-1]
    )


def take_day(draft: Draft, when: When, rule: str) -> None:
    """Give a draft a day from elsewhere in the text; its own time of day stays."""
    draft.when = replace(when, time_text=draft.when.time_text)
    draft.evidence.append(rule)


def _ahead(story: Story, when: When, draft: Draft) -> When:
    """Return the coming weekday instead of the last one for what is only expected."""
    words = set(when.text.casefold().split())
    is_weekday = not story.codebook.weekdays.isdisjoint(words)
    published = story.published
    if draft.realis is not Realis.EXPECTED or not is_weekday or published is None:
        return when
    if when.start is None or when.end is None or when.start >= published:
        return when
    return replace(when, start=when.start + WEEK, end=when.end + WEEK)


def _lasts(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether "since October" can be the draft's: only of what has gone on."""
    words = _when(story, units, at).text.casefold().split()
    governors = story.codebook.words["governors"]
    if not words or words[0] not in governors["anchor_openers"]:
        return True
    clause = units.clause(draft.clause)
    end = max(clause.stop, *draft.claimed())  # over an aside: ", most of them old, have left"
    is_perfect = not governors["perfect"].isdisjoint(units.words[clause.start : end])
    if _is_told_before(story, units, at, draft):
        return False
    is_sum = bool(draft.counts) and at > draft.head  # "150 shells since Thursday"
    is_sum = is_sum and governors["records"].isdisjoint(units.words[clause.start : at])
    is_bare = draft.type_id == OUTAGE and _is_bare(story, units.words[clause.start : at])
    return is_perfect or is_sum or is_bare or words[-1] in governors["then"]


def _is_bare(story: Story, words: Sequence[str]) -> bool:
    """Return whether words up to a day have no verb and name no record: "no gas since May"."""
    records = story.codebook.words["governors"]["records"]
    return records.isdisjoint(words) and not any(map(story.codebook.breaks.is_verb, words))


def _is_told_before(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether "since May" is of a verb before: "has been held since May and was hit"."""
    governors, breaks = story.codebook.words["governors"], story.codebook.breaks
    clause = units.clause(units.clauses[at])
    before = units.words[clause.start : at]
    after = units.words[at + 1 : draft.head + 1]
    is_own = governors["perfect"].isdisjoint(before) or at > draft.head
    return not is_own and any(
        one in governors["joining"] and breaks.is_verb(two) for one, two in pairwise(after)
    )


def is_limit(story: Story, date: DatedSpan, draft: Draft | None = None) -> bool:
    """Return whether a day only ends a count: "by Sunday evening 16 had died", "as of Sunday".

    The dead, the hurt and the taken are as old as what caused them; a town taken by Sunday fell
    on that day, as far as is told.
    """
    governors = story.codebook.words["governors"]
    before = story.text[max(0, date.start - LIMIT_REACH) : date.start].casefold().split()
    if " ".join(before[-2:]) in governors["as_of"]:
        return True
    while before and before[-1] in governors["limit_words"]:
        before.pop()
    is_counted = draft is None or draft.page.group in COUNTED_GROUPS
    is_counted |= draft is not None and any(
        count.kind in PEOPLE_KINDS and count.start > date.end for count in draft.all_counts()
    )  # "by Sunday 16 had died in the strike"
    return is_counted and bool(before) and before[-1] in governors["limits"]


def _dates_clause(
    story: Story, units: Units, at: int, draft: Draft, heads: Collection[int]
) -> bool:
    """Return whether a date can be the draft's: "since the war began last Friday" can."""
    if units.clauses[at] == draft.clause:
        return True
    is_aside = draft.is_over and bool(units.openers[draft.clause])  # "whose men had shelled P"
    if is_aside or segment_of(units, at) != draft.segment:
        return False
    clause, opener = units.clause(units.clauses[at]), units.openers[units.clauses[at]]
    if opener in story.codebook.words["governors"]["relative_openers"]:
        # "came to P, where two had died in March" has no day; "the blast, which came in March" has
        tells_own = not draft.claimed().isdisjoint(clause)
        is_person = opener in story.codebook.numbers.who  # "took a man who in March had spoken"
        is_person = is_person and not is_day(_when(story, units, at))
        return tells_own or not (is_person or any(head in clause for head in heads))
    if opener not in story.codebook.words["governors"]["anchor_openers"]:
        return True
    words = _when(story, units, at).text.casefold().split()
    return not story.codebook.day_words.isdisjoint(words)


def is_open(story: Story, date: DatedSpan) -> bool:
    """Return whether a date is of other things: "since October", "a day after the raid"."""
    return is_since(story, date.when) or _is_relative(story, date)


def is_since(story: Story, when: When) -> bool:
    """Return whether a date runs up to publication: "since October"; a clock time has no day."""
    words = when.text.casefold().split()
    return not words or words[0] in story.codebook.words["governors"]["anchor_openers"]


def is_datable(when: When) -> bool:
    """Return whether a date is known to the day, or to the month of a year that it names."""
    is_month = when.precision is DatePrecision.MONTH and any(map(str.isdigit, when.text))
    return is_day(when) or (is_month and when.start is not None)


def is_day(when: When) -> bool:
    """Return whether a date is known to the day."""
    return when.start is not None and when.precision is DatePrecision.DAY


def covers_period(story: Story, when: When) -> bool:
    """Return whether a date is the time that a report covers: "in the past 24 hours"."""
    words = set(when.text.casefold().split()[:1])
    openers = story.codebook.words["governors"]["periods"]
    if when.start is not None and when.end is not None and (when.end - when.start).days > 1:
        openers |= story.codebook.weekdays  # "Monday and Tuesday morning"
    return not when.time_text and not openers.isdisjoint(words)
