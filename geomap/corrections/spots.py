"""Where in an article a correction is meant: its exact words, told apart by what is around them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.records import Span
from geomap.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from geomap.corrections.rows import Correction

__all__ = ["CONTEXT", "Stale", "around", "dense", "find_spot", "nearest", "occurrence_of"]

CONTEXT = 32  # characters before and after the words (DESIGN 5.5)
_WINDOW = 8 * CONTEXT  # characters looked at, since runs of white space count as nothing
_PIECE = re.compile(r"\w+|[^\w\s]")  # a word, or a mark between words
_LETTER = re.compile(r"\w")


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
    spots = _index_of(text).spots_of(row.text)
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
    spots = _index_of(text).spots_of(words)
    number = bisect_left(spots, (start,))
    is_spot = number < len(spots) and spots[number].start == start
    return number + 1 if is_spot and len(spots) > 1 else None


def nearest(word: str, known: Collection[str]) -> str:
    """Return words that name the nearest known one; empty if none is near."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"; the nearest is {near[0]!r}" if near else ""


def dense(text: str) -> str:
    """Return a text without white space, which is no difference between words."""
    return "".join(clean_text(text).split())


class _Index:
    """Where the words of a text stand: read once, however many names are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("q")
        self._numbers: dict[str, array[int]] = {}
        self._known: dict[str, Sequence[Span]] = {}
        for number, found in enumerate(_PIECE.finditer(text)):
            self._starts.append(found.start())
            self._numbers.setdefault(found[0], array("q")).append(number)

    def spots_of(self, words: str) -> Sequence[Span]:
        """Return where words stand as words, in order: Lyman is not in Lymanske."""
        if words not in self._known:
            self._known[words] = tuple(self._find(words))
        return self._known[words]

    def _find(self, words: str) -> Iterator[Span]:
        pieces, end = _PIECE.findall(words), 0
        rarest = min(pieces, key=self._count, default="")
        for number in self._numbers.get(rarest, ()):
            first = number - pieces.index(rarest)
            last = first + len(pieces) - 1
            if first >= 0 and last < len(self._starts) and self._starts[first] >= end:
                spot = Span(self._starts[first], self._starts[last] + len(pieces[-1]))
                if self._says(spot, words):
                    yield spot
                    end = spot.end

    def _count(self, piece: str) -> int:
        return len(self._numbers.get(piece, ()))

    def _says(self, spot: Span, words: str) -> bool:
        """Return whether a spot has these words, white space apart, and no word goes on there."""
        sides = self._text[max(0, spot.start - 1) : spot.start], self._text[spot.end : spot.end + 1]
        is_whole = not any(map(_LETTER.match, sides))
        return is_whole and self._text[spot.start : spot.end].split() == words.split()


@lru_cache(maxsize=1)  # an article asks for all its names in turn
def _index_of(text: str) -> _Index:
    return _Index(text)


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
