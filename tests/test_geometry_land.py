"""Land and sea: what is said to be at sea stays there, coasts and roads stay on land."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
from shapely.geometry import Point
from shapely.ops import nearest_points

from geomap.geometry.land import land_of
from geomap.geometry.relations import relation_of
from geomap.geometry.shapes import draw
from tests.support.names import located

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer


def test_a_sea_coast_is_on_land_and_a_tanker_off_it_at_sea(gazetteer: Gazetteer) -> None:
    land = gazetteer.geometry("curated:country.UA")
    coast = draw(relation_of("coast"), gazetteer.place("curated:ua.odesa"), gazetteer)
    water = draw(relation_of("offshore"), gazetteer.place("curated:ua.odesa"), gazetteer)

    assert not isinstance(coast, str)
    assert not isinstance(water, str)
    assert land is not None
    assert land.buffer(0.05).covers(Point(coast.lon, coast.lat))
    assert not land.covers(Point(water.lon, water.lat))
    assert water.geometry is not None
    assert water.geometry.intersection(land).area < 0.01 * water.geometry.area


AT_SEA = [
    ("offshore", "UA-43"),
    ("offshore/S", "UA-48"),
    ("offshore", "country.RO"),
    ("offshore", "country.GE"),
    ("offshore/N", "country.TR"),
    ("offshore/10", "ua.mariupol"),
    ("part/N", "sea.azov"),
    ("part/NW", "sea.black"),
]


ON_LAND = [
    ("part/S", "UA-65"),
    ("part/S", "country.UA"),
    ("borderland", "UA-59"),
    ("bank/right", "UA-65"),
    ("centre", "country.BG"),
    ("part/S+E", "country.UA"),
]


def drawn_with_land(
    gazetteer: Gazetteer, relation: str, place_id: str
) -> tuple[Point, BaseGeometry, BaseGeometry]:
    """Return the point and the shape of a relation, and the land about them."""
    spot = draw(relation_of(relation), gazetteer.place(f"curated:{place_id}"), gazetteer)
    assert not isinstance(spot, str)
    assert spot.geometry is not None
    return Point(spot.lon, spot.lat), spot.geometry, land_of(gazetteer).around(spot.geometry)


@pytest.mark.parametrize(("relation", "place_id"), AT_SEA)
def test_what_is_at_sea_stays_at_sea(gazetteer: Gazetteer, relation: str, place_id: str) -> None:
    point, shape, land = drawn_with_land(gazetteer, relation, place_id)

    assert not land.covers(point)
    assert shape.intersection(land).area < 0.01 * shape.area


@pytest.mark.parametrize(("relation", "place_id"), ON_LAND)
def test_what_is_on_land_stays_on_land(gazetteer: Gazetteer, relation: str, place_id: str) -> None:
    point, shape, land = drawn_with_land(gazetteer, relation, place_id)

    assert land.covers(point)
    assert shape.difference(land).area < 0.01 * shape.area


def test_a_strait_without_an_outline_is_the_water_of_its_circle(gazetteer: Gazetteer) -> None:
    (strait,) = located("A tanker ran aground in the Kerch Strait.", gazetteer)
    land = gazetteer.geometry("curated:country.RU")

    assert land is not None
    assert strait.geometry is not None
    assert strait.geometry.covers(Point(strait.lon, strait.lat))
    assert strait.geometry.intersection(land).area < 0.01 * strait.geometry.area


def test_a_delta_is_land_and_keeps_its_point(gazetteer: Gazetteer) -> None:
    """Its kind is that of an estuary, whose circle without the land would lie in the sea."""
    (delta,) = located("Debris of drones fell in the Danube Delta.", gazetteer)

    assert delta.place is not None
    assert (delta.lat, delta.lon) == (delta.place.lat, delta.place.lon)
    assert delta.geometry is None


@pytest.mark.parametrize("place_id", ["sea.azov", "UA-43", "country.UA", "ua.odesa"])
def test_a_coast_reaches_little_into_the_water(gazetteer: Gazetteer, place_id: str) -> None:
    """The land within 15 km of the shore and the water within 4, outlines being right to 2."""
    place = gazetteer.place(f"curated:{place_id}")
    coast = draw(relation_of("coast"), place, gazetteer)
    seas = [gazetteer.geometry(f"curated:sea.{name}") for name in ("azov", "black")]

    assert not isinstance(coast, str)
    assert coast.geometry is not None
    shore = coast.geometry.intersection(shapely.union_all([sea for sea in seas if sea]))
    assert 0.1 < shore.area / coast.geometry.area < 0.4
    deep = [sea.buffer(-0.09) for sea in seas if sea]  # 7 km from west to east, 10 to the north
    assert shore.intersection(shapely.union_all(deep)).area < 0.01 * shore.area


@pytest.mark.parametrize(
    ("gulf", "open_sea"),
    [("bay.aden", (12.6, 51.0)), ("bay.biscay", (46.0, -6.5)), ("bay.finland", (59.3, 23.0))],
)
def test_a_gulf_has_no_coast_where_it_opens(
    gazetteer: Gazetteer, gulf: str, open_sea: tuple[float, float]
) -> None:
    """Its outline is closed by a line over the sea, which is no shore."""
    place = gazetteer.place(f"curated:{gulf}")
    outline = gazetteer.geometry(place.place_id)
    coast = draw(relation_of("coast"), place, gazetteer)

    assert outline is not None
    assert not isinstance(coast, str)
    assert coast.geometry is not None
    mouth = nearest_points(outline.boundary, Point(open_sea[::-1]))[0]
    assert not coast.geometry.covers(mouth)


@pytest.mark.parametrize(
    ("sea", "ports"),
    [
        ("bay.aden", [(12.79, 45.02), (10.44, 45.01), (11.28, 49.18)]),  # Aden, Berbera, Bosaso
        (
            "sea.red",
            [(19.62, 37.22), (21.49, 39.19), (14.80, 42.95)],
        ),  # Port Sudan, Jeddah, Hodeida
        ("sea.azov", [(46.76, 36.80), (46.71, 38.27), (45.35, 36.47)]),  # Berdiansk, Yeysk, Kerch
        ("sea.baltic", [(54.35, 18.65), (56.95, 24.11), (55.71, 21.13)]),  # Gdansk, Riga, Klaipeda
    ],
)
def test_the_ports_of_a_sea_lie_on_its_coast(
    gazetteer: Gazetteer, sea: str, ports: list[tuple[float, float]]
) -> None:
    """Where the land is drawn coarsely, the sea is not, and the shore has no gaps."""
    coast = draw(relation_of("coast"), gazetteer.place(f"curated:{sea}"), gazetteer)

    assert not isinstance(coast, str)
    assert coast.geometry is not None
    assert all(coast.geometry.covers(Point(lon, lat)) for lat, lon in ports)


def test_a_road_between_towns_stays_on_land(gazetteer: Gazetteer) -> None:
    """The straight line from Odesa to Mykolaiv runs over a bay, which the road goes around."""
    sea = gazetteer.geometry("curated:sea.black")
    road = located("A convoy burned on the road from Odesa to Mykolaiv.", gazetteer)[-1]

    assert sea is not None
    assert road.geometry is not None
    assert road.geometry.intersection(sea.buffer(-0.03)).is_empty


def test_the_way_to_an_island_lies_at_sea(gazetteer: Gazetteer) -> None:
    """The twin: not every way is cut to the land."""
    sea = gazetteer.geometry("curated:sea.black")
    way = located("A boat was hit between Odesa and Snake Island.", gazetteer)[-1]

    assert sea is not None
    assert way.geometry is not None
    assert way.geometry.intersection(sea).area > 0.5 * way.geometry.area
