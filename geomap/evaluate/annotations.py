"""From annotations a person writes to the lines of ``gold.jsonl``.

Nobody counts offsets: a person writes one TOML file per article with the words in reading
order, and `write_gold` finds where they stand. ``seeds/README.md`` shows the form.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import GoldError
from geomap.evaluate.gold import to_gold
from geomap.lexicon import language
from geomap.records import Use
from geomap.text import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geomap.text import Document

__all__ = ["compile_gold", "write_gold"]

_PLACES = "places.toml"
_MONTHS = 12


def write_gold(
    directory: str | Path, path: str | Path, *, places: str | Path | None = None
) -> Path:
    """Compile the annotations of a folder into one file of checked answers.

    Parameters
    ----------
    directory
        The folder with ``places.toml`` and one ``<article>.toml`` per article.
    path
        The file to write; the articles must lie beside it.
    places
        The table of places if it is not ``places.toml`` of the folder.

    Raises
    ------
    GoldError
        If an annotation is wrong; nothing is written then.
    """
    path = Path(path)
    lines = compile_gold(directory, path.parent, places=places)
    path.write_text(lines, encoding="utf-8", newline="\n")
    return path


def compile_gold(
    directory: str | Path, articles: str | Path, *, places: str | Path | None = None
) -> str:
    """Return the lines of ``gold.jsonl`` for the annotations of a folder.

    Raises
    ------
    GoldError
        If an annotation is wrong: the message names the file, the entry and the fault.
    """
    directory, articles = Path(directory), Path(articles)
    known = _read_toml(directory / _PLACES if places is None else Path(places))
    files = sorted(file for file in directory.glob("*.toml") if file.name != _PLACES)
    rows = [_compile(file, articles, known) for file in files]
    for file, row in zip(files, rows, strict=True):
        to_gold(row, articles, str(file))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: cannot be read as TOML: {error}; correct the line"
        raise GoldError(msg) from error


def _compile(file: Path, articles: Path, places: Mapping[str, Any]) -> dict[str, Any]:
    notes = _read_toml(file)
    path = articles / f"{file.stem}.txt"
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{file}: its article {path} cannot be read: {error}; put it there, as UTF-8"
        raise GoldError(msg) from error
    iso = notes.get("language", "en")
    document = read_document(text, language(iso).sections)
    return {
        "article_id": file.stem,
        "file": path.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "published": str(notes["published"]) if "published" in notes else None,
        "language": iso,
        "half": notes.get("half", "dev"),
        "mentions": list(_find_mentions(notes.get("mentions", ""), text, places, file)),
        "incidents": _find_incidents(notes.get("incidents", []), document, places, file),
    }


def _find_mentions(
    lines: str, text: str, places: Mapping[str, Any], file: Path
) -> Iterator[dict[str, Any]]:
    """Find each line's words after those of the line before it."""
    offset = 0
    for line in lines.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words, use, key = _split(line, file)
        start = _find_words(words, text, offset, file)
        offset = start + len(words)
        place = _place(key, places, file) if key else None
        yield {"start": start, "end": offset, "text": words, "use": use, "place": place}


def _split(line: str, file: Path) -> tuple[str, str, str]:
    """Return words, use and place key; a literal mention without a key is named by its words."""
    words, _, rest = line.partition("|")
    use, _, key = rest.partition("|")
    words, use, key = words.strip(), use.strip(), key.strip()
    if use not in tuple(Use):
        msg = f"{file}: {line.strip()!r}: unknown use {use!r}; write words | use | place"
        raise GoldError(msg)
    if not key and use == Use.LITERAL:
        key = words
    return words, use, "" if key == "?" else key


def _find_words(words: str, text: str, offset: int, file: Path) -> int:
    """Return the next start of the words as whole words at or after ``offset``."""
    start = text.find(words, offset)
    while start >= 0:
        end = start + len(words)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            return start
        start = text.find(words, start + 1)
    near = text[max(0, offset - 40) : offset]
    msg = f"{file}: {words!r} not found after {near!r}; list the mentions in reading order"
    raise GoldError(msg)


