"""What the files of a corpus need of one article, packed so that a reader unpacks what it needs.

A pack is lines, compressed: the ids and digests; the points, then the links, as GeoJSON; the
tables; the article for the page.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap import export
from geomap.corpus.packages import TABLES
from geomap.frame import find_areas, to_article_rows, to_mention_rows
from geomap.records import Paragraph, Span, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geomap.corpus.writing import Output
    from geomap.records import Report
    from geomap.webmap.reading import Reading

__all__ = ["Pack", "pack", "unpack"]

_LEVEL = 3  # of zlib: four fifths of what level 9 saves, in a third of its time
_OF_TABLES = {"gpkg", "qgs", "geojson"}  # too large a GeoJSON becomes a GeoPackage

Shapes = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """The features, tables and text of one article."""

    points: Sequence[tuple[str, str | None, str]]
    """Ids, incidents, and features as text."""
    areas: Sequence[tuple[str, str]]
    """Ids of points, and the digests of their outlines."""
    borders: Mapping[str, str]
    """The same for what the page draws as lines."""
    links: Sequence[str]
    _tables: str
    _reading: str

    def table(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a table; the sums of incidents are none, they follow from points."""
        names = [column.name for column in TABLES[name][1]]
        return [dict(zip(names, row, strict=True)) for row in json.loads(self._tables)[name]]

    @property
    def reading(self) -> Reading | None:
        """The article for the page, if its text may be shown."""
        from geomap.webmap.reading import Mark, Reading  # noqa: PLC0415 - only pages need it

        found = json.loads(self._reading)
        if found is None:
            return None
        parts: dict[str, Callable[..., object]] = {
            "paragraphs": lambda start, end, zone: Paragraph(start, end, Zone(zone)),
            "marks": Mark,
            "triggers": Span,
            "numbers": Span,
        }
        restored = {name: tuple(make(*v) for v in found[name]) for name, make in parts.items()}
        return Reading(**found | restored)


def pack(report: Report, output: Output) -> tuple[bytes, Shapes]:
    """Return the pack of an article, and the shapes that it names."""
    choices, (points, _, links) = output.choices, output.layers.values()
    is_drawn, is_told = "html" in choices.formats, bool(_OF_TABLES.intersection(choices.formats))
    shapes = {outline.digest: outline.payload for outline in output.outlines.values()}
    borders = dict(_borders(output)) if is_drawn else {}
    shapes |= {export.name_of(border): border for border in borders.values()}
    head = {
        "points": [(point["id"], point["properties"]["incident_id"]) for point in points.features],
        "areas": [(own, outline.digest) for own, outline in output.outlines.items()],
        "borders": {own: export.name_of(border) for own, border in borders.items()},
    }
    tables = _tables(report) if is_told else {}
    reading = _fields(output.articles[0]) if is_drawn and choices.text == "full" else None
    lines = (_dump(head), *points.lines, *links.lines, _dump(tables), _dump(reading))
    packed = zlib.compress(b"\n".join(map(str.encode, lines)), _LEVEL)  # most lines are ASCII
    return packed, tuple(shapes.items())


def unpack(packed: bytes) -> Pack:
    """Return what `pack` has packed."""
    first, *lines, tables, reading = zlib.decompress(packed).decode().split("\n")
    head = json.loads(first)
    ids = head["points"]
    points = [(own, incident, line) for (own, incident), line in zip(ids, lines, strict=False)]
    return Pack(points, head["areas"], head["borders"], lines[len(ids) :], tables, reading)


def _dump(value: Any) -> str:  # noqa: ANN401 - JSON is anything
    return json.dumps(value, separators=(",", ":"))


def _tables(report: Report) -> dict[str, list[tuple[Any, ...]]]:
    """Return the values of the tables; their names are those of the columns."""
    found = {"mentions": to_mention_rows([report]), "articles": to_article_rows([report])}
    return {name: [tuple(row.values()) for row in rows] for name, rows in found.items()}


def _borders(output: Output) -> Iterable[tuple[str, bytes]]:
    """Yield the areas that the page draws as lines, by the ids of their points."""
    for row, shape in find_areas(output.rows):
        if "Line" in shape.geom_type:
            yield row.feature_id, export.dump_feature(shape.__geo_interface__).encode()


def _fields(reading: Reading) -> Mapping[str, Any]:
    paragraphs = [(p.start, p.end, p.zone) for p in reading.paragraphs]
    fields = {name: getattr(reading, name) for name in reading.__dataclass_fields__}
    return fields | {"paragraphs": paragraphs}
