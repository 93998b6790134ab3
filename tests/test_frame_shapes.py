"""Areas and links beside the rows, and the GeoDataFrame of all."""

from __future__ import annotations

import math
from dataclasses import replace

import geopandas as gpd
import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from geomap import analyze, frame
from geomap.frame import draw_line
from geomap.gazetteer.store import distance_km
from geomap.records import (
    IncidentPlace,
    Place,
    Precision,
    Report,
    Role,
)
from tests.support.reports import report_of


def test_areas_have_the_ids_of_their_points(sample_report: Report) -> None:
    (area,) = frame.to_area_features([sample_report])

    assert area["id"] in {feature["id"] for feature in frame.to_features([sample_report])}
    assert area["geometry"]["type"] == "Polygon"


def test_a_link_needs_an_origin_and_a_target(sample_report: Report) -> None:
    """Drones that nobody said were sent somewhere must not fly to a city on the map."""
    (link,) = frame.to_link_features([sample_report])
    properties = link["properties"]
    without = replace(sample_report.incidents[0], places=(sample_report.incidents[0].places[0],))

    assert (properties["origin"], properties["target"]) == ("Cape Tarkhankut", "Odesa")
    assert tuple(properties) == tuple(column.name for column in frame.LINK_SCHEMA)
    assert properties["distance_km"] == pytest.approx(185, abs=2)
    assert frame.to_link_features([replace(sample_report, incidents=(without,))]) == []


def launched_at_a_country(side: str = "UA") -> Report:
    """A report of drones from a cape at a country, of which no town is named."""
    report = report_of((IncidentPlace(Role.ORIGIN, 0),))
    ukraine = Place("test:ua", "Ukraine", "country", 49.0, 32.0, 480.0, "UA")
    country = replace(
        report.resolutions[1],
        place=ukraine,
        precision=Precision.COUNTRY,
        geometry=shapely.box(22, 44, 40, 52),
    )
    places = (*report.incidents[0].places, IncidentPlace(Role.TARGET, 1))
    incident = replace(report.incidents[0], places=places, target_side=side)
    return replace(report, resolutions=(report.resolutions[0], country), incidents=(incident,))


def test_an_origin_without_a_target_has_a_short_arrow_to_the_country() -> None:
    """The text says who was attacked and not where: no line ends in a town."""
    (arrow,) = frame.to_link_features([launched_at_a_country()])
    (a, b), cells = arrow["geometry"]["coordinates"], arrow["properties"]

    assert (cells["origin"], cells["target"], cells["distance_km"]) == ("Nikopol", None, None)
    assert tuple(cells) == tuple(column.name for column in frame.LINK_SCHEMA)
    assert geodesic(a[::-1], b[::-1]).km == pytest.approx(60, rel=0.01)
    assert b[0] < a[0]
    assert b[1] > a[1]


def test_an_origin_alone_has_no_arrow() -> None:
    assert frame.to_link_features([launched_at_a_country(side="")]) == []


def test_a_country_of_an_incident_is_an_area_and_no_point() -> None:
    report = launched_at_a_country()
    points = {f["id"]: f["geometry"] for f in frame.to_features([report])}
    (area,) = frame.to_area_features([report])

    assert area["properties"]["precision"] == "country"
    assert points[area["id"]] is None


def test_a_country_that_is_only_mentioned_is_no_area() -> None:
    report = launched_at_a_country()

    assert frame.to_area_features([replace(report, incidents=())]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces shelled positions between Bakhmut and Kostiantynivka.",
        "Tourists walked between Bakhmut and Kostiantynivka.",
    ],
)
def test_a_way_between_two_places_is_one_mark(text: str) -> None:
    """Both names mean the same ground, so that one row and one area stand for it."""
    report = analyze(text)
    rows = [row for row in frame.to_rows([report]) if row["precision"] == "line"]

    assert [row["relation"] for row in rows] == ["between/Kostiantynivka"]
    assert len(frame.to_area_features([report])) == 1


def test_two_places_of_a_list_are_two_marks() -> None:
    """The twin: what is near each other is not the same."""
    report = analyze("Russian forces shelled positions near Bakhmut and Kostiantynivka.")

    assert len({row["place"] for row in frame.to_rows([report])}) == 2


def test_a_link_over_the_antimeridian_is_cut() -> None:
    line = draw_line((177.0, 52.0), (-176.0, 52.0))

    assert line["type"] == "MultiLineString"
    (west, east) = line["coordinates"]
    assert (west[-1][0], east[0][0]) == (180.0, -180.0)
    assert west[-1][1] == east[0][1]


def test_a_short_link_is_one_line() -> None:
    line = draw_line((30.0, 50.0), (31.0, 50.0))

    assert line == {"type": "LineString", "coordinates": [[30.0, 50.0], [31.0, 50.0]]}


def test_gdf_is_typed_and_in_degrees(sample_report: Report) -> None:
    gdf = sample_report.to_gdf()

    assert tuple(gdf.columns) == (*frame.COLUMNS, "geometry")
    assert gdf.crs.to_epsg() == 4326
    assert gdf.index.name == "id"
    assert gdf["launched"].sum() == 12
    assert str(gdf["date_start"].dtype).startswith("datetime64")
    assert gdf.geometry.isna().sum() == 3


def test_geopandas_reads_a_report_through_the_geo_interface(sample_report: Report) -> None:
    gdf = gpd.GeoDataFrame.from_features(sample_report)

    assert list(gdf["incident_type"])[:1] == ["drone_strike"]
    assert len(gdf) == 8


def test_gdf_of_nothing_has_the_columns() -> None:
    gdf = frame.to_gdf([])

    assert tuple(gdf.columns) == (*frame.COLUMNS, "geometry")
    assert len(gdf) == 0


@given(
    st.floats(-89, 89),
    st.floats(-179, 179),
    st.integers(0, 5),
)
def test_a_coarse_point_still_holds_the_true_one(lat: float, lon: float, decimals: int) -> None:
    report = report_of()
    moved = replace(report.resolutions[0], lat=lat, lon=lon, radius_km=1.0)

    coarse = frame.coarsen(replace(report, resolutions=(moved,)), decimals).resolutions[0]

    assert coarse.lat is not None
    assert coarse.lon is not None
    assert coarse.radius_km is not None
    assert distance_km(lat, lon, coarse.lat, coarse.lon) <= coarse.radius_km - 1.0 + 0.02
    assert math.isclose(coarse.lat, round(lat, decimals), abs_tol=1e-12)
