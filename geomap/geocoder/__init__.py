"""Free text → places, and points → the nearest place, offline.

`find_places` reads descriptions and needs the gazetteer alone; `GazetteerGeocoder` puts it
behind geopy's interface. geopy is imported when the class is first used: it takes a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.geocoder.queries import find_places
from geomap.lazy import import_on_use

if TYPE_CHECKING:
    from geomap.geocoder.nominatim import NominatimSearch
    from geomap.geocoder.provider import GazetteerGeocoder

__all__ = ["GazetteerGeocoder", "NominatimSearch", "find_places"]

_HOMES = {"GazetteerGeocoder": "provider", "NominatimSearch": "nominatim"}

__getattr__ = import_on_use(__name__, _HOMES)
