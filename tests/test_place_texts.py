"""Short texts of news, posts and reports: places found, used and told from their namesakes."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geomap.gazetteer import distance_km
from geomap.gazetteer.schema import KINDS
from tests.support.marked import faults_of, read
from tests.support.names import resolutions_of

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.records import Place

DATA = Path(__file__).parent / "data"
LOTS: dict[str, dict[str, list[dict[str, Any]]]] = {
    name: tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
    for name in (
        "place_texts",
        "place_texts_later",
        "place_texts_reports",
        "place_texts_dispatches",
        "place_texts_posts",
        "place_texts_local",
        "place_texts_states",
    )
}
GROUPS = [(lot, group) for lot, groups in LOTS.items() for group in groups]
NEAR_KM = 30
# The least number of texts read without a fault, and of names put in the right place, of the
# odd texts and of the even ones, which nobody looked at when rules were made.
FLOORS = {
    ("place_texts", "local"): ((15, 35), (8, 31)),
    ("place_texts", "world"): ((13, 27), (14, 32)),
    ("place_texts", "tweets"): ((7, 13), (3, 11)),
    ("place_texts", "villages"): ((19, 41), (17, 43)),
    ("place_texts_later", "local"): ((14, 37), (7, 42)),
    ("place_texts_later", "world"): ((14, 49), (10, 45)),
    ("place_texts_later", "tweets"): ((14, 28), (13, 31)),
    ("place_texts_later", "villages"): ((15, 35), (15, 37)),
    ("place_texts_reports", "reports"): ((24, 204), (16, 182)),
    ("place_texts_reports", "namesakes"): ((15, 68), (10, 67)),
    ("place_texts_dispatches", "sites"): ((6, 13), (7, 12)),
    ("place_texts_dispatches", "uses"): ((6, 4), (6, 5)),
    ("place_texts_dispatches", "wars"): ((6, 25), (5, 23)),
    ("place_texts_posts", "tweets"): ((17, 42), (14, 46)),
    ("place_texts_posts", "villages"): ((20, 71), (20, 77)),
    ("place_texts_posts", "world"): ((9, 83), (4, 84)),
    ("place_texts_local", "local"): ((4, 191), (5, 187)),
    ("place_texts_states", "states"): ((60, 0), (58, 0)),
    ("place_texts_states", "names"): ((26, 0), (26, 0)),
    ("place_texts_states", "unseen"): ((30, 0), (28, 0)),
    ("place_texts_states", "finer"): ((17, 18), (17, 17)),
}


def is_right(place: Place | None, wanted: list[float] | str) -> bool:
    if place is None or wanted == "":
        return place is None and wanted == ""
    if isinstance(wanted, list):
        lat, lon, *km = wanted
        return distance_km(place.lat, place.lon, lat, lon) <= (km[0] if km else NEAR_KM)
    kind, _, code = wanted.partition(" ")
    if kind in KINDS and place.kind != kind:
        return False
    return (code if kind in KINDS else wanted) in {place.country, place.admin1_code, place.admin2}


def wrong_in(row: dict[str, Any], gazetteer: Gazetteer) -> list[str]:
    """Return the names of a text that are put in a wrong place."""
    text, _ = read(row["text"])
    published = dt.date.fromisoformat(row["published"]) if "published" in row else None
    found = resolutions_of(text, gazetteer, published=published)
    wrong = []
    for name, wanted in row["places"].items():
        start = text.index(name)
        own = [r for r in found if r.mention.text == name]
        held = [r for r in found if r.mention.start < start + len(name) <= r.mention.end]
        if not is_right(next((r.place for r in own or held), None), wanted):
            wrong.append(name)
    return wrong


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize(("lot", "group"), GROUPS)
def test_texts_are_read_as_well_as_pinned(
    gazetteer: Gazetteer, lot: str, group: str, half: int
) -> None:
    """Floors only go up; a text that is no longer read right is named."""
    rows = LOTS[lot][group][half::2]
    faults = {row["text"]: found for row in rows if (found := faults_of(row["text"]))}
    wrong = {row["text"]: found for row in rows if (found := wrong_in(row, gazetteer))}
    names = sum(len(row["places"]) for row in rows)
    read_well, placed = FLOORS[lot, group][half]

    assert len(rows) - len(faults) >= read_well, faults
    assert names - sum(map(len, wrong.values())) >= placed, wrong


def test_a_place_of_another_region_is_wrong(gazetteer: Gazetteer) -> None:
    """The check above can fail."""
    row = {"text": "Blasts in [Kyiv].", "places": {"Kyiv": [50.4, 30.5]}}

    assert wrong_in(row, gazetteer) == []
    assert wrong_in(row | {"places": {"Kyiv": "UA-63"}}, gazetteer) == ["Kyiv"]
    assert faults_of("Blasts in {Kyiv}.") != []


def test_a_text_wants_a_kind_or_allows_a_distance(gazetteer: Gazetteer) -> None:
    """So do the rows of regions, countries and waters."""
    row = {"text": "Blasts in [Sumy]."}

    assert wrong_in(row | {"places": {"Sumy": "admin1 UA-59"}}, gazetteer) == ["Sumy"]
    assert wrong_in(row | {"places": {"Sumy": "city UA-59"}}, gazetteer) == []
    assert wrong_in(row | {"places": {"Sumy": [50.0, 34.8, 150]}}, gazetteer) == []
    assert wrong_in(row | {"places": {"Sumy": [50.0, 34.8]}}, gazetteer) == ["Sumy"]


def test_there_are_as_many_texts_as_the_head_of_the_file_says() -> None:
    sizes = {lot: [len(rows) for rows in groups.values()] for lot, groups in LOTS.items()}

    assert sizes == {
        "place_texts": [30, 30, 20, 40],
        "place_texts_later": [30, 30, 30, 30],
        "place_texts_reports": [60, 40],
        "place_texts_dispatches": [14, 12, 12],
        "place_texts_posts": [40, 40, 30],
        "place_texts_local": [50],
        "place_texts_states": [123, 53, 59, 34],
    }
