"""What one sentence tells of one incident in several words becomes one draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.links import absorb
from geomap.incidents.places import holds_site, is_country, place_key, place_keys
from geomap.records import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.drafts import Draft
    from geomap.records import Resolution

__all__ = ["join_casualties", "join_strikes"]

CASUALTIES, EXPLOSION = "casualties", "explosion"


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
        for place in draft.places:
            place.role = home.page.inherits or place.role
        absorb(home, draft, resolutions)
    return kept


def _causes(cause: Draft, draft: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether a draft can hold the casualties: in its part of the sentence or just after.

    "Rockets hit P; two died there": what names no other place goes on from the part before.
    """
    if cause.realis is not draft.realis:
        return False
    is_next = cause.is_strike and cause.segment == draft.segment - 1
    goes_on = is_next and place_keys(draft, resolutions) <= place_keys(cause, resolutions)
    return cause.segment == draft.segment or goes_on


def _are_apart(one: Draft, two: Draft, resolutions: Sequence[Resolution]) -> bool:
    """Return whether two strikes hit different places: "after the attack on P a missile hit Q"."""
    sites = [
        {
            place_key(resolutions[place.mention])
            for place in draft.places
            if place.role is Role.TARGET and not is_country(resolutions[place.mention])
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
