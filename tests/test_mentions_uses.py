"""What a mention stands for: a place, a government, an office, where it is from."""

from __future__ import annotations

import pytest

from geomap.records import Use, Zone
from tests.support.names import mention_in, mentions_of


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("Sumy, Lviv and Rivne all reported strikes.", ["literal"] * 3),
        ("Kyiv reported that talks had failed.", ["actor"]),
        ("Moscow said it would answer.", ["actor"]),
        ("They tried to pressure Minsk into talks.", ["actor"]),
        ("Poltava Mayor Ivan Bondar spoke.", ["affiliation"]),
        ("Troops entered Lyman at dawn.", ["literal"]),
        ("Russia's war in Ukraine goes on.", ["affiliation", "literal"]),
        ("Talks between Russia and Turkey began.", ["actor", "actor"]),
    ],
)
def test_the_words_around_a_name_say_what_it_stands_for(text: str, uses: list[str]) -> None:
    assert [mention.use.value for mention in mentions_of(text)] == uses


def test_a_village_never_speaks_as_a_government() -> None:
    (mention,) = mentions_of("In spring the town of Orikhiv said nothing.")

    assert mention.use is Use.LITERAL


def test_a_mention_knows_its_zone() -> None:
    lines = (
        "Quiet night",
        "A street in Lviv. (Photo by A. B.)",
        "In Odesa all was calm.",
        "© Rivne",
    )
    text = "\n\n".join(lines)
    zones = {mention.text: mention.zone for mention in mentions_of(text)}

    assert zones["Lviv"] is Zone.CAPTION
    assert zones["Odesa"] is Zone.BODY
    assert zones["Rivne"] is Zone.FOOTER


def test_an_authority_is_an_actor_where_it_speaks() -> None:
    """The name of claimed ground is its rulers' too."""
    speaks, lies = mentions_of("The DPR said so."), mentions_of("a mine in the DPR")

    assert [m.use for m in (*speaks, *lies)] == [Use.ACTOR, Use.LITERAL]


def test_the_owner_of_an_unknown_place_is_the_place() -> None:
    """Nobody knows the square; the city is still where it happened."""
    mention = mention_in("A blast on [Kyiv]'s Old Tannery Square killed two.")

    assert mention is not None
    assert mention.use is Use.LITERAL


def test_a_bare_apostrophe_is_a_possessive_and_a_closing_quote_is_none() -> None:
    (owner,) = mentions_of("The Netherlands' king spoke.")
    (quoted,) = mentions_of("He said ‘they fled the Netherlands’ and left.")

    assert (owner.use, quoted.use) == (Use.AFFILIATION, Use.LITERAL)


def test_guests_from_a_list_of_states_are_no_governments() -> None:
    """Twin: states that are the subject of the sentence are."""
    guests = mentions_of("Guests from Kenya and Uganda met.")
    states = mentions_of("Kenya and Uganda met.")

    assert {m.use for m in guests} == {Use.LITERAL}
    assert {m.use for m in states} == {Use.ACTOR}


@pytest.mark.parametrize(
    ("text", "sea"),
    [
        ("A drone hit the Black Sea port of Poti.", Use.AFFILIATION),
        ("A fire broke out in the Baltic Sea port of Ust-Luga.", Use.AFFILIATION),
        ("Missiles struck the Black Sea port city of Odesa.", Use.AFFILIATION),
        ("The Black Sea port was hit.", Use.LITERAL),
        ("A tanker sank in the Black Sea.", Use.LITERAL),
        ("Mines drift off the Black Sea coast of Georgia.", Use.LITERAL),
    ],
)
def test_a_sea_only_says_something_of_the_port_named_behind_it(text: str, sea: Use) -> None:
    assert mentions_of(text)[0].use is sea
