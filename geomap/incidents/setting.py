"""Of what kind of life an article tells: of a game, a stage, a market or a storm, or of a war.

"Hit", "fired" and "exploded" are of everyday life as well. The words around them decide:
where they are of peace and none is of war, nothing was struck. What happened half
a century ago is history.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from geomap.incidents.codebook import WARFARE
from geomap.incidents.details import STATEMENT
from geomap.incidents.joins import EXPLOSION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.patterns import Pattern
    from geomap.records import When
    from geomap.text import Document

__all__ = ["Setting", "is_history"]

LASTING = frozenset({"harm", "security", "air_defence"})
"""Groups of what a war does to people: their words alone tell of it, others need a sign of war."""
LEAST_SITES = 2  # one word may be the place that was hit: "the museum"
LEAST_ILLNESSES = 2  # one word may be of a war, too: "an Ebola clinic was shelled"
HALF_CENTURY = 50  # years
LONGEST_LABEL = 4  # words of "On this day:"
LONGEST_OPENER = 3  # words of "What to do …"


class Setting:
    """The kind of life that an article tells of; it is looked at when a trigger asks for it."""

    def __init__(self, document: Document, codebook: Codebook) -> None:
        self.document = document
        self.codebook = codebook
        self._labelled: dict[int, bool] = {}

    def rules_out(self, pattern: Pattern) -> bool:
        """Return whether a trigger tells of no incident in an article of this kind.

        A pair or a faint trigger gives way to the first sign of everyday life, and unless it
        is of the groups `LASTING` it needs a sign of war.
        """
        group = self.codebook.pages[pattern.owner].group
        if self._is_mishap and (pattern.is_soft or group == "harm" or pattern.owner == EXPLOSION):
            return True
        is_borrowed = group in WARFARE or pattern.owner == STATEMENT
        if self._is_illness and (pattern.is_soft or is_borrowed):
            return True
        plain, sites = self._signs
        if pattern.is_soft:
            return plain + sites > 0 or not (self._is_war or group in LASTING)
        # Everyday life borrows "hit", "fired", "exploded"; coaches accuse and unions threaten.
        return is_borrowed and (plain > 0 or sites >= LEAST_SITES)

    def is_labelled(self, number: int) -> bool:
        """Return whether a sentence or its paragraph opens as no news does: "Correction: …"."""
        paragraph = self.document.sentences[number].paragraph
        if paragraph not in self._labelled:
            self._labelled[paragraph] = self._has_label(number)
        return self._labelled[paragraph] or self._is_advice(number)

    def _is_advice(self, number: int) -> bool:
        """Return whether a sentence opens as advice does: "What to do if …"."""
        first, openers = self.document.sentences[number].first_token, self._known["openers"]
        opening = self.document.lows[first : first + LONGEST_OPENER]
        return any(" ".join(opening[:count]) in openers for count in range(2, LONGEST_OPENER + 1))

    def _has_label(self, number: int) -> bool:
        """Return whether the paragraph of a sentence opens with a label and a colon."""
        sentences = self.document.sentences
        while number and sentences[number - 1].paragraph == sentences[number].paragraph:
            number -= 1
        first = sentences[number].first_token
        opening = self.document.lows[first : first + LONGEST_LABEL + 1]
        return ":" in opening and " ".join(opening[: opening.index(":")]) in self._known["labels"]

    @cached_property
    def _known(self) -> Mapping[str, frozenset[str]]:
        return self.codebook.words["realis"]

    @cached_property
    def _is_mishap(self) -> bool:
        """Whether a storm or an accident did the harm, and nobody is said to have done it."""
        if self._is_war or self._known["mishaps"].isdisjoint(self.document.lows):
            return False
        return self._known["blows"].isdisjoint(self.document.lows)

    @cached_property
    def _is_illness(self) -> bool:
        """Whether an article is about a disease: it killed, and doctors warn of it."""
        words = frozenset(self.document.lows)
        if self._is_war or not self._known["blows"].isdisjoint(words):
            return False
        return len(self._known["illnesses"] & words) >= LEAST_ILLNESSES

    @cached_property
    def _is_war(self) -> bool:
        """Whether a word of war stands in it; "a unit" and "a group" are of hospitals, too."""
        forces = self.codebook.force_words - self._known["civil_forces"]
        return not (self._known["warlike"] | forces).isdisjoint(self.document.lows)

    @cached_property
    def _signs(self) -> tuple[int, int]:
        """How many words are of everyday life, and how many more may be; none beside a war."""
        if self._is_war:
            return 0, 0
        words, known = frozenset(self.document.lows), self._known
        return len(known["peaceful"] & words), len(known["peaceful_sites"] & words)


def is_history(when: When, published: dt.date | None) -> bool:
    """Return whether a day lies half a century back."""
    if published is None or when.start is None:
        return False
    return published.year - when.start.year > HALF_CENTURY
