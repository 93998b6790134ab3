"""Number phrases: "at least 12", "30 to 40", "two dozen", "60 of the 76", "several", "3%"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.text import Token

__all__ = ["Number", "NumberWords", "number_words", "read_number"]

LONGEST_PERSON = 7  # tokens after "a" up to the person: "a 45-year-old local man"
LONGEST_DIGITS = 12
YEARS = range(1900, 2100)


class Number(NamedTuple):
    """What a number phrase says; ``value`` is ``None`` where the words give no figure."""

    value: float | None
    low: float | None = None
    high: float | None = None
    approximate: bool = False
    is_share: bool = False
    total: float | None = None
    """The whole a part is taken of: 76 in "60 of the 76"."""
    total_span: tuple[int, int] = (0, 0)
    end: int = 0
    """Where the number itself ends, before "of the 76"."""


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
    persons: frozenset[str]
    parts: frozenset[str]
    """Words before a number that is a part of one already given: "including two children"."""
    starts: frozenset[str]


def number_words(section: Mapping[str, object]) -> NumberWords:
    """Read the ``numbers`` section of a language."""
    values: dict[str, int] = dict(section.get("values", {}))  # type: ignore[call-overload]
    multiples: dict[str, int] = dict(section.get("multiples", {}))  # type: ignore[call-overload]
    words = {
        key: frozenset(section.get(key, ()))  # type: ignore[call-overload]
        for key in ("vague", "articles", "share", "to", "of", "the", "years", "persons", "parts")
    }
    bounds = {key: _phrases(section.get(key, ())) for key in ("lower", "upper", "about")}
    starts = {*values, *multiples, *words["vague"], *words["articles"]}
    starts.update(*bounds.values())
    return NumberWords(
        values=values, multiples=multiples, **words, **bounds, starts=frozenset(starts)
    )


def _phrases(phrases: object) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return phrases by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:  # type: ignore[attr-defined]
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {word: tuple(sorted(rows, key=len, reverse=True)) for word, rows in found.items()}


def read_number(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[Number | None, int]:
    """Read the number phrase at a token: the number and the token after it, or ``None``."""
    if lower[at] in words.articles and _is_one_person(lower, at, words):
        return Number(1.0, end=tokens[at].end), at + 1
    bound, start = _bound(lower, at, words)
    value, stop, approximate = _value(tokens, lower, start, words)
    if stop == start:
        return None, at
    number = _bounded(value, bound, approximate=approximate)
    if stop < len(lower) - 1 and lower[stop] in words.to and value is not None:
        high, after, _ = _value(tokens, lower, stop + 1, words)
        if high is not None and high > value:
            number = Number((value + high) / 2, value, high, approximate=True)
            stop = after
    if stop < len(lower) and lower[stop] in words.share:
        number = number._replace(is_share=True)
        stop += 1
    if _is_no_count(tokens, lower, start, stop, words, number):
        return None, at
    return _with_total(number._replace(end=tokens[stop - 1].end), tokens, lower, stop, words)


def _is_one_person(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether "a" counts one person: "a man", "a 45-year-old woman"."""
    for word in lower[at + 1 : at + 1 + LONGEST_PERSON]:
        if word in words.persons:
            return True
        if not (word == "-" or word[0].isalnum()) or word in words.articles or word in words.of:
            return False
    return False


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
        if at >= len(lower) or lower[at] not in words.multiples | dict.fromkeys(words.vague, 0):
            return None, start, False
    if at < len(lower) and lower[at] in words.vague:
        return None, _after_vague(lower, at + 1, words), True
    value, at = _digits(tokens, lower, at, words)
    while at < len(lower) and lower[at] in words.multiples:
        value = (1 if value is None else value) * words.multiples[lower[at]]
        at += 1
    return (None, start, False) if value is None else (value, at, False)


def _after_vague(lower: Sequence[str], at: int, words: NumberWords) -> int:
    """Return the token after "hundreds of thousands"."""
    while at + 1 < len(lower) and lower[at] in words.of and lower[at + 1] in words.vague:
        at += 2
    return at


def _digits(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[float | None, int]:
    if at >= len(lower):
        return None, at
    word = lower[at]
    if not word[0].isdigit():
        value = words.values.get(word)
        if value is None:
            return None, at
        following = lower[at + 2] if at + 2 < len(lower) and lower[at + 1] == "-" else ""
        if value >= 20 and words.values.get(following, 99) < 10:  # noqa: PLR2004 - twenty-one
            return value + words.values[following], at + 3
        return value, at + 1
    if at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end and lower[at + 1].isalpha():
        return None, at  # "128th", "5km"
    plain = word.replace(",", "")
    if ":" in plain or plain.count(".") > 1 or len(plain) > LONGEST_DIGITS:
        return None, at
    try:
        return float(plain), at + 1
    except ValueError:
        return None, at


def _is_no_count(  # noqa: PLR0913 - one phrase and its surroundings
    tokens: Sequence[Token],
    lower: Sequence[str],
    start: int,
    stop: int,
    words: NumberWords,
    number: Number,
) -> bool:
    """Return whether digits are an age, a name or a year rather than a count."""
    follows = lower[stop] if stop < len(lower) else ""
    if follows == "-" or follows in words.years:
        return True
    if lower[start] in words.values and words.values[lower[start]] == 1 and follows in words.of:
        return True  # "one of its largest"
    joined = start and lower[start][0].isdigit() and tokens[start - 1].end == tokens[start].start
    if joined and not lower[start - 1][0].isalnum() and lower[start - 1] not in "(\"“‘'~$€£":
        return True  # "Tu-95", "No.5"
    is_year = number.value in YEARS and stop == start + 1 and lower[start].isdecimal()
    return is_year and start > 0 and lower[start - 1] in words.to | words.of | {"in", "since"}


def _with_total(
    number: Number, tokens: Sequence[Token], lower: Sequence[str], stop: int, words: NumberWords
) -> tuple[Number, int]:
    """Add the whole of "60 of the 76"."""
    at = stop + 1
    if stop >= len(lower) or lower[stop] not in words.of:
        return number, stop
    at += at < len(lower) and lower[at] in words.the
    total, after, _ = _value(tokens, lower, at, words) if at < len(lower) else (None, at, False)
    if total is None or number.value is None or total < number.value:
        return number, stop
    span = (tokens[at].start, tokens[after - 1].end)
    return number._replace(total=total, total_span=span), after
