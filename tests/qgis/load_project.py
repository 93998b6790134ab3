"""Runs under the system's Python: opens QGIS projects and prints what QGIS makes of them.

Usage: python3 load_project.py PROJECT...   One JSON object on the last line of stdout.
A project inside a GeoPackage is written ``geopackage:/path/x.gpkg?projectName=geomap``.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from qgis.core import (
    QgsApplication,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

if TYPE_CHECKING:
    from qgis.PyQt.QtXml import QDomDocument

SIZE = QSize(400, 300)


def describe(address: str) -> dict:
    """Return what the desktop shows of a project."""
    project = QgsProject.instance()
    project.clear()
    canvas: list[QgsRectangle] = []
    project.readProject.connect(lambda document: canvas.append(extent_of(document)))
    is_read = project.read(address)
    nodes = project.layerTreeRoot().findLayers()
    layers = [node.layer() for node in nodes]
    times = project.timeSettings().temporalRange()
    return {
        "read": is_read,
        "crs": [project.crs().authid(), project.crs().isValid()],
        "layers": {
            layer.name(): {
                "valid": layer.isValid(),
                "features": layer.featureCount(),
                "geometry": layer.geometryType() if layer.isSpatial() else None,
                "crs": layer.crs().authid() if layer.isSpatial() else "",
                "renderer": layer.renderer().type() if layer.renderer() else None,
                "labels": layer.labelsEnabled(),
                "temporal": layer.temporalProperties().isActive(),
                "fields": {field.name(): field.typeName() for field in layer.fields()},
                "source": layer.source(),
                "shown": node.isVisible(),
            }
            for node, layer in zip(nodes, layers)  # noqa: B905 - QGIS brings its own Python
        },
        "days": [time.toString("yyyy-MM-dd") for time in (times.begin(), times.end())],
        "credit": project.readEntry("CopyrightLabel", "/Label")[0],
        "colours": colours_of(project, layers, canvas[0]),
    }


def extent_of(document: QDomDocument) -> QgsRectangle:
    """Return the extent of the map canvas that the desktop opens with."""
    box = document.documentElement().firstChildElement("mapcanvas").firstChildElement("extent")
    names = ("xmin", "ymin", "xmax", "ymax")
    return QgsRectangle(*(float(box.firstChildElement(name).text()) for name in names))


def colours_of(project: QgsProject, layers: list, extent: QgsRectangle) -> int:
    """Return how many colours the rendered map has; a blank one has one."""
    settings = QgsMapSettings()
    settings.setLayers([layer for layer in layers if layer.isSpatial()])
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(SIZE)
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(extent)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return len({image.pixel(x, y) for x in range(0, 400, 2) for y in range(0, 300, 2)})


def main() -> None:
    """Describe every project named on the command line."""
    application = QgsApplication([], False)  # noqa: FBT003 - no window
    application.initQgis()
    print(json.dumps([describe(address) for address in sys.argv[1:]]))  # noqa: T201 - its answer
    QgsProject.instance().clear()
    application.exitQgis()


if __name__ == "__main__":
    main()
