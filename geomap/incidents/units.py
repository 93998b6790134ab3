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

from geomap.incidents.numbers import read_number
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.dates import DatedSpan
    from geomap.incidents.codebook import Codebook
    from geomap.incidents.numbers import Number, NumberWords
    from geomap.records import Resolution
    from geomap.text import Token

__all__ = ["Breaks", "PlainWords", "Tag", "Unit", "Units", "given_units", "read_units"]

WORD, MARK, NUMBER, DATE, PLACE, ACTOR, WEAPON, TARGET = "w,ndpaxf"
NAMED = (WEAPON, TARGET)  # kinds with a tag and perhaps an alias
QUOTES = frozenset("\"“”„«»‘‹›'’*")
WEAPON_MARK, TARGET_MARK = "[#"  # before the keys of weapons and targets
KIND_MARK = "~"  # before a kind where it stands among keys
NEAR = "~near"  # the key of a place that is no country, however it is used
NATIONS = frozenset({"country", "continent"})
POINTER_REACH = 2  # words from "the" to "Ukrainian" in "the northern Ukrainian city"
PART_WORDS = 2  # "of them" after a number that is a part
WORD_MARKS = "'’%"  # what a word of the text may start with: 's, %
HARD_MARKS = frozenset(";:—–|")
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


class Units(NamedTuple):
    """The units of a sentence with the clause each belongs to."""

    sentence: int
    units: tuple[Unit, ...]
    clauses: tuple[int, ...]
    openers: tuple[str, ...]
    """The word or mark that opens each clause, empty for the first."""

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
    if not QUOTES.isdisjoint(lower):
        tokens = [token for token in tokens if token.text not in QUOTES]
        lower = [word for word in lower if word not in QUOTES]
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
        if unit is None or (unit.kind == NUMBER and _is_aside(units, lower[stop:], codebook)):
            has_total = unit is not None and unit.number is not None and unit.number.total
            stop = stop if has_total else at + 1  # all of "among them 55 of the 63 drones"
            units.extend(_plain(*row) for row in zip(tokens[at:stop], lower[at:stop], strict=True))
            continue
        spots.setdefault(unit.kind, []).append(len(units))
        units.append(unit)
    words = [unit[1] for unit in units]
    aliases = {at: units[at].alias for kind in NAMED for at in spots.get(kind, ())}
    signs = _signs(words, aliases, spots, codebook.signs)
    return Units(
        sentence,
        tuple(units),
        *_clauses(units, words, codebook),
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
    if number is None or any(token.start in spans for token in tokens[at + 1 : stop]):
        return None, at
    return Unit(NUMBER, "", tokens[at].start, tokens[stop - 1].end, number=number), stop


def _clauses(
    units: Sequence[Unit], words: Sequence[str], codebook: Codebook
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the clause of each unit and the words that open the clauses."""
    breaks, openings = codebook.breaks, codebook.openings
    starts = [
        at
        for at, word in enumerate(words)
        if word in openings and (units[at].kind == MARK or (at and _opens(units, at, breaks)))
    ]
    ends = [*starts, len(units)]
    clauses = [0] * ends[0]
    for number, (start, end) in enumerate(pairwise(ends), 1):
        clauses += [number] * (end - start)
    return tuple(clauses), ("", *[words[at] for at in starts])


def _opens(units: Sequence[Unit], at: int, breaks: Breaks) -> bool:
    word = units[at].key
    if word in breaks.words:
        return units[at - 1].key not in breaks.not_before
    if word not in breaks.as_words:
        return False
    after = units[at + 1].key if at + 1 < len(units) else ""
    return after not in breaks.not_after_as and units[at - 1].key not in breaks.not_before_as
