"""The forms a date can take, tried at one token of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.dates.ranges import (
    DAY,
    NEVER,
    NO_CLOCK_DAY,
    UNKNOWN,
    WEEK_DAYS,
    Range,
    date_of,
    day_range,
    month_range,
    one_day,
    season_range,
    year_range,
)
from geomap.dates.relative import RelativeForms
from geomap.dates.tokens import Found
from geomap.records import DatePrecision

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["FormReader"]

LAST_HOUR = 24
LONGEST_FEAST = 4  # tokens of "New Year's Eve"
LONGEST_OPENING = 7  # tokens of "since the full-scale invasion in"


class FormReader(RelativeForms):
    """Tries the forms of a date at one token of a sentence; each form is one method."""

    def read(self, at: int, free: int) -> Found | None:
        """Return the date at a token, or ``None``; tokens before ``free`` are taken."""
        found = self._read(at)
        if found is None:
            return None
        found = self._since_range(found)
        if found.days.precision is DatePrecision.DAY and not self._is_aside(found):
            self.named = found.days.start
        return found._replace(first=max(free, found.first))

    def _is_aside(self, found: Found) -> bool:
        """Return whether a text does not go on from a date: "next week", "a day after the raid"."""
        start = found.days.start
        is_ahead = self.published is not None and start is not None and start > self.published
        return is_ahead or self.lower[found.stop - 1] in self.words.relative

    def _since_range(self, found: Found) -> Found:
        """Return "since October" as the days from then up to the day of publication."""
        before, days = found.first - 1, found.days
        is_day = days.precision is DatePrecision.DAY
        openings = self.words.openings if is_day else self.words.openings | self.words.events
        while found.first - before < LONGEST_OPENING and self.word(before) in openings:
            before -= 1
        if self.word(before) not in self.words.since or found.days is NO_CLOCK_DAY:
            return found
        if days.start is None or self.published is None or days.start > self.published:
            return found._replace(first=before, days=UNKNOWN)
        lasting = Range(days.start, self.published + DAY, days.precision)
        return found._replace(first=before, days=lasting)

    def _read(self, at: int) -> Found | None:
        word, words = self.lower[at], self.words
        if word[0].isdigit():
            return self._iso(at) or self._day_month(at) or self._clock(at) or self._number(at)
        if word in words.months:
            return self._month_day(at) or self._month(at)
        for forms, read in (
            (words.weekdays, self._weekday),
            (words.days, self._named_day),
            (words.seasons, self._season),
            (words.units, self._unit),
            (words.since, self._since),
            (words.feast_starts, self._feast),
        ):
            if word in forms:
                return read(at)
        return None

    def _iso(self, at: int) -> Found | None:
        word = self.lower[at]
        parts = word.split(".")
        if len(parts) == 3 and all(map(str.isdecimal, parts)):  # noqa: PLR2004 - day.month.year
            return _found(at + 1, day_range(int(parts[2]), int(parts[1]), int(parts[0])), at)
        dashes = [self.word(at + offset) for offset in (1, 3)]
        year = self.year(at) if word.isdecimal() and dashes == ["-", "-"] else None
        month, day = self.day_number(at + 2), self.day_number(at + 4)
        if year is None or month is None or day is None:
            return None
        return _found(at + 5, day_range(year, month, day), at)

    def _day_month(self, at: int) -> Found | None:
        """Return "14 January 2023", "14th of May", "5-6 May"."""
        first = last = self.day_number(at)
        if first is None:
            return None
        stop = at + 1 + (self.word(at + 1) in self.words.ordinals)
        if self.word(stop) in self.words.links and self.day_number(stop + 1):
            last = self.day_number(stop + 1)
            stop += 2 + (self.word(stop + 2) in self.words.ordinals)
        stop += self.word(stop) == "of"
        month = self.words.months.get(self.word(stop))
        if month is None or last is None:
            return None
        stop += 1 + (self.word(stop + 1) == "." and self.year(stop + 2) is not None)
        return self._with_year(at, stop, month, (first, last))

    def _month_day(self, at: int) -> Found | None:
        """Return "January 14, 2023", "Jan. 14", "May 5-6"."""
        stop = at + 1 + (self.word(at + 1) == ".")
        first = last = self.day_number(stop)
        if first is None:
            return None
        stop += 1
        stop += self.word(stop) in self.words.ordinals
        if self.word(stop) in self.words.links and self.day_number(stop + 1):
            last = self.day_number(stop + 1)
            stop += 2
        return self._with_year(at, stop, self.words.months[self.lower[at]], (first, last or first))

    def _with_year(self, at: int, stop: int, month: int, days: tuple[int, int]) -> Found | None:
        year = self.year(stop)
        if year is not None:
            stop = self.after_year(stop)
        first = self._lead(at)
        if year is None and self.published is None:
            return Found(stop, UNKNOWN, first)
        start = date_of(year, month, days[0], self.published)
        end = date_of(year or (start.year if start else None), month, days[1], self.published)
        if start is None or end is None or end < start:
            return None
        return Found(stop, Range(start, end + DAY, DatePrecision.DAY), first)

    def _lead(self, at: int) -> int:
        """Return where the words that belong to a date start: "Tuesday, 14 January"."""
        back = at - 1 - (self.word(at - 1) == ",")
        return back if self.word(back) in self.words.weekdays else at

    def _weekday(self, at: int) -> Found | None:
        ahead = at + 1 + (self.word(at + 1) == ",")
        if self._month_day_follows(ahead):
            return None  # "Tuesday, April 15": the date itself says it
        before = self.word(at - 1)
        cues = self.words.past | self.words.this | self.words.coming
        first = at - (before in cues)
        part = self.word(at + 1) if self.word(at + 1) in self.words.parts else ""
        stop = at + 1 + bool(part)
        if self.published is None:
            return Found(stop, UNKNOWN, first, part)
        day = self._day_of_week(at)
        return self._spanned(at, part, stop) or Found(stop, one_day(day), first, part)

    def _spanned(self, at: int, part: str, stop: int) -> Found | None:
        """Return "from Monday to Wednesday" as the days of both and those between."""
        words = self.words
        last = self.follows(stop, words.links, words.weekdays)
        if last is None or self.word(at - 1) not in words.span_cues:
            return None
        days = (words.weekdays[self.lower[last]] - words.weekdays[self.lower[at]]) % WEEK_DAYS
        start = self._day_of_week(at)  # what began on Friday may go on to the Sunday ahead
        end = start + DAY * (days + 1)
        return Found(last + 1, Range(start, end, DatePrecision.DAY), at, part)

    def _month_day_follows(self, at: int) -> bool:
        word = self.word(at)
        if word in self.words.months:
            return self.day_number(at + 1 + (self.word(at + 1) == ".")) is not None
        return self.day_number(at) is not None and self._day_month(at) is not None

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

    def _feast(self, at: int) -> Found | None:
        """Return "Christmas Eve", "New Year's Day"."""
        phrase = " ".join(self.lower[at : at + LONGEST_FEAST]).replace("’", "'")
        for feast, day in self.words.feasts.items():
            if f"{phrase} ".startswith(f"{feast} "):
                month, number = map(int, day.split("-"))
                return self._with_year(at, at + len(feast.split()), month, (number, number))
        return None

    def _month(self, at: int) -> Found | None:
        before = self.word(at - 1)
        stop = at + 1 + (self.word(at + 1) == "." and self.year(at + 2) is not None)
        year = self.year(stop)
        relative = before in self.words.past | self.words.this | self.words.coming
        is_cued = before in self.words.month_cues or (
            before == "-" and self.word(at - 2) in self.words.edges
        )
        if year is None and not relative and not is_cued:
            return None
        stop = stop if year is None else self.after_year(stop)
        first = at - relative - (not relative and before in self.words.edges)
        month = self.words.months[self.lower[at]]
        if year is None and self.published is None:
            return Found(stop, UNKNOWN, first)
        year = year or self._year_of(month, before, is_ahead=self.is_to_come(at))
        return Found(stop, month_range(year, month), first)

    def _year_of(self, month: int, before: str, *, is_ahead: bool) -> int:
        """Return the year of a month without one: the latest, unless words set it ahead."""
        published = self.published or NEVER
        if before in self.words.coming or (is_ahead and month != published.month):
            return published.year + (month <= published.month)
        ahead = month > published.month or (month == published.month and before in self.words.past)
        return published.year - ahead

    def _named_day(self, at: int) -> Found | None:
        """Return "yesterday", "today", "overnight" and, with "last", "last night"."""
        word, before = self.lower[at], self.word(at - 1)
        is_night = word in self.words.nights
        cued = before in self.words.past | self.words.this
        if word in self.words.parts and (self._is_anchored(before) or self._stands_alone(at)):
            return self._part_of_day(at, before)
        dated = self._dated_night(at) if is_night else None
        if dated is not None:
            return dated
        streak = self._streak(at) if is_night else None
        if is_night and word in self.words.parts and not cued and streak is None:
            return None  # a night without "last" says nothing of the day
        if word in self.words.parts and not is_night:
            return self._part_of_day(at, before)
        first = at - (is_night and cued)
        part = word if is_night else ""
        following = self.word(at + 1)
        if not is_night and following in self.words.parts:
            part, at = following, at + 1
        if self.published is None:
            return Found(at + 1, UNKNOWN, first, part)
        offset = self.words.days[word]
        start = self.published + DAY * offset
        end = self.published + DAY if is_night else start + DAY
        return Found(at + 1 + (streak or 0), Range(start, end, DatePrecision.DAY), first, part)

    def _dated_night(self, at: int) -> Found | None:
        """Return "overnight on Sunday", "the night to Sunday": the day that the words name."""
        last = at + 1 + (self.word(at + 1) in self.words.to_day)
        if self.word(last) not in self.words.weekdays or self.published is None:
            return None
        return Found(last + 1, one_day(self._day_of_week(last)), at, self.lower[at])

    def _season(self, at: int) -> Found | None:
        before = self.word(at - 1)
        year = self.year(at + 1) or (self.year(at + 2) if self.word(at + 1) == "of" else None)
        relative = before in self.words.past | self.words.this
        if year is None and not relative:
            return None
        stop = at + 1 if year is None else at + 2 + (self.word(at + 1) == "of")
        first_month = self.words.seasons[self.lower[at]]
        days = season_range(year, first_month, self.published, last=before in self.words.past)
        return Found(stop, days, at - relative)

    def _since(self, at: int) -> Found | None:
        if self.word(at + 1) not in self.words.then:
            return None
        return Found(at + 2, UNKNOWN, at)

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
        time_text = " ".join(self.text[slice(*self.span(at, stop))].split())
        return Found(stop, NO_CLOCK_DAY, at, time_text)


def _found(stop: int, days: Range | None, first: int) -> Found | None:
    return None if days is None else Found(stop, days, first)
