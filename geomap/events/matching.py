"""Are two accounts of the same event? By rules that stand in ``lexicons/events.toml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.schema import distance_km
from geomap.lexicon import incident_types, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.events.accounts import Account, Spot

__all__ = [
    "Detail",
    "Match",
    "Rules",
    "Words",
    "compare",
    "detail_of",
    "lacking",
    "meet",
    "relate",
    "rules",
    "weigh",
]

_MOST_OF = 0.5  # share of all their places that two accounts of the same places have in common
_PEOPLE = ("killed", "injured", "captured")
_THINGS = ("launched", "intercepted", "hit", "destroyed")
_NUMBERS = 2  # groups of numbers, each of which may agree
_WORDS = tuple((f"same_{name}", f"other_{name}") for name in ("weapon", "target", "side"))

Numbers = tuple[float | None, ...]
Words = tuple[str | None, ...]


class Detail(NamedTuple):
    """What an account tells beside type, place and day."""

    people: Numbers
    things: Numbers
    words: Words
    """Class of the weapon, kind of the target, side of the actor."""


class Match(NamedTuple):
    """How much speaks for two accounts being of one event, and the rules that held."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The weights and limits of ``lexicons/events.toml``."""

    threshold: float
    most_days: int
    gap_days: int
    weights: Mapping[str, float]
    reasons: Mapping[str, str]
    near_km: float
    named_km: float
    toll_factor: float
    general: frozenset[str]
    families: Mapping[str, frozenset[str]]
    """The families that each type belongs to; types without a common one are never linked."""

    def families_of(self, type_id: str) -> frozenset[str]:
        """Return the families of a type; one of the user's own is its only member."""
        return self.families.get(type_id) or frozenset((type_id,))


@cache
def rules() -> Rules:
    """Return the rules, read once."""
    page = table("events")
    families: dict[str, set[str]] = {name: {name} for name in incident_types()}
    for family, names in page["types"].items():
        for name in names:
            families[name].add(family)
    return Rules(
        page["threshold"],
        page["most_days"],
        page["gap_days"],
        page["weights"],
        page["reasons"],
        page["limits"]["near_km"],
        page["limits"]["named_km"],
        page["limits"]["toll_factor"],
        frozenset(page["general"]["types"]),
        {name: frozenset(found) for name, found in families.items()},
    )


def compare(one: Account, other: Account, known: Rules | None = None) -> Match | None:
    """Return what speaks for two accounts being of the same event; ``None`` if it cannot be.

    Two accounts of one article never are: it tells them apart.
    """
    if one.cells["article_id"] == other.cells["article_id"]:
        return None
    return relate(one, other, known or rules())


def relate(one: Account, other: Account, known: Rules) -> Match | None:
    """Return what `compare` does, whichever articles the accounts are of."""
    met = meet(one, other, known)
    return None if met is None else weigh(met, detail_of(one), detail_of(other), known)


def meet(one: Account, other: Account, known: Rules) -> tuple[str, ...] | None:
    """Return what type, place and day say of two accounts; ``None`` if they are of two events."""
    held: list[str] = []
    for judge in (_judge_type, _judge_place, _judge_day):
        verdict = judge(one, other, known)
        if verdict is None:
            return None
        held += verdict
    return tuple(held)


def detail_of(account: Account) -> Detail:
    """Return what else of an account is compared."""
    people, things = (tuple(map(account.counts.get, kinds)) for kinds in (_PEOPLE, _THINGS))
    cells = account.cells
    words = (_weapon_class(cells["weapon"]), cells["target_kind"], cells["actor_side"])
    return Detail(people, things, words)


def weigh(met: tuple[str, ...], one: Detail, other: Detail, known: Rules) -> Match:
    """Return what speaks for two accounts that met, by what else they tell."""
    held = (
        *met,
        *_judge_numbers(one.people, other.people, known),
        *_judge_numbers(one.things, other.things, known),
        *_judge_words(one.words, other.words),
    )
    return Match(sum(map(known.weights.__getitem__, held)), held)


