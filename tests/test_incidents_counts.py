"""Which numbers of a text belong to which incident, and which are none of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from geomap import analyze
from geomap.records import Role
from tests.support.incidents import counts, only, roles

if TYPE_CHECKING:
    from tests.support.incidents import Read


def test_a_number_stands_on_one_incident_only(read: Read) -> None:
    reading = read("Russia launched 47 cruise missiles at Lviv and gunners shot down 40 of them.")

    assert counts(only(reading, "missile_strike")) == {"launched": 47}
    assert counts(only(reading, "interception")) == {"intercepted": 40}
    assert only(reading, "interception").attack_id == only(reading, "missile_strike").incident_id


def test_all_that_was_launched_and_shot_down_is_a_number_of_both(read: Read) -> None:
    reading = read("Gunners shot down all 14 drones launched from Kursk.")

    assert counts(only(reading, "interception")) == {"intercepted": 14}
    assert counts(only(reading, "drone_strike")) == {"launched": 14}


def test_a_number_belongs_to_the_verb_before_it(read: Read) -> None:
    """The twin: without "all", more may have been launched."""
    reading = read("Gunners shot down 14 drones launched from Kursk.")

    assert counts(only(reading, "interception")) == {"intercepted": 14}
    assert counts(only(reading, "drone_strike")) == {}


def test_a_part_and_its_whole_go_to_interception_and_attack(read: Read) -> None:
    reading = read("The army said it had destroyed 21 of the 33 missiles fired at Dnipro.")

    assert counts(only(reading, "interception")) == {"intercepted": 21}
    assert counts(only(reading, "missile_strike")) == {"launched": 33}


def test_one_verb_may_send_two_weapons(read: Read) -> None:
    reading = read("Russia launched 30 drones and twelve missiles at Odesa.")

    assert counts(only(reading, "drone_strike")) == {"launched": 30}
    assert counts(only(reading, "missile_strike")) == {"launched": 12}


@pytest.mark.parametrize(
    ("words", "value", "low", "high", "is_approximate"),
    [
        ("12", 12, None, None, False),
        ("At least 12", 12, 12, None, True),
        ("Up to 40", 40, None, 40, True),
        ("About 30", 30, None, None, True),
        ("Two dozen", 24, None, None, False),
        ("Twenty-one", 21, None, None, False),
        ("30 to 40", 35, 30, 40, True),
        ("1,200", 1200, None, None, False),
        ("Dozens of", None, None, None, True),
    ],
)
def test_number_phrases(  # noqa: PLR0913, PLR0917 - one column per field of a count
    read: Read,
    words: str,
    value: float,
    low: float,
    high: float,
    is_approximate: bool,  # noqa: FBT001 - a column of the table
) -> None:
    (count,) = only(read(f"{words} people were wounded in Sumy."), "casualties").counts

    assert (count.value, count.low, count.high) == (value, low, high)
    assert (count.kind, count.unit, count.approximate) == ("injured", "people", is_approximate)


@pytest.mark.parametrize(
    "text",
    [
        "A 33-year-old engineer praised the shelling of Sumy.",
        "In 2014 shelling of Sumy began.",
        "The 128th Brigade saw shelling of Sumy.",
    ],
)
def test_ages_years_and_names_are_no_counts(read: Read, text: str) -> None:
    assert only(read(text), "shelling").counts == ()


def test_a_share_keeps_its_unit(read: Read) -> None:
    (count,) = only(
        read("Nearly 5% of households in Poltava were left without water."), "service_outage"
    ).counts

    assert (count.value, count.unit, count.approximate) == (5, "% of households", True)


def test_a_part_already_counted_is_not_counted_again(read: Read) -> None:
    (count,) = only(
        read("Three people, including two children, were wounded in Sumy."), "casualties"
    ).counts

    assert count.value == 3


@pytest.mark.parametrize(
    "text",
    [
        "At least 45 people, six of them children, were killed in Sumy.",
        "At least 45 people from two villages were killed in Sumy.",
        "The two sides said that 45 people were killed in Sumy.",
    ],
)
def test_a_number_beside_the_count_is_passed_over(read: Read, text: str) -> None:
    assert counts(only(read(text), "casualties")) == {"killed": 45}


def test_a_person_counts_as_one(read: Read) -> None:
    assert counts(only(read("A 45-year-old man was killed in Sumy."), "casualties")) == {
        "killed": 1
    }


def test_each_place_keeps_its_own_number(read: Read) -> None:
    resolutions, incidents = read("Two people were killed in Beryslav and three in Kherson.")
    (casualties,) = incidents
    numbers = {resolutions[p.mention].mention.text: p.counts[0].value for p in casualties.places}

    assert numbers == {"Beryslav": 2, "Kherson": 3}
    assert casualties.counts == ()


def test_the_people_moved_are_a_number_of_the_whole_incident(read: Read) -> None:
    moved = only(read("About 300 people were evacuated from Kherson to Mykolaiv."), "displacement")

    assert counts(moved) == {"affected": 300}


def test_missiles_and_drones_are_counted_apart(read: Read) -> None:
    stopped = only(read("Gunners shot down 87 missiles and 27 drones."), "interception")

    assert [(count.value, count.unit) for count in stopped.counts] == [
        (87, "missiles"),
        (27, "drones"),
    ]


def test_power_cut_to_people_is_an_outage(read: Read) -> None:
    outage = only(read("Missiles hit Sumy, cutting power to 1.5 million people."), "service_outage")

    assert counts(outage) == {"affected": 1_500_000}


def test_the_dead_of_a_named_attack_stand_on_the_attack(read: Read) -> None:
    reading = read("Shelling of Kherson killed two people.")

    assert [one.incident_type for one in reading[1]] == ["shelling"]
    assert counts(only(reading, "shelling")) == {"killed": 2}


def test_the_dead_of_the_next_sentence_belong_to_the_attack_before(read: Read) -> None:
    reading = read("A missile hit Uman on Friday. Four people were killed.")
    casualties, attack = only(reading, "casualties"), only(reading, "missile_strike")

    assert casualties.attack_id == attack.incident_id
    assert casualties.when.start == attack.when.start == dt.date(2023, 5, 5)
    assert roles(reading, "casualties") == {"Uman": Role.AFFECTED}


def test_a_drone_that_is_shot_down_is_one(read: Read) -> None:
    assert counts(only(read("Gunners shot down a drone near Sumy."), "interception")) == {
        "intercepted": 1
    }
    assert counts(only(read("A drone hit a school in Sumy."), "drone_strike")) == {}


def test_a_thing_of_civilians_is_no_person(read: Read) -> None:
    assert counts(only(read("Shells hit a civilian car in Sumy."), "shelling")) == {}
    assert counts(only(read("Shells killed a civilian in Sumy."), "shelling")) == {"killed": 1}


def test_a_rounded_number_of_the_headline_gives_way_to_the_exact_one(read_incidents: Read) -> None:
    text = (
        "Countries swap more than {} prisoners\n\nThe two sides exchanged 478 prisoners on Friday."
    )
    near = read_incidents(text.format(470))
    far = read_incidents(text.format(200))

    assert counts(only(near, "detention_exchange")) == {"captured": 478}
    assert len(far[1]) == 2


def test_cities_that_are_hit_are_no_missiles(read: Read) -> None:
    attack = only(
        read("Russia struck two cities, Odesa and Sumy, with missiles."), "missile_strike"
    )

    assert counts(attack) == {}
    assert counts(only(read("Russia hit Odesa with two missiles."), "missile_strike")) == {
        "launched": 2
    }


def test_a_part_of_the_dead_does_not_stand_for_all() -> None:
    """The number of the whole is that of the whole place, and a sum counts nobody twice."""
    text = "Strikes killed 31 across Gaza, including 10 in Rafah and 12 in Khan Younis."
    report = analyze(f"\n{text}", published="2023-05-10")
    (attack,) = report.incidents
    held = {
        report.resolutions[place.mention].mention.text: [count.value for count in place.counts]
        for place in attack.places
    }

    assert held == {"Gaza": [31], "Khan Younis": []}


def test_places_told_one_by_one_have_their_own_dead(read: Read) -> None:
    attack = only(read("Shells killed two in Sumy and three in Odesa."), "shelling")

    assert [count.value for place in attack.places for count in place.counts] == [2, 3]
