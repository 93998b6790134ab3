"""What is known of words as starts of names (`geomap.mentions.known`)."""

from __future__ import annotations

from geomap.gazetteer import open_gazetteer
from geomap.lexicon import language
from geomap.mentions.known import names_of
from geomap.mentions.lexis import lexis_of


def test_a_word_that_only_opens_longer_names_is_told_from_a_name() -> None:
    """ "North" needs a second word to be a name, "Kharkiv" needs none: most need no look-up."""
    names = names_of(open_gazetteer(), lexis_of(language("en")))

    north, kharkiv = names.word("North", "north"), names.word("Kharkiv", "kharkiv")

    assert north.is_start
    assert not kharkiv.is_start


def test_the_second_words_of_peoples_go_on_a_word_too() -> None:
    """ "North Korean" is found though no place is called so; "North table" is not."""
    names = names_of(open_gazetteer(), lexis_of(language("en")))

    assert "korean" in names.word("North", "north").seconds
    assert "table" not in names.word("North", "north").seconds
