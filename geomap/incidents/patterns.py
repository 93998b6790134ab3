"""The pattern language of the codebook: words over units, compiled once, matched in linear time.

::

    word          the word itself           a|b|c   one of them        x?   may be missing
    @strike       any form of a verb        +wave   singular or plural  =x  seen, not claimed
    [missile]     a weapon of a class       #energy a target of a kind (#any: of every kind)
    %service      a word of a class of the language
    {P} {P:role}  a place meant as a place  {A} a place by its actor or owner   {L} either
    {N} {N:kind}  a number                  {D} a date
    ..3           up to three units of any kind, within the clause marks
    ~3            the same, over commas too

A pattern is looked for only where its rarest element stands, and gaps are bounded, so the
work grows with the text alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.errors import LexiconError
from geomap.incidents.units import (
    ACTOR,
    DATE,
    HARD_MARKS,
    MARK,
    NUMBER,
    PLACE,
    TARGET,
    WEAPON,
    WORD,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geomap.incidents.units import Unit

__all__ = ["Capture", "Match", "Pattern", "compile_pattern", "find_matches", "index_patterns"]

SLOTS = {"P": (PLACE,), "A": (ACTOR,), "L": (PLACE, ACTOR), "N": (NUMBER,), "D": (DATE,)}
LONGEST_GAP = 12
ANY_TARGET = "any"


class Element(NamedTuple):
    """One element of a pattern: what units it takes and how far a gap may reach."""

    kinds: tuple[str, ...]
    keys: frozenset[str]
    is_optional: bool = False
    is_claimed: bool = True
    reach: int = 0
    over_commas: bool = False
    capture: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether the element is a gap."""
        return self.reach > 0

    def takes(self, unit: Unit) -> bool:
        """Return whether a unit fits."""
        return unit.kind in self.kinds and (not self.keys or unit.key in self.keys)


class Pattern(NamedTuple):
    """A compiled pattern with the name of what it finds and its element to start from."""

    owner: str
    source: str
    elements: tuple[Element, ...]
    anchor: int
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

    @property
    def head(self) -> int:
        """The first claimed unit."""
        return self.claimed[0]


Forms = "Callable[[str], frozenset[str]]"


def compile_pattern(  # noqa: PLR0913 - a pattern needs its owner and the words around it
    source: str,
    owner: str,
    *,
    verbs: Callable[[str], frozenset[str]],
    nouns: Callable[[str], frozenset[str]],
    classes: Mapping[str, frozenset[str]],
    is_weak: bool = False,
) -> Pattern:
    """Compile one line of a codebook page.

    Raises
    ------
    LexiconError
        If an element cannot be read or nothing in the pattern can be looked up.
    """
    elements = tuple(_element(word, owner, verbs, nouns, classes) for word in source.split())
    anchors = [
        at
        for at, element in enumerate(elements)
        if element.keys and not element.is_optional and element.is_claimed
    ]
    if not anchors:
        msg = f"lexicons/incidents/{owner}.toml: {source!r} has no word to be found by"
        raise LexiconError(msg)
    anchor = min(anchors, key=lambda at: (_is_frequent(elements[at]), len(elements[at].keys)))
    return Pattern(owner, source, elements, anchor, is_weak)


FUNCTION_WORDS = frozenset(
    "a an the of in on at to from by with for under over was were been is are be it and or"
    " out up down off had has have not no".split()
)


def _is_frequent(element: Element) -> bool:
    return bool(element.keys & FUNCTION_WORDS)


def _element(
    word: str,
    owner: str,
    verbs: Callable[[str], frozenset[str]],
    nouns: Callable[[str], frozenset[str]],
    classes: Mapping[str, frozenset[str]],
) -> Element:
    mark, rest = word[0], word[1:]
    if mark == "=":
        return _element(rest, owner, verbs, nouns, classes)._replace(is_claimed=False)
    if word.startswith("..") or mark == "~":
        return _gap(word, owner)
    if mark == "{":
        return _slot(word, owner)
    is_optional = word.endswith("?")
    names = word.removesuffix("?").lstrip("@+[#%").rstrip("]").split("|")
    if mark == "%" and any(name not in classes for name in names):
        msg = f"lexicons/incidents/{owner}.toml: unknown word class {word!r}"
        raise LexiconError(msg)
    find: dict[str, Callable[[str], frozenset[str]]] = {
        "@": verbs,
        "+": nouns,
        "%": lambda name: classes[name],
    }
    kinds = {"[": (WEAPON,), "#": (TARGET,)}.get(mark, (WORD,))
    keys = frozenset().union(*(find.get(mark, lambda name: frozenset({name}))(n) for n in names))
    return Element(kinds, frozenset() if keys == {ANY_TARGET} else keys, is_optional)


