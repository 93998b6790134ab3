"""The compiled file: its tables, the kinds of places and how they rank.

The gazetteer is one GeoPackage 1.2, so that QGIS opens what the program looks names up
in: layers ``places`` and ``areas``, and the table of names as attributes. Beside them
stand tables only the program reads: ``forms`` (the cases of Cyrillic names), ``firsts``
(the longest name per first word) and ``skeletons`` (the fallback keys).
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "APPLICATION_ID",
    "KINDS",
    "SCHEMA_VERSION",
    "SETTLEMENTS",
    "TABLES",
    "distance_km",
    "point_blob",
    "prior",
    "shape_blob",
]

SCHEMA_VERSION = 2
APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10_200  # GeoPackage 1.2, which QGIS 3.22 reads without a warning
WGS_84 = 4326
_EARTH_KM = 6371.0

SETTLEMENTS = frozenset({"city", "town", "village"})

# How much a kind speaks for a place before anything else is known, on the scale of
# ``_POPULATION_WEIGHT``: 0.70 is a city of 700,000. A name that only a state and small
# towns bear means the state; a name of a state's seat is written as the seat's (build).
KINDS: Mapping[str, float] = {
    "continent": 1.1,
    "country": 1.0,
    "region": 0.72,
    "admin1": 0.7,
    "admin2": 0.4,
    "hromada": 0.3,
    "city": 0.0,
    "town": 0.0,
    "village": 0.0,
    "district": 0.45,
    "ocean": 1.0,
    "sea": 0.8,
    "bay": 0.5,
    "strait": 0.5,
    "estuary": 0.4,
    "lake": 0.5,
    "river": 0.5,
    "reservoir": 0.4,
    "mountains": 0.5,
    "island": 0.5,
    "cape": 0.35,
    "spit": 0.35,
    "border": 0.4,
    "road": 0.3,
    "airbase": 0.3,
    "airport": 0.3,
    "port": 0.3,
    "bridge": 0.3,
    "dam": 0.3,
    "crossing": 0.3,
    "power_plant": 0.3,
    "refinery": 0.3,
    "depot": 0.3,
    "camp": 0.3,
    "site": 0.3,
}
"""The kinds of places (DESIGN 4) with their priors; a settlement's prior is its population."""

# Ten times the people weigh 0.12: a Ukrainian town under its official name still comes before
# a Russian city three times its size that once bore it (1.0 against 0.9 for a variant), and a
# city of a million before a namesake of 100,000 that is called exactly so.
_POPULATION_WEIGHT = 0.12

TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE,
  max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE places (
  fid INTEGER PRIMARY KEY NOT NULL, geom POINT NOT NULL, place_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, kind TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
  radius_km REAL NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL,
  admin1_code TEXT NOT NULL, admin2 TEXT NOT NULL, parent_id TEXT NOT NULL,
  population INTEGER NOT NULL, source TEXT NOT NULL, prior REAL NOT NULL);
CREATE TABLE areas (
  fid INTEGER PRIMARY KEY NOT NULL, geom GEOMETRY NOT NULL, place_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, kind TEXT NOT NULL, iso TEXT NOT NULL, label_lat REAL NOT NULL,
  label_lon REAL NOT NULL, source TEXT NOT NULL);
CREATE TABLE names (
  fid INTEGER PRIMARY KEY NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,
  place INTEGER NOT NULL, language TEXT NOT NULL, kind TEXT NOT NULL, score REAL NOT NULL);
CREATE TABLE forms (
  key TEXT NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (key, name)) WITHOUT ROWID;
CREATE TABLE firsts (word TEXT PRIMARY KEY NOT NULL, words INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE skeletons (
  key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE commons (key TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
CREATE TABLE demonyms (
  key TEXT PRIMARY KEY NOT NULL, place_id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
"""

INDEXES = """
CREATE INDEX names_key ON names (key);
CREATE INDEX places_lat ON places (lat, lon);
CREATE INDEX places_parent ON places (parent_id);
"""

WGS_84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]]'
)
REFERENCE_SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
    ("WGS 84 geodetic", WGS_84, "EPSG", WGS_84, WGS_84_WKT, "longitude/latitude"),
)


def prior(kind: str, population: int) -> float:
    """Return what a place is worth before its name is compared; people count in settlements.

    Examples
    --------
    >>> prior("country", 0) > prior("city", 3_000_000) > prior("city", 10_000) > 0
    True
    """
    if kind not in SETTLEMENTS:
        return KINDS[kind]
    return round(_POPULATION_WEIGHT * math.log10(population + 10), 4)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance of two points in kilometres.

    Examples
    --------
    >>> round(distance_km(50.45, 30.52, 49.99, 36.23))
    409
    """
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def point_blob(lat: float, lon: float) -> bytes:
    """Return a point as a GeoPackage blob."""
    return struct.pack("<2sBBiBIdd", b"GP", 0, 1, WGS_84, 1, 1, lon, lat)


def shape_blob(wkb: bytes, bounds: tuple[float, float, float, float]) -> bytes:
    """Return a WKB geometry with its bounds (west, south, east, north) as a GeoPackage blob."""
    west, south, east, north = bounds
    return struct.pack("<2sBBi4d", b"GP", 0, 3, WGS_84, west, east, south, north) + wkb
