"""Reads any CSV whose columns are named: name, latitude, longitude, and what else it has.

The delimiter is told by the header (comma, semicolon, tab or bar). What columns may be
called stands in ``crosswalk.toml``. Names of one cell are separated by bars.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from geomap.gazetteer.imports.entries import (
    ELSEWHERE,
    OTHER_CLASS,
    Entry,
    Fault,
    LeftOut,
    crosswalk,
    to_name,
    to_point,
    to_population,
)
from geomap.gazetteer.layers import settlement_kind
from geomap.gazetteer.schema import KINDS
from geomap.gazetteer.tables import NameRow
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geomap.gazetteer.imports.dumps import Dump
    from geomap.gazetteer.imports.request import Request

__all__ = ["read_places", "read_rows"]

_DELIMITERS = ",;\t|"
_PLAIN_HEADER = re.compile(r"[\s_.:-]+")
_POINT = re.compile(r"\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(\S+)\s+(\S+?)\s*\)\s*", re.IGNORECASE)
_PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*")
_LISTED = (("others", "", "variant"), ("former", "", "former"))
_LOCAL = (("en", "en", "official"), ("uk", "uk", "official"), ("ru", "ru", "exonym"))
_MAX_RADIUS_KM = 10_000.0
_SHORTEST = 1  # character: the table is the user's own, and Å is a place
_SLUG = re.compile(r"[^a-z0-9]+")


def read_places(dump: Dump, request: Request) -> Iterator[Entry | Fault | LeftOut]:
    """Yield the places of a CSV with named columns.

    Raises
    ------
    DumpError
        If the header names no column for the name, or none for the position.
    """
    slug = _SLUG.sub("-", fold_name(dump.path.name.partition(".")[0])).strip("-") or "table"
    rows = read_rows(dump)
    header = next(rows, (1, []))[1]
    columns = _columns(header)
    if "name" not in columns:
        known = ", ".join(crosswalk()["columns"]["name"])
        dump.refuse(f"no column for name: call it {known}; found {header[:12]}")
    if "lat" not in columns and "point" not in columns:
        known = "lat and lon, or one of " + ", ".join(crosswalk()["columns"]["point"])
        dump.refuse(f"no column for lat: call it {known}; found {header[:12]}")
    if "lat" in columns and "lon" not in columns:
        dump.refuse(f"no column for lon; found {header[:12]}")
    for line, cells in rows:
        if len(cells) != len(header):
            yield Fault(line, f"{len(cells)} columns instead of {len(header)}")
        else:
            values = {name: cells[index].strip() for name, index in columns.items()}
            yield _to_entry(line, values, slug, request)


def read_rows(dump: Dump) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV with the number of the line each ends in; blank ones are skipped."""
    lines = (f"{text}\n" for _, text in dump.lines())
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)

    def whole() -> Iterator[str]:
        yield first
        yield from lines

    try:
        for cells in csv.reader(whole(), delimiter=delimiter, strict=True):
            if any(cells):
                yield dump.line, cells
    except csv.Error as error:
        dump.refuse(f"{error}; check the quotes", error)


def _columns(header: list[str]) -> dict[str, int]:
    """Return the index of each column that is known by one of its names."""
    plain = [_PLAIN_HEADER.sub("", cell).lower() for cell in header]
    found = {}
    for column, names in crosswalk()["columns"].items():
        index = next((plain.index(name) for name in names if name in plain), None)
        if index is not None:
            found[column] = index
    return found


def _to_entry(
    line: int, values: Mapping[str, str], slug: str, request: Request
) -> Entry | Fault | LeftOut:
    names = _names(values)
    if not names:
        return Fault(line, f"no usable name in {values['name'][:40]!r}")
    try:
        lat, lon = _point(values)
        kind, population = _kind(values)
        radius = _radius(values.get("radius_km", ""))
    except ValueError as error:
        return Fault(line, str(error))
    country = values.get("country", "").upper()
    if not request.takes_country(country):
        return ELSEWHERE
    if not request.takes_kind(kind):
        return OTHER_CLASS
    own = values.get("id", "") or f"line-{line}"
    return Entry(line, f"csv:{slug}:{own[:80]}", kind, lat, lon, names, country, population, radius)


def _names(values: Mapping[str, str]) -> list[NameRow]:
    main = to_name(values["name"], _SHORTEST)
    if not main:
        return []
    found = {main: NameRow(main, "", "official")}
    for column, language, kind in _LOCAL:
        if name := to_name(values.get(column, ""), _SHORTEST):
            found.setdefault(name, NameRow(name, language, kind))
    for column, language, kind in _LISTED:
        for part in values.get(column, "").split("|"):
            if name := to_name(part, _SHORTEST):
                found.setdefault(name, NameRow(name, language, kind))
    return list(found.values())


def _point(values: Mapping[str, str]) -> tuple[float, float]:
    if "lat" in values:
        return to_point(_decimal(values["lat"]), _decimal(values["lon"]))
    text = values["point"]
    if match := _POINT.fullmatch(text):
        return to_point(match[2], match[1])
    if match := _PAIR.fullmatch(text):
        return to_point(match[1], match[2])
    msg = f"{text[:40]!r} is no point; write Point(lon lat), or lat,lon"
    raise ValueError(msg)


def _decimal(text: str) -> str:
    """Return a number with a point where a table in many languages has a comma."""
    return text.replace(",", ".", 1) if text.count(",") == 1 and "." not in text else text


def _kind(values: Mapping[str, str]) -> tuple[str, int]:
    kind = values.get("kind", "").lower()
    if kind and kind not in KINDS:
        msg = f"unknown kind {kind[:40]!r}; use one of {', '.join(KINDS)}"
        raise ValueError(msg)
    people = to_population(values.get("population", ""), kind or "city")
    return kind or settlement_kind(people), people


def _radius(text: str) -> float | None:
    if not text:
        return None
    try:
        radius = float(_decimal(text))
    except ValueError as error:
        msg = f"radius {text[:40]!r} is not a number"
        raise ValueError(msg) from error
    if not 0 < radius <= _MAX_RADIUS_KM:
        msg = f"radius {text[:40]} is outside 0 to {_MAX_RADIUS_KM:g} km"
        raise ValueError(msg)
    return radius
