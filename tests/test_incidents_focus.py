"""What a sentence leaves unsaid: the place and the day that the text around it is about."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from geomap import analyze
from geomap.records import Certainty

if TYPE_CHECKING:
    from geomap.records import Incident, Report

PUBLISHED = "2023-05-10"
TUESDAY = dt.date(2023, 5, 9)
HEAD = "Headline of the day\n\n"


def read(text: str) -> Report:
    return analyze(HEAD + text, published=PUBLISHED)


def only(report: Report, type_id: str) -> Incident:
    (incident,) = [one for one in report.incidents if one.incident_type == type_id]
    return incident


def places(report: Report, type_id: str) -> list[str]:
    incident = only(report, type_id)
    return [report.resolutions[place.mention].mention.text for place in incident.places]


def numbers(incident: Incident) -> list[float]:
    return sorted(count.value or 0 for count in incident.counts)


@pytest.mark.parametrize("mark", [": ", " – ", " — "])
def test_the_label_of_a_line_is_the_place_of_what_it_tells(mark: str) -> None:
    report = read(f"Sumy region{mark}three villages were shelled during the day.")

    assert places(report, "shelling") == ["Sumy region"]


def test_a_bullet_does_not_hide_a_label() -> None:
    assert places(read("• Kherson: a man was wounded by shelling."), "shelling") == ["Kherson"]


def test_a_heading_holds_for_the_lines_below_it() -> None:
    report = read("Zaporizhzhia region\n\nThe enemy shelled a farm. No one was hurt.")

    assert places(report, "shelling") == ["Zaporizhzhia region"]


def test_what_names_its_place_takes_none_from_its_label() -> None:
    """The twin: the label only fills what is open."""
    assert places(read("Sumy region: Bilopillia was shelled."), "shelling") == ["Bilopillia"]


def test_a_sentence_that_opens_with_a_place_tells_of_it() -> None:
    report = read("Odesa was calm. In Izium, where a market had just opened, shells hit a bus.")

    assert places(report, "shelling") == ["Izium"]


def test_harm_lies_in_the_place_the_report_is_about() -> None:
    text = (
        "Poltava is in mourning.\n\nOfficials spoke.\n\nForty people were killed.\n\nPoltava wept."
    )
    report = analyze("Poltava counts its dead\n\n" + text, published=PUBLISHED)

    assert places(report, "casualties") == ["Poltava"]


def test_a_dateline_is_not_what_a_report_is_about() -> None:
    report = read(
        "KYIV, May 9 (Wire) - Spring is here.\n\nForty people were killed.\n\nKYIV slept."
    )

    assert places(report, "casualties") == []


def test_the_place_of_a_statement_is_not_that_of_what_it_says() -> None:
    report = read("He said in Minsk on Monday that troops had arrived at a base near Orsha.")

    assert places(report, "force_movement") == ["Orsha"]


def test_a_place_that_only_locates_another_takes_no_part() -> None:
    report = read("Shells landed in Zelenivka, a suburb of Kherson.")

    assert places(report, "shelling") == ["Zelenivka"]


def test_drones_and_missiles_of_one_verb_have_one_origin() -> None:
    report = read("Russia launched nine drones and six missiles from the Black Sea at Odesa.")

    assert places(report, "missile_strike") == places(report, "drone_strike")
    assert "Black Sea" in places(report, "missile_strike")


def test_strikes_on_different_places_of_a_sentence_stay_apart() -> None:
    report = read("Two days after the attack on Kramatorsk, another missile hit Sloviansk.")

    assert places(report, "missile_strike") == ["Sloviansk"]


def test_a_paragraph_goes_on_with_the_day_it_named() -> None:
    report = read("The dam broke on Tuesday. Crews came. Later shells hit the town of Beryslav.")

    assert only(report, "shelling").when.start == TUESDAY


def test_a_report_goes_on_with_the_day_of_its_lead() -> None:
    report = read("Missiles struck Odesa on Tuesday.\n\nTwo flats in Izmail were damaged.")

    assert only(report, "infrastructure_damage").when.start == TUESDAY


@pytest.mark.parametrize(
    "background",
    [
        "Flats in Izmail have been damaged every night.",
        "A year of war had destroyed the schools of Izmail.",
    ],
)
def test_what_was_over_or_goes_on_has_no_day_of_the_lead(background: str) -> None:
    report = read(f"Missiles struck Odesa on Tuesday.\n\n{background}")

    assert only(report, "infrastructure_damage").when.start is None


def test_entries_of_a_live_page_do_not_take_each_others_day() -> None:
    report = read("08:00 Missiles struck Odesa on Tuesday.\n\n09:10 Shells hit Izium.")

    assert only(report, "shelling").when.start is None


def test_all_that_were_launched_were_shot_down() -> None:
    report = read("Russia fired ten missiles at Lviv. All were shot down, the air force said.")

    assert numbers(only(report, "interception")) == [10]


def test_all_but_two_leaves_two() -> None:
    report = read("Russia launched 32 drones at Odesa; all but two of the drones were shot down.")

    assert numbers(only(report, "interception")) == [30]


def test_respectively_keeps_the_order() -> None:
    report = read(
        "Russia used 31 missiles and 32 drones, of which 14 and 23 respectively were downed."
    )

    assert numbers(only(report, "interception")) == [14, 23]


def test_a_sum_does_not_count_twice() -> None:
    parts = "Ten drones were shot down over Odesa and six over Izmail."
    report = read(f"{parts} In all, 16 drones were shot down.")
    incident = only(report, "interception")

    assert numbers(incident) == []
    assert [count.value for place in incident.places for count in place.counts] == [10, 6]


def test_a_number_that_is_no_sum_is_kept() -> None:
    """The twin: another number tells of more."""
    parts = "Ten drones were shot down over Odesa and six over Izmail."
    report = read(f"{parts}\n\nIn May 40 drones were shot down.")
    found = [numbers(one) for one in report.incidents if one.incident_type == "interception"]

    assert [40] in found


def test_what_nobody_could_check_is_unconfirmed() -> None:
    claim = "The army said it had shelled Izium."
    open_claim = only(read(claim), "shelling")
    checked = only(read(claim + " The claim could not be independently verified."), "shelling")

    assert (open_claim.certainty, checked.certainty) == (
        *(Certainty.ATTRIBUTED, Certainty.UNCONFIRMED),
    )
