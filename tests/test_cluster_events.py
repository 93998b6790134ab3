"""Events that workers find in a shuffle are those of one pass over the whole."""

from __future__ import annotations

import datetime as dt
import json
import random
import zlib
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest

from geomap.articles import Knowledge
from geomap.cluster import LOCAL, Recipe, open_client
from geomap.cluster.recipe import write_recipe
from geomap.corpus import Analysis, Choices
from geomap.corpus.making import Made
from geomap.corpus.manifest import Manifest
from geomap.corpus.processes import Task
from geomap.events import Account, Spot, find_events, to_event_row
from geomap.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

pytest.importorskip("distributed")

from geomap.cluster import parts, shuffle
from geomap.cluster.crew import Crew
from geomap.cluster.shuffle import find_events_on


class Here:
    """A crew of this process."""

    def __init__(self, folder: Path) -> None:
        path, digest = write_recipe(Recipe(Analysis(), Knowledge(), Choices()), folder)
        self.shared = {"recipe": str(path), "digest": digest}

    def run_all(
        self, work: Callable[[str], str], orders: Mapping[str, dict[str, Any]]
    ) -> dict[str, Any]:
        return {
            name: json.loads(work(json.dumps(self.shared | order)))["done"]
            for name, order in orders.items()
        }


@pytest.fixture
def manifest(tmp_path: Path) -> Iterator[Manifest]:
    """Four hundred accounts, a dozen of them in an article; one article is of an earlier run."""
    path = tmp_path / "manifest.sqlite"
    with Manifest(path) as early:
        put(early, "gone", told(12))
        early.commit()
    with Manifest(path) as manifest:
        for number, found in groupby(enumerate(told(400)), key=lambda pair: pair[0] // 12):
            put(manifest, f"a{number}", [account for _, account in found])
        manifest.commit()
        yield manifest


def put(manifest: Manifest, article_id: str, accounts: list[Account]) -> None:
    entry = {"layers": {"points": {"count": len(accounts)}}}
    told = tuple((a.account_id, a.first, json.dumps(a)) for a in accounts)
    made = Made((), entry, zlib.compress(b"{}"), (), told, 0.0)
    manifest.add(Task(1, Article(article_id, "t"), b"key", article_id), made)


@pytest.mark.parametrize("few", [8, 60, 5_000])
def test_events_are_the_same_however_many_parts_they_are_found_in(
    tmp_path: Path, manifest: Manifest, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """The same events in the same order, of chains of days, of places near and large."""
    monkeypatch.setattr(shuffle, "_FEW", few)
    monkeypatch.setattr(shuffle, "_ARTICLES", 7)

    found = list(find_events_on(Here(tmp_path), tmp_path / "events", manifest))  # type: ignore[arg-type]

    assert list(map(plain, found)) == expected(manifest)
    assert 100 < len(found) < 350
    assert not (tmp_path / "events").exists()


def plain(row: Any) -> Any:  # noqa: ANN401
    return json.loads(json.dumps(row))


def expected(manifest: Manifest) -> list[Any]:
    return [plain(to_event_row(event)) for event in find_events(manifest.accounts())]


def test_workers_of_a_cluster_find_them_too(
    tmp_path: Path, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shuffle, "_FEW", 60)
    with open_client(LOCAL, jobs=2) as client:
        crew = Crew(client, Here(tmp_path).shared, print)
        crew.muster()

        found = list(find_events_on(crew, tmp_path / "events", manifest))

    assert list(map(plain, found)) == expected(manifest)


def test_links_that_are_lost_part_an_event(
    tmp_path: Path, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of those above: accounts that never meet are told apart."""
    monkeypatch.setattr(shuffle, "_FEW", 8)
    monkeypatch.setattr(parts, "keys_of", lambda account: {account.account_id})

    found = list(find_events_on(Here(tmp_path), tmp_path / "events", manifest))  # type: ignore[arg-type]

    assert list(map(plain, found)) != expected(manifest)


def told(count: int) -> list[Account]:
    """Accounts of sixty days at a few places: the same day and place many times over."""
    chance = random.Random(1)  # noqa: S311 - no secret
    spots = [
        Spot(
            {
                "place_id": name, "place": name, "place_kind": "city", "admin1": region,
                "admin1_code": region, "admin2": None, "country": "UA",
                "precision": precision, "radius_km": radius,
            },
            lon,
            lat,
        )
        for name, region, precision, radius, lon, lat in (
            ("Nikopol", "UA-12", "settlement", 8.0, 34.4, 47.57),
            ("Nikopol plant", "UA-12", "site", 1.0, 34.42, 47.58),
            ("Marhanets", "UA-12", "settlement", 5.0, 34.6, 47.65),
            ("Dnipro region", "UA-12", "region", 150.0, 35.0, 48.4),
            ("Kyiv", "UA-30", "settlement", 15.0, 30.52, 50.45),
        )
    ]  # fmt: skip
    return [to_account(number, chance, chance.choices(spots, k=1)) for number in range(count)]


def to_account(number: int, chance: random.Random, spots: list[Spot]) -> Account:
    first = dt.date(2023, 5, 1) + dt.timedelta(days=chance.randrange(60))
    end = first + dt.timedelta(days=chance.choice((1, 1, 2)))
    kind = chance.choice(("shelling", "explosion", "casualties", "diplomacy"))
    names = "incident_type incident_label incident_group certainty actor target_side published"
    cells = dict.fromkeys(names.split(), kind) | {
        "actor_side": chance.choice((None, "RU")), "weapon": None, "target_kind": None,
        "date_precision": "day", "source": None, "article_id": f"a{number // 2:03}",
    }  # fmt: skip
    counts = {"killed": chance.randrange(1, 4)} if chance.random() < 0.5 else {}
    name = f"a{number // 2:03}:{number}"
    where, days = tuple(spots), (first.isoformat(), end.isoformat())
    return Account(name, (name,), cells, (kind,), where, counts, *days, chance.random() < 0.9)
