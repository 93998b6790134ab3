"""Date expressions → half-open day ranges, relative to the day of publication.

A word that could start a date is looked up in the language's ``dates`` section; the few
forms a date can take are tried at that token and nowhere else, so the work is linear. A
relative expression without a day of publication keeps its words and no day. Captions,
links and footers are not read: the day of a picture is no day of an incident.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from geomap.dates.forms import FormReader
from geomap.dates.ranges import DAY, NO_CLOCK_DAY, WEEK_DAYS
from geomap.dates.tokens import Named
from geomap.dates.words import open_words
from geomap.records import When, Zone
from geomap.text import SENTENCE_ENDS, plain_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from geomap.lexicon import Language
    from geomap.text import Document

__all__ = ["DAY", "READ_ZONES", "DatedSpan", "find_dates"]

READ_ZONES = frozenset({Zone.HEADLINE, Zone.BODY, Zone.ENTRY})
"""The zones whose days and incidents count; the day of a caption is that of a picture."""


_FIRST = itemgetter(0)
WORK_WEEK = 5  # days, and a headline that names as many is of a week


class DatedSpan(NamedTuple):
    """A date or a clock time in the text: its span, what it means and its sentence."""

    start: int
    end: int
    when: When
    sentence: int


def find_dates(
    document: Document, language: Language, published: dt.date | None
) -> tuple[DatedSpan, ...]:
    """Find the dates and clock times of headline, body and entries, in text order.

    Parameters
    ----------
    document
        The article's text, cut up.
    language
        Its words; without a ``dates`` section nothing is found.
    published
        The day of publication. ``None`` leaves relative expressions without a day.

    Returns
    -------
    dates
        Spans that do not overlap. A clock time alone has neither day nor ``When.text``.

    Examples
    --------
    >>> import datetime as dt
    >>> from geomap import lexicon
    >>> from geomap.text import read_document
    >>> text = "Sirens sounded last Friday. A mine went off on 3 May 2022."
    >>> dates = find_dates(read_document(text, {}), lexicon.language("en"), dt.date(2023, 5, 9))
    >>> [(text[d.start : d.end], str(d.when.start)) for d in dates]
    [('last Friday', '2023-05-05'), ('3 May 2022', '2022-05-03')]
    >>> find_dates(read_document("", {}), lexicon.language("en"), None)
    ()
    """
    words = open_words(language)
    starts = words.starts
    spans: list[DatedSpan] = []
    named = Named()
    for number, sentence in enumerate(document.sentences):
        if sentence.zone not in READ_ZONES:
            continue
        lower = document.lows[sentence.first_token : sentence.last_token]
        if starts.isdisjoint(lower) and not any(map(str.isdigit, set(map(_FIRST, lower)))):
            continue
        firsts = [at for at, word in enumerate(lower) if word in starts or word[0].isdigit()]
        if firsts:
            reader = FormReader(document, sentence, words, published, named)
            spans.extend(_dates_of(number, reader, firsts))
            if reader.is_near:  # "that day" counts from the day the text named last
                named = named._replace(day=reader.named, paragraph=sentence.paragraph)
            paragraph = document.paragraphs[sentence.paragraph]
            is_running = document.text[paragraph.end - 1] in SENTENCE_ENDS
            named = named._replace(
                latest=reader.latest, lead=reader.lead if is_running else named.lead
            )
            if reader.is_told:
                named = named._replace(told=sentence.paragraph)
            if sentence.zone is Zone.HEADLINE and published is not None:
                named = named._replace(week=_week_of(spans, number, published) or named.week)
    return tuple(spans)


def _week_of(spans: Iterable[DatedSpan], number: int, published: dt.date) -> dt.date | None:
    """Return the last day of the week that a headline names: "The week in brief, 1 to 7 July"."""
    for span in spans:
        start, end = span.when.start, span.when.end
        if span.sentence == number and start is not None and end is not None:
            is_week = WORK_WEEK <= (end - start).days <= WEEK_DAYS + 1
            if is_week and end <= published + DAY:
                return end - DAY
    return None


def _dates_of(number: int, reader: FormReader, firsts: Iterable[int]) -> Iterator[DatedSpan]:
    """Yield the dates of one sentence, given the tokens at which one can start."""
    free = 0
    for at in firsts:
        if at < free:
            continue
        found = reader.read(at, free)
        if found is None:
            continue
        start, end = reader.span(found.first, found.stop)
        days = found.days
        words = plain_line(reader.text[start:end]) if days is not NO_CLOCK_DAY else ""
        when = When(days.start, days.end, days.precision, words, found.time_text)
        yield DatedSpan(start, end, when, number)
        free = found.stop
