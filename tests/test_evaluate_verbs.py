"""Where the event of one verb happened: the question that only the evaluation asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from geomap.evaluate.verbs import find_verb_places, signs_of_places, write_verb_places

if TYPE_CHECKING:
    from pathlib import Path


def places(text: str, verb: str) -> list[str]:
    start = text.index(verb)
    return [text[slice(*span)] for span in find_verb_places(text, start, start + len(verb))]


@pytest.mark.parametrize(
    ("text", "verb", "found"),
    [
        ("Police arrested nine men in Lviv on Sunday.", "arrested", ["Lviv"]),
        ("Thousands marched through Minsk.", "marched", ["Minsk"]),
        ("In Kharkiv, a shell killed two people.", "killed", ["Kharkiv"]),
        ("A bomb exploded in a market in Kabul.", "exploded", ["Kabul"]),
    ],
)
def test_the_place_of_the_verb_is_found(text: str, verb: str, found: list[str]) -> None:
    assert places(text, verb) == found


def test_each_verb_has_its_own_place() -> None:
    """A sentence that tells of two events has a place for each."""
    text = "A mine killed a farmer near Izium, and police arrested two men in Poltava."

    assert places(text, "killed") == ["Izium"]
    assert places(text, "arrested") == ["Poltava"]


def test_what_is_only_said_has_no_place() -> None:
    """The twin: a report verb names no event with a place, its speaker's seat is none."""
    text = "Shells hit Kherson, the mayor of Kyiv said."

    assert places(text, "hit") == ["Kherson"]
    assert places(text, "said") == []


def test_what_only_holds_the_place_is_left_out() -> None:
    text = "Gunmen attacked a convoy in the town of Jenin in the West Bank."

    assert places(text, "attacked") == ["Jenin"]


def test_a_name_that_no_gazetteer_knows_can_be_the_place() -> None:
    assert places("Rebels stormed the village of Xyzzqo at dawn.", "stormed") == ["Xyzzqo"]


def test_a_span_that_is_no_word_has_no_places() -> None:
    assert find_verb_places("", 0, 0) == ()
    assert signs_of_places("Shells hit Kherson.", 40, 44) == ()


def test_predictions_are_one_line_a_record(tmp_path: Path) -> None:
    text = "Thousands marched through Minsk."
    path = tmp_path / "out.jsonl"
    write_verb_places([{"doc_id": "a", "text": text, "verb": {"start": 10, "end": 17}}], path)
    (line,) = map(json.loads, path.read_text(encoding="utf-8").splitlines())

    assert line["doc_id"] == "a"
    assert [text[one["start"] : one["end"]] for one in line["toponyms"]] == ["Minsk"]
