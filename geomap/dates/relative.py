"""Dates that count from another day: that of publication, or the one the text named last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.dates.ranges import (
    DAY,
    DAY_HOURS,
    NEVER,
    NO_CLOCK_DAY,
    UNKNOWN,
    WEEK_DAYS,
    Range,
    ago_range,
    one_day,
    rolling_range,
    unit_range,
    weekend_range,
)
from geomap.dates.tokens import Found, Tokens
from geomap.records import DatePrecision

if TYPE_CHECKING:
    import datetime as dt

    from geomap.dates.tokens import Named
    from geomap.dates.words import Words
    from geomap.text import Document, Sentence

__all__ = ["RelativeForms"]


class RelativeForms(Tokens):
    """The forms of a date that name no day of the calendar; each form is one method."""

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

    def year(self, at: int) -> int | None:
        """Return a year, also "last year" behind a month, a season or a day."""
        first = self._year_told(at)
        if first is None or self.published is None:
            return super().year(at)
        return self.published.year - (self.word(first) in self.words.past)

    def after_year(self, at: int) -> int:
        """Return the token after a year, also after "last year"."""
        first = self._year_told(at)
        return super().after_year(at) if first is None else first + 2

    def _year_told(self, at: int) -> int | None:
        """Return where "last year" or "this year" stands, perhaps behind "of" or a comma."""
        at += self.word(at) == "," or self.word(at) in self.words.of
        is_told = self.word(at) in self.words.past | self.words.this
        return at if is_told and self.words.units.get(self.word(at + 1)) == "year" else None

    def _part_of_day(self, at: int, before: str) -> Found | None:
        """Return "this morning", "last evening", "that night"; "in the morning" says no day."""
        if self._is_anchored(before):
            found = self._anchored(at, at - 1, self._step(before))
            return found._replace(time_text=self.lower[at])
        if self._stands_alone(at):
            return self._neighbour(at)._replace(time_text=self.lower[at])
        if before not in self.words.this | self.words.past | self.words.since:
            return None
        if self.published is None:
            return Found(at + 1, UNKNOWN, at - 1, self.lower[at])
        day = self.published - DAY * (before in self.words.past)
        return Found(at + 1, one_day(day), at - 1, self.lower[at])

    def _streak(self, at: int) -> int | None:
        """Return how many words after "night" or "day" make it the latest of several.

        "For a third night running", "the second day in a row", "a fourth straight day".
        """
        words = self.words
        if self.word(at - 1) in words.consecutive and self.word(at - 2) in words.nth:
            return 0
        return self._running(at) if self.word(at - 1) in words.nth else None

    def _running(self, at: int) -> int | None:
        """Return how many words make days follow each other: "running", "in a row"."""
        after = [self.word(at + step) for step in (1, 2, 3)]
        return next((n for n in (1, 3) if " ".join(after[:n]) in self.words.streaks), None)

    def _day_of_week(self, at: int) -> dt.date:
        """Return the day of the weekday at a token: the latest, unless words set it ahead."""
        published, before = self.published or NEVER, self.word(at - 1)
        back = (published.weekday() - self.words.weekdays[self.lower[at]]) % WEEK_DAYS
        if before in self.words.coming:
            return published + DAY * (WEEK_DAYS - back)
        if back and (before in self.words.ahead or self.is_to_come(at)):
            return published + DAY * (WEEK_DAYS - back)
        if before in self.words.past and back == 0:
            back = WEEK_DAYS
        return published - DAY * back

    def _unit(self, at: int) -> Found | None:
        """Return "last week", "this month", "three days ago", "two days earlier"."""
        before, unit = self.word(at - 1), self.words.units[self.lower[at]]
        if unit == "weekend":
            return self._weekend(at)
        found = self._day(at, before) if unit == "day" else None
        found = found or self._vague(at, unit) or self._neighbour_unit(at, unit, before)
        if found is not None:
            return found
        if before in self.words.rolling:
            return Found(at + 1, rolling_range(unit, 1, self.published), at - 1)
        is_part = unit == "day" and self.word(at + 1) in self.words.of  # "the last day of voting"
        if before in self.words.past | self.words.this | self.words.coming and not is_part:
            steps = (before in self.words.past) - (before in self.words.coming)
            first = at - 1 - (self.word(at - 2) in self.words.edges)
            return Found(at + 1, unit_range(unit, steps, self.published), first)
        if unit == "hour" and self.word(at + 1) in self.words.later | self.words.earlier:
            return self._hours_on(at)
        number = self.small_number(at - 1)
        return None if number is None else self._counted(at, unit, number)

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

    def _hours_on(self, at: int) -> Found:
        """Return "two hours later": on the day named just before, else no more than a time."""
        first = at - (self.small_number(at - 1) is not None)
        if self.is_near and self.named is not None:
            return Found(at + 2, one_day(self.named), first)
        return Found(at + 2, NO_CLOCK_DAY, first, " ".join(self.lower[first : at + 2]))

    def _vague(self, at: int, unit: str) -> Found | None:
        """Return what names a time but no day: "weeks later", "a few days ago", "for years"."""
        words, number = self.words, self.small_number(at - 1)
        if unit == "hour":
            moment = self.lower[at] in words.moments and self.word(at + 1) in words.ago
            days = one_day(self.published) if self.published else UNKNOWN
            return Found(at + 2, days, at) if moment and number is None else None
        counted = words.ago | words.later | words.earlier
        stop = at + 1 + (self.word(at + 1) in counted)
        first = at - 1 - (self.word(at - 1) in words.of or number is not None)
        if self.word(first) in words.lasting and stop == at + 1 and self._running(at) is None:
            return Found(stop, UNKNOWN, first)
        if number is not None or self.lower[at] not in words.plurals:
            return None
        if self.word(first) in words.vague:
            return Found(stop, UNKNOWN, first)
        return Found(stop, UNKNOWN, at) if stop > at + 1 else None

    def _day(self, at: int, before: str) -> Found | None:
        """Return "that day", "the third day in a row", "the day before yesterday"."""
        found = self._beyond(at) or self._nth(at)
        if found is not None:
            return found
        if self._is_anchored(before):
            return self._anchored(at, at - 1, self._step(before))
        if self._stands_alone(at):
            return self._neighbour(at)
        if self._is_round(at, before):
            return Found(at + 1, rolling_range("day", 1, self.published), at - 1)
        if before in self.words.past and self.word(at - 3) in self.words.spells:
            return Found(at + 1, rolling_range("day", 1, self.published), at - 1)
        return None

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

    def _is_round(self, at: int, before: str) -> bool:
        """Return whether the last day around the clock is meant: "за добу", "за минулу добу"."""
        words = self.words
        spell = self.word(at - 2) if before in words.past else before
        return self.lower[at] in words.rounds and spell in words.spells

    def _last_days(self, stop: int, number: int, first: int) -> Found:
        """Return the last days up to that of publication, which is one of them."""
        if self.published is None:
            return Found(stop, UNKNOWN, first)
        start = self.published - DAY * (number - 1)
        return Found(stop, Range(start, self.published + DAY, DatePrecision.DAY), first)

    def _beyond(self, at: int) -> Found | None:
        """Return "the day before yesterday"."""
        words, day = self.words, self.words.days.get(self.word(at + 2))
        is_one = self.lower[at] not in words.plurals
        if self.word(at + 1) not in words.relative or day is None or not is_one:
            return None
        steps = day + (1 if self.word(at + 1) in words.behind else -1)
        days = one_day(self.published + DAY * steps) if self.published else UNKNOWN
        return Found(at + 3, days, at - (self.word(at - 1) in words.definite))

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

    def _weekend(self, at: int) -> Found | None:
        """Return "last weekend", "over the weekend": the latest that has begun."""
        before, words = self.word(at - 1), self.words
        is_cued = before in words.past | words.this | words.coming
        if not is_cued and self.word(at - 2) not in words.weekend_cues:
            return None
        if self.published is None:
            return Found(at + 1, UNKNOWN, at - 1)
        days = weekend_range(self.published, is_coming=before in words.coming)
        return Found(at + 1, days, at - 1)

    def _counted(self, at: int, unit: str, number: int) -> Found | None:
        """Return "three days ago", "two days earlier", "a week later", "the past two days"."""
        following, words = self.word(at + 1), self.words
        if self.word(at - 2) in words.past:
            return Found(at + 1, rolling_range(unit, number, self.published), at - 2)
        if following in words.ago:
            return Found(at + 2, ago_range(unit, number, self.published), at - 1)
        if following in words.relative and unit in {"day", "week"}:
            days = {"day": 1, "week": WEEK_DAYS}[unit] * number
            return self._anchored(at + 1, at - 1, -days if following in words.behind else days)
        if following not in words.later and following not in words.earlier:
            return self._last_of(at, unit, number)
        steps = {"day": 1, "week": WEEK_DAYS}.get(unit, 0) * number
        return self._anchored(at + 1, at - 1, steps if following in words.later else -steps)

    def _last_of(self, at: int, unit: str, number: int) -> Found | None:
        """Return "three days running", "within 24 hours"."""
        streak = self._running(at)
        if streak is not None and unit == "day":
            return self._last_days(at + 1 + streak, number, at - 1)
        if unit == "hour" and self.word(at - 2) in self.words.within and number % DAY_HOURS == 0:
            return Found(at + 1, rolling_range(unit, number, self.published), at - 2)
        return None

    def _is_anchored(self, before: str) -> bool:
        words = self.words
        return before in words.same_day or before in words.day_after or before in words.day_before

    def _step(self, before: str) -> int:
        return (before in self.words.day_after) - (before in self.words.day_before)

    def _anchored(self, last: int, first: int, steps: int) -> Found:
        """Return a day counted from the one the text named last."""
        is_known = self.named is not None and (steps or last == first + 1)
        days = one_day(self.named + DAY * steps) if is_known and self.named else UNKNOWN
        return Found(last + 1, days, first)