def lacking(met: tuple[str, ...], mine: Words, yours: Words, known: Rules) -> float:
    """Return what numbers must add to link accounts that met; infinite if they cannot."""
    held = sum(map(known.weights.__getitem__, (*met, *_judge_words(mine, yours))))
    lack = known.threshold - held
    return lack if lack <= _NUMBERS * known.weights["same_number"] else inf


def _judge_type(one: Account, other: Account, known: Rules) -> list[str] | None:
    mine, yours = one.types[0], other.types[0]
    if mine == yours:
        return ["same_type"]
    is_apart = known.families_of(mine).isdisjoint(known.families_of(yours))
    return None if is_apart else ["like_type"]


def _judge_place(one: Account, other: Account, known: Rules) -> list[str] | None:
    ours, theirs = ({spot.place_id for spot in account.spots} for account in (one, other))
    common = ours & theirs
    if common:
        share = len(common) / len(ours | theirs)
        return ["same_place" if share >= _MOST_OF else "part_of_places"]
    found = {
        relation for pair in product(one.spots, other.spots) if (relation := _relate(*pair, known))
    }
    best = max(sorted(found), key=known.weights.__getitem__, default=None)
    return None if best is None else [best]


def _relate(one: Spot, other: Spot, known: Rules) -> str:
    """Return how two different places lie to each other; empty if they are apart."""
    if one.is_coarse or other.is_coarse:
        codes = one.cells["admin1_code"], other.cells["admin1_code"]
        is_same = one.is_coarse != other.is_coarse and codes[0] and codes[0] == codes[1]
        return "same_region" if is_same else ""
    distance_km = _distance_km(one, other)
    radii = sorted((one.cells["radius_km"] or 0.0, other.cells["radius_km"] or 0.0))
    if radii[0] < radii[1] and distance_km <= radii[1]:
        return "inside"  # the smaller is drawn in the circle of the larger: a city's district
    if distance_km <= known.named_km and (_bears_name(one, other) or _bears_name(other, one)):
        return "named_after"
    return "near" if distance_km <= known.near_km else ""


def _bears_name(site: Spot, town: Spot) -> bool:
    return str(site.cells["place"]).startswith(f"{town.cells['place']} ")


def _distance_km(one: Spot, other: Spot) -> float:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return float("inf")
    return distance_km(one.lat, one.lon, other.lat, other.lon)


def _judge_day(one: Account, other: Account, known: Rules) -> list[str] | None:
    ours, theirs = one.days, other.days
    if ours is None or theirs is None:
        return None
    guess = ["by_publication"] if not (one.is_dated and other.is_dated) else []
    days = [max(ours[0], theirs[0]), min(ours[1], theirs[1])]
    if days in ([*ours], [*theirs]):  # one holds the other: "overnight" and the day
        return ["same_day", *guess]
    apart = max(ours[0] - theirs[1], theirs[0] - ours[1]) + dt.timedelta(days=1)
    return ["next_day", *guess] if apart.days <= known.gap_days else None


def _judge_numbers(ours: Numbers, theirs: Numbers, known: Rules) -> tuple[str, ...]:
    """Return whether numbers of people, or of things, agree or cannot be of one event."""
    is_other = False
    for a, b in zip(ours, theirs, strict=True):
        if a is None or b is None:
            continue
        if a == b:
            return ("same_number",)
        is_other = is_other or max(a, b) > known.toll_factor * min(a, b)
    return ("other_number",) if is_other else ()


@lru_cache(maxsize=10_000)
def _judge_words(mine: Words, yours: Words) -> tuple[str, ...]:
    """Return what the words of two accounts say, of those that both have."""
    pairs = zip(_WORDS, mine, yours, strict=True)
    return tuple(rules_of[own != other] for rules_of, own, other in pairs if own and other)


@cache
def _weapon_class(label: str | None) -> str | None:
    """Return the class of a weapon: one article says Shahed, the other drone."""
    classes = {page["label"]: page["class"] for page in table("weapons").values()}
    return classes.get(label or "", label)
