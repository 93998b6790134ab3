"""Numbers that only tell more of one already given: "including two children"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Unit, Units

__all__ = ["is_aside", "joins_place", "opens_part", "tells_part"]

OWNER_UNITS = 4  # the number, "of", its owner and the "'s"
PART_REACH = 5  # units from "and" back to the part before it
AMONG_REACH = 5  # tokens of "police officers were among"
OWNED_UNITS = 2  # the house and its "with"
PART_WORDS = 2  # "of them" after a number that is a part


def is_aside(units: Sequence[Unit], after: Sequence[str], codebook: Codebook) -> bool:
    """Return whether a number only tells more of one already given, or of who acts.

    "including two children", "six of them children", "from four villages", "the two sides",
    "villages with 2,000 inhabitants".
    """
    numbers, words = codebook.numbers, codebook.words["governors"]
    following = after[0] if after else ""
    before = units[-1].key if units else ""
    if before in words["them"] and len(units) > 1:
        before = units[-2].key  # "among them two children"
    is_whole = len(units) > 1 and units[-2].key in words["passive"]  # "two were among five hurt"
    if (before in numbers.parts and not is_whole) or following in words["parties"]:
        return True
    if before in words["asides"] and following in words["appositions"] | words["named"]:
        return True
    if numbers.values.get(before) == 1 and not codebook.people.isdisjoint(after[:1]):
        return True  # "seven villagers, one a child, were"
    is_next_part = before in words["list_words"] and _is_next_part(units, following, codebook)
    if is_next_part or _is_owned(units, following, codebook) or _is_among(after, codebook):
        return True
    if following in numbers.articles and not codebook.people.isdisjoint(after[1:2]):
        return True
    is_part = len(after) > PART_WORDS and following in words["of"] and after[1] in words["them"]
    is_word = after[PART_WORDS + 1 : PART_WORDS + 2] in ([","], ["."])  # "17 of them Indian,"
    return is_part and (is_word or after[PART_WORDS] in codebook.people)


def _is_next_part(units: Sequence[Unit], following: str, codebook: Codebook) -> bool:
    """Return whether a number is a further part: "among them 57 cruise and 28 other missiles"."""
    numbers, words = codebook.numbers, codebook.words["governors"]
    if not following[:1].isalpha() or following in codebook.unit_stops:
        return False
    for at in range(len(units) - 2, max(0, len(units) - 2 - PART_REACH), -1):
        unit = units[at]
        if unit.key.isdecimal() or unit.key in numbers.values or unit.key in numbers.singles:
            before = units[at - 1 - (units[at - 1].key in words["them"])].key
            return before in numbers.parts
        is_noun = unit.tag is not None or unit.key[:1].isalpha()
        if not is_noun or unit.key in codebook.unit_stops:
            return False
    return False


def opens_part(units: Units, first: int, last: int, codebook: Codebook) -> bool:
    """Return whether parts of a number are told between two units: "including nine in P"."""
    numbers, words = codebook.numbers, units.words
    spots = (at for at in range(max(0, first), last - 1) if words[at] in numbers.parts)
    return any(words[at + 1].isdecimal() or words[at + 1] in numbers.values for at in spots)


def _is_whole(units: Sequence[Unit], codebook: Codebook) -> bool:
    """Return whether a number before has this one as its whole: "180,000 of Kherson's 300,000"."""
    if len(units) < OWNER_UNITS or units[-1].key not in codebook.numbers.owns:
        return False
    part = units[-OWNER_UNITS].number
    return part is not None and part.total is not None


def _is_among(after: Sequence[str], codebook: Codebook) -> bool:
    """Return whether a number is a part of the next, or of the one before.

    "Two nurses were among five people hurt"; "seven people, a baby girl among them, died".
    """
    words, numbers = codebook.words["governors"], codebook.numbers
    at = next((n for n, word in enumerate(after[:AMONG_REACH]) if word in words["amid"]), None)
    if at is None or not codebook.unit_stops.isdisjoint(after[:at]):
        return False
    whole = after[at + 1 + (after[at + 1 : at + 2] == ["the"]) :]
    if not whole:
        return False
    if whole[0] in words["them"]:
        return "," not in after[:at]
    return whole[0] in numbers.starts or whole[0][0].isdigit()


def _is_owned(units: Sequence[Unit], following: str, codebook: Codebook) -> bool:
    """Return whether a number tells what a place has: "a building with 80 flats", "P's 300,000"."""
    words = codebook.words["governors"]
    if not units or units[-1].key not in words["having"]:
        return _is_whole(units, codebook)
    if following in words["dwellers"]:
        return True
    if len(units) < OWNED_UNITS or units[-OWNED_UNITS].tag is None:
        return False
    kind = units[-OWNED_UNITS].kind
    return any(tag.kind == kind for tag in codebook.tags.get(following, ()))


def tells_part(sentence: Units, number: int, anchor: int, codebook: Codebook) -> bool:
    """Return whether a word tells of a part alone: "200 people, most of them displaced"."""
    words, keys = codebook.words["governors"], sentence.words
    is_part = keys[anchor - 1] in words["them"] and keys[anchor - 2] in words["of"]
    return number + PART_WORDS < anchor - 1 and is_part and keys[anchor - 3] not in words["all"]


def joins_place(sentence: Units, at: int) -> bool:
    """Return whether a number leaves a place out that stands before it: "P and two hamlets"."""
    return at > 1 and sentence.units[at - 2].row >= 0 and sentence.words[at - 1].isalpha()
