"""CSV, KML, GeoPackage and GeoParquet: what they hold, and that it comes back unchanged."""

from __future__ import annotations

import csv
import gc
import io
import json
import sqlite3
import tracemalloc
from contextlib import closing
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from geomap import export, frame
from geomap.corpus import FORMATS, Choices, check_formats, write_report
from geomap.errors import ArticleError, OutputError
from geomap.frame import SCHEMA, features_to_gdf
from geomap.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geomap.records import Report

FILES = tuple(name for name in FORMATS if name != "png")  # a picture needs a browser
KML = "{http://www.opengis.net/kml/2.2}"
ATTACK = "=HYPERLINK(\"http://x\") '<img src=x onerror=alert(1)>' & ]]> [% 1 %]"
TEXTS = st.one_of(
    st.sampled_from([ATTACK, "'", "''=", "-5", "a\r\nb", "„Кропивницький“", "x" * 500, '"', ",;"]),
    st.text(max_size=20).map(clean_text),
).map(lambda text: text or None)
CELLS = {
    "text": TEXTS,
    "integer": st.one_of(st.none(), st.integers(-(2**53), 2**53)),
    "flag": st.sampled_from([None, 0, 1]),
    "number": st.one_of(st.none(), st.floats(-1e9, 1e9).map(lambda x: round(x, 3) + 0.0)),
    "date": st.one_of(st.none(), st.dates().map(lambda day: day.isoformat())),
}
POINTS = st.one_of(
    st.none(),
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(
        lambda p: {"type": "Point", "coordinates": [round(p[0], 6) + 0.0, round(p[1], 6) + 0.0]}
    ),
)
FEATURES = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.just("Feature"),
            "id": st.text(min_size=1, max_size=20).map(clean_text).filter(bool),
            "geometry": POINTS,
            "properties": st.fixed_dictionaries({c.name: CELLS[c.kind] for c in SCHEMA}),
        }
    ),
    max_size=4,
)


def collection_of(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "geomap": {"attribution": "credit"}, "features": features}


def write(features: list[dict[str, Any]], suffix: str, folder: Path) -> Path:
    """Write features in the format of a suffix."""
    path = folder / f"rows{suffix}"
    collection = collection_of(features)
    if suffix == ".gpkg":
        rows = [feature["properties"] for feature in features]
        shapes = [feature["geometry"] for feature in features]
        ids = [feature["id"] for feature in features]
        layer = export.GeoLayer("incidents", "", SCHEMA, rows, "Point", shapes, ids)
        return export.write_geopackage(path, [layer], credit={"ATTRIBUTION": "credit"})
    content: str | bytes
    if suffix == ".csv":
        content = export.to_csv(collection)
    elif suffix == ".parquet":
        content = export.to_parquet(features_to_gdf(features), collection["geomap"])
    else:
        content = export.dump_geojson(collection)
    return export.write_file(path, content)


@pytest.mark.parametrize("suffix", [".geojson", ".csv", ".gpkg", ".parquet"])
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(features=FEATURES)
def test_rows_come_back_as_they_were_written(
    suffix: str, features: list[dict[str, Any]], tmp_path: Path
) -> None:
    path = write(features, suffix, tmp_path)

    assert_frame_equal(export.read_incidents(path), features_to_gdf(features))


