"""The layers of the gazetteer: the tables under ``gazetteer/`` as places with names.

Curated rows come first, then GeoNames, then the first-level units of Natural Earth. A row
of a lower layer that is the same place as a curated one gives it its names and population
and is not a place of its own; nothing overrides silently.
"""

from __future__ import annotations

import math
from itertools import filterfalse
from typing import TYPE_CHECKING

from geomap.gazetteer.codifier import add_codifier
from geomap.gazetteer.counties import add_counties
from geomap.gazetteer.formers import demote_namesakes, mark_former, mark_known_former
from geomap.gazetteer.names import is_cyrillic, is_mixed, languages_of, own_script, romanise
from geomap.gazetteer.repairs import centre_waters, merge_twins, move_abroad, move_home
from geomap.gazetteer.schema import SETTLEMENTS, distance_km
from geomap.gazetteer.tables import NameRow, PlaceRow, Row, read_table
from geomap.gazetteer.typewords import read_type_words
from geomap.gazetteer.units import read_codes, set_units
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from geomap.gazetteer.typewords import TypeWords

__all__ = ["read_places", "settlement_kind", "settlement_radius_km"]

PLACE_COLUMNS = (
    "id", "name", "kind", "lat", "lon", "radius_km", "parent", "country", "population",
    "same_as", "unit", "source", "confidence", "note",
)  # fmt: skip
NAME_COLUMNS = ("id", "name", "language", "kind", "since", "until")
OVERRIDE_COLUMNS = ("id", "name", "note")
COUNTRY_COLUMNS = (
    "iso", "name", "lat", "lon", "radius_km", "capital", "names", "demonyms", "uk", "ru",
)  # fmt: skip
GEONAMES_COLUMNS = (
    "geonameid", "name", "uk", "category", "lat", "lon", "country", "admin1", "unit",
    "population", "alternates",
)  # fmt: skip
UNIT_COLUMNS = ("id", "name", "local_name", "country", "fips", "lat", "lon", "radius_km")

_TOWN, _CITY = 5_000, 50_000  # people; only where the codifier does not say what a place is
_QUARTER_KM = 4.0  # beyond the radius, which is that of a disc; long cities reach further
_CODIFIER_KINDS = {"M": "city", "K": "city", "T": "town", "X": "town", "C": "village"}
_SEAT_SCORE = 0.6  # "Kursk" for Kursk Oblast: below every name of the city
_POSTAL = ("US-", "CH-")  # GeoNames numbers the units of the others in ways of its own
_LOCAL_WORDS = {"Oblast'": "Oblast", "Kray": "Krai", "Krai": "Krai", "Voblasts'": "Region"}


def read_places(folder: Path) -> tuple[PlaceRow, ...]:
    """Return all places of the source tables, curated first, sorted by id within a layer.

    Raises
    ------
    GazetteerError
        Naming file, line and fault of the first bad row.
    """
    words = read_type_words(folder / "curated" / "typewords.csv")
    curated = _curated(folder / "curated" / "places.csv", words)
    fips = {row["unit"]: place.place_id for row, place in curated if row["unit"]}
    same = {number: place for row, place in curated for number in row.items("same_as")}
    places = {place.place_id: place for _, place in curated}
    centre_waters(folder / "areas" / "seas.geojson", places)
    places |= _countries(folder / "curated" / "countries.csv")
    units, homes = _units(folder / "naturalearth" / "admin1.tsv.gz", fips, words)
    codes = read_codes(folder / "curated" / "codes.csv", homes)
    homes |= {code.replace("-", "."): place_id for place_id, code in codes.items()
              if code.startswith(_POSTAL)}  # fmt: skip
    places |= units
    geonames = dict(_geonames(folder / "geonames" / "places.tsv.gz", same, homes))
    merge_twins(geonames)
    places |= geonames
    cities = [p for p in places.values() if p.kind == "city" and p.country == "UA"]
    _mark_quarters(filterfalse(_is_codified, geonames.values()), cities)
    move_home(folder / "areas" / "admin1.geojson", places)
    move_abroad(folder / "areas" / "countries.geojson", places)
    _mark_seats(places)
    add_counties(folder / "curated" / "counties.csv", places)
    add_codifier(folder, places)
    unlisted = (p for p in geonames.values() if not p.parent_id.startswith("katottg:"))
    _mark_quarters(unlisted, [city for city in cities if city.population >= _CITY])
    mark_former(places)
    _add_names(folder / "curated" / "names.csv", places, words)
    _override_names(folder / "curated" / "overrides.csv", places, words)
    mark_known_former(places)
    demote_namesakes(places)
    set_units(places, curated, codes)
    return tuple(places.values())


