"""The forms a date can take, tried at one token of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.dates.figures import FigureForms, found_or_none
from geomap.dates.ranges import (
    DAY,
    DAY_HOURS,
    MONTHS,
    NEVER,
    NO_CLOCK_DAY,
    UNKNOWN,
    WEEK_DAYS,
    Range,
    day_range,
    month_range,
    one_day,
    season_range,
)
from geomap.dates.tokens import Found
from geomap.records import DatePrecision
from geomap.text import DATELINE_MARKS

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["FormReader"]

BESIDE = 8  # tokens from a weekday to the date that it is
CLAUSE_STOPS = frozenset(".;:")
LONGEST_FEAST = 4  # tokens of "New Year's Eve"
DATELINE_REACH = 6  # tokens of "(Agency) –"
FILLERS = 6  # tokens of "to the early hours of Tuesday" before its day
HALF_MONTH = 14  # days to the middle of a month
DUE_REACH = 5  # tokens of "due in Sochi in"
MONTH_WEEKS = 4  # whole weeks of every month
LONGEST_OPENING = 7  # tokens of "since the full-scale invasion in"


class FormReader(FigureForms):
    """Tries the forms of a date at one token of a sentence; each form is one method."""

    def read(self, at: int, free: int) -> Found | None:
        """Return the date at a token, or ``None``; tokens before ``free`` are taken."""
        found = self._read(at)
        if found is None:
            return None
        found = self._since_range(self._night_to(self._night_on(at, self._joined(at, found))))
        if found.days.precision in {DatePrecision.DAY, DatePrecision.MONTH}:
            self._note(found)
        return found._replace(first=max(free, found.first))

    def _note(self, found: Found) -> None:
        """Note a day or month as the one the text goes on from."""
        if self._is_aside(found):
            return
        self.latest, self.is_told = found.days.start, True
        if found.days.precision is DatePrecision.DAY and found.days.end is not None:
            self.named, self.is_near = found.days.end - DAY, True
            if self.lead is None and not self._is_dateline(found.stop):
                self.lead = self.named

    def _is_dateline(self, stop: int) -> bool:
        """Return whether a day stands in a dateline: "KYIV, May 3 (Agency) – "."""
        is_shouted = self.document.words[self.first].isupper() and len(self.lower[0]) > 1
        after = self.lower[stop : stop + DATELINE_REACH]
        return is_shouted and not DATELINE_MARKS.isdisjoint(after)

    def _night_on(self, at: int, found: Found) -> Found:
        """Return "overnight on 5 January", "overnight to 6 January" as the days they name."""
        words, link = self.words, self.word(found.stop)
        after = found.stop + 1
        is_linked = self.lower[at] in words.nights and link in words.to_day
        if not is_linked or self.word(after) in words.weekdays or not self._names_day(after):
            return found
        second = self._read(after)
        if second is None or second.days.precision is not DatePrecision.DAY:
            return found
        second = self._joined(after, second)
        start, end = second.days.start, second.days.end
        if start is None or end is None:
            return found
        is_end = link in words.night_ends and end == start + DAY
        days = second.days._replace(start=start - DAY * is_end)
        return second._replace(first=found.first, days=days, time_text=found.time_text)

    def _is_aside(self, found: Found) -> bool:
        """Return whether a text does not go on from a date: "next week", "a day after the raid"."""
        start = found.days.start
        is_ahead = self.published is not None and start is not None and start > self.published
        is_limit = self.word(found.first - 1) in self.words.limits  # "by Sunday 16 had died"
        is_limit |= self.word(found.first) in self.words.since
        return is_ahead or is_limit or self.lower[found.stop - 1] in self.words.relative

    def _joined(self, at: int, found: Found) -> Found:
        """Return "30 April to 5 May" or "Monday and Tuesday" as both and the days between."""
        link, words, start = self.word(found.stop), self.words, found.days.start
        is_range = link in words.through or (link != "," and self._opens_span(found.first))
        second = self._second(at, found, is_range=is_range)
        if second is None or start is None or second.start is None or second.end is None:
            return found
        next_start, length = second.start, second.end - second.start
        if self.word(at) in words.weekdays:  # what began on Friday may go on to the Monday ahead
            next_start = start + DAY * ((next_start - start).days % WEEK_DAYS)
        end = next_start + length
        is_list = link != "," or end > next_start + DAY
        is_again = self.word(found.stop + 1) in self.words.again
        is_next = is_list and (next_start == found.days.end or is_again)
        is_next = is_next and self.word(second.stop) not in words.owns
        if not (is_range or is_next) or next_start < start:
            return found
        return found._replace(stop=second.stop, days=Range(start, end, found.days.precision))

    def _second(self, at: int, found: Found, *, is_range: bool) -> Found | None:
        """Return the day behind a link: "5 May" in "to 5 May", also "and again on Tuesday"."""
        link = self.word(found.stop)
        after = found.stop + 1
        is_again = self.word(after) in self.words.again  # "yesterday and again today"
        is_day = self._names_day(at) or (is_again and self.word(at) in self.words.days)
        if not (link in self.words.links or link == ",") or not is_day:
            return None
        after += self.word(after) in self.words.again
        after += self.word(after) in self.words.on and after > found.stop + 1
        while is_range and after < found.stop + FILLERS and self._is_filler(after):
            after += 1
        after = self._told_day(after) if is_again else after
        second = self._read(after) if self._names_day(after) else self._today(after)
        return self._joined(after, second) if second is not None and link == "," else second

    def _today(self, at: int) -> Found | None:
        """Return "today", "this morning", "yesterday evening"."""
        return self._read(at) if self.word(at) in self.words.days else None

    def _night_to(self, found: Found) -> Found:
        """Return "the night to 9 May" with the day on which it begins."""
        words, before, days = self.words, found.first - 1, found.days
        is_end = self.word(before) in words.night_ends and self.word(before - 1) in words.nights
        if not is_end or days.start is None or self.word(found.first) in words.weekdays:
            return found
        return found._replace(first=before - 1, days=days._replace(start=days.start - DAY))

    def _opens_span(self, first: int) -> bool:
        """Return whether "from" or "between" stands before a day: "from 18:00 on 7 May"."""
        before = first - 1
        while first - before < FILLERS and self._is_filler(before):
            before -= 1
        return self.word(before) in self.words.span_cues

    def _names_day(self, at: int) -> bool:
        """Return whether a token can open a day of the calendar."""
        word = self.word(at)
        return word in self.words.weekdays or word in self.words.months or word[:1].isdigit()

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
        start = days.start
        if not is_day and not self.words.middles.isdisjoint(self.lower[before + 1 : found.stop]):
            start += DAY * HALF_MONTH  # "since mid-April"
        lasting = Range(start, self.published + DAY, days.precision)
        return found._replace(first=before, days=lasting)

    def _read(self, at: int) -> Found | None:
        word, words = self.lower[at], self.words
        if word[0].isdigit():
            found = self._iso(at) or self._day_month(at) or self._bare_day(at)
            return found or self._clock(at) or self._number(at)
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

    def _day_month(self, at: int) -> Found | None:
        """Return "14 January 2023", "14th of May", "5-6 May", "5, 6 and 7 May"."""
        first = last = self.day_number(at)
        if first is None:
            return None
        stop = at + 1 + (self.word(at + 1) in self.words.ordinals)
        while self.word(stop) in {*self.words.links, ","} and self.day_number(stop + 1):
            last = self.day_number(stop + 1)
            stop += 2 + (self.word(stop + 2) in self.words.ordinals)
        stop += self.word(stop) in self.words.of
        month = self.words.months.get(self.word(stop))
        if month is None or last is None:
            return None
        stop += 1 + (self.word(stop + 1) == "." and self.year(stop + 2) is not None)
        return self._with_year(at, stop, month, (first, last))

    def _unit(self, at: int) -> Found | None:
        unit = self.words.units[self.lower[at]]
        found = None
        if unit == "week":
            found = self._dated_week(at)
        elif unit == "month":
            found = self._day_of_month(at)
        elif unit == "hour":
            found = self._hours_to(at)
        return found or super()._unit(at)

    def _dated_week(self, at: int) -> Found | None:
        """Return "the week to 7 May", "the week of 1 May", "the first week of May"."""
        words, link = self.words, self.word(at + 1)
        nth = words.nth.get(self.word(at - 1))
        month = words.months.get(self.word(at + 2)) if link in words.of else None
        if nth is not None and month is not None and nth <= MONTH_WEEKS:
            last = nth * WEEK_DAYS
            return self._with_year(at - 1, at + 3, month, (last - WEEK_DAYS + 1, last))
        is_end, after = link in words.week_ends, at + 2 + (self.word(at + 2) in words.on)
        if not (is_end or link in words.week_starts) or not self._names_day(after):
            return None
        found = self._read(after)
        first = found.days.start if found is not None else None
        if found is None or first is None or found.days.precision is not DatePrecision.DAY:
            return None
        start = first - DAY * (WEEK_DAYS - 1) * is_end
        week = Range(start, start + DAY * WEEK_DAYS, DatePrecision.WEEK)
        return found._replace(first=at, days=week)

    def _hours_to(self, at: int) -> Found | None:
        """Return "the 24 hours to Thursday evening": also the day on which they begin."""
        number, after = self.small_number(at - 1), at + 2
        if not number or number % DAY_HOURS or self.word(at + 1) not in self.words.week_ends:
            return None
        while after < at + FILLERS and self._is_filler(after):
            after += 1
        found = self._read(after) if self._names_day(after) else None
        if found is None or found.days.start is None:
            return None
        start = found.days.start - DAY * (number // DAY_HOURS)
        return found._replace(
            first=self.number_first(at - 1), days=found.days._replace(start=start)
        )

    def _day_of_month(self, at: int) -> Found | None:
        """Return "the ninth of the month", "the 9th of last month"."""
        if self.word(at - 2) not in self.words.of or self.published is None:
            return None
        is_digits = self.word(at - 3) in self.words.ordinals
        day = self.day_number(at - 4) if is_digits else self.words.nth.get(self.word(at - 3))
        months = self.published.year * MONTHS + self.published.month - 1
        months -= self.word(at - 1) in self.words.past
        days = day_range(months // MONTHS, months % MONTHS + 1, day) if day else None
        return found_or_none(at + 1, days, at - 3 - is_digits)

    def _month_day(self, at: int) -> Found | None:
        """Return "January 14, 2023", "Jan. 14", "May 5-6"."""
        stop = at + 1 + (self.word(at + 1) == ".")
        stop += self.word(stop) in self.words.definite  # "June the 22nd"
        first = last = self.day_number(stop)
        if first is None:
            return None
        stop += 1
        stop += self.word(stop) in self.words.ordinals
        if self.word(stop) in self.words.links and self.day_number(stop + 1):
            last = self.day_number(stop + 1)
            stop += 2
        return self._with_year(at, stop, self.words.months[self.lower[at]], (first, last or first))

    def _weekday(self, at: int) -> Found | None:
        ahead = at + 1 + (self.word(at + 1) == ",")
        if self._month_day_follows(ahead):
            return None  # "Tuesday, April 15": the date itself says it
        before, words = self.word(at - 1), self.words
        cues = words.past | words.this | words.coming
        first = at - (before in cues)
        part = self.word(at + 1) if self.word(at + 1) in self.words.parts else ""
        stop = at + 1 + bool(part)
        if self.published is None:
            return Found(stop, UNKNOWN, first, part)
        beside = self._date_beside(at, stop)
        if beside is not None:
            return Found(stop, one_day(beside), first, part)
        if words.numbers.get(before) == 1:  # "22 June, a Saturday", "on a Saturday"
            return None
        day = self._day_of_week(at)
        # "Friday last week", "Monday of this week"
        week = stop + (self.word(stop) in self.words.of)
        cue, is_week = self.word(week), self.words.units.get(self.word(week + 1)) == "week"
        if is_week and cue in self.words.past | self.words.this:
            monday = self.published - DAY * self.published.weekday()
            day = monday + DAY * self.words.weekdays[self.lower[at]]
            day -= DAY * WEEK_DAYS * (cue in self.words.past)
            stop = week + 2
        return Found(stop, one_day(day), first, part)

    def _date_beside(self, at: int, stop: int) -> dt.date | None:
        """Return the date that stands behind its weekday: "the Friday raid of 7 March"."""
        for month in range(stop, stop + BESIDE):
            word = self.word(month)
            if not word or word in self.words.weekdays or word in CLAUSE_STOPS:
                return None
            if word in self.words.months:
                found = self._month_day(month) or self._day_month(month - 1)
                day = found.days.start if found is not None else None
                is_that = day is not None and day.weekday() == self.words.weekdays[self.lower[at]]
                return day if is_that else None
        return None

    def _month_day_follows(self, at: int) -> bool:
        word = self.word(at)
        if word in self.words.months:
            return self.day_number(at + 1 + (self.word(at + 1) == ".")) is not None
        return self.day_number(at) is not None and self._day_month(at) is not None

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
        is_that = self._is_that(at)
        day = self.words.nth.get(self.word(at - 2)) if before in self.words.of else None
        if day is not None:
            return self._with_year(at - 2, at + 1, self.words.months[self.lower[at]], (day, day))
        is_cued = before in self.words.month_cues or (
            before == "-" and self.word(at - 2) in self.words.edges
        )
        if year is None and not (relative or is_cued or is_that):
            return None
        stop = stop if year is None else self.after_year(stop)
        first = at - (relative or is_that) - (not relative and before in self.words.edges)
        month = self.words.months[self.lower[at]]
        year = year or self.shared_year(stop)
        if year is None and self.published is None:
            return Found(stop, UNKNOWN, first)
        is_ahead = self.is_to_come(at) or self._is_due(at)
        if year is None:
            year = self._year_of(month, before, is_ahead=is_ahead)
            is_told = is_that or not (relative or is_ahead)
            year = self.year_told(year, month, is_that=is_that) if is_told else year
        return Found(stop, month_range(year, month), first)

    def _is_that(self, at: int) -> bool:
        """Return whether "that" points to a month: "that September", not "that may be"."""
        is_name = self.document.words[self.first + at][:1].isupper()
        return self.word(at - 1) in self.words.same_day and is_name and self.latest is not None

    def _is_due(self, at: int) -> bool:
        """Return whether words just before a month set it ahead: "due in Sochi in June"."""
        return not self.words.due.isdisjoint(self.lower[max(0, at - DUE_REACH) : at])

    def _year_of(self, month: int, before: str, *, is_ahead: bool) -> int:
        """Return the year of a month without one: the latest, unless words set it ahead."""
        published = self.published or NEVER
        if before in self.words.coming or (is_ahead and month != published.month):
            return published.year + (month <= published.month)
        ahead = month > published.month or (month == published.month and before in self.words.past)
        return published.year - ahead

    def _season(self, at: int) -> Found | None:
        before = self.word(at - 1)
        told = at + 1 + (self.word(at + 1) in self.words.of)
        year = self.year(told)
        relative = before in self.words.past | self.words.this
        if year is None and before in self.words.same_day and self.latest is not None:
            months = self.words.seasons[self.lower[at]]
            days = season_range(self.year_told(0, months, is_that=True), months, None, last=False)
            return Found(at + 1, days, at - 1)  # "that summer"
        if year is None and not relative:
            return None
        stop = at + 1 if year is None else self.after_year(told)
        first_month = self.words.seasons[self.lower[at]]
        days = season_range(year, first_month, self.published, last=before in self.words.past)
        return Found(stop, days, at - relative)

    def _since(self, at: int) -> Found | None:
        if self.word(at + 1) not in self.words.then:
            return None
        return Found(at + 2, UNKNOWN, at)
