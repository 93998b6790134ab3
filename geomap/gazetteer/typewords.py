"""The words for what a place is that reports put beside its name: "X NPP", "X district"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geomap.gazetteer.tables import PlaceRow

__all__ = ["TypeWords", "read_type_words"]

COLUMNS = ("kind", "country", "language", "endings", "way", "words")


class TypeWords(NamedTuple):
    """The table, by the way its words stand to a name."""

    instead: dict[str, tuple[str, ...]]
    """An ending of English names ("Air Base"), and the words that may stand in its stead."""
    adjectives: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]]
    """By kind and language, endings of names and the words that may stand behind such."""
    behind: dict[tuple[str, str], tuple[str, ...]]
    """By kind and country, what may stand behind any English name."""

    def others(self, name: str, language: str, kind: str) -> Iterator[str]:
        """Yield a name with other words for its facility, or with the one for its kind."""
        for ending, words in self.instead.items() if language == "en" else ():
            if name.endswith(f" {ending}"):
                stem = name.removesuffix(ending)
                yield from (f"{stem}{word}" for word in words)
        endings, words = self.adjectives.get((kind, language), ((), ()))
        if endings and name.endswith(endings):
            yield from (f"{name} {word}" for word in words)

    def of(self, place: PlaceRow) -> tuple[str, ...]:
        """Return what may stand behind the English names of a place's kind in its country."""
        everywhere = self.behind.get((place.kind, ""), ())
        return self.behind.get((place.kind, place.country), everywhere)


def read_type_words(path: Path) -> TypeWords:
    """Read the table.

    Raises
    ------
    GazetteerError
        Naming file, line and fault of the first bad row.
    """
    found = TypeWords({}, {}, {})
    for row in read_table(path, COLUMNS):
        words = row.items("words")
        if row.one_of("way", frozenset({"instead", "behind"})) == "instead":
            found.instead.update(dict.fromkeys(row.items("endings"), words))
        elif row["endings"]:
            found.adjectives[row.kind(), row["language"]] = row.items("endings"), words
        else:
            found.behind[row.kind(), row["country"]] = words
    return found
