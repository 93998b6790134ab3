"""Runs under the system's Python: edits a file in QGIS as a person does, and saves it.

Usage: python3 edit_layer.py FILE.geojson SAVED.geojson
FILE is edited in place (toggle editing, save); SAVED is what "Save features as" makes of it.
"""

from __future__ import annotations

import sys

from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)


def edit(layer: QgsVectorLayer) -> None:
    """Move the first point, change its type, delete the last feature and add one."""
    features = list(layer.getFeatures())
    first, last = features[0], features[-1]
    fields = layer.fields()
    layer.startEditing()
    layer.changeGeometry(first.id(), QgsGeometry.fromPointXY(QgsPointXY(34.5, 47.6)))
    layer.changeAttributeValue(first.id(), fields.indexFromName("incident_type"), "missile_strike")
    layer.deleteFeature(last.id())
    added = QgsFeature(fields)
    added.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(36, 49)))
    added["incident_type"] = "explosion"
    added["place"] = "Bunker"
    layer.addFeature(added)
    if not layer.commitChanges():
        sys.exit("; ".join(layer.commitErrors()))


def save_as(layer: QgsVectorLayer, path: str) -> None:
    """Export the layer as the desktop does."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GeoJSON"
    context = QgsProject.instance().transformContext()
    code, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, context, options)
    if code != QgsVectorFileWriter.NoError:
        sys.exit(message)


def main() -> None:
    """Edit the first file, and save it as the second."""
    application = QgsApplication([], False)  # noqa: FBT003 - no window
    application.initQgis()
    path, saved = sys.argv[1:]
    layer = QgsVectorLayer(path, "layer", "ogr")
    edit(layer)
    save_as(layer, saved)
    del layer  # before QGIS goes
    application.exitQgis()


if __name__ == "__main__":
    main()
