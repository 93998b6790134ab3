"""Which part of a sentence its speaker vouches for: before or behind the verb of report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.reports import ends_clause
from geomap.incidents.story import SEGMENT_MARK
from geomap.incidents.units import DATE, HARD_MARKS, MARK, NUMBER, PLACE, WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.incidents.units import Unit

__all__ = ["scope_of"]

DAY_REACH = 2  # units of "on Monday" after a report verb
LONGEST_TRAILER = 14  # units of a report verb and its speaker behind what was said
CURRENCIES = frozenset("$£€¥₴₽")
LONGEST_OCCASION = 5  # units of "In P on Monday night"


def scope_of(
    units: Sequence[Unit], span: tuple[int, int], verb: int, words: Mapping[str, frozenset[str]]
) -> range:
    """Return the units of what was said: after the report verb, or before a trailing one.

    A clause that goes on behind a speaker between commas is said, too.
    """
    start, end = span
    if units[verb].key in words["reacting"]:
        return range(verb, verb + 1)
    if units[verb].key in words["accounts"] or units[verb].key in words["right"]:
        return _part(units, verb)
    if _is_trailing(units, span, verb, words):
        return range(_part(units, verb).stop if _goes_on(units, span, verb, words) else start)
    if end > verb:
        return range(len(units))
    is_inner = start > 0 and units[start - 1].key in words["inner"]
    return range(verb, _part(units, verb).stop if is_inner else len(units))


def _part(units: Sequence[Unit], at: int) -> range:
    """Return the part of a sentence between semicolons that a unit stands in."""
    marks = [n for n, unit in enumerate(units) if unit.key == SEGMENT_MARK]
    start = max((n + 1 for n in marks if n < at), default=0)
    return range(start, min((n for n in marks if n > at), default=len(units)))


def _goes_on(
    units: Sequence[Unit], span: tuple[int, int], verb: int, words: Mapping[str, Collection[str]]
) -> bool:
    """Return whether a clause goes on behind its speaker: "On Monday, X said, a drone hit P"."""
    after = max(span[1], verb + 1)
    while after < len(units) and (
        units[after].kind in {DATE, PLACE} or units[after].key in words["times"]
    ):
        after += 1
    is_joined = after + 1 < len(units) and units[after + 1].key in words["joints"]
    return after < len(units) and units[after].key == "," and not is_joined


def _is_trailing(
    units: Sequence[Unit], span: tuple[int, int], verb: int, words: Mapping[str, Collection[str]]
) -> bool:
    """Return whether the speaker stands after what was said: "…, X said".

    Behind where or when alone nothing was said yet: "In P, X said a drone had hit Q".
    """
    start, after = span[0], units[verb + 1].key if verb + 1 < len(units) else ""
    if start > verb:
        return start > 2  # noqa: PLR2004 - something was said before "said X"
    if not start or units[start - 1].key != "," or _is_told_of(units, span, verb, words):
        return False
    if after == ",":
        return True
    key, is_closed = units[verb].key, ends_clause(units, verb)
    is_held = key in words["transitive"] and key not in words["telling"] and not is_closed
    follows = units[verb + 1] if verb + 1 < len(units) else units[verb]
    is_counted = follows.kind == NUMBER or follows.key in CURRENCIES
    if is_held or is_counted or after in words["that"]:
        return False  # "In P, at the side of Y, X promised Z another package"
    if _is_occasion(units[: start - 1], {*words["times"], *words["opening_asides"]}):
        return False
    return len(units) - verb <= LONGEST_TRAILER or _ends_part(units, verb, words["joints"])


def _is_told_of(
    units: Sequence[Unit], span: tuple[int, int], verb: int, words: Mapping[str, Collection[str]]
) -> bool:
    """Return whether a relative clause tells what somebody says: "X, who said a drone …"."""
    after = span[1] + 1
    return after < verb and units[span[1]].key == "," and units[after].key in words["relatives"]


def _is_occasion(units: Sequence[Unit], times: Collection[str]) -> bool:
    """Return whether words only tell where or when: "In P", "Late on Monday"."""
    is_open = bool(units) and (units[0].kind == DATE or units[0].key in times)
    return is_open and len(units) <= LONGEST_OCCASION and all(u.kind != MARK for u in units)


def _ends_part(units: Sequence[Unit], verb: int, joints: Collection[str]) -> bool:
    """Return whether a part ends behind a report verb, or where and when it was said.

    "…, X said on Monday; …", "…, X wrote on Telegram, and …".
    """
    after = verb + 1
    while after < len(units) and units[after].kind in {DATE, WORD} and after - verb <= DAY_REACH:
        after += 1
    if after >= len(units) or units[after].key in HARD_MARKS:
        return after < len(units)
    is_joined = after + 1 < len(units) and units[after + 1].key in joints
    return units[after].key == "," and is_joined
