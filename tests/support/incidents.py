"""Incidents of a text as tests ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap import analyze

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.records import Incident, Resolution, Role

    Reading = tuple[tuple[Resolution, ...], tuple[Incident, ...]]
    Read = Callable[..., Reading]  # the fixtures `read` and `read_incidents`


def roles(reading: Reading, type_id: str) -> dict[str, Role]:
    """The places of the one incident of a type, with their roles."""
    resolutions, _ = reading
    return {resolutions[p.mention].mention.text: p.role for p in only(reading, type_id).places}


def only(reading: Reading, type_id: str) -> Incident:
    """The one incident of a type."""
    (incident,) = [one for one in reading[1] if one.incident_type == type_id]
    return incident


def counts(incident: Incident) -> dict[str, float | None]:
    """The numbers of an incident by their kind."""
    return {count.kind: count.value for count in incident.counts}


def types_of(text: str, published: str | None = "2023-05-10") -> list[str]:
    """The types of all incidents of a report below a headline."""
    report = analyze(f"Headline of the day\n\n{text}", published=published)
    return [incident.incident_type for incident in report.incidents]


def places_of(text: str, type_id: str) -> set[tuple[str, str]]:
    """The places of all incidents of a type in a report below a headline: role and words."""
    report = analyze(f"Headline of the day\n\n{text}", published="2023-05-10")
    return {
        (place.role.value, report.resolutions[place.mention].mention.text)
        for incident in report.incidents
        if incident.incident_type == type_id
        for place in incident.places
    }
