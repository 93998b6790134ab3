"""``geomap map`` draws what an edited file means, whether its layers lie beside it or not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from shapely.geometry import shape

import geomap
from geomap import export
from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = (
    "Missiles fired from Sevastopol hit Odesa on Monday. Shelling hit the eastern coast of the Sea "
    "of Azov. Artillery shelled villages near Nikopol. Drones struck Kherson region. Shells hit "
    "the border of Ukraine and Belarus. Mortars hit positions north of Kharkiv."
)
SQUARE = [[[31, 47], [32, 47], [32, 48], [31, 48], [31, 47]]]


@pytest.fixture(scope="module")
def layers() -> dict[str, Any]:
    report = geomap.analyze(ARTICLE)
    written = {"points": export.to_geojson([report]), "areas": export.to_areas([report])}
    return written | {"links": export.to_links([report])}


def drawn(folder: Path, points: Any) -> dict[str, Any]:  # noqa: ANN401 - GeoJSON
    """Return the data of the page of an edited file."""
    path = folder / "edited.geojson"
    path.write_text(json.dumps(points), encoding="utf-8")
    done = run("map", path, "-o", folder / "edited.html")
    assert done.exit_code == 0, done.output
    page = (folder / "edited.html").read_text(encoding="utf-8")
    found = re.search(r'id="gm-data">(.*?)</script>', page)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_outlines_are_drawn_again_where_their_file_is_not_beside(
    tmp_path: Path, layers: dict[str, Any]
) -> None:
    (tmp_path / "beside").mkdir()
    for layer in ("areas", "links"):
        text = json.dumps(layers[layer])
        (tmp_path / "beside" / f"edited.{layer}.geojson").write_text(text, encoding="utf-8")
    beside = drawn(tmp_path / "beside", layers["points"])
    alone = drawn(tmp_path, layers["points"])

    outlines, again = (
        {area["id"]: shape(area).normalize() for area in data["areas"]} for data in (beside, alone)
    )
    assert len(outlines) >= 5
    assert again == outlines
    assert len(beside["links"]) == 1
    assert [link["coordinates"] for link in alone["links"]] == [beside["links"][0]["coordinates"]]


def test_a_point_that_was_moved_away_has_no_outline(tmp_path: Path, layers: dict[str, Any]) -> None:
    """The twin: what a person put elsewhere is no longer the outline of its place."""
    points = json.loads(json.dumps(layers["points"]))
    row = next(f for f in points["features"] if f["properties"]["precision"] == "region")
    row["geometry"]["coordinates"] = [24.0, 50.0]
    areas = {area["id"] for area in drawn(tmp_path, points)["areas"]}

    assert row["id"] not in areas
    assert areas


def test_a_line_follows_the_target_that_was_moved(tmp_path: Path, layers: dict[str, Any]) -> None:
    points = json.loads(json.dumps(layers["points"]))
    row = next(f for f in points["features"] if f["properties"]["place"] == "Odesa")
    row["geometry"]["coordinates"] = [33.0, 47.5]

    (link,) = drawn(tmp_path, points)["links"]
    assert link["coordinates"][-1] == [33.0, 47.5]


@pytest.mark.parametrize(
    ("kind", "coordinates"),
    [("Polygon", SQUARE), ("MultiPolygon", [SQUARE]), ("LineString", SQUARE[0])],
)
def test_a_shape_that_was_drawn_by_hand_keeps_its_form(
    tmp_path: Path, layers: dict[str, Any], kind: str, coordinates: list[Any]
) -> None:
    points = json.loads(json.dumps(layers["points"]))
    row = next(f for f in points["features"] if f["properties"]["place"] == "Odesa")
    row["geometry"] = {"type": kind, "coordinates": coordinates}

    data = drawn(tmp_path, points)
    (own,) = (area for area in data["areas"] if area["id"] == row["id"])
    assert (own["type"], own["coordinates"]) == (kind, coordinates)
    lat, lon = data["points"][data["ids"].index(row["id"])]
    assert 31 <= lon <= 32
    assert 47 <= lat <= 48


def test_a_file_by_hand_may_hold_anything(tmp_path: Path, layers: dict[str, Any]) -> None:
    """Ids that are no text, relations that are none, an incident of thousands of places."""
    points = json.loads(json.dumps(layers["points"]))
    first = next(f for f in points["features"] if f["properties"]["place"] == "Odesa")
    odd = {"place_id": "\ud800", "relation": "coast/../E", "place": "<b>", "incident_id": "x"}
    for number in range(2_000):
        role = {"role": ("origin", "target")[number % 2]}
        cells = {**first["properties"], **odd, **role}
        spot = {"type": "Point", "coordinates": [30 + number / 1000, 46]}
        row = {"type": "Feature", "id": f"odd-{number}", "geometry": spot, "properties": cells}
        points["features"].append(row)

    data = drawn(tmp_path, points)
    assert len(data["areas"]) >= 5
    assert 100 <= len(data["links"]) <= 1_000
