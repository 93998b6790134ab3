"""``geomap map`` and ``geomap check``: files as people edit them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from geomap import export
from tests.support.commands import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.usefixtures("stubbed")
def test_check_passes_our_files_and_catches_a_broken_one(article: Path, tmp_path: Path) -> None:
    run("build", article, "-o", tmp_path / "out")
    good = run("check", tmp_path / "out")
    assert good.exit_code == 0, good.stderr

    path = tmp_path / "out" / "a.geojson"
    path.write_text(path.read_text().replace('"realis":"actual"', '"realis":7', 1))
    bad = run("check", tmp_path / "out", "--json")
    assert bad.exit_code == 1
    assert "realis must be text" in bad.stderr
    assert any(result["faults"] for result in json.loads(bad.stdout))


@pytest.mark.usefixtures("stubbed")
def test_map_draws_an_edited_file(article: Path, tmp_path: Path) -> None:
    run("build", article, "-o", tmp_path / "out", "--format", "geojson")
    result = run("map", tmp_path / "out" / "a.geojson", "-o", tmp_path / "new" / "page.html")

    assert result.exit_code == 0, result.output
    assert export.check_page((tmp_path / "new" / "page.html").read_text()) == ()
    assert run("map", tmp_path / "missing.geojson").exit_code == 1


def test_map_reads_standard_input_and_writes_standard_output(article: Path) -> None:
    collection = run("extract", article).stdout
    result = run("map", "-", stdin=collection.encode())

    assert result.exit_code == 0, result.stderr
    assert export.check_page(result.stdout) == ()
    assert "Nikopol" in result.stdout


def swap(feature: dict[str, Any]) -> None:
    feature["geometry"]["coordinates"].reverse()


def to_metres(feature: dict[str, Any]) -> None:
    feature["geometry"]["coordinates"] = [3_830_000.0, 6_040_000.0]


def drop_column(feature: dict[str, Any]) -> None:
    del feature["properties"]["viina"]


def put_words(feature: dict[str, Any]) -> None:
    feature["properties"]["killed"] = "two"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (swap, "feature 1: [47.56826, 34.39126] is Nikopol with its axes swapped"),
        (to_metres, "feature 1: [3830000.0, 6040000.0] is not on the globe; these are metres"),
        (drop_column, "no column viina: unknown in every row"),
        (put_words, "feature 1: killed is 'two', which is no integer; taken as unknown"),
    ],
)
def test_a_badly_edited_file_is_drawn_as_far_as_it_can_be(
    change: Callable[[dict[str, Any]], None], message: str, article: Path, tmp_path: Path
) -> None:
    collection = json.loads(run("extract", article).stdout)
    change(collection["features"][0])
    path = tmp_path / "edited.geojson"
    path.write_text(json.dumps(collection))
    result = run("map", path)

    assert result.exit_code == 1
    assert f"{path}, {message}" in result.stderr or f"{path}: {message}" in result.stderr
    assert "Nikopol" in path.with_suffix(".html").read_text()


def test_a_file_in_another_projection_is_refused(article: Path, tmp_path: Path) -> None:
    collection = json.loads(run("extract", article).stdout)
    collection["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    path = tmp_path / "edited.geojson"
    path.write_text(json.dumps(collection))
    result = run("map", path)

    assert result.exit_code == 1
    assert "its coordinates are in urn:ogc:def:crs:EPSG::3857; save it again in EPSG:4326" in (
        result.stderr
    )
    collection["crs"]["properties"]["name"] = "urn:ogc:def:crs:OGC:1.3:CRS84"
    path.write_text(json.dumps(collection))
    assert run("map", path).exit_code == 0


def test_map_draws_what_still_belongs_to_the_points(tmp_path: Path) -> None:
    """A region that was moved or deleted by hand takes its outline with it."""
    (tmp_path / "a.txt").write_text("Shells hit Sumy Oblast on 3 May 2023.")
    run("build", tmp_path / "a.txt", "-o", tmp_path, "--format", "geojson")
    areas = export.read_geojson(tmp_path / "a.areas.geojson")["features"]
    points = export.read_geojson(tmp_path / "a.geojson")["features"]
    moved = [{**point, "geometry": {"type": "Point", "coordinates": [30, 46]}} for point in points]

    assert export.keep_areas(areas, points) == areas
    assert export.keep_areas(areas, moved) == export.keep_areas(areas, []) == []


def test_check_takes_patterns_apart_itself(article: Path, tmp_path: Path) -> None:
    run("build", article, "-o", tmp_path / "out")
    result = run("check", f"{tmp_path}/out/*.geojson")

    assert result.exit_code == 0
    assert result.stdout.endswith("a.geojson: in order\n")
    assert run("check", f"{tmp_path}/out/*.gpkg").exit_code == 1
