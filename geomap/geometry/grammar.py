"""The grammar of ``lexicons/relations/``: phrases around a name, read along a tree of words.

A phrase is followed leftwards from the name, then rightwards from it, so that a name whose
neighbours start no phrase costs two look-ups.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.errors import LexiconError
from geomap.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["REACH", "Grammar", "Item", "Match", "Side", "grammar_of", "has_grammar"]

REACH = 10
"""Words on each side of a name that are looked at."""

_NAME = "[]"
_RANGES = ("<num> - <num>", "<num> to <num>")  # wherever a number may stand
_ANYTHING = "*"
_NAMED = ("<place>",)
_UNLISTED = frozenset({"<any>", "<num>"})
_OPEN = frozenset({*_UNLISTED, "<place>"})  # classes without a list of words
_KEYS = {"phrases", "against", "spreads", "found", "not_found"}


class Item(NamedTuple):
    """A word beside a name, or another name as a whole."""

    word: str
    mention: int = -1
    """The index of the other name; -1 for a word."""


class Side:
    """The items on one side of a name, the nearest first, read as far as they are asked for."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._source = iter(items)
        self._items: list[Item] = []

    def at(self, index: int) -> Item | None:
        """Return an item by its number; ``None`` behind the last."""
        while len(self._items) <= index:
            item = next(self._source, None)
            if item is None:
                return None
            self._items.append(item)
        return self._items[index]

    def after(self, count: int) -> Side:
        """Return what lies beyond the nearest items."""
        self.at(count)
        return Side((*self._items[count:], *self._source))


class _Rule(NamedTuple):
    kind: str
    is_against: bool
    order: int
    spreads: bool
    owns: bool
    """Whether the name owns what is meant: "Crimea's western coast"."""


class Match(NamedTuple):
    """A phrase that fits, and what stood for its classes, in the order of the text."""

    rule: _Rule
    words: tuple[tuple[str, Item], ...]
    """Class and item."""
    before: int
    after: int
    size: int
    """Words of the phrase, articles left out."""

    @property
    def owns(self) -> bool:
        """Whether the name stands as the owner of what is meant."""
        return self.rule.owns

    def item(self, name: str) -> Item | None:
        """Return the first item of a class."""
        return next((item for found, item in self.words if found == name), None)


class _Node:
    """A place in the tree: what may follow, and what is complete here."""

    __slots__ = ("behind", "next", "rules")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.behind: _Node | None = None
        self.rules: list[_Rule] = []


_State = tuple[_Node, tuple[tuple[str, Item], ...], int, int]
"""A node, the items of classes before it, how many items were read, and how many counted."""


