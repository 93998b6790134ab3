"""Numbers bound to what they count: 35 launched, 30 of them intercepted, 3 % of consumers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.apiece import LOCAL_KINDS, bind_gapped, bind_places_told, give_each, place_of
from geomap.incidents.asides import joins_place, tells_part
from geomap.incidents.matching import find_matches
from geomap.incidents.nouns import PEOPLE_KINDS, count_of, is_area, is_known, is_people, noun_after
from geomap.incidents.persons import bind_persons
from geomap.incidents.singles import STOPPED, bind_singles, mark_whole
from geomap.incidents.tallies import (
    THING_KINDS,
    added,
    adds_to,
    bind_total,
    breaks_down,
    is_joined,
    is_stopped,
    is_taken_up,
    row_of,
    summed,
    with_hits,
)
from geomap.incidents.units import NUMBER, PART, PLACE, TARGET, WEAPON, WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from geomap.incidents.codebook import Codebook, Page
    from geomap.incidents.drafts import Draft
    from geomap.incidents.units import Unit, Units
    from geomap.records import Count

__all__ = ["bind_counts"]

WEAPON_NUMBER = "number"  # a number of weapons: what it counts is said by the page
AREA_KIND = "captured"
LAST_KINDS = ("captured", "injured", "affected")  # who is "burned to death" is not hurt
SEVERAL = 2
PART_DISTANCE = 3  # added for "30 of them": the 80 that they are a part of come first
CARRIER_REACH = 4  # units from a number to its weapon: "two Russian attack helicopters"


class _Reading(NamedTuple):
    """One way to read a number: what it counts, by which word, how far from it."""

    distance: int
    unit: int
    kind: str
    anchor: int


def bind_counts(text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook) -> None:
    """Give the numbers of a sentence to its drafts, each once."""
    if NUMBER not in sentence.spots:
        bind_places_told(text, sentence, drafts, codebook)
        bind_singles(text, sentence, drafts, codebook)
        mark_whole(text, sentence, drafts, codebook)
        bind_persons(text, sentence, drafts, codebook)
        return
    used = _bind_respective(text, sentence, drafts, codebook)
    used |= mark_whole(text, sentence, drafts, codebook)
    anchors: set[tuple[int, str]] = set()
    readings = sorted(_readings(sentence, codebook), key=_order)
    kinds = _kinds(readings)
    takes = any(AREA_KIND in draft.page.holds for draft in drafts)
    for reading in readings:
        if reading.unit in used or (reading.anchor, reading.kind) in anchors:
            continue
        if reading.kind == "affected" and takes and AREA_KIND in kinds[reading.unit]:
            continue  # who is taken into custody is not moved to safety
        held = _bind(text, sentence, reading, drafts, codebook)
        if held is None:
            continue
        anchors.add((reading.anchor, reading.kind))
        used.add(reading.unit)
        if held[-1].kind in PEOPLE_KINDS | THING_KINDS:
            whole = row_of(sentence, reading.unit, codebook)
            told = [count_of(text, sentence, at, held[-1].kind, codebook) for at in whole]
            if breaks_down(told):
                held[-1] = told[0]
                used.update(whole)
            row = [at for at in whole if at == reading.unit or _is_like(at, reading, used, kinds)]
            row = [at for at in row if _is_share(sentence, at) == _is_share(sentence, reading.unit)]
            if len(row) > 1:
                used.update(_bind_row(text, sentence, row, held, codebook))
    bind_gapped(text, sentence, drafts, codebook)
    bind_places_told(text, sentence, drafts, codebook)
    bind_singles(text, sentence, drafts, codebook)
    bind_persons(text, sentence, drafts, codebook)


def _bind_respective(
    text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook
) -> set[int]:
    """Bind "14 and 23 respectively" to the two weapons or places of the sentence, in order."""
    units = sentence.units
    pairs = [n for n in sentence.spots[NUMBER] if n > 1 and _is_pair(units, n)]
    if not pairs or not drafts:
        return set()
    at = next((at for at in range(len(units)) if _is_respective(units, at, codebook)), None)
    if at is None:
        return set()
    last = min(pairs, key=lambda n: abs(n - at))
    draft = min(drafts, key=lambda draft: (draft.head < last - 2, abs(draft.head - last)))
    places = [place for place in draft.places if place.role in {"target", "affected"}]
    weapons = [n for n in range(last - 2) if units[n].kind == WEAPON][-SEVERAL:]
    if draft.page.number == STOPPED and len(weapons) == SEVERAL:
        for number, weapon in zip((last - 2, last), weapons, strict=True):
            noun = noun_after(text, units[weapon : weapon + 1], codebook)
            count = count_of(text, sentence, number, STOPPED, codebook)
            draft.counts.append(replace(count, unit=noun))
    elif draft.page.number == STOPPED and not weapons:  # "five and sixty of them, respectively"
        for number in (last - 2, last):
            draft.counts.append(count_of(text, sentence, number, STOPPED, codebook))
    elif "killed" in draft.page.holds and len(places) == SEVERAL:
        for number, place in zip((last - 2, last), places, strict=True):
            place.counts.append(count_of(text, sentence, number, "killed", codebook))
    else:
        return set()
    return {last - 2, last}


def _is_respective(units: Sequence[Unit], at: int, codebook: Codebook) -> bool:
    """Return whether two numbers belong to two things: "… respectively", "of which 14 and 23"."""
    words = codebook.words["governors"]
    key, last = units[at].key, at + SEVERAL + 1
    if key in words["respectively"]:
        return True
    if not at or last >= len(units) or units[at - 1].key not in words["of"]:
        return False
    is_taken_up = key in words["them"] or key in codebook.words["reporting"]["relatives"]
    return is_taken_up and _is_pair(units, last)


def _is_pair(units: Sequence[Unit], last: int) -> bool:
    """Return whether two numbers are joined: "14 and 23"."""
    return units[last].kind == units[last - 2].kind == NUMBER and units[last - 1].kind == WORD


def _readings(sentence: Units, codebook: Codebook) -> Iterator[_Reading]:
    for match in find_matches(sentence, codebook.counts):
        for capture in match.captures:
            anchor = min(match.claimed, key=lambda at: abs(at - capture.unit))
            if _is_cut_off(sentence, anchor, capture.unit, codebook):
                continue
            is_arms = capture.name == WEAPON_NUMBER
            is_other = is_arms and _is_of_other(sentence, capture.unit, anchor, codebook)
            if is_other or tells_part(sentence, capture.unit, anchor, codebook):
                continue
            is_part = is_arms and sentence.units[anchor].key in codebook.numbers.of
            distance = abs(anchor - capture.unit) + PART_DISTANCE * is_part
            yield _Reading(distance, capture.unit, capture.name, anchor)


def _order(reading: _Reading) -> tuple[object, ...]:
    """Return which reading is tried first: the nearest; who is killed is not but hurt."""
    last = LAST_KINDS.index(reading.kind) + 1 if reading.kind in LAST_KINDS else 0
    return reading.distance, reading.unit, last, reading.kind, reading.anchor


def _is_cut_off(sentence: Units, anchor: int, number: int, codebook: Codebook) -> bool:
    """Return whether a conjunction parts a verb from a number after it: "killed and three".

    It does not in a row: "lost 20 men and four tanks".
    """
    links, between = codebook.words["governors"]["list_words"], sentence.units[anchor + 1 : number]
    is_row = any(unit.kind == NUMBER for unit in between)
    return not is_row and any(unit.key in links for unit in between)


def _is_next_in_row(sentence: Units, at: int, held: Sequence[Count], codebook: Codebook) -> bool:
    """Return whether more of what was launched follows: "30 cruise and 120 ballistic missiles"."""
    starts = {count.start for count in held if count.kind == "launched"}
    units = sentence.units
    spots = [n for n in sentence.spots[NUMBER] if units[n].start in starts]
    return any(is_joined(units, min(n, at), max(n, at), codebook) for n in spots if n != at)


def _is_of_other(sentence: Units, number: int, anchor: int, codebook: Codebook) -> bool:
    """Return whether a number is of other things: "40 flats by a missile"; "a mayor said"."""
    if sentence.main(number) != sentence.main(anchor):
        return True
    words = codebook.numbers
    return any(
        unit.kind in {TARGET, PLACE}
        or unit.key in words.articles
        or (unit.key in words.persons and unit.key not in words.adjectives)
        for unit in sentence.units[number + 1 : anchor]
    )


def _bind(
    text: str, sentence: Units, reading: _Reading, drafts: Sequence[Draft], codebook: Codebook
) -> list[Count] | None:
    """Bind a number as one of its readings has it; return the counts it was put with, if any."""
    owner = _owner(sentence, reading, drafts)
    if owner is None:
        return None
    kind = _kind_for(owner, reading.kind)
    unit = sentence.units[reading.unit]
    count = count_of(text, sentence, reading.unit, kind, codebook)
    if kind == STOPPED and is_taken_up(sentence, reading.unit, max(owner.claimed()), codebook):
        others = [draft for draft in drafts if draft is not owner]
        return _bind(text, sentence, reading, others, codebook)
    local = kind in LOCAL_KINDS
    if local and (each := give_each(sentence, reading.unit, count, owner, codebook)):
        return each
    place = place_of(sentence, reading.unit, owner, codebook) if local else None
    held = owner.counts if place is None else place.counts
    has_kind = any(known.kind == kind for known in held)
    is_told = is_known(count, held) if place is None else has_kind
    is_told = is_told or (
        has_kind and kind in PEOPLE_KINDS and _opens_with_whole(sentence, codebook)
    )
    is_told = is_told and not _is_next_in_row(sentence, reading.unit, held, codebook)
    is_told = is_told and not _is_further(sentence, reading, held, kind, codebook)
    if is_told and adds_to(sentence, held[-1], count, codebook):
        held[-1] = added(held[-1], count)
        return held
    if is_told or not _suits(sentence, reading.unit, count, owner, codebook):
        return None
    can_hit = "hit" in owner.page.holds and not is_stopped(sentence, reading.unit, codebook)
    held.extend(with_hits(text, count, unit, can_hit=can_hit))
    bind_total(text, unit, owner, drafts)
    _bind_all(sentence, reading.unit, count, drafts, codebook)
    return held


def _is_further(
    sentence: Units, reading: _Reading, held: Sequence[Count], kind: str, codebook: Codebook
) -> bool:
    """Return whether a number adds things to those told: "79 and another 12", "three jammed"."""
    words, units = codebook.words["governors"], sentence.units
    if kind in PEOPLE_KINDS:
        return False  # these are summed
    starts = {count.start for count in held}
    spots = [n for n in sentence.spots[NUMBER] if n == reading.unit or units[n].start in starts]
    last = spots[-1]
    beside = {unit.key for unit in units[max(0, last - 1) : last + 2]}
    is_jammed = kind == STOPPED and units[reading.anchor].key in words["jammed"]
    return is_jammed or not beside.isdisjoint(words["more"])


def _opens_with_whole(sentence: Units, codebook: Codebook) -> bool:
    """Return whether what follows tells parts: "Of the 19 hurt, six are still in hospital"."""
    of = codebook.words["governors"]["of"]
    return sentence.units[0].key in of and sentence.spots[NUMBER][0] <= SEVERAL


def _kinds(readings: Iterable[_Reading]) -> defaultdict[int, set[str]]:
    """Return what each number may count."""
    kinds: defaultdict[int, set[str]] = defaultdict(set)
    for reading in readings:
        kinds[reading.unit].add(reading.kind)
    return kinds


def _is_like(
    at: int, reading: _Reading, used: Collection[int], kinds: Mapping[int, set[str]]
) -> bool:
    """Return whether a number of a row is free to count what the bound one counts."""
    return at not in used and kinds.get(at, set()) <= {reading.kind}


def _is_share(sentence: Units, at: int) -> bool:
    """Return whether the number at a unit is so many of a hundred."""
    number = sentence.units[at].number
    return number is not None and number.is_share


def _bind_row(
    text: str, sentence: Units, row: Sequence[int], counts: list[Count], codebook: Codebook
) -> Sequence[int]:
    """Put the numbers in a row with one just bound, the last of some counts, in its place.

    Returns the units that were bound so; none of "820 soldiers and 14 tanks eliminated".
    """
    bound = counts[-1]
    told = [count_of(text, sentence, n, bound.kind, codebook) for n in row]
    told = [bound if count.start == bound.start else count for count in told]
    is_crowd = bound.kind in PEOPLE_KINDS
    kinds = {is_people(count.unit, codebook) for count in told if count.unit}
    if is_crowd and False in kinds:
        return ()
    if breaks_down(told):
        told = told[:1]
    elif len(kinds) > 1:
        return ()
    elif is_crowd:
        told = [summed(text, told, next(iter(codebook.words["governors"]["crowd"])))]
    counts[-1:] = told
    return row


def _suits(sentence: Units, at: int, count: Count, owner: Draft, codebook: Codebook) -> bool:
    """Return whether a draft can count such things: ground is captured, people are not damaged.

    Jets are not launched at a town, and "people in two districts" are not two.
    """
    words = codebook.words["governors"]
    if is_area(sentence, at, codebook) and count.kind != AREA_KIND:
        return False
    is_shot = count.kind not in {"launched", "hit"} or not _is_no_shot(sentence, at, codebook)
    is_soil = not words["soil"].isdisjoint(sentence.words[at + 1 : at + 2])
    if not is_shot or (is_soil and count.kind == STOPPED):
        return False  # "shot down over nine regions"
    if _is_share(sentence, at) and count.kind in {"launched", "hit", STOPPED}:
        return False  # "99 per cent of which"
    following = sentence.words[at + 1 : at + 1 + SEVERAL]
    is_site = count.unit in words["soil"] or not words["named"].isdisjoint(
        (count.unit, *following[:1])
    )
    are_sites = not words["named"].isdisjoint(following)
    if (is_site or are_sites) and count.kind == AREA_KIND and owner.page.group == "security":
        return False  # "people in 36 cities were led away"
    is_site = is_site and owner.page.group != "harm"  # "power was cut in two districts"
    is_within = is_site and sentence.units[at - 1].key in words["within"]
    is_beside = count.unit in words["named"] and joins_place(sentence, at)
    if count.kind == "affected" and (is_within or is_beside):
        return False
    is_thing = count.kind == "destroyed" or (count.kind == "affected" and _is_of_things(owner.page))
    return not (is_thing and count.unit in codebook.people)


def _is_of_things(page: Page) -> bool:
    """Return whether a page counts what is destroyed, and nobody who is killed or injured."""
    return "destroyed" in page.holds and page.holds.isdisjoint(PEOPLE_KINDS)


def _is_no_shot(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a number is of people, of carriers, or a part: "two jets", "two of them"."""
    following = sentence.units[at + 1 : at + 1 + CARRIER_REACH]
    words = codebook.words["governors"]
    no_shots = (codebook.people, words["named"], words["soil"])
    if following and any(following[0].key in known for known in no_shots):
        return True  # "a drone wounded a woman", "struck two cities with missiles"
    weapon = next((u.tag for u in following if u.kind == WEAPON and u.tag), None)
    if weapon is not None:
        return codebook.has("governors", "carriers", weapon.key)
    return any(codebook.has("governors", "them", unit.key) for unit in following[:SEVERAL])


