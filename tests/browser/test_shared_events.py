"""A corpus in which several articles tell of one event: one entry, its reports under it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from geomap.webmap import document, page

if TYPE_CHECKING:
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

EVENT = "missile_strike:2022-10-10:kyiv"


def _telling(sample: Sample, article: str, **cells: object) -> dict[str, Any]:
    """Return the strike on Kyiv as another article tells it."""
    features = sample.collection["features"]
    row = copy.deepcopy(next(f for f in features if f["properties"]["place"] == "Kyiv"))
    incident_id = f"{article}:strike"
    row["id"] = f"{incident_id}:target"
    row["properties"] |= {
        "article_id": article, "article_title": f"Story {article}", "incident_id": incident_id,
        "incident_type": "missile_strike", "event_id": EVENT, "attack_id": None, "place_id": "kyiv",
        "date_start": "2022-10-10", "date_end": "2022-10-11", "launched": None, "place_count": 1,
        "quote_start": None, "quote_end": None, "mention_start": None, "mention_end": None,
    } | cells  # fmt: skip
    return row


def _corpus(sample: Sample, *, more: int = 0) -> str:
    """Return the page of two papers that tell of one strike, and one that tells of another."""
    rows = [
        _telling(sample, "a", source="Daily", published="2022-10-10", killed=3, injured=9),
        _telling(sample, "b", source="Herald", published="2022-10-12", killed=5, injured=9),
        _telling(sample, "c", event_id="shelling:2022-10-10:kyiv", incident_type="shelling"),
        *(_telling(sample, f"more {n}", source=f"Paper {n}") for n in range(more)),
    ]
    sample.collection["features"] = rows
    return document.render(page.to_content(sample.collection, title="Three stories"))


def _entries(browser: Browser) -> list[str]:
    rows = browser.find("#gm-list tbody tr[data-incident] .row-type")
    return [row.get_attribute("textContent") for row in rows]


def test_an_event_is_one_entry_and_one_mark(browser: Browser, sample: Sample) -> None:
    browser.open(_corpus(sample))

    assert browser.logs() == []
    assert browser.text("#gm-counts").startswith("2 events · 3 incidents")
    assert browser.text("#gm-shown") == "2 of 2 shown"
    assert sorted(_entries(browser)) == ["Missile strike", "Shelling"]
    assert len(browser.find(".leaflet-marker-pane .mark")) == 2


def test_it_tells_who_reports_and_where_they_differ(browser: Browser, sample: Sample) -> None:
    browser.open(_corpus(sample))

    told = browser.text("#gm-list .under")

    assert "2 reports · 2 sources · reported 10 – 12 Oct 2022" in told
    assert "3–5 killed · sources differ: 3 Daily, 5 Herald" in told
    assert "9 injured · 2 sources agree" in told
    assert "Story a" in told
    assert "Herald · 12 Oct 2022" in told


def test_by_article_every_telling_stands_under_its_article(
    browser: Browser, sample: Sample
) -> None:
    browser.open(_corpus(sample))

    browser.click("[data-by=article]")

    stories = [node.text.splitlines()[0] for node in browser.find("#gm-list .story")]
    assert stories == ["Story a", "Story b", "Story c"]
    assert len(browser.find(".leaflet-marker-pane .mark")) == 3
    assert browser.text("#gm-shown") == "3 of 3 shown"
    assert browser.fragment() == "by=article"
    browser.open_again("by=article")
    assert len(browser.find("#gm-list .story")) == 3


def test_another_report_stands_in_where_the_first_is_filtered_out(
    browser: Browser, sample: Sample
) -> None:
    """A filter over sources must not hide an event that another source tells of, too."""
    browser.open(_corpus(sample))

    browser.run("document.querySelector('.more').open = true")
    browser.line("Daily").click()
    one = (browser.text("#gm-shown"), len(browser.find(".leaflet-marker-pane .mark")))
    browser.line("Herald").click()

    assert one == ("2 of 2 shown", 2)
    assert browser.text("#gm-shown") == "1 of 2 shown"


def test_the_search_finds_an_event_by_the_words_of_any_report(
    browser: Browser, sample: Sample
) -> None:
    browser.open(_corpus(sample))

    browser.find("#gm-search")[0].send_keys("story b")

    assert _entries(browser) == ["Missile strike"]
    browser.find("#gm-search")[0].clear()


def test_a_report_of_the_list_opens_as_its_own_article_tells_it(
    browser: Browser, sample: Sample
) -> None:
    browser.open(_corpus(sample))

    browser.click("#gm-list .under li:nth-child(2) button")

    assert "5 killed" in browser.text(".leaflet-popup-content")
    assert len(browser.find(".leaflet-marker-pane .mark")) == 2


def test_a_popup_leads_to_the_entry_of_its_event(browser: Browser, sample: Sample) -> None:
    browser.open(_corpus(sample))
    browser.click("[data-by=article]")
    browser.mark("Missile strike").click()

    browser.run(
        "[...document.querySelectorAll('.pop button')].find(b => b.textContent.includes('reports'))"
        ".click()"
    )

    assert browser.find("[data-by=event]")[0].get_attribute("aria-pressed") == "true"
    focused = browser.run("return document.activeElement.closest('tr').dataset.incident")
    assert focused == "a:strike"


@pytest.mark.parametrize("event", [EVENT, "shelling:2022-10-10:kyiv"])
def test_an_event_is_linked_by_its_id(browser: Browser, sample: Sample, event: str) -> None:
    """The id of an event that one article tells alone is not in the page, yet it leads there."""
    browser.open(_corpus(sample)).open_again(event)

    label = event.partition(":")[0].replace("_", " ").capitalize()
    assert browser.text(".leaflet-popup-content .pop-type") == label


def test_many_reports_are_folded(browser: Browser, sample: Sample) -> None:
    browser.open(_corpus(sample, more=6))

    assert len(browser.find(".under > td > ul > li")) == 4
    assert browser.text(".under summary") == "4 more reports"


def test_a_page_without_shared_events_offers_no_choice(browser: Browser, sample: Sample) -> None:
    """Nor does it carry the ids: one telling needs no entry of its own kind."""
    sample.collection["features"] = [_telling(sample, "a")]

    browser.open(document.render(page.to_content(sample.collection)))

    assert not browser.find("[data-by]")
    assert EVENT not in browser.text("#gm-data")
