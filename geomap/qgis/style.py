"""Styles that QGIS applies by itself: ``x.qml`` beside ``x.geojson``.

A style holds field names, ids of the codebook and colours of the groups, never a word
of an article: what QGIS runs as an expression must not come from outside.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from xml.etree import ElementTree as ET

from geomap.events import EVENT_SCHEMA
from geomap.frame import LINK_SCHEMA, SCHEMA
from geomap.lexicon import NEUTRAL, groups, incident_types
from geomap.qgis.tips import MAP_TIPS, PREVIEWS
from geomap.records import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.frame import Column

__all__ = ["CLASS_COLUMNS", "Layer", "to_document", "to_outline_style", "to_style"]

Layer = Literal["points", "areas", "links", "events"]

CLASS_COLUMNS = ("feature_kind", "incident_type", "realis", "role", "precision")
"""The columns by which a style tells features apart: it asks a feature for no other."""

# QGIS's names for the shapes of the groups; it draws a circle for one it does not know.
_SHAPES = {"burst": "star", "shield": "shield"}
_FILL_ALPHA = 26  # of 255: one sea may lie under ten incidents, one over the other
_LAND, _BORDER = "#f4f1ea", "#9aa3ab"  # what lies under the incidents
_SMALL_ROLES = ("staging", "route", "origin", "context")
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_SYMBOL_KINDS: Mapping[Layer, str] = {
    "points": "marker",
    "areas": "fill",
    "links": "line",
    "events": "marker",
}
_SCHEMAS: Mapping[Layer, Sequence[Column]] = {"links": LINK_SCHEMA, "events": EVENT_SCHEMA}
# The more articles tell of an event, the larger it is drawn, with their number beside its name.
_EVENT_SIZE = '4.2 + 1.8 * ln(coalesce("article_count", 1))'
_LABELS: Mapping[Layer, str] = {
    "points": '"place"',
    "events": """"place" || if("article_count" > 1, ' (' || "article_count" || ')', '')""",
}

_IS_COUNTRY = "\"precision\" = 'country'"


class _Rule(NamedTuple):
    """A class of the legend: which rows it takes, and how its symbols look."""

    label: str
    where: str
    is_hollow: bool
    size: float
    line: str = ""
    """Of the outline; empty: solid, or dashed where hollow."""


_RULES = (
    _Rule("Reported", "\"realis\" = 'actual' AND {main}", is_hollow=False, size=4.6),
    _Rule(
        "Origin, staging, route, context",
        "\"realis\" = 'actual' AND {small}",
        is_hollow=False,
        size=3.0,
    ),
    _Rule("Expected, hypothetical or denied", "\"realis\" <> 'actual'", is_hollow=True, size=4.0),
    _Rule("Places without an incident", "\"feature_kind\" = 'mention'", is_hollow=True, size=2.4),
    # Of areas alone: ten incidents in one country would paint it over and over.
    _Rule("Known by a country alone", _IS_COUNTRY, is_hollow=True, size=0, line="dot"),
)
_REPORTED, _SMALL, _HOLLOW, _MENTION, _COUNTRY = range(len(_RULES))


def to_style(layer: Layer, features: Iterable[Mapping[str, Any]]) -> str:
    """Return the ``.qml`` of a layer: symbols, labels, map tips, aliases, time.

    Parameters
    ----------
    layer
        Which of the files the style goes with.
    features
        The features of the file; the legend holds the incident types they have.

    Examples
    --------
    >>> to_style("points", []).splitlines()[1].startswith('<qgis version="3')
    True
    """
    return _style_of(layer, _classes(layer, features))


@lru_cache(maxsize=256)  # a corpus has few legends and many files
def _style_of(layer: Layer, classes: tuple[tuple[int, tuple[str, ...]], ...]) -> str:
    renderer = _renderer(layer, classes)
    ET.indent(renderer, " ", level=1)
    return ET.tostring(renderer, encoding="unicode").join(_around(layer))


@cache
def _around(layer: Layer) -> tuple[str, str]:
    """Return what stands before the renderer of a style, and after it."""
    root = ET.Element("qgis", version="3.22.0", styleCategories="AllStyleCategories")
    root.set("labelsEnabled", "1" if layer in _LABELS else "0")
    root.append(_temporal())
    root.append(renderer := ET.Element("renderer-v2"))
    if layer in _LABELS:
        root.append(_labeling(_LABELS[layer]))
    root.append(_aliases(_SCHEMAS.get(layer, SCHEMA)))
    ET.SubElement(root, "previewExpression").text = PREVIEWS[layer]
    ET.SubElement(root, "mapTip").text = MAP_TIPS[layer]
    ET.SubElement(root, "layerGeometryType").text = {"areas": "2", "links": "1"}.get(layer, "0")
    document = to_document(root)
    before, _, after = document.partition(ET.tostring(renderer, encoding="unicode").strip())
    return before, after


def to_document(root: ET.Element) -> str:
    """Return the text of a style or project."""
    ET.indent(root, " ")
    return _DOCTYPE + ET.tostring(root, encoding="unicode") + "\n"


def to_outline_style(*, is_filled: bool) -> str:
    """Return the ``.qml`` of countries or regions that lie under everything else."""
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology|Labeling")
    root.set("labelsEnabled", "1" if is_filled else "0")
    renderer = ET.SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0")
    symbols = ET.SubElement(renderer, "symbols")
    symbol = ET.SubElement(symbols, "symbol", type="fill", name="0", alpha="1")
    options = {
        "color": _rgba(_LAND),
        "style": "solid" if is_filled else "no",
        "outline_color": _rgba(_BORDER),
        "outline_style": "solid" if is_filled else "dot",
        "outline_width": "0.26" if is_filled else "0.2",
        "outline_width_unit": "MM",
    }
    _add_symbol_layer(symbol, "SimpleFill", options)
    if is_filled:
        root.append(_names())
    ET.SubElement(root, "layerGeometryType").text = "2"
    return to_document(root)


def _classes(
    layer: Layer, features: Iterable[Mapping[str, Any]]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the rules in use and, in the order of the codebook, the types under each."""
    found: dict[int, set[str]] = {}
    for kind in {tuple(map(feature["properties"].get, CLASS_COLUMNS)) for feature in features}:
        cells = dict(zip(CLASS_COLUMNS, kind, strict=True))
        if layer == "events" and (not cells["incident_type"] or cells["realis"] != "actual"):
            continue  # what is expected or denied is no event
        found.setdefault(_rule_of(layer, cells), set()).add(cells["incident_type"] or "")
    known = tuple(incident_types())
    return tuple(
        (
            number,
            (
                *(type_id for type_id in known if type_id in types),
                *sorted(types.difference(known)),
            ),
        )
        for number, types in sorted(found.items())
    )


