"""What belongs together in an article: one incident told in several sentences is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.nouns import is_alike, is_known
from geomap.incidents.places import (
    add_place,
    contains,
    covers,
    is_country,
    is_long,
    place_key,
    place_keys,
)
from geomap.records import Certainty, DatePrecision, Realis, When, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.drafts import Draft
    from geomap.records import Count, Resolution
    from geomap.text import Document

__all__ = ["absorb", "merge_drafts"]

TELLING = ("sentence", "paragraph", "start", "end", "is_headline", "entry", "source", "certainty")
LEAST_LIST = 3  # places that a headline of one exact type lists
LEAD_PARAGRAPHS = 4  # a headline is told again in the first paragraphs
ROUNDING = 0.1  # "more than 470" of 478, "about 50" of 52
LEAST_TELLING = 5  # small numbers come back by chance
WAVE_PARAGRAPHS = 2  # after an attack on a country, or on no place, in which the towns are told
MEETING_PARAGRAPHS = 3  # back to "the talks": leaders meet in many places, an attack is one
ANOTHER_REACH = 2  # sentences from "two drones hit P" to "another fell on Q"
MISSILES, SHELLING = "missile_strike", "shelling"
FIRED = frozenset({"launched", "hit"})
ROCKETS = frozenset({"rocket"})  # "S-300 missiles flew at P. One of the rockets hit …"
ROUGH = frozenset({DatePrecision.MONTH, DatePrecision.SEASON, DatePrecision.YEAR})
TOTAL_DAYS = 3  # and more are told of many incidents together
MOST_RECENT = 12  # drafts, also of one place, that a later one is compared with


def merge_drafts(
    drafts: Sequence[Draft], document: Document, resolutions: Sequence[Resolution]
) -> list[Draft]:
    """Merge drafts that tell of the same incident, the earlier one first.

    The headline is told again below; a paragraph goes on about its incident; elsewhere only
    the same type, place and day are the same incident.
    """
    merged: list[Draft] = []
    headline: list[Draft] = []
    of_place: dict[str, list[Draft]] = {}
    for draft in drafts:
        keys = place_keys(draft, resolutions)
        near = [*headline, *merged[-MOST_RECENT:]]
        near += [other for key in sorted(keys) for other in of_place.get(key, ())[-MOST_RECENT:]]
        near = _latest_first(near)
        whole = _summed(draft, merged[-MOST_RECENT:])
        same = (other for other in near if _is_same(other, draft, document, resolutions))
        home = whole or next(same, None)
        if home is not None and _lists(home, draft, resolutions):
            home = None
        if home is None:
            home = draft
            home.head_order = len(merged)
            merged.append(draft)
            headline.extend([draft] if draft.is_headline else [])
        else:
            absorb(home, draft, resolutions)
        for key in keys:
            of_place.setdefault(key, []).append(home)
    return merged


def _latest_first(drafts: Sequence[Draft]) -> list[Draft]:
    """Return incidents once each, the latest of the article first."""
    once = {draft.head_order: draft for draft in drafts}
    return [once[order] for order in sorted(once, reverse=True)]


def _lists(one: Draft, two: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether a headline lists strikes of which this is one; it gives up its place."""
    keys, listed = place_keys(two, resolutions), place_keys(one, resolutions)
    is_list = one.page.yields or len(listed) >= LEAST_LIST
    if not (is_list and one.is_headline and one.is_strike and two.is_strike) or one.counts:
        return False
    if two.is_headline or not keys or not keys < listed:
        return False
    one.places = [p for p in one.places if place_key(resolutions[p.mention]) not in keys]
    two.when = two.when if two.when.text else one.when
    return True