class Grammar:
    """The relations of one language."""

    def __init__(self, iso: str, page: Mapping[str, Any]) -> None:
        self.iso = iso
        self.articles = frozenset(page["articles"])
        self.types = frozenset(page["types"])
        self.of = frozenset(page["of"])
        self.between = self.articles.union(self.types, self.of, page["joints"])
        """Words that may stand between the names of a list."""
        self.owners = frozenset(page["owners"])
        self.adjectives = frozenset(page["adjectives"])
        self.common = frozenset(page["common"])
        self.directions: dict[str, str] = {
            word: side
            for name in ("directions", "hands")
            for side, words in page[name].items()
            for word in words
        }
        """Compass points, and left and right of a river."""
        self.units: Mapping[str, float] = page["units"]
        self.numbers: Mapping[str, float] = page["numbers"]
        self.borders = frozenset(page["words"]["border"])
        self._classes = _classes_of(page)
        self._keys = {word: (word, *names) for word, names in self._classes.items()}
        self.triggers: frozenset[str] = frozenset()
        """Words of which every phrase has one; without any near it, a name has no relation."""
        self._root = _Node()
        for order, (kind, row) in enumerate(page["relations"].items()):
            self._check(kind, row)
            for is_against in (False, True):
                for phrase in row.get("against" if is_against else "phrases", ()):
                    owns = f"{_NAME} 's" in phrase
                    rule = _Rule(kind, is_against, order, bool(row.get("spreads")), owns)
                    self._add(phrase, rule, page["words"])
        self.joined = frozenset(word for word in self._vocabulary(page) if "-" in word)
        self._described = self.types | self.adjectives
        self._lefts = self._starts()
        self._rights = self._firsts(self._root.behind or _Node())

    def may_start(self, left: str, beyond: str, right: str) -> bool:
        """Return whether a phrase may start with the words next to a name; most do not.

        Parameters
        ----------
        left, beyond
            The two nearest words before the name that are no articles; of another name "".
        right
            The word behind it.
        """
        if right in self._rights or left in self._described:
            return True
        if left == ",":  # "Ukraine's second city, Kharkiv"
            return beyond in self.types
        seconds = self._lefts.get(left)
        return seconds is not None and (beyond in seconds or _ANYTHING in seconds)

    def matches(self, left: Side, right: Side) -> list[Match]:
        """Return the phrases that fit around a name, those of most words first.

        Parameters
        ----------
        left
            The items before the name, the nearest first.
        right
            The items behind it.
        """
        found = []
        for node, taken, before, depth in self._walk(self._root, left):
            behind = node.behind
            if behind is None:
                continue
            ends: Iterable[_State] = ((behind, (), 0, 0),)
            if behind.next:
                ends = self._walk(behind, right, is_behind=True)
            for end, more, after, further in ends:
                for rule in end.rules:
                    words = taken[::-1] + more
                    found.append(Match(rule, words, before, after, depth + further))
        if not found:
            return found
        vetoed = {match.rule.kind for match in found if match.rule.is_against}
        kept = [match for match in found if match.rule.kind not in vetoed]
        return sorted(kept, key=_rank, reverse=True)

    def _walk(self, root: _Node, items: Side, *, is_behind: bool = False) -> list[_State]:
        """Return the nodes that some items lead to, with what was taken on the way.

        Right behind a name an article is no part of a phrase: "in Lyman the area burned".
        """
        states: list[_State] = []
        open_states: list[_State] = [(root, (), 0, 0)]
        while open_states:
            state = open_states.pop()
            states.append(state)
            node, taken, at, depth = state
            item = items.at(at) if node.next else None
            while item is not None:
                for key in self._keys_of(item):
                    child = node.next.get(key)
                    if child is not None:
                        more = (*taken, (key[1:-1], item)) if key[0] == "<" else taken
                        open_states.append((child, more, at + 1, depth + 1))
                if item.word not in self.articles or (is_behind and not depth):
                    break
                at += 1
                item = items.at(at)
        return states

    def _keys_of(self, item: Item) -> tuple[str, ...]:
        """Return what an item may be in a phrase: the word itself, and its classes."""
        if item.mention >= 0:
            return _NAMED
        word = item.word
        keys = self._keys.get(word)
        if keys is None:
            keys = (word, "<num>") if word[:1].isdigit() else (word, "<any>")
        return keys

    def _add(self, phrase: str, rule: _Rule, words: Mapping[str, Sequence[str]]) -> None:
        if phrase.split().count(_NAME) != 1 or len(phrase.split()) > REACH:
            msg = (
                f"relations/{self.iso}.toml: {phrase!r} must hold [] once and at most {REACH} words"
            )
            raise LexiconError(msg)
        ranges = [phrase.replace("<num>", two, 1) for two in _RANGES if phrase.count("<num>") == 1]
        for parts in (parts for form in (phrase, *ranges) for parts in _spelt_out(form)):
            name = parts.index(_NAME)
            self._check_classes(parts, words)
            node = _follow(self._root, parts[:name][::-1])
            node.behind = node.behind or _Node()
            end = _follow(node.behind, parts[name + 1 :])
            end.rules.append(rule)
            self.triggers |= self._triggers_of(parts)

    def _firsts(self, node: _Node) -> frozenset[str]:
        """Return the words that may follow at a place in the tree; "" stands for a name."""
        words = {key for key in node.next if key[0] != "<"}
        classes = node.next.keys() - words
        words.update(w for w, names in self._classes.items() if not classes.isdisjoint(names))
        return frozenset(words | ({""} if "<place>" in classes else set()))

    def _seconds(self, node: _Node) -> frozenset[str]:
        """Return the words that may follow at a place in the tree, or that any may."""
        if node.behind is not None or not _UNLISTED.isdisjoint(node.next):
            return frozenset({_ANYTHING})
        return self._firsts(node) | self.types  # "near the city of": a description goes between

    def _starts(self) -> dict[str, frozenset[str]]:
        """Return the words that may stand right before a name, with those before them."""
        found: dict[str, set[str]] = {}
        for key, node in self._root.next.items():
            named = [word for word, names in self._classes.items() if key in names] or [key]
            for word in [""] if key == "<place>" else named:
                found.setdefault(word, set()).update(self._seconds(node))
        return {word: frozenset(seconds) for word, seconds in found.items()}

    def _triggers_of(self, parts: Iterable[str]) -> frozenset[str]:
        """Return the words of the rarest element of a phrase."""
        literal = [part for part in parts if part[0] not in "<[" and part not in self.common]
        if literal:
            return frozenset({max(literal, key=len)})
        classes = [
            frozenset(word for word, names in self._classes.items() if part in names)
            for part in parts
            if part[0] == "<" and part not in _OPEN
        ]
        return min(classes, key=len)

    def _check(self, kind: str, row: Mapping[str, Any]) -> None:
        if unknown := row.keys() - _KEYS:
            known = ", ".join(sorted(_KEYS))
            where = f"relations/{self.iso}.toml: relations.{kind}"
            msg = f"{where} has an unknown key {min(unknown)!r}; use one of {known}"
            raise LexiconError(msg)

    def _check_classes(self, parts: Iterable[str], words: Mapping[str, Any]) -> None:
        known = {f"<{name}>" for name in (*words, "dir", "hand", "num", "unit", "place", "any")}
        for part in parts:
            if part.startswith("<") and part not in known:
                one_of = ", ".join(sorted(known))
                msg = f"relations/{self.iso}.toml: unknown class {part}; use one of {one_of}"
                raise LexiconError(msg)

    def _vocabulary(self, page: Mapping[str, Any]) -> Iterator[str]:
        yield from self._classes
        yield from page["adjectives"]


