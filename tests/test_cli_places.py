"""``geomap geocode`` on the screen: the likeliest places, and how many more there are."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from geomap.cli import main


def run(*words: str) -> str:
    return CliRunner().invoke(main, ["geocode", *words]).stdout


def test_the_screen_shows_five_and_says_how_many_more() -> None:
    every = json.loads(run("Ivanivka", "--json"))[0]["places"]
    lines = run("Ivanivka").splitlines()

    assert len(every) > 50
    assert lines[0] == f"Ivanivka: {len(every)} places"
    assert len(lines) == 7
    assert lines[-1] == f"  … and {len(every) - 5} more (--json lists all)"


@pytest.mark.parametrize("name", ["Bakhmut", "Kyiv"])
def test_the_screen_says_nothing_of_more_where_there_are_none(name: str) -> None:
    """The twin: few places are shown all."""
    every = json.loads(run(name, "--country", "UA", "--json"))[0]["places"]
    lines = run(name, "--country", "UA").splitlines()

    assert len(every) <= 5
    assert len(lines) == 1 + len(every)
    assert "more" not in lines[-1]


def test_a_place_is_told_with_kind_parents_score_and_source() -> None:
    first = run("Bakhmut").splitlines()[1]

    assert first.split()[0] == "1.00"
    for word in ("(city; Bakhmut", "Donetsk Oblast, Ukraine", "official", "from geonames", "± "):
        assert word in first
