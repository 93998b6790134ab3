"""Dates that count from the day of publication: "last week", "this morning", "over the weekend"."""

from __future__ import annotations

from geomap.dates.counted import CountedForms
from geomap.dates.ranges import (
    DAY,
    UNKNOWN,
    one_day,
    rolling_range,
    unit_range,
    weekend_range,
)
from geomap.dates.tokens import Found

__all__ = ["RelativeForms"]


class RelativeForms(CountedForms):
    """The forms of a date that name no day of the calendar; each form is one method."""

    def year(self, at: int) -> int | None:
        """Return a year, also "last year" behind a month, a season or a day."""
        first = self._year_told(at)
        if first is not None and self.word(first) in self.words.same_day:
            return self.latest.year if self.latest else None
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
        at += self.word(at) in self.words.definite
        is_told = self.word(at) in self.words.past | self.words.this
        is_told |= self.word(at) in self.words.same_day and self.latest is not None
        return at if is_told and self.words.units.get(self.word(at + 1)) == "year" else None

    def _part_of_day(self, at: int, before: str) -> Found | None:
        """Return "this morning", "last evening", "that night"; "in the morning" says no day."""
        if self._is_anchored(before):
            found = self._anchored(at, at - 1, self._step(before))
            return found._replace(time_text=self.lower[at])
        if self._stands_alone(at):
            return self._neighbour(at)._replace(time_text=self.lower[at])
        is_hour = before in self.words.past and self.word(at - 2) in self.words.hour_words
        if is_hour or before not in self.words.this | self.words.past | self.words.since:
            return None  # "a quarter past midnight"
        if self.published is None:
            return Found(at + 1, UNKNOWN, at - 1, self.lower[at])
        day = self.published - DAY * (before in self.words.past)
        return Found(at + 1, one_day(day), at - 1, self.lower[at])

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
        if self._is_round(at, before) or self._is_previous(at, before):
            return Found(at + 1, rolling_range("day", 1, self.published), at - 1)
        if self._is_anchored(before):
            return self._anchored(at, at - 1, self._step(before))
        if self._stands_alone(at):
            return self._neighbour(at)
        is_one = self.lower[at] not in self.words.plurals  # "in the last days" is of no day
        if is_one and before in self.words.past and self.word(at - 3) in self.words.spells:
            return Found(at + 1, rolling_range("day", 1, self.published), at - 1)
        return None

    def _is_round(self, at: int, before: str) -> bool:
        """Return whether the last day around the clock is meant: "за добу", "за минулу добу"."""
        words = self.words
        spell = self.word(at - 2) if before in words.past else before
        return self.lower[at] in words.rounds and spell in words.spells

    def _is_previous(self, at: int, before: str) -> bool:
        """Return whether "over the previous day" is the last: its paragraph has named none."""
        opener = self.word(at - 2 - (self.word(at - 2) in self.words.definite))
        is_spell = before in self.words.day_before and opener in self.words.spells
        return is_spell and not self.is_near

    def _beyond(self, at: int) -> Found | None:
        """Return "the day before yesterday"."""
        words, day = self.words, self.words.days.get(self.word(at + 2))
        is_one = self.lower[at] not in words.plurals
        if self.word(at + 1) not in words.relative or day is None or not is_one:
            return None
        steps = day + (1 if self.word(at + 1) in words.behind else -1)
        days = one_day(self.published + DAY * steps) if self.published else UNKNOWN
        return Found(at + 3, days, at - (self.word(at - 1) in words.definite))

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
