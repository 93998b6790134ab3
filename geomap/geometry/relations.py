"""What the words around a mention say of where it was: near, 30 km north of, between.

A mention has at most one relation: the longest phrase of the grammar that fits. Whether it
can be drawn is decided later, on the ground (`shapes`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geomap.geometry.grammar import grammar_of
from geomap.geometry.plane import BEARINGS
from geomap.geometry.reading import Reading
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.geometry.grammar import Grammar, Match
    from geomap.records import Place, Resolution
    from geomap.text import Document

__all__ = ["Relation", "countries_of", "find_relations", "relation_of"]

_KM = re.compile(r"(?P<low>[0-9]{1,9}(?:\.[0-9]{1,9})?)(?:-(?P<high>[0-9]{1,9}(?:\.[0-9]{1,9})?))?")
_FROM = frozenset({"distance", "within", "near"})
_DIRECTED = frozenset({"dir", "farther", "hand", "bankside"})
_NAUTICAL = 1.852 / 1.609344  # of a mile


class Relation(NamedTuple):
    """A relation to a named place, as far as the words give it."""

    kind: str
    direction: str = ""
    """A compass point; of a bank also left or right, of a part also two points ("S+E")."""
    low_km: float = 0.0
    high_km: float = 0.0
    other: Place | None = None
    is_side: bool = False
    """Whether ``other`` names the side of a border, not what lies beyond it."""
    fault: str = ""
    """Why it cannot be read, if it cannot."""

    def __str__(self) -> str:
        """Return the relation as the outputs name it.

        Examples
        --------
        >>> str(Relation("distance", "SE", 30.0, 40.0)), str(Relation("near"))
        ('distance/SE/30-40', 'near')
        """
        low, high = (f"{round(km, 1):g}" for km in (self.low_km, self.high_km))
        km = "" if not self.high_km else high if low == high else f"{low}-{high}"
        name = self.other.name if self.other is not None else ""
        side = "side" if self.is_side and self.kind != "side" else ""
        return "/".join(part for part in (self.kind, self.direction, km, name, side) if part)


def relation_of(text: str) -> Relation:
    """Return the relation that a text such as ``distance/N/30`` stands for.

    Examples
    --------
    >>> relation_of("distance/N/30")[:4]
    ('distance', 'N', 30.0, 30.0)
    >>> relation_of("coast/E").direction, relation_of("distance/N/x").fault
    ('E', "'x' is no distance")
    """
    kind, *parts = text.split("/")
    direction, km, fault = "", (0.0, 0.0), ""
    for part in parts:
        if BEARINGS.keys() >= set(part.split("+")) or part in {"left", "right"}:
            direction = part
        elif (found := _KM.fullmatch(part)) is not None:
            km = (float(found["low"]), float(found["high"] or found["low"]))
        else:
            fault = f"{part!r} is no distance"
    return Relation(kind, direction, *km, fault=fault)


def find_relations(
    document: Document, resolutions: Sequence[Resolution], gazetteer: Gazetteer, iso: str
) -> dict[int, Relation]:
    """Return the relations by the index of their resolution.

    Parameters
    ----------
    document
        The text.
    resolutions
        What its mentions mean, in the order of the text.
    gazetteer
        Where a country's place is looked up.
    iso
        The language; without a grammar nothing is found.

    Returns
    -------
    relations
        Only of mentions that are meant as a place and have one.
    """
    grammar = grammar_of(iso)
    if grammar is None:
        return {}
    reading = Reading(document, resolutions, gazetteer, grammar)
    matches: dict[int, Match] = {}
    for index, resolution in enumerate(resolutions):
        use = resolution.mention.use
        if resolution.place is None or use not in {Use.LITERAL, Use.AFFILIATION}:
            continue
        match = reading.match(index)
        # "Ukraine's east" is a place, whatever its owner is by itself.
        if match is not None and (use is Use.LITERAL or match.owns):
            matches[index] = match
    _spread(matches, reading)
    return {index: _relation(match, reading, index) for index, match in sorted(matches.items())}


def _spread(matches: dict[int, Match], reading: Reading) -> None:
    """Give the relation of one name of a list to the others: "near A, B and C"."""
    for members in reading.lists.values():
        for one, two in pairwise(members):
            found = matches.get(one)
            if found and two not in matches and _goes_on(found, reading, one, two):
                matches[two] = found
        for two, one in pairwise(members[::-1]):
            found = matches.get(two)
            if found and one not in matches and found.after and found.rule.spreads:
                matches[one] = found


def _goes_on(match: Match, reading: Reading, one: int, two: int) -> bool:
    if not (match.rule.spreads and match.before) or reading.resolutions[two].place is None:
        return False
    document = reading.document
    first = bisect_left(document.starts, reading.resolutions[one].mention.end)
    last = bisect_left(document.starts, reading.resolutions[two].mention.start)
    return reading.grammar.between.issuperset(document.lows[first:last])


def _relation(match: Match, reading: Reading, index: int) -> Relation:
    """Return what a phrase says, with its numbers in kilometres."""
    grammar, kind = reading.grammar, match.rule.kind
    direction = _direction(match, grammar)
    named = match.item("place")
    other = None if named is None else reading.place_at(named)
    if kind == "unread":
        unknown = match.item("any")
        word = unknown.word if unknown else ""
        return Relation("distance", direction, fault=f"{word!r} is no unit of length that is known")
    low, high, fault = _km(match, grammar)
    if kind in _FROM and reading.is_border(index):  # "6 km from the Ukrainian border"
        kind = "border"
    return Relation(kind, direction, low, high, other, match.item("side") is not None, fault)


def _direction(match: Match, grammar: Grammar) -> str:
    """Return the direction of a phrase; two, if two parts are named at once.

    Where a point between two is two words ("південний захід"), the first is its half.
    """
    half, point = match.item("half"), match.item("dir")
    if half is not None and point is not None:
        return grammar.directions[half.word] + grammar.directions[point.word]
    said = [item.word for name, item in match.words if name in _DIRECTED]
    found = dict.fromkeys(grammar.directions.get(word, "") for word in said)
    return "+".join(found) if match.rule.kind == "part" else next(iter(found), "")


def _km(match: Match, grammar: Grammar) -> tuple[float, float, str]:
    """Return the least and most of a distance in kilometres, and the fault of one unread."""
    unit = match.item("unit")
    numbers = [item.word for name, item in match.words if name == "num"]
    if unit is None or not numbers:
        return 0.0, 0.0, ""
    values = [_number(word, grammar) for word in numbers]
    if any(value is None for value in values):
        return 0.0, 0.0, f"{' '.join(numbers)!r} is no number"
    scale = grammar.units[unit.word] * (_NAUTICAL if match.item("nautical") else 1.0)
    km = sorted((value or 0.0) * scale for value in values)
    return km[0], km[-1], ""


def _number(word: str, grammar: Grammar) -> float | None:
    if word in grammar.numbers:
        return float(grammar.numbers[word])
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return None  # "30.5.2" and the like measure nothing


def countries_of(resolutions: Sequence[Resolution]) -> tuple[str, ...]:
    """Return the countries of an article's places, the most frequent first."""
    found = Counter(
        country
        for resolution in resolutions
        if resolution.place is not None and resolution.mention.use is not Use.NAME_PART
        for country in resolution.place.country.split(";")
        if country
    )
    return tuple(sorted(found, key=lambda country: (-found[country], country)))
