"""FeatureCollections by RFC 7946: one geometry family each, no ``crs``, real extent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geomap.export.reportjson import to_provenance
from geomap.frame import DECIMALS, to_area_features, to_features, to_link_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geomap.records import Report

__all__ = ["dump_feature", "dump_geojson", "to_areas", "to_geojson", "to_links"]

_STRIP_DEGREES = 0.02  # about 2 km: a border or river becomes a strip, since QGIS asks the user
# which geometry to load when a file holds both lines and areas (measured: QGIS 3.22)


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
    return _collection(features, reports)


def to_areas(reports: Iterable[Report], *, only_incidents: bool = False) -> dict[str, Any]:
    """Return the areas of the points that have one, under the ids of the points.

    All are polygons; a line (a border, a river) is drawn as a strip 4 km wide.
    """
    reports = list(reports)
    features = to_area_features(reports, only_incidents=only_incidents)
    for feature in features:
        feature["geometry"] = _to_polygons(feature["geometry"])
    return _collection(features, reports)


def to_links(reports: Iterable[Report]) -> dict[str, Any]:
    """Return the lines from origins to targets of the same incident."""
    reports = list(reports)
    return _collection(to_link_features(reports), reports)


def dump_geojson(collection: dict[str, Any]) -> str:
    """Return a FeatureCollection as text, one feature per line, so that diffs are readable."""
    head = {key: value for key, value in collection.items() if key != "features"}
    features = ",\n".join(dump_feature(feature) for feature in collection["features"])
    features = f"[\n{features}\n]" if features else "[]"
    return f'{dump_feature(head)[:-1]},"features":{features}}}\n'


def dump_feature(feature: dict[str, Any]) -> str:
    """Return one JSON value as a line without a newline; not-a-number is refused."""
    return json.dumps(feature, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _collection(features: list[dict[str, Any]], reports: Sequence[Report]) -> dict[str, Any]:
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    points = [
        point
        for feature in features
        if feature["geometry"]
        for point in _positions(feature["geometry"]["coordinates"])
    ]
    if points:
        lons, lats = zip(*points, strict=True)
        collection["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
    collection["geomap"] = to_provenance(reports)
    collection["features"] = features
    return collection


def _positions(coordinates: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401 - nested lists
    if isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _positions(part)


def _to_polygons(geometry: Any) -> dict[str, Any]:  # noqa: ANN401 - a geo interface mapping
    """Return valid polygons, outer rings counter-clockwise, six decimals."""
    import shapely  # noqa: PLC0415 - only reports with areas need it

    shape = shapely.geometry.shape(geometry)
    if "Line" in shape.geom_type:
        shape = shape.buffer(_STRIP_DEGREES, quad_segs=2)
    shape = shapely.orient_polygons(shapely.make_valid(shape))
    parts = [part for part in _parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    rings = [[_ring(r) for r in (part.exterior, *part.interiors)] for part in parts]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def _parts(shape: Any) -> Iterator[Any]:  # noqa: ANN401 - shapely types are loaded lazily
    if hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _parts(part)
    else:
        yield shape


def _ring(ring: Any) -> list[list[float]]:  # noqa: ANN401 - as above
    return [[round(x, DECIMALS) + 0.0, round(y, DECIMALS) + 0.0] for x, y, *_ in ring.coords]
