"""Words beside a name: bearings, distances, offices and qualifiers say which place is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap.gazetteer import distance_km
from geomap.lexicon import table
from tests.support.names import NEAR_KM, resolutions_of

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The western town of Zolochiv lost power.", "UA-46"),
        ("The north-eastern town of Zolochiv lost power.", "UA-63"),
        ("Shells hit the northeastern Ukrainian town of Zolochiv.", "UA-63"),
        ("Shells hit Zolochiv in eastern Ukraine.", "UA-63"),
        ("Shells hit Zolochiv in western Ukraine.", "UA-46"),
    ],
)
def test_a_direction_tells_namesakes_apart(gazetteer: Gazetteer, text: str, unit: str) -> None:
    found = {r.mention.text: r for r in resolutions_of(text, gazetteer)}["Zolochiv"]

    assert found.place is not None
    assert found.place.admin1_code == unit
    assert any("in the part of Ukraine" in line for line in found.evidence)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("A rocket fell near Zolochiv, some 60 km east of Lviv.", "UA-46"),
        ("A rocket fell near Zolochiv, 40 km north-west of Kharkiv.", "UA-63"),
        ("A rocket fell near Zolochiv, a town 40 km from Kharkiv.", "UA-63"),
    ],
)
def test_a_distance_from_a_landmark_tells_namesakes_apart(
    gazetteer: Gazetteer, text: str, unit: str
) -> None:
    found = {r.mention.text: r for r in resolutions_of(text, gazetteer)}["Zolochiv"]

    assert found.place is not None
    assert found.place.admin1_code == unit
    assert any("where the words put it" in line for line in found.evidence)


def test_a_landmark_does_not_hold_what_is_measured_from_it(gazetteer: Gazetteer) -> None:
    """Twin: a region behind a comma does, and a town of it elsewhere is not taken."""
    town, _ = resolutions_of(
        "They met in Yevlakh, a town some 100 km north of Stepanakert.", gazetteer
    )
    far, *_ = resolutions_of("They met in Yevlakh, Texas.", gazetteer)

    assert town.place is not None
    assert town.place.country == "AZ"
    assert far.place is None


def test_the_direction_of_another_name_tells_nothing(gazetteer: Gazetteer) -> None:
    text = "Far from northeastern Ukraine and near the town of Zolochiv, a bus burned."
    found = {r.mention.text: r for r in resolutions_of(text, gazetteer)}["Zolochiv"]

    assert not any("the part of" in line for line in found.evidence)


def test_the_office_behind_a_name_says_what_it_is(gazetteer: Gazetteer) -> None:
    """Twin: a minister is no one's governor."""
    state, *_ = resolutions_of("Georgia Governor Dan Miller closed the schools.", gazetteer)
    country, *_ = resolutions_of(
        "Georgia Prime Minister Levan Beridze closed the schools.", gazetteer
    )

    assert state.place is not None
    assert country.place is not None
    assert (state.place.kind, country.place.kind) == ("admin1", "country")


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("A mill burned in Paris, Texas.", 33.7, -95.6),
        ("A mill burned in Lebanon, Pa., on Monday.", 40.3, -76.4),
        ("JACKSON, Tenn. - A mill burned.", 35.6, -88.8),
        ("A mill burned in Jackson TN", 35.6, -88.8),
        ("A mill burned in Florence (S.C.) on Monday.", 34.2, -79.8),
        ("A mill burned in Charleston, W.Va., on Monday.", 38.4, -81.6),
        ("A mill burned in London, Ont., on Monday.", 43.0, -81.2),
        ("Shells hit Kamianske, Zaporizhzhia region.", 47.5, 35.4),
        ("Shells hit Kyiv's Shevchenkivskyi district.", 50.5, 30.5),
        ("Shells hit the Shevchenkivskyi district of Kharkiv.", 50.0, 36.2),
    ],
)
def test_a_qualifier_decides(gazetteer: Gazetteer, text: str, lat: float, lon: float) -> None:
    places = [r.place for r in resolutions_of(text, gazetteer) if r.place]

    assert any(distance_km(p.lat, p.lon, lat, lon) < NEAR_KM for p in places if p.kind != "admin1")


@pytest.mark.parametrize("text", ["Kyiv, OK, that is all.", "In Paris, MS is treated."])
def test_capitals_of_no_unit_that_holds_the_town_are_no_qualifier(
    gazetteer: Gazetteer, text: str
) -> None:
    found = [r.place.country for r in resolutions_of(text, gazetteer) if r.place]

    assert "US" not in found


def test_the_place_that_qualifies_is_the_one_that_holds(gazetteer: Gazetteer) -> None:
    """Behind a comma New York is the state; alone it is the city."""
    *_, state = resolutions_of("Roads were closed in Buffalo, New York.", gazetteer)
    (city,) = resolutions_of("Roads were closed in New York.", gazetteer)

    assert state.place is not None
    assert city.place is not None
    assert (state.place.kind, city.place.kind) == ("admin1", "city")


def test_a_neighbour_region_does_not_hold_what_lies_near_it(gazetteer: Gazetteer) -> None:
    """Bakhmut and Kypuche were both called Artemivsk; only one lies in the Donetsk region."""
    found, _region = resolutions_of("Shells hit Artemivsk in Donetsk region.", gazetteer)
    other, _region = resolutions_of("Shells hit Artemivsk in Luhansk region.", gazetteer)

    assert found.place is not None
    assert other.place is not None
    assert (found.place.name, other.place.name) == ("Bakhmut", "Kypuche")


def test_every_abbreviated_unit_is_in_the_gazetteer(gazetteer: Gazetteer) -> None:
    for country, units in table("units").items():
        for name in units:
            found = [c.place for c in gazetteer.candidates(name) if c.place.country == country]
            assert any(place.kind == "admin1" for place in found), (country, name)


def test_the_raion_named_in_the_sentence_counts(gazetteer: Gazetteer) -> None:
    """Two towns called Borova; one lies in the Izium raion."""
    found = {
        r.mention.text: r.place
        for r in resolutions_of("In Izium district, shells hit Borova.", gazetteer)
    }
    other = {
        r.mention.text: r.place
        for r in resolutions_of("In Fastiv district, shells hit Borova.", gazetteer)
    }

    assert found["Borova"] is not None
    assert other["Borova"] is not None
    assert (found["Borova"].admin1_code, other["Borova"].admin1_code) == ("UA-63", "UA-32")


@pytest.mark.parametrize(
    ("iso", "text", "country"),
    [
        ("en", "Fighting in eastern Congo killed ten.", "CD"),
        ("en", "Rebels took Goma in eastern Congo.", "CD"),
        ("en", "In Brazzaville they spoke of eastern Congo.", "CD"),
        ("en", "Congo sent troops to Bukavu from Kinshasa.", "CD"),
        ("en", "Police fired on a crowd in Brazzaville, Congo.", "CG"),
        ("en", "In Congo, a boat sank off Pointe-Noire.", "CG"),
        ("ru", "Бои в Конго идут у города Гома.", "CD"),
        ("ru", "В Браззавиле, Конго, прошли выборы.", "CG"),
    ],
)
def test_which_of_two_states_of_a_name_is_told_by_its_part_and_its_towns(
    gazetteer: Gazetteer, iso: str, text: str, country: str
) -> None:
    """Only in one of the two Congos is a part called "eastern Congo"."""
    found = {r.mention.text: r.place for r in resolutions_of(text, gazetteer, iso=iso)}
    state = found["Конго" if iso == "ru" else "Congo"]

    assert state is not None
    assert state.country == country
