"""Names that words for kinds of places are part of: "Cape Town", "Lake Forest", "Near East"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.geocoder.words import type_words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.gazetteer import Gazetteer

__all__ = ["is_whole"]

_OWN = frozenset({"official", "variant", "exonym"})
_DIVISIONS = frozenset({"admin1", "admin2", "hromada", "district"})
_LONGEST = 8  # words and full stops of a name that is read as it stands
_FIRST = 2  # candidates that may make a text one: Canton is the past of a greater city


def is_whole(text: str, tokens: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Return whether a text is a place's own name and would be lost if read word by word.

    A unit by its name and type word is none: "Kherson region" is read as such.

    Parameters
    ----------
    text
        What stands from one comma to the next.
    tokens
        Its words and signs, low.
    gazetteer
        Where it is looked up.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> gazetteer = open_gazetteer()
    >>> names = ["Cape Town", "North Sea", "Kherson region", "Contact Line", "the village", "Mine"]
    >>> [is_whole(name, name.casefold().split(), gazetteer) for name in names]
    [True, True, False, False, False, False]
    """
    if not text or len(tokens) > _LONGEST or not text[0].isupper():
        return False
    if text.rsplit(maxsplit=1)[-1][0].islower() or not _is_lost(tokens):
        return False
    kinds = frozenset(kind for kinds in _kinds(tokens) for kind in kinds) & _DIVISIONS
    first = gazetteer.candidates(text)[:_FIRST]
    return any(c.match in _OWN and c.place.kind not in kinds for c in first)


def _is_lost(tokens: Sequence[str]) -> bool:
    """Return whether a reader word by word would drop some of the words."""
    is_typed = any(True for _ in _kinds(tokens))
    if len(tokens) == 1:
        return is_typed and tokens[0] not in words_of("generic")
    small = words_of("near") | words_of("generic")
    return is_typed or any(token in small or not token[0].isalnum() for token in tokens)


def _kinds(tokens: Sequence[str]) -> Iterator[frozenset[str]]:
    """Yield what each type word among the words asks for."""
    for at in range(len(tokens)):
        for end in (at + 1, at + 2):
            found = type_words().get(tuple(tokens[at:end])) if end <= len(tokens) else None
            if found is not None:
                yield found.kinds
