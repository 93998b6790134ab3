"""Are two accounts of the same event? By rules that stand in ``lexicons/events.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from math import inf, nan
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.schema import distance_km
from geomap.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.events.accounts import Account, Spot

__all__ = [
    "Detail",
    "Ground",
    "Match",
    "Rules",
    "Words",
    "compare",
    "detail_of",
    "ground_of",
    "lacking",
    "meet",
    "relate",
    "rules",
    "weigh",
]

_MOST_OF = 0.5  # share of all their places that two accounts of the same places have in common
_LEAST_KM = 110.5  # of a degree of latitude; what is farther apart is not measured
_PEOPLE = ("killed", "injured", "captured")
_THINGS = ("launched", "intercepted", "hit", "destroyed")
_NUMBERS = 2  # groups of numbers, each of which may agree
_WORDS = tuple((f"same_{name}", f"other_{name}") for name in ("weapon", "target", "side"))

Numbers = tuple[float | None, ...]
Words = tuple[str | None, ...]


class Site(NamedTuple):
    """A place as it compares: a coarse one by its region, a fine one by its point."""

    place_id: str
    name: str
    region: str | None
    is_coarse: bool
    lat: float
    lon: float
    radius_km: float


class Ground(NamedTuple):
    """Type, places and days of an account; the days as numbers, half-open."""

    type_id: str
    sites: tuple[Site, ...]
    place_ids: frozenset[str]
    days: tuple[int, int] | None
    is_dated: bool


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
    """The families of types; those without a common one are never linked."""

    def families_of(self, type_id: str) -> frozenset[str]:
        """Return the families of a type; one that is named in none is its only member."""
        return self.families.get(type_id) or frozenset((type_id,))


@cache
def rules() -> Rules:
    """Return the rules, read once."""
    page = table("events")
    families: dict[str, set[str]] = {}
    for family, names in page["types"].items():
        for name in names:
            families.setdefault(name, {name}).add(family)
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
    met = meet(ground_of(one), ground_of(other), known)
    return None if met is None else weigh(met, detail_of(one), detail_of(other), known)


def meet(one: Ground, other: Ground, known: Rules) -> tuple[str, ...] | None:
    """Return what type, place and day say of two accounts; ``None`` if they are of two events."""
    kind = _judge_type(one.type_id, other.type_id, known)
    days = _judge_day(one, other, known) if kind else ()
    place = _judge_place(one, other, known) if days else ""  # last, for it takes longest
    return (kind, place, *days) if place else None


def ground_of(account: Account) -> Ground:
    """Return type, places and days of an account as two are compared by them."""
    sites, days = tuple(map(_site_of, account.spots)), account.days
    return Ground(
        account.types[0],
        sites,
        frozenset(site.place_id for site in sites),
        (days[0].toordinal(), days[1].toordinal()) if days else None,
        account.is_dated,
    )


def _site_of(spot: Spot) -> Site:
    cells, is_coarse = spot.cells, spot.is_coarse
    lat, lon = (nan if value is None else value for value in (spot.lat, spot.lon))
    known = (str(cells["place"]), cells["admin1_code"], is_coarse, lat, lon)
    return Site(spot.place_id, *known, cells["radius_km"] or 0.0)


def detail_of(account: Account) -> Detail:
    """Return what else of an account is compared."""
    cells, count_of = account.cells, account.counts.get
    words = (_weapon_class(cells["weapon"]), cells["target_kind"], cells["actor_side"])
    return Detail(tuple(map(count_of, _PEOPLE)), tuple(map(count_of, _THINGS)), words)


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


def _judge_type(mine: str, yours: str, known: Rules) -> str:
    if mine == yours:
        return "same_type"
    is_apart = known.families_of(mine).isdisjoint(known.families_of(yours))
    return "" if is_apart else "like_type"


def _judge_place(one: Ground, other: Ground, known: Rules) -> str:
    common = one.place_ids & other.place_ids
    if common:
        share = len(common) / len(one.place_ids | other.place_ids)
        return "same_place" if share >= _MOST_OF else "part_of_places"
    found = {_relate(*pair, known) for pair in product(one.sites, other.sites)} - {""}
    return max(sorted(found), key=known.weights.__getitem__, default="")


def _relate(one: Site, other: Site, known: Rules) -> str:
    """Return how two different places lie to each other; empty if they are apart."""
    if one.is_coarse or other.is_coarse:
        is_same = one.is_coarse != other.is_coarse and one.region and one.region == other.region
        return "same_region" if is_same else ""
    least, most = sorted((one.radius_km, other.radius_km))
    if abs(one.lat - other.lat) * _LEAST_KM > max(most, known.named_km, known.near_km):
        return ""
    apart_km = distance_km(one.lat, one.lon, other.lat, other.lon)
    if least < most and apart_km <= most:
        return "inside"  # the smaller is drawn in the circle of the larger: a city's district
    if apart_km <= known.named_km and (_bears_name(one, other) or _bears_name(other, one)):
        return "named_after"
    return "near" if apart_km <= known.near_km else ""


def _bears_name(site: Site, town: Site) -> bool:
    return site.name.startswith(f"{town.name} ")


def _judge_day(one: Ground, other: Ground, known: Rules) -> tuple[str, ...]:
    """Return what the days say; nothing if they are apart, or not known."""
    ours, theirs = one.days, other.days
    if ours is None or theirs is None:
        return ()
    guess = () if one.is_dated and other.is_dated else ("by_publication",)
    if (max(ours[0], theirs[0]), min(ours[1], theirs[1])) in (ours, theirs):
        return ("same_day", *guess)  # one holds the other: "overnight" and the day
    apart = max(ours[0] - theirs[1], theirs[0] - ours[1]) + 1
    return ("next_day", *guess) if apart <= known.gap_days else ()


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
