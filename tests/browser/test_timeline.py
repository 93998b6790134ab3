"""The timeline: bars by day, a brush over them, unknown dates apart."""

from __future__ import annotations

import copy
import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

TOUCH_PX = 40


def _pressed(browser: Browser) -> list[str]:
    nodes = browser.find(".bin[aria-pressed=true]")
    return [node.get_attribute("data-date") for node in nodes]


def _every_day(sample: Sample, days: int) -> str:
    """Return a page with an incident on each of many days, two on the fifth."""
    rows = sample.collection["features"]
    first = next(row for row in rows if row["properties"]["incident_id"])
    rows.clear()
    for number in [*range(days), 4]:
        row = copy.deepcopy(first)
        day = dt.date(2023, 1, 1) + dt.timedelta(number)
        row["id"] = row["properties"]["incident_id"] = f"day {len(rows)}"
        cells = {"date_start": day, "date_end": day + dt.timedelta(1)}
        row["properties"].update({key: value.isoformat() for key, value in cells.items()})
        rows.append(row)
    return sample.html()


def test_a_drag_over_the_bars_chooses_days(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    first, second = browser.find(".track .bin")

    ActionChains(browser.driver).drag_and_drop(first, second).perform()
    both = _pressed(browser)
    ActionChains(browser.driver).drag_and_drop_by_offset(second, 20, 0).perform()

    assert both == []  # all the days there are: no filter
    assert _pressed(browser) == ["2022-10-12"]
    assert browser.names() == ["Diplomacy, Brussels, Venue, 12 Oct 2022, Expected"]


def test_a_handle_moves_by_keyboard_and_says_where_it_is(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)
    handle = browser.find(".handle.from")[0]
    browser.run("arguments[0].focus()", handle)

    browser.press(Keys.ARROW_RIGHT)

    assert handle.get_attribute("aria-valuetext") == "12 Oct 2022"
    assert handle.get_attribute("aria-label") == "First day shown"
    assert _pressed(browser) == ["2022-10-12"]
    browser.press(Keys.HOME)
    assert _pressed(browser) == []


def test_what_has_no_date_is_apart_and_can_be_added(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.click(".bin.undated")
    alone = browser.text("#gm-shown")
    browser.click(".bin[data-date='2022-10-12']")
    together = browser.text("#gm-shown")
    browser.click("#gm-reset")

    assert not browser.find(".track .undated")
    assert (alone, together) == ("3 of 10 shown", "4 of 10 shown")
    assert browser.text("#gm-shown") == "10 of 10 shown"


def test_the_bars_count_what_the_other_filters_leave(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    before = browser.text(".bin[data-date='2022-10-10'] .bin-count")

    browser.line("Missile strike").click()

    bin_ = browser.find(".bin[data-date='2022-10-10']")[0]
    assert int(browser.text(".bin[data-date='2022-10-10'] .bin-count")) == int(before) - 1
    assert bin_.get_attribute("aria-label") == f"10 Oct 2022: {int(before) - 1} incidents"
    assert len(browser.find(".bin[data-date='2022-10-10'] .block.out")) == 1


def test_many_days_stand_on_a_true_scale(browser: Browser, sample: Sample) -> None:
    browser.open(_every_day(sample, 60))

    bars = browser.run(
        "return [...document.querySelectorAll('.dense .bin')].map(node =>"
        " [node.dataset.date, node.offsetLeft, node.querySelector('.bar').offsetHeight])"
    )

    assert len(bars) == 60
    lefts = [left for _, left, _ in sorted(bars)]
    steps = [b - a for a, b in pairwise(lefts)]
    assert max(steps) - min(steps) <= 1
    heights = {day: height for day, _, height in bars}
    assert heights.pop("2023-01-05") > max(heights.values())
    assert browser.find(".tick")


@pytest.mark.parametrize("days", range(6, 12))
@pytest.mark.parametrize("size", [(1400, 950), (1100, 800)])
def test_days_side_by_side_do_not_run_into_what_has_no_date(
    browser: Browser, sample: Sample, days: int, size: tuple[int, int]
) -> None:
    """A row of dates with eleven incidents without one lay half under their blocks."""
    _every_day(sample, days)
    rows = sample.collection["features"]
    for number in range(11):
        row = copy.deepcopy(rows[0])
        row["id"] = row["properties"]["incident_id"] = f"no day {number}"
        row["properties"] |= {"date_start": None, "date_end": None}
        rows.append(row)
    browser.open(sample.html(), size=size)

    ends = browser.run(
        "return [...document.querySelectorAll('.track .bin')]"
        ".map(node => node.getBoundingClientRect().right)"
    )
    start = browser.run("return document.querySelector('.undated').getBoundingClientRect().left")

    assert len(ends) == days
    assert max(ends) <= start


def test_a_brush_over_many_days_keeps_the_days_between(browser: Browser, sample: Sample) -> None:
    browser.open(_every_day(sample, 60))
    bars = browser.find(".dense .bin")

    ActionChains(browser.driver).click_and_hold(bars[10]).move_to_element(
        bars[19]
    ).release().perform()

    assert len(_pressed(browser)) == 10
    assert browser.text("#gm-shown") == "10 of 61 shown"
    assert browser.fragment() == "from=2023-01-11&to=2023-01-20"


@pytest.mark.parametrize("days", [2, 60])
def test_a_finger_finds_the_brush(browser: Browser, sample: Sample, days: int) -> None:
    browser.open(_every_day(sample, days), size=(390, 844))

    small = browser.run(
        "return [...document.querySelectorAll('.handle')].filter(node =>"
        " Math.min(node.offsetWidth, node.offsetHeight) < arguments[0]).length",
        TOUCH_PX,
    )

    assert small == 0
    assert browser.run("return document.documentElement.scrollWidth") <= 390
