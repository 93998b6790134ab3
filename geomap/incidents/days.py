"""The day that a sentence ties a draft to."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.incidents.details import STATEMENT
from geomap.incidents.drafts import tellings_in_order
from geomap.incidents.focus import FOCUS_GROUPS, STORY_GROUPS
from geomap.incidents.nouns import PEOPLE_KINDS
from geomap.incidents.story import segment_of
from geomap.records import DatePrecision, Realis

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geomap.dates import DatedSpan
    from geomap.incidents.drafts import Draft
    from geomap.incidents.focus import Focus
    from geomap.incidents.story import Story
    from geomap.incidents.units import Units
    from geomap.records import When

__all__ = ["date_draft", "take_day", "take_days"]

LEAD_DAY = "day: that of the attack the report is about"
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
VERB_REACH = 2  # units from a trigger to a "had" of its own: "the shelling had stopped"
SPEAKING_GROUP, ALERT_GROUP = "political", "air_defence"
COUNTED_GROUPS = frozenset({"harm", "security"})
LIMIT_REACH = 24  # characters from "by" to its day: "by the end of Sunday"
FOUNDING_REACH = 2  # units from "built" to its year
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
    found = [
        (
            _is_spoken(at, draft),
            units.clauses[at] != draft.clause,
            _is_since(story, _when(story, units, at)),
            _is_of_other(at, draft, heads),
            abs(at - draft.head),
            units.units[at].row,
        )
        for at in units.dates
        if at not in barred
        and _dates_clause(story, units, at, draft, heads)
        and not _is_limit(story, _date(story, units, at), draft)
        and not _is_behind(story, units, at, draft)
        and not _is_aside(story, units, at, draft)
        and not _is_founding(story, units, at)
        and (not _is_relative(story, _when(story, units, at)) or _is_next(at, draft, heads))
        and _lasts(story, units, at, draft)
    ]
    days = [row for row in found if story.dates[row[-1]].when.text]
    days = [row for row in days if not _is_vague(story, story.dates[row[-1]].when)] or days
    times = [row for row in found if not story.dates[row[-1]].when.text]
    if days:
        draft.when = _ahead(story, story.dates[min(days)[-1]].when, draft)
        if draft.realis is Realis.ACTUAL and not _is_past(story, draft.when):
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


def _is_vague(story: Story, when: When) -> bool:
    """Return whether words give a time but no day, and none that another day would tell."""
    return when.start is None and not _is_relative(story, when)


def _is_aside(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether a time without a day is of other words: "in office for nine days, he left"."""
    first, last = sorted((at, draft.head))
    is_vague = _is_vague(story, _when(story, units, at))
    return is_vague and any(unit.key == "," for unit in units.units[first:last])


def _is_founding(story: Story, units: Units, at: int) -> bool:
    """Return whether a year is of a thing, not of what befell it: "founded in 1930"."""
    before = {unit.key for unit in units.units[max(0, at - FOUNDING_REACH) : at]}
    is_founding = not story.codebook.words["governors"]["founding"].isdisjoint(before)
    return is_founding and not _is_day(_when(story, units, at))


def _is_of_other(at: int, draft: Draft, heads: Collection[int]) -> bool:
    """Return whether a date follows another trigger: "met on Monday after a pact of July"."""
    before = max((head for head in heads if head < at), default=draft.head)
    return before != draft.head


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
    row = next((units.units[at].row for at in units.dates if at in barred and at >= source.end), -1)
    when = story.dates[row].when if row >= 0 else None
    if when is not None and when.text and (is_deed or when.start == story.published):
        draft.said_when = when


