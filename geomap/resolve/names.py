"""What a name says by itself: its candidates, scored by kind, size, name and type word.

Nothing here knows an article, so a name is judged once per process and gazetteer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, proxy

from geomap.gazetteer.names import MATCH_SCORES, likeness
from geomap.gazetteer.ranking import ALIKE
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.resolve.rivals import (
    LOST,
    SEAT_PEOPLE,
    bare,
    is_left_to_unit,
    is_swallowing,
    quality,
    with_town,
)
from geomap.resolve.theatre import lies_by_front
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Candidate, Place

    Table = Mapping[str, Mapping[str, Any]]
    """The numbers of ``lexicons/resolver.toml``."""
    Verdict = tuple[Place | None, float, tuple[Candidate, ...], tuple[str, ...], str]
    """A place or none, its score, the candidates, the evidence, and why there is none."""

__all__ = [
    "BESIDE_CELL",
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

WIDE = frozenset({"country", "continent", "ocean", "sea", "region", "border"})
"""Kinds too wide to say where in the document's world a small place lies."""

_TOWNS = SETTLEMENTS - {"village"}
_UNITS = frozenset({"admin2", "hromada"})
_TOWN_PEOPLE = 4_000  # Lyman is a town, and three villages besides
_KNOWN = 5.0  # tenfold: from 100,000 people on readers know a city by its name, more and more
_QUARTER_KM = 2.3  # the radius of a part of a city that is no district, as nearly all are larger
_OFFICIAL = MATCH_SCORES["official"]
_REMEMBERED = 5_000  # names; beyond it the memory starts afresh
_FEW = 5  # towns of a name that a unit may be called after
_CELLS = 4  # of a grid, per degree
_ROW = 10_000  # more cells than a row of it has
BESIDE_CELL = tuple(y * _ROW + x for y in (-1, 0, 1) for x in (-1, 0, 1))
"""From the number of a cell to those of its neighbours and itself, row by row."""


@dataclass(slots=True, eq=False)
class Spot:
    """A candidate's place as the passes over a document ask for it; equal only to itself."""

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
    spot: Spot | None = None
    """The place of that candidate."""
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
        elif not kinds.isdisjoint(SETTLEMENTS) and not any(
            c.match == "official" for c in candidates
        ):
            known = {c.place.place_id for c in candidates}
            alike = [c for c in self.gazetteer.alike(name) if c.place.place_id not in known]
            candidates = (*candidates, *alike)
        if "admin1" in kinds and not any(c.place.kind == "admin1" for c in candidates):
            candidates = (*candidates, *self._units_of(candidates))
        return judge_candidates(candidates, kinds, table)

    def _units_of(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return the first-level units that are called like a town in them: "провинция Идлиб".

        A source that has the names of towns in many languages has few of those of units.
        """
        found: dict[str, Candidate] = {}
        for town in [c for c in candidates[:_FEW] if c.place.kind in SETTLEMENTS]:
            other = fold_name(town.place.name)
            for unit in self.gazetteer.parents(town.place):
                own = fold_name(unit.name)
                is_alike = own.startswith(f"{other} ") or likeness(own, other) >= ALIKE
                if unit.kind == "admin1" and is_alike:
                    found.setdefault(unit.place_id, replace(town, place=unit))
        return [*found.values()]

    def _on(self, day: str, name: str, today: Name, table: Table) -> Name:
        """Return a name as it was on a day: what is former today may have been official."""
        found = self._known.get((name, today.kinds, day))
        if found is None:
            candidates = tuple([self._then(day, c, today) for c in today.candidates])
            found = today
            if candidates != today.candidates:
                found = judge_candidates(candidates, today.kinds, table)
            self._known[name, today.kinds, day] = found
        return found

    def _then(self, day: str, candidate: Candidate, today: Name) -> Candidate:
        """Return a candidate whose name was its own on a day, or lost to the unit around it."""
        if candidate.match != "former":
            return candidate
        since, until = self.gazetteer.validity(candidate.name, candidate.place.place_id)
        if since <= day[: len(since)] and day[: len(until)] < until:
            return replace(candidate, score=_OFFICIAL)
        is_lost = until and is_left_to_unit(candidate.place, today.candidates)
        return replace(candidate, score=LOST) if is_lost else candidate


def judge_candidates(
    candidates: tuple[Candidate, ...], kinds: frozenset[str], table: Table
) -> Name:
    """Return a name with these candidates, scored by what they are and how they are called."""
    found = Name(
        candidates,
        kinds,
        tuple([_spot(candidate.place) for candidate in candidates]),
        with_town(candidates, SEAT_PEOPLE, SETTLEMENTS),
        frozenset(c.place.country for c in candidates if c.place.kind == "country"),
        with_town([c for c in candidates if c.match == "official"], _TOWN_PEOPLE, _TOWNS),
        frozenset(
            c.place.country
            for c in candidates
            if c.match == "official" and c.place.kind in SETTLEMENTS
        ),
    )
    found.has_plain = any(c.match == "official" and c.name.isascii() for c in candidates)
    found.numbers = range(len(candidates))
    found.fixed = tuple([sum([w for w, _ in _work_out(found, n, table)]) for n in found.numbers])
    if candidates:
        found.best = found.fixed.index(max(found.fixed))
        found.spot = found.spots[found.best]
    found.has_former = any(candidate.match == "former" for candidate in candidates)
    decision = table["decision"]
    found.is_sure = leads(found.spots, found.fixed, decision) and not _is_rivalled(found, decision)
    return found


def _is_rivalled(name: Name, decision: Mapping[str, float]) -> bool:
    """Return whether a village by the front lines may be meant as well: Kamianske."""
    if name.best is None:
        return False
    least, own = name.fixed[name.best] - decision["anchor_at_front"], name.spots[name.best]
    return any(
        score > least and spot is not own and spot.codes == own.codes and lies_by_front(spot)
        for score, spot in zip(name.fixed, name.spots, strict=True)
        if spot.rank == own.rank == "settlement"
    )


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
        (weights["match"] * quality(candidate, name), f"{candidate.match} name"),
    ]
    if name.kinds:
        notes.append(_agreement(name.kinds, place, table))
    elif found := bare(candidate, name):
        key, words = found
        notes.append((weights[key], words))
    if candidate.match == "official" and not candidate.name.isascii() and name.has_plain:
        notes.append((weights["spelling"], "others are written exactly so"))
    if place.country in name.towns and _is_small(place):
        notes.append((weights["village"], "a village, and a town there is called so, too"))
    if is_swallowing(candidate, name):
        notes.append((weights["swallowing"], "a name it had, which others bear now"))
    return notes


def _is_small(place: Place) -> bool:
    """Return whether a place is a village, or a settlement that is a town by its rank alone."""
    return place.kind == "village" or (place.kind == "town" and place.population < _TOWN_PEOPLE)


def _prior(place: Place, prior: Mapping[str, float]) -> float:
    """Return what a kind and its people are worth before anything else is known."""
    if place.kind in SETTLEMENTS:
        people = max(place.population, prior[f"smallest_{place.kind}"])
        size = math.log10(people)
        fame = min(1.0, max(0.0, size - _KNOWN))
        return prior["metropolis"] * fame + prior["per_tenfold"] * (size - 3.0)
    if place.kind == "district" and place.radius_km <= _QUARTER_KM:
        return prior["quarter"]
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
