"""Days as a cell of a corrections file holds them."""

from __future__ import annotations

import datetime as dt
import re

from geomap.records import DatePrecision, When

__all__ = ["days_of", "to_days"]

_DAYS_OF = {
    1: DatePrecision.DAY,
    7: DatePrecision.WEEK,
    31: DatePrecision.MONTH,
    92: DatePrecision.SEASON,
}
_DAY = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_OPEN = "unknown"  # as a date: the incident has none


def days_of(words: str) -> When:
    """Return the days that a cell of ``date`` stands for, the last one excluded.

    Parameters
    ----------
    words
        ``2023-05-02``, ``2023-05``, ``2023``, ``2023-05-02/2023-05-05`` (the second day is not
        part of it, as in ``date_end``) or ``unknown``.

    Raises
    ------
    ValueError
        If it is none of these.

    Examples
    --------
    >>> when = days_of("2023-05")
    >>> str(when.start), str(when.end), when.precision.value
    ('2023-05-01', '2023-06-01', 'month')
    >>> days_of("2023-05-02/2023-05-03").precision.value
    'day'
    """
    if words == _OPEN:
        return When()
    try:
        first, slash, last = words.partition("/")
        start, end, precision = _range_of(first)
        if slash:
            end = _range_of(last)[0]
            precision = _precision_of((end - start).days)
    except ValueError:
        msg = f"{words!r} is no day; write 2023-05-02, 2023-05, 2023 or 2023-05-02/2023-05-05"
        raise ValueError(msg) from None
    if end <= start:
        msg = f"{words!r} ends before it starts; the second day is the one after the last"
        raise ValueError(msg)
    return When(start, end, precision)


def _range_of(words: str) -> tuple[dt.date, dt.date, DatePrecision]:
    """Return the first day and the day after the last of a day, month or year."""
    if not _DAY.fullmatch(words):
        msg = f"{words!r} is no day"
        raise ValueError(msg)
    start = dt.date.fromisoformat(f"{words}-01-01"[:10])
    parts = words.count("-")
    if parts == 2:  # noqa: PLR2004 - year, month and day
        return start, start + dt.timedelta(days=1), DatePrecision.DAY
    if parts == 1:
        return start, (start + dt.timedelta(days=31)).replace(day=1), DatePrecision.MONTH
    return start, start.replace(year=start.year + 1), DatePrecision.YEAR


def _precision_of(days: int) -> DatePrecision:
    """Return the finest precision that covers so many days."""
    return next((found for most, found in _DAYS_OF.items() if days <= most), DatePrecision.YEAR)


def to_days(when: When) -> str:
    """Return the cell that `days_of` reads as these days."""
    if when.start is None or when.end is None:
        return _OPEN
    if (when.end - when.start).days == 1:
        return when.start.isoformat()
    return f"{when.start.isoformat()}/{when.end.isoformat()}"
