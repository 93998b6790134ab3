"""What the rest of the document says for a candidate: countries, units, lists, distances.

The evidence is gathered once per pass into counters, so that a candidate costs the same in
a headline and in a list of a thousand names. What it says for a name is worked out once per
name; only sentences, paragraphs and lists differ from mention to mention.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap.resolve.names import BESIDE_CELL
from geomap.resolve.theatre import near_front

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.gazetteer.fronts import Front
    from geomap.resolve.cases import Case
    from geomap.resolve.names import Note, Spot, Table

__all__ = [
    "Evidence",
    "gather_evidence",
    "nearness",
    "notes_in_context",
    "weigh",
]

_NEAREST = 3  # other places that count for nearness
_ANCHORS = 40  # places of an article that are tried for it; more say the same
_UNITS = frozenset({"admin1", "admin2", "hromada"})
_SMALL_REGION_KM = 200.0  # the Donbas says where a village lies, the Middle East does not
_KM_PER_DEGREE = 111.2
_SITES = frozenset({"airbase", "depot", "port", "power_plant", "refinery"})
_SEVERAL = 2.0  # sites of one kind in an article: its list of targets
_SECTOR = "area"  # the relation of "the Lyman direction"
_SECTOR_KM = 50.0  # how far from the town that it is called after a sector of a front reaches
_MET = 24  # open names of an article that are looked at for it

# The parts of a score in context, in this order; the keys of their weights.
PARENT, COUNTRY, UNIT, KIND, LIST, NEAR, BESIDE, SENSE, BIAS, FRONT, SITE = range(_PARTS := 11)
_SHARES = frozenset({COUNTRY, UNIT})
_WORDS = {
    KIND: "of the kind of its list",
    LIST: "in the unit or country of its list",
    NEAR: "near other places of the article",
    BESIDE: "right beside another place of the article",
    SENSE: "so told apart elsewhere in the article",
    FRONT: "near the front lines",
    SITE: "of the kind of other sites in the article",
}


@dataclass(slots=True)
class _Group:
    """What the present answers of one sentence or paragraph say of where others lie."""

    names: dict[str, str] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    has_raions: bool = False
    """Whether a raion is among them, or another unit of the second level."""
    sectors: list[Spot] = field(default_factory=list)
    """The towns that sectors of a front are called after: "the Sumy direction"."""

    def add(self, spot: Spot, relation: str) -> None:
        """Count one answer."""
        if relation == _SECTOR:
            self.sectors.append(spot)
        place, rank = spot.place, spot.rank
        if rank == "country":
            return
        self.names[spot.place_id] = place.name
        if rank == "admin1" and place.admin1_code:
            self.units[place.admin1_code] = self.units.get(place.admin1_code, 0) + 1
            self.names[place.admin1_code] = place.name
        elif rank == "admin2":
            self.names[f"{place.admin1_code} {place.name}"] = place.name
            self.has_raions = True

    def parent_of(self, spot: Spot, own: Spot | None) -> str:
        """Return the name of a place that holds another, if some other case answers it."""
        place, names = spot.place, self.names
        parent_id, code = place.parent_id, place.admin1_code
        if own is not None and own.place_id == parent_id:
            return ""  # a state is no witness for the city of its own name
        named = names.get(parent_id) or (self._sector_of(spot) if self.sectors else "")
        if named or not code or spot.rank == "admin1":
            return named
        is_fine = self.has_raions and place.admin2 and spot.rank != "admin2"
        if is_fine and f"{code} {place.admin2}" in names:
            return place.admin2
        if code not in self.units:
            return ""
        is_own = own is not None and own.rank == "admin1" and own.unit == code
        return names[code] if self.units[code] > is_own else ""

    def _sector_of(self, spot: Spot) -> str:
        """Return the name of a sector of a front that a settlement lies in."""
        for town in self.sectors if spot.rank == "settlement" else ():
            degrees = math.hypot(town.lat - spot.lat, (town.lon - spot.lon) * spot.scale)
            if 0 < degrees * _KM_PER_DEGREE <= _SECTOR_KM:
                return f"{town.place.name} sector"
        return ""


@dataclass(slots=True)
class _List:
    """The present answers of one list, counted."""

    kinds: dict[str, int] = field(default_factory=dict)
    parents: dict[str, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    size: int = 0

    def add(self, spot: Spot) -> None:
        """Count one answer."""
        place = spot.place
        self.size += 1
        self.kinds[spot.rank] = self.kinds.get(spot.rank, 0) + 1
        self.parents[place.parent_id] = self.parents.get(place.parent_id, 0) + 1
        self.countries[place.country] = self.countries.get(place.country, 0) + 1


@dataclass(slots=True)
class Evidence:
    """What the present answers of all cases say together."""

    bias: frozenset[str]
    is_asked: bool
    """Whether the bias is the user's own."""
    front: Front | None = None
    """The front lines of the war that the document is about."""
    countries: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    anchors: list[tuple[float, float, str]] = field(default_factory=list)
    cells: dict[int, list[tuple[float, float, str]]] = field(default_factory=dict)
    """The candidates of names not yet decided, by the cell of a grid."""
    sentences: dict[int, _Group] = field(default_factory=dict)
    paragraphs: dict[int, _Group] = field(default_factory=dict)
    lists: dict[int | None, _List] = field(default_factory=dict)
    sites: dict[str, int] = field(default_factory=dict)
    """How many air bases, refineries, ports were named."""
    places: set[str] = field(default_factory=set)
    senses: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    """The places of a name that were told apart by a parent, and the mentions where it was."""
    own: dict[str, Spot] = field(default_factory=dict)
    """The answer that was counted for a name."""
    names: dict[int, list[list[float]]] = field(default_factory=dict)
    """What was worked out so far, by the identity of the candidates."""
    other_countries: int = 1
    """Names that lie in a country, but for one."""
    other_units: int = 1


