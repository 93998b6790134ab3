"""Rows: the columns of the outputs, their ids, their words and their arithmetic."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap import frame
from geomap.records import (
    Article,
    Count,
    IncidentPlace,
    Report,
    Role,
    Span,
    Use,
    Zone,
)
from tests.support.reports import report_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CONTRACT = """
feature_kind incident_id attack_id event_id incident_type incident_label incident_group realis
certainty role place_rank place_count place place_id place_kind admin1 admin1_code admin2
country precision radius_km place_score relation actor actor_side target_side weapon target_kind
count_scope launched intercepted hit destroyed killed injured captured affected affected_unit
counts_approximate counts_text date_start date_end date_precision date_text time_text
attribution attribution_side channel source_count denied_by mention mention_start mention_end
quote quote_start quote_end article_id article_title source url published review acled_event
acled_sub_event plover viina
"""
KINDS = {"text": str, "date": str, "integer": int, "flag": int, "number": float}


def count(kind: str, value: float | None, words: str = "", *, start: int = 0) -> Count:
    return Count(kind, value, words, start, start + len(words))


def total(rows: Sequence[dict[str, frame.Cell]], column: str) -> float:
    return sum(float(row[column] or 0) for row in rows)


def test_columns_are_those_of_the_contract_in_order() -> None:
    """Every reader of the files relies on these names."""
    assert list(frame.COLUMNS) == CONTRACT.split()


def test_every_row_has_every_key_in_order_and_of_its_kind(sample_report: Report) -> None:
    rows = frame.to_rows([sample_report])

    assert len(rows) == 8
    for row in rows:
        assert tuple(row) == frame.COLUMNS
        for column in frame.SCHEMA:
            value = row[column.name]
            assert value is None or type(value) is KINDS[column.kind], column.name


def test_an_incident_gives_one_row_per_place(sample_report: Report) -> None:
    rows = [r for r in frame.to_rows([sample_report]) if r["incident_type"] == "drone_strike"]

    assert [(r["place"], r["role"], r["place_rank"], r["place_count"]) for r in rows] == [
        ("Odesa", "target", 1, 2),
        ("Cape Tarkhankut", "origin", 2, 2),
    ]


def test_an_incident_without_a_place_keeps_its_row(sample_report: Report) -> None:
    features = frame.to_features([sample_report])
    (threat,) = [f for f in features if f["properties"]["incident_type"] == "threat_statement"]

    assert threat["geometry"] is None
    assert threat["id"] == "odesa:threat_statement:4e5f6071"
    assert (threat["properties"]["place_rank"], threat["properties"]["place_count"]) == (1, 0)


def test_a_country_is_a_row_without_a_point(sample_report: Report) -> None:
    """A pin in the middle of a country would claim what the article does not."""
    (visit,) = [f for f in frame.to_features([sample_report]) if "diplomacy" in f["id"]]

    assert visit["geometry"] is None
    assert visit["properties"]["mention"] == "Moldova"
    assert visit["properties"]["precision"] == "country"


def test_a_place_is_a_mention_row_only_if_no_incident_uses_it(sample_report: Report) -> None:
    rows = [r for r in frame.to_rows([sample_report]) if r["feature_kind"] == "mention"]

    assert [(r["place"], r["mention"]) for r in rows] == [("Lviv", "Lviv"), (None, "Nowhereville")]
    for row in rows:
        assert row["role"] == "context"
        assert row["incident_id"] is row["incident_type"] is row["realis"] is None
    assert len(frame.to_rows([sample_report], only_incidents=True)) == 6


@pytest.mark.parametrize("zone", [Zone.CAPTION, Zone.LINK, Zone.FOOTER])
def test_places_outside_headline_and_body_are_no_rows(zone: Zone) -> None:
    report = report_of()
    mention = replace(report.resolutions[0].mention, zone=zone)
    caption = (replace(report.resolutions[0], mention=mention), report.resolutions[1])

    rows = frame.to_rows([replace(report, resolutions=caption, incidents=())])

    assert [row["place"] for row in rows] == ["Marhanets"]


@pytest.mark.parametrize(("use", "is_drawn"), [(use, use in "literal affiliation") for use in Use])
def test_a_government_or_a_name_in_a_name_is_never_drawn(use: Use, *, is_drawn: bool) -> None:
    """A mayor's city may be where it happened; a capital that stands for its army is not."""
    report = report_of([IncidentPlace(Role.TARGET, 0)])
    mention = replace(report.resolutions[0].mention, use=use)
    other = (replace(report.resolutions[0], mention=mention), report.resolutions[1])

    features = frame.to_features([replace(report, resolutions=other)])

    assert (features[0]["geometry"] is not None) is is_drawn