def _rule_of(layer: Layer, cells: Mapping[str, Any]) -> int:
    is_actual = cells["realis"] == "actual"
    if layer in ("links", "events"):
        return _REPORTED if is_actual else _HOLLOW
    if layer == "areas" and cells["precision"] == Precision.COUNTRY:
        return _COUNTRY
    if cells["feature_kind"] == "mention":
        return _MENTION
    if not is_actual:
        return _HOLLOW
    return _SMALL if cells["role"] in _SMALL_ROLES else _REPORTED


def _renderer(layer: Layer, classes: Iterable[tuple[int, Iterable[str]]]) -> ET.Element:
    renderer = ET.Element("renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0")
    top = ET.SubElement(renderer, "rules", key="geomap")
    symbols = ET.SubElement(renderer, "symbols")
    for number, types in classes:
        rule = _RULES[number]
        parent = ET.SubElement(top, "rule", key=f"geomap-{number}", label=rule.label)
        parent.set("filter", _where(layer, number))
        if number == _MENTION:
            parent.set("symbol", _add_symbol(symbols, layer, rule, ""))
            continue
        for type_id in types:
            child = ET.SubElement(parent, "rule", key=f"geomap-{number}-{type_id}")
            kind = incident_types().get(type_id)
            child.set("label", kind.label if kind else type_id)
            child.set("filter", f'"incident_type" = {_quoted(type_id)}')
            child.set("symbol", _add_symbol(symbols, layer, rule, type_id))
    return renderer


