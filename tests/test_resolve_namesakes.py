"""Regions called like their seats, counties of many states, names that were lost, sure votes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.support.names import by_name, resolutions_of

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


def kinds(text: str, gazetteer: Gazetteer, published: dt.date | None = None) -> list[str]:
    found = by_name(text, gazetteer, published).values()
    return [resolution.place.kind if resolution.place else "" for resolution in found]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Volyn, Lviv and Sumy lost power.", "admin1"),
        ("Odesa, Lviv and Sumy lost power.", "city"),
        ("They held two regions, Kherson and Zaporizhzhia.", "admin1"),
        ("They held two cities, Kherson and Zaporizhzhia.", "city"),
        ("Alerts in the regions: Sumy, Kharkiv, Odesa.", "admin1"),
        ("The law holds in ten regions, among them Sumy, Kharkiv and Odesa.", "admin1"),
        ("The law holds in ten regions, such as Sumy and Odesa.", "admin1"),
        ("The law holds in ten cities, among them Sumy, Kharkiv and Odesa.", "city"),
    ],
)
def test_a_list_says_whether_seats_or_regions_are_meant(
    gazetteer: Gazetteer, text: str, kind: str
) -> None:
    assert set(kinds(text, gazetteer)) == {kind}


@pytest.mark.parametrize(("day", "kind"), [("2024-08-27", "admin1"), ("2014-05-05", "city")])
def test_a_name_the_city_has_lost_means_the_region_that_kept_it(
    gazetteer: Gazetteer, day: str, kind: str
) -> None:
    """Dnipropetrovsk is the region since the city is called Dnipro."""
    text = "One man was killed in Dnipropetrovsk."

    assert kinds(text, gazetteer, dt.date.fromisoformat(day)) == [kind]


def test_a_county_of_several_states_needs_a_word_on_which(gazetteer: Gazetteer) -> None:
    alone = by_name("It rained in Orange County.", gazetteer)["Orange County"]
    told = by_name("It rained in Orange County and in Orlando.", gazetteer)["Orange County"]

    assert alone.place is None
    assert "several states" in alone.reason
    assert told.place is not None
    assert told.place.admin1_code == "US-FL"


def test_a_bare_name_means_the_region_around_a_city_of_another_name(gazetteer: Gazetteer) -> None:
    found = by_name("Israel struck Gaza again. Gaza City was dark.", gazetteer)

    assert [r.place.kind for r in found.values() if r.place][1:] == ["region", "city"]


def test_a_list_of_states_is_no_town_in_a_state(gazetteer: Gazetteer) -> None:
    states = "She has lived in Washington, Pennsylvania and California."
    town = "She has lived in Washington, Pennsylvania, since May."

    assert kinds(states, gazetteer) == ["admin1"] * 3
    assert kinds(town, gazetteer)[0] == "town"


def test_a_city_and_a_region_beside_it_are_a_list(gazetteer: Gazetteer) -> None:
    """A city that readers know is not looked for in the region behind its comma."""
    found = by_name("Odesa, Sumy region, and Poltava were hit.", gazetteer)

    assert [r.place.name for r in found.values() if r.place] == ["Odesa", "Sumy Oblast", "Poltava"]


def test_a_spelling_unknown_behind_a_type_word_is_looked_up_by_its_sound(
    gazetteer: Gazetteer,
) -> None:
    text = "In the Belgorod region, four people died in the village of Oktiabrskyi."
    place = by_name(text, gazetteer)["Oktiabrskyi"].place

    assert place is not None
    assert place.admin1_code == "RU-BEL"


def test_only_sure_names_say_which_country_is_meant(gazetteer: Gazetteer) -> None:
    """An open name would vote for the larger of its namesakes."""
    text = "A driver died on the A1 at Newark. He was from Lincoln, Nottinghamshire Police said."
    place = by_name(text, gazetteer)["Lincoln"].place

    assert place is not None
    assert place.country == "GB"


def test_a_town_alone_in_its_country_is_trusted_with_the_site_beside_it(
    gazetteer: Gazetteer,
) -> None:
    text = "Russia launched a missile at Plesetsk. Kyiv, Lviv and Odesa were calm."

    assert by_name(text, gazetteer)["Plesetsk"].place is not None


@pytest.mark.parametrize(
    ("text", "city", "district"),
    [
        ("In Kharkiv, a bomb hit a house in the Saltivskyi district.", "Kharkiv", "Saltivskyi"),
        ("In Lviv, a missile damaged a school in the Sykhivskyi district.", "Lviv", "Sykhivskyi"),
        ("In Kyiv, a drone hit a house in the Obolonskyi district.", "Kyiv", "Obolonskyi"),
    ],
)
def test_a_city_is_not_put_into_its_own_district(
    gazetteer: Gazetteer, text: str, city: str, district: str
) -> None:
    """ "X, a … in the Y district" explains a village; a clause between them explains nothing."""
    found = [r.place for r in by_name(text, gazetteer).values()]

    assert [place.name for place in found if place] == [city, district]


def test_an_apposition_puts_a_village_into_its_district(gazetteer: Gazetteer) -> None:
    """The twin of the one above."""
    found = by_name("He drove to Berezivka, a village in the Sumy district.", gazetteer)

    assert found["Berezivka"].mention.parent is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In Shebekino, over the border from Kharkiv, two people died.", "admin1"),
        ("Villages on the border with Kursk were shelled.", "admin1"),
        ("In Shebekino, on the road from Kharkiv, two people died.", "city"),
        ("Villages on the border with Poland were shelled.", "country"),
    ],
)
def test_a_border_is_that_of_a_region(gazetteer: Gazetteer, text: str, kind: str) -> None:
    assert kinds(text, gazetteer)[-1] == kind


def test_a_village_at_the_front_is_not_the_city_of_its_name_far_off(gazetteer: Gazetteer) -> None:
    """The places of a text show that it is set there; Russia need not be named."""
    near = "Bombs fell on Stepnohirsk and Prymorske; in Kamianske there is hardly a roof left."
    far = "Bombs fell on Dnipro and Samar; in Kamianske there is hardly a roof left."

    village, city = (by_name(text, gazetteer)["Kamianske"].place for text in (near, far))

    assert village is not None
    assert village.admin2 == "Vasylivskyi Raion"
    assert city is not None
    assert city.kind == "city"


@pytest.mark.parametrize(
    ("others", "is_at_front"),
    [("Stepnohirsk and Orikhiv", True), ("Lutsk and Rivne", False)],
)
def test_the_front_counts_where_the_places_of_a_text_lie_along_it(
    gazetteer: Gazetteer, others: str, *, is_at_front: bool
) -> None:
    found = by_name(
        f"Shells hit {others} at night, then Mala Tokmachka and Novoselivka.", gazetteer
    )

    evidence = " ".join(found["Novoselivka"].evidence)
    assert ("near the front lines" in evidence) is is_at_front


def test_a_sector_of_the_front_says_where_its_villages_lie(gazetteer: Gazetteer) -> None:
    """Villages of these names lie in ten regions."""
    found = {
        town: by_name(f"In the {town} direction, they attacked Oleksiivka.", gazetteer)
        for town in ("Sumy", "Lozova")
    }

    units = {town: row["Oleksiivka"].place for town, row in found.items()}
    assert {town: place.admin1_code for town, place in units.items() if place} == {
        "Sumy": "UA-59", "Lozova": "UA-63",
    }  # fmt: skip
    assert "Sumy sector" in " ".join(found["Sumy"]["Oleksiivka"].evidence)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Zelensky visited Yahidne, where villagers were held in a basement.", None),
        ("Zelensky visited Yahidne in the Chernihiv region.", "UA-74"),
        ("Zelensky visited Yahidne and Chernihiv.", "UA-74"),
        ("Russia attacked Ukraine's lines near Yahidne and Bakhmut.", "UA-14"),
    ],
)
def test_a_village_that_any_may_be_is_none(
    gazetteer: Gazetteer, text: str, unit: str | None
) -> None:
    place = by_name(text, gazetteer)["Yahidne"].place

    assert (place and place.admin1_code) == unit


def test_the_reason_says_that_villages_are_called_alike(gazetteer: Gazetteer) -> None:
    yahidne = by_name("Zelensky visited Yahidne.", gazetteer)["Yahidne"]

    assert yahidne.reason == "several villages are called so, and nothing tells which is meant"
    assert len(yahidne.candidates) > 1


@pytest.mark.parametrize(
    "text",
    [
        "Войска освободили населённый пункт Камышеваха в ДНР.",
        "Войска заняли Камышеваху в ДНР.",
    ],
)
def test_a_region_that_the_war_made_tells_of_its_front_and_holds_its_villages(
    gazetteer: Gazetteer, text: str
) -> None:
    """Three places of the name lie in the Donetsk region, three in others."""
    place = resolutions_of(text, gazetteer, iso="ru")[0].place

    assert place is not None
    assert (place.kind, place.admin1, place.admin2) == (
        "town",
        "Donetsk Oblast",
        "Volnovaskyi Raion",
    )


def test_a_country_of_that_region_does_not(gazetteer: Gazetteer) -> None:
    """The twin: Ukraine alone tells of no front."""
    found = resolutions_of("Дома в посёлке Камышеваха в Украине.", gazetteer, iso="ru")

    assert "near the front lines" not in " ".join(found[0].evidence)
