"""Where words stand in an article: found in one reading of it, however many are asked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.corrections import spots
from geomap.corrections.spots import occurrence_of

PIECES = ("Lyman", "Ly", "man", "ske", "Київ", "e\u0301", "_", "-", "’", ".", " ", "\n", "\xa0")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def starts_of(text: str, words: str) -> list[int]:
    """Where words stand, by a search of the whole text for these words alone."""
    inner = r"\s+".join(map(re.escape, words.split()))
    return [found.start() for found in re.finditer(rf"(?<!\w){inner}(?!\w)", text) if inner]


@given(TEXTS, TEXTS)
def test_words_are_found_as_by_a_search_for_them_alone(text: str, words: str) -> None:
    found = starts_of(text, words)
    numbers = [n + 1 if len(found) > 1 else None for n in range(len(found))]

    assert [occurrence_of(text, words, start) for start in found] == numbers


def test_a_spot_of_other_words_has_no_number() -> None:
    assert occurrence_of("Lyman, Lymanske and Lyman", "Lyman", 7) is None


@pytest.mark.parametrize(
    "name",
    ["Village{}", "New Village{}", "Village{} on the River", "Village-{}"],
    ids=["different words", "one first word", "one last word", "one part"],
)
def test_the_names_of_a_text_cost_one_reading_of_it(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Of 2,000 names a search of the text for each would look at millions of words."""
    readings, compared = count_work(monkeypatch)
    names = [name.format(number) for number in range(2_000)]
    text = " was shelled. ".join([*names, *names])

    numbers = [occurrence_of(text, words, text.index(words)) for words in names]

    assert numbers == [1] * 2_000
    assert len(readings) == 1
    assert len(compared) == len(names) * 2


def test_a_name_repeated_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _, compared = count_work(monkeypatch)
    text = "Kyiv, Lyman, " * 1_000

    numbers = [occurrence_of(text, "Kyiv", start) for start in range(0, len(text), 13)]

    assert numbers == list(range(1, 1_001))
    assert len(compared) == 1_000


def test_work_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: a second text is a second reading."""
    readings, compared = count_work(monkeypatch)

    occurrence_of("Lyman and Lyman", "Lyman", 0)
    occurrence_of("Lyman and again Lyman", "Lyman", 0)

    assert (len(readings), len(compared)) == (2, 4)


def count_work(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """Return two lists that fill: the texts that are read, and the words that are compared."""
    readings, compared = [], []

    class Counted(spots._Index):
        def __init__(self, text: str) -> None:
            readings.append(text)
            super().__init__(text)

        def _says(self, spot: spots.Span, words: str) -> bool:
            compared.append(words)
            return super()._says(spot, words)

    spots._index_of.cache_clear()
    monkeypatch.setattr(spots, "_Index", Counted)
    return readings, compared
