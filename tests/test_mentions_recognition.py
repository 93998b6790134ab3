"""Which names are found in short texts of every kind, and what each of them is used for."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from geomap.lexicon import language
from geomap.records import Use
from tests.support.marked import faults_of, read
from tests.support.names import mentions_of

GROUPS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "recognition.toml").read_text("utf-8")
)
ENGLISH = language("en")
TEXTS = 1068


@pytest.mark.parametrize("half", ["open", "aside"])
@pytest.mark.parametrize("group", GROUPS)
def test_texts_of_every_kind_are_read_as_well_as_pinned(group: str, half: str) -> None:
    """Floors only go up; a text that is no longer read right is named."""
    rows = GROUPS[group][half]
    faults = {row: faults_of(row, ignore_case=group == "lower") for row in rows}
    wrong = {row: found for row, found in faults.items() if found}

    assert len(rows) - len(wrong) >= GROUPS[group]["floor"][half == "aside"], wrong


@pytest.mark.parametrize("row", GROUPS["examples"]["open"])
def test_what_is_promised_is_read_without_a_fault(row: str) -> None:
    assert faults_of(row) == []


def test_the_texts_only_grow() -> None:
    rows = [row for group in GROUPS.values() for half in ("open", "aside") for row in group[half]]

    assert len(set(rows)) == len(rows) >= TEXTS


def test_every_rejection_has_its_reason() -> None:
    rows = [row for group in GROUPS.values() for row in (*group["open"], *group["aside"])]
    rejected = [m for row in rows for m in mentions_of(read(row)[0]) if m.use is Use.NAME_PART]

    assert rejected
    assert all(mention.reason for mention in rejected)


@pytest.mark.parametrize(
    "row", ["Shells hit Kharkiv.", "Jack [London] wrote it.", "<Kharkiv> was shelled."]
)
def test_a_text_read_otherwise_is_a_fault(row: str) -> None:
    """The twin: a place without brackets, a person in them, a use that is another."""
    assert len(faults_of(row)) == 1
