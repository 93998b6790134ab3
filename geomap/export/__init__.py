"""Outputs: GeoJSON of points, areas and links, the report as JSON, atomic files, checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.export.csvfile import to_csv
from geomap.export.files import ensure_folder, open_output, place, remove_file, write_file
from geomap.export.geojson import (
    box_of,
    dump_feature,
    dump_geojson,
    dump_lines,
    join_boxes,
    to_areas,
    to_collection,
    to_geojson,
    to_head,
    to_links,
    with_shape,
)
from geomap.export.geopackage import GeoLayer, write_geopackage
from geomap.export.kml import to_kml
from geomap.export.outlines import Outline, name_of, outline_of
from geomap.export.parquet import to_parquet
from geomap.export.picture import find_browser, to_png
from geomap.export.reportjson import clean, to_provenance, to_report_json, to_report_summary
from geomap.lazy import import_on_use

if TYPE_CHECKING:
    from geomap.export.beside import draw_areas, draw_links, keep_areas, keep_links
    from geomap.export.checking import NOTE, check_geojson, check_outputs, check_page
    from geomap.export.corrected import correct_features
    from geomap.export.edits import (
        Edits,
        find_edits,
        guess_original,
        missing_rows,
        refuse_swapped,
    )
    from geomap.export.incidents import READ_SUFFIXES, read_features, read_incidents, read_rows
    from geomap.export.reading import Edited, read_edited, read_geojson

__all__ = [
    "NOTE",
    "READ_SUFFIXES",
    "Edited",
    "Edits",
    "GeoLayer",
    "Outline",
    "box_of",
    "check_geojson",
    "check_outputs",
    "check_page",
    "clean",
    "correct_features",
    "draw_areas",
    "draw_links",
    "dump_feature",
    "dump_geojson",
    "dump_lines",
    "ensure_folder",
    "find_browser",
    "find_edits",
    "guess_original",
    "join_boxes",
    "keep_areas",
    "keep_links",
    "missing_rows",
    "name_of",
    "open_output",
    "outline_of",
    "place",
    "read_edited",
    "read_features",
    "read_geojson",
    "read_incidents",
    "read_rows",
    "refuse_swapped",
    "remove_file",
    "to_areas",
    "to_collection",
    "to_csv",
    "to_geojson",
    "to_head",
    "to_kml",
    "to_links",
    "to_parquet",
    "to_png",
    "to_provenance",
    "to_report_json",
    "to_report_summary",
    "with_shape",
    "write_file",
    "write_geopackage",
]

_HOMES = {
    "Edited": "reading",
    "Edits": "edits",
    "NOTE": "checking",
    "READ_SUFFIXES": "incidents",
    "check_geojson": "checking",
    "check_outputs": "checking",
    "check_page": "checking",
    "correct_features": "corrected",
    "draw_areas": "beside",
    "draw_links": "beside",
    "find_edits": "edits",
    "guess_original": "edits",
    "keep_areas": "beside",
    "keep_links": "beside",
    "missing_rows": "edits",
    "read_edited": "reading",
    "read_features": "incidents",
    "read_geojson": "reading",
    "read_incidents": "incidents",
    "read_rows": "incidents",
    "refuse_swapped": "edits",
}
"""Names that a build does not need, by their modules: those are imported when one is used."""

__getattr__ = import_on_use(__name__, _HOMES)
