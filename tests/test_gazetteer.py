"""The compiled gazetteer: names → places, the likeliest first; words that are no names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap.errors import UnknownPlaceError
from geomap.records import Place
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

# What an article may write → the place it means, where nothing else is said.
SPELLINGS = {
    "Kyiv": "curated:ua.kyiv",
    "Kiev": "curated:ua.kyiv",
    "Kyjiv": "curated:ua.kyiv",
    "Київ": "curated:ua.kyiv",
    "Киев": "curated:ua.kyiv",
    "Odesa": "curated:ua.odesa",
    "Odessa": "curated:ua.odesa",
    "Kharkov": "curated:ua.kharkiv",
    "Харьков": "curated:ua.kharkiv",
    "Kryvyi Rih": "curated:ua.kryvyi-rih",
    "Kryvyy Rih": "curated:ua.kryvyi-rih",
    "Krivoy Rog": "curated:ua.kryvyi-rih",
    "Kryvy Rih": "curated:ua.kryvyi-rih",
    "Mykolaiv": "curated:ua.mykolaiv",
    "Mykolayiv": "curated:ua.mykolaiv",
    "Nikolaev": "curated:ua.mykolaiv",
    "Nikolayev": "curated:ua.mykolaiv",
    "Zaporizhzhia": "curated:ua.zaporizhzhia",
    "Zaporizhzhya": "curated:ua.zaporizhzhia",
    "Zaporizhia": "curated:ua.zaporizhzhia",
    "Zaporozhye": "curated:ua.zaporizhzhia",
    "Dnepropetrovsk": "curated:ua.dnipro",
    "Lvov": "geonames:702550",
    "L'viv": "geonames:702550",
    "Izium": "geonames:707292",
    "Izyum": "geonames:707292",
    "Kupiansk": "geonames:703656",
    "Kupyansk": "geonames:703656",
    "Bakhmut": "geonames:713174",
    "Artemivsk": "geonames:713174",
    "Artyomovsk": "geonames:713174",
    "Vuhledar": "geonames:690823",
    "Ugledar": "geonames:690823",
    "Chornobyl": "geonames:710403",
    "Chernobyl": "geonames:710403",
    "Solomianskyi": "curated:ua.kyiv.solomianskyi",
    "Solomyanskyi": "curated:ua.kyiv.solomianskyi",
    "Solomyansky": "curated:ua.kyiv.solomianskyi",
    "Solomianskyi district": "curated:ua.kyiv.solomianskyi",
    "Solomyansky District": "curated:ua.kyiv.solomianskyi",
    "Соломенский": "curated:ua.kyiv.solomianskyi",
    "Sea of Azov": "curated:sea.azov",
    "Dnieper": "curated:river.dnipro",
    "Belarusian-Ukrainian border": "curated:border.by-ua",
    "Crimea": "curated:UA-43",
    "Kharkiv region": "curated:UA-63",
    "Kursk region": "curated:RU-KRS",
    "ZNPP": "curated:npp.zaporizhzhia",
    "Nova Kakhovka dam": "curated:hpp.kakhovka",
    "Engels air base": "curated:airbase.engels-2",
    "Donbass": "curated:region.donbas",
    "Britain": "curated:country.GB",
}


@pytest.mark.parametrize(("name", "place_id"), SPELLINGS.items())
def test_a_spelling_leads_to_its_place_first(
    gazetteer: Gazetteer, name: str, place_id: str
) -> None:
    assert gazetteer.candidates(name)[0].place.place_id == place_id


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Kursk", "city"),  # a bare name that an oblast shares with its seat means the city
        ("Kherson", "city"),
        ("Minsk", "city"),
        ("New York", "city"),
        ("Texas", "admin1"),
        ("Georgia", "country"),
        ("Donbas", "region"),
    ],
)
def test_a_name_of_several_places_means_the_likeliest_kind_first(
    gazetteer: Gazetteer, name: str, first: str
) -> None:
    assert gazetteer.candidates(name)[0].place.kind == first


def test_an_official_name_beats_a_larger_place_that_once_bore_it(gazetteer: Gazetteer) -> None:
    """Engels in Russia, three times as large, was called Pokrovsk."""
    names = [c.place.name for c in gazetteer.candidates("Pokrovsk")]

    assert names[0] == "Pokrovsk"
    assert "Engels" in names


@pytest.mark.parametrize(
    ("name", "past"), [("Aleksandrovka", "Donetsk"), ("Oleksandrivka", "Donetsk"),
                       ("Pokrovsk", "Engels"), ("Krasnoarmeysk", "Pokrovsk")],
)  # fmt: skip
def test_a_city_that_was_called_so_stands_behind_the_towns_that_are(
    gazetteer: Gazetteer, name: str, past: str
) -> None:
    found = gazetteer.candidates(name)
    number = next(n for n, c in enumerate(found) if c.place.name == past)

    assert found[number].match == "former"
    assert number > 0
    assert found[0].match in {"official", "variant"}


@pytest.mark.parametrize(
    ("name", "today", "until"),
    [
        ("Artemivsk", "Bakhmut", "2016"),
        ("Артемовск", "Bakhmut", "2016"),
        ("Dnipropetrovsk", "Dnipro", "2016"),
        ("Krasnograd", "Berestyn", "2024"),
        ("Ordzhonikidzevskyi district", "Voznesenivskyi", "2016"),
    ],
)
def test_a_name_that_was_borne_until_lately_leads_to_its_place_and_says_until_when(
    gazetteer: Gazetteer, name: str, today: str, until: str
) -> None:
    """War reports write it on; so it counts as much as a variant."""
    past = next(c for c in gazetteer.candidates(name) if c.place.name == today)

    assert (past.match, past.score) == ("former", 0.9)
    assert gazetteer.validity(past.name, past.place.place_id) == ("", until)
    assert gazetteer.validity(name, past.place.place_id) == ("", until)


def test_a_name_has_a_beginning_and_one_long_past_counts_less(gazetteer: Gazetteer) -> None:
    past = gazetteer.candidates("Stalino")[0]

    assert (past.place.name, past.match, past.score) == ("Donetsk", "former", 0.75)
    assert gazetteer.validity("Stalino", past.place.place_id) == ("1924", "1961")
    assert gazetteer.validity("Bakhmut", gazetteer.candidates("Bakhmut")[0].place.place_id) == (
        "2016", "",
    )  # fmt: skip


@pytest.mark.parametrize(("name", "place_id"), [("Kharkiv", "curated:ua.kharkiv"), ("X", "no")])
def test_a_name_of_no_known_time_has_none(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    assert gazetteer.validity(name, place_id) == ("", "")


@pytest.mark.parametrize(
    ("key", "expected"),
    [("kharkiv", True), ("харкові", True), ("kharkivorsk", False), ("харківорську", False),
     ("", False)],
)  # fmt: skip
def test_a_key_is_a_name_or_not(gazetteer: Gazetteer, key: str, *, expected: bool) -> None:
    """By the letters alone: what only sounds like a name is none."""
    assert gazetteer.is_name(key) is expected


@pytest.mark.parametrize(
    ("name", "country", "most"),
    [
        ("Medyka", "PL", 5_000),  # crossings and villages at the borders of Ukraine
        ("Dorohusk", "PL", 1_000),
        ("Ceatalchioi", "RO", 1_000),
        ("Záhony", "HU", 5_000),
        ("Dadaab", "KE", 1_000_000),  # and towns of the world
        ("Samburu", "KE", 5_000),
        ("Chamonix", "FR", 15_000),
    ],
)
def test_small_places_of_the_neighbours_and_the_world_are_known(
    gazetteer: Gazetteer, name: str, country: str, most: int
) -> None:
    places = [c.place for c in gazetteer.candidates(name)]

    assert any(p.country == country and 500 <= p.population <= most for p in places)


def test_a_famous_place_beats_a_small_one_that_is_called_exactly_so(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Odessa")

    assert [c.place.country for c in found[:2]] == ["UA", "US"]
    assert found[0].score < found[1].score


def test_each_city_keeps_its_own_district_of_a_common_name(gazetteer: Gazetteer) -> None:
    districts = [
        c.place for c in gazetteer.candidates("Shevchenkivskyi") if c.place.kind == "district"
    ]
    parents = {gazetteer.parents(place)[0].name for place in districts}

    assert {"Kyiv", "Kharkiv", "Dnipro", "Zaporizhzhia"} <= parents


def test_kyivs_ten_districts_lie_in_kyiv(gazetteer: Gazetteer) -> None:
    children = gazetteer.children("curated:ua.kyiv")
    official = [p for p in children if p.place_id.startswith("curated:ua.kyiv.")]

    assert len(official) == 10
    assert {p.admin1_code for p in official} == {"UA-30"}
    assert gazetteer.place("curated:ua.kyiv").kind == "city"


def test_a_name_never_gives_a_place_twice_nor_more_than_the_limit(gazetteer: Gazetteer) -> None:
    for name in ("Victoria", "San José", "Ivanivka", "Pokrovsk"):
        ids = [c.place.place_id for c in gazetteer.candidates(name)]
        assert len(ids) == len(set(ids)) <= LIMITS["candidates"]


def test_an_unknown_spelling_is_found_by_its_skeleton_at_a_lower_score(
    gazetteer: Gazetteer,
) -> None:
    (found, *_) = gazetteer.candidates("Bakhmmut")

    assert (found.place.name, found.match, found.score) == ("Bakhmut", "skeleton", 0.6)


@pytest.mark.parametrize("name", ["", "  ", "…", "'", "\x00", "Ö" * 5000, "zzzzzzzz"])
def test_nonsense_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.candidates(name) == ()
    assert gazetteer.longest(fold_name(name)) == 0


def test_function_words_are_no_names(gazetteer: Gazetteer) -> None:
    """GeoNames has alternates such as More, Same, Since; they never enter."""
    for word in ("of", "the", "Since", "More", "She"):
        assert gazetteer.candidates(word) == ()


def test_everyday_words_that_are_towns_are_marked_common(gazetteer: Gazetteer) -> None:
    assert gazetteer.is_common("Reading")
    assert gazetteer.candidates("Reading")
    assert not gazetteer.is_common("Kharkiv")


@pytest.mark.parametrize(
    ("word", "iso"),
    [
        ("Ukrainian", "UA"),
        ("russians", "RU"),
        ("Polish", "PL"),
        ("American", "US"),
        ("Dutch", "NL"),
    ],
)
def test_a_demonym_leads_to_its_country(gazetteer: Gazetteer, word: str, iso: str) -> None:
    assert gazetteer.demonym(word) == f"curated:country.{iso}"


def test_a_word_that_is_no_demonym_leads_nowhere(gazetteer: Gazetteer) -> None:
    assert gazetteer.demonym("Kharkiv") is None


def test_a_country_is_named_at_its_reference_point(gazetteer: Gazetteer) -> None:
    russia = gazetteer.place("curated:country.RU")

    assert (russia.lat, russia.lon) == (60.0, 100.0)


@pytest.mark.parametrize(
    ("place_id", "least", "most"),
    [("curated:ua.kyiv", 10, 20), ("geonames:713174", 2, 6), ("curated:country.UA", 300, 600)],
)
def test_a_radius_tells_the_size_of_the_place(
    gazetteer: Gazetteer, place_id: str, least: float, most: float
) -> None:
    assert least <= gazetteer.place(place_id).radius_km <= most


def test_an_unknown_id_is_an_error_that_names_it(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownPlaceError, match=r"'geonames:0'.*geomap geocode"):
        gazetteer.place("geonames:0")


def test_places_are_frozen_records(gazetteer: Gazetteer) -> None:
    assert isinstance(gazetteer.place("curated:ua.odesa"), Place)
