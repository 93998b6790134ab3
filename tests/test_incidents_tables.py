"""Tables pasted as text: numbers by their headings, places by their rows, headers no incidents."""

from __future__ import annotations

import pytest

from geomap import analyze
from geomap.incidents import tables

ENGLISH = """Date{0}Place{0}Event{0}Killed{0}Wounded
01.05.2023{0}Nikopol{0}shelling{0}3{0}5
02.05.2023{0}Kupiansk{0}air strike{0}0{0}1 204
03.05.2023{0}Sumy{0}drone attack{0}2{0}n/a
"""
UKRAINIAN = "Місто;Подія;Загинуло;Поранено\nНікополь;артобстріл;2;7\nХарків;удар дронів;0;3\n"
MARKDOWN = "| Place | Event | Dead |\n|---|:---:|---:|\n| Nikopol | Shelling | 3 |\n"


def told(text: str) -> list[tuple[str, list[str], dict[str, float | None]]]:
    """Return the type, the places and the numbers of each incident."""
    report = analyze(text, published="2023-05-06")
    return [
        (
            incident.incident_type,
            [report.resolutions[place.mention].place.name for place in incident.places],
            {count.kind: count.value for count in incident.counts},
        )
        for incident in report.incidents
    ]


@pytest.mark.parametrize("mark", ["\t", ";", ",", " | "])
def test_a_row_has_its_place_and_the_numbers_of_its_columns(mark: str) -> None:
    assert told(ENGLISH.format(mark)) == [
        ("shelling", ["Nikopol"], {"killed": 3, "injured": 5}),
        ("air_strike", ["Kupiansk"], {"injured": 1204}),
        ("drone_strike", ["Sumy"], {"killed": 2}),
    ]


def test_the_line_under_a_header_is_no_row() -> None:
    assert told(MARKDOWN) == [("shelling", ["Nikopol"], {"killed": 3})]


def test_tables_of_other_languages_have_their_headings() -> None:
    assert told(UKRAINIAN) == [
        ("shelling", ["Nikopol"], {"killed": 2, "injured": 7}),
        ("drone_strike", ["Kharkiv"], {"injured": 3}),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor named the dead, the wounded, the missing.\nHe came back, late, alone.",
        "Place\tEvent\tKilled\nAfter that nothing more was heard.",  # no row of its own
        "Place\tKilled\nNikopol\t3",  # two cells are no table
    ],
)
def test_what_has_no_numbers_in_rows_is_no_table(text: str) -> None:
    """The words then count as in every text."""
    assert all(counts == {} for _, _, counts in told(text))


def test_text_under_a_table_is_no_part_of_it() -> None:
    text = ENGLISH.format("\t") + "\nIn Kherson shells wounded nine people.\n"

    assert told(text)[-1] == ("shelling", ["Kherson"], {"injured": 9})


def test_a_text_of_headers_alone_is_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A header inside of a table opens no other; else the time would grow with the square."""
    opened: list[object] = []
    read = tables._table
    monkeypatch.setattr(tables, "_table", lambda *seen: opened.append(seen) or read(*seen))

    tables.find_tables("Place\tEvent\tKilled\n" * 500, {"killed": frozenset({"killed"})})

    assert len(opened) == 1