def _curated(path: Path, words: TypeWords) -> list[tuple[Row, PlaceRow]]:
    rows = []
    seen: dict[str, int] = {}
    for row in read_table(path, PLACE_COLUMNS):
        place_id = row.text("id")
        if place_id in seen:
            row.refuse(f"duplicate id {place_id!r}, first in line {seen[place_id]}")
        seen[place_id] = row.line
        rows.append((row, _curated_place(row, words)))
    return rows


def _curated_place(row: Row, words: TypeWords) -> PlaceRow:
    lat, lon = row.point()
    parent = full_id(row["parent"]) if row["parent"] else ""
    place = PlaceRow(
        f"curated:{row['id']}", row.text("name"), row.kind(), lat, lon, row.radius(),
        row["country"], parent, row.population(), "curated",
    )  # fmt: skip
    place.names.append(NameRow(place.name, "en", "official"))
    place.names.extend(_typed_names(place, words))
    return place


def _typed_names(place: PlaceRow, words: TypeWords) -> Iterator[NameRow]:
    """Yield the official name with the type words that reports put beside it."""
    if place.kind == "district":
        for word in words.of(place):
            yield NameRow(f"{place.name} {word}", "en", "official")
    elif place.kind == "admin1":
        yield from _unit_names(place, words)
    elif place.kind == "river" and " river" not in place.name.lower():
        yield NameRow(f"{place.name} River", "en", "official")
        yield NameRow(f"River {place.name}", "en", "variant")
    for name in words.others(place.name, "en", place.kind):
        yield NameRow(name, "en", "variant")


def _unit_names(place: PlaceRow, words: TypeWords) -> Iterator[NameRow]:
    """Yield a unit's names with each type word, and its bare name."""
    bare, _, last = place.name.rpartition(" ")
    if last.lower() in {"oblast", "region", "krai"}:
        yield NameRow(bare, "en", "variant", _SEAT_SCORE)
    else:
        bare = place.name
    for word in words.of(place):
        yield NameRow(f"{bare} {word}", "en", "variant")


def _countries(path: Path) -> dict[str, PlaceRow]:
    places = {}
    for row in read_table(path, COUNTRY_COLUMNS):
        place_id = f"curated:country.{row.text('iso')}"
        if place_id in places:
            row.refuse(f"duplicate country {row['iso']!r}")
        lat, lon = row.point()
        place = PlaceRow(
            place_id, row.text("name"), "country", lat, lon, row.radius(), row["iso"], "", 0,
            "curated",
        )  # fmt: skip
        place.names.append(NameRow(place.name, "en", "official"))
        place.names.extend(NameRow(name, "en", "variant") for name in row.items("names"))
        for language in ("uk", "ru"):
            place.names.extend(NameRow(name, language, "exonym") for name in row.items(language))
        places[place_id] = place
    return places


def _units(
    path: Path, fips: Mapping[str, str], words: TypeWords
) -> tuple[dict[str, PlaceRow], dict[str, str]]:
    """Return the units that are not curated, and the place id of every unit's id."""
    places: dict[str, PlaceRow] = {}
    homes = {code: place_id for code, place_id in fips.items() if "." in code}
    for row in read_table(path, UNIT_COLUMNS):
        curated = fips.get(row["fips"]) or fips.get(row["id"])
        homes[row["id"]] = curated or f"naturalearth:{row['id']}"
        if row["country"] == "UA":  # GeoNames numbers Ukraine's regions as FIPS did
            homes[f"UA.{row['fips'][2:]}"] = homes[row["id"]]
        if curated:
            continue
        lat, lon = row.point()
        place = PlaceRow(
            homes[row["id"]], _unit_name(row), "admin1", lat, lon, row.radius(), row["country"],
            f"curated:country.{row['country']}", 0, "naturalearth",
        )  # fmt: skip
        place.names.append(NameRow(place.name, "en", "official"))
        place.names.extend(_unit_names(place, words))
        if row["local_name"]:
            place.names.append(NameRow(row["local_name"], "", "variant"))
        places[place.place_id] = place
    return places, homes


def _unit_name(row: Row) -> str:
    """Return the display name of a unit, with its type word where its country writes one."""
    words = row["local_name"].split()
    suffix = _LOCAL_WORDS.get(words[-1], "") if words and row["country"] in {"RU", "BY"} else ""
    name = row.text("name").replace("'", "") if suffix else row.text("name")
    return f"{name} {suffix}".strip()


def _geonames(
    path: Path, same: Mapping[str, PlaceRow], homes: Mapping[str, str]
) -> Iterator[tuple[str, PlaceRow]]:
    """Yield the settlements that are not curated; give the curated ones their names."""
    for row in read_table(path, GEONAMES_COLUMNS):
        names = list(_geonames_names(row))
        if row["geonameid"] in same:
            place = same[row["geonameid"]]
            place.names.extend(names[1:])
            if place.kind in SETTLEMENTS:
                place.population = place.population or row.population()
            continue
        lat, lon = row.point()
        population = row.population()
        home = homes.get(f"{row['country']}.{row['admin1']}") or homes.get(row["unit"])
        place = PlaceRow(
            f"geonames:{row['geonameid']}", names[0].name,
            _CODIFIER_KINDS.get(row["category"]) or settlement_kind(population), lat, lon,
            settlement_radius_km(population), row["country"],
            home or f"curated:country.{row['country']}", population, "geonames", names=names,
        )  # fmt: skip
        yield place.place_id, place