def _is_relative(story: Story, when: When) -> bool:
    """Return whether a date is that of the words after it: "two days after the raid"."""
    words, governors = when.text.casefold().split(), story.codebook.words["governors"]
    if not words or words[0] in governors["definite"]:
        return False  # "the evening before"
    return words[-1] in governors["relative"]


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
    draft.is_over = not governors["pluperfect"].isdisjoint(verb)
    lasts = governors["present_perfect"] & verb or governors["habits"] & words
    is_lasting = bool(lasts) and not draft.is_headline  # "Two killed as drone is shot down"
    draft.is_lasting = is_lasting or (draft.is_over and draft.source is None)
    times = {story.dates[units.units[at].row].when.time_text for at in units.dates if at in clause}
    is_timed = not governors["day_parts"].isdisjoint(words) or any(times)
    draft.is_timed = is_timed and governors["all"].isdisjoint(words)  # "every night"


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
    is_perfect = not governors["perfect"].isdisjoint(units.words[clause.start : clause.stop])
    is_sum = bool(draft.counts) and at > draft.head  # "150 shells since Thursday"
    is_sum = is_sum and governors["records"].isdisjoint(units.words[clause.start : at])
    return is_perfect or is_sum or words[-1] in governors["then"]


def _is_limit(story: Story, date: DatedSpan, draft: Draft | None = None) -> bool:
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


