"""Styles: what they say, what they never say, and what the real QGIS makes of the files."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from geomap import export, qgis
from geomap.corpus import write_report
from geomap.frame import SCHEMA, to_features
from geomap.lexicon import incident_types
from geomap.records import Realis, Report
from tests.support.desktop import LOADER, PROJECT_LOADER, load, run_qgis

if TYPE_CHECKING:
    from pathlib import Path

ALLOWED = set(
    """
    qgis temporal fixedRange start end renderer-v2 rules rule symbols symbol layer Option labeling
    settings text-style text-buffer placement rendering aliases alias previewExpression mapTip
    layerGeometryType
    """.split()  # noqa: SIM905 - a list of forty strings reads worse
)
CANARY = "canary <img src=x> [% eval('1') %] 'quoted\""


def faults_of_style(style: str) -> list[str]:
    """What a style must not hold: elements that run code, or words of the article."""
    root = ET.fromstring(style.split("\n", 1)[1])  # noqa: S314 - our own file
    unknown = {element.tag for element in root.iter()} - ALLOWED
    return [*sorted(unknown), *(["canary"] if "canary" in style else [])]


@pytest.fixture(scope="module")
def canary_report(sample_report: Report) -> Report:
    """A report whose every word is an attack."""
    article = replace(sample_report.article, title=CANARY, source=CANARY)
    incidents = tuple(
        replace(i, actor=CANARY, weapon=CANARY, attribution=CANARY) for i in sample_report.incidents
    )
    return replace(sample_report, article=article, incidents=incidents)


@pytest.mark.parametrize("layer", ["points", "areas", "links"])
def test_a_style_holds_no_word_of_the_article(layer: qgis.Layer, canary_report: Report) -> None:
    style = qgis.to_style(layer, to_features([canary_report]))

    assert faults_of_style(style) == []


def test_the_check_of_styles_can_fail() -> None:
    style = "<!DOCTYPE qgis>\n<qgis><attributeactions>canary</attributeactions></qgis>"

    assert faults_of_style(style) == ["attributeactions", "canary"]


def test_a_type_with_a_quote_in_its_id_stays_inside_its_literal(sample_report: Report) -> None:
    """A type may come from a file that someone sent."""
    feature = to_features([sample_report])[0]
    feature["properties"]["incident_type"] = "x' OR 1=1 --"

    root = ET.fromstring(qgis.to_style("points", [feature]).split("\n", 1)[1])  # noqa: S314 - ours

    filters = [rule.get("filter") for rule in root.iter("rule")]
    assert filters[1] == "\"incident_type\" = 'x'' OR 1=1 --'"


def test_the_legend_holds_the_types_of_the_file_in_the_order_of_the_codebook(
    sample_report: Report,
) -> None:
    root = ET.fromstring(  # noqa: S314 - our own file
        qgis.to_style("points", to_features([sample_report])).split("\n", 1)[1]
    )
    groups = {
        rule.get("label"): [child.get("label") for child in rule]
        for rule in root.find("renderer-v2/rules") or ()
    }

    assert groups == {
        "Reported": ["Drone strike", "Interception", "Diplomacy", "Casualties"]
        if list(incident_types()).index("diplomacy") < list(incident_types()).index("casualties")
        else ["Drone strike", "Interception", "Casualties", "Diplomacy"],
        "Origin, staging, route, context": ["Drone strike"],
        "Expected, hypothetical or denied": [incident_types()["threat_statement"].label],
        "Places without an incident": [],
    }


def test_same_features_same_style(sample_report: Report) -> None:
    features = to_features([sample_report])

    assert qgis.to_style("points", features) == qgis.to_style("points", features)


@pytest.fixture(scope="module")
def layers(
    tmp_path_factory: pytest.TempPathFactory, canary_report: Report
) -> dict[str, dict[str, Any]]:
    denied = replace(
        canary_report.incidents[2], incident_id="odesa:casualties:00000000", realis=Realis.DENIED
    )
    report = replace(canary_report, incidents=(*canary_report.incidents, denied))
    return load(write_report(report, tmp_path_factory.mktemp("qgis"), formats=["geojson"]))


@pytest.mark.qgis
def test_qgis_loads_points_areas_and_links(layers: dict[str, dict[str, Any]]) -> None:
    shown = {
        name: (layer["valid"], layer["features"], layer["geometry"], layer["crs"])
        for name, layer in layers.items()
    }

    assert shown == {
        "odesa.geojson": (True, 9, 0, "EPSG:4326"),
        "odesa.areas.geojson": (True, 1, 2, "EPSG:4326"),
        "odesa.links.geojson": (True, 1, 1, "EPSG:4326"),
    }


@pytest.mark.qgis
def test_qgis_styles_them_by_itself_and_leaves_no_feature_undrawn(
    layers: dict[str, dict[str, Any]],
) -> None:
    for name, layer in layers.items():
        assert layer["styled"], name
        assert layer["renderer"] == "RuleRenderer", name
        assert layer["undrawn"] == 0, name
        assert layer["alias"] == "incident type", name
        assert "base_file_name" in layer["tip"], name
    assert layers["odesa.geojson"]["labels"]


@pytest.mark.qgis
def test_qgis_reads_the_types_of_the_columns(layers: dict[str, dict[str, Any]]) -> None:
    names = {"text": "String", "integer": "Integer", "number": "Real", "date": "Date"}
    fields = layers["odesa.geojson"]["fields"]
    points = layers["odesa.geojson"]["rows"]
    empty = {name for at, name in enumerate(fields) if all(r[at] == "NULL" for r in points)}

    for column in SCHEMA:
        wanted = names["integer" if column.kind == "flag" else column.kind]
        # A column without a value says nothing of its type: QGIS takes it for text.
        assert fields[column.name] == ("String" if column.name in empty else wanted), column.name
    assert fields["date_start"] == fields["published"] == "Date"


@pytest.mark.qgis
def test_the_time_slider_of_qgis_is_ready(layers: dict[str, dict[str, Any]]) -> None:
    for layer in layers.values():
        active, start, end = layer["temporal"]
        assert active
        assert '"date_start"' in start
        assert '"date_end"' in end


@pytest.mark.qgis
def test_rows_without_a_day_stay_while_the_time_slider_moves(
    layers: dict[str, dict[str, Any]],
) -> None:
    """Asked through the provider, as the map asks: GDAL once dropped most undated rows."""
    points = layers["odesa.geojson"]
    day = list(points["fields"]).index("date_start")
    undated = sum(row[day] == "NULL" for row in points["rows"])

    assert 0 < undated < points["features"]
    assert points["in_2023"] == points["features"]
    assert points["in_1900"] == undated


@pytest.mark.parametrize("layer", ["points", "areas", "links"])
def test_no_expression_computes_with_a_number_column(
    layer: qgis.Layer, sample_report: Report
) -> None:
    """QGIS takes a column without a value for text: such arithmetic would need to_int."""
    style = qgis.to_style(layer, to_features([sample_report]))

    assert numbers_in(style) == set()


def test_the_check_of_number_columns_can_fail() -> None:
    assert numbers_in('<rule filter="&quot;killed&quot; > 1"/>') == {"killed"}


def numbers_in(style: str) -> set[str]:
    """The columns of numbers that expressions of a style read; the aliases only name them."""
    shown = re.sub(r"<alias [^>]*>", "", style.replace("&quot;", '"'))
    numbers = (column.name for column in SCHEMA if column.kind not in ("text", "date"))
    return {name for name in numbers if f'"{name}"' in shown}


@pytest.mark.qgis
def test_the_expressions_of_the_style_hold_in_qgis(layers: dict[str, dict[str, Any]]) -> None:
    """A tip shows the words of the article, and runs none of them."""
    for name, layer in layers.items():
        assert layer["faults"] == [], name
        for tip in layer["tips"]:
            assert tip, name
            assert "<img" not in tip, name
            assert "[% coalesce" not in tip, name
    tips = layers["odesa.geojson"]["tips"]
    assert "&lt;img" in tips[0]
    assert tips[0].startswith(
        "<b>Drone strike</b> · actual, attributed<br>Odesa (target, settlement)"
    )
    assert tips[0].endswith("<small>odesa.html#odesa:drone_strike:0a1b2c3d</small>")
    assert tips[-1].startswith("<b>Nowhereville</b><br><i>")


@pytest.mark.qgis
def test_qgis_opens_a_file_without_features(tmp_path: Path) -> None:
    path = export.write_file(tmp_path / "a.geojson", export.dump_geojson(export.to_geojson([])))
    export.write_file(tmp_path / "a.qml", qgis.to_style("points", []))

    layer = load([path])["a.geojson"]

    assert layer["valid"]
    assert layer["features"] == 0


@pytest.fixture(scope="module")
def projects(
    tmp_path_factory: pytest.TempPathFactory, canary_report: Report
) -> list[dict[str, Any]]:
    """What QGIS makes of the project in a file of its own, and of the one in the GeoPackage."""
    folder = tmp_path_factory.mktemp("it's a project")
    write_report(canary_report, folder, formats=["gpkg", "qgs"], stem="odesa")
    inside = f"geopackage:{folder / 'odesa.gpkg'}?projectName=geomap"
    return run_qgis(PROJECT_LOADER, [str(folder / "odesa.qgs"), inside])


@pytest.mark.qgis
def test_the_project_opens_styled_dated_and_credited(projects: list[dict[str, Any]]) -> None:
    for project in projects:
        layers = project["layers"]
        incidents = layers["Incidents"]
        assert project["read"]
        assert project["crs"] == ["EPSG:3857", True]
        assert all(layer["valid"] for layer in layers.values())
        assert {layer["crs"] for layer in layers.values() if layer["crs"]} == {"EPSG:4326"}
        assert (incidents["features"], incidents["geometry"]) == (8, 0)
        assert (incidents["renderer"], incidents["labels"]) == ("RuleRenderer", True)
        assert incidents["temporal"]
        assert list(layers)[-1] == "Countries"
        assert layers["Countries"]["features"] > 200
        assert layers["incident_totals"]["geometry"] is None
        assert project["days"] == ["2023-05-02", "2023-05-03"]
        assert "GeoNames" in project["credit"]


@pytest.mark.qgis
def test_the_map_of_the_project_is_not_blank(projects: list[dict[str, Any]]) -> None:
    """Countries and regions lie inside: a map without any basemap."""
    for project in projects:
        assert project["colours"] > 10


@pytest.mark.qgis
def test_the_columns_of_a_package_have_their_types_also_without_a_value(
    projects: list[dict[str, Any]],
) -> None:
    names = {"text": "String", "integer": "Integer64", "number": "Real", "date": "Date"}
    fields = projects[0]["layers"]["Incidents"]["fields"]

    for column in SCHEMA:
        wanted = "Integer" if column.kind == "flag" else names[column.kind]
        assert fields[column.name] == wanted, column.name


def test_a_project_holds_no_word_of_the_article(canary_report: Report, tmp_path: Path) -> None:
    write_report(canary_report, tmp_path, formats=["qgs"], stem="odesa")

    assert "canary" not in (tmp_path / "odesa.qgs").read_text("utf-8")


def test_a_country_is_outlined_and_not_filled(sample_report: Report) -> None:
    """Ten incidents known by one country alone would paint it over and over."""
    areas = export.to_areas([sample_report])["features"]
    country = {**areas[0], "properties": {**areas[0]["properties"], "precision": "country"}}
    root = ET.fromstring(qgis.to_style("areas", [areas[0], country]).split("\n", 1)[1])  # noqa: S314 - ours
    labels = {
        rule.get("label"): rule.get("filter") for rule in root.findall("./renderer-v2/rules/rule")
    }
    fills = [option.get("value") for option in root.iter("Option") if option.get("name") == "style"]

    assert labels["Known by a country alone"] == "\"precision\" = 'country'"
    assert labels["Reported"].endswith("AND NOT (\"precision\" = 'country')")
    assert fills == ["solid", "no"]


def test_countries_have_names_and_regions_have_none() -> None:
    countries, regions = (qgis.to_outline_style(is_filled=filled) for filled in (True, False))

    assert "upper(&quot;name&quot;)" in countries
    assert "labeling" not in regions
    assert faults_of_style(countries) == faults_of_style(regions) == []


@pytest.mark.qgis
def test_odd_rows_survive_qgis(sample_report: Report, tmp_path: Path) -> None:
    """No geometry, a text of 120,000 characters, an apostrophe and three scripts in a field."""
    features = to_features([sample_report])
    words = "O'Connor's п'ять слів, شظايا; " * 4_000
    for feature in features:
        feature["properties"]["quote"] = words
    features[0]["geometry"] = None
    collection = {"type": "FeatureCollection", "features": features}
    path = export.write_file(tmp_path / "odd.geojson", export.dump_geojson(collection))
    (layer,) = run_qgis(LOADER, [str(path)])

    assert (layer["valid"], layer["features"]) == (True, len(features))
    assert {words} == {cell for row in layer["rows"] for cell in row if len(cell) > 100_000}