def _where(layer: Layer, number: int) -> str:
    if layer == "links":
        return f"\"realis\" {'=' if number == _REPORTED else '<>'} 'actual'"
    small = ", ".join(map(_quoted, _SMALL_ROLES))
    words = _RULES[number].where.format(
        main=f'("role" IS NULL OR "role" NOT IN ({small}))', small=f'"role" IN ({small})'
    )
    return f"{words} AND NOT ({_IS_COUNTRY})" if layer == "areas" and number != _COUNTRY else words


def _quoted(words: str) -> str:
    """Return a text literal of QGIS's expression language."""
    return "'" + words.replace("\\", "\\\\").replace("'", "''") + "'"


def _add_symbol(symbols: ET.Element, layer: Layer, rule: _Rule, type_id: str) -> str:
    name = str(len(symbols))
    symbol = ET.SubElement(symbols, "symbol", type=_SYMBOL_KINDS[layer], name=name, alpha="1")
    symbol.set("clip_to_extent", "1")
    symbol.set("force_rhr", "0")
    kind = incident_types().get(type_id)
    group = groups()[kind.group] if kind else None
    color = group.light if group else NEUTRAL
    shape = group.shape if group else "circle"
    for class_name, options in _symbol_layers(layer, rule, color, _SHAPES.get(shape, shape)):
        element = _add_symbol_layer(symbol, class_name, options)
        if layer == "events":
            element.append(_sized_by(_EVENT_SIZE))
        if class_name == "MarkerLine":
            element.append(_arrow_head(name, color))
    return name


def _symbol_layers(
    layer: Layer, rule: _Rule, color: str, shape: str
) -> list[tuple[str, dict[str, str]]]:
    """Return the layers of a symbol: the class of each, and its options."""
    if _SYMBOL_KINDS[layer] == "marker":
        return [("SimpleMarker", _marker_options(rule, color, shape))]
    line = rule.line or ("dash" if rule.is_hollow else "solid")
    if layer == "areas":
        return [("SimpleFill", _fill_options(rule, color, line))]
    options = {
        "line_color": _rgba(color),
        "line_style": line,
        "line_width": "0.5",
        "line_width_unit": "MM",
        "capstyle": "round",
    }
    return [("SimpleLine", options), ("MarkerLine", {"placement": "centralpoint", "rotate": "1"})]


def _marker_options(rule: _Rule, color: str, shape: str) -> dict[str, str]:
    return {
        "name": shape,
        "color": _rgba("#ffffff" if rule.is_hollow else color, 150 if rule.is_hollow else 255),
        "outline_color": _rgba(color if rule.is_hollow else "#ffffff"),
        "outline_style": "solid",
        "outline_width": "0.5" if rule.is_hollow else "0.3",
        "outline_width_unit": "MM",
        "size": str(rule.size),
        "size_unit": "MM",
    }


def _fill_options(rule: _Rule, color: str, line: str) -> dict[str, str]:
    return {
        "color": _rgba(color, 0 if rule.is_hollow else _FILL_ALPHA),
        "outline_color": _rgba(color, 200),
        "outline_style": line,
        "outline_width": "0.4",
        "outline_width_unit": "MM",
        "style": "no" if rule.is_hollow else "solid",
    }


def _sized_by(expression: str) -> ET.Element:
    """Return the size of a symbol as an expression over each feature."""
    properties = ET.Element("data_defined_properties")
    outer = ET.SubElement(properties, "Option", type="Map")
    table = ET.SubElement(outer, "Option", type="Map", name="properties")
    size = ET.SubElement(table, "Option", type="Map", name="size")
    ET.SubElement(size, "Option", type="bool", name="active", value="true")
    ET.SubElement(size, "Option", type="QString", name="expression", value=expression)
    ET.SubElement(size, "Option", type="int", name="type", value="3")  # an expression
    return properties


