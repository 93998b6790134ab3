"""Announced reports: what stands under "the army listed:" is the army's, and nothing else is."""

from __future__ import annotations

import pytest

from geomap import analyze

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
