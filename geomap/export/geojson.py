"""FeatureCollections by RFC 7946: one geometry family each, no ``crs``, real extent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.export.outlines import outline_of
from geomap.export.reportjson import to_provenance
from geomap.frame import (
    dump_feature,
    find_areas,
    rows_by_report,
    to_features,
    to_link_features,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.records import Report

__all__ = [
    "box_of",
    "dump_feature",
    "dump_geojson",
    "dump_lines",
    "join_boxes",
    "to_areas",
    "to_collection",
    "to_geojson",
    "to_head",
    "to_links",
    "with_shape",
]

_GEOMETRY, _PROPERTIES = (
    ',"geometry":',
    ',"properties":',
)  # never inside a text: JSON escapes quotes


def to_geojson(reports: Iterable[Report], *, only_incidents: bool = False) -> dict[str, Any]:
    """Return the points: one feature per incident and place.

    Examples
    --------
    >>> from geomap.records import Article, Report
    >>> to_geojson([Report(Article("quiet", "Nothing happened."))])["features"]
    []
    """
    reports = list(reports)
    features = to_features(reports, only_incidents=only_incidents)
    return to_collection(features, to_provenance(reports))


def to_areas(reports: Iterable[Report], *, only_incidents: bool = False) -> dict[str, Any]:
    """Return the areas of the points that have one, under the ids of the points.

    All are polygons; a line (a border, a river) is drawn as a strip 4 km wide.
    """
    reports = list(reports)
    found = find_areas(rows_by_report(reports, only_incidents=only_incidents))
    features = [
        {
            "type": "Feature",
            "id": row.feature_id,
            "geometry": outline_of(shape).to_geometry(),
            "properties": dict(row.cells),
        }
        for row, shape in found
    ]
    return to_collection(features, to_provenance(reports))


def to_links(reports: Iterable[Report]) -> dict[str, Any]:
    """Return the lines from origins to targets of the same incident."""
    reports = list(reports)
    return to_collection(to_link_features(reports), to_provenance(reports))


def to_collection(
    features: Sequence[Mapping[str, Any]], provenance: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a FeatureCollection of features, with their extent."""
    return to_head(provenance, box_of(features)) | {"features": features}


def to_head(provenance: Mapping[str, Any], box: Sequence[float] | None) -> dict[str, Any]:
    """Return what a FeatureCollection says before its features."""
    extent = {"bbox": box} if box else {}
    return {"type": "FeatureCollection", **extent, "geomap": provenance}


def box_of(features: Iterable[Mapping[str, Any]]) -> list[float] | None:
    """Return the extent of features; ``None`` if none has a geometry."""
    shapes = (feature["geometry"] for feature in features)
    return join_boxes(_box_of(shape["coordinates"]) for shape in shapes if shape)


def join_boxes(boxes: Iterable[Sequence[float] | None]) -> list[float] | None:
    """Return the box around boxes of west, south, east and north; ``None`` if there is none.

    Examples
    --------
    >>> join_boxes([None, (30.0, 46.0, 31.0, 47.0), (29.5, 46.5, 30.5, 48.0)])
    [29.5, 46.0, 31.0, 48.0]
    """
    corners = list(zip(*filter(None, boxes), strict=True))
    if not corners:
        return None
    west, south, east, north = corners
    return [min(west), min(south), max(east), max(north)]


def dump_geojson(collection: Mapping[str, Any]) -> str:
    """Return a FeatureCollection as text, one feature per line, so that diffs are readable."""
    head = {key: value for key, value in collection.items() if key != "features"}
    return dump_lines(head, map(dump_feature, collection["features"]))


def dump_lines(head: Mapping[str, Any], lines: Iterable[str]) -> str:
    """Return what `dump_geojson` returns, of features that are text already."""
    features = ",\n".join(lines)
    features = f"[\n{features}\n]" if features else "[]"
    return f'{dump_feature(head)[:-1]},"features":{features}}}\n'


def with_shape(line: str, shape: str) -> str:
    """Return the line of a feature with another geometry, which is text, too.

    Examples
    --------
    >>> with_shape('{"id":"a","geometry":null,"properties":{}}', '{"type":"Point"}')
    '{"id":"a","geometry":{"type":"Point"},"properties":{}}'
    """
    head, _, rest = line.partition(_GEOMETRY)
    _, mark, properties = rest.partition(_PROPERTIES)
    return f"{head}{_GEOMETRY}{shape}{mark}{properties}"


def _box_of(coordinates: Any) -> list[float] | None:  # noqa: ANN401 - nested lists
    if coordinates and isinstance(coordinates[0], (int, float)):
        return [*coordinates[:2], *coordinates[:2]]
    return join_boxes(map(_box_of, coordinates))
