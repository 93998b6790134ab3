"""Records of ``.json``, ``.jsonl`` and tables → articles, one failure per bad record.

A record knows its span in the file, by which `read_spans` finds it again without the others.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from geomap.articles.encoding import decode
from geomap.articles.files import open_corpus
from geomap.articles.known import Known, to_date, to_language
from geomap.articles.tables import TABLES, changed
from geomap.errors import ArticleError, GeomapError, LimitError
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from geomap.articles.files import InputFile
    from geomap.articles.tables import Row, Span

__all__ = ["Record", "count_records", "read_records", "read_spans"]

_BLOCK = 1 << 20  # bytes read at once to count lines
_LONGEST_ID = 500
_FORM = '{"id": "...", "text": "...", "title"?, "published"?, "language"?, "source"?, "url"?}'


class Record(NamedTuple):
    """One record of a corpus, or what is wrong with it."""

    where: str
    article_id: str
    text: str
    known: Known
    error: GeomapError | None = None
    span: Span = (0, 0)


def read_records(file: InputFile) -> Iterator[Record]:
    """Yield the records of a corpus in their order; a bad one does not stop the others.

    Raises
    ------
    ArticleError, LimitError
        If the file as a whole cannot be read.
    """
    suffix = file.path.suffix.lower()
    if suffix in TABLES:
        rows = TABLES[suffix].read(file)
        yield from (_of_row(row, file, number) for number, row in enumerate(rows, start=1))
        return
    with open_corpus(file) as stream:
        yield from (_read_lines if suffix == ".jsonl" else _read_json)(file, stream)


def read_spans(file: InputFile, spans: Sequence[Span]) -> Iterator[Record]:
    """Yield the records of these spans of a corpus, as `read_records` yields them.

    Raises
    ------
    ArticleError, LimitError
        If the file as a whole cannot be read.
    """
    suffix = file.path.suffix.lower()
    if suffix in TABLES:
        yield from (_of_row(row, file, 0) for row in TABLES[suffix].read_spans(file, spans))
        return
    with open_corpus(file) as stream:
        if suffix == ".json":
            found = {record.span: record for record in _read_json(file, stream)}
            if not found.keys() >= set(spans):
                raise changed(file)
            yield from map(found.__getitem__, spans)
            return
        for start, end in spans:
            stream.seek(start)
            where = f"{file.path}, byte {start}"
            line = stream.read(end - start)
            yield _read_line(file, line, where, 0)._replace(span=(start, end))


def count_records(file: InputFile) -> int | None:
    """Return how many records a file holds: its lines, or one; ``None`` for a table or a list."""
    suffix = file.path.suffix.lower()
    if suffix == ".json":
        return None
    if suffix in TABLES:
        return TABLES[suffix].count(file)
    if suffix != ".jsonl":
        return 1
    with open_corpus(file) as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK), b""))


def _read_lines(file: InputFile, stream: BinaryIO) -> Iterator[Record]:
    limit = LIMITS["jsonl_line_bytes"]
    number = start = 0
    while line := stream.readline(limit + 1):
        number += 1
        where = f"{file.path}, line {number}"
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            fault = f"{where}: longer than {limit / 1e6:g} MB, the limit of one record; split it"
            yield _failed(where, file, number, LimitError(fault))
        elif line.strip():
            span = (start, start + len(line))
            yield _read_line(file, line, where, number)._replace(span=span)
        start = stream.tell()


def _read_line(file: InputFile, line: bytes, where: str, number: int) -> Record:
    try:
        record = _parse(line.removeprefix(b"\xef\xbb\xbf"), where)
    except GeomapError as error:
        return _failed(where, file, number, error)
    return _to_record(record, where, file, number)


def _read_json(file: InputFile, stream: BinaryIO) -> Iterator[Record]:
    limit = LIMITS["jsonl_line_bytes"]
    data = stream.read(limit + 1)
    if len(data) > limit:
        fault = f"{file.path}: larger than {limit / 1e6:g} MB; write a .jsonl corpus instead"
        raise LimitError(fault)
    found = _parse(data.removeprefix(b"\xef\xbb\xbf"), str(file.path))
    if isinstance(found, list):
        for number, record in enumerate(found, start=1):
            made = _to_record(record, f"{file.path}, record {number}", file, number)
            yield made._replace(span=(number, 0))
        return
    if isinstance(found, dict):
        found.setdefault("id", file.name.removesuffix(file.path.suffix))
    yield _to_record(found, str(file.path), file, 1)._replace(span=(1, 0))


def _parse(data: bytes, where: str) -> Any:  # noqa: ANN401 - JSON is anything
    text, _ = decode(data, where)
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        fault = "nested too deeply" if isinstance(error, RecursionError) else error
        msg = f"{where}: not JSON ({fault}); a record is {_FORM}"
        raise ArticleError(msg) from error


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _of_row(row: Row, file: InputFile, number: int) -> Record:
    return _to_record(row.cells, row.where, file, number)._replace(span=row.span)


def _failed(where: str, file: InputFile, number: int, error: GeomapError) -> Record:
    name = file.name.removesuffix(file.path.suffix)
    return Record(where, f"{name}-{number}", "", Known(), error)


def _to_record(record: Any, where: str, file: InputFile, number: int) -> Record:  # noqa: ANN401
    """Check a record's keys and types; unknown keys are left alone."""
    if not isinstance(record, dict):
        return _failed(where, file, number, ArticleError(f"{where}: not a record; write {_FORM}"))
    article_id = record.get("id")
    if isinstance(article_id, int) and not isinstance(article_id, bool):
        article_id = str(article_id)
    try:
        if not isinstance(article_id, str) or not article_id.strip():
            msg = f"{where}: 'id' must be a string that is not empty; write {_FORM}"
            raise ArticleError(msg)
        if len(article_id) > _LONGEST_ID:
            msg = f"{where}: 'id' is longer than {_LONGEST_ID} characters; shorten it"
            raise LimitError(msg)
        return Record(where, article_id, _text_of(record, where), _known_of(record, where))
    except GeomapError as error:
        name = article_id[:_LONGEST_ID] if isinstance(article_id, str) else ""
        failed = _failed(where, file, number, error)
        return failed._replace(article_id=name) if name.strip() else failed


def _text_of(record: dict[str, Any], where: str) -> str:
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        msg = f"{where}: 'text' must be a string that is not empty; write {_FORM}"
        raise ArticleError(msg)
    limit = LIMITS["article_bytes"]
    if len(text) > limit:
        msg = f"{where}: the text is longer than {limit / 1e6:g} MB, the limit; split it"
        raise LimitError(msg)
    return text


def _known_of(record: dict[str, Any], where: str) -> Known:
    cells: dict[str, str] = {}
    for key in ("published", "title", "url", "source", "language"):
        cell = record.get(key)
        if cell is not None and not isinstance(cell, str):
            msg = f"{where}: {key!r} must be a string; write {_FORM}"
            raise ArticleError(msg)
        cells[key] = (cell or "").strip()
    return Known(
        published=to_date(cells.pop("published"), f"{where}, published"),
        language=to_language(cells.pop("language"), f"{where}, language"),
        **cells,
    )
