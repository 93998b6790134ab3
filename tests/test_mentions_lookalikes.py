"""What only looks like a name, a verb or the end of one: Grad, "US bed makers", "Texas city"."""

from __future__ import annotations

import pytest

from geomap.records import Use
from tests.support.names import kept_mentions_of, named_in, resolutions_of


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("He lives in the Texas city of Austin.", ["Texas", "Austin"]),
        ("The New York city of Rochester was flooded.", ["New York", "Rochester"]),
        ("A bomb fell in the Kursk region of Russia.", ["Kursk Oblast", "Russia"]),
        ("Shops in Texas City were shut.", ["Texas City"]),
        ("Border town of Semenivka was shelled.", ["Semenivka"]),
        ("A fire broke out in the Danube port of Izmail.", ["Danube", "Izmail"]),
        ("Drones hit the Odesa port of Pivdennyi.", ["Odesa", "Pivdennyi Port"]),
        ("Two died in the Russian border city of Belgorod.", ["Russia", "Belgorod"]),
        ("Two died in the Russian border city Belgorod.", ["Russia", "Belgorod"]),
        ("A drone fell on the Polish border village of Przewodow.", ["Poland", "Przewodów"]),
        ("They crossed the Russian border near Belgorod.", ["Russia-Ukraine border", "Belgorod"]),
        ("The Russian border villages were shelled.", ["Russia-Ukraine border"]),
    ],
)
def test_a_type_word_before_of_belongs_to_the_next_name(text: str, places: list[str]) -> None:
    assert named_in(text) == places


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("US bed makers complained.", Use.AFFILIATION),
        ("US shipping companies complained.", Use.AFFILIATION),
        ("UK seed prices fell.", Use.AFFILIATION),
        ("US imposed new tariffs.", Use.ACTOR),
    ],
)
def test_not_every_word_in_ed_or_ing_is_a_verb(text: str, use: Use) -> None:
    assert kept_mentions_of(text)[0].use is use


def test_a_people_of_a_region_is_not_called_that_of_a_country() -> None:
    (mention,) = kept_mentions_of("He sent Chechen units.")

    assert mention.reason == "an adjective or the name of a people"


@pytest.mark.parametrize(
    "text",
    [
        "They came under Grad fire.",
        "Buk missiles were moved at night.",
        "A Pantsir was burned out.",
        "Voters in Delta County rejected the levy.",
        "Guns fell silent at noon.",
    ],
)
def test_a_weapon_or_a_word_is_no_village(text: str) -> None:
    assert {mention.text for mention in kept_mentions_of(text)} <= {"Delta County"}


def test_a_name_that_ends_like_a_village_is_one_where_little_else_says_so() -> None:
    assert named_in("The mayor of Kirovske said that Zhdanivka was quiet.")[-1] == "Zhdanivka"


def test_a_word_is_a_village_with_the_place_it_lies_in() -> None:
    """The twin: what vouches for a name does so still."""
    assert named_in("The fire broke out in Grad, Slovenia.") == ["Grad", "Slovenia"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ferries to Qwerta Island are late.", ["Qwerta Island"]),
        ("A plane crashed into Qwerta Lake.", ["Qwerta Lake"]),
        ("A plane crashed near a qwerta island.", []),
        ("Fans of Love Island cheered.", []),
    ],
)
def test_an_unknown_island_is_found_by_its_type_word(text: str, names: list[str]) -> None:
    found = resolutions_of(text)

    assert [r.mention.text for r in found if r.mention.use is not Use.NAME_PART] == names
    assert all(r.place is None for r in found)
