"""Numbers that tell the time: "at 6.40", "half past ten", "shortly after eight a rocket"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.numerals import NumberWords

__all__ = ["is_hour"]

DAY_HOURS, HALF_DAY, MINUTES = 24, 12, 60


def is_hour(lower: Sequence[str], start: int, stop: int, words: NumberWords) -> bool:
    """Return whether the number between two tokens is a time of day, or a part of one.

    Examples
    --------
    >>> from geomap.incidents.numerals import number_words
    >>> words = number_words(
    ...     {"values": {"eight": 8}, "at": ["at"], "hour_cues": ["after"], "hour_stops": ["a"]}
    ... )
    >>> is_hour(["at", "6.40"], 1, 2, words)
    True
    >>> is_hour(["after", "eight", "a", "rocket"], 1, 2, words)
    True
    >>> is_hour(["after", "eight", "rockets"], 1, 2, words)
    False
    """
    before = lower[start - 1] if start else ""
    follows = lower[stop] if stop < len(lower) else ""
    if before in words.at and _is_clock(lower[start]):
        return True
    if before in words.at and lower[stop - 2] in words.hour_links and follows in words.hour_stops:
        return lower[start] in words.hour_parts  # "at five to twelve a missile"
    hour = words.values.get(lower[start], DAY_HOURS)
    if stop != start + 1 or hour > HALF_DAY:
        return False
    earlier = lower[start - 2] if start > 1 else ""
    if before in words.hour_links and (earlier in words.hour_parts or earlier in words.fractions):
        return True  # "half past ten", "five to twelve"
    if follows in words.hour_links and lower[start] in words.hour_parts:
        return not words.hours.isdisjoint(lower[stop + 1 : stop + 2])  # the "five" of these
    is_cued = before in words.hour_cues and earlier not in words.reaching
    return is_cued and (not follows or follows in words.hour_stops)


def _is_clock(word: str) -> bool:
    """Return whether a figure is a time of day: "6.40"."""
    hours, _, minutes = word.partition(".")
    is_time = hours.isdecimal() and minutes.isdecimal() and len(minutes) == len("40")
    return is_time and int(hours[:2]) < DAY_HOURS and int(minutes) < MINUTES
