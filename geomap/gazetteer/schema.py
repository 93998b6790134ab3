"""The compiled file: its tables, the kinds of places and how they rank.

The gazetteer is one GeoPackage 1.2, so that QGIS opens what the program looks names up
in: layers ``places`` and ``areas``, and ``names`` as attributes. Places and names are
views; the tables under them say nothing twice, so that 190,000 places fit in a wheel:
``points`` and ``homes`` (what places lie in), ``keys`` (names in the order in which they are
looked up, written out only where a capital does not make the name of the key) and
``name_kinds`` (of what kind a name is, and since and until when it was borne). Tables only the
program reads: ``forms`` (the cases of Cyrillic names) with ``cases`` (the rules they come from,
for imports) and ``skeletons`` (the fallback keys).
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "APPLICATION_ID",
    "CELL",
    "CELLS",
    "KINDS",
    "ROW",
    "SCHEMA_VERSION",
    "SETTLEMENTS",
    "TABLES",
    "THEATRE",
    "capital",
    "distance_km",
    "point_blob",
    "prior",
    "shape_blob",
]

SCHEMA_VERSION = 4
APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10_200  # GeoPackage 1.2, which QGIS 3.22 reads without a warning
WGS_84 = 4326
_EARTH_KM = 6371.0

SETTLEMENTS = frozenset({"city", "town", "village"})
THEATRE = frozenset({"UA", "RU", "BY", "MD", "PL", "SK", "HU", "RO"})
"""Ukraine and its neighbours: the countries whose smallest places news on it name."""

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
CREATE TABLE gpkg_ogr_contents (
  table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL);
CREATE TABLE homes (
  number INTEGER PRIMARY KEY NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL,
  admin1_code TEXT NOT NULL, admin2 TEXT NOT NULL, parent_id TEXT NOT NULL,
  source TEXT NOT NULL);
CREATE TABLE points (
  fid INTEGER PRIMARY KEY NOT NULL, geom POINT NOT NULL, place_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, kind TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
  radius_km REAL NOT NULL, home INTEGER NOT NULL, population INTEGER NOT NULL);
CREATE TABLE areas (
  fid INTEGER PRIMARY KEY NOT NULL, geom GEOMETRY NOT NULL, place_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, kind TEXT NOT NULL, iso TEXT NOT NULL, label_lat REAL NOT NULL,
  label_lon REAL NOT NULL, source TEXT NOT NULL);
CREATE TABLE name_kinds (
  number INTEGER PRIMARY KEY NOT NULL, kind TEXT NOT NULL, score REAL NOT NULL,
  since TEXT NOT NULL, until TEXT NOT NULL);
CREATE TABLE keys (
  key TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, language TEXT NOT NULL,
  name TEXT, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE forms (
  key TEXT NOT NULL, base TEXT NOT NULL, PRIMARY KEY (key, base)) WITHOUT ROWID;
CREATE TABLE cases (
  language TEXT NOT NULL, ending TEXT NOT NULL, genitive TEXT NOT NULL, dative TEXT NOT NULL,
  accusative TEXT NOT NULL, instrumental TEXT NOT NULL, locative TEXT NOT NULL,
  PRIMARY KEY (language, ending)) WITHOUT ROWID;
CREATE TABLE skeletons (
  key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE commons (key TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
CREATE TABLE demonyms (
  key TEXT PRIMARY KEY NOT NULL, place_id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE VIEW places AS
  SELECT p.fid AS OGC_FID, p.geom, p.place_id, p.name, p.kind, p.lat, p.lon, p.radius_km,
    h.country, h.admin1, h.admin1_code, h.admin2, h.parent_id, p.population, h.source
  FROM points p JOIN homes h ON h.number = p.home;
CREATE VIEW names AS
  SELECT k.key, coalesce(k.name, char(unicode(k.key) - CASE WHEN k.key < 'ѐ' THEN 32 ELSE 80 END)
    || substr(k.key, 2)) AS name, p.place_id, p.name AS place, k.language, n.kind, n.score,
    n.since, n.until
  FROM keys k JOIN name_kinds n ON n.number = k.kind JOIN points p ON p.fid = k.place;
"""

# Cells of a fifth of a degree, numbered row by row, in which the nearest place is sought
# (`nearby`): one index of whole numbers, a fourth of what two of the coordinates would take.
CELLS = 5
ROW = 2_000  # more cells than there are in a row
CELL = f"CAST((lat + 90) * {CELLS} AS INTEGER) * {ROW} + CAST((lon + 180) * {CELLS} AS INTEGER)"
INDEXES = f"""
CREATE INDEX points_home ON points (home);
CREATE INDEX points_cell ON points ({CELL});
CREATE INDEX homes_parent ON homes (parent_id);
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
    # To four places, as `round` says; that alone takes three times as long as all of this.
    return math.floor(_POPULATION_WEIGHT * math.log10(population + 10) * 10_000 + 0.5) / 10_000


def capital(key: str) -> str:
    """Return a key with its first letter as a capital, as the view ``names`` writes it.

    Empty if the first letter is none of the basic Latin or Cyrillic ones: then the name has to
    be stored, as where more than this capital is lost in the key.

    Examples
    --------
    >>> capital("izium"), capital("київ"), capital("єнакієве"), capital("9 січня"), capital("")
    ('Izium', 'Київ', 'Єнакієве', '', '')
    """
    is_basic = "a" <= key[:1] <= "z" or "а" <= key[:1] <= "џ"
    return key.capitalize() if is_basic else ""


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
    """Return a point as a GeoPackage blob.

    Its bytes are in the order in which SQLite writes numbers, so that an archive keeps the
    coordinates of a row once.
    """
    return struct.pack(">2sBBiBIdd", b"GP", 0, 0, WGS_84, 0, 1, lon, lat)


def shape_blob(wkb: bytes, bounds: tuple[float, float, float, float]) -> bytes:
    """Return a WKB geometry with its bounds (west, south, east, north) as a GeoPackage blob."""
    west, south, east, north = bounds
    return struct.pack("<2sBBi4d", b"GP", 0, 3, WGS_84, west, east, south, north) + wkb
