"""Units and front sectors called by the adjective of a town: "the Volnovakhskyi district"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.mentions.reading import Draft, Reading, cover_of
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.rules import Cue
    from geomap.records import Candidate

__all__ = ["find_adjectives"]

_UNITS = frozenset({"admin2", "district"})
_TOWNS = frozenset({"city", "town"})
_STEM = 5  # letters that must stay: fewer are the start of too many names


def find_adjectives(
    reading: Reading, drafts: Sequence[Draft], gazetteer: Gazetteer, lexis: Lexis
) -> list[Draft]:
    """Return drafts for adjectives that no name covers, in front of a unit or sector word."""
    heads, lows = _heads_of(lexis), [*reading.lows, ""]
    endings = tuple(written for written, _ in lexis.adjectives)
    capitals = reading.capitals
    tried = [at for at in capitals if lows[at + 1] in heads and lows[at].endswith(endings)]
    covered = cover_of(drafts) if tried else {}
    found = []
    for token in tried:
        if token not in covered:
            draft = _draft_at(reading, token, heads[lows[token + 1]], gazetteer, lexis)
            if draft is not None:
                found.append(draft)
    return found


def _draft_at(
    reading: Reading, token: int, cue: Cue | None, gazetteer: Gazetteer, lexis: Lexis
) -> Draft | None:
    sentence, behind = reading.sentences[token], token + 1
    if behind >= reading.bounds[sentence][1]:
        return None
    towns = _towns_of(fold_name(reading.texts[token]), gazetteer, lexis)
    if not towns:
        return None
    name = fold_name(towns[0].place.name)
    last, kinds = (behind + 1, cue.kinds) if cue else (behind, _TOWNS)
    candidates = gazetteer.candidates(name)
    return Draft(token, last, name, candidates, sentence, token, cue=cue, kinds=kinds)


@lru_cache(maxsize=16)
def _heads_of(lexis: Lexis) -> dict[str, Cue | None]:
    """Return the words behind such an adjective: type words of units, and words of sectors."""
    if not lexis.adjectives:
        return {}
    heads: dict[str, Cue | None] = dict.fromkeys(lexis.relations_after)
    for word, rows in lexis.after.items():
        units = (cue for phrase, cue in rows if len(phrase) == 1 and cue.kinds & _UNITS)
        cue = next(units, None)
        if cue is not None:
            heads[word] = cue
    return heads


def _towns_of(key: str, gazetteer: Gazetteer, lexis: Lexis) -> tuple[Candidate, ...]:
    """Return the towns that an adjective may belong to, the likeliest first."""
    for written, base in lexis.adjectives:
        stem = key.removesuffix(written) + base
        if not key.endswith(written) or len(stem) < _STEM:
            continue
        # Vowels may differ behind an ending ("Slavianskyi"), not in a word taken as it stands.
        for loosely in (False, True) if written else (False,):
            alike = gazetteer.alike(stem, loosely=loosely)
            towns = tuple(candidate for candidate in alike if candidate.place.kind in _TOWNS)
            if towns:
                return towns
    return ()
