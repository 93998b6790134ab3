"""``geomap explain``: why this place, why this incident, and why not on the map."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import shapely

from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("stubbed")
def test_explain_tells_why_and_why_not(article: Path) -> None:
    text = run("explain", article).stdout

    assert "because: only candidate" in text
    assert "not on the map: a country is not drawn as a point" in text
    assert "not on the map: no place of this name is known" in text
    assert "not on the map: the article ties no place to it" in text
    assert "because: drone_strike.launched" in text
    assert "target: Odesa" in text


def test_explain_shows_relation_and_shape(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Shells hit a depot 30 km north of Kherson. Ships lay off Belarus.", "utf-8")
    text = run("explain", article).stdout
    mentions = json.loads(run("explain", article, "--json").stdout)["mentions"]

    assert "relation: distance/N/30" in text
    assert "shape: Polygon of 15 points, longitude 32." in text
    assert "POLYGON ((" not in text
    assert "relation dropped (offshore): Belarus has no coast" in " ".join(text.split())
    assert shapely.from_wkt(mentions[0]["wkt"]).covers(shapely.Point(32.62, 46.91))


def test_explain_at_an_offset_without_a_name_leads_to_the_nearest(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Early on Sunday shells hit a depot near Kherson.", "utf-8")

    assert (
        "40–47  'Kherson' is the nearest name: --at 40" in run("explain", article, "--at", 2).stdout
    )
    assert "nearest" not in run("explain", article, "--at", 41).stdout


@pytest.mark.usefixtures("stubbed")
def test_explain_at_an_offset_shows_what_it_belongs_to(article: Path) -> None:
    text = run("explain", article, "--at", 75).stdout

    assert "Places: 1 mention\n" in text
    assert "Cape Tarkhankut" in text
    assert "Incidents: 1" in text
    beyond = run("explain", article, "--at", 99_999)
    assert beyond.exit_code == 2
    assert "past the end: a has" in beyond.stderr


def test_explain_agrees_with_the_map(article: Path) -> None:
    """An office may be the only words that say where; such a mention is on the map."""
    article.write_text("Kyiv Mayor Vitali Klitschko said explosions were heard in the city.\n")
    collection = json.loads(run("extract", article, "-q").stdout)
    text = run("explain", article).stdout

    assert collection["features"][0]["properties"]["place"] == "Kyiv"
    assert collection["features"][0]["geometry"] is not None
    assert "'Kyiv'  affiliation" in text
    assert "place of incident: a-explosion-" in text
    assert "not on the map: the words" not in text
    explained = json.loads(run("explain", article, "--json").stdout)
    assert explained["mentions"][0]["not_mapped"] is None


def test_explain_shows_patterns_only_to_those_who_ask(article: Path) -> None:
    article.write_text("Explosions were heard in Nikopol; several people were hurt.\n")

    assert "because: trigger" not in run("explain", article).stdout
    assert "'several', no exact number" in run("explain", article).stdout
    assert "because: trigger" in run("explain", article, "-v").stdout


@pytest.mark.usefixtures("stubbed")
def test_explain_prints_json(article: Path) -> None:
    explained = json.loads(run("explain", article, "--json").stdout)

    assert explained["mentions"][6]["not_mapped"] == "a country is not drawn as a point"
    assert explained["mentions"][0]["evidence"] == ["only candidate"]
    assert explained["incidents"][0]["evidence"] == ["drone_strike.launched"]
