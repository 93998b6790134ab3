"""Checks of outputs: what is wrong with a file is seen, whoever wrote it; pages load nothing."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from geomap import export

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.records import Report


def _break(points: dict[str, Any], path: list[Any], value: object) -> dict[str, Any]:
    broken = copy.deepcopy(points)
    target = broken
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return broken


FIRST = ["features", 0]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["type"], "Feature", "not a FeatureCollection"),
        (["crs"], {"type": "name"}, "'crs' is not allowed"),
        (["bbox"], [0, 0, 1, 1], "is not the extent"),
        ([*FIRST, "id"], 7, "'id' must be a string"),
        ([*FIRST, "id"], "odesa:threat_statement:4e5f6071", "stands twice"),
        ([*FIRST, "type"], "Thing", "not a Feature"),
        (
            [*FIRST, "geometry"],
            {"type": "GeometryCollection", "geometries": []},
            "geometry of type",
        ),
        ([*FIRST, "geometry", "coordinates"], [30.7], "is no position"),
        ([*FIRST, "geometry", "coordinates"], [3420000.0, 5860000.0], "not on the globe"),
        ([*FIRST, "geometry", "coordinates"], ["30", "46"], "is no position"),
        ([*FIRST, "geometry"], {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, "one file"),
        ([*FIRST, "properties", "launched"], "12", "launched must be integer"),
        ([*FIRST, "properties", "launched"], True, "launched must be integer"),
        ([*FIRST, "properties", "date_start"], "2023-05", "date_start must be date"),
        ([*FIRST, "properties", "counts_approximate"], 2, "counts_approximate must be flag"),
        ([*FIRST, "properties", "colour"], "red", "unknown colour"),
        ([*FIRST, "properties"], [], "'properties' must be an object"),
    ],
)
def test_the_check_can_fail(
    points: dict[str, Any], path: list[Any], value: object, words: str
) -> None:
    faults = export.check_geojson(_break(points, path, value))

    assert any(words in fault for fault in faults), faults


def test_the_check_sees_a_missing_and_a_misplaced_column(points: dict[str, Any]) -> None:
    first = points["features"][0]
    realis = first["properties"].pop("realis")
    assert "feature 1: properties: missing realis" in export.check_geojson(points)

    first["properties"]["realis"] = realis
    faults = export.check_geojson(points)
    assert "feature 1: properties: not in the order of the columns" in faults


def test_the_check_sees_a_clockwise_ring(sample_report: Report) -> None:
    areas = json.loads(export.dump_geojson(export.to_areas([sample_report])))
    areas["features"][0]["geometry"]["coordinates"][0].reverse()

    assert "outer rings run counter-clockwise" in " ".join(export.check_geojson(areas))


WHOLE = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><title>x</title>'
    '<a href="https://example.org">source</a><script>1</script>'
)


def test_a_page_that_needs_nothing_passes() -> None:
    assert export.check_page(WHOLE) == ()
    island = '<script type="application/json">{"q": "\\u003cimg src=http://x\\u003e"}</script>'
    assert export.check_page(WHOLE + island) == ()


@pytest.mark.parametrize(
    "part",
    [
        '<script src="https://cdn.example/leaflet.js"></script>',
        "<img class=a src=//example.org/x.png>",
        '<link rel="stylesheet" href="leaflet.css">',
        "<style>@import 'a.css';</style>",
        "<style>a{background:url(https://example.org/x.png)}</style>",
    ],
)
def test_a_page_that_loads_something_is_caught(part: str) -> None:
    assert export.check_page(WHOLE + part)


def test_a_page_without_a_policy_is_caught() -> None:
    assert "no Content-Security-Policy" in export.check_page("<title>x</title>")[0]


def test_a_folder_is_checked_file_by_file(tmp_path: Path, points: dict[str, Any]) -> None:
    (tmp_path / "good.geojson").write_text(json.dumps(points))
    (tmp_path / "bad.geojson").write_text("{}")

    results = {path.name: faults for path, faults in export.check_outputs([tmp_path])}

    assert results == {"bad.geojson": ("not a FeatureCollection",), "good.geojson": ()}


def resaved(collection: dict[str, Any]) -> dict[str, Any]:
    """What QGIS 3.22 makes of a file when a layer is saved: no ids, but a name and a crs."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    features = [
        {
            "type": "Feature",
            "properties": {"id": feature["id"], **feature["properties"]},
            "geometry": feature["geometry"],
        }
        for feature in collection["features"]
    ]
    return {"type": "FeatureCollection", "name": "a", "crs": crs, "features": features}


def test_a_file_that_qgis_saved_again_is_in_order_and_said_to_be_so(
    sample_report: Report,
) -> None:
    (note,) = export.check_geojson(resaved(export.to_geojson([sample_report])))

    assert note.startswith(f"{export.NOTE}saved by QGIS")


def test_what_else_is_wrong_with_it_is_still_seen(sample_report: Report) -> None:
    collection = resaved(export.to_geojson([sample_report]))
    collection["features"][0]["properties"]["realis"] = 7

    _, fault = export.check_geojson(collection)
    assert "realis must be text" in fault