def _arrow_head(name: str, color: str) -> ET.Element:
    symbol = ET.Element("symbol", type="marker", name=f"@{name}@1", alpha="1")
    options = {"name": "filled_arrowhead", "color": _rgba(color), "size": "2.6", "size_unit": "MM"}
    _add_symbol_layer(symbol, "SimpleMarker", options | {"outline_style": "no"})
    return symbol


def _add_symbol_layer(
    symbol: ET.Element, class_name: str, options: Mapping[str, str]
) -> ET.Element:
    layer = ET.SubElement(symbol, "layer", enabled="1", locked="0")
    layer.set("class", class_name)
    layer.set("pass", "0")
    table = ET.SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        ET.SubElement(table, "Option", type="QString", name=name, value=value)
    return layer


def _rgba(color: str, alpha: int = 255) -> str:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def _temporal() -> ET.Element:
    """Return the time settings: from date_start up to, not with, date_end; null is always.

    By expressions, not by fields: QGIS hands the filter over fields to GDAL, which drops
    most rows without a day (measured in QGIS 3.22: 8 of 19 were left).
    """
    temporal = ET.Element("temporal", enabled="1", mode="4", limitMode="0", accumulate="0")
    settings = {
        "startField": "",
        "endField": "",
        "startExpression": 'coalesce("date_start", make_date(1,1,1))',
        "endExpression": 'coalesce("date_end", make_date(9999,1,1))',
        "durationField": "",
        "durationUnit": "days",
        "fixedDuration": "0",
    }
    for name, value in settings.items():
        temporal.set(name, value)
    fixed = ET.SubElement(temporal, "fixedRange")
    ET.SubElement(fixed, "start")
    ET.SubElement(fixed, "end")
    return temporal


def _names() -> ET.Element:
    """Return the names of countries: quiet capitals, one to a country, under all other labels."""
    looks = {"fontSize": "7", "fontSizeUnit": "Point", "textColor": "110,118,126,255"}
    looks["fontLetterSpacing"] = "1.5"
    labeling, settings, _ = _labels('upper("name")', looks)
    placement = ET.SubElement(settings, "placement", placement="4", priority="0")  # level
    placement.set("fitInPolygonOnly", "1")
    ET.SubElement(settings, "rendering", scaleVisibility="0", obstacle="0", displayAll="0")
    return labeling


def _labeling(expression: str) -> ET.Element:
    looks = {"fontSize": "8", "fontSizeUnit": "Point", "textColor": "31,41,51,255"}
    labeling, settings, style = _labels(expression, looks)
    buffer = ET.SubElement(style, "text-buffer", bufferDraw="1", bufferSize="0.8")
    buffer.set("bufferColor", "255,255,255,220")
    buffer.set("bufferSizeUnits", "MM")
    # Placement 1, quadrant 5: at the right of the point, and nowhere else, so that the rows of
    # one place have one label: the others find its spot taken.
    placement = ET.SubElement(settings, "placement", placement="1", quadOffset="5", priority="5")
    placement.set("xOffset", "2.6")
    placement.set("offsetUnits", "MM")
    ET.SubElement(settings, "rendering", scaleVisibility="0", obstacle="1", displayAll="0")
    return labeling


def _labels(expression: str, looks: Mapping[str, str]) -> tuple[ET.Element, ET.Element, ET.Element]:
    """Return labels of an expression, their settings, and the style of the text."""
    labeling = ET.Element("labeling", type="simple")
    settings = ET.SubElement(labeling, "settings", calloutType="simple")
    style = ET.SubElement(
        settings, "text-style", {"isExpression": "1", "fieldName": expression, **looks}
    )
    return labeling, settings, style


def _aliases(columns: Iterable[Column]) -> ET.Element:
    aliases = ET.Element("aliases")
    for index, column in enumerate(columns):
        name = column.name.replace("_", " ").replace(" id", " ID")
        alias = ET.SubElement(aliases, "alias", field=column.name, name=name)
        alias.set("index", str(index))
    return aliases
