"""The geopy geocoder: qualified names, kinds, reverse, and its use by geopandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from geopy.geocoders.base import Geocoder
from geopy.location import Location

import geomap
from geomap.errors import GazetteerError
from geomap.geocoder import GazetteerGeocoder, find_places
from geomap.geocoder.parts import read_parts

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def geocoder() -> GazetteerGeocoder:
    """A geocoder over the gazetteer that geomap carries."""
    return GazetteerGeocoder()


# Query → the names of the place and of what it lies in, nearest first.
QUERIES = {
    "Kyiv": "Kyiv, Ukraine",
    "kyiv": "Kyiv, Ukraine",
    "KYIV": "Kyiv, Ukraine",
    "Київ": "Kyiv, Ukraine",
    "city of Mykolaiv": "Mykolaiv, Mykolaiv Oblast, Ukraine",
    "Solomianskyi district, Kyiv": "Solomianskyi, Kyiv, Ukraine",
    "Solomyansky district of Kyiv": "Solomianskyi, Kyiv, Ukraine",
    "Shevchenkivskyi district, Kyiv": "Shevchenkivskyi, Kyiv, Ukraine",
    "Shevchenkivskyi district, Kharkiv": "Shevchenkivskyi, Kharkiv, Kharkiv Oblast, Ukraine",
    "Shevchenkivskyi district (Zaporizhzhia)": (
        "Shevchenkivskyi, Zaporizhzhia, Zaporizhzhia Oblast, Ukraine"
    ),
    "Kyiv region": "Kyiv Oblast, Ukraine",
    "Donetsk Oblast": "Donetsk Oblast, Ukraine",
    "Donetsk, Russia": "Donetsk, Rostov Oblast, Russia",
    "near the town of Vuhledar in Donetsk region": "Vuhledar, Donetsk Oblast, Ukraine",
    "Sea of Azov": "Sea of Azov",
    "Odessa": "Odesa, Odesa Oblast, Ukraine",
    "Odessa, Texas": "Odessa, Texas, United States",
    "Moscow, Idaho": "Moscow, Idaho, United States",
    "Brest, Belarus": "Brest, Brest Region, Belarus",
    "Zaporizhzhia nuclear power plant": (
        "Zaporizhzhia Nuclear Power Plant, Zaporizhzhia Oblast, Ukraine"
    ),
    "Antonivskyi Bridge, Kherson": "Antonivskyi Bridge, Kherson Oblast, Ukraine",
}


@pytest.mark.parametrize(("query", "address"), QUERIES.items())
def test_a_description_gives_the_place_it_describes(
    geocoder: GazetteerGeocoder, query: str, address: str
) -> None:
    location = geocoder.geocode(query)

    assert isinstance(location, Location)
    assert location.address == address


@pytest.mark.parametrize(
    "query",
    [
        "", "   ", "!!!", "12:30, 14.5", "(,;)", "Qwxzt", "\x00", "a" * 10_000, "Xyzzy", "Blorp",
        "n/a", "the village", "the republic", "see above", "unknown location", "lorem ipsum dolor",
    ],
)  # fmt: skip
def test_nonsense_gives_none_not_an_error(geocoder: GazetteerGeocoder, query: str) -> None:
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


def test_raw_holds_what_the_contract_promises(geocoder: GazetteerGeocoder) -> None:
    raw = geocoder.geocode("Solomianskyi district, Kyiv").raw

    assert raw == {
        "place_id": "curated:ua.kyiv.solomianskyi",
        "name": "Solomianskyi",
        "kind": "district",
        "precision": "city_district",
        "radius_km": 3.6,
        "score": 1.0,
        "admin1": "Kyiv",
        "country": "UA",
        "relation": None,
    }


def test_several_places_come_best_first_and_limited(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("Shevchenkivskyi", exactly_one=False, limit=3)

    assert len(found) == 3
    assert all(location.raw["score"] == 1.0 for location in found)


def test_an_unknown_place_gives_its_surroundings_with_a_low_score(
    geocoder: GazetteerGeocoder,
) -> None:
    location = geocoder.geocode("Qwxztivka, Kharkiv region")

    assert location.raw["place_id"] == "curated:UA-63"
    assert location.raw["precision"] == "region"
    assert location.raw["score"] < 0.5


def test_surroundings_that_do_not_fit_lower_the_score(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("Lviv, Texas").raw["score"] == 0.5
    assert geocoder.geocode("Lviv, Ukraine").raw["score"] == 1.0


def test_a_country_narrows_the_answer(gazetteer: Gazetteer) -> None:
    in_russia = GazetteerGeocoder(gazetteer, country="RU")

    assert in_russia.geocode("Donetsk").raw["admin1"] == "Rostov Oblast"
    assert in_russia.geocode("Donetsk", country="UA").raw["admin1"] == "Donetsk Oblast"
    assert in_russia.geocode("Lisbon") is None


def test_a_point_draws_the_answer_near(gazetteer: Gazetteer) -> None:
    near_lviv = GazetteerGeocoder(gazetteer, near=(49.8, 24.0))

    assert near_lviv.geocode("Mykolaiv").raw["admin1"] == "Lviv Oblast"
    assert near_lviv.geocode("Mykolaiv", near=(47.0, 32.0)).raw["admin1"] == "Mykolaiv Oblast"


def test_reverse_gives_the_nearest_place(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.reverse("48.595, 38.0").raw["name"] == "Bakhmut"
    assert len(geocoder.reverse((50.45, 30.52), exactly_one=False, limit=4)) == 4


@pytest.mark.parametrize(
    ("point", "water"),
    [
        ((43.2, 34.0), "Black Sea"),
        ((46.0, 36.8), "Sea of Azov"),
        ((45.25, 36.53), "Kerch Strait"),
        ((59.9, 26.3), "Gulf of Finland"),
        ((35.0, 18.0), "Mediterranean Sea"),
    ],
)
def test_reverse_at_sea_gives_the_smallest_sea_that_holds_the_point(
    geocoder: GazetteerGeocoder, point: tuple[float, float], water: str
) -> None:
    location = geocoder.reverse(point)

    assert (location.raw["name"], location.raw["score"]) == (water, 1.0)


def test_reverse_in_a_town_on_the_coast_gives_the_town(geocoder: GazetteerGeocoder) -> None:
    """The outline of a sea may run through its streets."""
    assert geocoder.reverse((46.49, 30.74)).raw["name"] == "Odesa"


def test_reverse_far_from_everything_says_so_by_its_score(geocoder: GazetteerGeocoder) -> None:
    """Mid-ocean, where no outline is known; and the seas come before the settlements."""
    several = geocoder.reverse((43.2, 34.0), exactly_one=False, limit=3)

    assert geocoder.reverse((30.0, -40.0)).raw["score"] < 0.1
    assert several[0].raw["kind"] == "sea"
    assert len(several) == 3
    assert several[1].raw["score"] < 0.5


def test_reverse_refuses_what_is_no_point(geocoder: GazetteerGeocoder) -> None:
    with pytest.raises(ValueError, match="Point"):
        geocoder.reverse("somewhere")


def test_it_is_a_geopy_geocoder_and_public() -> None:
    assert issubclass(GazetteerGeocoder, Geocoder)
    assert geomap.GazetteerGeocoder is GazetteerGeocoder


def test_it_is_a_provider_for_geopandas() -> None:
    gdf = gpd.tools.geocode(["Kharkiv", "Sea of Azov"], provider=GazetteerGeocoder, country=None)

    assert list(gdf["address"]) == ["Kharkiv, Kharkiv Oblast, Ukraine", "Sea of Azov"]
    assert gdf.crs == "EPSG:4326"
    assert gdf.geometry[0].distance(gpd.points_from_xy([36.23], [49.99])[0]) < 0.05


def test_a_missing_gazetteer_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.gpkg"):
        GazetteerGeocoder(tmp_path / "none.gpkg")


def test_a_description_of_any_length_is_read_in_time(gazetteer: Gazetteer) -> None:
    """Only the first thousand characters count: the work is bounded."""
    assert find_places("Kharkiv, " * 100_000, gazetteer)[0].place.name == "Kharkiv"


# Query → name of the place, and what it lies in: a raion or region.
DESCRIPTIONS = {
    "near Zerkalnoye village, Amvrosiyevsky district, Donetsk region": (
        "Dzerkalne",
        "Donetskyi Raion",
    ),
    "Ivanivka village, Henichesk district, Kherson region": ("Ivanivka", "Henicheskyi Raion"),
    "Novoselivka, Lyman hromada": ("Novoselivka", "Kramatorskyi Raion"),
    "Novoselivka near Chernihiv": ("Novoselivka", "Chernihivskyi Raion"),
    "село Роботине, Запорізька область": ("Robotyne", "Polohivskyi Raion"),
    "у Роботиному Запорізької області": ("Robotyne", "Polohivskyi Raion"),
    "деревня Чернобаевка": ("Chornobaivka", "Khersonskyi Raion"),
    "Kupiansk direction": ("Kupiansk", "Kharkiv Oblast"),
    "Zolote-4, Luhansk region": ("Zolote", "Luhansk Oblast"),
    "Artyomovsk": ("Bakhmut", "Donetsk Oblast"),
    "Hnutov": ("Hnutove", "Mariupolskyi Raion"),
}


@pytest.mark.parametrize(("query", "name", "inside"), [(q, *to) for q, to in DESCRIPTIONS.items()])
def test_qualifiers_and_old_names_find_the_village(
    geocoder: GazetteerGeocoder, query: str, name: str, inside: str
) -> None:
    location = geocoder.geocode(query)

    assert location.raw["name"] == name
    assert inside in location.address


def test_a_raion_of_the_past_is_the_ground_around_its_seat(geocoder: GazetteerGeocoder) -> None:
    """Bilopillia has had no raion since 2020; reports of before name it."""
    location = geocoder.geocode("Bilopillia raion, Sumy region")

    assert location.raw["name"] == "Bilopillia"
    assert location.raw["precision"] == "locality_area"
    assert location.raw["radius_km"] == 40.0


def test_a_raion_of_today_is_itself(geocoder: GazetteerGeocoder) -> None:
    raw = geocoder.geocode("Volnovakha district, Donetsk region").raw

    assert (raw["name"], raw["kind"]) == ("Volnovaskyi Raion", "admin2")


def test_a_relation_is_told_and_widens_the_radius(geocoder: GazetteerGeocoder) -> None:
    plain, near = geocoder.geocode("Robotyne").raw, geocoder.geocode("near Robotyne").raw

    assert (plain["relation"], near["relation"]) == (None, "near")
    assert near["radius_km"] == plain["radius_km"] + 5
    assert geocoder.geocode("between Bakhmut and Soledar").raw["relation"] == "between"


def test_a_village_at_its_seat_says_that_it_is_no_point(geocoder: GazetteerGeocoder) -> None:
    raw = geocoder.geocode("Zelenyi Hai, Polohy raion, Zaporizhzhia region").raw

    assert raw["precision"] == "locality_area"
    assert raw["radius_km"] >= 9


def test_a_street_or_brigade_is_no_place(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("Kyiv highway, Zhytomyr").raw["name"] == "Zhytomyr"
    assert geocoder.geocode("the 28th brigade") is None


def test_a_village_elsewhere_gives_way_to_the_town_that_is_named(
    geocoder: GazetteerGeocoder,
) -> None:
    """A mine of a village's name, with the town beside it: the town is the surer answer."""
    raw = geocoder.geocode("Butivka mine, south of Avdiivka").raw

    assert (raw["name"], raw["admin1"]) == ("Avdiivka", "Donetsk Oblast")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Kyiv", [("Kyiv", "", "")]),
        (
            "near the villages of Nove and Stare",
            [("Nove", "villages", "near"), ("Stare", "", "near")],
        ),
        (
            "Amvrosiivka district, Donetsk's suburb",
            [("Amvrosiivka", "district", ""), ("Donetsk", "", "")],
        ),
        ("kherson, odesa", [("kherson", "", ""), ("odesa", "", "")]),
        ("12, 5", []),
    ],
)
def test_a_description_is_read_into_parts(
    gazetteer: Gazetteer, text: str, parts: list[tuple[str, str, str]]
) -> None:
    assert [(p.name, p.phrase, p.relation) for p in read_parts(text, gazetteer)] == parts
