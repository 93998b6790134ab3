"""The place that a text is about: what its headline, dateline or lead leave unsaid later."""

from __future__ import annotations

import pytest

from geomap import analyze


def told(text: str, type_id: str) -> list[set[tuple[str, str]]]:
    """Return the places of each incident of a type: role and words."""
    report = analyze(text, published="2023-05-10")
    return [
        {(p.role.value, report.resolutions[p.mention].mention.text) for p in incident.places}
        for incident in report.incidents
        if incident.incident_type == type_id
    ]


@pytest.mark.parametrize(
    ("text", "type_id", "place"),
    [
        (
            "Izium under fire\n\nIt began at dawn, some say.\n\nThree people were wounded.",
            "casualties",
            ("affected", "Izium"),
        ),
        (
            "Winter in Izium\n\nIt is quiet today.\n\nThere has been no electricity for weeks.",
            "service_outage",
            ("affected", "Izium"),
        ),
        ("A day in May\n\nIZIUM – A bomb fell on a market.", "air_strike", ("target", "IZIUM")),
        (
            "Izium in winter\n\nBuses took 300 children to Poltava.\n\nA shell hit the market.",
            "shelling",
            ("target", "Izium"),
        ),
        (
            "A loss\n\nMissiles struck Izium on Monday.\n\nSamara mourns.\n\nSix were killed.",
            "casualties",
            ("affected", "Izium"),
        ),
    ],
)
def test_the_place_of_the_report_is_where_it_happened(
    text: str, type_id: str, place: tuple[str, str]
) -> None:
    assert told(text, type_id) == [{place}]


@pytest.mark.parametrize(
    ("text", "type_id"),
    [
        ("A day in May\n\nKYIV – Russia launched 30 drones, the air force said.", "drone_strike"),
        ("President lands in Minsk\n\nHe spoke of trade.\n\nA shell hit a market.", "shelling"),
        ("Izium and Lyman in winter\n\nIt was dark.\n\nThree people were hurt.", "casualties"),
    ],
)
def test_no_place_is_guessed(text: str, type_id: str) -> None:
    """A seat of government writes of the whole country, a visit is no attack, two are no one."""
    assert told(text, type_id) == [set()]


@pytest.mark.parametrize(
    ("text", "type_id", "place"),
    [
        ("Jets bombed a depot at Nabi Chit, in the Bekaa Valley.", "air_strike", "Nabi Chit"),
        ("A drone hit a store in Kstovo, outside Nizhny Novgorod.", "drone_strike", "Kstovo"),
        ("A shell hit a farm in Lyptsi, just outside Kharkiv, on Monday.", "shelling", "Lyptsi"),
    ],
)
def test_what_says_where_a_place_lies_is_none_of_its_own(
    text: str, type_id: str, place: str
) -> None:
    assert told(text, type_id) == [{("target", place)}]


def test_the_places_of_a_list_stay() -> None:
    """The twin: the same word before each of three places makes a list."""
    (places,) = told("Shells fell near Izium, near Balakliia and near Lyman.", "shelling")

    assert len(places) == 3


@pytest.mark.parametrize(
    ("text", "type_id"),
    [
        ("Drone strike near Kharkiv\n\nA drone hit a farm in Chuhuiv on Monday.", "drone_strike"),
        ("Shelling in Kharkiv region\n\nA shell hit a farm in Zolochiv.", "shelling"),
        (
            "Drone strike in Kyiv\n\nA drone hit a house in the Solomianskyi district on Monday.",
            "drone_strike",
        ),
    ],
)
def test_a_headline_says_roughly_what_the_text_says_exactly(text: str, type_id: str) -> None:
    assert len(told(text, type_id)) == 1


def test_a_headline_of_a_far_place_tells_of_another_incident() -> None:
    """The twin: Lviv is not near Chuhuiv."""
    text = "Drone strike near Lviv\n\nA drone hit a farm in Chuhuiv on Monday."

    assert told(text, "drone_strike") == [{("target", "Lviv")}, {("target", "Chuhuiv")}]
