"""The basemap: labels, rivers, towns and borders, and how much of it a page carries."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.webmap import basemap
from geomap.webmap.basemap import cut_out, world
from geomap.webmap.basemap.built import compile_built, town_radius_km
from geomap.webmap.basemap.labels import compile_labels
from geomap.webmap.basemap.rings import ALPHABET, decode, encode
from geomap.webmap.basemap.rivers import LONGEST_STEP_KM, longest_step_km
from tests.support.pages import WEBMAP, source

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.records import Place


@given(
    st.lists(
        st.tuples(st.integers(-180_000, 180_000), st.integers(-90_000, 90_000)),
        unique=True,
        max_size=30,
    )
)
def test_rings_come_back_as_they_went_in(points: list[tuple[int, int]]) -> None:
    ring = [(lon / 1000, lat / 1000) for lon, lat in points]

    text = encode(ring, 3)

    assert decode(text, 3) == ring
    assert set(text) <= set(ALPHABET)


def test_the_labels_are_what_the_gazetteer_gives_today(gazetteer: Gazetteer) -> None:
    """Run ``python -m geomap.webmap.basemap.compiler`` after the gazetteer changed."""
    written = [json.loads(source("basemap", name)) for name in ("labels.json", "label_ids.json")]

    assert json.loads(json.dumps(compile_labels(gazetteer))) == written, (
        "the gazetteer has changed: run python -m geomap.webmap.basemap.compiler"
    )


def test_labels_are_of_places_that_seldom_change(gazetteer: Gazetteer) -> None:
    """Villages and quarters come and go; a label is a name, a point and a zoom level."""
    labels = world()["labels"]
    districts = [label[0] for label in labels if label[4] == "district"]

    assert {label[4] for label in labels} == {"country", "sea", "city", "town", "district"}
    assert {len(label) for label in labels} == {5}
    assert len(districts) < 150
    assert "Pravyi Bereh" not in {label[0] for label in labels}
    curated = {place.name for place in _districts(gazetteer) if place.source == "curated"}
    assert set(districts) <= curated


def _districts(gazetteer: Gazetteer) -> list[Place]:
    def below(place_id: str) -> list[Place]:
        children = gazetteer.children(place_id)
        return [*children, *(place for child in children for place in below(child.place_id))]

    return [
        place
        for country, _ in gazetteer.areas("country")
        for place in below(country.place_id)
        if place.kind == "district"
    ]


def test_rivers_are_no_sketches() -> None:
    rivers = [part for part in world()["parts"] if part["kind"] == "river"]
    lines = [decode(ring, part["decimals"]) for part in rivers for ring in part["rings"]]

    assert len(rivers) > 30
    assert max(map(longest_step_km, lines)) <= LONGEST_STEP_KM


def test_a_sketched_river_would_be_noticed() -> None:
    """The twin: the Dnipro from town to town, as it was drawn before."""
    assert longest_step_km([(30.52, 50.45), (32.06, 49.44), (35.05, 48.46)]) > LONGEST_STEP_KM


@pytest.mark.parametrize(
    ("lat", "lon"), [(50.45, 30.55), (48.47, 35.06), (46.62, 32.6), (47.5, 19.04), (48.7, 44.55)]
)
def test_a_river_flows_past_the_cities_on_its_banks(lat: float, lon: float) -> None:
    from shapely import LineString, MultiLineString, Point  # noqa: PLC0415 - slow, needed here

    rivers = [part for part in world()["parts"] if part["kind"] == "river"]
    lines = [decode(ring, part["decimals"]) for part in rivers for ring in part["rings"]]
    course = MultiLineString([LineString(line) for line in lines if len(line) > 1])

    assert course.distance(Point(lon, lat)) < 0.06


def test_simferopol_lies_in_ukraine_and_in_no_other_country() -> None:
    from shapely import Point, Polygon  # noqa: PLC0415 - slow, and needed only here
    from shapely.ops import unary_union  # noqa: PLC0415 - as above

    owners = set()
    for part in world()["parts"]:
        rings = [decode(ring, part["decimals"]) for ring in part["rings"]]
        if part["kind"] == "country":
            land = unary_union([Polygon(r).buffer(0) for r in rings if len(r) > 3])
            owners |= {part["code"]} if land.contains(Point(34.1, 44.95)) else set()

    assert owners == {"UA"}


def test_the_towns_are_what_the_gazetteer_gives_today(gazetteer: Gazetteer) -> None:
    """Run ``python -m geomap.webmap.basemap.compiler`` after the gazetteer changed."""
    path = Path(str(WEBMAP / "basemap" / "outlines.json"))

    assert compile_built(gazetteer, path) == json.loads(source("basemap", "built.json"))


@pytest.mark.parametrize(
    ("name", "population", "built_km2"),
    [("Kyiv", 2_950_000, 500), ("Kharkiv", 1_430_000, 350), ("Lviv", 720_000, 180)],
)
def test_a_town_is_drawn_about_as_large_as_it_is(
    name: str, population: int, built_km2: float
) -> None:
    """Within a third of the area that its people really cover."""
    area = math.pi * town_radius_km(population) ** 2

    assert 0.67 < area / built_km2 < 1.5, name


def test_no_town_is_drawn_into_the_sea() -> None:
    from shapely import Point, Polygon  # noqa: PLC0415 - slow, and needed only here

    towns = [p for p in world()["parts"] if p["kind"] == "built"]
    shapes = [Polygon(decode(ring, p["decimals"])) for p in towns for ring in p["rings"]]

    assert len(shapes) > 300
    assert not any(shape.buffer(0).contains(Point(30.9, 46.4)) for shape in shapes)
    assert any(shape.buffer(0).contains(Point(30.70, 46.47)) for shape in shapes)


def test_a_page_carries_small_places_only_where_it_has_marks() -> None:
    names, elsewhere = (
        {label[0] for labels in cut_out([spot])["labels"].values() for label in labels}
        for spot in ([50.45, 30.52], [-33.9, 18.4])
    )

    assert {"Kyiv", "Bucha", "Solomianskyi"} <= names
    assert "Bucha" not in elsewhere
    assert "Cape Town" in elsewhere


@pytest.mark.parametrize("name", ["Kyiv", "Odesa", "Kharkiv", "Lviv", "Zaporizhzhia", "Kryvyi Rih"])
def test_ukrainian_cities_bear_their_ukrainian_names(name: str) -> None:
    assert name in {label[0] for label in world()["labels"]}


@pytest.mark.parametrize("spots", [[], [[50.45, 30.52]], [[-33.9, 18.4], [46.48, 30.72]]])
def test_labels_are_those_a_search_of_all_finds(spots: list[list[float]]) -> None:
    """They are kept by cells of a grid; here each label is asked whether it lies near."""
    shown = {tuple(label) for kind in cut_out(spots)["labels"].values() for label in kind}

    def lies_in_a_cell_beside(lat: float, lon: float, size: float) -> bool:
        cells = [(lat // size - y // size, lon // size - x // size) for y, x in spots]
        return any(abs(rows) <= 1 and abs(columns) <= 1 for rows, columns in cells)

    near = {
        (name, lat, lon, level)
        for name, lat, lon, level, *_ in world()["labels"]
        if level < basemap._EVERYWHERE
        or lies_in_a_cell_beside(lat, lon, basemap._NEAR if level <= 10 else basemap._CLOSE)
    }
    assert len(near) < 500
    assert near <= shown
    assert all(label[3] < basemap._AROUND for label in shown - near)