def gather_evidence(
    cases: Iterable[Case], evidence: Evidence, table: Table, *, is_first: bool
) -> None:
    """Count the present answers; a name counts once, however often it is said.

    Only the sentences, paragraphs and lists that hold an open case are looked at.
    """
    cases, told = tuple(cases), table["weights"]["parent_paragraph"]
    _open_groups(evidence, cases)
    sentences, paragraphs, lists = evidence.sentences, evidence.paragraphs, evidence.lists
    own, add_place = evidence.own, evidence.places.add
    for case in cases:
        spot, mention, name = case.spot, case.mention, case.mention.name
        if spot is None:
            continue
        add_place(spot.place_id)
        if mention.sentence in sentences:
            sentences[mention.sentence].add(spot, mention.relation)
        if case.paragraph in paragraphs:
            paragraphs[case.paragraph].add(spot, mention.relation)
        if mention.list_id in lists:
            lists[mention.list_id].add(spot)
        if (case.parts or mention.parent is not None) and _is_told(case, told):
            told_at = evidence.senses.setdefault(name, {})
            told_at.setdefault(spot.place_id, []).append(mention.start)
        if name not in own:
            own[name] = spot
            _count(evidence, spot, name)
    if is_first:
        _spread(evidence, cases)
    evidence.other_countries = max(1, sum(evidence.countries.values()) - 1)
    evidence.other_units = max(1, sum(evidence.units.values()) - 1)


def _open_groups(evidence: Evidence, cases: Iterable[Case]) -> None:
    """Say that the sentences, paragraphs and lists of the open cases are to be counted."""
    waiting = [case for case in cases if not case.is_anchor]
    evidence.sentences = {number: _Group() for number in {c.mention.sentence for c in waiting}}
    evidence.paragraphs = {number: _Group() for number in {case.paragraph for case in waiting}}
    lists = {case.mention.list_id for case in waiting} - {None}
    evidence.lists = {number: _List() for number in lists}


def _groups_of(evidence: Evidence, case: Case) -> tuple[_Group | None, _Group | None, _List | None]:
    """Return the sentence, paragraph and list of a case, as far as they are counted."""
    mention = case.mention
    return (
        evidence.sentences.get(mention.sentence),
        evidence.paragraphs.get(case.paragraph),
        None if mention.list_id is None else evidence.lists.get(mention.list_id),
    )


def _is_told(case: Case, told: float) -> bool:
    """Return whether the words near a mention told which place of the name it is."""
    if case.mention.parent is not None:
        return not case.is_outside
    return bool(case.parts and case.best is not None and case.parts[case.best][PARENT] > told)


