"""The day that a sentence ties a draft to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.incidents.story import segment_of
from geomap.records import Realis, Zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story
    from geomap.incidents.units import Units
    from geomap.records import When

__all__ = ["date_draft", "date_entries", "take_day"]

WEEK = dt.timedelta(days=7)


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
    found = [
        (units.clauses[at] != draft.clause, abs(at - draft.head), units.units[at].row)
        for at in units.dates
        if at not in barred
        and _dates_clause(story, units, at, draft)
        and (not _is_relative(story, units.units[at].row) or _is_next(at, draft, heads))
        and _lasts(story, units, at, draft)
    ]
    days = [row for row in found if story.dates[row[2]].when.text]
    times = [row for row in found if not story.dates[row[2]].when.text]
    if days:
        draft.when = _ahead(story, story.dates[min(days)[2]].when, draft)
        draft.evidence.append(f"day: {draft.when.text!r}")
    if times and not draft.when.time_text:
        clock = story.dates[min(times)[2]].when.time_text
        draft.when = replace(draft.when, time_text=clock)


def _is_relative(story: Story, date: int) -> bool:
    """Return whether a date is that of the words after it: "two days after the raid"."""
    words = story.dates[date].when.text.casefold().split()
    return bool(words) and words[-1] in story.codebook.words["governors"]["relative"]


def _is_next(at: int, draft: Draft, heads: Collection[int]) -> bool:
    """Return whether a draft is the first that is told after a date."""
    following = [head for head in heads if head > at]
    return bool(following) and draft.head == min(following)


def _set_aspect(story: Story, units: Units, draft: Draft) -> None:
    """Note whether a clause tells of more than one day ("every night"), or of days before.

    What somebody says "had" happened may be of the same day; the report's own "had" is not.
    """
    governors = story.codebook.words["governors"]
    words = {units.units[at].key for at in units.clause(draft.clause)}
    draft.is_over = not governors["pluperfect"].isdisjoint(words)
    lasts = not (governors["present_perfect"] | governors["habits"]).isdisjoint(words)
    draft.is_lasting = lasts or (draft.is_over and draft.source is None)


def date_entries(story: Story, drafts: Iterable[Draft]) -> None:
    """Give the entries of a live blog the day that stands above them, in digits, if any does."""
    zones = [sentence.zone for sentence in story.document.sentences]
    if Zone.ENTRY not in zones:
        return
    first = zones.index(Zone.ENTRY)
    for date in story.dates:
        words = date.when.text
        if date.sentence < first and date.when.start and any(c.isdigit() for c in words):
            break
    else:
        return
    for draft in drafts:
        is_open = not draft.when.text and draft.realis is Realis.ACTUAL
        if is_open and (draft.sentence >= first or zones[draft.sentence] is Zone.HEADLINE):
            take_day(draft, date.when, "day: that of the live page")


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
    words = story.dates[units.units[at].row].when.text.casefold().split()
    governors = story.codebook.words["governors"]
    if not words or words[0] not in governors["anchor_openers"]:
        return True
    clause = [units.units[i].key for i in units.clause(draft.clause)]
    return words[-1] in governors["then"] or not governors["perfect"].isdisjoint(clause)


def _dates_clause(story: Story, units: Units, at: int, draft: Draft) -> bool:
    """Return whether a date can be the draft's: "since the war began last Friday" can."""
    opener = units.openers[units.clauses[at]]
    if units.clauses[at] == draft.clause:
        return True
    if segment_of(units, at) != draft.segment:
        return False
    if opener not in story.codebook.words["governors"]["anchor_openers"]:
        return True
    words = story.dates[units.units[at].row].when.text.casefold().split()
    return not story.codebook.day_words.isdisjoint(words)
