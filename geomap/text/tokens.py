"""Sentences and tokens, with their offsets."""

from __future__ import annotations

import re
from array import array
from operator import add
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from geomap.text.folding import fold_text
from geomap.text.typography import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from geomap.records import Paragraph

__all__ = ["find_sentences", "find_tokens"]

_SPACES = "\u00a0\u2009\u202f"  # that do not break: 1 200
_SET = _SPACES + INVISIBLE
_SETTING = re.compile(rf"(?<=\d)[{_SPACES}](?=\d)|[{INVISIBLE}]")
_TOKEN = re.compile(
    r"[^\W\d_]\.(?:[^\W\d_]\.)+"  # U.S., a.m.
    rf"|\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)"  # 1 200
    r"|\d+(?:[.,:]\d+)*"  # 1,200 · 3.5 · 14:30
    # The English possessive is a token of its own; a wrong decoding leaves U+FFFD or "?" in it.
    r"|['’\ufffd]s\b|(?<=[^\W\d_])\?s\b"
    # A word with stress marks, apostrophes and invisible characters inside; each round of the
    # loop starts with one, which no letter is, so that the time is linear.
    rf"|[^\W_]+(?:(?:[\u0300-\u036f{INVISIBLE}]|['’\ufffd](?!s\b)(?=[^\W\d_]))[^\W_]*)*"
    r"|--+"  # a dash, as typewriters and news wires set it
    r"|[^\w\s]"
)
_APOSTROPHES = "ʼ`´"  # a letter and two accents that stand for one
_STOPS = frozenset(",.")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?!\S)")  # linear in its dots
_LONG = 100_000  # characters; a longer text repeats its words, and each is kept once


def find_tokens(text: str) -> tuple[list[str], list[str], Sequence[int], Sequence[int]]:
    """Return the tokens of a text as written and folded as in `fold_text`, and their offsets.

    As written, but for how it is set: a letter of two characters is one, thousands have no
    space, every apostrophe is "’" or plain, and nothing is there that cannot be seen.
    """
    for sign in _APOSTROPHES:
        text = text.replace(sign, "’")
    words, starts = _cut(text)
    ends: Iterable[int] = map(add, starts, map(len, words))
    if not is_normalized("NFC", text) or any(map(text.__contains__, _SET)):
        ends = list(ends)
        words = [normalize("NFC", _SETTING.sub("", word)) or word for word in words]
    if len(text) < _LONG:
        return words, _folded(words), starts, list(ends)
    packed = array("i", starts), array("i", ends)
    del starts
    unlike = list(dict.fromkeys(words))
    folded = dict(zip(unlike, _folded(unlike), strict=True))
    pool = dict(zip(folded, folded, strict=True))
    lows = [pool.get(low, low) for low in map(folded.__getitem__, words)]
    return list(map(pool.__getitem__, words)), lows, *packed


def _folded(words: list[str]) -> list[str]:
    return [word.casefold() if word.isascii() else fold_text(word) for word in words]


def _cut(text: str) -> tuple[list[str], list[int]]:
    """Return the tokens of a text and where they start.

    Most are plain words, alone or before a mark, so that the expression is seldom asked.
    """
    words: list[str] = []
    starts: list[int] = []
    at = 0
    for chunk in text.split(" "):
        if chunk.isalpha():
            words.append(chunk)
            starts.append(at)
        elif chunk[:-1].isalpha() and chunk[-1] in _STOPS:
            words += chunk[:-1], chunk[-1]
            starts += at, at + len(chunk) - 1
        else:
            for match in _TOKEN.finditer(chunk):
                words.append(match[0])
                starts.append(at + match.start())
        at += len(chunk) + 1
    return words, starts


def find_sentences(
    text: str, paragraph: Paragraph, abbreviations: Collection[str]
) -> list[tuple[int, int]]:
    """Return the spans of a paragraph's sentences."""
    spans = []
    start = paragraph.start
    for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        rest = match.end()
        while rest < paragraph.end and text[rest].isspace():
            rest += 1
        if rest >= paragraph.end:
            break
        if text[rest].islower() or _is_abbreviation(text, start, match.start(), abbreviations):
            continue
        spans.append((start, match.end()))
        start = rest
    if start < paragraph.end:
        spans.append((start, paragraph.end))
    return spans


def _is_abbreviation(text: str, start: int, dot: int, abbreviations: Collection[str]) -> bool:
    """Return whether the full stop at ``dot`` ends an abbreviation or an initial."""
    if text[dot] != ".":
        return False
    first = dot
    while first > start and not text[first - 1].isspace():
        first -= 1
    word = text[first:dot].lstrip("(\"'“‘«")
    is_initial = len(word) == 1 and word.isupper()
    return is_initial or word.casefold() in abbreviations
