"""The gazetteer → ``labels.json``: the names on the map.

For maintainers; a test compares the file with what the gazetteer gives today. Only what
seldom changes gets a name: countries, seas, settlements by their population, and the
administrative districts that are curated. Hamlets and quarters may come and go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.gazetteer.schema import SETTLEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.gazetteer import Gazetteer
    from geomap.records import Place

__all__ = ["compile_labels"]

_HOME = ("BY", "MD", "PL", "RO", "RU", "SK", "HU")  # whose towns get a name, too

# Population from which a name shows, by zoom level.
_LEVELS = (
    (2_500_000, 4), (800_000, 5), (290_000, 6), (90_000, 7), (35_000, 8), (12_000, 9),
    (4_000, 10.5), (1_000, 11),
)  # fmt: skip
_LEAST_IN = {"UA": 1_000} | dict.fromkeys(_HOME, 12_000)
_LEAST_ABROAD = 90_000
_TOWN_LEVEL = 8  # from here on a name is set smaller
_DISTRICT_LEVEL = 10
_COUNTRY_LEVELS = ((700, 3), (250, 4), (120, 5), (0, 6))  # by radius in km
_WATER_LEVELS = ((300, 4), (90, 5), (40, 7), (0, 9))  # by radius in km

Label = list[Any]


def compile_labels(gazetteer: Gazetteer) -> tuple[list[Label], list[str]]:
    """Return the labels, [name, lat, lon, zoom level, kind], and the ids of their places."""
    rows = sorted(_labels(gazetteer), key=lambda label: (label[3], label[0], label[1:3]))
    return [row[:-1] for row in rows], [row[-1] for row in rows]


def _labels(gazetteer: Gazetteer) -> Iterator[Label]:
    for country, _ in gazetteer.areas("country"):
        level = _by_size(_COUNTRY_LEVELS, country.radius_km)
        yield _label(country, "country", level, gazetteer.label_point(country.place_id))
        yield from _places_in(gazetteer, country, country.country)
    for sea, _ in gazetteer.areas("sea"):
        level = _by_size(_WATER_LEVELS, sea.radius_km)
        yield _label(sea, "sea", level, gazetteer.label_point(sea.place_id))


def _places_in(gazetteer: Gazetteer, parent: Place, country: str) -> Iterator[Label]:
    least = _LEAST_IN.get(country, _LEAST_ABROAD)
    for place in gazetteer.children(parent.place_id):
        if _is_administrative(place, parent):
            yield _label(place, "district", _DISTRICT_LEVEL)
        if place.kind in SETTLEMENTS and place.population >= least:
            yield _city(place)
        yield from _places_in(gazetteer, place, country)


def _is_administrative(place: Place, parent: Place) -> bool:
    is_district = place.kind == "district" and parent.kind in {"city", "town"}
    return is_district and place.source == "curated"


def _city(place: Place) -> Label:
    level = next(level for population, level in _LEVELS if place.population >= population)
    return _label(place, "city" if level < _TOWN_LEVEL else "town", level)


def _label(place: Place, kind: str, level: float, at: tuple[float, float] | None = None) -> Label:
    lat, lon = at or (place.lat, place.lon)
    return [place.name, round(lat, 3), round(lon, 3), level, kind, place.place_id]


def _by_size(levels: tuple[tuple[int, int], ...], radius_km: float) -> int:
    return next(level for radius, level in levels if radius_km >= radius)