def _classes_of(page: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the classes of every word that has one."""
    found: dict[str, list[str]] = {}
    rows = dict(page["words"])
    rows |= {"dir": [w for words in page["directions"].values() for w in words]}
    rows |= {"hand": [w for words in page["hands"].values() for w in words]}
    rows |= {"unit": list(page["units"]), "num": list(page["numbers"])}
    for name, words in rows.items():
        for word in words:
            found.setdefault(word, []).append(f"<{name}>")
    return {word: (*names, "<any>") for word, names in found.items()}


def _spelt_out(phrase: str) -> Iterator[list[str]]:
    """Yield a phrase with and without each of its words that may be missing."""
    words = phrase.split()
    choices = [((word[:-1],), ()) if word.endswith("?") else ((word,),) for word in words]
    for chosen in product(*choices):
        yield [word for part in chosen for word in part]


def _follow(node: _Node, words: Iterable[str]) -> _Node:
    for word in words:
        node = node.next.setdefault(word, _Node())
    return node


def _rank(match: Match) -> tuple[int, int]:
    """Return what makes one match better than another: its words, then the order of the file."""
    return match.size, -match.rule.order


def has_grammar(iso: str) -> bool:
    """Return whether relations can be read in a language."""
    return iso in table("relations")["languages"]


@cache
def grammar_of(iso: str) -> Grammar | None:
    """Return the grammar of a language, ``None`` if the file has none for it.

    Raises
    ------
    LexiconError
        If a phrase or key of it is wrong.
    """
    return Grammar(iso, table(f"relations/{iso}")) if has_grammar(iso) else None
