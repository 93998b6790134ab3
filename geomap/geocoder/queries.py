"""Place descriptions in words → the places they may mean.

The first part of a description that names a settlement or site is the answer, the others
say where it lies. A district need not exist today: the raions of before 2020 and the town
councils are found by the stem of their name among the towns. Several settlements of one list
give the first, with a radius that holds all; several units give the ground between them.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer import distance_km
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.geocoder.lookup import LOOSE, Read, find_near_spelt, find_seats, read_part
from geomap.geocoder.parts import read_parts
from geomap.geocoder.ranking import Wish, fits, is_unknown_site, rank, targets
from geomap.geocoder.rivals import STANDING, Ranked
from geomap.geocoder.spots import between, border, spread, together
from geomap.geocoder.theatres import theatre_of
from geomap.geocoder.words import UNITS, plurals
from geomap.geometry import label_of
from geomap.records import Candidate
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.geocoder.parts import Part
    from geomap.records import Place

__all__ = ["Answer", "find_answer", "find_places"]

_MAX_QUERY = 1_000  # characters; descriptions are sentences, not articles
_MOST_PARTS = 40  # names of a description; a longer list is none
_COARSER = 0.4  # factor on the score of the surroundings, given for an unknown place
_WORDS_ALONE = 0.45  # score of what words without a name mean: the zone of fighting, the south
_SURE = 0.55  # score of an answer by name that such words do not overrule
_COORDINATES = re.compile(
    r"(?<![\d.,])(-?\d{1,2}\.\d{3,15}),? {1,3}(-?\d{1,3}\.\d{3,15})(?![\d.]*\d)"
)
_COORDINATES_KM = 1.0
_WIDE_KM = 15.0  # a sea, river or reservoir is wider
_GUESSED_KM = 40.0  # a name that is nearly spelt so lies by the place named beside it
_LIST_KM = 150.0  # members of a list farther off are another matter


class Answer(NamedTuple):
    """The places that a description may mean, and where it lies to the first: near, between."""

    candidates: tuple[Candidate, ...] = ()
    relation: str = ""


class _Found(NamedTuple):
    """The part that is the answer with its places, and whether a finer one gave none."""

    target: Read
    rows: list[Ranked]
    is_coarser: bool


def find_places(
    query: str,
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    near: tuple[float, float] | None = None,
    theatre: str | None = "ukraine",
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
    theatre
        The war that reports are about, of ``lexicons/geocoding.toml``: among namesakes that
        the words leave open, those near its front lines are meant, and "the conflict zone"
        is its. None for no such preference.

    Returns
    -------
    candidates
        At most ``LIMITS["candidates"]``; ``score`` is in [0, 1]. If only the surroundings
        are known, these, with a low score.

    Raises
    ------
    LexiconError
        If there is no such theatre.
    TypeError
        If the query is no text.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> gazetteer = open_gazetteer()
    >>> [c.place.name for c in find_places("Brest, France", gazetteer)][:1]
    ['Brest']
    >>> find_places("", gazetteer)
    ()
    """
    answer = find_answer(query, gazetteer, country=country, near=near, theatre=theatre)
    return answer.candidates


def find_answer(
    query: str,
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    near: tuple[float, float] | None = None,
    theatre: str | None = "ukraine",
) -> Answer:
    """Return the places of `find_places` with the relation that the words give.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> find_answer("near Kupiansk, Kharkiv region", open_gazetteer()).relation
    'near'
    """
    if not isinstance(query, str):
        msg = f"a place is asked for by its name, as text, not by {type(query).__name__}"
        raise TypeError(msg)
    text = query[:_MAX_QUERY]
    wish = Wish(country, near, theatre_of(theatre))
    said = _side(text, gazetteer, wish) or _at_coordinates(text, gazetteer, wish)
    if said:
        return said
    parts = {(fold_name(p.name), p.kinds): p for p in reversed(read_parts(text, gazetteer))}
    reads = _read(tuple(reversed(parts.values()))[:_MOST_PARTS], gazetteer, wish)
    found = _find(reads, gazetteer, wish)
    answer = _answer(found, reads, gazetteer, wish) if found else Answer()
    if not answer.candidates or answer.candidates[0].score < _SURE:
        return _zone(text, gazetteer, wish) or answer
    return answer


def _read(parts: Sequence[Part], gazetteer: Gazetteer, wish: Wish) -> list[Read]:
    """Return the parts with their candidates, and more of them where none lies as told."""
    reads = [
        read_part(part, gazetteer, is_vouched=bool(part.kinds) or len(parts) > 1) for part in parts
    ]
    find_seats(reads, gazetteer, wish.theatre.country if wish.theatre else "")
    units = [read for read in reads if read.is_unit and _is_told(read)]
    for read in reads:
        around = [unit for unit in units if unit is not read]
        if around and _is_village(read.part) and not _lies(read.candidates, around, gazetteer):
            more = find_near_spelt(read, gazetteer)
            more = tuple(c for c in more if fits(c.place, around, gazetteer))
            read.candidates = (*read.candidates, *more)
    return reads


