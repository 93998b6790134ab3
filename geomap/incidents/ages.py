"""Numbers that tell how old somebody is: "aged 41 and 70", ", 61 and 70,", "a man of 62"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.numerals import NumberWords
    from geomap.text import Token

__all__ = ["is_age"]

OLDEST = 110  # years of a person
AGE_STOPS = frozenset(",.;()–—-")  # what ends an age that is set off
PART_WORDS = 2  # of "of them"


def is_age(
    tokens: Sequence[Token], lower: Sequence[str], start: int, stop: int, words: NumberWords
) -> bool:
    """Return whether the number between two tokens is an age, or one of several.

    Examples
    --------
    >>> from geomap.incidents.numerals import number_words
    >>> words = number_words({"ages": ["aged"]})
    >>> is_age((), ["aged", "62"], 1, 2, words)
    True
    >>> is_age((), ["of", "62"], 1, 2, words)
    False
    """
    before = lower[start - 1] if start else ""
    if lower[stop : stop + 1] == ["-"] or before in words.ages or before in words.kin:
        return True  # "отец троих детей", too
    if _years(lower[stop - 1], words) >= OLDEST:
        return False
    owner = lower[start - 2] if start > 1 else ""
    if before in words.of:
        return owner in words.persons or owner in words.kin  # "a man of 62", "a father of three"
    if _is_of_each(lower, start, stop, words):
        return True
    if before in words.than:
        return owner in words.older  # "older than 60"
    is_bound = stop > start + 1 and lower[start] in words.limits
    return (is_bound and before in words.groups) or _is_listed(tokens, lower, start, words)


def _is_of_each(lower: Sequence[str], start: int, stop: int, words: NumberWords) -> bool:
    """Return whether a number set off by commas is the age of each: "all of them 19", "both 19"."""
    if lower[stop : stop + 1] and lower[stop] not in AGE_STOPS:
        return False
    first, before = start - 1, lower[start - 1 : start]
    if first > 1 and before[0] in words.them and lower[first - 1] in words.of:
        first -= PART_WORDS  # "all of them", "two of whom"
    elif first < 1 or not (before[0] in words.both or words.values.get(before[0]) == 1):
        return False
    return first > 0 and lower[first - 1] in AGE_STOPS


def _years(word: str, words: NumberWords) -> int:
    """Return the age that a word may be, in digits or letters; else one that nobody has."""
    return int(word[:4]) if word.isdecimal() else words.values.get(word, OLDEST)


def _is_listed(
    tokens: Sequence[Token], lower: Sequence[str], start: int, words: NumberWords
) -> bool:
    """Return whether a number stands in a row of ages: "two women, 61 and 70, were"."""
    first, last = start, start + 1
    while first and _is_in_row(lower[first - 1], words):
        first -= 1
    while last < len(lower) and _is_in_row(lower[last], words):
        last += 1
    while lower[last - 1] in words.joints:
        last -= 1  # "61 and 70, and a man"
    if not first:
        return False
    if lower[first - 1] in words.ages or lower[first - 1] in words.between:
        return not words.ages.isdisjoint(lower[first - 2 : first])
    is_last = last == len(lower) or lower[last] == "." or lower[last - 1] == ","
    is_set_off = lower[first] == "," and is_last
    if first > 1 and lower[first - 1] == "(" and lower[last : last + 1] == [")"]:
        is_set_off, first = True, first - 1
    owner = lower[first - 1]
    is_person = owner in words.persons or owner in words.groups or owner in words.kin
    return is_set_off and (is_person or tokens[first - 1].text[:1].isupper())


def _is_in_row(word: str, words: NumberWords) -> bool:
    """Return whether a word can stand in a row of ages."""
    is_joint = word == "," or word in words.joints or word in words.to
    return is_joint or _years(word, words) < OLDEST
