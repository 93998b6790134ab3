"""One record → the cells of its columns: an article, an incident, a place, a number, a quote."""

from __future__ import annotations

import math
from operator import attrgetter
from typing import TYPE_CHECKING

from geomap.lexicon import incident_types
from geomap.records import COUNT_KINDS, Review, Span
from geomap.text import LIMITS, clean_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from geomap.records import Article, Count, Incident, Resolution, When

__all__ = [
    "DECIMALS",
    "Cell",
    "count_cells",
    "date_cells",
    "incident_cells",
    "quote_cells",
    "to_article_cells",
    "to_place_cells",
    "to_text",
    "type_cells",
]

Cell = str | int | float | None

_WORDS = (
    "incident_id attack_id actor actor_side target_side weapon target_kind "
    "attribution attribution_side channel denied_by"
)
_WORD_COLUMNS = _WORDS.split()
_words_of: Callable[[Incident], tuple[str, ...]] = attrgetter(*_WORD_COLUMNS)
_LARGEST_NUMBER = 2**53  # above it, readers of JSON no longer hold every whole number
DECIMALS = 6  # of a degree: 0.1 m


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


def incident_cells(article: Article, incident: Incident) -> dict[str, Cell]:
    """Return the columns that say what happened, who says so and when."""
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
    return cells | quote_cells(article.text, incident.quote, incident.trigger)


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


def count_cells(incident: Incident, bound: Iterable[Count], *, rank: int) -> dict[str, Cell]:
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


def quote_cells(text: str, span: Span, focus: Span) -> dict[str, Cell]:
    """Return the columns of a quote, cut around its focus where it is long."""
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
