"""First-level units: their ISO 3166-2 codes, and which of them every place lies in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.gazetteer.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geomap.gazetteer.tables import PlaceRow, Row

__all__ = ["read_codes", "set_units", "unit_code"]

_COLUMNS = ("unit", "code")
_CITY_UNITS = {"ua.kyiv": "UA-30", "ua.sevastopol": "UA-40"}  # first-level units that are cities
_UNIT_CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def read_codes(path: Path, homes: Mapping[str, str]) -> dict[str, str]:
    """Return the ISO 3166-2 codes of units by the id of their place.

    Raises
    ------
    GazetteerError
        If a row names no known unit, or what cannot be a code.
    """
    found = {}
    for row in read_table(path, _COLUMNS):
        if row["unit"] not in homes:
            row.refuse(f"unknown unit {row['unit']!r}")
        if not _UNIT_CODE.fullmatch(row["code"]):
            row.refuse(f"{row['code']!r} is no code of ISO 3166-2")
        found[homes[row["unit"]]] = row["code"]
    return found


def set_units(
    places: Mapping[str, PlaceRow],
    curated: Sequence[tuple[Row, PlaceRow]],
    known: Mapping[str, str],
) -> None:
    """Check the curated parents and fill the first-level unit of every place, by known codes."""
    own = {place.place_id: unit_code(row["id"]) for row, place in curated if row["unit"]}
    codes = {**own, **known}
    for row, place in curated:
        if place.parent_id and place.parent_id not in places:
            row.refuse(f"unknown parent {row['parent']!r}")
    for place in places.values():
        if place.parent_id not in places:
            place.parent_id = ""
        unit = _unit_of(place, places, codes)
        if unit is not None:
            place.admin1, place.admin1_code = unit.name, codes.get(unit.place_id, "")


def unit_code(place_id: str) -> str:
    """Return the ISO 3166-2 code in the id of a curated first-level unit, else an empty text.

    Examples
    --------
    >>> unit_code("UA-63"), unit_code("ua.kyiv"), unit_code("region.gaza-strip")
    ('UA-63', 'UA-30', '')
    """
    return _CITY_UNITS.get(place_id, place_id if _UNIT_CODE.fullmatch(place_id) else "")


def _unit_of(
    place: PlaceRow, places: Mapping[str, PlaceRow], codes: Mapping[str, str]
) -> PlaceRow | None:
    """Return the first-level unit a place is or lies in."""
    for _ in range(6):  # no chain of parents is longer; a ring of them ends here too
        if place.kind == "admin1" or place.place_id in codes:
            return place
        parent = places.get(place.parent_id)
        if parent is None:
            return None
        place = parent
    return None
