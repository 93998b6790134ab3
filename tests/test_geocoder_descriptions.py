"""What a description means that is more than a name: directions, lists, borders, sides.

Each convention is one that a careful reader would follow; the point and the radius say it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap.errors import LexiconError
from geomap.gazetteer import distance_km
from geomap.geocoder import GazetteerGeocoder, find_places
from geomap.geocoder.parts import read_parts

if TYPE_CHECKING:
    from geopy.location import Location

    from geomap.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def geocoder() -> GazetteerGeocoder:
    """A geocoder over the gazetteer that geomap carries."""
    return GazetteerGeocoder()


def far_km(location: Location, lat: float, lon: float) -> float:
    """Return how far a location lies from a point."""
    return distance_km(location.latitude, location.longitude, lat, lon)


# Description → where a map shows it (lat, lon), how far off the answer may be, its relation.
PLACED = {
    "10 km south of Zaporizhzhia": (47.75, 35.13, 3, "distance/S/10"),
    "40 km west of Mosul": (36.34, 42.67, 10, "distance/W/40"),
    "20 miles north of Sumy": (51.20, 34.80, 6, "distance/N/32.18"),
    "between Huliaipole and Orikhiv": (47.61, 36.02, 5, "between"),
    "the Bakhmut-Sloviansk highway": (48.72, 37.80, 8, "between"),
    "road between Izium and Sloviansk": (49.03, 37.45, 8, "between"),
    "border of Kherson and Mykolaiv regions": (46.9, 32.7, 40, None),
    "Sumy and Kharkiv regions": (50.2, 35.4, 40, None),
    "southern Donetsk region": (47.6, 37.7, 40, "part/S"),
    "eastern Syria": (35.0, 40.2, 120, "part/E"),
    "Lyman direction": (48.99, 37.81, 5, "direction"),
    "line of contact near Marinka": (47.94, 37.50, 5, "near"),
    "western outskirts of Kupiansk": (49.71, 37.61, 5, "near"),
    "a village near Nikopol": (47.57, 34.39, 5, "near"),
    "Pisky, north-west of Donetsk": (48.06, 37.67, 5, None),
    "поблизу Іванівського Бахмутського району": (48.57, 37.93, 8, "near"),
    "с. Мала Токмачка Запорізької області": (47.53, 35.90, 8, None),
    "the Kakhovka reservoir near Enerhodar": (47.50, 34.65, 5, "near"),
    "на Херсонском направлении": (46.64, 32.61, 5, "direction"),
    "Deir ez-Zor province, Syria": (35.3, 40.1, 60, None),
    "Kalininskyi district of Donetsk": (48.0, 37.85, 8, None),
    "Horlivka city council": (48.30, 38.05, 8, None),
    "Semenivka community, Chernihiv region": (52.18, 32.58, 15, None),
    "a drone fell at 49.58412, 34.55137, say locals": (49.58412, 34.55137, 0.1, "near"),
}


@pytest.mark.parametrize(("query", "spot"), PLACED.items())
def test_a_description_is_put_where_its_words_put_it(
    geocoder: GazetteerGeocoder, query: str, spot: tuple[float, float, float, str | None]
) -> None:
    lat, lon, least_km, relation = spot
    location = geocoder.geocode(query)

    assert far_km(location, lat, lon) <= least_km
    assert location.raw["relation"] == relation


def test_what_the_words_leave_open_widens_the_radius(geocoder: GazetteerGeocoder) -> None:
    """A direction is no town, and 30 km are said for what may be 25 or 40."""
    town = geocoder.geocode("Izium").raw["radius_km"]

    assert geocoder.geocode("Izium direction").raw["radius_km"] >= 30
    assert geocoder.geocode("30 km north of Izium").raw["radius_km"] >= town + 10
    assert geocoder.geocode("20 km from Izium").raw["radius_km"] >= town + 20


def test_of_a_list_the_first_is_the_answer_and_the_radius_holds_the_rest(
    geocoder: GazetteerGeocoder,
) -> None:
    first, second, third = geocoder.geocode(
        "villages of Klishchiivka, Ivanivske and Robotyne", exactly_one=False, limit=3
    )

    assert [place.raw["name"] for place in (first, second, third)] == [
        "Klishchiivka", "Ivanivske", "Robotyne",
    ]  # fmt: skip
    assert far_km(second, first.latitude, first.longitude) <= first.raw["radius_km"]


def test_a_place_and_the_town_beside_it_are_no_list(geocoder: GazetteerGeocoder) -> None:
    """The twin of the list: a comma alone says where the first lies."""
    assert geocoder.geocode("Klishchiivka, Bakhmut").raw["radius_km"] < 10


def test_the_ids_of_a_shared_line_are_those_of_both(
    geocoder: GazetteerGeocoder, gazetteer: Gazetteer
) -> None:
    raw = geocoder.geocode("on the border between Luhansk and Kharkiv oblasts").raw

    assert raw["kind"] == "border"
    assert [gazetteer.place(i).admin1_code for i in raw["place_id"].split("+")] == [
        "UA-09", "UA-63",
    ]  # fmt: skip


def test_a_border_with_a_country_is_that_of_the_theatre(gazetteer: Gazetteer) -> None:
    here, anywhere = GazetteerGeocoder(gazetteer), GazetteerGeocoder(gazetteer, theatre=None)

    assert here.geocode("near the border with Belarus").raw["name"] == "Belarus-Ukraine border"
    assert anywhere.geocode("near the border with Belarus").raw["kind"] == "country"
    assert anywhere.geocode("border between Syria and Turkey").raw["name"] == "Syria-Turkey border"


# Description → name and unit: what is said of the surroundings goes before everything else.
TOLD = {
    "Ivanivka, Kherson region": ("Ivanivka", "Kherson Oblast"),
    "Ivanivka, Kharkiv region": ("Ivanivka", "Kharkiv Oblast"),
    "Vodiane, Kirovohrad region": ("Vodiane", "Kirovohrad Oblast"),
    "Novoselivka, Poltava region": ("Novoselivka", "Poltava Oblast"),
    "Opytne, five kilometers from Donetsk": ("Opytne", "Donetsk Oblast"),
    "the settlement of Karlivka near Selydove": ("Karlivka", "Donetsk Oblast"),
    "Peremoha village, Kyiv region": ("Peremoha", "Kyiv Oblast"),
    "Petropavlovsk, Kharkov region": ("Petropavlivka", "Kharkiv Oblast"),
    "Donetsk; the village of Nevelske": ("Nevelske", "Donetsk Oblast"),
    "Freedom Square, Kyivskyi district of Kharkiv": ("Kyivskyi", "Kharkiv Oblast"),
    "in the Kupiansk direction, the village of Synkivka": ("Synkivka", "Kharkiv Oblast"),
    "the Russians fired on Bohorodychne near Sviatohirsk": ("Bohorodychne", "Donetsk Oblast"),
    "Svitodarsk": ("Svitlodarsk", "Donetsk Oblast"),
    "near the ROP position, Debaltseve": ("Debaltseve", "Donetsk Oblast"),
}


@pytest.mark.parametrize(("query", "name", "unit"), [(q, *to) for q, to in TOLD.items()])
def test_what_the_text_tells_is_never_overruled(
    geocoder: GazetteerGeocoder, query: str, name: str, unit: str
) -> None:
    raw = geocoder.geocode(query).raw

    assert (raw["name"], raw["admin1"]) == (name, unit)


def test_the_runners_up_of_an_explicit_unit_are_kept(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("Ivanivka, Kherson region", exactly_one=False)
    inside = [place for place in found if place.raw["admin1"] == "Kherson Oblast"]

    assert len(inside) >= 2
    assert all(place.raw["name"] == "Ivanivka" for place in found[:2])


THEATRE = {
    "in the area of the antiterrorist operation": "curated:region.donbas",
    'zone of the "anti-terrorist" operation': "curated:region.donbas",
    "conflict zone": "curated:region.donbas",
    "at the front": "curated:region.donbas",
    "southern direction": "curated:region.south-ukraine",
    'operational command "South"': "curated:region.south-ukraine",
    "the east of the country": "curated:region.east-ukraine",
}


@pytest.mark.parametrize(("query", "place_id"), THEATRE.items())
def test_words_without_a_name_mean_the_theatre_and_nothing_without_one(
    query: str, place_id: str, gazetteer: Gazetteer
) -> None:
    raw = GazetteerGeocoder(gazetteer).geocode(query).raw
    without = GazetteerGeocoder(gazetteer, theatre=None).geocode(query)

    assert raw["place_id"] == place_id
    assert raw["score"] < 0.5
    assert without is None or without.raw["place_id"] != place_id


def test_a_named_place_goes_before_the_words_for_the_front(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("on the front line in Donbas; near Zolote").raw["name"] == "Zolote"


def test_the_theatre_decides_only_what_the_words_leave_open(gazetteer: Gazetteer) -> None:
    with_war, without = GazetteerGeocoder(gazetteer), GazetteerGeocoder(gazetteer, theatre=None)

    elsewhere = with_war.geocode("Bohorodychne, Ivano-Frankivsk region")
    assert elsewhere.raw["admin1"] == "Ivano-Frankivsk Oblast"
    assert with_war.geocode("Krasne").raw["country"] == "UA"
    assert without.geocode("Donetsk").raw["admin1"] == "Donetsk Oblast"


def test_an_unknown_theatre_is_refused_with_the_known_ones(gazetteer: Gazetteer) -> None:
    with pytest.raises(LexiconError, match="no theatre 'mars'; use one of ukraine"):
        find_places("Kyiv", gazetteer, theatre="mars")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Sumy and Kharkiv regions", [("Sumy", "regions", ""), ("Kharkiv", "regions", "")]),
        ("between Bakhmut and Soledar", [("Bakhmut", "", "between"), ("Soledar", "", "between")]),
        ("Bakhmut – Soledar", [("Bakhmut", "", "between"), ("Soledar", "", "between")]),
        ("the Bakhmut-Soledar road", [("Bakhmut", "", "between"), ("Soledar", "", "between")]),
        ("Kharkiv\ufffds Saltivka", [("Kharkiv", "", ""), ("Saltivka", "", "")]),
        ("the town. Izium was hit", [("Izium", "town", "")]),
        ("12 km from Izium", [("Izium", "", "distance/12")]),
        ("12 people from Izium", [("Izium", "", "near")]),
    ],
)
def test_relations_and_lists_are_read(
    gazetteer: Gazetteer, text: str, parts: list[tuple[str, str, str]]
) -> None:
    assert [(p.name, p.phrase, p.relation) for p in read_parts(text, gazetteer)] == parts
