"""Checked answers: a bad line or annotation is refused by file, place and fault."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from geomap.errors import GoldError
from geomap.evaluate import compile_gold, read_gold, write_gold
from geomap.records import (
    Certainty,
    Use,
)
from tests.support.answers import NIKOPOL, TEXT, gold_row, write_rows

if TYPE_CHECKING:
    from pathlib import Path


def broken(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field may be broken
    return {**gold_row(), **changes}


def broken_mention(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    row = gold_row()
    row["mentions"][0] = {**row["mentions"][0], **changes}
    return row


def broken_incident(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    row = gold_row()
    row["incidents"][1] = {**row["incidents"][1], **changes}
    return row


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{not json", "line 2: not JSON"),
        ("[1]", "line 2: must be a JSON object, not list"),
        (broken(article_id=7), "'article_id' must be str, got 7"),
        (broken(file="../one.txt"), "must lie beside the answers"),
        (broken(file="none.txt"), "none.txt cannot be read"),
        (broken(sha256="0"), "one.txt has changed since it was annotated"),
        (broken(published="4 May"), "published '4 May' is not a date; write YYYY-MM-DD"),
        (broken(half="third"), "unknown half 'third'; use one of dev, test"),
        (broken(mentions=None), "'mentions' must be list, got None"),
        (broken(mentions=[3]), "mention 0: 'text' must be str"),
        (broken_mention(start=-1), "mention 0: offsets -1:18 are outside the article"),
        (broken_mention(start=True), "mention 0: 'start' must be int, got True"),
        (broken_mention(text="Marhanets"), "text 'Marhanets' is not at 11:18"),
        (broken_mention(use="venue"), "mention 0: unknown use 'venue'; use one of literal"),
        (broken_mention(place={**NIKOPOL, "lat": 470}), "Nikopol cannot lie at lat 470.0"),
        (broken_mention(place={**NIKOPOL, "lon": "34"}), "'lon' must be a number, got '34'"),
        (broken(mentions=gold_row()["mentions"][::-1]), "overlaps or precedes"),
        (broken_incident(type="bombing"), "incident 1: unknown type 'bombing'"),
        (broken_incident(realis="past"), "unknown realis 'past'"),
        (broken_incident(certainty="sure"), "unknown certainty 'sure'"),
        (broken_incident(triggers=[]), "incident 1: no triggers"),
        (broken_incident(attribution_side="US"), "unknown attribution_side 'US'"),
        (broken_incident(counts=[{"kind": "dead", "value": 1}]), "unknown count 'dead'"),
        (broken_incident(counts=[3]), "incident 1: 'kind' must be str"),
        (broken_incident(places=[3]), "incident 1: unknown role None"),
        (broken_incident(triggers=[3]), "incident 1: 'quote' must be dict"),
        (broken(incidents=[3]), "incident 0: 'triggers' must be list"),
        (broken_incident(places=[{"role": "target"}]), "a place of an incident must be given"),
        (
            broken_incident(places=[{"role": "goal", "place": NIKOPOL}]),
            "unknown role 'goal'; use one of target",
        ),
        (broken_incident(date={"start": None, "precision": "hour"}), "unknown precision 'hour'"),
        (broken_incident(attack=2), "attack 2 is not the number of an incident (0 to 1)"),
        (gold_row(), "article_id 'one' stands in two lines"),
    ],
)
def test_bad_line_is_refused_with_file_line_and_fault(
    tmp_path: Path, row: dict[str, Any] | str, fault: str
) -> None:
    path = write_rows(tmp_path, gold_row(), row)

    with pytest.raises(GoldError) as error:
        read_gold(path)

    assert str(path) in str(error.value)
    assert fault in str(error.value)


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(GoldError, match="no checked answers"):
        read_gold(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        read_gold(tmp_path / "gold.jsonl")


ANNOTATION = """
published = 2023-05-04
mentions = '''
Nikopol | literal
# a comment
Moscow | actor
Kharkiv | literal | ?
'''
[[incidents]]
id = "shells"
type = "shelling"
triggers = ["Shells [hit] Nikopol"]
places = { target = ["Nikopol"] }
counts = { hit = [1, 2], injured = "dozens" }
date = "2023-12"
attribution = "Moscow"
side = "RU"
[[incidents]]
type = "casualties"
triggers = ["people [died] in"]
date = "2023-05-01/2023-05-03"
attack = "shells"
"""


def write_annotation(directory: Path, annotation: str) -> Path:
    (directory / "one.txt").write_text(TEXT, encoding="utf-8")
    notes = directory / "gold"
    notes.mkdir()
    (notes / "places.toml").write_text(
        'Nikopol = { kind = "city", lat = 47.571, lon = 34.396 }\n', encoding="utf-8"
    )
    (notes / "one.toml").write_text(annotation, encoding="utf-8")
    return notes


def test_annotations_compile_to_answers(tmp_path: Path) -> None:
    path = write_gold(write_annotation(tmp_path, ANNOTATION), tmp_path / "gold.jsonl")

    (article,) = read_gold(path)
    shelling, casualties = article.incidents

    assert [(TEXT[m.start : m.end], m.use) for m in article.mentions] == [
        ("Nikopol", Use.LITERAL),
        ("Moscow", Use.ACTOR),
        ("Kharkiv", Use.LITERAL),
    ]
    assert [m.place and m.place.name for m in article.mentions] == ["Nikopol", None, None]
    assert TEXT[slice(*shelling.triggers[0].quote)] == "Shells hit Nikopol on Monday, Moscow said."
    assert shelling.certainty is Certainty.ATTRIBUTED
    assert shelling.counts == (("hit", 1.0), ("hit", 2.0), ("injured", None))
    assert (shelling.date_start, shelling.date_end) == (dt.date(2023, 12, 1), dt.date(2024, 1, 1))
    assert casualties.certainty is Certainty.STATED
    assert (casualties.date_end, casualties.attack) == (dt.date(2023, 5, 3), 0)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Moscow | actor", "Minsk | actor", "'Minsk' not found after"),
        ("Kharkiv | literal | ?", "Nikopol | literal", "list the mentions in reading order"),
        ("Moscow | actor", "Moscow", "unknown use ''; write words | use | place"),
        ("Nikopol | literal", "Nikopol | literal | Nikopil", "unknown place 'Nikopil'"),
        ("Shells [hit] Nikopol", "Shells hit Nikopol", "put the trigger in brackets"),
        ("Shells [hit] Nikopol", "Rockets [hit] Nikopol", "stands 0 times in the article"),
        ("people [died] in", "[i]", "times in the article; give the words around it"),
        ('"2023-12"', '"2023-13"', "date '2023-13'"),
        ('attack = "shells"', 'attack = "rockets"', "attack 'rockets' is the id of no incident"),
        ('"casualties"', '"deaths"', "incident 1: unknown type 'deaths'"),
        ("[[incidents]]", "[[incidents", "cannot be read as TOML"),
    ],
)
def test_annotation_that_does_not_fit_is_refused(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    notes = write_annotation(tmp_path, ANNOTATION.replace(old, new))

    with pytest.raises(GoldError) as error:
        compile_gold(notes, tmp_path)

    assert "one.toml" in str(error.value)
    assert fault in str(error.value)


def test_refused_annotation_writes_nothing(tmp_path: Path) -> None:
    notes = write_annotation(tmp_path, ANNOTATION.replace("casualties", "deaths"))

    with pytest.raises(GoldError):
        write_gold(notes, tmp_path / "gold.jsonl")

    assert not (tmp_path / "gold.jsonl").exists()
