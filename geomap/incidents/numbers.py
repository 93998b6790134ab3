"""Number phrases: "at least 12", "30 to 40", "two dozen", "60 of the 76", "several", "3%"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.incidents.inflection import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.text import Token

__all__ = ["Number", "NumberWords", "number_words", "read_number"]

LONGEST_PERSON = 7  # tokens after "a" up to the person: "a 45-year-old local man"
LONGEST_DIGITS = 12
SETS = (
    *("vague", "articles", "share", "to", "of", "the", "years", "year_cues", "persons"),
    *("adjectives", "after", "parts", "ages", "halves", "joints"),
    *("out", "pairs", "owners", "kin", "growth", "from_", "between"),
)
TEN, HUNDRED = 10, 100
OLDEST = 110  # years of a person
YEARS = range(1900, 2100)
MARKS_BEFORE = frozenset("(\"“‘'~$€£")  # may touch a count


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
    halves: frozenset[str]
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
    sets = (words[key] for key in ("vague", "articles", "halves", "owners"))
    starts = {*values, *multiples}.union(*sets, *bounds.values())
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


def read_number(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[Number | None, int]:
    """Read the number phrase at a token: the number and the token after it, or ``None``."""
    if _is_one_of_kin(lower, at, words) or (
        lower[at] in words.articles and _is_one_person(lower, at, words)
    ):
        return Number(1.0, end=tokens[at].end), at + 1
    if lower[at] in words.articles and (pair := _pair(lower, at, words)):
        return Number(2.0, end=tokens[pair - 1].end), pair
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
        stop += 1
    if _is_no_count(tokens, lower, start, stop, words):
        return None, at
    return _with_total(number._replace(end=tokens[stop - 1].end), tokens, lower, stop, words)


def _is_one_person(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether "a" counts one person: "a man", "a 45-year-old woman"."""
    for offset, word in enumerate(lower[at + 1 : at + 1 + LONGEST_PERSON], at + 2):
        if word in words.persons:
            after = lower[offset] if offset < len(lower) else ""
            return word not in words.adjectives or not after.isalpha() or after in words.after
        if not (word == "-" or word[0].isalnum()) or word in words.articles or word in words.of:
            return False
    return False


