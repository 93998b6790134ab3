"""What is known of words as starts of names; texts repeat themselves, so it is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, proxy

from geomap.gazetteer.lookup import remember
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.records import Candidate

__all__ = ["LONG_ACRONYM", "Named", "Names", "Word", "names_of"]

LONG_ACRONYM = 5
"""Letters up to which capitals are a place only if written so or in a dateline: MINSK (Reuters)."""


@dataclass(slots=True)
class Word:
    """What is known of a word as the first of a name."""

    key: str
    openings: Mapping[str, bool]
    people: tuple[Candidate, ...]
    is_closed: bool
    """Whether it is no place by itself, though a longer name may start with it."""
    is_idle: bool
    """Whether no name at all can start with it."""
    is_start: bool
    """Whether it is no name by itself, so that one of ``seconds`` must follow."""
    seconds: frozenset[str]
    """The words that come second in a name, and what a possessive makes of them."""


@dataclass(slots=True)
class Named:
    """The candidates that bear a name."""

    bearers: tuple[Candidate, ...]
    acronyms: tuple[Candidate, ...]
    """Those of them whose name is written in capitals throughout."""
    others: tuple[Candidate, ...]


class Names:
    """What was looked up of the names of a gazetteer in one language; texts repeat themselves."""

    def __init__(self, gazetteer: Gazetteer, lexis: Lexis) -> None:
        self.gazetteer: Gazetteer = proxy(gazetteer)  # the memory shall not keep its own key
        self.lexis = lexis
        self.words: dict[str, Word] = {}
        """The words that were looked up so far."""
        self._named: dict[str, Named] = {}
        self._peoples = _by_first(gazetteer.demonyms)
        """What follows a word in the names of peoples: "korean" behind "north"."""

    def word(self, text: str, low: str) -> Word:
        """Return what is known of a word."""
        found = self.words.get(text)
        if found is None:
            found = self._read(text, low)
            remember(self.words, text, found)
        return found

    def named(self, key: str) -> Named:
        """Return the candidates that bear a name; a likeness of sound is no evidence."""
        found = self._named.get(key)
        if found is None:
            bearers = tuple(c for c in self.gazetteer.candidates(key) if c.match != "skeleton")
            acronyms = tuple(c for c in bearers if _is_acronym(c.name))
            others = tuple(c for c in bearers if c not in acronyms) if acronyms else bearers
            found = Named(bearers, acronyms, others)
            remember(self._named, key, found)
        return found

    def by_name(self, key: str) -> tuple[Candidate, ...]:
        """Return all candidates that bear a name, however it is written."""
        return self.named(key).bearers

    def _read(self, text: str, low: str) -> Word:
        key = fold_name(text)
        openings = self.gazetteer.openings(key) if key else {}
        is_closed = low in self.lexis.closed and not _is_acronym(text)
        if is_closed and len(openings) == 1:
            openings = {}
        people = self.people(key) if key else ()
        may_start = openings or low in self.lexis.seats
        may_be = key and not is_closed and (people or self.lexis.inflections)
        is_idle = not (may_start or may_be)
        is_name = openings.get(key) or people
        is_start = not ((is_name and not is_closed) or low in self.lexis.seats)
        is_start = is_start and not self.lexis.inflections
        seconds = _seconds(openings) | self._peoples.get(key, frozenset())
        return Word(key, openings, people, is_closed, is_idle, is_start, seconds)

    def people(self, key: str) -> tuple[Candidate, ...]:
        """Return the country or region of an adjective or a people's name, as its candidates."""
        place_id = self.gazetteer.demonym(key)
        if place_id is None:
            return ()
        found = self.by_name(self.gazetteer.place(place_id).name)
        return tuple([candidate for candidate in found if candidate.place.place_id == place_id])


_known: WeakKeyDictionary[Gazetteer, dict[int, Names]] = WeakKeyDictionary()


def names_of(gazetteer: Gazetteer, lexis: Lexis) -> Names:
    """Return the memory of a gazetteer in a language, one per process."""
    by_lexis = _known.setdefault(gazetteer, {})
    found = by_lexis.get(id(lexis))
    if found is None:
        found = by_lexis[id(lexis)] = Names(gazetteer, lexis)  # it keeps the lexis alive
    return found


def _by_first(names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the rest of names of several words by their first."""
    rests: dict[str, set[str]] = {}
    for name in names:
        first, gap, rest = name.partition(" ")
        if gap:
            rests.setdefault(first, set()).add(rest)
    return {first: frozenset(found) for first, found in rests.items()}


def _seconds(openings: Iterable[str]) -> frozenset[str]:
    """Return the second words of names; that of "King's Lynn" is read without its s, too."""
    words = {key.split(" ", 2)[1] for key in openings if " " in key}
    return frozenset(words | {word.removesuffix("s") for word in words})


def _is_acronym(name: str) -> bool:
    letters = name.replace(".", "")
    return len(letters) <= LONG_ACRONYM and letters.isupper()
