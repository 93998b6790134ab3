"""The index of a corpus in a real browser."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from geomap.corpus.index import to_index
from geomap.corpus.making import to_entry
from geomap.corpus.manifest import Row
from geomap.corpus.portions import Totals
from geomap.records import Article, Report

if TYPE_CHECKING:
    from tests.browser.conftest import Browser

pytestmark = pytest.mark.browser

GAPS = """
const links = [...document.querySelectorAll('.articles p a')];
const box = (link) => {
  const words = document.createRange();
  words.selectNodeContents(link);
  return words.getBoundingClientRect();
};
const pairs = links.slice(1).map((link, i) => [box(links[i]), box(link)]);
return pairs.filter(([a, b]) => a.top === b.top).map(([a, b]) => b.left - a.right);
"""
_FILES = ("a.html", "a.geojson", "a.areas.geojson", "a.links.geojson", "a.csv", "a.gpkg")


def test_the_index_needs_no_sideways_scroll_on_a_phone(browser: Browser) -> None:
    """A title without a space and six files to an article still fit 390 pixels."""
    article = Article(
        "a", "Text.", title="Unbreakable" * 8, source="A paper", published=dt.date(2022, 10, 10)
    )
    files = tuple((name, "") for name in _FILES)
    row = Row("a", "a", b"", files, to_entry(Report(article)))

    browser.open("".join(to_index([row], Totals(articles=1), (), ())), size=(390, 844))

    assert browser.run("return document.documentElement.scrollWidth") <= 390
    shown = browser.run(
        "return [...document.querySelectorAll('.articles p a')].every(a => a.offsetHeight >= 40)"
    )
    assert shown, "a finger can hit every link to a file"
    gaps = browser.run(GAPS)
    assert max(gaps) - min(gaps) <= 1, "links stand at even distances, however short their words"


def test_a_card_shows_a_small_map_of_its_incidents(browser: Browser) -> None:
    """Each article has its dots on land that is drawn once; without a place there is no map."""
    totals = Totals(articles=2, boxes={"points": [30.5, 46.5, 36.2, 50.4]})
    marks = [[50.4, 30.5, "strike"], [46.5, 30.7, "harm"]]
    rows = [
        Row(
            name,
            name,
            b"",
            ((f"{name}.html", ""),),
            to_entry(Report(Article(name, "Text."))) | more,
        )
        for name, more in (("a", {"marks": marks}), ("b", {}))
    ]

    browser.open("".join(to_index(rows, totals, (), ())))

    assert len(browser.find("li:first-child circle")) == len(marks)
    assert browser.find("li:last-child circle") == []
    drawn = "return document.querySelector('li use').getBoundingClientRect().width"
    assert browser.run(drawn) > 0, "the land is drawn"
    at = "return document.elementFromPoint(...arguments).closest('a')?.getAttribute('href')"
    box = browser.find("li .map")[0].rect
    assert browser.run(at, box["x"] + 20, box["y"] + 20) == "./a.html", "the map opens the page"
