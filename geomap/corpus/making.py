"""One article → its files in a staging folder, and what the corpus needs of it.

This is what a process of a build does. Nothing here knows of the other articles.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from geomap import export, qgis
from geomap.corpus.isolation import attempt
from geomap.corpus.writing import Output, write_output
from geomap.events import to_accounts
from geomap.frame import coarsen, to_area_features, to_article_rows, to_mention_rows, to_rows
from geomap.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from geomap.articles import Failure
    from geomap.corpus.writing import Choices
    from geomap.events import Account
    from geomap.records import Report

__all__ = [
    "Made",
    "Maker",
    "article_digest",
    "digest_of",
    "shape_digest",
    "shape_report",
    "to_ends",
    "to_entry",
    "unpack",
]

_LEVEL = 3  # of zlib: four fifths of what level 9 saves, in a third of its time
_SAID = tuple(field.name for field in fields(Article) if field.name != "origin")
_TABLES = {"gpkg", "qgs", "geojson"}  # formats of tables; too large a GeoJSON becomes a GeoPackage


@dataclass(frozen=True, slots=True)
class Made:
    """What one article became."""

    files: tuple[tuple[str, str], ...]
    """Names in the staging folder, each with the SHA-256 of its bytes."""
    entry: dict[str, Any]
    """The article, its summary and its provenance as JSON."""
    pack: bytes
    """The features and tables, compressed; see ``unpack``."""
    shapes: tuple[tuple[str, bytes], ...]
    """The areas by their digest: a region is the same in every article."""
    accounts: tuple[Account, ...]
    """What the article tells of each event."""
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
            pack, shapes = _pack(report, output)
            seconds = time.perf_counter() - start
            layers = {name: _to_layer(found) for name, found in output.collections.items()}
            entry = to_entry(report, layers["points"]["count"]) | {
                "layers": layers,
                "marks": _to_marks(output.collections["points"]["features"]),
                "mentions": len(report.resolutions),
            }
            accounts = to_accounts(output.collections["points"]["features"])
            return Made(files, entry, pack, shapes, accounts, seconds)

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


def unpack(pack: bytes) -> dict[str, Any]:
    """Return what ``Made.pack`` holds.

    ``points`` are ids, incidents and features as text, ``links`` features as text; ``areas``
    are pairs of the id of a point and the digest of its shape, ``lines`` the same for shapes
    that only the page draws as lines; ``incident_totals``, ``mentions`` and ``article`` are
    rows of tables; ``reading`` is the article for the page.
    """
    found: dict[str, Any] = json.loads(zlib.decompress(pack))
    return found


def shape_digest(geojson: bytes) -> str:
    """Return the name of a shape: a digest of its GeoJSON."""
    return hashlib.blake2b(geojson, digest_size=16).hexdigest()


def to_entry(report: Report, rows: int | None = None) -> dict[str, Any]:
    """Return the article, its summary and its provenance as JSON, and how many rows it has."""
    if rows is None:
        rows = len(to_rows([report], only_incidents=("only", "incidents") in report.options))
    return export.to_report_summary(report) | {"rows": rows, "stale": list(report.stale)}


def _to_layer(collection: Mapping[str, Any]) -> dict[str, Any]:
    """Return what heads and styles of the whole corpus need of a layer."""
    cells = [feature["properties"] for feature in collection["features"]]
    kinds = {tuple(cell.get(name) for name in qgis.CLASS_COLUMNS) for cell in cells}
    return {
        "count": len(cells),
        "bbox": collection.get("bbox"),
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


def _pack(report: Report, output: Output) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    shapes: dict[str, bytes] = {}

    def put(geometry: Any) -> str:  # noqa: ANN401 - GeoJSON
        payload = export.dump_feature(geometry).encode()
        digest = shape_digest(payload)
        shapes[digest] = payload
        return digest

    choices, found = output.choices, output.collections
    content: dict[str, Any] = {
        "points": [
            [feature["id"], feature["properties"]["incident_id"], export.dump_feature(feature)]
            for feature in found["points"]["features"]
        ],
        "areas": [[f["id"], put(f["geometry"])] for f in found["areas"]["features"]],
        "links": [export.dump_feature(feature) for feature in found["links"]["features"]],
    }
    if "html" in choices.formats:
        raw = to_area_features([report], only_incidents=choices.only_incidents)
        lines = [f for f in raw if "Line" in f["geometry"]["type"]]
        content["lines"] = [[f["id"], put(f["geometry"])] for f in lines]
        content["reading"] = _to_reading(report) if choices.text == "full" else None
    if _TABLES & set(choices.formats):
        content["incident_totals"] = output.totals
        content["mentions"] = to_mention_rows([report])
        content["article"] = to_article_rows([report])[0]
    packed = json.dumps(content, separators=(",", ":")).encode()
    return zlib.compress(packed, _LEVEL), tuple(shapes.items())


def _to_reading(report: Report) -> Mapping[str, Any]:
    from geomap.webmap.reading import read_report  # noqa: PLC0415 - only pages need it

    reading = read_report(report)
    paragraphs = [(p.start, p.end, p.zone) for p in reading.paragraphs]
    fields = {name: getattr(reading, name) for name in reading.__dataclass_fields__}
    return fields | {"paragraphs": paragraphs}


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
