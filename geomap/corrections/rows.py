"""The rows of a corrections file as records, by article."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from geomap.corrections.spots import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geomap.records import Role, When

__all__ = ["Action", "Correction", "Corrections"]


class Action(StrEnum):
    """What a correction does."""

    PLACE = "place"
    NOT_A_PLACE = "not_a_place"
    TYPE = "type"
    ROLE = "role"
    DATE = "date"
    DROP = "drop"
    ADD = "add"


_DONE = {
    Action.PLACE: "place corrected",
    Action.NOT_A_PLACE: "corrected: no place",
    Action.TYPE: "type corrected",
    Action.ROLE: "role corrected",
    Action.DATE: "date corrected",
    Action.DROP: "left out",
    Action.ADD: "added",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One row: the words or the incident it is about, and what is right."""

    article_id: str
    action: Action
    text: str = ""
    """The exact words in the article; ``prefix`` and ``suffix`` stand before and after them."""
    prefix: str = ""
    suffix: str = ""
    occurrence: int | None = None
    """Which of several spots is meant, from 1, where the words around do not tell."""
    incident_id: str = ""
    place_id: str = ""
    lat: float | None = None
    lon: float | None = None
    incident_type: str = ""
    role: Role | None = None
    when: When | None = None
    reason: str = ""
    by: str = ""
    where: str = ""
    """File and line, for messages."""

    @property
    def point(self) -> tuple[float, float] | None:
        """The (lat, lon) that was put by hand."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    @property
    def has_place(self) -> bool:
        """Whether it says where: a place of the gazetteer or a point."""
        return bool(self.place_id) or self.point is not None

    @property
    def note(self) -> str:
        """Who changed it and why, in words."""
        who = f" by {self.by}" if self.by else ""
        why = f": {self.reason}" if self.reason else ""
        return f"{_DONE[self.action]}{who}{why}"


@dataclass(frozen=True, slots=True)
class Corrections:
    """The rows of a file, by article; what is wrong with a row is among the faults."""

    by_article: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    """Rows that cannot be used: file, line, fault and what to do."""
    name: str = ""
    """Of the file, without its folder."""

    def of(self, article_id: str) -> tuple[Correction, ...]:
        """Return the corrections of an article, in the order of the file."""
        return self.by_article.get(article_id, ())

    def options_of(self, article_id: str) -> tuple[tuple[str, str], ...]:
        """Return what stands among the options of the outputs of an article."""
        rows = self.of(article_id)
        return (("corrections", f"{len(rows)} of {self.name or 'the caller'}"),) if rows else ()

    def digest_of(self, article_id: str) -> str:
        """Return a digest of an article's rows: what was built with others must be built again.

        Examples
        --------
        >>> Corrections().digest_of("lyman")
        ''
        """
        rows = self.of(article_id)
        return hashlib.sha256(repr((self.name, rows)).encode()).hexdigest() if rows else ""

    def unseen(self, article_ids: Iterable[str]) -> tuple[str, ...]:
        """Return a message for every row whose article is not among those that were read.

        Examples
        --------
        >>> row = Correction("lyman", Action.DROP, "Lyman", where="c.csv, line 2")
        >>> Corrections({"lyman": (row,)}).unseen(["liman"])[0][:45]
        "c.csv, line 2: no article 'lyman' was read; t"
        """
        seen = set(article_ids)
        return tuple(
            f"{row.where}: no article {article_id!r} was read{nearest(article_id, seen)}; "
            "correct article_id, or read that article, too"
            for article_id, rows in self.by_article.items()
            if article_id not in seen
            for row in rows
        )
