"""Guards: names that are persons, organisations or common words, each with its reason."""

from __future__ import annotations

from itertools import compress, count
from typing import TYPE_CHECKING

from geomap.gazetteer.schema import SETTLEMENTS
from geomap.records import Use
from geomap.text import HYPHENS

if TYPE_CHECKING:
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.reading import Draft, Reading

__all__ = ["guard_organisations", "guard_persons"]

_PARTICLES = frozenset(
    {
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "al",
        "bin",
        "ibn",
        "el",
        "la",
        "ten",
        "ter",
        "du",
        "le",
        "dos",
        "das",
        "do",
        "abu",
    }
)
_PERSON_WORDS = 4  # the longest person's name that is followed
_CLOSING = frozenset("().;")
_INITIAL = 1
_AGE_DIGITS = 2
_SMALL = 50_000  # people
_CITY = 200_000  # the same where a relative is named: Warren, Troy


def guard_persons(reading: Reading, cover: dict[int, Draft], lexis: Lexis) -> dict[str, str]:
    """Claim drafts (given by token) inside persons' names; return the full name by surname.

    A person is a title or role before capitalised words, a given name before one, or an
    initial before one. Names of several words that the gazetteer holds come first.
    """
    persons: dict[str, str] = {}
    done = 0
    for token in _pointed_at(reading, lexis):
        sentence = reading.sentences[token]
        if token < done or reading.is_shouted[sentence]:
            continue
        bounds = reading.bounds[sentence]
        is_aged = _is_aged(reading, token, bounds, cover, lexis)
        last = token + 1 if is_aged else _person_end(reading, token, bounds, cover, lexis)
        if last is None:
            continue
        done = last
        name = reading.span_text(token, last)
        reason = f"part of a person's name: {name}"
        persons[reading.texts[last - 1]] = name
        reading.marks[token:last] = ["<person>"] * (last - token)
        given = cover.get(token)
        if given is not None and given.is_demonym and given.is_open:
            given.use, given.reason = Use.NAME_PART, reason  # "German Titov"
        _claim(token, last, cover, reason)
    return persons


def _pointed_at(reading: Reading, lexis: Lexis) -> list[int]:
    """Return the capitalised words that something beside them may make persons.

    It is quick, and leaves none out wrongly.
    """
    given, words, kin, numbers = lexis.given, lexis.person_words, lexis.kin, reading.sentences
    beside = [*reading.lows, "", ""]  # so that the first token has a word before it, too
    return [
        token
        for token in reading.capitals
        if (low := beside[token]) in given
        or len(low) == _INITIAL
        or (beside[token - 1] in words and numbers[token - 1] == numbers[token])
        or beside[token + 1] == ","  # "Lincoln, 42, was hurt"
        or (beside[token - 1] == "," and beside[token - 2] in kin)
    ]


def _person_end(
    reading: Reading,
    token: int,
    bounds: tuple[int, int],
    cover: dict[int, Draft],
    lexis: Lexis,
) -> int | None:
    """Return where the person's name that starts at a token ends, or ``None``."""
    low, first = reading.lows[token], bounds[0]
    is_titled = _title_before(reading, token, first) in lexis.titles
    is_titled = is_titled or _is_relative(reading, token, first, cover, lexis)
    is_author = token > first and reading.lows[token - 1] in lexis.bylines
    is_given = low in lexis.given and not (token == first and low in lexis.function)
    if not (is_titled or is_author or is_given or len(low) == _INITIAL):
        return None
    draft = cover.get(token)
    is_word = low in lexis.function and low not in lexis.given
    is_word = is_word or (is_titled and draft is not None and _is_town_in_case(draft))
    if is_word or (draft is not None and not _may_be_given(draft, low, lexis)):
        return None
    last = _name_run(reading, token, bounds[1], cover, lexis)
    is_country = draft is not None and draft.first_kind == "country" and not draft.is_demonym
    if is_titled:
        is_honoured = _title_before(reading, token, first) in lexis.honorifics
        is_state = is_country and not (is_honoured or (is_given and last - token > 1))
        return None if low in lexis.titles or is_state else last
    if last - token == 1 or (draft is not None and draft.is_demonym):
        return None
    if is_country and not _is_surname(reading, token + 1, cover, lexis):
        return None
    is_initial = len(low) == _INITIAL and reading.texts[token + 1] == "."
    is_name = (is_given or is_initial) and not _is_container(cover.get(last - 1))
    is_person = is_name and not _is_headed(reading, last, bounds[1], lexis)
    return last if is_person or (is_author and (draft is None or _is_small(draft))) else None


