"""Reads the tables under ``gazetteer/`` and refuses bad rows, by file, line and fault."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from geomap.errors import GazetteerError
from geomap.gazetteer.schema import KINDS, THEATRE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = [
    "SMALL",
    "NameRow",
    "PlaceRow",
    "Row",
    "is_far",
    "is_far_and_small",
    "is_when",
    "read_features",
    "read_table",
]

NAME_KINDS = frozenset({"official", "variant", "former", "exonym", "inflected"})
_MAX_RADIUS_KM = 10_000.0
_WHEN = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
SMALL = 15_000  # people: below it world news seldom name a place: research, half a point of F1


@dataclass(slots=True)
class PlaceRow:
    """A place as the compiler knows it before it is written."""

    place_id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    country: str
    parent_id: str
    population: int
    source: str
    admin1: str = ""
    admin1_code: str = ""
    admin2: str = ""
    names: list[NameRow] = field(default_factory=list)
    echoes: list[str] = field(default_factory=list)
    """Spellings that have no row of their own and are found by their skeleton."""


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name of a place, its language (ISO 639-1, or empty) and its kind."""

    name: str
    language: str
    kind: str
    score: float | None = None
    """Match quality where it differs from that of the kind."""
    since: str = ""
    until: str = ""
    """Year, month or day from which on and up to which the place bore it, where known."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, which knows where it stands for the sake of its errors."""

    path: Path
    line: int
    values: Mapping[str, str]

    def refuse(self, fault: str, cause: Exception | None = None) -> NoReturn:
        """Raise the error that says where the fault is and what it is."""
        msg = f"{self.path.name}, line {self.line}: {fault}"
        raise GazetteerError(msg) from cause

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def text(self, column: str) -> str:
        """Return a cell that must not be empty."""
        if not self.values[column].strip():
            self.refuse(f"column {column!r} is empty")
        return self.values[column].strip()

    def number(self, column: str, low: float, high: float) -> float:
        """Return a cell as a number within a range."""
        try:
            value = float(self.values[column])
        except ValueError as error:
            self.refuse(f"{column} {self.values[column]!r} is not a number", error)
        if not low <= value <= high:
            self.refuse(f"{column} {value:g} is outside {low:g} to {high:g}")
        return value

    def point(self) -> tuple[float, float]:
        """Return latitude and longitude."""
        return self.number("lat", -90, 90), self.number("lon", -180, 180)

    def radius(self) -> float:
        """Return the radius in kilometres."""
        return self.number("radius_km", 0.05, _MAX_RADIUS_KM)

    def kind(self) -> str:
        """Return the kind of place."""
        return self.one_of("kind", frozenset(KINDS))

    def name_kind(self) -> str:
        """Return the kind of name."""
        return self.one_of("kind", NAME_KINDS)

    def population(self) -> int:
        """Return the population; 0 if the cell is empty."""
        return int(self.number("population", 0, 5e10)) if self.values["population"] else 0

    def when(self, column: str) -> str:
        """Return a year, month or day, or nothing."""
        if self.values[column] and not is_when(self.values[column]):
            self.refuse(f"{column} {self.values[column]!r} is no year; use 2016 or 2016-05-19")
        return self.values[column]

    def items(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that are separated by bars."""
        return tuple(part for part in (p.strip() for p in self.values[column].split("|")) if part)

    def one_of(self, column: str, allowed: frozenset[str]) -> str:
        """Return a cell that must hold one of a few values."""
        value = self.values[column]
        if value not in allowed:
            self.refuse(f"unknown {column} {value!r}; use one of {', '.join(sorted(allowed))}")
        return value


def is_when(text: str) -> bool:
    """Return whether a text is a year, month or day as ISO 8601 writes them.

    Examples
    --------
    >>> is_when("2016"), is_when("2016-05-19"), is_when("May 2016")
    (True, True, False)
    """
    return _WHEN.fullmatch(text) is not None


def is_far(place: PlaceRow) -> bool:
    """Return whether a place is of GeoNames' extract and lies outside the theatre."""
    return place.source == "geonames" and place.country not in THEATRE


def is_far_and_small(place: PlaceRow) -> bool:
    """Return whether an extracted place lies outside the theatre and has few people.

    Such a place is in the news once; what its name means otherwise is in the news daily.
    """
    return is_far(place) and place.population < SMALL


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a CSV, or of a gzipped TSV without quoting.

    Raises
    ------
    GazetteerError
        If the file cannot be read, its header is not ``columns``, or a row is of another
        length.
    """
    reader = _reader(path)
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            msg = f"{path.name}, line 1: header is {header}; it must be {list(columns)}"
            raise GazetteerError(msg)
        for line, cells in enumerate(reader, start=2):
            if len(cells) != len(columns):
                msg = f"{path.name}, line {line}: {len(cells)} cells instead of {len(columns)}"
                raise GazetteerError(msg)
            yield Row(path, line, dict(zip(columns, cells, strict=True)))
    except csv.Error as error:
        msg = f"{path.name}: {error}; check its quotes"
        raise GazetteerError(msg) from error


def _reader(path: Path) -> Iterator[list[str]]:
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            text = gzip.decompress(content).decode("utf-8")
            return (line.split("\t") for line in text.removesuffix("\n").split("\n"))
        return csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    except (OSError, EOFError) as error:
        msg = f"{path}: {error}; restore it from the repository"
        raise GazetteerError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path.name}: not UTF-8 ({error.reason} at byte {error.start})"
        raise GazetteerError(msg) from error


def read_features(path: Path) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON file.

    Raises
    ------
    GazetteerError
        If it is no FeatureCollection.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{path.name}: not a GeoJSON FeatureCollection ({error})"
        raise GazetteerError(msg) from error
    return list(features)
