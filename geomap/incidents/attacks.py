"""What belongs to an attack, and what a sentence takes over from the one before it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

from geomap.incidents.drafts import BoundPlace, tellings_in_order
from geomap.incidents.focus import FOCUS_GROUPS, NAMED
from geomap.incidents.nouns import is_known
from geomap.incidents.places import (
    add_place,
    is_around,
    is_country,
    is_long,
    is_river,
    is_spot,
    place_key,
    place_keys,
)
from geomap.records import Realis, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geomap.incidents.drafts import Draft
    from geomap.incidents.focus import Focus
    from geomap.records import Count, Resolution, Role

__all__ = [
    "LEAD_DAY",
    "carry_over",
    "link_attacks",
    "tie_there",
    "tie_to_lead",
]

MOST_CARRIED = 3  # a loss after a strike on many places is not told of each of them
MOST_TELLINGS = 20  # tellings of one incident that are looked at for the attack beside them
ATTACK_REACH = 6  # sentences of the paragraph back to the attack
INTERCEPTION = "interception"
PASSED_ROLES = frozenset({"origin", "route", "staging"})
"""Roles of places where nothing was hit."""
CAUSES = {
    "cyber_cbrn": frozenset({"service_outage"}),
    "raid_sabotage": frozenset({"casualties", "infrastructure_damage", "service_outage"}),
}
"""What an incident that is no strike can be the attack of."""
LEAD_PARAGRAPHS = 4  # the attack that a report is about is told in its first paragraphs
LONG_DAYS = 3  # and more: "no gas since Saturday" is no harm of Monday's attack
NEXT_PARAGRAPHS = 2  # to harm that goes on from an attack without a day
WIDE_ATTACK = 3  # places from which on an attack swept a country
LEAD_DAY = "day: that of the attack the report is about"
"""The evidence of a day taken over from it, which one of its own paragraph replaces."""


def link_attacks(drafts: Sequence[Draft], resolutions: Sequence[Resolution]) -> None:
    """Tie interceptions, damage, outages and casualties to their attack, where the text does.

    The attack stands in the same sentence, or close by in the same paragraph, or was told
    before of the same place. What has no day of its own takes that of its attack, and what
    has no place the one place that the attack has.
    """
    told = _by_sentence(drafts)
    there: dict[str, Draft] = {}
    for draft in sorted(drafts, key=lambda draft: draft.sentence):
        if draft.page.attaches:
            draft.attack = _attack_of(draft, told, resolutions)
            draft.attack = draft.attack or _attack_there(draft, there, resolutions)
        if draft.attack is not None:
            _take_over(draft, draft.attack, resolutions)
            _count_whole(draft, told)
        if draft.is_strike and draft.realis is Realis.ACTUAL:
            there.update((place_key(resolutions[mention]), draft) for mention in draft.targets)


def _by_sentence(drafts: Iterable[Draft]) -> dict[int, list[tuple[Draft, Draft]]]:
    """Return the attacks told in each sentence: the telling and the incident it became."""
    found: dict[int, list[tuple[Draft, Draft]]] = {}
    for draft in drafts:
        if draft.is_strike or draft.type_id in CAUSES:
            for telling in draft.tellings:
                found.setdefault(telling.sentence, []).append((telling, draft))
    for rows in found.values():
        rows.sort(key=lambda row: row[0].start)
    return found


def _attack_of(
    draft: Draft, told: dict[int, list[tuple[Draft, Draft]]], resolutions: Sequence[Resolution]
) -> Draft | None:
    """Return the attack nearest in the paragraph, of several the first type of the codebook."""
    fitting = [
        ((*_distance(mine, theirs, draft, attack), attack.page.order), attack)
        for mine in (draft, *draft.others[:MOST_TELLINGS])
        for theirs, attack in _beside(mine, told)
        if attack is not draft
        and attack.realis is draft.realis
        and _can_cause(attack, draft)
        and _days_agree(draft, attack)
        and (_is_shot_at(mine, theirs) or not _is_elsewhere(draft, attack, resolutions))
    ]
    return min(fitting, key=lambda row: row[0])[1] if fitting else None


def _distance(mine: Draft, theirs: Draft, draft: Draft, attack: Draft) -> tuple[float, ...]:
    """Return how far two tellings are apart: in sentences, the one before first, then in units.

    Of what one sentence sends, an interception is of that which it tells first.
    """
    sentences = abs(mine.sentence - theirs.sentence)
    units = 0 if sentences or draft.type_id == INTERCEPTION else abs(mine.head - theirs.head)
    return sentences, theirs.sentence, _first_stopped(draft, attack), units


def _first_stopped(draft: Draft, attack: Draft) -> float:
    """Return where an interception tells how many of the weapons of an attack were stopped."""
    sent = {_one_of(count) for count in attack.counts if count.kind == "launched"} - {""}
    told = (float(count.start) for count in draft.counts if _one_of(count) in sent)
    return min(told, default=inf) if draft.type_id == INTERCEPTION else inf


def _one_of(count: Count) -> str:
    """Return the noun of a number as it is of one: "iskander" of three."""
    return count.unit.removesuffix("s")


def _beside(
    mine: Draft, told: dict[int, list[tuple[Draft, Draft]]]
) -> Iterator[tuple[Draft, Draft]]:
    for sentence in range(mine.sentence - ATTACK_REACH, mine.sentence + 2):
        for theirs, attack in _around(told.get(sentence, ()), mine.start):
            is_near = (
                theirs.sentence != mine.sentence
                or theirs.segment <= mine.segment
                or mine.type_id == INTERCEPTION
            )
            is_background = theirs.is_lasting and theirs.sentence > mine.sentence
            if theirs.paragraph == mine.paragraph and is_near and not is_background:
                yield theirs, attack


def _around(rows: Sequence[tuple[Draft, Draft]], offset: int) -> Sequence[tuple[Draft, Draft]]:
    """Return the tellings of a sentence, of very many only those around an offset."""
    if len(rows) <= MOST_TELLINGS:
        return rows
    at = bisect_left(rows, offset, key=lambda row: row[0].start)
    return rows[max(0, at - MOST_TELLINGS // 2) : at + MOST_TELLINGS // 2]


def _attack_there(
    draft: Draft, there: dict[str, Draft], resolutions: Sequence[Resolution]
) -> Draft | None:
    """Return the attack told before on the same place, for what names no day of its own."""
    if draft.when.text or draft.realis is not Realis.ACTUAL:
        return None
    keys = (place_key(resolutions[place.mention]) for place in draft.places)
    found = [there[key] for key in keys if key in there]
    return max(found, key=lambda attack: attack.sentence, default=None)


def _can_cause(attack: Draft, draft: Draft) -> bool:
    """Return whether an attack can have done it: a strike of its weapons, or hackers an outage."""
    is_fitting = attack.is_strike or draft.type_id in CAUSES[attack.type_id]
    return is_fitting and _weapons_agree(draft, attack)


def _weapons_agree(draft: Draft, attack: Draft) -> bool:
    if draft.type_id != INTERCEPTION or not draft.weapon_classes:
        return True
    return not attack.page.weapons or bool(attack.page.weapons & draft.weapon_classes)


def _days_agree(draft: Draft, attack: Draft) -> bool:
    """Return whether a draft is of the days of an attack, as far as both are known."""
    one, two = draft.when, attack.when
    if one.start is None or one.end is None or two.start is None or two.end is None:
        return True
    is_older = one.start < two.start and (one.end - one.start).days >= LONG_DAYS
    return one.start < two.end and two.start <= one.end and not is_older


def _is_shot_at(mine: Draft, theirs: Draft) -> bool:
    """Return whether a sentence tells of what was fired and stopped, maybe on its way elsewhere."""
    return mine.type_id == INTERCEPTION and mine.sentence == theirs.sentence


def _is_elsewhere(draft: Draft, attack: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether a draft has places of its own, and none where the attack was."""
    mine, theirs = (
        [resolutions[p.mention] for p in d.places if p.role not in PASSED_ROLES]
        for d in (draft, attack)
    )
    if not mine or len(theirs) != 1 or is_country(theirs[0]):
        return False  # a wave of attacks does harm elsewhere, too
    return not any(
        is_spot(one) or place_key(one) == place_key(two) or is_around(one, two)
        for one in mine
        for two in theirs
    )


