"""Two readers: how well people agree says what a figure of geomap can be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geomap.evaluate import compile_gold, evaluate

SEEDS = Path(__file__).parent.parent / "seeds"
FIRST, SECOND = SEEDS / "gold.jsonl", SEEDS / "second.jsonl"
ASKED = ("mention_exact", "use", "incident", "incident_role", "counts", "attribution", "date")


def figures_of(reader: Path) -> dict[str, float]:
    found = evaluate(FIRST, reader=reader, samples=0).figures
    return {figure.key: figure.value for figure in found if figure.value is not None}


def changed(tmp_path: Path, change: dict[str, Any]) -> Path:
    """Return the first reader's answers to one article with one incident changed."""
    rows = [json.loads(line) for line in FIRST.read_text(encoding="utf-8").splitlines()]
    row = next(row for row in rows if row["article_id"] == "2023-12-29-missiles-and-drones")
    incident = next(one for one in row["incidents"] if one["places"] and one["counts"])
    incident.update(change)
    (tmp_path / row["file"]).write_bytes((SEEDS / row["file"]).read_bytes())
    path = tmp_path / "reader.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_answers_of_the_second_reader_are_what_the_annotations_say() -> None:
    compiled = compile_gold(SEEDS / "second", SEEDS, places=SEEDS / "gold" / "places.toml")

    assert SECOND.read_text(encoding="utf-8") == compiled


def test_reader_agrees_with_himself(tmp_path: Path) -> None:
    figures = figures_of(changed(tmp_path, {}))

    assert {key: figures[key] for key in ASKED} == dict.fromkeys(ASKED, 1.0)


@pytest.mark.parametrize(
    ("change", "measure"),
    [
        ({"places": []}, "incident_role"),
        ({"counts": []}, "counts"),
        ({"attribution": "Somebody else"}, "attribution"),
        ({"date": {"start": "2023-12-01", "end": "2023-12-02", "precision": "day"}}, "date"),
        ({"type": "protest"}, "incident"),
    ],
)
def test_difference_costs_its_measure(tmp_path: Path, change: dict[str, Any], measure: str) -> None:
    assert figures_of(changed(tmp_path, change))[measure] < 1


def test_only_articles_that_both_have_read_count(tmp_path: Path) -> None:
    assert evaluate(FIRST, reader=SECOND, samples=0).articles == len(
        SECOND.read_text(encoding="utf-8").splitlines()
    )
    assert evaluate(FIRST, reader=changed(tmp_path, {}), samples=0).articles == 1
