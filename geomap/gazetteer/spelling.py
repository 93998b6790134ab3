"""Russian spellings of Ukrainian names, and back, by the rules in ``gazetteer/spelling``.

Press and maps of the Russian-speaking world, and the English texts that follow them, write
Ukrainian places as Russian does: Oleksandrivka is Aleksandrovka, Nove is Novoye. The rules
are data: whole words, beginnings and endings, each with what may come of it. Ukrainian texts
write the towns of Russia their own way in turn.
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING

from geomap.gazetteer.names import typographic, with_capital
from geomap.gazetteer.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from geomap.gazetteer.tables import Row

__all__ = ["RULE_COLUMNS", "UKRAINIAN_COLUMNS", "RussianSpeller", "UkrainianSpeller"]

RULE_COLUMNS = ("scope", "uk", "ru")
UKRAINIAN_COLUMNS = ("scope", "ru", "uk")
_SCOPES = ("word", "prefix", "ending")
_NONE = ("",)  # no beginning or ending by rule
_MAX_FORMS = 6  # of one name: the first is the usual one, the rest keep odd names findable
_SOFT_I = ("и", "о", "е")  # what an і that no rule knows may be: Lisne, Kivsharivka, Piski
_LETTERS = str.maketrans({"є": "е", "ї": "и", "ґ": "г", "’": "ь"})
_HARD = re.compile("(?<=[пбвф])’")  # Пятихатки, Вязовка; but Марьинка, Лукьяновка


class RussianSpeller:
    """Writes Ukrainian names as Russian does.

    Parameters
    ----------
    rules
        Options of each Ukrainian part, by scope: ``word``, ``prefix`` and ``ending``.
    """

    def __init__(self, rules: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        self._words = rules["word"]
        self._prefixes = rules["prefix"]
        self._endings = rules["ending"]
        self._longest = {scope: max(map(len, rules[scope]), default=0) for scope in _SCOPES}
        self._known: dict[str, tuple[str, ...]] = {}

    @classmethod
    def read(cls, path: Path) -> RussianSpeller:
        """Read the rules of a table with the columns scope, uk, ru.

        Raises
        ------
        GazetteerError
            If a scope is unknown or a part is listed twice.
        """
        rules = _rules(path, RULE_COLUMNS, _SCOPES)
        return cls(
            {scope: {uk: row.items("ru") for uk, row in rules[scope].items()} for scope in rules}
        )

    def forms(self, name: str) -> tuple[str, ...]:
        """Return the Russian spellings of a Ukrainian name, the likeliest first; at most six.

        Examples
        --------
        >>> rules = {"word": {"нове": ("новое",)}, "prefix": {"олекс": ("алекс",)},
        ...          "ending": {"івка": ("овка",)}}
        >>> speller = RussianSpeller(rules)
        >>> speller.forms("Олександрівка"), speller.forms("Нове")
        (('Александровка',), ('Новое',))
        """
        parts = re.split(r"([\s-]+)", typographic(name))
        options = [
            tuple(with_capital(form, part) for form in self._word(part.lower())) for part in parts
        ]
        found = dict.fromkeys("".join(choice) for choice in _choices(options))
        return tuple(found)[:_MAX_FORMS]

    def _word(self, word: str) -> tuple[str, ...]:
        forms = self._known.get(word)
        if forms is None:
            forms = self._words.get(word) or tuple(dict.fromkeys(self._derived(word)))
            self._known[word] = forms
        return forms

    def _derived(self, word: str) -> Iterator[str]:
        """Yield a word with its beginning and ending by rule and its middle by letters."""
        rest, prefixes = self._cut_prefix(word)
        stem, endings = self._cut_ending(rest)
        if endings == _NONE != prefixes:
            shared = tuple(self._overlapping(word, prefixes))
            if shared:
                yield from shared
                return
        for middle, ending, prefix in product(_middles(stem), endings, prefixes):
            yield f"{prefix}{middle}{ending}"

    def _overlapping(self, word: str, prefixes: tuple[str, ...]) -> Iterator[str]:
        """Yield a word whose beginning holds letters of its ending: привільн-, -не."""
        for ending, prefix in product(self._cut_ending(word)[1], prefixes):
            shared = next((n for n in range(len(ending), 0, -1) if prefix.endswith(ending[:n])), 0)
            if shared:
                yield prefix + ending[shared:]

    def _cut_prefix(self, word: str) -> tuple[str, tuple[str, ...]]:
        for size in range(min(self._longest["prefix"], len(word)), 0, -1):
            options = self._prefixes.get(word[:size])
            if options:
                return word[size:], options
        return word, _NONE

    def _cut_ending(self, rest: str) -> tuple[str, tuple[str, ...]]:
        for size in range(min(self._longest["ending"], len(rest)), 0, -1):
            options = self._endings.get(rest[-size:])
            if options:
                return rest[:-size], options
        return rest, _NONE


def _middles(rest: str) -> tuple[str, ...]:
    """Return a stem in Russian letters, with what its і may be."""
    plain = _HARD.sub("", rest).replace("ьо", "е").translate(_LETTERS)
    if "і" not in plain:
        return (plain,)
    return tuple(plain.replace("і", letter) for letter in _SOFT_I)


def _choices(options: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield one option of each part, the first of all first; few enough to be kept."""
    return islice(product(*options), 4 * _MAX_FORMS)


