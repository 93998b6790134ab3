"""The order of the stages for one article; nothing else knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap import articles, lexicon
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.geometry import locate
from geomap.incidents import find_incidents
from geomap.mentions import find_mentions
from geomap.records import Article, Report
from geomap.resolve import resolve_mentions
from geomap.text import LIMITS, read_document

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Recognizer = Callable[[str, str], Iterable[tuple[int, int]]]

__all__ = ["analyze", "analyze_article", "analyze_many"]

_LONGEST_PATH = 1_000  # a longer string is a text, whatever it holds


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
) -> Report:
    """Find what happened where in one article.

    Parameters
    ----------
    source
        A path, an `Article`, or the text itself. A string is a path if such a file exists
        or if it is one word with a suffix that geomap reads.
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
        Your own: takes text and language, returns spans that are toponyms; they are added to
        what the built-in recognition finds.

    Raises
    ------
    ArticleError, LimitError, DateError
        If the article cannot be read.
    GazetteerError
        If the gazetteer is missing or broken.

    Examples
    --------
    >>> report = analyze("Shells hit Nikopol on 3 May 2023.")
    >>> [resolution.place.name for resolution in report.resolutions]
    ['Nikopol']
    >>> analyze("").incidents
    ()
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
    return analyze_article(
        article,
        gazetteer,
        country_bias=country_bias,
        ignore_case=ignore_case,
        recognizer=recognizer,
    )


def analyze_article(
    article: Article,
    gazetteer: Gazetteer,
    *,
    country_bias: str = "auto",
    ignore_case: bool = False,
    recognizer: Recognizer | None = None,
) -> Report:
    """Run the stages on one article with an open gazetteer."""
    language = lexicon.language(article.language)
    document = read_document(article.text, language.sections)
    spans = None if recognizer is None else tuple(recognizer(article.text, article.language))
    mentions = find_mentions(document, gazetteer, language, ignore_case=ignore_case, spans=spans)
    resolved = resolve_mentions(document, mentions, gazetteer, country_bias=country_bias)
    resolutions = locate(resolved, gazetteer)
    return Report(
        article=article,
        paragraphs=document.paragraphs,
        resolutions=resolutions,
        incidents=find_incidents(document, resolutions, language, article),
        notes=(
            *article.notes,
            *_language_notes(article.language),
            *_limit_notes(len(mentions)),
        ),
        gazetteer_version=gazetteer.version,
        licences=gazetteer.licences,
        options=(("country_bias", country_bias), ("ignore_case", str(ignore_case).lower())),
    )


def analyze_many(
    paths: Iterable[str | Path], *, gazetteer: Gazetteer | str | Path | None = None
) -> Iterator[Report]:
    """Yield one report per article of the given files and folders, in their order.

    Raises
    ------
    ArticleError
        At the first input that cannot be read; `corpus.build` goes on instead.
    """
    if not isinstance(gazetteer, Gazetteer):
        gazetteer = open_gazetteer(gazetteer)
    for article in articles.read_articles(paths):
        yield analyze_article(article, gazetteer)


def _language_notes(iso: str) -> tuple[str, ...]:
    """Return what was not done for want of a lexicon."""
    missing = lexicon.language(iso).missing_sections()
    if not missing:
        return ()
    return (
        (f"No full lexicon for language {iso!r}: places were looked for, "
        f"but not {', '.join(missing)}."),
    )


def _limit_notes(mentions: int) -> tuple[str, ...]:
    """Return what was left out of an article with too many place names."""
    limit = LIMITS["mentions"]
    if mentions < limit:
        return ()
    return (f"Only the first {limit:,} place names were looked at; split the article.",)
