"""Words beside a name that say it is a place, and those that say it is a person."""

from __future__ import annotations

import pytest

from tests.support.names import mentions_of, places_of


@pytest.mark.parametrize(
    "text",
    [
        "Lancaster police arrested two men.",
        "Marion residents marched.",
        "On Monday a Marion man was charged.",
        "Residents of Marion were told to leave.",
        "MARION — Two barns burned.",
        "Marion (AP) — Two barns burned.",
        "Marion, where he was born, has no bank.",
        "A trooper from Marion smelled it.",
        "Their lawyer, of Marion, wept.",
        "In neighboring Marion, there were three.",
    ],
)
def test_a_surname_that_stands_as_towns_do_is_a_town(text: str) -> None:
    """Local papers name such towns without a state: their readers know."""
    name = "Lancaster" if "Lancaster" in text else "Marion"

    assert [place.casefold() for place in places_of(text)] == [name.casefold()]


@pytest.mark.parametrize(
    "text",
    [
        "Marion supporters marched.",
        "On Monday Marion laughed.",
        "Security police arrested two men.",
        "A letter from Marion lay there.",
        "Marion (left) — or was it Ann? — smiled.",
        "Young residents complained.",
    ],
)
def test_the_same_words_elsewhere_are_no_town(text: str) -> None:
    assert places_of(text) == []


def test_a_road_before_a_city_is_no_part_of_its_name() -> None:
    assert places_of("Robbery on MG Road Pune, cops look for a car.") == ["Pune"]
    assert places_of("Robbery on Hamilton Road, cops look for a car.") == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("She and her husband, Warren, kept a camp.", "Warren"),
        ("She leaves two sons, Troy of Portland and Hugh.", "Troy"),
        ("Lt. Jordan Salem said no.", "Jordan"),
    ],
)
def test_a_relative_between_commas_and_an_officer_are_persons(text: str, person: str) -> None:
    reasons = [mention.reason for mention in mentions_of(text) if mention.text == person]

    assert person not in places_of(text)
    assert reasons[0].startswith("part of a person's name")


def test_a_place_behind_a_relative_is_still_one() -> None:
    text = "Her brothers, from Lviv, and their mother, in Sumy, wept."

    assert places_of(text) == ["Lviv", "Sumy"]
    assert places_of("King Abdullah of Jordan spoke in Amman.")[-1] == "Amman"


def test_who_is_of_a_place_is_a_person() -> None:
    text = "They met Hugh Petersen and Dale of Concord, N.H., on Monday."

    assert places_of(text)[0] == "Concord"
    assert places_of("They met in Dale, and in Concord, N.H., on Monday.")[0] == "Dale"