def _place(key: str, places: Mapping[str, Any], file: Path) -> dict[str, Any]:
    if key not in places:
        msg = f"{file}: unknown place {key!r}; add it to {_PLACES}"
        raise GoldError(msg)
    return {"name": key, **places[key]}


def _find_incidents(
    rows: list[dict[str, Any]], document: Document, places: Mapping[str, Any], file: Path
) -> list[dict[str, Any]]:
    names = [row.get("id") for row in rows]
    return [_find_incident(row, names, document, places, file) for row in rows]


def _find_incident(
    row: Mapping[str, Any],
    names: list[Any],
    document: Document,
    places: Mapping[str, Any],
    file: Path,
) -> dict[str, Any]:
    source, attack = row.get("attribution", ""), row.get("attack")
    if attack is not None and attack not in names:
        msg = f"{file}: attack {attack!r} is the id of no incident of this article; give it to one"
        raise GoldError(msg)
    return {
        "type": row.get("type"),
        "realis": row.get("realis", "actual"),
        "certainty": row.get("certainty", "attributed" if source else "stated"),
        "triggers": [_find_trigger(words, document, file) for words in row.get("triggers", [])],
        "places": [
            {"role": role, "place": _place(key, places, file)}
            for role, keys in row.get("places", {}).items()
            for key in keys
        ],
        "counts": [
            {"kind": kind, "value": None if isinstance(value, str) else value}
            for kind, given in row.get("counts", {}).items()
            for value in (given if isinstance(given, list) else [given])
        ],
        "date": _date_range(row.get("date", ""), file),
        "attribution": source,
        "attribution_side": row.get("side", ""),
        "attack": None if attack is None else names.index(attack),
    }


def _find_trigger(words: str, document: Document, file: Path) -> dict[str, Any]:
    """Find ``left [trigger] right``, which must stand once in the article."""
    left, opened, rest = words.partition("[")
    trigger, closed, right = rest.partition("]")
    if not (opened and closed):
        msg = f"{file}: {words!r}: put the trigger in brackets, as in 'shells [struck] a school'"
        raise GoldError(msg)
    found = document.text.count(left + trigger + right)
    if found != 1:
        msg = f"{file}: {words!r} stands {found} times in the article; give the words around it"
        raise GoldError(msg)
    start = document.text.index(left + trigger + right) + len(left)
    sentence = document.sentences[document.sentence_at(start)]
    quote = {"start": sentence.start, "end": sentence.end}
    return {"start": start, "end": start + len(trigger), "text": trigger, "quote": quote}


def _date_range(written: str, file: Path) -> dict[str, Any]:
    """Turn ``2023-01-14``, ``2023-01``, ``2023`` or ``2023-01-14/2023-01-16`` into half-open days.

    The end of a written range is the first day that no longer belongs to it.
    """
    if not written:
        return {"start": None, "end": None, "precision": "unknown"}
    try:
        start, end, precision = _parse_date(written)
    except ValueError as error:
        msg = f"{file}: date {written!r}: {error}; write a day, a month, a year or from/until"
        raise GoldError(msg) from error
    return {"start": str(start), "end": str(end), "precision": precision}


def _parse_date(written: str) -> tuple[dt.date, dt.date, str]:
    first, ranged, last = written.partition("/")
    parts = [int(part) for part in first.split("-")]
    if ranged:
        return dt.date(*parts), dt.date.fromisoformat(last), "day"
    if len(parts) == 1:
        return dt.date(parts[0], 1, 1), dt.date(parts[0] + 1, 1, 1), "year"
    if len(parts) == 2:  # noqa: PLR2004 - a year and a month
        year, month = parts
        return dt.date(year, month, 1), dt.date(year + month // _MONTHS, month % 12 + 1, 1), "month"
    day = dt.date(*parts)
    return day, day + dt.timedelta(days=1), "day"
