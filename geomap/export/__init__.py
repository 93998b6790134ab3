"""Outputs: GeoJSON of points, areas and links, the report as JSON, and atomic files."""

from __future__ import annotations

from geomap.export.files import ensure_folder, remove_file, write_file
from geomap.export.geojson import dump_feature, dump_geojson, to_areas, to_geojson, to_links
from geomap.export.reportjson import to_provenance, to_report_json

__all__ = [
    "dump_feature",
    "dump_geojson",
    "ensure_folder",
    "remove_file",
    "to_areas",
    "to_geojson",
    "to_links",
    "to_provenance",
    "to_report_json",
    "write_file",
]
