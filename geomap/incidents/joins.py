"""What one sentence tells of one incident in several words becomes one draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.links import absorb
from geomap.incidents.places import holds_site, is_country, place_key, place_keys
from geomap.incidents.units import NUMBER
from geomap.records import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.drafts import Draft
    from geomap.incidents.units import Units
    from geomap.records import Resolution

__all__ = ["CASUALTIES", "EXPLOSION", "join_casualties", "join_damage", "join_strikes"]

HIT = frozenset({Role.TARGET, Role.AFFECTED})
CASUALTIES, EXPLOSION, DAMAGE = "casualties", "explosion", "infrastructure_damage"
NAMED = ("'object'", "subject", "passive", "slot of")
"""How rules start that bind what is damaged itself, and not where it stands."""


def join_strikes(drafts: Sequence[Draft], resolutions: Sequence[Resolution]) -> list[Draft]:
    """Join strikes without a named means to the exact one of the same sentence."""
    exact = [d for d in drafts if d.is_strike and not d.page.yields]
    kept: list[Draft] = []
    for draft in drafts:
        home = _home_of(draft, exact, resolutions)
        if home is None:
            kept.append(draft)
        else:
            absorb(home, draft, resolutions)
    return kept


def join_casualties(drafts: Sequence[Draft], resolutions: Sequence[Resolution]) -> list[Draft]:
    """Join the dead and injured to what caused them, if one sentence tells of both."""
    causes = [d for d in drafts if d.type_id != CASUALTIES and "killed" in d.page.holds]
    kept: list[Draft] = []
    for draft in drafts:
        fitting = [c for c in causes if _causes(c, draft, resolutions)]
        if draft.type_id != CASUALTIES or not fitting:
            kept.append(draft)
            continue
        home = min(fitting, key=lambda d: (not d.is_strike, abs(d.head - draft.head)))
        _take_in(home, draft, resolutions)
    return kept


def join_damage(
    units: Units, drafts: Sequence[Draft], resolutions: Sequence[Resolution]
) -> list[Draft]:
    """Join damage to the strike whose only verb it is: "a missile wrecked a hotel in P".

    A facility with a name is damaged by itself: "missiles damaged the P bridge"; so are things
    with a number, which a strike does not hold: "missiles damaged three hotels".
    """
    strikes = [d for d in drafts if d.is_strike and d.page.weapons]
    kept: list[Draft] = []
    for draft in drafts:
        home = None if _is_by_itself(units, draft) else _striker_of(draft, strikes)
        if home is None:
            kept.append(draft)
        else:
            _take_in(home, draft, resolutions)
    return kept


def _take_in(home: Draft, draft: Draft, resolutions: Sequence[Resolution]) -> None:
    """Put what was done into what did it, where its places have the role they have there."""
    for place in draft.places:
        place.role = home.page.inherits or place.role
    absorb(home, draft, resolutions)


def _is_by_itself(units: Units, draft: Draft) -> bool:
    """Return whether a draft is no damage, or damage to what has a name or a number."""
    if draft.type_id != DAMAGE:
        return True
    is_named = any(binding.rule.startswith(NAMED) for binding in draft.bindings)
    clause = units.clause(draft.clause)
    return is_named or any(at in clause for at in units.spots.get(NUMBER, ()))


def _striker_of(draft: Draft, strikes: Sequence[Draft]) -> Draft | None:
    """Return the first strike, as real as some damage, that only the verb of the damage tells."""
    verbs = draft.claimed()
    return next((d for d in strikes if _is_told_by(d, verbs) and d.realis is draft.realis), None)


def _is_told_by(strike: Draft, verbs: set[int]) -> bool:
    """Return whether each trigger of a strike needs a verb of damage: none tells of a hit."""
    return all(not verbs.isdisjoint({*m.seen} - {*m.claimed}) for m in strike.matches)


def _causes(cause: Draft, draft: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether a draft can hold the casualties: in its part of the sentence or just after.

    "Rockets hit P; two died there": what names no other place goes on from the part before.
    """
    if cause.realis is not draft.realis:
        return False
    is_next = cause.segment == draft.segment - 1
    goes_on = is_next and place_keys(draft, resolutions) <= place_keys(cause, resolutions)
    is_elsewhere = cause.clause != draft.clause and _are_apart(cause, draft, resolutions)
    return goes_on or (cause.segment == draft.segment and not is_elsewhere)


def _are_apart(one: Draft, two: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether two tell of different places: "after the attack on P a missile hit Q"."""
    sites = [
        {
            place_key(resolutions[place.mention])
            for place in draft.places
            if place.role in HIT and not is_country(resolutions[place.mention])
        }
        for draft in (one, two)
    ]
    is_apart = bool(sites[0] and sites[1]) and sites[0].isdisjoint(sites[1])
    return is_apart and not holds_site(one, two, resolutions)


def _home_of(
    draft: Draft, exact: Sequence[Draft], resolutions: Sequence[Resolution]
) -> Draft | None:
    if not draft.page.yields:
        return None
    homes = [d for d in exact if d.segment == draft.segment and d.realis is draft.realis]
    homes = [d for d in homes if not _are_apart(draft, d, resolutions)]
    if draft.type_id == EXPLOSION:
        mine = place_keys(draft, resolutions)
        homes = [d for d in homes if mine <= place_keys(d, resolutions)]
    return min(homes, key=lambda d: abs(d.head - draft.head), default=None)
