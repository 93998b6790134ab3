"""Streets, squares, stations and quarters that no gazetteer has: they lie in the town named there.

"In Toretsk they moved onto Tsentralna Street": the street is in no list, its town is. What a
site is called after says nothing of where it is, so that the words around it decide alone.
So with districts that bear the names which many cities give theirs: "the Leninsky district".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.schema import SETTLEMENTS, distance_km
from geomap.records import COMPUTED, Use

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from geomap.records import Mention, Place, Resolution
    from geomap.resolve.names import Table
    from geomap.text import Document

__all__ = ["is_site", "place_sites", "site_in"]

_KINDS = ("road", "district")  # every other is a site
_DISTRICT = "district"
_OF_SEAT = f"{COMPUTED}{_DISTRICT}."  # a district of which only the seat is known
_JOINED = 4  # characters of " in " and ", " between a site and its town
_TIED = 30  # characters between a site and the town behind it: ", just outside "
_OUT_OF_TOWN = frozenset({"port", "region"})
"""Kinds of what lies outside of towns as often: a depot, a corridor."""
_TELLING = frozenset({Use.LITERAL, Use.AFFILIATION})


def place_sites(
    document: Document, resolutions: tuple[Resolution, ...], table: Table
) -> tuple[Resolution, ...]:
    """Return the resolutions with the sites that have no place put in the towns they lie in.

    The town is the one that qualifies the site ("Lenin Street, Sumy"), else the last one named
    before it in the sentence, the next one behind it, or the last of the sentence before
    in the same paragraph. The site lies at its middle and may lie anywhere in it. A district
    of a city of another country is none of the city that is named there, nor is a square that
    is called like those of many cities the one of a city far away.
    """
    words, squares = table["city_districts"], frozenset(table["city_squares"]["names"])
    sites = [n for n, one in enumerate(resolutions) if one.place is None and is_site(one.mention)]
    districts = [n for n, one in enumerate(resolutions) if _may_be_district(one, words)]
    common = [n for n, one in enumerate(resolutions) if _may_be_anywhere(one, squares)]
    if not (sites or districts or common):
        return resolutions
    placed = list(resolutions)
    for number in (*sites, *districts, *common):
        town = next(filter(_is_town, _towns_for(document, number, resolutions)), None)
        if number in districts and not _has_district(town, resolutions[number], words):
            continue
        if number in common and not _lies_elsewhere(town, resolutions[number]):
            continue
        if town is not None and town.place is not None:
            place = site_in(town.place, resolutions[number].mention)
            why = f"in no list: put in {town.place.name}, which is named beside it"
            placed[number] = replace(
                resolutions[number], place=place, score=town.score, evidence=(why,), reason=""
            )
    return tuple(placed)


def site_in(town: Place, mention: Mention) -> Place:
    """Return the place of a site of which only the town is known.

    Examples
    --------
    >>> from geomap.records import Place
    >>> from types import SimpleNamespace as Mention
    >>> town = Place("x:1", "Sumy", "city", 50.91, 34.8, 8.0, "UA")
    >>> street = Mention(name="qwerta street", text="Qwerta Street", kinds={"road", "site"})
    >>> place = site_in(town, street)
    >>> place.name, place.kind, place.radius_km, place.parent_id, place.place_id
    ('Qwerta Street', 'road', 8.0, 'x:1', 'computed:road.x-1.qwerta-street')
    """
    kind = next((kind for kind in _KINDS if kind in mention.kinds), "site")
    slug = f"{town.place_id.replace(':', '-')}.{mention.name.replace(' ', '-')}"
    return replace(
        town,
        place_id=f"{COMPUTED}{kind}.{slug}",
        name=mention.text,
        kind=kind,
        parent_id=town.place_id,
        population=0,
    )


def is_site(mention: Mention) -> bool:
    """Return whether a name is that of a street, square, station or quarter.

    Examples
    --------
    >>> from types import SimpleNamespace as Mention
    >>> is_site(Mention(use=Use.LITERAL, kinds=frozenset({"site", "road"})))
    True
    >>> is_site(Mention(use=Use.LITERAL, kinds=frozenset({"site", "port", "town"})))
    False
    """
    kinds = mention.kinds
    return mention.use is Use.LITERAL and "site" in kinds and kinds.isdisjoint(_OUT_OF_TOWN)


def _may_be_district(resolution: Resolution, words: Mapping[str, Any]) -> bool:
    """Return whether a name is one that many cities have a district of: "Leninsky district"."""
    mention, place = resolution.mention, resolution.place
    if mention.use is not Use.LITERAL or _DISTRICT not in mention.kinds:
        return False
    if place is not None and not (place.kind == _DISTRICT or place.place_id.startswith(_OF_SEAT)):
        return False
    name = mention.name.partition(" ")[0]
    return any(name == stem + end for stem in words["stems"] for end in words["endings"])


def _may_be_anywhere(resolution: Resolution, squares: Collection[str]) -> bool:
    """Return whether a name is one that many cities have a square of: "Freedom Square"."""
    place = resolution.place
    is_found = place is not None and place.kind == "site" and is_site(resolution.mention)
    return is_found and resolution.mention.name.partition(" ")[0] in squares


def _lies_elsewhere(town: Resolution | None, resolution: Resolution) -> bool:
    """Return whether a site was found outside the town that is named with it in its sentence."""
    city, found = None if town is None else town.place, resolution.place
    if town is None or city is None or found is None:
        return False
    is_here = town.mention.sentence == resolution.mention.sentence
    return is_here and distance_km(city.lat, city.lon, found.lat, found.lon) > city.radius_km


def _has_district(
    town: Resolution | None, resolution: Resolution, words: Mapping[str, Any]
) -> bool:
    """Return whether a town is a city of that size, and the district found lies elsewhere."""
    city, found = None if town is None else town.place, resolution.place
    if city is None or city.population < words["people"]:
        return False
    if found is None or found.country != city.country:
        return True
    return found.kind != _DISTRICT and found.admin1_code != city.admin1_code


def _towns_for(
    document: Document, number: int, resolutions: Sequence[Resolution]
) -> Iterator[Resolution]:
    """Yield what may be the town of a site, the likeliest first."""
    site = resolutions[number].mention
    if site.parent is not None:
        yield resolutions[site.parent]
    behind = [one for one in resolutions[number + 1 :][:1] if one.mention.sentence == site.sentence]
    yield from (one for one in behind if one.mention.start - site.end <= _JOINED)
    before = next(filter(_is_town, reversed(resolutions[:number])), None)
    if before is not None and before.mention.sentence == site.sentence:
        yield before
    yield from (one for one in behind if one.mention.start - site.end <= _TIED)
    paragraph = document.sentences[site.sentence].paragraph
    if before is not None and document.sentences[before.mention.sentence].paragraph == paragraph:
        yield before


def _is_town(resolution: Resolution) -> bool:
    place = resolution.place
    return place is not None and place.kind in SETTLEMENTS and resolution.mention.use in _TELLING
