"""Rows, features and the GeoDataFrame: the columns of the outputs and their arithmetic."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from geomap import analyze, frame
from geomap.frame import Selection, count_undated, select
from geomap.frame.shapes import _great_circle
from geomap.gazetteer.store import distance_km
from geomap.records import (
    Article,
    Certainty,
    Count,
    Incident,
    IncidentPlace,
    Mention,
    Place,
    Precision,
    Realis,
    Report,
    Resolution,
    Role,
    Span,
    Use,
    Zone,
)

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


def report_of(
    places: Sequence[IncidentPlace] = (),
    counts: Sequence[Count] = (),
    *,
    text: str = "Nikopol and Marhanets were shelled; 5 died.",
) -> Report:
    """A report with one incident and two resolved mentions."""
    names = {"Nikopol": (47.567, 34.406), "Marhanets": (47.64, 34.63)}
    resolutions = tuple(
        Resolution(
            Mention(
                text.index(name),
                text.index(name) + len(name),
                name,
                0,
                Zone.BODY,
                Use.LITERAL,
                name,
            ),
            Place(f"test:{name.lower()}", name, "city", *point, 5.0, "UA"),
            0.9,
            precision=Precision.SETTLEMENT,
        )
        for name, point in names.items()
    )
    incident = Incident(
        "a:shelling:00000000",
        "shelling",
        Realis.ACTUAL,
        Certainty.STATED,
        Span(0, 7),
        Span(0, len(text)),
        places=tuple(places),
        counts=tuple(counts),
    )
    return Report(Article("a", text), resolutions=resolutions, incidents=(incident,))


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
        assert row["quote"] == frame.rows.clean_text(text[first:last])


def test_text_is_cleaned_on_its_way_out() -> None:
    report = report_of(text="Nikopol\x00 and \ud800Marhanets")
    row = frame.to_rows([report], only_incidents=True)[0]

    assert row["quote"] == "Nikopol and \ufffdMarhanets"


def test_areas_have_the_ids_of_their_points(sample_report: Report) -> None:
    (area,) = frame.to_area_features([sample_report])

    assert area["id"] in {feature["id"] for feature in frame.to_features([sample_report])}
    assert area["geometry"]["type"] == "Polygon"


def test_a_link_needs_an_origin_and_a_target(sample_report: Report) -> None:
    """Drones that nobody said were sent somewhere must not fly to a city on the map."""
    (link,) = frame.to_link_features([sample_report])
    properties = link["properties"]
    without = replace(sample_report.incidents[0], places=(sample_report.incidents[0].places[0],))

    assert (properties["origin"], properties["target"]) == ("Cape Tarkhankut", "Odesa")
    assert tuple(properties) == tuple(column.name for column in frame.LINK_SCHEMA)
    assert properties["distance_km"] == pytest.approx(185, abs=2)
    assert frame.to_link_features([replace(sample_report, incidents=(without,))]) == []


def launched_at_a_country(side: str = "UA") -> Report:
    """A report of drones from a cape at a country, of which no town is named."""
    report = report_of((IncidentPlace(Role.ORIGIN, 0),))
    ukraine = Place("test:ua", "Ukraine", "country", 49.0, 32.0, 480.0, "UA")
    country = replace(
        report.resolutions[1],
        place=ukraine,
        precision=Precision.COUNTRY,
        geometry=shapely.box(22, 44, 40, 52),
    )
    places = (*report.incidents[0].places, IncidentPlace(Role.TARGET, 1))
    incident = replace(report.incidents[0], places=places, target_side=side)
    return replace(report, resolutions=(report.resolutions[0], country), incidents=(incident,))


def test_an_origin_without_a_target_has_a_short_arrow_to_the_country() -> None:
    """The text says who was attacked and not where: no line ends in a town."""
    (arrow,) = frame.to_link_features([launched_at_a_country()])
    (a, b), cells = arrow["geometry"]["coordinates"], arrow["properties"]

    assert (cells["origin"], cells["target"], cells["distance_km"]) == ("Nikopol", None, None)
    assert tuple(cells) == tuple(column.name for column in frame.LINK_SCHEMA)
    assert geodesic(a[::-1], b[::-1]).km == pytest.approx(60, rel=0.01)
    assert b[0] < a[0]
    assert b[1] > a[1]


def test_an_origin_alone_has_no_arrow() -> None:
    assert frame.to_link_features([launched_at_a_country(side="")]) == []


def test_a_country_of_an_incident_is_an_area_and_no_point() -> None:
    report = launched_at_a_country()
    points = {f["id"]: f["geometry"] for f in frame.to_features([report])}
    (area,) = frame.to_area_features([report])

    assert area["properties"]["precision"] == "country"
    assert points[area["id"]] is None


def test_a_country_that_is_only_mentioned_is_no_area() -> None:
    report = launched_at_a_country()

    assert frame.to_area_features([replace(report, incidents=())]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces shelled positions between Bakhmut and Kostiantynivka.",
        "Tourists walked between Bakhmut and Kostiantynivka.",
    ],
)
def test_a_way_between_two_places_is_one_mark(text: str) -> None:
    """Both names mean the same ground, so that one row and one area stand for it."""
    report = analyze(text)
    rows = [row for row in frame.to_rows([report]) if row["precision"] == "line"]

    assert [row["relation"] for row in rows] == ["between/Kostiantynivka"]
    assert len(frame.to_area_features([report])) == 1


def test_two_places_of_a_list_are_two_marks() -> None:
    """The twin: what is near each other is not the same."""
    report = analyze("Russian forces shelled positions near Bakhmut and Kostiantynivka.")

    assert len({row["place"] for row in frame.to_rows([report])}) == 2


def test_a_link_over_the_antimeridian_is_cut() -> None:
    line = _great_circle((177.0, 52.0), (-176.0, 52.0))

    assert line["type"] == "MultiLineString"
    (west, east) = line["coordinates"]
    assert (west[-1][0], east[0][0]) == (180.0, -180.0)
    assert west[-1][1] == east[0][1]


def test_a_short_link_is_one_line() -> None:
    line = _great_circle((30.0, 50.0), (31.0, 50.0))

    assert line == {"type": "LineString", "coordinates": [[30.0, 50.0], [31.0, 50.0]]}


def test_gdf_is_typed_and_in_degrees(sample_report: Report) -> None:
    gdf = sample_report.to_gdf()

    assert tuple(gdf.columns) == (*frame.COLUMNS, "geometry")
    assert gdf.crs.to_epsg() == 4326
    assert gdf.index.name == "id"
    assert gdf["launched"].sum() == 12
    assert str(gdf["date_start"].dtype).startswith("datetime64")
    assert gdf.geometry.isna().sum() == 3


def test_geopandas_reads_a_report_through_the_geo_interface(sample_report: Report) -> None:
    gdf = gpd.GeoDataFrame.from_features(sample_report)

    assert list(gdf["incident_type"])[:1] == ["drone_strike"]
    assert len(gdf) == 8


def test_gdf_of_nothing_has_the_columns() -> None:
    gdf = frame.to_gdf([])

    assert tuple(gdf.columns) == (*frame.COLUMNS, "geometry")
    assert len(gdf) == 0


@given(
    st.floats(-89, 89),
    st.floats(-179, 179),
    st.integers(0, 5),
)
def test_a_coarse_point_still_holds_the_true_one(lat: float, lon: float, decimals: int) -> None:
    report = report_of()
    moved = replace(report.resolutions[0], lat=lat, lon=lon, radius_km=1.0)

    coarse = frame.coarsen(replace(report, resolutions=(moved,)), decimals).resolutions[0]

    assert coarse.lat is not None
    assert coarse.lon is not None
    assert coarse.radius_km is not None
    assert distance_km(lat, lon, coarse.lat, coarse.lon) <= coarse.radius_km - 1.0 + 0.02
    assert math.isclose(coarse.lat, round(lat, decimals), abs_tol=1e-12)


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


MAY_2 = dt.date(2023, 5, 2)
ODESA = (30.0, 46.0, 31.5, 47.0)


@pytest.mark.parametrize(
    ("selection", "types"),
    [
        (Selection(types=frozenset({"casualties"})), {"casualties"}),
        (Selection(types=frozenset({"strike"})), {"drone_strike"}),
        (Selection(types=frozenset({"strike", "air_defence"})), {"drone_strike", "interception"}),
        (Selection(since=MAY_2, until=MAY_2), {"drone_strike", "interception"}),
        (Selection(since=dt.date(2023, 5, 3)), set()),
        (Selection(until=dt.date(2023, 5, 1)), set()),
        (Selection(types=frozenset({"strike"}), bbox=ODESA), {"drone_strike"}),
        (Selection(bbox=(-80.0, 40.0, -70.0, 45.0)), set()),
        (Selection(types=frozenset({"strike"}), bbox=(170.0, -60.0, -170.0, 60.0)), set()),
        (Selection(frozenset({"strike"}), bbox=(30.0, -60.0, -170.0, 60.0)), {"drone_strike"}),
    ],
)  # fmt: skip
def test_a_selection_keeps_incidents_by_type_day_and_box(
    selection: Selection, types: set[str], sample_report: Report
) -> None:
    chosen = select(sample_report, selection)

    assert {incident.incident_type for incident in chosen.incidents} == types
    assert set(selection.options) <= set(chosen.options)


def test_a_kept_incident_is_whole(sample_report: Report) -> None:
    """A box around one of its places keeps them all: the sums and links stay right."""
    box = Selection(types=frozenset({"strike"}), bbox=ODESA)
    (chosen,) = select(sample_report, box).incidents

    assert chosen in sample_report.incidents


def test_no_selection_changes_nothing(sample_report: Report) -> None:
    assert select(sample_report, Selection()) is sample_report


def test_what_has_no_day_is_left_out_and_told_of() -> None:
    """Who asks for days must know what no day is known of, and how to learn more."""
    text = "Diplomats met in Paris. Shells hit Nikopol on 2 May 2023. Missiles hit Lviv on Friday."
    told = select(analyze(text), Selection(since=MAY_2)).notes
    dated = select(analyze(text, published="2023-05-08"), Selection(since=MAY_2)).notes

    assert count_undated(told) == 2
    assert "--published" in told[-1]
    assert count_undated(dated) == 1
    assert "--published" not in dated[-1]


@pytest.mark.parametrize(
    "selection", [Selection(types=frozenset({"strike"})), Selection(until=MAY_2, bbox=ODESA)]
)
def test_only_what_its_day_alone_left_out_is_counted(selection: Selection) -> None:
    """The twin: without days nothing is said, and what lies outside of the box is no loss."""
    report = analyze("Shells hit Nikopol on 2 May 2023. Drones struck Lviv.")

    assert count_undated(select(report, selection).notes) == 0
