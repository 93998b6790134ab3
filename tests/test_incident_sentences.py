"""Labelled sentences of many hands: the types that each tells of; one in four is only scored.

`tests/data/sentences/README.md` says how they were written and what is made of the others.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from geomap import analyze
from geomap.lexicon import incident_types
from tests.support.labelled import sentences_of

FOLDER = Path(__file__).parent / "data" / "sentences"
SHEETS = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.tsv"))}
FLOORS = tomllib.loads((FOLDER / "floors.toml").read_text("utf-8"))
CALM = frozenset({"none"})
PUBLISHED = "2023-05-10"


@cache
def found_in(text: str) -> frozenset[str]:
    incidents = analyze(f"\n{text}", published=PUBLISHED).incidents
    return frozenset(incident.incident_type for incident in incidents)


def figures(rows: list[tuple[frozenset[str], str]]) -> dict[str, float]:
    """Return F1 over all types, and the share of quiet sentences in which nothing is found."""
    tally, quiet = Counter[str](), Counter[bool]()
    for types, text in rows:
        found, told = found_in(text), types - CALM
        tally.update(right=len(found & told), found=len(found), told=len(told))
        if not told:
            quiet[not found] += 1
    f1 = 2 * tally["right"] / (tally["found"] + tally["told"])
    return {"types": round(f1, 3), "calm": round(quiet[True] / quiet.total(), 3)}


@pytest.mark.parametrize("name", SHEETS)
def test_sentences_are_read_as_well_as_pinned(name: str) -> None:
    reached = figures(sentences_of(SHEETS[name], scored=True))

    assert reached["types"] >= FLOORS[name]["types"], reached
    assert reached["calm"] >= FLOORS[name]["calm"], reached


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_whole(name: str) -> None:
    """Every line has known types and a sentence, and no sentence stands there twice."""
    lines = [line.partition("\t") for line in SHEETS[name].splitlines() if line]
    types = frozenset().union(*(set(one.split("+")) for one, _, _ in lines))

    assert types - CALM <= set(incident_types())
    assert len(lines) >= 400
    assert len({text for _, _, text in lines if text}) == len(lines)


def test_a_wrong_type_costs_points() -> None:
    """The twin: what is missed, found too much, or found where nothing was, lowers a figure."""
    text = "Shells fell on Nikopol."
    quiet = "The library in Lviv is open on Sundays."

    assert figures([(frozenset({"shelling"}), text), (CALM, quiet)]) == {"types": 1.0, "calm": 1.0}
    assert figures([(frozenset({"air_alert"}), text), (CALM, quiet)])["types"] == 0.0
    assert figures([(CALM, text), (CALM, quiet)])["calm"] == 0.5
