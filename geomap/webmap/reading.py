"""The reading side: an article's text as HTML whose every span knows its offsets.

The text is cut where anything starts or ends (mentions, triggers, numbers, quotes), and
each piece becomes one ``<span>`` with its offset. The script needs no more than
that to mark a quote or to find the words behind a mark on the map.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.records import Paragraph, Span, Use, Zone
from geomap.webmap.markup import escape
from geomap.webmap.reasons import read_reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.records import Report

__all__ = ["Mark", "Reading", "read_report", "to_html"]


class Mark(NamedTuple):
    """A mention in the text: its span, what it stands for, and the place it means."""

    start: int
    end: int
    use: str
    place_id: str
    label: str
    """What a pointer that rests on it is told: the place, or why it is none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the page shows it."""

    article_id: str
    title: str = ""
    source: str = ""
    url: str = ""
    published: str = ""
    language: str = "en"
    text: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    marks: tuple[Mark, ...] = ()
    """In order, never overlapping."""
    triggers: tuple[Span, ...] = ()
    numbers: tuple[Span, ...] = ()
    sources: tuple[Span, ...] = ()
    """Who says so, where the article names them beside the quote."""
    reasons: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    """Why each mention was given its place, by its start."""


def read_report(report: Report) -> Reading:
    """Return the reading side of a report.

    Examples
    --------
    >>> from geomap.records import Article, Report
    >>> read_report(Report(Article("quiet", "Nothing happened.", title="Quiet"))).title
    'Quiet'
    """
    article = report.article
    return Reading(
        article_id=article.article_id,
        title=article.title,
        source=article.source,
        url=article.url,
        published=article.published.isoformat() if article.published else "",
        language=article.language,
        text=article.text,
        paragraphs=report.paragraphs,
        marks=_find_marks(report),
        triggers=tuple(sorted({incident.trigger for incident in report.incidents})),
        numbers=_find_numbers(report),
        sources=_find_sources(report),
        reasons=read_reasons(report),
    )


def _find_marks(report: Report) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    end = 0
    for resolution in sorted(report.resolutions, key=lambda r: (r.mention.start, -r.mention.end)):
        mention, place = resolution.mention, resolution.place
        if mention.start < end or mention.end <= mention.start:
            continue
        place_id = place.place_id if place and mention.use is Use.LITERAL else ""
        label = place.name if place and place_id else resolution.reason or mention.reason
        marks.append(Mark(mention.start, mention.end, mention.use.value, place_id, label))
        end = mention.end
    return tuple(marks)


def _find_numbers(report: Report) -> tuple[Span, ...]:
    spans = set()
    for incident in report.incidents:
        bound = [count for place in incident.places for count in place.counts]
        spans |= {Span(count.start, count.end) for count in (*incident.counts, *bound)}
    return tuple(sorted(spans))


def _find_sources(report: Report) -> tuple[Span, ...]:
    text, spans = report.article.text, set()
    for incident in report.incidents:
        said = incident.attribution
        start = text.find(said, *incident.quote) if said else -1
        if start >= 0:
            spans.add(Span(start, start + len(said)))
    return tuple(sorted(spans))


def to_html(reading: Reading, quotes: Iterable[Span] = ()) -> str:
    """Return the paragraphs of an article as HTML.

    Parameters
    ----------
    reading
        The article; one without text gives ``""``.
    quotes
        Further spans at whose ends the text is cut, so that they can be marked.

    Examples
    --------
    >>> line = Paragraph(0, 15, Zone.BODY)
    >>> mark = Mark(8, 14, "literal", "geonames:696050", "Kremenchuk")
    >>> to_html(Reading("a", text="Fire in <Lviv>.", paragraphs=(line,), marks=(mark,)))[:55]
    '<p class="z-body"><span data-o="0">Fire in </span><span'
    """
    marks = {mark.start: mark for mark in reading.marks}
    spans = [*quotes, *reading.triggers, *reading.numbers, *reading.sources]
    cuts = sorted({offset for span in spans for offset in span} | set(_mark_ends(reading)))
    told = {"tr": reading.triggers, "nr": reading.numbers, "so": reading.sources}
    kinds = {kind: _covered(spans) for kind, spans in told.items()}
    return "".join(
        _paragraph_html(reading, paragraph, cuts, marks, kinds)
        for paragraph in reading.paragraphs
        if any(map(str.isalnum, reading.text[paragraph.start : paragraph.end]))
    )


def _mark_ends(reading: Reading) -> list[int]:
    return [offset for mark in reading.marks for offset in (mark.start, mark.end)]


def _covered(spans: Iterable[Span]) -> list[Span]:
    """Return the spans as a sorted list without overlaps, for a search by bisection."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        elif start < end:
            merged.append(Span(start, end))
    return merged


def _is_covered(spans: Sequence[Span], offset: int) -> bool:
    index = bisect_left(spans, offset + 1, key=lambda span: span.start) - 1
    return index >= 0 and offset < spans[index].end


def _paragraph_html(
    reading: Reading,
    paragraph: Paragraph,
    cuts: list[int],
    marks: dict[int, Mark],
    kinds: dict[str, list[Span]],
) -> str:
    first, last = bisect_left(cuts, paragraph.start), bisect_left(cuts, paragraph.end)
    offsets = sorted({paragraph.start, *cuts[first:last], paragraph.end})
    pieces = []
    mark: Mark | None = None
    for start, end in pairwise(offsets):
        mark = marks.get(start, mark if mark and start < mark.end else None)
        classes = [kind for kind, spans in kinds.items() if _is_covered(spans, start)]
        pieces.append(_piece_html(reading.text[start:end], start, mark, classes))
    tag = "h2" if paragraph.zone is Zone.HEADLINE else "p"
    return f'<{tag} class="z-{paragraph.zone.value}">{"".join(pieces)}</{tag}>'


def _piece_html(text: str, start: int, mark: Mark | None, classes: list[str]) -> str:
    attributes = f' data-o="{start}"'
    if mark:
        classes = ["mn", f"u-{mark.use}", *classes]
        attributes += f' data-p="{escape(mark.place_id)}" title="{escape(mark.label)}"'
    names = f' class="{" ".join(classes)}"' if classes else ""
    return f"<span{names}{attributes}>{escape(text)}</span>"
