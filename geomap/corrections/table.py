"""A corrections file: read, checked row by row, and written."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.corrections.days import days_of, to_days
from geomap.corrections.rows import Action, Correction, Corrections
from geomap.errors import CorrectionError, suggest
from geomap.formulas import defuse, undo_defuse
from geomap.lexicon import incident_types
from geomap.records import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

__all__ = ["COLUMNS", "read_corrections", "to_line", "to_table"]

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
_ACTIONS = [action.value for action in Action]
_ROLES = [role.value for role in Role]


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
        "date": "" if row.when is None else to_days(row.when),
        "occurrence": str(row.occurrence or ""),
        "lat": "" if row.lat is None else f"{row.lat:.6f}".rstrip("0").rstrip("."),
        "lon": "" if row.lon is None else f"{row.lon:.6f}".rstrip("0").rstrip("."),
    }
    stream = io.StringIO()
    cells = [words[name] if name in words else _one_line(getattr(row, name)) for name in COLUMNS]
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()


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
    some = ", ".join(sorted(known)[:8])
    more = ", …" if len(known) > 8 else ""  # noqa: PLR2004 - fits a line
    return suggest(word, known, f"use {some}{more}")


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
