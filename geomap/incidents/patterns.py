"""The pattern language of the codebook: words over units, compiled once, matched in linear time.

::

    word          the word itself           a|b|c   one of them        x?   may be missing
    @strike       any form of a verb        +wave   singular or plural  =x  seen, not claimed
    [missile]     a weapon of a class       #energy a target of a kind (#any: of every kind)
    %service      a word of a class of the language
    {P} {P:role}  a place meant as a place  {A} a place by its actor or owner   {L} either
    {C}           a place that is no country, however it is used ("Donetsk shelling")
    {N} {N:kind}  a number                  {D} a date
    ..3           up to three units of any kind, within the clause marks
    ~3            the same, over commas too

A pattern is looked for only where its rarest element stands, and gaps are bounded, so the
work grows with the text alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geomap.errors import LexiconError
from geomap.incidents.units import (
    ACTOR,
    DATE,
    HARD_MARKS,
    MARK,
    NEAR,
    NUMBER,
    PLACE,
    TARGET,
    TARGET_MARK,
    WEAPON_MARK,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from geomap.incidents.units import Unit

__all__ = [
    "Capture",
    "Match",
    "Pattern",
    "Words",
    "compile_pattern",
    "find_matches",
    "index_patterns",
]

SLOTS = {"P": (PLACE,), "A": (ACTOR,), "L": (PLACE, ACTOR), "N": (NUMBER,), "D": (DATE,), "C": ()}
LONGEST_GAP = 12
ANY_TARGET = "any"
MARKS = "@+%#["
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
    over_commas: bool = False
    capture: str = ""


class Pattern(NamedTuple):
    """A compiled pattern with the name of what it finds and its element to start from."""

    owner: str
    source: str
    anchor: Element
    before: tuple[Element, ...]
    """The elements before the anchor, nearest first."""
    after: tuple[Element, ...]
    needs: tuple[frozenset[str], ...]
    """Keys of which a sentence must have one each, or the pattern cannot fit."""
    is_weak: bool = False


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


def compile_pattern(source: str, owner: str, words: Words, *, is_weak: bool = False) -> Pattern:
    """Compile one line of a codebook page.

    Raises
    ------
    LexiconError
        If an element cannot be read or nothing in the pattern can be looked up.
    """
    elements = tuple([_known_element(word, owner, words) for word in source.split()])
    anchors = [
        at
        for at, element in enumerate(elements)
        if element.keys and not element.kinds and not element.is_optional and element.is_claimed
    ]
    if not anchors:
        msg = f"lexicons/incidents/{owner}.toml: {source!r} has no word to be found by"
        raise LexiconError(msg)
    anchor = min(anchors, key=lambda at: (_is_frequent(elements[at]), len(elements[at].keys)))
    before, after = elements[:anchor][::-1], elements[anchor + 1 :]
    needs = tuple(
        element.keys
        for element in (*before, *after)
        if element.keys and not element.kinds and not element.is_optional
    )
    return Pattern(owner, source, elements[anchor], before, after, needs, is_weak)


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


def _element(word: str, owner: str, words: Words) -> Element:
    if word.startswith("..") or word[0] == "~":
        return _gap(word, owner)
    is_optional = word.endswith("?")
    body = word.removesuffix("?").removeprefix("=")
    if body[0] == "{":
        return _slot(body, owner)._replace(is_optional=is_optional)
    keys: set[str] = set()
    kinds: set[str] = set()
    mark = ""
    for part in ALTERNATIVE.findall(body):
        mark = part[0] if part[0] in MARKS else mark if mark in "@+#" else ""
        name = part.removeprefix(mark)
        if name == ANY_TARGET and mark == "#":
            kinds.add(TARGET)
        else:
            keys |= _keys(mark, name.rstrip("]"), owner, words)
    return Element(frozenset(keys), frozenset(kinds), is_optional, not word.startswith("="))


def _keys(mark: str, name: str, owner: str, words: Words) -> set[str]:
    """Return the keys that one alternative of an element stands for."""
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
    return Element(reach=int(reach), over_commas=word[0] == "~")


def _slot(word: str, owner: str) -> Element:
    slot, _, name = word.strip("{}").partition(":")
    if slot not in SLOTS:
        msg = f"lexicons/incidents/{owner}.toml: unknown slot {word!r}; use {', '.join(SLOTS)}"
        raise LexiconError(msg)
    keys = frozenset() if SLOTS[slot] else frozenset({NEAR})
    return Element(keys, frozenset(SLOTS[slot]), is_claimed=False, capture=name or slot)


def index_patterns(patterns: Sequence[Pattern]) -> Mapping[str, tuple[Pattern, ...]]:
    """Return the patterns by the key of the unit they start from."""
    index: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for key in sorted(pattern.anchor.keys):
            index.setdefault(key, []).append(pattern)
    return {key: tuple(rows) for key, rows in index.items()}


def find_matches(
    units: Sequence[Unit],
    index: Mapping[str, Sequence[Pattern]],
    owners: Collection[str] | None = None,
) -> Iterator[Match]:
    """Yield every place where a pattern fits, in text order; only those of ``owners`` if given."""
    words = [unit[1] for unit in units]
    keys = {*words, *[unit[7] for unit in units]}
    starts = keys & index.keys()
    if not starts:
        return
    fitting = {key: _fitting(index[key], keys, owners) for key in starts}
    for at, word in enumerate(words):
        patterns = fitting.get(word, ())
        alias = units[at][7]
        if alias in fitting:
            patterns = (*patterns, *fitting[alias])
        for pattern in patterns:
            match = _match_at(units, at, pattern)
            if match is not None:
                yield match


def _fitting(
    patterns: Sequence[Pattern], keys: Collection[str], owners: Collection[str] | None
) -> list[Pattern]:
    """Return the patterns for each of whose words a sentence has a unit."""
    found = []
    for pattern in patterns:
        if owners is not None and pattern[0] not in owners:
            continue
        for need in pattern[5]:
            if need.isdisjoint(keys):
                break
        else:
            found.append(pattern)
    return found


def _match_at(units: Sequence[Unit], at: int, pattern: Pattern) -> Match | None:
    right = _walk(units, at + 1, pattern.after, 0, 1)
    if right is None:
        return None
    left = _walk(units, at - 1, pattern.before, 0, -1)
    if left is None:
        return None
    taken = [*reversed(left), (at, pattern.anchor), *right]
    claimed = tuple([index for index, element in taken if element.is_claimed])
    return Match(
        pattern,
        claimed,
        tuple([index for index, _ in taken]),
        tuple([Capture(index, element.capture) for index, element in taken if element.capture]),
        claimed[0],
    )


def _walk(
    units: Sequence[Unit], at: int, elements: Sequence[Element], number: int, step: int
) -> list[tuple[int, Element]] | None:
    """Fit elements outward from the anchor, nearest first; gaps are bounded.

    Returns the units taken with their elements, from the anchor outward.
    """
    if number == len(elements):
        return []
    element = elements[number]
    if element.reach:
        return _walk_gap(units, at, elements, number, step)
    if 0 <= at < len(units):
        unit = units[at]
        keys = element.keys
        if unit.key in keys or unit.kind in element.kinds or unit.alias in keys:
            found = _walk(units, at + step, elements, number + 1, step)
            if found is not None:
                return [(at, element), *found]
    return _walk(units, at, elements, number + 1, step) if element.is_optional else None


def _walk_gap(
    units: Sequence[Unit], at: int, elements: Sequence[Element], number: int, step: int
) -> list[tuple[int, Element]] | None:
    gap = elements[number]
    for _ in range(gap.reach + 1):
        found = _walk(units, at, elements, number + 1, step)
        if found is not None:
            return found
        if not 0 <= at < len(units):
            return None
        unit = units[at]
        if unit.kind == MARK and (
            unit.key in HARD_MARKS or (unit.key == "," and not gap.over_commas)
        ):
            return None
        at += step
    return None
