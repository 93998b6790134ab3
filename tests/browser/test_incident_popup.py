"""What the popup of a mark tells: numbers where they belong, words that need no key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("how", ["click", "enter"])
def test_a_mark_opens_its_popup_by_mouse_and_by_keyboard(
    browser: Browser, sample_html: str, how: str
) -> None:
    browser.open(sample_html)
    mark = browser.mark("Explosion, Shevchenkivskyi District")

    if how == "click":
        mark.click()
    else:
        browser.run("arguments[0].focus()", mark)
        mark.send_keys("\ue007")

    shown = browser.text(".leaflet-popup-content")
    for words in ("Explosion", "Shevchenkivskyi District", "Affected", "10 Oct 2022"):
        assert words in shown
    assert "Vitali Klitschko via Telegram" in shown
    assert "Kyiv, Ukraine · city district, ±3 km" in shown
    assert "Blasts shook" in shown


def test_numbers_stand_in_the_popup_of_every_place_of_the_attack(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    browser.mark("Missile strike, Lviv").click()

    assert "83 launched" in browser.text(".leaflet-popup-content")


def _numbers(browser: Browser, label: str) -> str:
    browser.mark(label).click()
    nodes = browser.find(".leaflet-popup-content .numbers")
    return " | ".join(node.text.replace("\n", " ") for node in nodes)


def _tell(sample: Sample, incident_type: str, rank: int, **cells: object) -> None:
    """Change the numbers of the row with this rank in the first incident of a type."""
    rows = [f["properties"] for f in sample.collection["features"]]
    next(
        row for row in rows if row["incident_type"] == incident_type and row["place_rank"] == rank
    ).update(cells)


def test_a_number_of_the_whole_attack_never_reads_as_one_of_a_place(
    browser: Browser, sample: Sample
) -> None:
    """83 missiles flew at four cities: no pin may say that 83 came down there."""
    _tell(sample, "interception", 1, attack_id=None)
    _tell(sample, "missile_strike", 1, count_scope="incident")
    browser.open(sample.html())

    assert _numbers(browser, "Missile strike, Kyiv") == "83 launched in the whole attack"
    assert _numbers(browser, "Missile strike, Lviv") == "whole attack: 83 launched"


def test_the_whole_attack_tells_what_was_intercepted_of_it(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    shown = _numbers(browser, "Missile strike, Lviv")

    assert shown == "whole attack: 83 launched 43 intercepted 40 not intercepted"


def test_a_number_that_is_bound_to_a_place_stands_at_that_place_only(
    browser: Browser, sample: Sample
) -> None:
    _tell(sample, "missile_strike", 1, count_scope="place", launched=None, killed=5)
    browser.open(sample.html())

    assert _numbers(browser, "Missile strike, Kyiv") == "5 killed"
    assert _numbers(browser, "Missile strike, Lviv") == ""


def test_both_numbers_stand_apart_where_a_place_has_its_own(
    browser: Browser, sample: Sample
) -> None:
    _tell(sample, "interception", 1, attack_id=None)
    _tell(sample, "missile_strike", 2, count_scope="place", killed=2)
    browser.open(sample.html())
    second = next(
        row["place"]
        for row in (f["properties"] for f in sample.collection["features"])
        if row["incident_type"] == "missile_strike" and row["place_rank"] == 2
    )

    assert _numbers(browser, f"Missile strike, {second}") == (
        "2 killed | whole attack: 83 launched"
    )


def test_a_popup_speaks_in_words_that_need_no_key(browser: Browser, sample: Sample) -> None:
    _tell(
        sample, "missile_strike", 1, precision="line", place_kind="border", radius_km=299.4,
        place_score=0.62, date_start=None, date_end=None, published="2022-10-10",
    )  # fmt: skip
    browser.open(sample.html())

    browser.mark("Missile strike, Kyiv").click()

    shown = browser.text(".leaflet-popup-content")
    assert "somewhere along the border" in shown
    assert "299" not in shown
    assert "likely (62 %)" in shown
    assert "Published 10 Oct 2022" in shown


def test_only_what_flies_is_launched_from_a_place(browser: Browser, sample: Sample) -> None:
    _tell(sample, "diplomacy", 1, role="origin")
    browser.open(sample.html())

    names = [mark.get_attribute("aria-label") for mark in browser.find(".mark")]

    assert any(", Launched from," in name for name in names)
    assert any(name.startswith("Diplomacy, Brussels, From,") for name in names)


def test_an_interception_names_the_attack_it_belongs_to(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.mark("Interception, Kyiv").click()

    shown = browser.text(".leaflet-popup-content")
    assert "43 intercepted" in shown
    assert "Part ofMissile strike, Kyiv, 10 Oct 2022" in shown


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
def test_nothing_lies_over_an_open_popup(
    browser: Browser, sample_html: str, size: tuple[int, int]
) -> None:
    """Its close button and its title can be reached, on a phone as on a desk."""
    browser.open(sample_html, size=size)

    browser.click(".mark[aria-label^='Drone strike, Odesa']")
    covered = browser.run(
        "return ['.leaflet-popup-close-button', '.pop h2'].filter(css => {"
        " const node = document.querySelector(css), box = node.getBoundingClientRect();"
        " const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
        " return !node.contains(hit) && !hit.contains(node); })"
    )

    assert covered == []


def test_on_a_phone_a_popup_is_a_sheet_below_its_mark(browser: Browser, sample: Sample) -> None:
    """However much it says, and with the legend open: title, button and mark stay in sight."""
    _tell(sample, "drone_strike", 1, quote="Over the port, sirens sounded. " * 40)
    browser.open(sample.html(), size=(390, 844))
    browser.run("document.getElementById('gm-legend').open = true")

    browser.click(".mark[aria-label^='Drone strike, Odesa']")
    found = browser.run(
        "const box = (css) => document.querySelector(css).getBoundingClientRect();"
        "const sheet = box('.leaflet-popup'), mark = box('.mark.on');"
        "const button = '.leaflet-popup-close-button', close = box(button);"
        "const small = [...document.querySelectorAll(`.leaflet-popup button, ${button}`)]"
        "  .filter(node => node.offsetHeight < 40 || node.offsetWidth < 40)"
        "  .map(node => node.textContent);"
        "const [x, y] = [close.x + close.width / 2, close.y + close.height / 2];"
        "const hit = document.elementFromPoint(x, y);"
        "return {left: sheet.left, right: sheet.right, bottom: sheet.bottom, top: sheet.top, small,"
        "  mark: [mark.top, mark.bottom], hit: hit.closest('a') && hit.closest('a').className,"
        "  legend: document.getElementById('gm-legend').open}"
    )

    assert (found["left"], found["right"], found["bottom"]) == (0, 390, 844)
    assert 0 < found["mark"][0] < found["mark"][1] <= found["top"]
    assert found["hit"] == "leaflet-popup-close-button"
    assert found["small"] == []
    assert found["legend"] is False