class UkrainianSpeller:
    """Writes the Russian names of the towns of Russia as Ukrainian does.

    Parameters
    ----------
    words
        How whole words are written.
    patterns
        For every other word, one after the other: a regular expression and what it becomes.
    """

    def __init__(self, words: Mapping[str, str], patterns: Iterable[tuple[str, str]]) -> None:
        self._words = words
        self._patterns = tuple((re.compile(pattern), written) for pattern, written in patterns)

    @classmethod
    def read(cls, path: Path) -> UkrainianSpeller:
        """Read the rules of a table with the columns scope, ru, uk.

        Raises
        ------
        GazetteerError
            If a scope is unknown, a part is listed twice or a pattern cannot be read.
        """
        rules = _rules(path, UKRAINIAN_COLUMNS, ("word", "pattern"))
        words = {word: row["uk"] for word, row in rules["word"].items()}
        for pattern, row in rules["pattern"].items():
            try:
                re.sub(pattern, row["uk"], "")
            except re.error as error:
                row.refuse(f"pattern {pattern!r} cannot be read: {error}", error)
        return cls(words, [(pattern, row["uk"]) for pattern, row in rules["pattern"].items()])

    def form(self, name: str) -> str:
        """Return how Ukrainian writes a Russian name.

        Examples
        --------
        >>> speller = UkrainianSpeller({"орёл": "орел"}, [("к$", "ьк"), ("ы", "и")])
        >>> speller.form("Рыльск"), speller.form("Орёл")
        ('Рильськ', 'Орел')
        """
        parts = re.split(r"([\s-]+)", name)
        return "".join(with_capital(self._word(part.lower()), part) for part in parts)

    def _word(self, word: str) -> str:
        if word in self._words:
            return self._words[word]
        for pattern, written in self._patterns:
            word = pattern.sub(written, word)
        return word


def _rules(
    path: Path, columns: tuple[str, ...], scopes: tuple[str, ...]
) -> dict[str, dict[str, Row]]:
    """Return the rows of a table by scope, and by the part that its second column names."""
    rules: dict[str, dict[str, Row]] = {scope: {} for scope in scopes}
    for row in read_table(path, columns):
        scope, part = row["scope"], row.text(columns[1])
        if scope not in rules:
            row.refuse(f"unknown scope {scope!r}; use one of {', '.join(scopes)}")
        if part in rules[scope]:
            row.refuse(f"{scope} {part!r} is listed twice")
        rules[scope][part] = row
    return rules
