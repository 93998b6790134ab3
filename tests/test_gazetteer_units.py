"""Codes of first-level units, counties of the United States, demonyms of regions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer, distance_km
from geomap.gazetteer.counties import add_counties
from geomap.gazetteer.tables import NameRow, PlaceRow
from geomap.gazetteer.typewords import read_type_words
from geomap.gazetteer.units import read_codes

CURATED = Path(__file__).parents[1] / "gazetteer" / "curated"


def rows_of(name: str) -> list[dict[str, str]]:
    with (CURATED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(place_id: str, name: str, kind: str, parent: str = "") -> PlaceRow:
    row = PlaceRow(place_id, name, kind, 30.0, -95.0, 500.0, "US", parent, 5000, "test")
    row.names.append(NameRow(name, "en", "official"))
    return row


def test_every_county_with_a_seat_lies_in_its_state(gazetteer: Gazetteer) -> None:
    rows = rows_of("counties.csv")
    known = [row for row in rows if row["seat"]]

    assert (len(rows), len(known)) == (3071, 1535)
    for row in known[::40]:
        found = [c.place for c in gazetteer.candidates(row["name"]) if c.place.kind == "admin2"]
        home = f"naturalearth:{row['unit']}"
        assert home in {county.parent_id for county in found}, row


@pytest.mark.parametrize(
    ("name", "code", "lat", "lon"),
    [
        ("Harris County", "US-TX", 29.8, -95.4),
        ("Los Angeles County", "US-CA", 34.1, -118.2),
        ("Jefferson Parish", "US-LA", 29.9, -90.1),
        ("Cook County", "US-IL", 41.9, -87.7),
    ],
)
def test_a_county_stands_at_its_seat(
    gazetteer: Gazetteer, name: str, code: str, lat: float, lon: float
) -> None:
    county = next(c.place for c in gazetteer.candidates(name) if c.place.admin1_code == code)

    assert distance_km(county.lat, county.lon, lat, lon) < 30


def test_the_states_of_towns_at_a_border_are_those_of_the_extract(gazetteer: Gazetteer) -> None:
    """Outlines are coarse there; the extract says which state a town belongs to."""
    states = {c.place.admin1_code for c in gazetteer.candidates("Jeffersonville")}

    assert "US-IN" in states
    assert [c.place.admin1_code for c in gazetteer.candidates("Columbus")][:2] == ["US-OH", "US-GA"]


def test_units_bear_the_codes_of_the_table(gazetteer: Gazetteer) -> None:
    rows = rows_of("codes.csv")

    assert len({row["code"] for row in rows}) == len(rows) > 500
    assert all(row["code"].startswith(f"{row['unit'][:2]}-") for row in rows)
    assert gazetteer.candidates("Bavaria")[0].place.admin1_code == "DE-BY"
    assert gazetteer.candidates("Munich")[0].place.admin1_code == "DE-BY"


def places_with(folder: Path, county: str) -> dict[str, PlaceRow]:
    """Return Texas and the county of one line of a table."""
    table = folder / "counties.csv"
    table.write_text(f"unit,name,seat,lat,lon,radius_km\n{county}\n", "utf-8")
    places = {"naturalearth:US.texas": place("naturalearth:US.texas", "Texas", "admin1")}
    add_counties(table, places)
    return places


def test_a_county_without_its_town_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"counties\.csv, line 2: no town 'Huston' in Texas"):
        places_with(tmp_path, "US.texas,Harris County,Huston,,,35")


def test_a_county_whose_seat_is_not_listed_stands_in_its_own_middle(tmp_path: Path) -> None:
    places = places_with(tmp_path, "US.texas,Loving County,,31.85,-103.58,28")

    county = places["curated:county.us-texas.loving-county"]
    assert (county.lat, county.lon, county.radius_km) == (31.85, -103.58, 28.0)
    with pytest.raises(GazetteerError, match="lat '' is not a number"):
        places_with(tmp_path, "US.texas,Loving County,,,,28")


@pytest.mark.parametrize("row", ["US.nowhere,US-TX", "US.texas,Texas"])
def test_a_bad_code_is_refused(tmp_path: Path, row: str) -> None:
    table = tmp_path / "codes.csv"
    table.write_text(f"unit,code\n{row}\n", "utf-8")

    with pytest.raises(GazetteerError, match=r"codes\.csv, line 2"):
        read_codes(table, {"US.texas": "naturalearth:US.texas"})


def test_a_word_of_a_country_stays_its_own(gazetteer: Gazetteer) -> None:
    """Demonyms of regions come behind those of countries."""
    assert gazetteer.demonym("American") == "curated:country.US"
    assert gazetteer.demonym("European") == "curated:continent.europe"


@pytest.mark.parametrize(
    ("name", "code", "lat", "lon"),
    [
        ("Loving County", "US-TX", 31.85, -103.58),
        ("Rowan County", "US-KY", 38.2, -83.42),
        ("Deschutes County", "US-OR", 44.0, -121.2),
    ],
)
def test_a_county_stands_where_it_is(
    gazetteer: Gazetteer, name: str, code: str, lat: float, lon: float
) -> None:
    """At its seat or in its middle, not in that of its state."""
    (county,) = (
        c.place for c in gazetteer.candidates(name) if c.place.admin1_code == code
        and c.place.kind == "admin2"
    )  # fmt: skip

    assert distance_km(county.lat, county.lon, lat, lon) < 40


def test_type_words_are_those_of_the_country_or_else_of_all() -> None:
    words = read_type_words(CURATED / "typewords.csv")
    texas, shire = place("us.tx", "Texas", "admin1"), place("gb.x", "Shire", "admin1")
    shire.country = "XX"

    assert words.of(texas) == ("state",)
    assert words.of(shire) == ("province", "region", "state")
    assert words.of(place("x", "Austin", "city")) == ()


def test_a_type_word_stands_in_the_stead_of_an_ending_or_behind_an_adjective() -> None:
    words = read_type_words(CURATED / "typewords.csv")

    assert "Rivne NPP" in set(words.others("Rivne Nuclear Power Plant", "en", "site"))
    assert list(words.others("Київський", "uk", "district")) == ["Київський район"]
    assert list(words.others("Київський", "uk", "city")) == []
    assert list(words.others("Оболонь", "uk", "district")) == []
    assert list(words.others("Rivne Nuclear Power Plant", "uk", "site")) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Нікопольщина", "UA12080000000023578"),
        ("Кременчуччина", "UA53020000000034761"),
        ("Синельниківщина", "UA12140000000011720"),
    ],
)
def test_the_land_of_a_town_is_its_raion(gazetteer: Gazetteer, name: str, code: str) -> None:
    assert gazetteer.candidates(name)[0].place.place_id == f"katottg:{code}"


@pytest.mark.parametrize("name", ["Харківщина", "Полтавщина", "Запоріжжя"])
def test_the_land_of_a_regional_capital_is_no_raion(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.candidates(name)[0].place.kind != "admin2"
