"""What the text is about where a sentence stands: the place and the day it can leave unsaid.

A line has a label ("Sumy region: …"), a list has headings, a paragraph names a place, and a
report has one place and one day that it is about. What a sentence leaves out is taken from
the nearest of these, and the evidence says from which. An entry of a live blog is a report
of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from geomap.dates import READ_ZONES
from geomap.incidents.days import take_day
from geomap.incidents.drafts import BoundPlace
from geomap.incidents.links import add_place, is_country, place_key
from geomap.records import DatePrecision, Realis, Use, Zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story
    from geomap.records import When
    from geomap.text import Document

__all__ = ["FOCUS_GROUPS", "NAMED", "STORY_GROUPS", "Focus", "take_days", "take_places"]

FOCUS_GROUPS = frozenset({"strike", "air_defence", "ground", "harm", "security"})
STORY_GROUPS = FOCUS_GROUPS - {"security"}
"""Groups whose incidents a report tells as parts of its own; arrests have days of their own."""
LABEL_MARKS = ":–—|"
LEAD_PARAGRAPHS = 4  # after the headline: there a report says what it is about
SENTENCE_ENDS = '.!?”"»'  # a byline has none
LEAST_NAMED = 2  # times that a report names the place it is about
LONGEST_BULLET = 4  # characters before a label, or between it and its mark
LONGEST_HEADING = 80
HEADING_REACH = 8  # paragraphs that a line with a place alone can stand above
LABEL = "the label of its line"
NAMED = "the place of its paragraph"


class Focus:
    """The places and days that the sentences of one article can take over."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.near = [at for at, found in enumerate(story.resolutions) if _is_near(story, at)]
        self.starts = [story.resolutions[at].mention.start for at in self.near]
        self.headings = dict(self._headings())
        self.lead = frozenset(_lead(story.document))
        self.main = self._main()

    def place(self, draft: Draft) -> tuple[int, str] | None:
        """Return the mention of the place that a draft leaves unsaid, and where it comes from."""
        sentence = self.story.document.sentences[draft.sentence]
        label = self._label(sentence.start, draft.start)
        if label is not None:
            return label, LABEL
        named = self.named(draft)
        if named is not None:
            return named, NAMED
        heading = self._heading(draft.paragraph)
        if heading is not None:
            return heading, "the heading above it"
        if self.main is None or draft.entry or not draft.page.attaches:
            return None
        is_open = draft.realis is Realis.ACTUAL and not draft.is_lasting
        return (self.main, "the place the report is about") if is_open else None

    def named(self, draft: Draft) -> int | None:
        """Return the place that a paragraph named last before the sentence of a draft."""
        document = self.story.document
        start = document.paragraphs[draft.paragraph].start
        at = bisect_left(self.starts, document.sentences[draft.sentence].start) - 1
        return self.near[at] if at >= 0 and self.starts[at] >= start else None

    def _label(self, start: int, before: int) -> int | None:
        """Return the place that a line opens with, before a colon or a dash."""
        at = bisect_left(self.starts, start)
        if at >= len(self.starts) or self.starts[at] >= before:
            return None
        mention = self.story.resolutions[self.near[at]].mention
        if mention.start - start > LONGEST_BULLET:
            return None
        is_first = not any(map(str.isalnum, self.story.text[start : mention.start]))
        follows = self.story.text[mention.end : mention.end + LONGEST_BULLET].lstrip()[:1]
        return self.near[at] if is_first and follows and follows in LABEL_MARKS else None

    def _headings(self) -> Iterator[tuple[int, int]]:
        """Yield the paragraphs that are a place and nothing else, with its mention."""
        document, text = self.story.document, self.story.text
        for at in self.near:
            mention = self.story.resolutions[at].mention
            number = document.sentences[mention.sentence].paragraph
            line = document.paragraphs[number]
            if not number or line.end - line.start > LONGEST_HEADING:
                continue
            rest = text[line.start : mention.start] + text[mention.end : line.end]
            if not any(map(str.isalnum, rest)):
                yield number, at

    def _heading(self, paragraph: int) -> int | None:
        for number in range(paragraph - 1, max(-1, paragraph - 1 - HEADING_REACH), -1):
            if number in self.headings:
                return self.headings[number]
        return None

    def _main(self) -> int | None:
        """Return a mention of the place that a report names first and most."""
        times: dict[str, int] = {}
        for at in self.near:
            key = place_key(self.story.resolutions[at])
            times[key] = times.get(key, 0) + 1
        sentences = self.story.document.sentences
        lead = [
            at
            for at in self.near
            if sentences[self.story.resolutions[at].mention.sentence].paragraph in self.lead
            and not self.story.resolutions[at].mention.text.isupper()  # the place of a dateline
        ]
        best = max(lead, key=lambda at: (self._times(times, at), -at), default=None)
        if best is None or self._times(times, best) < max(LEAST_NAMED, *times.values()):
            return None
        return best

    def _times(self, times: dict[str, int], at: int) -> int:
        return times[place_key(self.story.resolutions[at])]


