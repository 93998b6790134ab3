"""Place descriptions in words → the places they may mean.

The first part of a description that names a settlement or site is the answer, the others
say where it lies. A district need not exist today: the raions of before 2020 and the town
councils are found by the stem of their name among the towns.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer import distance_km
from geomap.gazetteer.names import skeleton
from geomap.gazetteer.schema import SETTLEMENTS, prior
from geomap.geocoder.parts import Part, read_parts
from geomap.lexicon import table
from geomap.records import Candidate
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Place

__all__ = ["Answer", "find_answer", "find_places"]

_MAX_QUERY = 1_000  # characters; descriptions are sentences, not articles
_INSIDE = 1.0  # what lying in the named place is worth; more than any prior
_NEARBY = 0.8  # the same for lying near a named town or the seat of a district
_NEAR_KM = 30.0  # events lie 19 km from the seat of their raion, 93 % within 45 km
_IN_RAION = 0.6
_KIND = 0.25  # for the kind that the type word asks for, against every other
_LOOSE = 0.45  # quality of a match without vowels; a skeleton has 0.6
_HOME = 0.2  # of namesakes in Slavic countries a Ukrainian one is meant: only here all are known
_OUTSIDE = 0.5  # factor on the score where no named surroundings fit
_COARSER = 0.4  # factor on the score of the surroundings, given for an unknown place
_STANDING = 20_000  # people; a lesser place that lies elsewhere than the text says is doubted
_SEAT_NAME = 0.6  # quality of a region's bare name that its seat bears as well
_SMALL = 0.4  # what a place of no known people weighs as surroundings, against a city
_ALIKE = 0.72  # share of common letters that a loose match must have
_GUESS = 0.3  # quality of a match by the beginning of a name alone
_FACILITY_KM = 20.0  # an airport or plant lies within so much of the town that alone is known
_SEAT = 0.7  # quality of a town found by the stem of the district named after it
_UNIT_KM = 40.0  # radius of a raion of before 2020 around its seat
_RIVAL = 0.15  # runners-up this close in score widen the radius
_RIVAL_KM = 35.0
_SOURCE_KM = 1.5  # two sources put one settlement so far apart
_NEAR_RADIUS_KM = 5.0  # "near X" adds this to the radius
_SAID = 0.25  # what the theatre still weighs where the text says more than the region
_WIDE = frozenset({"admin1", "region", "country"})
_UNITS = frozenset({"admin1", "admin2", "hromada", "region", "country"})
_FACILITIES = frozenset({"airport", "airbase", "power_plant", "refinery", "depot", "dam"})
_ADJECTIVE = re.compile(r"(?:[aeiou]+v|[aeiou]+n|an|ovan)?s+k(?:[aeiou]{1,3}h?o?)?$")
_NUMBER = re.compile(r"[\s-]+\d+$")  # Zolote-4, a quarter of a town
_ENDING = 3  # letters of a skeleton that an ending has at most: Novotoshkivka, Novotoshkivske
_SHORTEST_STEM = 4
_STEMS_TRIED = 4  # letters taken off a stem before it is given up


@dataclass(slots=True)
class _Read:
    """A part with the places it may mean."""

    part: Part
    candidates: tuple[Candidate, ...]
    seats: tuple[Place, ...] = ()
    """Towns that a district of the past may be named after."""


def find_places(
    query: str,
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    near: tuple[float, float] | None = None,
) -> tuple[Candidate, ...]:
    """Return the places that a description may mean, the likeliest first.

    Parameters
    ----------
    query
        A name or a description with its surroundings; longer than 1,000 characters, the
        rest is not read.
    gazetteer
        Where names are looked up.
    country
        ISO 3166-1 code; other countries' places are left out.
    near
        A point (lat, lon) whose neighbourhood is preferred.

    Returns
    -------
    candidates
        At most ``LIMITS["candidates"]``; ``score`` is in [0, 1]. If only the surroundings
        are known, these, with a low score.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> gazetteer = open_gazetteer()
    >>> [c.place.name for c in find_places("Brest, France", gazetteer)][:1]
    ['Brest']
    >>> find_places("", gazetteer)
    ()
    """
    return find_answer(query, gazetteer, country=country, near=near).candidates


class Answer(NamedTuple):
    """The places that a description may mean, and where it lies to the first: near, between."""

    candidates: tuple[Candidate, ...] = ()
    relation: str = ""


def find_answer(
    query: str,
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    near: tuple[float, float] | None = None,
) -> Answer:
    """Return the places of `find_places` with the relation that the words give.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> find_answer("near Kupiansk, Kharkiv region", open_gazetteer()).relation
    'near'
    """
    parts = read_parts(query[:_MAX_QUERY], gazetteer)
    reads = [_read(part, gazetteer, len(parts)) for part in parts]
    _find_seats(reads, gazetteer)
    answers = []
    for target in _targets(reads):
        others = [read for read in reads if read is not target and (read.candidates or read.seats)]
        ranked = sorted(_rank(target, others, gazetteer, country, near), key=lambda row: row[:2])
        if ranked:
            answers.append((target, ranked))
            if not _is_doubtful(ranked[0][2]):
                break
    if not answers:
        return Answer()
    sure = [answer for answer in answers if not _is_doubtful(answer[1][0][2])]
    target, ranked = (sure or answers)[0]
    factor = 1.0 if target is reads[0] else _COARSER
    found = [replace(c, score=c.score * factor) for _, _, c in ranked]
    best = tuple(_widened(found, ranked, target)[: LIMITS["candidates"]])
    return Answer(best, target.part.relation)


def _is_doubtful(candidate: Candidate) -> bool:
    """Return whether a place does not lie where the other parts say and is too small to stand."""
    return candidate.score <= _OUTSIDE and candidate.place.population < _STANDING


def _read(part: Part, gazetteer: Gazetteer, count: int) -> _Read:
    """Return a part with its candidates: by its name and type, by its name, by its sound."""
    found: dict[str, Candidate] = {}
    for candidate in _named(part, gazetteer, count):
        old = found.get(candidate.place.place_id)
        if old is None or candidate.score > old.score:
            found[candidate.place.place_id] = candidate
    return _Read(part, tuple(found.values()))


def _named(part: Part, gazetteer: Gazetteer, count: int) -> Iterator[Candidate]:
    """Yield what a part may name: as written, as it sounds, loosely; else a name inside it."""
    exact = list(_exact(gazetteer, f"{part.name} {part.phrase}")) if part.phrase else []
    exact += _exact(gazetteer, part.name)
    bare = _NUMBER.sub("", part.name)
    if not exact and bare != part.name:
        exact += _exact(gazetteer, bare)
    yield from exact
    alike = gazetteer.alike(part.name)
    yield from alike
    found = bool(exact or alike)
    if part.phrase or count > 1 or not found:
        for candidate in gazetteer.alike(part.name, loosely=True):
            if _likeness(part.name, candidate.place.name) >= _ALIKE:
                found = True
                yield replace(candidate, score=_LOOSE)
    if not found:
        several = len(part.words) > 1
        yield from _inside(part.words, gazetteer) if several else _begun(part.name, gazetteer)


def _exact(gazetteer: Gazetteer, name: str) -> Iterator[Candidate]:
    return (c for c in gazetteer.candidates(name) if c.match != "skeleton")


def _inside(words: Sequence[str], gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield the candidates of the longest known name among the words, the first of equals."""
    for size in range(len(words) - 1, 0, -1):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            found = tuple(_exact(gazetteer, name))
            if found and not (size == 1 and gazetteer.is_common(name)):
                yield from found
                return


