"""What every step looks at: the article cut up, its places, its dates and the codebook."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from geomap.incidents.units import NATIONS
from geomap.records import Use, Zone
from geomap.text import plain_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from geomap.dates import DatedSpan
    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Units
    from geomap.records import Resolution
    from geomap.text import Document

__all__ = ["SEGMENT_MARK", "Story", "country_of", "entries_of", "segment_of"]

SEGMENT_MARK = ";"


@dataclass(frozen=True, slots=True)
class Story:
    """One article as the steps of a sentence see it."""

    document: Document
    resolutions: Sequence[Resolution]
    dates: Sequence[DatedSpan]
    codebook: Codebook
    published: dt.date | None
    country: str
    """The country whose places the article names most, empty if it names none."""
    starts: Sequence[int] = field(init=False)
    """Where the mentions of the resolutions start."""

    def __post_init__(self) -> None:
        starts = [found.mention.start for found in self.resolutions]
        object.__setattr__(self, "starts", starts)

    def between(self, start: int, end: int) -> range:
        """Return the indices of the resolutions whose mentions start from one offset to another."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def dateline(self) -> int | None:
        """Return the index of the first place of the body, if it opens its sentence in capitals."""
        for at, found in enumerate(self.resolutions):
            mention = found.mention
            sentence = self.document.sentences[mention.sentence]
            if sentence.zone is Zone.BODY and mention.use is Use.LITERAL:
                return at if mention.start == sentence.start and mention.text.isupper() else None
        return None

    def words(self, start: int, end: int) -> str:
        """Return the words between two offsets, however the text spaces and breaks them."""
        return plain_line(self.text[start:end])

    @property
    def text(self) -> str:
        """The text of the article."""
        return self.document.text


def country_of(resolutions: Sequence[Resolution]) -> str:
    """Return the country whose places are named most, empty if none is."""
    times: dict[str, int] = {}
    for found in resolutions:
        place = found.place
        if place is not None and place.kind not in NATIONS:
            times[place.country] = times.get(place.country, 0) + 1
    return max(sorted(times), key=times.__getitem__, default="")


def entries_of(document: Document) -> tuple[int, ...]:
    """Return the entry of a live blog that each paragraph is in, 0 for none.

    A time stands before an entry, in its line or in a line of its own.
    """
    marks = (paragraph.zone is Zone.ENTRY for paragraph in document.paragraphs)
    return tuple(accumulate(marks))


def segment_of(units: Units, at: int) -> int:
    """Return the part of the sentence, between semicolons, that a unit is in."""
    return units.openers[: units.clauses[at] + 1].count(SEGMENT_MARK)