def _summed(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """Return the incident whose numbers a telling adds up: "In all, 16 drones were shot down".

    Its number is taken off: it would count the same things twice.
    """
    if draft.places or len(draft.counts) != 1 or draft.counts[0].value is None:
        return None
    total = draft.counts[0]
    parts = [d for d in before if d.type_id == draft.type_id and _dates_agree(d.when, draft.when)]
    for known in (parts, [d for d in parts if d.paragraph == draft.paragraph]):
        values = [
            count.value or 0 for d in known for count in d.all_counts() if is_alike(count, total)
        ]
        if len(values) > 1 and sum(values) == total.value:
            draft.counts.clear()
            return known[-1]
    return None


def _is_same(one: Draft, two: Draft, document: Document, resolutions: Sequence[Resolution]) -> bool:
    if one.realis is not two.realis:
        return _is_denial_of(one, two, resolutions)
    if two.is_another and one.is_strike:
        return _is_near(one, two) and (two.page.yields or one.type_id == two.type_id)
    if one.sentence == two.sentence:
        return _goes_on(one, two, resolutions)
    is_alike = _types_agree(one, two) and _dates_agree(one.when, two.when)
    shared = _shared_places(one, two, resolutions) if is_alike else None
    if shared is None or not _counts_agree(one, two):
        return False
    if _points_back(one, two) or _opens(one, two, document):
        return True
    is_past = _is_past(one, two, is_shared=shared)
    return not is_past and _is_told_again(one, two, document, is_shared=shared)


def _goes_on(one: Draft, two: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether the next part of a sentence only counts: "…; 18 missiles were shot down".

    It may go on with other numbers: "two died; five were injured".
    """
    is_next = one.type_id == two.type_id and two.segment == one.segment + 1
    kinds = {count.kind for count in one.counts}
    is_there = place_keys(two, resolutions) <= place_keys(one, resolutions)
    return is_next and is_there and kinds.isdisjoint(count.kind for count in two.counts)


def _is_near(one: Draft, two: Draft) -> bool:
    """Return whether a telling follows another in its sentence or soon in the paragraph."""
    if one.sentence == two.sentence:
        return one.segment < two.segment
    return one.paragraph == two.paragraph and two.sentence - one.sentence <= ANOTHER_REACH


def _are_entries(one: Draft, two: Draft) -> bool:
    """Return whether two tellings stand in different entries of a live blog."""
    return one.entry != two.entry and bool(one.entry and two.entry)


def _points_back(one: Draft, two: Draft) -> bool:
    """Return whether a telling only takes up another: "the shelling", or the same number.

    It may tell where that came from: "The missiles had been launched from P".
    """
    if _are_entries(one, two):
        return False
    is_far = bool(two.page.gathers) and two.paragraph - one.paragraph > MEETING_PARAGRAPHS
    is_bare = two.is_known and not is_far and not two.has_site() and not two.counts
    return is_bare or _same_number(one, two)


def _is_denial_of(one: Draft, two: Draft, resolutions: Sequence[Resolution]) -> bool:
    if one.page.speaks:
        return False  # words that deny something are words of their own
    pair = {one.realis, two.realis}
    if pair != {Realis.ACTUAL, Realis.DENIED} or one.page.group != two.page.group:
        return False
    is_near = abs(one.paragraph - two.paragraph) <= 1
    places_differ = _shared_places(one, two, resolutions) is None
    return is_near and not places_differ and _types_agree(one, two)


def _types_agree(one: Draft, two: Draft) -> bool:
    if one.type_id == two.type_id or _is_rocket(one, two):
        return True
    return (
        one.is_strike
        and two.is_strike
        and (
            (one.page.type_id == "strike_unspecified" and not two.page.yields)
            or (two.page.type_id == "strike_unspecified" and not one.page.yields)
        )
    )


def _is_rocket(one: Draft, two: Draft) -> bool:
    """Return whether what was told of as a missile is told of again as a rocket."""
    is_rocket = two.type_id == SHELLING and two.weapon_classes == ROCKETS
    return one.type_id == MISSILES and is_rocket


def _dates_agree(one: When, two: When) -> bool:
    if not one.text or not two.text:
        return True
    if one.start and two.start and one.end and two.end:
        short, long = sorted(((one.end - one.start).days, (two.end - two.start).days))
        is_total = short < TOTAL_DAYS <= long  # what a month saw is not what one night did
        return one.start < two.end and two.start < one.end and not is_total
    return one.text.casefold() == two.text.casefold()


def _is_past(one: Draft, two: Draft, *, is_shared: bool) -> bool:
    """Return whether one is told of a month or a year and the other of no day: as news.

    What is told as known, and a next sentence that names no other place, go on with it.
    """
    dated = [draft.when for draft in (one, two) if draft.when.text]
    is_next = two.sentence - one.sentence == 1 and (is_shared or not two.places)
    is_rough = len(dated) == 1 and dated[0].precision in ROUGH
    return is_rough and not (is_next or two.is_known)


def _counts_agree(one: Draft, two: Draft) -> bool:
    return all(
        _agree(count, known)
        for count in two.counts
        for known in one.counts
        if is_alike(count, known)
    )


def _agree(one: Count, two: Count) -> bool:
    """Return whether two numbers can be the same: "more than 470" and "478"."""
    if one.value is None or two.value is None or one.value == two.value:
        return one.value == two.value
    if not (one.approximate or two.approximate):
        return False
    low, high = sorted((one.value, two.value))
    return high - low <= ROUNDING * high


def _shared_places(one: Draft, two: Draft, resolutions: Sequence[Resolution]) -> bool | None:
    """Return whether two drafts share a place; ``None`` if their places differ."""
    first, second = place_keys(one, resolutions), place_keys(two, resolutions)
    if first & second or _is_wave(one, two, resolutions):
        return True
    if _is_rough(one, two, resolutions):
        return True
    roles = [
        {place.role for place in draft.places if not is_long(resolutions[place.mention])}
        for draft in (one, two)
    ]
    return None if roles[0] & roles[1] else False  # "left P. Buses took them to Q"


def _is_rough(one: Draft, two: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether a headline only says roughly where: "near P", what the text puts in Q."""
    if not one.is_headline or two.is_headline or two.entry:
        return False
    roles = {place.role for place in one.places} & {place.role for place in two.places}
    rough, fine = (
        [resolutions[p.mention] for p in d.places if p.role in roles] for d in (one, two)
    )
    return bool(roles) and all(any(covers(area, town) for area in rough) for town in fine)


def _same_number(one: Draft, two: Draft) -> bool:
    """Return whether both give the same exact number of the same things: told twice."""
    numbers = [
        {(count.kind, count.value) for count in draft.counts if _is_telling(count)}
        for draft in (one, two)
    ]
    return bool(numbers[0] & numbers[1])


def _is_telling(count: Count) -> bool:
    return count.value is not None and count.value >= LEAST_TELLING


def _is_wave(one: Draft, two: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether one tells of a strike on a country and the other, close by, of its towns."""
    if not (one.is_strike and two.is_strike) or two.paragraph - one.paragraph > WAVE_PARAGRAPHS:
        return False
    wide, fine = ([resolutions[mention] for mention in d.targets] for d in (one, two))
    return bool(wide and fine) and all(
        is_country(country) and any(contains(country, town) for town in fine) for country in wide
    )


def _is_told_again(one: Draft, two: Draft, document: Document, *, is_shared: bool) -> bool:
    zones = {document.sentences[d.sentence].zone for d in (one, two)}
    if Zone.HEADLINE in zones and one.others:
        return any(_is_told_again(o, two, document, is_shared=is_shared) for o in one.others)
    if _are_entries(one, two):
        return is_shared and one.when == two.when
    gap = abs(two.paragraph - one.paragraph)
    if Zone.HEADLINE in zones:
        # "X, in 2008, was the last to visit P" is no news.
        is_news = DatePrecision.YEAR not in {one.when.precision, two.when.precision}
        return is_news and (is_shared or gap <= LEAD_PARAGRAPHS)
    same_day = bool(one.when.text) and one.when.text.casefold() == two.when.text.casefold()
    if is_shared:
        return gap <= 1 or same_day or not (one.when.text and two.when.text)
    if gap == 0:
        # "Oslo pledged guns. Ottawa offered boots.": what is said or given next is another.
        return not one.page.speaks and abs(one.sentence - two.sentence) == 1
    is_bare = not two.has_site() and (not two.counts or _is_salvo(one, two))
    return is_bare and same_day


def _opens(one: Draft, two: Draft, document: Document) -> bool:
    """Return whether a report opens with a strike on no place, of which two tells the details."""
    lead = next((told for told in document.sentences if told.zone is Zone.BODY), None)
    is_lead = lead is not None and one.paragraph == lead.paragraph
    is_near = two.paragraph - one.paragraph <= WAVE_PARAGRAPHS
    is_open = not one.has_site() or _is_salvo(one, two)
    return is_lead and is_near and one.is_strike and is_open


def _is_salvo(one: Draft, two: Draft) -> bool:
    """Return whether one attack is told of by its place and the other only by what was fired."""
    has_number = any(count.kind in FIRED for count in one.counts)
    is_bare = not two.has_site() and all(count.kind in FIRED for count in two.counts)
    return bool(two.counts) and is_bare and not has_number and one.type_id == two.type_id


def absorb(home: Draft, draft: Draft, resolutions: Sequence[Resolution]) -> None:
    """Put all that a draft says into another."""
    if home.page.yields and draft.is_strike and not draft.page.yields:
        home.page = draft.page
    if home.is_headline and not draft.is_headline:
        _swap_telling(home, draft)
    if home.realis is not draft.realis:
        denier = home if home.realis is Realis.DENIED else draft
        home.denied_by = denier.source.name if denier.source else ""
        if home is denier:
            _swap_telling(home, draft)
        home.realis, home.certainty = Realis.ACTUAL, Certainty.DISPUTED
    for place in draft.places:
        add_place(home.places, place, resolutions)
    told = tuple(home.counts)
    for count in draft.counts:
        rounded = next((known for known in home.counts if _is_rounded(known, count)), None)
        if rounded is not None:
            home.counts[home.counts.index(rounded)] = count
        elif not is_known(count, told):
            home.counts.append(count)
    _take_better(home, draft)
    home.matches.extend(draft.matches)
    home.evidence.extend(draft.evidence)
    home.others.append(draft)
    home.others.extend(draft.others)


def _is_rounded(known: Count, count: Count) -> bool:
    """Return whether a number only rounds another one: the exact one is kept."""
    is_better = known.approximate and not count.approximate
    return is_alike(known, count) and is_better and known.value is not None and _agree(known, count)


def _swap_telling(home: Draft, draft: Draft) -> None:
    """Let the text itself be the evidence rather than the headline."""
    for name in TELLING:
        mine, other = getattr(home, name), getattr(draft, name)
        setattr(home, name, other)
        setattr(draft, name, mine)


def _take_better(home: Draft, draft: Draft) -> None:
    """Fill what the first telling left open."""
    if not home.when.text or (home.when.start is None and draft.when.start is not None):
        home.when = draft.when if draft.when.text else home.when
    if home.source is None and draft.source is not None and not home.denied_by:
        home.source, home.certainty = draft.source, draft.certainty
    for name in ("actor", "actor_side", "target_side", "weapon", "target_kind"):
        if not getattr(home, name):
            setattr(home, name, getattr(draft, name))
