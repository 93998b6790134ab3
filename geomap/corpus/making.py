"""One article → its files in a staging folder, and what the corpus needs of it.

This is what a process of a build does. Nothing here knows of the other articles.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from geomap import export, qgis
from geomap.corpus.isolation import attempt
from geomap.corpus.packs import pack
from geomap.corpus.writing import Output, write_output
from geomap.events import to_accounts
from geomap.frame import coarsen, to_rows
from geomap.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from geomap.articles import Failure
    from geomap.corpus.writing import Choices, Layer
    from geomap.records import Report

__all__ = [
    "Made",
    "Maker",
    "article_digest",
    "digest_of",
    "shape_report",
    "to_ends",
    "to_entry",
]

_SAID = tuple(field.name for field in fields(Article) if field.name != "origin")


@dataclass(frozen=True, slots=True)
class Made:
    """What one article became."""

    files: tuple[tuple[str, str], ...]
    """Names in the staging folder, each with the SHA-256 of its bytes."""
    entry: dict[str, Any]
    """The article, its summary and its provenance as JSON."""
    pack: bytes
    """The features and tables, as `packs` packs them."""
    shapes: tuple[tuple[str, bytes], ...]
    """The areas by their digest: a region is the same in every article."""
    accounts: tuple[tuple[str, str, str], ...]
    """What the article tells of each event: its id, its first day, and all of it as JSON."""
    seconds: float
    folder: Path | None = None
    """Where the files lie, if not in the staging folder of the run."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Analyses articles and writes their files into a staging folder."""

    analyze: Callable[[Article], Report]
    choices: Choices
    staging: Path

    def make(self, article: Article, stem: str) -> Made | Failure:
        """Return what became of an article, or the failure that concerns it alone."""
        start = time.perf_counter()

        def work(article: Article) -> Made:
            report = shape_report(self.analyze(article), self.choices)
            output = Output((report,), self.staging, stem, self.choices, report.article.title)
            paths = write_output(output, self.choices.of_article)
            files = tuple((path.name, digest_of(path)) for path in paths)
            packed, shapes = pack(report, output)
            seconds = time.perf_counter() - start
            points = output.layers["points"].features
            entry = to_entry(report, len(points)) | {
                "layers": {name: _to_layer(layer) for name, layer in output.layers.items()},
                "marks": _to_marks(points),
                "mentions": len(report.resolutions),
            }
            accounts = tuple((a.account_id, a.first, json.dumps(a)) for a in to_accounts(points))
            return Made(files, entry, packed, shapes, accounts, seconds)

        return attempt(article, work)


def shape_report(report: Report, choices: Choices) -> Report:
    """Return the report as it is published, with the choices that shaped it among its options."""
    options = report.options
    if choices.only_incidents:
        options = (*options, ("only", "incidents"))
    if choices.text != type(choices)().text:
        options = (*options, ("text", choices.text))
    report = replace(report, options=options)
    return report if choices.decimals is None else coarsen(report, choices.decimals)


def to_entry(report: Report, rows: int | None = None) -> dict[str, Any]:
    """Return the article, its summary and its provenance as JSON, and how many rows it has."""
    if rows is None:
        rows = len(to_rows([report], only_incidents=("only", "incidents") in report.options))
    return export.to_report_summary(report) | {"rows": rows, "stale": list(report.stale)}


def _to_layer(layer: Layer) -> dict[str, Any]:
    """Return what heads and styles of the whole corpus need of a layer."""
    cells = [feature["properties"] for feature in layer.features]
    kinds = {tuple(map(cell.get, qgis.CLASS_COLUMNS)) for cell in cells}
    return {
        "count": len(cells),
        "bbox": layer.head.get("bbox"),
        "kinds": sorted(kinds, key=str),
        "days": to_ends(cell.get(name) for cell in cells for name in ("date_start", "date_end")),
    }


def _to_marks(features: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """Return lat, lon and group of the incidents on the map, each once."""
    marks = {
        (*reversed(feature["geometry"]["coordinates"]), feature["properties"]["incident_group"])
        for feature in features
        if feature["geometry"] and feature["properties"]["incident_group"]
    }
    return sorted(map(list, marks))


def to_ends(days: Iterable[str | None]) -> list[str]:
    """Return the first and the last day; nothing if none is known."""
    known = sorted(day for day in days if day)
    return [known[0], known[-1]] if known else []


def article_digest(article: Article) -> str:
    """Return the SHA-256 of all that an article says; where it lies is no part of it.

    Examples
    --------
    >>> from geomap.records import Article, Origin
    >>> moved = Article("a", "Nikopol", origin=Origin("/new/a.txt", "a.txt"))
    >>> article_digest(moved) == article_digest(Article("a", "Nikopol"))
    True
    """
    said = {name: getattr(article, name) for name in _SAID}
    said["zones"] = list(map(asdict, article.zones))
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
