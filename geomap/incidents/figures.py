"""Figures as they are written: "1,200", "1 200", "1,5", "1.2m", "twenty-one", "two and a half"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.numerals import NumberWords
    from geomap.text import Token

__all__ = ["figure_at", "with_part"]

LONGEST_DIGITS = 12
GROUP = 3  # digits between two commas, or behind a space: "1,200", "1 200"
PART_WORDS = 3  # tokens of "and a half"
SUFFIX_REACH = 2  # words from "1.2m" to "have" or "people"
TEN = 10


def figure_at(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[float | None, int]:
    """Return the figure at a token and the token after it; ``None`` if there is none."""
    if at >= len(lower):
        return None, at
    if not lower[at][0].isdigit():
        return _spelled(lower, at, words)
    value = _plain(lower[at])
    if value is None:
        return None, at  # "14:30"
    if not _touches(tokens, at) or not lower[at + 1].isalpha():
        return _grouped(tokens, lower, at) if words.spaces else (value, at + 1)
    factor = words.suffixes.get(lower[at + 1])
    if factor is None or not _is_of_many(lower, at, words):
        return None, at  # "128th", "5km"
    return round(value * factor), at + 2


def with_part(
    figure: tuple[float | None, int], lower: Sequence[str], words: NumberWords
) -> tuple[float | None, int]:
    """Return a figure with the part of a thousand behind it: "two and a half million"."""
    value, at = figure
    joint, article, part, whole = (*lower[at : at + PART_WORDS + 1], "", "", "", "")[:4]
    is_told = joint in words.joints and article in words.articles and whole in words.multiples
    if value is None or not is_told or part not in words.fractions:
        return figure
    return value + words.fractions[part], at + PART_WORDS


def _plain(word: str) -> float | None:
    """Return the value of digits; a comma before a group of three is none of a fraction."""
    groups = word.split(",")
    is_grouped = all(len(group) == GROUP for group in groups[1:])
    plain = "".join(groups) if is_grouped else word.replace(",", ".")
    is_plain = len(plain) <= LONGEST_DIGITS and plain.replace(".", "", 1).isdecimal()
    return float(plain) if is_plain else None


def _touches(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end


def _grouped(tokens: Sequence[Token], lower: Sequence[str], at: int) -> tuple[float | None, int]:
    """Return a figure whose thousands are parted by spaces, where a language writes them so."""
    digits, stop = lower[at], at + 1
    is_first = digits.isdecimal() and len(digits) <= GROUP and digits[0] != "0"
    while (
        is_first
        and stop < len(lower)
        and len(lower[stop]) == GROUP
        and lower[stop].isdecimal()
        and tokens[stop].start == tokens[stop - 1].end + 1
    ):
        digits, stop = digits + lower[stop], stop + 1
    return _plain(digits), stop


def _is_of_many(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether "m" is of millions: "5m people", "1.2m have fled", but not "5m deep"."""
    following = {*lower[at + 2 : at + 2 + SUFFIX_REACH]}
    many = words.sharers | words.after if "." in lower[at] else words.sharers
    return not many.isdisjoint(following)


def _spelled(lower: Sequence[str], at: int, words: NumberWords) -> tuple[float | None, int]:
    """Return a number in words: "nine", "twenty-one", "двадцять один"."""
    value = words.values.get(lower[at])
    if value is None:
        return None, at
    step = 2 if lower[at + 1 : at + 2] == ["-"] else 1
    following = lower[at + step] if at + step < len(lower) else ""
    is_whole = step > 1 or lower[at + 2 : at + 3] != ["-"]  # not "twenty five-storey houses"
    units = words.values.get(following, TEN)
    if value > TEN and value % TEN == 0 and units < TEN and is_whole:
        return value + units, at + step + 1
    return value, at + 1
