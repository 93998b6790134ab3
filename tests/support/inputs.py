"""Files as tests write them, and the articles or failures that geomap reads from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.articles import Failure, read_inputs
from geomap.records import Article

if TYPE_CHECKING:
    from pathlib import Path

CYRILLIC = "Обстріл Нікополя тривав усю ніч. Загинули двоє людей, ще п'ятеро поранені."


def write(path: Path, content: str | bytes) -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_all(*paths: str | Path, **options: Any) -> list[Article | Failure]:  # noqa: ANN401 - those of read_inputs
    """What comes of some paths."""
    return list(read_inputs(paths, **options))


def read_one(path: Path, **options: Any) -> Article:  # noqa: ANN401 - those of read_inputs
    """The one article of a path."""
    (article,) = read_all(path, **options)
    assert isinstance(article, Article), article
    return article


def fault(*paths: str | Path, **options: Any) -> str:  # noqa: ANN401 - those of read_inputs
    """Why the one input was not read."""
    (failure,) = read_all(*paths, **options)
    assert isinstance(failure, Failure), failure
    return str(failure.error)
