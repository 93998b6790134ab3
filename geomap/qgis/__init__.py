"""Styles and projects for QGIS: symbols, labels and time as on the page.

Neither holds a word of an article: what QGIS runs as an expression must not come from outside.
"""

from __future__ import annotations

from geomap.qgis.extent import BBox, main_box
from geomap.qgis.project import MapLayer, to_project, zip_project
from geomap.qgis.style import CLASS_COLUMNS, Layer, to_outline_style, to_style

__all__ = [
    "CLASS_COLUMNS",
    "BBox",
    "Layer",
    "MapLayer",
    "main_box",
    "to_outline_style",
    "to_project",
    "to_style",
    "zip_project",
]
