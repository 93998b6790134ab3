"""The same event in many articles: measured on sixty reports, half of them never looked at."""

from __future__ import annotations

import random
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from geomap import analyze, export
from geomap.events import Account, find_events, to_accounts
from geomap.records import Article

ARTICLES = tomllib.loads(
    (Path(__file__).parent / "data" / "event_articles.toml").read_text("utf-8")
)["article"]
FLOOR = 0.90


def accounts_of(articles: list[dict[str, Any]]) -> list[Account]:
    found: list[Account] = []
    for article in articles:
        report = analyze(
            Article(
                article["id"],
                article["text"],
                published=article["published"],
                source=article["source"],
            )
        )
        found += to_accounts(export.to_geojson([report])["features"])
    return found


def events_of(accounts: list[Account]) -> set[frozenset[str]]:
    """The articles of each event."""
    in_order = sorted(accounts, key=lambda account: account.first)
    return {
        frozenset(str(account.cells["article_id"]) for account in event.accounts)
        for event in find_events(in_order)
    }


def pairwise(articles: list[dict[str, Any]], events: set[frozenset[str]]) -> float:
    """F1 over the pairs of articles that tell of the same event."""
    label = {article["id"]: article["event"] for article in articles}
    gold = {pair for pair in combinations(sorted(label), 2) if label[pair[0]] == label[pair[1]]}
    found = {pair for event in events for pair in combinations(sorted(event), 2)}
    return 2 * len(gold & found) / (len(gold) + len(found))


@pytest.fixture(scope="module")
def accounts() -> list[Account]:
    return accounts_of(ARTICLES)


def test_there_are_sixty_reports_of_twenty_five_events_twelve_of_them_confusable() -> None:
    events = {article["event"] for article in ARTICLES}
    confusable = {a["event"] for a in ARTICLES if "like" in a} | {
        a["like"] for a in ARTICLES if "like" in a
    }

    assert (len(ARTICLES), len(events)) == (60, 25)
    assert len(confusable) >= 12
    assert confusable <= events


@pytest.mark.parametrize("half", ["seen", "scored"])
def test_reports_of_one_event_are_found_together(half: str, accounts: list[Account]) -> None:
    articles = [article for article in ARTICLES if article["half"] == half]
    names = {article["id"] for article in articles}
    own = [account for account in accounts if account.cells["article_id"] in names]

    assert pairwise(articles, events_of(own)) >= FLOOR


def test_the_measure_can_fail() -> None:
    """One event for each report, or one for all, is far below the floor."""
    names = [article["id"] for article in ARTICLES]

    assert pairwise(ARTICLES, {frozenset((name,)) for name in names}) == 0
    assert pairwise(ARTICLES, {frozenset(names)}) < 0.2


def test_the_order_of_the_articles_does_not_matter(accounts: list[Account]) -> None:
    shuffled = accounts[:]
    random.Random(9).shuffle(shuffled)  # noqa: S311 - no secret

    assert events_of(shuffled) == events_of(accounts)
