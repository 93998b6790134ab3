"""A project opens on the incidents, not on the world that the articles mention."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.qgis import main_box
from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path

TOWNS = ("Kharkiv", "Nikopol", "Odesa", "Sumy", "Kherson", "Zaporizhzhia")
DEGREE_M = 111_319.5  # of longitude, in Mercator metres


def extent_of(project: str) -> tuple[float, float]:
    """Return the degrees of longitude between which a project opens."""
    box = ET.fromstring(project.partition("\n")[2]).find("mapcanvas/extent")  # noqa: S314 - ours
    assert box is not None
    west, east = (float(box.findtext(name, "")) / DEGREE_M for name in ("xmin", "xmax"))
    return west, east


def project_in(package: Path) -> str:
    with closing(sqlite3.connect(package)) as connection:
        (stored,) = connection.execute("SELECT content FROM qgis_projects").fetchone()
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(stored.decode()))) as archive:
        return archive.read(archive.namelist()[0]).decode()


def build(folder: Path, *texts: str) -> Path:
    path = folder / "records.jsonl"
    records = [{"id": f"r{number}", "text": text} for number, text in enumerate(texts)]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    command = ["build", str(path), "-o", str(folder / "out"), "--format", "gpkg,qgs"]
    done = run(*command)
    assert done.exit_code == 0, done.output
    return folder / "out"


@pytest.mark.parametrize(
    "far", ["The sisters live in Tokyo and Lima.", "Talks were held in Washington."]
)
def test_a_project_opens_on_the_incidents(tmp_path: Path, far: str) -> None:
    folder = build(tmp_path, *(f"Shells hit {town}." for town in TOWNS), far)

    for project in (project_in(folder / "all.gpkg"), (folder / "all.qgs").read_text("utf-8")):
        west, east = extent_of(project)
        assert 20 < west < 31
        assert 36.2 < east < 45


def test_a_project_without_incidents_opens_on_what_is_mentioned(tmp_path: Path) -> None:
    """The twin."""
    folder = build(tmp_path, "The sisters live in Tokyo.", "The sisters live in Lima.")
    west, east = extent_of(project_in(folder / "all.gpkg"))

    assert west < -77
    assert east > 139


SPOTS = st.dictionaries(
    st.tuples(st.floats(-85, 85), st.floats(-180, 180)), st.integers(1, 50), min_size=1
)


@given(SPOTS)
def test_the_extent_holds_four_fifths_of_the_points(spots: dict[tuple[float, float], int]) -> None:
    found = main_box(spots)

    assert found is not None
    west, south, east, north = found
    held = [n for (lat, lon), n in spots.items() if south <= lat <= north and west <= lon <= east]
    assert sum(held) >= 0.8 * sum(spots.values())


def test_nothing_has_no_extent() -> None:
    assert main_box({}) is None
