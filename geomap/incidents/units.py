"""A sentence as units: the words, numbers, dates, places, weapons and targets it is made of.

Patterns and frames look at units, not at characters: a place of three words, "Shahed
drones" and "at least 12" are one unit each. Quotation marks are no units.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.numbers import read_number
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.dates import DatedSpan
    from geomap.incidents.codebook import Codebook
    from geomap.incidents.numbers import Number, NumberWords
    from geomap.records import Resolution
    from geomap.text import Token

__all__ = ["Breaks", "Tag", "Unit", "Units", "given_units", "read_units"]

WORD, MARK, NUMBER, DATE, PLACE, ACTOR, WEAPON, TARGET = "w,ndpaxf"
QUOTES = frozenset("\"“”„«»‘‹›'’*")
WEAPON_MARK, TARGET_MARK = "[#"  # before the keys of weapons and targets
NEAR = "~near"  # the key of a place that is no country, however it is used
NATIONS = frozenset({"country", "continent"})
POINTER_REACH = 2  # words from "the" to "Ukrainian" in "the northern Ukrainian city"
PART_WORDS = 2  # "of them" after a number that is a part
WORD_MARKS = "'’%"  # what a word of the text may start with: 's, %
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
    row: int = -1
    """The resolution or date behind a unit: its index in the article."""
    number: Number | None = None
    tag: Tag | None = None
    alias: str = ""
    """The word itself where a tag is a single word, for patterns that name the word."""


class Units(NamedTuple):
    """The units of a sentence with the clause each belongs to."""

    sentence: int
    units: tuple[Unit, ...]
    clauses: tuple[int, ...]
    openers: tuple[str, ...]
    """The word or mark that opens each clause, empty for the first."""

    dates: tuple[int, ...]
    """The units that are dates."""

    def clause(self, number: int) -> range:
        """Return the units of a clause."""
        return range(bisect_left(self.clauses, number), bisect_right(self.clauses, number))


class Breaks(NamedTuple):
    """The words that open a clause, and what keeps "as" from being one."""

    words: frozenset[str]
    as_words: frozenset[str]
    not_after_as: frozenset[str]
    not_before_as: frozenset[str]
    not_before: frozenset[str]
    """Words after which a clause word is an adverb: "have since held"."""

    @property
    def openings(self) -> frozenset[str]:
        """Every key at which a clause may open."""
        return self.words | self.as_words | HARD_MARKS


def read_units(
    tokens: Sequence[Token], sentence: int, spans: Mapping[int, Unit], codebook: Codebook
) -> Units:
    """Cut the tokens of a sentence, or of a piece of it, into units.

    Parameters
    ----------
    spans
        The places and dates of the sentence as units, by their start: `given_units`.
    """
    tokens = [token for token in tokens if token.text not in QUOTES]
    lower = [token.text.casefold() for token in tokens]
    special = codebook.special
    units: list[Unit] = []
    stop = 0
    for at, word in enumerate(lower):
        if at < stop:
            continue
        token = tokens[at]
        start = token[0]
        if word not in special and start not in spans and not word[0].isdigit():
            # tuple.__new__ skips the defaults that Unit(...) fills in: half the time.
            kind = WORD if word[0].isalnum() or word[0] in WORD_MARKS else MARK
            units.append(tuple.__new__(Unit, (kind, word, start, token[1], -1, None, None, "")))
            continue
        unit, stop = _special(tokens, lower, at, spans, codebook)
        if unit is None or (unit.kind == NUMBER and _is_aside(units, lower[stop:], codebook)):
            has_total = unit is not None and unit.number is not None and unit.number.total
            stop = stop if has_total else at + 1  # all of "among them 55 of the 63 drones"
            units.extend(_plain(*row) for row in zip(tokens[at:stop], lower[at:stop], strict=True))
            continue
        units.append(unit)
    clauses, openers = _clauses(units, codebook)
    dates = tuple([at for at, unit in enumerate(units) if unit.kind == DATE])
    return Units(sentence, tuple(units), clauses, openers, dates)


def _is_aside(units: Sequence[Unit], after: Sequence[str], codebook: Codebook) -> bool:
    """Return whether a number only tells more of one already given, or of who acts.

    "including two children", "six of them children", "from four villages", "the two sides".
    """
    numbers, words = codebook.numbers, codebook.words["governors"]
    following = after[0] if after else ""
    before = units[-1].key if units else ""
    if before in words["them"] and len(units) > 1:
        before = units[-2].key  # "among them two children"
    if before in numbers.parts or following in words["parties"]:
        return True
    if before in words["asides"] and following in words["appositions"]:
        return True
    is_part = len(after) > PART_WORDS and following in words["of"] and after[1] in words["them"]
    return is_part and after[PART_WORDS] in codebook.people


def _special(
    tokens: Sequence[Token],
    lower: Sequence[str],
    at: int,
    spans: Mapping[int, Unit],
    codebook: Codebook,
) -> tuple[Unit | None, int]:
    """Return the place, date, weapon, target or number at a token, and the token after it."""
    given = spans.get(tokens[at].start)
    if given is not None:
        stop = _after(tokens, at, given.end)
        soil = codebook.words["governors"]["soil"]
        is_soil = given.kind == ACTOR and not given.key and "".join(lower[stop : stop + 1]) in soil
        if is_soil and not _points(lower[:at], lower[stop], codebook):
            return given._replace(kind=PLACE), stop  # "over Russian territory"
        return given, stop
    unit, stop = _tagged(tokens, lower, at, codebook.tags.get(lower[at], ()))
    if unit is None and (lower[at] in codebook.numbers.starts or lower[at][0].isdigit()):
        return _numbered(tokens, lower, at, spans, codebook.numbers)
    return unit, stop


def _points(before: Sequence[str], noun: str, codebook: Codebook) -> bool:
    """Return whether a noun points back to a place: "the northern Ukrainian city"."""
    definite = codebook.words["governors"]["definite"]
    return noun in codebook.references and not definite.isdisjoint(before[-POINTER_REACH:])


def _plain(token: Token, word: str) -> Unit:
    kind = WORD if word[0].isalnum() or word[0] in WORD_MARKS else MARK
    return Unit(kind, word, token.start, token.end)


def _after(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return the first token that starts at or after an offset."""
    at += 1
    while at < len(tokens) and tokens[at].start < end:
        at += 1
    return at


