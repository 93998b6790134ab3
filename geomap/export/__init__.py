"""Outputs: GeoJSON of points, areas and links, the report as JSON, atomic files, checks."""

from __future__ import annotations

from geomap.export.checking import check_geojson, check_outputs, check_page
from geomap.export.csvfile import to_csv
from geomap.export.files import ensure_folder, open_output, place, remove_file, write_file
from geomap.export.geojson import dump_feature, dump_geojson, to_areas, to_geojson, to_links
from geomap.export.geopackage import GeoLayer, write_geopackage
from geomap.export.incidents import read_incidents
from geomap.export.kml import to_kml
from geomap.export.parquet import to_parquet
from geomap.export.picture import find_browser, to_png
from geomap.export.reading import read_geojson
from geomap.export.reportjson import clean, to_provenance, to_report_json

__all__ = [
    "GeoLayer",
    "check_geojson",
    "check_outputs",
    "check_page",
    "clean",
    "dump_feature",
    "dump_geojson",
    "ensure_folder",
    "find_browser",
    "open_output",
    "place",
    "read_geojson",
    "read_incidents",
    "remove_file",
    "to_areas",
    "to_csv",
    "to_geojson",
    "to_kml",
    "to_links",
    "to_parquet",
    "to_png",
    "to_provenance",
    "to_report_json",
    "write_file",
    "write_geopackage",
]
