"""Small patterns of words, as lexicons write them.

A pattern is a phrase: plain words, ``<class>`` for any word of a class, ``?`` behind an
element that may be missing, ``*ed`` for any longer word with that ending, ``..n`` for at
most ``n`` words of any kind. Patterns are
matched token by token from a fixed position, so their cost is bounded by their length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from geomap.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = [
    "Pattern",
    "PatternIndex",
    "compile_pattern",
    "index_patterns",
    "match_any",
    "match_pattern",
]

_STEM = 2  # letters before an ending: "fired", not "red"
_CLAUSE_MARKS = frozenset(",;:()[]—–")  # a gap of words does not cross these


class Element(NamedTuple):
    """One step of a pattern: the words allowed, or a gap of at most ``gap`` words."""

    words: frozenset[str]
    is_optional: bool
    gap: int
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled phrase; ``first`` are the words it can start with, empty if any."""

    elements: tuple[Element, ...]
    first: frozenset[str]


@dataclass(frozen=True, slots=True)
class PatternIndex:
    """Patterns by the word they can start with; ``anyhow`` are those that start with any."""

    by_word: Mapping[str, tuple[Pattern, ...]]
    anyhow: tuple[Pattern, ...]

    def __bool__(self) -> bool:
        return bool(self.by_word or self.anyhow)


def index_patterns(patterns: Iterable[Pattern]) -> PatternIndex:
    """Return patterns by their first words, so that few are tried at a position."""
    rows = tuple(patterns)
    words = {word for pattern in rows for word in pattern.first}
    by_word = {word: tuple(p for p in rows if word in p.first) for word in words}
    return PatternIndex(by_word, tuple(pattern for pattern in rows if not pattern.first))


def match_any(
    index: PatternIndex, lows: Sequence[str], position: int, limit: int, step: int
) -> bool:
    """Return whether some pattern matches from a position (see `match_pattern`)."""
    if (limit - position) * step <= 0:
        return False
    for patterns in (index.by_word.get(lows[position], ()), index.anyhow):
        for pattern in patterns:
            if _match(pattern.elements, 0, lows, position, limit, step) is not None:
                return True
    return False


def compile_pattern(
    phrase: str, classes: Mapping[str, frozenset[str]], *, backward: bool = False
) -> Pattern:
    """Return a phrase as a pattern; ``backward`` patterns are matched from right to left.

    Raises
    ------
    LexiconError
        If the phrase is empty or names a class that does not exist.

    Examples
    --------
    >>> pattern = compile_pattern("<be> also? hit", {"be": frozenset({"was", "is"})})
    >>> match_pattern(pattern, ["was", "also", "hit"], 0, 3, 1)
    3
    >>> match_pattern(pattern, ["was", "not", "hit"], 0, 3, 1) is None
    True
    """
    elements = [_compile_element(word, classes, phrase) for word in phrase.split()]
    if not elements:
        msg = "an empty phrase among the patterns; remove it"
        raise LexiconError(msg)
    if backward:
        elements.reverse()
    return Pattern(tuple(elements), _first_words(elements))


def match_pattern(
    pattern: Pattern, lows: Sequence[str], position: int, limit: int, step: int
) -> int | None:
    """Return the position after the match, or ``None``.

    Parameters
    ----------
    lows
        The case-folded tokens.
    position, limit, step
        The first token, the bound that is not reached, and 1 or -1 for the direction.
    """
    return _match(pattern.elements, 0, lows, position, limit, step)


def _match(  # noqa: PLR0913, PLR0917 - one state of a small machine, passed on as it is
    elements: tuple[Element, ...],
    number: int,
    lows: Sequence[str],
    position: int,
    limit: int,
    step: int,
) -> int | None:
    if number == len(elements):
        return position
    element = elements[number]
    if element.gap:
        return _match_gap(elements, number, lows, position, limit, step)
    is_inside = (limit - position) * step > 0
    if is_inside and (lows[position] in element.words or _ends_so(element, lows[position])):
        found = _match(elements, number + 1, lows, position + step, limit, step)
        if found is not None:
            return found
    if element.is_optional:
        return _match(elements, number + 1, lows, position, limit, step)
    return None


def _ends_so(element: Element, low: str) -> bool:
    """Return whether a word has the ending that an element asks for."""
    ending = element.ending
    return bool(ending) and low.endswith(ending) and len(low) > len(ending) + _STEM


def _match_gap(  # noqa: PLR0913, PLR0917 - as above
    elements: tuple[Element, ...],
    number: int,
    lows: Sequence[str],
    position: int,
    limit: int,
    step: int,
) -> int | None:
    for _ in range(elements[number].gap + 1):
        found = _match(elements, number + 1, lows, position, limit, step)
        if found is not None:
            return found
        if (limit - position) * step <= 0 or lows[position] in _CLAUSE_MARKS:
            return None
        position += step
    return None


def _compile_element(word: str, classes: Mapping[str, frozenset[str]], phrase: str) -> Element:
    if word.startswith("..") and word[2:].isdigit():
        return Element(frozenset(), is_optional=False, gap=int(word[2:]))
    if word.startswith("*"):
        return Element(frozenset(), is_optional=False, gap=0, ending=word[1:])
    is_optional = len(word) > 1 and word.endswith("?")
    word = word.removesuffix("?") if is_optional else word
    if word.startswith("<") and word.endswith(">"):
        if word[1:-1] not in classes:
            msg = f"{phrase!r}: unknown class {word}; use one of {', '.join(sorted(classes))}"
            raise LexiconError(msg)
        return Element(classes[word[1:-1]], is_optional, 0)
    return Element(frozenset({word.casefold()}), is_optional, 0)


def _first_words(elements: Sequence[Element]) -> frozenset[str]:
    """Return the words a pattern can start with; empty if it can start with any."""
    words: frozenset[str] = frozenset()
    for element in elements:
        if element.gap or element.ending:
            return frozenset()
        words |= element.words
        if not element.is_optional:
            return words
    return frozenset()