def _lead(document: Document) -> Iterator[int]:
    """Yield the paragraphs that open a report: the headline and the first that are told."""
    told = 0
    for number, paragraph in enumerate(document.paragraphs):
        if paragraph.zone is Zone.HEADLINE:
            yield number
        elif paragraph.zone in READ_ZONES and document.text[paragraph.end - 1] in SENTENCE_ENDS:
            told += 1
            yield number
            if told == LEAD_PARAGRAPHS:
                return


def _is_near(story: Story, at: int) -> bool:
    """Return whether a mention means a place that is no country."""
    found = story.resolutions[at]
    is_literal = found.mention.use is Use.LITERAL
    return is_literal and found.place is not None and not is_country(found)


def take_places(focus: Focus, drafts: Iterable[Draft]) -> None:
    """Give what names no place the one its text is about."""
    for draft in drafts:
        role = draft.page.inherits or draft.page.refers
        if role is None or draft.places or draft.page.group not in FOCUS_GROUPS:
            continue
        found = focus.place(draft)
        if found is not None and (draft.page.inherits or found[1] == LABEL):
            bound = BoundPlace(found[0], role, found[1])
            add_place(draft.places, bound, focus.story.resolutions)


def take_days(focus: Focus, drafts: Sequence[Draft], said: Collection[int]) -> None:
    """Give what names no day that of its paragraph, else the one the report is about.

    Parameters
    ----------
    said
        The dates, by index, on which something was only said.
    """
    story_day = _story_day(focus, drafts, said)
    days = _Days(focus.story, said)
    for draft in sorted(drafts, key=lambda draft: (draft.sentence, draft.head)):
        here = days.before(draft)
        if draft.when.text:
            days.note(draft)
        elif not _can_take_day(draft):
            continue
        elif here is not None:
            take_day(draft, here, "day: that of its paragraph")
        elif story_day is not None and _is_of_story(draft):
            take_day(draft, story_day, "day: that of what the report is about")


def _can_take_day(draft: Draft) -> bool:
    is_open = draft.realis is Realis.ACTUAL and not draft.is_lasting
    return is_open and draft.page.group in FOCUS_GROUPS


def _is_of_story(draft: Draft) -> bool:
    return draft.page.group in STORY_GROUPS and not (draft.is_over or draft.entry)


class _Days:
    """The days that the paragraphs of an article name, as they are read."""

    def __init__(self, story: Story, said: Collection[int]) -> None:
        self.story = story
        self.told: dict[int, tuple[int, When]] = {}
        self.named: dict[int, list[tuple[int, When]]] = {}
        for at, date in enumerate(story.dates):
            if at not in said and date.when.start is not None and not _is_open(story, date.when):
                paragraph = story.document.sentences[date.sentence].paragraph
                self.named.setdefault(paragraph, []).append((date.sentence, date.when))

    def note(self, draft: Draft) -> None:
        """Let what follows in the paragraph go on with the day of a draft."""
        if not _is_open(self.story, draft.when):
            self.told[draft.paragraph] = (draft.sentence, draft.when)

    def before(self, draft: Draft) -> When | None:
        """Return the day that a paragraph named last before the sentence of a draft."""
        rows = self.named.get(draft.paragraph, ())
        last = bisect_left(rows, draft.sentence, key=lambda row: row[0]) - 1
        told = self.told.get(draft.paragraph)
        if told is not None and (last < 0 or told[0] >= rows[last][0]):
            return told[1]
        return rows[last][1] if last >= 0 else None


def _is_open(story: Story, when: When) -> bool:
    """Return whether a date is of other things: "since October", "a day after the raid"."""
    words = when.text.casefold().split()
    governors = story.codebook.words["governors"]
    return (
        not words or words[0] in governors["anchor_openers"] or words[-1] in governors["relative"]
    )


def _story_day(focus: Focus, drafts: Sequence[Draft], said: Collection[int]) -> When | None:
    """Return the day that the lead tells of: of an incident of a paragraph first."""
    sentences = focus.story.document.sentences
    bound = [
        (draft.paragraph, False, draft.start, draft.when)
        for draft in drafts
        if draft.realis is Realis.ACTUAL
    ]
    free = [
        (sentences[date.sentence].paragraph, True, date.start, date.when)
        for at, date in enumerate(focus.story.dates)
        if at not in said and not _is_open(focus.story, date.when)
    ]
    fitting = [row for row in (*bound, *free) if row[0] in focus.lead and _is_day(row[3])]
    return min(fitting, key=lambda row: row[:3])[3] if fitting else None


def _is_day(when: When) -> bool:
    return when.start is not None and when.precision is DatePrecision.DAY
