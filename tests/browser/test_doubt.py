"""What is only roughly known, what belongs together, and what lies below it on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

HATCHED = (
    "return [...document.querySelectorAll('.unc')].filter(path =>"
    " getComputedStyle(path).fill.includes('#hatch-')).length"
)
REST_ON = (
    "document.querySelectorAll(arguments[0])[0]"
    ".dispatchEvent(new Event('pointerover', {bubbles: true}))"
)


def _all_to_the_town(sample: Sample) -> list[dict[str, Any]]:
    """Say of every place that it is known to the town; return the cells of the rows."""
    sample.areas["features"] = []
    rows = [row["properties"] for row in sample.collection["features"]]
    for cells in rows:
        cells.update(precision="settlement", radius_km=8)
    return rows


def test_what_is_only_roughly_known_is_hatched(browser: Browser, sample: Sample) -> None:
    """A strike somewhere in a region must not look as sure as one in a town."""
    odesa = next(cells for cells in _all_to_the_town(sample) if cells["place"] == "Odesa")
    odesa.update(precision="region", radius_km=90)
    browser.open(sample.html())

    assert browser.run(HATCHED) == 1
    assert "hatched: known only roughly" in browser.text(".legend .key")
    assert browser.logs() == []


def test_what_is_known_to_a_town_is_not_hatched(browser: Browser, sample: Sample) -> None:
    """The twin."""
    _all_to_the_town(sample)
    browser.open(sample.html())

    assert browser.find(".unc")
    assert browser.run(HATCHED) == 0
    assert "hatched" not in browser.text(".legend .key")


def test_resting_on_a_mark_shows_its_sentence(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.run(REST_ON, ".mark[aria-label^='Explosion, Shevchenkivskyi']")

    seen = browser.run(
        "return [...document.querySelectorAll('article .seen')].map(n => n.textContent).join('')"
    )
    assert seen.startswith("Blasts shook the Shevchenkivskyi district")
    assert not browser.find(".leaflet-popup-content")


def test_resting_on_words_shows_their_marks(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.run(REST_ON, "article .mn.hot[data-p='curated:ua.odesa']")
    near = [node.get_attribute("aria-label") for node in browser.find(".mark.near")]
    browser.run("document.getElementById('gm-text').dispatchEvent(new Event('pointerleave'))")

    assert near == ["Drone strike, Odesa, Target, 10 Oct 2022"]
    assert not browser.find(".mark.near, .seen")


def test_words_that_set_an_incident_off_lead_to_it(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.click("article .tr:not(.hot)")

    assert browser.find(".leaflet-popup-content")


def test_the_source_is_marked_in_the_sentence(browser: Browser, sample: Sample) -> None:
    start = sample.article.text.index("Vitali Klitschko")
    span = (start, start + len("Vitali Klitschko"))
    object.__setattr__(sample.article, "sources", (type(sample.article.triggers[0])(*span),))
    browser.open(sample.html())

    _click_explosion(browser)

    assert browser.text("article .quoted.so") == "Vitali Klitschko"
    assert "who says so" in browser.text("#gm-text .key")


def _click_explosion(browser: Browser) -> None:
    browser.mark("Explosion, Shevchenkivskyi District").click()


def test_a_group_counts_its_incidents(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    counts = browser.run(
        "return [...document.querySelectorAll('#gm-filters .group')]"
        ".filter(group => group.querySelector('.head')).map(group =>"
        " [...group.querySelectorAll('.count')].map(node => Number(node.textContent)))"
    )

    assert counts
    assert all(head == sum(types) > 0 for head, *types in counts)


def test_counts_follow_the_other_filters(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    before = browser.line("Missile strike").find_element("xpath", "..").text

    browser.click(".bin[data-date='2022-10-12']")

    assert before.endswith("2")
    assert browser.line("Missile strike").find_element("xpath", "..").text.endswith("0")


CITIES = {
    "Kyiv": ((50.45, 30.52), {"Podilskyi", "Darnytskyi", "Obolonskyi"}),
    "Kharkiv": ((49.99, 36.23), {"Saltivskyi", "Industrialnyi", "Kyivskyi"}),
    "Odesa": ((46.46, 30.72), {"Prymorskyi", "Kyivskyi", "Khadzhybeiskyi"}),
}
TOWNS_IN_VIEW = (
    "const box = geomap_map.getContainer().getBoundingClientRect();"
    "const towns = [...document.querySelectorAll('.b-built')].map(p => p.getBoundingClientRect());"
    "return towns.filter(at => at.width > 100 && at.left < box.right && at.right > box.left).length"
)


@pytest.mark.parametrize("name", CITIES)
def test_a_close_look_at_a_city_shows_town_and_districts(
    browser: Browser, sample: Sample, name: str
) -> None:
    """Never an empty sheet: the built-up land below, the districts by name upon it."""
    (lat, lon), districts = CITIES[name]
    first = sample.collection["features"][0]
    first["properties"].update(place=name, place_id=name)
    first["geometry"]["coordinates"] = [lon, lat]
    sample.collection["features"] = [first]
    browser.open(sample.html())

    browser.run("geomap_map.setView(arguments[0], 11, {animate: false})", [lat, lon])

    assert districts <= {node.text for node in browser.find(".l-district")}
    assert browser.run(TOWNS_IN_VIEW) >= 1
    assert "built-up area" in browser.text(".legend .key")


def test_from_afar_towns_are_dots(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    browser.run("geomap_map.setView([49, 31], 6, {animate: false})")

    assert (
        browser.run("return getComputedStyle(document.querySelector('.b-built')).display") == "none"
    )
