"""The file of the compiled gazetteer: opened once, never written, refused when broken."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer, default_path, open_gazetteer

if TYPE_CHECKING:
    from pathlib import Path


def test_the_file_keeps_the_limits_on_disk_and_in_a_wheel(gazetteer: Gazetteer) -> None:
    """A wheel may have 30 MB; all but the gazetteer takes less than 2."""
    content = gazetteer.path.read_bytes()

    assert len(content) < 100_000_000
    assert len(zlib.compress(content, 6)) < 28_000_000


def test_the_layer_of_names_writes_what_the_reader_reads(gazetteer: Gazetteer) -> None:
    """A name that is not stored is made of its key, by SQLite here and by Python there."""
    rows = gazetteer._file.connection.execute(
        "SELECT n.key, n.name, n.place_id, n.kind, n.score FROM names n WHERE n.key LIKE 'kr%' "
        "OR n.key LIKE 'єн%' OR n.key LIKE 'хар%' OR n.key LIKE 'ќ%'"
    ).fetchall()
    read = {
        (key, c.name, c.place.place_id, c.match, c.score)
        for key in {row[0] for row in rows}
        for c in gazetteer._lookup.named(key)
    }

    assert len(rows) > 1_000
    assert set(rows) == read


def test_info_counts_every_layer(gazetteer: Gazetteer) -> None:
    info = gazetteer.info()

    assert set(info["places_by_source"]) == {"curated", "geonames", "katottg", "naturalearth"}
    assert info["places"] == sum(info["places_by_kind"].values())
    assert any("GeoNames" in line and "CC BY 4.0" in line for line in info["licences"])
    assert info["version"] == gazetteer.version


def test_one_gazetteer_is_opened_per_path(gazetteer: Gazetteer) -> None:
    assert open_gazetteer(default_path()) is open_gazetteer(str(default_path()))
    assert gazetteer.path == default_path()


def test_the_file_cannot_be_written_through_it(gazetteer: Gazetteer) -> None:
    with pytest.raises(sqlite3.OperationalError):
        gazetteer._file.connection.execute("DELETE FROM keys")


def test_a_missing_file_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.gpkg.*geomap gazetteer import"):
        Gazetteer(tmp_path / "none.gpkg")


def test_a_text_file_is_no_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "text.gpkg"
    path.write_text("This is no database. " * 100)

    with pytest.raises(GazetteerError, match=r"text\.gpkg.*not a geomap gazetteer"):
        Gazetteer(path)


def test_another_geopackage_is_no_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "other.gpkg"
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA application_id = 1196444487; CREATE TABLE t (x)")
    connection.close()

    with pytest.raises(GazetteerError, match=r"other\.gpkg: not a geomap gazetteer"):
        Gazetteer(path)


def test_a_truncated_file_is_an_error_not_a_wrong_answer(tmp_path: Path) -> None:
    path = tmp_path / "cut.gpkg"
    with default_path().open("rb") as whole:
        path.write_bytes(whole.read(200_000))

    with pytest.raises(GazetteerError, match=r"cut\.gpkg"):
        Gazetteer(path).candidates("Kyiv")


def test_an_older_schema_is_refused_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "old.gpkg"
    shutil.copy(default_path(), path)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    connection.close()

    with pytest.raises(GazetteerError, match=r"old\.gpkg: schema 0, this geomap reads 4"):
        Gazetteer(path)


def test_a_path_with_signs_that_mean_something_in_a_uri_opens(tmp_path: Path) -> None:
    folder = tmp_path / "odd #? %41 name"
    folder.mkdir()
    path = folder / "g.gpkg"
    path.symlink_to(default_path())

    assert Gazetteer(path).candidates("Kyiv")


def test_names_of_a_process_cost_bounded_memory(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geomap.gazetteer.lookup._CACHE_SIZE", 10)
    opened = Gazetteer(gazetteer.path)

    for number in range(50):
        opened.candidates(f"Nowhere {number}")

    assert len(opened._candidates) <= 10


def test_importing_the_reader_loads_no_geometry_library() -> None:
    """Names need neither shapely nor geopandas: a command line starts fast."""
    code = (
        "import sys, geomap.gazetteer; print({'shapely', 'geopandas', 'numpy'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )

    assert run.stdout.strip() == "set()"


QGIS_SCRIPT = """
import sys
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
for name in ("places", "areas", "names"):
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    print(name, layer.isValid(), layer.featureCount(), layer.crs().authid(), flush=True)
    del layer
app.exitQgis()
"""


@pytest.mark.qgis
def test_qgis_opens_the_layers(gazetteer: Gazetteer, tmp_path: Path) -> None:
    copy = tmp_path / "gazetteer.gpkg"
    shutil.copy(gazetteer.path, copy)
    run = subprocess.run(
        ["/usr/bin/python3", "-c", QGIS_SCRIPT, str(copy)],
        capture_output=True,
        text=True,
        check=False,
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PATH": os.environ["PATH"]},
    )
    lines = dict(line.split(" ", 1) for line in run.stdout.splitlines())
    info = gazetteer.info()

    assert lines["places"] == f"True {info['places']} EPSG:4326", run.stderr
    assert lines["areas"] == f"True {sum(info['areas_by_kind'].values())} EPSG:4326"
    assert lines["names"].startswith(f"True {info['names']}")


def test_info_tells_the_date_of_the_newest_table(gazetteer: Gazetteer) -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", gazetteer.info()["date"])
