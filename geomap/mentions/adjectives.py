"""Units and front sectors called by the adjective of a town: "the Volnovakhskyi district"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.schema import SETTLEMENTS
from geomap.mentions.reading import Draft, Reading, cover_of
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.rules import Cue
    from geomap.records import Candidate

__all__ = ["find_adjectives", "stands_before_unit"]

_UNITS = frozenset({"admin2", "district"})
_TOWNS = frozenset({"city", "town"})
_STEM = 5  # letters that must stay: fewer are the start of too many names
_KNOWN = 1_000  # people of a village that a sector of a front is called after


def find_adjectives(
    reading: Reading, drafts: Sequence[Draft], gazetteer: Gazetteer, lexis: Lexis
) -> list[Draft]:
    """Return the drafts with those of adjectives in front of a unit or sector word added.

    A sector is called after a town: "Покровський напрямок" is no district of that name.
    """
    heads, endings = _heads_of(lexis)
    lows = [*reading.lows, ""]
    tried = [at for at in reading.capitals if lows[at + 1] in heads and lows[at].endswith(endings)]
    if not tried:
        return list(drafts)
    covered = cover_of(drafts)
    found: dict[int, Draft] = {}
    for token in tried:
        cue = heads[lows[token + 1]]
        known = covered.get(token)
        is_free = known is None or (cue is None and _is_adjective(reading, known))
        draft = _draft_at(reading, token, cue, gazetteer, lexis) if is_free else None
        if draft is not None:
            found[token] = draft
        for member in _members_before(reading, token, endings, lexis) if cue else ():
            known = covered.get(member)
            is_free = known is None or _is_adjective(reading, known)
            part = _draft_at(reading, member, None, gazetteer, lexis) if is_free else None
            if part is not None and cue is not None:
                part.kinds = cue.kinds
                found[member] = part
    return [*(draft for draft in drafts if draft.first not in found), *found.values()]


def stands_before_unit(reading: Reading, token: int, lexis: Lexis) -> bool:
    """Return whether a word is the adjective of a unit: "Вільхуватської" before "громади"."""
    heads, endings = _heads_of(lexis)
    behind = reading.lows[token + 1] if token + 1 < len(reading.lows) else ""
    return behind in heads and reading.lows[token].endswith(endings)


def _members_before(
    reading: Reading, token: int, endings: tuple[str, ...], lexis: Lexis
) -> Iterator[int]:
    """Yield the adjectives that share the type word of one: "X-ська, Y-ська та Z-ська громади"."""
    first = reading.bounds[reading.sentences[token]][0]
    while token - 2 >= first and reading.lows[token - 1] in lexis.links:
        token -= 2
        if not (reading.is_capital[token] and reading.lows[token].endswith(endings)):
            return
        yield token


def _is_adjective(reading: Reading, draft: Draft) -> bool:
    """Return whether a name of one word is no settlement as it is written."""
    is_as_written = draft.name == fold_name(reading.texts[draft.first])
    is_town = is_as_written and not draft.is_declined and draft.first_kind in SETTLEMENTS
    is_sector = any(candidate.place.kind == "region" for candidate in draft.candidates)
    return draft.last == draft.first + 1 and not (is_town or is_sector)


def _draft_at(
    reading: Reading, token: int, cue: Cue | None, gazetteer: Gazetteer, lexis: Lexis
) -> Draft | None:
    sentence, behind = reading.sentences[token], token + 1
    if behind >= reading.bounds[sentence][1]:
        return None
    key = fold_name(reading.texts[token])
    towns = _named_by(key, gazetteer, lexis, _TOWNS, 0)
    if not towns and cue is None:
        towns = _named_by(key, gazetteer, lexis, SETTLEMENTS, _KNOWN)
    if not towns:
        return None
    name = fold_name(towns[0].place.name)
    last, kinds = (behind + 1, cue.kinds) if cue else (behind, SETTLEMENTS)
    candidates = gazetteer.candidates(name)
    return Draft(token, last, name, candidates, sentence, token, cue=cue, kinds=kinds)


@lru_cache(maxsize=16)
def _heads_of(lexis: Lexis) -> tuple[dict[str, Cue | None], tuple[str, ...]]:
    """Return the words behind such an adjective, and its endings.

    The words are type words of units, and words of sectors.
    """
    if not lexis.adjectives:
        return {}, ()
    heads: dict[str, Cue | None] = dict.fromkeys(lexis.relations_after)
    for word, rows in lexis.after.items():
        units = (cue for phrase, cue in rows if len(phrase) == 1 and cue.kinds & _UNITS)
        cue = next(units, None)
        if cue is not None:
            heads[word] = cue
    return heads, tuple(written for written, _ in lexis.adjectives)


def _named_by(
    key: str, gazetteer: Gazetteer, lexis: Lexis, kinds: frozenset[str], people: int
) -> tuple[Candidate, ...]:
    """Return the settlements that an adjective may belong to, the likeliest first."""
    for written, base in lexis.adjectives:
        stem = key.removesuffix(written) + base
        if not key.endswith(written) or len(stem) < _STEM:
            continue
        for called in _called(stem, gazetteer, is_loose=bool(written) and stem.isascii()):
            found = tuple([candidate for candidate in called if candidate.place.kind in kinds])
            if any(candidate.place.population >= people for candidate in found):
                return found
    return ()


def _called(stem: str, gazetteer: Gazetteer, *, is_loose: bool) -> Iterator[tuple[Candidate, ...]]:
    """Yield what is called like a stem, then what sounds like it.

    Vowels may differ behind a romanised ending ("Slavianskyi"), not in a word as it stands.
    """
    yield tuple([c for c in gazetteer.candidates(stem) if c.match != "skeleton"])
    yield gazetteer.alike(stem, loosely=False)
    if is_loose:
        yield gazetteer.alike(stem, loosely=True)
