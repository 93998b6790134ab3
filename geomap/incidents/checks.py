"""Numbers that cannot both be right: more shot down than was launched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geomap.records import Count, Incident

__all__ = ["BREACH", "flag_breaches"]

BREACH = "numbers: "
"""How the evidence begins that tells of such numbers."""


def flag_breaches(incidents: Sequence[Incident]) -> tuple[Incident, ...]:
    """Add to an interception's evidence that it stopped more than its attack launched.

    Only numbers of the same things are compared, and none that has no upper bound.

    Examples
    --------
    >>> flag_breaches(())
    ()
    """
    by_id = {incident.incident_id: incident for incident in incidents}
    return tuple(_flagged(incident, by_id) for incident in incidents)


def _flagged(incident: Incident, by_id: Mapping[str, Incident]) -> Incident:
    attack = by_id.get(incident.attack_id)
    if attack is None:
        return incident
    faults = tuple(_faults(incident, attack))
    return replace(incident, evidence=(*incident.evidence, *faults)) if faults else incident


def _faults(incident: Incident, attack: Incident) -> Iterator[str]:
    for launched in _counts(attack, "launched"):
        most = launched.high if launched.high is not None else launched.value
        stopped = [c for c in _counts(incident, "intercepted") if _noun(c) == _noun(launched)]
        least = sum(c.low if c.low is not None else c.value or 0.0 for c in stopped)
        is_open = launched.approximate and launched.high is None
        if most is not None and not is_open and least > most:
            yield f"{BREACH}{least:g} intercepted of {most:g} launched"


def _counts(incident: Incident, kind: str) -> Iterator[Count]:
    held = (*incident.counts, *(count for place in incident.places for count in place.counts))
    return (count for count in held if count.kind == kind)


def _noun(count: Count) -> str:
    """Return what was counted, one or many."""
    return count.unit.removesuffix("s")
