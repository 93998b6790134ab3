"""What became of one article, and of a whole run."""

from __future__ import annotations

import heapq
import json
import platform
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geomap.articles import Failure

__all__ = ["Outcome", "Summary"]

_SLOWEST = 10  # articles that a summary names
_MOST_FAILURES = 10_000  # that a summary lists; all are counted


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: its files, or why there are none.

    The last outcome of a corpus has no article: it lists the files of the whole.
    """

    article_id: str
    paths: tuple[Path, ...] = ()
    entry: Mapping[str, Any] | None = None
    """The ``article`` and ``summary`` of the report as JSON; ``None`` if it failed."""
    failure: Failure | None = None
    number: int = 0
    """The place of the article in the input, from 1."""
    seconds: float = 0.0
    is_unchanged: bool = False
    """Whether the files of an earlier run were still right."""


@dataclass
class Summary:
    """Counts, timings and versions of one run."""

    started: str = ""
    """When, as the caller tells time; empty if it does not."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    versions: dict[str, str] = field(default_factory=dict)
    _begun: float = field(default_factory=time.monotonic)
    _slowest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count an article."""
        self.counts["articles"] += 1
        state = "unchanged" if outcome.is_unchanged else "built"
        self.counts["failed" if outcome.failure else state] += 1
        if outcome.entry is not None:
            self.counts["incidents"] += outcome.entry["summary"]["incidents"]
            self.versions.setdefault("gazetteer", outcome.entry["geomap"]["gazetteer_version"])
        if outcome.seconds:
            push = heapq.heappush if len(self._slowest) < _SLOWEST else heapq.heappushpop
            push(self._slowest, (outcome.seconds, outcome.article_id))

    def to_json(self, failures: Iterable[Mapping[str, str]]) -> str:
        """Return the summary as a JSON document."""
        from geomap import __version__  # noqa: PLC0415 - the package may still be loading

        seconds = time.monotonic() - self._begun
        names = ("articles", "built", "unchanged", "failed", "gone", "incidents", "events")
        summary = {
            "started": self.started or None,
            "seconds": round(seconds, 3),
            "articles_per_second": round(self.counts["articles"] / seconds, 2) if seconds else None,
            "counts": {name: self.counts[name] for name in names},
            "slowest": [
                {"article_id": article_id, "seconds": round(took, 3)}
                for took, article_id in sorted(self._slowest, reverse=True)
            ],
            "failures": list(islice(failures, _MOST_FAILURES)),
            "settings": dict(self.settings),
            "versions": {
                "geomap": __version__,
                **self.versions,
                "python": platform.python_version(),
                "sqlite": sqlite3.sqlite_version,
            },
        }
        return json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
