"""Incidents in the making: what one sentence says, before the article is looked at as a whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap.records import Certainty, Realis, Role, When

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.codebook import Page
    from geomap.incidents.frames import Binding
    from geomap.incidents.patterns import Match
    from geomap.records import Count
    from geomap.text import Document

__all__ = ["BoundPlace", "Draft", "name_drafts", "tellings_in_order"]

DIGEST_LENGTH = 8


@dataclass(slots=True)
class BoundPlace:
    """A place of a draft: an index into the resolutions, its role, and how it was bound."""

    mention: int
    role: Role
    rule: str
    counts: list[Count] = field(default_factory=list)
    is_part: bool = False
    """Whether only a part of what is counted happened there: "23 across P, nine of them in Q"."""


@dataclass(slots=True)
class Draft:
    """One incident of one sentence; merging turns several into one."""

    page: Page
    sentence: int
    paragraph: int
    segment: int
    """The part of the sentence between semicolons."""
    clause: int
    head: int
    realis: Realis
    start: int
    end: int
    matches: list[Match] = field(default_factory=list)
    bindings: list[Binding] = field(default_factory=list)
    places: list[BoundPlace] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    when: When = field(default_factory=When)
    source: Source | None = None
    certainty: Certainty = Certainty.STATED
    actor: str = ""
    actor_side: str = ""
    target_side: str = ""
    weapon: str = ""
    weapon_classes: frozenset[str] = frozenset()
    target_kind: str = ""
    evidence: list[str] = field(default_factory=list)
    others: list[Draft] = field(default_factory=list)
    """What was merged into this one, each with its own claim."""
    attack: Draft | None = None
    head_order: int = 0
    """Its place among the incidents of the article."""
    entry: int = 0
    """The entry of a live blog that it stands in, 0 for none."""
    is_headline: bool = False
    is_known: bool = False
    """Whether the words take it for known: "the shelling", "this exchange"."""
    is_another: bool = False
    """Whether the words tell of one more of what was told: "another hit", "a third fell"."""
    seat: int | None = None
    """The mention of the place that its speaker speaks for."""
    whole: Count | None = None
    """The word for all that was launched, and what to take off: "all but two"."""
    is_lasting: bool = False
    """Whether the words tell of what goes on, comes back or was over before."""
    is_over: bool = False
    """Whether they tell of it as over before what the report is about: "had been killed"."""
    said_when: When | None = None
    """The day on which its source said so, for want of one of its own."""
    is_apart: bool = False
    """Whether its clause says that it was elsewhere than the text has told: "in other cities"."""
    strays: frozenset[int] = frozenset()
    """The dates of its sentence, by index, that are of other words."""
    is_timed: bool = False
    """Whether its clause tells the time of day: "at dawn"."""
    is_morning: bool = False
    """Whether that is one of the last day of a night and a day: "in the early hours"."""
    denied_by: str = ""
    incident_id: str = ""

    @property
    def type_id(self) -> str:
        """The incident type."""
        return self.page.type_id

    @property
    def is_strike(self) -> bool:
        """Whether other incidents can belong to it as their attack."""
        return self.page.group == "strike"

    @property
    def tellings(self) -> tuple[Draft, ...]:
        """The draft and what was merged into it."""
        return (self, *self.others)

    @property
    def targets(self) -> list[int]:
        """The mentions of the places that were struck."""
        return [place.mention for place in self.places if place.role is Role.TARGET]

    def claimed(self) -> set[int]:
        """Return the units that its triggers claim."""
        return {at for match in self.matches for at in match.claimed}

    def seen(self) -> set[int]:
        """Return the units that its triggers look at, claimed or not."""
        return {at for match in self.matches for at in match.seen}

    def attribute(self, source: Source) -> None:
        """Set the source, and what it makes of a certainty that is only stated."""
        self.source = source
        if self.certainty is Certainty.STATED:
            is_doubted = source.is_unconfirmed
            self.certainty = Certainty.UNCONFIRMED if is_doubted else Certainty.ATTRIBUTED

    def all_counts(self) -> list[Count]:
        """Return its numbers and those that one of its places has for itself."""
        return [*self.counts, *(count for place in self.places for count in place.counts)]

    @property
    def is_placed(self) -> bool:
        """Whether it takes over no place: it has one, or was elsewhere."""
        return bool(self.places) or self.is_apart

    def has_role(self, role: Role) -> bool:
        """Return whether nothing is left open: it has places, for an origin one of that role."""
        if role is Role.ORIGIN:
            return self.is_apart or any(place.role is role for place in self.places)
        return self.is_placed

    def has_site(self) -> bool:
        """Return whether a place other than an origin is known."""
        return any(place.role is not Role.ORIGIN for place in self.places)


def tellings_in_order(drafts: Iterable[Draft]) -> list[tuple[Draft, Draft]]:
    """Return every telling with the draft it was merged into, in text order."""
    rows = [(telling, draft) for draft in drafts for telling in draft.tellings]
    return sorted(rows, key=lambda row: (row[0].sentence, row[0].head))


def name_drafts(drafts: Sequence[Draft], article_id: str, document: Document) -> None:
    """Give every draft its id: article, type and a digest of its sentence; no offsets."""
    seen: dict[str, int] = {}
    digests: dict[int, str] = {}
    for draft in drafts:
        digest = digests.get(draft.sentence) or _digest(draft.sentence, document)
        digests[draft.sentence] = digest
        base = f"{article_id}-{draft.type_id}-{digest}"
        seen[base] = seen.get(base, 0) + 1
        draft.incident_id = base if seen[base] == 1 else f"{base}-{seen[base]}"


def _digest(number: int, document: Document) -> str:
    """Return the digest of a sentence as its words, without case and space."""
    sentence = document.sentences[number]
    folded = " ".join(document.text[sentence.start : sentence.end].casefold().split())
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:DIGEST_LENGTH]
