"""Paths, folders and patterns → regular files, and their bytes up to a limit."""

from __future__ import annotations

import glob
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geomap.errors import ArticleError, LimitError
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

__all__ = ["SUFFIXES", "InputFile", "find_files", "is_address", "open_corpus", "read_bytes"]

TEXT_SUFFIXES = (".txt", ".text", ".md")
HTML_SUFFIXES = (".html", ".htm")
CORPUS_SUFFIXES = (".jsonl", ".csv", ".parquet")
SUFFIXES = (*TEXT_SUFFIXES, *HTML_SUFFIXES, ".json", *CORPUS_SUFFIXES)
"""What is read when it is named."""

FOLDER_SUFFIXES = (".txt", ".text", *HTML_SUFFIXES)
"""What is read from a folder; tables, read-me files and corpora must be named."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|www\.")
_MAGIC = re.compile(r"[*?[]")


class InputFile(NamedTuple):
    """A regular file to read: its path, and its name below the PATH it was found by."""

    path: Path
    name: str


def find_files(
    source: str | Path, outputs: Path | None = None
) -> Iterator[InputFile | ArticleError]:
    """Yield the files of a path, folder or pattern in the order of their names.

    What lies in the folder ``outputs`` is left out, unless it is the source itself: pages
    of an earlier build are no articles.

    A folder gives the articles it holds, also in folders below; links are not followed
    out of it. An error is yielded, not raised, where only one file of many is at fault.

    Raises
    ------
    ArticleError
        If there is nothing to read under the name.
    """
    name = os.fspath(source)
    if is_address(name):
        msg = (
            f"{name}: geomap reads files and fetches nothing; save the page as .html or .txt "
            "and pass the file (its address with --url)"
        )
        raise ArticleError(msg)
    path = _to_path(name)
    if path.is_dir():
        yield from _find_in_folder(path, outputs)
    elif path.is_symlink() or path.exists():
        _refuse_suffix(path)
        yield InputFile(path, path.name)
    elif _MAGIC.search(name):
        yield from _find_by_pattern(name)
    else:
        msg = f"{name}: no such file or folder; check the name"
        raise ArticleError(msg)


def is_address(name: str) -> bool:
    """Return whether a name is an address of the web rather than a path.

    Examples
    --------
    >>> is_address("https://example.org/a"), is_address("www.example.org"), is_address("a.txt")
    (True, True, False)
    """
    return _ADDRESS.match(name) is not None


def read_bytes(file: InputFile) -> bytes:
    """Return the bytes of a regular file, at most the limit of one article."""
    limit = LIMITS["article_bytes"]
    with open_corpus(file) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        msg = (
            f"{file.path}: larger than {limit / 1e6:g} MB, the limit of one article; "
            "split it, or write a .jsonl corpus with one record per article"
        )
        raise LimitError(msg)
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        msg = f"{file.path}: the file is empty; pass a file that holds the article's text"
        raise ArticleError(msg)
    return data


def open_corpus(file: InputFile) -> BinaryIO:
    """Open a regular file for reading bytes; devices, pipes and sockets are refused."""
    try:
        mode = file.path.stat().st_mode
        if not stat.S_ISREG(mode):
            msg = f"{file.path}: not a regular file; pass a file, a folder, or - for standard input"
            raise ArticleError(msg)
        return file.path.open("rb")
    except OSError as error:
        msg = f"{file.path}: cannot be read ({error.strerror}); check the file and its permissions"
        raise ArticleError(msg) from error


def _to_path(name: str) -> Path:
    path = Path(name)
    try:
        path.exists()
    except (OSError, ValueError) as error:  # a name too long, a NUL in it
        msg = f"{name[:80]!r}: not a file name; check it"
        raise ArticleError(msg) from error
    return path


def _refuse_suffix(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        msg = f"{path}: unknown extension {path.suffix!r}; geomap reads {', '.join(SUFFIXES)}"
        raise ArticleError(msg)


def _find_in_folder(folder: Path, outputs: Path | None) -> Iterator[InputFile | ArticleError]:
    found = 0
    root = folder.resolve()
    for path in _walk(folder, outputs.resolve() if outputs else None):
        if path.suffix.lower() in FOLDER_SUFFIXES:
            found += 1
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                yield ArticleError(f"{path}: a link out of {folder}; pass the file it points to")
            else:
                yield InputFile(path, path.relative_to(folder).as_posix())
    if not found:
        msg = (
            f"{folder}: no articles in this folder; geomap looks for "
            f"{', '.join(FOLDER_SUFFIXES)} there, and reads .json, .jsonl and .csv when named"
        )
        raise ArticleError(msg)


def _walk(folder: Path, outputs: Path | None) -> Iterator[Path]:
    for directory, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and Path(directory, name).resolve() != outputs
        )
        yield from (Path(directory, name) for name in sorted(names) if not name.startswith("."))


def _find_by_pattern(pattern: str) -> Iterator[InputFile | ArticleError]:
    """Expand a pattern that the shell left as it is; names are relative to its fixed part."""
    fixed = Path(*_fixed_parts(Path(pattern)))
    paths = [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 - absolute patterns, too
    files = [path for path in paths if path.suffix.lower() in SUFFIXES and not path.is_dir()]
    if not files:
        msg = f"{pattern}: no file matches; geomap reads {', '.join(SUFFIXES)}"
        raise ArticleError(msg)
    yield from (InputFile(path, path.relative_to(fixed).as_posix()) for path in files)


def _fixed_parts(pattern: Path) -> Iterator[str]:
    for part in pattern.parts:
        if _MAGIC.search(part):
            return
        yield part
