"""Which alternate names are of the past: those that another settlement bears today.

GeoNames does not say which alternates are former; left as they are, the old names of
cities would swallow the villages and towns that are called so today.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from geomap.gazetteer.schema import SETTLEMENTS
from geomap.gazetteer.tables import NameRow, is_far_and_small
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.gazetteer.tables import PlaceRow

__all__ = ["mark_former"]

_ALIKE = 0.6  # share of common letters; Kiev and Kyiv have 0.75, Engels and Pokrovsk 0.29


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
        if place.source == "geonames" and place.country == "UA":
            _mark_former_cyrillic(place, cyrillic)


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