def _is_aged(
    reading: Reading,
    token: int,
    bounds: tuple[int, int],
    cover: dict[int, Draft],
    lexis: Lexis,
) -> bool:
    """Return whether an age stands behind a single name: "Lincoln, 42, was hurt"."""
    lows, behind = reading.lows, token + 1
    if behind + 2 >= bounds[1] or not lows[behind] == lows[behind + 2] == ",":
        return False
    draft, age = cover.get(token), lows[behind + 1]
    if draft is None or draft.last != behind or draft.first != token or draft.cue is not None:
        return False
    if draft.is_demonym or draft.first_kind == "country":
        return False
    before = lows[token - 1] if token > bounds[0] else ""
    is_placed = before in lexis.strong_prep or before in lexis.weak_prep or before in lexis.links
    return age.isdecimal() and len(age) == _AGE_DIGITS and not is_placed


def _may_be_given(draft: Draft, low: str, lexis: Lexis) -> bool:
    """Return whether a name of the gazetteer may be a person's first: Victoria, German."""
    if draft.is_demonym:
        return low in lexis.given
    return draft.last - draft.first == 1 and draft.cue is None


def _is_headed(reading: Reading, last: int, limit: int, lexis: Lexis) -> bool:
    """Return whether a head noun ends the name: "Sydney Harbour Bridge"."""
    return last < limit and reading.is_capital[last] and _is_common_head(reading.lows[last], lexis)


def _is_common_head(low: str, lexis: Lexis) -> bool:
    return low in lexis.heads or low in lexis.after


def _is_container(draft: Draft | None) -> bool:
    """Return whether a draft is a country or state: "Victoria, Texas" without its comma."""
    return (
        draft is not None
        and draft.first_kind in {"country", "admin1"}
        and draft.candidates[0].match == "official"
    )


def _is_surname(reading: Reading, token: int, cover: dict[int, Draft], lexis: Lexis) -> bool:
    """Return whether a word may follow a country's name that is a given name: Israel Katz."""
    low, place = reading.lows[token], cover.get(token)
    return not (
        (place is not None and not _is_small(place))
        or reading.is_title[reading.sentences[token]]
        or low in lexis.offices
        or low in lexis.verbs
        or low in lexis.organisations
        or low in lexis.common
        or low in lexis.directions
    )


def _is_small(draft: Draft, people: int = _SMALL) -> bool:
    """Return whether a name is first of all a small town, as most surnames are somewhere."""
    places = [candidate.place for candidate in draft.candidates[:1]]
    return all(p.kind in SETTLEMENTS and p.population < people for p in places)


def _is_town_in_case(draft: Draft) -> bool:
    """Return whether a name is that of a town in a case: "мер Харкова" is the mayor of Kharkiv."""
    return draft.is_declined and not _is_small(draft)


def _title_before(reading: Reading, token: int, first: int) -> str:
    """Return the word in front of a name, the full stop of "Dr." skipped; empty at the start."""
    at = token - 1
    if at > first and reading.texts[at] == "." and reading.is_glued[at]:
        at -= 1
    return reading.lows[at] if at >= first else ""


