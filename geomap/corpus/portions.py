"""What the files of a corpus are merged from: one article at a time, in the order of the ids."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geomap import qgis
from geomap.corpus.making import to_ends
from geomap.export import dump_feature, join_boxes, to_head, with_shape
from geomap.frame import add_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from geomap.corpus.packs import Pack
    from geomap.corpus.reading import ManifestReader, Row

__all__ = ["Portion", "Totals", "count_up", "read_portions"]

_NO_EVENT = '"event_id":null'  # never inside a text: JSON escapes quotes

Feature = dict[str, Any]


@dataclass(frozen=True)
class Portion:
    """What one article adds to the files of the corpus."""

    pack: Pack
    events: Mapping[str, str]
    """The event of each incident that is one."""
    shape: Callable[[str], str]

    @cached_property
    def lines(self) -> dict[str, str]:
        """The points as GeoJSON text by their ids, with their events."""
        return {
            feature_id: self._in_event(line, self.events.get(incident_id or ""))
            for feature_id, incident_id, line in self.pack.points
        }

    def lines_of(self, layer: str) -> Iterable[str]:
        """Return the features of a layer as GeoJSON text."""
        if layer == "points":
            return self.lines.values()
        if layer == "links":
            return self.pack.links
        return (self._with_shape(feature_id, digest) for feature_id, digest in self.pack.areas)

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
        borders = self.pack.borders
        return [
            json.loads(self._with_shape(feature_id, borders.get(feature_id, digest)))
            for feature_id, digest in self.pack.areas
        ]

    def table(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a table, with their events."""
        if name == "incident_totals":
            return add_up(point["properties"] for point in self.points)
        return self.pack.table(name)

    @staticmethod
    def _in_event(line: str, event_id: str | None) -> str:
        if event_id is None:
            return line
        return line.replace(_NO_EVENT, f'"event_id":{json.dumps(event_id, ensure_ascii=False)}', 1)

    def _with_shape(self, feature_id: str, digest: str) -> str:
        return with_shape(self.lines[feature_id], self.shape(digest))


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
        return f'{dump_feature(to_head(self.provenance, box))[:-1]},"features":['


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
            if box := join_boxes((totals.boxes.get(layer), drawn["bbox"])):
                totals.boxes[layer] = box
    totals.provenance |= {"licences": list(licences), "attribution": "; ".join(licences)}
    totals.legends = {
        layer: [_sample(kind) for kind in sorted(found, key=str)] for layer, found in kinds.items()
    }
    return totals


def read_portions(manifest: ManifestReader, first: str = "") -> Iterator[Portion]:
    """Yield the portions of a corpus from an article on, one in memory at a time."""
    for article_id, pack in manifest.packs(first):
        yield Portion(pack, manifest.events_of(article_id), manifest.shape)


def _sample(kind: Iterable[str | None]) -> Feature:
    return {"properties": dict(zip(qgis.CLASS_COLUMNS, kind, strict=True))}
