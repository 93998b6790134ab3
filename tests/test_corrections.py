"""Corrections: what the file may hold, where a row finds its spot, and what it does."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given
from hypothesis import strategies as st

import geomap
from geomap import cli, export
from geomap.corrections import (
    COLUMNS,
    Action,
    Correction,
    Corrections,
    days_of,
    find_spot,
    read_corrections,
    suggest_for_mention,
    to_line,
    to_table,
)
from geomap.errors import CorrectionError
from geomap.frame import to_total_rows
from geomap.records import Article, Review, Role, Use
from geomap.text import clean_text

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.records import Report

TEXT = (
    "Shells hit Nikopol on 3 May 2023.\n\nTwo people were killed in Lyman, officials said. "
    "Nothing happened near Lyman later. Boryspil stayed quiet."
)
ARTICLE = Article("day", TEXT)


def rows(*found: Correction) -> Corrections:
    by_article: dict[str, tuple[Correction, ...]] = {}
    for row in found:
        by_article[row.article_id] = (*by_article.get(row.article_id, ()), row)
    return Corrections(by_article)


def corrected(*found: Correction) -> Report:
    return geomap.analyze(ARTICLE, corrections=rows(*found))


def row_of(report: Report, words: str) -> dict[str, Any]:
    """The cells and the point of the only row whose place has these words."""
    (feature,) = (f for f in report.to_geojson()["features"] if f["properties"]["mention"] == words)
    point = feature["geometry"]
    return {**feature["properties"], "point": point and point["coordinates"]}


@pytest.fixture(scope="module")
def plain() -> Report:
    """What is found without corrections: shelling at Nikopol, casualties at Lyman."""
    return geomap.analyze(ARTICLE)


def test_a_place_is_taken_from_the_gazetteer(plain: Report) -> None:
    kyiv = Correction("day", Action.PLACE, "Nikopol", place_id="curated:ua.kyiv")
    row = row_of(corrected(kyiv), "Nikopol")

    assert row_of(plain, "Nikopol")["review"] == "auto"
    assert row["place_id"] == "curated:ua.kyiv"
    assert (row["place_score"], row["review"]) == (1.0, "corrected")


def test_a_point_moves_the_place_and_its_namesakes_in_the_article(plain: Report) -> None:
    """Who says where one Lyman of an article is means the other mentions of it, too."""
    report = corrected(Correction("day", Action.PLACE, "Lyman", "killed in ", lat=48.5, lon=37.25))

    assert row_of(report, "Lyman")["point"] == [37.25, 48.5]
    assert row_of(plain, "Lyman")["place_id"] == row_of(report, "Lyman")["place_id"]
    moved = [r for r in report.resolutions if r.mention.text == "Lyman"]
    assert [(r.lat, r.lon, r.review) for r in moved] == [(48.5, 37.25, Review.CORRECTED)] * 2


def test_the_point_of_a_region_is_a_point_and_no_area() -> None:
    article = Article("a", "Shells hit Sumy Oblast on 3 May 2023.")
    row = Correction("a", Action.PLACE, "Sumy Oblast", lat=51.0, lon=34.0)
    report = geomap.analyze(article, corrections=rows(row))
    cells = row_of(report, "Sumy Oblast")

    assert (cells["point"], cells["precision"]) == ([34.0, 51.0], "site")
    assert export.to_areas([report])["features"] == []
    assert export.to_areas([geomap.analyze(article)])["features"]


def test_a_word_that_is_no_place_is_not_mapped(plain: Report) -> None:
    report = corrected(Correction("day", Action.NOT_A_PLACE, "Boryspil", reason="an airport cat"))

    assert any(r.mention.text == "Boryspil" and r.place for r in plain.resolutions)
    (found,) = (r for r in report.resolutions if r.mention.text == "Boryspil")
    assert (found.place, found.mention.use) == (None, Use.NAME_PART)
    assert found.reason == "corrected: no place: an airport cat"


def test_words_that_nobody_took_for_a_name_become_a_place() -> None:
    article = Article("a", "Shells hit the old mill on 3 May 2023.")
    row = Correction("a", Action.PLACE, "old mill", lat=47.5, lon=34.5)
    cells = row_of(geomap.analyze(article, corrections=rows(row)), "old mill")

    assert cells["point"] == [34.5, 47.5]
    assert (cells["place"], cells["place_id"]) == ("old mill", "corrected:47.5,34.5")


def incident_of(report: Report, name: str) -> Any:  # noqa: ANN401 - an incident
    return next(i for i in report.incidents if i.incident_type == name)


def test_an_incident_gets_another_type_role_and_day(plain: Report) -> None:
    shelling = incident_of(plain, "shelling").incident_id
    report = corrected(
        Correction("day", Action.TYPE, incident_id=shelling, incident_type="missile_strike"),
        Correction("day", Action.ROLE, "Nikopol", incident_id=shelling, role=Role.ORIGIN),
        Correction("day", Action.DATE, incident_id=shelling, when=days_of("2023-05")),
    )
    row = row_of(report, "Nikopol")

    assert report.stale == ()
    assert (row["incident_type"], row["incident_label"]) == ("missile_strike", "Missile strike")
    assert (row["role"], row["review"]) == ("origin", "corrected")
    assert (row["date_start"], row["date_end"], row["date_precision"]) == (
        "2023-05-01",
        "2023-06-01",
        "month",
    )
    assert row["incident_id"] == shelling


def test_the_total_of_an_incident_is_marked_if_one_of_its_places_is() -> None:
    row = Correction("day", Action.PLACE, "Lyman", "killed in ", lat=48.5, lon=37.0)
    totals = {t["incident_type"]: t["review"] for t in to_total_rows([corrected(row)])}

    assert totals == {"shelling": "auto", "casualties": "corrected"}


def test_an_incident_is_named_by_words_in_its_sentence(plain: Report) -> None:
    report = corrected(Correction("day", Action.TYPE, "Shells", incident_type="missile_strike"))

    assert incident_of(report, "missile_strike").quote == incident_of(plain, "shelling").quote


def test_an_incident_or_one_of_its_places_is_left_out(plain: Report) -> None:
    shelling = incident_of(plain, "shelling").incident_id
    whole = corrected(Correction("day", Action.DROP, incident_id=shelling))
    part = corrected(Correction("day", Action.DROP, "Nikopol", incident_id=shelling))

    assert [i.incident_type for i in whole.incidents] == ["casualties"]
    assert incident_of(part, "shelling").places == ()
    assert all(incident.attack_id == "" for incident in whole.incidents)


def test_an_incident_is_added_at_words_or_at_a_point_alone() -> None:
    report = corrected(
        Correction("day", Action.ADD, "Boryspil", incident_type="explosion", by="Olena"),
        Correction("day", Action.ADD, "Bunker 5", incident_type="drone_strike", lat=50.0, lon=30.0),
    )
    added = [f for f in report.to_geojson()["features"] if f["properties"]["review"] == "added"]

    assert [f["properties"]["place"] for f in added] == ["Boryspil", "Bunker 5"]
    assert added[0]["properties"]["quote"] == "Boryspil stayed quiet."
    assert added[1]["geometry"]["coordinates"] == [30.0, 50.0]
    assert (added[1]["properties"]["quote"], added[1]["properties"]["mention_start"]) == (
        None,
        None,
    )
    assert export.check_geojson(json.loads(export.dump_geojson(report.to_geojson()))) == ()


def test_a_place_is_added_to_an_incident(plain: Report) -> None:
    shelling = incident_of(plain, "shelling").incident_id
    row = Correction("day", Action.ADD, "Boryspil", incident_id=shelling, role=Role.AFFECTED)
    places = incident_of(corrected(row), "shelling").places

    assert [place.role for place in places] == [Role.TARGET, Role.AFFECTED]
    assert [place.review for place in places] == [Review.AUTO, Review.ADDED]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            Correction("day", Action.NOT_A_PLACE, "Lymann"),
            "'Lymann' is not in the article; the nearest is 'Lyman'",
        ),
        (Correction("day", Action.NOT_A_PLACE, "Lyman"), "stands there 2 times; fill in prefix"),
        (
            Correction("day", Action.NOT_A_PLACE, "Lyman", "south of "),
            "does not stand between 'south of ' and ''; the nearest stands between",
        ),
        (
            Correction("day", Action.PLACE, "Boryspil", place_id="x:1"),
            "'x:1' is not in the gazetteer",
        ),
        (
            Correction("day", Action.DROP, incident_id="day-shelling-0"),
            "no incident 'day-shelling-0'; the nearest is 'day-shelling-",
        ),
        (
            Correction("day", Action.TYPE, "Boryspil", incident_type="explosion"),
            "no incidents are told at these words",
        ),
        (Correction("other", Action.DROP, "Kyiv"), "no article 'other' was read"),
    ],
)
def test_what_does_not_fit_is_stale_and_the_rest_is_applied(row: Correction, message: str) -> None:
    good = Correction("day", Action.PLACE, "Nikopol", "hit ", lat=47.0, lon=34.0)
    report = corrected(row, good)

    (line,) = report.stale
    assert message in line
    assert row_of(report, "Nikopol")["point"] == [34.0, 47.0]


def test_a_place_for_an_incident_that_is_gone_leaves_nothing_behind(plain: Report) -> None:
    row = Correction("day", Action.ADD, "Bunker", incident_id="day-gone-0", lat=50.0, lon=30.0)
    report = corrected(row)

    assert "no incident 'day-gone-0'" in report.stale[0]
    assert report.resolutions == plain.resolutions


def test_a_correction_survives_edits_elsewhere() -> None:
    row = Correction(
        "day", Action.PLACE, "Lyman", "were killed in ", ", officials", lat=48.5, lon=37.0
    )
    edited = f"An editor wrote this first. Near Lyman.\n{TEXT}".replace("killed in", "killed\nin")
    report = geomap.analyze(Article("day", edited), corrections=rows(row))

    assert report.stale == ()
    assert 48.5 in {r.lat for r in report.resolutions}


def test_same_corrections_same_bytes() -> None:
    row = Correction("day", Action.ADD, "Boryspil", incident_type="explosion")
    one, two = (export.dump_geojson(corrected(row).to_geojson()) for _ in range(2))

    assert one == two


def test_nothing_corrected_changes_nothing(plain: Report) -> None:
    assert geomap.analyze(ARTICLE, corrections=Corrections()) == plain


def test_corrections_travel_to_other_processes(tmp_path: Path) -> None:
    (tmp_path / "day.txt").write_text(TEXT)
    row = Correction("day", Action.PLACE, "Nikopol", lat=47.0, lon=34.0)
    table = rows(row)
    assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301 - our own bytes

    (report,) = geomap.analyze_many([tmp_path], jobs=2, corrections=table)
    assert row_of(report, "Nikopol")["point"] == [34.0, 47.0]


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("2023-05-02", "2023-05-02", "2023-05-03", "day"),
        ("2023-12", "2023-12-01", "2024-01-01", "month"),
        ("2023", "2023-01-01", "2024-01-01", "year"),
        ("2023-05-02/2023-05-05", "2023-05-02", "2023-05-05", "week"),
    ],
)
def test_days_are_written_as_in_the_columns(
    words: str, start: str, end: str, precision: str
) -> None:
    when = days_of(words)

    assert (str(when.start), str(when.end), when.precision.value) == (start, end, precision)


@pytest.mark.parametrize("words", ["Friday", "2023-13-01", "2023-05-02/2023-05-02", "20230502", ""])
def test_what_is_no_day_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"is no day|ends before"):
        days_of(words)


WORDS = st.text(max_size=40).map(clean_text).map(lambda t: " ".join(t.split()))


ROWS = st.builds(
    Correction,
    st.just("a"),
    st.just(Action.NOT_A_PLACE),
    text=WORDS.filter(bool),
    prefix=WORDS,
    suffix=WORDS,
    occurrence=st.integers(1, 9),
    reason=WORDS,
)


@given(row=ROWS)
def test_a_row_reads_back_as_it_was_written(
    row: Correction, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("c") / "c.csv"
    path.write_text(to_table([row]), encoding="utf-8", newline="")

    (found,) = read_corrections(path).of("a")
    assert replace(found, where="") == row


@given(before=WORDS, words=st.from_regex(r"[A-Z][a-z]{1,9}", fullmatch=True), after=WORDS)
def test_a_spot_is_found_by_what_is_around_it(before: str, words: str, after: str) -> None:
    text = f"{before} {words} {after}"
    row = Correction("a", Action.DROP, words, f"{before[-32:]} ", f" {after[:32]}")
    assume(words not in before and words not in after)

    assert find_spot(text, row) == (len(before) + 1, len(before) + 1 + len(words))


HEADER = ",".join(COLUMNS)
BAD_ROWS = {
    "a,Lyman,,,,,fly,,,,,,,,": "action 'fly' is unknown; use add, ",
    "a,Lyman,,,,,placee,1,,,,,,,": "did you mean 'place'?",
    "a,Lyman,,,,,place,,,,,,,,": "place needs place_id, or lat and lon; fill it in",
    "a,Lyman,,,,,place,,48,,,,,,": "place needs place_id, or lat and lon and lon",
    "a,Lyman,,,,,place,,148,37,,,,,": "lat '148' is not between -90 and 90",
    "a,Lyman,,,,,place,,x,37,,,,,": "lat 'x' is not between",
    "a,Lyman,,,0,,not_a_place,,,,,,,,": "occurrence '0' is no number from 1 up",
    "a,,,,,i,type,,,,missile_strikes,,,,": "type 'missile_strikes' is unknown; did you mean",
    "a,Lyman,,,,i,role,,,,,goal,,,": "role 'goal' is unknown",
    "a,,,,,i,date,,,,,,Friday,,": "'Friday' is no day; write 2023-05-02",
    ",Lyman,,,,,not_a_place,,,,,,,,": "not_a_place needs article_id",
    "a,Lyman,,,,,drop,,,,,,,,,,": "more cells than columns",
    "a,,,,,,add,,,,explosion,,,,": "add needs text, place_id, or lat and lon",
}


@pytest.mark.parametrize("line", BAD_ROWS)
def test_a_bad_row_is_named_and_the_others_are_used(line: str, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(f"{HEADER}\na,Kyiv,,,,,not_a_place,,,,,,,,\n{line}\n")
    table = read_corrections(path)

    (fault,) = table.faults
    assert fault.startswith(f"{path}, line 3: ")
    assert BAD_ROWS[line] in fault
    assert [row.text for row in table.of("a")] == ["Kyiv"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"article_id,action,colour\n", "column 'colour' is unknown"),
        (b"article_id,action,action\n", "column 'action' stands twice"),
        (b"name,value\n", "no column 'action'; write article_id,text"),
        (b"\xff\xfe", "not UTF-8"),
        (f'{HEADER}\na,"Lyman'.encode(), "not CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(content)

    with pytest.raises(CorrectionError, match=message) as caught:
        read_corrections(path)
    assert str(path) in str(caught.value)
    with pytest.raises(CorrectionError, match="cannot be read"):
        read_corrections(tmp_path / "missing.csv")


def test_pasted_lines_and_semicolons_are_read(tmp_path: Path) -> None:
    """Pages and `geomap explain` give lines; some spreadsheets part cells by semicolons."""
    line = to_line(Correction("a", Action.NOT_A_PLACE, "=Kyiv", "near "))
    (tmp_path / "pasted.csv").write_text(f"{line}\n")
    (tmp_path / "twice.csv").write_bytes(f"{HEADER}\r\n{line}\r\n\r\n".encode() * 2)
    (tmp_path / "semicolons.csv").write_bytes(
        "\ufeffarticle_id;text;action\r\na;Kyiv;drop\r\n".encode()
    )

    assert "'=Kyiv" in line
    assert read_corrections(tmp_path / "pasted.csv").of("a")[0].text == "=Kyiv"
    twice = read_corrections(tmp_path / "twice.csv")
    assert (len(twice.of("a")), twice.faults) == (2, ())
    assert read_corrections(tmp_path / "semicolons.csv").of("a")[0].action is Action.DROP


def run(*args: object) -> Result:
    return CliRunner().invoke(cli.main, [str(arg) for arg in args])


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """The folder of an article that was built."""
    (tmp_path / "day.txt").write_text(TEXT)
    result = run("build", tmp_path / "day.txt", "-o", tmp_path / "out", "--format", "geojson,gpkg")
    assert result.exit_code == 0, result.stderr
    return tmp_path


def test_what_explain_suggests_works_when_pasted(built: Path, plain: Report) -> None:
    told = run("explain", built / "day.txt", "--at", TEXT.index("Lyman")).stdout
    line = next(line for line in told.splitlines() if "to correct: day,Lyman" in line)
    (built / "c.csv").write_text(f"{HEADER}\n{line.partition('to correct: ')[2]}\n")
    resolution = next(r for r in plain.resolutions if r.mention.text == "Lyman")

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


def test_corrections_of_rows_do_what_those_of_the_article_do(gazetteer: Any, plain: Report) -> None:  # noqa: ANN401
    shelling = incident_of(plain, "shelling").incident_id
    table = rows(
        Correction("day", Action.TYPE, incident_id=shelling, incident_type="missile_strike"),
        Correction("day", Action.DATE, incident_id=shelling, when=days_of("2023-05-04")),
        Correction("day", Action.PLACE, "Lyman", "killed in ", place_id="curated:ua.kyiv"),
        Correction("day", Action.DROP, "Boryspil"),
    )
    features = plain.to_geojson()["features"]
    found, stale = export.correct_features(features, table, gazetteer)
    wanted = geomap.analyze(ARTICLE, corrections=table).to_geojson()["features"]

    assert stale == ()
    # An analysis knows more of a place than its row: namesakes, its radius with theirs.
    names = ("incident_type", "incident_label", "date_start", "place_id", "precision", "review")
    shown = [[f["properties"][n] for n in names] + [f["geometry"]] for f in found]
    assert shown == [[f["properties"][n] for n in names] + [f["geometry"]] for f in wanted]
