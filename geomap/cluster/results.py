"""The results of the workers on the shared disk: what is there is done, whoever did it.

A folder holds what became of a handful of articles: their files, and ``made``, a record for
each. It takes its name, at once and for good, when all of it is written; of two workers that
did the same, the second finds the name taken and drops its own. The client knows an article
by its key, so that a later run finds it whatever it was bundled with.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import os
import shutil
import time
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geomap import errors, export
from geomap.articles import Failure
from geomap.corpus.making import Made, digest_of
from geomap.errors import GeomapError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    Result = Made | Failure

__all__ = ["Shelf", "publish", "read_results"]

_MADE = "made"
_LEVEL = 1  # of zlib: the packs are compressed already
_DIGEST = 64  # hexadecimal digits of a SHA-256
_PATIENCE = (0.1, 1.0, 4.0)  # seconds; a network disk remembers for some what was not there
_TAKEN = {errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR}


def publish(draft: Path, place: Path, results: Iterable[tuple[str, Result]]) -> None:
    """Give a folder of drafts its name, with a record of the results by their keys.

    Raises
    ------
    OutputError
        If the shared disk does not take it.
    """
    export.write_file(draft / _MADE, _pack(results))
    try:
        draft.rename(place)
    except OSError as error:
        if error.errno not in _TAKEN:
            msg = f"{place}: cannot be written ({error.strerror}); make room and run again"
            raise OutputError(msg) from error
        shutil.rmtree(draft, ignore_errors=True)


def read_results(place: Path) -> dict[str, Result]:
    """Return the results of a folder by their keys; none if it is not there, or damaged."""
    try:
        payload = (place / _MADE).read_bytes()
        digest, packed = payload[:_DIGEST], payload[_DIGEST:]
        if hashlib.sha256(packed).hexdigest().encode() != digest:
            return {}
    except OSError:
        return {}
    found = json.loads(zlib.decompress(packed))
    shapes = {name: geojson.encode() for name, geojson in found["shapes"].items()}
    return {key: _restored(said, shapes, place) for key, said in found["results"]}


class Shelf:
    """The results that lie on the shared disk, found by the keys of their articles."""

    def __init__(self, folder: Path, outputs: Path) -> None:
        self.folder = export.ensure_folder(folder)
        self._outputs = outputs
        self._places: dict[str, Path] = {}
        self._emptied: list[Path] = []
        for place in sorted(self.folder.iterdir()):
            made = {} if place.name.startswith(".") else read_results(place)
            done = {key: place for key, result in made.items() if isinstance(result, Made)}
            if not done:  # a draft, or nothing but failures: these are tried again
                shutil.rmtree(place, ignore_errors=True)
            self._places |= done
        self._read = lru_cache(1)(read_results)

    def __len__(self) -> int:
        return len(self._places)

    def find(self, key: str) -> Made | None:
        """Return what an earlier run has made under a key."""
        place = self._places.get(key)
        result = None if place is None else self._read(place).get(key)
        return result if isinstance(result, Made) and self._is_whole(result) else None

    def take(self, name: str, *, is_sure: bool = False) -> dict[str, Result]:
        """Return the results that a worker published under a name; none if it did not.

        What a worker is sure to have published, a network disk may show a little later.
        """
        results = read_results(self.folder / name)
        for seconds in _PATIENCE if is_sure else ():
            if results:
                break
            time.sleep(seconds)
            os.listdir(self.folder)  # noqa: PTH208 - for its effect: the disk is asked anew
            results = read_results(self.folder / name)
        if not results:  # damaged, if it is there: whoever makes it again needs the name
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return results

    def release(self, name: str) -> None:
        """Say that the files of a name have got their own."""
        self._emptied.append(self.folder / name)

    def clear(self) -> None:
        """Remove what was released, since the manifest has it now."""
        while self._emptied:
            shutil.rmtree(self._emptied.pop(), ignore_errors=True)

    def remove(self) -> None:
        """Remove everything: the run is done."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _is_whole(self, made: Made) -> bool:
        """Return whether each file is there, or got its name in a run that was killed."""
        place = made.folder or self.folder
        try:
            return all(
                (place / name).exists() or digest_of(self._outputs / name) == digest
                for name, digest in made.files
            )
        except OSError:
            return False


def _pack(results: Iterable[tuple[str, Result]]) -> bytes:
    shapes: dict[str, str] = {}
    said = [(key, _said(result, shapes)) for key, result in results]
    content = json.dumps({"results": said, "shapes": shapes}).encode()
    packed = zlib.compress(content, _LEVEL)
    return hashlib.sha256(packed).hexdigest().encode() + packed


def _said(result: Result, shapes: dict[str, str]) -> dict[str, Any]:
    if isinstance(result, Failure):
        kind, message = type(result.error).__name__, str(result.error)
        return {"failure": [result.where, result.article_id, kind, message]}
    shapes |= {name: geojson.decode() for name, geojson in result.shapes}
    return {
        "files": result.files,
        "entry": result.entry,
        "pack": base64.b64encode(result.pack).decode(),
        "shapes": [name for name, _ in result.shapes],
        "accounts": result.accounts,
        "seconds": result.seconds,
    }


def _restored(said: dict[str, Any], shapes: dict[str, bytes], place: Path) -> Result:
    if "failure" in said:
        where, article_id, kind, message = said["failure"]
        return Failure(where, article_id, _to_error(kind, message))
    return Made(
        tuple((name, digest) for name, digest in said["files"]),
        said["entry"],
        base64.b64decode(said["pack"]),
        tuple((name, shapes[name]) for name in said["shapes"]),
        tuple(map(tuple, said["accounts"])),
        said["seconds"],
        place,
    )


def _to_error(kind: str, message: str) -> GeomapError:
    """Return an error of ours by the name of its class."""
    found = getattr(errors, kind, GeomapError) if kind in errors.__all__ else GeomapError
    error: GeomapError = found(message)
    return error
