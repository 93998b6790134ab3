"""The name of a part → the places it may mean: as written, as it sounds, or nearly so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING

from geomap.gazetteer.names import likeness, skeleton
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.geocoder.words import UNITS, is_short_form
from geomap.lexicon import table
from geomap.records import Candidate
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.geocoder.parts import Part
    from geomap.records import Place

__all__ = ["LOOSE", "SEAT_NAME", "Read", "find_near_spelt", "find_seats", "read_part"]

LOOSE = 0.45  # quality of a match without vowels; a skeleton has 0.6
SEAT_NAME = 0.6  # quality of a region's bare name that its seat bears as well

_ALIKE = 0.72  # share of common letters that a loose match must have
_ALIKE_OF_STEM = 0.6  # the same where the stem is the same and only the ending differs
_ALIKE_BUT_A_SLIP = 0.9  # the same of a long name with one letter wrong: Svitodarsk
_GUESS = 0.3  # quality of a match by the beginning of a name alone
_MOST_WORDS = 12  # of which a name inside is looked for
_LONGEST = 60  # letters of a name that is compared with others
_FEW_LETTERS = 6  # a shorter name that nothing around it vouches for needs its letters
_ALIKE_AS_WRITTEN = 0.7  # so many of them: Kiiv for Kyiv, but Xyzzy for no Sychevo
_STEM = 0.4  # quality of a name of the same stem with another ending
_LOOKED_UP = 30  # endings tried of one name
_SMALLEST_STEM = 3  # letters that a stem with another ending has at least
_ADJECTIVE = re.compile(r"(?:[aeiou]+v|[aeiou]+n|an|ovan)?s+k(?:[aeiou]{1,3}h?o?)?$")
_SUFFIX = re.compile(r"s+k(?:[aeiou]{1,3}h?o?)?$")
_NUMBER = re.compile(r"[\s-]+\d+$")  # Zolote-4, a quarter of a town
_ENDING = 3  # letters of a skeleton that an ending has at most: Novotoshkivka, Novotoshkivske
_SHORTEST_STEM = 4
_STEMS_TRIED = 4  # letters taken off a stem before it is given up


@dataclass(slots=True)
class Read:
    """A part with the places it may mean."""

    part: Part
    candidates: tuple[Candidate, ...]
    seats: tuple[Place, ...] = ()
    """Towns that a district of the past may be named after."""

    @property
    def is_unit(self) -> bool:
        """Whether the part says in which unit a place lies."""
        return bool(self.seats) or any(c.place.kind in UNITS for c in self.candidates)


def read_part(part: Part, gazetteer: Gazetteer, *, is_vouched: bool) -> Read:
    """Return a part with its candidates: by its name and type, by its name, by its sound.

    Parameters
    ----------
    is_vouched
        Whether a type word or a Ukrainian unit says that there is such a place; without one
        a name of few letters must be nearly written so.
    """
    found: dict[str, Candidate] = {}
    for candidate in _named(part, gazetteer, is_vouched=is_vouched):
        old = found.get(candidate.place.place_id)
        if old is None or candidate.score > old.score:
            found[candidate.place.place_id] = candidate
    return Read(part, tuple(found.values()))


def _named(part: Part, gazetteer: Gazetteer, *, is_vouched: bool) -> Iterator[Candidate]:
    """Yield what a part may name: as written, as it sounds, loosely; else a name inside it."""
    exact = [c for phrase in _phrases(part) for c in _exact(gazetteer, f"{part.name} {phrase}")]
    exact += _exact(gazetteer, part.name)
    bare = _NUMBER.sub("", part.name)
    if not exact and bare != part.name:
        exact += _exact(gazetteer, bare)
    yield from exact
    is_written_so = len(part.words) == 1 or part.name != part.name.lower()
    is_sure = is_vouched or (len(fold_name(part.name)) >= _FEW_LETTERS and is_written_so)
    alike = [
        c for c in gazetteer.alike(part.name) if is_sure or _is_written_like(part.name, c.name)
    ]
    yield from alike
    if exact or alike:
        return
    nearly = list(_nearly(part.name, gazetteer)) if is_sure else []
    yield from nearly
    if not nearly:
        yield from _inside(part.words, gazetteer)


def _phrases(part: Part) -> Iterator[str]:
    """Yield the type word of a part, and of "districts" the singular."""
    if part.phrase:
        yield part.phrase
        yield part.phrase.removesuffix("s")


def _exact(gazetteer: Gazetteer, name: str) -> Iterator[Candidate]:
    return (c for c in gazetteer.candidates(name) if c.match != "skeleton")


def _is_written_like(name: str, other: str) -> bool:
    a, b = fold_name(name), fold_name(other)
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE_AS_WRITTEN


def _inside(words: Sequence[str], gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield the candidates of the longest known name among the words, the first of equals."""
    words = words[:_MOST_WORDS]
    for size in range(len(words) - 1, 0, -1):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            if not gazetteer.is_name(fold_name(name)):
                continue
            found = tuple(_exact(gazetteer, name))
            is_word = size == 1 and (gazetteer.is_common(name) or is_short_form(name, found))
            if found and not is_word:
                yield from found
                return


