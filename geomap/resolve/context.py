"""What the rest of the document says for a candidate: countries, units, lists, distances.

The evidence is gathered once per pass into counters, so that a candidate costs the same in
a headline and in a list of a thousand names.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap.resolve.cases import SETTLEMENTS, WIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geomap.records import Place
    from geomap.resolve.cases import Case, Note

__all__ = ["Evidence", "bias_of", "context_of", "gather_evidence"]

_NEAREST = 3  # other places that count for nearness
_ANCHORS = 60  # places of an article that are tried for it; more say the same
_SMALL_REGION_KM = 200.0  # the Donbas says where a village lies, the Middle East does not
_KM_PER_DEGREE = 111.2
_MIN_SHARE = 0.34  # of the article's places: from here on a country is its theatre
_FAINT = 0.05  # nearness below this is no evidence worth a line


@dataclass(slots=True)
class _Group:
    """The present answers of one sentence, paragraph or list, counted."""

    names: dict[str, str] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    parents: dict[str, int] = field(default_factory=dict)
    size: int = 0

    def add(self, place: Place) -> None:
        """Count one answer."""
        self.size += 1
        rank, parent = _rank(place.kind), place.parent_id
        self.kinds[rank] = self.kinds.get(rank, 0) + 1
        self.parents[parent] = self.parents.get(parent, 0) + 1
        if place.kind != "country":
            self.names[place.place_id] = place.name
            if place.kind == "admin1" and place.admin1_code:
                self.units[place.admin1_code] = self.units.get(place.admin1_code, 0) + 1
                self.names[place.admin1_code] = place.name

    def parent_of(self, place: Place, own: Place | None) -> str:
        """Return the name of a place that holds another, if some other case answers it."""
        if place.parent_id in self.names:
            return self.names[place.parent_id]
        code = place.admin1_code
        if not code or place.kind == "admin1":
            return ""
        is_own = own is not None and own.kind == "admin1" and own.admin1_code == code
        return self.names[code] if self.units.get(code, 0) > is_own else ""


@dataclass(slots=True)
class Evidence:
    """What the present answers of all cases say together."""

    countries: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    anchors: list[tuple[float, float, str]] = field(default_factory=list)
    sentences: dict[int, _Group] = field(default_factory=dict)
    paragraphs: dict[int, _Group] = field(default_factory=dict)
    lists: dict[int, _Group] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    bias: frozenset[str] = frozenset()
    nearness: dict[tuple[str, str], float] = field(default_factory=dict)
    """What was measured so far, by name and place."""
    other_countries: int = 1
    """Names that lie in a country, but for one."""
    other_units: int = 1


def gather_evidence(cases: Iterable[Case], bias: frozenset[str]) -> Evidence:
    """Count the present answers; a name counts once, however often it is said.

    Only the sentences, paragraphs and lists that hold an open case are looked at.
    """
    cases = tuple(cases)
    evidence = Evidence(bias=bias)
    for case in cases:
        if not case.is_anchor:
            evidence.sentences[case.mention.sentence] = _Group()
            evidence.paragraphs[case.paragraph] = _Group()
            if case.mention.list_id is not None:
                evidence.lists[case.mention.list_id] = _Group()
    seen: set[str] = set()
    for case in cases:
        place, mention = case.place, case.mention
        if place is None:
            continue
        evidence.places.add(place.place_id)
        for group in (
            evidence.sentences.get(mention.sentence),
            evidence.paragraphs.get(case.paragraph),
            None if mention.list_id is None else evidence.lists.get(mention.list_id),
        ):
            if group is not None:
                group.add(place)
        if mention.name not in seen:
            seen.add(mention.name)
            _count(evidence, place, mention.name)
    evidence.other_countries = max(1, evidence.countries.total() - 1)
    evidence.other_units = max(1, evidence.units.total() - 1)
    return evidence


def _count(evidence: Evidence, place: Place, name: str) -> None:
    evidence.countries.update(code for code in place.country.split(";") if code)
    if place.kind not in WIDE:
        evidence.units[_unit(place)] += 1
    is_small = place.kind not in WIDE or (
        place.kind == "region" and place.radius_km <= _SMALL_REGION_KM
    )
    if is_small and len(evidence.anchors) < _ANCHORS:
        evidence.anchors.append((place.lat, place.lon, name))


def bias_of(country_bias: str, cases: Iterable[Case]) -> frozenset[str]:
    """Return the countries whose places are preferred (see `resolve_mentions`)."""
    if country_bias == "none":
        return frozenset()
    if country_bias != "auto":
        return frozenset(code.strip().upper() for code in country_bias.split(",") if code.strip())
    votes = Counter(
        code for case in cases if case.place for code in case.place.country.split(";") if code
    )
    total = sum(votes.values())
    return frozenset(code for code, count in votes.items() if count >= _MIN_SHARE * total)


def context_of(
    case: Case, place: Place, evidence: Evidence, table: Mapping[str, Mapping[str, float]]
) -> list[Note]:
    """Return what the rest of the document says for one candidate, with the words for it."""
    weights = table["weights"]
    notes = _shares(case, place, evidence, weights)
    if case.mention.list_id is not None:
        notes += _siblings(case, place, evidence, weights)
    if place.kind not in WIDE:
        if case.mention.parent is None:
            notes = _parents(case, place, evidence, weights) + notes
        near = _nearness(case.mention.name, place, evidence, table["decision"]["near_km"])
        if near > _FAINT:
            notes.append((weights["nearness"] * near, "near other places of the article"))
    if evidence.bias and not evidence.bias.isdisjoint(place.country.split(";")):
        notes.append((weights["bias"], f"in the theatre ({place.country})"))
    return notes


def _parents(
    case: Case, place: Place, evidence: Evidence, weights: Mapping[str, float]
) -> list[Note]:
    """Reward a candidate whose city or unit is named in its sentence, paragraph or article."""
    sentence = evidence.sentences.get(case.mention.sentence)
    paragraph = evidence.paragraphs.get(case.paragraph)
    if sentence and (name := sentence.parent_of(place, case.place)):
        return [(weights["parent_sentence"], f"parent {name} named in the same sentence")]
    if paragraph and (name := paragraph.parent_of(place, case.place)):
        return [(weights["parent_paragraph"], f"parent {name} named in the same paragraph")]
    if place.parent_id in evidence.places:
        return [(weights["parent_article"], "its parent is named in the article")]
    return []


def _shares(
    case: Case, place: Place, evidence: Evidence, weights: Mapping[str, float]
) -> list[Note]:
    """Reward the country and the first-level unit that the other names lie in."""
    own, country = case.place, place.country
    notes: list[Note] = []
    same = max([evidence.countries.get(code, 0) for code in country.split(";")])
    same -= own is not None and own.country == country
    if same > 0:
        share = min(1.0, same / evidence.other_countries)
        notes.append((weights["country_share"] * share, f"other places in {country}"))
    if place.kind in WIDE or not evidence.units:
        return notes
    unit = _unit(place)
    same = evidence.units.get(unit, 0) - (own is not None and _unit(own) == unit)
    if same > 0:
        share = min(1.0, same / evidence.other_units)
        where = place.admin1 or place.name
        notes.append((weights["admin1_share"] * share, f"other places in {where}"))
    return notes


def _siblings(
    case: Case, place: Place, evidence: Evidence, weights: Mapping[str, float]
) -> list[Note]:
    """Reward the kind and the unit that the other members of the list have."""
    group = evidence.lists.get(case.mention.list_id) if case.mention.list_id is not None else None
    own = case.place
    if group is None or own is None or group.size <= 1:
        return []
    notes: list[Note] = []
    others = group.size - 1
    kinds = group.kinds.get(_rank(place.kind), 0) - (_rank(own.kind) == _rank(place.kind))
    if kinds:
        notes.append((weights["sibling_kind"] * kinds / others, "of the kind of its list"))
    parents = group.parents.get(place.parent_id, 0) - (own.parent_id == place.parent_id)
    if parents and place.parent_id:
        notes.append((weights["sibling_parent"] * parents / others, "in the unit of its list"))
    return notes


def _nearness(name: str, place: Place, evidence: Evidence, near_km: float) -> float:
    """Return how near the nearest places of other names are, in [0, 1]."""
    near = evidence.nearness.get((name, place.place_id))
    if near is None:
        scale = math.cos(math.radians(place.lat))
        nearest = sorted(
            math.hypot(lat - place.lat, (lon - place.lon) * scale)
            for lat, lon, other in evidence.anchors
            if other != name
        )[:_NEAREST]
        parts = [math.exp(-degrees * _KM_PER_DEGREE / near_km) for degrees in nearest]
        near = sum(parts) / len(parts) if parts else 0.0
        evidence.nearness[name, place.place_id] = near
    return near


def _unit(place: Place) -> str:
    """Return what stands for the first-level unit of a place; empty if it is unknown."""
    return place.admin1_code or (place.place_id if place.kind == "admin1" else place.parent_id)


def _rank(kind: str) -> str:
    return "settlement" if kind in SETTLEMENTS else kind
