"""Checked answers: the records of ``gold.jsonl`` and their reader.

One line holds what a person read in one article: its place mentions and its incidents.
Offsets are half-open code-point offsets into the article, as in `records`. The article
itself lies beside the file; its SHA-256 stands in the line, so that an edited article
is noticed before it is measured against shifted offsets.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from geomap.errors import GoldError, LimitError
from geomap.lexicon import incident_types
from geomap.records import COUNT_KINDS, Certainty, DatePrecision, Realis, Role, Span, Use
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "SIDES",
    "GoldArticle",
    "GoldIncident",
    "GoldMention",
    "GoldPlace",
    "Half",
    "Trigger",
    "read_gold",
    "to_gold",
]

SIDES = ("", "RU", "UA", "BY", "other", "unknown")
"""Whose side a source is on; empty where the article itself speaks."""

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)


class Half(StrEnum):
    """Which half of the answers an article belongs to."""

    DEV = "dev"  # may be looked at while rules are written
    TEST = "test"  # set aside, only measured


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place as a person knows it: name, kind and a point that stands for it.

    ``place_id`` is given only where the answer is one entry of the gazetteer and no other;
    ``radius_km`` widens the tolerance for places that are large or have no clear middle.
    """

    name: str
    kind: str
    lat: float
    lon: float
    country: str = ""
    radius_km: float = 0.0
    place_id: str = ""


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A span that names a place, and what it stands for."""

    start: int
    end: int
    text: str
    use: Use
    place: GoldPlace | None


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell of an incident, and the sentence they stand in."""

    start: int
    end: int
    quote: Span