def _is_one_of_kin(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether a person is told by another: "his wife", "their nine-year-old daughter"."""
    if lower[at] not in words.owners:
        return False
    reach = LONGEST_PERSON if lower[at + 2 : at + 3] == ["-"] else 2
    return not words.kin.isdisjoint(lower[at + 1 : at + 1 + reach])


def _pair(lower: Sequence[str], at: int, words: NumberWords) -> int | None:
    """Return the token after "a couple", "a married couple", but not of "a couple of drones"."""
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
        if at >= len(lower) or not (lower[at] in words.multiples or lower[at] in words.vague):
            return None, start, False
    if at < len(lower) and lower[at] in words.vague:
        return None, _after_vague(lower, at + 1, words), True
    if at < len(lower) and lower[at] in words.halves:
        return _half(tokens, lower, at, words)
    value, at = _digits(tokens, lower, at, words)
    while at < len(lower) and lower[at] in words.multiples:
        value = (1 if value is None else value) * words.multiples[lower[at]]
        at += 1
    if value is None:
        return None, start, False
    rest, after = _digits(tokens, lower, at + 1, words) if _is_joined(lower, at, words) else (0, at)
    return (value + rest, after, False) if rest and rest < HUNDRED <= value else (value, at, False)


def _is_joined(lower: Sequence[str], at: int, words: NumberWords) -> bool:
    """Return whether a number goes on over "and": "two hundred and six"."""
    return at < len(lower) and lower[at] in words.joints and lower[at - 1] in words.multiples


def _half(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[float | None, int, bool]:
    """Return "half a million" and "half of the 20"; half of what has no number is none."""
    following = lower[at + 1] if at + 1 < len(lower) else ""
    if following in words.articles and words.multiples.keys() & {*lower[at + 2 : at + 3]}:
        value, stop, _ = _value(tokens, lower, at + 1, words)
        return (value / 2, stop, False) if value else (None, at, False)
    start = at + 1 + (following in words.of)
    start += start < len(lower) and lower[start] in words.the
    is_figure = start < len(lower) and lower[start][0].isdigit()
    value, stop = _digits(tokens, lower, start, words) if is_figure else (None, at)
    return (value / 2, stop, False) if value else (None, at, False)


def _after_vague(lower: Sequence[str], at: int, words: NumberWords) -> int:
    """Return the token after "hundreds of thousands", "several thousand"."""
    while at + 1 < len(lower) and lower[at] in words.of and lower[at + 1] in words.vague:
        at += 2
    at += at < len(lower) and lower[at] in words.multiples
    return at


def _digits(
    tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords
) -> tuple[float | None, int]:
    """Return the figure at a token and the token after it; ``None`` if there is none."""
    if at >= len(lower):
        return None, at
    if not lower[at][0].isdigit():
        return _spelled(lower, at, words)
    touches = at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end
    plain = lower[at].replace(",", "")
    is_plain = len(plain) <= LONGEST_DIGITS and plain.replace(".", "", 1).isdecimal()
    if not is_plain or (touches and lower[at + 1].isalpha()):
        return None, at  # "14:30", "128th", "5km"
    return float(plain), at + 1


def _spelled(lower: Sequence[str], at: int, words: NumberWords) -> tuple[float | None, int]:
    """Return a number in words: "nine", "twenty-one", "двадцять один"."""
    value = words.values.get(lower[at])
    if value is None:
        return None, at
    step = 2 if lower[at + 1 : at + 2] == ["-"] else 1
    following = lower[at + step] if at + step < len(lower) else ""
    is_whole = step > 1 or lower[at + 2 : at + 3] != ["-"]  # not "twenty five-storey houses"
    units = words.values.get(following, TEN)
    if value > TEN and value % TEN == 0 and units < TEN and is_whole:
        return value + units, at + step + 1
    return value, at + 1


def _is_no_count(
    tokens: Sequence[Token], lower: Sequence[str], start: int, stop: int, words: NumberWords
) -> bool:
    """Return whether a number is an age, a part of a name or a year rather than a count."""
    follows = lower[stop] if stop < len(lower) else ""
    before = lower[start - 1] if start else ""
    if follows == "-" or follows in words.years or before in words.ages:
        return True
    if words.values.get(lower[start]) == 1 and (follows in words.of or before in words.the):
        return True  # "one of its largest", "the one that got through"
    if before == follows == "," and stop == start + 1 and lower[start].isdecimal():
        is_person = tokens[start - 2].text[:1].isupper()  # "Jane Doe, 50, …"
        return is_person and float(lower[start]) < OLDEST
    if start and lower[start][0].isdigit() and tokens[start - 1].end == tokens[start].start:
        return not before[0].isalnum() and before not in MARKS_BEFORE  # "Tu-95", "No.5"
    is_year = lower[start].isdecimal() and stop == start + 1 and int(lower[start]) in YEARS
    return is_year and before in words.year_cues


def _with_total(
    number: Number, tokens: Sequence[Token], lower: Sequence[str], stop: int, words: NumberWords
) -> tuple[Number, int]:
    """Add the whole of "60 of the 76", "60 out of 76"."""
    at = stop + (stop < len(lower) and lower[stop] in words.out)
    if at >= len(lower) or lower[at] not in words.of:
        return number, stop
    at += 1
    at += at < len(lower) and lower[at] in words.the
    total, after, _ = _value(tokens, lower, at, words) if at < len(lower) else (None, at, False)
    if total is None or number.value is None or total < number.value:
        return number, stop
    span = (tokens[at].start, tokens[after - 1].end)
    return number._replace(total=total, total_span=span), after
