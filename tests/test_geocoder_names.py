"""Plain names of the world and of Ukraine: what anybody who writes one of them means.

A city before the villages called as it is, a name of today before one of the past, and a name
that is made of words for kinds of places, such as Cape Town.
"""

from __future__ import annotations

import pytest

from geomap.geocoder import GazetteerGeocoder


@pytest.fixture(scope="module")
def geocoder() -> GazetteerGeocoder:
    """A geocoder over the gazetteer that geomap carries."""
    return GazetteerGeocoder()


# Name → its kind, its country ("" for a sea), and its unit where a namesake has another.
CITIES = {
    "Cape Town": ("ZA", ""),
    "Cape Town, South Africa": ("ZA", ""),
    "New York": ("US", ""),
    "Cambridge": ("GB", ""),
    "Salt Lake City": ("US", "Utah"),
    "West Valley City": ("US", "Utah"),
    "Lake Forest": ("US", ""),
    "Central City": ("US", ""),
    "North Bay": ("CA", ""),
    "The Villages": ("US", "Florida"),
    "Canton": ("US", ""),
    "Mexico City": ("MX", ""),
    "Port Harcourt": ("NG", ""),
    "Buenos Aires": ("AR", ""),
    "London": ("GB", ""),
    "Paris": ("FR", ""),
    "Warsaw": ("PL", ""),
    "Tokyo": ("JP", ""),
    "Cairo": ("EG", ""),
    "Tripoli": ("LY", ""),
    "Aleppo": ("SY", ""),
    "Moscow": ("RU", ""),
    "Saint Petersburg": ("RU", ""),
    "Temryuk": ("RU", ""),
    "Zaria": ("NG", ""),
    "Dzerzhinsk": ("RU", ""),
    "Podolsk": ("RU", ""),
    "Novomoskovsk": ("RU", ""),
    "Troitsk": ("RU", ""),
    "Azov": ("RU", ""),
    "Belgorod": ("RU", ""),
    "Minsk": ("BY", ""),
    "Kyiv": ("UA", ""),
    "Odessa": ("UA", "Odesa Oblast"),
    "Lviv": ("UA", "Lviv Oblast"),
    "Donetsk": ("UA", "Donetsk Oblast"),
    "Mykolaiv": ("UA", "Mykolaiv Oblast"),
    "Lyman": ("UA", "Donetsk Oblast"),
    "Yalta": ("UA", "Crimea"),
    "Yalta, Ukraine": ("UA", "Crimea"),
    "Kamianske": ("UA", "Dnipropetrovsk Oblast"),
    "Kamianske, Ukraine": ("UA", "Dnipropetrovsk Oblast"),
    "Synelnykove": ("UA", "Dnipropetrovsk Oblast"),
    "Pivdenne": ("UA", "Odesa Oblast"),
    "Dolyna": ("UA", "Ivano-Frankivsk Oblast"),
    "Ternivka": ("UA", "Dnipropetrovsk Oblast"),
    "Zolochiv": ("UA", "Lviv Oblast"),
    "Novoukrainka": ("UA", "Kirovohrad Oblast"),
    "Piatykhatky": ("UA", "Dnipropetrovsk Oblast"),
    "Kalynivka": ("UA", "Vinnytsia Oblast"),
    "Horodok": ("UA", ""),
    "Artemivsk": ("UA", "Donetsk Oblast"),
    "Stalino": ("UA", "Donetsk Oblast"),
}


@pytest.mark.parametrize(("name", "country", "unit"), [(n, *to) for n, to in CITIES.items()])
def test_a_bare_name_is_the_city_that_bears_it(
    geocoder: GazetteerGeocoder, name: str, country: str, unit: str
) -> None:
    raw = geocoder.geocode(name).raw

    assert (raw["country"], raw["kind"] in {"city", "town"}) == (country, True)
    assert unit in (raw["admin1"] or "")


OTHERS = {
    "North Sea": "sea",
    "Black Sea": "sea",
    "Sea of Azov": "sea",
    "Gulf of St. Lawrence": "bay",
    "Near East": "region",
    "Lake District": "region",
    "Channel Islands": "island",
    "U.S. Virgin Islands": "country",
    "Lake Victoria": "lake",
    "Danube": "river",
    "Dnipro River": "river",
    "South Africa": "country",
    "North Korea": "country",
    "Kherson region": "admin1",
}