@dataclass(frozen=True, slots=True)
class GoldIncident:
    """One incident with every sentence that tells of it."""

    incident_type: str
    realis: Realis
    certainty: Certainty
    triggers: tuple[Trigger, ...]
    places: tuple[tuple[Role, GoldPlace], ...] = ()
    counts: tuple[tuple[str, float | None], ...] = ()
    date_start: dt.date | None = None
    date_end: dt.date | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    attribution: str = ""
    attribution_side: str = ""
    attack: int | None = None
    """Index of the attack that this interception, damage, outage or harm belongs to."""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article and its checked answers."""

    article_id: str
    path: Path
    text: str
    published: dt.date | None
    language: str
    half: Half
    mentions: tuple[GoldMention, ...]
    incidents: tuple[GoldIncident, ...]


def read_gold(path: str | Path) -> tuple[GoldArticle, ...]:
    """Read a file of checked answers and the articles beside it.

    Raises
    ------
    GoldError
        If the file cannot be read, is empty, or a line is wrong: the message names the
        file, the line and the fault.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read: {error}; give a JSONL file of checked answers"
        raise GoldError(msg) from error
    articles = tuple(
        to_gold(_parse(line, f"{path}, line {number}"), path.parent, f"{path}, line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )
    if not articles:
        msg = f"{path}: no checked answers; see seeds/README.md for how to add an article"
        raise GoldError(msg)
    _check_unique(articles, path)
    return articles


def to_gold(row: Mapping[str, Any], directory: Path, where: str) -> GoldArticle:
    """Turn one parsed line into records, checking everything it says.

    Parameters
    ----------
    row
        The JSON object.
    directory
        The folder in which the article's file lies.
    where
        What an error calls the line, such as ``gold.jsonl, line 3``.
    """
    name = _get(row, "file", str, where)
    if Path(name).name != name:
        msg = f"{where}: file {name!r} must lie beside the answers, without a folder"
        raise GoldError(msg)
    path = directory / name
    text = _read_article(path, row, where)
    incidents = _get(row, "incidents", list, where)
    return GoldArticle(
        article_id=_get(row, "article_id", str, where),
        path=path,
        text=text,
        published=_date(row, "published", where),
        language=_get(row, "language", str, where),
        half=_member(row, "half", Half, where),
        mentions=_mentions(row, text, where),
        incidents=tuple(
            _incident(one, text, len(incidents), f"{where}: incident {number}")
            for number, one in enumerate(incidents)
        ),
    )


def _parse(line: str, where: str) -> dict[str, Any]:
    if len(line) > LIMITS["jsonl_line_bytes"]:
        msg = f"{where}: longer than {LIMITS['jsonl_line_bytes']} characters; split the article"
        raise LimitError(msg)
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        msg = f"{where}: not JSON: {error}"
        raise GoldError(msg) from error
    if not isinstance(row, dict):
        msg = f"{where}: must be a JSON object, not {type(row).__name__}"
        raise GoldError(msg)
    return row


def _check_unique(articles: tuple[GoldArticle, ...], path: Path) -> None:
    seen: set[str] = set()
    for article in articles:
        if article.article_id in seen:
            msg = f"{path}: article_id {article.article_id!r} stands in two lines; keep one"
            raise GoldError(msg)
        seen.add(article.article_id)


def _read_article(path: Path, row: Mapping[str, Any], where: str) -> str:
    """Return the article's text, its line ends as they are in the file."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = (
            f"{where}: article {path} cannot be read: {error}; put it beside the answers, as UTF-8"
        )
        raise GoldError(msg) from error
    if hashlib.sha256(data).hexdigest() != row.get("sha256"):
        msg = f"{where}: {path} has changed since it was annotated; compile the answers again"
        raise GoldError(msg)
    return text


def _get(row: Mapping[str, Any], key: str, kind: type[_T], where: str) -> _T:
    value = row.get(key) if isinstance(row, dict) else None
    if isinstance(value, bool) or not isinstance(value, kind):
        msg = f"{where}: {key!r} must be {kind.__name__}, got {value!r}"
        raise GoldError(msg)
    return value


def _number(row: Mapping[str, Any], key: str, where: str) -> float:
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        msg = f"{where}: {key!r} must be a number, got {value!r}"
        raise GoldError(msg)
    return float(value)


def _member(row: Mapping[str, Any], key: str, kind: type[_E], where: str) -> _E:
    value = row.get(key) if isinstance(row, dict) else None
    if value not in tuple(kind):
        msg = f"{where}: unknown {key} {value!r}; use one of {', '.join(kind)}"
        raise GoldError(msg)
    return kind(value)


def _one_of(value: object, known: tuple[str, ...], key: str, where: str) -> str:
    if value not in known:
        msg = f"{where}: unknown {key} {value!r}; use one of {', '.join(filter(None, known))}"
        raise GoldError(msg)
    return str(value)


def _date(row: Mapping[str, Any], key: str, where: str) -> dt.date | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        msg = f"{where}: {key} {value!r} is not a date; write YYYY-MM-DD"
        raise GoldError(msg) from error


def _span(row: Mapping[str, Any], text: str, where: str) -> Span:
    start, end = _get(row, "start", int, where), _get(row, "end", int, where)
    if not 0 <= start < end <= len(text):
        msg = f"{where}: offsets {start}:{end} are outside the article (0:{len(text)})"
        raise GoldError(msg)
    words = row.get("text")
    if words is not None and text[start:end] != words:
        msg = f"{where}: text {words!r} is not at {start}:{end}, there is {text[start:end]!r}"
        raise GoldError(msg)
    return Span(start, end)


def _mentions(row: Mapping[str, Any], text: str, where: str) -> tuple[GoldMention, ...]:
    mentions = tuple(
        _mention(one, text, f"{where}: mention {number}")
        for number, one in enumerate(_get(row, "mentions", list, where))
    )
    for number, (left, right) in enumerate(pairwise(mentions), start=1):
        if right.start < left.end:
            msg = f"{where}: mention {number} {right.text!r} overlaps or precedes {left.text!r}"
            raise GoldError(msg)
    return mentions


def _mention(row: Mapping[str, Any], text: str, where: str) -> GoldMention:
    words = _get(row, "text", str, where)
    span = _span(row, text, where)
    return GoldMention(*span, words, _member(row, "use", Use, where), _place(row, where))


def _place(row: Mapping[str, Any], where: str) -> GoldPlace | None:
    place = row.get("place")
    if place is None:
        return None
    name, kind = _get(place, "name", str, where), _get(place, "kind", str, where)
    lat, lon = _number(place, "lat", where), _number(place, "lon", where)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004 - the ends of the world
        msg = f"{where}: {name} cannot lie at lat {lat}, lon {lon}"
        raise GoldError(msg)
    radius_km = _number(place, "radius_km", where) if "radius_km" in place else 0.0
    rest = (str(place.get("country") or ""), radius_km, str(place.get("place_id") or ""))
    return GoldPlace(name, kind, lat, lon, *rest)


def _incident(row: Mapping[str, Any], text: str, total: int, where: str) -> GoldIncident:
    known = tuple(incident_types())
    triggers = tuple(_trigger(one, text, where) for one in _get(row, "triggers", list, where))
    if not triggers:
        msg = f"{where}: no triggers; name the words that tell of it"
        raise GoldError(msg)
    date = _get(row, "date", dict, where)
    return GoldIncident(
        incident_type=_one_of(row.get("type"), known, "type", where),
        realis=_member(row, "realis", Realis, where),
        certainty=_member(row, "certainty", Certainty, where),
        triggers=triggers,
        places=tuple(_role(one, where) for one in _get(row, "places", list, where)),
        counts=_counts(row, where),
        date_start=_date(date, "start", where),
        date_end=_date(date, "end", where),
        date_precision=_member(date, "precision", DatePrecision, where),
        attribution=_get(row, "attribution", str, where),
        attribution_side=_one_of(row.get("attribution_side"), SIDES, "attribution_side", where),
        attack=_attack(row, total, where),
    )


def _trigger(row: Mapping[str, Any], text: str, where: str) -> Trigger:
    quote = _span(_get(row, "quote", dict, where), text, where)
    return Trigger(*_span(row, text, where), quote)


def _role(row: Mapping[str, Any], where: str) -> tuple[Role, GoldPlace]:
    role = _member(row, "role", Role, where)
    place = _place(row, where)
    if place is None:
        msg = f"{where}: a place of an incident must be given with name, kind, lat and lon"
        raise GoldError(msg)
    return role, place


def _counts(row: Mapping[str, Any], where: str) -> tuple[tuple[str, float | None], ...]:
    """Return the numbers of an incident and of its places together, sorted."""
    pairs = []
    for one in _get(row, "counts", list, where):
        kind = _one_of(_get(one, "kind", str, where), COUNT_KINDS, "count", where)
        vague = one.get("value") is None
        pairs.append((kind, None if vague else _number(one, "value", where)))
    return tuple(sorted(pairs, key=lambda pair: (pair[0], pair[1] or 0.0)))


def _attack(row: Mapping[str, Any], total: int, where: str) -> int | None:
    attack = row.get("attack")
    if attack is None:
        return None
    if not isinstance(attack, int) or not 0 <= attack < total:
        msg = f"{where}: attack {attack!r} is not the number of an incident (0 to {total - 1})"
        raise GoldError(msg)
    return attack
