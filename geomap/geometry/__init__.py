"""Place and relation → point, shape, radius and precision.

Gazetteer geometry comes first: a country, a first-level unit, a sea or a border is its
area or line, and its point is a label that lies on it; a settlement or district is a point
with a radius. A country keeps its reference point and is never drawn as one. What the text
says beside the name (`relations`: "the eastern coast of", "30 km north of") is then drawn on
the ground (`shapes`); what cannot be drawn is dropped with its reason, and the place stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from geomap.gazetteer.schema import SETTLEMENTS, distance_km
from geomap.geometry.borders import draw_border
from geomap.geometry.coasts import draw_water
from geomap.geometry.grammar import has_grammar
from geomap.geometry.ground import Spot, is_on, reach_km
from geomap.geometry.land import outline_of
from geomap.geometry.named import rivals, widths
from geomap.geometry.precision import PRECISION_OF, WIDE, Codes, codes_of, precision_of
from geomap.geometry.reading import OF_RIVERS, river_named
from geomap.geometry.relations import Relation, countries_of, find_relations, relation_of
from geomap.geometry.shapes import draw
from geomap.records import COMPUTED, Place, Precision, Resolution, Use, maker_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.text import Document

__all__ = ["PRECISION_OF", "Codes", "codes_of", "label_of", "locate", "precision_of"]

_to_record = maker_of(Resolution)
# A raion or county placed at the town it is named after reaches so far (Ukraine's raions of
# before 2020: event median 19 km from the seat, 93 % within 45 km).
_UNIT_RADIUS_KM = 40.0
_UNITS = frozenset({"admin2", "hromada"})
_LOST = "relation dropped"
_BORDER_SCORE = 0.9  # how sure a border is that both sides are named of and that they share
_OWN = frozenset({Precision.SETTLEMENT, Precision.CITY_DISTRICT})
_REMEMBERED = 5_000  # spots per gazetteer

_Spots = dict[tuple[object, ...], "Spot | str"]
_memory: WeakKeyDictionary[Gazetteer, _Spots] = WeakKeyDictionary()


def label_of(place: Place, gazetteer: Gazetteer) -> tuple[float, float]:
    """Return the (lat, lon) that outputs and geocoder show of a place.

    A place with a shape, such as an oblast or a sea, has a label point that lies on it; any
    other place, and a country, its reference point.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> gazetteer = open_gazetteer()
    >>> kyiv = gazetteer.place("curated:ua.kyiv")
    >>> label_of(kyiv, gazetteer) == (kyiv.lat, kyiv.lon)
    True
    """
    precision = precision_of(place)
    if precision not in WIDE or precision is Precision.COUNTRY:
        return place.lat, place.lon
    return gazetteer.label_point(place.place_id) or (place.lat, place.lon)


def locate(
    resolutions: Sequence[Resolution],
    gazetteer: Gazetteer,
    *,
    document: Document | None = None,
    language: str = "en",
) -> tuple[Resolution, ...]:
    """Return the resolutions with point, radius, precision and shape, in the same order.

    Parameters
    ----------
    resolutions
        What the mentions of an article mean.
    gazetteer
        Where outlines come from.
    document
        The text, for what it says around each mention; without it, and in a language without
        a grammar of relations, the mentions' own ``relation`` counts.
    language
        Its ISO 639-1 code.

    Returns
    -------
    located
        The point of an area, sea or line lies on its shape where there is one; a country
        keeps its reference point. A relation that cannot be drawn is gone, its reason is
        among the evidence. A mention without a place stays as it is.
    """
    relations = _relations_of(resolutions, gazetteer, document, language)
    home = countries_of(resolutions) if relations else ()
    spots = _memory.setdefault(gazetteer, {})
    if len(spots) > _REMEMBERED:
        spots.clear()
    return tuple(
        _located(resolution, relations.get(index), gazetteer, home, spots)
        for index, resolution in enumerate(resolutions)
    )


def _relations_of(
    resolutions: Sequence[Resolution],
    gazetteer: Gazetteer,
    document: Document | None,
    language: str,
) -> dict[int, Relation]:
    """Return the relations of an article's mentions by their index."""
    if document is not None and has_grammar(language):
        return find_relations(document, resolutions, gazetteer, language)
    return {
        index: relation_of(resolution.relation)
        for index, resolution in enumerate(resolutions)
        if resolution.relation and resolution.mention.use is Use.LITERAL
    }


def _located(
    resolution: Resolution,
    relation: Relation | None,
    gazetteer: Gazetteer,
    home: tuple[str, ...],
    spots: _Spots,
) -> Resolution:
    """Return a resolution with its spot; without its relation if that cannot be drawn."""
    place = resolution.place
    if place is None:
        return _rescued(resolution, gazetteer, spots)
    dropped = ""
    if relation is not None:
        if relation.kind in OF_RIVERS and (river := river_named(resolution, gazetteer)):
            resolution, place = replace(resolution, place=river), river
        key = (place.place_id, relation, home if relation.kind == "border" else ())
        spot = spots.get(key)
        if spot is None:
            spot = spots[key] = draw(relation, place, gazetteer, home)
        if isinstance(spot, Spot):
            return _with_spot(resolution, spot, str(relation))
        dropped = f"{_LOST} ({relation.kind}): {spot}"
    is_unit = _is_unit(resolution.mention.kinds)
    own = (place.place_id, is_unit)
    base = spots.get(own)
    if base is None:
        base = spots[own] = _spot_of(place, gazetteer, is_unit=is_unit)
    return _with_spot(resolution, base, "", dropped) if isinstance(base, Spot) else resolution


