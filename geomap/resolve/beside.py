"""The words right beside a name: "the northeastern city of X", "X Governor …"; headlines."""

from __future__ import annotations

import math
import re
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any

from geomap.errors import UnknownPlaceError
from geomap.gazetteer import distance_km
from geomap.records import Use, Zone
from geomap.resolve.rivals import LOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Place
    from geomap.resolve.cases import Case
    from geomap.resolve.names import Note, Spot, Table
    from geomap.text import Document

__all__ = ["judge_headlines", "judge_lists", "judge_neighbours"]

_LITERAL, _HEADLINE = Use.LITERAL, Zone.HEADLINE  # to ask an enum takes ten times as long
_READ = 60  # characters beside a name
_ARTICLE = len("the ")
_BETWEEN = 4  # words between a direction and the name: "north-eastern Ukrainian city of X"
_HYPHENS = re.compile(r"[-‐‑]")
_BREAK = re.compile(r"[^\w\s'’]")
_WORD = re.compile(r"(?:['’]s)?\s+(\w+)")
_TOWN = 2_000  # people; a smaller place that is called like a region matters to no list of them
_UNITS = frozenset({"admin1", "admin2"})
_MIDDLE = 0.15  # of a country's radius: what lies nearer to its middle is in no corner of it
_MEASURES = ("distance/", "direction/")  # relations that say where from a landmark a place lies
_APPOSITION = 40  # characters of ", a small town some"
_ROUGH_KM = 10.0  # how far off a stated distance may be, beside a quarter of it
_FAR_KM = 150.0  # the same where only a direction is stated
_COMPASS = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}


def judge_neighbours(
    document: Document, cases: Mapping[int, Case], gazetteer: Gazetteer, table: Table
) -> None:
    """Weigh the candidates of each open case by the words beside it."""
    weights, words = table["weights"], table["beside"]
    borders = tuple([border for border in words["border_from"] if border in document.text])
    for case, following in zip_longest(cases.values(), islice(cases.values(), 1, None)):
        if borders and _is_over_border(document, case, borders):
            _prefer_rank(case, "admin1", (weights["border_from"], "a border is that of a region"))
        if case.is_anchor or len(case.spots) <= 1:
            continue
        if any(spot.rank == "river" for spot in case.spots) and _is_town_like(document, case):
            _prefer_rank(case, "river", (weights["bare_river"], "no article, as rivers have"))
        kind = _office(document, case, words)
        if kind:
            _prefer_rank(case, kind, (weights["office"], f"its office is that of a {kind}"))
        bearing = _bearing(document, case, following, words)
        if bearing is not None:
            case.add(_face(case.spots, bearing, gazetteer, weights["direction"]))
        if case.mention.relation.startswith("part/"):
            _prefer_whole(document, case, gazetteer, weights["part_named"])
        landmark = _landmark(document, case, following)
        if landmark is not None:
            case.add(_measure(case.spots, landmark, weights["landmark"]))


def judge_headlines(cases: Mapping[int, Case], table: Table) -> None:
    """Read the bare name of a headline as the region, where the article names no other of it.

    "Kursk offensive" above an article about the Kursk region, and not about the city.
    """
    meant = [case for case in cases.values() if case.mention.use is _LITERAL]
    headlines = [case for case in meant if case.mention.zone is _HEADLINE]
    bare = [case for case in headlines if len(case.spots) > 1 and not case.mention.kinds]
    if not bare:
        return
    below = (case.spot for case in meant if case.mention.zone is not _HEADLINE)
    named = {spot.place_id for spot in below if spot}
    note = table["weights"]["headline"], "the article names no other place of this name"
    for case in bare:
        regions = [spot.rank == "admin1" and spot.place_id in named for spot in case.spots]
        if any(regions) and case.spot and case.spot.place_id not in named:
            _prefer(case, regions, note)