def test_an_office_alone_is_no_row() -> None:
    report = report_of()
    mention = replace(report.resolutions[0].mention, use=Use.AFFILIATION)
    other = (replace(report.resolutions[0], mention=mention), report.resolutions[1])

    rows = frame.to_rows([replace(report, resolutions=other, incidents=())])

    assert [row["place"] for row in rows] == ["Marhanets"]


def test_a_number_of_the_whole_incident_stands_on_the_first_row_only() -> None:
    """Then a plain sum over the column is right."""
    places = [IncidentPlace(Role.TARGET, 0), IncidentPlace(Role.TARGET, 1)]
    rows = frame.to_rows([report_of(places, [count("launched", 76, "76 missiles")])])

    assert [row["launched"] for row in rows] == [76, None]
    assert [row["count_scope"] for row in rows] == ["incident", None]
    assert [row["counts_text"] for row in rows] == ["76 missiles", "76 missiles"]


def test_a_number_of_a_place_stands_on_its_row() -> None:
    places = [
        IncidentPlace(Role.TARGET, 0, (count("killed", 2, "two"),)),
        IncidentPlace(Role.TARGET, 1, (count("killed", 3, "three"),)),
    ]
    rows = frame.to_rows([report_of(places)])

    assert [row["killed"] for row in rows] == [2, 3]
    assert {row["count_scope"] for row in rows} == {"place"}
    assert total(rows, "killed") == 5


def test_a_total_and_its_parts_are_not_added_up() -> None:
    """ "Five died, two of them in Nikopol" is five dead."""
    places = [
        IncidentPlace(Role.TARGET, 0, (count("killed", 2, "two of them", start=20),)),
        IncidentPlace(Role.TARGET, 1),
    ]
    rows = frame.to_rows([report_of(places, [count("killed", 5, "five")])])

    assert total(rows, "killed") == 5
    assert rows[0]["counts_text"] == "five; two of them"


def test_the_order_of_places_does_not_move_the_rank() -> None:
    places = [IncidentPlace(Role.ORIGIN, 0), IncidentPlace(Role.TARGET, 1)]
    rows = frame.to_rows([report_of(places)])

    assert [row["role"] for row in rows] == ["target", "origin"]


def test_one_place_named_twice_in_a_role_is_one_row_with_both_numbers() -> None:
    places = [
        IncidentPlace(Role.TARGET, 0, (count("killed", 1, "one"),)),
        IncidentPlace(Role.TARGET, 0, (count("injured", 4, "four"),)),
    ]
    (row,) = frame.to_rows([report_of(places)], only_incidents=True)

    assert (row["killed"], row["injured"], row["place_count"]) == (1, 4, 1)


def test_a_number_no_reader_can_hold_is_left_to_the_words() -> None:
    places = [IncidentPlace(Role.TARGET, 0)]
    (row,) = frame.to_rows(
        [report_of(places, [count("killed", 2.0**63, "a lot")])], only_incidents=True
    )

    assert row["killed"] is row["count_scope"] is row["counts_approximate"] is None
    assert row["counts_text"] == "a lot"


def test_a_share_stays_a_share() -> None:
    places = [IncidentPlace(Role.AFFECTED, 0)]
    three = replace(count("affected", 3.0, "3 %"), unit="percent", approximate=True)
    (row,) = frame.to_rows([report_of(places, [three])], only_incidents=True)

    assert (row["affected"], row["affected_unit"], row["counts_approximate"]) == (3.0, "percent", 1)
    assert isinstance(row["affected"], float)


def test_ids_hold_no_offset() -> None:
    """An edit elsewhere in the article must not change the id of a feature."""
    places = [IncidentPlace(Role.TARGET, 0), IncidentPlace(Role.TARGET, 1)]
    before = frame.to_features([report_of(places)])
    after = frame.to_features(
        [report_of(places, text="A new first line. Nikopol and Marhanets were shelled; 5 died.")]
    )

    assert [f["id"] for f in before] == [f["id"] for f in after]
    assert before[0]["properties"]["mention_start"] != after[0]["properties"]["mention_start"]


def test_ids_are_unique_when_a_place_returns_with_a_relation() -> None:
    report = report_of([IncidentPlace(Role.TARGET, 0), IncidentPlace(Role.TARGET, 1)])
    near = replace(report.resolutions[1], place=report.resolutions[0].place, relation="near")

    features = frame.to_features([replace(report, resolutions=(report.resolutions[0], near))])

    assert [f["id"].rsplit("/", 1)[1] for f in features] == ["test:nikopol", "test:nikopol-2"]


