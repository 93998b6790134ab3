"""Files, folders, patterns, corpora and standard input → `Article`.

``.txt``, ``.md`` and ``.html`` hold one article each; ``.json``, ``.jsonl``, ``.csv`` and
``.parquet`` hold records ``{id, text, title?, published?, language?, source?, url?}``.
A folder gives its ``.txt`` and ``.html`` files. The text is kept as it was read.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.articles.corpora import count_records, read_records
from geomap.articles.encoding import decode
from geomap.articles.files import CORPUS_SUFFIXES, SUFFIXES, InputFile, find_files, is_address
from geomap.articles.known import Known, read_table, to_date, to_language
from geomap.articles.reading import (
    Knowledge,
    article_of,
    checked,
    id_of,
    is_corpus,
    read_again,
    read_one,
    to_one,
)
from geomap.errors import ArticleError, GeomapError, LimitError
from geomap.records import Article
from geomap.text import LIMITS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import BinaryIO

__all__ = [
    "CORPUS_SUFFIXES",
    "SUFFIXES",
    "Failure",
    "Knowledge",
    "Known",
    "count_articles",
    "has_at_most",
    "read_again",
    "read_articles",
    "read_inputs",
    "read_table",
    "to_article",
    "to_date",
    "to_language",
]

_LONGEST_PATH = 1_000  # characters; a longer string is a text


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no article: where it is, the id it would have had, and why."""

    where: str
    article_id: str
    error: GeomapError


def to_article(  # noqa: PLR0913 - one keyword per thing a user may know of an article
    origin: str | Path | Article,
    /,
    *,
    published: str | dt.date | None = None,
    title: str | None = None,
    url: str | None = None,
    source: str | None = None,
    language: str | None = None,
) -> Article:
    """Return one article from a path, a text or an article; what is given wins.

    A string is a path if such a file exists, or if it is one word with a suffix that
    geomap reads; anything else is the text itself. An address of the web is refused.

    Raises
    ------
    ArticleError, LimitError, DateError
        If the file cannot be read as one article.

    Examples
    --------
    >>> article = to_article("Shells hit Nikopol. Nobody was hurt.", published="2023-05-03")
    >>> article.title, article.language, str(article.published)
    ('Shells hit Nikopol. Nobody was hurt.', 'en', '2023-05-03')
    >>> to_article("missing.txt")
    Traceback (most recent call last):
    geomap.errors.ArticleError: missing.txt: no such file or folder; check the name
    """
    given = Known(
        to_date(published, "published"),
        title or "",
        url or "",
        source or "",
        to_language(language or "", "language"),
    )
    if isinstance(origin, Article):
        return _told_more(origin, given)
    if not isinstance(origin, (str, os.PathLike)):
        kind = type(origin).__name__
        msg = f"an article is a path, a text or an Article, not {kind}; pass one of these"
        raise ArticleError(msg)
    if isinstance(origin, str) and not _is_path(origin):
        return to_one("text", checked(origin, "text"), given)
    found = list(read_articles([origin], given=given))
    if len(found) != 1:
        msg = f"{origin}: holds {len(found)} articles; use analyze_many, or pass one file"
        raise ArticleError(msg)
    return found[0]


def _told_more(article: Article, given: Known) -> Article:
    """Return an article with what is given of it."""
    own = Known(**{field.name: getattr(article, field.name) for field in fields(Known)})
    is_guessed = article.is_language_guessed and not given.language
    return replace(article, **asdict(given.over(own)), is_language_guessed=is_guessed)


def read_articles(paths: Iterable[str | Path], *, given: Known | None = None) -> Iterator[Article]:
    """Yield the articles of files and folders; the first that cannot be read ends it.

    Raises
    ------
    ArticleError, LimitError, DateError
        At the first input that cannot be read.
    """
    for found in read_inputs(paths, given=given):
        if isinstance(found, Failure):
            raise found.error
        yield found


def has_at_most(limit: int, paths: Iterable[str | Path]) -> bool:
    """Return whether the paths hold at most so many articles; a corpus counts as more.

    Nothing is read: a corpus may be larger than any folder.
    """
    count = 0
    for path in paths:
        if Path(path).suffix.lower() in CORPUS_SUFFIXES:
            return False
        with contextlib.suppress(ArticleError):  # told when it is read
            for _ in find_files(path) if str(path) != "-" else (path,):
                count += 1
                if count > limit:
                    return False
    return True


def count_articles(paths: Iterable[str | Path]) -> int | None:
    """Return how many articles the paths hold, the bad ones too; ``None`` if that is not known.

    Files are counted, and the lines of a ``.jsonl``; nothing is read into memory.
    """
    count = 0
    for path in paths:
        if str(path) == "-":
            count += 1
            continue
        with contextlib.suppress(ArticleError):  # told when it is read
            for file in find_files(path):
                records = 1 if isinstance(file, ArticleError) else count_records(file)
                if records is None:
                    return None
                count += records
    return count