def _is_relative(
    reading: Reading, token: int, first: int, cover: dict[int, Draft], lexis: Lexis
) -> bool:
    """Return whether commas set a name off behind a relative: "her son, Troy of Derby, wrote"."""
    lows, draft = reading.lows, cover.get(token)
    if token - 2 < first or lows[token - 1] != "," or lows[token - 2] not in lexis.kin:
        return False
    behind = lows[token + 1] if token + 1 < len(lows) else "."
    is_set_off = behind in _CLOSING or behind in lexis.links or behind in lexis.parts
    return is_set_off and (draft is None or _is_small(draft, _CITY))


def _name_run(
    reading: Reading, token: int, limit: int, cover: dict[int, Draft], lexis: Lexis
) -> int:
    """Return the end of the capitalised words that may belong to one person's name."""
    last = token + 1
    while last < limit and last - token <= _PERSON_WORDS:
        low = reading.lows[last]
        if reading.texts[last] == "." and len(reading.texts[last - 1]) == _INITIAL:
            last += 1
            continue
        if reading.texts[last] in HYPHENS and reading.is_glued[last] and last + 1 < limit:
            if not reading.is_capital[last + 1]:
                break
            last += 2
            continue
        if low in _PARTICLES and last + 1 < limit and reading.is_capital[last + 1]:
            last += 1
            continue
        draft = cover.get(last)
        is_name = (
            reading.is_capital[last] and low not in lexis.function and low not in lexis.calendar
        )
        is_noun = low in lexis.titles or _is_common_head(low, lexis)
        if not is_name or is_noun or (draft and draft.is_demonym):
            break
        last += 1
    return last


def guard_organisations(reading: Reading, cover: dict[int, Draft], lexis: Lexis) -> None:
    """Claim drafts (given by token) inside names of organisations, papers, units, agencies."""
    words, listed, lows = lexis.organisation_words, lexis.organisations, reading.lows
    for token in compress(count(), map(words.__contains__, lows)):
        if reading.is_capital[token] or lows[token] in listed:
            bounds = reading.bounds[reading.sentences[token]]
            _guard_organisation(reading, token, bounds, cover, lexis)


def _guard_organisation(
    reading: Reading,
    token: int,
    bounds: tuple[int, int],
    cover: dict[int, Draft],
    lexis: Lexis,
) -> None:
    """Claim the drafts of the organisation that a word may name or belong to."""
    low, sentence = reading.lows[token], reading.sentences[token]
    if low in lexis.organisations:
        _claim_listed(reading, token, cover, lexis)
    if low in lexis.acronyms and not _is_dateline(reading, token, bounds):
        _claim(token, token + 1, cover, f"the acronym of an agency: {reading.texts[token]}")
    if not reading.is_capital[token]:
        return
    is_plain = reading.is_title[sentence] and low in lexis.plain_heads
    if low in lexis.heads and not is_plain and _is_single(cover.get(token)):
        _claim_before_head(reading, token, bounds[0], cover, lexis)
    if low in lexis.tails:
        _claim_before_tail(reading, token, bounds, cover)
    if low in lexis.of_heads:
        _claim_after_of(reading, token, bounds[1], cover, lexis)
    is_loose = not (reading.is_shouted[sentence] or reading.is_title[sentence])
    is_started = token + 1 < bounds[1] and reading.is_capital[token + 1]
    if is_loose and is_started and low in lexis.starts:
        _claim(token, token + 2, cover, f"part of the name {low.title()} …")


def _is_dateline(reading: Reading, token: int, bounds: tuple[int, int]) -> bool:
    """Return whether capitals say nothing, as at the start of "SANA, May 5" and in headlines."""
    if not reading.texts[token].isupper() or reading.is_shouted[reading.sentences[token]]:
        return True
    behind = reading.marks[token + 1 : token + 3]
    return token == bounds[0] and behind[:1] == [","] and behind[-1] in {"<num>", "<place>"}


