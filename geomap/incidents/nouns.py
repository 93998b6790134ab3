"""What a number counts: its noun, its unit, and the record made of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.units import MARK, NUMBER, PLACE, TARGET, WEAPON, WORD
from geomap.records import COUNT_KINDS, Count, maker_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Unit, Units

__all__ = ["PEOPLE_KINDS", "count_of", "is_alike", "is_area", "is_known", "is_people", "noun_after"]

UNIT_REACH = 8
PEOPLE_KINDS = frozenset({"killed", "injured"})
PERSON_KINDS = PEOPLE_KINDS | {"captured"}

_to_count = maker_of(Count)


def count_of(text: str, sentence: Units, at: int, kind: str, codebook: Codebook) -> Count:
    """Return the number at a unit as a count of a kind."""
    unit = sentence.units[at]
    number = unit.number
    if number is None or kind not in COUNT_KINDS:
        msg = f"no number of kind {kind!r} at unit {at}"
        raise ValueError(msg)
    return _to_count(
        kind=kind,
        value=number.value,
        text=text[unit.start : number.end],
        start=unit.start,
        end=number.end,
        low=number.low,
        high=number.high,
        approximate=number.approximate,
        unit=_unit_of(text, sentence, at, codebook),
    )


def is_known(count: Count, counts: Sequence[Count]) -> bool:
    """Return whether a number of the same things is there: missiles are not drones."""
    return any(is_alike(known, count) for known in counts)


def is_alike(one: Count, two: Count) -> bool:
    """Return whether two numbers are of the same things, as far as both say of what.

    As many dead, or hurt, are the same people: "14 hurt", "14 people and two children hurt".
    """
    if one.kind != two.kind:
        return False
    is_same = one.kind in PERSON_KINDS and one.value is not None and one.value == two.value
    return is_same or one.unit == two.unit or not (one.unit and two.unit)


def is_area(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a number is one of square kilometres."""
    return at + 1 < len(sentence.units) and codebook.has(
        "governors", "areas", sentence.units[at + 1].key
    )


def is_people(noun: str, codebook: Codebook) -> bool:
    """Return whether a noun is of people, of one or of several: "wife", "neighbours"."""
    words = codebook.numbers
    singular = noun.removesuffix("s")
    return noun in codebook.people or singular in words.persons or singular in words.kin


def _unit_of(text: str, sentence: Units, at: int, codebook: Codebook) -> str:
    """Return the words for what is counted: "drones", "people", "% of consumers"."""
    number, after = sentence.units[at].number, sentence.units[at + 1 : at + 1 + UNIT_REACH]
    if after and after[0].start == sentence.units[at].start:
        return after[0].key  # a person told without a number
    noun = noun_after(text, after, codebook)
    if number is not None and number.is_share:
        return f"% of {noun}" if noun else "%"
    return f"{sentence.units[at + 1].key} {noun}" if is_area(sentence, at, codebook) else noun


def noun_after(text: str, units: Sequence[Unit], codebook: Codebook) -> str:
    """Return the noun after a number: a weapon or target wins over the words before it.

    Who drives or guards it wins over both: "a bus driver".
    """
    tagged = next((u for u in units if u.kind in {WEAPON, TARGET}), None)
    noun = ""
    for at, unit in enumerate(units):
        if unit is tagged:
            if at + 1 < len(units) and units[at + 1].key in codebook.people:
                return units[at + 1].key
            return text[unit.start : unit.end].rpartition(" ")[2].casefold()
        if unit.kind == WORD and unit.key in codebook.words["governors"]["of"]:
            continue
        if unit.kind == WORD and unit.key in codebook.unit_stops:
            if unit.key not in codebook.words["governors"]["list_words"]:
                break
            if tagged is None:
                break
            continue
        if unit.kind in {PLACE, NUMBER} or (unit.kind == MARK and unit.key != "-"):
            break
        noun = unit.key if unit.kind == WORD and unit.key.isalpha() else noun
    return noun
