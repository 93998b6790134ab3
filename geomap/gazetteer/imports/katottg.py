"""Reads an edition of Ukraine's state codifier (KATOTTG) as CSV.

Seven columns: the codes of five levels, the category and the name; title rows may come
first. The codifier has no coordinates: a unit lies where the built-in gazetteer has its
code, or the place of its name and region, else at the unit it lies in, with that unit's radius.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.errors import UnknownPlaceError
from geomap.gazetteer.imports.entries import Entry, Fault, LeftOut, crosswalk, to_name
from geomap.gazetteer.imports.sheets import read_rows
from geomap.gazetteer.names import romanise
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.gazetteer.tables import NameRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.imports.dumps import Dump
    from geomap.gazetteer.imports.request import Request
    from geomap.records import Place

__all__ = ["read_places"]

COLUMNS = 7
_CODE = re.compile("UA[0-9]{17}")
_LEVELS = 5
# Letters of the category that editions write in Cyrillic as well as in Latin.
_CYRILLIC = str.maketrans("ОКРНМТСХВП", "OKPHMTCXBP")
# The first two digits of a code that differ from ISO 3166-2.
_REGIONS = {"01": "43", "44": "09", "73": "77", "80": "30", "85": "40"}
_KINDS_OF = {
    "admin1": frozenset({"admin1", "city"}),
    "admin2": frozenset({"admin2"}),
    "hromada": frozenset({"hromada"}),
    "district": frozenset({"district"}),
}


@dataclass(frozen=True, slots=True)
class _Unit:
    line: int
    code: str
    above: tuple[str, ...]
    """The codes of the units it lies in, the nearest last."""
    kind: str
    name: str


def read_places(
    dump: Dump, request: Request, gazetteer: Gazetteer
) -> Iterator[Entry | Fault | LeftOut]:
    """Yield the units that have a place to lie at."""
    homes: dict[str, Place] = {}
    has_header = False
    for line, cells in read_rows(dump):
        unit = _to_unit(line, cells)
        if unit is None and not has_header:
            continue  # title rows and the header
        has_header = True
        if unit is None:
            yield Fault(line, f"no row of the codifier: {' · '.join(filter(None, cells))[:80]}")
        elif isinstance(unit, Fault):
            yield unit
        elif not request.takes_country("UA") or not request.takes_kind(unit.kind):
            yield LeftOut("of a class that was not asked for")
        else:
            yield _to_entry(unit, homes, gazetteer)
    if not has_header:
        dump.refuse(
            f"no row has the codifier's {COLUMNS} columns (five codes, category, name); "
            "save the sheet as CSV"
        )


def _to_unit(line: int, cells: list[str]) -> _Unit | Fault | None:
    cells = [cell.strip() for cell in cells]
    codes = [cell for cell in cells[:_LEVELS] if cell]
    if len(cells) < COLUMNS or not codes or not all(map(_CODE.fullmatch, codes)):
        if codes and _CODE.fullmatch(codes[0]):
            return Fault(line, f"{len(cells)} columns instead of {COLUMNS}, or a broken code")
        return None
    letter = cells[5].upper().translate(_CYRILLIC)
    kind = crosswalk()["katottg"].get(letter)
    name = to_name(cells[6])
    if kind is None or not name:
        return Fault(line, f"unknown category {cells[5][:10]!r} or empty name")
    return _Unit(line, codes[-1], tuple(dict.fromkeys(codes[:-1])), kind, name)


def _to_entry(unit: _Unit, homes: dict[str, Place], gazetteer: Gazetteer) -> Entry | LeftOut:
    region = f"UA-{_REGIONS.get(unit.code[2:4], unit.code[2:4])}"
    own = _find(unit, region, homes, gazetteer)
    above = next((homes[code] for code in reversed(unit.above) if code in homes), None)
    home = own or above
    if home is None:
        return LeftOut("in a region that the built-in gazetteer does not have")
    if own is not None:
        homes[unit.code] = own
    return Entry(
        unit.line, f"katottg:{unit.code}", unit.kind, home.lat, home.lon, _names(unit.name), "UA",
        home.population if own else 0, home.radius_km,
        admin1=home.admin1, admin1_code=region, admin2=home.admin2,
        parent_id=home.parent_id if own else home.place_id,
    )  # fmt: skip


def _find(
    unit: _Unit, region: str, homes: Mapping[str, Place], gazetteer: Gazetteer
) -> Place | None:
    """Return the built-in unit of this code, or the one place of its name in the unit above."""
    known = _known(unit, region, gazetteer)
    if known is not None:
        return known
    kinds = _KINDS_OF.get(unit.kind, SETTLEMENTS)
    found = [
        c.place
        for c in gazetteer.candidates(unit.name)
        if c.match != "skeleton" and c.place.kind in kinds and c.place.admin1_code == region
    ]
    for code in reversed(unit.above):
        if code in homes and len(found) > 1:
            inside = [p for p in found if homes[code] in gazetteer.parents(p)]
            found = inside or found
    return found[0] if len(found) == 1 else None


def _known(unit: _Unit, region: str, gazetteer: Gazetteer) -> Place | None:
    """Return the place that the built-in gazetteer has under the code of a unit."""
    place_id = f"curated:{region}" if unit.kind == "admin1" else f"katottg:{unit.code}"
    try:
        return gazetteer.place(place_id)
    except UnknownPlaceError:
        return None


def _names(name: str) -> list[NameRow]:
    return [NameRow(romanise(name), "en", "official"), NameRow(name, "uk", "official")]
