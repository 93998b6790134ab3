"""The language of a text, told by its letters and small words (``languages.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["find_language"]

_SAMPLE = 20_000  # characters that tell the language
_LINK = re.compile(r"https?://\S+")  # its letters are those of no language
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_ENGLISH = 0.1  # of the words
_LEAST_WORDS = 40  # a headline and the first sentence of a report may do without them


class _Signs(NamedTuple):
    letters: Mapping[str, str]
    patterns: Mapping[str, re.Pattern[str]]
    english: frozenset[str]


@cache
def _signs() -> _Signs:
    file = resources.files("geomap.articles") / "languages.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    patterns = {iso: re.compile("|".join(signs)) for iso, signs in table["signs"].items()}
    return _Signs(table["letters"], patterns, frozenset(table["words"]["en"]))


def find_language(text: str) -> str:
    """Return the likely language of a text; ``und`` if it is none that can be told.

    Examples
    --------
    >>> find_language("Вибухи в Одесі"), find_language("Взрывы в Одессе"), find_language("Odesa")
    ('uk', 'ru', 'en')
    """
    sample = _LINK.sub(" ", text[:_SAMPLE]).casefold()
    others = [sign for sign in set(sample) if sign.isalpha() and not _is_latin(sign)]
    counts = Counter(sample if others else "")  # most texts have Latin letters only
    letters = _count(counts, str.isalpha)
    if not others or 2 * _count(counts, _is_latin) >= letters:
        return _of_latin(sample)
    if 2 * _count(counts, _is_cyrillic) < letters:
        return "und"
    return _of_cyrillic(sample, counts)


def _of_latin(sample: str) -> str:
    words = _WORD.findall(sample)
    english = sum(map(_signs().english.__contains__, words))
    is_other = len(words) >= _LEAST_WORDS and english < _LEAST_ENGLISH * len(words)
    return "und" if is_other else "en"


def _of_cyrillic(sample: str, counts: Counter[str]) -> str:
    signs = _signs()
    own = {iso: sum(counts[letter] for letter in found) for iso, found in signs.letters.items()}
    if own["be"]:
        return "be"
    if own["uk"] == own["ru"]:
        own = {iso: len(pattern.findall(sample)) for iso, pattern in signs.patterns.items()}
    return "uk" if own["uk"] > own["ru"] else "ru"


def _count(signs: Counter[str], is_one: Callable[[str], bool]) -> int:
    return sum(times for sign, times in signs.items() if is_one(sign))


def _is_latin(sign: str) -> bool:
    return "a" <= sign <= "z" or "\u00e0" <= sign <= "\u024f"


def _is_cyrillic(sign: str) -> bool:
    return "\u0400" <= sign <= "\u052f"
