"""Numbers in a row: "two men and a woman", "14 houses, two schools", "four jets, two of each".

People in a row are one number, things in a row are several, and a row that adds up to the
number before it only breaks that number down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.units import ACTOR, NUMBER, TARGET, WEAPON, WORD
from geomap.records import Count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Unit, Units

__all__ = ["PEOPLE_KINDS", "THING_KINDS", "breaks_down", "is_joined", "row_of", "summed"]

PEOPLE_KINDS = frozenset({"killed", "injured"})
THING_KINDS = frozenset({"affected", "destroyed", "intercepted", "captured"})
NOUN_REACH = 7  # units of "a 62-year-old local man" between two numbers of a row
HYPHEN = "-"
LEAST_PARTS = 2
NOUNS = frozenset({WORD, WEAPON, TARGET, ACTOR})


def row_of(sentence: Units, at: int, codebook: Codebook) -> tuple[int, ...]:
    """Return the numbers of the row that a number stands in, itself among them."""
    units = sentence.units
    numbers = [n for n, unit in enumerate(units) if unit.kind == NUMBER]
    own = numbers.index(at)
    first = last = own
    while first and is_joined(units, numbers[first - 1], numbers[first], codebook):
        first -= 1
    while last + 1 < len(numbers) and is_joined(units, numbers[last], numbers[last + 1], codebook):
        last += 1
    return tuple(numbers[first : last + 1])


def is_joined(units: Sequence[Unit], one: int, two: int, codebook: Codebook) -> bool:
    """Return whether only a noun and a comma or conjunction stand between two numbers."""
    end = two
    while end > one + 1 and (
        units[end - 1].key == "," or codebook.has("governors", "list_words", units[end - 1].key)
    ):
        end -= 1
    nouns = units[one + 1 : end]
    return (
        end < two
        and len(nouns) <= NOUN_REACH
        and all(
            (unit.kind in NOUNS or unit.key == HYPHEN)
            and (unit.key not in codebook.unit_stops or codebook.has("governors", "of", unit.key))
            for unit in nouns
        )
    )


def breaks_down(counts: Sequence[Count]) -> bool:
    """Return whether numbers only tell the parts of the first: four aircraft, two and two."""
    values = [count.value for count in counts if count.value is not None]
    parts = values[1:]
    return len(values) == len(counts) and len(parts) >= LEAST_PARTS and sum(parts) == values[0]


def summed(text: str, counts: Sequence[Count], noun: str) -> Count:
    """Return one number for people told one by one: "two men and a woman" are three."""
    first, last = counts[0], counts[-1]
    values = [count.value for count in counts]
    total = None if None in values else sum(value for value in values if value is not None)
    return Count(
        first.kind,
        total,
        text[first.start : last.end],
        first.start,
        last.end,
        approximate=any(count.approximate for count in counts),
        unit=noun,
    )
