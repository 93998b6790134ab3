"""What an incident gets that names no place itself, and which of several places it keeps."""

from __future__ import annotations

import pytest

from geomap import analyze
from tests.support.incidents import types_of

KURSK = "Fighting went on in the Kursk region.\n\n"
CITIES = "Talks in Lviv, Ternopil and Rivne were called off."


def places_of(text: str, type_id: str) -> list[tuple[str, str]]:
    report = analyze(f"Headline of the day\n\n{text}", published="2023-05-10")
    (incident,) = [one for one in report.incidents if one.incident_type == type_id]
    return [
        (place.role.value, report.resolutions[place.mention].mention.text)
        for place in incident.places
    ]


@pytest.mark.parametrize(
    ("text", "type_id", "wanted"),
    [
        pytest.param(
            "Kharkiv was hit by missiles, and Kharkiv mourns.\n\nIt rained.\n\nA shop was damaged.",
            "infrastructure_damage",
            [("affected", "Kharkiv")],
            id="a report about one place",
        ),
        pytest.param(
            f"Kharkiv was hit by missiles, and Kharkiv mourns. {CITIES}\n\nA shop was damaged.",
            "infrastructure_damage",
            [],
            id="a report about many places",
        ),
        pytest.param(
            f"{KURSK}Ivan Petrov, the governor of Kursk, said twelve people had been killed.",
            "casualties",
            [("affected", "Kursk region")],
            id="a governor speaks for the region",
        ),
        pytest.param(
            f"{KURSK}Ivan Petrov, the mayor of Kursk, said twelve people had been killed.",
            "casualties",
            [("affected", "Kursk")],
            id="a mayor speaks for the city",
        ),
        pytest.param(
            "Ivan Petrov, the governor of Kursk, said twelve people had been killed.",
            "casualties",
            [("affected", "Kursk")],
            id="a governor of a region that is not named",
        ),
        pytest.param(
            "Missiles pounded the harbours once the deal on grain through the Black Sea had ended.",
            "missile_strike",
            [],
            id="a sea that a sentence only names is no target",
        ),
        pytest.param(
            "Smoke rose above Odesa as missiles pounded the harbours.",
            "missile_strike",
            [("target", "Odesa")],
            id="a town that a sentence only names is one",
        ),
        pytest.param(
            "Russia fired 40 missiles at Ukraine on Friday. Missiles hit Lviv and Dnipro.",
            "missile_strike",
            [("target", "Ukraine"), ("target", "Lviv"), ("target", "Dnipro")],
            id="a country that its own sentence tells of",
        ),
        pytest.param(
            "Shells hit Nikopol and Marhanets. A school was damaged.",
            "infrastructure_damage",
            [("affected", "Nikopol"), ("affected", "Marhanets")],
            id="harm lies where the sentence before was hit",
        ),
        pytest.param(
            "Shells hit Nikopol and Marhanets. Hundreds of people were evacuated.",
            "displacement",
            [("origin", "Marhanets")],
            id="people leave the place named last",
        ),
        pytest.param(
            "As shells hit Nikopol and Marhanets, hundreds of people were evacuated.",
            "displacement",
            [("origin", "Nikopol"), ("origin", "Marhanets")],
            id="or all those of their own sentence",
        ),
        pytest.param(
            "Missiles hit Lviv and Dnipro in the west of Ukraine.",
            "missile_strike",
            [("target", "Lviv"), ("target", "Dnipro")],
            id="a country that only tells where its towns lie",
        ),
    ],
)
def test_places_are_taken_over(text: str, type_id: str, wanted: list[tuple[str, str]]) -> None:
    assert places_of(text, type_id) == wanted


def test_the_hurt_there_belong_to_the_strike_told_just_before() -> None:
    assert types_of("Two missiles fell on Berdiansk; nine people were hurt there.") == [
        "missile_strike"
    ]


def test_the_hurt_elsewhere_do_not() -> None:
    """The twin: another place, another incident."""
    assert types_of("Two missiles fell on Berdiansk; nine people were hurt in Lviv.") == [
        "missile_strike",
        "casualties",
    ]


DETAIL = "Missiles pounded the harbours.\n\nIt rained.\n\nKalibr missiles came from the Black Sea."


def test_the_strike_that_opens_a_report_is_told_again_below() -> None:
    assert types_of(DETAIL) == ["missile_strike"]


def test_what_opens_no_report_is_another_strike() -> None:
    """The twin: further down, two tellings without a common place stay two."""
    assert types_of(f"Shops opened as usual.\n\n{DETAIL}") == ["missile_strike", "missile_strike"]


PAST = "In March the army shelled Nikopol."


def test_what_was_months_ago_is_not_the_news() -> None:
    assert types_of(f"{PAST} Shells hit a bus in Orikhiv.") == ["shelling", "shelling"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{PAST} Shells hit a bus.", id="the next sentence goes on"),
        pytest.param(
            f"{PAST} It was cold. The shelling of Nikopol killed two.", id="told as known"
        ),
        pytest.param(f"{PAST} It was cold. In March shells hit Nikopol, too.", id="of that month"),
    ],
)
def test_what_goes_on_with_it_is_of_then(text: str) -> None:
    """The twin: nothing says that it is news."""
    assert types_of(text) == ["shelling"]
