"""The index of a corpus speaks the language that was asked for, as a browser would."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest

from geomap.corpus.index import to_index
from geomap.corpus.making import to_entry
from geomap.corpus.manifest import Row
from geomap.corpus.portions import Totals
from geomap.records import Article, Report
from geomap.webmap import assets, wording

if TYPE_CHECKING:
    from tests.browser.conftest import Browser

pytestmark = pytest.mark.browser

LICENCE = "Boundaries: a survey"
FAILURES = [
    {"place": "in/b.txt", "article_id": "b", "kind": kind, "message": "b.txt: it is empty"}
    for kind in ("ArticleError", "LimitError", "OutputError", "GeomapError", "OfTomorrowError")
]
NAMES = {"geomap", "GeoNames", "Natural", "Earth", "CC", "BY", "geojson", "csv"}
"""Latin words that are the same in every language: what is named so, and formats of files."""
NUMBERS = (*range(130), 211, 1000, 1001, 1012, 1_234_567)
TOLD = """
const own = document.documentElement.lang;
const isOwn = (element) => element.closest('[lang]').lang === own && !element.closest('bdi, style');
const said = [...document.querySelectorAll('*')].filter(isOwn).flatMap((element) => [
  ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
  ...['title', 'alt', 'aria-label', 'aria-description'].map((name) => element.getAttribute(name)),
]);
return said.filter((text) => text && text.trim());
"""
"""What the page says in its own language: texts and labels, but no names and no quoted errors."""


def page_of(ui: str) -> str:
    """Two articles, one of them in English; every kind of file; every kind of failure."""
    article = Article("a", "Text.", title="An English title", source="A paper", language="en")
    files = [f"a.{end}" for end in ("html", "geojson", "areas.geojson", "links.geojson", "csv")]
    rows = [
        Row(article_id, "a", b"", tuple((name, "") for name in files), to_entry(Report(shown)))
        for article_id, shown in (
            ("a", article),
            ("b", Article("b", "Text.", published=dt.date(2022, 12, 19))),
        )
    ]
    boxes = {"points": [30.5, 46.5, 36.2, 50.4]}
    provenance = {"licences": [LICENCE], "attribution": LICENCE}
    totals = Totals(articles=2, incidents=1234, boxes=boxes, provenance=provenance)
    merged = ["all.html", "all.events.geojson"]
    return "".join(to_index(rows, totals, merged, FAILURES, ui=ui))


def english_words(told: list[str]) -> set[str]:
    return set(re.findall(r"[A-Za-z]{2,}", " ".join(told))) - NAMES


def test_no_english_word_is_left(browser: Browser) -> None:
    told = browser.open(page_of("uk")).run(TOLD)

    assert english_words(told) == set()
    assert {"2 статті", "Не вдалося обробити", "мапа", "події"} <= set(told)
    assert browser.text("html > head > title") == "2 статті"
    assert browser.text("time") == "19 грудня 2022"


@pytest.mark.parametrize(
    "planted", ["<p>Failed</p>", "<a href='./x' aria-label='map'></a>", "<p lang='uk'>links</p>"]
)
def test_an_english_word_would_be_noticed(browser: Browser, planted: str) -> None:
    """The twin: a text, a label, and a word that only pretends to be Ukrainian."""
    page = page_of("uk").replace("</main>", f"{planted}</main>")

    assert english_words(browser.open(page).run(TOLD))


@pytest.mark.parametrize("ui", assets.ui_languages())
def test_words_of_others_say_their_language(browser: Browser, ui: str) -> None:
    browser.open(page_of(ui))

    said = browser.run(
        "return [...document.querySelectorAll('[lang]')].map(e => [e.lang, e.textContent])"
    )
    assert said[0][0] == ui
    assert ["en", "An English title"] in said
    assert ["en", LICENCE] in said
    assert said.count(["en", "b.txt: it is empty"]) == len(FAILURES)


@pytest.mark.parametrize("ui", assets.ui_languages())
def test_numbers_and_days_are_those_of_the_browser(browser: Browser, ui: str) -> None:
    """The page of the map asks the browser; the index, which has no script, must say the same."""
    browser.open("<!doctype html>")
    script = """
    const [language, numbers] = arguments;
    const plurals = new Intl.PluralRules(language), words = new Intl.NumberFormat(language);
    const month = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' });
    const isMonth = (part) => part.type === 'month';
    const inYear = (n) => month.formatToParts(new Date(2022, n, 1));
    return {
      forms: numbers.map((n) => plurals.select(n)),
      numbers: numbers.map((n) => words.format(n)),
      months: [...Array(12).keys()].map((n) => inYear(n).find(isMonth).value),
    };
    """
    asked: dict[str, Any] = browser.run(script, ui, NUMBERS)
    words = assets.strings(ui)

    assert [wording.plural_form(words, n) for n in NUMBERS] == asked["forms"]
    assert [wording.grouped(words, n) for n in NUMBERS] == asked["numbers"]
    for month, full in zip(words["months"], asked["months"], strict=True):
        assert full.startswith(month)
