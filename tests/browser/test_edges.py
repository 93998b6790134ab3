"""At the edge of the map nothing is cut, and what lies beyond it is told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.support.wait import WebDriverWait

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

WIDE, PHONE = (1280, 800), (390, 844)
CUT = """
const map = document.querySelector('.folium-map').getBoundingClientRect();
return [...document.querySelectorAll('.lbl')].filter((label) => {
  const box = label.getBoundingClientRect();
  const isWide = box.left < map.left || box.right > map.right;
  return isWide || box.top < map.top || box.bottom > map.bottom;
}).map((label) => label.textContent);
"""
PUSH = "document.querySelector('.l-city').style.left = '-4000px'"
SEEN = "return !document.getElementById('gm-outside').hidden"
SEARCH = """
const field = document.getElementById('gm-search');
field.value = arguments[0];
field.dispatchEvent(new Event('input'));
"""
COUNT = "return document.querySelectorAll('.lbl').length"


@pytest.mark.parametrize("size", [WIDE, PHONE, (1000, 600), (320, 700)])
def test_a_name_is_whole_or_absent(
    browser: Browser, sample_html: str, size: tuple[int, int]
) -> None:
    browser.open(sample_html, size=size)

    assert browser.run(COUNT) > 5
    assert browser.run(CUT) == []


def test_a_name_that_is_cut_would_be_seen(browser: Browser, sample_html: str) -> None:
    """The twin: the check above finds a name that was pushed over the edge."""
    browser.open(sample_html)
    browser.run(PUSH)

    assert len(browser.run(CUT)) == 1


def _with_far_places(sample: Sample, count: int) -> str:
    """Return a page of thirty places in Ukraine and some on the other side of the world."""
    base = next(f for f in sample.collection["features"] if f["geometry"])
    near = [(f"Near {number}", [30.0 + number / 20, 50.0]) for number in range(30)]
    far = [(f"Far {number}", [-60.0 + number, -30.0]) for number in range(count)]
    sample.collection["features"] = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": spot},
            "properties": {**base["properties"], "place": name, "incident_id": f"{name}-1"}
            | {"place_id": f"test:{name}", "relation": None, "place_count": 1},
        }
        for name, spot in near + far
    ]
    return sample.html()


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "Outside this view: Far 0."), (4, "4 more places outside this view.")],
)
def test_places_outside_the_first_view_are_told_of(
    browser: Browser, sample: Sample, size: tuple[int, int], count: int, words: str
) -> None:
    browser.open(_with_far_places(sample, count), size=size)

    assert browser.text("#gm-outside") == f"{words} Show all"
    browser.click("#gm-outside")
    assert not browser.run(SEEN)
    assert browser.run("return document.activeElement.classList.contains('folium-map')")


def test_a_view_that_shows_all_tells_of_nothing_outside(browser: Browser, sample: Sample) -> None:
    """The twin."""
    browser.open(_with_far_places(sample, 0))

    assert not browser.run(SEEN)


def test_who_moves_the_map_is_no_longer_told(browser: Browser, sample: Sample) -> None:
    browser.open(_with_far_places(sample, 1))
    assert browser.run(SEEN)
    browser.run("document.querySelector('.folium-map').focus()")
    browser.press("-")
    WebDriverWait(browser.driver, 5).until(lambda _: not browser.run(SEEN))

    browser.open_again(browser.fragment())
    assert not browser.run(SEEN)


def test_the_hint_counts_what_the_filters_leave(browser: Browser, sample: Sample) -> None:
    browser.open(_with_far_places(sample, 1))
    browser.run(SEARCH, "Far")

    assert browser.run(SEEN)
    browser.run(SEARCH, "no such words")
    assert not browser.run(SEEN)
