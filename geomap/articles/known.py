"""What the user says of articles: options, dates and the table of ``--articles``."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from geomap.articles.encoding import decode
from geomap.articles.files import InputFile, read_bytes
from geomap.errors import ArticleError, DateError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Known", "date_of_name", "read_table", "to_date"]

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_ISO_DAY = 10  # characters of YYYY-MM-DD
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article before it is read; wins over what the file says."""

    published: dt.date | None = None
    title: str = ""
    url: str = ""
    source: str = ""
    language: str = ""

    def over(self, other: Known) -> Known:
        """Return these values, and those of ``other`` where these are empty."""
        names = [field.name for field in fields(self)]
        return Known(**{name: getattr(self, name) or getattr(other, name) for name in names})


def to_date(value: str | dt.date | None, where: str = "--published") -> dt.date | None:
    """Return a calendar day; ``None`` and the empty string stay ``None``.

    Raises
    ------
    DateError
        If the words are not a day written ``YYYY-MM-DD`` (a time after it is left out).

    Examples
    --------
    >>> to_date("2022-12-19"), to_date("2022-12-19T08:30:00Z"), to_date("")
    (datetime.date(2022, 12, 19), datetime.date(2022, 12, 19), None)
    >>> to_date("2022-02-30")
    Traceback (most recent call last):
    geomap.errors.DateError: --published: '2022-02-30' is no date; write YYYY-MM-DD: 2022-12-19
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    words = value.strip()
    if not words:
        return None
    day = words[:_ISO_DAY] if words[_ISO_DAY : _ISO_DAY + 1] in ("", "T", " ") else words
    try:
        return dt.datetime.strptime(day, "%Y-%m-%d").date()  # noqa: DTZ007 - a day
    except ValueError as error:
        msg = f"{where}: {value[:40]!r} is no date; write YYYY-MM-DD: 2022-12-19"
        raise DateError(msg) from error


def to_language(value: str, where: str = "--language") -> str:
    """Return an ISO 639-1 code in lower case.

    Raises
    ------
    ArticleError
        If the value is no such code.
    """
    code = value.strip().lower().split("-")[0]
    if code and not _LANGUAGE.fullmatch(code):
        msg = f"{where}: {value[:40]!r} is no language code; write two letters, such as en or uk"
        raise ArticleError(msg)
    return code


def date_of_name(name: str) -> dt.date | None:
    """Return the date at the start of a file name, if there is one.

    Examples
    --------
    >>> date_of_name("2023-05-02-odesa.txt"), date_of_name("2023-13-45.txt")
    (datetime.date(2023, 5, 2), None)
    """
    match = _DATE.match(name.rsplit("/", 1)[-1])
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def read_table(path: Path) -> Mapping[str, Known]:
    """Return what ``--articles FILE.csv`` says, by file name.

    Columns: file (required), published, title, url, source, language.

    Raises
    ------
    ArticleError, DateError
        If a column is unknown, a file is listed twice or a value is wrong; the message
        names the line.
    """
    text, _ = decode(read_bytes(InputFile(path, path.name)), str(path))
    reader = csv.DictReader(text.splitlines(), strict=True)
    names = ("file", *(field.name for field in fields(Known)))
    unknown = [name for name in reader.fieldnames or () if name not in names]
    if unknown or "file" not in (reader.fieldnames or ()):
        fault = f"unknown column {unknown[0]!r}" if unknown else "no column 'file'"
        msg = f"{path}: {fault}; the columns are {', '.join(names)}"
        raise ArticleError(msg)
    table: dict[str, Known] = {}
    try:
        for row in reader:
            where = f"{path}, line {reader.line_num}"
            _add_row(table, row, where)
    except csv.Error as error:
        msg = f"{path}, line {reader.line_num}: {error}; quote cells that hold commas or quotes"
        raise ArticleError(msg) from error
    return table


def _add_row(table: dict[str, Known], row: dict[str, str | None], where: str) -> None:
    file = (row.get("file") or "").strip().replace("\\", "/").removeprefix("./")
    if None in row or not file:  # DictReader keeps surplus cells under None
        msg = f"{where}: {'no file name' if not file else 'more cells than columns'}; mend the row"
        raise ArticleError(msg)
    if file in table:
        msg = f"{where}: {file!r} is listed twice; keep one row"
        raise ArticleError(msg)
    table[file] = Known(
        published=to_date(row.get("published"), where),
        title=(row.get("title") or "").strip(),
        url=(row.get("url") or "").strip(),
        source=(row.get("source") or "").strip(),
        language=to_language(row.get("language") or "", where),
    )
