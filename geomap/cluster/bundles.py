"""Articles that travel together: enough of them that sending them costs nothing to speak of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.corpus.making import article_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.corpus.processes import Task

__all__ = ["Bundle"]

_CHARACTERS = 100_000  # of text: about half a second of work
_ARTICLES = 64


@dataclass
class Bundle:
    """Some articles, and how often a worker was lost over them."""

    tasks: list[Task] = field(default_factory=list)
    losses: int = 0
    size: int = 0
    most: int = _ARTICLES
    """Articles that a worker makes in about a second: no more are lost with it."""

    def add(self, task: Task) -> None:
        """Take one article more."""
        self.tasks.append(task)
        self.size += len(task.article.text)

    @property
    def is_full(self) -> bool:
        """Whether another article would be too many."""
        return self.size >= _CHARACTERS or len(self.tasks) >= min(self.most, _ARTICLES)

    @property
    def name(self) -> str:
        """The digest of the keys: the same articles have the same name in every run."""
        return hashlib.sha256(b"".join(task.key for task in self.tasks)).hexdigest()[:32]

    def order(self) -> dict[str, Any]:
        """Return what a worker is told: ids, paths and digests, no text."""
        return {"name": self.name, "items": list(map(_to_item, self.tasks))}

    def split(self) -> Iterator[Bundle]:
        """Yield a bundle for each article: one of them may have killed the worker."""
        for task in self.tasks:
            yield Bundle([task], 0, len(task.article.text))


def _to_item(task: Task) -> dict[str, Any]:
    article = task.article
    path, *span = article.origin or ("",)
    words = (task.key.hex(), task.stem, article_digest(article), article.article_id)
    return {"words": words, "origin": [str(Path(path).absolute()), *span]}
