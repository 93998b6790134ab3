"""Reads the dumps of GeoNames: the 19 columns of places and ``alternateNamesV2``.

Neither has a header nor quoting: names contain quote marks. The feature codes that enter
are those of ``crosswalk.toml``; historical ones (code ending in H) are not among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.imports.entries import (
    ELSEWHERE,
    NO_NAME,
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
from geomap.gazetteer.names import is_cyrillic, languages_of
from geomap.gazetteer.tables import NameRow, is_when

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.gazetteer.imports.dumps import Dump
    from geomap.gazetteer.imports.request import Request

__all__ = ["Alternate", "read_alternates", "read_places"]

COLUMNS = 19
ALTERNATE_COLUMNS = 10
# Codes such as link, wkdt, post, iata, icao, unlc, abbr and phon stand in the same column.
_LANGUAGES = frozenset({"", "en", "uk", "ru", "be", "pl", "de", "fr", "ro", "crh"})
_ALPHABETS = (0x0530, 0x1E00)  # letters between these are neither Latin nor Cyrillic
_LATIN_ADDITIONAL_END = 0x2C00


class Alternate(NamedTuple):
    """A further name of a place."""

    place_id: str
    name: NameRow


def read_places(dump: Dump, request: Request) -> Iterator[Entry | Fault | LeftOut]:
    """Yield the places of ``allCountries``, ``XX``, ``cities*`` or ``no-country``."""
    codes = crosswalk()["geonames"]
    for line, text in dump.lines():
        cells = text.split("\t")
        if len(cells) != COLUMNS:
            yield from _odd_line(line, text, cells)
        elif not request.takes_country(cells[8]):
            yield ELSEWHERE
        elif not (kind := codes.get(cells[7])) or not request.takes_class(cells[6], cells[7]):
            yield OTHER_CLASS
        else:
            yield _to_entry(line, cells, kind)


def _odd_line(line: int, text: str, cells: Sequence[str]) -> Iterator[Fault]:
    """Yield the fault of a line that has not 19 columns; an empty one is none."""
    if not text.strip():
        return
    if len(cells) == ALTERNATE_COLUMNS:
        hint = "; a file of alternate names goes with --names beside the places"
    elif len(cells) == 1 and ("," in text or ";" in text):
        hint = "; for a CSV use `geomap gazetteer import csv`"
    else:
        hint = "; the dump may be truncated here, or of another format"
    yield Fault(line, f"{len(cells)} columns instead of {COLUMNS}{hint}")


def _to_entry(line: int, cells: Sequence[str], kind: str) -> Entry | Fault | LeftOut:
    number = cells[0]
    if not number.isdecimal():
        return Fault(line, f"geonameid {number[:40]!r} is not a number")
    try:
        lat, lon = to_point(cells[4], cells[5])
        kind, population = _kind_and_people(kind, cells[14])
    except ValueError as error:
        return Fault(line, str(error))
    names = _names(cells[1], cells[2], cells[3])
    if not names:
        return NO_NAME
    return Entry(line, f"geonames:{number}", kind, lat, lon, names, cells[8], population)


def _kind_and_people(kind: str, text: str) -> tuple[str, int]:
    if kind != "settlement":
        return kind, to_population(text, kind)
    population = to_population(text, "city")
    return settlement_kind(population), population


def _names(name: str, ascii_name: str, alternates: str) -> list[NameRow]:
    main = to_name(name) or to_name(ascii_name)
    if not main:
        return []
    names = [NameRow(main, "", "official")]
    if ascii_name and ascii_name != main and (plain := to_name(ascii_name)):
        names.append(NameRow(plain, "", "variant"))
    if alternates:
        found = dict.fromkeys(map(to_name, filter(_is_readable, alternates.split(","))))
        names.extend(
            NameRow(other, _language(other), "variant")
            for other in found
            if other and other != main
        )
    return names


def _is_readable(name: str) -> bool:
    """Return whether a name is in Latin or Cyrillic letters and no code in capitals."""
    if name.isascii():
        return not name.isupper() and not name.startswith("http")
    return not any(_ALPHABETS[0] <= ord(c) < _ALPHABETS[1] or ord(c) >= _LATIN_ADDITIONAL_END
                   for c in name)  # fmt: skip


def _language(name: str) -> str:
    return languages_of(name)[-1] if not name.isascii() and is_cyrillic(name) else ""


def read_alternates(dump: Dump) -> Iterator[Alternate | Fault | LeftOut]:
    """Yield the names of ``alternateNamesV2`` in the languages that reports are written in."""
    for line, text in dump.lines():
        cells = text.split("\t")
        if len(cells) != ALTERNATE_COLUMNS:
            if text.strip():
                yield Fault(line, f"{len(cells)} columns instead of {ALTERNATE_COLUMNS}")
        elif cells[2] not in _LANGUAGES:
            yield _OTHER_LANGUAGE
        elif not cells[1].isdecimal():
            yield Fault(line, f"geonameid {cells[1][:40]!r} is not a number")
        elif not (name := to_name(cells[3])) or not _is_readable(name):
            yield NO_NAME
        else:
            since, until = map(_when, cells[8:10])
            row = NameRow(name, cells[2], _name_kind(cells), None, since, until)
            yield Alternate(f"geonames:{cells[1]}", row)


_OTHER_LANGUAGE = LeftOut("names in other languages, and codes")


def _when(text: str) -> str:
    """Return a time of the columns from and to, which hold free text, if it is one."""
    return text if is_when(text) else ""


def _name_kind(cells: Sequence[str]) -> str:
    """Return the kind of an alternate name by its marks: historic, preferred, colloquial."""
    if cells[7] == "1" or cells[9]:
        return "former"
    return "official" if cells[4] == "1" and cells[2] in {"en", "uk"} else "variant"
