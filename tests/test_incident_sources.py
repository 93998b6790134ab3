"""Who says so: the ways in which a text names its source, each with what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap import analyze
from geomap.records import Certainty

if TYPE_CHECKING:
    from geomap.records import Incident

PUBLISHED = "2023-05-10"
"""A Wednesday."""


def one(text: str, type_id: str) -> Incident:
    incidents = analyze(text, published=PUBLISHED, language="en").incidents
    (found,) = [i for i in incidents if i.incident_type == type_id]
    return found


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("By the army's account, shells hit Lyman.", "army"),
        ("By the count of the rescue service 40 shells fell on Lyman.", "rescue service"),
        ("Shells hit Lyman, if the region's governor is right.", "region's governor"),
        ("Shells hit Lyman, if the army's numbers are correct.", "army"),
        (
            "Shells hit Lyman on Tuesday, claims the defence ministry in Moscow.",
            "ministry in Moscow",
        ),
        ("Shells hit Lyman, claims the 110th mechanised brigade.", "110th mechanised brigade"),
        ("Shells hit Lyman, the army said, the third such attack in a week.", "army"),
        ("On Tuesday, the army said, shells hit Lyman.", "army"),
        ("The UN refugee agency: shells hit Lyman.", "UN refugee agency"),
        ("The mayor, Jane Doe, gives details: shells hit Lyman on Tuesday.", "mayor, Jane Doe"),
        ("The rights group Xyzwatch counts 40 shells on Lyman.", "rights group Xyzwatch"),
        (
            "Jane Doe, head of the council of Lyman, who was there, says shells hit a shop.",
            "Jane Doe",
        ),
        ("At the same meeting Jane Doe said that shells hit Lyman.", "Jane Doe"),
        ("According to the defence ministry the shells hit Lyman.", "defence ministry"),
    ],
)
def test_a_source_is_named_in_many_ways(text: str, source: str) -> None:
    shelling = one(text, "shelling")

    assert shelling.certainty is Certainty.ATTRIBUTED
    assert shelling.attribution.endswith(source)


@pytest.mark.parametrize(
    "text",
    [
        "Residents of Lyman have been told to leave after shells hit Lyman.",
        "Shells hit Lyman; the army will say more on Friday.",
        "Shells hit Lyman when the leaders of 12 European states met.",
        "Shells hit Lyman, and the count of the votes went on.",
        "Shells hit Lyman, and the army took the right road.",
    ],
)
def test_words_of_report_that_report_nothing(text: str) -> None:
    """The twin: who is told, who will speak and what is only counted is no source."""
    assert one(text, "shelling").attribution == ""


@pytest.mark.parametrize(
    ("before", "text", "source"),
    [
        ("Governor Jane Doe spent the day in Lyman.", "Shells hit a shop, he said.", "Jane Doe"),
        ("Jane Doe of the council came at noon.", "By her count 40 shells fell.", "Jane Doe"),
        ("The energy ministry put out a report.", "It says that shells hit a shop.", "ministry"),
    ],
)
def test_a_pronoun_is_whom_the_sentence_before_opens_with(
    before: str, text: str, source: str
) -> None:
    assert source in one(f"{before} {text}", "shelling").attribution


def test_what_points_back_goes_on_with_the_source() -> None:
    """ "Six of them" are the drones of the sentence before, and so is who counted them."""
    told = "Russia sent 12 drones at Odesa on Tuesday, the air force said."

    assert one(f"{told} Six of them were shot down.", "interception").attribution == "air force"


def test_what_does_not_point_back_has_no_source() -> None:
    """The twin: the next sentence, by itself, is the report's own."""
    told = "Russia sent 12 drones at Odesa on Tuesday, the air force said."

    assert one(f"{told} Shells hit Kherson on Monday.", "shelling").attribution == ""


def test_own_deeds_are_no_claims() -> None:
    """What an army did before it announced something, the report says itself."""
    text = "The Ukrainian army shelled Lysychansk on Tuesday and announced a new draft."

    assert one(text, "shelling").attribution == ""


def test_since_when_is_background_that_nobody_claims() -> None:
    text = "A day after the army withdrew from Svatove, drones hit Starobilsk, the governor wrote."

    assert one(text, "drone_strike").attribution == "governor"
    assert one(text, "territory_change").attribution == ""


def test_the_subject_of_a_threat_is_its_source() -> None:
    """Whatever the verb: the embassy's note that warns is the embassy's warning."""
    text = "The Russian embassy in Oslo sent a note that warns of a wider war."

    threat = one(text, "threat_statement")

    assert threat.attribution.startswith("Russian embassy")
    assert threat.attribution_side == "RU"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Shells hit Lyman, said Jane Doe.", "UA"),
        ("Shells hit Shebekino, the railway company said.", "RU"),
        ("Shells hit Lyman, according to Human Rights Watch.", "other"),
    ],
)
def test_who_speaks_of_a_place_is_of_its_side(text: str, side: str) -> None:
    """A person or a local body is of the place's side; an organisation has one of its own."""
    assert one(text, "shelling").attribution_side == side