def _take_over(draft: Draft, attack: Draft, resolutions: Sequence[Resolution]) -> None:
    """Take the day, and the one place, of the attack."""
    if not draft.when.text and attack.when.text:
        draft.when = attack.when
        draft.evidence.append("day: that of its attack")
    is_strike = not attack.page.yields  # a bang may be the interception itself
    role = draft.page.inherits or (draft.page.refers if is_strike else None)
    if role is not None and not draft.is_placed:
        _take_place(draft, attack, role, resolutions)


def _count_whole(draft: Draft, told: dict[int, list[tuple[Draft, Draft]]]) -> None:
    """Give "all were shot down" the number launched in the attacks of its paragraph."""
    whole = draft.whole
    if whole is None:
        return
    launched = [
        count
        for sentence in (draft.sentence - 1, draft.sentence)
        for _, attack in told.get(sentence, ())[-MOST_TELLINGS:]
        if attack.paragraph == draft.paragraph
        for count in attack.counts
        if count.kind == "launched" and count.start < whole.start and count.value is not None
    ]
    fitting = [count for count in launched if not whole.unit or count.unit == whole.unit]
    for count in fitting:
        value = (count.value or 0.0) + (whole.value or 0.0)
        counted = replace(whole, value=max(value, 0.0), unit=count.unit)
        if not is_known(counted, draft.counts):
            draft.counts.append(counted)


