"""The rows of a corrections file: read, checked one by one, and written."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import math
import re
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.corrections.spots import nearest
from geomap.errors import CorrectionError
from geomap.formulas import defuse, undo_defuse
from geomap.lexicon import incident_types
from geomap.records import DatePrecision, Role, When

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

__all__ = [
    "COLUMNS",
    "Action",
    "Correction",
    "Corrections",
    "days_of",
    "read_corrections",
    "to_line",
    "to_table",
]

COLUMNS = (
    "article_id",
    "text",
    "prefix",
    "suffix",
    "occurrence",
    "incident_id",
    "action",
    "place_id",
    "lat",
    "lon",
    "type",
    "role",
    "date",
    "reason",
    "by",
)
"""The columns of the file, in the order they are written."""

_LARGEST = 50_000_000  # bytes: some 200,000 rows
_DAYS_OF = {
    1: DatePrecision.DAY,
    7: DatePrecision.WEEK,
    31: DatePrecision.MONTH,
    92: DatePrecision.SEASON,
}
_DAY = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_OPEN = "unknown"  # as a date: the incident has none


class Action(StrEnum):
    """What a correction does."""

    PLACE = "place"
    NOT_A_PLACE = "not_a_place"
    TYPE = "type"
    ROLE = "role"
    DATE = "date"
    DROP = "drop"
    ADD = "add"


_ACTIONS = [action.value for action in Action]
_ROLES = [role.value for role in Role]
_DONE = {
    Action.PLACE: "place corrected",
    Action.NOT_A_PLACE: "corrected: no place",
    Action.TYPE: "type corrected",
    Action.ROLE: "role corrected",
    Action.DATE: "date corrected",
    Action.DROP: "left out",
    Action.ADD: "added",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One row: the words or the incident it is about, and what is right."""

    article_id: str
    action: Action
    text: str = ""
    """The exact words in the article; ``prefix`` and ``suffix`` stand before and after them."""
    prefix: str = ""
    suffix: str = ""
    occurrence: int | None = None
    """Which of several spots is meant, from 1, where the words around do not tell."""
    incident_id: str = ""
    place_id: str = ""
    lat: float | None = None
    lon: float | None = None
    incident_type: str = ""
    role: Role | None = None
    when: When | None = None
    reason: str = ""
    by: str = ""
    where: str = ""
    """File and line, for messages."""

    @property
    def point(self) -> tuple[float, float] | None:
        """The (lat, lon) that was put by hand."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    @property
    def has_place(self) -> bool:
        """Whether it says where: a place of the gazetteer or a point."""
        return bool(self.place_id) or self.point is not None

    @property
    def note(self) -> str:
        """Who changed it and why, in words."""
        who = f" by {self.by}" if self.by else ""
        why = f": {self.reason}" if self.reason else ""
        return f"{_DONE[self.action]}{who}{why}"


@dataclass(frozen=True, slots=True)
class Corrections:
    """The rows of a file, by article; what is wrong with a row is among the faults."""

    by_article: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    """Rows that cannot be used: file, line, fault and what to do."""
    name: str = ""
    """Of the file, without its folder."""

    def of(self, article_id: str) -> tuple[Correction, ...]:
        """Return the corrections of an article, in the order of the file."""
        return self.by_article.get(article_id, ())

    def options_of(self, article_id: str) -> tuple[tuple[str, str], ...]:
        """Return what stands among the options of the outputs of an article."""
        rows = self.of(article_id)
        return (("corrections", f"{len(rows)} of {self.name or 'the caller'}"),) if rows else ()

    def digest_of(self, article_id: str) -> str:
        """Return a digest of an article's rows: what was built with others must be built again.

        Examples
        --------
        >>> Corrections().digest_of("lyman")
        ''
        """
        rows = self.of(article_id)
        return hashlib.sha256(repr((self.name, rows)).encode()).hexdigest() if rows else ""

    def unseen(self, article_ids: Collection[str]) -> tuple[str, ...]:
        """Return a message for every row whose article is not among those that were read.

        Examples
        --------
        >>> row = Correction("lyman", Action.DROP, "Lyman", where="c.csv, line 2")
        >>> Corrections({"lyman": (row,)}).unseen(["liman"])[0][:45]
        "c.csv, line 2: no article 'lyman' was read; t"
        """
        seen = set(article_ids)
        return tuple(
            f"{row.where}: no article {article_id!r} was read{nearest(article_id, seen)}; "
            "correct article_id, or read that article, too"
            for article_id, rows in self.by_article.items()
            if article_id not in seen
            for row in rows
        )


def read_corrections(path: str | Path) -> Corrections:
    """Return the corrections of a CSV file.

    Parameters
    ----------
    path
        UTF-8, parted by commas or semicolons, its first line the names of the columns; a file
        of pasted lines alone is read in the order of ``COLUMNS``.

    Raises
    ------
    CorrectionError
        If the file cannot be read as a table of corrections. A row that is wrong by itself is
        one of the faults, and the others are used.
    """
    path = Path(path)
    text = _load(path)
    by_article: dict[str, list[Correction]] = {}
    faults = []
    for line, cells in _rows(path, text):
        where = f"{path}, line {line}"
        try:
            row = replace(_to_correction(cells), where=where)
        except ValueError as error:
            faults.append(f"{where}: {error}")
        else:
            by_article.setdefault(row.article_id, []).append(row)
    rows = {article_id: tuple(found) for article_id, found in by_article.items()}
    return Corrections(rows, tuple(faults), path.name)


def to_table(corrections: Iterable[Correction]) -> str:
    """Return corrections as the text of a file, under the names of the columns.

    Examples
    --------
    >>> print(to_table([Correction("a", Action.NOT_A_PLACE, "Georgia", "said ")]), end="")
    article_id,text,prefix,suffix,occurrence,incident_id,action,place_id,lat,lon,type,role,date,reason,by
    a,Georgia,said ,,,,not_a_place,,,,,,,,
    """
    lines = [",".join(COLUMNS), *map(to_line, corrections)]
    return "".join(f"{line}\n" for line in lines)


def to_line(row: Correction) -> str:
    """Return a correction as one line of the file, without its end.

    White space is written as single spaces, which find the words all the same.
    """
    words = {
        "type": row.incident_type,
        "role": row.role.value if row.role else "",
        "action": row.action.value,
        "date": "" if row.when is None else _to_days(row.when),
        "occurrence": str(row.occurrence or ""),
        "lat": "" if row.lat is None else f"{row.lat:.6f}".rstrip("0").rstrip("."),
        "lon": "" if row.lon is None else f"{row.lon:.6f}".rstrip("0").rstrip("."),
    }
    stream = io.StringIO()
    cells = [words[name] if name in words else _one_line(getattr(row, name)) for name in COLUMNS]
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()


def days_of(words: str) -> When:
    """Return the days that a cell of ``date`` stands for, the last one excluded.

    Parameters
    ----------
    words
        ``2023-05-02``, ``2023-05``, ``2023``, ``2023-05-02/2023-05-05`` (the second day is not
        part of it, as in ``date_end``) or ``unknown``.

    Raises
    ------
    ValueError
        If it is none of these.

    Examples
    --------
    >>> when = days_of("2023-05")
    >>> str(when.start), str(when.end), when.precision.value
    ('2023-05-01', '2023-06-01', 'month')
    >>> days_of("2023-05-02/2023-05-03").precision.value
    'day'
    """
    if words == _OPEN:
        return When()
    try:
        first, slash, last = words.partition("/")
        start, end, precision = _range_of(first)
        if slash:
            end = _range_of(last)[0]
            precision = _precision_of((end - start).days)
    except ValueError:
        msg = f"{words!r} is no day; write 2023-05-02, 2023-05, 2023 or 2023-05-02/2023-05-05"
        raise ValueError(msg) from None
    if end <= start:
        msg = f"{words!r} ends before it starts; the second day is the one after the last"
        raise ValueError(msg)
    return When(start, end, precision)


def _range_of(words: str) -> tuple[dt.date, dt.date, DatePrecision]:
    """Return the first day and the day after the last of a day, month or year."""
    if not _DAY.fullmatch(words):
        msg = f"{words!r} is no day"
        raise ValueError(msg)
    start = dt.date.fromisoformat(f"{words}-01-01"[:10])
    parts = words.count("-")
    if parts == 2:  # noqa: PLR2004 - year, month and day
        return start, start + dt.timedelta(days=1), DatePrecision.DAY
    if parts == 1:
        return start, (start + dt.timedelta(days=31)).replace(day=1), DatePrecision.MONTH
    return start, start.replace(year=start.year + 1), DatePrecision.YEAR


def _precision_of(days: int) -> DatePrecision:
    """Return the finest precision that covers so many days."""
    return next((found for most, found in _DAYS_OF.items() if days <= most), DatePrecision.YEAR)


def _to_days(when: When) -> str:
    if when.start is None or when.end is None:
        return _OPEN
    if (when.end - when.start).days == 1:
        return when.start.isoformat()
    return f"{when.start.isoformat()}/{when.end.isoformat()}"


def _one_line(value: str) -> str:
    """Return a cell in one line; a space at its ends stays, it parts it from the words."""
    inner = " ".join(value.split())
    before = " " if value[:1].isspace() else ""
    after = " " if value[-1:].isspace() and inner else ""
    return defuse(f"{before}{inner}{after}")


def _load(path: Path) -> str:
    try:
        payload = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check the name"
        raise CorrectionError(msg) from error
    if payload is None:
        msg = f"{path}: larger than {_LARGEST / 1e6:g} MB, the limit; split it"
        raise CorrectionError(msg)
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8"
        raise CorrectionError(msg) from error


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line and the cells of every row that is not empty."""
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: Sequence[str] = ()
    try:
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            names = names or _names_of(path, cells)
            if list(map(str.strip, cells)) == list(names):
                continue  # the page copies the head with each line
            padded = [*cells, *[""] * (len(names) - len(cells))]
            too_many = {"": "x"} if len(cells) > len(names) else {}
            yield reader.line_num, dict(zip(names, padded, strict=False)) | too_many
    except csv.Error as error:
        msg = f"{path}, line {reader.line_num}: not CSV ({error}); correct the quotes"
        raise CorrectionError(msg) from error