def _is_village(part: Part) -> bool:
    """Return whether a part may be any settlement, so that its spelling may be a slip."""
    return not part.is_context and (not part.kinds or not SETTLEMENTS.isdisjoint(part.kinds))


def _is_told(read: Read) -> bool:
    """Return whether a part is meant as a unit: by its type word or as all that is called so."""
    return not UNITS.isdisjoint(read.part.kinds) or all(
        c.place.kind in UNITS for c in read.candidates
    )


def _lies(candidates: Sequence[Candidate], units: Sequence[Read], gazetteer: Gazetteer) -> bool:
    return any(fits(c.place, units, gazetteer) for c in candidates[:20])


def _find(reads: Sequence[Read], gazetteer: Gazetteer, wish: Wish) -> _Found | None:
    """Return the part that is the answer: the first that lies as the others say."""
    missed: list[_Found] = []
    lying: list[_Found] = []
    for number, target in enumerate(targets(reads)):
        rows = rank(target, reads, gazetteer, wish)
        if rows:
            (missed if rows[0].is_missed else lying).append(_Found(target, rows, number > 0))
        if lying and not _is_guess(lying[-1]):
            break
    standing = [found for found in missed if _stands(found)]
    if not lying:
        return next(iter(standing or missed), None)
    found = _beside(_surest(lying), reads, gazetteer, wish)
    return standing[0] if standing and _is_unit(found.rows) else found


def _beside(found: _Found, reads: Sequence[Read], gazetteer: Gazetteer, wish: Wish) -> _Found:
    """Return the town that a sea, river or reservoir is named at, of so wide a place."""
    wide = found.rows[0].candidate.place
    if wide.kind in SETTLEMENTS | UNITS or wide.radius_km < _WIDE_KM:
        return found
    for read in reads:
        rows = rank(read, reads, gazetteer, wish) if read.part.relation == "near" else []
        if rows and not rows[0].is_missed and rows[0].candidate.place.kind in SETTLEMENTS:
            town = rows[0].candidate.place
            far = distance_km(wide.lat, wide.lon, town.lat, town.lon)
            return _Found(read, rows, is_coarser=False) if far < 2 * wide.radius_km else found
    return found


def _surest(lying: Sequence[_Found]) -> _Found:
    """Return the first of the answers, unless it is a guess far from a place named as it is."""
    first, last = lying[0], lying[-1]
    place, other = first.rows[0].candidate.place, last.rows[0].candidate.place
    far = distance_km(place.lat, place.lon, other.lat, other.lon)
    is_aside = last.target.part.is_context or last.target.part.relation == "near"
    is_better = not _is_guess(last) and not _is_unit(last.rows) and not is_aside
    return last if is_better and far > _GUESSED_KM else first


def _is_guess(found: _Found) -> bool:
    """Return whether the answer is only nearly spelt as the text has it."""
    return found.rows[0].candidate.score <= LOOSE


def _stands(found: _Found) -> bool:
    """Return whether a place is large enough to be meant though it lies elsewhere."""
    return found.rows[0].candidate.place.population >= STANDING


def _is_unit(rows: Sequence[Ranked]) -> bool:
    return rows[0].candidate.place.kind in UNITS


def _answer(found: _Found, reads: Sequence[Read], gazetteer: Gazetteer, wish: Wish) -> Answer:
    """Return the places of the part that is the answer, the first where the words put it."""
    target, rows, is_coarser = found
    factor = _COARSER if is_coarser else 1.0
    best = spread(rows, target, gazetteer)
    listed = _listed(target, reads, gazetteer, wish)
    place, relation = _placed(best, target, listed, gazetteer, wish)
    first = replace(rows[0].candidate, place=place)
    rest = [row.candidate for row in rows[1:]]
    unique: dict[str, Candidate] = {}
    for candidate in (first, *(row.candidate for row in listed), *rest):
        unique.setdefault(candidate.place.place_id, candidate)
    best_first = islice(unique.values(), LIMITS["candidates"])
    named = (_by_its_kind(c, gazetteer) for c in best_first)
    return Answer(tuple(replace(c, score=c.score * factor) for c in named), relation)


