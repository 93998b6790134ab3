"""One mention on its way to a place: its candidates, their scores so far, its qualifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.gazetteer import distance_km
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.resolve.names import fits_kinds, judge_candidates, names_of
from geomap.resolve.nearly import find_nearly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Candidate, Mention, Place
    from geomap.resolve.names import Name, Note, Spot, Table
    from geomap.text import Document

__all__ = ["Case", "judge_qualifiers", "open_cases"]

_LEVELS = frozenset({"admin1", "admin2"})
_TRIED = 15  # candidates of a name that are scored; the gazetteer gives the likeliest first
_TRIED_NEAR = 30  # of the others those in a unit that the article names: a hundred Ivanivkas
_OUTSIDE = ("distance/", "direction/", "near")  # "X, a town north of Y": Y does not hold X
_TIED = 12  # characters between a name and its qualifier: ", ", " (", ", in the "
_REMEMBERED = 1_000  # slips; beyond it the memory starts afresh
_CHAINED = 3  # qualifiers, each of the one before it
_REFORMED_KM = 60.0  # from the middle of a district of today to the edge of what was one
_CLAIMED_KM = 50.0  # the radius of a region that claims its whole unit: a "people's republic"
_NOT_INSIDE = "not inside its qualifier"
_RUNNERS_UP = 3  # candidates outside their qualifier that stay as runners-up


@dataclass(slots=True)
class Case:
    """A mention, its candidates, their scores and the present answer.

    ``fixed`` is what the mention and the words beside it say, ``scores`` adds the evidence
    of the document, whose parts are in ``parts``, one list per candidate.
    """

    mention: Mention
    paragraph: int
    name: Name
    numbers: Sequence[int]
    """The candidates of the name that are tried."""
    spots: Sequence[Spot]
    fixed: Sequence[float]
    notes: list[list[Note]] | None = None
    """What the words beside it say, beyond the name, for each candidate."""
    scores: Sequence[float] = ()
    parts: list[list[float]] | None = None
    best: int | None = None
    """The present answer, as an index of ``spots``."""
    spot: Spot | None = None
    """The place of the present answer."""
    is_anchor: bool = False
    """Whether the answer stands by itself and is only evidence for others."""
    inside: frozenset[str] = frozenset()
    """The places that lie in its qualifier."""
    is_outside: bool = False
    """Whether a qualifier is named and no candidate lies in it."""

    def candidate(self, index: int) -> Candidate:
        """Return a candidate as the gazetteer gave it."""
        return self.name.candidates[self.numbers[index]]

    def add(self, notes: Iterable[Note | None]) -> None:
        """Add a note to each candidate, or none, and decide anew."""
        added = list(notes)
        known = self.notes or [[] for _ in added]
        self.fixed = [a + (b[0] if b else 0.0) for a, b in zip(self.fixed, added, strict=True)]
        self.notes = [[*a, b] if b else a for a, b in zip(known, added, strict=True)]
        self.decide(self.fixed)

    def keep(self, indices: Sequence[int]) -> None:
        """Go on with these candidates only."""
        self.numbers = [self.numbers[n] for n in indices]
        self.spots = [self.spots[n] for n in indices]
        self.fixed = [self.fixed[n] for n in indices]
        self.notes = self.notes and [self.notes[n] for n in indices]
        self.decide(self.fixed)

    def exchange(self, name: Name) -> None:
        """Go on with the candidates of another name."""
        self.name, self.numbers, self.spots = name, name.numbers, name.spots
        self.notes = None
        self.fixed = self.scores = name.fixed
        self.best, self.spot = name.best, name.spot

    def decide(self, scores: Sequence[float]) -> None:
        """Take the candidate with the highest score, the first of equals, as the answer."""
        self.scores = scores
        self.best = scores.index(max(scores)) if scores else None
        self.spot = None if self.best is None else self.spots[self.best]


def open_cases(
    document: Document,
    mentions: Mapping[int, Mention],
    gazetteer: Gazetteer,
    table: Table,
    day: str,
) -> dict[int, Case]:
    """Return a case for each mention, judged by itself on the day of the text, if it is known."""
    names = names_of(gazetteer)
    judged = {n: names.judge(m.name, m.kinds, table, day) for n, m in mentions.items()}
    units: frozenset[str] | None = None
    chosen: dict[int, tuple[list[int], list[Spot]]] = {}
    cases: dict[int, Case] = {}
    for (index, mention), name in zip(mentions.items(), judged.values(), strict=True):
        paragraph = document.sentences[mention.sentence].paragraph
        if len(name.spots) <= _TRIED or mention.parent is not None:
            case = Case(mention, paragraph, name, name.numbers, name.spots, name.fixed)
            case.scores, case.best, case.spot = name.fixed, name.best, name.spot
        else:
            if units is None:
                units = frozenset(n.spots[0].unit for n in judged.values() if n.spots)
            if id(name) not in chosen:
                numbers = _likely(name, units)
                chosen[id(name)] = numbers, [name.spots[n] for n in numbers]
            numbers, spots = chosen[id(name)]
            case = Case(mention, paragraph, name, numbers, spots, [name.fixed[n] for n in numbers])
            case.decide(case.fixed)
        cases[index] = case
    return cases


def _likely(name: Name, units: frozenset[str]) -> list[int]:
    """Return the candidates worth a trial: the first, and those in units of the article."""
    rest = [n for n in range(_TRIED, len(name.spots)) if name.spots[n].unit in units]
    return [*range(_TRIED), *rest[:_TRIED_NEAR]]


def judge_qualifiers(
    document: Document, cases: dict[int, Case], gazetteer: Gazetteer, table: Table
) -> None:
    """Prefer candidates inside the place that qualifies the mention: "X, Y".

    Where that holds none of them, what qualifies it decides: "X, Y district, Z region". The
    outermost comes first, so that Y is the one in Z.
    """
    for case in reversed(cases.values()):
        if case.mention.parent is None:
            continue
        parent, is_refused = _qualifier_of(case, cases), False
        for _ in range(_CHAINED):
            if parent is None or not parent.spots:
                break
            if _is_inside(case, parent, gazetteer, table):
                is_refused = False
                break
            is_refused = is_refused or not _is_loose(document, case, parent)
            parent = _qualifier_of(parent, cases)
        if is_refused and case.spots:
            _refuse(case, table["weights"])


def _qualifier_of(case: Case, cases: Mapping[int, Case]) -> Case | None:
    """Return the case that qualifies another and may hold it."""
    parent = cases.get(case.mention.parent) if case.mention.parent is not None else None
    is_beside = parent is not None and parent.mention.relation.startswith(_OUTSIDE)
    return None if is_beside else parent


def _is_loose(document: Document, case: Case, parent: Case) -> bool:
    """Return whether nothing follows from a qualifier that holds no candidate.

    Nothing does from "X, a dealer in Y"; a type word ("X, a village in the Y region") ties it.
    """
    kinds = parent.mention.kinds
    if not _outers_of(parent):
        return True  # "X, Y district", and no Y that is known is a district
    between = document.text[case.mention.end : parent.mention.start]
    if between.startswith(" in"):  # "X in the Y county", and only a town Y is known
        return not any(spot.rank in kinds for spot in parent.spots)
    return len(between) > _TIED and not kinds


def _outers_of(parent: Case) -> list[Place]:
    """Return the places that a qualifier may be: those of its kind, or a seat for want of one.

    They lie in what qualifies it in its turn; there are none where nothing does.
    """
    kinds, inside = parent.mention.kinds, parent.inside
    if parent.is_outside:
        return []
    places = [s.place for s in parent.spots if not inside or s.place_id in inside]
    outers = [place for place in places if fits_kinds(kinds, place.kind)]
    return [place for place in outers if place.kind in kinds] or outers


def _is_inside(case: Case, parent: Case, gazetteer: Gazetteer, table: Table) -> bool:
    """Prefer the candidates of a case that a qualifier holds; return whether there are any.

    In a unit that the text names a place may also be one of nearly the name, or in the unit
    next to it, which was its own before a reform.
    """
    kinds, outers = parent.mention.kinds, _outers_of(parent)
    holders = [_holder_of(spot.place, outers, kinds) for spot in case.spots]
    if (kinds or case.mention.kinds) and not any(holders):
        nearly = _nearly(case.mention, outers, kinds, gazetteer)
        if nearly:
            case.exchange(judge_candidates((*nearly, *_firsts(case)), case.mention.kinds, table))
            holders = [_holder_of(spot.place, outers, kinds) for spot in case.spots]
    if not any(holders):
        holders = [next((o for o in outers if _was_held(s.place, o)), None) for s in case.spots]
    if not any(holders):
        return False
    _prefer_held(case, holders, table["weights"])
    if case.spot is not None:
        _settle_parent(case.spot.place, parent, table["weights"])
    return True


def _prefer_held(case: Case, holders: Sequence[Place | None], weights: Mapping[str, float]) -> None:
    """Weigh the candidates of a case by the places that hold them, and keep the likeliest."""
    inside = [number for number, outer in enumerate(holders) if outer is not None]
    outside = [number for number, outer in enumerate(holders) if outer is None]
    no_note = (-weights["qualifier"] / 3, _NOT_INSIDE)
    case.add(
        no_note if o is None else (weights["qualifier"], f"inside {o.name}, which qualifies it")
        for o in holders
    )
    case.inside = frozenset([case.spots[number].place_id for number in inside])
    case.keep(sorted([*inside[: _TRIED + _TRIED_NEAR], *outside[:_RUNNERS_UP]]))


def _refuse(case: Case, weights: Mapping[str, float]) -> None:
    """Say that no candidate lies in what qualifies a case."""
    case.is_outside = True
    case.add([(-weights["qualifier"] / 3, _NOT_INSIDE)] * len(case.spots))
    case.keep(range(len(case.spots))[:_RUNNERS_UP])


def _holder_of(place: Place, outers: Sequence[Place], kinds: frozenset[str]) -> Place | None:
    """Return the first of some places that holds another."""
    return next((outer for outer in outers if _is_held(place, outer, kinds)), None)


def _was_held(inner: Place, outer: Place) -> bool:
    """Return whether a place may lie in a district as it was before the last reform."""
    is_same_unit = bool(inner.admin1_code) and inner.admin1_code == outer.admin1_code
    if outer.kind != "admin2" or not is_same_unit or inner.kind not in SETTLEMENTS:
        return False
    return distance_km(inner.lat, inner.lon, outer.lat, outer.lon) <= _REFORMED_KM


def _nearly(
    mention: Mention, outers: Sequence[Place], kinds: frozenset[str], gazetteer: Gazetteer
) -> tuple[Candidate, ...]:
    """Return what `find_nearly` finds inside some places; texts repeat their slips."""
    known = names_of(gazetteer).nearly
    key = (mention.name, mention.kinds, kinds, tuple([place.place_id for place in outers]))
    if key not in known:
        if len(known) >= _REMEMBERED:
            known.clear()
        known[key] = find_nearly(
            mention, gazetteer, lambda place: any(_is_held(place, o, kinds) for o in outers)
        )
    return known[key]


def _firsts(case: Case) -> list[Candidate]:
    """Return the first candidates of a case, which stay as runners-up."""
    return [case.candidate(index) for index in range(len(case.spots))[:_RUNNERS_UP]]


def _is_held(inner: Place, outer: Place, kinds: frozenset[str]) -> bool:
    """Return whether a place lies in another, as far as one can tell.

    A raion known by its seat holds its oblast's places; where sources cut a country into units
    of different levels (Suffolk, England), what lies within the radius lies inside.

    Examples
    --------
    >>> from geomap.records import Place
    >>> town = Place("a", "Kupiansk", "town", 49.7, 37.6, 5.0, "UA", "", "UA-63")
    >>> village = Place("b", "Dvorichna", "village", 49.8, 37.7, 2.0, "UA", "", "UA-63")
    >>> _is_held(village, town, frozenset({"admin2"})), _is_held(village, town, frozenset())
    (True, False)
    """
    if inner.lies_in(outer):
        return True
    if inner.place_id == outer.place_id:
        return False
    is_same_unit = bool(inner.admin1_code) and inner.admin1_code == outer.admin1_code
    if is_same_unit and _stands_for_unit(outer, kinds):
        return True
    if outer.kind not in _LEVELS or inner.country != outer.country or inner.kind in _LEVELS:
        return False
    if _is_cut_alike(inner, outer):
        return False
    return distance_km(inner.lat, inner.lon, outer.lat, outer.lon) <= outer.radius_km


def _stands_for_unit(outer: Place, kinds: frozenset[str]) -> bool:
    """Return whether a place is named for all of its unit: a seat, or a region that claims it."""
    if outer.kind == "region":
        return outer.radius_km >= _CLAIMED_KM
    return outer.kind in SETTLEMENTS and bool(kinds) and outer.kind not in kinds


def _is_cut_alike(inner: Place, outer: Place) -> bool:
    """Return whether one source put both places into units, so that near is not inside."""
    if inner.admin1_code and outer.admin1_code and inner.admin1_code != outer.admin1_code:
        return True
    source = outer.place_id.partition(":")[0]
    return outer.kind == "admin1" and inner.parent_id.partition(":")[0] == source


def _settle_parent(inner: Place, parent: Case, weights: Mapping[str, float]) -> None:
    """Prefer the reading of the qualifier that holds the mention: ", Donetsk" is the region."""
    words = f"holds {inner.name}, named beside it"
    parent.add(
        (weights["qualifier"], words) if inner.lies_in(spot.place) else None
        for spot in parent.spots
    )
