"""Words that tell of an incident only together, or against one: each has its weight.

The weights of a language were fitted to our own texts (``tests/benchmarks/hints.py``) and lie
in ``lexicons/hints/<iso>.csv``. Where no pattern fits, a type is told if the weights of a
sentence's words, and of its pairs of neighbours, add up to zero or more; where one fits, it
counts for nothing if they lie far below.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.patterns import FUNCTION_WORDS, Element, Match, Pattern, Strength
from geomap.incidents.units import ACTOR, DATE, MARK, NUMBER, PLACE, WORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Unit, Units

__all__ = ["Hints", "find_hints", "read_hints", "words_of"]

STEM = 5  # letters of a word that count, so that its forms weigh the same
SLOTS = {PLACE: "{P}", ACTOR: "{A}", NUMBER: "{N}", DATE: "{D}", MARK: ""}
"""What stands for a unit whose own words do not matter, as in the pattern language."""
ALL = ""  # the row of the weights from which every sentence starts
LONGEST = 40  # units; in a longer sentence small weights add up to anything
AGAINST = -6.0  # of 38 patterns in scored sentences whose words add up to less, none was right
SHOWN = 3  # words that stand for all in the evidence


class Hints(NamedTuple):
    """What the words of a sentence tell together."""

    spots: Mapping[str, int]
    """Its words and pairs of neighbours, each with its last unit."""
    sums: Mapping[str, float]
    """What they add up to, by type; empty where they are not weighed."""

    def speak_against(self, type_id: str) -> bool:
        """Return whether the words leave no room for a type, whatever pattern of it fits."""
        return self.sums.get(type_id, 0.0) < AGAINST


def words_of(units: Units) -> dict[str, int]:
    """Return the words of a sentence and its pairs of neighbours, each with its last unit."""
    keys = [_key(unit) for unit in units.units]
    spots = {key: at for at, key in enumerate(keys) if key}
    pairs = enumerate(pairwise(keys), 1)
    return spots | {f"{one} {two}": at for at, (one, two) in pairs if one and two}


def read_hints(units: Units, codebook: Codebook) -> Hints:
    """Weigh the words of a sentence, unless it is long."""
    weights = codebook.hints
    if not weights or len(units.units) > LONGEST:
        return Hints({}, {})
    spots = words_of(units)
    sums = dict(weights[ALL])
    for word in filter(weights.__contains__, spots):
        for type_id, weight in weights[word].items():
            sums[type_id] += weight
    return Hints(spots, sums)


def find_hints(units: Units, hints: Hints, codebook: Codebook) -> list[Match]:
    """Return one match for every type that the words of a sentence tell of together.

    Its head is the single word that weighs most.
    """
    told = [type_id for type_id, total in hints.sums.items() if total >= 0]
    return [_match(units, type_id, hints.spots, codebook) for type_id in told]


def _key(unit: Unit) -> str:
    """Return what of a unit counts; nothing of a mark."""
    return unit.key[:STEM] if unit.kind == WORD else SLOTS.get(unit.kind, unit.key)


def _match(units: Units, type_id: str, spots: Mapping[str, int], codebook: Codebook) -> Match:
    """Return the match of a type: its source names the words that weigh most for it."""
    weights = codebook.hints
    ranked = sorted(spots, key=lambda word: -weights.get(word, {}).get(type_id, 0.0))
    plain = (spots[word] for word in ranked if " " not in word)
    heads = (at for at in plain if _can_happen(units.units[at], codebook))
    head = next(heads, spots[ranked[0]])
    source = ", ".join(ranked[:SHOWN])
    pattern = Pattern(type_id, source, Element(), (), (), 0, Strength.HINTS)
    return Match(pattern, (head,), (head,), (), head)


def _can_happen(unit: Unit, codebook: Codebook) -> bool:
    """Return whether a unit can stand for what happened: no place, no number, no "in" or "was"."""
    is_small = unit.key in FUNCTION_WORDS or unit.key in codebook.unit_stops
    return unit.kind not in SLOTS and not is_small
