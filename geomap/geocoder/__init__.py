"""Free text → places, and points → the nearest place, offline.

`find_places` reads descriptions and needs the gazetteer alone; `GazetteerGeocoder` puts it
behind geopy's interface. geopy is imported when the class is first used: it takes a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from geomap.geocoder.queries import find_places

if TYPE_CHECKING:
    from geomap.geocoder.nominatim import NominatimSearch
    from geomap.geocoder.provider import GazetteerGeocoder

__all__ = ["GazetteerGeocoder", "NominatimSearch", "find_places"]

_HOMES = {"GazetteerGeocoder": "provider", "NominatimSearch": "nominatim"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the type is that of the name asked for
    """Import the geocoder when it is first used: looking names up needs no geopy."""
    if name not in _HOMES:
        msg = f"module 'geomap.geocoder' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"geomap.geocoder.{_HOMES[name]}"), name)
