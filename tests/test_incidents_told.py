"""How much of a sentence tells of one incident, and which words tell of none."""

from __future__ import annotations

import pytest

from geomap import analyze
from tests.support.incidents import counts

PUBLISHED = "2023-05-09"


def told(text: str) -> dict[str, set[str]]:
    """Return the types that a text tells of, each with the names of its places."""
    report = analyze(text, published=PUBLISHED)
    found: dict[str, set[str]] = {}
    for incident in report.incidents:
        names = {report.resolutions[place.mention].mention.text for place in incident.places}
        found.setdefault(incident.incident_type, set()).update(names)
    return found


def realis_of(text: str) -> list[str]:
    return [incident.realis.value for incident in analyze(text, published=PUBLISHED).incidents]


@pytest.mark.parametrize(
    "text",
    [
        "A missile wrecked a hotel in Kramatorsk on Monday.",
        "S-300s destroyed the greenhouse of a farm near Kramatorsk.",
        "A drone set fire to an oil tank at Kramatorsk.",
    ],
)
def test_the_only_verb_of_a_weapon_tells_of_the_strike_alone(text: str) -> None:
    assert told(text).keys() <= {"missile_strike", "drone_strike"}
    assert set().union(*told(text).values()) == {"Kramatorsk"}


@pytest.mark.parametrize(
    "text",
    [
        "A missile hit Kramatorsk and wrecked a hotel.",
        "A missile struck Kramatorsk; a school was damaged.",
        "Missiles damaged the Chonhar bridge on Monday.",
    ],
)
def test_damage_is_told_beside_a_hit_and_of_what_has_a_name(text: str) -> None:
    """The twin: a second verb, or a facility that is named, is damage of its own."""
    assert told(text).keys() == {"missile_strike", "infrastructure_damage"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("TORETSK. Two salvoes of 152-mm guns. Four wounded.", {"TORETSK"}),
        ("NIKOPOL, MARHANETS. Mortars all night. No victims.", {"NIKOPOL", "MARHANETS"}),
        ("TORETSK. Mortars all night. Four wounded were driven to Dnipro.", {"TORETSK"}),
    ],
)
def test_a_paragraph_opens_with_the_places_it_tells_of(text: str, places: set[str]) -> None:
    found = told(f"The morning list\n\nWhat the governor read out on Monday.\n\n{text}\n")

    assert found["shelling"] == places
    assert found.get("casualties", places) == places


def test_a_sentence_that_names_places_among_other_words_opens_nothing() -> None:
    """The twin: an appeal from a town is no label of the lines that follow."""
    found = told("A list\n\nToretsk asks for help. Mortars all night at Nikopol.\n")

    assert found["shelling"] == {"Nikopol"}


@pytest.mark.parametrize("title", ["11:25 First reports from Kramatorsk", "11:25 Kramatorsk"])
def test_the_title_of_an_entry_names_its_place(title: str) -> None:
    text = f"Live\n\n10:05 Morning\nA quiet night.\n\n{title}\nA missile burst over the station.\n"

    assert told(text)["missile_strike"] == {"Kramatorsk"}


def test_the_title_of_another_entry_does_not() -> None:
    """The twin: the entry below has a title of its own."""
    text = (
        "Live\n\n10:05 From Kramatorsk\nA quiet night.\n\n"
        "11:25 Noon\nA missile burst over a station.\n"
    )

    assert told(text)["missile_strike"] == set()


def test_where_known_weapons_came_from_is_the_same_incident() -> None:
    text = (
        "Ten missiles hit Odesa. The missiles had been launched by bombers over the Caspian Sea "
        "and by ships in the Black Sea."
    )

    assert told(text) == {"missile_strike": {"Odesa", "Caspian Sea", "Black Sea"}}
    assert len(realis_of(text)) == 1


def test_a_rocket_after_missiles_is_one_of_them() -> None:
    text = "Four S-300 missiles were fired at Kharkiv on Monday. One of the rockets hit a school."

    assert told(text) == {"missile_strike": {"Kharkiv"}}


def test_a_rocket_by_itself_is_artillery() -> None:
    """The twin: what nobody called a missile is a rocket without guidance."""
    assert told("Rockets hit a school in Kharkiv.") == {"shelling": {"Kharkiv"}}


@pytest.mark.parametrize(
    ("text", "realis"),
    [
        ("A man died due to the shelling of Nikopol.", ["actual"]),
        ("Two were wounded due to enemy strikes on Nikopol.", ["actual"]),
        ("The ministers are due to meet in Geneva.", ["expected"]),
        ("Fighting is going on in Toretsk.", ["actual"]),
        ("Nobody may return home after the shelling of Nikopol.", ["actual"]),
        ("Residents fear for their children after the strike on Odesa.", ["actual"]),
        ("The ministers are going to meet in Geneva.", ["expected"]),
    ],
)
def test_a_cause_and_what_goes_on_are_no_plans(text: str, realis: list[str]) -> None:
    assert realis_of(text) == realis


def test_a_strike_that_took_the_light_is_not_denied() -> None:
    """ "Without" denies the power, and not what took it."""
    found = told("Kharkiv is without power due to a missile strike on a substation.")

    assert found.keys() == {"service_outage", "missile_strike"}


def counted(text: str) -> dict[str, dict[str, float | None]]:
    """Return the numbers of each incident by its type."""
    return {
        incident.incident_type: counts(incident)
        for incident in analyze(text, published=PUBLISHED).incidents
    }


@pytest.mark.parametrize(
    "text",
    [
        "Three people died when shells hit Nikopol, and a drone wounded two in Kherson.",
        "Shells hit Nikopol, killing three, and a drone wounded two in Kherson.",
    ],
)
def test_casualties_of_two_strikes_stay_apart(text: str) -> None:
    assert counted(text) == {"shelling": {"killed": 3}, "drone_strike": {"injured": 2}}
    assert told(text) == {"shelling": {"Nikopol"}, "drone_strike": {"Kherson"}}


def test_casualties_of_one_strike_are_told_together() -> None:
    """The twin: two verbs for the people of one strike are one telling."""
    text = "Shells hit Nikopol, killing three people and wounding five."

    assert counted(text) == {"shelling": {"killed": 3, "injured": 5}}


def test_what_is_said_or_given_next_is_another_incident() -> None:
    """No place tells them apart, and the powers that speak in a row are many."""
    text = "Norway pledged 20 guns. Canada offered 400 pairs of boots. Prague blamed Minsk."
    types = [incident.incident_type for incident in analyze(text, published=PUBLISHED).incidents]

    assert types == ["aid_sanctions", "aid_sanctions", "threat_statement"]


def test_what_is_taken_up_again_is_the_same() -> None:
    """The twin: "the package" is the one just told of."""
    text = "Norway pledged a package of aid. The package is worth two million euros."

    assert len(analyze(text, published=PUBLISHED).incidents) == 1
