"""Whose side a phrase is on: by the words of actors in it, then by the country of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.units import ACTOR, PLACE, WORD
from geomap.text import plain_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.story import Story
    from geomap.incidents.units import Unit
    from geomap.records import Resolution

__all__ = ["KNOWN_SIDES", "side_between", "side_of", "side_of_country", "side_of_words"]

PHRASE_SIZES = (3, 2)  # words of a name that has a side as a whole
KNOWN_SIDES = {"UA": "UA", "RU": "RU", "BY": "BY"}


def side_of_country(country: str) -> str:
    """Return the side of a country: one of the war's, or "other"."""
    return KNOWN_SIDES.get(country, "other")


def side_of(
    text: str, units: Sequence[Unit], resolutions: Sequence[Resolution], codebook: Codebook
) -> str:
    """Return the side of a phrase: by the words of actors, then by the country of a place.

    The seat of an office says least: "the Russian embassy in Washington".
    """
    seats = codebook.words["governors"]["speech_in"]
    cut = next((at for at in range(1, len(units)) if units[at].key in seats), 0)
    if cut and (own := side_of(text, units[:cut], resolutions, codebook)):
        return own
    if side := _side_of_phrase(text, units, codebook):
        return side
    speakers = codebook.words["reporting"]["speakers"]
    for at in range(len(units) - 1, -1, -1):
        unit = units[at]
        if _is_given_name(text, units, at, speakers):
            continue
        side = side_of_words(plain_line(text[unit.start : unit.end]), codebook)
        if side:
            return side
    return _side_of_first(resolutions[unit.row] for unit in units if unit.kind in {ACTOR, PLACE})


def side_between(story: Story, start: int, end: int) -> str:
    """Return the side of a part of the text: of its words, then of the countries it names."""
    if side := side_of_words(story.words(start, end), story.codebook):
        return side
    return _side_of_first(story.resolutions[row] for row in story.between(start, end))


def _side_of_first(resolutions: Iterable[Resolution]) -> str:
    """Return the side of the first country that any of them lies in."""
    places = (resolution.place for resolution in resolutions)
    return next((side_of_country(p.country) for p in places if p and p.country), "")


def _side_of_phrase(text: str, units: Sequence[Unit], codebook: Codebook) -> str:
    """Return the side of a name of several words: "the State Department"."""
    for size in PHRASE_SIZES:
        for first, last in zip(units, units[size - 1 :], strict=False):
            side = codebook.sides.get(plain_line(text[first.start : last.end]).casefold())
            if side:
                return side
    return ""


def side_of_words(words: str, codebook: Codebook) -> str:
    """Return the side of all words, or of the first of them, that is an actor's."""
    for word in (words, *words.replace("-", " ").split()):
        key = word.casefold().removesuffix("'s").removesuffix("’s")
        side = codebook.sides.get(key)
        if side and (word[:1].isupper() or key not in codebook.names):
            return side
    return ""


def _is_given_name(text: str, units: Sequence[Unit], at: int, speakers: Collection[str]) -> bool:
    """Return whether a nation is but a given name behind an office: "minister German X"."""
    if not (0 < at < len(units) - 1) or units[at - 1].key not in speakers:
        return False
    after = units[at + 1]
    return after.kind == WORD and after.key not in speakers and text[after.start].isupper()
