"""The same event in many articles: measured on sixty reports, half of them never looked at."""

from __future__ import annotations

import datetime as dt
import gc
import random
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from geomap import analyze, export
from geomap.events import (
    EVENT_SCHEMA,
    Account,
    Spot,
    clustering,
    compare,
    find_events,
    id_of,
    rules,
    to_accounts,
    to_event_feature,
)
from geomap.events.voices import Scene, Voice
from geomap.lexicon import incident_types
from geomap.records import Article, Report

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


KYIV = Spot(
    {
        "place_id": "kyiv", "place": "Kyiv", "place_kind": "city", "admin1": None,
        "admin1_code": "UA-30", "admin2": None, "country": "UA", "precision": "settlement",
        "radius_km": 15.0,
    },
    30.52,
    50.45,
)  # fmt: skip
IRPIN = Spot(KYIV.cells | {"place_id": "irpin", "place": "Irpin", "radius_km": 4.0}, 30.25, 50.52)
PODIL = Spot(KYIV.cells | {"place_id": "podil", "place": "Podil", "radius_km": 2.0}, 30.51, 50.47)
HOSTOMEL = Spot(IRPIN.cells | {"place_id": "hostomel", "place": "Hostomel"}, 30.26, 50.58)


def account(article: str = "a", **more: Any) -> Account:  # noqa: ANN401 - any field
    """An account of a drone strike on Kyiv on 4 May 2023."""
    named = ("weapon", "target_kind", "actor_side", "source", "published")
    cells = {
        "article_id": article, "incident_label": "Drone strike", "incident_group": "strike",
        "certainty": "stated", "actor": None, "target_side": None, "date_precision": "day",
    } | {name: more.pop(name, None) for name in named}  # fmt: skip
    plain = Account(
        f"{article}-1", (f"{article}-1",), cells, ("drone_strike",), (KYIV,), {},
        "2023-05-04", "2023-05-05", is_dated=True,
    )  # fmt: skip
    return plain._replace(**more)


@pytest.mark.parametrize(
    ("more", "rule", "is_linked"),
    [
        ({}, "same_type", True),
        ({"types": ("strike_unspecified",)}, "like_type", False),
        ({"types": ("strike_unspecified",), "counts": {"killed": 3}}, "like_type", True),
        ({"spots": (PODIL,)}, "inside", False),
        ({"spots": (PODIL,), "counts": {"killed": 3}}, "inside", True),
        ({"spots": (KYIV, IRPIN, HOSTOMEL)}, "part_of_places", False),
        ({"first": "2023-05-05", "end": "2023-05-06"}, "next_day", False),
        ({"is_dated": False}, "by_publication", True),
        ({"counts": {"killed": 3}}, "same_number", True),
        ({"counts": {"killed": 30}}, "other_number", False),
        ({"weapon": "Iskander"}, "other_weapon", True),
        ({"target_kind": "school"}, "other_target", True),
        ({"actor_side": "UA"}, "other_side", False),
    ],
)
def test_what_speaks_for_one_event(more: dict[str, Any], rule: str, *, is_linked: bool) -> None:
    one = account(counts={"killed": 3}, weapon="drone", target_kind="residential", actor_side="RU")

    match = compare(one, account("b", **more))

    assert match is not None
    assert rule in match.reasons
    assert (match.score >= rules().threshold) is is_linked


def test_types_that_go_together_are_of_the_codebook() -> None:
    """The rules are read without the codebook, and would not miss a name that it has not."""
    assert rules().families.keys() <= incident_types().keys()
    assert rules().families_of("shelling") & rules().families_of("explosion")
    assert rules().families_of("air_alert") == {"air_alert"}


@pytest.mark.parametrize(
    ("name", "north_km", "radius_km", "rule"),
    [
        ("Kyiv airfield", 39.9, 4.0, "named_after"),
        ("Kyiv airfield", 40.1, 4.0, ""),
        ("Fastiv", 2.9, 15.0, "near"),
        ("Fastiv", 3.1, 15.0, ""),
        ("Fastiv", 69.9, 70.0, "inside"),
        ("Fastiv", 70.1, 70.0, ""),
    ],
)
def test_how_far_north_a_place_may_lie(
    name: str, north_km: float, radius_km: float, rule: str
) -> None:
    """Places are not measured whose latitudes alone set them apart; the limits stay exact."""
    cells = {**KYIV.cells, "place_id": "site", "place": name, "radius_km": radius_km}
    lat = 50.45 + north_km / 111.195

    match = compare(account(), account("b", spots=(Spot(cells, 30.52, lat),)))

    assert (match.reasons[1] if match else "") == rule


