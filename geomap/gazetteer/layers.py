"""The layers of the gazetteer: the tables under ``gazetteer/`` as places with names.

Curated rows come first, then GeoNames, then the first-level units of Natural Earth. A row
of a lower layer that is the same place as a curated one gives it its names and population
and is not a place of its own; nothing overrides silently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.names import is_cyrillic, languages_of, romanise
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.gazetteer.tables import NameRow, PlaceRow, Row, read_table
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["read_places"]

PLACE_COLUMNS = (
    "id", "name", "kind", "lat", "lon", "radius_km", "parent", "country", "population",
    "same_as", "fips", "source", "confidence", "note",
)  # fmt: skip
NAME_COLUMNS = ("id", "name", "language", "kind")
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
_CODIFIER_KINDS = {"M": "city", "K": "city", "T": "town", "X": "town", "C": "village"}
_SEAT_SCORE = 0.6  # "Kursk" for Kursk Oblast: below every name of the city
_UNIT_WORDS: Mapping[str, tuple[str, ...]] = {
    "RU": ("Oblast", "region", "province"),
    "BY": ("region", "Oblast", "province"),
    "UA": ("Oblast", "region", "province"),
    "US": ("state",),
    "MD": ("district",),
}
_UNIT_WORDS_ELSEWHERE = ("province", "region", "state")


def read_places(folder: Path) -> tuple[PlaceRow, ...]:
    """Return all places of the source tables, curated first, sorted by id within a layer.

    Raises
    ------
    GazetteerError
        Naming file, line and fault of the first bad row.
    """
    curated = _curated(folder / "curated")
    fips = {row["fips"]: f"curated:{row['id']}" for row, _ in curated if row["fips"]}
    same = {number: place for row, place in curated for number in row.items("same_as")}
    places = {place.place_id: place for _, place in curated}
    places |= _countries(folder / "curated" / "countries.csv")
    units, homes = _units(folder / "naturalearth" / "admin1.tsv.gz", fips)
    places |= units
    geonames = dict(_geonames(folder / "geonames" / "places.tsv.gz", same, homes))
    places |= geonames
    _mark_seats(places)
    _add_names(folder / "curated" / "names.csv", places)
    _override_names(folder / "curated" / "overrides.csv", places)
    _set_parents(places, curated)
    return tuple(places.values())


def _curated(folder: Path) -> list[tuple[Row, PlaceRow]]:
    rows = []
    seen: dict[str, int] = {}
    for row in read_table(folder / "places.csv", PLACE_COLUMNS):
        place_id = row.text("id")
        if place_id in seen:
            raise row.error(f"duplicate id {place_id!r}, first in line {seen[place_id]}")
        seen[place_id] = row.line
        rows.append((row, _curated_place(row)))
    return rows


def _curated_place(row: Row) -> PlaceRow:
    lat, lon = row.point()
    parent = f"curated:{row['parent']}" if row["parent"] else ""
    place = PlaceRow(
        f"curated:{row['id']}", row.text("name"), row.kind(), lat, lon, row.radius(),
        row["country"], parent, row.population(), "curated",
    )  # fmt: skip
    place.names.append(NameRow(place.name, "en", "official"))
    for word in ("district", "raion") if place.kind == "district" else ():
        place.names.append(NameRow(f"{place.name} {word}", "en", "official"))
    if place.kind == "admin1":
        place.names.extend(_unit_names(place))
    return place


def _unit_names(place: PlaceRow) -> Iterator[NameRow]:
    """Yield a unit's names with each type word, and its bare name."""
    words = _UNIT_WORDS.get(place.country, _UNIT_WORDS_ELSEWHERE)
    bare, _, last = place.name.rpartition(" ")
    if last.lower() in {"oblast", "region", "krai"}:
        yield NameRow(bare, "en", "variant", _SEAT_SCORE)
    else:
        bare = place.name
    for word in words:
        yield NameRow(f"{bare} {word}", "en", "variant")


