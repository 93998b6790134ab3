"""A document's tokens as parallel lists, and the drafts of mentions over them.

Lists of plain strings are read several times faster than a list of records; everything in
this package works on token numbers and turns to offsets only at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from operator import eq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.rules import Cue
    from geomap.records import Candidate, Use
    from geomap.text import Document

__all__ = ["HYPHENS", "Draft", "Reading", "read_tokens"]

HYPHENS = frozenset("-‐‑‒–—−")
_TITLE_CASE_SHARE = 0.7  # of a line's longer words; sentences of English news stay below 0.4
_TITLE_CASE_LENGTH = 4  # shorter words stay in lower case even in such headlines
_TITLE_CASE_WORDS = 4
_STOPS = frozenset('.!?”"')


@dataclass(slots=True)
class Draft:
    """A mention in the making: tokens ``first`` to ``last`` (half-open) and what is known.

    ``lead`` is the first token of what belongs to it in front (type words, directions).
    """

    first: int
    last: int
    name: str
    candidates: tuple[Candidate, ...]
    sentence: int
    lead: int
    is_demonym: bool = False
    is_seat: bool = False
    """Whether it is a seat of power, which is never a place on the map."""
    has_article: bool = False
    """Whether an article stands in front that no town takes."""
    cue: Cue | None = None
    kinds: frozenset[str] = frozenset()
    use: Use | None = None
    reason: str = ""
    parent: Draft | None = None
    list_id: int | None = None
    relation: str = ""
    relation_first: int | None = None
    score: float = 0.0
    against: list[tuple[float, str]] = field(default_factory=list)
    """What speaks against it, with its weight."""

    @property
    def is_open(self) -> bool:
        """Whether no guard has claimed it yet."""
        return self.use is None


@dataclass(slots=True)
class Reading:
    """The tokens of a document side by side."""

    document: Document
    texts: list[str]
    lows: list[str]
    marks: list[str]
    """``lows``, but ``<person>``, ``<organisation>`` and ``<num>`` for what was recognised so."""
    sentences: tuple[int, ...]
    is_capital: list[bool]
    capitals: list[int]
    """The tokens with a capital."""
    is_glued: list[bool]
    """Whether no space stands before the token."""
    bounds: list[tuple[int, int]]
    """First and last token (half-open) of each sentence."""
    is_shouted: list[bool]
    """Sentences in capitals throughout: case says nothing there."""
    is_title: list[bool]
    """Sentences in title case: a capital says little there."""

    def span_text(self, first: int, last: int) -> str:
        """Return the text from one token to before another."""
        tokens = self.document.tokens
        return self.document.text[tokens[first].start : tokens[last - 1].end]


def read_tokens(document: Document, lexis: Lexis) -> Reading:
    """Return the tokens of a document as parallel lists."""
    columns = zip(*document.tokens, strict=True) if document.tokens else ((), (), (), ())
    starts, ends, words, sentences = columns
    texts = list(words)
    lows = list(map(str.casefold, texts))
    if "’s" in lows:
        lows = ["'s" if low == "’s" else low for low in lows]
    is_capital = [a != b and a[0].isupper() for a, b in zip(texts, lows, strict=True)]
    bounds = [(s.first_token, s.last_token) for s in document.sentences]
    return Reading(
        document,
        texts,
        lows,
        marks=["<num>" if low[0].isdigit() else low for low in lows],
        sentences=sentences,
        is_capital=is_capital,
        capitals=list(compress(range(len(texts)), is_capital)),
        is_glued=[False, *map(eq, ends, starts[1:])],
        bounds=bounds,
        is_shouted=[document.text[s.start : s.end].isupper() for s in document.sentences],
        is_title=[_is_title_case(texts, lows, first, last, lexis) for first, last in bounds],
    )


def _is_title_case(texts: list[str], lows: list[str], first: int, last: int, lexis: Lexis) -> bool:
    if first < last and texts[last - 1] in _STOPS:
        return False  # a sentence, not a headline
    words = [
        text
        for text, low in zip(texts[first:last], lows[first:last], strict=True)
        if len(text) >= _TITLE_CASE_LENGTH and text[0].isalpha() and low not in lexis.function
    ]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= _TITLE_CASE_WORDS and capitals > _TITLE_CASE_SHARE * len(words)
