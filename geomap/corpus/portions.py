"""What the files of a corpus are merged from: one article at a time, in the order of the ids."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geomap import qgis
from geomap.corpus.making import to_ends
from geomap.export import dump_feature
from geomap.records import Paragraph, Span, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from geomap.corpus.reading import ManifestReader, Row
    from geomap.webmap.reading import Reading

__all__ = ["Portion", "Totals", "count_up", "read_portions"]

_GEOMETRY, _PROPERTIES = (
    ',"geometry":',
    ',"properties":',
)  # never inside a text: JSON escapes quotes
_NO_EVENT = '"event_id":null'  # as above

Feature = dict[str, Any]


@dataclass(frozen=True)
class Portion:
    """What one article adds to the files of the corpus."""

    row: Row
    pack: Mapping[str, Any]
    events: Mapping[str, str]
    """The event of each incident that is one."""
    shape: Callable[[str], str]

    @cached_property
    def lines(self) -> dict[str, str]:
        """The points as GeoJSON text by their ids, with their events."""
        return {
            feature_id: self._in_event(line, self.events.get(incident_id))
            for feature_id, incident_id, line in self.pack["points"]
        }

    def lines_of(self, layer: str) -> Iterable[str]:
        """Return the features of a layer as GeoJSON text."""
        if layer == "points":
            return self.lines.values()
        if layer == "links":
            return list(self.pack["links"])
        return (self._with_shape(feature_id, digest) for feature_id, digest in self.pack["areas"])

    @cached_property
    def points(self) -> list[Feature]:
        """The points as features."""
        return list(map(json.loads, self.lines_of("points")))

    @cached_property
    def areas(self) -> list[Feature]:
        """The areas as features."""
        return list(map(json.loads, self.lines_of("areas")))

    @cached_property
    def links(self) -> list[Feature]:
        """The links as features."""
        return list(map(json.loads, self.lines_of("links")))

    @property
    def drawn_areas(self) -> list[Feature]:
        """The areas as the page draws them: a border is a line there, not a strip."""
        lines = dict(self.pack.get("lines", ()))
        return [
            json.loads(self._with_shape(feature_id, lines.get(feature_id, digest)))
            for feature_id, digest in self.pack["areas"]
        ]

    @property
    def reading(self) -> Reading | None:
        """The article for the page, if its text may be shown."""
        from geomap.webmap.reading import Mark, Reading  # noqa: PLC0415 - only pages need it

        found = self.pack.get("reading")
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

    def table(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a table, with their events."""
        if name == "articles":
            return [self.pack["article"]]
        rows: list[dict[str, Any]] = self.pack[name]
        return [
            {**row, "event_id": self.events.get(row["incident_id"])} if "event_id" in row else row
            for row in rows
        ]

    @staticmethod
    def _in_event(line: str, event_id: str | None) -> str:
        if event_id is None:
            return line
        return line.replace(_NO_EVENT, f'"event_id":{json.dumps(event_id, ensure_ascii=False)}', 1)

    def _with_shape(self, feature_id: str, digest: str) -> str:
        head, _, rest = self.lines[feature_id].partition(_GEOMETRY)
        _, mark, properties = rest.partition(_PROPERTIES)
        return f"{head}{_GEOMETRY}{self.shape(digest)}{mark}{properties}"


@dataclass
class Totals:
    """What is known of a corpus before its files are written."""

    articles: int = 0
    incidents: int = 0
    mentions: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    """Features by layer."""
    boxes: dict[str, list[float]] = field(default_factory=dict)
    legends: dict[str, list[Feature]] = field(default_factory=dict)
    """For each layer, a feature of every kind that its style must know."""
    days: list[str] = field(default_factory=list)
    """The first and the last day of the incidents."""
    spots: dict[tuple[float, float], int] = field(default_factory=dict)
    """How many incidents lie at each (lat, lon), to a tenth of a degree."""
    provenance: dict[str, Any] = field(default_factory=dict)

    def head(self, box: Sequence[float] | None) -> str:
        """Return the beginning of a FeatureCollection, up to its first feature."""
        collection: dict[str, Any] = {"type": "FeatureCollection"}
        if box:
            collection["bbox"] = box
        collection["geomap"] = self.provenance
        return f'{dump_feature(collection)[:-1]},"features":['


def count_up(rows: Iterable[Row]) -> Totals:
    """Return the totals of a corpus."""
    totals = Totals()
    licences: dict[str, None] = {}
    kinds: dict[str, set[tuple[str | None, ...]]] = {}
    for row in rows:
        entry = row.entry
        totals.articles += 1
        totals.incidents += entry["summary"]["incidents"]
        totals.mentions += entry["mentions"]
        totals.provenance = totals.provenance or entry["geomap"]
        for lat, lon, *_ in entry.get("marks", ()):
            spot = round(lat, 1), round(lon, 1)
            totals.spots[spot] = totals.spots.get(spot, 0) + 1
        licences |= dict.fromkeys(entry["geomap"]["licences"])
        for layer, drawn in entry["layers"].items():
            totals.counts[layer] = totals.counts.get(layer, 0) + drawn["count"]
            totals.days = to_ends([*totals.days, *drawn["days"]])
            kinds.setdefault(layer, set()).update(map(tuple, drawn["kinds"]))
            if drawn["bbox"]:
                totals.boxes[layer] = _joined(totals.boxes.get(layer), drawn["bbox"])
    totals.provenance |= {"licences": list(licences), "attribution": "; ".join(licences)}
    totals.legends = {
        layer: [_sample(kind) for kind in sorted(found, key=str)] for layer, found in kinds.items()
    }
    return totals


def read_portions(manifest: ManifestReader, first: str = "") -> Iterator[Portion]:
    """Yield the portions of a corpus from an article on, one in memory at a time."""
    for row, pack in manifest.packs(first):
        yield Portion(row, pack, manifest.events_of(row.article_id), manifest.shape)


def _sample(kind: Iterable[str | None]) -> Feature:
    return {"properties": dict(zip(qgis.CLASS_COLUMNS, kind, strict=True))}


def _joined(box: list[float] | None, other: list[float]) -> list[float]:
    if box is None:
        return other
    (west, south, east, north), (w, s, e, n) = box, other
    return [min(west, w), min(south, s), max(east, e), max(north, n)]