def _take_place(draft: Draft, attack: Draft, role: Role, resolutions: Sequence[Resolution]) -> None:
    sites = [place for place in attack.places if place.role not in {"origin", "route"}]
    is_here = attack.sentence == draft.sentence and draft.page.inherits
    found = resolutions[sites[0].mention] if len(sites) == 1 else None
    if found is not None and not is_long(found) and (is_here or not is_country(found)):
        place = BoundPlace(sites[0].mention, role, "the place of its attack")
        add_place(draft.places, place, resolutions)


def carry_over(focus: Focus, drafts: Sequence[Draft]) -> None:
    """Let a sentence go on from the one before it in its paragraph, where it names no more.

    Violent incidents and their harm take over the place, which the evidence says. Without such
    a sentence the place is the one that the paragraph named last.
    """
    recent: list[tuple[Draft, Draft]] = []
    for telling, draft in tellings_in_order(drafts):
        recent = [row for row in recent[-MOST_TELLINGS:] if telling.sentence - row[0].sentence <= 1]
        before = [home for told, home in recent if home is not draft and _goes_on(told, telling)]
        if draft.page.group in FOCUS_GROUPS and telling is draft:
            _carry_place(draft, before, focus)
            _take_topic(draft, focus)
        recent.append((telling, draft))


