"""Tables of records: the rows of ``.csv`` and ``.parquet``, each with its span in the file."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from geomap.articles.encoding import find_encoding
from geomap.articles.files import open_corpus
from geomap.errors import ArticleError
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from geomap.articles.files import InputFile

__all__ = ["TABLES", "Row", "Span", "Table", "changed"]

Span = tuple[int, int]
"""The bytes of a row, or the number of its group and its own in that."""

_HEAD = 65_536  # bytes that tell the encoding of a table, and hold the names of its columns
_NEEDED = {"id", "text"}
_COLUMNS = (*sorted(_NEEDED), "title", "published", "language", "source", "url")
_FEW = 64  # rows of Parquet made into objects at once
# A byte order mark stands before the first line alone, and tells which codec reads the others.
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


class Row(NamedTuple):
    """A row of a table."""

    where: str
    cells: Mapping[str, Any]
    span: Span


class Table(Protocol):
    """A format of tables."""

    def read(self, file: InputFile) -> Iterator[Row]:
        """Yield the rows in their order."""

    def read_spans(self, file: InputFile, spans: Sequence[Span]) -> Iterator[Row]:
        """Yield the rows of these spans, and read little else."""

    def count(self, file: InputFile) -> int | None:
        """Return how many rows there are; ``None`` if the file does not tell."""


class _Lines:
    """The lines of a CSV file, counted in bytes as they are read."""

    def __init__(self, file: InputFile, stream: BinaryIO) -> None:
        head = stream.read(_HEAD)
        encoding, _ = find_encoding(head, str(file.path), is_head=len(head) == _HEAD)
        mark = next((mark for mark in _MARKS if head.startswith(mark)), b"")
        self.encoding = _MARKS.get(mark, encoding)
        self.read = len(mark)
        first = head[len(mark) :].decode(self.encoding, "ignore").splitlines()[:1]
        self.delimiter = max(",;\t", key="".join(first).count)
        stream.seek(self.read)
        self._lines = io.TextIOWrapper(stream, self.encoding, newline="")

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.read += len(line.encode(self.encoding))
            yield line

    def rows(self, lines: Iterable[str], names: Sequence[str] | None = None) -> csv.DictReader[str]:
        """Return a reader of rows; the first line has the names if none are given."""
        # The module's default cell is 128 KB; an article may be longer.
        csv.field_size_limit(LIMITS["article_bytes"])
        return csv.DictReader(lines, names, delimiter=self.delimiter, strict=True)


class _Csv:
    def read(self, file: InputFile) -> Iterator[Row]:
        with open_corpus(file) as stream:
            lines = _Lines(file, stream)
            rows = lines.rows(lines)
            with _told(file, rows):
                _check_columns(rows.fieldnames or (), file)
                start = lines.read
                for row in rows:
                    yield Row(
                        f"{file.path}, line {rows.line_num}", _named(row), (start, lines.read)
                    )
                    start = lines.read

    def read_spans(self, file: InputFile, spans: Sequence[Span]) -> Iterator[Row]:
        with open_corpus(file) as stream, open_corpus(file) as head:
            lines = _Lines(file, head)
            names = lines.rows(lines).fieldnames
            for start, end in spans:
                stream.seek(start)
                text = stream.read(end - start).decode(lines.encoding, "replace")
                rows = lines.rows(io.StringIO(text, newline=""), names)
                with _told(file, rows):
                    row = next(rows, None)
                if row is None:
                    raise changed(file)
                yield Row(f"{file.path}, byte {start}", _named(row), (start, end))

    def count(self, _file: InputFile) -> None:
        return None  # a cell may hold lines


class _Parquet:
    def read(self, file: InputFile) -> Iterator[Row]:
        with _open_parquet(file) as found:
            for group in range(found.num_row_groups):
                batches = found.iter_batches(_FEW, row_groups=[group], columns=_columns(found))
                rows = (row for batch in batches for row in batch.to_pylist())
                for number, cells in enumerate(rows):
                    where = f"{file.path}, row {number} of group {group}"
                    yield Row(where, _as_text(cells), (group, number))

    def read_spans(self, file: InputFile, spans: Sequence[Span]) -> Iterator[Row]:
        with _open_parquet(file) as found:
            for group, of_group in groupby(spans, key=itemgetter(0)):
                if group >= found.num_row_groups:
                    raise changed(file)
                rows = found.read_row_group(group, columns=_columns(found))
                for span in of_group:
                    if span[1] >= len(rows):
                        raise changed(file)
                    cells = rows.slice(span[1], 1).to_pylist()[0]
                    where = f"{file.path}, row {span[1]} of group {group}"
                    yield Row(where, _as_text(cells), span)

    def count(self, file: InputFile) -> int:
        with _open_parquet(file) as found:
            return int(found.metadata.num_rows)


TABLES: Mapping[str, Table] = {".csv": _Csv(), ".parquet": _Parquet()}
"""The formats by their suffix."""


def changed(file: InputFile) -> ArticleError:
    """Return the error of a file that does not hold any more what it held."""
    return ArticleError(f"{file.path}: changed while it was read; run again")


def _named(row: Mapping[str, str | None]) -> dict[str, str | None]:
    return {key.strip(): cell for key, cell in row.items() if key}


def _as_text(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return cells with days as text, as every other format has them."""
    return {
        name: cell.isoformat() if hasattr(cell, "isoformat") else cell
        for name, cell in cells.items()
    }


def _check_columns(names: Iterable[str], file: InputFile) -> None:
    missing = _NEEDED - {name.strip() for name in names if name}
    if missing:
        msg = f"{file.path}: no column {min(missing)!r}; a table needs id and text, and may have "
        msg += ", ".join(name for name in _COLUMNS if name not in _NEEDED)
        raise ArticleError(msg)


@contextmanager
def _told(file: InputFile, rows: csv.DictReader[str]) -> Iterator[None]:
    try:
        yield
    except (csv.Error, UnicodeError) as error:
        line = rows.line_num
        msg = f"{file.path}, line {line}: {error}; mend the file from this line on"
        raise ArticleError(msg) from error


@contextmanager
def _open_parquet(file: InputFile) -> Iterator[Any]:
    """Open a Parquet file.

    Raises
    ------
    ArticleError
        If it is none, or the library that reads it is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = f"{file.path}: Parquet needs pyarrow; install geomap with the extra [parquet]"
        raise ArticleError(msg) from error
    with open_corpus(file) as stream:
        try:
            with closing(pq.ParquetFile(stream)) as found:
                _check_columns(found.schema_arrow.names, file)
                yield found
        except (pa.ArrowException, OSError) as error:
            msg = f"{file.path}: no Parquet that can be read ({error}); write the file anew"
            raise ArticleError(msg) from error


def _columns(found: Any) -> list[str]:  # noqa: ANN401 - pyarrow has no types
    return [name for name in _COLUMNS if name in found.schema_arrow.names]
