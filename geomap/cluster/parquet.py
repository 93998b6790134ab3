"""The GeoParquet of a corpus, written by the workers, and sent by them to an object store."""

from __future__ import annotations

import json
import secrets
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.corpus.making import digest_of
from geomap.corpus.reading import ManifestReader
from geomap.corpus.slices import Slice, slices_of, write_slice
from geomap.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from geomap.cluster.crew import Crew

    Pairs = Iterable[tuple[Path, str]]

__all__ = ["check_store", "send_parts", "send_parts_on", "store_of", "write_slices_on"]

_LIST = "_geomap.json"  # readers of partitioned tables leave out what begins with a line
_MISSING = "missing"
_OWN = {  # errors that are no OSError, by the modules of the libraries of stores
    "botocore.exceptions": "BotoCoreError",
    "google.auth.exceptions": "GoogleAuthError",
    "azure.core.exceptions": "AzureError",
    "aiohttp": "ClientError",
}
_BY_RENAME = {"file", "local", "ssh", "sftp", "smb", "hdfs", "arrow_hdfs"}  # others put at once


def write_slices_on(
    crew: Crew, manifest: ManifestReader, provenance: Mapping[str, Any], root: Path
) -> list[Path]:
    """Let workers write the slices of a corpus into a folder on the shared disk.

    Parameters
    ----------
    crew
        The workers.
    manifest
        On the shared disk; all that stands in it was committed.
    provenance
        What stands in the metadata of each part.
    root
        The folder.
    """
    shared = {
        "manifest": str(manifest.path.absolute()),
        "provenance": provenance,
        "root": str(root),
    }
    orders = {f"slice {cut.number}": {**shared, "slice": cut} for cut in slices_of(manifest)}
    said = crew.run_all(_write_slice, orders)
    return [root / name for order in orders for name in said[order]]


def _write_slice(order: str) -> str:
    from geomap.cluster.work import obey  # noqa: PLC0415 - needs Dask, which sending does not

    def work(said: dict[str, Any]) -> list[str]:
        root = Path(said["root"])
        with ManifestReader(Path(said["manifest"])) as manifest:
            paths = write_slice(manifest, Slice(*said["slice"]), said["provenance"], root)
            return [path.relative_to(root).as_posix() for path in paths]

    return obey(order, work)


def send_parts_on(crew: Crew, folder: Path, url: str) -> int:
    """Do as `send_parts`, by the workers."""

    def put_all(pairs: Pairs) -> None:
        orders = {there: {"source": str(path), "there": there} for path, there in pairs}
        crew.run_all(_send_part, orders)

    return send_parts(folder, url, put_all)


def _send_part(order: str) -> str:
    from geomap.cluster.work import obey  # noqa: PLC0415 - as above

    return obey(order, lambda said: _put_all([(Path(said["source"]), said["there"])]))


def send_parts(folder: Path, url: str, put_all: Callable[[Pairs], None] | None = None) -> int:
    """Make a place of fsspec hold the parts of a folder, and return how many were sent.

    A part is whole or not there, and its list is written last: a run that was ended in between
    is made good by the next. What the list of the last run names and this one has not, is
    removed; nothing else there is touched.

    Parameters
    ----------
    folder
        A folder of GeoParquet.
    url
        ``s3://bucket/maps.parquet``, ``gs://…``, ``abfs://…``, ``file:///shared/…``; the
        library of the store must be installed.
    put_all
        Puts files to addresses; this process does if none is given.

    Raises
    ------
    OutputError
        If there is no such store, or it takes nothing.
    """
    url = url.rstrip("/")
    parts = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.parquet")}
    digests = {name: digest_of(path) for name, path in sorted(parts.items())}
    with _told(url):
        there = _read_list(f"{url}/{_LIST}")
        changed = [name for name, digest in digests.items() if there.get(name) != digest]
        (put_all or _put_all)([(parts[name], f"{url}/{name}") for name in changed])
        for name in there.keys() - digests.keys():
            store, path = _find(f"{url}/{name}")
            with suppress(FileNotFoundError):
                store.rm_file(path)
        _put(f"{url}/{_LIST}", json.dumps(digests, indent=1).encode())
    return len(changed)


def check_store(url: str) -> None:
    """Refuse a place for which nothing is installed, before any work is done.

    Raises
    ------
    OutputError
        If it is such a place.
    """
    if store_of(url) == _MISSING:
        msg = f"{url}: nothing that is installed can write there; install s3fs, gcsfs or adlfs"
        raise OutputError(msg)


def store_of(url: str) -> str:
    """Return what fsspec has for a place; ``missing`` if nothing is installed for it.

    Examples
    --------
    >>> store_of("memory://bucket/maps.parquet"), store_of("nowhere://bucket")
    ('MemoryFileSystem', 'missing')
    """
    import fsspec  # noqa: PLC0415 - an extra

    try:
        return str(fsspec.get_filesystem_class(fsspec.utils.get_protocol(url)).__name__)
    except (ImportError, ValueError):
        return _MISSING


def _put_all(pairs: Pairs) -> None:
    for path, there in pairs:
        with _told(there):
            _put(there, path.read_bytes())


def _put(url: str, payload: bytes) -> None:
    """Put a file to a place, whole or not at all."""
    store, path = _find(url)
    folder, _, name = path.rpartition("/")
    store.makedirs(folder, exist_ok=True)
    names = {store.protocol} if isinstance(store.protocol, str) else set(store.protocol)
    if not names & _BY_RENAME:
        store.pipe_file(path, payload)
        return
    draft = f"{folder}/.{name}-{secrets.token_hex(4)}.tmp"
    try:
        store.pipe_file(draft, payload)
        store.mv(draft, path)
    except BaseException:
        with suppress(OSError):
            store.rm_file(draft)
        raise


def _find(url: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path on it."""
    import fsspec  # noqa: PLC0415 - an extra

    store, path = fsspec.core.url_to_fs(url)
    return store, str(path)


@contextmanager
def _told(url: str) -> Iterator[None]:
    try:
        yield
    except OutputError:
        raise
    except _faults() as error:
        msg = f"{url}: cannot be written ({error}); check the address and your rights"
        raise OutputError(msg) from error


def _faults() -> tuple[type[Exception], ...]:
    """Return what a store may raise, with what the libraries of stores raise of their own."""
    found = [getattr(sys.modules[name], own) for name, own in _OWN.items() if name in sys.modules]
    return (OSError, ImportError, ValueError, *found)


def _read_list(url: str) -> dict[str, str]:
    """Return the digests of the parts that are there; none if the list is not, or is damaged."""
    store, path = _find(url)
    try:
        found = json.loads(store.cat_file(path))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
