"""The pattern language of the codebook: words over units, compiled once, matched in linear time.

::

    word          the word itself           a|b|c   one of them        x?   may be missing
    @strike       any form of a verb        +wave   singular or plural  =x  seen, not claimed
    [missile]     a weapon of a class       #energy a target of a kind (#any: of every kind)
    %service      a word of a class of the language
    {P} {P:role}  a place meant as a place  {A} a place by its actor or owner   {L} either
    {C}           a place that is no country, however it is used ("Donetsk shelling")
    {A}|%powers   one of them; the slot captures nothing
    {N} {N:kind}  a number                  {D} a date
    {M}           a number of years, metres or money: "{M} years", "{M} ..1 euros"
    {T}           a number that is a part of a total: "12 of 14"
    ..3           up to three units of any kind, within the clause marks
    ~3            the same, over commas too
    ~~3           the same, over colons and dashes too: "P: none – no victims"
    A <>3 B       A ..3 B or B ..3 A: what stands on either side may come first

A pattern is looked for only where its rarest element stands, and gaps are bounded, so the
work grows with the text alone.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from geomap.errors import LexiconError
from geomap.incidents.units import (
    ACTOR,
    DATE,
    HARD_MARKS,
    KIND_MARK,
    MEASURE,
    NEAR,
    NUMBER,
    PART,
    PLACE,
    TARGET,
    TARGET_MARK,
    WEAPON_MARK,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


__all__ = [
    "Capture",
    "Match",
    "Pattern",
    "Strength",
    "Words",
    "compile_pattern",
    "index_patterns",
    "signs_of",
]

SLOTS = {"P": (PLACE,), "A": (ACTOR,), "L": (PLACE, ACTOR), "N": (NUMBER,)}
SLOTS |= {"D": (DATE,), "M": (MEASURE,)}
KEYS = {"C": NEAR, "T": PART}  # slots that take the units of one key
LONGEST_GAP = 12
ANY_TARGET = "any"
MARKS = "@+%#["
HARD, COMMA, JOINT, FIRST_SIGN = 1, 2, 4, 3  # signs of marks that end a gap; the first of elements
ALTERNATIVE = re.compile(r"\[[^\]]*\]|[^|\[\]]+")


class Element(NamedTuple):
    """One element of a pattern: what units it takes and how far a gap may reach."""

    keys: frozenset[str] = frozenset()
    """Keys of the units it takes."""
    kinds: frozenset[str] = frozenset()
    """Kinds of which it takes every unit."""
    is_optional: bool = False
    is_claimed: bool = True
    reach: int = 0
    stops: int = 0
    """The signs of the marks at which a gap ends."""
    capture: str = ""
    sign: int = 0
    """Its bit in the signs of the units that fit it; 0 for a gap or where none is asked for."""


class Strength(IntEnum):
    """What a pattern needs beside it to count, least first: the names of its lists on a page."""

    TRIGGERS = 0
    WEAK = 1
    """A place."""
    PAIRS = 2
    """A place, and a sentence that tells of nothing else: words that say it only together."""
    FAINT = 3
    """A place, and a whole text that tells of nothing else."""
    HINTS = 4
    """Nothing: words that tell of it only together, each with its weight."""


class Pattern(NamedTuple):
    """A compiled pattern with the name of what it finds and its element to start from."""

    owner: str
    source: str
    anchor: Element
    before: tuple[Element, ...]
    """The elements before the anchor, nearest first."""
    after: tuple[Element, ...]
    needs: int
    """The signs of its elements: without one of them in a sentence it cannot fit."""
    strength: Strength

    @property
    def is_weak(self) -> bool:
        """Whether it needs a place beside it that it can be bound to."""
        return self.strength not in {Strength.TRIGGERS, Strength.HINTS}

    @property
    def is_soft(self) -> bool:
        """Whether signs of everyday life, and what its page excludes, outweigh it."""
        return self.strength >= Strength.PAIRS


class Capture(NamedTuple):
    """A unit that a slot took, with the role or kind the slot names."""

    unit: int
    name: str


class Match(NamedTuple):
    """A pattern found: the units it claimed and those its slots took."""

    pattern: Pattern
    claimed: tuple[int, ...]
    seen: tuple[int, ...]
    captures: tuple[Capture, ...]
    head: int
    """The first claimed unit."""


class Words(NamedTuple):
    """What the marks of an element stand for in one language."""

    verbs: Callable[[str], frozenset[str]]
    nouns: Callable[[str], frozenset[str]]
    classes: Mapping[str, frozenset[str]]
    read: dict[str, Element]
    """The elements read so far: the same words stand in many patterns."""
    signs: dict[tuple[frozenset[str], frozenset[str]], int]
    """The signs given so far, by keys and kinds; an element to start from needs none."""


def compile_pattern(
    source: str, owner: str, words: Words, strength: Strength = Strength.TRIGGERS
) -> Pattern:
    """Compile one line of a codebook page.

    Raises
    ------
    LexiconError
        If an element cannot be read or nothing in the pattern can be looked up.
    """
    written = source.split()
    elements = [_known_element(word, owner, words) for word in written]
    anchors = [
        at
        for at, element in enumerate(elements)
        if element.keys and not element.kinds and not element.is_optional and element.is_claimed
    ]
    if not anchors:
        msg = f"lexicons/incidents/{owner}.toml: {source!r} has no word to be found by"
        raise LexiconError(msg)
    anchor = min(anchors, key=lambda at: (_is_frequent(elements[at]), len(elements[at].keys)))
    before = tuple([_signed(word, words) for word in written[:anchor][::-1]])
    after = tuple([_signed(word, words) for word in written[anchor + 1 :]])
    needed = (element.sign for element in (*before, *after) if not element.is_optional)
    needs = reduce(or_, needed, 0)
    return Pattern(owner, source, elements[anchor], before, after, needs, strength)


FUNCTION_WORDS = frozenset(
    {"a", "an", "the", "of", "in", "on", "at", "to", "from", "by", "with", "for", "under", "over"}
    | {"was", "were", "been", "is", "are", "be", "it", "and", "or", "out", "up", "down", "off"}
    | {"had", "has", "have", "not", "no"}
)
"""Too frequent to look a pattern up by, and too weak to be fought over."""


def _is_frequent(element: Element) -> bool:
    return not FUNCTION_WORDS.isdisjoint(element.keys)


def _known_element(word: str, owner: str, words: Words) -> Element:
    element = words.read.get(word)
    if element is None:
        element = words.read[word] = _element(word, owner, words)
    return element


def _signed(word: str, words: Words) -> Element:
    """Return a known element with its sign: few signs are short numbers, which are fast."""
    element = words.read[word]
    if not (element.sign or element.reach):
        sign = 1 << (FIRST_SIGN + len(words.signs))
        sign = words.signs.setdefault((element.keys, element.kinds), sign)
        element = words.read[word] = element._replace(sign=sign)
    return element


def _element(word: str, owner: str, words: Words) -> Element:
    if word.startswith("..") or word[0] == "~":
        return _gap(word, owner)
    is_optional = word.endswith("?")
    body = word.removesuffix("?").removeprefix("=")
    if body[0] == "{" and "|" not in body:
        return _slot(body, owner)._replace(is_optional=is_optional)
    keys: set[str] = set()
    kinds: set[str] = set()
    mark = ""
    for part in ALTERNATIVE.findall(body):
        mark = part[0] if part[0] in MARKS else mark if mark in "@+" else ""
        name = part.removeprefix(mark)
        if name == ANY_TARGET and mark == "#":
            kinds.add(TARGET)
        elif part[0] == "{" and part[1:-1] in SLOTS:
            kinds.update(SLOTS[part[1:-1]])
        else:
            keys |= _keys(mark, name.rstrip("]"), owner, words)
    return Element(frozenset(keys), frozenset(kinds), is_optional, not word.startswith("="))


def _keys(mark: str, name: str, owner: str, words: Words) -> set[str]:
    """Return the keys that one alternative of an element stands for."""
    if name.startswith("{"):
        msg = f"lexicons/incidents/{owner}.toml: a named slot is an element by itself: {name!r}"
        raise LexiconError(msg)
    if mark == "[":
        return {WEAPON_MARK + key for key in name.split("|")}
    if mark == "#":
        return {TARGET_MARK + name}
    if mark == "%" and name not in words.classes:
        msg = f"lexicons/incidents/{owner}.toml: unknown word class %{name}"
        raise LexiconError(msg)
    forms = {"@": words.verbs, "+": words.nouns, "%": words.classes.__getitem__}
    return set(forms[mark](name)) if mark else {name}


def _gap(word: str, owner: str) -> Element:
    reach = word.lstrip(".~")
    if not reach.isdecimal() or not 0 < int(reach) <= LONGEST_GAP:
        msg = f"lexicons/incidents/{owner}.toml: a gap is ..1 to ..{LONGEST_GAP}, not {word!r}"
        raise LexiconError(msg)
    stops = HARD if word.startswith("~~") else HARD | JOINT
    return Element(reach=int(reach), stops=stops if word[0] == "~" else stops | COMMA)


def _slot(word: str, owner: str) -> Element:
    slot, _, name = word.strip("{}").partition(":")
    if slot not in SLOTS and slot not in KEYS:
        known = ", ".join((*SLOTS, *KEYS))
        msg = f"lexicons/incidents/{owner}.toml: unknown slot {word!r}; use {known}"
        raise LexiconError(msg)
    keys, kinds = frozenset({KEYS[slot]} if slot in KEYS else ()), frozenset(SLOTS.get(slot, ()))
    return Element(keys, kinds, is_claimed=False, capture=name or slot)


def index_patterns(patterns: Sequence[Pattern]) -> Mapping[str, tuple[Pattern, ...]]:
    """Return the patterns by the key of the unit they start from."""
    index: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for key in sorted(pattern.anchor.keys):
            index.setdefault(key, []).append(pattern)
    return {key: tuple(rows) for key, rows in index.items()}


def signs_of(elements: Iterable[Element]) -> Mapping[str, int]:
    """Return what each key and each marked kind of a unit is a sign of, as bits."""
    signs = {",": COMMA, **dict.fromkeys(HARD_MARKS, HARD), **dict.fromkeys(":—–", JOINT)}
    for element in elements:
        if element.sign:
            for key in (*element.keys, *[KIND_MARK + kind for kind in element.kinds]):
                signs[key] = signs.get(key, 0) | element.sign
    return signs
