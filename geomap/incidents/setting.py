"""Of what kind of life an article tells: of a game, a stage, a market or a storm, or of a war.

"Hit", "fired" and "exploded" are of everyday life as well. The words around them decide:
where they are of peace and none is of war, nothing was struck. What happened half
a century ago is history.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.patterns import Pattern
    from geomap.records import When
    from geomap.text import Document

__all__ = ["Setting", "is_history"]

VIOLENT = frozenset({"strike", "harm", "ground", "air_defence"})
"""Groups of incidents whose words everyday life borrows: "hit", "fired", "exploded"."""
LEAST_SITES = 2  # one word may be the place that was hit: "the museum"
HALF_CENTURY = 50  # years


class Setting:
    """The kind of life that an article tells of; it is looked at when a trigger asks for it."""

    def __init__(self, document: Document, codebook: Codebook) -> None:
        self.document = document
        self.codebook = codebook

    def rules_out(self, pattern: Pattern) -> bool:
        """Return whether a trigger tells of no incident in an article of this kind.

        A faint trigger gives way to the first sign of everyday life.
        """
        if pattern.is_faint:
            return any(self._signs)
        plain, sites = self._signs
        is_violent = self.codebook.pages[pattern.owner].group in VIOLENT
        return is_violent and (plain > 0 or sites >= LEAST_SITES)

    @cached_property
    def _signs(self) -> tuple[int, int]:
        """How many words are of everyday life, and how many more may be; none beside a war."""
        words, known = frozenset(self.document.lows), self.codebook.words["realis"]
        if not words.isdisjoint(known["warlike"] | self.codebook.force_words):
            return 0, 0
        return len(known["peaceful"] & words), len(known["peaceful_sites"] & words)


def is_history(when: When, published: dt.date | None) -> bool:
    """Return whether a day lies half a century back."""
    if published is None or when.start is None:
        return False
    return published.year - when.start.year > HALF_CENTURY
