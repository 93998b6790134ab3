"""Signs of pattern elements: few and shared, so that looking for patterns stays quick."""

from __future__ import annotations

import pytest

from geomap import lexicon
from geomap.incidents.codebook import open_codebook
from geomap.incidents.patterns import Pattern, Words, compile_pattern, signs_of


@pytest.fixture
def words() -> Words:
    def forms(word: str) -> frozenset[str]:
        return frozenset({word, f"{word}s"})

    return Words(forms, forms, {}, {}, {})


def compiled(words: Words, *sources: str) -> list[Pattern]:
    return [compile_pattern(source, "shelling", words) for source in sources]


def test_what_a_pattern_only_starts_from_has_no_sign(words: Words) -> None:
    (pattern,) = compiled(words, "shells {P:target}")

    assert pattern.anchor.keys == {"shells"}
    assert "shells" not in signs_of(words.read.values())
    assert pattern.needs == pattern.after[0].sign != 0


def test_a_word_that_stands_beside_another_start_gets_one(words: Words) -> None:
    """The twin: a pattern may start from it, and another may need it."""
    compiled(words, "shells {P}", "+battery fired shells")

    found = signs_of(words.read.values())

    assert {"battery", "batterys", "shells"} <= found.keys()
    assert "fired" not in found


def test_elements_of_the_same_units_share_a_sign(words: Words) -> None:
    one, two, other = compiled(words, "hit {P:target}", "struck {P:venue}", "struck {A:venue}")

    assert one.needs == two.needs
    assert one.needs != other.needs
    assert one.after[0].capture != two.after[0].capture


def test_a_gap_and_what_may_be_missing_are_not_needed(words: Words) -> None:
    (pattern,) = compiled(words, "shells ..3 the? {P}")

    assert pattern.needs == pattern.after[-1].sign
    assert pattern.after[1].sign not in {0, pattern.needs}


def test_the_codebook_has_fewer_signs_than_words() -> None:
    codebook = open_codebook(lexicon.language("en"))

    assert codebook is not None
    assert codebook.all_signs.bit_length() < 0.5 * len(codebook.signs)
