"""What was read: an article, its parts, and where they stand in its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt


__all__ = ["Article", "Origin", "Paragraph", "Span", "Zone"]


class Span(NamedTuple):
    """A half-open range of code points of the article's text."""

    start: int
    end: int


class Zone(StrEnum):
    """The part of a page that a paragraph belongs to."""

    HEADLINE = "headline"
    BODY = "body"
    ENTRY = "entry"  # one entry of a live blog
    CAPTION = "caption"
    LINK = "link"  # a teaser of another article, a "read more" line
    FOOTER = "footer"


class Origin(NamedTuple):
    """Where an article was read, so that another process can read it there, too.

    ``start`` and ``end`` are the bytes of a record in ``.jsonl`` and ``.csv``, row group and
    row in ``.parquet``, the number of the record and nothing in ``.json``, 0 in other files.
    """

    path: str
    name: str
    """The name of the file below the path that the user gave."""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """One news report, its text exactly as it was read.

    Examples
    --------
    >>> article = Article("nikopol-1", "Shells hit Nikopol.", title="Shelling")
    >>> article.text[11:18], article.language
    ('Nikopol', 'en')
    """

    article_id: str
    text: str
    title: str = ""
    language: str = "en"
    published: dt.date | None = None
    source: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()
    """What a reader should know of how the article was read (encoding, date from file name)."""
    is_language_guessed: bool = False
    """Whether nobody stated the language, so that the letters and words had to tell it."""
    zones: tuple[Paragraph, ...] = ()
    """Lines whose zone the markup of a page states; the marks in the text tell the others."""
    origin: Origin | None = field(default=None, compare=False, repr=False)
    """Where it was read, if from a file; no part of what it says."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text and the zone it belongs to."""

    start: int
    end: int
    zone: Zone
