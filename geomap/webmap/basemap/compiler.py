"""Compiles ``world.json`` from the gazetteer: ``python -m geomap.webmap.basemap.compiler``.

For maintainers, after ``gazetteer/areas`` or the places changed; a test compares the
file with what the gazetteer gives today.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.gazetteer import open_gazetteer
from geomap.webmap.basemap.rings import encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer
    from geomap.records import Place

__all__ = ["compile_world"]

WORLD = Path(__file__).with_name("world.json")

_LAYERS = ("country", "admin1", "river", "border")
_THEATRE = (12.0, 40.0, 50.0, 61.0)  # where the gazetteer's outlines are fine
_FINE, _COARSE = 3, 2  # decimals: about 100 m and 1 km
_HOME = ("UA", "BY", "MD", "PL", "RO", "RU", "SK", "HU")  # whose towns get a name
_NO_LAND = {"AQ"}

# Population from which a name shows, by zoom level.
_LEVELS = ((2_500_000, 4), (800_000, 5), (290_000, 6), (90_000, 7), (35_000, 8), (12_000, 9))
_LEAST_HOME, _LEAST_ABROAD = 12_000, 200_000
_TOWN_LEVEL = 8  # from here on a name is set smaller
_DISTRICT_LEVEL = 10
_DISC_POPULATION = 250_000  # cities whose built-up area shows when one looks closely
_COUNTRY_LEVELS = ((700, 3), (250, 4), (120, 5), (0, 6))  # by radius in km
_WATER = {"sea", "bay", "strait", "estuary", "reservoir", "lake"}
_WATER_LEVELS = ((300, 4), (90, 5), (40, 7), (0, 9))  # by radius in km


def compile_world(gazetteer: Gazetteer) -> dict[str, Any]:
    """Return the basemap of a gazetteer: the parts to draw and the names to set."""
    parts = [
        _part(kind, place, shape)
        for kind in _LAYERS
        for place, shape in gazetteer.areas(kind)
        if place.country not in _NO_LAND and _is_drawn(kind, place)
    ]
    names = sorted(_labels(gazetteer), key=lambda label: (label[3], label[0], label[1:3]))
    return {"parts": parts, "labels": names}


def _is_drawn(kind: str, place: Place) -> bool:
    return kind != "admin1" or place.country == "UA"


def _part(kind: str, place: Place, shape: BaseGeometry) -> dict[str, Any]:
    west, south, east, north = shape.bounds
    fine = west < _THEATRE[2] and _THEATRE[0] < east and south < _THEATRE[3] and _THEATRE[1] < north
    decimals = _FINE if fine else _COARSE
    return {
        "kind": kind,
        "code": place.country if kind == "country" else place.place_id.rpartition(":")[2],
        "box": [round(edge, 2) for edge in shape.bounds],
        "fine": fine,
        "decimals": decimals,
        "rings": [encode(ring, decimals) for ring in _rings(shape)],
    }


def _rings(shape: BaseGeometry) -> Iterator[Any]:
    parts: Iterable[Any] = getattr(shape, "geoms", (shape,))
    for part in parts:
        if part.geom_type == "LineString":
            yield part.coords
        elif part.geom_type == "Polygon":
            yield part.exterior.coords
            for hole in part.interiors:
                yield hole.coords


def _labels(gazetteer: Gazetteer) -> Iterator[list[Any]]:
    for country, _ in gazetteer.areas("country"):
        lat, lon = gazetteer.label_point(country.place_id) or (country.lat, country.lon)
        yield _label(country, "country", _by_size(_COUNTRY_LEVELS, country.radius_km), lat, lon)
        yield from _places_in(gazetteer, country, country.country)
    for water in _waters(gazetteer):
        yield _label(water, "sea", _by_size(_WATER_LEVELS, water.radius_km), water.lat, water.lon)


def _waters(gazetteer: Gazetteer) -> Iterator[Place]:
    """Return the named waters: those without a parent hang under nothing, so they are asked for."""
    for place, _ in gazetteer.areas("sea"):
        lat, lon = gazetteer.label_point(place.place_id) or (place.lat, place.lon)
        yield place if (lat, lon) == (place.lat, place.lon) else _moved(place, lat, lon)


def _moved(place: Place, lat: float, lon: float) -> Place:
    from dataclasses import replace  # noqa: PLC0415 - rare

    return replace(place, lat=lat, lon=lon)


def _places_in(gazetteer: Gazetteer, parent: Place, country: str) -> Iterator[list[Any]]:
    least = _LEAST_HOME if country in _HOME else _LEAST_ABROAD
    for place in gazetteer.children(parent.place_id):
        if place.kind == "district" and parent.kind in {"city", "town"}:
            yield [*_label(place, "district", _DISTRICT_LEVEL), round(place.radius_km, 1)]
        if place.kind in {"city", "town"} and place.population >= least:
            yield _city(place)
        yield from _places_in(gazetteer, place, country)


def _city(place: Place) -> list[Any]:
    level = next(level for population, level in _LEVELS if place.population >= population)
    label = _label(place, "city" if level < _TOWN_LEVEL else "town", level)
    return [*label, round(place.radius_km, 1)] if place.population >= _DISC_POPULATION else label


def _label(place: Place, kind: str, level: int, lat: float = 91.0, lon: float = 0.0) -> list[Any]:
    at = (place.lat, place.lon) if lat > 90.0 else (lat, lon)  # noqa: PLR2004 - no such latitude
    return [place.name, round(at[0], 3), round(at[1], 3), level, kind]


def _by_size(levels: tuple[tuple[int, int], ...], radius_km: float) -> int:
    return next(level for radius, level in levels if radius_km >= radius)


def main() -> None:
    """Write ``world.json``."""
    world = compile_world(open_gazetteer())
    text = json.dumps(world, ensure_ascii=False, separators=(",", ":"))
    WORLD.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
