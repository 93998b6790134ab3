"""Numbers bound to what they count: 35 launched, 30 of them intercepted, 3 % of consumers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.patterns import find_matches
from geomap.incidents.units import MARK, NUMBER, PLACE, TARGET, WEAPON, WORD
from geomap.records import COUNT_KINDS, Count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.drafts import BoundPlace, Draft
    from geomap.incidents.units import Unit, Units

__all__ = ["bind_counts", "is_known"]

WEAPON_NUMBER = "number"  # a number of weapons: what it counts is said by the page
SINGLE_KIND = (
    "intercepted"  # "a drone" is one where it is stopped; a strike by "a drone" may be of many
)
SINGLE_REACH = 4
UNIT_REACH = 8
WHOLE_REACH = 9  # units from "all" to its verb
PLACE_REACH = 6
SEVERAL = 2
COUNTED_ROLES = frozenset({"target", "affected", "intercepted"})
LOCAL_KINDS = frozenset({"killed", "injured", "affected", "destroyed", "intercepted"})
"""Kinds of numbers that one place of several can have for itself."""


class _Reading(NamedTuple):
    """One way to read a number: what it counts, by which word, how far from it."""

    distance: int
    unit: int
    kind: str
    anchor: int


def bind_counts(text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook) -> None:
    """Give the numbers of a sentence to its drafts, each once."""
    if not any(unit.kind == NUMBER for unit in sentence.units):
        _bind_single(text, sentence, drafts, codebook)
        _mark_whole(text, sentence, drafts, codebook)
        return
    used = _bind_respective(text, sentence, drafts, codebook)
    used |= _mark_whole(text, sentence, drafts, codebook)
    anchors: set[tuple[int, str]] = set()
    for reading in sorted(_readings(sentence, codebook)):
        if reading.unit in used or (reading.anchor, reading.kind) in anchors:
            continue
        if _bind(text, sentence, reading, drafts, codebook):
            used.add(reading.unit)
            anchors.add((reading.anchor, reading.kind))
    _bind_elliptic(text, sentence, drafts, codebook)
    _bind_single(text, sentence, drafts, codebook)


def _bind_respective(
    text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook
) -> set[int]:
    """Bind "14 and 23 respectively" to the two weapons or places of the sentence, in order."""
    units = sentence.units
    words = codebook.words["governors"]["respectively"]
    at = next((at for at, unit in enumerate(units) if unit.key in words), None)
    if at is None or not drafts:
        return set()
    pairs = [n for n in range(2, len(units)) if _is_pair(units, n)]
    if not pairs:
        return set()
    last = min(pairs, key=lambda n: abs(n - at))
    draft = min(drafts, key=lambda draft: (draft.head < last - 2, abs(draft.head - last)))
    places = [place for place in draft.places if place.role in {"target", "affected"}]
    weapons = [n for n in range(last - 2) if units[n].kind == WEAPON][-SEVERAL:]
    if draft.page.number == SINGLE_KIND and len(weapons) == SEVERAL:
        for number, weapon in zip((last - 2, last), weapons, strict=True):
            noun = _noun_after(text, units[weapon : weapon + 1], codebook)
            count = _count(text, sentence, number, SINGLE_KIND, codebook)
            draft.counts.append(replace(count, unit=noun))
    elif "killed" in draft.page.holds and len(places) == SEVERAL:
        for number, place in zip((last - 2, last), places, strict=True):
            place.counts.append(_count(text, sentence, number, "killed", codebook))
    else:
        return set()
    return {last - 2, last}


def _is_pair(units: Sequence[Unit], last: int) -> bool:
    """Return whether two numbers are joined: "14 and 23"."""
    return units[last].kind == units[last - 2].kind == NUMBER and units[last - 1].kind == WORD


def _readings(sentence: Units, codebook: Codebook) -> Iterator[_Reading]:
    for match in find_matches(sentence.units, codebook.counts):
        for capture in match.captures:
            anchor = min(match.claimed, key=lambda at: abs(at - capture.unit))
            if _is_cut_off(sentence, anchor, capture.unit, codebook):
                continue
            yield _Reading(abs(anchor - capture.unit), capture.unit, capture.name, anchor)


def _is_cut_off(sentence: Units, anchor: int, number: int, codebook: Codebook) -> bool:
    """Return whether a conjunction parts a verb from a number after it: "killed and three"."""
    between = sentence.units[anchor + 1 : number]
    return any(codebook.has("governors", "list_words", unit.key) for unit in between)


def _bind(
    text: str, sentence: Units, reading: _Reading, drafts: Sequence[Draft], codebook: Codebook
) -> bool:
    owner = _owner(sentence, reading, drafts)
    if owner is None:
        return False
    kind = owner.page.number if reading.kind == WEAPON_NUMBER else reading.kind
    unit = sentence.units[reading.unit]
    if unit.number is None or kind not in owner.page.holds:
        return False
    count = _count(text, sentence, reading.unit, kind, codebook)
    place = _place_of(sentence, reading.unit, owner, codebook) if kind in LOCAL_KINDS else None
    if place is not None and any(known.kind == kind for known in place.counts):
        return False
    if place is not None:
        place.counts.append(count)
    elif is_known(count, owner.counts):
        return False
    else:
        owner.counts.append(count)
    if unit.number.total is not None:
        _bind_total(text, unit, owner, drafts)
    return True


def is_known(count: Count, counts: Sequence[Count]) -> bool:
    """Return whether a number of the same things is there: missiles are not drones."""
    return any(
        known.kind == count.kind and (known.unit == count.unit or not (known.unit and count.unit))
        for known in counts
    )


def _owner(sentence: Units, reading: _Reading, drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft that a number belongs to: in its clause first, then the nearest."""
    anchor = sentence.units[reading.anchor]
    fitting = [
        draft
        for draft in drafts
        if _holds(draft, reading.kind)
        and not (anchor.tag and draft.page.weapons and anchor.tag.key not in draft.page.weapons)
    ]
    clause = sentence.clauses[reading.unit]
    return min(
        fitting,
        key=lambda draft: (
            reading.anchor not in draft.seen(),
            draft.clause != clause,
            draft.head > reading.unit,
            abs(draft.head - reading.unit),
        ),
        default=None,
    )


