"""Shapes of the compiled gazetteer: countries, regions, seas and borders; Crimea is Ukraine's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
import shapely

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [("Simferopol", 44.952, 34.102), ("Kerch", 45.357, 36.468), ("Sevastopol", 44.605, 33.522)],
)
def test_crimea_lies_in_ukraine(gazetteer: Gazetteer, name: str, lat: float, lon: float) -> None:
    point = shapely.Point(lon, lat)
    inside = {place.country for place, area in gazetteer.areas("country") if area.contains(point)}

    assert inside == {"UA"}
    assert gazetteer.candidates(name)[0].place.country == "UA"


def test_all_first_level_units_of_ukraine_are_shaped_and_coded(gazetteer: Gazetteer) -> None:
    units = [
        p for p, _ in (*gazetteer.areas("admin1"), *gazetteer.areas("city")) if p.country == "UA"
    ]

    assert len(units) == 27
    assert all(place.admin1_code.startswith("UA-") for place in units)


def test_ukraines_outline_is_the_sum_of_its_regions(gazetteer: Gazetteer) -> None:
    """Shared borders stay shared: the two layers are drawn from one network of lines."""
    units = [
        a for p, a in (*gazetteer.areas("admin1"), *gazetteer.areas("city")) if p.country == "UA"
    ]
    whole = gazetteer.geometry("curated:country.UA")

    assert whole is not None
    assert shapely.union_all(units).symmetric_difference(whole).area < 0.01


@pytest.mark.parametrize(
    ("place_id", "km2"), [("curated:sea.azov", 38_000), ("curated:sea.black", 420_000)]
)
def test_a_sea_has_its_size_and_holds_its_label(
    gazetteer: Gazetteer, place_id: str, km2: float
) -> None:
    sea = gazetteer.geometry(place_id)
    label = gazetteer.label_point(place_id)

    assert sea is not None
    assert label is not None
    assert sea.contains(shapely.Point(label[1], label[0]))
    scale = 111.2**2 * math.cos(math.radians(sea.centroid.y))
    assert sea.area * scale == pytest.approx(km2, rel=0.06)


def test_a_border_is_a_line_that_its_two_countries_share(gazetteer: Gazetteer) -> None:
    line = gazetteer.geometry("curated:border.by-ua")
    ukraine = gazetteer.geometry("curated:country.UA")

    assert line is not None
    assert ukraine is not None
    assert line.geom_type.endswith("LineString")
    assert line.distance(ukraine.boundary) < 0.01


def test_a_town_has_no_shape(gazetteer: Gazetteer) -> None:
    assert gazetteer.geometry("geonames:713174") is None
    assert gazetteer.label_point("geonames:713174") is None


def test_every_area_belongs_to_a_place_and_is_valid(gazetteer: Gazetteer) -> None:
    for kind in ("country", "admin1", "sea", "border", "river"):
        rows = gazetteer.areas(kind)
        assert rows, kind
        assert all(shape.is_valid and not shape.is_empty for _, shape in rows), kind
        assert [p.place_id for p, _ in rows] == sorted(p.place_id for p, _ in rows)
