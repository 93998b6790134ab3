"""Crowds of reports of one town and day: work grows with them, and what is told apart stays so."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest

from geomap.events import Account, Event, Spot, find_events, joining, matching, voices
from geomap.events.matching import Rules, detail_of, rules
from geomap.events.voices import Chorus, Scene, Voice
from tests.test_events import KYIV

TOWN = Spot(
    KYIV.cells | {"place_id": "town", "place": "Town", "admin1_code": "UA-14", "radius_km": 5.0},
    38.0,
    48.6,
)
RANGES = {"killed": 40, "injured": 200, "launched": 60, "intercepted": 50}


def report(article: str, counts: dict[str, float], **words: str | None) -> Account:
    """A report of a drone strike on the town."""
    named = dict.fromkeys(("weapon", "target_kind", "actor_side")) | words
    cells = {"article_id": article, "source": None, "published": None} | named
    return Account(
        f"{article}:1", (f"{article}:1",), cells, ("drone_strike",), (TOWN,), counts,
        "2023-05-01", "2023-05-02", is_dated=True,
    )  # fmt: skip


def crowd(number: int) -> list[Account]:
    """Reports that all differ, in numbers and in words."""
    chosen = random.Random(3)  # noqa: S311 - no secret
    found = []
    for at in range(number):
        counts = {
            kind: float(chosen.randrange(1, most))
            for kind, most in RANGES.items()
            if chosen.random() < 0.7
        }
        weapon, target = chosen.choice((None, "drone")), chosen.choice((None, "school", "power"))
        found.append(report(f"a{at:05}", counts, weapon=weapon, target_kind=target))
    return found


def work_of(number: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many pairs are weighed."""
    calls = 0
    weigh = matching.weigh

    def counted(*args: object) -> object:
        nonlocal calls
        calls += 1
        return weigh(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(voices, "weigh", counted)
        assert sum(len(event.accounts) for event in find_events(crowd(number))) == number
    return calls


def test_work_grows_with_the_reports_and_not_with_their_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four times the reports are sixteen times the pairs."""
    assert work_of(1_200, monkeypatch) < 6 * work_of(300, monkeypatch)


def test_all_pairs_are_weighed_where_they_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    assert work_of(40, monkeypatch) >= 40 * 39 / 2


def average(event: Event, known: Rules) -> float:
    pairs = [
        match.score
        for one, other in combinations(event.accounts, 2)
        if (match := matching.relate(one, other, known)) is not None
    ]
    return sum(pairs) / len(pairs)


def test_what_is_joined_in_blocks_holds_together_all_the_same() -> None:
    events = list(find_events(crowd(400)))
    known = rules()

    large = [event for event in events if len(event.accounts) > 1]

    assert len(events) < 400 / 10
    assert all(average(event, known) >= known.threshold for event in large)
    assert all(abs(event.score - average(event, known)) < 0.25 for event in large)


def test_one_article_is_never_twice_in_an_event_of_a_crowd() -> None:
    reports = crowd(400)
    twice = [
        a._replace(account_id=f"{a.account_id}b", cells={**a.cells, "weapon": "missile"})
        for a in reports
    ]

    events = list(find_events([*reports, *twice]))

    for event in events:
        told = Counter(account.cells["article_id"] for account in event.accounts)
        assert set(told.values()) == {1}


def test_blocks_are_for_crowds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    in_pairs = list(find_events(crowd(150)))
    monkeypatch.setattr(joining, "_MOST_JOINED", 10)

    in_blocks = list(find_events(crowd(150)))

    assert in_pairs != in_blocks
    assert sum(len(event.accounts) for event in in_blocks) == 150


def test_a_chorus_finds_those_that_share_a_number() -> None:
    chorus = Chorus()
    reports = [report("a", {"killed": 2.0}), report("b", {"injured": 2.0}), report("c", {})]
    one, other, silent = (Voice(account, Scene(account)) for account in reports)
    for voice in (one, other, silent):
        chorus.add(voice)
    asks = report("d", {"killed": 2.0, "injured": 9.0})
    voice = Voice(asks, Scene(asks))

    assert list(chorus.with_number_of(voice)) == [one]
    chorus.drop(one)
    assert list(chorus.with_number_of(voice)) == []
    assert list(chorus.voices) == [other, silent]


@pytest.mark.parametrize(
    ("mine", "yours", "lack"),
    [
        (("drone", None, "RU"), ("drone", None, "RU"), -1.25),
        (("drone", None, None), ("missile", "school", None), 0.0),
        (("drone", None, "RU"), (None, None, "UA"), 0.5),
        (("drone", "school", "RU"), ("missile", "power", "UA"), 1.5),
    ],
)
def test_what_numbers_must_add(
    mine: tuple[str | None, ...], yours: tuple[str | None, ...], lack: float
) -> None:
    known = rules()

    assert matching.lacking(("same_type", "same_place", "same_day"), mine, yours, known) == lack
    assert matching.lacking(("like_type", "near", "next_day"), mine, yours, known) > 2


def test_numbers_of_one_kind_alone_are_the_same() -> None:
    ours, theirs = (detail_of(report("a", {kind: 3.0})) for kind in ("killed", "injured"))

    assert "same_number" not in matching.weigh((), ours, theirs, rules()).reasons
    assert "same_number" in matching.weigh((), ours, ours, rules()).reasons