def _begun(name: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield the settlements whose name begins as this one and is like it: Hnutov, Hnutove."""
    bone = skeleton(fold_name(name))
    start = bone[: max(_SHORTEST_STEM + 1, len(bone) - _ENDING)]
    for place in gazetteer.starting(start) if len(start) > _SHORTEST_STEM else ():
        if place.kind in SETTLEMENTS and _likeness(name, place.name) >= _ALIKE:
            yield Candidate(place, place.name, "skeleton", _GUESS)


def _likeness(name: str, other: str) -> float:
    """Return the share of letters that two names have in common, by their skeletons."""
    a, b = skeleton(fold_name(name)), skeleton(fold_name(other))
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _find_seats(reads: Sequence[_Read], gazetteer: Gazetteer) -> None:
    """Fill the towns that the districts of a description may be named after."""
    units = frozenset(
        candidate.place.admin1_code
        for read in reads
        for candidate in read.candidates
        if candidate.place.kind == "admin1" and candidate.score > _SEAT_NAME
    )
    for read in reads:
        is_unit = not _UNITS.isdisjoint(read.part.kinds) or read.part.is_context
        if is_unit and not any(c.place.kind == "admin1" for c in read.candidates):
            read.seats = tuple(_seats(read.part.name, units, gazetteer))


def _seats(name: str, units: frozenset[str], gazetteer: Gazetteer) -> Iterator[Place]:
    """Yield the greatest towns whose name shares the longest stem with an adjective."""
    stem = _ADJECTIVE.sub("", skeleton(fold_name(name)))
    for cut in range(_STEMS_TRIED):
        start = stem[: len(stem) - cut]
        if len(start) < _SHORTEST_STEM:
            return
        towns = [
            place
            for place in gazetteer.starting(start)
            if place.kind in SETTLEMENTS and (not units or place.admin1_code in units)
        ]
        own = [place for place in towns if skeleton(fold_name(place.name)).startswith(start)]
        towns = own or towns
        if towns:
            best = max(_weight(place) for place in towns)
            yield from (place for place in towns if _weight(place) >= best - 1)
            return


def _weight(place: Place) -> int:
    """Return how likely a settlement was the seat of a raion, by its kind."""
    return {"city": 3, "town": 2}.get(place.kind, 0)


def _targets(reads: Sequence[_Read]) -> list[_Read]:
    """Return the parts that may be the answer: the finest before the units around them."""
    own = [read for read in reads if not read.part.is_context]
    fine = [read for read in own if _UNITS.isdisjoint(read.part.kinds) and not _is_wide(read)]
    fine.sort(key=lambda read: bool(read.part.relation) and read is not reads[0])
    districts = [read for read in own if _is_city_district(read, fine)]
    rest = [read for read in own if read not in fine and read not in districts]
    units = [read for read in rest if not _is_region(read)]
    regions = [read for read in rest if _is_region(read)]
    context = [read for read in reads if read.part.is_context]
    return [*districts, *fine, *units, *regions, *context]


def _is_wide(read: _Read) -> bool:
    """Return whether a part can only be a unit or a country."""
    return bool(read.candidates) and all(c.place.kind in _UNITS for c in read.candidates)


def _is_region(read: _Read) -> bool:
    return any(c.place.kind in {"admin1", "country"} for c in read.candidates)


def _is_city_district(read: _Read, fine: Iterable[_Read]) -> bool:
    """Return whether a part is a district of a city that another part names."""
    cities = {c.place.place_id for other in fine for c in other.candidates}
    return "district" in read.part.kinds and any(
        c.place.kind == "district" and c.place.parent_id in cities for c in read.candidates
    )


def _rank(
    target: _Read,
    others: Sequence[_Read],
    gazetteer: Gazetteer,
    country: str | None,
    near: tuple[float, float] | None,
) -> Iterator[tuple[float, str, Candidate]]:
    """Yield the candidates of the answer with what speaks for each, negated for sorting."""
    theatre = table("geocoding")["theatre"]
    weight = theatre["weight"] * (_SAID if any(map(_says_where, others)) else 1.0)
    for candidate in _answers(target):
        place = candidate.place
        if country and country.upper() not in place.country.split(";"):
            continue
        fit = _fit(place, others, gazetteer)
        missed = bool(others) and fit < _NEARBY / 2
        if candidate.score <= _LOOSE and missed:
            continue
        total = candidate.score + prior(place.kind, place.population) + fit
        total += _agreement(target.part.kinds, place.kind) + _nearness(place, near)
        if place.country == "UA":
            total += _HOME + weight * _theatre(place, theatre["points"], theatre["km"])
        score = candidate.score * (_OUTSIDE if missed else 1.0)
        yield -total, place.place_id, replace(candidate, score=score)


def _says_where(read: _Read) -> bool:
    """Return whether a part says where a place lies more closely than by its region."""
    return bool(read.seats) or any(c.place.kind not in _WIDE for c in read.candidates)


def _theatre(place: Place, points: Iterable[tuple[float, float]], km: float) -> float:
    """Return how near a place lies to the front lines of the war, in [0, 1]."""
    near = min(distance_km(lat, lon, place.lat, place.lon) for lat, lon in points)
    return math.exp(-((near / km) ** 2))


def _answers(target: _Read) -> tuple[Candidate, ...]:
    """Return the candidates of a part; for a district that is no more, the ground of its seat."""
    kinds = target.part.kinds
    is_known = any(candidate.place.kind in kinds for candidate in target.candidates)
    is_unit = not _UNITS.isdisjoint(kinds) and SETTLEMENTS.isdisjoint(kinds)
    is_guessed = target.part.is_context and all(c.score <= _LOOSE for c in target.candidates)
    if is_known or not (is_unit or is_guessed):
        return target.candidates
    if is_guessed and target.seats:
        return tuple(
            Candidate(_ground(place), place.name, "variant", _SEAT) for place in target.seats
        )
    named = {c.place.place_id: c for c in target.candidates if c.place.kind in SETTLEMENTS}
    seats = (place for place in target.seats if place.place_id not in named)
    grounds = [replace(c, place=_ground(c.place)) for c in named.values()]
    grounds += [Candidate(_ground(place), place.name, "variant", _SEAT) for place in seats]
    return tuple(grounds) or target.candidates


def _ground(seat: Place) -> Place:
    """Return what lay around the seat of a former raion, as a place of that kind."""
    return replace(seat, kind="admin2", radius_km=max(seat.radius_km, _UNIT_KM))


def _agreement(kinds: frozenset[str], kind: str) -> float:
    """Return what the type word says for a kind of place."""
    if not kinds:
        return 0.0
    if kind in kinds:
        return _KIND
    return 0.0 if kind in SETTLEMENTS and not SETTLEMENTS.isdisjoint(kinds) else -_KIND


def _fit(place: Place, others: Iterable[_Read], gazetteer: Gazetteer) -> float:
    """Return how well a place lies in and near the places named around it."""
    inside = {place.country, place.admin1_code} | {p.place_id for p in gazetteer.parents(place)}
    return sum(_fit_part(place, inside, read) for read in others)


def _fit_part(place: Place, inside: set[str], read: _Read) -> float:
    best = 0.0
    for candidate in read.candidates[:20]:
        outer = candidate.place
        if outer.place_id == place.place_id:
            continue
        is_country = outer.kind == "country" and outer.country in inside
        is_region = outer.kind == "region" and outer.admin1_code in inside
        if is_country or outer.place_id in inside or (is_region and outer.admin1_code):
            best = max(best, _IN_RAION if outer.kind in {"admin2", "hromada"} else _INSIDE)
        elif outer.kind not in _UNITS:
            sway = candidate.score * min(1.0, _SMALL + prior(outer.kind, outer.population))
            best = max(best, _NEARBY * sway * _closeness(outer, place))
    for seat in read.seats:
        best = max(best, _NEARBY * _closeness(seat, place))
    return best


def _closeness(outer: Place, inner: Place) -> float:
    far = max(0.0, distance_km(outer.lat, outer.lon, inner.lat, inner.lon) - outer.radius_km)
    return math.exp(-((far / _NEAR_KM) ** 2))


def _nearness(place: Place, near: tuple[float, float] | None) -> float:
    """Return the bonus of a place near the point asked for."""
    if near is None:
        return 0.0
    return _INSIDE / (1 + distance_km(*near, place.lat, place.lon) / _NEAR_KM)


def _widened(
    found: list[Candidate], ranked: Sequence[tuple[float, str, Candidate]], target: _Read
) -> list[Candidate]:
    """Widen the first place's radius over runners-up nearby and for "near"."""
    best = found[0].place
    radius = best.radius_km
    for total, _, candidate in ranked[1:] if best.kind not in _UNITS else ():
        far = distance_km(best.lat, best.lon, candidate.place.lat, candidate.place.lon)
        is_rival = total - ranked[0][0] < _RIVAL and candidate.place.kind not in _UNITS
        if is_rival and far < _RIVAL_KM:
            radius = max(radius, far + candidate.place.radius_km)
    if best.kind in SETTLEMENTS:
        radius += _SOURCE_KM
    if target.part.relation:
        radius += _NEAR_RADIUS_KM
    if target.part.kinds & _FACILITIES and best.kind in SETTLEMENTS:
        radius = max(radius, _FACILITY_KM)
    found[0] = replace(found[0], place=replace(best, radius_km=round(radius, 1)))
    return found
