"""A QGIS project over the layers of a file: styled, in order, with time range and credit.

It is what QGIS 3.22 reads, written by hand: a complete CRS text (an identifier alone gives an
invalid CRS and an empty map, measured), paths relative to the project, no macros, no actions.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from geomap.qgis.style import to_document

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

__all__ = ["MapLayer", "to_project", "zip_project"]

_DATA_CRS, _MAP_CRS = 4326, 3857  # degrees in the files, metres of web maps on the canvas
_EUROPE_AND_NEAR_EAST = (-12.0, 30.0, 62.0, 66.0)  # shown when nothing is located
_SEA = {"Red": 223, "Green": 233, "Blue": 240}  # what lies under the countries
_MARGIN = 0.1  # of the extent, on every side
_LEAST_DEGREES = 0.2  # an extent of one point is widened to this
_LAYER_ID = "geomap_project_layer_"  # QGIS replaces an id of ten characters or fewer (measured)
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # zip files have no earlier one


class MapLayer(NamedTuple):
    """A layer of the project: its title, where its data lie, its geometry and its style."""

    title: str
    source: str
    """Relative to the project: ``./x.gpkg|layername=incidents``."""
    geometry: str
    """``Point``, ``Line`` or ``Polygon``; empty for a table."""
    style: str = ""
    """The text of a ``.qml``."""
    is_shown: bool = True
    """Whether it is drawn when the project opens."""


def to_project(
    layers: Sequence[MapLayer],
    *,
    bbox: tuple[float, float, float, float] | None = None,
    days: tuple[dt.date, dt.date] | None = None,
    credit: str = "",
) -> str:
    """Return the text of a ``.qgs`` file.

    Parameters
    ----------
    layers
        From the top of the map to its bottom.
    bbox
        Extent of what is located, (west, south, east, north) in degrees.
    days
        Range of the time controller: the first day, and the day after the last.
    credit
        What stands in the corner of the map.
    """
    root = ET.Element("qgis", projectname="geomap", version="3.22.0-Białowieża")
    ET.SubElement(root, "homePath", path="")
    ET.SubElement(root, "title").text = "geomap"
    _add_crs(ET.SubElement(root, "projectCrs"), _MAP_CRS)
    tree = ET.SubElement(root, "layer-tree-group")
    found = ET.Element("projectlayers")
    for number, layer in enumerate(layers):
        layer_id = f"{_LAYER_ID}{number:02}"
        node = ET.SubElement(tree, "layer-tree-layer", id=layer_id, name=layer.title)
        node.set("checked", "Qt::Checked" if layer.is_shown else "Qt::Unchecked")
        node.set("expanded", "1" if layer.style else "0")
        node.set("providerKey", "ogr")
        node.set("source", layer.source)
        found.append(_map_layer(layer, layer_id))
    _add_canvas(root, _to_metres(_frame(bbox)))
    root.append(found)
    root.append(_properties(credit, days))
    _add_times(root, days)
    return to_document(root)


def zip_project(project: str, name: str = "geomap") -> bytes:
    """Return a project as a ``.qgz``, the same bytes for the same text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(f"{name}.qgs", _FIXED_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, project)
    return stream.getvalue()


def _map_layer(layer: MapLayer, layer_id: str) -> ET.Element:
    element = ET.Element("maplayer", type="vector")
    if layer.geometry:
        element.set("geometry", layer.geometry)
    ET.SubElement(element, "id").text = layer_id
    ET.SubElement(element, "datasource").text = layer.source
    ET.SubElement(element, "layername").text = layer.title
    if layer.geometry:
        _add_crs(ET.SubElement(element, "srs"), _DATA_CRS)
    ET.SubElement(element, "provider", encoding="UTF-8").text = "ogr"
    if layer.style:
        style = ET.fromstring(layer.style.partition("\n")[2])  # noqa: S314 - our own style
        element.attrib |= {key: value for key, value in style.attrib.items() if key != "version"}
        element.extend(style)
    return element


def _add_crs(parent: ET.Element, code: int) -> None:
    from pyproj import CRS  # noqa: PLC0415 - heavy, and only a project needs it

    crs = ET.SubElement(parent, "spatialrefsys", nativeFormat="Wkt")
    ET.SubElement(crs, "wkt").text = CRS.from_epsg(code).to_wkt()
    ET.SubElement(crs, "authid").text = f"EPSG:{code}"
    ET.SubElement(crs, "srid").text = str(code)
    ET.SubElement(crs, "geographicflag").text = "true" if code == _DATA_CRS else "false"


def _frame(bbox: tuple[float, float, float, float] | None) -> tuple[float, float, float, float]:
    """Return the extent to show, with a margin, in degrees that Mercator can show."""
    west, south, east, north = bbox or _EUROPE_AND_NEAR_EAST
    dx = max(_LEAST_DEGREES, (east - west) * _MARGIN)
    dy = max(_LEAST_DEGREES, (north - south) * _MARGIN)
    return max(-180, west - dx), max(-85, south - dy), min(180, east + dx), min(85, north + dy)


def _to_metres(bbox: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    from pyproj import Transformer  # noqa: PLC0415 - heavy, and only a project needs it

    transformer = Transformer.from_crs(_DATA_CRS, _MAP_CRS, always_xy=True)
    west, south = transformer.transform(bbox[0], bbox[1])
    east, north = transformer.transform(bbox[2], bbox[3])
    return west, south, east, north


def _add_canvas(root: ET.Element, extent: tuple[float, float, float, float]) -> None:
    canvas = ET.SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    ET.SubElement(canvas, "units").text = "meters"
    box = ET.SubElement(canvas, "extent")
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), extent, strict=True):
        ET.SubElement(box, name).text = f"{value:.1f}"
    ET.SubElement(canvas, "rotation").text = "0"
    _add_crs(ET.SubElement(canvas, "destinationsrs"), _MAP_CRS)


def _properties(credit: str, days: tuple[dt.date, dt.date] | None) -> ET.Element:
    """Return what the desktop remembers: credit in the corner, the controller in animation."""
    properties = ET.Element("properties")
    entries = [
        ("SpatialRefSys/ProjectionsEnabled", "int", "1"),
        ("Paths/Absolute", "bool", "false"),
        *((f"Gui/CanvasColor{part}Part", "int", str(value)) for part, value in _SEA.items()),
        ("CopyrightLabel/Enabled", "bool", "true" if credit else "false"),
        ("CopyrightLabel/Label", "QString", credit),
        ("CopyrightLabel/Placement", "int", "3"),  # bottom right
    ]
    if days is not None:
        entries += [
            ("TemporalControllerWidget/NavigationMode", "int", "0"),  # off: everything shows
            ("TemporalControllerWidget/StartDateTime", "QString", _moment(days[0])),
            ("TemporalControllerWidget/EndDateTime", "QString", _moment(days[1])),
        ]
    for path, kind, value in entries:
        scope, _, key = path.partition("/")
        parent = properties.find(scope)
        parent = ET.SubElement(properties, scope) if parent is None else parent
        ET.SubElement(parent, key, type=kind).text = value
    return properties


def _add_times(root: ET.Element, days: tuple[dt.date, dt.date] | None) -> None:
    settings = ET.SubElement(root, "ProjectTimeSettings", timeStep="1", timeStepUnit="d")
    settings.set("frameRate", "1")
    settings.set("cumulativeTemporalRange", "0")
    if days is not None:
        span = ET.SubElement(settings, "TemporalRange")
        ET.SubElement(span, "start").text = _moment(days[0])
        ET.SubElement(span, "end").text = _moment(days[1])


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