@pytest.fixture(scope="module")
def folder(sample_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format of the sample report."""
    folder: Path = tmp_path_factory.mktemp("formats")
    write_report(sample_report, folder, formats=FILES, stem="sample")
    return folder


@pytest.mark.parametrize("suffix", [".geojson", ".csv", ".gpkg", ".parquet"])
def test_a_report_reads_back_equal(suffix: str, folder: Path, sample_report: Report) -> None:
    found = export.read_incidents(folder / f"sample{suffix}")

    assert_frame_equal(found, frame.to_gdf([sample_report]))


def test_the_sums_agree_in_every_format(folder: Path, sample_report: Report) -> None:
    """A plain SUM over a number is right, in rows per place and in rows per incident."""
    totals = frame.to_total_rows([sample_report])
    launched = sum(row["launched"] or 0 for row in totals)  # type: ignore[misc]

    assert launched > 0
    for suffix in (".geojson", ".csv", ".gpkg", ".parquet"):
        assert export.read_incidents(folder / f"sample{suffix}")["launched"].sum() == launched
    with closing(sqlite3.connect(folder / "sample.gpkg")) as connection:
        found = connection.execute("SELECT sum(launched) FROM incident_totals").fetchone()
    assert found == (launched,)


def test_two_packages_of_one_report_are_the_same_bytes(
    folder: Path, sample_report: Report, tmp_path: Path
) -> None:
    """No build time gets into an output."""
    paths = write_report(sample_report, tmp_path, formats=FILES, stem="sample")

    assert {p.name for p in paths} == {p.name for p in folder.iterdir()}
    for path in paths:
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_a_package_holds_layers_tables_styles_and_a_project(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "sample.gpkg")) as connection:
        tables = {row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")}
        styled = {
            row[0]
            for row in connection.execute(
                "SELECT f_table_name FROM layer_styles WHERE useAsDefault = 1"
            )
        }
        projects = connection.execute("SELECT name FROM qgis_projects").fetchall()
        dates = dict(connection.execute("SELECT name, type FROM pragma_table_info('incidents')"))
        version = connection.execute("PRAGMA user_version").fetchone()[0]

    assert tables >= {"incidents", "areas", "links", "incident_totals", "mentions", "articles"}
    assert tables >= {"countries", "admin1"}
    assert styled == {"incidents", "areas", "links", "countries", "admin1"}
    assert projects == [("geomap",)]
    assert {dates["date_start"], dates["date_end"], dates["published"]} == {"DATE"}
    assert version == 10200


def test_reading_a_package_leaves_no_file_beside_it(folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    export.read_incidents(folder / "sample.gpkg")

    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_cell_that_starts_like_a_formula_is_defused_and_numbers_are_not() -> None:
    features = [
        {
            "type": "Feature",
            "id": "+id",
            "geometry": {"type": "Point", "coordinates": [-12.5, -3.0]},
            "properties": dict.fromkeys(frame.COLUMNS) | {"actor": ATTACK, "radius_km": -1.5},
        }
    ]
    (row,) = csv.DictReader(io.StringIO(export.to_csv(collection_of(features))))

    assert row["actor"] == f"'{ATTACK}"
    assert row["id"] == "'+id"
    assert (row["lon"], row["lat"], row["radius_km"]) == ("-12.5", "-3.0", "-1.5")


def test_csv_can_hold_well_known_text(sample_report: Report) -> None:
    points, areas = export.to_geojson([sample_report]), export.to_areas([sample_report])
    rows = list(csv.DictReader(io.StringIO(export.to_csv(points, areas))))

    assert {row["wkt"].split(" ")[0] for row in rows if row["lon"]} >= {"POINT"}
    assert all(row["credit"] for row in rows)


def test_kml_escapes_twice_and_loads_nothing() -> None:
    """The balloon is HTML inside XML: one escape would leave live markup."""
    cells = dict.fromkeys(frame.COLUMNS) | {"quote": ATTACK, "incident_type": "explosion"}
    point = {"type": "Point", "coordinates": [30.5, 50.45]}
    feature = {"type": "Feature", "id": "a", "geometry": point, "properties": cells}
    empty = collection_of([])
    kml = export.to_kml(collection_of([feature]), empty, empty)
    root = ET.fromstring(kml)  # noqa: S314 - our own file

    balloon = root.find(f".//{KML}Placemark/{KML}description")
    assert balloon is not None
    assert "<img" not in (balloon.text or "")
    assert "&lt;img" in (balloon.text or "")
    assert not {e.tag.removeprefix(KML) for e in root.iter()} & {"href", "Icon", "NetworkLink"}


def test_kml_has_colours_points_and_days(folder: Path) -> None:
    root = ET.fromstring((folder / "sample.kml").read_text("utf-8"))  # noqa: S314 - our own file

    styles = {style.get("id") for style in root.iter(f"{KML}Style")}
    used = {url.text for url in root.iter(f"{KML}styleUrl")}
    assert used <= {f"#{style}" for style in styles}
    assert next(root.iter(f"{KML}Point"), None) is not None
    assert next(root.iter(f"{KML}begin"), None) is not None


def test_parquet_says_who_made_it(folder: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    metadata = pq.read_schema(folder / "sample.parquet").metadata

    assert json.loads(metadata[b"geomap"])["version"]
    assert b"geo" in metadata


def test_without_text_no_quote_gets_out(sample_report: Report, tmp_path: Path) -> None:
    choices = Choices(formats=("geojson", "gpkg", "csv", "parquet"), text="none")
    write_report(sample_report, tmp_path, stem="x", choices=choices)

    for suffix in (".geojson", ".gpkg", ".csv", ".parquet"):
        assert export.read_incidents(tmp_path / f"x{suffix}")["quote"].isna().all()
    with closing(sqlite3.connect(tmp_path / "x.gpkg")) as connection:
        assert connection.execute("SELECT max(quote) FROM incident_totals").fetchone() == (None,)


def test_a_project_brings_the_data_it_shows(sample_report: Report, tmp_path: Path) -> None:
    paths = write_report(sample_report, tmp_path, formats=["qgs"], stem="x")

    assert sorted(path.name for path in paths) == ["x.gpkg", "x.qgs"]


def test_a_format_without_its_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geomap.corpus.writing.util.find_spec", lambda _: None)

    with pytest.raises(
        OutputError, match=r"needs pyarrow; install geomap with the extra \[parquet"
    ):
        check_formats(["parquet"])


_COLLECTION = '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":%s}]}'
BAD: Mapping[str, tuple[str, str]] = {
    "rows.csv": ("id,lon,lat,killed\na,30,50,three\n", "row 1: killed is 'three'"),
    "swapped.csv": ("id,lon,lat\na,30,150\n", "not on the globe"),
    "none.csv": ("id,name\na,b\n", "no column 'lat'"),
    "x.geojson": ('{"type":"FeatureCollection","features":[{"type":"Feature"}]}', ""),
    "line.geojson": (
        _COLLECTION % '{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{}',
        "row 1: a LineString",
    ),
    "day.geojson": (
        _COLLECTION % 'null,"properties":{"date_start":"Friday"}',
        "date_start is 'Friday', which is no date",
    ),
    "x.gpkg": ("not a database", "not a GeoPackage"),
    "x.parquet": ("PAR1", "not GeoParquet"),
    "x.txt": ("", "rows are read from .geojson"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_says_what_is_wrong_with_it(name: str, tmp_path: Path) -> None:
    content, message = BAD[name]
    path = tmp_path / name
    path.write_text(content, "utf-8")
    if not message:
        assert len(export.read_incidents(path)) == 1
        return

    with pytest.raises(ArticleError, match=message) as caught:
        export.read_incidents(path)
    assert str(path) in str(caught.value)


LONG = "Обстріл Нікополя, shelling of Nikopol, обстрел Никополя; " * 2_100  # 120,000 characters
FULL = {
    "text": "O'Connor's \"п'ять\" 'слів' — شظايا",
    "integer": 2**53,
    "flag": 1,
    "number": 0.5,
    "date": "2023-05-02",
}
HOSTILE: Mapping[str, list[dict[str, Any]]] = {
    "nothing": [],
    "no geometry": [
        {"id": "a", "geometry": None, "properties": dict.fromkeys(frame.COLUMNS)},
    ],
    "an apostrophe in every field": [
        {
            "id": "o'a",
            "geometry": {"type": "Point", "coordinates": [30.5, 50.45]},
            "properties": {column.name: FULL[column.kind] for column in SCHEMA},
        }
    ],
    "a text of 120,000 characters": [
        {
            "id": "long",
            "geometry": None,
            "properties": dict.fromkeys(frame.COLUMNS) | {"quote": LONG, "counts_text": LONG},
        }
    ],
}


@pytest.mark.parametrize("suffix", [".geojson", ".csv", ".gpkg", ".parquet"])
@pytest.mark.parametrize("name", HOSTILE)
def test_odd_rows_survive_every_format(name: str, suffix: str, tmp_path: Path) -> None:
    features = [{"type": "Feature", **feature} for feature in HOSTILE[name]]
    path = write(features, suffix, tmp_path)

    assert_frame_equal(export.read_incidents(path), features_to_gdf(features))


@pytest.mark.parametrize("name", HOSTILE)
def test_odd_rows_survive_kml(name: str) -> None:
    features = [{"type": "Feature", **feature} for feature in HOSTILE[name]]
    kml = export.to_kml(collection_of(features), collection_of([]), collection_of([]))
    root = ET.fromstring(kml)  # noqa: S314 - our own file

    assert len(list(root.iter(f"{KML}Placemark"))) == len(features)


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400])
def test_a_number_that_no_column_can_hold_is_refused_by_name(number: int, tmp_path: Path) -> None:
    """Such a number comes from an edit: what geomap writes stops at 2^53."""
    cells = {**dict.fromkeys(frame.COLUMNS), "killed": number}
    feature = {"type": "Feature", "id": "a", "geometry": None, "properties": cells}
    path = write([feature], ".geojson", tmp_path)

    with pytest.raises(ArticleError, match=r"row 1: killed is '-?[0-9]+', which is no integer"):
        export.read_incidents(path)
    edited = export.read_edited(path)
    assert edited.collection["features"][0]["properties"]["killed"] is None
    assert "killed is" in edited.faults[0]


def test_memory_and_time_grow_with_the_rows_alone(sample_report: Report, tmp_path: Path) -> None:
    """Twice the rows take twice the memory: nothing is kept beside what is written.

    ``tests/benchmarks/exports.py`` measures 100,000 rows of a real article.
    """
    features = export.to_geojson([sample_report])["features"]

    def peak_of(count: int) -> int:
        rows = [{**features[n % len(features)], "id": str(n)} for n in range(count)]
        gc.collect()
        tracemalloc.start()
        write(rows, ".geojson", tmp_path)
        write(rows, ".csv", tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak_of(2_000) < 2.4 * peak_of(1_000)
