"""Place descriptions in words → the names in them, each with its type word and relation.

``near Zerkalnoye village, Amvrosiyevsky district, Donetsk region`` has three parts: a
village (near), a district and a region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from geomap.lexicon import language, languages, table
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geomap.gazetteer import Gazetteer

__all__ = ["Part", "read_parts"]

_TOKEN = re.compile(r"[^\W\d_](?:[\w’ʼ`´']|-(?=\w))*|\d+|[^\w\s]")
_POSSESSIVE = re.compile("(?<=.)['’]s$")
_LONGEST_PHRASE = 3  # words of a type, such as "nuclear power plant"
_JOINING = frozenset({"and", "і", "та", "и"})
_STOPS = frozenset(",;:()/")
_SILENT = frozenset('.-"«»“”')


@dataclass(frozen=True, slots=True)
class Part:
    """One name of a description.

    ``kinds`` is what its type word asks for, ``phrase`` that word; ``relation`` is ``near``,
    ``between`` or empty. A part that is only context says where another lies.
    """

    words: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    phrase: str = ""
    relation: str = ""
    is_context: bool = False

    @property
    def name(self) -> str:
        """The words of the name."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class _TypeWord:
    kinds: frozenset[str]
    before: bool
    after: bool


class _Reader:
    """Reads a description word by word; a part ends where its name does."""

    def __init__(self, description: str, gazetteer: Gazetteer) -> None:
        self.written = [match.group() for match in _TOKEN.finditer(description)]
        self.tokens = [_POSSESSIVE.sub("", token) for token in self.written]
        self.low = [token.casefold() for token in self.tokens]
        self.has_capitals = any(token[:1].isupper() for token in self.tokens)
        self.gazetteer = gazetteer
        self.parts: list[Part] = []
        self.words: list[str] = []
        self._next = Part(())

    def read(self) -> tuple[Part, ...]:
        """Return the parts."""
        at = 0
        while at < len(self.tokens):
            at = self._read_known(at) or self._read_type(at) or self._read_word(at)
        self._close()
        return tuple(self.parts)

    def _close(self, kinds: frozenset[str] = frozenset(), phrase: str = "") -> None:
        """End the name that is being read; a type word behind it goes before one in front."""
        if self.words:
            part = replace(self._next, words=tuple(self.words))
            self.parts.append(replace(part, kinds=kinds, phrase=phrase) if kinds else part)
            self.words, self._next = [], Part(())

    def _read_known(self, at: int) -> int:
        """Take a known name of several words; return the next token, 0 if there is none."""
        size = 0 if self.words else _known(self.written, at, self.gazetteer)
        if size:
            self.words = self.written[at : at + size]
        return at + size if size else 0

    def _read_type(self, at: int) -> int:
        """Take a type word as that of the name before it or of the one behind."""
        size, found = _type_word(self.low, at, is_open=bool(self.words))
        if found is None or (self.words and self.low[at] in _words_of("context")):
            return 0
        phrase, at = " ".join(self.low[at : at + size]), at + size
        if self.words and found.after:
            self._close(found.kinds, phrase)
            return at
        self._close()
        while at < len(self.low) and self.low[at] in _words_of("linking"):
            at += 1
        self._next = replace(self._next, kinds=found.kinds, phrase=phrase)
        return at

    def _read_word(self, at: int) -> int:
        """Take one word: a part of a name, or what ends it."""
        token = self.low[at]
        if token in _words_of("context") and self.words:
            self.parts.append(Part(tuple(self.words), is_context=True))
            self.words, self._next = [], Part(())
        elif token in _directions() and self.low[at + 1 : at + 2] == ["of"]:
            self._close()
            self._next = replace(self._next, relation="near", is_context=True)
        elif token in _words_of("near") or token in _words_of("between"):
            self._close()
            relation = "between" if token in _words_of("between") else "near"
            self._next = replace(self._next, relation=relation)
        elif self._is_name(at):
            self.words.append(self.tokens[at])
        elif token not in _SILENT:
            self._close()
        return at + 1

    def _is_name(self, at: int) -> bool:
        """Return whether a word belongs to a name: by its capital, or as a number behind one."""
        token = self.tokens[at]
        if token.isdigit():
            return bool(self.words)
        is_word = token[0].isalpha() and self.low[at] not in _JOINING
        return is_word and (token[0].isupper() or not self.has_capitals)


def read_parts(description: str, gazetteer: Gazetteer) -> tuple[Part, ...]:
    """Return the names of a description in their order.

    Names of several words that the gazetteer knows stay whole, whatever their words are.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> text = "near the village of Zerkalnoye, Amvrosiyevsky district"
    >>> [(p.name, p.phrase, p.relation) for p in read_parts(text, open_gazetteer())]
    [('Zerkalnoye', 'village', 'near'), ('Amvrosiyevsky', 'district', '')]
    >>> read_parts("", open_gazetteer())
    ()
    """
    return _Reader(description, gazetteer).read()


@cache
def _words_of(key: str) -> frozenset[str]:
    return frozenset(table("geocoding")[key])


def _type_word(low: Sequence[str], at: int, *, is_open: bool) -> tuple[int, _TypeWord | None]:
    """Return the type word at a token and how many tokens it has."""
    known = _type_words()
    for size in range(min(_LONGEST_PHRASE, len(low) - at), 0, -1):
        found = known.get(tuple(low[at : at + size]))
        if found is not None and (found.before or is_open):
            return size, found
    return 0, None


def _known(tokens: Sequence[str], at: int, gazetteer: Gazetteer) -> int:
    """Return how many tokens the longest known name of several words has that starts here."""
    longest = gazetteer.longest(fold_name(tokens[at]).partition(" ")[0])
    for size in range(min(longest, len(tokens) - at), 1, -1):
        words = tokens[at : at + size]
        if any(word in _STOPS for word in words) or not words[0][0].isalpha():
            continue
        is_written_so = words[0][0].isupper() and words[-1][0].isupper()
        for candidate in gazetteer.candidates(" ".join(words)):
            if candidate.match != "skeleton" and (
                is_written_so or candidate.place.source == "curated"
            ):
                return size
    return 0


@cache
def _directions() -> frozenset[str]:
    """Return the directions of all languages, each as one word."""
    tables = (language(iso).sections.get("directions", {}) for iso in languages())
    return frozenset(word for table_ in tables for words in table_.values() for word in words)


@cache
def _type_words() -> Mapping[tuple[str, ...], _TypeWord]:
    """Return the type words of all languages, and on which side of a name they stand."""
    found: dict[tuple[str, ...], _TypeWord] = {}
    for phrase, kinds, side in _listed():
        key = tuple(phrase.split())
        old = found.get(key, _TypeWord(frozenset(), before=False, after=False))
        found[key] = _TypeWord(
            old.kinds | kinds, before=old.before or side != "after", after=old.after or side != "of"
        )
    return found


def _listed() -> Iterator[tuple[str, frozenset[str], str]]:
    for iso in languages():
        for rule in language(iso).sections.get("kinds", {}).values():
            kinds = frozenset(rule.get("kinds", ()))
            for phrase in rule.get("after", ()):
                yield phrase, kinds, "after"
            for side in ("before", "of", "plural"):
                for phrase in rule.get(side, ()):
                    yield phrase, kinds, "of" if side == "of" else "before"
