"""What folium users add to the map works offline, or is refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium
import pytest
from folium.plugins import Fullscreen, HeatMap, MarkerCluster

from geomap import webmap
from geomap.errors import AssetError

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.webmap.incidentmap import IncidentMap
    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

SQUARE = {
    "type": "Feature",
    "properties": {"name": "square"},
    "geometry": {"type": "Polygon", "coordinates": [[[30, 48], [32, 48], [32, 49], [30, 48]]]},
}


@pytest.fixture
def incident_map(sample: Sample) -> IncidentMap:
    return webmap.from_features(
        sample.collection, sample.areas, sample.links, articles=(sample.article,)
    )


def _open(browser: Browser, incident_map: IncidentMap, tmp_path: Path) -> Browser:
    path = tmp_path / "map.html"
    incident_map.save(str(path))
    return browser.open(path.read_text(encoding="utf-8"))


def test_markers_layers_and_controls_of_the_user_work_offline(
    browser: Browser, incident_map: IncidentMap, tmp_path: Path
) -> None:
    mine = folium.FeatureGroup(name="My places").add_to(incident_map)
    folium.Marker([49, 28], popup="My own marker", tooltip="mine").add_to(mine)
    folium.Marker([48, 29], icon=folium.Icon(color="green")).add_to(mine)
    folium.CircleMarker([47.5, 30], radius=8).add_to(mine)
    folium.GeoJson(SQUARE, name="My shape").add_to(incident_map)
    Fullscreen().add_to(incident_map)
    cluster = MarkerCluster(name="My cluster").add_to(incident_map)
    folium.Marker([51, 25]).add_to(cluster)
    folium.Marker([51.01, 25.01]).add_to(cluster)
    folium.LayerControl(collapsed=False).add_to(incident_map)

    _open(browser, incident_map, tmp_path)

    assert browser.is_ready()
    assert browser.logs() == []
    outside = [u for u in browser.requests() if not u.startswith(("data:", "file:"))]
    assert outside == []
    assert browser.find("img.leaflet-marker-icon")
    assert browser.find(".pin")
    assert browser.find(".leaflet-control-fullscreen, .leaflet-control-zoom-fullscreen")
    assert "My places" in browser.text(".leaflet-control-layers")
    browser.run("document.querySelector('img.leaflet-marker-icon').click()")
    assert "My own marker" in browser.text(".leaflet-popup-content")


def test_an_element_that_needs_the_network_is_refused_by_name(incident_map: IncidentMap) -> None:
    HeatMap([[50.45, 30.52, 1.0]]).add_to(incident_map)

    with pytest.raises(AssetError, match=r"leaflet.heat|heat.*\.js"):
        incident_map.get_root().render()


def test_a_notebook_shows_the_same_page_in_a_frame(
    browser: Browser, incident_map: IncidentMap
) -> None:
    browser.open(f"<!DOCTYPE html><body>{incident_map._repr_html_()}")

    frame = browser.find("iframe")[0]
    browser.driver.switch_to.frame(frame)
    try:
        assert browser.is_ready()
        assert len(browser.find(".mark")) == 12
    finally:
        browser.driver.switch_to.default_content()
    assert browser.logs() == []