@pytest.mark.parametrize(
    "more",
    [
        {"types": ("missile_strike",)},
        {"types": ("protest",)},
        {"spots": (IRPIN,)},
        {"spots": ()},
        {"first": "2023-05-07", "end": "2023-05-08"},
        {"first": "", "end": ""},
    ],
)
def test_what_cannot_be_one_event(more: dict[str, Any]) -> None:
    assert compare(account(), account("b", **more)) is None


def test_two_incidents_of_one_article_are_two_events() -> None:
    assert compare(account(), account(account_id="a-2")) is None
    assert compare(account(), account("b")) is not None


def test_places_a_step_apart_are_not_chained() -> None:
    """A is near B and B near C; A and C cannot be one event, so B goes with one of them."""
    chain = [
        account(name, spots=(spot,), counts={"killed": 3}, target_kind="school", weapon="drone")
        for name, spot in (("a", PODIL), ("b", KYIV), ("c", IRPIN._replace(lon=30.6, lat=50.4)))
    ]

    sizes = sorted(len(event.accounts) for event in find_events(chain))

    assert sizes == [1, 2]


def test_sources_that_differ_are_told_apart_from_those_that_agree() -> None:
    told = [
        account("a", source="Wire", published="2023-05-04", counts={"killed": 3, "injured": 9}),
        account("b", source="Courier", published="2023-05-05", counts={"killed": 4, "injured": 9}),
        account("c", source="Herald", published="2023-05-06"),
    ]
    (event,) = find_events(told)

    cells = to_event_feature(event, id_of(event))["properties"]

    assert list(cells) == [column.name for column in EVENT_SCHEMA]
    assert (cells["killed"], cells["killed_low"], cells["killed_high"]) == (4, 3, 4)
    assert cells["disputed"] == "killed: 3 (Wire), 4 (Courier)"
    assert cells["agreed"] == "injured: 9"
    assert (cells["first_report"], cells["last_report"]) == ("2023-05-04", "2023-05-06")
    assert (cells["article_count"], cells["sources"]) == (3, "Courier; Herald; Wire")
    assert cells["event_id"] == "drone_strike:2023-05-04:kyiv"
    assert cells["link_reasons"] == "same day; same place; same type; same number"


def test_one_article_alone_agrees_with_nobody() -> None:
    (event,) = find_events([account(counts={"killed": 3}, source="Wire")])

    cells = to_event_feature(event, id_of(event))["properties"]

    assert (cells["agreed"], cells["disputed"], cells["link_score"]) == (None, None, None)
    assert cells["killed"] == 3


def test_only_what_happened_is_an_event(sample_report: Report) -> None:
    features = export.to_geojson([sample_report])["features"]
    for feature in features:
        feature["properties"]["realis"] = "denied"

    assert to_accounts(export.to_geojson([sample_report])["features"])
    assert to_accounts(features) == ()


def test_a_year_of_reports_needs_the_memory_of_a_few_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts are let go as soon as no later one can join them."""
    most = 0
    add = clustering._Open.add

    def watched(self: clustering._Open, account: Account) -> None:
        nonlocal most
        add(self, account)
        most = max(most, sum(len(voice.members) for voice in self.voices.values()))

    monkeypatch.setattr(clustering._Open, "add", watched)
    days = [dt.date(2023, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    year = [
        account(
            f"{day}-{paper}", first=f"{day}", end=f"{day + dt.timedelta(days=1)}", spots=(spot,)
        )
        for day in days
        for paper, spot in enumerate((KYIV, KYIV, IRPIN))
    ]

    events = list(find_events(year))

    assert len(events) == 2 * len(days)
    assert most <= 12


def test_what_is_let_go_is_no_garbage() -> None:
    """The collector comes so seldom that circles of references would be most of the memory."""
    days = [f"2023-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 28)]
    months = [account(day, first=day, end=day[:-2] + f"{int(day[-2:]) + 1:02}") for day in days]
    gc.collect()
    gc.disable()
    try:
        events = list(find_events(months))
        left = [found for found in gc.get_objects() if type(found) in {Voice, Scene}]
    finally:
        gc.enable()

    assert len(events) > len(days) / 2
    assert left == []


def test_a_town_that_is_shelled_every_night_is_no_one_event() -> None:
    """Each night overlaps the next, and a chain of them would never end."""
    days = [dt.date(2023, 1, 1) + dt.timedelta(days=number) for number in range(200)]
    nights = [
        account(
            f"{day}-{paper}", first=f"{day}", end=f"{day + dt.timedelta(days=2)}", weapon="drone"
        )
        for day in days
        for paper in "ab"
    ]

    events = list(find_events(nights))

    assert len(events) == len(days)
    assert {len(event.accounts) for event in events} == {2}
