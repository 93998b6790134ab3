"""`geomap check`: every format that geomap writes passes, and a twin shows what each test sees."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from geomap import export
from geomap.corpus import FORMATS, Choices, write_report
from geomap.export.reference import to_reference
from geomap.frame import SCHEMA, to_article_rows, to_mention_rows, to_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geomap.records import Report


ENDINGS = """
html geojson qml areas.geojson areas.qml links.geojson links.qml gpkg csv kml parquet qgs json
jsonl geojsonseq
"""


@pytest.fixture
def folder(sample_report: Report, tmp_path: Path) -> Path:
    """Every format of the sample report."""
    formats = tuple(name for name in FORMATS if name != "png")
    choices = Choices(formats=formats, with_wkt=True)
    write_report(sample_report, tmp_path, stem="sample", choices=choices)
    report = export.to_report_json(sample_report)
    (tmp_path / "sample.json").write_text(json.dumps(report))
    (tmp_path / "sample.jsonl").write_text(json.dumps(report) + "\n")
    features = map(export.dump_feature, export.to_geojson([sample_report])["features"])
    (tmp_path / "sample.geojsonseq").write_text("".join(f"\x1e{line}\n" for line in features))
    return tmp_path


def faults_in(folder: Path) -> dict[str, tuple[str, ...]]:
    return {path.name: faults for path, faults in export.check_outputs([folder]) if faults}


def test_every_format_is_checked_and_in_order(folder: Path) -> None:
    checked = {path.name for path, _ in export.check_outputs([folder])}

    assert faults_in(folder) == {}
    assert checked == {f"sample.{ending}" for ending in ENDINGS.split()}


def test_files_of_others_in_a_folder_are_left_alone(folder: Path) -> None:
    (folder / "notes.csv").write_text("a,b\n1,2\n")
    (folder / "settings.json").write_text('{"a": 1}')
    (folder / ".geomap").mkdir()
    (folder / ".geomap" / "x.geojson").write_text("no JSON")

    assert faults_in(folder) == {}
    ((_, faults),) = export.check_outputs([folder / "notes.csv"])
    assert faults[0].startswith("no column id, lon, lat")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path}: nothing to break"
    path.write_text(text.replace(old, new, 1), "utf-8", newline="")


def run_sql(statement: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(statement)

    return run


def replace_text(old: str, new: str) -> Callable[[Path], None]:
    return lambda path: change(path, old, new)


BROKEN: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "csv column": ("sample.csv", replace_text(",realis,", ",reality,"), "no column realis"),
    "csv formula": ("sample.csv", replace_text("Russia", "=1+1"), "would run as a formula"),
    "gpkg layer": (
        "sample.gpkg",
        run_sql("DELETE FROM gpkg_contents WHERE table_name = 'links'"),
        "no layer or table 'links'",
    ),
    "gpkg style": (
        "sample.gpkg",
        run_sql("DELETE FROM layer_styles WHERE f_table_name = 'areas'"),
        "no default style for 'areas'",
    ),
    "gpkg project": ("sample.gpkg", run_sql("DELETE FROM qgis_projects"), "no QGIS project inside"),
    "gpkg credit": ("sample.gpkg", run_sql("DELETE FROM gpkg_metadata"), "no attribution"),
    "gpkg value": (
        "sample.gpkg",
        run_sql(
            "DROP TRIGGER rtree_incidents_geom_update3; DROP TRIGGER rtree_incidents_geom_update4;"
            "UPDATE incidents SET date_start = 'Friday'"
        ),
        "date_start is 'Friday'",
    ),
    "gpkg type": (
        "sample.gpkg",
        run_sql("ALTER TABLE mentions RENAME COLUMN zone TO zones"),
        "mentions.zone is missing, not text",
    ),
    "kml markup": (
        "sample.kml",
        replace_text("&lt;br&gt;", "&lt;img src=http://x&gt;"),
        "a balloon has live markup",
    ),
    "kml element": ("sample.kml", replace_text("<open>1</open>", "<NetworkLink/>"), "NetworkLink"),
    "kml position": ("sample.kml", replace_text("<coordinates>", "<coordinates>999,"), "globe"),
    "kml entity": (
        "sample.kml",
        replace_text("<kml", "<!DOCTYPE k [<!ENTITY a 'b'>]><kml"),
        "declares entities",
    ),
    "qgs": ("sample.qgs", replace_text("<title>", "<Macros>x</Macros><title>"), "may run code"),
    "qml": ("sample.qml", replace_text("<aliases>", "<aliases"), "not XML"),
    "json index": (
        "sample.json",
        replace_text('"rank": 1, "mention": ', '"rank": 1, "mention": 99'),
        "not there",
    ),
    "json span": ("sample.json", replace_text('"start": ', '"start": 9'), "is no span"),
    "json key": ("sample.json", replace_text('"realis"', '"reality"'), "no realis"),
    "jsonl": ("sample.jsonl", replace_text("{", ""), "line 1: not JSON"),
    "geojsonseq": (
        "sample.geojsonseq",
        replace_text('"realis":"actual"', '"realis":7'),
        "line 1: realis must be text",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_check_can_fail(name: str, folder: Path) -> None:
    file, break_it, words = BROKEN[name]
    break_it(folder / file)
    faults = faults_in(folder)

    assert list(faults) == [file]
    assert words in "; ".join(faults[file])


def test_a_parquet_without_credit_is_caught(sample_report: Report, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    sample_report.to_gdf().drop(columns="viina").to_parquet(tmp_path / "x.parquet")
    faults = faults_in(tmp_path)["x.parquet"]

    assert any("whom to credit" in fault for fault in faults)
    assert "no column viina" in faults


def test_a_format_that_is_not_ours_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_text("")
    results = dict(export.check_outputs([tmp_path / "x.docx", tmp_path / "missing.gpkg"]))

    assert "pass one of .geojson, .html" in results[tmp_path / "x.docx"][0]
    assert results[tmp_path / "missing.gpkg"] == ("no such file; check the name",)


def test_the_field_reference_is_made_from_the_columns(project: Path) -> None:
    """Make it anew: geomap.export.reference.to_reference() into docs/fields.md."""
    assert (project / "docs" / "fields.md").read_text("utf-8") == to_reference()


def test_every_column_says_what_null_means_and_where_it_comes_from() -> None:
    assert [c.name for c in SCHEMA if not (c.about and c.null and c.source)] == []
    assert {c.name for c in SCHEMA if c.kind == "number" and not c.unit} == set()


def never_null(rows: list[dict[str, object]]) -> set[str]:
    return {name for name in rows[0] if all(row[name] is not None for row in rows)}


def test_what_is_said_to_be_never_null_is_never(sample_report: Report) -> None:
    rows = to_rows([sample_report])
    said = {column.name for column in SCHEMA if column.null == "never null"}

    assert said <= never_null(rows)
    assert "actor" not in never_null(rows)
    assert {"use", "zone"} <= never_null(to_mention_rows([sample_report]))
    assert {"characters", "incidents", "places"} <= never_null(to_article_rows([sample_report]))
