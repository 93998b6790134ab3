"""GeoParquet on an object store holds what the folder holds, and only changes are sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from geomap import cli
from geomap.cluster import send_parts
from geomap.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

fsspec = pytest.importorskip("fsspec")
URL = "memory://bucket/maps.parquet"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    for month in ("2023-04", "2023-05"):
        part = tmp_path / "all.parquet" / f"month={month}" / "part-0000.parquet"
        part.parent.mkdir(parents=True)
        part.write_bytes(month.encode())
    yield tmp_path / "all.parquet"
    fsspec.filesystem("memory").store.clear()


def stored() -> dict[str, bytes]:
    store = fsspec.filesystem("memory")
    return {name.rpartition("maps.parquet/")[2]: store.cat(name) for name in store.find("/bucket")}


def test_what_changed_is_sent_and_what_is_gone_removed(folder: Path) -> None:
    assert send_parts(folder, URL) == 2
    assert send_parts(folder, URL) == 0
    (folder / "month=2023-04" / "part-0000.parquet").unlink()
    (folder / "month=2023-05" / "part-0000.parquet").write_bytes(b"new")

    assert send_parts(folder, URL) == 1

    found = stored()
    assert found.pop("month=2023-05/part-0000.parquet") == b"new"
    assert list(found) == ["_geomap.json"]


def test_what_others_put_there_stays(folder: Path) -> None:
    fsspec.filesystem("memory").pipe_file("/bucket/maps.parquet/notes.txt", b"ours")

    send_parts(folder, URL)

    assert stored()["notes.txt"] == b"ours"


def test_a_list_that_is_damaged_sends_everything_again(folder: Path) -> None:
    send_parts(folder, URL)
    fsspec.filesystem("memory").pipe_file("/bucket/maps.parquet/_geomap.json", b"{")

    assert send_parts(folder, URL) == 2


@pytest.mark.parametrize("url", ["nowhere://bucket/x", "file:///dev/null/x"])
def test_a_store_that_takes_nothing_is_told(folder: Path, url: str) -> None:
    with pytest.raises(OutputError, match=r"cannot be written .*check the address"):
        send_parts(folder, url)


def test_a_build_sends_its_parts(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    rows = [{"id": name, "text": "Shells hit Nikopol on 3 May 2023."} for name in "ab"]
    source = tmp_path / "c.jsonl"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    to = f"file://{tmp_path}/store"
    words = ["build", str(source), "-o", str(tmp_path / "out"), "--parquet-to", to]

    result = CliRunner().invoke(cli.main, [*words, "--format", "parquet"])
    wrong = CliRunner().invoke(cli.main, [*words, "--format", "geojson"])

    assert result.exit_code == 0, result.output
    assert "1 part of" in result.stderr
    (part,) = (tmp_path / "store").rglob("*.parquet")
    own = tmp_path / "out" / "all.parquet" / part.relative_to(tmp_path / "store")
    assert part.read_bytes() == own.read_bytes()
    assert wrong.exit_code == 2
    assert "--parquet-to needs parquet among the formats" in wrong.stderr