def read_inputs(  # noqa: PLR0913 - what a command line may say of its inputs
    paths: Iterable[str | Path],
    *,
    given: Known | None = None,
    table: Mapping[str, Known] | None = None,
    stdin: BinaryIO | None = None,
    outputs: Path | None = None,
    tell: Callable[[str], object] | None = None,
) -> Iterator[Article | Failure]:
    """Yield an article or a failure for every input, in order.

    Parameters
    ----------
    paths
        Files, folders, patterns; ``-`` reads one article from ``stdin``.
    given
        What the options say of every article; wins over everything else.
    table
        What ``--articles`` says, by file name (below the folder, or the bare name).
    stdin
        The stream for ``-``.
    outputs
        A folder to leave out where it lies in a folder of articles.
    tell
        Takes a line for the user: which files were named twice.

    Notes
    -----
    A file that is named twice, say by itself and by its folder, is read once.
    Two articles of one id are told apart by their content: the same text again is left
    out, another text under the same id is a failure that names both places.
    """
    seen: dict[str, tuple[bytes, str]] = {}
    known = Knowledge(given or Known(), table or {})
    files: set[str] = set()
    for path in paths:
        for where, found in _read_path(path, known, _Once(files, tell), stdin, outputs):
            if isinstance(found, Failure):
                yield found
                continue
            digest = hashlib.blake2b(found.text.encode("utf-8", "surrogatepass"), digest_size=16)
            first = seen.setdefault(found.article_id, (digest.digest(), where))
            if first[1] == where:
                yield found
            elif first[0] != digest.digest():
                yield _twin(found.article_id, where, first[1])


def _twin(article_id: str, where: str, first: str) -> Failure:
    msg = (
        f"{where}: the id {article_id!r} is already that of {first}; rename one, "
        "or pass the folder that holds both"
    )
    return Failure(where, article_id, ArticleError(msg))


class _Once:
    """Lets every file through once, and tells how many of a path had come before."""

    def __init__(self, seen: set[str], tell: Callable[[str], object] | None) -> None:
        self._seen = seen
        self._tell = tell

    def filter(
        self, path: str | Path, found: Iterable[InputFile | ArticleError]
    ) -> Iterator[InputFile | ArticleError]:
        """Yield what was not found before, under whatever name."""
        again = 0
        for file in found:
            if isinstance(file, ArticleError):
                yield file
                continue
            real = os.path.realpath(file.path)  # Path.resolve would raise at a loop of links
            if real in self._seen:
                again += 1
                continue
            self._seen.add(real)
            yield file
        if again and self._tell is not None:
            files = "1 file was" if again == 1 else f"{again} files were"
            self._tell(f"{path}: {files} named before; each is read once")


def _read_path(
    path: str | Path, known: Knowledge, once: _Once, stdin: BinaryIO | None, outputs: Path | None
) -> Iterator[tuple[str, Article | Failure]]:
    if str(path) == "-":
        yield "standard input", _read_stdin(stdin, known.given)
        return
    try:
        for file in once.filter(path, find_files(path, outputs)):
            if isinstance(file, ArticleError):
                yield str(path), Failure(str(path), "", file)
            else:
                yield from _read_file(file, known.of(file))
    except GeomapError as error:
        yield str(path), Failure(str(path), "", error)


def _read_file(file: InputFile, known: Known) -> Iterator[tuple[str, Article | Failure]]:
    where = str(file.path)
    try:
        if not is_corpus(file):
            yield where, read_one(file, known)
            return
        for record in read_records(file):
            if record.error is not None:
                yield record.where, Failure(record.where, record.article_id, record.error)
            else:
                yield record.where, article_of(record, file, known)
    except GeomapError as error:
        yield where, Failure(where, id_of(file), error)


def _read_stdin(stdin: BinaryIO | None, given: Known) -> Article | Failure:
    where = "standard input"
    limit = LIMITS["article_bytes"]
    try:
        data = b"" if stdin is None else stdin.read(limit + 1)
        if not data.strip():
            msg = f"{where}: nothing came; pipe an article in, or name a file"
            raise ArticleError(msg)
        if len(data) > limit:
            msg = f"{where}: more than {limit / 1e6:g} MB, the limit of one article; split it"
            raise LimitError(msg)
        text, note = decode(data, where)
        article = to_one("stdin", checked(text, where), given)
        return replace(article, notes=(note,) if note else ())
    except GeomapError as error:
        return Failure(where, "stdin", error)


def _is_path(words: str) -> bool:
    if not words or len(words) > _LONGEST_PATH or "\n" in words or "\0" in words:
        return False
    is_one_word = not words[-1].isspace() and len(words.split()) == 1
    if is_one_word and (Path(words).suffix.lower() in SUFFIXES or is_address(words)):
        return True
    try:
        return Path(words).is_file()
    except OSError:
        return False
