"""What a name says by itself: its candidates, scored by kind, size, name and type word.

Nothing here knows an article, so a name is judged once per process and gazetteer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary, proxy

from geomap.gazetteer import distance_km
from geomap.gazetteer.names import MATCH_SCORES, loosen, skeleton
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Candidate, Place

    Table = Mapping[str, Mapping[str, Any]]
    """The numbers of ``lexicons/resolver.toml``."""
    Verdict = tuple[Place | None, float, tuple[Candidate, ...], tuple[str, ...], str]
    """A place or none, its score, the candidates, the evidence, and why there is none."""

__all__ = [
    "BESIDE_CELL",
    "SETTLEMENTS",
    "WIDE",
    "Name",
    "Note",
    "Spot",
    "fits_kinds",
    "judge_candidates",
    "leads",
    "names_of",
    "notes_of",
]

Note = tuple[float, str]
"""A part of a score and the words for it; written out only for the answer."""

SETTLEMENTS = frozenset({"city", "town", "village"})
WIDE = frozenset({"country", "continent", "ocean", "sea", "region", "border"})
"""Kinds too wide to say where in the document's world a small place lies."""

_TOWNS = SETTLEMENTS - {"village"}
_UNITS = frozenset({"admin2", "hromada"})
_SEAT_PEOPLE = 100_000  # a city from here on takes the bare name from the unit around it
_TOWN_PEOPLE = 4_000  # Lyman is a town, and three villages besides
_SEAT_TOWN = 20_000  # the same where it lies in the unit and is called exactly so
_TOWN_KM = 9.0  # the radius of Stepanakert is 3: it is a unit of the first level and a town
_KNOWN = 5.0  # tenfold: from 100,000 people on readers know a city by its name, more and more
_BORROWED = 0.7  # the gazetteer's score for a unit under the bare name of its seat is 0.6
_OFFICIAL = MATCH_SCORES["official"]
_REMEMBERED = 5_000  # names; beyond it the memory starts afresh
_CELLS = 4  # of a grid, per degree
_ROW = 10_000  # more cells than a row of it has
BESIDE_CELL = tuple(y * _ROW + x for y in (-1, 0, 1) for x in (-1, 0, 1))
"""From the number of a cell to those of its neighbours and itself, row by row."""


class Spot(NamedTuple):
    """A candidate's place as the passes over a document ask for it."""

    place: Place
    place_id: str
    codes: tuple[str, ...]
    """Its countries; two for a border."""
    unit: str
    """What stands for its first-level unit; empty if it is unknown."""
    rank: str
    """Its kind, all settlements alike."""
    is_wide: bool
    lat: float
    lon: float
    scale: float
    """How much shorter a degree of longitude is than one of latitude."""
    cell: int
    """The cell of a grid in which names not yet decided meet."""


@dataclass(slots=True)
class Name:
    """A name with its candidates, the likeliest first, and their scores so far."""

    candidates: tuple[Candidate, ...]
    kinds: frozenset[str]
    spots: tuple[Spot, ...]
    seats: frozenset[str]
    """The countries that have a city of this name, large enough to be a seat."""
    states: frozenset[str]
    """The countries that bear the name themselves."""
    towns: frozenset[str]
    """The countries that have a town of this name that readers may know."""
    bearers: frozenset[str]
    """The countries that have a settlement officially called so."""
    numbers: range = range(0)
    """The numbers of the candidates."""
    fixed: tuple[float, ...] = ()
    best: int | None = None
    """The number of the candidate with the highest score."""
    notes: dict[int, list[Note]] = field(default_factory=dict)
    """The notes that an answer asked for, by the number of the candidate."""
    has_plain: bool = False
    """Whether a place is officially called so without any mark on its letters."""
    has_former: bool = False
    """Whether it is the former name of a place, so that it matters when it was said."""
    is_sure: bool = False
    """Whether the best leads by so much that no context can turn it."""
    verdict: Verdict | None = None
    """The answer of a sure name where nothing beside it says more; filled when first given."""


