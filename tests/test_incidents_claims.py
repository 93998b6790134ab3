"""Who says so, and did it happen: sources, doubt, denials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap.records import Certainty, Realis, Role
from tests.support.incidents import only, roles

if TYPE_CHECKING:
    from tests.support.incidents import Read


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("Governor Oleh Synyehubov said that shells hit Izium.", "Governor Oleh Synyehubov", "UA"),
        ("Shells hit Izium, the Ukrainian army said.", "Ukrainian army", "UA"),
        ("Shells hit Belgorod, according to the regional governor.", "regional governor", "RU"),
        ("Shells hit Izium, said Jane Doe, a nurse.", "Jane Doe", "UA"),
        ("Jane Doe, the mayor, said shells had hit Izium.", "Jane Doe", "UA"),
    ],
)
def test_the_source_of_a_claim(read: Read, text: str, name: str, side: str) -> None:
    shelling = only(read(text), "shelling")

    assert (shelling.attribution, shelling.attribution_side) == (name, side)
    assert shelling.certainty is Certainty.ATTRIBUTED
    assert [claim.attribution for claim in shelling.claims] == [name]


def test_the_channel_of_a_claim(read: Read) -> None:
    shelling = only(read("The governor wrote on Telegram that shells hit Izium."), "shelling")

    assert shelling.channel == "Telegram"


def test_a_pronoun_is_the_one_who_spoke_last(read: Read) -> None:
    reading = read("Mayor Jane Doe said it was a hard night. She said that shells had hit Izium.")

    assert only(reading, "shelling").attribution == "Mayor Jane Doe"


def test_what_nobody_says_is_stated(read: Read) -> None:
    shelling = only(read("Shells hit Izium."), "shelling")

    assert (shelling.certainty, shelling.claims) == (Certainty.STATED, ())


@pytest.mark.parametrize(
    "text", ["Officials alleged that shells hit Izium.", "Shells reportedly hit Izium."]
)
def test_an_unproven_claim_is_unconfirmed(read: Read, text: str) -> None:
    assert only(read(text), "shelling").certainty is Certainty.UNCONFIRMED


def test_a_claim_is_attributed(read: Read) -> None:
    """The twin: who claims it is its source, and the text itself does not doubt it."""
    shelling = only(read("Officials claimed that shells hit Izium."), "shelling")

    assert (shelling.certainty, shelling.attribution) == (Certainty.ATTRIBUTED, "Officials")


def test_what_one_asserts_and_another_denies_is_disputed(read: Read) -> None:
    reading = read(
        "The Russian ministry denied striking the hospital in Izium. "
        "Governor Jane Doe said a glide bomb hit the hospital."
    )
    strike = only(reading, "air_strike")

    assert (strike.realis, strike.certainty) == (Realis.ACTUAL, Certainty.DISPUTED)
    assert strike.denied_by == "Russian ministry"
    assert {claim.attribution for claim in strike.claims} == {
        "Russian ministry",
        "Governor Jane Doe",
    }


@pytest.mark.parametrize(
    ("text", "realis"),
    [
        ("Drones hit Odesa.", Realis.ACTUAL),
        ("Drones could hit Odesa.", Realis.HYPOTHETICAL),
        ("If drones hit Odesa, the port will close.", Realis.HYPOTHETICAL),
        ("If Russia attacks Odesa again, the plant may close.", Realis.HYPOTHETICAL),
        ("The army will shell Odesa with artillery.", Realis.EXPECTED),
        ("Drones did not hit Odesa.", Realis.DENIED),
        ("The mayor did not rule out new drone strikes on Odesa.", Realis.HYPOTHETICAL),
        ("The ministry denied that drones had hit Odesa.", Realis.DENIED),
    ],
)
def test_realis(read: Read, text: str, realis: Realis) -> None:
    _, incidents = read(text)
    strike = next(one for one in incidents if one.incident_type != "threat_statement")

    assert strike.realis is realis


@pytest.mark.parametrize(
    "text",
    [
        "No missile strikes were reported in Odesa.",
        "There were no casualties in Odesa.",
        "The army turned its focus to destroying the power grid of Odesa.",
        "Prices rose since shelling of Odesa began.",
    ],
)
def test_what_did_not_happen_here_is_no_incident(read: Read, text: str) -> None:
    assert read(text)[1] == ()


def test_no_casualties_do_not_deny_the_strike(read: Read) -> None:
    strike = only(
        read("There were no casualties after the strike on Poltava."), "strike_unspecified"
    )

    assert strike.realis is Realis.ACTUAL


def test_a_feared_offensive_is_a_threat_from_its_origin(read: Read) -> None:
    reading = read("Officials warned of a possible attack from Belarus.", literal={"Belarus"})

    assert roles(reading, "threat_statement") == {"Belarus": Role.ORIGIN}


def test_a_name_keeps_the_side_it_was_introduced_with(read: Read) -> None:
    reading = read(
        "Shells hit Izium, Ukrainian officer Ivan Bondar said.\n\n"
        "A school in Sumy was damaged, Bondar said."
    )

    assert {one.attribution_side for one in reading[1]} == {"UA"}


def test_the_day_before_a_speaker_is_no_part_of_its_name(read: Read) -> None:
    source = only(read("On Monday the ministry reported shelling in Sumy."), "shelling")

    assert source.attribution == "ministry"


def test_who_speaks_before_a_semicolon_speaks_for_what_stands_before(read: Read) -> None:
    tail = "the road is closed, trains stand still and the market has not opened for days"
    said = read(f"Shells hit Izium and Sumy, Bondar said on Monday; {tail}.")
    told = read(f"Shells hit Izium and Sumy; {tail}.")

    assert only(said, "shelling").attribution == "Bondar"
    assert not only(told, "shelling").attribution


@pytest.mark.parametrize(
    ("opening", "disputed"),
    [("", "shelling"), ("Shells killed two people in Sumy. ", "shelling")],
)
def test_a_paragraph_that_opens_with_a_denial_means_the_main_incident(
    read: Read, opening: str, disputed: str
) -> None:
    """The same words after another incident of the paragraph mean that one."""
    reading = read(
        "Shells hit Izium on Friday.\n\nThe shelling was heavy.\n\nA mine went off in Odesa."
        f"\n\n{opening}The ministry denied responsibility."
    )
    denied = [one for one in reading[1] if one.denied_by]

    assert [one.incident_type for one in denied] == [disputed]
    assert {reading[0][place.mention].mention.text for place in denied[0].places} == {
        "Sumy" if opening else "Izium"
    }
