"""Articles by authors who knew no rule: how much of them is read, against pinned floors."""

from __future__ import annotations

import shutil
import tomllib
from functools import cache
from pathlib import Path

import pytest

from geomap.evaluate import evaluate, read_gold, write_gold

FRESH = Path(__file__).parent / "data" / "fresh"
ARTICLES = 6  # of each author
FLOORS = tomllib.loads((FRESH / "floors.toml").read_text(encoding="utf-8"))


@cache
def reached(folder: str) -> dict[str, float]:
    """Return the figures on the articles of a folder, by key."""
    figures = evaluate(FRESH / folder / "gold.jsonl", samples=0).figures
    return {figure.key: figure.value or 0.0 for figure in figures}


@pytest.mark.parametrize(("folder", "key"), [(f, key) for f, row in FLOORS.items() for key in row])
def test_fresh_articles_are_read_as_well_as_pinned(folder: str, key: str) -> None:
    assert reached(folder)[key] >= FLOORS[folder][key]["floor"]


@pytest.mark.parametrize("folder", FLOORS)
def test_answers_are_compiled_from_what_was_written(folder: str, tmp_path: Path) -> None:
    written = tmp_path / folder
    shutil.copytree(FRESH / folder, written)
    write_gold(written / "gold", written / "gold.jsonl")

    assert (written / "gold.jsonl").read_bytes() == (FRESH / folder / "gold.jsonl").read_bytes()
    assert len(read_gold(written / "gold.jsonl")) == ARTICLES
