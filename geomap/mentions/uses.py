"""What a mention stands for, by the rules of the language: the first that fits decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.mentions.patterns import match_pattern
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.mentions.lexis import Lexis, UseRule
    from geomap.mentions.patterns import Pattern
    from geomap.mentions.reading import Draft, Reading

__all__ = ["find_uses"]

_SKIPPED = frozenset({
    "the", "a", "an", "its", "their", "his", "her", "our", "“", "”", '"', "‘", "«", "nearby", "neighbouring", "neighboring",
    "besieged", "occupied", "embattled", "frontline", "both", "strategic", "key", "war-torn",
})  # fmt: skip
_TOWNS = frozenset({"city", "town", "village", "district"})


def find_uses(
    reading: Reading, drafts: Sequence[Draft], lists: Sequence[Sequence[Draft]], lexis: Lexis
) -> None:
    """Decide the use of every draft that no guard has claimed."""
    groups = {id(draft): group for group in lists for draft in group}
    for draft in drafts:
        if draft.is_open:
            group = groups.get(id(draft), (draft,))
            draft.use, draft.reason = _use_of(reading, draft, group, lexis)


def _use_of(
    reading: Reading, draft: Draft, group: Sequence[Draft], lexis: Lexis
) -> tuple[Use, str]:
    if draft.is_demonym:
        return Use.AFFILIATION, "an adjective or people's name of a country"
    if draft.kinds & {"border"} or draft.relation:
        return Use.LITERAL, f"a spatial relation: {draft.relation or 'border'}"
    left, right = _left(reading, group[0]), _right(group[-1])
    own_left, own_right = _left(reading, draft), _right(draft)
    bounds = reading.bounds[draft.sentence]
    who = _who(draft, lexis)
    for rule in lexis.uses:
        if rule.who != "any" and rule.who not in who:
            continue
        if _fits(reading, rule, left, right, bounds) or (
            len(group) > 1 and _fits(reading, rule, own_left, own_right, bounds)
        ):
            return rule.use, rule.reason
    return Use.LITERAL, "nothing beside it says otherwise"


def _left(reading: Reading, draft: Draft) -> int:
    """Return the token before a draft, articles, quotes and directions skipped."""
    first = reading.bounds[draft.sentence][0]
    at = (draft.lead if draft.relation_first is None else draft.relation_first) - 1
    while at >= first and reading.lows[at] in _SKIPPED:
        at -= 1
    return at


def _right(draft: Draft) -> int:
    parent = draft.parent
    return parent.last if parent is not None and parent.first > draft.first else draft.last


def _who(draft: Draft, lexis: Lexis) -> frozenset[str]:
    """Return the classes of speakers a name may belong to."""
    if draft.name in lexis.metonyms:
        return frozenset({"government", "town"})
    kind = draft.candidates[0].place.kind if draft.candidates else "village"
    if kind == "country":
        return frozenset({"government", "country"})
    return frozenset({"town"}) if kind in _TOWNS else frozenset({kind})


def _fits(
    reading: Reading, rule: UseRule, left: int, right: int, bounds: tuple[int, int]
) -> bool:
    marks = reading.marks
    first, limit = bounds
    if rule.left and not _any(rule.left, marks, left, first - 1, -1):
        return False
    if rule.right and not _any(rule.right, marks, right, limit, 1):
        return False
    return not (rule.not_left and _any(rule.not_left, marks, left, first - 1, -1))


def _any(
    patterns: tuple[Pattern, ...], marks: list[str], position: int, limit: int, step: int
) -> bool:
    if (limit - position) * step <= 0:
        return False
    word = marks[position]
    return any(
        (not pattern.first or word in pattern.first)
        and match_pattern(pattern, marks, position, limit, step) is not None
        for pattern in patterns
    )
