"""Are KML, styles and projects plain: known elements, nothing that runs or loads anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from geomap.export.reading import find_positions

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_kml", "check_qgis"]

_KML = "{http://www.opengis.net/kml/2.2}"
_ELEMENTS = frozenset(
    """
    kml Document name open description Style IconStyle LineStyle PolyStyle color width Folder
    Placemark TimeSpan begin end styleUrl ExtendedData Data value Point LineString Polygon
    MultiGeometry tessellate coordinates outerBoundaryIs innerBoundaryIs LinearRing
    """.split()  # noqa: SIM905 - a list of so many strings reads worse
)
_RUNS = frozenset({"attributeactions", "actionsetting", "Macros", "pythonCode", "editformsrc"})
_LOADS = re.compile(
    r"<(?:img|script|iframe|object|embed|link)\b|\beval\s*\(|\benv\s*\(", re.IGNORECASE
)
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"


def check_kml(text: str) -> Iterator[str]:
    """Yield what is wrong with a KML document."""
    root, fault = _parse(text)
    if root is None:
        yield fault
        return
    names = {element.tag.removeprefix(_KML) for element in root.iter()}
    yield from (f"element {name!r} is none of ours" for name in sorted(names - _ELEMENTS))
    for element in root.iter(f"{_KML}description"):
        if _LOADS.search(element.text or ""):
            yield f"a balloon has live markup: {(element.text or '')[:60]!r}"
    styles = {f"#{style.get('id')}" for style in root.iter(f"{_KML}Style")}
    used = {url.text for url in root.iter(f"{_KML}styleUrl")}
    yield from (f"no style {url}" for url in sorted(map(str, used - styles)))
    for element in root.iter(f"{_KML}coordinates"):
        yield from _coordinate_faults(element.text or "")


def check_qgis(text: str) -> Iterator[str]:
    """Yield what is wrong with a style or project of QGIS."""
    root, fault = _parse(text.removeprefix(_DOCTYPE))
    if root is None:
        yield fault
        return
    if root.tag != "qgis":
        yield f"its root is {root.tag!r}, not 'qgis'"
    for element in root.iter():
        if element.tag in _RUNS and (len(element) or (element.text or "").strip()):
            yield f"{element.tag} may run code"
        if element.tag == "datasource" and "://" in (element.text or ""):
            yield f"a layer from the network: {element.text!r}"


def _parse(text: str) -> tuple[ET.Element | None, str]:
    """Return the root of a document without entities, or why there is none."""
    if "<!ENTITY" in text or "<!DOCTYPE" in text:
        return None, "declares entities; not written by geomap"
    try:
        return ET.fromstring(text.lstrip()), ""  # noqa: S314 - without a DTD there is no entity
    except ET.ParseError as error:
        return None, f"not XML ({error})"


def _coordinate_faults(text: str) -> Iterator[str]:
    for position in text.split():
        try:
            lon, lat = map(float, position.split(",")[:2])
            list(find_positions({"type": "Point", "coordinates": [lon, lat]}))
        except ValueError as error:
            yield f"coordinates {position[:40]!r}: {error}"
            return
