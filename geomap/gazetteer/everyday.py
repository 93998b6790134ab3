"""Names that are also everyday words or names of persons: a mention of one needs a cue.

The world has places called Earth, Secretary and Stewart, each of a few thousand people. In a
text the word is meant; a large place of such a name, or one of the theatre, stands for itself.
The same holds for what seas and regions are called by: Baltic, Atlantic, Pacific.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.tables import is_far, read_table
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from geomap.gazetteer.tables import NameRow, PlaceRow

__all__ = ["WORD_COLUMNS", "find_everyday"]

WORD_COLUMNS = ("key", "kind")
_WIDE = frozenset({"bay", "continent", "mountains", "ocean", "region", "sea", "strait"})
_LARGE = 50_000  # people; Reading, Nice and Mobile are larger, and listed by hand


def find_everyday(
    path: Path, places: tuple[PlaceRow, ...], names: Iterable[tuple[str, int, NameRow]]
) -> frozenset[str]:
    """Return the words of a table that only places bear which news hardly ever mean.

    Parameters
    ----------
    path
        The table of English words and names of persons.
    places
        All places.
    names
        Folded name, number of the place (from 1) and name of all places.

    Raises
    ------
    GazetteerError
        If the table cannot be read.
    """
    words = {row.text("key") for row in read_table(path, WORD_COLUMNS)}
    words |= {word for place in places for word in _adjective(place)}
    stand = {key for key, number, _ in names if key in words and _stands(places[number - 1])}
    return frozenset(words - stand)


def _adjective(place: PlaceRow) -> tuple[str, ...]:
    """Return the first word of a sea or another wide place: Baltic nations, Atlantic trade."""
    first, _, rest = fold_name(place.name).partition(" ")
    return (first,) if rest and place.source == "curated" and place.kind in _WIDE else ()


def _stands(place: PlaceRow) -> bool:
    """Return whether a place is likelier meant than the word: large, near or typed by hand."""
    return not is_far(place) or place.population >= _LARGE
