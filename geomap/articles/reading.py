"""A file or a record → one `Article`, and the same once more by its origin."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geomap.articles.corpora import read_spans
from geomap.articles.encoding import decode, decode_page
from geomap.articles.files import (
    CORPUS_SUFFIXES,
    HTML_SUFFIXES,
    InputFile,
    read_bytes,
)
from geomap.articles.known import Known, date_of_name, to_date
from geomap.articles.languages import find_language
from geomap.errors import GeomapError, LimitError
from geomap.records import Article, Origin, Paragraph
from geomap.text import LIMITS, plain_line, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geomap.articles.corpora import Record

__all__ = [
    "Knowledge",
    "article_of",
    "checked",
    "id_of",
    "is_corpus",
    "read_again",
    "read_one",
    "to_one",
]

_LONGEST_TITLE = 300


class Knowledge(NamedTuple):
    """What options and ``--articles`` say of the inputs."""

    given: Known = Known()
    table: Mapping[str, Known] = {}

    def of(self, file: InputFile) -> Known:
        """Return what is known of one file: the options win over the table."""
        listed = self.table.get(file.name) or self.table.get(file.path.name) or Known()
        return self.given.over(listed)


def read_again(origins: Iterable[Origin], knowledge: Knowledge) -> Iterator[Article]:
    """Yield the articles that were read at these origins, each file opened once for its run.

    Raises
    ------
    ArticleError, LimitError, DateError
        If a file is not there, or holds something else by now.
    """
    for (path, name), of_file in groupby(origins, key=attrgetter("path", "name")):
        file = InputFile(Path(path), name)
        known = knowledge.of(file)
        if not is_corpus(file):
            yield from (read_one(file, known) for _ in of_file)
            continue
        for record in read_spans(file, [(origin.start, origin.end) for origin in of_file]):
            if record.error is not None:
                raise record.error
            yield article_of(record, file, known)


def is_corpus(file: InputFile) -> bool:
    """Return whether a file holds records, not an article."""
    return file.path.suffix.lower() in (*CORPUS_SUFFIXES, ".json")


def id_of(file: InputFile) -> str:
    """Return the id of the article of a file: its name without the suffix."""
    return file.name.removesuffix(file.path.suffix)


def article_of(record: Record, file: InputFile, known: Known) -> Article:
    """Return the article of a good record; what is known of the file wins."""
    article = to_one(record.article_id, record.text, known.over(record.known))
    return replace(article, origin=Origin(os.fspath(file.path), file.name, *record.span))


def read_one(file: InputFile, known: Known) -> Article:
    """Return the article of a file that holds one.

    Raises
    ------
    ArticleError, LimitError
        If it cannot be read.
    """
    data = read_bytes(file)
    notes: list[str] = []
    zones: tuple[Paragraph, ...] = ()
    day = None if known.published else date_of_name(file.name)
    if day:
        notes.append(f"Published {day.isoformat()}: from the file name.")
        known = replace(known, published=day)
    if file.path.suffix.lower() in HTML_SUFFIXES:
        text, zones, note, known = _read_html(data, str(file.path), known)
    else:
        text, note = decode(data, str(file.path))
    article = to_one(id_of(file), checked(text, str(file.path)), known)
    notes = [note] * bool(note) + notes
    origin = Origin(os.fspath(file.path), file.name)
    return replace(article, notes=tuple(notes), zones=zones, origin=origin)


def to_one(article_id: str, text: str, known: Known) -> Article:
    """Return the article of a text and what is known of it; title and language may be told."""
    return Article(
        article_id,
        text,
        known.title or _first_line(text),
        known.language or find_language(text),
        known.published,
        known.source,
        known.url,
        is_language_guessed=not known.language,
    )


def checked(text: str, where: str) -> str:
    """Return a text that is no longer than an article may be.

    Raises
    ------
    LimitError
        If it is.
    """
    limit = LIMITS["article_bytes"]
    if len(text) > limit:
        msg = f"{where}: longer than {limit / 1e6:g} million characters, the limit; split it"
        raise LimitError(msg)
    return text


def _read_html(
    data: bytes, where: str, known: Known
) -> tuple[str, tuple[Paragraph, ...], str, Known]:
    from geomap.articles.markup import declared_encoding, read_page  # noqa: PLC0415 - an extra

    text, note = decode_page(data, declared_encoding(data), where)
    page = read_page(text, where)
    try:
        published = to_date(page.published, where)
    except GeomapError:
        published = None  # a page may say anything of itself; the option is the remedy
    found = Known(published, page.title, page.url, page.source)
    if published and not known.published:
        note = f"{note} Published {published.isoformat()}: from the page's own metadata.".strip()
    return page.text, page.zones, note, known.over(found)


def _first_line(text: str) -> str:
    lines = map(plain_line, unwrap(text[: 10 * _LONGEST_TITLE]).splitlines())
    return next((line for line in lines if line), "")[:_LONGEST_TITLE]
