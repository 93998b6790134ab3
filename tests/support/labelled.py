"""Reads the sheets of labelled sentences and wordings in `tests/data/`."""

from __future__ import annotations

import re
from typing import NamedTuple

SCORED = 4  # one labelled sentence in so many is only scored
PROSE = "prose"  # the list of a sheet of wordings that stands under no type
MARKED = re.compile(r"\[([^\]|]+)\|([a-z,]+)\]|\{([^}|]+)\|([a-z]+)=(\d+)\}")
ALSO = re.compile(r"\+([a-z_]+)")


def sentences_of(sheet: str, *, scored: bool) -> list[tuple[frozenset[str], str]]:
    """Return the labelled sentences that are only scored, or the others, with their types."""
    lines = [line.partition("\t") for line in sheet.split("\n")]
    return [
        (frozenset(types.split("+")), text)
        for at, (types, _, text) in enumerate(lines, 1)
        if text and (at % SCORED == 0) is scored
    ]


class Row(NamedTuple):
    """A text with what it tells: its types, its places by role and its numbers."""

    text: str
    types: frozenset[str]
    places: tuple[tuple[int, int, str], ...]
    counts: frozenset[tuple[str, int]]


def read_row(row: str, type_id: str) -> Row:
    """Return a text without its marks, and what they say."""
    body = ALSO.sub("", row)
    parts: list[str] = []
    places, counts = [], set()
    last = length = 0
    for match in MARKED.finditer(body):
        start = length + match.start() - last
        words = match[1] or match[3]
        if match[1]:
            places += [(start, start + len(words), role) for role in match[2].split(",")]
        else:
            counts.add((match[4], int(match[5])))
        parts += [body[last : match.start()], words]
        length = start + len(words)
        last = match.end()
    text = "".join([*parts, body[last:]])
    types = frozenset({type_id, *ALSO.findall(row)} - {PROSE})
    return Row(text, types, tuple(places), frozenset(counts))
