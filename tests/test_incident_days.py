"""Which day an incident gets: of its clause, its paragraph, its attack, its report, or none.

All texts are read as published on Wednesday 10 May 2023.
"""

from __future__ import annotations

import datetime as dt

import pytest

from geomap import analyze

DAY = dt.timedelta(days=1)
LEAD = "Missiles hit Kharkiv on Tuesday.\n\nThe mayor spoke to reporters."


def days_of(text: str, incident_type: str) -> list[str]:
    """Return the days of all incidents of a type, as first..last, empty where there is none."""
    found = analyze(text, published="2023-05-10").incidents
    days = [i.when for i in found if i.incident_type == incident_type]
    return [f"{when.start}..{when.end - DAY}" if when.start and when.end else "" for when in days]


def test_a_day_that_ends_a_count_is_not_the_day_of_what_is_counted() -> None:
    text = "Missiles hit Kharkiv on Saturday. By Monday evening, 16 people had died there."

    assert days_of(text, "casualties") == ["2023-05-06..2023-05-06"]


def test_the_day_on_which_people_died_is_theirs() -> None:
    """The twin: without "by" the day is their own."""
    text = "Missiles hit Kharkiv on Saturday. On Monday evening, 16 people died in Sumy."

    assert days_of(text, "casualties") == ["2023-05-08..2023-05-08"]


def test_as_of_a_day_is_the_day_of_the_count() -> None:
    assert days_of(
        "As of Monday, 43 strikes on Kherson have been verified.", "strike_unspecified"
    ) == [""]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The minister came to Yahidne, where 300 people were held in March.", ""),
        ("The minister came to Yahidne on Monday.", "2023-05-08..2023-05-08"),
    ],
)
def test_a_day_of_a_relative_clause_is_of_what_it_tells(text: str, day: str) -> None:
    assert days_of(text, "diplomacy") == [day]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The governor reported 150 shells on Sumy since Monday.", "2023-05-08..2023-05-10"),
        ("On Tuesday 90 missiles hit Sumy, the most since March.", "2023-05-09..2023-05-09"),
    ],
)
def test_a_sum_since_a_day_runs_up_to_publication_and_a_record_does_not(
    text: str, days: str
) -> None:
    (found,) = days_of(text, "shelling") + days_of(text, "missile_strike")

    assert found == days


def test_what_went_on_for_years_has_no_day() -> None:
    text = "On Tuesday drones attacked Odesa. Shells have hit Nikopol for months."

    assert days_of(text, "shelling") == [""]


def test_the_day_that_a_paragraph_names_is_nearer_than_that_of_the_lead() -> None:
    text = f"{LEAD}\n\nOn Sunday rockets hit Kharkiv. Two people were wounded."

    assert days_of(text, "casualties") == ["2023-05-07..2023-05-07"]


def test_an_item_far_down_a_round_up_does_not_take_the_day_of_the_lead() -> None:
    """The twin is the same text without headings: one story, and one day."""
    names = ("Sumy", "Kherson", "Odesa", "Lviv", "Poltava")
    lines = [f"Shells hit a farm near {name}." for name in names]
    items = "\n\n".join(
        f"{name.upper()} REGION\n\n{line}" for name, line in zip(names, lines, strict=True)
    )
    story = "\n\n".join(lines)

    assert days_of(f"{LEAD}\n\n{items}", "shelling")[-1] == ""
    assert days_of(f"{LEAD}\n\n{story}", "shelling")[-1] == "2023-05-09..2023-05-09"


def test_the_day_on_which_somebody_spoke_in_a_place_is_not_that_of_the_deed() -> None:
    text = "Two jets, the minister said in Munich on Sunday, were shot down over Bryansk."

    assert days_of(text, "aircraft_downed") == [""]
