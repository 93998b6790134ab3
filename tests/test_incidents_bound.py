"""Which places of its own sentence an incident takes: lists, inserted words, where people go."""

from __future__ import annotations

import pytest

from tests.support.incidents import places_of


@pytest.mark.parametrize(
    ("text", "type_id", "wanted"),
    [
        pytest.param(
            "Lviv, Rivne and Lutsk are under air raid alert.",
            "air_alert",
            {("affected", "Lviv"), ("affected", "Rivne"), ("affected", "Lutsk")},
            id="the whole list",
        ),
        pytest.param(
            "Lviv mourns. Rivne is under air raid alert.",
            "air_alert",
            {("affected", "Rivne")},
            id="no list",
        ),
        pytest.param(
            "Sirens sounded in Sumy and along the Black Sea.",
            "air_alert",
            {("affected", "Sumy"), ("affected", "Black Sea")},
            id="a list that goes on with its own preposition",
        ),
        pytest.param(
            "Sirens sounded in Sumy. Beaches along the Black Sea were full.",
            "air_alert",
            {("affected", "Sumy")},
            id="another sentence",
        ),
        pytest.param(
            "Sirens howled from one end of Ukraine to the other.",
            "air_alert",
            {("affected", "Ukraine")},
            id="from one end to the other",
        ),
        pytest.param(
            "Missiles hit Sumy from one side of Ukraine.",
            "missile_strike",
            {("target", "Sumy"), ("origin", "Ukraine")},
            id="from one side",
        ),
        pytest.param(
            "The Russians attacked in the direction of Kupiansk and, in the south, Robotyne.",
            "ground_combat",
            {("target", "Kupiansk"), ("target", "Robotyne")},
            id="words inserted into a list",
        ),
        pytest.param(
            "Rockets fell on Kharkiv, then Sumy and finally Konotop.",
            "shelling",
            {("target", "Kharkiv"), ("target", "Sumy"), ("target", "Konotop")},
            id="one place after the other",
        ),
        pytest.param(
            "Rockets fell on Kharkiv and then Sumy mourned.",
            "shelling",
            {("target", "Kharkiv")},
            id="another thing after the other",
        ),
        pytest.param(
            "The ministry counted 60 drones destroyed, 40 of these over Kursk and 20 over Oryol.",
            "interception",
            {("intercepted", "Kursk"), ("intercepted", "Oryol")},
            id="drones are shot down over a place",
        ),
        pytest.param(
            "Missiles hit Kyiv in revenge for an attack on Sumy.",
            "missile_strike",
            {("target", "Kyiv")},
            id="what a strike answers",
        ),
        pytest.param(
            "Missiles hit Kyiv in an attack on Kyiv and Sumy.",
            "missile_strike",
            {("target", "Kyiv"), ("target", "Sumy")},
            id="what it hits",
        ),
        pytest.param(
            "A group of saboteurs crossed the border and there was fighting in Shebekino.",
            "raid_sabotage",
            {("target", "Shebekino")},
            id="a raid is where it was fought",
        ),
    ],
)
def test_an_incident_takes_all_places_that_its_sentence_gives_it(
    text: str, type_id: str, wanted: set[tuple[str, str]]
) -> None:
    assert places_of(text, type_id) == wanted


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Residents were taken to shelters of this kind in Sumy.", "venue"),
        ("About 300 people were evacuated to summer camps near Sumy.", "venue"),
        ("Families were moved to relatives in Sumy.", "venue"),
        ("About 300 people were evacuated from a school in Sumy.", "origin"),
        ("About 300 people were told to leave villages in Sumy.", "origin"),
        ("The evacuation continued in Sumy.", "origin"),
    ],
)
def test_where_people_are_taken_in_is_no_place_that_they_leave(text: str, role: str) -> None:
    assert places_of(text, "displacement") == {(role, "Sumy")}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sumy is a city.\n\nTwo explosions were heard in the area.", {("target", "Sumy")}),
        ("Sumy is a city.\n\nTwo explosions were heard in the area of Lviv.", {("target", "Lviv")}),
        ("Sumy is a city.\n\nTwo explosions were heard in a wooded area.", set()),
    ],
)
def test_the_area_is_the_place_named_last(text: str, wanted: set[tuple[str, str]]) -> None:
    assert places_of(text, "explosion") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Windows in the city shook when a missile hit a depot.", {("target", "Lutsk")}),
        ("Windows in the city shook; a missile had hit a depot elsewhere.", set()),
        ("Windows in the city shook when a missile hit Rivne.", {("target", "Rivne")}),
    ],
)
def test_the_city_may_stand_in_another_clause(text: str, wanted: set[tuple[str, str]]) -> None:
    before = "Sumy is old, and Lutsk is older.\n\nIt rained."
    assert places_of(f"{before} {text}", "missile_strike") == wanted
