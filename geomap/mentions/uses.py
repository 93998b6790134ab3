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
    owners = {id(d.parent) for d in drafts if d.parent is not None and d.parent.first < d.first}
    for draft in drafts:
        if draft.is_open and id(draft) in owners and not draft.is_demonym:
            draft.use, draft.reason = Use.AFFILIATION, "it says where the place behind it lies"
        elif draft.is_open:
            group = groups.get(id(draft), (draft,))
            draft.use, draft.reason = _use_of(reading, draft, group, lexis)


def is_vouched(reading: Reading, draft: Draft, group: Sequence[Draft], lexis: Lexis) -> bool:
    """Return whether the words around a name are such as stand beside places."""
    sides = _left(reading, group[0], lexis.skipped), _right(reading, group[-1])
    return any(
        rule.vouches and _fits(reading, rule, *sides, reading.bounds[draft.sentence])
        for rule in _rules_at(reading, *sides, reading.bounds[draft.sentence], lexis)
    )


def _use_of(
    reading: Reading, draft: Draft, group: Sequence[Draft], lexis: Lexis
) -> tuple[Use, str]:
    if draft.is_demonym:
        return Use.AFFILIATION, "an adjective or people's name of a country"
    bounds, who = reading.bounds[draft.sentence], _who(draft, lexis)
    sides = [(_left(reading, group[0], lexis.skipped), _right(reading, group[-1]))]
    if len(group) > 1:
        sides.append((_left(reading, draft, lexis.skipped), _right(reading, draft)))
    fitting = (_first_fit(reading, *side, bounds, who, lexis) for side in sides)
    first = min(filter(None, fitting), key=lambda rule: rule.number, default=None)
    is_placed = "border" in draft.kinds or (draft.relation and not draft.is_seat)
    if is_placed and (first is None or first.use is not Use.NAME_PART):
        return Use.LITERAL, f"a spatial relation: {draft.relation or 'border'}"
    if draft.is_seat and (first is None or first.use is Use.LITERAL):
        return Use.NAME_PART, "a seat of power, not a place of the event"
    if first is None:
        return Use.LITERAL, "nothing beside it says otherwise"
    return first.use, first.reason


def _first_fit(  # noqa: PLR0913, PLR0917 - two sides of a name and what is known of it
    reading: Reading,
    left: int,
    right: int,
    bounds: tuple[int, int],
    who: frozenset[str],
    lexis: Lexis,
) -> UseRule | None:
    """Return the first rule that the words on both sides fit, or ``None``."""
    for rule in _rules_at(reading, left, right, bounds, lexis):
        if (rule.who == "any" or rule.who in who) and _fits(reading, rule, left, right, bounds):
            return rule
    return None


def _rules_at(
    reading: Reading, left: int, right: int, bounds: tuple[int, int], lexis: Lexis
) -> list[UseRule]:
    """Return the rules that the words right beside a name can fit, in their order."""
    numbers = set(lexis.uses_always)
    if right < bounds[1]:
        numbers.update(lexis.uses_right.get(reading.marks[right], ()))
    if left >= bounds[0]:
        numbers.update(lexis.uses_left.get(reading.marks[left], ()))
    return [lexis.uses[number] for number in sorted(numbers)]


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
        return frozenset({"town", "place"})
    if draft.name in lexis.metonyms and (draft.cue is None or not draft.cue.is_soft):
        return frozenset({"government", "town", "place"})
    kind = draft.candidates[0].place.kind if draft.candidates else "village"
    if kind == "country":
        return frozenset({"government", "country"})
    return frozenset({"town", "place"}) if kind in _TOWNS else frozenset({"place"})


def _fits(reading: Reading, rule: UseRule, left: int, right: int, bounds: tuple[int, int]) -> bool:
    """Return whether the words on both sides of a name are as a rule wants them."""
    marks, (first, limit) = reading.marks, bounds
    if rule.right and not match_any(rule.right, marks, right, limit, 1):
        return False
    if rule.left and not match_any(rule.left, marks, left, first - 1, -1):
        return False
    return not (rule.not_left and match_any(rule.not_left, marks, left, first - 1, -1))
