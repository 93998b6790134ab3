"""GeoParquet is written by the workers; on an object store, only what changed is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from geomap import export
from geomap.articles import Knowledge, read_inputs
from geomap.cluster import LOCAL, Recipe, build_on_cluster, open_client, parquet, send_parts
from geomap.corpus import Analysis, Choices, Plan, build_in_processes, slices
from geomap.errors import ClusterError, OutputError
from tests.support.commands import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from distributed import Client

    from geomap.corpus import Outcome

fsspec = pytest.importorskip("fsspec")
pytest.importorskip("distributed")
URL = "memory://bucket/maps.parquet"
PLAN = Plan(Choices(formats=("parquet",), pages=False), fingerprint="one")
RECIPE = Recipe(Analysis(), Knowledge(), PLAN.choices)


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A bucket of an object store on this machine, which the workers know, too."""
    server = pytest.importorskip("moto.server", reason="moto[server] plays the object store")
    s3fs = pytest.importorskip("s3fs", reason="s3fs writes to it")
    running = server.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
            patch.setenv(name, "us-east-1" if "REGION" in name else "dummy")
        s3fs.S3FileSystem().mkdir("maps")
        yield "s3://maps/corpus.parquet"
    running.stop()


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with open_client(LOCAL, jobs=2) as client:
        yield client


def write_corpus(folder: Path, *months: int) -> Path:
    source = folder / "c.jsonl"
    days = [f"2023-{month:02}-{1 + number:02}" for month in months for number in range(5)]
    rows = [{"id": day, "text": "Shells hit Nikopol on Monday.", "published": day} for day in days]
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return source


def on_cluster(client: Client, source: Path, folder: Path, to: str = "") -> list[Outcome]:
    recipe = replace(RECIPE, parquet_to=to)
    return list(build_on_cluster(read_inputs([source]), folder, recipe, PLAN, client))


