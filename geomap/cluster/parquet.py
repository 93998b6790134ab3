"""The GeoParquet of a corpus on an object store: the parts that changed are sent."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from geomap.corpus.making import digest_of
from geomap.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["send_parts"]

_LIST = "_geomap.json"  # readers of partitioned tables leave out what begins with a line


def send_parts(folder: Path, url: str) -> int:
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

    Raises
    ------
    OutputError
        If there is no such store, or it takes nothing.
    """
    import fsspec  # noqa: PLC0415 - an extra

    parts = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.parquet")}
    digests = {name: digest_of(path) for name, path in sorted(parts.items())}
    try:
        store, root = fsspec.core.url_to_fs(url)
        there = _read_list(store, f"{root}/{_LIST}")
        changed = [name for name, digest in digests.items() if there.get(name) != digest]
        for name in changed:
            store.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
            store.pipe_file(f"{root}/{name}", parts[name].read_bytes())
        for name in there.keys() - digests.keys():
            with suppress(FileNotFoundError):
                store.rm_file(f"{root}/{name}")
        store.pipe_file(f"{root}/{_LIST}", json.dumps(digests, indent=1).encode())
    except (OSError, ImportError, ValueError) as error:
        msg = f"{url}: cannot be written ({error}); check the address and your rights"
        raise OutputError(msg) from error
    return len(changed)


def _read_list(store: Any, path: str) -> dict[str, str]:  # noqa: ANN401 - of fsspec, an extra
    """Return the digests of the parts that are there; none if the list is not, or is damaged."""
    try:
        found = json.loads(store.cat_file(path))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
