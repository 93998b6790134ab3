"""A build over TLS, with certificates of the test's own; and what a scheduler with TLS refuses."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from geomap.articles import Knowledge, read_inputs
from geomap.cluster import Recipe, build_on_cluster, connecting, open_client
from geomap.corpus import Analysis, Choices, Plan, build_in_processes
from geomap.errors import ClusterError
from tests.support.folders import tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

dask = pytest.importorskip("dask")
pytest.importorskip("distributed")
OPENSSL = shutil.which("openssl")
if OPENSSL is None:
    pytest.skip("no openssl to make certificates with", allow_module_level=True)

PLAN = Plan(Choices(formats=("geojson",)), fingerprint="one")
RECIPE = Recipe(Analysis(), Knowledge(), PLAN.choices)
HERE = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", ":0")


def to_settings(folder: Path, name: str) -> dict[str, str]:
    """Make a certificate that vouches for itself, and return what Dask is told of it."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        [str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    tls = "distributed.comm.tls"
    own = {f"{tls}.ca-file": str(cert), "distributed.comm.require-encryption": "true"}
    for role in ("client", "scheduler", "worker"):
        own |= {f"{tls}.{role}.cert": str(cert), f"{tls}.{role}.key": str(key)}
    return own


def start(folder: Path, settings: dict[str, str], kind: str, *words: object) -> ExitStack:
    """A process of Dask that knows the settings; it ends with the stack."""
    told = {f"DASK_{name.replace('.', '__')}": value for name, value in settings.items()}
    names = {name.upper().replace("-", "_"): value for name, value in told.items()}
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **names}
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{kind}", *map(str, words), *HERE],
        env=env,
        cwd=folder,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    stack = ExitStack()
    stack.callback(process.wait)
    stack.callback(os.killpg, process.pid, signal.SIGKILL)
    return stack


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return to_settings(tmp_path_factory.mktemp("ours"), "ours")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, settings: dict[str, str]) -> Iterator[str]:
    """A scheduler and two workers that speak nothing but TLS."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    words = ("--protocol", "tls", "--port", 0, "--scheduler-file", file)
    with start(folder, settings, "scheduler", *words):
        while not (file.exists() and file.read_text().strip()):
            time.sleep(0.1)
        found = json.loads(file.read_text())["address"]
        with start(folder, settings, "worker", found, "--nworkers", 2, "--nthreads", 1):
            yield found


def test_a_build_over_tls_gives_the_bytes_of_a_local_one(
    tmp_path: Path, address: str, settings: dict[str, str]
) -> None:
    source = tmp_path / "c.jsonl"
    rows = [{"id": f"r{n}", "text": f"Shells hit Nikopol on 3 May 2023.\n{n}."} for n in range(9)]
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    list(build_in_processes(read_inputs([source]), tmp_path / "here", RECIPE.analysis.open, PLAN))

    with dask.config.set(settings), open_client(address) as client:
        client.wait_for_workers(2, timeout=60)
        workers = list(client.nthreads())
        inputs = read_inputs([source])
        outcomes = list(build_on_cluster(inputs, tmp_path / "there", RECIPE, PLAN, client))

    assert address.startswith("tls://127.0.0.1:")
    assert [worker[:6] for worker in workers] == ["tls://"] * 2
    assert not [outcome for outcome in outcomes if outcome.failure]
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert len(tree(tmp_path / "here")) > len(rows)


@pytest.mark.parametrize("kind", ["plain", "no certificate", "a certificate of others"])
def test_a_client_that_is_not_ours_is_refused(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The twins of the one above: the same scheduler, whoever has no certificate that it knows."""
    monkeypatch.setattr(connecting, "_PATIENCE", 2.0)
    known = to_settings(tmp_path, "others") if kind == "a certificate of others" else {}
    asked = address.replace("tls://", "tcp://") if kind == "plain" else address

    with (
        dask.config.set(known),
        pytest.raises(ClusterError, match="no scheduler answers") as refusal,
        open_client(asked),
    ):
        pass

    assert ("certificates under distributed.comm.tls" in str(refusal.value)) == (kind != "plain")
