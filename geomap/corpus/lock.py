"""One run at a time in a folder: a lock of the system, which ends with its process."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geomap.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["locked"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file; a run that was killed leaves no lock behind.

    Raises
    ------
    OutputError
        If another run holds it, or the file system knows no locks.
    """
    with _open(path) as stream:
        try:
            _lock(stream)
        except (BlockingIOError, PermissionError) as error:
            owner = stream.read().decode("utf-8", "replace").strip() or "another process"
            msg = f"{path.parent.parent}: {owner} is writing here; wait for it, or use another -o"
            raise OutputError(msg) from error
        except OSError as error:
            msg = f"{path}: this file system knows no locks ({error.strerror}); choose another -o"
            raise OutputError(msg) from error
        _sign(stream, path)
        yield


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("r+b" if path.exists() else "w+b")
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror}); choose a folder you may write to"
        raise OutputError(msg) from error


def _sign(stream: BinaryIO, path: Path) -> None:
    """Write who holds the lock, for the message of the next."""
    try:
        stream.seek(0)
        stream.truncate()
        stream.write(f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        stream.flush()
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror}); make room and run again"
        raise OutputError(msg) from error


def _lock(stream: BinaryIO) -> None:
    try:
        import fcntl  # noqa: PLC0415 - Unix alone has it
    except ImportError:
        import msvcrt  # noqa: PLC0415 - Windows alone has it

        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
