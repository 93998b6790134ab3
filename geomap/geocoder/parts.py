"""Place descriptions in words → the names in them, each with its type word and relation.

``near Zerkalnoye village, Amvrosiyevsky district, Donetsk region`` has three parts: a
village (near), a district and a region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Reader:
    """What has been read of a description so far."""

    parts: list[Part] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    phrase: str = ""
    relation: str = ""
    is_context: bool = False

    def close(self, kinds: frozenset[str] = frozenset(), phrase: str = "") -> None:
        """End the name that is being read; a type word behind it goes before one in front."""
        if self.words:
            self.parts.append(
                Part(
                    tuple(self.words), kinds or self.kinds, phrase or self.phrase, self.relation,
                    self.is_context,
                )  # fmt: skip
            )
            self.words, self.kinds, self.phrase, self.relation = [], frozenset(), "", ""
            self.is_context = False

    def drop(self) -> None:
        """End the name and keep it as context alone."""
        if self.words:
            self.parts.append(Part(tuple(self.words), is_context=True))
            self.words = []


def read_parts(description: str, gazetteer: Gazetteer) -> tuple[Part, ...]:
    """Return the names of a description in their order.

    Names of several words that the gazetteer knows stay whole, whatever their words are.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> [(part.name, part.phrase, part.relation) for part in read_parts(
    ...     "near the village of Zerkalnoye, Amvrosiyevsky district of Donetsk region",
    ...     open_gazetteer())]
    [('Zerkalnoye', 'village', 'near'), ('Amvrosiyevsky', 'district', ''), ('Donetsk', 'region', '')]
    >>> read_parts("", open_gazetteer())
    ()
    """
    written = [match.group() for match in _TOKEN.finditer(description)]
    tokens = [_POSSESSIVE.sub("", token) for token in written]
    has_capitals = any(token[:1].isupper() for token in tokens)
    low = [token.casefold() for token in tokens]
    reader, at = _Reader(), 0
    words = table("geocoding")
    near, between, context = (frozenset(words[key]) for key in ("near", "between", "context"))
    directions = _directions()
    while at < len(tokens):
        size = 0 if reader.words else _known(written, at, gazetteer)
        if size:
            reader.words = written[at : at + size]
            at += size
            continue
        size, found = _type_word(low, at, is_open=bool(reader.words))
        if found is not None:
            at = _read_type(reader, low, at, size, found)
            continue
        token = low[at]
        if token in context and reader.words:
            reader.drop()
        elif token in directions and low[at + 1 : at + 2] == ["of"]:
            reader.close()
            reader.is_context, reader.relation = True, "near"
        elif token in near or token in between:
            reader.close()
            reader.relation = "between" if token in between else "near"
        elif token in _STOPS or token in _JOINING or not token[0].isalnum():
            if token not in {".", "-", '"', "«", "»", "“", "”"}:
                reader.close()
        elif tokens[at][0].isupper() or token.isdigit() or not has_capitals:
            if reader.words or not token.isdigit():
                reader.words.append(tokens[at])
        else:
            reader.close()
        at += 1
    reader.close()
    return tuple(reader.parts)


def _read_type(reader: _Reader, low: Sequence[str], at: int, size: int, found: _TypeWord) -> int:
    """Take a type word as that of the name before it or of the one behind; return the next token."""
    phrase = " ".join(low[at : at + size])
    after = at + size
    if reader.words and found.after:
        reader.close(found.kinds, phrase)
        return after
    reader.close()
    linking = frozenset(table("geocoding")["linking"])
    while after < len(low) and low[after] in linking:
        after += 1
    reader.kinds, reader.phrase = found.kinds, phrase
    return after


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
            if candidate.match != "skeleton" and (is_written_so or candidate.place.source == "curated"):
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