def _spread(evidence: Evidence, cases: Iterable[Case]) -> None:
    """Put the settlements that open names may mean on the grid."""
    met = {c.mention.name: c for c in cases if not c.is_anchor and len(c.spots) > 1}
    for name, case in list(met.items())[:_MET]:
        for spot in case.spots:
            if spot.rank == "settlement":
                evidence.cells.setdefault(spot.cell, []).append((spot.lat, spot.lon, name))


def _count(evidence: Evidence, spot: Spot, name: str) -> None:
    countries, units = evidence.countries, evidence.units
    for code in spot.codes:
        countries[code] = countries.get(code, 0) + 1
    if not spot.is_wide:
        units[spot.unit] = units.get(spot.unit, 0) + 1
    if spot.rank in _SITES:
        evidence.sites[spot.rank] = evidence.sites.get(spot.rank, 0) + 1
    is_small = not spot.is_wide or (
        spot.rank == "region" and spot.place.radius_km <= _SMALL_REGION_KM
    )
    if is_small and len(evidence.anchors) < _ANCHORS:
        evidence.anchors.append((spot.lat, spot.lon, name))


def weigh(case: Case, evidence: Evidence, table: Table) -> list[list[float]]:
    """Return what the rest of the document says for each candidate of a case, in parts."""
    weights, mention = table["weights"], case.mention
    parts = evidence.names.get(id(case.spots))
    if parts is None:
        parts = evidence.names[id(case.spots)] = _weigh_name(case, evidence, table)
    sentence, paragraph, group = _groups_of(evidence, case)
    is_bare = mention.parent is None
    senses = evidence.senses.get(mention.name, {}) if is_bare else {}
    own, weighed = case.spot, [part.copy() for part in parts]
    for spot, part in zip(case.spots, weighed, strict=True):
        if is_bare and part[COUNTRY] and not spot.is_wide:
            key = _parent(spot, own, sentence, paragraph)
            if key:
                part[PARENT] = weights[key]
            elif spot.place.parent_id in evidence.places:
                part[PARENT] = weights["parent_article"]
        if group is not None and own is not None and group.size > 1:
            part[KIND], part[LIST] = _siblings(spot, own, group, weights)
        if senses and senses.get(spot.place_id, [mention.start]) != [mention.start]:
            part[SENSE] = weights["discourse"]
    return weighed


def _weigh_name(case: Case, evidence: Evidence, table: Table) -> list[list[float]]:
    """Return the parts that are the same for every mention of a name.

    Where nothing else of its country is named, nothing in the article speaks for a candidate.
    """
    weights, decision, name = table["weights"], table["decision"], case.mention.name
    others = [(lat, lon) for lat, lon, other in evidence.anchors if other != name]
    own, sites, cells = evidence.own.get(name), evidence.sites, evidence.cells
    bias = weights["bias_asked" if evidence.is_asked else "bias"]
    fronts = near_front(case, evidence.front)
    countries = {spot.codes for spot in case.spots}
    shares = {codes: _country_share(codes, own, evidence) for codes in countries}
    preferred = {codes for codes in countries if not evidence.bias.isdisjoint(codes)}
    found = []
    for number, spot in enumerate(case.spots):
        part = [0.0] * _PARTS
        found.append(part)
        if spot.codes in preferred:
            part[BIAS] = bias
        if number in fronts:
            part[FRONT] = weights["front"] * fronts[number]
        if spot.rank in sites:
            alike = sites[spot.rank] - (own is not None and own.rank == spot.rank)
            part[SITE] = weights["site"] * min(1.0, alike / _SEVERAL)
        share = shares[spot.codes]
        part[COUNTRY] = weights["country_share"] * share
        if spot.is_wide:  # it has no unit to lie in
            part[UNIT] = weights["wide"] * share
            continue
        if share and spot.unit in evidence.units:
            part[UNIT] = weights["admin1_share"] * _unit_share(spot.unit, own, evidence)
        elif spot.codes and not share:
            continue
        near, beside = nearness(spot, others, decision)
        if cells and spot.rank == "settlement":
            beside = max(beside, _meeting(spot, name, evidence, decision))
        part[NEAR], part[BESIDE] = weights["nearness"] * near, weights["beside"] * beside
    return found


def _parent(spot: Spot, own: Spot | None, sentence: _Group | None, paragraph: _Group | None) -> str:
    """Return the weight for a city or unit that is named near a mention; empty without one."""
    if not (paragraph and paragraph.parent_of(spot, own)):
        return ""  # its sentences name no more than it does
    return "parent_sentence" if sentence and sentence.parent_of(spot, own) else "parent_paragraph"


