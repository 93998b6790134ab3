"""The index of a corpus in a real browser."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geomap.corpus.index import to_index
from geomap.records import Article, Report

if TYPE_CHECKING:
    from tests.browser.conftest import Browser

pytestmark = pytest.mark.browser

_FILES = ("a.html", "a.geojson", "a.areas.geojson", "a.links.geojson", "a.csv", "a.gpkg")


def test_the_index_needs_no_sideways_scroll_on_a_phone(browser: Browser) -> None:
    """A title without a space and six files to an article still fit 390 pixels."""
    article = Article(
        "a", "Text.", title="Unbreakable" * 8, source="A paper", published=dt.date(2022, 10, 10)
    )
    entry = (Report(article), tuple(map(Path, _FILES)))

    browser.open(to_index([entry], [], []), size=(390, 844))

    assert browser.run("return document.documentElement.scrollWidth") <= 390
    shown = browser.run(
        "return [...document.querySelectorAll('tbody td')].every(td => td.offsetWidth > 0)"
    )
    assert shown, "the count of places is not hidden on a phone"
