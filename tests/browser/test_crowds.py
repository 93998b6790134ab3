"""Where there is little room: ticks on a phone, long popups, names at the edge, clusters."""

from __future__ import annotations

import copy
import datetime as dt
import math
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

PHONE, LAPTOP = (390, 844), (1366, 768)


def _many(sample: Sample, count: int, step: int = 1) -> None:
    """Make the sample one of many incidents, some days apart."""
    rows = sample.collection["features"]
    first = next(row for row in rows if row["geometry"])
    rows.clear()
    for number in range(count):
        row = copy.deepcopy(first)
        row["id"] = row["properties"]["incident_id"] = f"row {number}"
        day = dt.date(2022, 3, 5) + dt.timedelta(number * step)
        row["properties"] |= {
            "date_start": day.isoformat(),
            "date_end": (day + dt.timedelta(1)).isoformat(),
            "date_precision": "day",
            "incident_type": ("shelling", "air_alert")[number % 4 == 0],
        }
        row["geometry"]["coordinates"] = [24 + number % 40 / 3, 46 + number % 23 / 4]
        rows.append(row)


@pytest.mark.parametrize("ui", ["en", "uk"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_ticks_neither_touch_nor_run_over_the_edge(
    browser: Browser, sample: Sample, ui: str, size: tuple[int, int]
) -> None:
    _many(sample, 30, step=27)
    browser.open(sample.html(ui=ui), size=size)

    _assert_ticks_have_room(browser)


def test_ticks_have_room_on_a_page_made_narrower(browser: Browser, sample: Sample) -> None:
    _many(sample, 30, step=27)
    browser.open(sample.html(), size=LAPTOP)

    browser.set_size(*PHONE)
    browser.run("return new Promise(next => requestAnimationFrame(() => setTimeout(next)))")

    _assert_ticks_have_room(browser)


def _assert_ticks_have_room(browser: Browser) -> None:
    ends = browser.run(
        "const box = document.querySelector('.ticks').getBoundingClientRect();"
        "return [...document.querySelectorAll('.tick')].map(node => node.getBoundingClientRect())"
        ".map(({left, right}) => [left - box.left, right - box.left, box.width])"
    )

    assert len(ends) >= 2
    assert all(right < next_left for (_, right, _), (next_left, _, _) in pairwise(ends))
    assert all(right <= width + 1 for _, right, width in ends)


@pytest.mark.parametrize("size", [LAPTOP, (1440, 900)])
def test_a_long_popup_leaves_its_mark_in_sight(
    browser: Browser, sample: Sample, size: tuple[int, int]
) -> None:
    """It scrolls inside, its buttons at its foot; half the map stays free."""
    for row in sample.collection["features"]:
        row["properties"]["quote"] = "Words that go on and on, and on again. " * 12
    browser.open(sample.html(), size=size)

    browser.mark("Missile strike, Lviv").click()

    popup, stage, button, at = browser.run(
        "return ['.leaflet-popup', '.folium-map', '.pop [data-copy=copy_link]', '.mark.on']"
        ".map(css => document.querySelector(css).getBoundingClientRect().toJSON())"
    )
    assert popup["height"] <= 0.8 * stage["height"]
    assert popup["top"] >= stage["top"]
    assert button["bottom"] <= popup["bottom"], "the buttons need no scrolling"
    assert stage["left"] < at["left"]
    assert at["right"] < stage["right"]
    assert at["bottom"] <= stage["bottom"]


def test_a_name_at_the_edge_is_whole_or_not_there(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html, size=PHONE)

    cut = browser.run(
        "const box = geomap_map.getContainer().getBoundingClientRect();"
        "const inView = ({left, right}) => right > box.left && left < box.right;"
        "return [...document.querySelectorAll('.l-own')].filter(node => {"
        "const at = node.getBoundingClientRect();"
        "return inView(at) && (at.left < box.left - 1 || at.right > box.right + 1); })"
        ".map(node => node.textContent)"
    )

    assert browser.find(".l-own")
    assert cut == []


def test_a_cluster_shows_how_many_and_of_which_kinds(browser: Browser, sample: Sample) -> None:
    _many(sample, 600)
    browser.open(sample.html())

    discs = browser.run(
        "return [...document.querySelectorAll('.marker-cluster .disc')].map(disc => ["
        "Number(disc.querySelector('text').textContent),"
        "[...disc.querySelectorAll('.share')].reduce("
        "(sum, part) => sum + Number(part.getAttribute('stroke-dasharray').split(' ')[0]), 0)])"
    )

    assert discs
    assert all(count > 1 for count, _ in discs)
    assert all(abs(whole - 1) < 0.001 for _, whole in discs)
    assert browser.find(".disc .g-strike")
    assert browser.find(".disc .g-air_defence")


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_clusters_do_not_lie_on_each_other(
    browser: Browser, sample: Sample, size: tuple[int, int]
) -> None:
    _many(sample, 900)
    browser.open(sample.html(), size=size)

    discs = browser.run(
        "return [...document.querySelectorAll('.leaflet-marker-pane > *')]"
        ".map(node => node.getBoundingClientRect())"
        ".map(({x, y, width}) => [x + width / 2, y + width / 2, width / 2])"
    )

    assert len(discs) > 8
    pairs = combinations(discs, 2)
    gaps = [math.hypot(a[0] - b[0], a[1] - b[1]) - a[2] - b[2] for a, b in pairs]
    assert min(gaps) > -2, "of two pixels each has one to round"


def test_no_name_of_the_basemap_lies_under_a_cluster(browser: Browser, sample: Sample) -> None:
    _many(sample, 600)
    browser.open(sample.html())

    covered = browser.run(
        "const boxes = css => [...document.querySelectorAll(css)].map(n => [n.textContent,"
        " n.getBoundingClientRect()]);"
        "const discs = boxes('.marker-cluster');"
        "return boxes('.lbl').filter(([, a]) => discs.some(([, b]) => a.left < b.right - 4"
        " && b.left < a.right - 4 && a.top < b.bottom - 4 && b.top < a.bottom - 4))"
        ".map(([text]) => text)"
    )

    assert browser.find(".lbl")
    assert covered == []


def test_the_table_grows_as_a_reader_scrolls(browser: Browser, sample: Sample) -> None:
    """Only what is near the eye is in the document, yet the end is never far."""
    _many(sample, 300)
    browser.open(sample.html())
    browser.click("#gm-tab-list")
    first = len(browser.find("#gm-list tr[data-incident]"))

    for _ in range(2):
        browser.run("document.querySelector('#gm-list').scrollTop = 1e6")
        browser.run("return new Promise(done => setTimeout(done, 200))")

    assert first < 100
    assert len(browser.find("#gm-list tr[data-incident]")) > first
