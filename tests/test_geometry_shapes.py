"""Every relation to any place is drawn well, or dropped with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
from geopy.distance import geodesic
from shapely.errors import GEOSException
from shapely.geometry import Point

from geomap.geometry import shapes
from geomap.geometry.relations import Relation, relation_of
from geomap.geometry.shapes import draw
from geomap.records import Place, Precision
from tests.support.names import located

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


DRAWN = [
    ("near", "geonames:713174"),
    ("distance/N/30", "curated:ua.kharkiv"),
    ("distance/50", "curated:ua.kharkiv"),
    ("distance/20", "curated:UA-63"),
    ("within/10", "curated:ua.kyiv"),
    ("direction/E", "geonames:713174"),
    ("direction/S", "curated:UA-63"),
    ("outskirts/NW", "curated:ua.kyiv"),
    ("part/E", "curated:country.UA"),
    ("part/SW", "curated:ua.kyiv"),
    ("centre", "curated:country.PL"),
    ("centre", "curated:ua.odesa"),
    ("area", "geonames:713174"),
    ("coast/E", "curated:sea.azov"),
    ("coast", "curated:country.LY"),
    ("coast", "curated:ua.odesa"),
    ("offshore", "curated:ua.odesa"),
    ("offshore/S", "curated:UA-43"),
    ("border", "curated:country.PL"),
    ("borderland", "curated:UA-59"),
    ("along", "curated:river.oskil"),
    ("along", "curated:border.by-ua"),
    ("bank/left", "curated:river.dnipro"),
    ("bank/right", "curated:UA-65"),
    ("near", "curated:sea.azov"),
]


@pytest.mark.parametrize(("relation", "place_id"), DRAWN)
def test_the_point_lies_in_the_shape_and_the_radius_covers_it(
    gazetteer: Gazetteer, relation: str, place_id: str
) -> None:
    spot = draw(relation_of(relation), gazetteer.place(place_id), gazetteer)

    assert not isinstance(spot, str), spot
    assert spot.geometry is not None
    assert spot.geometry.is_valid
    assert spot.geometry.geom_type in {"Polygon", "MultiPolygon"}
    assert spot.geometry.buffer(1e-6).covers(Point(spot.lon, spot.lat))
    assert spot.precision is not Precision.COUNTRY
    points = shapely.get_coordinates(spot.geometry)
    farthest = max(geodesic((spot.lat, spot.lon), (y, x)).km for x, y in points)
    assert 0.3 * farthest <= spot.radius_km <= 1.1 * farthest


RELATIONS = [
    "near",
    "outskirts/N",
    "area",
    "centre",
    "part/E",
    "part/NW",
    "direction/S",
    "distance/N/30",
    "distance/100",
    "within/20",
    "coast",
    "coast/E",
    "offshore",
    "offshore/SW",
    "offshore/40",
    "border",
    "border/N",
    "border/20",
    "borderland",
    "along",
    "bank/left",
    "bank/E",
    "side/W",
]


# What is awkward: both sides of the antimeridian, islets, an enclave, the pole, a city state.
PLACES = [
    "country.FJ",
    "country.RU",
    "country.US",
    "country.FM",
    "country.LS",
    "country.AQ",
    "country.VA",
    "country.KZ",
    "country.GE",
    "country.CN",
    "region.siberia",
    "sea.azov",
    "river.dnipro",
    "border.by-ua",
    "strait.kerch",
    "UA-65",
    "ua.kyiv",
]


@pytest.mark.parametrize("place_id", PLACES)
def test_every_relation_to_any_place_is_drawn_well_or_refused(
    gazetteer: Gazetteer, place_id: str
) -> None:
    place = gazetteer.place(f"curated:{place_id}")
    for relation in RELATIONS:
        spot = draw(relation_of(relation), place, gazetteer, ("UA", "RU", "CA"))
        if isinstance(spot, str):
            assert spot
            continue
        assert spot.geometry is not None
        west, south, east, north = spot.geometry.bounds
        assert spot.geometry.is_valid, relation
        assert spot.geometry.buffer(1e-6).covers(Point(spot.lon, spot.lat)), relation
        assert 0 < spot.radius_km < 20_100, relation
        assert west >= -180 - 1e-6, relation
        assert east <= 180 + 1e-6, relation
        assert -90 <= south <= north <= 90, relation


@pytest.mark.parametrize(
    ("relation", "place_id", "reason"),
    [
        ("coast", "curated:country.BY", "no coast"),
        ("coast/E", "curated:country.MD", "no coast"),
        ("offshore", "curated:ua.kharkiv", "no sea"),
        ("offshore", "curated:sea.azov", "water itself"),
        ("distance/N/30000", "curated:ua.kyiv", "more than"),
        ("distance/N/0", "curated:ua.kyiv", "nothing"),
        ("distance/N/x", "curated:ua.kyiv", "no distance"),
        ("bank/left", "curated:UA-43", "no river"),
        ("along", "curated:river.congo", "no course"),
        ("border", "curated:ua.kyiv", "no border"),
        ("near", "curated:country.PL", "too large"),
        ("between", "curated:ua.kyiv", "other end"),
        ("upside_down", "curated:ua.kyiv", "no relation"),
        ("direction", "curated:ua.kyiv", "no direction"),
        ("part/left", "curated:ua.kyiv", "no direction"),
        ("coast/S+E", "curated:sea.azov", "no direction"),
    ],
)
def test_what_cannot_be_drawn_has_its_reason(
    gazetteer: Gazetteer, relation: str, place_id: str, reason: str
) -> None:
    spot = draw(relation_of(relation), gazetteer.place(place_id), gazetteer)

    assert isinstance(spot, str)
    assert reason in spot


def test_an_outline_that_cannot_be_cut_drops_the_relation_only(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gazetteer that a user imports may hold anything."""
    bow_tie = shapely.Polygon([(36, 49), (37, 50), (37, 49), (36, 50)])
    monkeypatch.setattr(shapes, "outline_of", lambda *_: bow_tie)
    place = gazetteer.place("curated:UA-63")

    for relation in RELATIONS:
        spot = draw(relation_of(relation), place, gazetteer)
        assert isinstance(spot, str) or spot.geometry is not None


