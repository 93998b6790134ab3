"""What a mention stands for, by the rules of the language: the first that fits decides."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.mentions.patterns import REACH, line_of
from geomap.mentions.reading import INHABITED
from geomap.records import Use
from geomap.text import HYPHENS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.mentions.lexis import Lexis
    from geomap.mentions.reading import Draft, Reading
    from geomap.mentions.rules import UseRule

__all__ = ["find_uses", "is_vouched"]

_LITERAL, _NAME_PART, _AFFILIATION = Use.LITERAL, Use.NAME_PART, Use.AFFILIATION
_ABBREVIATION = 3  # letters of US, UK, UAE
_AREA = frozenset({"any", "town", "place"})
_METONYM = frozenset({"any", "government", "town", "place"})
_COUNTRY = frozenset({"any", "government", "country"})
_PLACE = frozenset({"any", "place"})
_UNIT = frozenset({"any", "place", "unit"})
_PEOPLE = frozenset({"people"})
_WATER = frozenset({"any", "place", "water"})
_NAMED_WATER = _AREA | _WATER
_WATERS = frozenset({"ocean", "sea", "bay", "strait", "estuary", "lake", "river", "reservoir"})
_BY_KIND = {"admin1": _UNIT, **dict.fromkeys(INHABITED, _AREA), **dict.fromkeys(_WATERS, _WATER)}


def find_uses(
    reading: Reading, drafts: Sequence[Draft], lists: Sequence[Sequence[Draft]], lexis: Lexis
) -> None:
    """Decide the use of every draft that no guard has claimed."""
    still_open = [[draft for draft in group if draft.use is None] for group in lists]
    groups = {id(draft): group for group in still_open for draft in group}
    owners = {
        id(draft.parent)
        for draft in drafts
        if draft.parent is not None and draft.parent.first < draft.first and draft.candidates
    }
    for draft in drafts:
        if draft.use is not None:
            continue
        group = groups.get(id(draft), (draft,))
        if draft.is_demonym:
            draft.use, draft.reason = _use_of_people(reading, draft, lexis)
        elif id(draft) in owners:
            draft.use, draft.reason = _AFFILIATION, "it says where the place behind it lies"
        elif _is_attribute(reading, draft, group[-1], lexis):
            draft.use, draft.reason = _AFFILIATION, "an abbreviation before what it qualifies"
        else:
            draft.use, draft.reason = _use_of(reading, draft, group, lexis)


def _use_of_people(reading: Reading, draft: Draft, lexis: Lexis) -> tuple[Use, str]:
    """Return what an adjective of a people says, or that it names their language."""
    rule = _first_fit(*_beside(reading, draft, draft, lexis), draft, lexis)
    if rule is not None:
        return rule.use, rule.reason
    return _AFFILIATION, "an adjective or the name of a people"


def _is_attribute(reading: Reading, draft: Draft, final: Draft, lexis: Lexis) -> bool:
    """Return whether a state's abbreviation, or a list with it, qualifies a noun: "US bases"."""
    if len(draft.name) > _ABBREVIATION or draft.first_kind != "country" or draft.cue is not None:
        return False
    if reading.is_shouted[draft.sentence] or final.last >= reading.bounds[final.sentence][1]:
        return False
    behind = reading.lows[final.last]
    return behind.isalnum() and lexis.may_be_noun(behind)


def is_vouched(reading: Reading, group: Sequence[Draft], lexis: Lexis) -> bool:
    """Return whether the words around a list of names are such as stand beside places."""
    before, behind = _beside(reading, group[0], group[-1], lexis)
    rules = _vouching_at(before[0], behind[0] if behind else "", lexis)
    if not rules:
        return False
    left, right = line_of(before), line_of(behind)
    return any(_fits(rule, left, right) for rule in rules)


def _use_of(
    reading: Reading, draft: Draft, group: Sequence[Draft], lexis: Lexis
) -> tuple[Use, str]:
    before, behind = _beside(reading, group[0], group[-1], lexis)
    first = _first_fit(before, behind, draft, lexis)
    if len(group) > 1:
        own, own_behind = _beside(reading, draft, draft, lexis)
        is_own = draft is not group[0] and own[0] in lexis.strong_prep
        is_free = is_own or _opens_clause(reading, draft, group)
        alone = _first_fit(own, own_behind, draft, lexis, "" if is_free else line_of(before))
        fitting = (alone,) if is_own else (first, alone)  # "the king of Spain, in Oslo"
        first = min(filter(None, fitting), key=lambda rule: rule.number, default=None)
    is_placed = "border" in draft.kinds or (draft.relation and not draft.is_seat)
    if is_placed and (first is None or first.use is not _NAME_PART):
        return _LITERAL, f"a spatial relation: {draft.relation or 'border'}"
    if draft.is_seat and (first is None or first.use is _LITERAL):
        return _NAME_PART, "a seat of power, not a place of the event"
    if first is None:
        return _LITERAL, "nothing beside it says otherwise"
    return first.use, first.reason


