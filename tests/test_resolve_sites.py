"""Streets, squares, stations and quarters that are in no list lie in the town named beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap import analyze
from tests.support.names import resolutions_of

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.records import Resolution


def site_in(text: str, gazetteer: Gazetteer) -> Resolution:
    """Return the resolution of the site of the invented name."""
    return next(r for r in resolutions_of(text, gazetteer) if "Qwerta" in r.mention.text)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Shells hit Qwerta Street, Sumy.", "Sumy"),
        ("A flat burned on Qwerta Boulevard in Sumy.", "Sumy"),
        ("In Sumy a shell fell on Qwerta Square.", "Sumy"),
        ("They filled Kyiv's Qwerta Square.", "Kyiv"),
        ("A bomb hit Sumy. Two died on Qwerta Prospekt.", "Sumy"),
        ("From Odesa to Sumy: crowds at Qwerta station.", "Sumy"),
        ("In Sumy the Qwerta market burned.", "Sumy"),
    ],
)
def test_a_site_in_no_list_lies_in_the_town_beside_it(
    gazetteer: Gazetteer, text: str, town: str
) -> None:
    found = site_in(text, gazetteer)

    assert found.place is not None
    assert town in found.evidence[0]
    assert found.place.place_id.startswith("computed:")


@pytest.mark.parametrize(
    "text",
    [
        "Two died on Qwerta Street.",
        "Two died on Qwerta Street, Donetsk region.",
        "A bomb hit Sumy.\n\nTwo died on Qwerta Street.",
        "From Sumy drones reached the Qwerta oil depot.",
        "They marched from Sumy along the Qwerta highway.",
        "Kyiv said it knew nothing of Qwerta Street.",
    ],
)
def test_a_site_without_a_town_stays_without_a_place(gazetteer: Gazetteer, text: str) -> None:
    """No town, another paragraph, a site outside of towns, a government: nothing is invented."""
    assert site_in(text, gazetteer).place is None


def test_a_site_says_how_little_is_known_of_it(gazetteer: Gazetteer) -> None:
    """It may lie anywhere in its town, and is told apart from the town and from other sites."""
    text = "In Sumy shells fell on Qwerta Street and on Zxyva Street."
    town, one, two = (r.place for r in resolutions_of(text, gazetteer))

    assert town is not None and one is not None and two is not None  # noqa: PT018 - for the reader
    assert (one.name, one.kind, one.parent_id) == ("Qwerta Street", "road", town.place_id)
    assert one.radius_km == town.radius_km
    assert len({town.place_id, one.place_id, two.place_id}) == 3


def test_a_known_square_keeps_its_own_place(gazetteer: Gazetteer) -> None:
    places = [r.place for r in resolutions_of("In Sumy they spoke of Red Square.", gazetteer)]

    assert [place and place.name for place in places] == ["Sumy", "Red Square"]


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("In Saratov smoke hung over the Zavodskoy district.", "Saratov"),
        ("Smoke rose over the Leninsky district of Voronezh.", "Voronezh"),
        ("Drones reached Volgograd. The Krasnoarmeysky district was dark.", "Volgograd"),
    ],
)
def test_a_district_that_many_cities_have_lies_in_the_city_beside_it(
    gazetteer: Gazetteer, text: str, city: str
) -> None:
    """A district of a Ukrainian city, or a rural one elsewhere, is no better for being known."""
    found = next(r for r in resolutions_of(text, gazetteer) if "district" in r.mention.text)

    assert found.place is not None
    assert city in found.evidence[0]


@pytest.mark.parametrize(
    "text",
    [
        "In Kharkiv a house burned in the Industrialnyi district.",
        "In Kursk the governor spoke of the Glushkovo district.",
        "In Kursk the governor spoke of the Sudzhansky district.",
        "Two were hurt in the Oktyabrsky district.",
    ],
)
def test_a_district_known_there_or_of_a_rare_name_is_not_put_in_the_city(
    gazetteer: Gazetteer, text: str
) -> None:
    found = next(r for r in resolutions_of(text, gazetteer) if "district" in r.mention.text)

    assert not any("put in" in line for line in found.evidence)


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("In Kherson, gatherings on Freedom Square were broken up.", "Freedom", "Kherson"),
        ("In Tbilisi, thousands rallied on Freedom Square.", "Freedom", "Tbilisi"),
        ("Missiles hit the opera house in Odesa and Victory Square in Kyiv.", "Victory", "Kyiv"),
        ("Дрон влучив у будинок на вулиці Шевченка в Херсоні.", "Шевченка", "Kherson"),
        ("Обстріляли вул. Миру в Нікополі.", "Миру", "Nikopol"),
        ("В Донецке снаряд упал на площади Победы.", "Победы", "Donetsk"),
        ("Обстреляли микрорайон Восточный в Мариуполе.", "Восточный", "Mariupol"),
        ("Вибух біля станції метро Лук'янівська в Києві.", "Лук", "Kyiv"),
    ],
)
def test_what_many_cities_call_a_square_is_that_of_the_city_beside_it(
    text: str, name: str, town: str
) -> None:
    found = next(r for r in analyze(text).resolutions if name in r.mention.text)

    assert found.place is not None
    assert found.place.place_id.startswith("computed:")
    assert town in found.evidence[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thousands rallied on Freedom Square in Kharkiv.", "Freedom"),
        ("Thousands rallied on Freedom Square.", "Freedom"),
        ("In Kyiv, officials mocked the parade on Red Square.", "Red"),
        ("На вулицях Херсона чути стрілянину.", "Херсона"),
        ("Взрыв на улице Днепра.", "Днепра"),
    ],
)
def test_a_square_that_is_known_and_the_streets_of_a_city_stay(text: str, name: str) -> None:
    found = next(r for r in analyze(text).resolutions if name in r.mention.text)

    assert found.place is not None
    assert not found.place.place_id.startswith("computed:")
