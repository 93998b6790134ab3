"""Reports → rows: one per incident and place, as the columns say."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from geomap.frame.columns import COLUMNS
from geomap.lexicon import incident_types
from geomap.records import COUNT_KINDS, Precision, Review, Role, Span, Use, Zone
from geomap.text import LIMITS, clean_text, fold_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Iterator

    from geomap.records import Article, Count, Incident, IncidentPlace, Report, Resolution, When

__all__ = [
    "DECIMALS",
    "Cell",
    "Row",
    "date_cells",
    "drawn_places",
    "is_country",
    "is_drawn",
    "rank_places",
    "rows_by_report",
    "strongest_review",
    "to_article_cells",
    "to_place_cells",
    "to_point",
    "to_text",
    "type_cells",
]

Cell = str | int | float | None

_RANK = {role: rank for rank, role in enumerate(Role)}
_MENTION_ZONES = {Zone.HEADLINE, Zone.BODY, Zone.ENTRY}  # an entry is the body of a live blog
_DRAWN_USES = {Use.LITERAL, Use.AFFILIATION}
_WAYS = frozenset({"between", "road"})  # relations of two places, of which both show the one way
_EMPTY: dict[str, Cell] = dict.fromkeys(COLUMNS)
_WORDS = (
    "incident_id attack_id actor actor_side target_side weapon target_kind "
    "attribution attribution_side channel denied_by"
)
_WORD_COLUMNS = _WORDS.split()
_words_of: Callable[[Incident], tuple[str, ...]] = attrgetter(*_WORD_COLUMNS)
_LARGEST_NUMBER = 2**53  # above it, readers of JSON no longer hold every whole number
DECIMALS = 6  # of a degree: 0.1 m


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
    shared = article | _incident_cells(report.article, incident)
    places = _distinct_places(report, incident)
    if not places:
        cells = shared | {"place_rank": 1, "place_count": 0} | _count_cells(incident, (), rank=1)
        cells["review"] = incident.review.value
        yield Row(to_text(incident.incident_id) or "", cells, None, incident)
    for rank, (place, counts, roles) in enumerate(places, start=1):
        resolution = report.resolutions[place.mention]
        cells = shared | to_place_cells(resolution) | _proof_cells(report, incident, resolution)
        cells |= {"role": place.role.value, "place_rank": rank, "place_count": len(places)}
        cells |= _count_cells(incident, counts, rank=rank)
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
    cells |= _quote_cells(report.article.text, _sentence_of(report, span), span)
    feature_id = f"{report.article.article_id}/{Role.CONTEXT}/{_place_key(resolution)}"
    return Row(to_text(feature_id) or "", cells, resolution, None)


def _proof_cells(report: Report, incident: Incident, resolution: Resolution) -> dict[str, Cell]:
    """Return the quote that names the place of a row: the trigger's sentence, or its own."""
    named = Span(resolution.mention.start, resolution.mention.end)
    quote = incident.quote
    if not (quote.start <= named.start and named.end <= quote.end):
        return _quote_cells(report.article.text, _sentence_of(report, named), named)
    both = Span(min(named.start, incident.trigger.start), max(named.end, incident.trigger.end))
    fits = both.end - both.start <= LIMITS["quote_characters"]
    return _quote_cells(report.article.text, quote, both if fits else named)


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


def to_article_cells(article: Article) -> dict[str, Cell]:
    """Return the columns that say which article it is."""
    return {
        "article_id": to_text(article.article_id),
        "article_title": to_text(article.title),
        "source": to_text(article.source),
        "url": to_text(article.url),
        "published": _day(article.published),
        "review": Review.AUTO.value,
    }


def _incident_cells(article: Article, incident: Incident) -> dict[str, Cell]:
    sources = {claim.attribution for claim in incident.claims if claim.attribution}
    words = map(to_text, _words_of(incident))
    cells: dict[str, Cell] = dict(zip(_WORD_COLUMNS, words, strict=True))
    cells |= {
        "feature_kind": "incident",
        "realis": incident.realis.value,
        "certainty": incident.certainty.value,
        "source_count": max(1, len(sources)),
    }
    cells |= type_cells(incident.incident_type) | date_cells(incident.when)
    return cells | _quote_cells(article.text, incident.quote, incident.trigger)


def type_cells(type_id: str) -> dict[str, Cell]:
    """Return the columns that say what kind of incident it is."""
    kind = incident_types().get(type_id)
    if kind is None:  # a type of the user's own: it has no codebook page
        return {"incident_type": type_id, "incident_label": to_text(type_id.replace("_", " "))}
    return {
        "incident_type": type_id,
        "incident_label": kind.label,
        "incident_group": kind.group,
        "acled_event": to_text(kind.acled_event),
        "acled_sub_event": to_text(kind.acled_sub_event),
        "plover": to_text(kind.plover),
        "viina": to_text(kind.viina),
    }