def judge_lists(cases: Mapping[int, Case], table: Table) -> None:
    """Weigh what a list says of its names together.

    It is one of regions if one of its names is but that: "Volyn, Lviv and Sumy". What
    qualifies its last name may hold the others, too: "Makiivka and Nevske, Luhansk region".
    """
    groups: dict[int, list[Case]] = {}
    for case in cases.values():
        if case.mention.list_id is not None:
            groups.setdefault(case.mention.list_id, []).append(case)
    note = table["weights"]["unit_list"], "its list is one of regions"
    for group in groups.values():
        _spread_qualifier(group, cases, table["weights"]["list_qualifier"])
        countries = {case.spot.codes for case in group if case.spot and _is_bare_unit(case)}
        if len(countries) != 1:
            continue
        units = [[s.rank == "admin1" and s.codes in countries for s in c.spots] for c in group]
        if all(map(any, units)):
            for case, is_unit in zip(group, units, strict=True):
                _prefer(case, is_unit, note)


def _spread_qualifier(group: list[Case], cases: Mapping[int, Case], weight: float) -> None:
    """Prefer the places of a list that lie in the unit which qualifies its last name."""
    *others, last = group
    parent = cases.get(last.mention.parent) if last.mention.parent is not None else None
    unit = parent.spot if parent is not None and not last.is_outside else None
    if unit is None or unit.rank not in _UNITS:
        return
    note = weight, f"its list is one of {unit.place.name}"
    for case in others:
        if case.mention.parent is None and len(case.spots) > 1:
            _prefer(case, [spot.place.lies_in(unit.place) for spot in case.spots], note)


def _is_bare_unit(case: Case) -> bool:
    """Return whether a name without a type word is first of all a region and no town at all."""
    is_unit = case.spot is not None and case.spot.rank == "admin1" and not case.mention.kinds
    borne = (case.candidate(n) for n in range(len(case.spots)))
    return is_unit and not any(c.place.population >= _TOWN and c.score > LOST for c in borne)


def _prefer(case: Case, chosen: Iterable[bool], note: Note) -> None:
    case.add(note if is_chosen else None for is_chosen in chosen)


def _prefer_rank(case: Case, rank: str, note: Note) -> None:
    _prefer(case, (spot.rank == rank for spot in case.spots), note)


def _office(document: Document, case: Case, words: Mapping[str, Any]) -> str:
    """Return the kind of place whose office stands behind a name: "Georgia Governor"."""
    mention = case.mention
    if mention.kinds:
        return ""
    found = _WORD.match(document.text, mention.end, mention.end + _READ)
    return str(words["offices"].get(found[1].casefold(), "")) if found else ""


def _is_over_border(document: Document, case: Case, words: tuple[str, ...]) -> bool:
    """Return whether a bare town's name stands behind "across the border from"."""
    is_town = case.spot is not None and case.spot.rank == "settlement" and len(case.spots) > 1
    is_bare_town = is_town and not case.mention.kinds
    return is_bare_town and document.text.endswith(words, 0, case.mention.start)


def _is_town_like(document: Document, case: Case) -> bool:
    """Return whether a name has neither the article nor the type word that a river has."""
    mention = case.mention
    before = document.text[max(0, mention.start - _ARTICLE) : mention.start].casefold()
    return not (mention.kinds or before.endswith("the ") or mention.zone is _HEADLINE)


def _bearing(
    document: Document, case: Case, following: Case | None, words: Mapping[str, Any]
) -> float | None:
    """Return the compass bearing that the words give a name, or ``None``."""
    mention, text = case.mention, document.text
    if following is not None and following.mention.relation.startswith("part/"):
        span = following.mention.relation_span
        start = following.mention.start if span is None else span.start
        if text[mention.end : start].casefold().strip() in words["links"]:
            return _COMPASS.get(following.mention.relation.removeprefix("part/"))
    if not mention.kinds:
        return None
    first = max(document.sentences[mention.sentence].start, mention.start - _READ)
    before = _HYPHENS.sub("", text[first : mention.start]).casefold()
    said = _BREAK.split(before)[-1].split()
    for distance, word in enumerate(reversed(said[-_BETWEEN - 1 :])):
        if word in words["bearings"]:
            return float(words["bearings"][word])
        if word in words["barriers"] and distance:
            return None
    return None


