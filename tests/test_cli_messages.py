"""Wrong input is told as a stranger would understand it: what it is, and what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("command", ["build", "extract", "explain"])
def test_an_empty_path_is_no_folder(command: str, tmp_path: Path) -> None:
    """A variable that is not set would otherwise read whatever lies in the working folder."""
    done = run(command, "", *(["-o", tmp_path] if command == "build" else []))

    assert done.exit_code == 2
    assert "a path is empty" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["report.txt", "report.gpkg", "page.html"])
def test_what_is_no_geojson_is_not_drawn_but_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Shells hit Nikopol.", encoding="utf-8")
    done = run("map", tmp_path / name)

    assert done.exit_code == 2
    assert "no GeoJSON" in done.stderr
    assert "geomap build" in done.stderr


def test_a_file_that_is_not_there_is_not_called_of_a_wrong_kind(tmp_path: Path) -> None:
    done = run("check", tmp_path / "missing")

    assert done.exit_code == 1
    assert "no such file or folder" in done.stderr


def test_a_table_without_its_columns_tells_which_it_needs(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("headline,body\nA,Shells hit Nikopol.\n", encoding="utf-8")
    done = run("extract", table)

    assert done.exit_code == 1
    assert "no column 'id'; a table needs id and text, and may have title, published" in done.stderr
