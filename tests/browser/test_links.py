"""What stands behind the # of the address: choice, filters and view, to be sent to others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

ODESA = "Drone strike, Odesa, Target, 10 Oct 2022"
CRIMEA = "Drone strike, Crimea, Launched from, 10 Oct 2022"
DRAG = "geomap_map.getContainer().dispatchEvent(new Event('pointerdown'));"


def test_an_incident_is_linked_by_its_own_id(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.mark("Drone strike, Odesa").click()

    assert browser.fragment() == "sample%2Fr1"
    browser.open_again("sample%2Fr1")
    assert "Odesa" in browser.text(".leaflet-popup-content")


def test_another_place_of_an_incident_is_linked_by_its_row(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    browser.mark("Drone strike, Crimea").click()
    fragment = browser.fragment()

    assert fragment.startswith("sample%2Fr1%2Forigin%2F")
    browser.open_again(fragment)
    assert browser.text(".pop h2") == "Crimea"


def test_closing_the_popup_takes_the_link_away(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    browser.mark("Drone strike, Odesa").click()

    browser.click(".leaflet-popup-close-button")

    assert browser.fragment() == ""


def test_filters_come_back_from_a_link(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    for label in ("Missile strike", "Explosion", "Only mentioned"):
        browser.line(label).click()
    browser.find("#gm-search")[0].send_keys("odesa")
    before, fragment = browser.names(), browser.fragment()

    browser.open_again(fragment)

    assert fragment == "-type=missile_strike,explosion&mentions=1&q=odesa"
    assert browser.names() == before == [ODESA, CRIMEA]
    assert not browser.line("Missile strike").is_selected()
    assert browser.line("Only mentioned").is_selected()


def test_days_come_back_from_a_link(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    browser.click(".bin[data-date='2022-10-12']")
    before, fragment = browser.names(), browser.fragment()

    browser.open_again(fragment)

    assert fragment == "from=2022-10-12&to=2022-10-12"
    assert browser.names() == before
    assert len(before) == 1


def test_a_view_of_the_readers_own_comes_back(browser: Browser, sample_html: str) -> None:
    """What the page shows by itself needs no address; what a hand has moved to does."""
    browser.open(sample_html)
    untouched = browser.fragment()

    browser.run(f"{DRAG}geomap_map.setView([49.84, 24.03], 10, {{animate: false}})")
    fragment = browser.fragment()
    browser.open_again(fragment)

    assert untouched == ""
    assert fragment.startswith("map=10/49.8")
    centre = browser.run("const c = geomap_map.getCenter(); return [c.lat, c.lng]")
    assert centre == pytest.approx([49.84, 24.03], abs=0.01)
    assert browser.run("return geomap_map.getZoom()") == 10


def test_a_link_typed_into_an_open_page_is_followed(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.run("location.hash = 'sample%2Fr1&-type=explosion'")
    browser.run("return new Promise(done => setTimeout(done, 50))")

    assert "Odesa" in browser.text(".leaflet-popup-content")
    assert not browser.line("Explosion").is_selected()


@pytest.mark.parametrize(
    "fragment",
    [
        "%E0%A4%A",
        "no such incident",
        "map=NaN/x/y&from=1&to=2",
        "map=99/999/999",
        "-__proto__=1&constructor=2&__proto__=3",
        "from=2022-10-10&to=<script>",
        "=&&==&-type",
        "q=%00%FF",
    ],
)
def test_a_broken_link_opens_the_page_all_the_same(
    browser: Browser, sample_html: str, fragment: str
) -> None:
    browser.open(sample_html)

    browser.open_again(fragment)

    assert browser.is_ready()
    assert browser.logs() == []
    assert browser.find(".leaflet-marker-pane .mark")


def test_an_odd_id_survives_the_address(browser: Browser, sample: Sample) -> None:
    """Ids are made from file names and may hold what an address uses for itself."""
    odd = "a&b=c#d?e f/é%20"
    rows = sample.collection["features"]
    text = json.dumps(rows).replace("sample/r1", odd)
    rows[:] = json.loads(text)
    browser.open(sample.html())

    browser.mark("Drone strike, Odesa").click()
    browser.open_again(browser.fragment())

    assert browser.text(".pop h2") == "Odesa"