def _is_single(draft: Draft | None) -> bool:
    return draft is None or draft.last - draft.first == 1


def _claim(
    first: int, last: int, cover: dict[int, Draft], reason: str, use: Use = Use.NAME_PART
) -> None:
    for at in range(first, last):
        draft = cover.get(at)
        if draft is not None and draft.first >= first and draft.is_open and not draft.is_demonym:
            draft.use, draft.reason = use, reason


def _claim_listed(reading: Reading, token: int, cover: dict[int, Draft], lexis: Lexis) -> None:
    for phrase in lexis.organisations[reading.lows[token]]:
        last = token + len(phrase)
        if tuple(reading.lows[token:last]) == phrase:
            name = reading.span_text(token, last)
            _claim(token, last, cover, f"the name of an organisation or seat: {name}")
            return


def _claim_before_head(
    reading: Reading, head: int, first: int, cover: dict[int, Draft], lexis: Lexis
) -> None:
    """Claim the capitalised words in front of an organisation's head noun."""
    start = head
    while start > first:
        if _belongs_to_name(reading, start, first, lexis):
            start -= 1
        elif start - 2 > first and _is_joined_name(reading, start, cover, lexis):
            start -= 2  # "Food and Drug Administration", but not "Kyiv and Lviv University"
        else:
            break
    if start == head:
        return
    start = min(start, cover[start].first) if start in cover else start  # "New York Times"
    name = reading.span_text(start, head + 1)
    is_office = reading.lows[head] in lexis.offices  # its own word says more: "Ministry in P"
    reading.marks[start : head + 1 - is_office] = ["<organisation>"] * (
        head + 1 - start - is_office
    )
    owner = cover.get(start)
    is_body = reading.lows[head] in lexis.bodies and reading.lows[start] not in lexis.common
    if is_body and owner is not None and owner.last <= head:  # not "Supreme Court"
        _claim(start, start + 1, cover, f"a public body of it: {name}", Use.AFFILIATION)
    _claim(start, head + 1, cover, f"inside a name: {name}")


def _claim_before_tail(
    reading: Reading, tail: int, bounds: tuple[int, int], cover: dict[int, Draft]
) -> None:
    """Claim the town of an institution's short name: "Moscow State", not "Moscow State Road"."""
    draft = cover.get(tail - 1)
    is_last = tail + 1 >= bounds[1] or not reading.is_capital[tail + 1]
    if is_last and draft is not None and draft.last == tail and draft.first_kind in SETTLEMENTS:
        name = reading.span_text(draft.first, tail + 1)
        _claim(draft.first, tail, cover, f"inside a name: {name}")


def _belongs_to_name(reading: Reading, start: int, first: int, lexis: Lexis) -> bool:
    text, low = reading.texts[start - 1], reading.lows[start - 1]
    if text == "&" or (text in HYPHENS and reading.is_glued[start - 1] and reading.is_glued[start]):
        return start - 1 > first
    if not reading.is_capital[start - 1] or low == "'s" or low in lexis.calendar:
        return False
    return low not in lexis.function


def _is_joined_name(reading: Reading, start: int, cover: dict[int, Draft], lexis: Lexis) -> bool:
    return (
        reading.lows[start - 1].isalpha()
        and reading.lows[start - 1] in lexis.links
        and reading.is_capital[start - 2]
        and start - 2 not in cover
        and reading.lows[start - 2] != "'s"
    )


def _claim_after_of(
    reading: Reading, token: int, limit: int, cover: dict[int, Draft], lexis: Lexis
) -> None:
    at = token + 1
    if at >= limit or reading.lows[at] not in lexis.parts:
        return
    at += 1
    if at < limit and reading.lows[at] in lexis.natural_articles:
        at += 1
    draft = cover.get(at)
    if draft is not None:
        name = reading.span_text(token, draft.last)
        _claim(at, draft.last, cover, f"inside a name: {name}")
