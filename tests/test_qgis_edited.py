"""Files that were edited and saved in the real QGIS are read, checked, drawn and kept."""

from __future__ import annotations

import csv
import io
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from geomap import export
from geomap.corpus import write_report
from tests.support.commands import run
from tests.support.desktop import EDITOR, run_qgis

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.records import Report


@pytest.fixture(scope="module")
def edited(sample_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that was edited in QGIS in place, and what QGIS exports of it, `saved.geojson`."""
    folder: Path = tmp_path_factory.mktemp("edited")
    write_report(sample_report, folder, formats=["geojson"], stem="original")
    shutil.copy(folder / "original.geojson", folder / "edited.geojson")
    run_qgis(EDITOR, [str(folder / "edited.geojson"), str(folder / "saved.geojson")])
    return folder


@pytest.mark.qgis
def test_the_files_that_qgis_saves_differ_from_ours(edited: Path) -> None:
    """The twin of the tests below: what they read is not what geomap writes."""
    saved = json.loads((edited / "saved.geojson").read_text("utf-8"))

    assert "crs" in saved
    assert "geomap" not in saved
    assert "bbox" not in saved
    assert all("id" not in f and "id" in f["properties"] for f in saved["features"])


@pytest.mark.qgis
@pytest.mark.parametrize("name", ["edited.geojson", "saved.geojson"])
def test_a_file_edited_and_saved_in_qgis_is_read_checked_drawn_and_kept(
    edited: Path, name: str
) -> None:
    original = export.read_incidents(edited / "original.geojson")
    rows = export.read_incidents(edited / name)

    assert len(rows) == len(original)
    first = rows.iloc[0]
    assert (first.geometry.x, first.geometry.y, first.incident_type) == (
        34.5,
        47.6,
        "missile_strike",
    )
    unchanged = list(rows.index)[1:-1]
    assert rows.loc[unchanged].equals(original.loc[unchanged])

    checked = run("check", edited / name)
    assert checked.exit_code == 0, checked.stderr
    assert "saved by QGIS" in checked.stderr
    page = edited / f"{name}.html"
    drawn = run("map", edited / name, "-o", page)
    assert drawn.exit_code == 0, drawn.stderr
    assert first.quote in page.read_text("utf-8")
    assert "GeoNames" in page.read_text("utf-8")
    beside = ("--original", edited / "original.geojson")
    kept = run("corrections", "from-geojson", edited / name, *beside)
    assert kept.exit_code == 0, kept.stderr
    actions = [row["action"] for row in csv.DictReader(io.StringIO(kept.stdout))]
    assert actions == ["place", "type", "add", "drop"]
