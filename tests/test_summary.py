"""What an article tells as a whole: the focus, the main incident, and totals that count once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from geomap import analyze
from geomap.export import to_report_json
from geomap.records import Report
from geomap.summary import Summary, summarize

NIGHT = (
    "Drones hit Odesa port as 40 are launched overnight\n\n"
    "Russia launched 40 drones at Odesa on Tuesday night, the air force said. "
    "Air defence shot down 31 of them over Odesa region.\n\n"
    "Three dock workers were killed and eight injured in Odesa, the governor said.\n\n"
    "In Izmail a grain store burned down."
)


def summary_of(text: str, published: str = "2023-05-10") -> Summary:
    return summarize(analyze(text, published=published))


def totals_of(text: str) -> dict[tuple[str, str, str], float]:
    totals = summary_of(text).totals
    return {(total.incident_type, total.side, total.kind): total.value for total in totals}


def test_a_report_has_a_focus_a_main_incident_and_totals_by_side() -> None:
    """Who acted has the launched and the intercepted; the dead are of whom was hit."""
    report = analyze(NIGHT, published="2023-05-10")
    summary = report.summary()
    (main,) = [i for i in report.incidents if i.incident_id == summary.main_incident]

    assert (summary.focus.country, summary.focus.admin1_code) == ("UA", "UA-51")
    assert summary.focus.city == "Odesa"
    assert main.incident_type == "drone_strike"
    assert totals_of(NIGHT) == {
        ("drone_strike", "RU", "launched"): 40,
        ("interception", "UA", "intercepted"): 31,
        ("casualties", "UA", "killed"): 3,
        ("casualties", "UA", "injured"): 8,
    }


def test_a_number_told_twice_counts_once() -> None:
    """The headline's 12 killed are those of the text, in whatever incident each was stored."""
    text = (
        "Twelve killed in missile strike on Dnipro\n\n"
        "A missile struck a market in Dnipro on Monday.\n\n"
        "The governor said that 12 people were killed in Dnipro on Monday."
    )

    assert sum(v for (_, _, kind), v in totals_of(text).items() if kind == "killed") == 12


def test_the_same_small_number_at_two_places_counts_twice() -> None:
    """The twin: two dead here and two dead there are four."""
    text = (
        "Two people were killed in Nikopol on Monday when shells hit a bus stop.\n\n"
        "Two people were killed in Orikhiv on Monday when rockets hit a school."
    )

    assert sum(v for (_, _, kind), v in totals_of(text).items() if kind == "killed") == 4


def test_what_holds_the_days_of_others_is_left_out() -> None:
    """The 300 of a month hold the 25 of a night: the sum of both would be too much."""
    text = (
        "Russia launched 25 drones at Kyiv on 3 May.\n\n"
        "In May, Russia launched 300 drones at Kharkiv, the general staff said."
    )
    summary = summary_of(text, "2023-05-31")

    assert [(t.kind, t.value) for t in summary.totals] == [("launched", 25)]
    assert len(summary.left_out) == 1


def test_what_did_not_happen_is_not_counted() -> None:
    assert totals_of("Russia could launch 500 drones at Kyiv, the ministry warned.") == {}


def test_people_and_houses_are_not_added() -> None:
    text = (
        "Shelling on Monday damaged 14 houses in Nikopol. "
        "On Tuesday rockets damaged three schools in Nikopol."
    )
    units = {(t.unit, t.value) for t in summary_of(text).totals if t.kind == "affected"}

    assert units == {("houses", 14), ("schools", 3)}


@pytest.mark.parametrize("text", ["", "Whisk the eggs and fold in the flour.", "Oslo"])
def test_a_text_without_incidents_has_no_main_one(text: str) -> None:
    summary = summary_of(text)

    assert (summary.main_incident, summary.totals, summary.left_out) == ("", (), ())


def test_an_article_about_many_countries_has_no_focus() -> None:
    """Abstain rather than guess: four countries with a meeting each have no common place."""
    text = "Leaders met in Paris, Rome, Madrid and Vienna on Monday."

    assert summary_of(text).focus.country == ""
    assert summary_of(text).focus.city == ""


def test_the_report_json_holds_the_summary() -> None:
    """The keys of before are still there; what is empty is null."""
    report = analyze(NIGHT, published="2023-05-10")
    written = json.loads(json.dumps(to_report_json(report)))["summary"]
    empty = to_report_json(Report(article=replace(report.article, text="")))["summary"]

    assert written["incidents"] == len(report.incidents)
    assert written["focus"]["city"] == "Odesa"
    assert written["main_incident"] == report.summary().main_incident
    assert {"incident_type", "side", "kind", "unit", "value", "approximate", "incidents"} == set(
        written["totals"][0]
    )
    assert empty["main_incident"] is None
    assert empty["focus"]["country"] is None


def test_the_lead_says_what_an_article_is_about() -> None:
    """What is told first is the main incident, though a later one has more tied to it."""
    text = (
        "Russia and Ukraine exchanged 90 prisoners on Monday.\n\n"
        "The families waited in Chernihiv.\n\n"
        "On Sunday missiles hit Odesa. Four people were killed, two houses were damaged and "
        "the power was cut in Odesa."
    )
    report = analyze(text, published="2023-05-10")
    (main,) = [i for i in report.incidents if i.incident_id == report.summary().main_incident]

    assert main.incident_type == "detention_exchange"


def main_type(text: str) -> str:
    report = analyze(text, published="2023-05-10", language="en")
    main = summarize(report).main_incident
    return next(i.incident_type for i in report.incidents if i.incident_id == main)


def test_the_headline_decides_over_what_is_told_more_often() -> None:
    """What the headline tells first is the main incident, though another is tied to more."""
    body = (
        "Missiles hit Lviv on Tuesday. Four people were killed in Lviv. Power was cut in Lviv.\n\n"
        "The two presidents met in Warsaw on Tuesday."
    )

    assert main_type(f"Presidents meet in Warsaw as war goes on\n\n{body}") == "diplomacy"
    assert main_type(f"What is known so far\n\n{body}") == "missile_strike"


def test_the_attack_is_the_main_incident_and_not_its_dead() -> None:
    text = "Four people killed in Lviv\n\nA missile hit Lviv on Tuesday. Four people were killed."

    assert main_type(text) == "missile_strike"


def test_what_is_long_over_is_background() -> None:
    """The twin: told first, but of last month, it is not what the report is about."""
    text = "Shells hit Sumy on 3 {month} 2023.\n\nDrones struck Odesa on Tuesday, officials said."

    assert main_type(text.format(month="March")) == "drone_strike"
    assert main_type(text.format(month="May")) == "shelling"
