"""The file that an import writes: whole or not at all, with the same bytes."""

from __future__ import annotations

import gzip
import json
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from geomap.errors import DumpError, OutputError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.imports import import_places
from geomap.gazetteer.schema import point_blob
from tests.support.dumps import TAGS, geonames_row, geopackage, imported, many_rows

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("suffix", ["txt", "txt.gz"])
def test_progress_runs_from_nothing_to_all(tmp_path: Path, suffix: str) -> None:
    content = many_rows(9_000)
    shares: list[tuple[float, int]] = []
    path = tmp_path / f"UA.{suffix}"
    path.write_bytes(gzip.compress(content) if suffix.endswith("gz") else content)
    import_places("geonames", path, tmp_path / "p.gpkg", progress=lambda *step: shares.append(step))

    assert shares == sorted(shares)
    assert shares[-1][0] == 1.0


def test_the_version_tells_dumps_and_filters_apart(tmp_path: Path) -> None:
    one = Gazetteer(imported(tmp_path / "UA.txt", geonames_row()).path).version
    path = geopackage(tmp_path / "o.gpkg", [(point_blob(49.7, 36.9), TAGS)])
    two = Gazetteer(import_places("osm", path, tmp_path / "o.places.gpkg").path).version
    options = {"countries": ("UA",)}
    three = Gazetteer(imported(tmp_path / "UA.txt", geonames_row(), **options).path).version

    assert len({one, two, three}) == 3


def test_the_old_file_stays_when_an_import_fails(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row())
    before = done.path.read_bytes()

    with pytest.raises(DumpError):
        imported(tmp_path / "bad.txt", many_rows(30) + b"cut")

    assert done.path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.glob("places*")) == ["places.gpkg"]


def test_the_old_file_stays_when_an_import_is_killed(tmp_path: Path) -> None:
    """Not even a signal that cannot be caught leaves a half file in its place."""
    done = imported(tmp_path / "UA.txt", geonames_row())
    before = done.path.read_bytes()
    (tmp_path / "long.txt").write_bytes(many_rows(60_000))
    command = [sys.executable, "-m", "geomap", "gazetteer", "import", "geonames",
               str(tmp_path / "long.txt"), "--into", str(done.path)]  # fmt: skip
    partial = tmp_path / "places.gpkg.partial"
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 30
        while not (partial.exists() and partial.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)

    assert partial.exists()
    assert done.path.read_bytes() == before
    assert Gazetteer(done.path).candidates("Zabrodivske")
    assert imported(tmp_path / "UA.txt", geonames_row()).places == 1  # what was left is cleared
    assert not partial.exists()


def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row())
    before = done.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    dump = tmp_path / "long.txt"
    dump.write_bytes(many_rows(3_000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(OutputError, match=r"cannot be written .* not full"):
            import_places("geonames", dump, done.path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert done.path.read_bytes() == before
    assert not list(tmp_path.glob("*.partial"))


def test_a_file_that_no_import_wrote_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "places.gpkg"
    target.write_text("my thesis")

    with pytest.raises(OutputError, match="choose another file with --into"):
        imported(tmp_path / "UA.txt", geonames_row())
    with pytest.raises(DumpError, match="replaced by its own import"):
        import_places("geonames", tmp_path / "UA.txt", tmp_path / "UA.txt")
    assert target.read_text() == "my thesis"


def test_two_imports_of_one_dump_are_the_same_bytes(tmp_path: Path) -> None:
    first = imported(tmp_path / "UA.txt", many_rows(50)).path.read_bytes()
    second = imported(tmp_path / "UA.txt", many_rows(50)).path.read_bytes()

    assert first == second


def test_the_file_says_what_it_was_made_from(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row(), countries=("UA",))
    with sqlite3.connect(done.path) as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    facts = json.loads(meta["import"])

    assert (facts["file"], facts["format"], facts["countries"]) == ("UA.txt", "geonames", ["UA"])
    assert str(tmp_path) not in meta["import"]
    assert "GeoNames" in meta["licences"]
