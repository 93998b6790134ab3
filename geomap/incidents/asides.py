"""Numbers that only tell more of one already given: "including two children"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Unit

__all__ = ["is_aside"]

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
    if before in numbers.parts or following in words["parties"]:
        return True
    if before in words["asides"] and following in words["appositions"] | words["named"]:
        return True
    if before in words["having"] and following in words["dwellers"]:
        return True
    if following in numbers.articles and not codebook.people.isdisjoint(after[1:2]):
        return True  # "seven villagers, one a child, were"
    is_part = len(after) > PART_WORDS and following in words["of"] and after[1] in words["them"]
    is_word = after[PART_WORDS + 1 : PART_WORDS + 2] in ([","], ["."])  # "17 of them Indian,"
    return is_part and (is_word or after[PART_WORDS] in codebook.people)