def settlement_kind(population: int) -> str:
    """Return what a settlement is by its people.

    Examples
    --------
    >>> settlement_kind(2_000_000), settlement_kind(0)
    ('city', 'village')
    """
    return "city" if population >= _CITY else "town" if population >= _TOWN else "village"


def settlement_radius_km(population: int) -> float:
    """Return the radius of a settlement's built-up area, from its population.

    Fitted by eye to the curated cities: Kyiv 15, Kharkiv 11, Kherson 6, a village 2 km.
    """
    return round(min(40.0, 2.0 + 0.0078 * math.sqrt(population)), 1)


def _geonames_names(row: Row) -> Iterator[NameRow]:
    """Yield the names of a GeoNames row, the display name first.

    A Ukrainian place is displayed in the national romanisation of its official name.
    """
    name, uk = own_script(row.text("name")), row["uk"]
    if uk:
        yield NameRow(romanise(uk), "en", "official")
        yield NameRow(uk, "uk", "official")
        if fold_name(romanise(uk)) != fold_name(name):
            yield NameRow(name, "", "variant")
    else:
        yield NameRow(name, "", "official")
    for alternate in row.items("alternates"):
        if alternate != uk and not is_mixed(alternate):
            language = languages_of(alternate)[-1] if is_cyrillic(alternate) else ""
            yield NameRow(alternate, language, "variant")


def _is_codified(place: PlaceRow) -> bool:
    """Return whether a place has its name from the codifier."""
    return any(name.language == "uk" and name.kind == "official" for name in place.names)


def _mark_quarters(unknown: Iterable[PlaceRow], cities: list[PlaceRow]) -> None:
    """Make districts of the Ukrainian settlements that no codifier knows and that lie in a city.

    GeoNames lists parts of cities that have a population among the settlements.
    """
    for place in unknown:
        if place.country != "UA" or place.kind not in SETTLEMENTS:
            continue
        near = [
            (distance, city.place_id)
            for city in cities
            if city is not place
            and city.population > place.population
            and (distance := distance_km(place.lat, place.lon, city.lat, city.lon))
            < city.radius_km + _QUARTER_KM
        ]
        if near:
            place.kind, place.parent_id = "district", min(near)[1]


def _mark_seats(places: Mapping[str, PlaceRow]) -> None:
    """Lower the bare name of a unit that a settlement inside it bears.

    A bare name that a region shares with its seat means the city; the region is meant
    where a type word follows, under which it has a name of its own.
    """
    seats = {
        (place.parent_id, fold_name(place.name))
        for place in places.values()
        if place.kind in SETTLEMENTS
    }
    for place in places.values():
        if place.kind == "admin1" and (place.place_id, fold_name(place.name)) in seats:
            place.names[0] = NameRow(place.name, "en", "variant", _SEAT_SCORE)


def _add_names(path: Path, places: Mapping[str, PlaceRow], words: TypeWords) -> None:
    for row in read_table(path, NAME_COLUMNS):
        place = places.get(full_id(row.text("id")))
        if place is None:
            row.refuse(f"unknown place {row['id']!r}")
        name, key = row.text("name"), fold_name(row["name"])
        if key != fold_name(place.name):  # what the table says of a name goes before an extract
            place.names = [other for other in place.names if fold_name(other.name) != key]
        place.names.append(
            NameRow(
                name, row["language"], row.name_kind(), None, row.when("since"), row.when("until")
            )
        )
        place.names.extend(
            NameRow(other, row["language"], "variant")
            for other in words.others(name, row["language"], place.kind)
        )


def _override_names(path: Path, places: Mapping[str, PlaceRow], words: TypeWords) -> None:
    """Give places the display names of the table; the old one stays as a variant."""
    for row in read_table(path, OVERRIDE_COLUMNS):
        place = places.get(full_id(row.text("id")))
        if place is None:
            row.refuse(f"unknown place {row['id']!r}")
        old, place.name = place.name, row.text("name")
        kept = [NameRow(old, n.language, "variant", n.score) if n.name == old else n
                for n in place.names]  # fmt: skip
        place.names = [NameRow(place.name, "en", "official"), *_typed_names(place, words), *kept]


def full_id(place_id: str) -> str:
    """Return a place id with its layer; ids of the curated tables stand without it."""
    return place_id if ":" in place_id else f"curated:{place_id}"