def _take_topic(draft: Draft, focus: Focus) -> None:
    """Take the place that the paragraph named last before the sentence, and no country."""
    role, named = draft.page.inherits, focus.named(draft)
    if role is not None and named is not None and not draft.is_placed:
        draft.places.append(BoundPlace(named, role, NAMED))


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Return whether a telling goes on in its sentence, or as attacks and their harm, in the next.

    Those who fight, leave or are arrested are elsewhere by then.
    """
    reach = int(draft.is_strike or draft.page.attaches)
    is_next = before.paragraph == draft.paragraph and 0 <= draft.sentence - before.sentence <= reach
    return is_next and before.realis is draft.realis and before.page.group in FOCUS_GROUPS


def _carry_place(draft: Draft, before: Sequence[Draft], focus: Focus) -> None:
    role = draft.page.inherits
    if role is None or draft.is_placed:
        return
    placed = [d for d in before if d.has_site() and len(d.places) <= MOST_CARRIED]
    for place in placed[-1].places if placed else ():
        is_other = place.mention in focus.passed or is_river(focus.story.resolutions[place.mention])
        if place.role not in PASSED_ROLES and not is_other:
            bound = BoundPlace(place.mention, role, "the place of the sentence before")
            add_place(draft.places, bound, focus.story.resolutions)


def tie_to_lead(
    drafts: Sequence[Draft], resolutions: Sequence[Resolution], zones: Sequence[Zone]
) -> None:
    """Tie the harm and the interceptions that a report goes on to tell to the attack it opens with.

    They have no day of their own and lie in the country that was attacked. The entries of a
    live blog stand for themselves.

    Parameters
    ----------
    zones
        The zone of each sentence of the article.
    """
    leads = _lead_attacks(drafts, zones)
    if not leads or Zone.ENTRY in zones:
        return
    for draft in drafts:
        is_told = draft.page.attaches and draft.sentence > leads[0].sentence
        if draft.realis is not Realis.ACTUAL or draft.attack is not None or not is_told:
            continue
        lead = next((lead for lead in leads if _weapons_agree(draft, lead)), None)
        is_open = zones[draft.sentence] is Zone.BODY and not draft.when.text
        if lead is not None and is_open and _is_of_wave(draft, lead, resolutions):
            draft.attack = lead
            draft.when = lead.when
            draft.evidence.append(LEAD_DAY)
            if draft.page.inherits is not None and not draft.is_placed:
                _take_place(draft, lead, draft.page.inherits, resolutions)


def tie_there(drafts: Sequence[Draft], resolutions: Sequence[Resolution]) -> None:
    """Tie harm to the attack told before on its place and its day, when both are known.

    Where neither has a day, the attack stands in one of the paragraphs just before.
    """
    strikes: dict[str, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: draft.sentence):
        if draft.realis is not Realis.ACTUAL:
            continue
        keys = place_keys(draft, resolutions)
        if draft.page.attaches and draft.attack is None and draft.type_id != INTERCEPTION:
            before = [one for key in keys for one in strikes.get(key, ()) if _is_then(one, draft)]
            draft.attack = max(before, key=lambda one: one.sentence, default=None)
        if draft.is_strike:
            for mention in draft.targets:
                strikes.setdefault(place_key(resolutions[mention]), []).append(draft)


def _is_then(attack: Draft, draft: Draft) -> bool:
    """Return whether harm is of the day of an attack, or told next to it where none is known."""
    one, two = attack.when, draft.when
    if one.start is None and two.start is None:
        is_dated = bool(one.text or two.text)
        return not is_dated and draft.paragraph - attack.paragraph <= NEXT_PARAGRAPHS
    return (one.start, one.end) == (two.start, two.end)


def _lead_attacks(drafts: Iterable[Draft], zones: Sequence[Zone]) -> list[Draft]:
    """Return the strikes of the first sentence that tells of one: of missiles and of drones."""
    fitting = [
        draft
        for draft in drafts
        if draft.is_strike
        and draft.realis is Realis.ACTUAL
        and draft.when.start is not None
        and not draft.is_lasting
        and draft.paragraph <= LEAD_PARAGRAPHS
        and zones[draft.sentence] in {Zone.HEADLINE, Zone.BODY}
    ]
    first = min((draft.sentence for draft in fitting), default=0)
    told = [draft for draft in fitting if draft.sentence == first]
    return sorted(told, key=lambda draft: draft.page.order)


def _is_of_wave(draft: Draft, lead: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether a draft can belong to an attack: at its place, or in the country it swept."""
    countries = {_country_of(draft, resolutions), _country_of(lead, resolutions)} - {""}
    if len(countries) > 1:
        return False
    sites = [resolutions[p.mention] for p in lead.places if p.role not in PASSED_ROLES]
    is_wide = len(sites) >= WIDE_ATTACK or any(map(is_country, sites))
    is_wide = is_wide or (bool(lead.target_side) and not any(map(_is_land, sites)))
    return is_wide or place_keys(draft, resolutions) <= place_keys(lead, resolutions)


def _is_land(resolution: Resolution) -> bool:
    """Return whether a mention means a place on land: missiles only cross a sea."""
    place = resolution.place
    return place is not None and bool(place.country)


def _country_of(draft: Draft, resolutions: Sequence[Resolution]) -> str:
    """Return the country in which a draft happened, empty if that is open."""
    for place in draft.places:
        found = resolutions[place.mention].place
        if place.role not in PASSED_ROLES and found is not None:
            return found.country
    return ""
