"""The order of the stages for one article; nothing else knows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap import articles, lexicon
from geomap.corrections import Corrections, Editor, read_corrections
from geomap.errors import UnknownPlaceError
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.geometry import locate
from geomap.incidents import BREACH, Dropped, find_dropped, find_incidents
from geomap.mentions import find_mentions
from geomap.records import Article, Report, Span
from geomap.resolve import asked_countries, resolve_mentions
from geomap.text import LIMITS, read_document

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from geomap.records import Incident

    Recognizer = Callable[[str, str], Iterable[tuple[int, int] | tuple[int, int, str]]]

__all__ = ["analyze", "analyze_article", "check_bias", "dropped_of", "to_corrections"]

_MOST_DATES = 3  # words of dates that a note repeats
_NOTHING_CORRECTED = Corrections()


def analyze(  # noqa: PLR0913 - one keyword per thing a user may know of an article
    source: str | Path | Article,
    *,
    published: str | dt.date | None = None,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    gazetteer: Gazetteer | str | Path | None = None,
    country_bias: str = "auto",
    ignore_case: bool = False,
    recognizer: Recognizer | None = None,
    corrections: Corrections | str | Path | None = None,
) -> Report:
    """Find what happened where in one article.

    Parameters
    ----------
    source
        A path, an `Article`, or the text itself. A string is a path if such a file exists
        or if it is one word with a suffix that geomap reads. An empty text is an article
        without incidents, whose notes say so; an empty file is an error.
    published
        The day of publication, ``YYYY-MM-DD``; relative dates need it.
    title, url, publisher, language
        What is known of the article; given values win over what the file says.
    gazetteer
        An open gazetteer or the path of a compiled one; the built-in one by default.
    country_bias
        ``auto`` (by the article's own evidence), ``none``, or ISO codes such as ``UA,PL``.
    ignore_case
        Look for names in lower case, too.
    recognizer
        Your own: takes text and language, returns spans that are toponyms, or other names with
        "person" or "organisation" behind the offsets. They add to what is found here. For
        spaCy: ``geomap.mentions.from_spacy(nlp)``.
    corrections
        What people corrected: a CSV file, or what `read_corrections` made of it. Rows that do
        not fit the article are listed in ``stale``, and the others are applied.

    Raises
    ------
    ArticleError, LimitError, DateError
        If the article cannot be read.
    CorrectionError
        If the corrections are no table of corrections.
    GazetteerError
        If the gazetteer is missing or broken, or has no place in a country to prefer.

    Examples
    --------
    >>> report = analyze("Shells hit Nikopol on 3 May 2023.")
    >>> [resolution.place.name for resolution in report.resolutions]
    ['Nikopol']
    >>> analyze("").incidents, analyze("").notes
    ((), ('The article holds no text.',))
    """
    article = articles.to_article(
        source,
        published=published,
        title=title,
        url=url,
        source=publisher,
        language=language,
    )
    if not isinstance(gazetteer, Gazetteer):
        gazetteer = open_gazetteer(gazetteer)
    check_bias(country_bias, gazetteer)
    table = to_corrections(corrections)
    report = analyze_article(
        article,
        gazetteer,
        country_bias=country_bias,
        ignore_case=ignore_case,
        recognizer=recognizer,
        corrections=table,
    )
    unused = (*table.faults, *table.unseen([article.article_id]))
    return replace(report, stale=(*report.stale, *unused)) if unused else report


def analyze_article(  # noqa: PLR0913 - one keyword per choice of the caller
    article: Article,
    gazetteer: Gazetteer,
    *,
    country_bias: str = "auto",
    ignore_case: bool = False,
    recognizer: Recognizer | None = None,
    corrections: Corrections = _NOTHING_CORRECTED,
) -> Report:
    """Run the stages on one article with an open gazetteer."""
    language = lexicon.language(article.language)
    document = read_document(article.text, language.sections, article.zones)
    editor = Editor(corrections.of(article.article_id), article, document, gazetteer)
    spans = () if recognizer is None else recognizer(article.text, article.language)
    spans = (*editor.spans, *spans)
    mentions = find_mentions(document, gazetteer, language, ignore_case=ignore_case, spans=spans)
    resolved = resolve_mentions(
        document, mentions, gazetteer, country_bias=country_bias, published=article.published
    )
    resolved = editor.settle_places(resolved)
    resolutions = locate(resolved, gazetteer, document=document, language=article.language)
    resolutions = editor.mark_places(resolutions)
    incidents = find_incidents(document, resolutions, language, article)
    resolutions, incidents = editor.edit_incidents(resolutions, incidents)
    return Report(
        article=article,
        paragraphs=document.paragraphs,
        resolutions=resolutions,
        incidents=incidents,
        notes=(
            *article.notes,
            *_language_notes(article, incidents),
            *_date_notes(article, incidents),
            *_number_notes(incidents),
            *_limit_notes(len(mentions)),
        ),
        gazetteer_version=gazetteer.version,
        licences=gazetteer.licences,
        options=(
            ("country_bias", country_bias),
            ("ignore_case", str(ignore_case).lower()),
            *corrections.options_of(article.article_id),
        ),
        stale=editor.stale,
        sentences=tuple(Span(sentence.start, sentence.end) for sentence in document.sentences),
    )


def dropped_of(report: Report) -> tuple[Dropped, ...]:
    """Return what was considered as an incident in a report's article, and why it is none."""
    article = report.article
    language = lexicon.language(article.language)
    document = read_document(article.text, language.sections, article.zones)
    return find_dropped(document, report.resolutions, language, article)


def check_bias(country_bias: str, gazetteer: Gazetteer) -> None:
    """See to it that the countries to prefer are known, for a typing error would change nothing.

    Raises
    ------
    UnknownPlaceError
        If a gazetteer has no place in one of them.

    Examples
    --------
    >>> check_bias("UA,UK", open_gazetteer())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    geomap.errors.UnknownPlaceError: country bias 'UK': no place lies there; use auto, none, ...
    """
    wanted = asked_countries(country_bias)
    known = gazetteer.countries if wanted else ()
    for code in wanted:
        if code not in known:
            remedy = "use auto, none, or ISO 3166-1 codes of two letters such as UA,PL"
            msg = f"country bias {code!r}: no place lies there; {remedy}"
            raise UnknownPlaceError(msg)


def to_corrections(given: Corrections | str | Path | None) -> Corrections:
    """Return corrections as they are, of the file that is named, or none."""
    if given is None:
        return _NOTHING_CORRECTED
    return given if isinstance(given, Corrections) else read_corrections(given)


def _language_notes(article: Article, incidents: tuple[Incident, ...]) -> tuple[str, ...]:
    """Return what was not done for want of a lexicon, or by the wrong one perhaps."""
    if not article.text.strip():
        return ("The article holds no text.",)
    iso = article.language
    missing = lexicon.language(iso).missing_sections()
    if not missing:
        if incidents or not article.is_language_guessed:
            return ()
        named = lexicon.language(iso).name
        fault = f"No incident was found, and the language was taken to be {named}"
        return (f"{fault}; if it is not, pass --language CODE.",)
    return (
        (
            f"No full lexicon for language {iso!r}: places were looked for, "
            f"but not {', '.join(missing)}."
        ),
    )


def _number_notes(incidents: tuple[Incident, ...]) -> tuple[str, ...]:
    """Return which numbers of the article cannot both be right."""
    faults = [
        words.removeprefix(BREACH)
        for incident in incidents
        for words in incident.evidence
        if words.startswith(BREACH)
    ]
    return tuple(f"Numbers disagree: {fault}." for fault in dict.fromkeys(faults))


def _date_notes(article: Article, incidents: tuple[Incident, ...]) -> tuple[str, ...]:
    """Return which words of the incidents stay without a day for want of a publication day."""
    if article.published is not None:
        return ()
    whens = (incident.when for incident in incidents)
    words = tuple(dict.fromkeys(when.text for when in whens if when.text and when.start is None))
    if not words:
        return ()
    named = ", ".join(f"'{word}'" for word in words[:_MOST_DATES])
    more = f" and {len(words) - _MOST_DATES} more" if len(words) > _MOST_DATES else ""
    stays = "stays" if len(words) == 1 else "stay"
    remedy = "pass --published YYYY-MM-DD"
    return (f"No publication day: {named}{more} {stays} without a date; {remedy}.",)


def _limit_notes(mentions: int) -> tuple[str, ...]:
    """Return what was left out of an article with too many place names."""
    limit = LIMITS["mentions"]
    if mentions < limit:
        return ()
    return (f"Only the first {limit:,} place names were looked at; split the article.",)