def _countries(path: Path) -> dict[str, PlaceRow]:
    places = {}
    for row in read_table(path, COUNTRY_COLUMNS):
        place_id = f"curated:country.{row.text('iso')}"
        if place_id in places:
            raise row.error(f"duplicate country {row['iso']!r}")
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
    path: Path, fips: Mapping[str, str]
) -> tuple[dict[str, PlaceRow], Mapping[str, str]]:
    """Return the units that are not curated, and the place id of every unit's id."""
    places: dict[str, PlaceRow] = {}
    homes: dict[str, str] = {}
    for row in read_table(path, UNIT_COLUMNS):
        curated = fips.get(row["fips"])
        homes[row["id"]] = curated or f"naturalearth:{row['id']}"
        if row["country"] == "UA":
            homes[f"UA.{row['fips'][2:]}"] = homes[row["id"]]
        if curated:
            continue
        lat, lon = row.point()
        place = PlaceRow(
            homes[row["id"]], row.text("name"), "admin1", lat, lon, row.radius(), row["country"],
            f"curated:country.{row['country']}", 0, "naturalearth",
        )  # fmt: skip
        place.names.append(NameRow(place.name, "en", "official"))
        place.names.extend(_unit_names(place))
        if row["local_name"]:
            place.names.append(NameRow(row["local_name"], "", "variant"))
        places[place.place_id] = place
    return places, homes


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
        home = homes.get(f"UA.{row['admin1']}" if row["country"] == "UA" else row["unit"], "")
        place = PlaceRow(
            f"geonames:{row['geonameid']}", names[0].name, _settlement_kind(row, population),
            lat, lon, settlement_radius_km(population), row["country"],
            home or f"curated:country.{row['country']}", population, "geonames", names=names,
        )  # fmt: skip
        yield place.place_id, place


def _settlement_kind(row: Row, population: int) -> str:
    by_size = "city" if population >= _CITY else "town" if population >= _TOWN else "village"
    return _CODIFIER_KINDS.get(row["category"], by_size)


def settlement_radius_km(population: int) -> float:
    """Return the radius of a settlement's built-up area, from its population.

    Fitted by eye to the curated cities: Kyiv 15, Kharkiv 11, Kherson 6, a village 2 km.
    """
    return round(min(40.0, 2.0 + 0.0078 * population**0.5), 1)


def _geonames_names(row: Row) -> Iterator[NameRow]:
    """Yield the names of a GeoNames row, the display name first.

    A Ukrainian place is displayed in the national romanisation of its official name.
    """
    name, uk = row.text("name"), row["uk"]
    if uk:
        yield NameRow(romanise(uk), "en", "official")
        yield NameRow(uk, "uk", "official")
        if fold_name(romanise(uk)) != fold_name(name):
            yield NameRow(name, "", "variant")
    else:
        yield NameRow(name, "", "official")
    for alternate in row.items("alternates"):
        if alternate != uk:
            language = languages_of(alternate)[-1] if is_cyrillic(alternate) else ""
            yield NameRow(alternate, language, "variant")


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


def _add_names(path: Path, places: Mapping[str, PlaceRow]) -> None:
    for row in read_table(path, NAME_COLUMNS):
        place = places.get(full_id(row.text("id")))
        if place is None:
            raise row.error(f"unknown place {row['id']!r}")
        place.names.append(NameRow(row.text("name"), row["language"], row.name_kind()))


def _override_names(path: Path, places: Mapping[str, PlaceRow]) -> None:
    """Give places the display names of the table; the old one stays as a variant."""
    for row in read_table(path, OVERRIDE_COLUMNS):
        place = places.get(full_id(row.text("id")))
        if place is None:
            raise row.error(f"unknown place {row['id']!r}")
        old, place.name = place.name, row.text("name")
        place.names = [
            NameRow(place.name, "en", "official"),
            *(NameRow(old, n.language, "variant") if n.name == old else n for n in place.names),
        ]


def full_id(place_id: str) -> str:
    """Return a place id with its layer; ids of the curated tables stand without it."""
    return place_id if ":" in place_id else f"curated:{place_id}"


def _set_parents(places: Mapping[str, PlaceRow], curated: list[tuple[Row, PlaceRow]]) -> None:
    """Check the curated parents and fill the first-level unit of every place."""
    codes = {f"curated:{row['id']}": row["id"] for row, place in curated if row["fips"]}
    codes |= {"curated:ua.kyiv": "UA-30", "curated:ua.sevastopol": "UA-40"}
    for row, place in curated:
        if place.parent_id and place.parent_id not in places:
            raise row.error(f"unknown parent {row['parent']!r}")
    for place in places.values():
        if place.parent_id not in places:
            place.parent_id = ""
        unit = _unit_of(place, places, codes)
        if unit is not None:
            place.admin1, place.admin1_code = unit.name, codes.get(unit.place_id, "")


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
