"""The popup: what a reader is told of a mark, can take along, and can report."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.keys import Keys

from geomap import analyze, webmap
from geomap.corrections import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

TEXT = (
    "Two missiles struck a warehouse in Odesa on Monday, the regional governor said. "
    "Nobody was hurt in Odesa, he added."
)


@pytest.fixture(scope="module")
def analysed_html() -> str:
    return webmap.to_html([analyze(TEXT, published="2023-05-09")])


def _form(browser: Browser) -> dict[str, str]:
    lines = browser.run("return document.querySelector('.report textarea').value")
    header, line = csv.reader(io.StringIO(lines))
    assert tuple(header) == COLUMNS
    return dict(zip(header, line, strict=True))


def _choose(browser: Browser, css: str, value: str) -> None:
    browser.run(
        "const node = document.querySelector(arguments[0]); node.value = arguments[1];"
        "node.dispatchEvent(new Event('input', {bubbles: true}))",
        css,
        value,
    )


def _taken(browser: Browser, key: str) -> str:
    """Press a copy button where the clipboard is closed: the text stands there to be copied."""
    browser.run("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    browser.click(f".pop [data-copy='{key}']")
    return str(browser.run("return document.querySelector('.pop .copy-me').value"))


def test_it_says_what_where_when_how_many_and_who(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    browser.mark("Interception, Kyiv").click()

    shown = browser.text(".leaflet-popup-content")

    for words in (
        "Interception", "Kyiv", "Ukraine", "city, ±12 km", "10 Oct 2022", "43 intercepted",
        "Intercepted over", "Ukraine's air force", "Attributed to a source", "sure (93 %)",
    ):  # fmt: skip
        assert words in shown


def test_it_says_why_this_place_and_which_would_have_been_next(
    browser: Browser, sample: Sample
) -> None:
    row = sample.collection["features"][0]["properties"]
    other = {"name": "Kyiv Oblast", "kind": "admin1", "country": "UA"}
    reason = {"grounds": "official name, kind and size", "next": other}
    object.__setattr__(sample.article, "reasons", {row["mention_start"]: reason})
    browser.open(sample.html())

    browser.mark("Missile strike, Kyiv").click()

    shown = browser.text(".leaflet-popup-content")
    assert "official name, kind and size" in shown
    assert "else: Kyiv Oblast, region, Ukraine" in shown


def test_the_reasons_of_a_report_reach_the_popup(browser: Browser, analysed_html: str) -> None:
    browser.open(analysed_html)

    browser.mark("Missile strike, Odesa").click()

    assert "official name" in browser.text(".pop dl [lang=en]")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("copy", "46.4825, 30.7233"),
        ("copy_link", ".html#sample%2Fr1"),
        ("copy_cite", "Drone strike, Odesa, 10 Oct 2022. From “Missiles and drones hit Ukrainian"),
    ],
)
def test_coordinates_link_and_citation_can_be_taken_along(
    browser: Browser, sample_html: str, key: str, words: str
) -> None:
    browser.open(sample_html)
    browser.mark("Drone strike, Odesa").click()

    assert words in _taken(browser, key)


def test_the_clipboard_is_used_where_it_is_open(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)
    browser.mark("Drone strike, Odesa").click()
    browser.run(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: (text) => {"
        "window.taken = text; return Promise.resolve(); }}})"
    )

    browser.click(".pop [data-copy='copy']")

    assert browser.run("return window.taken") == "46.4825, 30.7233"
    assert browser.text(".pop [data-copy='copy']") == "Copied"


def test_a_wrong_place_gives_a_line_for_the_corrections_file(
    browser: Browser, analysed_html: str
) -> None:
    """The words with what stands around them find their spot again after an edit."""
    browser.open(analysed_html)
    browser.mark("Missile strike, Odesa").click()

    _choose(browser, ".report select", "place")
    _choose(browser, ".report .field:nth-of-type(2) input", "46.3, 30.9")
    _choose(browser, ".report .field:nth-of-type(3) input", 'It was the "port", not the city')
    cells = _form(browser)

    assert cells["text"] == "Odesa"
    assert cells["prefix"].endswith("a warehouse in ")
    assert cells["suffix"].startswith(" on Monday, the ")
    assert len(cells["prefix"]) <= 32 >= len(cells["suffix"])
    assert (cells["occurrence"], cells["action"]) == ("1", "place")
    assert (cells["lat"], cells["lon"]) == ("46.3", "30.9")
    assert cells["reason"] == 'It was the "port", not the city'


def test_an_incident_that_is_none_can_be_reported_too(browser: Browser, analysed_html: str) -> None:
    browser.open(analysed_html)
    browser.mark("Missile strike, Odesa").click()

    _choose(browser, ".report select", "drop")
    cells = _form(browser)

    assert cells["action"] == "drop"
    assert "-missile_strike-" in cells["incident_id"]
    assert (cells["lat"], cells["lon"]) == ("", "")


def test_the_next_build_applies_the_line(
    browser: Browser, analysed_html: str, tmp_path: Path
) -> None:
    """What the page says is what ``--corrections`` reads: the mark moves."""
    browser.open(analysed_html)
    browser.mark("Missile strike, Odesa").click()
    _choose(browser, ".report select", "place")
    _choose(browser, ".report .field:nth-of-type(2) input", "46.3, 30.9")
    lines = browser.run("return document.querySelector('.report textarea').value")
    path = tmp_path / "corrections.csv"
    path.write_text(lines, encoding="utf-8", newline="")

    report = analyze(TEXT, published="2023-05-09", corrections=path)

    assert not report.stale
    browser.open(webmap.to_html([report]))
    browser.mark("Missile strike").click()
    assert browser.run("return document.querySelector('.pop .tag').textContent") == (
        "Corrected by hand"
    )
    assert "46.3, 30.9" in _taken(browser, "copy")


def test_a_formula_in_the_words_is_defused(browser: Browser, sample: Sample) -> None:
    """The line is pasted into a spreadsheet as often as into a text editor."""
    for row in sample.collection["features"]:
        row["properties"]["mention"] = '=HYPERLINK("https://example.org")'
    browser.open(sample.html())
    browser.mark("Drone strike, Odesa").click()

    assert _form(browser)["text"].startswith("'=HYPERLINK(")


@pytest.mark.parametrize("spot", ["", "north", "91, 30", "46.3", "1e3, 2", "46.3; 200"])
def test_a_spot_that_is_none_stays_out_of_the_line(
    browser: Browser, analysed_html: str, spot: str
) -> None:
    browser.open(analysed_html)
    browser.mark("Missile strike, Odesa").click()

    _choose(browser, ".report select", "place")
    _choose(browser, ".report .field:nth-of-type(2) input", spot)

    assert (_form(browser)["lat"], _form(browser)["lon"]) == ("", "")


def test_by_keyboard_the_popup_takes_the_focus_and_gives_it_back(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)
    mark = browser.mark("Explosion, Shevchenkivskyi District")
    browser.run("arguments[0].focus()", mark)

    browser.press(Keys.ENTER)
    inside = browser.run("return document.activeElement.className")
    role = browser.run("return document.activeElement.getAttribute('role')")
    browser.press(Keys.ESCAPE)

    assert (inside, role) == ("pop", "dialog")
    assert not browser.find(".leaflet-popup-content")
    assert browser.run("return document.activeElement === arguments[0]", mark)


def test_a_click_leaves_the_focus_where_it_is(browser: Browser, sample_html: str) -> None:
    """The twin: only who came by keyboard is led into the popup."""
    browser.open(sample_html)

    browser.mark("Explosion, Shevchenkivskyi District").click()

    assert browser.run("return document.activeElement.className") != "pop"


def test_an_unfolded_form_stays_on_the_map(browser: Browser, sample_html: str) -> None:
    """The popup grows upwards: its head must not leave the map."""
    browser.open(sample_html, size=(1440, 900))
    browser.mark("Drone strike, Odesa").click()

    browser.run("document.querySelector('.report').open = true")
    browser.run("return new Promise(done => setTimeout(done, 100))")

    top = browser.run(
        "const top = (css) => document.querySelector(css).getBoundingClientRect().top;"
        "return top('.leaflet-popup') - top('.folium-map')"
    )
    assert top >= 0
