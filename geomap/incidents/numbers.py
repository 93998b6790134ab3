"""Number phrases: "at least 12", "30 to 40", "two dozen", "60 of the 76", "several", "3%"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.ages import is_age
from geomap.incidents.figures import figure_at, with_part
from geomap.incidents.hours import is_hour
from geomap.incidents.shares import share_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.incidents.numerals import NumberWords
    from geomap.text import Token

__all__ = ["Number", "read_bracketed", "read_number", "with_ones"]

LONGEST_PERSON = 7  # tokens after "a" up to the person: "a 45-year-old local man"
LONGEST_STREET = 4  # tokens of "Academician Hlushko Avenue"
OWNER_REACH = 4  # tokens of "the city's" before the whole
ONE, HUNDRED = "1", 100
AGE_DIGITS = 2  # of most ages
AGE = 3  # tokens of "62-річний"
ALONE_REACH = 3  # tokens before a person that may number it: "двоє", "серед поранених"
YEARS = range(1900, 2100)
MARKS_BEFORE = frozenset("(\"“‘'~$€£")  # may touch a count


class Number(NamedTuple):
    """What a number phrase says; ``value`` is ``None`` where the words give no figure."""

    value: float | None
    low: float | None = None
    high: float | None = None
    approximate: bool = False
    is_share: bool = False
    is_measure: bool = False
    """Whether it is one of years, metres or money, and counts nobody: "14 years", "$40 million"."""
    is_pair: bool = False
    """Whether the words are of two people, without a noun behind them: "a couple"."""
    total: float | None = None
    """The whole a part is taken of: 76 in "60 of the 76"."""
    total_span: tuple[int, int] = (0, 0)
    end: int = 0
    """Where the number itself ends, before "of the 76"."""


def read_number(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[Number | None, int]:
    """Read the number phrase at a token: the number and the token after it, or ``None``."""
    number, stop = _read_words(lower, at, words)
    if number is not None:
        last = at if number.value == 1 else stop - 1
        return number._replace(end=tokens[last].end), stop
    if lower[at] in words.all and not words.but.isdisjoint(lower[at + 1 : at + 2]):
        return _rest(tokens, lower, at, words)
    bound, start = _bound(lower, at, words)
    value, stop, approximate = _value(tokens, lower, start, words)
    if stop == start:
        return None, at
    number = _bounded(value, bound, approximate=approximate)
    links = words.joints if start and lower[start - 1] in words.between else words.to
    has_grown = start > 1 and lower[start - 1] in words.from_ and lower[start - 2] in words.growth
    if stop < len(lower) - 1 and lower[stop] in links and value is not None and not has_grown:
        high, after, _ = _value(tokens, lower, stop + 1, words)
        if high is not None and high > value:
            number = Number((value + high) / 2, value, high, approximate=True)
            stop = after
    if stop < len(lower) and lower[stop] in words.share:
        number = number._replace(is_share=True)
        stop += 1 + (not words.cents.isdisjoint(lower[stop + 1 : stop + 2]))
    if _is_no_count(tokens, lower, start, stop, words):
        return None, at
    if _is_measure(lower, start, stop, words):
        return (number._replace(is_measure=True), at + 1) if start == at else (None, at)
    return _with_total(number._replace(end=tokens[stop - 1].end), tokens, lower, stop, words)


def _read_words(lower: Sequence[str], at: int, words: NumberWords) -> tuple[Number | None, int]:
    """Read what counts without a figure: "a couple", "nine in ten homes", "a man", "his wife"."""
    if pair := _pair(lower, at, words):
        return Number(2.0, is_pair=True), pair
    if share := share_at(lower, at, words):
        return Number(share[0], is_share=True), share[1]
    is_one = lower[at] in words.singles and _is_one_person(lower, at, words)
    is_one = is_one or _is_one_of_kin(lower, at, words)
    return (Number(1.0), _after_age(lower, at + 1, words)) if is_one else (None, at)


def _after_age(lower: Sequence[str], at: int, words: NumberWords) -> int:
    """Return the token behind "48-year-old" and before a person, else the token itself."""
    is_aged = lower[at + 1 : at + 2] == ["-"] and lower[at + 4 : at + 5] != []
    is_aged = is_aged and lower[at + 4] in words.olds and lower[at + 5 : at + 6] != []
    return at + 5 if is_aged and lower[at + 5] not in words.after else at


def read_bracketed(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[Number | None, int]:
    """Read the number that alone stands between a bracket before a token and the one behind it."""
    if at == len(lower):
        return None, at
    bound, start = _bound(lower, at, words)
    value, stop, approximate = _value(tokens, lower, start, words)
    is_alone = stop > start and lower[stop : stop + 1] == [")"]
    if not is_alone or value in YEARS:
        return None, at
    number = _bounded(value, bound, approximate=approximate)
    return number._replace(end=tokens[stop - 1].end), stop + 1


def _rest(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[Number | None, int]:
    """Return "all but two of the 14" as twelve of them; ``None`` if the whole is not told."""
    number, stop = read_number(tokens, lower, at + 2, words) if at + 2 < len(lower) else (None, at)
    if number is None or number.value is None or number.total is None:
        return None, at
    rest = number.total - number.value
    return number._replace(value=rest, low=None, high=None, end=tokens[stop - 1].end), stop


def with_ones(
    tokens: Sequence[Token], lower: Sequence[str], words: NumberWords
) -> tuple[Sequence[Token], Sequence[str]]:
    """Put a "1" before each person whom no number counts, where a language needs no "a".

    It takes the place of an age and of whose kin it is: "її 12-річний син" is "1 син".

    Examples
    --------
    >>> from geomap.incidents.numerals import number_words
    >>> words = number_words({"values": {"одну": 1}, "alone": ["жінку"]})
    >>> hurt = ["поранено", "жінку"]
    >>> with_ones(hurt, hurt, words)
    (['поранено', 'жінку', 'жінку'], ['поранено', '1', 'жінку'])
    >>> with_ones((), ["одну", "жінку"], words)[1]
    ['одну', 'жінку']
    """
    if words.alone.isdisjoint(lower):
        return tokens, lower
    told, keys = list(tokens), list(lower)
    for at in range(len(lower) - 1, -1, -1):
        if lower[at] in words.alone and not _is_numbered(lower, at, words):
            has_age = at >= AGE and lower[at - 2] == "-" and lower[at - 1] in words.years
            first = at - AGE * has_age
            first -= first > 0 and lower[first - 1] in words.owners
            told[first:at], keys[first:at] = [tokens[at]], [ONE]
    return told, keys


def _is_numbered(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether a person has a number, or is part of one: "двоє жінок", "серед них жінка"."""
    for word in reversed(lower[max(at - ALONE_REACH, 0) : at]):
        if word in words.breaks or not word[0].isalnum():
            return False
        is_number = word[0].isdigit() or word in words.starts - words.owners
        if is_number or word in words.parts:
            return True
    return False


