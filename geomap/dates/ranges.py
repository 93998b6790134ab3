"""Half-open day ranges: one day, a month, a season, a year."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from geomap.records import DatePrecision

__all__ = [
    "DAY",
    "DAY_HOURS",
    "MONTHS",
    "NEVER",
    "NO_CLOCK_DAY",
    "UNKNOWN",
    "WEEK_DAYS",
    "Range",
    "ago_range",
    "back_by",
    "date_of",
    "day_range",
    "month_range",
    "one_day",
    "rolling_range",
    "season_range",
    "unit_range",
    "weekend_range",
    "year_range",
]

DAY = dt.timedelta(days=1)
MONTHS = 12
MONTH_DAYS = 30
WEEK_DAYS = 7
SATURDAY = 5
DAY_HOURS = 24
NEVER = dt.date.min  # stands for a day of publication where none is needed
NEAR_FUTURE_DAYS = 14  # "25 December" in a text of the 19th is ahead; further ahead is last year's


class Range(NamedTuple):
    """Days ``[start, end)`` with their precision; without days if they need ``published``."""

    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision


UNKNOWN = Range(None, None, DatePrecision.UNKNOWN)
NO_CLOCK_DAY = Range(None, None, DatePrecision.UNKNOWN)
"""What a clock time alone says of the day; told from ``UNKNOWN`` by identity."""


def one_day(day: dt.date) -> Range:
    """Return the range of a single day."""
    return Range(day, day + DAY, DatePrecision.DAY)


def day_range(year: int, month: int, day: int) -> Range | None:
    """Return the range of a calendar day, ``None`` if there is no such day.

    Examples
    --------
    >>> day_range(2023, 4, 31) is None
    True
    """
    try:
        return one_day(dt.date(year, month, day))
    except (ValueError, OverflowError):
        return None


def date_of(year: int | None, month: int, day: int, published: dt.date | None) -> dt.date | None:
    """Return a date; without a year the latest that is not far ahead of ``published``."""
    if year is not None:
        found = day_range(year, month, day)
        return found.start if found else None
    if published is None:
        return None
    for guess in (published.year + 1, published.year, published.year - 1):
        found = day_range(guess, month, day)
        if found and found.start and found.start <= published + DAY * NEAR_FUTURE_DAYS:
            return found.start
    return None


def month_range(year: int, month: int) -> Range:
    """Return the range of a month.

    Examples
    --------
    >>> [str(day) for day in month_range(2022, 12)[:2]]
    ['2022-12-01', '2023-01-01']
    """
    following = dt.date(year + month // MONTHS, month % MONTHS + 1, 1)
    return Range(dt.date(year, month, 1), following, DatePrecision.MONTH)


def year_range(year: int) -> Range:
    """Return the range of a year."""
    return Range(dt.date(year, 1, 1), dt.date(year + 1, 1, 1), DatePrecision.YEAR)


def season_range(
    year: int | None, first_month: int, published: dt.date | None, *, last: bool
) -> Range:
    """Return three months; a season without a year is the latest that has begun (or ended)."""
    if year is None and published is None:
        return UNKNOWN
    start_year = year if year is not None else (published or NEVER).year
    start = month_range(start_year, first_month)
    end = month_range(
        start_year + (first_month + 2) // (MONTHS + 1), (first_month + 1) % MONTHS + 1
    )
    days = Range(start.start, end.end, DatePrecision.SEASON)
    if year is not None or published is None or days.start is None or days.end is None:
        return days
    is_ahead = days.end > published if last else days.start > published
    return season_range(start_year - 1, first_month, None, last=False) if is_ahead else days


def weekend_range(published: dt.date, *, is_coming: bool) -> Range:
    """Return the latest Saturday and Sunday that have begun, or the next ones.

    Examples
    --------
    >>> str(weekend_range(dt.date(2023, 5, 10), is_coming=False).start)
    '2023-05-06'
    """
    back = (published.weekday() - SATURDAY) % WEEK_DAYS
    saturday = published - DAY * (back - WEEK_DAYS * is_coming)
    return Range(saturday, saturday + 2 * DAY, DatePrecision.DAY)


def rolling_range(unit: str, number: int, published: dt.date | None) -> Range:
    """Return "the past week", "the last three days": up to publication, not a calendar week.

    Examples
    --------
    >>> [str(day) for day in rolling_range("hour", 24, dt.date(2023, 5, 10))[:2]]
    ['2023-05-09', '2023-05-11']
    """
    days = {"day": 1, "week": WEEK_DAYS, "month": MONTH_DAYS}.get(unit, 0) * number
    if unit == "hour":
        days, unit = -(-number // DAY_HOURS), "day"
    if published is None or not days:
        return UNKNOWN
    return Range(published - DAY * days, published + DAY, DatePrecision(unit))


def ago_range(unit: str, number: int, published: dt.date | None) -> Range:
    """Return "three days ago", "a week ago", "two months ago"."""
    if published is None:
        return UNKNOWN
    if unit == "day":
        return one_day(published - DAY * number)
    if unit == "week" and number == 1:
        return one_day(published - DAY * WEEK_DAYS)
    if unit == "hour":
        return one_day(published) if number < DAY_HOURS else UNKNOWN
    return unit_range(unit, number, published)


def back_by(unit: str, number: int, day: dt.date) -> dt.date:
    """Return the same day some weeks, months or years before: "ten years ago today".

    Examples
    --------
    >>> str(back_by("year", 1, dt.date(2024, 2, 29)))
    '2023-02-28'
    """
    if unit in {"day", "week"}:
        return day - DAY * number * (WEEK_DAYS if unit == "week" else 1)
    months = unit_range("month", number * (MONTHS if unit == "year" else 1), day)
    first, end = months.start or day, months.end or day
    return min(first + DAY * (day.day - 1), end - DAY)


def unit_range(unit: str, steps: int, published: dt.date | None) -> Range:
    """Return the calendar week, month or year that lies ``steps`` back."""
    if published is None or unit in {"day", "hour"}:
        return UNKNOWN
    if unit == "week":
        monday = published - DAY * (published.weekday() + WEEK_DAYS * steps)
        return Range(monday, monday + DAY * WEEK_DAYS, DatePrecision.WEEK)
    if unit == "month":
        months = published.year * MONTHS + published.month - 1 - steps
        return month_range(months // MONTHS, months % MONTHS + 1)
    return year_range(published.year - steps)
