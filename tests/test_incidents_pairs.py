"""Pairs: two classes of words that only together tell of an incident, and when they do."""

from __future__ import annotations

import pytest

from tests.support.incidents import types_of

OUTAGE = "Mobile networks are dead in Kherson."
CAMP = "Gunners of the 72nd brigade are encamped in tents outside Vovchansk."


@pytest.mark.parametrize(
    ("text", "type_id"), [(OUTAGE, "service_outage"), (CAMP, "force_movement")]
)
def test_two_classes_of_words_tell_of_an_incident(text: str, type_id: str) -> None:
    """Neither "network" nor "dead" would, and no pattern names the two words."""
    assert types_of(text) == [type_id]


def test_a_pair_counts_beside_other_incidents_of_the_article() -> None:
    """A long article always tells of something else, and half its misses were told so."""
    assert types_of(f"Shells hit Sumy on Monday. {OUTAGE}") == ["shelling", "service_outage"]


def test_a_faint_word_does_not() -> None:
    """The twin: a single word is too little where the text tells of anything clearly."""
    lone = "A garrison town: Izium."

    assert types_of(lone) == ["force_movement"]
    assert types_of(f"Shells hit Sumy on Monday. {lone}") == ["shelling"]


def test_a_pair_gives_way_to_a_trigger_of_its_sentence() -> None:
    """The gunners in the tents are who was hit."""
    assert types_of(CAMP.replace("Gunners", "Rockets hit gunners").replace(" are", ",")) == [
        "shelling"
    ]


def test_a_pair_of_the_ground_needs_a_sign_of_war() -> None:
    """Voices conquer cities too; what hurts and moves people is told in plain words."""
    calm = "Odesa lies conquered at her feet."

    assert types_of(calm) == []
    assert types_of(f"{calm} The rebels rejoiced.") == ["territory_change"]
