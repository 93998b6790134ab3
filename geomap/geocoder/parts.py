"""Place descriptions in words → the names in them, each with its type word and relation.

``near Zerkalnoye village, Amvrosiyevsky district, Donetsk region`` has three parts: a
village (near), a district and a region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.geocoder.wholes import is_whole
from geomap.geocoder.words import (
    UNITS,
    TypeWord,
    direction_of,
    is_short_form,
    type_words,
    unit_km,
    words_of,
)
from geomap.lexicon import table
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer import Gazetteer

__all__ = ["Part", "read_parts"]

_TOKEN = re.compile(r"[^\W\d_](?:[\w’ʼ`´']|-(?=\w))*|\d+|[^\w\s]")
_POSSESSIVE = re.compile("(?<=.)['’`´]s$")
_UNSEEN = str.maketrans("\ufffd", "’", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_LONGEST_PHRASE = 3  # words of a type, such as "nuclear power plant"
_STOPS = frozenset(",;:()/")
_DASHES = frozenset("–—")
_SILENT = frozenset('.-"«»“”?')
_LONG_WORD = 5  # letters of a word that is not abbreviated
_DISTANCE_WORDS = 7  # "30 km to the north-east of": so far behind the number its "of" stands


@dataclass(frozen=True, slots=True)
class Part:
    """One name of a description.

    ``kinds`` is what its type word asks for, ``phrase`` that word. ``relation`` is empty or
    one of ``near``, ``between``, ``border``, ``direction``, ``road``, ``distance/BEARING/KM``
    and ``part/BEARING``. A part that is only context says where another lies. ``joint``
    is what ties it to the name before: ``and``, ``,`` or nothing. A part that ``is_whole`` is a
    known name from one comma to the next, whatever its words mean: "Cape Town".
    """

    words: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    phrase: str = ""
    relation: str = ""
    is_context: bool = False
    joint: str = ""
    is_whole: bool = False

    @property
    def name(self) -> str:
        """The words of the name."""
        return " ".join(self.words)


class _Reader:
    """Reads a description word by word; a part ends where its name does."""

    def __init__(self, description: str, gazetteer: Gazetteer) -> None:
        self.description = description
        self.spans = [match.span() for match in _TOKEN.finditer(description)]
        self.written = [description[start:end] for start, end in self.spans]
        self.tokens = [_POSSESSIVE.sub("", token) for token in self.written]
        self.low = [token.casefold() for token in self.tokens]
        self.has_capitals = any(token[:1].isupper() for token in self.tokens)
        self.gazetteer = gazetteer
        self.parts: list[Part] = []
        self.words: list[str] = []
        self._next = Part(())
        self._joints: set[str] = set()

    def read(self) -> tuple[Part, ...]:
        """Return the parts."""
        at = 0
        while at < len(self.tokens):
            at = (
                self._read_whole(at)
                or self._read_known(at)
                or self._read_distance(at)
                or self._read_type(at)
                or self._read_word(at)
            )
        self._close()
        return tuple(self.parts)

    def _close(self, found: TypeWord | None = None, phrase: str = "", **values: object) -> None:
        """End the name that is being read; a type word behind it goes before one in front."""
        if not self.words:
            return
        part = replace(self._next, words=tuple(self.words), joint=self._joint(), **values)  # type: ignore[arg-type]  # fields of Part
        if found is not None:
            part = replace(part, kinds=found.kinds, phrase=phrase)
        if part.joint == "and" and not part.relation and self.parts[-1].relation == "near":
            part = replace(part, relation="near")
        self.parts.append(part)
        if found is not None and found.is_plural:
            self._share(("and", ","), kinds=found.kinds, phrase=phrase)
        self.words, self._next, self._joints = [], self._after(part), set()

    def _split(self, phrase: str) -> None:
        """End the village before the last word in "Іванівського Бахмутського району"."""
        *village, unit = self.words
        whole = " ".join(self.words)
        find = self.gazetteer.candidates
        if village and find(" ".join(village)) and not (find(whole) or find(f"{whole} {phrase}")):
            self.words = village
            self._close()
            self.words = [unit]

    def _joint(self) -> str:
        if not self.parts:
            return ""
        return "and" if "and" in self._joints else "," if "," in self._joints else ""

    def _after(self, part: Part) -> Part:
        """Return what the next part has from this one: both ends of "between A and B"."""
        is_pair = part.relation in {"between", "border"} and part.joint != "and"
        return Part((), relation=part.relation) if is_pair else Part(())

    def _share(self, joints: Sequence[str], **values: object) -> None:
        """Give what is said of the last name of a list to those so joined to it.

        That is the type word of "Donetsk and Luhansk regions", or the role of "the A and B
        directions".
        """
        for number in range(len(self.parts) - 1, 0, -1):
            before = self.parts[number - 1]
            if self.parts[number].joint not in joints or before.kinds or before.is_context:
                return
            self.parts[number - 1] = replace(before, **values)  # type: ignore[arg-type]  # fields of Part

    def _read_whole(self, at: int) -> int:
        """Take all from here to the next comma if it is a name that words for kinds are part of."""
        if at and self.low[at - 1] not in _STOPS:
            return 0
        ends = (end for end in range(at, len(self.low)) if self.low[end] in _STOPS)
        end = next(ends, len(self.low))
        starts = (at, at + 1) if self.low[at] == "the" else (at,)
        start = next((start for start in starts if self._is_whole(start, end)), end)
        if start == end:
            return 0
        self._close()
        self.words = [self._text(start, end)]
        self._close(is_whole=True)
        return end

    def _is_whole(self, at: int, end: int) -> bool:
        return at < end and is_whole(self._text(at, end), self.low[at:end], self.gazetteer)

    def _text(self, at: int, end: int) -> str:
        """Return tokens as they are written."""
        return self.description[self.spans[at][0] : self.spans[end - 1][1]]

    def _read_known(self, at: int) -> int:
        """Take a known name of several words; return the next token, 0 if there is none."""
        size = _known(self.written, at, self.gazetteer)
        if not size or (self.words and (self.low[at + size - 1],) not in type_words()):
            return 0
        self._close()
        self.words = self.written[at : at + size]
        self._keep_type(self.low[at + size - 1])
        return at + size

    def _keep_type(self, last: str) -> None:
        """Let the last word of a known unit say its kind: a raion is no quarter of that name."""
        if last in table("geocoding")["narrow"]:
            self._next = replace(self._next, kinds=type_words()[last,].kinds, phrase=last)

    def _read_distance(self, at: int) -> int:
        """Take "30 km north of" as the relation of the name behind; 0 if it is none."""
        token = self.low[at]
        bearing = direction_of(token)
        km = float(token) if token.isdigit() and token.isascii() and len(token) < 5 else 0.0  # noqa: PLR2004 - digits of a distance on Earth
        if km:
            unit = unit_km(self.low[at + 1]) if at + 1 < len(self.low) else 0.0
            if not unit:
                return 0
            km *= unit
        elif not bearing:
            return 0
        for end in range(at + 1, min(at + _DISTANCE_WORDS, len(self.low))):
            bearing = bearing or direction_of(self.low[end])
            if self.low[end] in words_of("measured_from"):
                self._close()
                relation = f"distance/{bearing}/{km:g}".replace("//", "/") if km else "near"
                self._next = Part((), relation=relation, is_context=True)
                return end + 1
            if self.low[end] in _STOPS:
                return 0
            if not km and not direction_of(self.low[end]):
                return self._read_side(at, end, bearing)
        return 0

    def _read_side(self, at: int, end: int, bearing: str) -> int:
        """Take "southern" of "southern Donetsk region" as its relation; 0 if no name follows."""
        if end != at + 1 or self.words or not self._begins_name(end):
            return 0
        self._next = replace(self._next, relation=f"part/{bearing}")
        return end

    def _read_type(self, at: int) -> int:
        """Take a type word as that of the name before it or of the one behind."""
        size, found = _type_word(self.low, at, is_open=bool(self.words))
        if found is None or (self.words and self._context_of(self.low[at])):
            return 0
        phrase, end = " ".join(self.low[at : at + size]), at + size
        if self.words and found.after:
            if not UNITS.isdisjoint(found.kinds):
                self._split(phrase)
            self._close(found, phrase)
            return end
        if not found.before:
            return 0
        self._close()
        while end < len(self.low) and self.low[end] in words_of("linking"):
            end += 1
        self._next = replace(self._next, kinds=found.kinds, phrase=phrase)
        return end

    def _context_of(self, token: str) -> str:
        """Return what a word behind a name makes of it: direction, road or context."""
        for key in ("direction", "road", "context"):
            if token in words_of(key):
                return key
        return ""

    def _read_word(self, at: int) -> int:
        """Take one word: a part of a name, or what ends it."""
        token = self.low[at]
        behind = self._context_of(token) if self.words else ""
        if behind:
            relation = behind if behind != "context" else ""
            self._close(is_context=True, relation=relation)
            self._share(("and",), is_context=True, relation=relation)
        elif token in words_of("border"):
            self._close()
            self._next = replace(self._next, relation="border")
            self._mark_border()
        elif token in words_of("near"):
            self._close()
            self._next = Part((), relation="near")
        elif token in words_of("between"):
            self._close()
            relation = "border" if self._next.relation == "border" else "between"
            self._next = replace(self._next, relation=relation)
        elif self._is_name(at):
            self.words.append(self.tokens[at])
            if self.tokens[at] != self.written[at]:  # Donetsk's Kirov district
                self._close()
        elif token not in _SILENT or self._is_dash(at) or self._is_stop(at):
            self._separate(token)
        return at + 1

    def _is_stop(self, at: int) -> bool:
        """Return whether a full stop ends a sentence: not that of "St." or "obl."."""
        return self.low[at] == "." and bool(self.words) and len(self.words[-1]) >= _LONG_WORD

    def _is_dash(self, at: int) -> bool:
        """Return whether a hyphen stands by itself between two names."""
        return self.low[at] == "-" and bool(self.words) and self._begins_name(at + 1)

    def _begins_name(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at][:1].isupper()

    def _separate(self, token: str) -> None:
        """End a name at a comma, a dash, "and" or a word that is no name."""
        is_pair = token in _DASHES or token == "-"  # noqa: S105 - a hyphen is no password
        if is_pair and self.words:
            self._next = replace(self._next, relation="between")
        elif token in _STOPS and self._next.relation == "border":
            self._next = Part(())
        self._close()
        is_and = is_pair or token in words_of("joining")
        self._joints.add("and" if is_and else "," if token in _STOPS else token)

    def _mark_border(self) -> None:
        """Make the names of "the Russia-Ukraine border" its two sides."""
        if len(self.parts) > 1 and not self.parts[-1].relation and self.parts[-1].joint:
            self.parts[-2:] = (replace(part, relation="border") for part in self.parts[-2:])
            self._next = Part(())

    def _is_name(self, at: int) -> bool:
        """Return whether a word belongs to a name: by its capital, or as a number behind one."""
        token = self.tokens[at]
        if token.isdigit():
            return bool(self.words)
        is_word = token[0].isalpha() and self.low[at] not in words_of("joining")
        if self.has_capitals:
            return is_word and token[0].isupper()
        return is_word and self.low[at] not in words_of("linking")


def read_parts(description: str, gazetteer: Gazetteer) -> tuple[Part, ...]:
    """Return the names of a description in their order.

    Names of several words that the gazetteer knows stay whole, whatever their words are.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> text = "near the village of Zerkalnoye, Amvrosiyevsky district"
    >>> [(p.name, p.phrase, p.relation) for p in read_parts(text, open_gazetteer())]
    [('Zerkalnoye', 'village', 'near'), ('Amvrosiyevsky', 'district', '')]
    >>> [(p.name, p.relation) for p in read_parts("30 km north of Izium", open_gazetteer())]
    [('Izium', 'distance/N/30')]
    >>> read_parts("", open_gazetteer())
    ()
    """
    if _is_one_name(description, gazetteer):
        return (Part(tuple(description.split()), is_whole=True),)
    reader = _Reader(description.translate(_UNSEEN), gazetteer)
    parts = reader.read()
    many = sum(token[0].isalnum() for token in reader.tokens) > 1
    named = (part for part in parts if not (many and _is_no_name(part, gazetteer)))
    if any(token.islower() for token in reader.tokens):
        find = gazetteer.candidates
        named = (part for part in named if not is_short_form(part.name, find(part.name)))
    return tuple(end for part in named for end in _ends(part, gazetteer))


def _is_one_name(description: str, gazetteer: Gazetteer) -> bool:
    """Return whether a text with a comma is as a whole a place's name: "Washington, D.C."."""
    is_short = len(description) <= LIMITS["name_characters"]
    return is_short and "," in description and gazetteer.is_name(fold_name(description))


