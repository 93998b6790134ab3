"""Shares without a per cent sign: "nine in ten homes", "one out of five families"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.numerals import NumberWords

__all__ = ["share_at"]

HUNDRED = 100.0


def share_at(lower: Sequence[str], at: int, words: NumberWords) -> tuple[float, int] | None:
    """Return the per cent that the words at a token make, and the token after them.

    Examples
    --------
    >>> from geomap.incidents.numerals import number_words
    >>> words = number_words(
    ...     {
    ...         "values": {"nine": 9, "ten": 10},
    ...         "within": ["in"],
    ...         "every": ["every"],
    ...         "sharers": ["homes", "home"],
    ...         "nth": {"second": 2},
    ...     }
    ... )
    >>> share_at(["nine", "in", "ten", "homes"], 0, words)
    (90.0, 3)
    >>> share_at(["every", "second", "home"], 0, words)
    (50.0, 2)
    >>> share_at(["nine", "in", "ten", "days"], 0, words) is None
    True
    """
    if lower[at] in words.every:
        part, whole, stop = 1, words.nth.get("".join(lower[at + 1 : at + 2]), 0), at + 2
    else:
        is_out = not words.out.isdisjoint(lower[at + 1 : at + 2])
        stop = at + 3 + is_out
        is_ratio = stop <= len(lower) and lower[stop - 2] in (words.of if is_out else words.within)
        part, whole = (words.values.get(lower[n], 0) if is_ratio else 0 for n in (at, stop - 1))
    is_told = stop < len(lower) and lower[stop] in words.sharers
    return (HUNDRED * part / whole, stop) if 0 < part < whole and is_told else None
