"""A user's dump as a stream: plain, gzipped or zipped; never unpacked to disk.

Limits hold for what comes out, whatever a header claims (`text.LIMITS`).
"""

from __future__ import annotations

import gzip
import hashlib
import stat
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NoReturn, cast

from geomap.errors import DumpError
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Dump"]

_CHUNK = 1 << 20
_SPARE = 1 << 20  # bytes that even a tiny archive may unpack to
_README = "readme"
_TRUNCATED = "ends in the middle; it is truncated or damaged: fetch it again"
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Dump:
    """A file to import, read once from its start to its end.

    Parameters
    ----------
    path
        A regular file: text, ``.gz`` or ``.zip`` with one file in it (beside a readme).
    progress
        Called with the share that was read, in [0, 1], about once per megabyte.
    """

    def __init__(self, path: Path, progress: Callable[[float], None] | None = None) -> None:
        self.path = path
        self.line = 0
        """The line that was read last."""
        self._digest = hashlib.sha256()
        self._progress = progress or (lambda _: None)

    @property
    def digest(self) -> str:
        """The SHA-256 of what was read so far, unpacked."""
        return self._digest.hexdigest()

    def refuse(self, fault: str, cause: BaseException | None = None) -> NoReturn:
        """Raise the error that names the file and the fault, and the line if one was read."""
        name = self.path.name or str(self.path)
        where = f"{name}, line {self.line}" if self.line else name
        msg = f"{where}: {fault}"
        raise DumpError(msg) from cause

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines with their numbers, from 1, without their line ends.

        Raises
        ------
        DumpError
            If the file is missing, truncated, no UTF-8, or over a limit.
        """
        rest = b""
        for chunk in self.chunks():
            whole, newline, tail = chunk.rpartition(b"\n")
            if newline:
                yield from self._decoded(rest + whole)
                rest = tail
            else:
                rest += tail
            if len(rest) > LIMITS["dump_line_bytes"]:
                self.line += 1
                self.refuse("the line is longer than any row of such a dump; is it another format?")
        if rest:
            yield from self._decoded(rest)

    def chunks(self) -> Iterator[bytes]:
        """Yield the unpacked bytes in pieces of at most a megabyte, without a byte order mark."""
        done = 0
        with self._opened() as (stream, raw, size):
            is_packed = stream is not raw
            most = LIMITS["dump_ratio"] * size + _SPARE if is_packed else LIMITS["dump_bytes"]
            while chunk := self._read(stream):
                if not done:
                    chunk = self._without_mark(chunk)
                done += len(chunk)
                if done > min(most, LIMITS["dump_bytes"]):
                    self.refuse("unpacks to more than geomap reads; give the part you need")
                self._digest.update(chunk)
                self._progress(min(1.0, raw.tell() / max(1, size)))
                yield chunk
        self._progress(1.0)

    @contextmanager
    def _opened(self) -> Iterator[tuple[IO[bytes], IO[bytes], int]]:
        """Open the file or the one in it; give that stream, the file itself and its size."""
        try:
            facts = self.path.stat()
            if not stat.S_ISREG(facts.st_mode):
                self.refuse("is no regular file; give the dump itself")
            with self.path.open("rb") as raw, self._unpacked(raw) as stream:
                yield stream, raw, facts.st_size
        except DumpError:
            raise
        except _BROKEN as error:
            self.refuse(_TRUNCATED, error)
        except RuntimeError as error:  # what zipfile says of a password
            self.refuse(f"cannot be unpacked ({error})", error)
        except OSError as error:
            self.refuse(f"cannot be read ({error.strerror or error})", error)

    @contextmanager
    def _unpacked(self, raw: IO[bytes]) -> Iterator[IO[bytes]]:
        suffix = self.path.suffix.lower()
        if suffix == ".gz":
            with gzip.open(raw) as packed:
                yield cast("IO[bytes]", packed)
        elif suffix == ".zip":
            with zipfile.ZipFile(raw) as archive, archive.open(self._member(archive)) as member:
                yield member
        else:
            yield raw

    def _member(self, archive: zipfile.ZipFile) -> str:
        """Return the name of the one file in an archive that is no readme."""
        names = [
            info.filename
            for info in archive.infolist()
            if not info.is_dir()
            and not info.filename.rpartition("/")[2].lower().startswith(_README)
        ]
        if len(names) != 1:
            found = ", ".join(names[:5]) or "nothing"
            self.refuse(f"an archive must hold one dump, this one holds {found}; unpack it")
        if names[0].lower().endswith((".zip", ".gz")):
            self.refuse(f"holds another archive, {names[0]}; unpack it")
        return names[0]

    def _read(self, stream: IO[bytes]) -> bytes:
        try:
            return stream.read(_CHUNK)
        except _BROKEN as error:
            self.refuse(_TRUNCATED, error)

    def _without_mark(self, chunk: bytes) -> bytes:
        if chunk.startswith(_UTF_16):
            self.refuse("is UTF-16; save it as UTF-8")
        return chunk.removeprefix(b"\xef\xbb\xbf")

    def _decoded(self, content: bytes) -> Iterator[tuple[int, str]]:
        try:
            lines = content.decode("utf-8").split("\n")
        except UnicodeDecodeError as error:
            self.line += content.count(b"\n", 0, error.start) + 1
            self.refuse(
                f"not UTF-8 (byte 0x{content[error.start]:02x}); save it as UTF-8 and try again",
                error,
            )
        for line in lines:
            self.line += 1
            yield self.line, line.removesuffix("\r")
