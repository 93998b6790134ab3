"""The nearest places: what the index finds is what measuring every place finds."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pytest

from geomap.gazetteer import Gazetteer, nearby, open_gazetteer
from geomap.gazetteer.schema import distance_km

if TYPE_CHECKING:
    import numpy as np

    from geomap.records import Place

DRAW = random.Random(8)  # noqa: S311 - a draw, not a secret
GLOBE = [(math.degrees(math.asin(DRAW.uniform(-1, 1))), DRAW.uniform(-180, 180)) for _ in range(30)]
UKRAINE = [(DRAW.uniform(45, 52), DRAW.uniform(23, 39)) for _ in range(20)]
EDGES = [
    (90.0, 0.0), (90.0, -180.0), (-90.0, 0.0), (-90.0, 77.0), (0.0, 0.0), (0.0, 180.0),
    (0.0, -180.0), (64.73, -180.0), (64.73, 180.0), (-17.0, 179.999), (-17.0, -179.999),
    (71.0, 179.5), (89.9, 133.0), (-45.0, -126.0), (52.5, 179.0), (45.0, 90.0), (22.5, 33.75),
]  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture(scope="module")
def spots(gazetteer: Gazetteer) -> tuple[list[str], np.ndarray]:
    """The ids of all settlements and districts, and where they lie in radians."""
    numpy = pytest.importorskip("numpy")
    rows = gazetteer._file.all(
        "SELECT place_id, lat, lon FROM points "
        "WHERE kind IN ('city', 'town', 'village', 'district') ORDER BY place_id"
    )
    return [row[0] for row in rows], numpy.radians([row[1:] for row in rows])


def _measured(
    spots: tuple[list[str], np.ndarray], gazetteer: Gazetteer, lat: float, lon: float, limit: int
) -> tuple[Place, ...]:
    """Return the nearest places by measuring all; the last metres by the program's own ruler."""
    numpy = pytest.importorskip("numpy")
    ids, radians = spots
    south, west = numpy.radians((lat, lon))
    half = numpy.sin((radians[:, 0] - south) / 2) ** 2
    half += math.cos(south) * numpy.cos(radians[:, 0]) * numpy.sin((radians[:, 1] - west) / 2) ** 2
    last = numpy.partition(half, limit - 1)[limit - 1]
    places = [gazetteer.place(ids[n]) for n in numpy.flatnonzero(half <= last * 1.001 + 1e-12)]
    places.sort(key=lambda p: (distance_km(lat, lon, p.lat, p.lon), p.place_id))
    return tuple(places[:limit])


@pytest.mark.parametrize("drawn", [GLOBE, UKRAINE, EDGES], ids=["globe", "ukraine", "edges"])
def test_the_nearest_places_are_those_that_measuring_all_finds(
    gazetteer: Gazetteer, spots: tuple[list[str], np.ndarray], drawn: list[tuple[float, float]]
) -> None:
    for lat, lon in drawn:
        seven = _measured(spots, gazetteer, lat, lon, 7)

        assert gazetteer.nearest(lat, lon, 7) == seven
        assert gazetteer.nearest(lat, lon) == seven[:1]


def test_a_place_is_nearest_to_itself(gazetteer: Gazetteer) -> None:
    place = gazetteer.candidates("Kharkiv")[0].place

    assert gazetteer.nearest(place.lat, place.lon)[0] == place


def test_no_place_is_asked_for_and_none_is_given(gazetteer: Gazetteer) -> None:
    assert gazetteer.nearest(50.0, 36.0, 0) == ()


@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [(48.595, 38.0, "Bakhmut"), (46.63, 32.6, "Kherson"), (-17.83, 178.4, "Suva")],
)
def test_the_nearest_place_is_found(
    gazetteer: Gazetteer, lat: float, lon: float, name: str
) -> None:
    assert name in {place.name for place in gazetteer.nearest(lat, lon, 3)}


def test_the_nearest_place_is_found_across_the_date_line(gazetteer: Gazetteer) -> None:
    (place,) = gazetteer.nearest(64.73, -180.0)

    assert abs(place.lon) > 170


def test_the_nearest_place_is_sought_in_the_index(gazetteer: Gazetteer) -> None:
    """Without it every box would be a walk over all places."""
    plan = gazetteer._file.all(f"EXPLAIN QUERY PLAN {nearby._WITHIN}", 700, 701, 1090, 1091)

    assert any("USING INDEX points_cell" in str(row) for row in plan)


def test_a_point_off_the_globe_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(ValueError, match="95"):
        gazetteer.nearest(95.0, 10.0)
