"""Points, areas and links as KML for Google Earth: a folder per kind, colours, time spans.

The balloon of a placemark is HTML, so article text is escaped twice: once for HTML, once,
by the XML writer, for KML. There is no icon, link or script from outside.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from geomap.lexicon import NEUTRAL, groups, incident_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["to_kml"]

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SHOWN = ("place", "role", "realis", "certainty", "date_text", "counts_text", "attribution")
_EXTRA = ("incident_id", "incident_type", "role", "realis", "precision", "radius_km", "article_id")


def to_kml(points: Mapping[str, Any], areas: Mapping[str, Any], links: Mapping[str, Any]) -> str:
    """Return a KML 2.2 document; a row that is not located has a placemark without a point.

    Parameters
    ----------
    points, areas, links
        What `to_geojson`, `to_areas` and `to_links` made of the reports.
    """
    root = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = ET.SubElement(root, "Document")
    _put(document, "name", "geomap")
    _put(document, "open", "1")
    _put(document, "description", html.escape(points["geomap"]["attribution"]))
    colors = {"none": NEUTRAL} | {group_id: group.light for group_id, group in groups().items()}
    document.extend(_style(group_id, color) for group_id, color in colors.items())
    folders = (("Incidents", points), ("Areas", areas), ("From origin to target", links))
    for title, collection in folders:
        if collection["features"]:
            folder = ET.SubElement(document, "Folder")
            _put(folder, "name", title)
            folder.extend(map(_placemark, collection["features"]))
    ET.indent(root, " ")
    return _HEAD + ET.tostring(root, encoding="unicode") + "\n"


def _style(group_id: str, color: str) -> ET.Element:
    style = ET.Element("Style", id=group_id)
    icon = ET.SubElement(style, "IconStyle")
    _put(icon, "color", _abgr(color))
    line = ET.SubElement(style, "LineStyle")
    _put(line, "color", _abgr(color))
    _put(line, "width", "2")
    area = ET.SubElement(style, "PolyStyle")
    _put(area, "color", _abgr(color, "40"))
    return style


def _abgr(color: str, alpha: str = "ff") -> str:
    """Return a colour as KML writes it: alpha, blue, green, red."""
    return f"{alpha}{color[5:7]}{color[3:5]}{color[1:3]}".lower()


def _placemark(feature: Mapping[str, Any]) -> ET.Element:
    cells = feature["properties"]
    placemark = ET.Element("Placemark")
    title = cells.get("incident_label") or cells.get("mention") or ""
    place = cells.get("place") or cells.get("target") or ""
    _put(placemark, "name", f"{title}: {place}" if place and place != title else title)
    _put(placemark, "description", _balloon(cells))
    _add_span(placemark, cells)
    kind = incident_types().get(cells["incident_type"] or "")
    _put(placemark, "styleUrl", f"#{kind.group if kind else 'none'}")
    data = ET.SubElement(placemark, "ExtendedData")
    for name in _EXTRA:
        if cells.get(name) is not None:
            _put(ET.SubElement(data, "Data", name=name), "value", str(cells[name]))
    if feature["geometry"] is not None:
        placemark.append(_geometry(feature["geometry"]))
    return placemark


def _balloon(cells: Mapping[str, Any]) -> str:
    """Return the HTML of a balloon; every text is escaped here, and nowhere else."""
    lines = [f"{name.split('_')[0]}: {cells[name]}" for name in _SHOWN if cells.get(name)]
    text = "<br>".join(html.escape(line) for line in lines)
    quote = cells.get("quote")
    return f"{text}<br><i>{html.escape(quote)}</i>" if quote else text


def _add_span(placemark: ET.Element, cells: Mapping[str, Any]) -> None:
    if cells["date_start"] or cells["date_end"]:
        span = ET.SubElement(placemark, "TimeSpan")
        for name, key in (("begin", "date_start"), ("end", "date_end")):
            if cells[key]:
                _put(span, name, cells[key])


def _geometry(geometry: Mapping[str, Any]) -> ET.Element:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind.startswith("Multi"):
        element = ET.Element("MultiGeometry")
        single = kind.removeprefix("Multi")
        element.extend(_geometry({"type": single, "coordinates": part}) for part in coordinates)
        return element
    element = ET.Element(kind)
    if kind != "Polygon":
        positions = [coordinates] if kind == "Point" else coordinates
        if kind == "LineString":
            _put(element, "tessellate", "1")
        _put(element, "coordinates", _positions(positions))
        return element
    for number, ring in enumerate(coordinates):
        edge = ET.SubElement(element, "innerBoundaryIs" if number else "outerBoundaryIs")
        _put(ET.SubElement(edge, "LinearRing"), "coordinates", _positions(ring))
    return element


def _positions(positions: Iterable[Any]) -> str:
    return " ".join(f"{lon},{lat}" for lon, lat, *_ in positions)


def _put(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
