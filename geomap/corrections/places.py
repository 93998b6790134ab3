"""Corrections of what a mention means: this place, this point, or no place at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.corrections.rows import Action
from geomap.corrections.spots import Stale
from geomap.errors import UnknownPlaceError
from geomap.records import Candidate, Place, Precision, Review, Use
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from geomap.corrections.rows import Correction
    from geomap.gazetteer import Gazetteer
    from geomap.records import Resolution, Span

__all__ = ["is_of_mention", "mark", "mention_at", "namesakes", "place_of", "settle"]

_RADIUS_KM = 1.0  # of a point put by hand where there was none: as a bridge or a plant has
_FINE = frozenset({Precision.SITE, Precision.SETTLEMENT, Precision.CITY_DISTRICT})


def is_of_mention(row: Correction) -> bool:
    """Return whether a correction says what words mean, and nothing of one incident alone."""
    if row.action is Action.DROP:
        return not row.incident_id
    return row.action in {Action.PLACE, Action.NOT_A_PLACE}


def mention_at(spot: Span | None, resolutions: Sequence[Resolution]) -> int:
    """Return the index of the mention that shares most with a spot.

    Raises
    ------
    Stale
        If no name is read there.
    """
    best, most = None, 0
    for index, resolution in enumerate(resolutions):
        mention = resolution.mention
        shared = min(spot.end, mention.end) - max(spot.start, mention.start) if spot else 0
        if shared > most:
            best, most = index, shared
    if best is None:
        msg = "no name is read at these words"
        raise Stale(msg)
    return best


def namesakes(
    first: int, resolutions: Sequence[Resolution], chosen: Collection[int]
) -> Iterator[int]:
    """Yield the other mentions of the words of one that meant the same place."""
    one = resolutions[first]
    if one.place is None:
        return
    name = fold_name(one.mention.text)
    for index, other in enumerate(resolutions):
        is_same = other.place == one.place and fold_name(other.mention.text) == name
        if is_same and index not in chosen:
            yield index


def settle(resolution: Resolution, row: Correction, gazetteer: Gazetteer) -> Resolution:
    """Return a resolution as a person decided it, before it is located.

    Raises
    ------
    Stale
        If the gazetteer does not know the place.
    """
    mention = resolution.mention
    if row.action is not Action.PLACE:
        mention = replace(mention, use=Use.NAME_PART, reason=row.note, relation="")
        return replace(
            resolution, mention=mention, place=None, score=0.0, relation="", reason=row.note
        )
    if mention.use is Use.NAME_PART:
        mention = replace(mention, use=Use.LITERAL, reason="")
    place = place_of(row, resolution.place, gazetteer)
    was = f"; it was {resolution.place.name}" if resolution.place else ""
    return replace(
        resolution,
        mention=mention,
        place=place,
        score=1.0,
        candidates=(Candidate(place, mention.name, "official", 1.0),),
        evidence=(f"{row.note}{was}",),
        reason="",
    )


def mark(resolution: Resolution, row: Correction) -> Resolution:
    """Return a located resolution marked as corrected; a point put by hand is where it is.

    Such a point takes the place of a shape: who moves the label of a region says where in it.
    """
    resolution = replace(resolution, review=Review.CORRECTED)
    if row.point is None or resolution.place is None:
        return resolution
    lat, lon = row.point
    is_fine = resolution.precision in _FINE and not resolution.relation
    return replace(
        resolution,
        place=replace(resolution.place, lat=lat, lon=lon),
        lat=lat,
        lon=lon,
        geometry=None,
        relation="",
        precision=resolution.precision if is_fine else Precision.SITE,
        radius_km=resolution.radius_km if is_fine else _RADIUS_KM,
    )


def place_of(row: Correction, known: Place | None, gazetteer: Gazetteer) -> Place:
    """Return the place that a correction names; with a point alone the known one, or a new one.

    Raises
    ------
    Stale
        If the gazetteer does not know the place.
    """
    if row.place_id:
        try:
            return gazetteer.place(row.place_id)
        except UnknownPlaceError:
            fault = f"place_id {row.place_id!r} is not in the gazetteer"
            msg = f"{fault}; geomap geocode NAME --json shows ids"
            raise Stale(msg) from None
    if known is not None:
        return known
    lat, lon = row.point or (0.0, 0.0)
    name = row.text or f"{lat:g}, {lon:g}"
    return Place(
        f"corrected:{lat:g},{lon:g}", name, "site", lat, lon, _RADIUS_KM, source="corrections"
    )