def _face(
    spots: Sequence[Spot], bearing: float, gazetteer: Gazetteer, weight: float
) -> Iterator[Note | None]:
    """Yield a note for each place by where it lies in its country."""
    for spot in spots:
        country = _country(spot.place, gazetteer)
        if country is None or spot.is_wide:
            yield None
            continue
        agreement = _agreement(spot, country, bearing)
        side = "in" if agreement > 0 else "not in"
        yield (weight * agreement, f"{side} the part of {country.name} that is named")


def _prefer_whole(document: Document, case: Case, gazetteer: Gazetteer, weight: float) -> None:
    """Prefer the state of which a part is called so: "eastern Congo" lies in one of the two."""
    span = case.mention.relation_span
    if span is None:
        return
    called = gazetteer.candidates(document.text[span.start : case.mention.end])
    parts = {c.place.country for c in called if c.place.kind == "region" and c.match != "skeleton"}
    if parts:
        words = weight, "a part of it is called so"
        _prefer(case, (not parts.isdisjoint(spot.codes) for spot in case.spots), words)


def _landmark(document: Document, case: Case, following: Case | None) -> Case | None:
    """Return the case of Y in "X, a town 60 km east of Y"."""
    if following is None or following.spot is None or following.mention.relation_span is None:
        return None
    if not following.mention.relation.startswith(_MEASURES):
        return None
    between = document.text[case.mention.end : following.mention.relation_span.start]
    is_beside = between.startswith(",") and len(between) <= _APPOSITION
    return following if is_beside and _BREAK.search(between, 1) is None else None


def _measure(spots: Sequence[Spot], landmark: Case, weight: float) -> Iterator[Note | None]:
    """Yield a note for each place by how well it lies where the words put it from a landmark."""
    parts = landmark.mention.relation.split("/")[1:]
    bearing = next((_COMPASS[part] for part in parts if part in _COMPASS), None)
    kms = [float(part) for part in parts if part not in _COMPASS]
    seen, wanted = landmark.spot, kms[0] if kms else 0.0
    slack = _ROUGH_KM + wanted / 4 if kms else _FAR_KM
    for spot in spots:
        if seen is None or spot.is_wide or spot.place_id == seen.place_id:
            yield None
            continue
        distance = distance_km(spot.lat, spot.lon, seen.lat, seen.lon)
        fit = math.exp(-abs(distance - wanted) / slack)
        if bearing is not None:
            fit *= max(0.0, _cosine(spot, seen.place, bearing))
        yield (weight * fit, f"where the words put it from {seen.place.name}")


def _country(place: Place, gazetteer: Gazetteer) -> Place | None:
    """Return the country that a place lies in, as far as its parents are known."""
    for _ in range(5):  # a village, its hromada, raion, oblast
        if place.kind == "country" or not place.parent_id:
            break
        try:
            place = gazetteer.place(place.parent_id)
        except UnknownPlaceError:
            return None
    return place if place.kind == "country" else None


def _agreement(spot: Spot, country: Place, bearing: float) -> float:
    """Return the cosine of the angle between a bearing and a place, seen from the middle."""
    if distance_km(spot.lat, spot.lon, country.lat, country.lon) < _MIDDLE * country.radius_km:
        return 0.0
    return _cosine(spot, country, bearing)


def _cosine(spot: Spot, middle: Place, bearing: float) -> float:
    north, east = spot.lat - middle.lat, (spot.lon - middle.lon) * spot.scale
    return math.cos(math.atan2(east, north) - math.radians(bearing))
