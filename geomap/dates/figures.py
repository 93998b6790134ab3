"""Days and times in figures: "2023-05-08", "08/05/2023", "on 14.05", "on the 14th", "14:30"."""

from __future__ import annotations

from geomap.dates.nights import NightForms
from geomap.dates.ranges import (
    DAY,
    MONTHS,
    NO_CLOCK_DAY,
    UNKNOWN,
    Range,
    date_of,
    day_range,
    one_day,
    year_range,
)
from geomap.dates.tokens import Found
from geomap.records import DatePrecision
from geomap.text import plain_line

__all__ = ["FigureForms", "found_or_none"]

LAST_HOUR = 24


class FigureForms(NightForms):
    """The forms of a date that are written in figures; each form is one method."""

    def _iso(self, at: int) -> Found | None:
        word = self.lower[at]
        parts = word.split(".")
        if len(parts) == 3 and all(map(str.isdecimal, parts)):  # noqa: PLR2004 - day.month.year
            return found_or_none(at + 1, day_range(int(parts[2]), int(parts[1]), int(parts[0])), at)
        dashes = [self.word(at + offset) for offset in (1, 3)]
        year = self.year(at) if word.isdecimal() and dashes == ["-", "-"] else None
        month, day = self.day_number(at + 2), self.day_number(at + 4)
        if year is None or month is None or day is None:
            return self._slashed(at) if dashes == ["/", "/"] else None
        return found_or_none(at + 5, day_range(year, month, day), at)

    def _slashed(self, at: int) -> Found | None:
        """Return "08/05/2023": of the two days it can mean the last before publication."""
        year, one, two = self.year(at + 4), self.day_number(at), self.day_number(at + 2)
        if year is None or one is None or two is None:
            return None
        read = (day_range(year, two, one), day_range(year, one, two))
        starts = [days.start for days in read if days is not None and days.start is not None]
        told = [day for day in starts if self.published is not None and day <= self.published]
        best = max(told) if told else next(iter(starts), None)
        return None if best is None else Found(at + 5, one_day(best), at)

    def _bare_day(self, at: int) -> Found | None:
        """Return "on the 14th": of the month the text is in, else the latest; "on 14.05"."""
        day, before = self.day_number(at), at - 1 - (self.word(at - 1) in self.words.definite)
        if self.word(before) not in self.words.on:
            return None
        if before == at - 1:
            return self._dotted(at)
        is_told = self.word(at + 1) in self.words.ordinals
        is_told = is_told and self.word(at + 2) in self.words.day_stops | self.words.ordinal_stops
        if day is None or self.published is None or not is_told:
            return None
        month = self.published.year * MONTHS + self.published.month - 1 - (day > self.published.day)
        if self.named is not None and self.named.day <= day:
            month = self.named.year * MONTHS + self.named.month - 1
        return found_or_none(at + 2, day_range(month // MONTHS, month % MONTHS + 1, day), at)

    def _dotted(self, at: int) -> Found | None:
        """Return "14.05": a day and a month in two digits each."""
        day, _, month = self.lower[at].partition(".")
        is_date = day.isdecimal() and month.isdecimal() and len(day) == len(month) == len("05")
        if not is_date or not 1 <= int(month) <= MONTHS or self.word(at + 1) in self.words.clock:
            return None
        return self._with_year(at, at + 1, int(month), (int(day), int(day)))

    def _with_year(self, at: int, stop: int, month: int, days: tuple[int, int]) -> Found | None:
        year = self.year(stop)
        if year is not None:
            stop = self.after_year(stop)
        first = self._lead(at)
        year = year or self.shared_year(stop)
        if year is None and self.published is None:
            return Found(stop, UNKNOWN, first)
        start = date_of(year, month, days[0], self.published)
        if year is None and start is not None:
            year = self.year_told(start.year, month)
            start = date_of(year, month, days[0], self.published)
        end = date_of(year or (start.year if start else None), month, days[1], self.published)
        if start is None or end is None or end < start:
            return None
        return Found(stop, Range(start, end + DAY, DatePrecision.DAY), first)

    def _lead(self, at: int) -> int:
        """Return where the words that belong to a date start: "Tuesday, 14 January"."""
        back = at - 1 - (self.word(at - 1) == ",")
        return back if self.word(back) in self.words.weekdays else at

    def _number(self, at: int) -> Found | None:
        """Return a bare year after a word such as "in" or "since"."""
        year = self.year(at) if self.word(at - 1) in self.words.year_cues else None
        return None if year is None else Found(at + 1, year_range(year), at)

    def _clock(self, at: int) -> Found | None:
        """Return "14:30" or "3 p.m.": a time as written, and no day."""
        word, following = self.lower[at], self.word(at + 1)
        hours, colon, minutes = word.partition(":")
        is_clock = bool(colon) and hours.isdecimal() and minutes.isdecimal()
        is_clock = is_clock and int(hours[:3]) <= LAST_HOUR and len(minutes) == 2  # noqa: PLR2004
        has_suffix = following in self.words.clock
        if not (is_clock or (has_suffix and word.replace(":", "").replace(".", "").isdecimal())):
            return None
        stop = at + 1 + has_suffix
        time_text = plain_line(self.text[slice(*self.span(at, stop))])
        return Found(stop, NO_CLOCK_DAY, at, time_text)


def found_or_none(stop: int, days: Range | None, first: int) -> Found | None:
    """Return a date of some days, ``None`` if there are none."""
    return None if days is None else Found(stop, days, first)