def _is_behind(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether a day is of what came before: "hit P after they left Q on Monday"."""
    governors, breaks = story.codebook.words["governors"], story.codebook.breaks
    between = [unit.key for unit in units.units[draft.head + 1 : at]]
    joints = [n for n, key in enumerate(between) if key in governors["relative"]]
    if not joints:
        return False
    clause = between[joints[-1] + 1 :]
    return any(map(breaks.is_verb, clause)) and governors["passive"].isdisjoint(clause)


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
        is_person = is_person and not _is_day(_when(story, units, at))
        return tells_own or not (is_person or any(head in clause for head in heads))
    if opener not in story.codebook.words["governors"]["anchor_openers"]:
        return True
    words = _when(story, units, at).text.casefold().split()
    return not story.codebook.day_words.isdisjoint(words)


def take_days(focus: Focus, drafts: Sequence[Draft], said: Collection[int]) -> None:
    """Give what names no day that of its paragraph, else the one the report is about.

    Parameters
    ----------
    said
        The dates, by index, on which something was only said.
    """
    story_day = _story_day(focus, drafts, said)
    days = _Days(focus.story, said)
    for telling, draft in tellings_in_order(drafts):
        if telling is draft and LEAD_DAY in draft.evidence:
            here = days.before(draft)
            if here is not None and here != draft.when:
                take_day(draft, here, "day: that of its paragraph")
        elif telling is draft and not draft.when.text:
            is_item = focus.is_roundup and draft.paragraph not in focus.lead
            is_lead = _is_lead(draft, focus.lead)
            _take_day(draft, days.before(draft), None if is_item else story_day, is_lead=is_lead)
        elif telling.when.text or (draft.when.text and not days.is_dated(telling)):
            days.note(telling, telling.when if telling.when.text else draft.when)
    for draft in drafts:
        is_open = not (draft.when.text or draft.is_lasting)
        if draft.attack is not None and is_open and draft.attack.when.text:
            take_day(draft, draft.attack.when, "day: that of its attack")


def _take_day(draft: Draft, here: When | None, story_day: When | None, *, is_lead: bool) -> None:
    """Give a draft the day of its paragraph, of its source's words, or of the report."""
    is_alert = draft.page.group == ALERT_GROUP  # "sirens had sounded" before what is told
    is_lasting = draft.is_lasting and not (draft.is_timed or is_alert)
    if draft.realis is not Realis.ACTUAL or is_lasting:
        return
    is_single = not draft.page.lasts
    is_told = ((draft.page.group in FOCUS_GROUPS or _is_act(draft)) and is_single) or draft.is_timed
    is_of_story = (draft.page.group in STORY_GROUPS and is_single) or draft.is_timed
    is_of_story = (is_of_story or is_lead) and (is_alert or not draft.is_over)
    if here is not None and is_told:
        take_day(draft, here, "day: that of its paragraph")
    elif (said := _said_day(draft)) is not None:
        take_day(draft, said, "day: the one on which it was said")
    elif story_day is not None and is_of_story and not draft.entry:
        take_day(draft, story_day, "day: that of what the report is about")


def _is_act(draft: Draft) -> bool:
    """Return whether something is done in politics: what is only said may be of any day."""
    return draft.page.group == SPEAKING_GROUP and draft.type_id != STATEMENT


def _is_lead(draft: Draft, lead: Collection[int]) -> bool:
    """Return whether an act of politics is what headline or lead tell of."""
    is_headline = any(telling.is_headline for telling in draft.tellings)
    is_spoken = draft.page.group == SPEAKING_GROUP
    return (is_spoken and is_headline) or (_is_act(draft) and draft.paragraph in lead)


def _said_day(draft: Draft) -> When | None:
    """Return the day on which one of the tellings of an incident was said, the first's first."""
    days = (telling.said_when for telling in draft.tellings)
    return next((day for day in days if day is not None), None)


class _Days:
    """The days that the paragraphs of an article name, as they are read."""

    def __init__(self, story: Story, said: Collection[int]) -> None:
        self.story = story
        self.told: dict[int, tuple[int, When]] = {}
        self.named: dict[int, list[tuple[int, When]]] = {}
        for at, date in enumerate(story.dates):
            is_named = _is_day(date.when) and _is_past(story, date.when)
            is_own = not (_is_open(story, date.when) or _is_limit(story, date))
            if at not in said and is_named and is_own:
                paragraph = story.document.sentences[date.sentence].paragraph
                self.named.setdefault(paragraph, []).append((date.sentence, date.when))

    def note(self, telling: Draft, when: When) -> None:
        """Let what follows in the paragraph go on with the day of what is told."""
        if _is_day(when) and not _is_since(self.story, when):
            self.told[telling.paragraph] = (telling.sentence, when)

    def is_dated(self, telling: Draft) -> bool:
        """Return whether the paragraph has named a day of its own up to a telling."""
        rows = self.named.get(telling.paragraph, [])
        return bool(rows) and rows[0][0] <= telling.sentence

    def before(self, draft: Draft) -> When | None:
        """Return the day that a paragraph named last before the sentence of a draft."""
        rows = self.named.get(draft.paragraph, ())
        last = bisect_left(rows, draft.sentence, key=lambda row: row[0]) - 1
        told = self.told.get(draft.paragraph)
        if told is not None and (last < 0 or told[0] >= rows[last][0]):
            return told[1]
        return rows[last][1] if last >= 0 else None


def _is_past(story: Story, when: When) -> bool:
    """Return whether a date does not lie ahead of the day of publication."""
    return when.start is None or story.published is None or when.start <= story.published


def _is_open(story: Story, when: When) -> bool:
    """Return whether a date is of other things: "since October", "a day after the raid"."""
    return _is_since(story, when) or _is_relative(story, when)


def _is_since(story: Story, when: When) -> bool:
    words = when.text.casefold().split()
    return not words or words[0] in story.codebook.words["governors"]["anchor_openers"]


def _story_day(focus: Focus, drafts: Sequence[Draft], said: Collection[int]) -> When | None:
    """Return the day that the lead tells of: of an incident first, of somebody's words last."""
    sentences = focus.story.document.sentences
    told = [draft for draft in drafts if draft.realis is Realis.ACTUAL]
    bound = [(0, draft.paragraph, 0, draft.start, draft.when) for draft in told]
    free = [
        (0, sentences[date.sentence].paragraph, 1, date.start, date.when)
        for at, date in enumerate(focus.story.dates)
        if at not in said and not (_is_open(focus.story, date.when) or _is_limit(focus.story, date))
    ]
    spoken = [(1, d.paragraph, 0, d.start, day) for d in told if (day := _said_day(d))]
    fitting = [row for row in (*bound, *free, *spoken) if row[1] in focus.lead and _is_day(row[4])]
    return _last_of(focus.story, min(fitting, key=lambda row: row[:4])[4]) if fitting else None


def _last_of(story: Story, when: When) -> When:
    """Return the day of publication of what goes on "for a second day": the rest is of that day."""
    is_stretch = when.end is not None and when.start is not None and not when.time_text
    if is_stretch and story.published is not None and when.end == story.published + DAY:
        return replace(when, start=story.published)
    return when


def _is_day(when: When) -> bool:
    return when.start is not None and when.precision is DatePrecision.DAY
