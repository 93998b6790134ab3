"""Small patterns of words, as lexicons write them, compiled to regular expressions.

A pattern is a phrase: plain words, ``<class>`` for any word of a class, ``?`` behind an
element that may be missing, ``*ed`` for any longer word with that ending, ``..n`` for at
most ``n`` words of any kind. A class may hold phrases if it is read forwards. A pattern is
matched at the start of a line of words, each with a space behind it; what is matched
leftwards from a name is written and read backwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from geomap.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["REACH", "Pattern", "compile_patterns", "line_of", "union_of", "words_matched"]

REACH = 12
"""Words of the longest pattern: so many on each side of a name are looked at."""

_STEM = 3  # letters before an ending: "fired", not "red"
_ANY_WORD = r"[^\s,;:()\[\]—–]+ "  # a gap of words does not cross the marks of a clause


class _Element(NamedTuple):
    """One step of a pattern as an expression, and the words it may start with (or any)."""

    expression: str
    words: frozenset[str] | None
    is_optional: bool
    longest: int


@dataclass(frozen=True)
class Pattern:
    """Phrases of which one must fit, as one expression that is compiled when first matched.

    An article meets the first words of some of them, and compiling all takes a fifth of a second.
    """

    expression: str
    first: frozenset[str] | None
    """The words and ``*endings`` they can start with; ``None`` if one can start with any."""
    second: frozenset[str] | None
    """The same for what stands behind the first word; ``None`` if that may be anything."""

    @cached_property
    def match(self) -> Callable[[str], re.Match[str] | None]:
        """Matches the start of a line of words."""
        return re.compile(self.expression).match


def compile_patterns(
    phrases: Iterable[str], classes: Mapping[str, frozenset[str]], *, backward: bool = False
) -> Pattern | None:
    """Return phrases as one pattern, ``None`` without any; ``backward`` ones read leftwards.

    Raises
    ------
    LexiconError
        If a phrase is empty, too long, or names a class that does not exist.

    Examples
    --------
    >>> pattern = compile_patterns(["<be> also? hit"], {"be": frozenset({"was", "is"})})
    >>> words_matched(pattern, line_of(["was", "also", "hit", "hard"]))
    3
    >>> words_matched(pattern, line_of(["was", "not", "hit"]))
    0
    >>> sorted(pattern.first), sorted(pattern.second)
    (['is', 'was'], ['also', 'hit'])
    """
    rows = [_elements(phrase, classes, backward=backward) for phrase in phrases]
    if not rows:
        return None
    return Pattern(
        _joined([[e.expression for e in elements] for elements in rows]),
        union_of(_first_words(elements) for elements in rows),
        union_of(_second_words(elements) for elements in rows),
    )


def union_of(rows: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Return all words of some sets; ``None``, which stands for any word, if one of them is.

    Examples
    --------
    >>> sorted(union_of([frozenset({"of"}), frozenset({"near"})]))
    ['near', 'of']
    >>> union_of([frozenset({"of"}), None]) is None
    True
    """
    words: frozenset[str] = frozenset()
    for row in rows:
        if row is None:
            return None
        words |= row
    return words


def _joined(rows: Sequence[Sequence[str]]) -> str:
    """Return alternatives as one expression in which those that start alike share the start."""
    by_start: dict[str, list[Sequence[str]]] = {}
    for row in rows:
        by_start.setdefault(row[0] if row else "", []).append(row[1:])
    parts = [start + _joined(rests) if start else "" for start, rests in by_start.items()]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def line_of(words: Sequence[str]) -> str:
    """Return words as the line that patterns are matched on."""
    return " ".join(words) + " "


def words_matched(pattern: Pattern | None, line: str) -> int:
    """Return how many words at the start of a line a pattern takes; 0 if it does not fit."""
    found = pattern and pattern.match(line)
    return found[0].count(" ") if found else 0


def _elements(
    phrase: str, classes: Mapping[str, frozenset[str]], *, backward: bool
) -> list[_Element]:
    elements = [_element(word, classes, phrase) for word in phrase.split()]
    if not elements or sum(element.longest for element in elements) > REACH:
        msg = f"{phrase!r}: a pattern has one to {REACH} words; remove or shorten it"
        raise LexiconError(msg)
    return elements[::-1] if backward else elements


def _element(word: str, classes: Mapping[str, frozenset[str]], phrase: str) -> _Element:
    if word.startswith("..") and word[2:].isdigit():
        most = int(word[2:])
        return _Element(f"(?:{_ANY_WORD}){{0,{most}}}?", None, is_optional=True, longest=most)
    if word.startswith("*"):
        ending = re.escape(word[1:])
        return _Element(
            rf"\S{{{_STEM},}}{ending} ", frozenset({word}), is_optional=False, longest=1
        )
    is_optional = len(word) > 1 and word.endswith("?")
    word = word.removesuffix("?") if is_optional else word
    words = _words(word, classes, phrase)
    expression = f"{_any_of(sorted(words))} "
    first = frozenset(entry.partition(" ")[0] for entry in words)
    longest = max(entry.count(" ") for entry in words) + 1
    return _Element(
        f"(?:{expression})?" if is_optional else expression, first, is_optional, longest
    )


def _any_of(words: Sequence[str]) -> str:
    """Return sorted words as one expression in which those that start alike share the start.

    Examples
    --------
    >>> _any_of(["fell", "fire", "fired", "hit"])
    '(?:f(?:ell|ire(?:|d))|hit)'
    """
    parts = []
    for _, row in groupby(words, key=lambda word: word[:1]):
        group = list(row)
        if len(group) > 1:
            parts.append(re.escape(group[0][0]) + _any_of([word[1:] for word in group]))
        else:
            parts.append(re.escape(group[0]))
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _words(word: str, classes: Mapping[str, frozenset[str]], phrase: str) -> frozenset[str]:
    """Return the words an element takes: itself, or those of its class."""
    if not (word.startswith("<") and word.endswith(">")):
        return frozenset({word.casefold()})
    if word[1:-1] not in classes:
        msg = f"{phrase!r}: unknown class {word}; use one of {', '.join(sorted(classes))}"
        raise LexiconError(msg)
    return classes[word[1:-1]]


def _first_words(elements: Sequence[_Element]) -> frozenset[str] | None:
    """Return the words a pattern can start with; ``None`` if it can start with any."""
    words: frozenset[str] = frozenset()
    for element in elements:
        if element.words is None:
            return None
        words |= element.words
        if not element.is_optional:
            return words
    return None


def _second_words(elements: Sequence[_Element]) -> frozenset[str] | None:
    """Return the words that can follow the first of a pattern; ``None`` if any or none can."""
    first, *rest = elements
    return None if first.is_optional or first.longest > 1 else _first_words(rest)
