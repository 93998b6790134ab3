"""A document's tokens as parallel lists, and the drafts of mentions over them.

Lists of plain strings are read several times faster than a list of records; everything in
this package works on token numbers and turns to offsets only at the end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import compress, count
from operator import eq
from typing import TYPE_CHECKING

from geomap.gazetteer.schema import SETTLEMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.mentions.lexis import Lexis
    from geomap.mentions.rules import Cue
    from geomap.records import Candidate, Use
    from geomap.text import Document

__all__ = [
    "INHABITED",
    "Draft",
    "Reading",
    "cover_of",
    "is_own_unit",
    "read_tokens",
]

INHABITED = SETTLEMENTS | {"district"}
"""Kinds of settlements and of their parts."""

_NETWORK = re.compile(r"https?://\S+|[@#]\w+(?:[.@]\w+)*|www\.\S+")
"""A link, an account, a hashtag, the end of an address; matched in linear time."""
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APOSTROPHES = frozenset("'’")
_POSSESSIVES = ("’s", "\ufffds", "?s")
"""What stands for the possessive of the language's words; the last two after a wrong decoding."""
_OWNER = re.compile(r"s['’](?= \w)")
_OPENING = (" '", "‘")  # of a quotation, which an apostrophe behind it may close
_QUOTE_REACH = 200
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
    is_natural: bool = False
    """Whether an article stands in front that rivers and seas take: "the Amazon"."""
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
    against: tuple[tuple[float, str], ...] = ()
    """What speaks against it, with its weight."""

    @property
    def is_open(self) -> bool:
        """Whether no guard has claimed it yet."""
        return self.use is None

    @property
    def first_kind(self) -> str:
        """The kind of place that it is first of all; empty if no place of the name is known."""
        return self.candidates[0].place.kind if self.candidates else ""

    @property
    def is_declined(self) -> bool:
        """Whether its likeliest place was found by a form in a case: "Харкова"."""
        return bool(self.candidates) and self.candidates[0].match == "inflected"

    def count_against(self, weight: float, note: str) -> None:
        """Take something that speaks against it off its score, and note it."""
        self.score += weight
        self.against = (*self.against, (weight, note))


def cover_of(drafts: Sequence[Draft]) -> dict[int, Draft]:
    """Return the draft that covers a token, by token."""
    return {token: draft for draft in drafts for token in range(draft.first, draft.last)}


def is_own_unit(candidate: Candidate) -> bool:
    """Return whether a candidate is a first-level unit that is officially called so."""
    return candidate.place.kind == "admin1" and candidate.match == "official"


@dataclass(slots=True)
class Reading:
    """The tokens of a document side by side."""

    document: Document
    texts: list[str]
    lows: list[str]
    marks: list[str]
    """``lows``, but ``<person>``, ``<organisation>`` and ``<num>`` for what was recognised so."""
    sentences: list[int]
    is_capital: list[bool]
    capitals: list[int]
    """The tokens with a capital."""
    links: set[int]
    """Tokens of links and accounts: no names, whatever their case."""
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
        document = self.document
        return document.text[document.starts[first] : document.ends[last - 1]]


def read_tokens(document: Document, lexis: Lexis) -> Reading:
    """Return the tokens of a document as parallel lists."""
    texts = document.words
    lows = document.lows
    for written in _POSSESSIVES:
        if written[0] in document.text:
            lows = _with_possessives(lows, written)
    if "s'" in document.text or "s’" in document.text:
        lows = _with_owners(document.text, document.starts, lows)
    is_capital = [text[0].isupper() for text in texts]
    links = set[int]()
    if "#" in document.text or "@" in document.text or "://" in document.text:
        texts = list(texts)
        links = _mark_network(document.text, document.starts, texts, is_capital)
    bounds = [(s.first_token, s.last_token) for s in document.sentences]
    return Reading(
        document,
        texts,
        lows,
        marks=["<num>" if low[0].isdigit() else low for low in lows],
        sentences=document.numbers,
        is_capital=is_capital,
        capitals=list(compress(count(), is_capital)),
        links=links,
        is_glued=[False, *map(eq, document.ends, document.starts[1:])],
        bounds=bounds,
        is_shouted=[document.text[s.start : s.end].isupper() for s in document.sentences],
        is_title=[_is_title_case(texts, lows, first, last, lexis) for first, last in bounds],
    )


def _with_possessives(lows: list[str], written: str) -> list[str]:
    """Return the words with a possessive as the words of the language have it."""
    lows, at = list(lows), -1
    for _ in range(lows.count(written)):
        at = lows.index(written, at + 1)
        lows[at] = "'s"
    return lows


def _with_owners(text: str, starts: Sequence[int], lows: list[str]) -> list[str]:
    """Return the words with the apostrophe of "the Netherlands' king" as a possessive.

    One that may close a quotation is none.
    """
    lows = list(lows)
    for match in _OWNER.finditer(text):
        token = bisect_left(starts, match.start() + 1)
        reach = text[max(0, match.start() - _QUOTE_REACH) : match.start()]
        if lows[token] in _APOSTROPHES and not any(mark in reach for mark in _OPENING):
            lows[token] = "'s"
    return lows


def _mark_network(
    text: str, starts: Sequence[int], texts: list[str], is_capital: list[bool]
) -> set[int]:
    """Read hashtags as names, however written; return the tokens of links and accounts."""
    links = set[int]()
    for match in _NETWORK.finditer(text):
        first, last = (bisect_left(starts, offset) for offset in match.span())
        is_tag = match[0][0] == "#"
        for token in range(first, last):
            is_capital[token] = is_tag and text[starts[token]].isalpha()
            if is_capital[token]:  # "#KryvyiRih", "#kyiv"
                tag = texts[token][0].upper() + texts[token][1:]
                texts[token] = _INNER_CAPITAL.sub(" ", tag)
            else:
                links.add(token)
    return links


def _is_title_case(texts: list[str], lows: list[str], first: int, last: int, lexis: Lexis) -> bool:
    if first < last and texts[last - 1] in _STOPS:
        return False  # a sentence, not a headline
    if last - first < _TITLE_CASE_WORDS:
        return False
    words = [
        text
        for text, low in zip(texts[first:last], lows[first:last], strict=True)
        if len(text) >= _TITLE_CASE_LENGTH and text[0].isalpha() and low not in lexis.function
    ]
    capitals = sum([word[0].isupper() for word in words])
    return len(words) >= _TITLE_CASE_WORDS and capitals > _TITLE_CASE_SHARE * len(words)
