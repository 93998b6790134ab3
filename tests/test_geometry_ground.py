"""Kilometres on the ground: against the geodesic of another library, and shapes cut and widened."""

from __future__ import annotations

from itertools import pairwise

import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import Point

from geomap.gazetteer import distance_km
from geomap.geometry.arcs import great_circle, point_towards
from geomap.geometry.ground import banded, corridor, far_part, reach_km, split_by, spot_in
from geomap.geometry.plane import (
    BEARINGS,
    Plane,
    bearing_deg,
    disc,
    point_at,
    ring,
    sector,
    within_world,
)
from geomap.records import Precision

LATS = st.floats(45.0, 52.0)
LONS = st.floats(22.0, 40.0)
KMS = st.floats(1.0, 300.0)
TURNS = st.floats(0.0, 360.0)


def area_km2(shape: shapely.Geometry) -> float:
    """Return an area on the ellipsoid, by a library that is not the one under test."""
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]) / 1e6


@given(LATS, LONS, KMS, TURNS)
def test_a_point_lies_as_far_away_as_it_was_put(
    lat: float, lon: float, km: float, turn: float
) -> None:
    there = point_at(lat, lon, km, turn)

    assert geodesic((lat, lon), there).km == pytest.approx(km, rel=0.01)
    assert distance_km(lat, lon, *there) == pytest.approx(km, rel=0.01)


@given(LATS, LONS, KMS)
def test_north_means_north_and_east_means_east(lat: float, lon: float, km: float) -> None:
    north, east = point_at(lat, lon, km, 0.0), point_at(lat, lon, km, 90.0)

    assert north[0] > lat
    assert north[1] == pytest.approx(lon, abs=1e-9)
    assert east[1] > lon
    assert bearing_deg((lat, lon), north) == pytest.approx(0.0, abs=1e-6)
    assert bearing_deg((lat, lon), east) == pytest.approx(90.0, abs=1e-6)


@given(LATS, LONS, KMS)
def test_a_disc_has_the_area_of_a_circle(lat: float, lon: float, km: float) -> None:
    assert area_km2(disc(lat, lon, km)) == pytest.approx(3.14159 * km**2, rel=0.01)


@given(LATS, LONS, KMS)
def test_a_ring_leaves_out_what_is_nearer(lat: float, lon: float, km: float) -> None:
    band = ring(lat, lon, km, 2 * km)

    assert area_km2(band) == pytest.approx(3.14159 * 3 * km**2, rel=0.01)
    assert not band.covers(Point(lon, lat))


@given(LATS, LONS, KMS, st.sampled_from(sorted(BEARINGS)))
def test_an_eighth_of_a_circle_is_an_eighth_of_its_area(
    lat: float, lon: float, km: float, direction: str
) -> None:
    part = sector(lat, lon, 0.0, km, bearing=BEARINGS[direction], width=45.0)
    middle = point_at(lat, lon, km / 2, BEARINGS[direction])

    assert area_km2(part) == pytest.approx(3.14159 * km**2 / 8, rel=0.01)
    assert part.covers(Point(middle[::-1]))


@given(LATS, LONS, st.floats(-3.0, 3.0), st.floats(-3.0, 3.0))
def test_the_plane_keeps_distances_and_gives_the_point_back(
    lat: float, lon: float, up: float, right: float
) -> None:
    plane, there = Plane(lat, lon), Point(lon + right, lat + up)
    ground = plane.project(there)

    assert ground.distance(Point(0, 0)) == pytest.approx(
        geodesic((lat, lon), (there.y, there.x)).km, rel=0.01, abs=0.01
    )
    back = plane.unproject(ground)
    assert (back.x, back.y) == pytest.approx((there.x, there.y), abs=1e-7)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((50.4501, 30.5234), (49.9935, 36.2304), 409.6),  # Kyiv, Kharkiv
        ((46.4825, 30.7233), (44.6054, 33.5220), 301.4),  # Odesa, Sevastopol
        ((49.8397, 24.0297), (48.0159, 37.8028), 1030.3),  # Lviv, Donetsk
    ],
)
def test_known_pairs_of_cities_are_as_far_apart_as_they_are(
    a: tuple[float, float], b: tuple[float, float], km: float
) -> None:
    assert geodesic(a, b).km == pytest.approx(km, rel=0.01)
    assert distance_km(*a, *b) == pytest.approx(km, rel=0.01)


