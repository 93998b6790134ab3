"""The page for everybody: axe-core, keyboard, languages, zoom, touch, motion, paper.

axe-core 4.10.3 (npm, MPL-2.0, licence beside it) is a tool of the tests and never part of a page.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.keys import Keys

from geomap.webmap import assets

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "axe" / "axe.min.js"
AXE_SHA256 = "880970c081707360e64f34cea25ff91892f5bc95675b0776925b9709dd8a68bb"
STATES = {
    "first view": "",
    "popup": "document.querySelector('.leaflet-marker-pane .mark').click()",
    "report": "document.querySelector('.leaflet-marker-pane .mark').click();"
    "document.querySelector('.report').open = true",
    "table": "document.getElementById('gm-tab-list').click()",
    "filters": "document.getElementById('gm-legend').open = true;"
    "document.querySelector('.more').open = true",
    "brush": "document.querySelector('.bin').click()",
}
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
SMALL_TARGETS = """
const inline = 'article .mn, article .tr, .pop-origin a, footer a, h1 a, .skip';
const others = '.folium-map, [role=tabpanel]';
const wanted = 'a[href], button, input, select, summary, [tabindex="0"]';
const isSeen = (node) => node.checkVisibility({visibilityProperty: true}) && node.offsetWidth > 1;
const more = (node) => {
  const after = getComputedStyle(node, '::after');
  return after.position === 'absolute' ? -2 * parseFloat(after.top) || 0 : 0;
};
const sizes = (node) => ['width', 'height'].map((side) => more(node) + Math.max(
  ...[node, node.closest('label') || node].map((one) => one.getBoundingClientRect()[side])));
return [...document.querySelectorAll(wanted)]
  .filter((node) => !node.matches(inline) && !node.matches(others) && isSeen(node))
  .map((node) => [node.className || node.id || node.tagName, ...sizes(node).map(Math.round)])
  .filter(([, width, height]) => width < 40 || height < 40).map(String);