def date_cells(when: When) -> dict[str, Cell]:
    """Return the columns that say when it was."""
    return {
        "date_start": _day(when.start),
        "date_end": _day(when.end),
        "date_precision": when.precision.value,
        "date_text": to_text(when.text),
        "time_text": to_text(when.time_text),
    }


def to_place_cells(resolution: Resolution) -> dict[str, Cell]:
    """Return the columns of a mention and of the place it was resolved to."""
    mention, place = resolution.mention, resolution.place
    is_read = mention.end > mention.start  # a place added by hand need not be in the article
    cells: dict[str, Cell] = {
        "mention": to_text(mention.text),
        "mention_start": mention.start if is_read else None,
        "mention_end": mention.end if is_read else None,
        "relation": to_text(resolution.relation),
    }
    if place is None:
        return cells
    radius = place.radius_km if resolution.radius_km is None else resolution.radius_km
    return cells | {
        "place_id": to_text(place.place_id),
        "admin1": to_text(place.admin1),
        "admin1_code": to_text(place.admin1_code),
        "admin2": to_text(place.admin2),
        "country": to_text(place.country),
        "place": to_text(place.name),
        "place_kind": to_text(place.kind),
        "precision": resolution.precision.value if resolution.precision else None,
        "radius_km": _number(radius, 3),
        "place_score": _number(resolution.score, 3),
    }


def _count_cells(incident: Incident, bound: Iterable[Count], *, rank: int) -> dict[str, Cell]:
    """Return the numbers of one row, such that a plain sum over the rows is right.

    A number of the whole incident stands on rank 1 only; a part of it that the article
    binds to a place is then left to the words, since the whole already holds it.
    """
    bound = tuple(bound)
    if not (incident.counts or bound):
        return {}
    whole = _first_of_kind(incident.counts)
    own = {kind: count for kind, count in _first_of_kind(bound).items() if kind not in whole}
    shown = own | whole if rank == 1 else own
    in_order = sorted((*incident.counts, *bound), key=lambda count: (count.start, count.end))
    cells: dict[str, Cell] = {kind: _whole_number(count) for kind, count in shown.items()}
    cells["counts_text"] = to_text("; ".join(dict.fromkeys(count.text for count in in_order)))
    numbered = {kind for kind, cell in cells.items() if kind in shown and cell is not None}
    if numbered:
        cells["count_scope"] = "incident" if numbered & (whole.keys() - own.keys()) else "place"
        cells["counts_approximate"] = int(any(shown[kind].approximate for kind in numbered))
    if "affected" in shown:
        cells["affected_unit"] = to_text(shown["affected"].unit)
    return cells


def _first_of_kind(counts: Iterable[Count]) -> dict[str, Count]:
    first: dict[str, Count] = {}
    for count in counts:
        if count.kind in COUNT_KINDS and (
            count.kind not in first or first[count.kind].value is None
        ):
            first[count.kind] = count
    return first


def _whole_number(count: Count) -> Cell:
    """Return an integer; ``affected`` alone may be a share, and is always a float."""
    if count.value is None or not math.isfinite(count.value):
        return None
    if abs(count.value) > _LARGEST_NUMBER:
        return None  # the words stay in counts_text
    return float(count.value) if count.kind == "affected" else round(count.value)


def _quote_cells(text: str, span: Span, focus: Span) -> dict[str, Cell]:
    start, end = _window(span, focus, LIMITS["quote_characters"])
    quote = to_text(text[start:end])
    if quote is None:
        return {}
    return {"quote": quote, "quote_start": start, "quote_end": end}


def _window(span: Span, focus: Span, size: int) -> Span:
    """Cut a span to ``size`` characters that hold ``focus``, or its start if it is longer."""
    if span.end - span.start <= size:
        return span
    room = max(0, size - (focus.end - focus.start))
    first = min(max(span.start, focus.start - room // 2), span.end - size)
    return Span(first, first + size)


def to_text(value: str) -> str | None:
    """Return a text as every reader can hold it; ``None`` if nothing is left of it."""
    # Most texts are clean, and to see that is thirty times as fast as to clean them.
    return (value if value.isprintable() else clean_text(value)) or None


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()[:10]


def _number(value: float, decimals: int) -> float | None:
    return round(float(value), decimals) + 0.0 if math.isfinite(value) else None
