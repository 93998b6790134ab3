"""Corrections: what each of them does to an article, and which are stale."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import geomap
from geomap import export
from geomap.corrections import (
    Action,
    Correction,
    Corrections,
    days_of,
    find_spot,
)
from geomap.frame import to_total_rows
from geomap.records import Article, Review, Role, Use
from tests.support.corrected import ARTICLE, TEXT, WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.records import Report


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


@given(before=WORDS, words=st.from_regex(r"[A-Z][a-z]{1,9}", fullmatch=True), after=WORDS)
def test_a_spot_is_found_by_what_is_around_it(before: str, words: str, after: str) -> None:
    text = f"{before} {words} {after}"
    row = Correction("a", Action.DROP, words, f"{before[-32:]} ", f" {after[:32]}")
    assume(words not in before and words not in after)

    assert find_spot(text, row) == (len(before) + 1, len(before) + 1 + len(words))


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
