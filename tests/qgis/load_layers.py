"""Runs under the system's Python: opens files in QGIS and prints what QGIS makes of them.

Usage: python3 load_layers.py FILE...   One JSON object on the last line of stdout.
"""

from __future__ import annotations

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsProject,
    QgsRenderContext,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDateTime, Qt


def describe(path: str) -> dict:
    """Return what the desktop shows of a file that is dropped into it."""
    layer = QgsVectorLayer(path, "layer", "ogr")
    message, is_styled = layer.loadDefaultStyle()  # what the desktop does after adding a layer
    QgsProject.instance().addMapLayer(layer)
    renderer = layer.renderer()
    is_ruled = renderer is not None and renderer.type() == "RuleRenderer"
    temporal = layer.temporalProperties()
    start, end = temporal.startExpression(), temporal.endExpression()
    return {
        "valid": layer.isValid(),
        "features": layer.featureCount(),
        "geometry": layer.geometryType() if layer.isSpatial() else None,
        "crs": layer.crs().authid(),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "styled": is_styled,
        "message": message,
        "renderer": renderer.type() if renderer else None,
        "rules": [rule.label() for rule in renderer.rootRule().descendants()] if is_ruled else [],
        "undrawn": count_undrawn(layer) if is_ruled else None,
        "labels": layer.labelsEnabled(),
        "temporal": [temporal.isActive(), start, end],
        "in_2023": count_in_time(layer, "2023-01-01T00:00:00", "2024-01-01T00:00:00"),
        "in_1900": count_in_time(layer, "1900-01-01T00:00:00", "1901-01-01T00:00:00"),
        "tip": layer.mapTipTemplate(),
        "tips": show_tips(layer),
        "faults": find_faults(layer) if is_ruled else [],
        "alias": layer.attributeAlias(layer.fields().indexFromName("incident_type")),
        "rows": [[str(value) for value in feature.attributes()] for feature in layer.getFeatures()],
    }


def count_in_time(layer: QgsVectorLayer, start: str, end: str) -> int:
    """Return how many features the provider gives while the time controller is at a range."""
    begins, ends = (QDateTime.fromString(day, Qt.ISODate) for day in (start, end))
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    words = layer.temporalProperties().createFilterString(context, QgsDateTimeRange(begins, ends))
    request = QgsFeatureRequest().setFilterExpression(words)  # what the map renderer asks for
    return sum(1 for _ in layer.getFeatures(request))


def count_undrawn(layer: QgsVectorLayer) -> int:
    """Return how many features with a geometry no rule of the style draws."""
    context = QgsRenderContext()
    context.expressionContext().appendScopes(
        QgsExpressionContextUtils.globalProjectLayerScopes(layer)
    )
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    undrawn = 0
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        if feature.hasGeometry() and not renderer.willRenderFeature(feature, context):
            undrawn += 1
    renderer.stopRender(context)
    return undrawn


def show_tips(layer: QgsVectorLayer) -> list[str]:
    """Return the map tips of the features as a reader sees them."""
    context = QgsExpressionContext()
    context.appendScopes(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    tips = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        tips.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    return tips


def find_faults(layer: QgsVectorLayer) -> list[str]:
    """Return the filters of the style that are no expressions."""
    filters = [rule.filterExpression() for rule in layer.renderer().rootRule().descendants()]
    return [words for words in filters if QgsExpression(words).hasParserError()]


def main() -> None:
    """Describe every file named on the command line."""
    application = QgsApplication([], False)  # noqa: FBT003 - no window
    application.initQgis()
    print(json.dumps([describe(path) for path in sys.argv[1:]]))  # noqa: T201 - its answer
    QgsProject.instance().clear()
    application.exitQgis()


if __name__ == "__main__":
    main()