def _names_of(path: Path, cells: Sequence[str]) -> Sequence[str]:
    """Return the names of the columns: the first line, or our order for pasted lines alone."""
    names = [cell.strip() for cell in cells]
    if "action" not in names:
        if len(cells) == len(COLUMNS):
            return COLUMNS
        msg = f"{path}, line 1: no column 'action'; write {','.join(COLUMNS)}"
        raise CorrectionError(msg)
    for name in names:
        if name not in COLUMNS or names.count(name) > 1:
            fault = "stands twice" if name in COLUMNS else f"is unknown; {_hint(name, COLUMNS)}"
            msg = f"{path}, line 1: column {name!r} {fault}"
            raise CorrectionError(msg)
    return names


def _to_correction(cells: Mapping[str, str]) -> Correction:
    """Return a row that holds all its action needs; a ``ValueError`` says what it lacks."""
    if "" in cells:
        msg = "more cells than columns; put a cell with a comma in quotes"
        raise ValueError(msg)
    words = {name: undo_defuse(cells.get(name, "")) for name in COLUMNS}
    plain = {name: word.strip() for name, word in words.items()}
    role = _known("role", plain["role"], _ROLES, may_lack=True)
    row = Correction(
        article_id=plain["article_id"],
        action=Action(_known("action", plain["action"], _ACTIONS)),
        text=plain["text"],
        prefix=words["prefix"],
        suffix=words["suffix"],
        occurrence=_occurrence(plain["occurrence"]),
        incident_id=plain["incident_id"],
        place_id=plain["place_id"],
        lat=_degrees("lat", plain["lat"], 90),
        lon=_degrees("lon", plain["lon"], 180),
        incident_type=_known("type", plain["type"], list(incident_types()), may_lack=True),
        role=Role(role) if role else None,
        when=days_of(plain["date"]) if plain["date"] else None,
        reason=plain["reason"],
        by=plain["by"],
    )
    if fault := _fault_of(row):
        raise ValueError(fault)
    return row