def given_units(
    resolutions: Sequence[tuple[int, Resolution]], dates: Sequence[tuple[int, DatedSpan]]
) -> dict[int, Unit]:
    """Return places and dates as units, by their start; a place wins over a date."""
    spans = {date.start: Unit(DATE, "", date.start, date.end, index) for index, date in dates}
    for index, resolution in resolutions:
        mention = resolution.mention
        if mention.use is Use.NAME_PART:
            continue
        kind = PLACE if mention.use is Use.LITERAL else ACTOR
        place = resolution.place
        key = "" if place is not None and place.kind in NATIONS else NEAR
        spans[mention.start] = Unit(kind, key, mention.start, mention.end, index)
    return spans


def _tagged(
    tokens: Sequence[Token], lower: Sequence[str], at: int, tags: Sequence[Tag]
) -> tuple[Unit | None, int]:
    """Return the weapon or target whose name starts at a token, and the token after it."""
    for tag in tags:
        stop = at + len(tag.words)
        if tuple(lower[at:stop]) == tag.words:
            mark = WEAPON_MARK if tag.kind == WEAPON else TARGET_MARK
            end = tokens[stop - 1].end
            alias = tag.words[0] if len(tag.words) == 1 else ""
            unit = Unit(tag.kind, mark + tag.key, tokens[at].start, end, tag=tag, alias=alias)
            return unit, stop
    return None, at


def _numbered(
    tokens: Sequence[Token],
    lower: Sequence[str],
    at: int,
    spans: Mapping[int, Unit],
    numbers: NumberWords,
) -> tuple[Unit | None, int]:
    """Return the number phrase that starts at a token, and the token after it."""
    number, stop = read_number(tokens, lower, at, numbers)
    if number is None or any(token.start in spans for token in tokens[at + 1 : stop]):
        return None, at
    return Unit(NUMBER, "", tokens[at].start, tokens[stop - 1].end, number=number), stop


def _clauses(units: Sequence[Unit], codebook: Codebook) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the clause of each unit and the words that open the clauses."""
    breaks, openings = codebook.breaks, codebook.openings
    starts = [
        at
        for at, unit in enumerate(units)
        if unit.key in openings and (unit.kind == MARK or (at and _opens(units, at, breaks)))
    ]
    ends = [*starts, len(units)]
    clauses = [0] * ends[0]
    for number, (start, end) in enumerate(pairwise(ends), 1):
        clauses += [number] * (end - start)
    return tuple(clauses), ("", *[units[at].key for at in starts])


def _opens(units: Sequence[Unit], at: int, breaks: Breaks) -> bool:
    word = units[at].key
    if word in breaks.words:
        return units[at - 1].key not in breaks.not_before
    if word not in breaks.as_words:
        return False
    after = units[at + 1].key if at + 1 < len(units) else ""
    return after not in breaks.not_after_as and units[at - 1].key not in breaks.not_before_as
