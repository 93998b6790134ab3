"""Which names are found in short texts of every kind, and what each of them is used for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from geomap.gazetteer import open_gazetteer
from geomap.lexicon import language
from geomap.mentions import find_mentions
from geomap.records import Mention, Use
from geomap.text import read_document

GROUPS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "recognition.toml").read_text("utf-8")
)
ENGLISH = language("en")
MARKED = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}|<([^>]+)>")
USES = ("literal", "affiliation", "actor")
TEXTS = 1068


class Expected(NamedTuple):
    start: int
    end: int
    use: str


def read(row: str) -> tuple[str, list[Expected]]:
    """Return a text without its brackets, and what they mark."""
    text, _, names = row.partition(" => ")
    if names or row.islower():
        starts = [(text.index(name), name) for name in names.split(", ") if name]
        return text, [Expected(start, start + len(name), "literal") for start, name in starts]
    parts: list[str] = []
    expected = []
    last = length = 0
    for match in MARKED.finditer(row):
        parts += [row[last : match.start()], name := match[match.lastindex or 0]]
        start = length + match.start() - last
        length = start + len(name)
        expected.append(Expected(start, length, USES[(match.lastindex or 1) - 1]))
        last = match.end()
    return "".join([*parts, row[last:]]), expected


def mentions_of(text: str, *, ignore_case: bool = False) -> tuple[Mention, ...]:
    document = read_document(text, ENGLISH.sections)
    return find_mentions(document, open_gazetteer(), ENGLISH, ignore_case=ignore_case)


def faults_of(row: str, *, ignore_case: bool = False) -> list[str]:
    """Return what is read otherwise than a text's brackets say."""
    text, expected = read(row)
    found = [m for m in mentions_of(text, ignore_case=ignore_case) if m.use is not Use.NAME_PART]
    faults = []
    for want in expected:
        hit = next((m for m in found if m.start < want.end and want.start < m.end), None)
        if hit is None:
            faults.append(f"missed {text[want.start : want.end]!r}")
            continue
        found.remove(hit)
        if hit.use.value != want.use:
            faults.append(f"{hit.text!r} is {hit.use.value}, not {want.use}: {hit.reason}")
    return faults + [f"{m.text!r} is no place: {m.reason}" for m in found]


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
