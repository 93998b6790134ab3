"""Case forms of Ukrainian and Russian names, from the table ``gazetteer/spelling/cases.csv``.

A text in these languages declines the names it uses: "у Харкові", "под Кривым Рогом". The
compiler stores the forms of every Cyrillic name, so that a lookup needs no grammar. A rule
gives the endings that a nominative ending takes in five cases; in a name of several words
each word takes the same case.
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING

from geomap.gazetteer.names import typographic, with_capital
from geomap.gazetteer.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["CASE_COLUMNS", "CaseForms"]

CASE_COLUMNS = (
    "language", "ending", "genitive", "dative", "accusative", "instrumental", "locative",
)  # fmt: skip
_CASES = CASE_COLUMNS[2:]
_PARTS = re.compile(r"[^\W_](?:[^\W_]|[’'ʼ`´](?=\w))*|[^\w]+|_+")
_PREPOSITIONS = frozenset({"на", "над", "при", "под", "під"})
_FOLLOWED = "+"  # of an ending: only where another word follows, Часів Яр but not Харків
_MAX_WORDS = 4  # a longer name is a description, and declined in part only
_MOST = 4  # forms of one case; only names of two words with two options each have more than two

Endings = tuple[tuple[str, ...], ...]
"""The options of each case, in the order of the table."""


class CaseForms:
    """Declines names.

    Parameters
    ----------
    rules
        Per language the endings of the five cases, by nominative ending.
    """

    def __init__(self, rules: Mapping[str, Mapping[str, Endings]]) -> None:
        self._rules = rules
        self._longest = {language: max(map(len, rules[language])) for language in rules}

    @classmethod
    def read(cls, path: Path) -> CaseForms:
        """Read the rules of a table.

        Raises
        ------
        GazetteerError
            If an ending of a language is listed twice.
        """
        seen: set[tuple[str, str]] = set()
        rows = []
        for row in read_table(path, CASE_COLUMNS):
            if (row.text("language"), row.text("ending")) in seen:
                row.refuse(f"ending {row['ending']!r} of {row['language']} is listed twice")
            seen.add((row["language"], row["ending"]))
            rows.append(tuple(row.values.values()))
        return cls.of_rows(rows)

    @classmethod
    def of_rows(cls, rows: Iterable[Sequence[str]]) -> CaseForms:
        """Return the rules of the rows of a table, as the compiled gazetteer holds them.

        Examples
        --------
        >>> rows = [("uk", "ів", "ова", "ову", "ів", "овом", "ові")]
        >>> CaseForms.of_rows(rows).of("Харків", "uk")[:1]
        ('Харкова',)
        """
        rules: dict[str, dict[str, Endings]] = {}
        for language, ending, *cases in rows:
            rules.setdefault(language, {})[ending] = tuple(tuple(c.split("/")) for c in cases)
        return cls(rules)

    def of(self, name: str, language: str) -> tuple[str, ...]:
        """Return the forms of a name other than itself; empty if no rule fits a word of it.

        Examples
        --------
        >>> rules = {"uk": {"ів": (("ова",), ("ову",), ("ів",), ("овом",), ("ові",))}}
        >>> CaseForms(rules).of("Харків", "uk")
        ('Харкова', 'Харкову', 'Харковом', 'Харкові')
        >>> CaseForms(rules).of("Ялта", "uk")
        ()
        """
        parts = _PARTS.findall(name)
        fixed = _fixed(parts)
        options = [
            () if n in fixed else self._word(part, language, is_last=not _goes_on(parts, n, fixed))
            for n, part in enumerate(parts)
        ]
        is_known = all(n in fixed or option for n, option in enumerate(options))
        if len(name.split()) > _MAX_WORDS or not is_known or len(fixed) == len(parts):
            return ()
        found: dict[str, None] = {}
        for case in range(len(_CASES)):
            choices = [
                _declined(parts, number, option[case] if option else ())
                for number, option in enumerate(options)
            ]
            found.update(
                dict.fromkeys("".join(choice) for choice in islice(product(*choices), _MOST))
            )
        return tuple(form for form in found if form != name)

    def _word(self, word: str, language: str, *, is_last: bool) -> Endings:
        """Return the forms of a word in each case; empty if no rule fits."""
        cut = (None if is_last else self._cut(f"{word}{_FOLLOWED}", language)) or self._cut(
            word, language
        )
        if cut is None:
            return ()
        stem, cases = cut
        return tuple(tuple(with_capital(stem + e, word) for e in options) for options in cases)

    def _cut(self, word: str, language: str) -> tuple[str, Endings] | None:
        rules = self._rules.get(language, {})
        low = typographic(word.lower())
        for size in range(min(self._longest.get(language, 0), len(word)), 0, -1):
            cases = rules.get(low[-size:])
            if cases is not None:
                return word[:-size], cases
        return None


def _goes_on(parts: Sequence[str], number: int, fixed: frozenset[int]) -> bool:
    """Return whether a word stands behind a part and is declined with it."""
    return parts[number + 1 : number + 2] == [" "] and number + 2 not in fixed


def _declined(parts: Sequence[str], number: int, forms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the forms of a part in one case; before a hyphen it may stay: Посад-Покровського."""
    stays = not forms or parts[number + 1 : number + 2] == ["-"]
    return (*forms, parts[number]) if stays else forms


def _fixed(parts: Sequence[str]) -> frozenset[int]:
    """Return which parts stay: what separates words, Івано- before a hyphen, -на-Дону."""
    fixed: set[int] = set()
    for number, part in enumerate(parts):
        is_bound = parts[number + 1 : number + 2] == ["-"] and part.endswith(("о", "е"))
        if is_bound or not part[0].isalpha():
            fixed.add(number)
        elif part in _PREPOSITIONS and number:
            fixed.update(range(number, len(parts)))
    return frozenset(fixed)
