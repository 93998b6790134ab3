"""The files of a whole corpus: merged article by article, whatever came before."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from geomap import export, webmap
from geomap.corpus import Choices, merging, slices
from geomap.records import Article, Report
from tests.support.folders import tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Build = Callable[..., None]

ARTICLES = [Article(name, f"Shells hit Nikopol, {name}.") for name in ("a", "b", "c")]


def with_formats(*names: str) -> Choices:
    return Choices(formats=names)


def test_any_history_ends_in_the_bytes_of_a_clean_build(tmp_path: Path, build: Build) -> None:
    """Articles come, change and go; files are cut and lost: the next run makes it good."""
    chance = random.Random(7)  # noqa: S311 - no secret
    texts: dict[str, str] = {}
    for step in range(25):
        for name in chance.sample("abcdef", 2):
            if chance.random() < 0.3:
                texts.pop(name, None)
            else:
                texts[name] = f"Shells hit Nikopol {chance.randrange(3)} times."
        files = [path for path in (tmp_path / "out").glob("*") if path.is_file()]
        if files and chance.random() < 0.5:
            spoilt = chance.choice(files)
            spoilt.write_text("cut") if chance.random() < 0.5 else spoilt.unlink()
        articles = [Article(name, text) for name, text in texts.items()]
        chance.shuffle(articles)

        build(tmp_path / "out", articles, prune=True)
        build(tmp_path / f"clean{step}", articles, prune=True)

        assert tree(tmp_path / "out") == tree(tmp_path / f"clean{step}"), f"step {step}"


def test_merged_points_are_those_of_the_reports_together(tmp_path: Path, build: Build) -> None:
    build(tmp_path, ARTICLES)
    merged = json.loads((tmp_path / "all.geojson").read_text())
    apart = [json.loads((tmp_path / f"{name}.geojson").read_text()) for name in "abc"]

    for feature in merged["features"]:
        feature["properties"]["event_id"] = None
    assert merged["features"] == [feature for one in apart for feature in one["features"]]
    assert merged["bbox"] == apart[0]["bbox"]
    assert merged["geomap"] == apart[0]["geomap"]


def test_every_file_of_a_corpus_is_in_order(tmp_path: Path, build: Build) -> None:
    build(
        tmp_path, ARTICLES, with_formats("html", "geojson", "gpkg", "csv", "kml", "parquet", "qgs")
    )

    checked = {path.name: faults for path, faults in export.check_outputs([tmp_path])}

    assert {name: faults for name, faults in checked.items() if faults} == {}
    assert {"all.geojson", "all.events.geojson", "all.gpkg", "all.csv", "all.kml"} <= set(checked)
    assert {"all.html", "index.html", "part-0000.parquet"} <= set(checked)


def test_the_page_of_a_small_corpus_is_that_of_its_reports(
    tmp_path: Path, build: Build, sample_report: Report
) -> None:
    """Through the manifest and back, nothing that the page shows is lost."""
    build(tmp_path, [Article("odesa", "x")], with_formats("html"))
    titled = replace(sample_report, article=replace(sample_report.article, title="x"))

    direct = webmap.to_html([titled], title="1 article")
    stored = (tmp_path / "all.html").read_text() if (tmp_path / "all.html").exists() else ""

    assert not stored, "one article needs no page of all"
    build(tmp_path, ARTICLES, with_formats("html"))
    stored = (tmp_path / "all.html").read_text()
    paragraph = direct[direct.index('<p class="z-body">') :].partition("</p>")[0]
    assert paragraph in stored
    assert stored.count("<article") == len(ARTICLES)


def test_a_page_says_how_many_rows_it_leaves_out(
    tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "_MOST_ROWS", 17)

    build(tmp_path, ARTICLES, with_formats("html"))

    assert "3 articles (the first 16 of 24 rows)" in (tmp_path / "all.html").read_text()


def test_a_geopackage_takes_the_place_of_too_large_a_geojson(
    tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, ARTICLES)
    assert not (tmp_path / "all.gpkg").exists()
    monkeypatch.setattr(merging, "MOST_FEATURES", 20)

    build(tmp_path, [*ARTICLES, Article("d", "Shells.")])

    assert (tmp_path / "all.gpkg").is_file()
    assert not (tmp_path / "all.geojson").exists()
    assert (tmp_path / "a.geojson").is_file()


def test_a_geopackage_in_parts_has_the_rows_of_one_in_whole(
    tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "whole", ARTICLES, with_formats("gpkg"))
    monkeypatch.setattr(merging, "_ROWS_PER_PART", 5)
    build(tmp_path / "parts", ARTICLES, with_formats("gpkg"))

    rows = [export.read_incidents(tmp_path / name / "all.gpkg") for name in ("whole", "parts")]

    assert len(rows[0]) == 24
    assert rows[0].equals(rows[1])


def test_parts_of_a_parquet_are_read_as_one_table(
    tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column without a value in one part has the type it has in the others."""
    geopandas = pytest.importorskip("geopandas")
    monkeypatch.setattr(slices, "_ROWS", 5)

    build(tmp_path, ARTICLES, with_formats("parquet"))

    folder = tmp_path / "all.parquet"
    assert len(list(folder.glob("month=*/part-*.parquet"))) > 3
    found = geopandas.read_parquet(folder)
    assert len(found) == 24
    assert set(found["month"].astype(str)) == {
        p.name.removeprefix("month=") for p in folder.iterdir()
    }


def test_files_of_formats_that_are_not_asked_for_any_more_go(tmp_path: Path, build: Build) -> None:
    build(tmp_path, ARTICLES, with_formats("geojson", "csv", "parquet"))
    build(tmp_path, ARTICLES, with_formats("geojson"))

    assert not list(tmp_path.glob("*.csv"))
    assert not list(tmp_path.glob("*.parquet"))