def _by_its_kind(candidate: Candidate, gazetteer: Gazetteer) -> Candidate:
    """Return the ground of a former raion as what its id is: the seat, with a wide radius."""
    place = candidate.place
    if place.kind != "admin2":
        return candidate
    kind = gazetteer.place(place.place_id).kind
    return replace(candidate, place=replace(place, kind=kind))


def _listed(target: Read, reads: Sequence[Read], gazetteer: Gazetteer, wish: Wish) -> list[Ranked]:
    """Return the best place of every other part that the words name beside the answer."""
    found = []
    for member in _members(target, reads):
        rows = rank(member, reads, gazetteer, wish)
        if rows and (not rows[0].is_missed or _is_unit(rows)):
            found.append(rows[0])
    return found


def _members(target: Read, reads: Sequence[Read]) -> list[Read]:
    """Return the parts of one list with the answer: an "and" or a plural ties them.

    A list has members of one level, settlements or units; what stands "near" is none.
    """
    level = _is_level(target)
    if target.part.is_context:
        return []
    members = [
        read
        for read in reads
        if (_is_level(read) == level or read.part.relation == target.part.relation == "border")
        and not read.part.is_context
        and (read.part.joint == "and" or read.part.relation in {"", target.part.relation})
    ]
    is_list = any(read.part.joint == "and" for read in members) or any(
        read.part.phrase in plurals() for read in members
    )
    return [read for read in members if read is not target] if is_list else []


def _is_level(read: Read) -> bool:
    """Return whether a part names a unit."""
    return bool(read.candidates) and _is_told(read)


def _placed(
    best: Place, target: Read, listed: Sequence[Ranked], gazetteer: Gazetteer, wish: Wish
) -> tuple[Place, str]:
    """Return the answer's place where the words put it, and the relation they give."""
    relation = target.part.relation
    if best.kind in SETTLEMENTS and is_unknown_site(target):
        relation = relation or "near"
    others = [row.candidate.place for row in listed]
    if best.kind in UNITS:
        units = [best, *(place for place in others if place.kind in UNITS)]
        line = _line(units, gazetteer, wish) if relation == "border" else None
        if line or len(units) == 1:
            return (line, "") if line else (best, relation)
        return together(units, {unit.place_id: label_of(unit, gazetteer) for unit in units}), ""
    if relation == "between" and others:
        middle = between(best, others[0])
        return (middle, relation) if middle else (best, relation)
    far = (distance_km(best.lat, best.lon, p.lat, p.lon) + p.radius_km for p in others)
    radius = max([best.radius_km, *(km for km in far if km < _LIST_KM)])
    return replace(best, radius_km=round(radius, 1)), relation


def _line(units: list[Place], gazetteer: Gazetteer, wish: Wish) -> Place | None:
    """Return the line that two units share: of one country, that with the theatre's."""
    first = units[0]
    home = wish.theatre.country if wish.theatre else ""
    if len(units) == 1 and first.kind == "country" and home and first.country != home:
        units = [first, gazetteer.place(f"curated:country.{home}")]
    if len(units) == 1:
        return None
    names = (f"{first.name}-{units[1].name} border", f"{units[1].name}-{first.name} border")
    listed = (c.place for name in names for c in gazetteer.candidates(name))
    known = (place for place in listed if place.kind == "border")
    return next(known, None) or border(first, units[1], gazetteer)


def _at_coordinates(text: str, gazetteer: Gazetteer, wish: Wish) -> Answer | None:
    """Return the settlement nearest to a latitude and longitude that the words give, there."""
    match = _COORDINATES.search(text)
    lat, lon = (float(match[1]), float(match[2])) if match else (math.inf, math.inf)
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - degrees
        return None
    place = gazetteer.nearest(lat, lon)[0]
    if not wish.allows(place):
        return None
    place = replace(place, lat=lat, lon=lon, radius_km=_COORDINATES_KM)
    return Answer((Candidate(place, place.name, "variant", 1.0),), "near")


def _side(text: str, gazetteer: Gazetteer, wish: Wish) -> Answer | None:
    """Return the side of the country that "the southern direction" means."""
    place_id = wish.theatre.side_of(text) if wish.theatre else ""
    return _by_words(place_id, gazetteer, wish)


def _zone(text: str, gazetteer: Gazetteer, wish: Wish) -> Answer | None:
    """Return the ground of the fighting that "the conflict zone" means."""
    place_id = wish.theatre.zone_of(text) if wish.theatre else ""
    return _by_words(place_id, gazetteer, wish)


def _by_words(place_id: str, gazetteer: Gazetteer, wish: Wish) -> Answer | None:
    if not place_id:
        return None
    place = gazetteer.place(place_id)
    if not wish.allows(place):
        return None
    return Answer((Candidate(place, place.name, "variant", _WORDS_ALONE),))