def _opens_clause(reading: Reading, draft: Draft, group: Sequence[Draft]) -> bool:
    """Return whether only a comma ties a name to its list: "After the fall of Lyman, Kyiv said"."""
    return draft is group[-1] is not group[0] and reading.lows[draft.lead - 1] == ","


def _first_fit(
    before: list[str], behind: list[str], draft: Draft, lexis: Lexis, left_of_list: str = ""
) -> UseRule | None:
    """Return the first rule that the words on both sides fit, or ``None``.

    A member of a list is no subject if what stands before the list forbids it:
    "guests from Oman and Qatar met".
    """
    who = _PEOPLE if draft.is_demonym else _who(draft, lexis)
    rules = _rules_for(before[0], behind[0] if behind else "", who, lexis)
    if not rules:
        return None
    left, right, is_related = line_of(before), line_of(behind), draft.relation_first is not None
    for rule in rules:
        if not _fits(rule, left, right):
            continue
        if is_related and rule.left and rule.use is _NAME_PART:
            continue
        if not (left_of_list and rule.not_left and rule.not_left.match(left_of_list)):
            return rule
    return None


@lru_cache(maxsize=16_384)
def _rules_for(left: str, right: str, who: frozenset[str], lexis: Lexis) -> tuple[UseRule, ...]:
    """Return those of the rules that are for some classes of speakers."""
    return tuple([rule for rule in _rules_at(left, right, lexis) if rule.who in who])


def _rules_at(left: str, right: str, lexis: Lexis) -> tuple[UseRule, ...]:
    """Return the rules that the words right beside a name can fit, in their order."""
    numbers = {
        *lexis.uses_always,
        *lexis.uses_right.get(right, ()),
        *lexis.uses_left.get(left, ()),
    }
    for ending in lexis.uses_endings:
        if right.endswith(ending):
            numbers.update(lexis.uses_right[f"*{ending}"])
    return tuple(lexis.uses[number] for number in sorted(numbers))


@lru_cache(maxsize=16_384)
def _vouching_at(left: str, right: str, lexis: Lexis) -> tuple[UseRule, ...]:
    """Return those of the rules that show a name to be a place at all."""
    return tuple([rule for rule in _rules_at(left, right, lexis) if rule.vouches])


def _beside(reading: Reading, one: Draft, two: Draft, lexis: Lexis) -> tuple[list[str], list[str]]:
    """Return the words before one draft, the nearest first, and those behind another.

    Articles, quotes and directions in front are skipped.
    """
    first, limit = reading.bounds[one.sentence]
    left = one.lead if one.relation_first is None else one.relation_first
    lows, marks, skipped = reading.lows, reading.marks, lexis.skipped
    while left > first and lows[left - 1] in skipped:
        left -= 1
    right = two.last if two.parent is None else _right(reading, two, two.parent, lexis)
    before = marks[max(first, left - REACH) : left]
    before.reverse()
    behind = marks[right : min(limit, right + REACH)]
    if left - REACH < first:
        before.append("<start>")
    if right == limit and one is two:
        behind.append("<end>")  # no full stop, and no list, whose last member is no speaker
    if before[0] in HYPHENS and not (reading.is_glued[left - 1] or reading.is_glued[left]):
        before[0] = "<dash>"
    return before, behind


def _right(reading: Reading, draft: Draft, parent: Draft, lexis: Lexis) -> int:
    """Return the token behind a draft, or behind the qualifier that a comma ties to it."""
    if parent.first < draft.last or reading.texts[draft.last] != ",":
        return draft.last
    behind = reading.lows[parent.last] if parent.last < len(reading.lows) else ""
    return draft.last if behind in lexis.offices else parent.last  # "In Brussels, EU officials"


def _who(draft: Draft, lexis: Lexis) -> frozenset[str]:
    """Return the classes of speakers a name may belong to."""
    if draft.kinds and "country" not in draft.kinds and "city" not in draft.kinds:
        return _NAMED_WATER if draft.first_kind in _WATERS else _AREA
    if draft.name in lexis.metonyms and (draft.cue is None or not draft.cue.is_soft):
        return _METONYM
    kind = draft.first_kind or "village"
    if kind in {"country", "continent"}:
        return _COUNTRY
    if draft.cue is not None and draft.cue.is_government:
        return _METONYM
    return _BY_KIND.get(kind, _PLACE)


def _fits(rule: UseRule, before: str, behind: str) -> bool:
    """Return whether the lines before and behind a name are as a rule wants them."""
    right, left, not_left = rule.right, rule.left, rule.not_left
    if right is not None and right.match(behind) is None:
        return False
    if left is not None and left.match(before) is None:
        return False
    return not_left is None or not_left.match(before) is None
