"""Which incidents of a report are written: by type, day and box; the others are told of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from geomap import analyze
from geomap.frame import Selection, count_undated, select

if TYPE_CHECKING:
    from geomap.records import (
        Report,
    )


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
    text = "Moscow threatened Odesa. Shells hit Nikopol on 2 May 2023. Missiles hit Lviv on Friday."
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