def _owner(sentence: Units, reading: _Reading, drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft that a number belongs to: in its clause first, then the nearest."""
    anchor = sentence.units[reading.anchor]
    weapon = anchor.tag.key if anchor.kind == WEAPON and anchor.tag else ""
    fitting = [
        draft
        for draft in drafts
        if _holds(draft, reading.kind)
        and not (weapon and draft.page.weapons and weapon not in draft.page.weapons)
    ]
    clause = sentence.clauses[reading.unit]
    is_part = sentence.units[reading.unit].key == PART  # "12 of 14 drones were shot down"
    stopped = [d for d in fitting if is_part and d.page.number == STOPPED and d.clause == clause]
    return min(
        stopped or fitting,
        key=lambda draft: (
            reading.anchor not in draft.seen(),
            draft.clause != clause,
            draft.head > reading.unit,
            abs(draft.head - reading.unit),
        ),
        default=None,
    )


def _holds(draft: Draft, kind: str) -> bool:
    return bool(kind) and _kind_for(draft, kind) in draft.page.holds


def _kind_for(draft: Draft, kind: str) -> str:
    """Return what a number counts for a draft: weapons what its page says, people held "captured".

    Who is exchanged or set free was in custody.
    """
    page = draft.page
    if kind == WEAPON_NUMBER:
        return page.number
    is_custody = page.group == "security" and AREA_KIND in page.holds
    return AREA_KIND if kind == "affected" and is_custody else kind


def _bind_all(
    sentence: Units, at: int, count: Count, drafts: Sequence[Draft], codebook: Codebook
) -> None:
    """Give "all 15 missiles fired at P were shot down" to the attack and to the interception."""
    other = {"launched": STOPPED, STOPPED: "launched"}.get(count.kind)
    if other is None or sentence.units[at - 1].key not in codebook.words["governors"]["all"]:
        return
    for draft in drafts:
        is_free = other in draft.page.holds and draft.page.number == other
        if is_free and not any(known.kind == other for known in draft.counts):
            draft.counts.append(replace(count, kind=other))
            return
