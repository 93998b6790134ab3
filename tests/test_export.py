"""GeoJSON by RFC 7946, the report as JSON, atomic files, and the checks of all that."""

from __future__ import annotations

import contextlib
import errno
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, shape

import geomap
from geomap import export
from geomap.errors import ArticleError, GeomapError, LimitError, OutputError
from geomap.frame import LINK_SCHEMA, SCHEMA
from geomap.records import Article, IncidentPlace, Role
from geomap.text import LIMITS

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.records import Report

GOLDEN = Path(__file__).parent / "golden"
MENTION_KEYS = """
start end text use zone sentence score reason relation precision place candidates
"""
INCIDENT_KEYS = """
id attack_id type group realis certainty attribution attribution_side channel denied_by claims
actor actor_side target_side weapon target_kind counts date trigger quote places
"""
PLACE_KEYS = "role rank mention place_id name kind lat lon radius_km precision counts"


@pytest.mark.parametrize("layer", ["geojson", "areas", "links"])
def test_layers_are_those_of_the_golden_files(
    layer: str, sample_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same report, same bytes; a change of the format shows as a readable diff."""
    monkeypatch.setattr(geomap, "__version__", "0")
    collection = getattr(export, f"to_{layer}")([sample_report])
    golden = GOLDEN / ("odesa.geojson" if layer == "geojson" else f"odesa.{layer}.geojson")

    assert export.dump_geojson(collection) == golden.read_text(encoding="utf-8")


def test_our_own_files_pass_the_check(points: dict[str, Any], sample_report: Report) -> None:
    assert export.check_geojson(points) == ()
    areas = json.loads(export.dump_geojson(export.to_areas([sample_report])))
    assert export.check_geojson(areas) == ()
    links = json.loads(export.dump_geojson(export.to_links([sample_report])))
    assert export.check_geojson(links, LINK_SCHEMA) == ()


def test_nothing_located_has_no_extent(sample_report: Report) -> None:
    quiet = replace(sample_report, incidents=sample_report.incidents[-1:], resolutions=())
    collection = export.to_geojson([quiet])

    assert len(collection["features"]) == 1
    assert "bbox" not in collection


def test_provenance_travels_with_the_file(points: dict[str, Any]) -> None:
    assert points["geomap"] == {
        "version": geomap.__version__,
        "gazetteer_version": "test-1",
        "licences": ["Places: GeoNames (geonames.org), CC BY 4.0, modified"],
        "attribution": "Places: GeoNames (geonames.org), CC BY 4.0, modified",
        "options": {"country_bias": "auto"},
    }


def test_a_line_becomes_a_strip_so_that_one_file_has_one_geometry(sample_report: Report) -> None:
    resolutions = list(sample_report.resolutions)
    border = LineString([(30.0, 52.0), (31.0, 52.1)])
    resolutions[4] = replace(resolutions[4], geometry=border)

    (area,) = export.to_areas([replace(sample_report, resolutions=tuple(resolutions))])["features"]

    assert area["geometry"]["type"] == "Polygon"
    assert shape(area["geometry"]).contains(border)


def test_bad_text_and_numbers_never_reach_a_file(sample_report: Report) -> None:
    """One lone surrogate once lost a whole corpus."""
    article = replace(sample_report.article, title="a\ud800b\x00c", source="\ud83d")
    resolutions = tuple(replace(r, lat=float("nan")) for r in sample_report.resolutions)
    report = replace(sample_report, article=article, resolutions=resolutions)

    text = export.dump_geojson(export.to_geojson([report])) + json.dumps(
        export.to_report_json(report), allow_nan=False, ensure_ascii=False
    )

    assert text.encode("utf-8")
    assert "a\ufffdbc" in text
    assert "NaN" not in text


def test_the_report_has_the_keys_of_the_contract(sample_report: Report) -> None:
    report = export.to_report_json(sample_report)

    assert list(report) == ["geomap", "article", "mentions", "incidents", "summary"]
    for mention in report["mentions"]:
        assert list(mention) == MENTION_KEYS.split()
    for incident in report["incidents"]:
        assert list(incident) == INCIDENT_KEYS.split()
        for place in incident["places"]:
            assert list(place) == PLACE_KEYS.split()
            assert report["mentions"][place["mention"]]["start"] >= 0
    attack = report["incidents"][0]
    assert attack["counts"]["launched"]["value"] == 12
    assert attack["date"] == {
        "start": "2023-05-02",
        "end": "2023-05-03",
        "precision": "day",
        "text": "on Tuesday",
    }
    assert report["incidents"][3]["places"][0]["lat"] is None


def test_the_report_ranks_places_as_the_rows_do(sample_report: Report) -> None:
    attack = sample_report.incidents[0]
    twice = replace(attack, places=(*attack.places, IncidentPlace(Role.TARGET, 0)))
    report = replace(sample_report, incidents=(twice,))

    ranks = [
        (p["name"], p["rank"]) for p in export.to_report_json(report)["incidents"][0]["places"]
    ]
    rows = [f["properties"] for f in export.to_geojson([report], only_incidents=True)["features"]]

    assert ranks == [("Odesa", 1), ("Odesa", 1), ("Cape Tarkhankut", 2)]
    assert [(row["place"], row["place_rank"]) for row in rows] == [
        ("Odesa", 1),
        ("Cape Tarkhankut", 2),
    ]


WORDS = """
Kyiv Odesa Moscow Nikopol the of in near from over at on and 35 of 76 missiles drones struck hit
killed explosions were heard launched shot down Monday , . ( ) “ ” ’s Russian Mayor said
Sea of Azov 30 km north İ ﬃ <script> ${x} ' 1e400
"""
ODD = ["\ud800", "\u202e", "\x00", "\n\n", "e\u0301"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split() + ODD), max_size=60).map(" ".join))
def test_whatever_the_article_says_the_files_are_in_order(text: str) -> None:
    """The whole way, on texts that nobody would write."""
    report = geomap.analyze(Article("odd", text), published="2022-12-19")

    for collection, schema in (
        (export.to_geojson([report]), SCHEMA),
        (export.to_areas([report]), SCHEMA),
        (export.to_links([report]), LINK_SCHEMA),
    ):
        read = json.loads(export.dump_geojson(collection).encode("utf-8"))
        assert export.check_geojson(read, schema) == ()
    assert json.dumps(export.to_report_json(report), ensure_ascii=False, allow_nan=False).encode()


def test_a_failed_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export.write_file(tmp_path / "a.geojson", "old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match=r"a\.geojson: cannot be written .*free some space"):
        export.write_file(path, "new")

    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.geojson"]


def test_a_write_that_is_interrupted_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        export.write_file(tmp_path / "a.geojson", "new")

    assert list(tmp_path.iterdir()) == []


def test_a_link_at_the_target_is_replaced_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("precious")
    link = tmp_path / "a.geojson"
    link.symlink_to(outside)

    export.write_file(link, "new")

    assert outside.read_text() == "precious"
    assert not link.is_symlink()


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    with pytest.raises(OutputError, match="a file is in the way"):
        export.ensure_folder(tmp_path / "out")
    with pytest.raises(OutputError, match="a file is in the way"):
        export.ensure_folder(tmp_path / "out" / "deeper")


def test_what_is_written_reads_back_equal(tmp_path: Path, sample_report: Report) -> None:
    collection = export.to_geojson([sample_report])
    path = export.write_file(tmp_path / "a.geojson", export.dump_geojson(collection))

    assert export.read_geojson(path) == json.loads(json.dumps(collection))


def test_a_file_that_gdal_saved_is_read(tmp_path: Path, points: dict[str, Any]) -> None:
    """It moves the id into the properties, adds a crs and drops our own member."""
    del points["geomap"]
    points["crs"] = {"type": "name"}
    for feature in points["features"]:
        feature["properties"] = {"id": feature.pop("id"), **feature["properties"], "note": "mine"}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(points), encoding="utf-8-sig")

    feature = export.read_geojson(path)["features"][0]

    assert feature["id"] == "odesa:drone_strike:0a1b2c3d/target/geonames:698740"
    assert "note" not in feature["properties"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "not JSON"),
        ("[]", "not a FeatureCollection"),
        ('{"type": "FeatureCollection", "features": NaN}', "NaN is not JSON"),
        ('{"type": "FeatureCollection", "type": "x", "features": []}', "stands twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"type": "FeatureCollection", "features": [7]}', "feature 1: not a Feature"),
        (
            (
                '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
                '"geometry": {"type": "Point", "coordinates": [1e400, 2]}}]}'
            ),
            "feature 1: .* is no position",
        ),
        (
            (
                '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
                '"geometry": {"type": "Point", "coordinates": [1, 2, [3]]}}]}'
            ),
            "feature 1: .* is no position",
        ),
        ('<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>', "not JSON"),
    ],
)
def test_a_hostile_geojson_is_refused_by_name(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "edited.geojson"
    path.write_text(content)

    with pytest.raises(ArticleError, match=rf"edited\.geojson.*{words}"):
        export.read_geojson(path)


def test_a_geojson_over_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    monkeypatch.setitem(LIMITS, "geojson_bytes", path.stat().st_size)  # type: ignore[arg-type]
    assert export.read_geojson(path)["features"] == []

    monkeypatch.setitem(LIMITS, "geojson_bytes", path.stat().st_size - 1)  # type: ignore[arg-type]
    with pytest.raises(LimitError, match="larger than"):
        export.read_geojson(path)


ODD_VALUES = (
    None, True, 0, -1, 2**63, 1e308, "", "<img>", [], {}, [1], {"a": 1}, "\ud800", 1.5, "2023-13-01"
)  # fmt: skip


def mutated(collection: dict[str, Any], random: Random) -> dict[str, Any]:
    """A copy with up to four values replaced, removed or added, anywhere in it."""
    changed: dict[str, Any] = json.loads(json.dumps(collection))
    for _ in range(random.randint(1, 4)):
        holder: Any = changed
        key: Any = random.choice(list(changed))
        while isinstance(holder[key], dict | list) and holder[key] and random.random() < 0.85:
            holder = holder[key]
            key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        if random.random() < 0.2:
            holder.pop(key)
        else:
            holder[key] = random.choice(ODD_VALUES)
        if not changed:
            break
    return changed


@pytest.mark.parametrize("seed", range(60))
def test_a_mutated_file_gives_rows_or_an_error_of_ours(
    seed: int, points: dict[str, Any], tmp_path: Path, gazetteer: Gazetteer
) -> None:
    """Whoever edits a file can do anything to it: there is a message, never a traceback."""
    path = tmp_path / "edited.geojson"
    path.write_text(json.dumps(mutated(points, Random(seed))))  # noqa: S311 - no secret

    assert list(export.check_outputs([path]))
    with contextlib.suppress(GeomapError):
        export.read_incidents(path)
    with contextlib.suppress(GeomapError):
        rows = export.read_edited(path).collection["features"]
        export.refuse_swapped(rows, gazetteer)
        export.find_edits(rows, export.guess_original(rows, gazetteer))