def _fault_of(row: Correction) -> str:
    """Return what a row lacks for its action; empty if nothing."""
    needs = {
        Action.PLACE: (("text", row.text), ("place_id, or lat and lon", row.has_place)),
        Action.NOT_A_PLACE: (("text", row.text),),
        Action.TYPE: (("type", row.incident_type), ("incident_id or text", _is_aimed(row))),
        Action.ROLE: (("role", row.role), ("text of the place", row.text)),
        Action.DATE: (("date", row.when), ("incident_id or text", _is_aimed(row))),
        Action.DROP: (("incident_id or text", _is_aimed(row)),),
        Action.ADD: (
            ("type, or the incident_id of one it belongs to", row.incident_type or row.incident_id),
            ("text, place_id, or lat and lon", row.text or row.has_place),
        ),
    }
    lacking = [name for name, value in needs[row.action] if not value]
    if not row.article_id:
        lacking.insert(0, "article_id")
    if (row.lat is None) != (row.lon is None):
        lacking.append("lat" if row.lat is None else "lon")
    return f"{row.action.value} needs {' and '.join(lacking)}; fill it in" if lacking else ""


def _is_aimed(row: Correction) -> bool:
    return bool(row.incident_id or row.text)


def _known(name: str, word: str, known: Sequence[str], *, may_lack: bool = False) -> str:
    if word in known or (may_lack and not word):
        return word
    msg = f"{name} {word!r} is unknown; {_hint(word, known)}"
    raise ValueError(msg)


def _hint(word: str, known: Collection[str]) -> str:
    """Return the known word that was probably meant, or all if they are few."""
    near = get_close_matches(word, known, n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    some = ", ".join(sorted(known)[:8])
    return f"use {some}{', …' if len(known) > 8 else ''}" if some else "check the id"  # noqa: PLR2004 - fits a line


def _occurrence(word: str) -> int | None:
    if not word:
        return None
    if not (word.isascii() and word.isdigit() and int(word)):
        msg = f"occurrence {word!r} is no number from 1 up; leave it empty if the words are unique"
        raise ValueError(msg)
    return int(word)


def _degrees(name: str, word: str, most: int) -> float | None:
    if not word:
        return None
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not abs(value) <= most:
        msg = f"{name} {word!r} is not between -{most} and {most}; write degrees, such as 48.5"
        raise ValueError(msg)
    return value
