"""Accounts that say the same in other articles, heard as one voice.

Of several thousand reports of one town on one day, most say the same. What two accounts have
in common does not depend on which article says it, so voices are compared, not accounts.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.events.matching import Detail, Ground, detail_of, ground_of, meet, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.events.accounts import Account, Spot
    from geomap.events.matching import Match, Rules, Words

    Slot = tuple[int, float]

__all__ = ["Chorus", "Judge", "Scene", "Voice", "scene_of", "signature_of", "voice_name"]


@dataclass(eq=False, slots=True)
class Scene:
    """Type, places and days, which voices have in common."""

    account: Account
    """One of them, which stands for all."""
    families: frozenset[str] = frozenset()
    """Those of its type."""
    cells: frozenset[str] = frozenset()
    """Those in which it is found."""
    choruses: dict[Words, Chorus] = field(default_factory=lambda: defaultdict(Chorus))
    """The voices that have it now, by weapon, target and side."""
    met: dict[Scene, tuple[str, ...] | None] = field(default_factory=dict)
    """What speaks for this scene and others being of one event; ``None``: they cannot be."""
    name: tuple[Any, ...] = field(init=False)
    ground: Ground = field(init=False)

    def __post_init__(self) -> None:
        self.name, self.ground = scene_of(self.account), ground_of(self.account)

    def add(self, voice: Voice) -> None:
        """Take a voice in."""
        self.choruses[voice.detail.words].add(voice)

    def drop(self, voice: Voice) -> None:
        """Leave a voice out."""
        chorus = self.choruses[voice.detail.words]
        chorus.drop(voice)
        if not chorus.voices:
            del self.choruses[voice.detail.words]


@dataclass(eq=False, slots=True)
class Chorus:
    """The voices of a scene that differ in their numbers alone, in the order they came."""

    voices: dict[Voice, None] = field(default_factory=dict)
    by_number: dict[Slot, dict[Voice, None]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, voice: Voice) -> None:
        """Take a voice in."""
        self.voices[voice] = None
        for slot in _slots_of(voice.detail):
            self.by_number[slot][voice] = None

    def drop(self, voice: Voice) -> None:
        """Leave a voice out."""
        del self.voices[voice]
        for slot in _slots_of(voice.detail):
            del self.by_number[slot][voice]
            if not self.by_number[slot]:
                del self.by_number[slot]

    def with_number_of(self, voice: Voice) -> Iterator[Voice]:
        """Yield, each once and the last that came first, those that share a number with one."""
        slots = [slot for slot in _slots_of(voice.detail) if slot in self.by_number]
        found = (other for slot in slots for other in reversed(self.by_number[slot]))
        seen: set[Voice] = set()
        for other in found:
            if other not in seen:
                seen.add(other)
                yield other


@dataclass(eq=False, slots=True)
class Voice:
    """Accounts that compare alike, and the voices that each of them is linked to."""

    account: Account
    """One of them, which stands for all."""
    scene: Scene
    members: dict[str, Account] = field(default_factory=dict)
    links: set[Voice] = field(default_factory=set)
    detail: Detail = field(init=False)
    _name: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.detail = detail_of(self.account)

    @property
    def signature(self) -> tuple[Any, ...]:
        """What `signature_of` returns of any of its accounts."""
        return (self.scene.name, self.detail)

    @property
    def name(self) -> str:
        """The name that `voice_name` gives; each of many links asks for it."""
        self._name = self._name or voice_name(self.account)
        return self._name

    def choirs(self, known: Rules) -> Iterator[list[Account]]:
        """Yield its accounts in parts that are of one event each: of an article, one account."""
        if len(self.members) == 1 or not self._agrees(known):
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

    def _agrees(self, known: Rules) -> bool:
        """Return whether two accounts that say just this may be of one event."""
        ground, detail = self.scene.ground, self.detail
        met = meet(ground, ground, known)
        return met is not None and weigh(met, detail, detail, known).score >= known.threshold


@dataclass(frozen=True, slots=True)
class Judge:
    """Tells what speaks for two voices being of one event; what scenes say is remembered."""

    known: Rules

    def relate(self, one: Voice, other: Voice) -> Match | None:
        """Return what speaks for two voices telling of one event; ``None`` if they cannot."""
        met = self.meet(one.scene, other.scene)
        return None if met is None else weigh(met, one.detail, other.detail, self.known)

    def meet(self, one: Scene, other: Scene) -> tuple[str, ...] | None:
        """Return what speaks for two scenes being of one event; ``None`` if they cannot."""
        if other not in one.met:
            one.met[other] = other.met[one] = meet(one.ground, other.ground, self.known)
        return one.met[other]

    def introduce(self, one: Scene, other: Scene) -> None:
        """Let two scenes know each other, if they may be of one event."""
        if other not in one.met:
            met = meet(one.ground, other.ground, self.known)
            if met is not None:
                one.met[other] = other.met[one] = met


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


def _slots_of(detail: Detail) -> Iterator[Slot]:
    """Yield the numbers of an account, each with its kind."""
    numbers = enumerate((*detail.people, *detail.things))
    return ((kind, number) for kind, number in numbers if number is not None)