def test_a_fault_of_the_geometry_library_is_a_reason(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_base: object, _relation: object) -> str:
        msg = "side location conflict"
        raise GEOSException(msg)

    monkeypatch.setitem(shapes._RULES, "near", fail)
    spot = draw(relation_of("near"), gazetteer.place("curated:ua.kyiv"), gazetteer)

    assert "cannot be cut: side location conflict" in str(spot)


def test_nothing_is_north_of_the_pole(gazetteer: Gazetteer) -> None:
    pole = Place("x:pole", "South Pole", "site", -90.0, 0.0, 1.0)

    assert "pole" in str(draw(Relation("direction", "N"), pole, gazetteer))


@pytest.mark.parametrize(
    "text",
    [
        "A drone fell between Kyiv and Kyiv.",
        "Ships lay off the coast of Belarus.",
        "A depot stands 40,000 km west of Lviv.",
        "It lies 12 leagues north of Poltava.",
    ],
)
def test_a_relation_that_cannot_be_goes_and_the_place_stays(
    gazetteer: Gazetteer, text: str
) -> None:
    resolution = located(text, gazetteer)[-1]

    assert resolution.place is not None
    assert resolution.relation == ""
    assert "relation dropped" in resolution.evidence[-1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The border of Ukraine and Portugal was quiet.", "Ukraine"),
        ("The Portugal-Ukraine border was quiet.", "Portugal"),
    ],
)
def test_a_border_that_two_countries_do_not_share_is_dropped(
    gazetteer: Gazetteer, text: str, name: str
) -> None:
    """The country that is named first stays, as an area and no pin."""
    (country,) = located(text, gazetteer)

    assert country.place is not None
    assert country.place.name == name
    assert country.precision is Precision.COUNTRY
    assert "share no border" in country.evidence[-1]


def test_a_border_has_sides(gazetteer: Gazetteer) -> None:
    """ "Poland's eastern border" is not its western one, nor all of it."""
    (east,) = located("Patrols along Poland's eastern border were doubled.", gazetteer)

    assert east.relation == "border/E"
    assert east.geometry is not None
    assert east.geometry.covers(Point(23.64, 52.10))  # the Bug at Brest
    assert east.geometry.bounds[0] > 20.0


def test_a_border_that_no_table_has_is_computed(gazetteer: Gazetteer) -> None:
    border = located("Trucks waited at the border between Austria and Hungary.", gazetteer)[-1]

    assert border.place is not None
    assert (border.place.kind, border.place.country) == ("border", "AT;HU")
    assert border.precision is Precision.LINE


@pytest.mark.parametrize("code", ["CN", "CA", "KZ"])
def test_a_long_cut_bends_with_the_earth(gazetteer: Gazetteer, code: str) -> None:
    """A line of thousands of kilometres crosses outlines if it is drawn straight in degrees."""
    place = gazetteer.place(f"curated:country.{code}")
    outline = gazetteer.geometry(place.place_id)
    south = draw(relation_of("part/S"), place, gazetteer)

    assert outline is not None
    assert not isinstance(south, str)
    assert south.geometry is not None
    assert south.geometry.difference(outline.buffer(0.3)).area < 0.01 * south.geometry.area
    assert south.geometry.area > 0.2 * outline.area


@pytest.mark.parametrize("river", ["dnipro", "desna", "oskil", "psel", "don"])
def test_the_left_bank_is_left_downstream(gazetteer: Gazetteer, river: str) -> None:
    """These rivers flow south, so that their left bank is the eastern one."""
    place = gazetteer.place(f"curated:river.{river}")
    left = draw(relation_of("bank/left"), place, gazetteer)
    right = draw(relation_of("bank/right"), place, gazetteer)

    assert not isinstance(left, str)
    assert not isinstance(right, str)
    assert left.geometry is not None
    assert right.geometry is not None
    assert left.geometry.centroid.x > right.geometry.centroid.x


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("Fighting goes on on the left bank of Dnipro.", "curated:river.dnipro"),
        ("Lights went out on the left bank of Kyiv.", "curated:ua.kyiv"),
        ("A drone fell on the left bank of the city of Dnipro.", "curated:ua.dnipro"),
    ],
)
def test_a_bank_is_that_of_a_river_if_one_bears_the_name(
    gazetteer: Gazetteer, text: str, place_id: str
) -> None:
    found = located(text, gazetteer)[-1]

    assert found.place is not None
    assert found.place.place_id == place_id
    assert found.relation == "bank/left"


def test_both_ends_of_a_way_show_the_same_way(gazetteer: Gazetteer) -> None:
    one, two = located("Smoke rose between Bakhmut and Kostiantynivka.", gazetteer)

    assert one.geometry is not None
    assert two.geometry is not None
    assert one.geometry.equals(two.geometry)
    assert (one.lat, one.lon) == (two.lat, two.lon)
