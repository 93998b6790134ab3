"""Which prediction answers which gold record: the same span, the same place, the same incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer import distance_km
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from geomap.evaluate.gold import GoldIncident, GoldPlace
    from geomap.records import Incident, IncidentPlace, Mention, Place, Report

__all__ = [
    "is_same_place",
    "match_incidents",
    "match_mentions",
    "places_of",
]

# Gazetteers name one area with different nouns and put its point in its middle, its seat or
# its label; within one set the kinds are the same thing to a reader.
_AREAS: Mapping[str, str] = {
    kind: group
    for group, kinds in {
        "continent": ("continent",),
        "country": ("country",),
        "region": ("region", "admin1"),
        "district": ("admin2", "hromada"),
        "sea": ("ocean", "sea", "bay", "strait", "estuary"),
        "water": ("lake", "reservoir"),
        "line": ("river", "border", "road"),
        "land": ("mountains", "island", "cape", "spit"),
    }.items()
    for kind in kinds
}


def is_same_place(gold: GoldPlace, place: Place | None, within_km: float) -> bool:
    """Return whether a resolved place is the one a person meant.

    A country is compared by its ISO code; an area by its kind, and its name or distance; any
    other place by distance alone, because two gazetteers seldom share ids. ``radius_km`` of the
    gold place widens ``within_km``.

    Examples
    --------
    >>> from geomap.evaluate.gold import GoldPlace
    >>> from geomap.records import Place
    >>> kyiv = GoldPlace("Kyiv", "city", 50.450, 30.523, "UA")
    >>> is_same_place(kyiv, Place("x:1", "Kiev", "city", 50.455, 30.511, 15.0, "UA"), 5)
    True
    >>> is_same_place(kyiv, Place("x:2", "Kyivska", "admin1", 50.455, 30.511, 75.0, "UA"), 5)
    False
    >>> is_same_place(kyiv, None, 5)
    False
    """
    if place is None:
        return False
    if gold.place_id:
        return place.place_id == gold.place_id
    if _AREAS.get(gold.kind) != _AREAS.get(place.kind):
        return False
    if gold.kind == "country":
        return place.country == gold.country
    if gold.kind in _AREAS and fold_name(place.name) == fold_name(gold.name):
        return True
    distance = distance_km(gold.lat, gold.lon, place.lat, place.lon)
    return distance <= max(within_km, gold.radius_km)


def match_mentions(
    gold: Sequence[tuple[int, int]], predicted: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """Return gold index → index of the predicted span that overlaps it most, one to one.

    Examples
    --------
    >>> match_mentions([(0, 4), (10, 24)], [(0, 4), (10, 17), (30, 35)])
    {0: 0, 1: 1}
    """
    pairs = [
        (shared, -i, -j)
        for i, left in enumerate(gold)
        for j, right in enumerate(predicted)
        if (shared := min(left[1], right[1]) - max(left[0], right[0])) > 0
    ]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(pairs, reverse=True):
        if -i not in found and -j not in taken:
            found[-i] = -j
            taken.add(-j)
    return dict(sorted(found.items()))


def places_of(incident: Incident, report: Report) -> dict[Hashable, tuple[IncidentPlace, Mention]]:
    """Return an incident's places, each once per role: the same place named twice is one."""
    found: dict[Hashable, tuple[IncidentPlace, Mention]] = {}
    for one in incident.places:
        resolution = report.resolutions[one.mention]
        place, mention = resolution.place, resolution.mention
        key = (one.role, place.place_id if place else fold_name(mention.text))
        found.setdefault(key, (one, mention))
    return found


def match_incidents(
    gold: Sequence[GoldIncident], report: Report, within_km: float
) -> dict[int, int]:
    """Return gold index → index of the incident of the report that tells of it, one to one.

    A pair has the same type and evidence in the same sentence. As many as possible are paired;
    among several the one that shares more places, then more of the trigger, is preferred.
    """
    options = [_options(one, report, within_km) for one in gold]
    owner: dict[int, int] = {}
    for i in range(len(gold)):
        _assign(i, options, owner, set())
    return dict(sorted((i, j) for j, i in owner.items()))


def _options(gold: GoldIncident, report: Report, within_km: float) -> list[int]:
    """Return the incidents that may answer a gold incident, the best first."""
    ranked = [
        (-_shared_places(gold, incident, report, within_km), not _has_trigger(gold, incident), j)
        for j, incident in enumerate(report.incidents)
        if incident.incident_type == gold.incident_type and _is_told_by(gold, incident)
    ]
    return [j for _, _, j in sorted(ranked)]


def _is_told_by(gold: GoldIncident, incident: Incident) -> bool:
    return any(
        _overlaps(incident.trigger, one.quote) or _overlaps(incident.quote, (one.start, one.end))
        for one in gold.triggers
    )


def _has_trigger(gold: GoldIncident, incident: Incident) -> bool:
    return any(_overlaps(incident.trigger, (one.start, one.end)) for one in gold.triggers)


def _overlaps(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _shared_places(gold: GoldIncident, incident: Incident, report: Report, within_km: float) -> int:
    places = [report.resolutions[one.mention].place for one in incident.places]
    return sum(any(is_same_place(g, p, within_km) for p in places) for _, g in gold.places)


def _assign(i: int, options: list[list[int]], owner: dict[int, int], tried: set[int]) -> bool:
    """Give gold incident ``i`` a partner, moving others to their second choice (Kuhn)."""
    for j in options[i]:
        if j in tried:
            continue
        tried.add(j)
        if j not in owner or _assign(owner[j], options, owner, tried):
            owner[j] = i
            return True
    return False
