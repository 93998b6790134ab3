"""Dates that count from another day: that of publication, or the one the text named last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.dates.ranges import (
    DAY,
    UNKNOWN,
    WEEK_DAYS,
    ago_range,
    one_day,
    rolling_range,
    unit_range,
    weekend_range,
)
from geomap.dates.tokens import Found, Tokens

if TYPE_CHECKING:
    import datetime as dt

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
        named: dt.date | None,
    ) -> None:
        super().__init__(document, sentence, words)
        self.published = published
        self.named = named

    def _part_of_day(self, at: int, before: str) -> Found | None:
        """Return "this morning", "last evening", "that night"; "in the morning" says no day."""
        if self._is_anchored(before):
            found = self._anchored(at, at - 1, self._step(before))
            return found._replace(time_text=self.lower[at])
        if self._stands_alone(at):
            return self._neighbour(at)._replace(time_text=self.lower[at])
        if before not in self.words.this | self.words.past:
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
        if self.word(at - 1) not in words.nth:
            return None
        after = [self.word(at + step) for step in (1, 2, 3)]
        return next((n for n in (1, 3) if " ".join(after[:n]) in words.streaks), None)

    def _unit(self, at: int) -> Found | None:
        """Return "last week", "this month", "three days ago", "two days earlier"."""
        before, unit = self.word(at - 1), self.words.units[self.lower[at]]
        if unit == "weekend":
            return self._weekend(at)
        if unit == "day" and (found := self._day(at, before)) is not None:
            return found
        if before in self.words.rolling:
            return Found(at + 1, rolling_range(unit, 1, self.published), at - 1)
        if before in self.words.past | self.words.this | self.words.coming:
            steps = (before in self.words.past) - (before in self.words.coming)
            first = at - 1 - (self.word(at - 2) in self.words.edges)
            return Found(at + 1, unit_range(unit, steps, self.published), first)
        if unit == "hour" and self.word(at + 1) in self.words.later | self.words.earlier:
            days = one_day(self.named) if self.named is not None else UNKNOWN
            return Found(at + 2, days, at - (self.small_number(at - 1) is not None))
        number = self.small_number(at - 1)
        return None if number is None else self._counted(at, unit, number)

    def _day(self, at: int, before: str) -> Found | None:
        """Return "that day", "the third day in a row", "over the last day"."""
        streak = self._streak(at)
        if streak is not None:
            days = one_day(self.published) if self.published else UNKNOWN
            return Found(at + 1 + streak, days, at - 1)
        if self._is_anchored(before):
            return self._anchored(at, at - 1, self._step(before))
        if self._stands_alone(at):
            return self._neighbour(at)
        if before in self.words.past and self.word(at - 3) in self.words.spells:
            return Found(at + 1, rolling_range("day", 1, self.published), at - 1)
        return None

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
        return self._anchored(at + 1, at - 1, 1 if self.word(at + 1) == "after" else -1)

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
            return self._anchored(at + 1, at - 1, -days if following == "after" else days)
        if following not in words.later and following not in words.earlier:
            return None
        steps = {"day": 1, "week": WEEK_DAYS}.get(unit, 0) * number
        return self._anchored(at + 1, at - 1, steps if following in words.later else -steps)

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