def _holds(draft: Draft, kind: str) -> bool:
    return bool(draft.page.number) if kind == WEAPON_NUMBER else kind in draft.page.holds


def _count(text: str, sentence: Units, at: int, kind: str, codebook: Codebook) -> Count:
    unit = sentence.units[at]
    number = unit.number
    if number is None or kind not in COUNT_KINDS:
        msg = f"no number of kind {kind!r} at unit {at}"
        raise ValueError(msg)
    return Count(
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


def _bind_total(text: str, unit: Unit, owner: Draft, drafts: Sequence[Draft]) -> None:
    """Give the whole of "60 of the 76" to the attack: as launched, or as what was there."""
    number = unit.number
    if number is None or number.total is None:
        return
    start, end = number.total_span
    for draft in drafts:
        is_known = any(count.kind == "launched" for count in draft.counts)
        if draft is not owner and "launched" in draft.page.holds and not is_known:
            noun = _noun_of(owner)
            count = Count("launched", number.total, text[start:end], start, end, unit=noun)
            draft.counts.append(count)
            return


def _noun_of(draft: Draft) -> str:
    counts = draft.all_counts()
    return counts[-1].unit if counts else ""


def _place_of(sentence: Units, number: int, owner: Draft, codebook: Codebook) -> BoundPlace | None:
    """Return the place that a number is bound to, if its incident has several: "two in P"."""
    if len(owner.places) < SEVERAL:
        return None
    units = sentence.units
    for at in range(number + 1, min(number + 1 + PLACE_REACH, len(units))):
        if units[at].kind in {NUMBER, MARK}:
            return None
        if units[at].kind == PLACE:
            is_list = _goes_on(units[at + 1 : at + 3], codebook)
            return None if is_list else _bound_place(owner, units[at].row)
    return None


def _goes_on(units: Sequence[Unit], codebook: Codebook) -> bool:
    """Return whether a list of places goes on: the number is that of all of them."""
    joins = len(units) == SEVERAL and units[1].kind == PLACE
    return joins and (
        units[0].kind == MARK or codebook.has("governors", "list_words", units[0].key)
    )


def _bind_elliptic(text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook) -> None:
    """Bind "three in P" after "killed two in Q": the verb is left out the second time."""
    for draft in drafts:
        known = [count for place in draft.places for count in place.counts]
        taken = {count.start for each in drafts for count in each.all_counts()}
        if not known:
            continue
        for at, unit in enumerate(sentence.units):
            if unit.kind != NUMBER or unit.start in taken:
                continue
            before = [count for count in known if count.start < unit.start]
            place = _place_of(sentence, at, draft, codebook)
            if before and place is not None and not place.counts:
                place.counts.append(_count(text, sentence, at, before[-1].kind, codebook))


def _bind_single(text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook) -> None:
    """Count "a drone" that was shot down as one."""
    for draft in drafts:
        if draft.page.number != SINGLE_KIND or any(c.kind == SINGLE_KIND for c in draft.counts):
            continue
        for at in sorted(draft.seen()):
            weapon = sentence.units[at]
            article = _article_before(sentence, at, codebook) if weapon.kind == WEAPON else None
            if article is not None:
                span = text[article.start : article.end]
                noun = weapon.key if weapon.tag is None else weapon.tag.words[-1]
                draft.counts.append(
                    Count(SINGLE_KIND, 1.0, span, article.start, article.end, unit=noun)
                )
                break


def _mark_whole(
    text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook
) -> set[int]:
    """Note "all" or "all but two" before what was intercepted: the attack has the number.

    Returns the units of the numbers that are taken off.
    """
    units, words = sentence.units, codebook.words["governors"]
    taken: set[int] = set()
    for at, unit in enumerate(units):
        if unit.kind != WORD or unit.key not in words["all"]:
            continue
        less = _exception(units, at, words["but"])
        after = units[(less or at) + 1 : (less or at) + 1 + SINGLE_REACH]
        stopped = [draft for draft in drafts if draft.page.number == SINGLE_KIND]
        fitting = [draft for draft in stopped if at - SINGLE_REACH < draft.head < at + WHOLE_REACH]
        draft = min(fitting, key=lambda draft: abs(draft.head - at), default=None)
        if draft is None or any(u.kind == NUMBER for u in after):
            continue
        noun = next((_noun_after(text, (u,), codebook) for u in after if u.kind == WEAPON), "")
        number = units[less].number if less else None
        value = None if number is None or number.value is None else -number.value
        span = text[unit.start : unit.end]
        draft.whole = Count(SINGLE_KIND, value, span, unit.start, unit.end, unit=noun)
        taken.update({less} if less else ())
    return taken


def _exception(units: Sequence[Unit], at: int, but: Collection[str]) -> int | None:
    """Return the number of "all but two"."""
    is_but = at + 2 < len(units) and units[at + 1].key in but and units[at + 2].kind == NUMBER
    return at + 2 if is_but else None


def _article_before(sentence: Units, at: int, codebook: Codebook) -> Unit | None:
    """Return the "a" of a weapon, over adjectives."""
    for back in range(at - 1, max(-1, at - 1 - SINGLE_REACH), -1):
        unit = sentence.units[back]
        if unit.kind == WORD and unit.key in codebook.numbers.articles:
            return unit
        if unit.kind in {MARK, NUMBER, PLACE} or unit.key in codebook.unit_stops:
            return None
    return None


def _bound_place(owner: Draft, mention: int) -> BoundPlace | None:
    places = (place for place in owner.places if place.mention == mention)
    return next((place for place in places if place.role in COUNTED_ROLES), None)


def _unit_of(text: str, sentence: Units, at: int, codebook: Codebook) -> str:
    """Return the words for what is counted: "drones", "people", "% of consumers"."""
    number = sentence.units[at].number
    noun = _noun_after(text, sentence.units[at + 1 : at + 1 + UNIT_REACH], codebook)
    if number is not None and number.is_share:
        return f"% of {noun}" if noun else "%"
    return noun


def _noun_after(text: str, units: Sequence[Unit], codebook: Codebook) -> str:
    """Return the noun after a number: a weapon or target wins over the words before it."""
    tagged = next((u for u in units if u.kind in {WEAPON, TARGET}), None)
    noun = ""
    for unit in units:
        if unit is tagged:
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
