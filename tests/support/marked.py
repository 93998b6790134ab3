"""Texts in which brackets mark the names, and what is read otherwise than they say."""

from __future__ import annotations

import re
from typing import NamedTuple

from geomap.records import Use
from tests.support.names import mentions_of

MARKED = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}|<([^>]+)>")
USES = ("literal", "affiliation", "actor")


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