def test_a_band_reaches_as_far_as_it_says() -> None:
    plane = Plane(49.0, 32.0)
    line = plane.project(shapely.LineString([(31.0, 49.0), (33.0, 49.0)]))
    band = plane.unproject(banded(line, 15.0))

    assert band.covers(Point(point_at(49.0, 32.0, 14.0, 0.0)[::-1]))
    assert not band.covers(Point(point_at(49.0, 32.0, 16.5, 0.0)[::-1]))


def test_a_band_leaves_out_what_is_nearer() -> None:
    line = shapely.LineString([(0, 0), (100, 0)])
    band = banded(line, 25.0, 15.0)

    assert band.covers(Point(50, 20))
    assert not band.covers(Point(50, 10))
    assert band.area == pytest.approx(banded(line, 25.0).area - banded(line, 15.0).area, rel=0.01)


def test_a_corridor_holds_the_way_and_no_more() -> None:
    plane, area, line = corridor((50.45, 30.52), (46.48, 30.73), 20.0)
    shape = plane.unproject(area)

    assert plane.unproject(line).length > 0
    assert shape.covers(Point(30.63, 48.5))
    assert not shape.covers(Point(31.2, 48.5))


def test_a_shape_over_the_antimeridian_is_cut() -> None:
    shape = within_world(shapely.box(178.0, 50.0, 182.0, 52.0))

    assert shape.geom_type == "MultiPolygon"
    assert shape.bounds == (-180.0, 50.0, 180.0, 52.0)
    assert shape.area == pytest.approx(8.0)


def test_the_east_of_an_area_is_its_eastern_part() -> None:
    part = far_part(shapely.box(0, 0, 100, 100), "E", 0.4)

    assert part.bounds == pytest.approx((60.0, 0.0, 100.0, 100.0))


def test_left_and_right_of_a_river_are_seen_downstream() -> None:
    """The left bank of a river that flows south is the eastern one."""
    left, right = split_by(shapely.box(0, 0, 10, 10), shapely.LineString([(4, 12), (4, -2)]))

    assert left.bounds == (4, 0, 10, 10)
    assert right.bounds == (0, 0, 4, 10)


def test_the_radius_of_an_area_holds_nine_tenths_of_it() -> None:
    spot = spot_in(Plane(49.0, 32.0), Point(0, 0).buffer(100.0), Precision.AREA)

    assert spot is not None
    assert spot.radius_km == pytest.approx(95.0, abs=3.0)
    assert reach_km(disc(49.0, 32.0, 100.0), 49.0, 32.0) == pytest.approx(95.0, abs=3.0)


@given(LATS, LONS, KMS, TURNS)
def test_a_great_circle_is_the_shortest_way(lat: float, lon: float, km: float, turn: float) -> None:
    there = point_at(lat, lon, 10 * km, turn)
    way = [point for part in great_circle((lat, lon), there) for point in part]
    walked = sum(geodesic(a, b).km for a, b in pairwise(way))

    assert way[0] == (lat, lon)
    assert way[-1] == there
    assert walked == pytest.approx(geodesic((lat, lon), there).km, rel=0.002)


def test_a_great_circle_over_the_antimeridian_has_two_parts() -> None:
    west, east = great_circle((52.0, 177.0), (52.0, -176.0))

    assert (west[-1][1], east[0][1]) == (180.0, -180.0)
    assert west[-1][0] == east[0][0]


@given(LATS, LONS, KMS, TURNS)
def test_an_arrow_ends_where_it_should_or_at_its_target(
    lat: float, lon: float, km: float, turn: float
) -> None:
    target = point_at(lat, lon, km, turn)
    tip = point_towards((lat, lon), target, 60.0)

    assert geodesic((lat, lon), tip).km == pytest.approx(min(60.0, km), rel=0.01)
