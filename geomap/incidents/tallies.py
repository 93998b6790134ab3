"""Numbers in a row: "two men and a woman", "14 houses, two schools", "four jets, two of each".

People in a row are one number, things in a row are several, and a row that adds up to the
number before it only breaks that number down.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.incidents.nouns import PEOPLE_KINDS
from geomap.incidents.units import ACTOR, NUMBER, TARGET, WEAPON, WORD
from geomap.records import Count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.drafts import Draft
    from geomap.incidents.units import Unit, Units

__all__ = [
    "THING_KINDS",
    "added",
    "adds_to",
    "bind_total",
    "breaks_down",
    "is_joined",
    "is_stopped",
    "is_taken_up",
    "row_of",
    "summed",
    "with_hits",
]

THING_KINDS = frozenset({"affected", "destroyed", "intercepted", "captured"})
NOUN_REACH = 7  # units of "a 62-year-old local man" between two numbers of a row
HYPHEN = "-"
AGE_MARKS = frozenset(",()")
LEAST_PARTS = 2
PART = 2  # units from "eight" to "them" in "eight of them"
NOUNS = frozenset({WORD, WEAPON, TARGET, ACTOR})


def row_of(sentence: Units, at: int, codebook: Codebook) -> tuple[int, ...]:
    """Return the numbers of the row that a number stands in, itself among them."""
    units, numbers = sentence.units, sentence.spots[NUMBER]
    own = numbers.index(at)
    first = last = own
    while first and is_joined(units, numbers[first - 1], numbers[first], codebook):
        first -= 1
    while last + 1 < len(numbers) and is_joined(units, numbers[last], numbers[last + 1], codebook):
        last += 1
    return tuple(numbers[first : last + 1])


def is_joined(units: Sequence[Unit], one: int, two: int, codebook: Codebook) -> bool:
    """Return whether a noun and a comma or conjunction, and no more, stand between two numbers."""
    end = two
    while end > one + 1 and (
        units[end - 1].key == ","
        or codebook.has("governors", "list_words", units[end - 1].key)
        or units[end - 1].key in codebook.numbers.owners  # "a woman and her two sons"
    ):
        end -= 1
    nouns = _without_age(units[one + 1 : end], codebook)
    number = units[one].number
    is_whole = not nouns and number is not None and number.is_pair  # "a couple and their son"
    return (
        end < two
        and not _is_part(units, two, codebook)
        and (is_whole or 0 < len(nouns) <= NOUN_REACH)
        and all(
            (unit.kind in NOUNS or unit.key == HYPHEN)
            and (unit.key not in codebook.unit_stops or codebook.has("governors", "of", unit.key))
            for unit in nouns
        )
    )


def _is_part(units: Sequence[Unit], at: int, codebook: Codebook) -> bool:
    """Return whether a number is a part of one told before: "99 drones, 30 of them over P"."""
    following = [unit.key for unit in units[at + 1 : at + 1 + PART]]
    them = codebook.words["governors"]["them"]
    return len(following) == PART and following[0] in codebook.numbers.of and following[1] in them


def _without_age(units: Sequence[Unit], codebook: Codebook) -> Sequence[Unit]:
    """Return the nouns behind a number without ages: "wife, 66", "boys, aged 6 and 7"."""
    words = codebook.numbers
    at = next((n for n, unit in enumerate(units) if unit.key in AGE_MARKS), len(units))
    rest = {unit.key for unit in units[at:]} - AGE_MARKS - words.joints - words.ages
    is_aged = bool(rest) and all(key.isdecimal() or key in words.values for key in rest)
    return units[:at] if is_aged else units


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


def adds_to(sentence: Units, known: Count, count: Count, codebook: Codebook) -> bool:
    """Return whether one of two numbers of people adds to the other: "five …, two more died".

    A toll has them already: "the toll reached eight when two more were found".
    """
    words = codebook.words["governors"]
    is_alike = count.kind in PEOPLE_KINDS and count.kind == known.kind
    if not is_alike or not words["totals"].isdisjoint(sentence.keys):
        return False
    starts = {known.start, count.start}
    units = sentence.units
    spots = [n for n in sentence.spots[NUMBER] if units[n].start in starts]
    beside = {unit.key for n in spots for unit in units[max(0, n - 1) : n + 2]}
    is_known = known.value is not None and count.value is not None
    return is_known and not beside.isdisjoint(words["more"])


def added(one: Count, two: Count) -> Count:
    """Return two numbers of people as the one that they make, told where the first stands."""
    first = min(one, two, key=lambda count: count.start)
    return replace(first, value=(one.value or 0.0) + (two.value or 0.0), low=None, high=None)


def is_taken_up(sentence: Units, at: int, verb: int, codebook: Codebook) -> bool:
    """Return whether a part of it is told behind: "nine were sent, eight of them were downed"."""
    units = sentence.units
    them = codebook.words["governors"]["them"] | codebook.words["reporting"]["relatives"]
    behind = range(at + 1, min(verb, len(units) - PART))
    partly = codebook.words["governors"]["partly"]
    return any(
        units[n + PART].key in them and (units[n].kind == NUMBER or units[n].key in partly)
        for n in behind
    )


def is_stopped(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a part of what was launched never hit: "two of the four were destroyed"."""
    return not codebook.words["governors"]["stopped"].isdisjoint(sentence.words[at:])


def with_hits(text: str, count: Count, unit: Unit, *, can_hit: bool) -> list[Count]:
    """Return a number as it stands; "two of the six drones hit P" are six launched and two hit."""
    number = unit.number
    if count.kind != "launched" or number is None or number.total is None:
        return [count]
    start, end = number.total_span
    whole = replace(count, value=number.total, text=text[start:end], start=start, end=end)
    return [replace(count, kind="hit"), whole] if can_hit else [whole]


def bind_total(text: str, unit: Unit, owner: Draft, drafts: Sequence[Draft]) -> None:
    """Give the whole of "60 of the 76" to the attack, if any: as launched, or as what was there."""
    number = unit.number
    if number is None or number.total is None:
        return
    start, end = number.total_span
    for draft in drafts:
        has_own = any(count.kind == "launched" for count in draft.counts)
        if draft is not owner and "launched" in draft.page.holds and not has_own:
            noun = _noun_of(owner)
            count = Count("launched", number.total, text[start:end], start, end, unit=noun)
            draft.counts.append(count)
            return


def _noun_of(draft: Draft) -> str:
    counts = draft.all_counts()
    return counts[-1].unit if counts else ""
