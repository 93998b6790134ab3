"""Streets, squares, stations and quarters that no gazetteer has: they lie in the town named there.

"In Toretsk they moved onto Tsentralna Street": the street is in no list, its town is. What a
site is called after says nothing of where it is, so that the words around it decide alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.gazetteer.schema import SETTLEMENTS
from geomap.records import COMPUTED, Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.records import Mention, Place, Resolution
    from geomap.text import Document

__all__ = ["is_site", "place_sites", "site_in"]

_KINDS = ("road", "district")  # every other is a site
_TIED = 30  # characters between a site and the town behind it: ", just outside "
_OUT_OF_TOWN = frozenset({"port", "region"})
"""Kinds of what lies outside of towns as often: a depot, a corridor."""
_TELLING = frozenset({Use.LITERAL, Use.AFFILIATION})


def place_sites(document: Document, resolutions: tuple[Resolution, ...]) -> tuple[Resolution, ...]:
    """Return the resolutions with the sites that have no place put in the towns they lie in.

    The town is the one that qualifies the site ("Lenin Street, Sumy"), else the last one named
    before it in the sentence, the next one right behind it, or the last of the sentence before
    in the same paragraph. The site lies at its middle and may lie anywhere in it.
    """
    sites = [n for n, one in enumerate(resolutions) if one.place is None and is_site(one.mention)]
    if not sites:
        return resolutions
    placed = list(resolutions)
    for number in sites:
        town = next(filter(_is_town, _towns_for(document, number, resolutions)), None)
        if town is not None and town.place is not None:
            place = site_in(town.place, resolutions[number].mention)
            words = f"in no list: put in {town.place.name}, which is named beside it"
            placed[number] = replace(
                resolutions[number], place=place, score=town.score, evidence=(words,), reason=""
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


def _towns_for(
    document: Document, number: int, resolutions: Sequence[Resolution]
) -> Iterator[Resolution]:
    """Yield what may be the town of a site, the likeliest first."""
    site = resolutions[number].mention
    if site.parent is not None:
        yield resolutions[site.parent]
    before = next(filter(_is_town, reversed(resolutions[:number])), None)
    if before is not None and before.mention.sentence == site.sentence:
        yield before
    behind = [one for one in resolutions[number + 1 :][:1] if one.mention.start - site.end <= _TIED]
    yield from (one for one in behind if one.mention.sentence == site.sentence)
    paragraph = document.sentences[site.sentence].paragraph
    if before is not None and document.sentences[before.mention.sentence].paragraph == paragraph:
        yield before


def _is_town(resolution: Resolution) -> bool:
    place = resolution.place
    return place is not None and place.kind in SETTLEMENTS and resolution.mention.use in _TELLING
