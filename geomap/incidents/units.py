"""A sentence as units: the words, numbers, dates, places, weapons and targets it is made of.

Patterns and frames look at units, not at characters: a place of three words, "Shahed
drones" and "at least 12" are one unit each. Quotation marks are no units.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import reduce
from itertools import pairwise, repeat
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.asides import is_aside
from geomap.incidents.marks import with_dashes, without_quotes
from geomap.incidents.numbers import read_bracketed, read_number, with_ones
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.dates import DatedSpan
    from geomap.incidents.codebook import Codebook
    from geomap.incidents.numbers import Number
    from geomap.incidents.numerals import NumberWords
    from geomap.records import Resolution
    from geomap.text import Token

__all__ = ["MEASURE", "Breaks", "PlainWords", "Tag", "Unit", "Units", "given_units", "read_units"]

WORD, MARK, NUMBER, DATE, PLACE, ACTOR, WEAPON, TARGET = "w,ndpaxf"
MEASURE = "m"  # how a word is noted that is a number of years, metres or money
NAMED = (WEAPON, TARGET)  # kinds with a tag and perhaps an alias
WEAPON_MARK, TARGET_MARK = "[#"  # before the keys of weapons and targets
KIND_MARK = "~"  # before a kind where it stands among keys
NEAR = "~near"  # the key of a place that is no country, however it is used
PART = "~part"  # the key of a number that is a part of another: "12 of 14"
NATIONS = frozenset({"country", "continent"})
POINTER_REACH = 2  # words from "the" to "Ukrainian" in "the northern Ukrainian city"
WORD_MARKS = "'’%"  # what a word of the text may start with: 's, %
HARD_MARKS = frozenset(";:—–|")
END_MARK = ";"  # no gap of a pattern goes on behind it
PAST = "ed"  # how most verbs end that go on with a clause; there are no others to list
RELATIVE_REACH = 2  # units back from "which" to the comma before it: ", for which"
PART_REACH = 4  # from "them": ", at least six of them"
REMEMBERED_WORDS = 20_000  # of a language, whose kind is known


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

    @property
    def word(self) -> str:
        """The word itself, also where a tag stands for it; else the key."""
        return self.alias or self.key


class Units(NamedTuple):
    """The units of a sentence with the clause each belongs to."""

    sentence: int
    units: tuple[Unit, ...]
    clauses: tuple[int, ...]
    openers: tuple[str, ...]
    """The word or mark that opens each clause, empty for the first."""
    mains: tuple[int, ...]
    """The clause that each goes on with: in "P, which …, was hit" the last is the first."""
    insertions: tuple[range, ...]
    """Clauses between two commas of another that goes on behind them, with their commas."""
    spots: Mapping[str, Sequence[int]]
    """Where the units of each kind stand; words and marks are not noted."""
    words: Sequence[str]
    """The keys of the units."""
    aliases: Mapping[int, str]
    """The aliases of those units that have one."""
    keys: frozenset[str]
    """Keys and aliases without their order: the shortest way to tell that a word is not there."""
    signs: Sequence[int]
    """Which elements of patterns each unit fits, as bits: `patterns.signs_of`."""
    missing: int
    """Which elements no unit fits."""

    @property
    def dates(self) -> Sequence[int]:
        """The units that are dates."""
        return self.spots.get(DATE, ())

    def main(self, at: int) -> int:
        """Return the clause of a unit, of one that goes on behind an insertion the first part."""
        return self.mains[self.clauses[at]]

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
    relative: frozenset[str]
    """Those of the words whose clause may end at a comma: "P, which …, was hit"."""
    parts: frozenset[str]
    """Words of an aside that takes up what stands before it: ", most of them women, were hurt"."""
    finite: frozenset[str]
    """Verbs that go on with the clause before, and the adverbs that may stand before them."""
    adverbs: frozenset[str]
    apart: frozenset[str]
    """Those of the words over which no gap of a pattern goes on: "while", "as"."""

    @property
    def openings(self) -> frozenset[str]:
        """Every key at which a clause may open."""
        return self.words | self.as_words | HARD_MARKS

    def is_verb(self, word: str) -> bool:
        """Return whether a word is a verb that a clause goes on with: "was", "destroyed"."""
        return word in self.finite or word.endswith(PAST)


def read_units(
    tokens: Sequence[Token],
    lower: Sequence[str],
    sentence: int,
    spans: Mapping[int, Unit],
    codebook: Codebook,
) -> Units:
    """Cut the tokens of a sentence, or of a piece of it, into units.

    Parameters
    ----------
    lower
        The tokens with case folded.
    spans
        The places and dates of the sentence as units, by their start: `given_units`.
    """
    lower = with_dashes(tokens, lower, spans)
    tokens, lower = without_quotes(*with_ones(tokens, lower, codebook.numbers))
    plain, new = codebook.plain, tuple.__new__  # half the time of Unit(...) with its defaults
    units: list[Unit] = []
    spots: dict[str, list[int]] = {}
    stop = 0
    for at, word in enumerate(lower):
        if at < stop:
            continue
        token, kind = tokens[at], plain[word]
        start = token[0]
        if kind and start not in spans:
            units.append(new(Unit, (kind, word, start, token[1], -1, None, None, "")))
            continue
        unit, stop = _special(tokens, lower, at, spans, codebook)
        if unit is None or (unit.kind == NUMBER and is_aside(units, lower[stop:], codebook)):
            stop = at + 1 if unit is None else stop  # all of "among them at least 55 of the 63"
            units.extend(_plain(*row) for row in zip(tokens[at:stop], lower[at:stop], strict=True))
            continue
        if unit.number is not None and unit.number.is_measure:
            spots.setdefault(MEASURE, []).append(len(units))
            units.append(unit._replace(kind=WORD, number=None))
            continue
        if unit.kind == PLACE and lower[stop : stop + 1] == ["("]:
            figure, after = read_bracketed(tokens, lower, stop + 1, codebook.numbers)
            unit, stop = (unit._replace(number=figure), after) if figure else (unit, stop)
        spots.setdefault(unit.kind, []).append(len(units))
        units.append(unit)
    words = [unit[1] for unit in units]
    aliases = {at: units[at].alias for kind in NAMED for at in spots.get(kind, ())}
    signs = _signs(words, aliases, spots, codebook.signs)
    parts = _clauses(units, words, codebook)
    clauses, openers, *_ = parts
    for number in [n for n, opener in enumerate(openers) if opener in codebook.breaks.apart]:
        at = bisect_left(clauses, number)
        if words[at] == openers[number]:
            signs[at] |= codebook.signs[END_MARK]
    return Units(
        sentence,
        tuple(units),
        *parts,
        spots,
        words,
        aliases,
        frozenset((*words, *aliases.values())),
        signs,
        codebook.all_signs & ~reduce(or_, signs, 0),
    )


def _signs(
    words: Sequence[str],
    aliases: Mapping[int, str],
    spots: Mapping[str, Sequence[int]],
    signs: Mapping[str, int],
) -> list[int]:
    """Return which elements of patterns each unit fits, by its key, its kind and its alias."""
    found = list(map(signs.get, words, repeat(0)))
    for kind, places in spots.items():
        for at in places:
            found[at] |= signs.get(KIND_MARK + kind, 0) | signs.get(aliases.get(at, ""), 0)
    return found


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
    return Unit(_kind_of(word), word, token.start, token.end)


def _kind_of(word: str) -> str:
    return WORD if word[0].isalnum() or word[0] in WORD_MARKS else MARK


class PlainWords(dict[str, str]):
    """The kind of each word, empty for those at which something else may start.

    A word is worked out once; the few that an article has are nearly all known.
    """

    def __init__(self, special: Collection[str]) -> None:
        self.special = special

    def __missing__(self, word: str) -> str:
        is_special = word in self.special or word[0].isdigit()
        kind = "" if is_special else _kind_of(word)
        if len(self) < REMEMBERED_WORDS:
            self[word] = kind
        return kind


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
    if number is None:
        return None, at
    if any(token.start in spans for token in tokens[at + 1 : stop]):
        stop = _after(tokens, at, number.end)  # "180,000 of Kherson's 300,000 people"
        if number.total is None or any(token.start in spans for token in tokens[at + 1 : stop]):
            return None, at
    key = PART if number.total is not None else lower[at] if number.is_measure else ""
    return Unit(NUMBER, key, tokens[at].start, tokens[stop - 1].end, number=number), stop


def _clauses(
    units: Sequence[Unit], words: Sequence[str], codebook: Codebook
) -> tuple[tuple[int, ...], tuple[str, ...], tuple[int, ...], tuple[range, ...]]:
    """Return the clause of each unit, what opens each, what each goes on with; the insertions."""
    breaks, openings = codebook.breaks, codebook.openings
    starts = [
        at
        for at, word in enumerate(words)
        if word in openings and (units[at].kind == MARK or (at and _opens(units, at, breaks)))
    ]
    resumed = _resumed(words, starts, breaks)
    starts = sorted({*starts, *resumed})
    ends = [*starts, len(units)]
    clauses = [0] * ends[0]
    for number, (start, end) in enumerate(pairwise(ends), 1):
        clauses += [number] * (end - start)
    openers, mains = [""], [0]
    for number, at in enumerate(starts, 1):
        main = mains[clauses[resumed[at]]] if at in resumed else number
        openers.append(openers[main] if at in resumed else words[at])
        mains.append(main)
    insertions = tuple([range(start, end + 1) for end, start in resumed.items()])
    return tuple(clauses), tuple(openers), tuple(mains), insertions


def _resumed(words: Sequence[str], starts: Sequence[int], breaks: Breaks) -> dict[int, int]:
    """Return the commas at which a clause goes on behind an insertion, each with its first."""
    found: dict[int, int] = {}
    inserted = [(at, RELATIVE_REACH) for at in starts if words[at] in breaks.relative]
    if not breaks.parts.isdisjoint(words):
        inserted += [(at, PART_REACH) for at, word in enumerate(words) if word in breaks.parts]
    for start, reach in inserted:
        opening = range(start - 1, max(0, start - 1 - reach), -1)
        before = next((at for at in opening if words[at] == ","), None)
        if before is None:
            continue
        for at in range(start + 1, len(words) - 2):
            if words[at] in HARD_MARKS:
                break
            if words[at] == "," and _goes_on(words, at + 1, breaks):
                found.setdefault(at, before)
                break
    return found


def _goes_on(words: Sequence[str], at: int, breaks: Breaks) -> bool:
    """Return whether a finite verb stands there, perhaps behind an adverb: "was", "again fell"."""
    verb = words[at + 1] if words[at] in breaks.adverbs else words[at]
    return breaks.is_verb(verb)


def _opens(units: Sequence[Unit], at: int, breaks: Breaks) -> bool:
    word = units[at].key
    if word in breaks.words:
        return units[at - 1].key not in breaks.not_before
    if word not in breaks.as_words:
        return False
    after = units[at + 1].key if at + 1 < len(units) else ""
    return after not in breaks.not_after_as and units[at - 1].key not in breaks.not_before_as
