"""First-level units and outlines of the world, read from Natural Earth as QGIS ships it.

For maintainers: `geomap.gazetteer.sources` calls this to refresh ``gazetteer/areas`` and
``gazetteer/naturalearth``. Natural Earth draws boundaries by control on the ground; here
Crimea and Sevastopol lie in Ukraine, as in resolution 68/262 of the UN General Assembly,
Western Sahara is a territory of its own, as in the UN's list of those without
self-government, and Somaliland and Northern Cyprus lie in the countries that the UN knows.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shapely

from geomap.errors import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

__all__ = ["Unit", "read_blob", "read_units", "settled"]

# FIPS 10-4 codes of the units that are Ukraine's whatever the source says.
_UKRAINIAN = ("UP11", "UP20")
# FIPS codes of the Moroccan units that are Western Sahara, and the one that it takes a part of.
_SAHARAN = ("MO59", "WI00")
_HALF_SAHARAN = "MO03"
_SAHARAN_LAT = 27.6667  # the boundary of Morocco, agreed on in 1912
# Units that the source gives to no country, by the country whose they are.
_HOMELESS = {
    "Akrotiri": "GB",
    "Baykonur lease in Qyzylorda": "KZ",
    "Christmas Island": "CX",
    "Clipperton Island": "FR",
    "Cocos (Keeling) Islands": "CC",
    "Dhekelia": "GB",
    "Guantanamo Bay USNB": "CU",
    "Northern Cyprus": "CY",
    "Somaliland": "SO",
}
_COUNTRYLESS = frozenset({"", "-1", "-99"})  # disputed: the Siachen glacier, the Spratlys
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)  # GeoPackage 1.2, clause 2.1.3: size by envelope code


@dataclass(frozen=True, slots=True)
class Unit:
    """One first-level unit: state, province, oblast."""

    country: str
    name: str
    fips: str
    local_name: str
    geometry: BaseGeometry


def read_units(path: Path) -> tuple[Unit, ...]:
    """Return the first-level units of the world, sorted by country and name.

    Parameters
    ----------
    path
        ``world_map.gpkg`` of the Debian package ``qgis-common``.

    Raises
    ------
    GazetteerError
        If the file is not that GeoPackage.
    """
    sql = "SELECT iso_a2, name, fips, gn_name, geom FROM states_provinces WHERE name IS NOT NULL"
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        with connection:
            rows = connection.execute(sql).fetchall()
    except sqlite3.Error as error:
        msg = f"{path}: {error}; give the world_map.gpkg that QGIS ships"
        raise GazetteerError(msg) from error
    units = (
        Unit(iso or "", name, fips or "", local or "", read_blob(blob))
        for iso, name, fips, local, blob in rows
    )
    return tuple(sorted((part for unit in units for part in settled(unit)), key=_order))


def read_blob(blob: bytes) -> BaseGeometry:
    """Return the geometry of a GeoPackage blob.

    Raises
    ------
    IndexError
        If the code of its envelope is none.
    """
    header = 8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 0b111]
    return shapely.from_wkb(blob[header:])


def settled(unit: Unit) -> Iterator[Unit]:
    """Yield a unit under the country it lies in by the UN's count; one is cut in two."""
    if unit.fips in _UKRAINIAN:
        yield replace(unit, country="UA")
    elif unit.fips in _SAHARAN:
        yield replace(unit, country="EH")
    elif unit.fips == _HALF_SAHARAN:
        south = unit.geometry.intersection(shapely.box(-20, 20, 0, _SAHARAN_LAT))
        yield replace(unit, geometry=unit.geometry.difference(south))
        yield replace(unit, country="EH", name="Es-Semara", fips="", geometry=south)
    else:
        country = _HOMELESS.get(unit.name, unit.country)
        if country not in _COUNTRYLESS:
            yield replace(unit, country=country)


def _order(unit: Unit) -> tuple[str, str, str, tuple[float, ...]]:
    return unit.country, unit.name, unit.fips, unit.geometry.bounds
