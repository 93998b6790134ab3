"""Which place has which role in an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap import analyze
from geomap.records import Role
from tests.support.incidents import only, roles

if TYPE_CHECKING:
    from tests.support.incidents import Read


def test_a_list_shares_the_role_of_its_first_member(read: Read) -> None:
    found = roles(
        read("Missiles struck Lviv, Ternopil and the southern city of Odesa."), "missile_strike"
    )

    assert found == dict.fromkeys(("Lviv", "Ternopil", "Odesa"), Role.TARGET)


def test_the_place_of_launch_is_no_target(read: Read) -> None:
    reading = read("Twenty drones were launched at Dnipro from Kursk.")

    assert roles(reading, "drone_strike") == {"Dnipro": Role.TARGET, "Kursk": Role.ORIGIN}


def test_a_range_across_the_country_has_no_origin(read: Read) -> None:
    """After "across the country" the word "from" opens a range: its place is hit, too."""
    reading = read(
        "Missiles hit depots across the country from Lviv, as well as in the port town of Odesa."
    )

    assert roles(reading, "missile_strike") == {"Lviv": Role.TARGET, "Odesa": Role.TARGET}


def test_without_the_range_the_same_words_name_an_origin(read: Read) -> None:
    """The twin of the test above."""
    reading = read("Missiles were fired at the port town of Odesa from Kursk.")

    assert roles(reading, "missile_strike") == {"Odesa": Role.TARGET, "Kursk": Role.ORIGIN}


def test_towns_that_report_strikes_are_targets_of_the_missiles_of_the_sentence(read: Read) -> None:
    reading = read("Missiles hit Lviv, while Sumy, Poltava and Odesa all reported strikes.")

    assert set(roles(reading, "missile_strike")) == {"Lviv", "Sumy", "Poltava", "Odesa"}
    assert [one.incident_type for one in reading[1]] == ["missile_strike"]


def test_what_holds_a_place_is_no_place_of_its_own(read: Read) -> None:
    reading = read("Shells hit Beryslav, a town in the Kherson region.")

    assert roles(reading, "shelling") == {"Beryslav": Role.TARGET}


def test_a_clause_with_where_happens_at_the_place_before_it(read: Read) -> None:
    reading = read("Rescuers worked in Uman, where a drone fell on a farm.")

    assert roles(reading, "drone_strike") == {"Uman": Role.TARGET}


def test_two_clauses_are_no_list(read: Read) -> None:
    reading = read("Kharkiv was shelled and Sumy was hit by drones.")

    assert roles(reading, "shelling") == {"Kharkiv": Role.TARGET}
    assert roles(reading, "drone_strike") == {"Sumy": Role.TARGET}


def test_towns_left_without_power_are_affected(read: Read) -> None:
    reading = read("The attack left Poltava and Sumy without power.")

    assert roles(reading, "service_outage") == dict.fromkeys(("Poltava", "Sumy"), Role.AFFECTED)


def test_the_speakers_town_is_no_place_of_the_incident(read: Read) -> None:
    reading = read("The mayor of Sumy said that drones had hit Poltava.")

    assert roles(reading, "drone_strike") == {"Poltava": Role.TARGET}


def test_the_city_points_back_to_the_city_of_the_speaker(read: Read) -> None:
    reading = read(
        "Kharkiv mayor Ihor Terekhov said that the city's power plants were damaged.",
        actors={"Kharkiv"},
    )

    assert roles(reading, "infrastructure_damage") == {"Kharkiv": Role.AFFECTED}


def test_a_dateline_is_no_place(read: Read) -> None:
    reading = read("KYIV, May 9 (Wire) - Drones struck Odesa.")

    assert roles(reading, "drone_strike") == {"Odesa": Role.TARGET}
    assert only(reading, "drone_strike").when.start is None


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("TWO KILLED IN SHELLING OF HORLIVKA - ADMINISTRATION", "shelling", "HORLIVKA"),
        ("DPR says two were killed in shelling of Horlivka – mayor", "shelling", "Horlivka"),
        ("F-16 shot down a missile over Odesa – Air Force", "interception", "Odesa"),
        ("DEAD IN BLAST AT PLANT IN DONETSK AFTER SHELLING - AGENCY", "shelling", "DONETSK"),
    ],
)
def test_words_before_a_dash_are_no_dateline(text: str, kind: str, place: str) -> None:
    report = analyze(text)

    assert place in roles((report.resolutions, report.incidents), kind)


def test_a_dateline_in_capitals_has_a_day() -> None:
    report = analyze("KYIV, MAY 9 (WIRE) - DRONES STRUCK ODESA")
    reading = (report.resolutions, report.incidents)

    assert roles(reading, "drone_strike") == {"ODESA": Role.TARGET}


def test_captions_links_and_footers_tell_of_nothing(read: Read) -> None:
    text = (
        "A missile hit Odesa in 2014. (AP Photo/Jane Doe)\n\n"
        "READ MORE: Drones strike Lviv\n\n© 2023 Shelling of Sumy"
    )

    assert read(text)[1] == ()


def test_the_owner_of_what_is_destroyed_is_affected(read: Read) -> None:
    """A possessive is a word, whichever apostrophe it is written with."""
    for mark in "'’":
        reading = read(f"Attacks destroyed Ukraine{mark}s power grid.")

        assert roles(reading, "infrastructure_damage") == {"Ukraine": Role.AFFECTED}


def test_a_sentence_without_a_place_takes_the_one_its_paragraph_named(read: Read) -> None:
    reading = read("Nikopol lies on the river. It was a quiet day. Shells hit a school.")

    assert roles(reading, "shelling") == {"Nikopol": Role.TARGET}


def test_the_place_of_another_paragraph_is_not_taken(read: Read) -> None:
    """The twin: a paragraph of its own is about a place of its own."""
    reading = read("Nikopol lies on the river.\n\nShells hit a school.")

    assert roles(reading, "shelling") == {}


def test_what_names_only_its_launch_place_takes_no_target(read: Read) -> None:
    """A link from origin to target is drawn only where the text states both ends."""
    reading = read("Sumy was quiet. Missiles were launched from Kursk.")

    assert roles(reading, "missile_strike") == {"Kursk": Role.ORIGIN}


@pytest.mark.parametrize(
    "text",
    [
        "Odesa, a port on the Danube, was shelled.",
        "Odesa on the border with Moldova was shelled.",
        "Shelling of Odesa killed a couple from Sumy.",
    ],
)
def test_what_only_tells_more_of_a_place_has_no_role(read: Read, text: str) -> None:
    found = roles(read(text, literal={"Moldova"}), "shelling")

    assert found == {"Odesa": Role.TARGET}
