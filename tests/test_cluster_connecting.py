"""A cluster is joined safely or not at all: its address, its answer, its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from geomap.cluster import check_address, connecting, open_client
from geomap.errors import ClusterError

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("distributed")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786", "tls://10.0.0.7:8786"],
)
def test_a_safe_address_is_taken(address: str) -> None:
    assert check_address(address).endswith(address)


@pytest.mark.parametrize(
    "address", ["10.0.0.7:8786", "tcp://cluster.example:8786", "ws://8.8.8.8:1", "0.0.0.0:8786"]
)
def test_another_machine_without_encryption_is_refused(address: str) -> None:
    with pytest.raises(ClusterError, match=r"no TLS; use a tls:// scheduler, or --insecure"):
        check_address(address)
    assert check_address(address, is_insecure=True).endswith(address)


@pytest.mark.parametrize("address", ["", "nonsense", "http://host:1", "tcp://host", "host:port"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(ClusterError, match="no address of a scheduler"):
        check_address(address)


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_PATIENCE", 0.5)

    with (
        pytest.raises(ClusterError, match=r"tcp://127.0.0.1:9: no scheduler answers .* check the"),
        open_client("127.0.0.1:9"),
    ):
        pass


def test_a_scheduler_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "scheduler.json").write_text("[]")

    with (
        pytest.raises(ClusterError, match="no scheduler file"),
        open_client(str(tmp_path / "scheduler.json")),
    ):
        pass


def test_a_scheduler_of_another_version_is_refused() -> None:
    same = dict.fromkeys(("dask", "distributed", "msgpack", "cloudpickle"), "1")

    class Client:
        def get_versions(self) -> dict[str, Any]:
            theirs = same | {"python": "3.9.1.final.0", "distributed": "0.9"}
            return {
                "client": {"packages": same | {"python": "3.11.7"}},
                "scheduler": {"packages": theirs},
            }

    with pytest.raises(ClusterError, match=r"python 3.9 there, 3.11 here; distributed 0.9 there"):
        connecting._check_versions(Client(), "tcp://host:1")  # type: ignore[arg-type]
