"""Dates that are counted from one that the text named before: "a week later", "the day before"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.dates.ranges import (
    DAY,
    DAY_HOURS,
    MONTHS,
    NEVER,
    NO_CLOCK_DAY,
    UNKNOWN,
    WEEK_DAYS,
    Range,
    ago_range,
    back_by,
    one_day,
    rolling_range,
    unit_range,
)
from geomap.dates.tokens import Found, Tokens
from geomap.records import DatePrecision

if TYPE_CHECKING:
    import datetime as dt

    from geomap.dates.tokens import Named
    from geomap.dates.words import Words
    from geomap.text import Document, Sentence

__all__ = ["CountedForms"]

YEAR_DAYS = 365  # from what no date without a year can mean
NEWS_MONTHS = 2  # back, and a date without a year is that of the news


class CountedForms(Tokens):
    """What the forms of a sentence count from, and those that do; each form is one method."""

    def __init__(
        self,
        document: Document,
        sentence: Sentence,
        words: Words,
        published: dt.date | None,
        named: Named,
    ) -> None:
        super().__init__(document, sentence, words)
        self.published = published
        self.named = named.day
        self.is_near = named.paragraph == sentence.paragraph
        self.latest = named.latest
        self.is_told = named.told == sentence.paragraph
        self.week = named.week
        self.lead = named.lead

    def _day_of_week(self, at: int) -> dt.date:
        """Return the day of the weekday at a token: the latest, unless words set it ahead."""
        published, before = self.week or self.published or NEVER, self.word(at - 1)
        back = (published.weekday() - self.words.weekdays[self.lower[at]]) % WEEK_DAYS
        if before in self.words.coming:
            return published + DAY * (WEEK_DAYS - back)
        if back and (before in self.words.ahead or self.is_to_come(at)):
            return published + DAY * (WEEK_DAYS - back)
        if before in self.words.past and back == 0:
            back = WEEK_DAYS
        return published - DAY * back

    def _hours_on(self, at: int) -> Found:
        """Return "two hours later": on the day named just before, else no more than a time."""
        number = self.small_number(at - 1)
        first = at if number is None else self.number_first(at - 1)
        if number and number % DAY_HOURS == 0:  # "24 hours earlier"
            steps = number // DAY_HOURS * (1 if self.word(at + 1) in self.words.later else -1)
            return self._anchored(at + 1, first, steps)
        if self.is_near and self.named is not None:
            return Found(at + 2, one_day(self.named), first)
        return Found(at + 2, NO_CLOCK_DAY, first, " ".join(self.lower[first : at + 2]))

    def _counted(self, at: int, unit: str, number: int) -> Found | None:
        """Return "three days ago", "two days earlier", "a week later", "the past two days"."""
        following, words = self.word(at + 1), self.words
        number *= 1 + (self.lower[at] in words.doubles)
        before = self.number_first(at - 1) - 1
        if self.word(before) in words.past | words.day_before:
            return Found(at + 1, rolling_range(unit, number, self.published), before)
        if following in words.ago:
            return self._ago(at, unit, number)
        days = {"day": 1, "week": WEEK_DAYS}.get(unit, 0) * number
        if following in words.relative and days:
            is_forward = (following in words.behind) is self._stops_at(at + 2)
            return self._anchored(at + 1, at - 1, days if is_forward else -days)
        if following not in words.later and following not in words.earlier:
            return self._last_of(at, unit, number)
        steps = 1 if following in words.later else -1
        if unit in {"month", "year"} and self.latest is not None:
            return Found(at + 2, unit_range(unit, -steps * number, self.latest), at - 1)
        return self._anchored(at + 1, at - 1, steps * days)

    def _stops_at(self, at: int) -> bool:
        """Return whether "a week after" ends there: before a comma, or "that a man died"."""
        is_that = self.word(at) in self.words.same_day
        after = self.word(at + is_that)
        return after in self.words.day_stops or (is_that and self.words.numbers.get(after) == 1)

    def year_told(self, year: int, month: int, *, is_that: bool = False) -> int:
        """Return the year of a month without one: where a paragraph tells of years ago, of those.

        What is not far back is news, and has the year that it has by itself.
        """
        latest, published = self.latest, self.published
        if latest is None or published is None:
            return year
        back = published.year * MONTHS + published.month - year * MONTHS - month
        is_old = self.is_told and published - latest > DAY * YEAR_DAYS and back > NEWS_MONTHS
        if not (is_old or is_that):
            return year
        told = latest.year * MONTHS + latest.month
        years = (latest.year, latest.year - 1, latest.year + 1)
        return min(years, key=lambda one: abs(one * MONTHS + month - told))

    def _ago(self, at: int, unit: str, number: int) -> Found:
        """Return "three days ago", "a year ago today", "ten years ago this week"."""
        words, published = self.words, self.published
        after, days = self.word(at + 2), ago_range(unit, number, published)
        is_day = words.days.get(after) == 0 and after not in words.parts
        width = words.units.get(self.word(at + 3), "") if after in words.this else ""
        if published is None or not (is_day or width in {"week", "month"}):
            return Found(at + 2, days, at - 1)
        day = back_by(unit, number, published)
        days = one_day(day) if is_day else unit_range(width, 0, day)
        return Found(at + 3 + (not is_day), days, at - 1)

    def _last_of(self, at: int, unit: str, number: int) -> Found | None:
        """Return "three days running", "within 24 hours"."""
        streak = self._running(at)
        if streak is not None and unit == "day":
            return self._last_days(at + 1 + streak, number, at - 1)
        before = self.number_first(at - 1) - 1
        if unit == "hour" and self.word(before) in self.words.within and number % DAY_HOURS == 0:
            return Found(at + 1, rolling_range(unit, number, self.published), before)
        return None

    def _is_anchored(self, before: str) -> bool:
        words = self.words
        return before in words.same_day or before in words.day_after or before in words.day_before

    def _step(self, before: str) -> int:
        return (before in self.words.day_after) - (before in self.words.day_before)

    def _anchored(self, last: int, first: int, steps: int) -> Found:
        """Return a day counted from the one the text named last.

        What opens a paragraph that names none counts from that of the lead: "A day earlier, …".
        """
        named = self.named if self.is_near or self.lead is None else self.lead
        is_known = named is not None and (steps or last == first + 1)
        days = one_day(named + DAY * steps) if is_known and named else UNKNOWN
        return Found(last + 1, days, first)

    def _streak(self, at: int) -> int | None:
        """Return how many words after "night" or "day" make it the latest of several.

        "For a third night running", "the second day in a row", "a fourth straight day".
        """
        words = self.words
        if self.word(at - 1) in words.consecutive and self.word(at - 2) in words.nth:
            return 0
        if self.lower[at] in words.nights and self._is_under_way(at - 1):
            return 0 if self.word(at - 1) in words.nth else None
        return self._running(at) if self.word(at - 1) in words.nth else None

    def _running(self, at: int) -> int | None:
        """Return how many words make days follow each other: "running", "in a row"."""
        after = [self.word(at + step) for step in (1, 2, 3)]
        return next((n for n in (1, 3) if " ".join(after[:n]) in self.words.streaks), None)

    def _nth(self, at: int) -> Found | None:
        """Return the last of several days, or all: "a third day running", "for a third day"."""
        words, streak = self.words, self._streak(at)
        cue = at - 1 - (self.word(at - 1) in words.consecutive)
        number, is_whole = words.nth.get(self.word(cue)), self._is_under_way(cue)
        if number is None or not (is_whole or streak is not None):
            return None
        first = cue - 2 if is_whole else at - 1
        return self._last_days(at + 1 + (streak or 0), number if is_whole else 1, first)

    def _is_under_way(self, cue: int) -> bool:
        """Return whether all days up to the last are meant: "for a third day", "in its third"."""
        words, opener = self.words, self.word(cue - 2)
        return opener in words.lasting or (
            opener in words.entering and self.word(cue - 1) in words.possessive
        )

    def _last_days(self, stop: int, number: int, first: int) -> Found:
        """Return the last days up to that of publication, which is one of them."""
        if self.published is None:
            return Found(stop, UNKNOWN, first)
        last, told = self.published, stop + (self.word(stop) in self.words.on)
        if self.word(told) in self.words.weekdays:  # "for a second day on Monday"
            last, stop = self._day_of_week(told), told + 1
        start = last - DAY * (number - 1)
        return Found(stop, Range(start, last + DAY, DatePrecision.DAY), first)

    def _stands_alone(self, at: int) -> bool:
        """Return whether "the day before" stands for itself: it counts from the day named last."""
        words = self.words
        is_definite = self.word(at - 1) in words.definite
        return (
            is_definite
            and self.word(at + 1) in words.relative
            and self.word(at + 2) in words.day_stops
        )

    def _neighbour(self, at: int) -> Found:
        """Return the day before or after the one the text named last."""
        steps = 1 if self.word(at + 1) in self.words.behind else -1
        return self._anchored(at + 1, at - 1, steps)

    def _neighbour_unit(self, at: int, unit: str, before: str) -> Found | None:
        """Return "the next month", "that year": counted from the one the text named last."""
        words = self.words
        if self.word(at - 2) in words.of and self.word(at - 3) in words.openings:
            is_this = before in words.definite | words.this  # "since the beginning of the year"
            days = unit_range(unit, 0, self.published)
            return Found(at + 1, days, at - 1) if is_this and days.start else None
        is_definite = self.word(at - 2) in words.definite and self.word(at - 3) not in words.spells
        is_told = self._is_anchored(before) and (is_definite or before in words.same_day)
        if not is_told or self.latest is None:
            return None
        days = unit_range(unit, -self._step(before), self.latest)
        return Found(at + 1, days, at - 1 - is_definite)