def _is_one_person(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether "a" counts one person: "a man", "a 45-year-old woman"."""
    for offset, word in enumerate(lower[at + 1 : at + 1 + LONGEST_PERSON], at + 2):
        if word in words.persons or word in words.kin:
            after = lower[offset] if offset < len(lower) else ""
            if after in words.owns:
                return False  # "a soldier's uniform"
            is_noun = word not in words.adjectives or after in words.persons
            return is_noun or not after.isalpha() or after in words.after
        if _shows_person(lower, offset, words) or _is_aged(lower, offset, words):
            return True
        if not (word == "-" or word[0].isalnum()) or word in words.articles or word in words.after:
            return False
    return False


def _shows_person(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether what follows shows a person: "a seller, 52, and", "a seller who was"."""
    if lower[at : at + 1] == [","] and lower[at + 2 : at + 3] in ([","], ["."]):
        return lower[at + 1].isdecimal() and len(lower[at + 1]) == AGE_DIGITS
    return not words.who.isdisjoint(lower[at : at + 1])


def _is_aged(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether an age that ends before a token is a person: "a 38-year-old was"."""
    return lower[at - 1] in words.olds and not words.after.isdisjoint(lower[at : at + 1])


def _is_one_of_kin(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether a person is told by another: "his wife", "their nine-year-old daughter"."""
    if lower[at] not in words.owners:
        return False
    reach = LONGEST_PERSON if lower[at + 2 : at + 3] == ["-"] else 2
    return not words.kin.isdisjoint(lower[at + 1 : at + 1 + reach])


def _pair(lower: Sequence[str], at: int, words: NumberWords) -> int | None:
    """Return the token after "a couple", "a husband and wife", but not of "a couple of drones"."""
    following = lower[at + 1] if at + 1 < len(lower) else ""
    if lower[at] in words.both:
        return at + 1 if following in words.dying else None
    if lower[at] not in words.articles:
        return None
    is_kin = following in words.kin and not words.kin.isdisjoint(lower[at + 3 : at + 4])
    if is_kin and not words.joints.isdisjoint(lower[at + 2 : at + 3]):
        return at + 4
    for stop in range(at + 2, min(at + 4, len(lower) + 1)):
        if lower[stop - 1] in words.pairs:
            return stop if words.of.isdisjoint(lower[stop : stop + 1]) else None
    return None


def _bound(lower: Sequence[str], at: int, words: NumberWords) -> tuple[str, int]:
    for bound, phrases in (("low", words.lower), ("high", words.upper), ("about", words.about)):
        for phrase in phrases.get(lower[at], ()):
            if tuple(lower[at : at + len(phrase)]) == phrase:
                return bound, at + len(phrase)
    return "", at


def _bounded(value: float | None, bound: str, *, approximate: bool) -> Number:
    if value is None:
        return Number(None, approximate=True)
    if bound == "low":
        return Number(value, low=value, approximate=True)
    if bound == "high":
        return Number(value, high=value, approximate=True)
    return Number(value, approximate=approximate or bound == "about")


def _value(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[float | None, int, bool]:
    """Return the value, the token after it and whether it is vague; the same token if none."""
    start = at
    if at < len(lower) and lower[at] in words.articles:
        at += 1  # "a dozen", "a hundred", "a few"
        if at >= len(lower) or lower[at] not in words.counted:
            return None, start, False
    if at < len(lower) and lower[at] in words.vague:
        return None, _after_vague(lower, at + 1, words), True
    if at < len(lower) and lower[at] in words.fractions:
        return _half(tokens, lower, at, words)
    value, at = with_part(figure_at(tokens, lower, at, words), lower, words)
    at += lower[at : at + 1] == ["-"] and not words.multiples.keys().isdisjoint(
        lower[at + 1 : at + 2]
    )
    while at < len(lower) and lower[at] in words.multiples:
        value = (1 if value is None else value) * words.multiples[lower[at]]
        at += 1
    if value is None:
        return None, start, False
    rest, after = (
        figure_at(tokens, lower, at + 1, words) if _is_joined(lower, at, words) else (0, at)
    )
    return (value + rest, after, False) if rest and rest < HUNDRED <= value else (value, at, False)


def _is_joined(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether a number goes on over "and": "two hundred and six"."""
    return at < len(lower) and lower[at] in words.joints and lower[at - 1] in words.multiples


def _half(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[float | None, int, bool]:
    """Return "half a million", "a quarter of the 20"; half of what has no number is none."""
    part = words.fractions[lower[at]]
    first = at + 1 + (lower[at + 1 : at + 2] != [] and lower[at + 1] in words.of)
    following = lower[first] if first < len(lower) else ""
    if following in words.articles and words.multiples.keys() & {*lower[first + 1 : first + 2]}:
        value, stop, _ = _value(tokens, lower, first, words)
        return (value * part, stop, False) if value else (None, at, False)
    start = _after_the(lower, first, words)
    is_figure = start < len(lower) and lower[start][0].isdigit()
    value, stop = figure_at(tokens, lower, start, words) if is_figure else (None, at)
    return (value * part, stop, False) if value else (None, at, False)


def _after_vague(lower: Sequence[str], at: int, words: NumberWords) -> int:
    """Return the token after "hundreds of thousands", "several thousand"."""
    while at + 1 < len(lower) and lower[at] in words.of and lower[at + 1] in words.vague:
        at += 2
    at += at < len(lower) and lower[at] in words.multiples
    return at


def _is_no_count(
    tokens: Sequence[Token], lower: Sequence[str], start: int, stop: int, words: NumberWords
) -> bool:
    """Return whether a number is an age, a part of a name or a year rather than a count."""
    follows = lower[stop] if stop < len(lower) else ""
    before = lower[start - 1] if start else ""
    if is_age(tokens, lower, start, stop, words):
        return True
    if is_hour(lower, start, stop, words) or _is_labelled(tokens, lower, start, stop, words):
        return True
    owner = lower[start - 2] if start > 1 else ""
    if before in words.of and (follows in words.wholes or owner in words.peopled):
        return True  # "three of one family", "a city of 67,000"
    is_one = words.values.get(lower[start]) == 1 and before not in words.but
    is_none = is_one and before in words.nones  # "no one", "not one person"
    is_one = is_one and not _has_whole(lower, stop, before, words)
    if is_none or (is_one and (follows in words.of or before in words.the)):
        return True  # "one of its largest", "the one that got through"
    if start and lower[start][0].isdigit() and tokens[start - 1].end == tokens[start].start:
        return not before[0].isalnum() and before not in MARKS_BEFORE  # "Tu-95", "No.5"
    is_year = lower[start].isdecimal() and stop == start + 1 and int(lower[start]) in YEARS
    return is_year and (before in words.year_cues or before in words.articles)  # "a 1972 block"


def _is_measure(lower: Sequence[str], start: int, stop: int, words: NumberWords) -> bool:
    """Return whether a number is one of years, metres or money: "14 years", "$40 million"."""
    is_money = start > 0 and lower[start - 1] in words.money
    return is_money or (stop < len(lower) and lower[stop] in words.years)


def _has_whole(lower: Sequence[str], at: int, before: str, words: NumberWords) -> bool:
    """Return whether "one" is a part that counts: "one of the two hit P", not "was one of two"."""
    at = _after_the(lower, at + 1, words) if lower[at : at + 1] and lower[at] in words.of else 0
    is_told = 0 < at < len(lower) and (lower[at][0].isdigit() or lower[at] in words.values)
    return is_told and before not in words.being


def _is_labelled(
    tokens: Sequence[Token], lower: Sequence[str], start: int, stop: int, words: NumberWords
) -> bool:
    """Return whether a figure is the name of one of many: "42 Peace Avenue", "reactor 4"."""
    if not lower[start].isdecimal() or stop != start + 1:
        return False
    if start and lower[start - (1 + (lower[start - 1] == "." and start > 1))] in words.labels:
        return True
    for at in range(stop, min(stop + LONGEST_STREET, len(lower))):
        if not tokens[at].text[0].isupper():
            return False
        if lower[at] in words.streets:
            return True
    return False


def _with_total(
    number: Number, tokens: Sequence[Token], lower: Sequence[str], stop: int, words: NumberWords
) -> tuple[Number, int]:
    """Add the whole of "60 of the 76", "60 out of 76"."""
    at = stop + (stop < len(lower) and lower[stop] in words.out)
    if at >= len(lower) or lower[at] not in words.of:
        return number, stop
    at = _after_the(lower, at + 1, words)
    total, after, _ = _value(tokens, lower, at, words) if at < len(lower) else (None, at, False)
    if total is None or number.value is None or total < number.value:
        return number, stop
    span = (tokens[at].start, tokens[after - 1].end)
    return number._replace(total=total, total_span=span), after


def _after_the(lower: Sequence[str], at: int, words: NumberWords) -> int:
    """Return the token after "the" or "the city's", before the whole of "60 of the 76"."""
    owned = (n + 1 for n in range(at, min(at + OWNER_REACH, len(lower))) if lower[n] in words.owns)
    return next(owned, at + (at < len(lower) and lower[at] in words.the))
