"""The file of corrections: its columns, its days, its bad rows, and back again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.corrections import (
    Action,
    Correction,
    days_of,
    read_corrections,
    to_line,
    to_table,
)
from geomap.errors import CorrectionError
from tests.support.corrected import HEADER, WORDS

if TYPE_CHECKING:
    from pathlib import Path


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
