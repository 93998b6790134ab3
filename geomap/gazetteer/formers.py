"""Which alternate names are of the past: those that another settlement bears today.

GeoNames does not say which alternates are former; left as they are, the old names of
cities would swallow the villages and towns that are called so today.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from geomap.gazetteer.names import is_cyrillic
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.gazetteer.tables import NameRow, is_far_and_small
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.gazetteer.tables import PlaceRow

__all__ = ["demote_namesakes", "mark_former", "mark_known_former"]

_ALIKE = 0.6  # share of common letters; Kiev and Kyiv have 0.75, Engels and Pokrovsk 0.29
# With it no alternate reaches a curated place: 0.35 and a city of 30 million make 1.25, the
# least official name 1.3. The same for a small namesake by its own name: below 1.2.
_ALTERNATE_SCORE = 0.35
_SMALL_SCORE = 0.7


def mark_former(places: Mapping[str, PlaceRow]) -> None:
    """Call an alternate name former if it is unlike the place's own and another's official one."""
    settlements = [place for place in places.values() if place.kind in SETTLEMENTS]
    official = {fold_name(place.name) for place in settlements if not is_far_and_small(place)}
    cyrillic = {key for place in settlements for key in _cyrillic_keys(place)}
    for place in places.values():
        own = fold_name(place.name)
        for number, row in enumerate(place.names):
            if row.kind == "variant" and row.language == "" and fold_name(row.name) != own:
                key = fold_name(row.name)
                if key in official and not _is_like(own, key):
                    place.names[number] = NameRow(row.name, row.language, "former")
        if place.kind in SETTLEMENTS and place.country == "UA":
            _mark_former_cyrillic(place, cyrillic)


def mark_known_former(places: Mapping[str, PlaceRow]) -> None:
    """Call an alternate former where the tables call it so of another place: Stalino, Engels.

    What commemorated somebody was given to many places and taken from them together. An extract
    alone does not make a name former: it was guessed there (`mark_former`).
    """
    known = {
        fold_name(row.name)
        for place in places.values()
        for row in place.names
        if row.kind == "former" and (place.source == "curated" or row.until)
    }
    for place in places.values():
        if place.source != "geonames":
            continue
        own = {fold_name(row.name) for row in place.names if row.kind == "official"}
        for number, row in enumerate(place.names):
            key = fold_name(row.name)
            is_known = row.kind == "variant" and key in known and key not in own
            if is_known and not any(_is_like(key, other) for other in own):
                place.names[number] = NameRow(row.name, row.language, "former")


def demote_namesakes(places: Mapping[str, PlaceRow]) -> None:
    """Let no name of an extracted place go before a curated place that is called so.

    An alternate that is unlike the place's own name falls behind the official name of a
    curated place: the Vistula is a river before it is Toledo in Ohio. A small place abroad
    falls behind any present name of a curated site: Heathrow is an airport.
    """
    official, sites = _curated_keys(places)
    for place in places.values():
        if place.source == "geonames":
            own = fold_name(place.name)
            for number, row in enumerate(place.names):
                is_shared = row.kind == "official" and fold_name(row.name) in sites
                if is_shared and is_far_and_small(place):
                    place.names[number] = replace(row, score=_SMALL_SCORE)
                elif _is_alien(row, own, official):
                    place.names[number] = replace(row, score=_ALTERNATE_SCORE)


def _is_alien(row: NameRow, own: str, official: set[str]) -> bool:
    """Return whether an alternate is another place's official name and unlike the own one.

    Only in Latin letters: the own name is, and Cyrillic is not compared with it.
    """
    key = fold_name(row.name)
    is_alternate = row.kind == "variant" and not is_cyrillic(row.name)
    return is_alternate and key in official and not _is_like(own, key)


def _curated_keys(places: Mapping[str, PlaceRow]) -> tuple[set[str], set[str]]:
    """Return the official keys of curated places, and all present keys of curated sites."""
    official: set[str] = set()
    sites: set[str] = set()
    for place in places.values():
        for row in place.names if place.source == "curated" else ():
            if row.kind == "official":
                official.add(fold_name(row.name))
            if row.kind != "former" and place.kind not in SETTLEMENTS and row.score is None:
                sites.add(fold_name(row.name))
    return official, sites


def _mark_former_cyrillic(place: PlaceRow, official: set[str]) -> None:
    own = _cyrillic_keys(place)
    for number, row in enumerate(place.names if own else ()):
        if row.kind == "variant" and row.language in {"uk", "ru"}:
            key = fold_name(row.name)
            if key in official and key not in own and not any(_is_like(o, key) for o in own):
                place.names[number] = NameRow(row.name, row.language, "former")


def _cyrillic_keys(place: PlaceRow) -> set[str]:
    """Return the keys of a place's Ukrainian names and of what Russian makes of them."""
    kinds = {("uk", "official"), ("ru", "exonym")}
    return {fold_name(row.name) for row in place.names if (row.language, row.kind) in kinds}


def _is_like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE
