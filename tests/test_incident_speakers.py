"""Who says so over several sentences and in politics: `data/speakers.toml`, found and not found."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from geomap import analyze

PUBLISHED = "2023-05-10"
"""A Wednesday."""

RULES = tomllib.loads(
    (Path(__file__).parent / "data" / "speakers.toml").read_text(encoding="utf-8")
)["rule"]
ROWS = [(rule["name"], row) for rule in RULES for row in rule["rows"]]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_rule_finds_what_it_should_and_no_more(name: str, row: str) -> None:
    """Each rule says in the data why it is one; its rows hold."""
    assert is_told(row), name


def test_every_rule_has_rows_of_both_kinds() -> None:
    """A rule without a twin that it leaves alone would fire everywhere."""
    assert len(ROWS) > 60
    assert all(len(rule["rows"]) > 1 and rule["why"] for rule in RULES)


def test_another_source_is_a_wrong_answer() -> None:
    """The twin: a row with another name, certainty or type fails."""
    text = "The army said a drone had hit a depot in Kerch."

    assert is_told(f"drone_strike | army | attributed | {text}")
    assert not is_told(f"drone_strike | mayor | attributed | {text}")
    assert not is_told(f"drone_strike | army | disputed | {text}")
    assert not is_told(f"not drone_strike | | | {text}")


def is_told(row: str) -> bool:
    """Return whether an incident of the type has the source and the certainty of a row."""
    type_id, source, certainty, text = (part.strip() for part in row.split("|"))
    incidents = analyze(text, published=PUBLISHED).incidents
    if type_id.startswith("not "):
        return all(one.incident_type != type_id.removeprefix("not ") for one in incidents)
    return any(
        one.certainty.value == certainty
        and (source in one.attribution.casefold() if source else not one.attribution)
        for one in incidents
        if one.incident_type == type_id
    )
