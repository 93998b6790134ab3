"""Reports → rows: one per incident and place, as the columns say."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from geomap.frame.cells import (
    DECIMALS,
    count_cells,
    incident_cells,
    quote_cells,
    to_article_cells,
    to_place_cells,
    to_text,
)
from geomap.frame.columns import COLUMNS
from geomap.records import Precision, Review, Role, Span, Use, Zone
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from geomap.frame.cells import Cell
    from geomap.records import Count, Incident, IncidentPlace, Report, Resolution

__all__ = [
    "Row",
    "drawn_places",
    "is_country",
    "is_drawn",
    "rank_places",
    "rows_by_report",
    "strongest_review",
    "to_point",
]

_RANK = {role: rank for rank, role in enumerate(Role)}
_MENTION_ZONES = {Zone.HEADLINE, Zone.BODY, Zone.ENTRY}  # an entry is the body of a live blog
_DRAWN_USES = {Use.LITERAL, Use.AFFILIATION}
_WAYS = frozenset({"between", "road"})  # relations of two places, of which both show the one way
_EMPTY: dict[str, Cell] = dict.fromkeys(COLUMNS)


class Row(NamedTuple):
    """One row of the outputs and what it was made from."""

    feature_id: str
    cells: dict[str, Cell]
    resolution: Resolution | None
    incident: Incident | None
    roles: frozenset[Role] = frozenset()
    """Every role the place has in the incident; ``cells`` show the one of the best rank."""


def rows_by_report(
    reports: Iterable[Report], *, only_incidents: bool = False
) -> Iterator[tuple[Report, list[Row]]]:
    """Yield each report with its rows, incidents first; every feature id is given once."""
    seen: Counter[str] = Counter()
    for report in reports:
        found = _rows_of_report(report, only_incidents=only_incidents)
        yield report, [_numbered(row, seen) for row in found]


def to_point(resolution: Resolution | None) -> tuple[float, float] | None:
    """Return the (lon, lat) to draw, or ``None`` for what a reader must not see as a point."""
    if resolution is None or resolution.place is None or not is_drawn(resolution):
        return None
    lat = resolution.place.lat if resolution.lat is None else resolution.lat
    lon = resolution.place.lon if resolution.lon is None else resolution.lon
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    return round(lon, DECIMALS) + 0.0, round(lat, DECIMALS) + 0.0  # + 0.0: no "-0.0"


def drawn_places(reports: Iterable[Report]) -> tuple[str, ...]:
    """Return the ids of the places that incidents put on the map, each once.

    This is what "places" counts wherever a reader sees a number of them. Places that are
    only mentioned, and countries, are not among them.
    """
    found: dict[str, str] = {}
    for report in reports:
        for incident in report.incidents:
            for resolution in (report.resolutions[place.mention] for place in incident.places):
                if to_point(resolution) is not None:
                    found.setdefault(_ground_key(resolution), _place_key(resolution))
    return tuple(dict.fromkeys(found.values()))


def is_drawn(resolution: Resolution) -> bool:
    """Return whether a row may have a geometry: a place finer than a country.

    An incident may take its place from an office ("the mayor of Kyiv said the heating
    had failed"); a government named by its capital, or a name inside a name, is never one.
    """
    is_meant = resolution.mention.use in _DRAWN_USES
    return (
        is_meant and resolution.place is not None and resolution.precision is not Precision.COUNTRY
    )


def is_country(resolution: Resolution) -> bool:
    """Return whether a row is known by a country alone, which may be shown as an area."""
    is_meant = resolution.mention.use in _DRAWN_USES
    return is_meant and resolution.precision is Precision.COUNTRY


def _numbered(row: Row, seen: Counter[str]) -> Row:
    seen[row.feature_id] += 1
    again = seen[row.feature_id]
    return row if again == 1 else row._replace(feature_id=f"{row.feature_id}-{again}")


def _rows_of_report(report: Report, *, only_incidents: bool) -> Iterator[Row]:
    used: set[str] = set()
    article = _EMPTY | to_article_cells(report.article)
    for incident in report.incidents:
        for place in incident.places:
            used |= _keys(report.resolutions[place.mention])
        yield from _rows_of_incident(report, incident, article)
    if only_incidents:
        return
    for resolution in report.resolutions:
        mention, keys = resolution.mention, _keys(resolution)
        is_place = mention.use is Use.LITERAL and mention.zone in _MENTION_ZONES
        if is_place and used.isdisjoint(keys):
            used |= keys
            yield _mention_row(report, resolution, article)


def _rows_of_incident(
    report: Report, incident: Incident, article: dict[str, Cell]
) -> Iterator[Row]:
    shared = article | incident_cells(report.article, incident)
    places = _distinct_places(report, incident)
    if not places:
        cells = shared | {"place_rank": 1, "place_count": 0} | count_cells(incident, (), rank=1)
        cells["review"] = incident.review.value
        yield Row(to_text(incident.incident_id) or "", cells, None, incident)
    for rank, (place, counts, roles) in enumerate(places, start=1):
        resolution = report.resolutions[place.mention]
        cells = shared | to_place_cells(resolution) | _proof_cells(report, incident, resolution)
        cells |= {"role": place.role.value, "place_rank": rank, "place_count": len(places)}
        cells |= count_cells(incident, counts, rank=rank)
        cells["review"] = _review_of(incident, place, resolution)
        feature_id = f"{incident.incident_id}/{place.role}/{_place_key(resolution)}"
        yield Row(to_text(feature_id) or "", cells, resolution, incident, roles)


def _review_of(incident: Incident, place: IncidentPlace, resolution: Resolution) -> str:
    """Return what a person did to a row: added it, or corrected its incident, role or place."""
    return strongest_review({incident.review, place.review, resolution.review})


def strongest_review(reviews: Collection[Cell]) -> str:
    """Return what stands for several reviews: added before corrected before auto."""
    return next(review.value for review in reversed(Review) if review in reviews)


def rank_places(report: Report, incident: Incident) -> list[tuple[int, IncidentPlace]]:
    """Return the places of an incident by rank: by role, then by position in the text.

    The same place twice in a role has one rank, that of its first mention.
    """

    def order(place: IncidentPlace) -> tuple[int, int]:
        return _RANK[place.role], report.resolutions[place.mention].mention.start

    ranks: dict[tuple[Role, str, str], int] = {}
    ranked = []
    for place in sorted(incident.places, key=order):
        resolution = report.resolutions[place.mention]
        key = (place.role, *_spot_key(resolution))
        ranked.append((ranks.setdefault(key, len(ranks) + 1), place))
    return ranked


def _distinct_places(
    report: Report, incident: Incident
) -> list[tuple[IncidentPlace, tuple[Count, ...], frozenset[Role]]]:
    """Return the places by rank, each once, with all the numbers bound to it and all its roles."""
    found: dict[tuple[str, str], tuple[IncidentPlace, tuple[Count, ...], frozenset[Role]]] = {}
    for _, place in rank_places(report, incident):
        resolution = report.resolutions[place.mention]
        key = _spot_key(resolution)
        first, counts, roles = found.get(key, (place, (), frozenset()))
        found[key] = (first, counts + place.counts, roles | {place.role})
    return list(found.values())


def _mention_row(report: Report, resolution: Resolution, article: dict[str, Cell]) -> Row:
    mention = resolution.mention
    cells = article | to_place_cells(resolution)
    cells |= {"feature_kind": "mention", "role": Role.CONTEXT.value}
    cells["review"] = resolution.review.value
    span = Span(mention.start, mention.end)
    cells |= quote_cells(report.article.text, _sentence_of(report, span), span)
    feature_id = f"{report.article.article_id}/{Role.CONTEXT}/{_place_key(resolution)}"
    return Row(to_text(feature_id) or "", cells, resolution, None)


def _proof_cells(report: Report, incident: Incident, resolution: Resolution) -> dict[str, Cell]:
    """Return the quote that names the place of a row: the trigger's sentence, or its own."""
    named = Span(resolution.mention.start, resolution.mention.end)
    quote = incident.quote
    if not (quote.start <= named.start and named.end <= quote.end):
        return quote_cells(report.article.text, _sentence_of(report, named), named)
    both = Span(min(named.start, incident.trigger.start), max(named.end, incident.trigger.end))
    fits = both.end - both.start <= LIMITS["quote_characters"]
    return quote_cells(report.article.text, quote, both if fits else named)


def _sentence_of(report: Report, span: Span) -> Span:
    """Return the sentence that holds a span; its paragraph where sentences are not known."""
    for parts in (report.sentences, report.paragraphs):
        index = bisect_right(parts, span.start, key=lambda part: part.start) - 1
        if index >= 0 and span.end <= parts[index].end:
            return Span(parts[index].start, parts[index].end)
    return span


def _place_key(resolution: Resolution) -> str:
    if resolution.place is not None:
        return resolution.place.place_id
    return fold_name(resolution.mention.text) or resolution.mention.text


def _ground_key(resolution: Resolution) -> str:
    """Return what a mark stands for: a place, or the way between two, which both ends share."""
    kind = resolution.relation.partition("/")[0]
    return f"{kind}/{to_point(resolution)}" if kind in _WAYS else _place_key(resolution)


def _spot_key(resolution: Resolution) -> tuple[str, str]:
    """Return what tells the places of an incident apart."""
    is_way = resolution.relation.partition("/")[0] in _WAYS
    return _ground_key(resolution), "" if is_way else resolution.relation


def _keys(resolution: Resolution) -> set[str]:
    return {_ground_key(resolution), _place_key(resolution)}
