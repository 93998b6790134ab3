"""``geomap geocode``: the likeliest places, what decides among them, how many more there are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from geomap.geocoder import GazetteerGeocoder
from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


def told(*words: str) -> str:
    return run("geocode", *words).stdout


def test_the_screen_shows_five_and_says_how_many_more() -> None:
    every = json.loads(told("Ivanivka", "--json"))[0]["places"]
    lines = told("Ivanivka").splitlines()

    assert len(every) > 50
    assert lines[0] == f"Ivanivka: {len(every)} places"
    assert len(lines) == 7
    assert lines[-1] == f"  … and {len(every) - 5} more (--json lists all)"


@pytest.mark.parametrize("name", ["Bakhmut", "Kyiv"])
def test_the_screen_says_nothing_of_more_where_there_are_none(name: str) -> None:
    """The twin: few places are shown all."""
    every = json.loads(told(name, "--country", "UA", "--json"))[0]["places"]
    lines = told(name, "--country", "UA").splitlines()

    assert len(every) <= 5
    assert len(lines) == 1 + len(every)
    assert "more" not in lines[-1]


def test_a_place_is_told_with_kind_parents_score_and_source() -> None:
    first = told("Bakhmut").splitlines()[1]

    assert first.split()[0] == "1.00"
    for word in ("(city; Bakhmut", "Donetsk Oblast, Ukraine", "official", "from geonames", "± "):
        assert word in first


def test_geocode_finds_spellings_and_says_what_it_does_not_know() -> None:
    result = run("geocode", "Kiev", "Одеса", "--json", "--country", "UA")
    places = {row["name"]: row["places"][0]["name"] for row in json.loads(result.stdout)}
    assert places == {"Kiev": "Kyiv", "Одеса": "Odesa"}

    unknown = run("geocode", "Nowhereville-upon-Nothing")
    assert unknown.exit_code == 1
    assert "check the spelling" in unknown.stderr


def test_geocode_leaves_the_war_out_where_told_to() -> None:
    here = json.loads(run("geocode", "Krasne", "--json").stdout)[0]["places"][0]
    away = json.loads(run("geocode", "Krasne", "--theatre", "none", "--json").stdout)

    assert here["admin1"] == "Kherson Oblast"
    assert away[0]["places"][0]["place_id"] != here["place_id"]
    assert run("geocode", "Krasne", "--theatre", "mars").exit_code == 2


def test_geocode_prefers_what_is_near() -> None:
    near = json.loads(run("geocode", "Lyman", "--near", "49.6,36.5", "--json").stdout)[0]["places"]

    assert near[0]["admin1"] == "Kharkiv Oblast"
    assert near[0]["distance_km"] < 10
    assert run("geocode", "Lyman", "--near", "north").exit_code == 2
    assert run("geocode", "Lyman", "--near", "150,10").exit_code == 2


def test_geocoder_and_geojson_put_an_area_at_one_point(article: Path) -> None:
    """Two points for one oblast look like a mistake, whichever is right."""
    article.write_text("Shells hit Sumy Oblast on 3 May 2023.\n")
    feature = json.loads(run("extract", article).stdout)["features"][0]
    place = json.loads(run("geocode", "Sumy Oblast", "--json").stdout)[0]["places"][0]

    assert feature["properties"]["place_id"] == place["place_id"]
    assert [round(place["lon"], 6), round(place["lat"], 6)] == feature["geometry"]["coordinates"]
    location = GazetteerGeocoder().geocode("Sumy Oblast")
    assert (location.latitude, location.longitude) == (place["lat"], place["lon"])
