"""Announced reports: what stands under "the army listed:" is the army's, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap import analyze

if TYPE_CHECKING:
    from geomap.records import Incident

REPORTS = {
    "The governor gave a grim account of Monday. Shells hit a market in Orikhiv. "
    "A drone struck an ambulance in Tokmak.": "governor",
    "The police summed up Tuesday, they said. Two rockets struck a farm in Derhachi.": "police",
    "The army reported the following:\n- shells hit a school in Lyman;\n"
    "- a drone struck a bus in Kherson.": "army",
    "Jane Holt, head of the council, on the night:\n- a drone hit a garage in Nikopol;\n"
    "- shells hit three houses in Marhanets.": "Jane Holt",
    "What Ivan Horak posts is read by all. Six towns were shelled, he writes. We give his list.\n\n"
    "LYMAN. Shells hit the market.\n\nTOKMAK. A drone struck an ambulance.": "Ivan Horak",
    "Air force: drones hit a school in Lyman. Shells hit a market in Orikhiv.": "Air force",
}
OWN = (
    "The governor gave a grim account of Monday.\n\nShells hit a market in Orikhiv.",
    "The army said the roads were clear.\n\nLYMAN. Shells hit the market.",
    "Fire crews had a list of streets. Shells hit a market in Orikhiv.",
    "The army reported the following:\n- the roads are clear.\n\nShells hit a school in Lyman.",
)


@pytest.mark.parametrize(("text", "author"), REPORTS.items())
def test_an_announced_report_is_its_authors(text: str, author: str) -> None:
    """The rest of the paragraph, and the items of the list, have the source of the opening."""
    incidents = analyze(text, published="2023-05-10").incidents

    assert incidents
    assert all(author in incident.attribution for incident in incidents)


@pytest.mark.parametrize("text", OWN)
def test_what_stands_outside_a_report_is_the_articles_own(text: str) -> None:
    """The twin: another paragraph, a list nobody announced, a list that has ended."""
    incidents = analyze(text, published="2023-05-10").incidents

    assert incidents
    assert not any(incident.attribution for incident in incidents)


POST = "Governor Jane Holt wrote on Telegram that a drone had hit a car near Orikhiv."
POSTS = (
    f"{POST} The driver died. In Tokmak, shells hit a farm.",
    f"On Monday, {POST} Shells hit a farm in Tokmak.",
    f"{POST} Nobody was on the road. Shells hit a farm in Tokmak.",
)
AFTER_POSTS = (
    f"{POST}\n\nShells hit a farm in Tokmak.",
    f"{POST} The police came at noon, they said. Shells hit a farm in Tokmak.",
    "A drone had hit a car near Orikhiv, Jane Holt wrote on Telegram. Shells hit a farm in Tokmak.",
    "Governor Jane Holt said that a drone had hit a car near Orikhiv. Shells hit a farm in Tokmak.",
)


@pytest.mark.parametrize("text", POSTS)
def test_a_post_goes_on_through_its_paragraph(text: str) -> None:
    incidents = analyze(text, published="2023-05-10").incidents

    assert len(incidents) > 1
    assert all("Jane Holt" in incident.attribution for incident in incidents)


@pytest.mark.parametrize("text", AFTER_POSTS)
def test_a_post_ends_with_its_paragraph_or_with_another_speaker(text: str) -> None:
    """The twin: another paragraph, another speaker, and words that are no post."""
    incidents = analyze(text, published="2023-05-10").incidents

    assert [i.attribution for i in incidents if i.incident_type == "shelling"] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "Губернатор Іван Ковач повідомив у Telegram, що дрон атакував автомобіль. Водій загинув.",
        "Губернатор Иван Ковач сообщил в Telegram, что дрон атаковал машину. Водитель погиб.",
    ],
)
def test_a_post_goes_on_in_ukrainian_and_russian(text: str) -> None:
    incidents = analyze(text, published="2023-05-10").incidents

    assert len(incidents) > 1
    assert all("Ковач" in incident.attribution for incident in incidents)


BULLETIN = (
    "In the past 24 hours shells hit a market in Lyman, Ukraine's general staff said in its update."
)
OTHERS = "\n\nGovernor Jane Holt said a drone had hit a farm in Tokmak."
DEED = "Rockets struck a school in Orikhiv."


@pytest.mark.parametrize(
    "text",
    [
        f"{BULLETIN} {DEED}",
        f"{BULLETIN}\n\n{DEED}",
        f"{BULLETIN}{OTHERS}\n\nOTHER AREAS\n\n{DEED}",
        f"{BULLETIN}{OTHERS}\n\nThe town has no water, the general staff says. {DEED}",
    ],
)
def test_a_report_of_a_bulletin_is_its_authors(text: str) -> None:
    """What nobody else says, the army's update does, also behind others and under a heading."""
    found = analyze(text, published="2023-05-10").incidents

    assert ["general staff" in i.attribution for i in found if "Orikhiv" in text_of(text, i)] == [
        True
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{BULLETIN}{OTHERS} {DEED}",
        f"Shells hit a market in Lyman on Monday, Ukraine's general staff said.\n\n{DEED}",
        f"In the past 24 hours shells hit a market in Lyman, the mayor said.\n\n{DEED}",
        f"Rain fell.\n\n{BULLETIN}\n\n{DEED}",
    ],
)
def test_what_is_out_of_no_bulletin_is_the_reports_own(text: str) -> None:
    """The twin: behind another speaker, without a period, without an army, or further down."""
    found = analyze(text, published="2023-05-10").incidents

    assert [i.attribution for i in found if "Orikhiv" in text_of(text, i)] == [""]


def text_of(text: str, incident: Incident) -> str:
    """Return the sentence that tells of an incident."""
    return text[incident.quote.start : incident.quote.end]
