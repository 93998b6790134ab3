"""The days of a live blog: those that stand above its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.days import take_day
from geomap.incidents.details import STATEMENT
from geomap.records import Realis, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.dates import DatedSpan
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story

__all__ = ["date_entries"]

FIGHTING_GROUP = "ground"
ENTRY_DAY = "day: that of the live page"
HEADING_MARKS = " .,:;|*#–—-\n"


def date_entries(story: Story, drafts: Iterable[Draft]) -> None:
    """Give the entries of a live blog the day that stands above them, in digits, if any does."""
    zones = [sentence.zone for sentence in story.document.sentences]
    if Zone.ENTRY not in zones:
        return
    first = zones.index(Zone.ENTRY)
    heads = [date for date in story.dates if _heads_entries(story, date, first)]
    if not heads or heads[0].sentence >= first:
        return
    for draft in drafts:
        is_fight = draft.page.group == FIGHTING_GROUP and not draft.is_lasting  # "goes on now"
        is_event = (is_fight or not draft.page.lasts) and draft.type_id != STATEMENT
        is_open = not draft.when.text and draft.realis is Realis.ACTUAL and is_event
        if is_open and (draft.sentence >= first or zones[draft.sentence] is Zone.HEADLINE):
            above = [date for date in heads if first <= date.sentence < draft.sentence]
            head = above[-1] if above else heads[0]
            take_day(draft, head.when, ENTRY_DAY)


def _heads_entries(story: Story, date: DatedSpan, first: int) -> bool:
    """Return whether a day in digits stands above entries: anywhere before them, else alone."""
    sentence = story.document.sentences[date.sentence]
    is_alone = not story.text[date.end : sentence.end].strip(HEADING_MARKS)
    is_alone &= not story.text[sentence.start : date.start].strip(HEADING_MARKS)
    has_digits = any(map(str.isdigit, date.when.text))
    return bool(date.when.start) and has_digits and (date.sentence < first or is_alone)