class _Names:
    """The names of one gazetteer that were judged so far."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer: Gazetteer = proxy(gazetteer)  # the memory shall not keep its own key
        self._known: dict[tuple[str, frozenset[str], str], Name] = {}
        self._table: Table | None = None
        self.nearly: dict[tuple[object, ...], tuple[Candidate, ...]] = {}
        """The places of nearly a name inside some others, as far as they were looked for."""

    def judge(self, name: str, kinds: frozenset[str], table: Table, day: str = "") -> Name:
        """Look a name up and score its candidates by what they are and how they are called.

        On a ``day`` (ISO 8601) a name that a place has lost since was as good as any.
        """
        if table is not self._table or len(self._known) >= _REMEMBERED:
            self._known.clear()
            self._table = table
        found = self._known.get((name, kinds, ""))
        if found is None:
            found = self._known[name, kinds, ""] = self._judge(name, kinds, table)
        if day and found.has_former:
            return self._on(day, name, found, table)
        return found

    def _judge(self, name: str, kinds: frozenset[str], table: Table) -> Name:
        candidates = self.gazetteer.candidates(name)
        if not kinds:
            candidates = tuple([c for c in candidates if c.match != "skeleton"])
        return judge_candidates(candidates, kinds, table)

    def _on(self, day: str, name: str, today: Name, table: Table) -> Name:
        """Return a name as it was on a day: what is former today may have been official."""
        found = self._known.get((name, today.kinds, day))
        if found is None:
            candidates = tuple([self._then(day, c) for c in today.candidates])
            found = today
            if candidates != today.candidates:
                found = judge_candidates(candidates, today.kinds, table)
            self._known[name, today.kinds, day] = found
        return found

    def _then(self, day: str, candidate: Candidate) -> Candidate:
        if candidate.match != "former":
            return candidate
        since, until = self.gazetteer.validity(candidate.name, candidate.place.place_id)
        is_borne = since <= day[: len(since)] and day[: len(until)] < until
        return replace(candidate, score=_OFFICIAL) if is_borne else candidate


def judge_candidates(
    candidates: tuple[Candidate, ...], kinds: frozenset[str], table: Table
) -> Name:
    """Return a name with these candidates, scored by what they are and how they are called."""
    found = Name(
        candidates,
        kinds,
        tuple([_spot(candidate.place) for candidate in candidates]),
        _with_town(candidates, _SEAT_PEOPLE, SETTLEMENTS),
        frozenset(c.place.country for c in candidates if c.place.kind == "country"),
        _with_town([c for c in candidates if c.match == "official"], _TOWN_PEOPLE, _TOWNS),
        frozenset(
            c.place.country
            for c in candidates
            if c.match == "official" and c.place.kind in SETTLEMENTS
        ),
    )
    found.has_plain = any(c.match == "official" and c.name.isascii() for c in candidates)
    found.numbers = range(len(candidates))
    found.fixed = tuple([sum([w for w, _ in _work_out(found, n, table)]) for n in found.numbers])
    found.best = found.fixed.index(max(found.fixed)) if candidates else None
    found.has_former = any(candidate.match == "former" for candidate in candidates)
    found.is_sure = leads(found.spots, found.fixed, table["decision"])
    return found


_known: WeakKeyDictionary[Gazetteer, _Names] = WeakKeyDictionary()


def names_of(gazetteer: Gazetteer) -> _Names:
    """Return the memory of a gazetteer, one per process."""
    found = _known.get(gazetteer)
    if found is None:
        found = _known[gazetteer] = _Names(gazetteer)
    return found


def leads(spots: Sequence[Spot], scores: Sequence[float], decision: Mapping[str, float]) -> bool:
    """Return whether the best score leads by so much that no context can turn it.

    What speaks for a city speaks for the raion around it, too, so that a lead over a rival
    in the same unit needs to be less.
    """
    if len(scores) <= 1:
        return True
    best = scores.index(max(scores))
    unit, lead = spots[best].unit, scores[best] - decision["anchor"]
    margin = decision["anchor"] - decision["anchor_in_unit"]
    return all(
        score <= lead + (margin if spot.unit == unit else 0.0) or spot is spots[best]
        for spot, score in zip(spots, scores, strict=True)
    )


def notes_of(name: Name, number: int, table: Table) -> list[Note]:
    """Return the notes of a candidate before anything is known of the article."""
    notes = name.notes.get(number)
    if notes is None:
        notes = name.notes[number] = _work_out(name, number, table)
    return notes


def _work_out(name: Name, number: int, table: Table) -> list[Note]:
    candidate, weights = name.candidates[number], table["weights"]
    place = candidate.place
    notes: list[Note] = [
        (_prior(place, table["prior"]), "kind and size"),
        (weights["match"] * _quality(candidate, name), f"{candidate.match} name"),
    ]
    if name.kinds:
        notes.append(_agreement(name.kinds, place, table))
    elif found := _bare(candidate, name):
        key, words = found
        notes.append((weights[key], words))
    if candidate.match == "official" and not candidate.name.isascii() and name.has_plain:
        notes.append((weights["spelling"], "others are written exactly so"))
    if place.kind == "village" and place.country in name.towns:
        notes.append((weights["village"], "a village, and a town there is called so, too"))
    if _is_swallowing(candidate, name):
        notes.append((weights["swallowing"], "a name it had, which others bear now"))
    return notes


def _quality(candidate: Candidate, name: Name) -> float:
    """Return how far a name speaks for a place; little for a unit under the name of its seat."""
    is_own = _is_weak(candidate) and not _is_lent(candidate, name)
    return MATCH_SCORES["variant"] if is_own else candidate.score


def _is_weak(candidate: Candidate) -> bool:
    return candidate.score < _BORROWED and candidate.match != "skeleton"


def _is_lent(candidate: Candidate, name: Name) -> bool:
    """Return whether a unit has its bare name from a town: not Sakhalin, nor "X region"."""
    place = candidate.place
    is_bare = _is_weak(candidate) and place.kind not in name.kinds
    return is_bare and _has_town(place.country, name)


def _bare(candidate: Candidate, name: Name) -> tuple[str, str] | None:
    """Return the weight, and the words, against a place that a bare name does not mean."""
    place = candidate.place
    if place.kind in SETTLEMENTS and place.country in name.states:
        return "seat", "the bare name means the country"
    if place.kind != "admin1":
        return None
    has_seat = place.country in name.seats or _has_seat(place, name.candidates)
    if has_seat or _is_lent(candidate, name):
        return "seat", "the bare name means the seat"
    if _is_a_town(place, name.candidates):
        return "town_unit", "a unit no larger than the town of its name"
    return None


def _has_town(country: str, name: Name) -> bool:
    """Return whether a town of a country may be meant by a name."""
    return any(c.place.kind in SETTLEMENTS and c.place.country == country for c in name.candidates)


def _is_swallowing(candidate: Candidate, name: Name) -> bool:
    """Return whether a city was once called like another place: Donetsk was Oleksandrivka.

    A spelling of its name starts alike; and where nobody else bears the name, it is its own.
    """
    place = candidate.place
    if candidate.score >= _OFFICIAL or place.population < _SEAT_PEOPLE:
        return False
    is_alike = fold_name(candidate.name)[:1] == fold_name(place.name)[:1]
    if is_alike or _is_spelling(candidate):  # Gorlovka for Horlivka
        return False
    return place.country in name.bearers or any(
        c.place.country == place.country and _is_spelling(c) for c in name.candidates
    )


def _is_a_town(unit: Place, candidates: Iterable[Candidate]) -> bool:
    """Return whether a unit is as small as a town, and a town of its name lies there."""
    return unit.radius_km <= _TOWN_KM and any(
        c.place.kind in SETTLEMENTS
        and distance_km(unit.lat, unit.lon, c.place.lat, c.place.lon) <= _TOWN_KM
        for c in candidates
    )


def _has_seat(unit: Place, candidates: Iterable[Candidate]) -> bool:
    """Return whether a town of its very name and of some size lies in a unit: Galway."""
    return any(
        c.match == "official"
        and c.place.kind in SETTLEMENTS
        and c.place.population >= _SEAT_TOWN
        and c.place.country == unit.country
        and distance_km(unit.lat, unit.lon, c.place.lat, c.place.lon) <= unit.radius_km
        for c in candidates
    )


def _is_spelling(candidate: Candidate) -> bool:
    """Return whether a name only spells that of a town otherwise: Slovyansk for Sloviansk."""
    if candidate.match != "variant" or candidate.place.kind not in SETTLEMENTS:
        return False
    own, written = candidate.place.name, candidate.name
    return loosen(skeleton(fold_name(own))) == loosen(skeleton(fold_name(written)))


def _with_town(
    candidates: Iterable[Candidate], people: int, kinds: frozenset[str]
) -> frozenset[str]:
    """Return the countries that have a settlement of this name with so many people."""
    places = (candidate.place for candidate in candidates)
    return frozenset(p.country for p in places if p.kind in kinds and p.population >= people)


def _prior(place: Place, prior: Mapping[str, float]) -> float:
    """Return what a kind and its people are worth before anything else is known."""
    if place.kind in SETTLEMENTS:
        people = max(place.population, prior[f"smallest_{place.kind}"])
        size = math.log10(people)
        fame = min(1.0, max(0.0, size - _KNOWN))
        return prior["metropolis"] * fame + prior["per_tenfold"] * (size - 3.0)
    return prior.get(place.kind, prior["other"])


def _agreement(kinds: frozenset[str], place: Place, table: Table) -> Note:
    """Return what the type word beside a name says for a place, and the words."""
    weights = table["weights"]
    key = _no_county(place, table["counties"]) if "county" in kinds else ""
    if key:
        return weights[key], "no county there is called so for it"
    if place.kind in kinds:
        return weights["cue"], "the type word agrees"
    if fits_kinds(kinds, place.kind):
        return weights["namesake_seat"], "the seat that the unit is named after"
    return -weights["cue"], "the type word disagrees"


def _no_county(place: Place, counties: Mapping[str, Any]) -> str:
    """Return the weight against a place that is no county, nor a seat that one is called after."""
    if place.kind == "admin1":
        return "namesake_state" if place.country in counties["with_states"] else ""
    if place.kind not in SETTLEMENTS or place.country in counties["with_seat"]:
        return ""
    return "namesake_town" if place.population >= counties["people"] else "namesake_village"


def fits_kinds(kinds: frozenset[str], kind: str) -> bool:
    """Return whether a type word allows a kind of place.

    A raion or hromada is often known by its seat alone, so "X district" allows the town X,
    but "X river" does not.

    Examples
    --------
    >>> fits_kinds(frozenset({"admin2"}), "town"), fits_kinds(frozenset({"river"}), "town")
    (True, False)
    >>> fits_kinds(frozenset(), "town")
    True
    """
    return not kinds or kind in kinds or (kind in SETTLEMENTS and not _UNITS.isdisjoint(kinds))


def _spot(place: Place) -> Spot:
    return Spot(
        place,
        place.place_id,
        tuple(filter(None, place.country.split(";"))),
        place.admin1_code or (place.place_id if place.kind == "admin1" else place.parent_id),
        "settlement" if place.kind in SETTLEMENTS else place.kind,
        place.kind in WIDE,
        place.lat,
        place.lon,
        math.cos(math.radians(place.lat)),
        math.floor(place.lat * _CELLS) * _ROW + math.floor(place.lon * _CELLS),
    )
