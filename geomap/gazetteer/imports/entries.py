"""What every reader of dumps makes of a row, and the rules that a row must obey."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.gazetteer.layers import settlement_radius_km
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.text import LIMITS, clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.gazetteer.tables import NameRow

__all__ = [
    "ELSEWHERE",
    "NO_NAME",
    "OTHER_CLASS",
    "Entry",
    "Fault",
    "LeftOut",
    "crosswalk",
    "letter_of",
    "radius_km",
    "to_name",
    "to_point",
    "to_population",
]

_SHORTEST = 2  # characters; the only name of one letter is not worth its false alarms
_MOST_PEOPLE = 50_000_000  # the largest city has 38; more would outweigh every other evidence
_MOST_PEOPLE_ELSEWHERE = 10_000_000_000
_BIDI = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Fault(NamedTuple):
    """A row that is wrong: its line (or the number of the feature) and what is wrong with it."""

    line: int
    text: str


class LeftOut(NamedTuple):
    """A row that is in order but does not enter, and why."""

    reason: str


ELSEWHERE = LeftOut("in another country")
NO_NAME = LeftOut("without a usable name")
OTHER_CLASS = LeftOut("of a class that was not asked for or that geomap does not use")


@dataclass(slots=True)
class Entry:
    """One place of a dump, before it is put among the places that geomap knows.

    ``shape`` is WKB in degrees, empty for a point; ``radius_km`` is None if the dump gives
    no extent. The first of ``names`` is the one to display.
    """

    line: int
    place_id: str
    kind: str
    lat: float
    lon: float
    names: list[NameRow]
    country: str = ""
    population: int = 0
    radius_km: float | None = None
    shape: bytes = b""
    admin1: str = ""
    admin1_code: str = ""
    admin2: str = ""
    parent_id: str = ""
    bounds: tuple[float, float, float, float] | None = None
    """West, south, east, north of the shape."""


@cache
def crosswalk() -> Mapping[str, Any]:
    """Return the tables of ``crosswalk.toml``: classes, columns and radii."""
    path = Path(__file__).with_name("crosswalk.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def letter_of(kind: str) -> str:
    """Return the class letter of a kind, as GeoNames has them.

    Examples
    --------
    >>> letter_of("village"), letter_of("sea"), letter_of("airbase")
    ('P', 'H', 'S')
    """
    letters: Mapping[str, list[str]] = crosswalk()["letters"]
    return next(letter for letter, kinds in letters.items() if kind in kinds)


def radius_km(entry: Entry) -> float:
    """Return the radius of an entry: given, of its people, of its extent, or of its kind."""
    if entry.radius_km is not None:
        return entry.radius_km
    if entry.kind in SETTLEMENTS:
        return settlement_radius_km(entry.population)
    return float(crosswalk()["radius"][entry.kind])


def to_name(text: str, shortest: int = _SHORTEST) -> str:
    r"""Return a name without marks that steer or hide, or an empty text if it is no name.

    A name has 2 to 200 characters and a letter; a user's own table may have shorter ones.

    Examples
    --------
    >>> to_name(" Nove\u202e  Selo\n"), to_name("1905"), to_name("x")
    ('Nove Selo', '', '')
    >>> to_name("Y", shortest=1)
    'Y'
    """
    if not (text.isascii() and text.isprintable()):
        text = clean_text(_BIDI.sub("", unicodedata.normalize("NFC", text)))
    text = " ".join(text.split())
    if not shortest <= len(text) <= LIMITS["name_characters"]:
        return ""
    return text if any(map(str.isalpha, text)) else ""


def to_point(lat: str | float, lon: str | float) -> tuple[float, float]:
    """Return latitude and longitude in degrees.

    Raises
    ------
    ValueError
        With the fault in words: no number, off the globe, or the two swapped.

    Examples
    --------
    >>> to_point("48.5", "37.9")
    (48.5, 37.9)
    >>> to_point("137.9", "48.5")
    Traceback (most recent call last):
    ValueError: latitude 137.9 is outside -90 to 90; latitude and longitude look swapped
    """
    numbers = []
    for name, value in (("latitude", lat), ("longitude", lon)):
        try:
            number = float(value)
        except (TypeError, ValueError) as error:
            msg = f"{name} {value!r} is not a number" if value not in ("", None) else f"no {name}"
            raise ValueError(msg) from error
        if not math.isfinite(number):
            msg = f"{name} {value!r} is not a finite number"
            raise ValueError(msg)
        numbers.append(number)
    return _on_globe(*numbers)


def _on_globe(lat: float, lon: float) -> tuple[float, float]:
    if not -90 <= lat <= 90:  # noqa: PLR2004 - degrees
        is_swapped = -180 <= lat <= 180 and -90 <= lon <= 90  # noqa: PLR2004 - as above
        hint = "; latitude and longitude look swapped" if is_swapped else ""
        msg = f"latitude {lat:g} is outside -90 to 90{hint}"
        raise ValueError(msg)
    if not -180 <= lon <= 180:  # noqa: PLR2004 - degrees
        msg = f"longitude {lon:g} is outside -180 to 180"
        raise ValueError(msg)
    return lat, lon


def to_population(text: str, kind: str) -> int:
    """Return how many people a text says; 0 for an empty one.

    Raises
    ------
    ValueError
        With the fault in words, also for more people than any such place has.

    Examples
    --------
    >>> to_population("", "city"), to_population("2900000", "city"), to_population("12.0", "town")
    (0, 2900000, 12)
    """
    if not text:
        return 0
    try:
        people = int(float(text)) if not text.isdecimal() else int(text)
    except (ValueError, OverflowError) as error:
        msg = f"population {text!r} is not a number"
        raise ValueError(msg) from error
    most = _MOST_PEOPLE_ELSEWHERE if letter_of(kind) in "AL" else _MOST_PEOPLE
    if not 0 <= people <= most:
        msg = f"population {text} is outside 0 to {most:,} for a {kind}"
        raise ValueError(msg)
    return people
