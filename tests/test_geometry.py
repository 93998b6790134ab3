"""From a place to the point, radius, precision and shape that may be drawn."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st
from shapely.errors import GEOSException
from shapely.geometry import Point
from shapely.ops import nearest_points

from geomap.gazetteer.outlines import _FINE_BOXES
from geomap.gazetteer.schema import KINDS
from geomap.geometry import PRECISION_OF, codes_of, locate, precision_of, shapes
from geomap.geometry.land import land_of
from geomap.geometry.relations import Relation, relation_of
from geomap.geometry.shapes import draw
from geomap.lexicon import language, table
from geomap.mentions import find_mentions
from geomap.records import Mention, Place, Precision, Resolution, Use, Zone
from geomap.resolve import resolve_mentions
from geomap.text import read_document

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer


def located(text: str, gazetteer: Gazetteer) -> list[Resolution]:
    words = language("en")
    document = read_document(text, words.sections)
    mentions = find_mentions(document, gazetteer, words)
    resolved = resolve_mentions(document, mentions, gazetteer)
    return list(locate(resolved, gazetteer, document=document))


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("Blasts shook Poltava.", Precision.SETTLEMENT),
        ("Blasts shook Kyiv's Podilskyi district.", Precision.CITY_DISTRICT),
        ("Drones flew over Sumy region.", Precision.REGION),
        ("Ships left the Sea of Azov.", Precision.SEA),
        ("Guards closed the Polish-Ukrainian border.", Precision.LINE),
        ("They flew to Moldova.", Precision.COUNTRY),
        ("A fire broke out at the Zaporizhzhia nuclear power plant.", Precision.SITE),
        ("Fighting goes on in Donbas.", Precision.REGION),
    ],
)
def test_a_place_is_as_precise_as_its_kind(
    gazetteer: Gazetteer, text: str, precision: Precision
) -> None:
    assert located(text, gazetteer)[-1].precision is precision


def test_a_country_keeps_its_reference_point_and_is_never_a_pin(gazetteer: Gazetteer) -> None:
    (moldova,) = located("They flew to Moldova.", gazetteer)

    assert moldova.place is not None
    assert (moldova.lat, moldova.lon) == (moldova.place.lat, moldova.place.lon)
    assert not moldova.is_mapped


@pytest.mark.parametrize("text", ["They flew to Kiribati.", "They flew to Qatar.", "In Peru."])
def test_the_point_of_a_country_lies_on_it_even_among_islands(
    gazetteer: Gazetteer, text: str
) -> None:
    (country,) = located(text, gazetteer)

    assert country.geometry is not None
    assert country.geometry.buffer(1e-6).covers(Point(country.lon, country.lat))


def test_a_city_in_the_same_words_is_a_pin(gazetteer: Gazetteer) -> None:
    """The twin of the country: the rule must not hide everything."""
    (chisinau,) = located("They flew to Chisinau.", gazetteer)

    assert chisinau.is_mapped


@pytest.mark.parametrize("text", ["Ships left the Sea of Azov.", "Drones flew over Odesa region."])
def test_the_point_of_an_area_lies_on_it(gazetteer: Gazetteer, text: str) -> None:
    (area,) = located(text, gazetteer)

    assert area.geometry is not None
    assert area.geometry.buffer(1e-6).contains(Point(area.lon, area.lat))


def test_the_point_of_a_border_lies_on_the_line(gazetteer: Gazetteer) -> None:
    (border,) = located("Troops massed on the Belarusian-Ukrainian border.", gazetteer)

    assert border.geometry is not None
    assert border.geometry.distance(Point(border.lon, border.lat)) < 0.05


def test_a_settlement_has_a_point_and_no_shape(gazetteer: Gazetteer) -> None:
    (poltava,) = located("Blasts shook Poltava.", gazetteer)

    assert poltava.geometry is None
    assert poltava.radius_km
    assert poltava.radius_km < 20


def test_a_district_placed_at_its_namesake_town_says_so(gazetteer: Gazetteer) -> None:
    """The gazetteer knows the town; the raion around it reaches much further."""
    (raion,) = located("Shells hit the Volnovakha raion.", gazetteer)
    (town,) = located("Shells hit the town of Volnovakha.", gazetteer)

    assert raion.precision is Precision.LOCALITY_AREA
    assert town.precision is Precision.SETTLEMENT
    assert raion.radius_km is not None
    assert raion.radius_km >= 40


def test_a_distance_and_a_direction_move_the_point(gazetteer: Gazetteer) -> None:
    """ "30 km north of" is not the town itself."""
    (there,) = located("Troops are 30 km north of Kherson.", gazetteer)
    (here,) = located("Troops are in Kherson.", gazetteer)

    assert here.lat is not None
    assert there.lat == pytest.approx(here.lat + 30 / 111.2, abs=0.01)
    assert there.lon == pytest.approx(here.lon, abs=0.01)
    assert there.precision is Precision.LOCALITY_AREA


def test_near_a_town_is_wider_than_the_town(gazetteer: Gazetteer) -> None:
    (near,) = located("Fighting goes on near Avdiivka.", gazetteer)
    (inside,) = located("Fighting goes on in Avdiivka.", gazetteer)

    assert (near.lat, near.lon) == (inside.lat, inside.lon)
    assert near.radius_km is not None
    assert inside.radius_km is not None
    assert near.radius_km > inside.radius_km


def test_an_absurd_distance_moves_nothing(gazetteer: Gazetteer) -> None:
    (there,) = located("Troops are 30000 km north of Kherson.", gazetteer)

    assert there.place is not None
    assert (there.lat, there.lon) == (there.place.lat, there.place.lon)


def test_what_has_no_place_stays_as_it_is(gazetteer: Gazetteer) -> None:
    mention = Mention(0, 1, "X", 0, Zone.BODY, Use.LITERAL, "x")
    unresolved = Resolution(mention, None, reason="no place of this name is known")

    assert locate((unresolved,), gazetteer) == (unresolved,)


def test_the_order_is_kept(gazetteer: Gazetteer) -> None:
    found = located("From Lviv to Odesa, Jack London and Rivne", gazetteer)

    assert [r.mention.start for r in found] == sorted(r.mention.start for r in found)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_the_gazetteer_has_a_precision(kind: str) -> None:
    place = Place("x", "X", kind, 0.0, 0.0, 1.0)

    assert precision_of(place) in set(Precision)


def test_every_precision_rule_names_a_kind_of_the_gazetteer() -> None:
    assert set(PRECISION_OF) <= set(KINDS)


def test_a_village_known_by_its_hromada_only_is_no_settlement() -> None:
    near = Place("a", "Nove", "village", 48.0, 37.0, 2.0)
    far = Place("b", "Nove", "village", 48.0, 37.0, 22.0)

    assert precision_of(near) is Precision.SETTLEMENT
    assert precision_of(far) is Precision.LOCALITY_AREA


# What can be drawn, and what cannot ----------------------------------------------------------

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


def test_a_region_known_by_its_size_ends_at_its_country(gazetteer: Gazetteer) -> None:
    """A circle around Siberia covers the Arctic Ocean and half of Kazakhstan."""
    russia = gazetteer.geometry("curated:country.RU")
    west = draw(relation_of("part/W"), gazetteer.place("curated:region.siberia"), gazetteer)

    assert russia is not None
    assert not isinstance(west, str)
    assert west.geometry is not None
    assert west.geometry.difference(russia.buffer(0.5)).area < 0.02 * west.geometry.area


def test_a_side_of_a_country_is_what_people_mean_by_it(gazetteer: Gazetteer) -> None:
    """Southern Russia is no strip from the Black Sea to the Pacific."""
    south = draw(relation_of("part/S"), gazetteer.place("curated:country.RU"), gazetteer)

    assert not isinstance(south, str)
    assert south.geometry is not None
    assert south.geometry.covers(Point(39.7, 47.3))  # Rostov-on-Don
    assert south.radius_km < 1000


@pytest.mark.parametrize("name", sorted(table("relations")["unions"]))
def test_a_region_of_whole_units_has_their_outline(gazetteer: Gazetteer, name: str) -> None:
    parts = table("relations")["unions"][name]

    assert all(gazetteer.geometry(f"curated:{part}") is not None for part in parts)
    assert gazetteer.place(f"curated:{name}").kind == "region"


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


def test_the_same_text_gives_the_same_shape(gazetteer: Gazetteer) -> None:
    text = "Drones came from the eastern coast of the Sea of Azov."
    (first,), (second,) = located(text, gazetteer), located(text, gazetteer)

    assert first.geometry is not None
    assert second.geometry is not None
    assert first.geometry.wkb == second.geometry.wkb


def test_outlines_are_fine_where_they_were_made_fine() -> None:
    assert [tuple(box) for box in table("relations")["fine"]["boxes"]] == list(_FINE_BOXES)


def test_every_precision_has_the_codes_of_other_event_data() -> None:
    rows = table("precision")

    assert set(rows) == {precision.value for precision in Precision}
    for precision in Precision:
        assert codes_of(precision).acled in {1, 2, 3}
        assert codes_of(precision).ucdp in set(range(1, 8))
    assert codes_of(Precision.LOCALITY_AREA, "near").ucdp == 2


@given(st.text(alphabet="/NSEW0123456789.-leftright", max_size=20))
def test_any_text_is_a_relation_or_a_fault(text: str) -> None:
    """A relation comes from a lexicon or from a user's recogniser: it never breaks a run."""
    relation = relation_of(text)

    assert relation.kind == text.partition("/")[0]


def test_an_article_without_relations_does_not_load_shapes() -> None:
    """Shapely costs 0.1 s of every start."""
    code = (
        "import sys, geomap; geomap.analyze('Blasts shook Poltava and Sumy.');"
        "sys.exit('shapely' in sys.modules or 'numpy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
