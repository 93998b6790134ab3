"""Reports → the layers of a GeoPackage and the QGIS project over them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap import export, qgis
from geomap.frame import (
    ARTICLE_SCHEMA,
    LINK_SCHEMA,
    MENTION_SCHEMA,
    SCHEMA,
    TOTAL_SCHEMA,
    Column,
    to_article_rows,
    to_mention_rows,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from geomap.records import Report

__all__ = [
    "LAYERS",
    "TABLES",
    "Package",
    "project_of",
    "table_layer",
    "to_background",
    "to_bbox",
    "to_credit",
    "to_layer",
    "to_package",
    "to_range",
    "write_package",
]

_GEOMETRIES = {"Point": "Point", "MultiLineString": "Line", "MultiPolygon": "Polygon"}
_TITLES = {
    "events": "Events, one for all their reports",
    "incidents": "Incidents",
    "links": "From origin to target",
    "areas": "Areas of incidents",
    "admin1": "Regions",
    "countries": "Countries",
}
_HIDDEN = {"events"}  # at first: over the incidents they would be drawn twice
LAYERS: Mapping[qgis.Layer, tuple[str, Sequence[Column], str]] = {
    "points": ("incidents", SCHEMA, "Point"),
    "links": ("links", LINK_SCHEMA, "MultiLineString"),
    "areas": ("areas", SCHEMA, "MultiPolygon"),
}
TABLES: Mapping[str, tuple[str, Sequence[Column]]] = {
    "incident_totals": ("one row per incident", TOTAL_SCHEMA),
    "mentions": ("one row per name of a place", MENTION_SCHEMA),
    "articles": ("one row per article", ARTICLE_SCHEMA),
}
_BACKGROUND = (("admin1", "admin1"), ("countries", "country"))  # layer, kind of area
_OUTLINE_SCHEMA = (
    Column("name", "text", "name of the country or region"),
    Column("place_id", "text", "id of the place in the gazetteer"),
    Column("country", "text", "ISO 3166-1 alpha-2"),
)


class Package(NamedTuple):
    """What a GeoPackage holds."""

    layers: tuple[export.GeoLayer, ...]
    """From the top of the map to its bottom; tables lie between."""
    credit: Mapping[str, str]
    bbox: qgis.BBox | None
    """Where the project opens."""
    days: tuple[dt.date, dt.date] | None
    """The first day of all incidents, and the day after the last."""

    empty: frozenset[str] = frozenset()
    """Tables without a row, which a project leaves out."""


def to_package(
    reports: Sequence[Report],
    found: Mapping[qgis.Layer, Mapping[str, Any]],
    totals: Sequence[Mapping[str, Any]],
) -> Package:
    """Return layers, tables, credit, extent and time range.

    Parameters
    ----------
    reports
        What was read.
    found
        The points, areas and links that were made of the reports.
    totals
        The rows of the incidents with their sums.
    """
    points = found["points"]
    about = points["geomap"]["attribution"]
    drawn = ((layer, found[layer]["features"]) for layer in LAYERS)
    layers = (
        *(to_layer(layer, features, about, features) for layer, features in drawn),
        table_layer("incident_totals", totals),
        table_layer("mentions", to_mention_rows(reports)),
        table_layer("articles", to_article_rows(reports)),
        *to_background(),
    )
    cells = [feature["properties"] for feature in points["features"]]
    days = {day for cell in cells for day in (cell["date_start"], cell["date_end"]) if day}
    return Package(
        layers,
        to_credit(points["geomap"]),
        qgis.main_box(_spots_of(points["features"])) or to_bbox(points.get("bbox")),
        to_range(days),
        frozenset(layer.name for layer in layers if not (layer.geometry or layer.rows)),
    )


def _spots_of(features: Iterable[Mapping[str, Any]]) -> Mapping[tuple[float, float], int]:
    """Return how many incidents lie at each (lat, lon)."""
    points = (f["geometry"]["coordinates"] for f in features if _is_located(f))
    return Counter((lat, lon) for lon, lat, *_ in points)


def _is_located(feature: Mapping[str, Any]) -> bool:
    return feature["geometry"] is not None and feature["properties"]["incident_id"] is not None


def to_credit(provenance: Mapping[str, Any]) -> dict[str, str]:
    """Return what the metadata of a file say of its making."""
    return {
        "ATTRIBUTION": provenance["attribution"],
        "GEOMAP_VERSION": provenance["version"],
        "GAZETTEER_VERSION": provenance["gazetteer_version"],
    }


def to_bbox(box: Sequence[float] | None) -> qgis.BBox | None:
    """Return the extent of a FeatureCollection; ``None`` if nothing is located."""
    return None if box is None else (box[0], box[1], box[2], box[3])


def to_range(days: Collection[str]) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last of some days."""
    if not days:
        return None
    return dt.date.fromisoformat(min(days)), dt.date.fromisoformat(max(days))


def write_package(package: Package, path: Path) -> Path:
    """Write a GeoPackage with styles and a project inside, whole or not at all.

    Raises
    ------
    OutputError
        If it cannot be written; what was there before is left.
    """
    project = qgis.zip_project(project_of(package, path.name))
    return export.write_geopackage(path, package.layers, credit=package.credit, project=project)


def project_of(package: Package, name: str) -> str:
    """Return a QGIS project over the layers of the GeoPackage of a name, beside it."""
    layers = [
        qgis.MapLayer(
            _TITLES.get(layer.name, layer.name),
            f"./{name}|layername={layer.name}",
            _GEOMETRIES.get(layer.geometry, ""),
            layer.style,
            layer.name not in _HIDDEN,
        )
        for layer in package.layers
        if layer.name not in package.empty
    ]
    credit = package.credit["ATTRIBUTION"]
    return qgis.to_project(layers, bbox=package.bbox, days=package.days, credit=credit)


def to_layer(
    layer: qgis.Layer,
    features: Sequence[Mapping[str, Any]],
    about: str,
    legend: Iterable[Mapping[str, Any]],
) -> export.GeoLayer:
    """Return features as a layer, or as a part of one, with a style that knows the legend."""
    name, columns, geometry = LAYERS[layer]
    return export.GeoLayer(
        name,
        about,
        columns,
        [feature["properties"] for feature in features],
        geometry,
        [feature["geometry"] for feature in features],
        [feature["id"] for feature in features],
        qgis.to_style(layer, legend),
    )


def table_layer(name: str, rows: Sequence[Mapping[str, Any]]) -> export.GeoLayer:
    """Return rows as a table, or as a part of one."""
    about, columns = TABLES[name]
    return export.GeoLayer(name, about, columns, rows)


def to_background() -> Iterator[export.GeoLayer]:
    """Yield the outlines of regions and countries, so that a project needs no basemap."""
    from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - only a package needs it

    gazetteer = open_gazetteer()
    for name, kind in _BACKGROUND:
        found = gazetteer.areas(kind)
        yield export.GeoLayer(
            name,
            "Natural Earth (public domain); Crimea is shown as part of Ukraine",
            _OUTLINE_SCHEMA,
            [{"name": p.name, "place_id": p.place_id, "country": p.country} for p, _ in found],
            "MultiPolygon",
            [shape for _, shape in found],
            [place.place_id for place, _ in found],
            qgis.to_outline_style(is_filled=kind == "country"),
        )
