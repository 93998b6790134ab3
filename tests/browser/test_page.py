"""The page of one article in a real browser: what it shows and how it answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

LOCATED_INCIDENT_ROWS = 12
MENTION_ROWS = 1


def test_opens_from_disk_without_request_or_complaint(browser: Browser, sample_html: str) -> None:
    """A reader without internet sees the same page; the policy and the log both say so."""
    browser.open(sample_html)

    assert browser.is_ready()
    assert browser.logs() == []
    asked = [url for url in browser.requests() if not url.startswith("data:")]
    assert [url.rpartition("/")[2][:5] for url in asked] == ["page-"]


def test_a_page_that_asks_for_something_is_noticed(browser: Browser) -> None:
    """The twin: without it, the test above could pass on a log that is always empty."""
    browser.open('<!DOCTYPE html><img src="nowhere.png"><script>console.error("x")</script>')

    assert any(url.endswith("nowhere.png") for url in browser.requests())
    assert browser.logs()


def test_the_first_view_leaves_out_far_places_only(browser: Browser, sample: Sample) -> None:
    """One meeting overseas must not make a dot of a region; a town a little apart stays in view."""
    incidents = [f for f in sample.collection["features"] if f["properties"]["incident_id"]]
    rows = [row for row in incidents if row["geometry"]]
    spots = [(32.0, 46.0), (32.5, 46.5), (33.0, 46.0), (34.0, 47.0), (33.5, 46.5)]
    for row, spot in zip(rows, [*spots, *spots, (34.95, 46.5), (-74.0, 40.7)], strict=True):
        row["geometry"]["coordinates"] = list(spot)
    browser.open(sample.html())

    inside = browser.run(
        "const box = document.querySelector('.leaflet-container').getBoundingClientRect();"
        "return [...document.querySelectorAll('.leaflet-marker-pane .mark')].filter(mark => {"
        "const {left, top} = mark.getBoundingClientRect();"
        "return left >= box.left && left < box.right && top >= box.top && top < box.bottom;"
        "}).map(mark => mark.getAttribute('aria-label'))"
    )

    assert len(inside) == LOCATED_INCIDENT_ROWS - 1, inside


def test_every_located_row_is_one_focusable_mark_with_a_name(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    marks = browser.find(".leaflet-marker-pane .mark")

    assert len(marks) == LOCATED_INCIDENT_ROWS
    assert all(mark.get_attribute("tabindex") == "0" for mark in marks)
    assert all(mark.get_attribute("role") == "button" for mark in marks)
    names = {mark.get_attribute("aria-label") for mark in marks}
    assert "Missile strike, Kyiv, Target, 10 Oct 2022" in names
    assert "Missile strike, Dnipro, Target, No date, Possible" in names


def test_a_country_is_never_a_pin_but_stands_in_the_list(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    names = [mark.get_attribute("aria-label") for mark in browser.find(".mark")]

    assert not any("Belarus" in name or "Russia" in name for name in names)
    listed = browser.text("#gm-list")
    assert "Belarus" in listed
    assert "Russia" in listed


def test_no_mark_lies_under_another(browser: Browser, sample_html: str) -> None:
    """Each mark can be clicked with a mouse: four incidents in Kyiv are four targets."""
    browser.open(sample_html)
    browser.click("#gm-fit")

    covered = browser.run(
        "return [...document.querySelectorAll('.mark')].filter(mark => {"
        " const box = mark.getBoundingClientRect();"
        " const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
        " return !mark.contains(hit); }).length"
    )

    assert covered == 0


def test_a_country_that_is_only_named_is_outlined_and_shown(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)
    browser.run("geomap_map.setView([50.45, 30.52], 9, {animate: false})")

    browser.click("article .mn[data-p='curated:country.BY']")

    assert browser.find(".b-country.c-BY.named")
    assert browser.run("return geomap_map.getZoom()") < 8
    assert not browser.find(".leaflet-popup-content")


def test_a_filter_takes_marks_away_and_brings_them_back(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    box = browser.line("Missile strike")

    box.click()
    without = len(browser.find(".leaflet-marker-pane .mark"))
    box.click()

    assert without == LOCATED_INCIDENT_ROWS - 4
    assert len(browser.find(".leaflet-marker-pane .mark")) == LOCATED_INCIDENT_ROWS


def test_search_leaves_what_holds_the_words(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.find("#gm-search")[0].send_keys("General staff")
    left = [mark.get_attribute("aria-label") for mark in browser.find(".mark")]
    browser.click("#gm-reset")

    assert left == [
        "Drone strike, Odesa, Target, 10 Oct 2022",
        "Drone strike, Crimea, Launched from, 10 Oct 2022",
    ]
    assert len(browser.find(".leaflet-marker-pane .mark")) == LOCATED_INCIDENT_ROWS


def test_places_that_no_incident_uses_are_off_at_first(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    box = browser.line("Only mentioned")

    assert not box.is_selected()
    box.click()
    assert len(browser.find(".mark-mention")) == MENTION_ROWS


def test_counts_of_the_legend_are_incidents(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    counts = browser.run(
        "return Object.fromEntries([...document.querySelectorAll('#gm-filters .types .line')]"
        ".filter(line => line.querySelector('.count'))"
        ".map(line => [line.querySelector('.what').textContent,"
        " line.querySelector('.count').textContent]))"
    )

    assert counts["Missile strike"] == "2"
    assert counts["Drone strike"] == "1"
    assert browser.text("#gm-shown") == "10 of 10 shown"


def test_the_timeline_tells_days_and_leaves_unknown_dates_apart(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    bins = {node.get_attribute("data-date"): node for node in browser.find(".bin")}
    assert list(bins) == ["2022-10-10", "2022-10-12", ""]
    bins["2022-10-12"].click()

    assert [m.get_attribute("aria-label") for m in browser.find(".leaflet-marker-pane .mark")] == [
        "Diplomacy, Brussels, Venue, 12 Oct 2022, Expected"
    ]
    assert bins["2022-10-12"].get_attribute("aria-pressed") == "true"


def test_a_link_leads_to_one_incident(browser: Browser, sample_html: str) -> None:
    """Whoever sends the file can point at a mark in it."""
    browser.open(sample_html)
    browser.mark("Drone strike, Odesa").click()
    address = browser.driver.current_url

    browser.driver.get("about:blank")
    browser.driver.get(address)

    assert address.partition("#")[2] == "sample%2Fr1"
    assert "Odesa" in browser.text(".leaflet-popup-content")


def test_a_broken_link_opens_the_page_all_the_same(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.run("location.hash = '%E0%A4%A'; location.reload()")

    assert browser.is_ready()
    assert browser.logs() == []


def test_the_incidents_are_a_table_that_sorts(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    browser.find("#gm-tab-list")[0].click()

    browser.find("#gm-list thead button")[2].click()
    dates = [node.text for node in browser.find("#gm-list .row-when")]

    assert len(dates) == 10
    assert dates[0] == "10 Oct 2022"
    assert dates[-1] == "No date"


def test_a_phone_sees_map_and_text_without_sideways_scroll(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html, size=(390, 844))

    assert browser.is_ready()
    assert browser.run("return document.documentElement.scrollWidth") <= 390
    assert browser.run("return document.getElementById('gm-legend').open") is False
    assert browser.run("return document.querySelector('.folium-map').offsetHeight") > 300
    small = browser.run(
        "return [...document.querySelectorAll('.tools button:not([id=gm-panel]), .tabs button,"
        " .leaflet-control-zoom a, .legend > summary, .bin')]"
        ".filter(node => node.offsetHeight < 40).map(node => node.textContent)"
    )
    assert small == []


def test_reset_can_be_seen_without_scrolling(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html, size=(1440, 560))

    seen = browser.run(
        "const box = document.getElementById('gm-reset').getBoundingClientRect();"
        "const legend = document.getElementById('gm-legend');"
        "const hit = document.elementFromPoint(box.x + 20, box.y + box.height / 2);"
        "return [legend.scrollHeight > legend.clientHeight, hit && hit.id]"
    )

    assert seen == [True, "gm-reset"]


def test_a_page_without_a_feature_opens(browser: Browser, sample: Sample) -> None:
    sample.collection["features"] = []

    browser.open(sample.html())

    assert browser.is_ready()
    assert browser.logs() == []


def test_many_marks_on_one_spot_are_a_pile_that_opens(browser: Browser, sample: Sample) -> None:
    features = sample.collection["features"]
    first = json.dumps(features[0])
    for number in range(20):
        copy = json.loads(first)
        copy["id"] = f"copy {number}"
        copy["properties"]["incident_id"] = f"copy {number}"
        features.append(copy)
    browser.open(sample.html())
    pile = browser.text(".pile")

    browser.click(".mark[aria-label^='Missile strike, Kyiv']", 3)

    assert int(pile) > 20
    assert not browser.find(".pile")
    assert browser.find(".leaflet-popup-content")


def test_hundreds_of_marks_are_clustered(browser: Browser, sample: Sample) -> None:
    features = sample.collection["features"]
    first = json.dumps(features[0])
    for number in range(600):
        copy = json.loads(first)
        copy["id"] = f"copy {number}"
        copy["properties"]["incident_id"] = f"copy {number}"
        copy["geometry"]["coordinates"] = [24 + number % 40 / 3, 46 + number % 23 / 4]
        features.append(copy)

    browser.open(sample.html())

    assert browser.is_ready()
    assert browser.logs() == []
    assert browser.find(".marker-cluster")
    assert len(browser.find(".mark")) < 500


def test_paper_gets_legend_and_table_and_credit(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})

    shown = browser.run(
        "return ['#gm-legend', '#gm-list', 'article', 'footer', '.folium-map']"
        ".map(css => document.querySelector(css).offsetHeight > 0)"
    )

    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown == [True] * 5


def test_no_basemap_is_a_page_too(browser: Browser, sample: Sample) -> None:
    browser.open(sample.html(basemap="none"))

    assert browser.is_ready()
    assert browser.logs() == []
    assert len(browser.find(".mark")) == LOCATED_INCIDENT_ROWS
    assert not browser.find(".b-country")