def _nearly(name: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield places of nearly this name: without its vowels, of its stem, of its beginning."""
    if len(name) > _LONGEST:
        return
    for candidate in gazetteer.alike(name, loosely=True):
        alike = likeness(name, candidate.place.name)
        if alike >= _ALIKE:
            yield replace(candidate, score=LOOSE * alike)
    yield from _of_stem(name, gazetteer)
    yield from _begun(name, gazetteer)


def _of_stem(name: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield the settlements whose name has the same stem: Petropavlovsk, Petropavlivka."""
    bone = skeleton(fold_name(name))
    endings = _endings()
    stems = [bone[: len(bone) - len(e)] for e in endings if bone.endswith(e)]
    stem = min((s for s in stems if len(s) > _SMALLEST_STEM), key=len, default="")
    for ending in endings[:_LOOKED_UP] if stem else ():
        for candidate in gazetteer.candidates(stem + ending):
            is_other = candidate.match in {"former", "variant", "exonym"}
            if is_other and candidate.place.kind in SETTLEMENTS:
                yield replace(candidate, score=_STEM * _ALIKE)
        for candidate in gazetteer.alike(stem + ending):
            alike = likeness(name, candidate.place.name)
            if alike >= _ALIKE_OF_STEM and candidate.place.kind in SETTLEMENTS:
                yield replace(candidate, score=_STEM * alike)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(table("geocoding")["endings"]["of_names"])


def _begun(name: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield the settlements whose name begins as this one and is like it: Hnutov, Hnutove."""
    bone = skeleton(fold_name(name))
    start = bone[: max(_SHORTEST_STEM + 1, len(bone) - _ENDING)]
    yield from _starting(name, start, _ALIKE, gazetteer)
    if len(bone) > 2 * _SHORTEST_STEM:
        yield from _starting(name, bone[:_SHORTEST_STEM], _ALIKE_BUT_A_SLIP, gazetteer)


def _starting(name: str, start: str, least: float, gazetteer: Gazetteer) -> Iterator[Candidate]:
    for place in gazetteer.starting(start) if len(start) >= _SHORTEST_STEM else ():
        alike = likeness(name, place.name) if place.kind in SETTLEMENTS else 0.0
        if alike >= least:
            yield Candidate(place, place.name, "skeleton", _GUESS * alike)


def find_near_spelt(read: Read, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return places of nearly the name of a part, for where none of the name lies as told."""
    known = {candidate.place.place_id for candidate in read.candidates}
    name = read.part.name if len(read.part.words) == 1 else ""
    found: dict[str, Candidate] = {}
    for candidate in _nearly(name, gazetteer) if name else ():
        found.setdefault(candidate.place.place_id, candidate)
    return tuple(c for place_id, c in found.items() if place_id not in known)


def find_seats(reads: Sequence[Read], gazetteer: Gazetteer, home: str = "") -> None:
    """Fill the towns that the districts of a description may be named after.

    Where no unit is told, those of the home country, if there are any.
    """
    units = frozenset(
        candidate.place.admin1_code
        for read in reads
        for candidate in read.candidates
        if candidate.place.kind == "admin1" and candidate.score > SEAT_NAME
    )
    for read in reads:
        is_unit = not UNITS.isdisjoint(read.part.kinds) or read.part.is_context
        if is_unit and not any(c.place.kind in {"admin1", "country"} for c in read.candidates):
            read.seats = tuple(_seats(read.part.name, units, gazetteer, home))


def _seats(name: str, units: frozenset[str], gazetteer: Gazetteer, home: str) -> Iterator[Place]:
    """Yield the greatest towns whose name shares the longest stem with an adjective."""
    for start in _stems(name):
        towns = [
            place
            for place in gazetteer.starting(start)
            if place.kind in SETTLEMENTS and (not units or place.admin1_code in units)
        ]
        if not units:
            towns = [place for place in towns if place.country == home] or towns
        towns = _own(towns, start) or towns
        if towns:
            best = max(map(_weight, towns))
            yield from (place for place in towns if _weight(place) >= best - 1)
            return


def _own(towns: Iterable[Place], start: str) -> list[Place]:
    """Return the towns whose own name starts so, not only one of their other names."""
    own = [place for place in towns if skeleton(fold_name(place.name)).startswith(start)]
    return own if any(_weight(place) for place in own) else []


def _stems(name: str) -> Iterator[str]:
    """Yield what an adjective may be made of, the longest first: Marinsky, Marin."""
    bone = skeleton(fold_name(name))
    for ending in (_SUFFIX, _ADJECTIVE):
        stem = ending.sub("", bone)
        for cut in range(_STEMS_TRIED):
            if len(stem) - cut >= _SHORTEST_STEM:
                yield stem[: len(stem) - cut]


def _weight(place: Place) -> int:
    """Return how likely a settlement was the seat of a raion, by its kind."""
    return {"city": 3, "town": 2}.get(place.kind, 0)