def parts(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*t")}


def refuse(*_: object) -> bytes:
    msg = "written by the client"
    raise AssertionError(msg)


def test_workers_write_the_parts_of_a_local_build(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rows in the same parts, to the byte; and none of them by the client."""
    monkeypatch.setattr(slices, "_ROWS", 4)
    source = write_corpus(tmp_path, 4, 5)
    inputs = read_inputs([source])
    list(build_in_processes(inputs, tmp_path / "here", RECIPE.analysis.open, PLAN))
    monkeypatch.setattr(export, "to_parquet", refuse)

    on_cluster(client, source, tmp_path / "there")

    here = parts(tmp_path / "here" / "all.parquet")
    assert parts(tmp_path / "there" / "all.parquet") == here
    assert len(here) > 3
    assert {name[:13] for name in here} >= {"month=2023-04", "month=2023-05"}


def test_a_client_that_writes_itself_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the one above."""
    monkeypatch.setattr(export, "to_parquet", refuse)
    inputs = read_inputs([write_corpus(tmp_path, 4)])

    with pytest.raises(AssertionError, match="written by the client"):
        list(build_in_processes(inputs, tmp_path / "here", RECIPE.analysis.open, PLAN))


def test_a_second_run_doubles_nothing_and_leaves_no_part_of_the_first(
    tmp_path: Path, client: Client
) -> None:
    geopandas = pytest.importorskip("geopandas")
    store = tmp_path / "store"
    to = f"file://{store}"
    on_cluster(client, write_corpus(tmp_path, 4, 5), tmp_path / "out", to)
    first = parts(store)
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*.parquet")}
    on_cluster(client, write_corpus(tmp_path, 4, 5), tmp_path / "out", to)

    assert {path: path.stat().st_mtime_ns for path in store.rglob("*.parquet")} == before

    on_cluster(client, write_corpus(tmp_path, 5), tmp_path / "out", to)

    assert {name[:13] for name in first} >= {"month=2023-04", "month=2023-05"}
    assert not list(store.glob("month=2023-04/*"))
    assert len(set(geopandas.read_parquet(tmp_path / "out" / "all.parquet")["article_id"])) == 5
    inputs = read_inputs([tmp_path / "c.jsonl"])
    list(build_in_processes(inputs, tmp_path / "fresh", RECIPE.analysis.open, PLAN))
    assert parts(store) == parts(tmp_path / "fresh" / "all.parquet")


def test_an_object_store_holds_what_the_folder_holds(tmp_path: Path, store: str) -> None:
    """Over the protocol of S3, written by the workers and read by geopandas."""
    geopandas = pytest.importorskip("geopandas")
    with open_client(LOCAL, jobs=2) as client:  # of workers that know the store
        assert set(client.run(parquet.store_of, store).values()) == {"S3FileSystem"}
        on_cluster(client, write_corpus(tmp_path, 4, 5), tmp_path / "out", store)
        on_cluster(client, write_corpus(tmp_path, 5, 6), tmp_path / "out", store)

    fs, root = fsspec.core.url_to_fs(store)
    fs.invalidate_cache()
    found = {name.removeprefix(f"{root}/"): fs.cat(name) for name in fs.find(root)}
    del found["_geomap.json"]

    assert found == parts(tmp_path / "out" / "all.parquet")
    assert {name[:13] for name in found} >= {"month=2023-05", "month=2023-06"}
    assert len(geopandas.read_parquet(store)) == len(
        geopandas.read_parquet(tmp_path / "out" / "all.parquet")
    )


def test_a_store_that_knows_nobody_is_told(
    folder: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Libraries of stores have errors of their own."""
    s3fs = pytest.importorskip("s3fs")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    s3fs.S3FileSystem.clear_instance_cache()

    with pytest.raises(OutputError, match=r"cannot be written \(.*redentials.*your rights"):
        send_parts(folder, store)
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_store_that_nothing_installed_can_write_to_is_told_before_any_work(
    tmp_path: Path, client: Client
) -> None:
    with pytest.raises(OutputError, match="nowhere://x: nothing that is installed can write there"):
        on_cluster(client, write_corpus(tmp_path, 4), tmp_path / "out", "nowhere://x")
    assert not (tmp_path / "out").exists()


def test_a_worker_that_cannot_write_to_the_store_is_left_out_before_it_works(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geomap.cluster.recipe.store_of", lambda _: "OtherFileSystem")

    with pytest.raises(ClusterError, match=r"is MemoryFileSystem there, and OtherFileSystem here"):
        on_cluster(client, write_corpus(tmp_path, 4), tmp_path / "out", URL)


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_part_is_whole_or_not_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """On a disk, it is written beside its name, which it gets at the end."""
    local = fsspec.filesystem("file")
    to = f"file://{tmp_path}/store"
    send_parts(folder, to)
    before = parts(tmp_path / "store")
    (folder / "month=2023-04" / "part-0000.parquet").write_bytes(b"new")

    def torn(_: object, path: str, payload: bytes) -> None:
        with open(path, "wb") as stream:  # noqa: PTH123 - a path of fsspec
            stream.write(payload[:1])
        raise error

    monkeypatch.setattr(type(local), "pipe_file", torn)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        send_parts(folder, to)

    assert parts(tmp_path / "store") == before
    assert not [path for path in (tmp_path / "store").rglob("*") if path.name.endswith(".tmp")]


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

    result = run(*words, "--format", "parquet")
    wrong = run(*words, "--format", "geojson")

    assert result.exit_code == 0, result.output
    assert "1 part of" in result.stderr
    (part,) = (tmp_path / "store").rglob("*.parquet")
    own = tmp_path / "out" / "all.parquet" / part.relative_to(tmp_path / "store")
    assert part.read_bytes() == own.read_bytes()
    assert wrong.exit_code == 2
    assert "--parquet-to needs parquet among the formats" in wrong.stderr
