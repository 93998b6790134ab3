"""Corrections from what people edit: pasted lines, saved files, the command that compares them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import geomap
from geomap import export
from geomap.corrections import (
    read_corrections,
    suggest_for_mention,
    to_line,
)
from tests.support.commands import run
from tests.support.corrected import ARTICLE, HEADER, TEXT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """The folder of an article that was built."""
    (tmp_path / "day.txt").write_text(TEXT)
    result = run("build", tmp_path / "day.txt", "-o", tmp_path / "out", "--format", "geojson,gpkg")
    assert result.exit_code == 0, result.stderr
    return tmp_path


def test_what_explain_suggests_works_when_pasted(built: Path) -> None:
    told = run("explain", built / "day.txt", "--at", TEXT.index("Lyman")).stdout
    line = next(line for line in told.splitlines() if "to correct: day,Lyman" in line)
    (built / "c.csv").write_text(f"{HEADER}\n{line.partition('to correct: ')[2]}\n")
    resolution = next(r for r in geomap.analyze(ARTICLE).resolutions if r.mention.text == "Lyman")

    assert read_corrections(built / "c.csv").faults == ()
    assert line.endswith(to_line(suggest_for_mention(ARTICLE, resolution)))
    after = run("explain", built / "day.txt", "--corrections", built / "c.csv")
    assert after.exit_code == 0, after.stderr
    assert "corrected" in after.stdout


@pytest.mark.parametrize("command", ["build", "extract", "explain"])
def test_exit_1_for_a_stale_correction_and_the_rest_is_applied(command: str, built: Path) -> None:
    (built / "c.csv").write_text(
        f"{HEADER}\nday,Nikopol,,,,,place,,47,34,,,,,\nday,Lymann,,,,,not_a_place,,,,,,,,\n"
        "gone,Kyiv,,,,,not_a_place,,,,,,,,\nday,Kyiv,,,,,fly,,,,,,,,\n"
    )
    where = ["-o", built / "out2", "--format", "geojson"] if command == "build" else []
    result = run(command, built / "day.txt", "--corrections", built / "c.csv", *where)

    assert result.exit_code == 1
    for line in (3, 4, 5):
        assert f"c.csv, line {line}: " in result.stderr
    if command == "build":
        result_text = (built / "out2" / "day.geojson").read_text()
    else:
        result_text = result.stdout
    assert "corrected" in result_text


def edited(built: Path, change: Any) -> Path:  # noqa: ANN401 - a function of the features
    """The GeoJSON of the build after a change of its features, as QGIS saves it."""
    collection = json.loads((built / "out" / "day.geojson").read_text())
    features = collection["features"]
    change({f["properties"]["mention"]: f for f in features}, features)
    for feature in features:
        feature["properties"] = {"id": feature.pop("id", None), **feature["properties"], "fid": 1}
    path = built / "edited.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "name": "day", "features": features}))
    return path


def move_and_change(by_words: dict[str, Any], features: list[Any]) -> None:
    by_words["Nikopol"]["geometry"]["coordinates"] = [34.5, 47.6]
    by_words["Nikopol"]["properties"]["incident_type"] = "missile_strike"
    by_words["Lyman"]["properties"] |= {"role": "target", "date_start": "2023-05-01"}
    features.remove(by_words["Boryspil"])
    cells = dict.fromkeys(by_words["Lyman"]["properties"])
    cells |= {"incident_type": "explosion", "place": "Bunker", "role": "target"}
    point = {"type": "Point", "coordinates": [36.0, 49.0]}
    features.append({"type": "Feature", "geometry": point, "properties": cells})


def test_an_edited_file_comes_back_in_the_next_build(built: Path) -> None:
    """The whole way: build, edit, from-geojson, build again: the same rows as in the edit."""
    path = edited(built, move_and_change)
    original = built / "out" / "day.geojson"
    told = run("corrections", "from-geojson", path, "--original", original, "-o", built / "c.csv")
    assert told.exit_code == 0, told.stderr
    result = run(
        "build",
        built / "day.txt",
        "-o",
        built / "new",
        "--corrections",
        built / "c.csv",
        "--format",
        "geojson",
    )
    assert result.exit_code == 0, result.stderr

    shown = ["incident_type", "role", "date_start", "geometry"]
    wanted = export.read_incidents(path)[shown].reset_index(drop=True)
    found = export.read_incidents(built / "new" / "day.geojson")
    assert found[shown].reset_index(drop=True).equals(wanted)
    assert list(found["review"]) == ["corrected", "corrected", "added"]


def test_without_the_original_the_ids_tell_what_was_changed(built: Path) -> None:
    path = edited(built, move_and_change)
    result = run("corrections", "from-geojson", path)
    lines = result.stdout.splitlines()

    assert result.exit_code == 0, result.stderr
    assert "pass --original" in result.stderr
    assert [line.split(",place,")[-1] for line in lines if ",place," in line] == [
        "geonames:700051,47.6,34.5,,,,,"
    ]
    assert sum(",missile_strike," in line for line in lines) == 1
    assert sum(",role," in line and ",target," in line for line in lines) == 1
    assert sum(",add," in line for line in lines) == 1


def test_the_article_may_stand_for_the_original(built: Path) -> None:
    """Who edits a file in place has no other: the article is read again, as the rows say."""
    path = edited(built, move_and_change)
    both = [
        run("corrections", "from-geojson", path, "--original", original).stdout
        for original in (built / "day.txt", built / "out" / "day.geojson")
    ]

    assert both[0] == both[1]
    assert both[0].count("\n") > 4


def test_the_copy_of_a_row_is_a_place_that_was_added(built: Path) -> None:
    """Copy and paste in QGIS keeps the id of the row."""

    def copy(by_words: dict[str, Any], features: list[Any]) -> None:
        twin = json.loads(json.dumps(by_words["Lyman"]))
        twin["geometry"]["coordinates"] = [37.0, 48.0]
        features.append(twin)

    path = edited(built, copy)
    original = built / "out" / "day.geojson"
    result = run("corrections", "from-geojson", path, "--original", original)

    assert result.exit_code == 1
    assert "its id stands in feature 2, too; taken as a row that was added" in result.stderr
    (line,) = result.stdout.splitlines()[1:]
    assert line.startswith('day,Lyman,Two people were killed in ,", officials said.",,day-casualt')
    assert line.endswith(",add,,48,37,,affected,,,")
    (built / "c.csv").write_text(result.stdout)
    rebuilt = run("extract", built / "day.txt", "--corrections", built / "c.csv")
    assert rebuilt.exit_code == 0, rebuilt.stderr
    assert "[37.0,48.0]" in rebuilt.stdout
    assert "[37.80843,48.99012]" in rebuilt.stdout


def test_an_unchanged_file_gives_no_correction(built: Path) -> None:
    for name in ("day.geojson", "day.gpkg"):
        alone = run("corrections", "from-geojson", built / "out" / name)
        both = run(
            "corrections",
            "from-geojson",
            built / "out" / name,
            "--original",
            built / "out" / "day.geojson",
        )
        assert (alone.exit_code, alone.stdout.splitlines()) == (0, [HEADER]), name
        assert (both.exit_code, both.stdout.splitlines()) == (0, [HEADER]), name


def test_an_edit_that_no_correction_can_hold_is_told(built: Path) -> None:
    def count(by_words: dict[str, Any], _: object) -> None:
        by_words["Lyman"]["properties"]["killed"] = 99

    path = edited(built, count)
    original = built / "out" / "day.geojson"
    result = run("corrections", "from-geojson", path, "--original", original)

    assert result.exit_code == 1
    assert "row 2: killed changed; a correction changes a place, a type" in result.stderr


def test_a_deleted_incident_is_left_out_as_a_whole(built: Path) -> None:
    path = edited(built, lambda by_words, features: features.remove(by_words["Nikopol"]))
    original = built / "out" / "day.geojson"
    result = run("corrections", "from-geojson", path, "--original", original, "--by", "Olena")

    (line,) = result.stdout.splitlines()[1:]
    assert line.startswith("day,,,,,day-shelling-")
    assert line.endswith(",drop,,,,,,,,Olena")


def test_corrections_check_names_bad_lines(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(f"{HEADER}\na,Kyiv,,,,,drop,,,,,,,,\n")
    assert run("corrections", "check", path).exit_code == 0
    path.write_text(f"{HEADER}\na,Kyiv,,,,,fly,,,,,,,,\n")
    result = run("corrections", "check", path)

    assert result.exit_code == 1
    assert "line 2: action 'fly' is unknown" in result.stderr


def test_map_applies_corrections_to_the_rows_of_a_file(built: Path) -> None:
    (built / "c.csv").write_text(
        f"{HEADER}\nday,Nikopol,,,,,place,,47.25,34.75,,,,,\nday,Lymann,,,,,drop,,,,,,,,\n"
    )
    source = built / "out" / "day.geojson"
    result = run("map", source, "-o", built / "m.html", "--corrections", built / "c.csv")

    assert result.exit_code == 1
    assert "line 3: no row is named by 'Lymann'" in result.stderr
    page = (built / "m.html").read_text()
    assert "34.75" in page
    assert "47.25" in page
