"""The words of number phrases in one language: what is a number, a bound, a share, an age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.incidents.inflection import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["NumberWords", "number_words"]

SETS = (
    *("vague", "articles", "share", "to", "of", "the", "years", "year_cues", "persons"),
    *("adjectives", "after", "parts", "ages", "joints"),
    *("out", "pairs", "owners", "kin", "growth", "from_", "between", "alone", "breaks"),
    *("owns", "older", "than", "limits", "groups", "both", "dying", "at", "wholes", "but", "cents"),
    *("all", "streets", "labels", "within", "sharers", "every", "being", "who", "singles"),
    *("them", "olds", "peopled", "spaces"),
    *("hour_cues", "hour_stops", "hour_links", "hour_parts", "hours", "reaching", "money", "nones"),
)


class NumberWords(NamedTuple):
    """The number words of one language."""

    values: Mapping[str, int]
    multiples: Mapping[str, int]
    vague: frozenset[str]
    articles: frozenset[str]
    lower: Mapping[str, tuple[tuple[str, ...], ...]]
    upper: Mapping[str, tuple[tuple[str, ...], ...]]
    about: Mapping[str, tuple[tuple[str, ...], ...]]
    share: frozenset[str]
    to: frozenset[str]
    of: frozenset[str]
    the: frozenset[str]
    years: frozenset[str]
    """Words after a number that is an age, a distance or a time."""
    year_cues: frozenset[str]
    persons: frozenset[str]
    adjectives: frozenset[str]
    """Persons that may only tell more of a thing: "a civilian car"."""
    after: frozenset[str]
    """What follows a person who stands alone: "a civilian was"."""
    parts: frozenset[str]
    """Words before a number that is a part of one already given: "including two children"."""
    ages: frozenset[str]
    """Words before a number that is an age: "a man aged 62"."""
    fractions: Mapping[str, float]
    """What a part is of its whole: "half", "a quarter of a million"."""
    suffixes: Mapping[str, int]
    """Letters behind a figure: "1.2m people"."""
    spaces: frozenset[str]
    """What parts thousands in a language that writes "1 200"."""
    counted: frozenset[str]
    """What an article can stand before in a number: "a dozen", "a few", "a quarter"."""
    joints: frozenset[str]
    """The word inside a number: "two hundred and six"."""
    out: frozenset[str]
    pairs: frozenset[str]
    """Words for two people: "a couple"."""
    owners: frozenset[str]
    kin: frozenset[str]
    """Persons told by another: "his wife"."""
    growth: frozenset[str]
    """Words before "from nine to 35" of which the second is what there is now."""
    from_: frozenset[str]
    between: frozenset[str]
    alone: frozenset[str]
    """Forms of one person, in a language without articles: "поранено жінку"."""
    breaks: frozenset[str]
    """Words behind which a person is counted anew: "двоє дітей і жінка"."""
    owns: frozenset[str]
    older: frozenset[str]
    than: frozenset[str]
    limits: frozenset[str]
    groups: frozenset[str]
    """People whose age may follow: "prisoners under 25", "two women, 61 and 70,"."""
    both: frozenset[str]
    dying: frozenset[str]
    """What follows "both" where it counts people: "both died"."""
    at: frozenset[str]
    """The word before a clock time: "at 6.40"."""
    but: frozenset[str]
    """The word in "all but one of them"."""
    cents: frozenset[str]
    """The second word of "per cent"."""
    wholes: frozenset[str]
    """What people can be all of: "three of one family"."""
    all: frozenset[str]
    streets: frozenset[str]
    """What ends an address: "42 Peace Avenue"."""
    labels: frozenset[str]
    """Words before the number of one of many: "reactor 4", "school No. 12"."""
    within: frozenset[str]
    every: frozenset[str]
    sharers: frozenset[str]
    """Of whom or what a share is told: "nine in ten homes", "every second house"."""
    nth: Mapping[str, int]
    singles: frozenset[str]
    """What stands before one person: "a man", "another woman"."""
    who: frozenset[str]
    """What only a person is followed by: "a seller who was"."""
    them: frozenset[str]
    """What is taken up before an age: "all of them 19"."""
    olds: frozenset[str]
    """The last word of an age that is a person: "a 38-year-old was"."""
    peopled: frozenset[str]
    """What has so many inhabitants: "a city of 67,000"."""
    being: frozenset[str]
    """Words before "one of four" that make it no part: "a child was one of four killed"."""
    hour_cues: frozenset[str]
    hour_stops: frozenset[str]
    """What stands around an hour: "after eight a rocket", "at ten in the morning"."""
    hour_links: frozenset[str]
    hour_parts: frozenset[str]
    """What is told before an hour: "half past", "five to", "a quarter to"."""
    hours: frozenset[str]
    reaching: frozenset[str]
    """Words before "at" that make the number one that was reached: "the toll stands at six"."""
    money: frozenset[str]
    """Signs before a number that is one of money: "$40 million"."""
    nones: frozenset[str]
    """Words before a "one" that make it nobody: "no one", "not one person"."""
    starts: frozenset[str]


def number_words(section: Mapping[str, Any]) -> NumberWords:
    """Read the ``numbers`` section of a language."""
    values = {
        form: value
        for word, value in section.get("values", {}).items()
        for form in spellings(frozenset({word}))
    }
    multiples: dict[str, int] = section.get("multiples", {})
    words: dict[str, Any] = {key: frozenset(section.get(key.rstrip("_"), ())) for key in SETS}
    bounds: dict[str, Any] = {
        key: _phrases(section.get(key, ())) for key in ("lower", "upper", "about")
    }
    words["nth"] = section.get("nth", {})
    words["suffixes"] = section.get("suffixes", {})
    words["fractions"] = parts = section.get("fractions", {})
    words["counted"] = words["vague"].union(multiples, parts)
    sets = (
        words[key] for key in ("vague", "articles", "owners", "both", "all", "every", "singles")
    )
    starts = {*values, *multiples, *parts}.union(*sets, *bounds.values())
    return NumberWords(
        values=values, multiples=multiples, **words, **bounds, starts=frozenset(starts)
    )


def _phrases(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return phrases by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {word: tuple(sorted(rows, key=len, reverse=True)) for word, rows in found.items()}
