"""What a mention stands for, by the rules of the language: the first that fits decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.mentions.patterns import match_any
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.mentions.lexis import Lexis, UseRule
    from geomap.mentions.reading import Draft, Reading

__all__ = ["find_uses", "is_vouched"]

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


def is_vouched(reading: Reading, draft: Draft, group: Sequence[Draft], lexis: Lexis) -> bool:
    """Return whether the words around a name are such as stand beside places."""
    left, right = _left(reading, group[0], lexis.skipped), _right(reading, group[-1])
    bounds = reading.bounds[draft.sentence]
    return any(
        rule.vouches and rule.who != "country" and _fits(reading, rule, left, right, bounds)
        for rule in lexis.uses
    )


def _use_of(
    reading: Reading, draft: Draft, group: Sequence[Draft], lexis: Lexis
) -> tuple[Use, str]:
    if draft.is_demonym:
        return Use.AFFILIATION, "an adjective or people's name of a country"
    if draft.kinds & {"border"} or draft.relation:
        return Use.LITERAL, f"a spatial relation: {draft.relation or 'border'}"
    left, right = _left(reading, group[0], lexis.skipped), _right(reading, group[-1])
    own_left, own_right = _left(reading, draft, lexis.skipped), _right(reading, draft)
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


def _left(reading: Reading, draft: Draft, skipped: frozenset[str]) -> int:
    """Return the token before a draft, articles, quotes and directions skipped."""
    first = reading.bounds[draft.sentence][0]
    at = (draft.lead if draft.relation_first is None else draft.relation_first) - 1
    while at >= first and reading.lows[at] in skipped:
        at -= 1
    return at


def _right(reading: Reading, draft: Draft) -> int:
    """Return the token behind a draft, or behind the qualifier that a comma ties to it."""
    parent = draft.parent
    if parent is None or parent.first < draft.last or reading.texts[draft.last] != ",":
        return draft.last
    return parent.last


def _who(draft: Draft, lexis: Lexis) -> frozenset[str]:
    """Return the classes of speakers a name may belong to."""
    if draft.kinds and "country" not in draft.kinds and "city" not in draft.kinds:
        return frozenset({"town"})
    if draft.name in lexis.metonyms and (draft.cue is None or not draft.cue.is_soft):
        return frozenset({"government", "town"})
    kind = draft.candidates[0].place.kind if draft.candidates else "village"
    if kind == "country":
        return frozenset({"government", "country"})
    return frozenset({"town"}) if kind in _TOWNS else frozenset({kind})


def _fits(reading: Reading, rule: UseRule, left: int, right: int, bounds: tuple[int, int]) -> bool:
    """Return whether the words on both sides of a name are as a rule wants them."""
    marks, (first, limit) = reading.marks, bounds
    if rule.right and not match_any(rule.right, marks, right, limit, 1):
        return False
    if rule.left and not match_any(rule.left, marks, left, first - 1, -1):
        return False
    return not (rule.not_left and match_any(rule.not_left, marks, left, first - 1, -1))
