"""Accounts that say the same in other articles, heard as one voice.

Of several thousand reports of one town on one day, most say the same. What two accounts have
in common does not depend on which article says it, so voices are compared, not accounts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.events.matching import COUNTED, relate, weapon_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.events.accounts import Account, Spot
    from geomap.events.matching import Rules

__all__ = ["Voice", "signature_of", "voice_name"]


@dataclass(eq=False, slots=True)
class Voice:
    """Accounts that compare alike, and the voices that each of them is linked to."""

    account: Account
    """One of them, which stands for all."""
    members: dict[str, Account] = field(default_factory=dict)
    links: set[Voice] = field(default_factory=set)

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
    cells = account.cells
    return (
        account.types[0],
        tuple(map(_signature_of_spot, account.spots)),
        (account.first, account.end, account.is_dated),
        tuple(account.counts.get(kind) for kind in COUNTED),
        weapon_class(cells["weapon"]),
        cells["target_kind"],
        cells["actor_side"],
    )


def voice_name(account: Account) -> str:
    """Return a name of an account's voice, the same in every process."""
    return hashlib.blake2b(repr(signature_of(account)).encode(), digest_size=12).hexdigest()


def _signature_of_spot(spot: Spot) -> tuple[Any, ...]:
    cells = spot.cells
    known = (cells["place"], cells["precision"], cells["radius_km"], cells["admin1_code"])
    return (spot.place_id, spot.lon, spot.lat, *known)