"""


# axe-core takes what the map clips for something that lies over the text beside it.
UNCLIPPED = (
    "const style = document.createElement('style'); style.textContent ="
    " '.leaflet-map-pane .leaflet-pane > svg { display: none }'; document.head.append(style);"
)
RUN_AXE = (
    "const done = arguments[arguments.length - 1];"
    "axe.run(document, {resultTypes: ['violations']}).then(done, (error) => done(String(error)))"
)


def _faults(browser: Browser) -> list[str]:
    """Return what axe-core calls serious or critical, with the elements."""
    browser.run(UNCLIPPED + AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = browser.driver.execute_async_script(RUN_AXE)
    return [
        f"{fault['impact']} {fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def test_axe_is_the_file_that_was_vendored() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256
    assert "Mozilla Public License" in (AXE.parent / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_axe_has_nothing_serious_to_say(
    browser: Browser, sample_html: str, state: str, size: tuple[int, int], *, dark: bool
) -> None:
    browser.open(sample_html, size=size, dark=dark)
    browser.run(state)

    assert _faults(browser) == []


def test_axe_sees_a_fault(browser: Browser, sample_html: str) -> None:
    """The twin: a picture without words and pale letters are found."""
    browser.open(sample_html)
    browser.run(
        "document.querySelector('.meta').style.color = '#ccc';"
        "document.querySelector('article').append(document.createElement('img'))"
    )

    faults = " ".join(_faults(browser))

    assert "image-alt" in faults
    assert "color-contrast" in faults


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_on_a_phone_every_target_is_as_large_as_a_finger(
    browser: Browser, sample_html: str, state: str
) -> None:
    browser.open(sample_html, size=SIZES["phone"])
    browser.run(state)

    assert browser.run(SMALL_TARGETS) == []


def test_a_small_target_is_noticed(browser: Browser, sample_html: str) -> None:
    """The twin: the same page on a desk, where a pointer is finer, has smaller ones."""
    browser.open(sample_html)

    assert browser.run(SMALL_TARGETS)


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
@pytest.mark.parametrize("size", [(390, 844), (320, 640), (720, 450)])
def test_nothing_scrolls_sideways_on_a_phone_or_at_200_percent(
    browser: Browser, sample_html: str, size: tuple[int, int], state: str
) -> None:
    """1440 by 900 pixels at 200 % are a window of 720 by 450."""
    browser.open(sample_html, size=size)
    browser.run(state)

    assert browser.run("return document.documentElement.scrollWidth") <= size[0]


def test_every_control_is_reached_by_tab_and_shows_the_focus(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)
    wanted = {"skip", "gm-fit", "gm-link", "gm-theme", "gm-panel", "gm-search", "gm-reset"}
    wanted |= {"handle from", "handle to", "gm-tab-text", "mark"}
    seen: dict[str, bool] = {}
    browser.run("document.body.tabIndex = -1; document.body.focus()")

    for _ in range(90):
        browser.press(Keys.TAB)
        name, outline = browser.run(
            "const node = document.activeElement, style = getComputedStyle(node);"
            "const name = node.id || (node.classList.contains('mark') ? 'mark' : node.className);"
            "return [name, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2]"
        )
        seen[name] = outline

    assert wanted - seen.keys() == set()
    assert [name for name in wanted if not seen[name]] == []


def test_the_table_says_all_that_the_map_shows(browser: Browser, sample_html: str) -> None:
    """Who cannot see the map reads the same incidents, places and dates in the table."""
    browser.open(sample_html)

    table = browser.text("#gm-list table")

    for name in browser.names():
        kind, place, *_, day = [part for part in name.split(", ") if part != "Possible"]
        assert kind in table
        assert place in table
        assert day in table or day == "Expected"


def test_motion_stops_where_the_reader_asks(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    moving = browser.run(
        "return [geomap_map.options.zoomAnimation, geomap_map.options.fadeAnimation,"
        " getComputedStyle(document.querySelector('.mark .sym')).transitionDuration]"
    )

    assert moving == [False, False, "0s"]


# Languages


def test_the_page_speaks_ukrainian(browser: Browser, sample: Sample) -> None:
    browser.open(sample.html(ui="uk"))
    browser.mark("Вибух, Шевченківський").click()

    assert browser.is_ready()
    assert browser.logs() == []
    assert browser.run("return document.documentElement.lang") == "uk"
    assert browser.text("#gm-counts").startswith("10 подій · 9 місць на мапі")
    shown = browser.text(".leaflet-popup-content")
    for words in ("Вибух", "Постраждало", "10 жовт. 2022", "Україна", "міський район, ±3 км"):
        assert words in shown


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_no_english_is_left_on_the_ukrainian_page(
    browser: Browser, sample: Sample, state: str
) -> None:
    """Of the interface, that is: the article, its names and the licence lines keep theirs."""
    browser.open(sample.html(ui="uk"))
    browser.run(state)
    english = assets.strings("en")

    shown = browser.run(
        "const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);"
        "const found = []; while (walk.nextNode()) { const node = walk.currentNode;"
        " if (!node.parentElement.closest('script, style, article, bdi, [lang=en], noscript'))"
        " found.push(node.textContent.trim()); } return found"
    )

    words = {word for word in english.values() if isinstance(word, str) and len(word) > 3}
    assert words & set(shown) == set()
    assert len(shown) > 40


def test_each_language_of_a_page_is_marked(browser: Browser, sample: Sample) -> None:
    """A screen reader changes its voice for the article and for the licences."""
    sample.collection["geomap"] = {"licences": ["Curated places: the makers, MIT"]}
    browser.open(sample.html(ui="uk"))

    assert browser.run("return document.querySelector('article').lang") == "en"
    browser.click(".leaflet-marker-pane .mark")
    assert browser.run("return document.querySelector('.pop blockquote').lang") == "en"
    assert browser.text("footer span[lang=en]") == "Curated places: the makers, MIT"
    assert browser.run("return document.querySelector('footer').closest('[lang]').lang") == "uk"
