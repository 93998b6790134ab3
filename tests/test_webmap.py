"""The page without a browser: its bytes, its policy, its options."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Any

import pytest

from geomap import webmap
from geomap.errors import AssetError
from geomap.frame import drawn_places
from geomap.webmap import document, page
from geomap.webmap.basemap import world
from tests.support.pages import data_of, unpacked

if TYPE_CHECKING:
    from geomap.records import Report

PAGE_LIMIT_KB = 600


def _scripts(html: str) -> list[str]:
    found = re.findall(r"<script([^>]*)>(.*?)</script", html, re.DOTALL)
    return [code for attributes, code in found if "json" not in attributes]


def test_two_runs_give_the_same_bytes(sample_report: Report) -> None:
    first = webmap.to_html([sample_report])

    assert webmap.to_html([sample_report]) == first


def test_the_folium_map_writes_the_same_page(sample_report: Report) -> None:
    """The command line skips folium for speed; nobody must be able to tell."""
    incident_map = webmap.to_map([sample_report])

    assert incident_map.get_root().render() == webmap.to_html([sample_report])
    assert incident_map.get_root().render() == webmap.to_html([sample_report])


def test_children_of_a_map_get_the_same_names_every_time(sample_report: Report) -> None:
    import folium  # noqa: PLC0415 - slow, and needed only here

    def render() -> str:
        incident_map = webmap.to_map([sample_report])
        group = folium.FeatureGroup().add_to(incident_map)
        folium.Marker([50, 30], popup="mine", tooltip="mine").add_to(group)
        folium.LayerControl().add_to(incident_map)
        return str(incident_map.get_root().render())

    assert render() == render()


def test_the_page_and_the_library_count_the_same_places(sample_report: Report) -> None:
    """The header of the page, the command line and the index say one number."""
    data = data_of(webmap.to_html([sample_report]))
    cells = {name: unpacked(column) for name, column in data["columns"].items()}
    rows = zip(data["points"], cells["place_id"], cells["incident_id"], strict=True)

    on_page = {place_id for point, place_id, incident_id in rows if point and incident_id}

    assert on_page == set(drawn_places([sample_report]))
    assert on_page


def test_a_page_of_one_article_keeps_its_size(sample_report: Report) -> None:
    assert len(webmap.to_html([sample_report]).encode()) < PAGE_LIMIT_KB * 1000


def test_a_page_that_spans_the_world_keeps_its_size_too() -> None:
    """Marks on every coast bring no more outlines than a page can carry."""
    places = [[lon, lat] for lon in range(-150, 160, 25) for lat in range(-50, 75, 15)]
    features = [
        {
            "type": "Feature",
            "id": f"{lon} {lat}",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"feature_kind": "incident", "incident_type": "explosion"},
        }
        for lon, lat in places
    ]

    html = document.render(page.to_content({"features": features}))

    assert len(html.encode()) < PAGE_LIMIT_KB * 1000


@pytest.mark.parametrize("ui", ["en", "uk"])
def test_a_page_full_of_ukrainian_towns_leaves_room_for_its_text(ui: str) -> None:
    """Sixty places in Ukraine, each with its villages and its built-up land."""
    cities = [label for label in world()["labels"] if label[4] in {"city", "town"}]
    there = [label for label in cities if 44.5 < label[1] < 52.3 and 22.5 < label[2] < 40][:60]
    features = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"feature_kind": "incident", "incident_type": "explosion"},
        }
        for name, lat, lon, *_ in there
    ]

    html = document.render(page.to_content({"features": features}, ui=ui))

    assert len(html.encode()) < (PAGE_LIMIT_KB - 70) * 1000


def test_nothing_in_the_page_loads_from_elsewhere(sample_report: Report) -> None:
    html = webmap.to_html([sample_report])

    assert not re.search(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=", html)
    assert not re.search(r"@import|url\((?!\s*['\"]?(?:data:|#))", html)


def test_the_policy_names_every_script_and_comes_first(sample_report: Report) -> None:
    html = webmap.to_html([sample_report])
    head = html[: html.index("<style")]

    assert "default-src 'none'" in head
    assert "'unsafe-inline'" not in head.split("style-src", maxsplit=1)[0]
    for code in _scripts(html):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in head


def test_the_policy_does_not_name_a_script_that_was_put_in_later(sample_report: Report) -> None:
    """The twin: a foreign script has no hash in the policy."""
    html = webmap.to_html([sample_report])
    digest = base64.b64encode(hashlib.sha256(b"alert(1)").digest()).decode()

    assert digest not in html


def test_the_viewport_lets_readers_zoom(sample_report: Report) -> None:
    assert "user-scalable" not in webmap.to_html([sample_report])
    assert "user-scalable" not in webmap.to_map([sample_report]).get_root().render()


def test_title_language_and_credits_stand_in_the_page(sample_report: Report) -> None:
    html = webmap.to_html([sample_report], title="A night in May")

    assert "<title>A night in May</title>" in html
    assert '<html lang="en">' in html
    assert "GeoNames</a>, CC BY 4.0" in html
    assert "Crimea and Sevastopol are drawn as Ukraine" in html


@pytest.mark.parametrize(
    ("option", "value"), [("basemap", "streets"), ("text", "half"), ("ui", "tlh")]
)
def test_an_unknown_option_is_refused_with_the_known_ones(
    sample_report: Report, option: str, value: str
) -> None:
    choice: dict[str, Any] = {option: value}

    with pytest.raises(AssetError, match=rf"{value}.*use one of"):
        webmap.to_html([sample_report], **choice)


def test_a_page_from_a_file_needs_no_article(sample_report: Report) -> None:
    """``geomap map FILE.geojson`` knows features only."""
    features = sample_report.to_geojson()

    html = webmap.from_features(features).get_root().render()

    data = data_of(html)
    assert data["ids"] == [feature["id"] for feature in features["features"]]
    assert "<article" not in html


@pytest.mark.parametrize(
    "feature",
    [
        {},
        {"type": "Feature"},
        {"type": "Feature", "geometry": None, "properties": None},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [30.5, 50.4, 120.0]}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}, "properties": {}},
        {"properties": {"incident_type": "unheard_of", "quote_start": "x", "radius_km": None}},
        {"properties": {"killed": float("nan"), "incident_type": ["list"]}},
    ],
)
def test_features_with_holes_still_make_a_page(feature: dict[str, Any]) -> None:
    content = page.to_content({"features": [feature]})

    assert "<!DOCTYPE html>" in document.render(content)


def test_the_text_stays_out_if_the_reader_asks(sample_report: Report) -> None:
    sentence = "Lviv stayed quiet"

    assert sentence in webmap.to_html([sample_report], text="full")
    assert "<article" not in webmap.to_html([sample_report], text="quotes")
    data = data_of(webmap.to_html([sample_report], text="none"))
    assert not {"quote", "quote_start", "quote_end"} & data["columns"].keys()


def test_the_page_in_ukrainian_says_so(sample_report: Report) -> None:
    html = webmap.to_html([sample_report], ui="uk")

    assert '<html lang="uk">' in html
    assert "Мапа подій" in html
    assert "Крим і Севастополь показано як Україну" in html
