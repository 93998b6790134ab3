"""The day that a text leaves unsaid: which one an incident without a day of its own takes over.

A day goes on in its paragraph, and the day that the report is about goes through the report:
1. the day that its paragraph told or named last before it;
2. the day on which its source said so;
3. the day of the lead, for what a report tells as parts of its own; a report that opens with
   the time it covers ("in the past day", "between Monday and Tuesday", "The front on Tuesday")
   gives it to what goes on and to the items of a list as well;
4. the day of the attack it belongs to.
Nothing is taken over by what goes on or comes back ("every night"), by what lies ahead, or by
what somebody only says; and an item of a round-up or of a live page is a report of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.dates import DAY
from geomap.incidents.attacks import LEAD_DAY
from geomap.incidents.codebook import WARFARE
from geomap.incidents.days import (
    SPEAKING_GROUP,
    covers_period,
    is_datable,
    is_day,
    is_limit,
    is_open,
    is_past,
    is_since,
    take_day,
)
from geomap.incidents.details import DEFENCE, STATEMENT
from geomap.incidents.drafts import tellings_in_order
from geomap.incidents.focus import FOCUS_GROUPS
from geomap.records import Realis, Zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from geomap.incidents.drafts import Draft
    from geomap.incidents.focus import Focus
    from geomap.incidents.story import Story
    from geomap.records import When

__all__ = ["take_days"]

VIOLENCE = "violence_civilians"
DATELINE_MARKS = " ,("  # between the place of a dateline and its day
DATELINE_REACH = 40  # characters between them: "LVIV, Western Ukraine, May 3"
LINE_ENDS = (".", ":", "–", "—")


def take_days(focus: Focus, drafts: Sequence[Draft], said: Collection[int]) -> None:
    """Give what names no day that of its paragraph, else the one the report is about.

    Parameters
    ----------
    said
        The dates, by index, on which something was only said, or that are of no incident.
    """
    story_day = _story_day(focus, drafts, said)
    is_period = story_day is not None and covers_period(focus.story, story_day)
    is_period |= _is_titled(focus.story, drafts, story_day)
    days = _Days(focus.story, said)
    for telling, draft in tellings_in_order(drafts):
        if telling is draft and LEAD_DAY in draft.evidence:
            here = days.before(draft)
            if here is not None and here != draft.when:
                take_day(draft, here, "day: that of its paragraph")
        elif telling is draft and not draft.when.text:
            is_item = focus.is_roundup and draft.paragraph not in focus.lead
            is_lead = _is_lead(draft, focus.lead)
            whole = None if is_item and not is_period else story_day
            _take_day(draft, days.before(draft), whole, is_lead=is_lead, is_period=is_period)
        elif telling.when.text or (draft.when.text and not days.is_dated(telling)):
            days.note(telling, telling.when if telling.when.text else draft.when)
    for draft in drafts:
        is_open = not (draft.when.text or draft.is_lasting)
        if draft.attack is not None and is_open and draft.attack.when.text:
            take_day(draft, draft.attack.when, "day: that of its attack")


def _take_day(
    draft: Draft, here: When | None, story_day: When | None, *, is_lead: bool, is_period: bool
) -> None:
    """Give a draft the day of its paragraph, of its source's words, or of the report."""
    is_alert = draft.page.group == DEFENCE  # "sirens had sounded" before what is told
    is_timed = any(telling.is_timed for telling in draft.tellings)
    is_lasting = draft.is_lasting and not (is_timed or is_alert)
    if draft.realis is not Realis.ACTUAL or is_lasting:
        return
    is_deed = draft.type_id == VIOLENCE and draft.source is None  # "was shot in his yard"
    is_single = not draft.page.lasts or is_period or is_deed
    is_told = ((draft.page.group in FOCUS_GROUPS or _is_act(draft)) and is_single) or is_timed
    # Arrests have days of their own, what a war does is part of the report's story.
    is_of_story = (draft.page.group in WARFARE and is_single) or is_timed
    is_before = draft.is_over and not is_timed  # "before dawn Russia had fired"
    is_of_story = (is_of_story or is_lead) and (is_alert or not is_before)
    if here is not None and is_told:
        take_day(draft, here, "day: that of its paragraph")
    elif (said := _said_day(draft)) is not None:
        take_day(draft, said, "day: the one on which it was said")
    elif story_day is not None and is_of_story and not draft.entry:
        is_last = is_period and any(telling.is_morning for telling in draft.tellings)
        day = _last_day(story_day) if is_last else story_day
        take_day(draft, day, "day: that of what the report is about")