@pytest.mark.parametrize(("name", "kind"), OTHERS.items())
def test_a_name_made_of_words_for_kinds_is_read_as_it_stands(
    geocoder: GazetteerGeocoder, name: str, kind: str
) -> None:
    raw = geocoder.geocode(name).raw

    assert (raw["kind"], raw["score"] > 0.5) == (kind, True)


# Unit with the unit it lies in → its kind and id's kind: each type word is taken at its word.
UNITS = {
    "Kytaihorodska hromada, Dniprovskyi Raion": ("Kytaihorodska hromada", "hromada"),
    "Dniprovskyi Raion": ("Dniprovskyi Raion", "admin2"),
    "Shevchenkivskyi raion, Kharkiv": ("Shevchenkivskyi", "district"),
    "Lyman district": ("Lyman", "city"),
}


@pytest.mark.parametrize(("query", "name", "kind"), [(q, *to) for q, to in UNITS.items()])
def test_a_unit_is_of_the_kind_that_its_word_says(
    geocoder: GazetteerGeocoder, query: str, name: str, kind: str
) -> None:
    raw = geocoder.geocode(query).raw

    assert (raw["name"], raw["kind"]) == (name, kind)
    assert geocoder.gazetteer.place(raw["place_id"]).kind == kind


DISTRICTS = {
    "Центральний район, Дніпро": "Dnipro",
    "Шевченківський район, Дніпро": "Dnipro",
    "Дніпровський район, Кам’янське": "Kamianske",
    "Tsentralnyi district, Dnipro": "Dnipro",
}


@pytest.mark.parametrize(("query", "city"), DISTRICTS.items())
def test_a_district_lies_in_the_city_that_is_named(
    geocoder: GazetteerGeocoder, query: str, city: str
) -> None:
    location = geocoder.geocode(query)

    assert location.raw["kind"] == "district"
    assert location.address.split(", ")[1] == city


# Name of today and of the past → the place and its region.
PAST = {
    "Aleksandrovka": "Oleksandrivka",
    "Petrovka": "Petrivka",
    "Novoselovka": "Novoselivka",
    "Artemivsk": "Bakhmut",
    "Stalino": "Donetsk",
    "Torez": "Chystiakove",
}


@pytest.mark.parametrize(("query", "name"), PAST.items())
def test_a_former_name_counts_where_no_place_bears_it_today(
    geocoder: GazetteerGeocoder, query: str, name: str
) -> None:
    assert geocoder.geocode(query).raw["name"] == name


@pytest.mark.parametrize(
    ("text", "place"), [("Washington, D.C.", "Washington"), ("Kupiansk, Kharkiv", "Kupiansk")]
)
def test_a_comma_may_belong_to_a_name(geocoder: GazetteerGeocoder, text: str, place: str) -> None:
    """Most do not; then the words behind it say where the place lies."""
    assert geocoder.geocode(text).raw["name"] == place


def test_the_theatre_still_decides_among_villages(geocoder: GazetteerGeocoder) -> None:
    """The twin of the cities: a type word of a village says that no city is meant."""
    assert geocoder.geocode("Karlivka village").raw["admin1"] == "Donetsk Oblast"
    assert geocoder.geocode("the village of Kamianske").raw["kind"] == "village"


def test_the_town_of_an_unknown_plant_is_a_weak_answer_beside_it(
    geocoder: GazetteerGeocoder,
) -> None:
    plant, town = geocoder.geocode("Sumy power plant").raw, geocoder.geocode("Sumy").raw

    assert plant["score"] <= 0.6
    assert (plant["relation"], town["relation"]) == ("near", None)


@pytest.mark.parametrize("query", [None, 5, ["Kyiv"]])
def test_what_is_no_text_is_refused(geocoder: GazetteerGeocoder, query: object) -> None:
    with pytest.raises(TypeError, match="as text, not by"):
        geocoder.geocode(query)
