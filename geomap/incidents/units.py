"""A sentence as units: the words, numbers, dates, places, weapons and targets it is made of.

Patterns and frames look at units, not at characters: a place of three words, "Shahed
drones" and "at least 12" are one unit each. Quotation marks are no units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.numbers import read_number
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.dates import DatedSpan
    from geomap.incidents.numbers import Number, NumberWords
    from geomap.records import Resolution
    from geomap.text import Document, Token

__all__ = ["Tag", "Unit", "Units", "read_units"]

WORD, MARK, NUMBER, DATE, PLACE, ACTOR, WEAPON, TARGET = "w,ndpaxf"
QUOTES = frozenset("\"“”„«»‘‹›'’*")
HARD_MARKS = frozenset(";:—–|")


class Tag(NamedTuple):
    """What a dictionary says of a run of words: a weapon or a kind of target."""

    words: tuple[str, ...]
    kind: str
    key: str
    label: str
    side: str


class Unit(NamedTuple):
    """One unit: its kind, its key to match, its span, and what lies behind it."""

    kind: str
    key: str
    start: int
    end: int
    index: int = -1
    """The resolution, date or tag behind a unit."""
    number: Number | None = None
    tag: Tag | None = None


class Units(NamedTuple):
    """The units of a sentence with the clause each belongs to."""

    sentence: int
    units: tuple[Unit, ...]
    clauses: tuple[int, ...]
    openers: tuple[str, ...]
    """The word that opens each clause, empty for the first and after a mark."""


class Breaks(NamedTuple):
    """The words that open a clause, and what keeps "as" from being one."""

    words: frozenset[str]
    as_words: frozenset[str]
    not_after_as: frozenset[str]
    not_before_as: frozenset[str]


def read_units(  # noqa: PLR0913 - the layers of one sentence
    document: Document,
    sentence: int,
    resolutions: Sequence[tuple[int, Resolution]],
    dates: Sequence[tuple[int, DatedSpan]],
    tags: Mapping[str, Sequence[Tag]],
    numbers: NumberWords,
    breaks: Breaks,
) -> Units:
    """Cut a sentence into units.

    Parameters
    ----------
    resolutions, dates
        Those that lie in the sentence, in text order, with their index in the article.
    tags
        Weapons and targets by first word, the longest name first.
    """
    tokens = document.tokens_of(sentence)
    spans = _spans(resolutions, dates)
    lower = [token.text.casefold() for token in tokens]
    units: list[Unit] = []
    at = 0
    while at < len(tokens):
        unit, at = _unit_at(tokens, lower, at, spans, tags, numbers)
        if unit is not None:
            units.append(unit)
    clauses, openers = _clauses(units, breaks)
    return Units(sentence, tuple(units), clauses, openers)


def _spans(
    resolutions: Sequence[tuple[int, Resolution]], dates: Sequence[tuple[int, DatedSpan]]
) -> dict[int, Unit]:
    """Return the units that are given: dates, then places over them, by their start."""
    spans = {
        date.start: Unit(DATE, "", date.start, date.end, index) for index, date in dates
    }
    for index, resolution in resolutions:
        mention = resolution.mention
        if mention.use is Use.NAME_PART:
            continue
        kind = PLACE if mention.use is Use.LITERAL else ACTOR
        spans[mention.start] = Unit(kind, "", mention.start, mention.end, index)
    return spans


def _unit_at(  # noqa: PLR0913 - the layers of one sentence
    tokens: Sequence[Token],
    lower: Sequence[str],
    at: int,
    spans: Mapping[int, Unit],
    tags: Mapping[str, Sequence[Tag]],
    numbers: NumberWords,
) -> tuple[Unit | None, int]:
    """Return the unit that starts at a token, and the token after it."""
    token, word = tokens[at], lower[at]
    given = spans.get(token.start)
    if given is not None:
        stop = at + 1
        while stop < len(tokens) and tokens[stop].start < given.end:
            stop += 1
        return given, stop
    for tag in tags.get(word, ()):
        stop = at + len(tag.words)
        if tuple(lower[at:stop]) == tag.words:
            return Unit(tag.kind, tag.key, token.start, tokens[stop - 1].end, tag=tag), stop
    if word[0].isdigit() or word in numbers.starts:
        number, stop = read_number(tokens, lower, at, numbers)
        if number is not None and not any(t.start in spans for t in tokens[at + 1 : stop]):
            end = tokens[stop - 1].end
            return Unit(NUMBER, "", token.start, end, number=number), stop
    if word in QUOTES:
        return None, at + 1
    kind = WORD if word[0].isalnum() or word[0] in "'’%" else MARK
    return Unit(kind, word, token.start, token.end), at + 1


def _clauses(
    units: Sequence[Unit], breaks: Breaks
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the clause of each unit and the words that open the clauses."""
    clauses: list[int] = []
    openers = [""]
    for at, unit in enumerate(units):
        if unit.kind == MARK and unit.key in HARD_MARKS:
            openers.append(unit.key)
        elif at and unit.kind == WORD and _opens(units, at, breaks):
            openers.append(unit.key)
        clauses.append(len(openers) - 1)
    return tuple(clauses), tuple(openers)


def _opens(units: Sequence[Unit], at: int, breaks: Breaks) -> bool:
    word = units[at].key
    if word in breaks.words:
        return True
    if word not in breaks.as_words:
        return False
    after = units[at + 1].key if at + 1 < len(units) else ""
    return after not in breaks.not_after_as and units[at - 1].key not in breaks.not_before_as
