"""Outputs: GeoJSON of points, areas and links, the report as JSON, atomic files, checks."""

from __future__ import annotations

from geomap.export.checking import check_geojson, check_outputs, check_page
from geomap.export.files import ensure_folder, remove_file, write_file
from geomap.export.geojson import dump_feature, dump_geojson, to_areas, to_geojson, to_links
from geomap.export.reading import read_geojson
from geomap.export.reportjson import clean, to_provenance, to_report_json

__all__ = [
    "check_geojson",
    "check_outputs",
    "check_page",
    "clean",
    "dump_feature",
    "dump_geojson",
    "ensure_folder",
    "read_geojson",
    "remove_file",
    "to_areas",
    "to_geojson",
    "to_links",
    "to_provenance",
    "to_report_json",
    "write_file",
]