def _is_no_name(part: Part, gazetteer: Gazetteer) -> bool:
    """Return whether a part is a people or made of nouns for kinds of places: "Contact Line"."""
    if part.is_whole:
        return False
    return gazetteer.demonym(part.name) is not None or all(
        word.casefold() in words_of("generic") or (word.casefold(),) in type_words()
        for word in part.words
    )


def _ends(part: Part, gazetteer: Gazetteer) -> tuple[Part, ...]:
    """Return the two places of "the Donetsk-Horlivka road", or the part if it is one name."""
    if len(part.words) != 1 or part.name.count("-") != 1:
        return (part,)
    typed = f"{part.name} {part.phrase}".rstrip()
    if gazetteer.candidates(part.name) or gazetteer.is_name(fold_name(typed)):
        return (part,)
    first, second = part.name.split("-")
    if not all(half[:1].isupper() and gazetteer.candidates(half) for half in (first, second)):
        return (part,)
    relation = "border" if part.relation == "border" else "between"
    one = replace(part, words=(first,), relation=relation, is_context=False)
    return one, replace(one, words=(second,), joint="and")


def _type_word(low: Sequence[str], at: int, *, is_open: bool) -> tuple[int, TypeWord | None]:
    """Return the type word at a token and how many tokens it has."""
    known = type_words()
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
        if any(word in _STOPS for word in words) or not _is_ended(words):
            continue
        is_written_so = words[0][0].isupper() and words[-1] != words[-1].lower()
        for candidate in gazetteer.candidates(" ".join(words)):
            if candidate.match != "skeleton" and (
                is_written_so or candidate.place.source == "curated"
            ):
                return size
    return 0


def _is_ended(words: Sequence[str]) -> bool:
    """Return whether a name begins and ends with a word, not with a quote or full stop."""
    return words[0][0].isalpha() and words[-1][0].isalnum()
