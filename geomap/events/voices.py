"""Accounts that say the same in other articles, heard as one voice.

Of several thousand reports of one town on one day, most say the same. What two accounts have
in common does not depend on which article says it, so voices are compared, not accounts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.events.matching import Detail, detail_of, relate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.events.accounts import Account, Spot
    from geomap.events.matching import Rules

__all__ = ["Scene", "Voice", "scene_of", "signature_of", "voice_name"]


@dataclass(eq=False, slots=True)
class Scene:
    """Type, places and days, which voices have in common."""

    account: Account
    """One of them, which stands for all."""
    voices: int = 0
    """How many have it now."""
    met: dict[Scene, tuple[str, ...] | None] = field(default_factory=dict)
    """What is known of this scene and others."""


@dataclass(eq=False, slots=True)
class Voice:
    """Accounts that compare alike, and the voices that each of them is linked to."""

    account: Account
    """One of them, which stands for all."""
    scene: Scene
    members: dict[str, Account] = field(default_factory=dict)
    links: set[Voice] = field(default_factory=set)
    detail: Detail = field(init=False)

    def __post_init__(self) -> None:
        self.detail = detail_of(self.account)

    def choirs(self, known: Rules) -> Iterator[list[Account]]:
        """Yield its accounts in parts that are of one event each: of an article, one account."""
        own = relate(self.account, self.account, known)
        if own is None or own.score < known.threshold:
            yield from ([account] for _, account in sorted(self.members.items()))
            return
        seen: Counter[str] = Counter()
        parts: list[list[Account]] = []
        for _, account in sorted(self.members.items()):
            article_id = account.cells["article_id"]
            if seen[article_id] == len(parts):
                parts.append([])
            parts[seen[article_id]].append(account)
            seen[article_id] += 1
        yield from parts


def signature_of(account: Account) -> tuple[Any, ...]:
    """Return all of an account that two are compared by; its article is no part of it."""
    return (scene_of(account), detail_of(account))


def scene_of(account: Account) -> tuple[Any, ...]:
    """Return type, places and days of an account."""
    spots = tuple(map(_signature_of_spot, account.spots))
    return (account.types[0], spots, account.first, account.end, account.is_dated)


def voice_name(account: Account) -> str:
    """Return a name of an account's voice, the same in every process."""
    return hashlib.blake2b(repr(signature_of(account)).encode(), digest_size=12).hexdigest()


def _signature_of_spot(spot: Spot) -> tuple[Any, ...]:
    cells = spot.cells
    known = (cells["place"], cells["precision"], cells["radius_km"], cells["admin1_code"])
    return (spot.place_id, spot.lon, spot.lat, *known)