def _last_day(when: When) -> When:
    """Return the last day of a period: "in the morning" of "the past 24 hours"."""
    return when if when.end is None else replace(when, start=when.end - DAY)


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
        self.told: dict[int, list[tuple[int, When]]] = {}
        self.named: dict[int, list[tuple[int, When]]] = {}
        for at, date in enumerate(story.dates):
            is_named = is_datable(date.when) and is_past(story, date.when)
            is_own = not (is_open(story, date) or is_limit(story, date))
            if at not in said and is_named and is_own:
                paragraph = story.document.sentences[date.sentence].paragraph
                self.named.setdefault(paragraph, []).append((date.sentence, date.when))

    def note(self, telling: Draft, when: When) -> None:
        """Let what follows in the paragraph go on with the day of what is told."""
        if is_day(when) and not is_since(self.story, when):
            self.told.setdefault(telling.paragraph, []).append((telling.sentence, when))

    def is_dated(self, telling: Draft) -> bool:
        """Return whether the paragraph has named a day of its own up to a telling."""
        rows = self.named.get(telling.paragraph, [])
        return bool(rows) and rows[0][0] <= telling.sentence

    def before(self, draft: Draft) -> When | None:
        """Return the day that a paragraph named last before the sentence of a draft."""
        rows = self.named.get(draft.paragraph, ())
        last = bisect_left(rows, draft.sentence, key=lambda row: row[0]) - 1
        told = self.told.get(draft.paragraph, ())
        strays = [self.story.dates[at].when for at in draft.strays]
        earlier = [row for row in told if row[1] not in strays]
        if earlier and (last < 0 or earlier[-1][0] >= rows[last][0]):
            return earlier[-1][1]
        return rows[last][1] if last >= 0 else None


def _story_day(focus: Focus, drafts: Sequence[Draft], said: Collection[int]) -> When | None:
    """Return the day that the lead tells of: of an incident first, of somebody's words last."""
    sentences = focus.story.document.sentences
    told = [draft for draft in drafts if draft.realis is Realis.ACTUAL]
    named = {
        date.when.start
        for date in focus.story.dates
        if sentences[date.sentence].paragraph in focus.lead
    }  # an incident of the headline may have its day from further down
    bound = [
        (0, draft.sentence, 0, draft.start, draft.when)
        for draft in told
        if draft.when.start in named and not _is_counted(focus.story, draft.when)
    ]
    free = [
        (0, date.sentence, 1, date.start, date.when)
        for at, date in enumerate(focus.story.dates)
        if at not in said and not (is_open(focus.story, date) or is_limit(focus.story, date))
    ]
    spoken = [(1, d.sentence, 0, d.start, day) for d in told if (day := _said_day(d))]
    fitting = [
        row
        for row in (*bound, *free, *spoken)
        if sentences[row[1]].paragraph in focus.lead
        and is_day(row[4])
        and is_past(focus.story, row[4])
    ]
    if not fitting:
        return _dateline_day(focus.story)
    return _last_of(focus.story, min(fitting, key=lambda row: row[:4])[4])


def _is_counted(story: Story, when: When) -> bool:
    """Return whether a day is that of what is only looked back on: "three days after P was hit"."""
    words = when.text.casefold().split()
    return bool(words) and words[-1] in story.codebook.words["governors"]["relative"]


def _dateline_day(story: Story) -> When | None:
    """Return the day of a dateline: "KYIV, 3 May (Agency) –", "LVIV, Ukraine, May 3 –"."""
    at = story.dateline()
    if at is None:
        return None
    end = story.resolutions[at].mention.end
    date = next((date for date in story.dates if date.start >= end), None)
    if date is None or date.start - end > DATELINE_REACH or not is_day(date.when):
        return None
    between = story.text[end : date.start].replace("/", " ").strip(DATELINE_MARKS)
    is_named = all(word[0].isupper() for word in between.split())
    return date.when if is_named and not between.endswith(LINE_ENDS) else None


def _is_titled(story: Story, drafts: Iterable[Draft], when: When | None) -> bool:
    """Return whether a headline names the day that a report covers: "The front on Tuesday"."""
    sentences = story.document.sentences
    titles = {
        date.sentence
        for date in story.dates
        if date.when == when
        and sentences[date.sentence].zone is Zone.HEADLINE
        and not any(map(str.isdigit, date.when.text))  # the day of the issue
    }
    return bool(titles) and titles.isdisjoint(draft.sentence for draft in drafts)


def _last_of(story: Story, when: When) -> When:
    """Return the day of publication of what goes on "for a second day": the rest is of that day."""
    is_stretch = when.end is not None and when.start is not None and not when.time_text
    is_stretch = is_stretch and not covers_period(story, when)
    if is_stretch and story.published is not None and when.end == story.published + DAY:
        return replace(when, start=story.published)
    return when
