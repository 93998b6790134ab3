"""Place descriptions in words → the places they may mean.

A description such as ``"Shevchenkivskyi district, Kharkiv"`` is cut into parts; the first
part that names a place is the answer, the others say where it lies. Words such as
*district* or *city of* ask for a kind of place (``lexicons/languages``).
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer import distance_km
from geomap.gazetteer.schema import prior
from geomap.lexicon import language, table
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Candidate, Place

__all__ = ["find_places"]

_NEAR_KM = (
    30.0  # a place within the named one's neighbourhood: events lie 19 km from a raion's seat
)
_INSIDE = 1.0  # what lying in the named place is worth; more than any prior
_NEARBY = 0.5
_OUTSIDE = 0.5  # factor on the score where no named surroundings fit
_COARSER = 0.4  # factor on the score of the surroundings, given for an unknown place
_MAX_QUERY = 1_000  # characters; descriptions are sentences, not articles
_SITES = frozenset({"airbase", "airport", "port", "bridge", "dam", "power_plant"})


class _Part(NamedTuple):
    """One part of a description: the places it may mean, and the kinds its words ask for."""

    candidates: tuple[Candidate, ...]
    kinds: frozenset[str]


def find_places(
    query: str,
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    near: tuple[float, float] | None = None,
    iso: str = "en",
) -> tuple[Candidate, ...]:
    """Return the places that a description may mean, the likeliest first.

    Parameters
    ----------
    query
        A name or a description with its surroundings; longer than 1,000 characters, the
        rest is not read.
    gazetteer
        Where names are looked up.
    country
        ISO 3166-1 code; other countries' places are left out.
    near
        A point (lat, lon) whose neighbourhood is preferred.
    iso
        The language whose type words are understood.

    Returns
    -------
    candidates
        At most ``LIMITS["candidates"]``; ``score`` is in [0, 1]. If only the surroundings
        are known, these, with a low score.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> gazetteer = open_gazetteer()
    >>> [c.place.name for c in find_places("Brest, France", gazetteer)][:1]
    ['Brest']
    >>> find_places("", gazetteer)
    ()
    """
    parts = [_read_part(text, gazetteer, iso) for text in _cut(query[:_MAX_QUERY])]
    first = next((n for n, part in enumerate(parts) if part.candidates), None)
    if first is None:
        return ()
    surroundings = [part for n, part in enumerate(parts) if n != first and part.candidates]
    factor = 1.0 if first == 0 else _COARSER
    ranked = []
    for candidate in parts[first].candidates:
        if country and country.upper() not in candidate.place.country.split(";"):
            continue
        place = candidate.place
        fit = _fit(place, surroundings, gazetteer)
        total = candidate.score + prior(place.kind, place.population) + fit + _nearness(place, near)
        missed = bool(surroundings) and fit < _NEARBY / 2
        score = candidate.score * factor * (_OUTSIDE if missed else 1.0)
        ranked.append((-total, place.place_id, replace(candidate, score=score)))
    ranked.sort(key=lambda row: row[:2])
    return tuple(candidate for _, _, candidate in ranked[: LIMITS["candidates"]])


@cache
def _separator() -> re.Pattern[str]:
    marks = table("geocoding")["separators"]
    return re.compile("|".join(re.escape(mark) for mark in marks), re.IGNORECASE)


def _cut(query: str) -> list[str]:
    """Return the parts of a description that hold a letter."""
    parts = (part.strip(" .:-–—\"'“”«»") for part in _separator().split(f" {query} "))
    return [part for part in parts if any(letter.isalpha() for letter in part)]


def _read_part(text: str, gazetteer: Gazetteer, iso: str) -> _Part:
    """Return what a part names: as it stands, without its type word, or the name inside it."""
    words = _without_fillers(text.split())
    name, kinds = _without_type_words(words, iso)
    whole = _exact(gazetteer, " ".join(words))
    if whole and not kinds:
        return _Part(whole, kinds)
    found = _of_kinds((*whole, *gazetteer.candidates(" ".join(name))), kinds)
    return _Part(found or _inside(words, gazetteer), kinds)


def _exact(gazetteer: Gazetteer, name: str) -> tuple[Candidate, ...]:
    return tuple(c for c in gazetteer.candidates(name) if c.match != "skeleton")


def _of_kinds(candidates: Iterable[Candidate], kinds: frozenset[str]) -> tuple[Candidate, ...]:
    """Return the candidates of the kinds asked for; all of them if none is of such a kind."""
    unique: dict[str, Candidate] = {}
    for candidate in candidates:
        unique.setdefault(candidate.place.place_id, candidate)
    wanted = tuple(c for c in unique.values() if c.place.kind in kinds)
    return wanted or tuple(unique.values())


def _without_fillers(words: Sequence[str]) -> list[str]:
    fillers = frozenset(table("geocoding")["fillers"])
    start = 0
    while start < len(words) - 1 and words[start].casefold() in fillers and words[start].islower():
        start += 1
    return list(words[start:])


@cache
def _type_words(iso: str) -> tuple[tuple[str, tuple[str, ...], frozenset[str]], ...]:
    """Return (side, words, kinds) of every type word, the longest first."""
    rows: list[tuple[str, tuple[str, ...], frozenset[str]]] = []
    for rule in language(iso).sections.get("kinds", {}).values():
        kinds = frozenset(rule.get("kinds", ()))
        before = [*rule.get("before", ()), *(f"{phrase} of" for phrase in rule.get("of", ()))]
        rows.extend(("after", tuple(phrase.split()), kinds) for phrase in rule.get("after", ()))
        rows.extend(("before", tuple(phrase.split()), kinds) for phrase in before)
    return tuple(sorted(rows, key=lambda row: (-len(row[1]), row[0], row[1])))


def _without_type_words(words: Sequence[str], iso: str) -> tuple[list[str], frozenset[str]]:
    """Return the words of the name, and the kinds that a type word beside it asks for."""
    folded = [word.casefold() for word in words]
    for side, phrase, kinds in _type_words(iso):
        size = len(phrase)
        if len(words) <= size:
            continue
        if side == "after" and tuple(folded[-size:]) == phrase:
            return list(words[:-size]), kinds
        if side == "before" and tuple(folded[:size]) == phrase:
            return _without_fillers(words[size:]), kinds
    return list(words), frozenset()


def _inside(words: Sequence[str], gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the candidates of the first capitalised name inside a part."""
    for start, word in enumerate(words):
        if not word[:1].isupper():
            continue
        longest = gazetteer.longest(fold_name(word).partition(" ")[0])
        for size in range(min(longest, len(words) - start), 0, -1):
            name = " ".join(words[start : start + size])
            if not (size == 1 and gazetteer.is_common(name)) and (found := _exact(gazetteer, name)):
                return found
    return ()


def _fit(place: Place, surroundings: Iterable[_Part], gazetteer: Gazetteer) -> float:
    """Return how well a place lies in the places named around it."""
    inside = {place.country} | {parent.place_id for parent in gazetteer.parents(place)}
    total = 0.0
    for part in surroundings:
        if any(_holds(c.place, inside) for c in part.candidates):
            total += _INSIDE
        else:
            near = min(_distance(c.place, place) for c in part.candidates[:5])
            total += _NEARBY * math.exp(-((near / _NEAR_KM) ** 2))
    return total


def _holds(place: Place, inside: set[str]) -> bool:
    return place.place_id in inside or (place.kind == "country" and place.country in inside)


def _distance(outer: Place, inner: Place) -> float:
    return max(0.0, distance_km(outer.lat, outer.lon, inner.lat, inner.lon) - outer.radius_km)


def _nearness(place: Place, near: tuple[float, float] | None) -> float:
    """Return the bonus of a place near the point asked for."""
    if near is None:
        return 0.0
    return _INSIDE / (1 + distance_km(*near, place.lat, place.lon) / _NEAR_KM)