def _country_share(codes: tuple[str, ...], own: Spot | None, evidence: Evidence) -> float:
    """Return which share of the other names lies in some country."""
    counts = [evidence.countries.get(code, 0) for code in codes]
    same = max(counts, default=0) - (own is not None and own.codes == codes)
    return min(1.0, max(0, same) / evidence.other_countries)


def _unit_share(unit: str, own: Spot | None, evidence: Evidence) -> float:
    """Return which share of the other names lies in a unit."""
    same = evidence.units.get(unit, 0) - (own is not None and own.unit == unit)
    return min(1.0, same / evidence.other_units) if same > 0 else 0.0


def _siblings(
    spot: Spot, own: Spot, group: _List, weights: Mapping[str, float]
) -> tuple[float, float]:
    """Return the reward for the kind and the parent that the rest of the list has."""
    others, parent = group.size - 1, spot.place.parent_id
    kinds = group.kinds.get(spot.rank, 0) - (own.rank == spot.rank)
    parents = group.parents.get(parent, 0) - (own.place.parent_id == parent) if parent else 0
    country = spot.place.country
    countries = group.countries.get(country, 0) - (own.place.country == country)
    beside = weights["sibling_parent"] * parents + weights["sibling_country"] * countries
    return weights["sibling_kind"] * kinds / others, beside / others


def nearness(
    spot: Spot, others: Sequence[tuple[float, float]], decision: Mapping[str, float]
) -> tuple[float, float]:
    """Return how near the nearest three places of other names are, and the nearest."""
    if not others:
        return 0.0, 0.0
    lat, lon, scale, hypot = spot.lat, spot.lon, spot.scale, math.hypot
    degrees = [hypot(a - lat, (b - lon) * scale) for a, b in others]
    degrees.sort()
    del degrees[_NEAREST:]
    # What lies within a unit is not far from it, but not beside it.
    is_unit = spot.rank in _UNITS
    within = decision["within"] * spot.place.radius_km if is_unit else 0.0
    near, near_km, exp = 0.0, decision["near_km"], math.exp
    for degree in degrees:
        km = degree * _KM_PER_DEGREE - within
        near += exp(-km / near_km) if km > 0.0 else 1.0
    beside = 0.0 if is_unit else exp(-degrees[0] * _KM_PER_DEGREE / decision["beside_km"])
    return near / len(degrees), beside


def _meeting(spot: Spot, name: str, evidence: Evidence, decision: Mapping[str, float]) -> float:
    """Return how near some candidate of another open name is, at a discount."""
    cells, cell, nearest = evidence.cells, spot.cell, 9.0
    for step in BESIDE_CELL:
        for lat, lon, other in cells.get(cell + step, ()):
            if other != name:
                nearest = min(nearest, math.hypot(lat - spot.lat, (lon - spot.lon) * spot.scale))
    return decision["open"] * math.exp(-nearest * _KM_PER_DEGREE / decision["beside_km"])


def notes_in_context(case: Case, index: int, evidence: Evidence) -> list[Note]:
    """Return the parts of a candidate's score with the words for them."""
    if case.parts is None:
        return []
    spot = case.spots[index]
    return [
        (weight, _WORDS.get(part) or _words(part, case, spot, evidence))
        for part, weight in enumerate(case.parts[index])
        if weight
    ]


def _words(part: int, case: Case, spot: Spot, evidence: Evidence) -> str:
    """Return what a part of a score stands for, where it hangs on the place."""
    if part == PARENT:
        return _parent_words(case, spot, evidence)
    if part == UNIT and not spot.is_wide:
        return f"other places in {spot.place.admin1 or spot.place.name}"
    if part in _SHARES:
        return f"other places in {spot.place.country}"
    return f"in the theatre ({spot.place.country})"


def _parent_words(case: Case, spot: Spot, evidence: Evidence) -> str:
    sentence = evidence.sentences.get(case.mention.sentence)
    if sentence and (name := sentence.parent_of(spot, case.spot)):
        return f"parent {name} named in the same sentence"
    paragraph = evidence.paragraphs.get(case.paragraph)
    if paragraph and (name := paragraph.parent_of(spot, case.spot)):
        return f"parent {name} named in the same paragraph"
    return "its parent is named in the article"
