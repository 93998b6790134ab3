"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from geomap.errors import OutputError

__all__ = ["ensure_folder", "remove_file", "write_file"]

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
    payload = content.encode("utf-8") if isinstance(content, str) else content
    temporary = path.with_name(f".geomap-{secrets.token_hex(6)}.tmp")
    try:
        try:
            _write_new(temporary, payload)
            temporary.replace(path)
        finally:
            with contextlib.suppress(OSError):  # gone after the rename, or never there
                temporary.unlink()
    except OSError as error:
        raise _to_output_error(path, error) from error
    return path


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


def _write_new(path: Path, payload: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as stream:
        stream.write(payload)


def _to_output_error(path: Path, error: OSError) -> OutputError:
    remedy = _REMEDIES.get(error.errno or 0, "check the folder and run again")
    return OutputError(f"{path}: cannot be written ({error.strerror}); {remedy}")
