"""Where in an article a correction is meant: its exact words, told apart by what is around them."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.records import Span
from geomap.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from geomap.corrections.rows import Correction

__all__ = ["CONTEXT", "Stale", "around", "dense", "find_spot", "nearest", "occurrence_of"]

CONTEXT = 32  # characters before and after the words (DESIGN 5.5)
_WINDOW = 8 * CONTEXT  # characters looked at, since runs of white space count as nothing


class Stale(LookupError):  # noqa: N818 - no fault of the program: the article has moved on
    """A correction does not fit the article as it is now; the message says why."""


def find_spot(text: str, row: Correction) -> Span:
    """Return where a correction is meant.

    Parameters
    ----------
    text
        The text of the article.
    row
        Its words must stand there; of several spots, the one between its ``prefix`` and
        ``suffix`` counts, then its ``occurrence``. White space is no difference.

    Raises
    ------
    Stale
        If its words stand nowhere, elsewhere, or in several such spots.

    Examples
    --------
    >>> from geomap.corrections import Action, Correction
    >>> text = "Lyman was shelled. Near Lyman, two died."
    >>> find_spot(text, Correction("a", Action.PLACE, "Lyman", prefix="Near "))
    Span(start=24, end=29)
    >>> find_spot(text, Correction("a", Action.PLACE, "Lyman"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    geomap.corrections.spots.Stale: 'Lyman' stands there 2 times; fill in prefix, ...
    """
    name = repr(row.text[:60])
    spots = _occurrences(text, row.text)
    if not spots:
        msg = f"{name} is not in the article{nearest(row.text, _names_of(text, row.text))}"
        raise Stale(msg)
    fitting = {n: spot for n, spot in enumerate(spots, 1) if _is_between(text, spot, row)}
    if not fitting:
        before, after = around(text, max(spots, key=lambda spot: _likeness(text, spot, row)))
        msg = (
            f"{name} does not stand between {row.prefix!r} and {row.suffix!r}; "
            f"the nearest stands between {before!r} and {after!r}"
        )
        raise Stale(msg)
    if len(fitting) > 1 and row.occurrence not in fitting:
        msg = f"{name} stands there {len(fitting)} times; fill in prefix, suffix or occurrence"
        raise Stale(msg)
    return fitting[row.occurrence or 0] if len(fitting) > 1 else next(iter(fitting.values()))


def around(text: str, span: tuple[int, int]) -> tuple[str, str]:
    """Return the characters before and after a span, as a corrections file holds them.

    Examples
    --------
    >>> around("Shells hit Nikopol.", (11, 18))
    ('Shells hit ', '.')
    """
    start, end = span
    return clean_text(text[max(0, start - CONTEXT) : start]), clean_text(text[end : end + CONTEXT])


def occurrence_of(text: str, words: str, start: int) -> int | None:
    """Return which of several spots of the same words starts here; ``None`` if it is the only.

    Examples
    --------
    >>> occurrence_of("Lyman, Lymanske and Lyman", "Lyman", 20)
    2
    """
    numbers = _numbers_of(text, words)
    return numbers.get(start) if len(numbers) > 1 else None


def nearest(word: str, known: Collection[str]) -> str:
    """Return words that name the nearest known one; empty if none is near."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"; the nearest is {near[0]!r}" if near else ""


def dense(text: str) -> str:
    """Return a text without white space, which is no difference between words."""
    return "".join(clean_text(text).split())


@lru_cache(maxsize=32)  # a long article names a town a thousand times, and asks for each
def _numbers_of(text: str, words: str) -> Mapping[int, int]:
    """Return which spot of some words starts where."""
    return {spot.start: number for number, spot in enumerate(_occurrences(text, words), start=1)}


def _occurrences(text: str, words: str) -> list[Span]:
    """Return where words stand as words: Lyman is not in Lymanske."""
    inner = r"\s+".join(map(re.escape, words.split()))
    return [Span(*found.span()) for found in re.finditer(rf"(?<!\w){inner}(?!\w)", text) if inner]


def _is_between(text: str, spot: Span, row: Correction) -> bool:
    before, after = _sides(text, spot)
    return before.endswith(dense(row.prefix)) and after.startswith(dense(row.suffix))


def _likeness(text: str, spot: Span, row: Correction) -> int:
    """Return how many characters next to a spot are those of the correction."""
    before, after = _sides(text, spot)
    return _shared(before[::-1], dense(row.prefix)[::-1]) + _shared(after, dense(row.suffix))


def _shared(one: str, two: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(two))


def _sides(text: str, spot: Span) -> tuple[str, str]:
    before = text[max(0, spot.start - _WINDOW) : spot.start]
    return dense(before), dense(text[spot.end : spot.end + _WINDOW])


def _names_of(text: str, like: str) -> set[str]:
    """Return what may be a name of as many words: runs of which the first has a capital."""
    length = len(like.split())
    words = re.findall(r"\w[\w'’-]*", text)
    return {
        " ".join(words[first : first + length])
        for first, word in enumerate(words)
        if word[0].isupper()
    }
