"""Words that tell of an incident only together, or against one: the weights and their sum."""

from __future__ import annotations

import pytest

from geomap import analyze, lexicon
from geomap.errors import LexiconError
from geomap.incidents import hints
from geomap.incidents.hints import ALL

REASON = "its words tell of it together"
LANGUAGES = ("en", "uk", "ru")
PUBLISHED = "2023-05-10"

TOLD = {
    "Iron Beam plucked six rockets out of the sky over Ashdod, the army says.": {"interception"},
    "Any ship that calls at Haifa will meet our missiles, said the Houthi spokesman in Sanaa.": {
        *("missile_strike", "threat_statement")
    },
    "Дев'ять дітей привезли з Херсона до Трускавця, вони в санаторії.": {"displacement"},
}
"""Sentences with the types that their words tell of and no pattern does."""

QUIET = (
    "The library in Lviv keeps letters of three poets.",
    "A bridge over the Desna was opened in Chernihiv in 1956.",
    "The mayor of Odesa likes to walk on the beach before work.",
    "Бібліотека у Львові зберігає листи трьох поетів.",
)


@pytest.mark.parametrize(("text", "types"), TOLD.items())
def test_words_tell_together_where_no_pattern_does(text: str, types: set[str]) -> None:
    incidents = analyze(f"\n{text}", published=PUBLISHED).incidents

    assert {i.incident_type for i in incidents if i.evidence[0].startswith(REASON)} == types


@pytest.mark.parametrize("text", QUIET)
def test_words_that_weigh_little_tell_of_nothing(text: str) -> None:
    assert not analyze(f"\n{text}", published=PUBLISHED).incidents


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("A boy died in an explosion at an abandoned farm in Izium.", "territory_change"),
        (
            "Water is now being supplied by the hour in the neighbourhoods of Enerhodar.",
            "aid_sanctions",
        ),
        (
            "Debris of a missile fell on a beach full of bathers; two of them never came home.",
            "violence_civilians",
        ),
    ],
)
def test_words_speak_against_what_a_pattern_finds(
    text: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pattern is right elsewhere, and the other words leave no room for it here."""

    def types() -> set[str]:
        return {i.incident_type for i in analyze(f"\n{text}", published=PUBLISHED).incidents}

    assert wrong not in types()
    monkeypatch.setattr(hints, "AGAINST", float("-inf"))
    assert wrong in types()


def test_a_long_sentence_is_left_to_the_patterns() -> None:
    """Where forty words each say a little, they add up to anything."""
    text = next(iter(TOLD))
    long = text.replace("the army says", "the army of the country says" + ", and so on" * 12)

    assert analyze(f"\n{text}", published=PUBLISHED).incidents
    assert not analyze(f"\n{long}", published=PUBLISHED).incidents


def test_a_pattern_needs_no_hint_of_its_type() -> None:
    """The reader is told the more exact reason."""
    (incident,) = analyze("\nRussian troops shelled Nikopol.", published=PUBLISHED).incidents

    assert incident.evidence[0].startswith("trigger ")


@pytest.mark.parametrize("iso", LANGUAGES)
def test_every_type_has_a_starting_point_below_zero(iso: str) -> None:
    """A sentence of unknown words tells of nothing."""
    weights = lexicon.hints(iso)

    assert set(weights[ALL]) == set(lexicon.incident_types())
    assert max(weights[ALL].values()) < 0


def test_a_language_without_weights_has_none() -> None:
    assert lexicon.hints("pl") == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("shells,shelling,1.5\n", "no line 'words,type,weight'"),
        ("words,type,weight\nshells,hail,1.5\n", "'shells,hail,1.5'"),
        ("words,type,weight\nshells,shelling,much\n", "could not convert"),
        ("words,type,weight\nshells\n", "not enough values"),
    ],
)
def test_a_broken_table_is_refused_with_its_fault(text: str, fault: str) -> None:
    with pytest.raises(LexiconError, match=r"hints/xx\.csv") as error:
        lexicon.read_hints(text, "xx.csv")
    assert fault in str(error.value)


def test_a_whole_table_is_read() -> None:
    """The twin: comments are passed over, and a word may hold a comma."""
    text = "# ours\nwords,type,weight\n,shelling,-2.0\n1,000 shells,shelling,1.5\n"

    assert lexicon.read_hints(text, "xx.csv") == {
        "": {"shelling": -2.0},
        "1,000 shells": {"shelling": 1.5},
    }
