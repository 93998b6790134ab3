"""The words that place descriptions are made of beside names, of all languages.

Type words ("village", "область") and directions stand in ``lexicons/languages``, the rest
in ``lexicons/geocoding.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from geomap.lexicon import language, languages, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geomap.records import Candidate

__all__ = [
    "UNITS", "TypeWord", "direction_of", "is_short_form", "plurals", "type_words", "unit_km",
    "words_of",
]  # fmt: skip

UNITS = frozenset({"admin1", "admin2", "hromada", "region", "country"})

_SHORT_FORM = 4  # letters of an abbreviation in capitals


@dataclass(frozen=True, slots=True)
class TypeWord:
    """What a type word asks for, on which side of a name it stands, and whether of several."""

    kinds: frozenset[str]
    before: bool
    after: bool
    is_plural: bool


@cache
def words_of(key: str) -> frozenset[str]:
    """Return the words of a list of ``lexicons/geocoding.toml``.

    Examples
    --------
    >>> "between" in words_of("between")
    True
    """
    return frozenset(table("geocoding")[key])


def direction_of(word: str) -> str:
    """Return the compass direction that a word names, in any language, or nothing.

    Examples
    --------
    >>> direction_of("northern"), direction_of("сході"), direction_of("Bakhmut")
    ('N', 'E', '')
    """
    return _directions().get(word, "")


@cache
def _directions() -> Mapping[str, str]:
    tables = (language(iso).sections.get("directions", {}) for iso in languages())
    return {word: side for sides in tables for side, words in sides.items() for word in words}


@cache
def _units() -> Mapping[str, float]:
    tables = (language(iso).sections.get("units", {}) for iso in languages())
    km = {"km": 1.0, "mile": 1.609}
    return {
        word: km[unit]
        for units in tables
        for unit, words in units.items()
        if unit in km
        for word in words
    }


def unit_km(word: str) -> float:
    """Return how many kilometres a unit of length has, 0 for any other word.

    Examples
    --------
    >>> unit_km("km"), unit_km("village")
    (1.0, 0.0)
    """
    return _units().get(word, 0.0)


@cache
def plurals() -> frozenset[str]:
    """Return the type words that several names share: "villages", "regions".

    Examples
    --------
    >>> "villages" in plurals(), "village" in plurals()
    (True, False)
    """
    return frozenset(" ".join(key) for key, word in type_words().items() if word.is_plural)


@cache
def type_words() -> Mapping[tuple[str, ...], TypeWord]:
    """Return the type words of all languages by their words, low.

    Examples
    --------
    >>> sorted(type_words()["oblast",].kinds)
    ['admin1', 'admin2', 'region']
    """
    found: dict[tuple[str, ...], TypeWord] = {}
    for phrase, kinds, side in _listed():
        key = tuple(phrase.split())
        old = found.get(key, TypeWord(frozenset(), before=False, after=False, is_plural=False))
        found[key] = TypeWord(
            old.kinds | kinds,
            before=old.before or side != "after",
            after=old.after or side != "of",
            is_plural=old.is_plural or side == "plural",
        )
    for phrase, kinds in table("geocoding")["narrow"].items():
        found[(phrase,)] = replace(found[(phrase,)], kinds=frozenset(kinds))
    return found


def _listed() -> Iterator[tuple[str, frozenset[str], str]]:
    for iso in languages():
        for rule in language(iso).sections.get("kinds", {}).values():
            kinds = frozenset(rule.get("kinds", ()))
            for side in ("after", "before", "of", "plural"):
                for phrase in rule.get(side, ()):
                    yield phrase, kinds, side
    for phrase, kinds in table("geocoding")["types"].items():
        yield phrase, frozenset(kinds), "both"


def is_short_form(name: str, found: Iterable[Candidate]) -> bool:
    """Return whether a name is an abbreviation of no place that has one: ROP, but not UAE.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> gazetteer = open_gazetteer()
    >>> [is_short_form(name, gazetteer.candidates(name)) for name in ("UAE", "QXZ", "Sumy")]
    [False, True, False]
    """
    is_short = name.isupper() and len(name) <= _SHORT_FORM
    return is_short and all(c.place.source != "curated" for c in found)
