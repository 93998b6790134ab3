"""Date expressions → half-open day ranges, relative to the day of publication.

A word that could start a date is looked up in the language's ``dates`` section; the few
forms a date can take are tried at that token and nowhere else, so the work is linear. A
relative expression without a day of publication keeps its words and no day. Captions,
links and footers are not read: the day of a picture is no day of an incident.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geomap.records import DatePrecision, When, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geomap.lexicon import Language
    from geomap.text import Document, Token

__all__ = ["DatedSpan", "find_dates"]

READ_ZONES = frozenset({Zone.HEADLINE, Zone.BODY, Zone.ENTRY})
DAY = dt.timedelta(days=1)
WEEK_DAYS = 7
MONTHS = 12
LAST_HOUR = 24
FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_DAY_NUMBER = 2  # digits of a day of the month
NEAR_FUTURE_DAYS = 14  # "25 December" in a text of the 19th is ahead; further ahead is last year's
NO_DAY = When()


class DatedSpan(NamedTuple):
    """A date or a clock time in the text: its span, what it means and its sentence."""

    start: int
    end: int
    when: When
    sentence: int


class _Range(NamedTuple):
    """Days ``[start, end)`` with their precision; without days if they need ``published``."""

    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision


class _Found(NamedTuple):
    """What a form matched: one past its last token, its days and its part of the day."""

    stop: int
    days: _Range
    first: int
    time_text: str = ""


_UNKNOWN = _Range(None, None, DatePrecision.UNKNOWN)
NO_CLOCK_DAY = _Range(None, None, DatePrecision.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Words:
    """The date words of one language, ready to look up."""

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    seasons: Mapping[str, int]
    days: Mapping[str, int]
    units: Mapping[str, str]
    numbers: Mapping[str, int]
    parts: frozenset[str]
    past: frozenset[str]
    this: frozenset[str]
    coming: frozenset[str]
    month_cues: frozenset[str]
    year_cues: frozenset[str]
    nights: frozenset[str]
    since: frozenset[str]
    then: frozenset[str]
    ago: frozenset[str]
    later: frozenset[str]
    clock: frozenset[str]
    ordinals: frozenset[str]
    links: frozenset[str]
    edges: frozenset[str]
    starts: frozenset[str]
    """Words at which a date can be found."""


@cache
def _words(language: Language) -> _Words:
    section = language.sections.get("dates", {})
    tables = ("weekdays", "months", "seasons", "days", "units", "numbers")
    lists = tuple(name for name in _Words.__slots__ if name not in {*tables, "starts"})
    lookups = {name: dict(section.get(name, {})) for name in tables}
    sets = {name: frozenset(section.get(name, ())) for name in lists}
    first = ("weekdays", "months", "seasons", "days", "units")
    starts = sets["since"].union(*(lookups[name] for name in first))
    return _Words(**lookups, **sets, starts=starts)


def find_dates(
    document: Document, language: Language, published: dt.date | None
) -> tuple[DatedSpan, ...]:
    """Find the dates and clock times of headline, body and entries, in text order.

    Parameters
    ----------
    document
        The article's text, cut up.
    language
        Its words; without a ``dates`` section nothing is found.
    published
        The day of publication. ``None`` leaves relative expressions without a day.

    Returns
    -------
    dates
        Spans that do not overlap. A clock time alone has neither day nor ``When.text``.

    Examples
    --------
    >>> import datetime as dt
    >>> from geomap import lexicon
    >>> from geomap.text import read_document
    >>> text = "Sirens sounded last Friday. A mine went off on 3 May 2022."
    >>> dates = find_dates(read_document(text, {}), lexicon.language("en"), dt.date(2023, 5, 9))
    >>> [(text[d.start : d.end], str(d.when.start)) for d in dates]
    [('last Friday', '2023-05-05'), ('3 May 2022', '2022-05-03')]
    >>> find_dates(read_document("", {}), lexicon.language("en"), None)
    ()
    """
    words = _words(language)
    spans: list[DatedSpan] = []
    for number, sentence in enumerate(document.sentences):
        if sentence.zone in READ_ZONES:
            tokens = document.tokens[sentence.first_token : sentence.last_token]
            spans.extend(_dates_of(document.text, number, tokens, words, published))
    return tuple(spans)


def _dates_of(
    text: str, number: int, tokens: tuple[Token, ...], words: _Words, published: dt.date | None
) -> Iterator[DatedSpan]:
    lower = [token.text.casefold() for token in tokens]
    free = 0
    starts = words.starts
    reader = _Reader(lower, tokens, words, published)
    for at, word in enumerate(lower):
        if at < free or not (word in starts or word[0].isdigit()):
            continue
        found = reader.read(at, free)
        if found is None:
            continue
        start, end = tokens[found.first].start, tokens[found.stop - 1].end
        days = found.days
        dated = text[start:end] if days is not NO_CLOCK_DAY else ""
        when = When(days.start, days.end, days.precision, dated, found.time_text)
        yield DatedSpan(start, end, when, number)
        free = found.stop





class _Reader:
    """Tries the forms of a date at one token of a sentence; each form is one method."""

    def __init__(
        self,
        lower: list[str],
        tokens: tuple[Token, ...],
        words: _Words,
        published: dt.date | None,
    ) -> None:
        self.lower = lower
        self.tokens = tokens
        self.words = words
        self.published = published

    def read(self, at: int, free: int) -> _Found | None:
        """Return the date at a token, or ``None``; tokens before ``free`` are taken."""
        found = self._read(at)
        if found is None:
            return None
        return found._replace(first=max(free, found.first))

    def _read(self, at: int) -> _Found | None:
        word = self.lower[at]
        if word[0].isdigit():
            return self._iso(at) or self._day_month(at) or self._clock(at) or self._number(at)
        if word in self.words.weekdays:
            return self._weekday(at)
        if word in self.words.months:
            return self._month_day(at) or self._month(at)
        if word in self.words.days:
            return self._named_day(at)
        if word in self.words.seasons:
            return self._season(at)
        if word in self.words.units:
            return self._unit(at)
        if word in self.words.since:
            return self._since(at)
        return None

    def word(self, at: int) -> str:
        """Return a token in lower case, empty beyond the sentence."""
        return self.lower[at] if 0 <= at < len(self.lower) else ""

    def _day_number(self, at: int) -> int | None:
        word = self.word(at)
        if not word.isdecimal() or len(word) > LONGEST_DAY_NUMBER:
            return None
        return int(word) if 1 <= int(word) <= 31 else None  # noqa: PLR2004 - days of a month

    def _year(self, at: int) -> int | None:
        at += self.word(at) == ","
        word = self.word(at)
        if len(word) != 4 or not word.isdecimal():  # noqa: PLR2004 - digits of a year
            return None
        return int(word) if FIRST_YEAR <= int(word) < LAST_YEAR else None

    def _after_year(self, at: int) -> int:
        return at + 1 + (self.word(at) == ",")

    def _iso(self, at: int) -> _Found | None:
        word = self.lower[at]
        parts = word.split(".")
        if len(parts) == 3 and all(map(str.isdecimal, parts)):  # noqa: PLR2004 - day.month.year
            return _found(at + 1, _day(int(parts[2]), int(parts[1]), int(parts[0])), at)
        dashes = [self.word(at + offset) for offset in (1, 3)]
        year = self._year(at) if word.isdecimal() and dashes == ["-", "-"] else None
        month, day = self._day_number(at + 2), self._day_number(at + 4)
        if year is None or month is None or day is None:
            return None
        return _found(at + 5, _day(year, month, day), at)

    def _day_month(self, at: int) -> _Found | None:
        """Return "14 January 2023", "14th of May", "5-6 May"."""
        first = last = self._day_number(at)
        if first is None:
            return None
        stop = at + 1 + (self.word(at + 1) in self.words.ordinals)
        if self.word(stop) in self.words.links and self._day_number(stop + 1):
            last = self._day_number(stop + 1)
            stop += 2 + (self.word(stop + 2) in self.words.ordinals)
        stop += self.word(stop) == "of"
        month = self.words.months.get(self.word(stop))
        if month is None or last is None:
            return None
        stop += 1 + (self.word(stop + 1) == "." and self._year(stop + 2) is not None)
        return self._with_year(at, stop, month, (first, last))

    def _month_day(self, at: int) -> _Found | None:
        """Return "January 14, 2023", "Jan. 14", "May 5-6"."""
        stop = at + 1 + (self.word(at + 1) == ".")
        first = last = self._day_number(stop)
        if first is None:
            return None
        stop += 1
        stop += self.word(stop) in self.words.ordinals
        if self.word(stop) in self.words.links and self._day_number(stop + 1):
            last = self._day_number(stop + 1)
            stop += 2
        return self._with_year(at, stop, self.words.months[self.lower[at]], (first, last or first))

    def _with_year(self, at: int, stop: int, month: int, days: tuple[int, int]) -> _Found | None:
        year = self._year(stop)
        if year is not None:
            stop = self._after_year(stop)
        first = self._lead(at)
        if year is None and self.published is None:
            return _Found(stop, _UNKNOWN, first)
        start = _date(year, month, days[0], self.published)
        end = _date(year or (start.year if start else None), month, days[1], self.published)
        if start is None or end is None or end < start:
            return None
        return _Found(stop, _Range(start, end + DAY, DatePrecision.DAY), first)

    def _lead(self, at: int) -> int:
        """Return where the words that belong to a date start: "Tuesday, 14 January"."""
        back = at - 1 - (self.word(at - 1) == ",")
        return back if self.word(back) in self.words.weekdays else at

    def _weekday(self, at: int) -> _Found | None:
        ahead = at + 1 + (self.word(at + 1) == ",")
        if self._month_day_follows(ahead):
            return None  # "Tuesday, April 15": the date itself says it
        before = self.word(at - 1)
        cues = self.words.past | self.words.this | self.words.coming
        first = at - (before in cues)
        part = self.word(at + 1) if self.word(at + 1) in self.words.parts else ""
        stop = at + 1 + bool(part)
        if self.published is None:
            return _Found(stop, _UNKNOWN, first, part)
        day = self._day_of_week(self.words.weekdays[self.lower[at]], before)
        return _Found(stop, _one_day(day), first, part)

    def _month_day_follows(self, at: int) -> bool:
        word = self.word(at)
        if word in self.words.months:
            return self._day_number(at + 1 + (self.word(at + 1) == ".")) is not None
        return self._day_number(at) is not None and self._day_month(at) is not None

    def _day_of_week(self, weekday: int, before: str) -> dt.date:
        published = self.published or dt.date.min
        back = (published.weekday() - weekday) % WEEK_DAYS
        if before in self.words.coming:
            return published + DAY * (WEEK_DAYS - back)
        if before in self.words.past and back == 0:
            back = WEEK_DAYS
        return published - DAY * back

    def _month(self, at: int) -> _Found | None:
        before = self.word(at - 1)
        stop = at + 1 + (self.word(at + 1) == "." and self._year(at + 2) is not None)
        year = self._year(stop)
        relative = before in self.words.past | self.words.this | self.words.coming
        if year is None and not relative and before not in self.words.month_cues:
            return None
        stop = stop if year is None else self._after_year(stop)
        first = at - relative - (not relative and before in self.words.edges)
        month = self.words.months[self.lower[at]]
        if year is None and self.published is None:
            return _Found(stop, _UNKNOWN, first)
        return _Found(stop, _month_range(year or self._year_of(month, before), month), first)

    def _year_of(self, month: int, before: str) -> int:
        """Return the year of a month without one: the latest that is not ahead."""
        published = self.published or dt.date.min
        if before in self.words.coming:
            return published.year + (month <= published.month)
        ahead = month > published.month or (
            month == published.month and before in self.words.past
        )
        return published.year - ahead

    def _named_day(self, at: int) -> _Found | None:
        """Return "yesterday", "today", "overnight" and, with "last", "last night"."""
        word, before = self.lower[at], self.word(at - 1)
        is_night = word in self.words.nights
        cued = before in self.words.past | self.words.this
        if is_night and word in self.words.parts and not cued:
            return None  # a night without "last" says nothing of the day
        first = at - (is_night and cued)
        part = word if is_night else ""
        following = self.word(at + 1)
        if not is_night and following in self.words.parts:
            part, at = following, at + 1
        if self.published is None:
            return _Found(at + 1, _UNKNOWN, first, part)
        offset = self.words.days[word]
        start = self.published + DAY * offset
        end = self.published + DAY if is_night else start + DAY
        return _Found(at + 1, _Range(start, end, DatePrecision.DAY), first, part)

    def _season(self, at: int) -> _Found | None:
        before = self.word(at - 1)
        year = self._year(at + 1) or (
            self._year(at + 2) if self.word(at + 1) == "of" else None
        )
        relative = before in self.words.past | self.words.this
        if year is None and not relative:
            return None
        stop = at + 1 if year is None else at + 2 + (self.word(at + 1) == "of")
        if year is None and self.published is None:
            return _Found(stop, _UNKNOWN, at - relative)
        first_month = self.words.seasons[self.lower[at]]
        days = _season_range(year, first_month, self.published, last=before in self.words.past)
        return _Found(stop, days, at - relative)

    def _unit(self, at: int) -> _Found | None:
        """Return "last week", "this month", "three days ago", "two days earlier"."""
        before, unit = self.word(at - 1), self.words.units[self.lower[at]]
        if before in self.words.past | self.words.this | self.words.coming:
            steps = (before in self.words.past) - (before in self.words.coming)
            first = at - 1 - (self.word(at - 2) in self.words.edges)
            return _Found(at + 1, self._unit_range(unit, steps), first)
        number = self._small_number(at - 1)
        following = self.word(at + 1)
        if number is None or following not in self.words.ago | self.words.later:
            return None
        if following in self.words.later:
            return _Found(at + 2, _UNKNOWN, at - 1)  # counted from a day the text has named
        return _Found(at + 2, self._ago(unit, number), at - 1)

    def _small_number(self, at: int) -> int | None:
        word = self.word(at)
        if word.isdecimal() and len(word) <= LONGEST_DAY_NUMBER:
            return int(word)
        return self.words.numbers.get(word)

    def _ago(self, unit: str, number: int) -> _Range:
        if self.published is None:
            return _UNKNOWN
        if unit == "day":
            return _one_day(self.published - DAY * number)
        if unit == "hour":
            return _one_day(self.published) if number < LAST_HOUR else _UNKNOWN
        return self._unit_range(unit, number)

    def _unit_range(self, unit: str, steps: int) -> _Range:
        """Return the calendar week, month or year that lies ``steps`` back."""
        published = self.published
        if published is None or unit in {"day", "hour"}:
            return _UNKNOWN
        if unit == "week":
            monday = published - DAY * (published.weekday() + WEEK_DAYS * steps)
            return _Range(monday, monday + DAY * WEEK_DAYS, DatePrecision.WEEK)
        if unit == "month":
            months = published.year * MONTHS + published.month - 1 - steps
            return _month_range(months // MONTHS, months % MONTHS + 1)
        return _year_range(published.year - steps)

    def _since(self, at: int) -> _Found | None:
        if self.word(at + 1) not in self.words.then:
            return None
        return _Found(at + 2, _UNKNOWN, at)

    def _number(self, at: int) -> _Found | None:
        """Return a bare year after "in", "since" …"""
        year = self._year(at) if self.word(at - 1) in self.words.year_cues else None
        return None if year is None else _Found(at + 1, _year_range(year), at)

    def _clock(self, at: int) -> _Found | None:
        """Return "14:30", "3 p.m.", "at 06.15": a time as written, and no day."""
        word, following = self.lower[at], self.word(at + 1)
        hours, colon, minutes = word.partition(":")
        is_clock = bool(colon) and hours.isdecimal() and minutes.isdecimal()
        is_clock = is_clock and int(hours[:3]) <= LAST_HOUR and len(minutes) == 2  # noqa: PLR2004
        has_suffix = following in self.words.clock
        if not (is_clock or (has_suffix and word.replace(":", "").replace(".", "").isdecimal())):
            return None
        stop = at + 1 + has_suffix
        first, last = self.tokens[at], self.tokens[stop - 1]
        gap = " " if has_suffix and last.start > first.end else ""
        time_text = first.text + (gap + last.text if has_suffix else "")
        return _Found(stop, NO_CLOCK_DAY, at, time_text)


def _found(stop: int, days: _Range | None, first: int) -> _Found | None:
    return None if days is None else _Found(stop, days, first)


def _one_day(day: dt.date) -> _Range:
    return _Range(day, day + DAY, DatePrecision.DAY)


def _day(year: int, month: int, day: int) -> _Range | None:
    try:
        return _one_day(dt.date(year, month, day))
    except (ValueError, OverflowError):
        return None


def _date(year: int | None, month: int, day: int, published: dt.date | None) -> dt.date | None:
    """Return a date; without a year the latest that is not far ahead of ``published``."""
    if year is not None:
        found = _day(year, month, day)
        return found.start if found else None
    if published is None:
        return None
    for guess in (published.year + 1, published.year, published.year - 1):
        found = _day(guess, month, day)
        if found and found.start and found.start <= published + DAY * NEAR_FUTURE_DAYS:
            return found.start
    return None


def _month_range(year: int, month: int) -> _Range:
    following = dt.date(year + month // MONTHS, month % MONTHS + 1, 1)
    return _Range(dt.date(year, month, 1), following, DatePrecision.MONTH)


def _year_range(year: int) -> _Range:
    return _Range(dt.date(year, 1, 1), dt.date(year + 1, 1, 1), DatePrecision.YEAR)


def _season_range(
    year: int | None, first_month: int, published: dt.date | None, *, last: bool
) -> _Range:
    """Return three months; a season without a year is the latest that has begun (or ended)."""
    if year is None and published is None:
        return _UNKNOWN
    start_year = year if year is not None else (published or dt.date.min).year
    start = _month_range(start_year, first_month)
    end = _month_range(start_year + (first_month + 2) // (MONTHS + 1), (first_month + 1) % MONTHS + 1)
    days = _Range(start.start, end.end, DatePrecision.SEASON)
    if year is not None or published is None or days.start is None or days.end is None:
        return days
    is_ahead = days.end > published if last else days.start > published
    return _season_range(start_year - 1, first_month, None, last=False) if is_ahead else days
