"""Outlines of areas as text: drawn once for each shape, and never mistaken for another's."""

from __future__ import annotations

import json

import pytest
from shapely import LineString, MultiPolygon, Polygon, box

from geomap.export import name_of, outline_of, outlines


def test_a_shape_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A region stands in most articles of an archive; to draw it took a tenth of a run."""
    region = box(30, 46, 31, 47)
    first = outline_of(region)
    monkeypatch.setattr(outlines, "_draw", lambda _: pytest.fail("drawn again"))

    assert outline_of(region) is first
    with pytest.raises(pytest.fail.Exception):
        outline_of(box(30, 46, 31, 47))


def test_no_shape_gets_the_outline_of_one_that_is_gone() -> None:
    """A new object may lie where an old one lay, under its identity."""
    for west in range(-170, 170):
        assert outline_of(box(west, 0, west + 1, 1)).box == [west, 0, west + 1, 1]


def test_what_is_remembered_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = outlines._Memory()
    shapes = [box(west, 0, west + 1, 1) for west in range(50)]
    every = sum(len(memory.outline_of(shape).text) for shape in shapes)

    assert len(memory._kept) == len(shapes)
    monkeypatch.setattr(outlines, "_MOST_KEPT", every // 10)
    for shape in map(Polygon, (shape.exterior for shape in shapes)):
        memory.outline_of(shape)
    assert len(memory._kept) < len(shapes) / 2


def test_an_outline_is_a_valid_polygon_counter_clockwise_with_six_decimals() -> None:
    clockwise = Polygon([(30, 46), (30, 47.12345678), (31, 47), (31, 46)])

    shape = json.loads(outline_of(clockwise).text)

    assert shape["type"] == "Polygon"
    assert Polygon(shape["coordinates"][0]).exterior.is_ccw
    assert [30, 47.123457] in shape["coordinates"][0]


def test_a_line_becomes_a_strip_and_parts_stay_parts() -> None:
    river, islands = (
        LineString([(30, 46), (31, 46)]),
        MultiPolygon([box(0, 0, 1, 1), box(3, 3, 4, 4)]),
    )

    assert json.loads(outline_of(river).text)["type"] == "Polygon"
    assert outline_of(river).box == pytest.approx([29.98, 45.98, 31.02, 46.02])
    assert json.loads(outline_of(islands).text)["type"] == "MultiPolygon"


def test_who_changes_a_geometry_changes_his_own() -> None:
    outline = outline_of(box(30, 46, 31, 47))

    outline.to_geometry()["coordinates"].clear()

    assert outline.to_geometry()["coordinates"]
    assert outline.digest == name_of(outline.text.encode())