def _gap(word: str, owner: str) -> Element:
    reach = word.lstrip(".~")
    if not reach.isdecimal() or not 0 < int(reach) <= LONGEST_GAP:
        msg = f"lexicons/incidents/{owner}.toml: a gap is ..1 to ..{LONGEST_GAP}, not {word!r}"
        raise LexiconError(msg)
    return Element((), frozenset(), reach=int(reach), over_commas=word[0] == "~")


def _slot(word: str, owner: str) -> Element:
    slot, _, name = word.strip("{}").partition(":")
    if slot not in SLOTS:
        msg = f"lexicons/incidents/{owner}.toml: unknown slot {word!r}; use {', '.join(SLOTS)}"
        raise LexiconError(msg)
    return Element(SLOTS[slot], frozenset(), is_claimed=False, capture=name or slot)


def index_patterns(patterns: Sequence[Pattern]) -> Mapping[tuple[str, str], tuple[Pattern, ...]]:
    """Return the patterns by the kind and key of the unit they start from."""
    index: dict[tuple[str, str], list[Pattern]] = {}
    for pattern in patterns:
        anchor = pattern.elements[pattern.anchor]
        for key in sorted(anchor.keys):
            index.setdefault((anchor.kinds[0], key), []).append(pattern)
    return {key: tuple(rows) for key, rows in index.items()}


def find_matches(
    units: Sequence[Unit], index: Mapping[tuple[str, str], Sequence[Pattern]]
) -> Iterator[Match]:
    """Yield every place where a pattern fits, in text order."""
    for at, unit in enumerate(units):
        for pattern in index.get((unit.kind, unit.key), ()):
            match = _match_at(units, at, pattern)
            if match is not None:
                yield match


def _match_at(units: Sequence[Unit], at: int, pattern: Pattern) -> Match | None:
    after = pattern.elements[pattern.anchor + 1 :]
    before = pattern.elements[: pattern.anchor][::-1]
    right = _walk(units, at + 1, after, 1)
    if right is None:
        return None
    left = _walk(units, at - 1, before, -1)
    if left is None:
        return None
    anchor = pattern.elements[pattern.anchor]
    taken = sorted([(at, anchor), *left, *right], key=lambda row: row[0])
    return Match(
        pattern,
        tuple(index for index, element in taken if element.is_claimed),
        tuple(index for index, _ in taken),
        tuple(Capture(index, element.capture) for index, element in taken if element.capture),
    )


def _walk(
    units: Sequence[Unit], at: int, elements: Sequence[Element], step: int
) -> list[tuple[int, Element]] | None:
    """Fit elements outward from the anchor, nearest first; gaps are bounded."""
    if not elements:
        return []
    element, rest = elements[0], elements[1:]
    if element.is_gap:
        return _walk_gap(units, at, elements, step)
    if 0 <= at < len(units) and element.takes(units[at]):
        found = _walk(units, at + step, rest, step)
        if found is not None:
            return [(at, element), *found]
    return _walk(units, at, rest, step) if element.is_optional else None


def _walk_gap(
    units: Sequence[Unit], at: int, elements: Sequence[Element], step: int
) -> list[tuple[int, Element]] | None:
    gap, rest = elements[0], elements[1:]
    for _ in range(gap.reach + 1):
        found = _walk(units, at, rest, step)
        if found is not None:
            return found
        if not 0 <= at < len(units) or _stops(units[at], gap):
            return None
        at += step
    return None


def _stops(unit: Unit, gap: Element) -> bool:
    if unit.kind != MARK:
        return False
    return unit.key in HARD_MARKS or (unit.key == "," and not gap.over_commas)
