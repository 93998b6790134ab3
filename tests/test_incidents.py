"""What a text says happened: days, sides, and what belongs together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from geomap.records import Realis, Role
from tests.support.incidents import counts, only, roles

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.incidents import Read

    Seconds = Callable[[Callable[[], object]], float]


def test_the_day_of_the_clause(read: Read) -> None:
    reading = read("Ministers met in Geneva on Thursday as missiles struck Lviv on Friday.")

    assert only(reading, "diplomacy").when.start == dt.date(2023, 5, 4)
    assert only(reading, "missile_strike").when.start == dt.date(2023, 5, 5)


def test_the_day_of_the_sentence_if_the_clause_has_none(read: Read) -> None:
    reading = read("Envoys spoke at Monday's talks, which opened as missiles struck Lviv.")

    assert only(reading, "missile_strike").when.start == dt.date(2023, 5, 8)


def test_the_day_something_was_said_is_not_when_it_happened(read: Read) -> None:
    assert (
        only(read("The mayor said on Monday that shells had hit Izium."), "shelling").when.start
        is None
    )


def test_an_undated_incident_never_takes_the_day_of_publication(read: Read) -> None:
    when = only(read("Shells hit Izium."), "shelling").when

    assert (when.start, when.end, when.text) == (None, None, "")


def test_without_publication_the_words_of_the_day_are_kept(read: Read) -> None:
    when = only(read("Shells hit Izium on Monday.", published=None), "shelling").when

    assert (when.start, when.text) == (None, "Monday")


def test_a_weekday_of_what_is_expected_lies_ahead(read: Read) -> None:
    meeting = only(read("The president will visit Warsaw on Monday."), "diplomacy")

    assert (meeting.realis, meeting.when.start) == (Realis.EXPECTED, dt.date(2023, 5, 15))


def test_headline_and_text_tell_of_one_incident(read_incidents: Read) -> None:
    reading = read_incidents(
        "President lands in Warsaw\n\nThe president touched down in Warsaw on Monday."
    )
    visit = only(reading, "diplomacy")

    assert visit.when.start == dt.date(2023, 5, 8)
    assert visit.trigger.start > len("President lands in Warsaw")


def test_a_visit_in_the_headline_is_no_target_of_the_text(read_incidents: Read) -> None:
    """Where the text names no target there is none: the town of another incident is no guess."""
    reading = read_incidents(
        "President lands in Minsk\n\nThe president talked of trade.\n\n"
        "Russia launched 30 drones in the night, the army said."
    )

    assert roles(reading, "drone_strike") == {}


def test_other_places_are_other_incidents(read: Read) -> None:
    reading = read("Missiles struck Lviv on Monday.\n\nMissiles struck Odesa on Friday.")

    assert [one.incident_type for one in reading[1]] == ["missile_strike", "missile_strike"]


def test_parts_between_semicolons_stay_apart(read: Read) -> None:
    _, incidents = read(
        "In Kherson, shelling injured two on Monday; in Nikopol, shelling damaged a school."
    )

    assert [one.incident_type for one in incidents] == [
        "shelling",
        "shelling",
        "infrastructure_damage",
    ]
    assert incidents[2].attack_id == incidents[1].incident_id


def test_ids_hold_no_offset_and_stay_when_the_text_before_changes(read: Read) -> None:
    short = only(read("Shells hit Izium."), "shelling").incident_id
    longer = only(read("It was a quiet morning.\n\nShells hit Izium."), "shelling").incident_id

    assert short == longer
    assert short.startswith("test-shelling-")


def test_repeated_sentences_get_ids_of_their_own(read: Read) -> None:
    _, incidents = read(
        "Shells hit Izium on Monday. Nothing else.\n\n"
        "Shells hit Sumy on Friday. Rain.\n\nShells hit Izium on Friday."
    )

    assert len({one.incident_id for one in incidents}) == len(incidents) == 3


def test_actor_weapon_and_target(read: Read) -> None:
    strike = only(
        read("Russian forces hit a power plant in Burshtyn with Iskander missiles."),
        "missile_strike",
    )

    assert (strike.actor, strike.actor_side, strike.target_side) == ("Russian forces", "RU", "UA")
    assert (strike.weapon, strike.target_kind) == ("Iskander", "energy")


def test_the_owner_of_a_target_is_not_the_actor(read: Read) -> None:
    loss = only(
        read("Missiles destroyed a Ukrainian ammunition depot near Pavlohrad."), "missile_strike"
    )

    assert loss.actor == ""


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "Rain.", "Whisk the eggs with sugar and bake for 40 minutes.", "12;34;56\n7;8;9"],
)
def test_texts_without_incidents(read_incidents: Read, text: str) -> None:
    assert read_incidents(text)[1] == ()


@pytest.mark.parametrize(
    "words",
    [
        "missiles fired 30 of the 40 drones at Odesa, strikes hit ",
        "Shells hit Odesa. Moscow denied any part in it. ",
    ],
)
def test_a_hostile_text_takes_linear_time(seconds: Seconds, read: Read, words: str) -> None:
    """Triggers, numbers and places in one paragraph: four times the text, not sixteen times."""
    short, long = (seconds(lambda text=words * times: read(text)) for times in (100, 400))

    assert long < 12 * max(short, 0.01)


def test_the_same_text_gives_the_same_incidents(read: Read) -> None:
    text = "Drones struck Odesa on Monday, the mayor said. Two people were killed."

    assert read(text) == read(text)


def test_harm_told_later_has_the_day_of_the_attack_on_its_place(read: Read) -> None:
    reading = read(
        "Missiles struck Odesa on Friday.\n\nRescuers came.\n\nA school in Odesa was damaged."
    )
    damage = only(reading, "infrastructure_damage")

    assert damage.when.start == dt.date(2023, 5, 5)
    assert damage.attack_id == only(reading, "missile_strike").incident_id


def test_harm_in_another_town_is_not_tied_to_the_attack_on_one(read: Read) -> None:
    """The twin: only an attack on a country, or on many towns, reaches further."""
    reading = read(
        "Missiles struck Odesa on Friday.\n\nRescuers came.\n\nA school in Sumy was damaged."
    )
    damage = only(reading, "infrastructure_damage")

    assert damage.attack_id == ""
    assert damage.when.text == "Friday"  # the day the report is about is that of all it tells


def test_the_entries_of_a_live_page_have_the_day_above_them(read_incidents: Read) -> None:
    text = "War live\n\nLive, 9 May 2023.\n\n21:40\nShells hit Izium.\n\n20:10\nDrones hit Sumy."
    dated = [one.when.start for one in read_incidents(text)[1]]
    undated = [one.when.start for one in read_incidents(text.replace(", 9 May 2023", ""))[1]]

    assert set(dated) == {dt.date(2023, 5, 9)}
    assert set(undated) == {None}


def test_what_is_taken_for_known_is_told_again(read: Read) -> None:
    again = read("Shells hit Izium on Friday.\n\nThe town is small.\n\nThe shelling was heavy.")
    other = read("Shells hit Izium on Friday.\n\nThe town is small.\n\nShelling is feared by all.")

    assert len(again[1]) == 1
    assert len(other[1]) == 2


def test_an_attempt_is_a_fight_and_no_capture(read: Read) -> None:
    tried = read("Troops tried to capture Izium.")
    done = read("Troops captured Izium.")

    assert "territory_change" not in {one.incident_type for one in tried[1]}
    assert roles(done, "territory_change") == {"Izium": Role.CAPTURED}


def test_casualties_after_a_semicolon_go_on_from_the_strike(read: Read) -> None:
    strike = only(read("Shells hit the market of Izium; 12 people died."), "shelling")

    assert counts(strike) == {"killed": 12}


@pytest.mark.parametrize(
    "text",
    [
        "The war has entered its second year.",
        "He was born in Kherson and studied in Lviv.",
        "The Tu-95 can carry eight cruise missiles.",
        "The factory in Alabuga makes drones.",
        "The town had 20,000 people before the war.",
        "The mine in Donetsk employs 300 people.",
        "The city marked the anniversary of its liberation in 1943.",
        "The film tells of the siege of Leningrad.",
        "A storm hit the coast near Odesa.",
        "The team lost to Dnipro in the final.",
        "Firefighters put out the fire.",
        "The army needs more shells.",
        "Prices rose by a third in Minsk.",
        "The opposition attacked the government over taxes.",
        "A bomb disposal course was held in Zhytomyr.",
        "Kharkiv lies 30 km from the border.",
        "Lawmakers urged the senate to release the aid.",
    ],
)
def test_everyday_sentences_of_a_report_tell_of_nothing(read: Read, text: str) -> None:
    assert read(text)[1] == ()


def test_entries_of_a_live_blog_are_one_only_with_place_type_and_day(read_incidents: Read) -> None:
    """A time in a line of its own opens an entry as well as one before the words."""
    live = "War live\n\n21:40\nShells hit Izium.\n\n20:10\n{}\n"
    same = read_incidents(live.format("Shells hit Izium."))[1]
    bare = read_incidents(live.format("The shelling was heavy."))[1]

    assert len(same) == 1
    assert len(bare) == 2
