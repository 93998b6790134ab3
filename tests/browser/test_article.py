"""The article beside the map: its words lead to marks, and marks to its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser


def test_words_lead_to_the_mark_and_the_mark_to_its_words(
    browser: Browser, sample_html: str
) -> None:
    browser.open(sample_html)

    browser.click("article .mn.hot[data-p='curated:ua.zaporizhzhia']")

    assert "Zaporizhzhia" in browser.text(".leaflet-popup-content")
    assert browser.text("article .quoted").startswith("In ")
    assert browser.text("article .mn.on") == "Zaporizhzhia"


def test_the_text_follows_the_map(browser: Browser, sample_html: str) -> None:
    """The words behind a mark come into view when it is clicked."""
    browser.open(sample_html, size=(1000, 420))

    browser.click(".mark[aria-label^='Diplomacy, Brussels']")

    seen = browser.run(
        "const pane = document.getElementById('gm-text').getBoundingClientRect();"
        "const box = document.querySelector('article .mn.on').getBoundingClientRect();"
        "return box.top >= pane.top && box.bottom <= pane.bottom"
    )
    assert browser.text("article .mn.on") == "Brussels"
    assert seen


def test_what_is_no_place_leads_nowhere(browser: Browser, sample_html: str) -> None:
    """A government called by its seat is marked in the text but is no button."""
    browser.open(sample_html)

    kremlin = browser.find("article .u-actor")

    assert [node.text for node in kremlin] == ["Kremlin"]
    assert "Kremlin" not in [n.get_attribute("aria-label") or "" for n in browser.find(".mark")]


def test_captions_and_links_are_told_from_the_body(browser: Browser, sample_html: str) -> None:
    browser.open(sample_html)

    assert browser.text("article .z-caption").startswith("Photo:")
    assert browser.text("article .z-link").startswith("READ MORE")


def test_the_text_can_stay_out_of_the_page(browser: Browser, sample: Sample) -> None:
    quotes = sample.html(text="quotes")
    nothing = sample.html(text="none")

    assert "Officials warned that Dnipro could be next" in quotes
    assert "<article" not in quotes
    assert "Officials warned that Dnipro could be next" not in nothing
    assert browser.open(nothing).is_ready()
    assert browser.logs() == []
