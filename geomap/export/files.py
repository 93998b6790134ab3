"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from geomap.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ensure_folder", "open_output", "place", "remove_file", "write_file"]

_REMEDIES = {
    errno.ENOSPC: "free some space and run again",
    errno.EDQUOT: "free some of your quota and run again",
    errno.EACCES: "choose a folder you may write to with -o",
    errno.EPERM: "choose a folder you may write to with -o",
    errno.EROFS: "choose a folder on a disk that is not read-only with -o",
    errno.EISDIR: "a folder of this name is in the way; move it",
    errno.ENOTDIR: "a file is in the way of the folder; move it or choose another with -o",
    errno.EEXIST: "a file is in the way of the folder; move it or choose another with -o",
}


def ensure_folder(directory: str | Path) -> Path:
    """Create a folder, if it is missing, and return it.

    Raises
    ------
    OutputError
        If it cannot be created.
    """
    path = Path(directory)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _to_output_error(path, error) from error
    return path


def write_file(path: Path, content: str | bytes) -> Path:
    """Write a file whole or not at all: a temporary file beside it, then a rename.

    What was there before stays until the new content is complete. A link at ``path`` is
    replaced, not followed.

    Raises
    ------
    OutputError
        If it cannot be written; no temporary file is left.
    """
    with open_output(path) as stream:
        stream.write(content.encode("utf-8") if isinstance(content, str) else content)
    return path


@contextlib.contextmanager
def open_output(path: Path) -> Iterator[BinaryIO]:
    """Open a file that is written whole or not at all: it takes its name at the end.

    Raises
    ------
    OutputError
        If it cannot be written; no temporary file is left.
    """
    temporary = path.with_name(f".geomap-{secrets.token_hex(6)}.tmp")
    try:
        try:
            with _open_new(temporary) as stream:
                yield stream
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):  # it may never have been there
                temporary.unlink()
            raise
    except OutputError:
        raise  # of what is written into the stream
    except OSError as error:
        raise _to_output_error(path, error) from error


def place(draft: Path, path: Path) -> None:
    """Give a draft, a file or a folder on the same disk, its name.

    Raises
    ------
    OutputError
        If it cannot take the name.
    """
    try:
        if draft.is_dir() and path.is_dir():
            shutil.rmtree(path)  # no system replaces a folder that holds files at once
        elif draft.is_dir():
            path.unlink(missing_ok=True)
        draft.replace(path)
    except OSError as error:
        raise _to_output_error(path, error) from error


def remove_file(path: Path) -> None:
    """Remove a file of an earlier run; a missing one is fine.

    Raises
    ------
    OutputError
        If it is there and cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _to_output_error(path, error) from error


def _open_new(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb")


def _to_output_error(path: Path, error: OSError) -> OutputError:
    remedy = _REMEDIES.get(error.errno or 0, "check the folder and run again")
    return OutputError(f"{path}: cannot be written ({error.strerror}); {remedy}")
