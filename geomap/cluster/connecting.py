"""A client of a Dask scheduler: reached safely, or not at all."""

from __future__ import annotations

import ipaddress
import json
import logging
import signal
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geomap.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client

__all__ = ["LOCAL", "check_address", "open_client"]

LOCAL = "local"
"""The address of a cluster that is started for one run on this machine."""

_PATIENCE = 20.0  # seconds in which a scheduler must answer
_SAME = ("python", "dask", "distributed", "msgpack", "cloudpickle")  # what both ends agree on
_MEMORY = "1 GiB"  # of a local worker beside its child, which has a limit of its own
_ENCRYPTED = {"tls", "wss"}
_OPEN = {"tcp", "ws"}


@contextmanager
def open_client(address: str, *, is_insecure: bool = False, jobs: int = 1) -> Iterator[Client]:
    """Open a client of a scheduler, or of a cluster of our own for the address ``local``.

    Parameters
    ----------
    address
        ``tls://host:8786``, ``tcp://127.0.0.1:8786``, the path of a scheduler file
        (``scheduler.json``), or ``local``.
    is_insecure
        Whether a scheduler on another machine may be talked to without TLS.
    jobs
        Workers of a cluster of our own.

    Raises
    ------
    ClusterError
        If it is not safe, does not answer, or runs other versions; if Dask is missing.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = "--scheduler needs Dask; install geomap with the extra [dask]"
        raise ClusterError(msg) from error
    _silence_logs()
    if address == LOCAL:
        with _open_local(jobs) as cluster, distributed.Client(cluster) as client:
            yield client
        return
    checked = check_address(_address_of(address), is_insecure=is_insecure)
    try:
        _check_certificates(checked)
        client = distributed.Client(checked, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError, RuntimeError) as error:
        raise ClusterError(_unreached(checked, error)) from error
    with client:
        _check_versions(client, checked)
        yield client


def check_address(address: str, *, is_insecure: bool = False) -> str:
    """Return an address with its protocol, if it is safe to send work there.

    Whoever can write to a scheduler without TLS can run what he likes on every worker.

    Raises
    ------
    ClusterError
        If the scheduler is on another machine and has no TLS; if it is no address.

    Examples
    --------
    >>> check_address("127.0.0.1:8786")
    'tcp://127.0.0.1:8786'
    >>> check_address("tls://cluster.example:8786")
    'tls://cluster.example:8786'
    >>> check_address("tcp://10.0.0.7:8786")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    geomap.errors.ClusterError: tcp://10.0.0.7:8786: another machine, and no TLS; use a tls:// ...
    """
    full = address if "://" in address else f"tcp://{address}"
    parts = urlsplit(full)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if parts.scheme not in _ENCRYPTED | _OPEN or not host or not port:
        msg = f"{address}: no address of a scheduler; write tls://HOST:PORT, or {LOCAL}"
        raise ClusterError(msg)
    if parts.scheme in _OPEN and not _is_loopback(host) and not is_insecure:
        msg = (
            f"{full}: another machine, and no TLS; use a tls:// scheduler, "
            "or --insecure-cluster in a network where you trust everybody"
        )
        raise ClusterError(msg)
    return full


def _silence_logs() -> None:
    """Leave it to us to tell what counts: each logger of Dask has a level of its own."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name that may lead anywhere


def _address_of(address: str) -> str:
    """Return the address that a scheduler file names, or the address itself."""
    path = Path(address)
    if path.suffix != ".json":
        return address
    try:
        return str(json.loads(path.read_bytes())["address"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        msg = f"{address}: no scheduler file ({error}); pass the one that dask scheduler writes"
        raise ClusterError(msg) from error


def _check_certificates(address: str) -> None:
    """Refuse to try without: a client of Dask that fails so is never closed, and may hang.

    Raises
    ------
    ValueError, OSError
        If Dask was told of none, or cannot read them.
    """
    from distributed.security import Security  # noqa: PLC0415 - an extra

    asked = Security().get_connection_args("client")
    if urlsplit(address).scheme in _ENCRYPTED and asked["ssl_context"] is None:
        msg = "no certificate is named"
        raise ValueError(msg)


def _unreached(address: str, error: Exception) -> str:
    first = str(error).strip().splitlines()[:1]
    reason = first[0] if first else type(error).__name__
    remedy = "check the address, or start one with: dask scheduler --host 127.0.0.1"
    if address.startswith("tls"):
        remedy = "check the address, and the certificates under distributed.comm.tls in Dask's YAML"
    return f"{address}: no scheduler answers ({reason}); {remedy}"


def _check_versions(client: Client, address: str) -> None:
    """Refuse a scheduler that runs other versions of what both ends must share.

    Raises
    ------
    ClusterError
        If it does.
    """
    found = client.get_versions()
    ours, theirs = _versions_of(found["client"]), _versions_of(found["scheduler"])
    faults = [f"{name} {theirs[name]} there, {ours[name]} here" for name in _SAME]
    wrong = [words for words, name in zip(faults, _SAME, strict=True) if ours[name] != theirs[name]]
    if wrong:
        msg = f"{address}: {'; '.join(wrong)}; install the same versions on both"
        raise ClusterError(msg)


def _versions_of(found: dict[str, Any]) -> dict[str, str]:
    packages = found["packages"]
    versions = {name: str(packages.get(name)) for name in _SAME}
    return versions | {"python": ".".join(versions["python"].split(".")[:2])}


@contextmanager
def _open_local(jobs: int) -> Iterator[Any]:
    """Open a cluster on the loopback interface, without a dashboard."""
    import dask  # noqa: PLC0415 - an extra
    import distributed  # noqa: PLC0415 - an extra

    pages = ("distributed.scheduler.http.routes", "distributed.worker.http.routes")
    quiet: dict[str, list[str]] = {name: [] for name in pages}
    with dask.config.set(quiet):
        with _ignoring_interrupts():
            cluster = distributed.LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",  # Dask listens somewhere, with nothing to show
                scheduler_kwargs={"dashboard": False},
                memory_limit=_MEMORY,
                silence_logs=logging.CRITICAL,
            )
        with cluster:
            yield cluster


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C, which goes to the whole group, leaves to us to end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
