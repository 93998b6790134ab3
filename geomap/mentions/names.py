"""Finding the names: greedy longest match of tokens against the gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.mentions.reading import HYPHENS, Draft, Reading
from geomap.text import fold_name

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.records import Candidate

__all__ = ["find_names", "names_at"]

_SHORT_ACRONYM = 3  # capitals of this length are a name only if a place is written so: US, UK
_LONG_ACRONYM = 5  # up to here capitals are a place only so, or in a dateline: MINSK (Reuters)
_STEM = 2  # letters that must stay of a declined name
_MONEY = frozenset("$€£¥")
_ABBREVIATED = 3  # letters before a full stop inside a name: St. Petersburg, Ft. Worth


def find_names(
    reading: Reading, gazetteer: Gazetteer, lexis: Lexis, *, ignore_case: bool
) -> list[Draft]:
    """Return drafts for every name and demonym, longest first from the left."""
    known: dict[str, str | None] = {}
    drafts: list[Draft] = []
    for sentence, (first, last) in enumerate(reading.bounds):
        token = first
        while token < last:
            if reading.is_capital[token] or (ignore_case and reading.lows[token][0].isalpha()):
                draft = _name_at(reading, token, sentence, gazetteer, lexis, known)
                if draft is not None:
                    drafts.append(draft)
                    token = draft.last
                    continue
            token += 1
    return drafts


def names_at(reading: Reading, token: int, limit: int, longest: int) -> list[tuple[int, str]]:
    """Return the ends and keys of the windows that start at a token, shortest first."""
    key = fold_name(reading.texts[token])
    windows = [(token + 1, key)]
    words, at = 1, token + 1
    while words < longest and at < limit:
        text = reading.texts[at]
        if text in HYPHENS and reading.is_glued[at]:
            at += 1
            continue
        if text == "." and reading.is_glued[at] and len(reading.texts[at - 1]) <= _ABBREVIATED:
            at += 1
            continue
        folded = fold_name(text)
        if not folded or not folded[0].isalnum():
            break
        at += 1
        if reading.lows[at - 1] == "'s":
            key += "s"
            continue
        words += 1
        key = f"{key} {folded}"
        windows.append((at, key))
    return windows


def _name_at(  # noqa: PLR0913, PLR0917 - the place in the text and the three sources of names
    reading: Reading,
    token: int,
    sentence: int,
    gazetteer: Gazetteer,
    lexis: Lexis,
    known: dict[str, str | None],
) -> Draft | None:
    low = reading.lows[token]
    first_key = fold_name(reading.texts[token])
    if not first_key:
        return None
    longest = gazetteer.longest(first_key)
    if longest:
        windows = names_at(reading, token, reading.bounds[sentence][1], longest)
        for last, key in reversed(windows):
            if last == token + 1:
                is_closed = low in lexis.closed and not _is_acronym(reading.texts[token])
                if is_closed or _demonym(first_key, gazetteer, known) is not None:
                    break
            elif reading.lows[last - 1] not in lexis.after and _is_plain(reading, last - 1):
                continue  # "The common …": a name ends with a capital or a type word
            found = _written_so(reading, token, last, _by_name(gazetteer, key))
            if found:
                start = _article_before(reading, token, sentence, lexis)
                return Draft(start, last, key, found, sentence, start)
    found_demonym = _demonym_at(reading, token, sentence, first_key, gazetteer, known)
    if found_demonym is not None or not lexis.inflections or low in lexis.closed:
        return found_demonym
    return _inflected_at(reading, token, sentence, first_key, gazetteer, lexis)


def _article_before(reading: Reading, token: int, sentence: int, lexis: Lexis) -> int:
    """Return the token of the article that a hyphen ties to a name, or the name's own."""
    at = token - 2
    if at < reading.bounds[sentence][0] or reading.lows[at] not in lexis.articles:
        return token
    is_tied = reading.texts[at + 1] in HYPHENS and reading.is_glued[at + 1]
    return at if is_tied and reading.is_glued[token] else token


def _inflected_at(  # noqa: PLR0913, PLR0917 - as above
    reading: Reading, token: int, sentence: int, key: str, gazetteer: Gazetteer, lexis: Lexis
) -> Draft | None:
    """Return a draft for a declined name: "у Харкові", "Харківській області"."""
    following = token + 1
    after = ""
    if following < reading.bounds[sentence][1] and not reading.is_glued[following]:
        after = fold_name(reading.texts[following])
    for base in _base_forms(key, lexis):
        longest = gazetteer.longest(base)
        if longest > 1 and after:
            for second in _base_forms(after, lexis):
                found = _by_name(gazetteer, f"{base} {second}")
                if found:
                    return Draft(token, token + 2, f"{base} {second}", found, sentence, token)
        found = _by_name(gazetteer, base) if longest else ()
        if found:
            return Draft(token, token + 1, base, found, sentence, token)
    return None


def _base_forms(key: str, lexis: Lexis) -> tuple[str, ...]:
    """Return the forms a declined word may come from, itself first."""
    forms = dict.fromkeys(
        key[: -len(written)] + base
        for written, base in lexis.inflections
        if key.endswith(written) and len(key) - len(written) >= _STEM
    )
    return (key, *forms)


def _is_plain(reading: Reading, token: int) -> bool:
    """Return whether a token is in lower case in a sentence whose capitals mean something."""
    return not reading.is_capital[token] and reading.texts[token].islower()


def _demonym_at(  # noqa: PLR0913, PLR0917 - as above
    reading: Reading,
    token: int,
    sentence: int,
    key: str,
    gazetteer: Gazetteer,
    known: dict[str, str | None],
) -> Draft | None:
    if not reading.is_capital[token]:
        return None
    place_id = _demonym(key, gazetteer, known)
    if place_id is None:
        return None
    name = gazetteer.place(place_id).name
    candidates = tuple(c for c in gazetteer.candidates(name) if c.place.place_id == place_id)
    return Draft(token, token + 1, name, candidates, sentence, token, is_demonym=True)


def _demonym(key: str, gazetteer: Gazetteer, known: dict[str, str | None]) -> str | None:
    if key not in known:
        known[key] = gazetteer.demonym(key)
    return known[key]


def _by_name(gazetteer: Gazetteer, key: str) -> tuple[Candidate, ...]:
    """Return the candidates that bear the name; a likeness of sound is no evidence of a place."""
    return tuple(c for c in gazetteer.candidates(key) if c.match != "skeleton")


def _written_so(
    reading: Reading, first: int, last: int, candidates: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """Keep the candidates whose name is written with such capitals."""
    if not candidates or last > first + 1:
        return candidates
    text = reading.texts[first].replace(".", "")
    if reading.is_shouted[reading.sentence_of(first)]:
        return candidates
    acronyms = tuple(c for c in candidates if _is_acronym(c.name))
    if not text.isupper():
        return candidates if not acronyms else tuple(c for c in candidates if c not in acronyms)
    if len(text) <= _SHORT_ACRONYM:
        is_money = last < len(reading.texts) and reading.texts[last] in _MONEY
        return () if is_money and reading.is_glued[last] else acronyms
    is_dateline = first == reading.bounds[reading.sentence_of(first)][0]
    return candidates if is_dateline or len(text) > _LONG_ACRONYM else acronyms


def _is_acronym(name: str) -> bool:
    letters = name.replace(".", "")
    return len(letters) <= _LONG_ACRONYM and letters.isupper()