@given(st.text(min_size=1, max_size=2_000), st.data())
def test_a_quote_is_a_slice_of_at_most_500_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    trigger = data.draw(st.integers(start, len(text) - 1))
    incident = replace(
        report_of().incidents[0], quote=Span(start, len(text)), trigger=Span(trigger, trigger + 1)
    )
    (row,) = frame.to_rows([Report(Article("a", text), incidents=(incident,))])

    if row["quote"] is not None:
        first, last = row["quote_start"], row["quote_end"]
        assert isinstance(first, int)
        assert isinstance(last, int)
        assert last - first <= 500
        assert first <= trigger < last
        assert row["quote"] == frame.cells.clean_text(text[first:last])


def test_text_is_cleaned_on_its_way_out() -> None:
    report = report_of(text="Nikopol\x00 and \ud800Marhanets")
    row = frame.to_rows([report], only_incidents=True)[0]

    assert row["quote"] == "Nikopol and \ufffdMarhanets"


TWO_SENTENCES = "Nikopol was shelled and 5 died. Officials said Marhanets was hit, too."


def proven(text: str, quote: Span, *, sentences: tuple[Span, ...] = ()) -> Report:
    """Two places of one incident whose trigger stands in the first sentence."""
    places = [IncidentPlace(Role.TARGET, 0), IncidentPlace(Role.TARGET, 1)]
    report = report_of(places, text=text)
    incident = replace(report.incidents[0], quote=quote)
    return replace(report, incidents=(incident,), sentences=sentences)


def test_a_row_quotes_the_sentence_that_names_its_place() -> None:
    """A quote that does not name the place proves nothing about its pin."""
    cut = TWO_SENTENCES.index(" Officials")
    sentences = (Span(0, cut), Span(cut + 1, len(TWO_SENTENCES)))
    rows = frame.to_rows([proven(TWO_SENTENCES, sentences[0], sentences=sentences)])

    assert [row["quote"] for row in rows] == [TWO_SENTENCES[:cut], TWO_SENTENCES[cut + 1 :]]
    assert [(row["quote_start"], row["quote_end"]) for row in rows] == list(sentences)


def test_a_row_whose_place_stands_by_the_trigger_quotes_the_incident() -> None:
    whole = Span(0, len(TWO_SENTENCES))
    rows = frame.to_rows([proven(TWO_SENTENCES, whole, sentences=(Span(0, 31), Span(32, 70)))])

    assert [row["quote"] for row in rows] == [TWO_SENTENCES, TWO_SENTENCES]


def test_a_long_quote_is_cut_so_that_it_names_the_place() -> None:
    text = f"Nikopol was shelled {'and shelled again ' * 60}until Marhanets was hit."
    rows = frame.to_rows([proven(text, Span(0, len(text)))])

    for row in rows:
        assert isinstance(row["quote"], str)
        assert str(row["mention"]) in row["quote"]
        assert len(row["quote"]) <= 500


def test_a_place_with_two_roles_has_one_row_of_the_better_role() -> None:
    """One feature per incident and place; its numbers and its line to a target stay."""
    five = count("killed", 5.0, "5")
    places = [
        IncidentPlace(Role.ROUTE, 0, (five,)),
        IncidentPlace(Role.VENUE, 0),
        IncidentPlace(Role.STAGING, 1),
    ]
    rows = frame.to_rows([report_of(places)])

    assert [(r["place"], r["role"], r["place_rank"], r["place_count"]) for r in rows] == [
        ("Nikopol", "venue", 1, 2),
        ("Marhanets", "staging", 2, 2),
    ]
    assert total(rows, "killed") == 5


def test_a_place_that_was_hit_and_fired_from_still_starts_its_link() -> None:
    places = [
        IncidentPlace(Role.TARGET, 0),
        IncidentPlace(Role.ORIGIN, 0),
        IncidentPlace(Role.TARGET, 1),
    ]
    (link,) = frame.to_link_features([report_of(places)])

    assert (link["properties"]["origin"], link["properties"]["target"]) == ("Nikopol", "Marhanets")


def test_gdf_gives_json_as_its_docstring_says(sample_report: Report) -> None:
    features = json.loads(sample_report.to_gdf().to_json(default=str))["features"]

    days = {feature["properties"]["date_start"] for feature in features}
    assert "2023-05-02 00:00:00" in days
    assert None in days
    assert features[0]["properties"]["launched"] == 12


def test_gdf_is_written_with_days_as_days(sample_report: Report, tmp_path: Path) -> None:
    """What GeoPackage and so QGIS get: a date, no text."""
    path = tmp_path / "a.gpkg"
    sample_report.to_gdf().to_file(path, layer="points")

    assert str(gpd.read_file(path)["date_start"].dtype).startswith("datetime64")