def _with_spot(resolution: Resolution, spot: Spot, relation: str, dropped: str = "") -> Resolution:
    evidence = (*resolution.evidence, dropped) if dropped else resolution.evidence
    is_told_apart = len(resolution.candidates) <= 1 or spot.precision in WIDE
    if not is_told_apart and (rival_km := _rival_km(resolution)):
        spot = spot._replace(radius_km=round(rival_km + spot.radius_km, 1))
    return _to_record(
        resolution.mention,
        resolution.place,
        resolution.score,
        resolution.candidates,
        evidence,
        relation,
        *spot,
        resolution.reason,
        resolution.review,
    )


def _rival_km(resolution: Resolution) -> float:
    """Return how far the farthest namesake lies that may be meant as well; 0 without one."""
    table = rivals()
    best, *others = resolution.candidates
    near = 0.0
    for other in others:
        if best.score - other.score < table["score"]:
            place, rival = best.place, other.place
            km = distance_km(place.lat, place.lon, rival.lat, rival.lon)
            near = max(near, km if km <= table["km"] else 0.0)
    return near


def _is_unit(kinds: frozenset[str]) -> bool:
    """Return whether the words name a district or county, even if a namesake town is the place."""
    return not _UNITS.isdisjoint(kinds) and SETTLEMENTS.isdisjoint(kinds)


def _spot_of(place: Place, gazetteer: Gazetteer, *, is_unit: bool) -> Spot:
    """Return where a place itself is drawn."""
    precision = precision_of(place)
    lat, lon, radius_km = place.lat, place.lon, place.radius_km
    geometry = outline_of(place, gazetteer) if precision in WIDE else None
    if geometry is not None and place.kind == "border":
        band = draw(Relation("along"), place, gazetteer)
        if isinstance(band, Spot):
            return band
    if geometry is None and (water := draw_water(place, gazetteer)) is not None:
        return water
    if geometry is not None and precision is not Precision.COUNTRY:
        lat, lon = label_of(place, gazetteer)
        radius_km = reach_km(geometry, lat, lon)
    elif geometry is not None and not is_on(geometry, lat, lon):  # between the islands of a state
        lat, lon = gazetteer.label_point(place.place_id) or (lat, lon)
    if precision is Precision.SETTLEMENT and is_unit:
        precision, radius_km = Precision.LOCALITY_AREA, max(radius_km, _UNIT_RADIUS_KM)
    elif precision in _OWN:
        radius_km += widths()["own"].get(place.kind, 0.0)
    return Spot(geometry, lat, lon, radius_km, precision)


def _rescued(resolution: Resolution, gazetteer: Gazetteer, spots: _Spots) -> Resolution:
    """Return a border of two places that the gazetteer knows only by themselves.

    Of two that share none the first stays, without its border.
    """
    mention = resolution.mention
    names = mention.name.removesuffix(" border").split("–")
    if mention.use is not Use.LITERAL or names[0] == mention.name or len(names) != 2:  # noqa: PLR2004 - two sides
        return resolution
    sides = [side for name in names if (side := _side_named(name, gazetteer)) is not None]
    if len(sides) < len(names):
        return resolution
    one, two = sorted(sides, key=lambda side: side.place_id)
    key = (one.place_id, two.place_id, "border")
    spot = spots.get(key)
    if spot is None:
        spot = spots[key] = draw_border(one, two, gazetteer)
    if isinstance(spot, str):
        first = replace(resolution, place=sides[0], score=_BORDER_SCORE, reason="")
        return _with_spot(
            first, _spot_of(sides[0], gazetteer, is_unit=False), "", f"{_LOST} (border): {spot}"
        )
    border = _border_place(one, two, spot)
    return _with_spot(replace(resolution, place=border, score=_BORDER_SCORE, reason=""), spot, "")


def _side_named(name: str, gazetteer: Gazetteer) -> Place | None:
    """Return the country or region with an outline that one side of a border names."""
    units = [
        candidate.place
        for form in (name, f"{name} region")
        for candidate in gazetteer.candidates(form)
        if candidate.place.kind in {"country", "admin1"} and candidate.match != "skeleton"
    ]
    return next((unit for unit in units if gazetteer.geometry(unit.place_id) is not None), None)


def _border_place(one: Place, two: Place, spot: Spot) -> Place:
    """Return a place for a border that was computed from its two sides."""
    parts = sorted(side.admin1_code or side.country for side in (one, two))
    countries = sorted({one.country, two.country})
    return Place(
        f"{COMPUTED}border.{parts[0].lower()}-{parts[1].lower()}",
        f"{one.name}–{two.name} border",
        "border",
        spot.lat,
        spot.lon,
        spot.radius_km,
        ";".join(countries),
        source="computed",
    )
