"""A small map shows every mark of an article, and the land around it."""

import re

import pytest

from geomap.webmap.thumbnail import Mark, land_symbol, to_thumbnail

KYIV, ODESA, WASHINGTON = (
    Mark(50.45, 30.52, "strike"),
    Mark(46.48, 30.73, "harm"),
    Mark(38.9, -77.04, "political"),
)


@pytest.mark.parametrize("marks", [[KYIV], [KYIV, ODESA], [KYIV, WASHINGTON], [Mark(89, 0, "x")]])
def test_every_mark_lies_inside(marks: list[Mark]) -> None:
    svg = to_thumbnail(marks)
    view = re.search(r'viewBox="([^"]+)"', svg)
    assert view
    west, north, width, height = map(float, view[1].split())

    dots = re.findall(r'cx="(-?\d+)" cy="(-?\d+)"', svg)
    assert len(dots) == len(marks)
    assert all(west < int(x) < west + width and north < int(y) < north + height for x, y in dots)
    assert width / height == pytest.approx(1.6, rel=0.02)


def test_one_dot_stands_for_marks_on_one_spot() -> None:
    assert to_thumbnail([KYIV, KYIV]).count("<circle") == 1
    assert to_thumbnail([]) == ""


def test_only_the_land_around_is_carried() -> None:
    near, wide = (land_symbol(box) for box in ((30, 46, 31, 50), (-77, 38, 31, 50)))

    assert near.count("<path") == 1
    assert 1_000 < len(near) < len(wide)
