"""What happened: an incident with its places, numbers, day and sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from geomap.records.places import Review

if TYPE_CHECKING:
    import datetime as dt

    from geomap.records.articles import Span


__all__ = [
    "COUNT_KINDS",
    "HEADLINE",
    "Certainty",
    "Claim",
    "Count",
    "DatePrecision",
    "Incident",
    "IncidentPlace",
    "Realis",
    "Role",
    "When",
]

COUNT_KINDS = (
    "launched",
    "intercepted",
    "hit",
    "destroyed",
    "killed",
    "injured",
    "captured",
    "affected",
)
"""What a number of an incident may count, in the order of the output columns."""

HEADLINE = "told: in the headline, at "
"""How the evidence begins of what the headline tells; behind it stands the offset."""


class Role(StrEnum):
    """What a place is to an incident, in the order of ``place_rank``."""

    TARGET = "target"
    AFFECTED = "affected"
    CAPTURED = "captured"
    INTERCEPTED = "intercepted"
    VENUE = "venue"
    STAGING = "staging"
    ROUTE = "route"
    ORIGIN = "origin"
    CONTEXT = "context"


class Realis(StrEnum):
    """Whether the article presents an incident as having happened."""

    ACTUAL = "actual"
    EXPECTED = "expected"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


class Certainty(StrEnum):
    """How the article vouches for an incident."""

    STATED = "stated"
    ATTRIBUTED = "attributed"
    UNCONFIRMED = "unconfirmed"
    DISPUTED = "disputed"


class DatePrecision(StrEnum):
    """How fine the date of an incident is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Count:
    """A number bound to an incident, as the words give it.

    ``value`` is the best single number; ``low`` and ``high`` bound it ("at least 12",
    "30 to 40"); ``text`` are the words, ``start, end`` their span.
    """

    kind: str
    value: float | None
    text: str
    start: int
    end: int
    low: float | None = None
    high: float | None = None
    approximate: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A date as half-open days ``[start, end)`` with its precision and its words."""

    start: dt.date | None = None
    end: dt.date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    text: str = ""
    time_text: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says of an incident."""

    attribution: str
    certainty: Certainty
    quote: Span
    attribution_side: str = ""
    channel: str = ""
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentPlace:
    """A place of an incident: an index into ``Report.resolutions`` and its role there."""

    role: Role
    mention: int
    counts: tuple[Count, ...] = ()
    review: Review = Review.AUTO


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened, is expected, feared or denied, with its evidence.

    ``places`` is sorted by role rank, then by position in the text. A number is stored
    once: on the place it is bound to (``IncidentPlace.counts``) or on the incident.
    ``attack_id`` is the ``incident_id`` of the attack that an interception, damage,
    outage or casualties belong to; empty if the text ties them to none.
    """

    incident_id: str
    incident_type: str
    realis: Realis
    certainty: Certainty
    trigger: Span
    quote: Span
    places: tuple[IncidentPlace, ...] = ()
    counts: tuple[Count, ...] = ()
    when: When = field(default_factory=When)
    attack_id: str = ""
    attribution: str = ""
    attribution_side: str = ""
    channel: str = ""
    denied_by: str = ""
    claims: tuple[Claim, ...] = ()
    actor: str = ""
    actor_side: str = ""
    target_side: str = ""
    weapon: str = ""
    target_kind: str = ""
    evidence: tuple[str, ...] = ()
    """Which rules fired, in words, for ``geomap explain``."""
    review: Review = Review.AUTO
