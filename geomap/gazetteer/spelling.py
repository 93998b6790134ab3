"""Russian spellings of Ukrainian names by rule, from the table ``gazetteer/spelling``, and back.

Press and maps of the Russian-speaking world, and the English texts that follow them, write
Ukrainian places as Russian does: Oleksandrivka is Aleksandrovka, Nove is Novoye. The rules
are data: whole words, beginnings and endings, each with what may come of it.
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING

from geomap.gazetteer.names import with_capital
from geomap.gazetteer.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["RULE_COLUMNS", "RussianSpeller", "in_ukrainian"]

RULE_COLUMNS = ("scope", "uk", "ru")
_SCOPES = ("word", "prefix", "ending")
_NONE = ("",)  # no beginning or ending by rule
_MAX_FORMS = 6  # of one name: the first is the usual one, the rest keep odd names findable
_SOFT_I = ("и", "о", "е")  # what an і that no rule knows may be: Lisne, Kivsharivka, Piski
_APOSTROPHES = str.maketrans(dict.fromkeys("'ʼ`´ʹ", "’"))
_LETTERS = str.maketrans({"є": "е", "ї": "и", "ґ": "г", "’": "ь"})
_HARD = re.compile("(?<=[пбвф])’")  # Пятихатки, Вязовка; but Марьинка, Лукьяновка
# How Ukrainian writes the towns of Russia, in this order: endings, и, е, letters.
_IN_UKRAINIAN = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"([сц])к(?=(?:ий|ая|ое|а|у)?(?![а-яё]))", r"\1ьк"),
        (r"(?<=[кгх])ие(?![а-яё])|ые(?![а-яё])|(?<=н)ие(?![а-яё])", "і"),
        (r"ый(?![а-яё])|(?<=[кгх])ий(?![а-яё])", "ий"),
        (r"ая(?![а-яё])", "а"),
        (r"ое(?![а-яё])", "е"),
        (r"цы(?![а-яё])", "ці"),
        (r"(?<=[бпвмфжчшщрк])ь(?![а-яё])", ""),
        (r"(?<=[жчшщц])и(?=[бвгґджзклмнпрстфхцчшщ])|(?<![а-яё]пр)и(?=щ)", "и\u0301"),
        (r"(?<![а-яё])при", "при\u0301"),
        (r"(?<=[кгх])и(?![а-яё])|(?<=ьк)ий|ий(?![а-яё])", lambda m: m[0].replace("и", "и\u0301")),
        (r"и(?!\u0301)", "і"),
        (r"\u0301", ""),
        (r"(?<![а-яёіь])е|(?<=[аоуеиіюяь])е", "є"),
        (r"(?<=[жчшщ])ё", "о"),
        (r"(?<=[бвгдзклмнпрстфх])ё", "ьо"),
    )
)
_UKRAINIAN_WORDS = {
    "верхний": "верхній",
    "великие": "великі",
    "великий": "великий",
    "клинцы": "клинці",
    "нижний": "нижній",
    "новороссийск": "новоросійськ",
    "орёл": "орел",
}
_UKRAINIAN_LETTERS = str.maketrans({"ы": "и", "э": "е", "ъ": "’", "ё": "йо"})


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
        rules: dict[str, dict[str, tuple[str, ...]]] = {scope: {} for scope in _SCOPES}
        for row in read_table(path, RULE_COLUMNS):
            scope, uk = row["scope"], row.text("uk")
            if scope not in rules:
                row.refuse(f"unknown scope {scope!r}; use one of {', '.join(_SCOPES)}")
            if uk in rules[scope]:
                row.refuse(f"{scope} {uk!r} is listed twice")
            rules[scope][uk] = row.items("ru")
        return cls(rules)

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
        parts = re.split(r"([\s-]+)", name.translate(_APOSTROPHES))
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


def in_ukrainian(name: str) -> str:
    """Return how Ukrainian writes the Russian name of a town of Russia.

    Examples
    --------
    >>> [in_ukrainian(name) for name in ("Рыльск", "Сызрань", "Елабуга", "Великие Луки")]
    ['Рильськ', 'Сизрань', 'Єлабуга', 'Великі Луки']
    >>> [in_ukrainian(name) for name in ("Химки", "Клинцы", "Тверь", "Чебоксары", "Королёв")]
    ['Хімки', 'Клинці', 'Твер', 'Чебоксари', 'Корольов']
    """
    parts = re.split(r"([\s-]+)", name)
    return "".join(with_capital(_word_in_ukrainian(part.lower()), part) for part in parts)


def _word_in_ukrainian(word: str) -> str:
    if word in _UKRAINIAN_WORDS:
        return _UKRAINIAN_WORDS[word]
    for pattern, written in _IN_UKRAINIAN:
        word = pattern.sub(written, word)
    return word.translate(_UKRAINIAN_LETTERS)
