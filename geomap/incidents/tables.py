"""Tables pasted as text: the header says what the numbers of a row count, a row names its place.

A table is a line of three or more cells, set apart by tabs, bars, semicolons or commas, of which
one is headed by a word for what incidents count ("Killed"), and the lines of as many cells under
it. Its header tells of no incident.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.drafts import BoundPlace
from geomap.incidents.places import add_place, drop_containers
from geomap.records import Count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geomap.incidents.drafts import Draft
    from geomap.incidents.focus import Focus

__all__ = ["Row", "Table", "fill_rows", "find_tables", "without_headers"]

ROW = "the place of its row"
MARKS = "\t|;,"
LEAST_CELLS = 3
LONGEST_HEADING = 4  # words
HEADER = re.compile(r"^[^\d\r\n]{5,240}$", re.MULTILINE)  # most lines are longer
LINE = re.compile(r"[^\r\n]+")
WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"\d+|\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+")
RULE = re.compile(r"[\s:=+-]+")  # the line under a header: |---|:---:|


class Cell(NamedTuple):
    """A cell without the space around it."""

    start: int
    text: str


class Row(NamedTuple):
    """A row: its span and its numbers by what they count."""

    start: int
    end: int
    counts: tuple[Count, ...]


class Table(NamedTuple):
    """The span of the header, and the rows."""

    start: int
    end: int
    rows: tuple[Row, ...]


def find_tables(text: str, columns: Mapping[str, frozenset[str]]) -> tuple[Table, ...]:
    r"""Find the tables of a text.

    Parameters
    ----------
    text
        The article.
    columns
        Words of headings by what the numbers below them count.

    Examples
    --------
    >>> text = "Place\tEvent\tKilled\nNikopol\tshelling\t3\n"
    >>> (table,) = find_tables(text, {"killed": frozenset({"killed"})})
    >>> [(count.kind, count.value) for row in table.rows for count in row.counts]
    [('killed', 3.0)]
    """
    found, end = [], 0
    for head in HEADER.finditer(text):
        if head.start() >= end and _kinds(head, columns):
            table = _table(LINE.finditer(text, head.start()), columns)
            end = table.rows[-1].end if table.rows else head.end()
            if any(row.counts for row in table.rows):
                found.append(table)
    return tuple(found)


def without_headers(drafts: list[Draft], tables: Sequence[Table]) -> list[Draft]:
    """Return the drafts but for those of a table's header, which names kinds of incidents."""
    heads = [range(table.start, table.end) for table in tables]
    return [draft for draft in drafts if not any(draft.start in head for head in heads)]


def fill_rows(focus: Focus, tables: Sequence[Table], drafts: Sequence[Draft]) -> None:
    """Give the drafts of each row its numbers, and its places to those that name none."""
    for row in (row for table in tables for row in table.rows):
        own = [draft for draft in drafts if row.start <= draft.start < row.end]
        for draft in own:
            _take_places(focus, row, draft)
        known = {count.start for draft in own for count in draft.all_counts()}
        for count in row.counts:
            holders = (draft for draft in own if count.kind in draft.page.holds)
            holder = next(holders, None)
            if holder is not None and count.start not in known:
                holder.counts.append(count)


def _take_places(focus: Focus, row: Row, draft: Draft) -> None:
    role = draft.page.inherits or draft.page.refers
    if role is None or draft.places:
        return
    for at in focus.story.between(row.start, row.end):
        if at in focus.near:
            add_place(draft.places, BoundPlace(at, role, ROW), focus.story.resolutions)
    drop_containers(draft, focus.story.resolutions)


def _table(lines: Iterator[re.Match[str]], columns: Mapping[str, frozenset[str]]) -> Table:
    """Return a header with the lines of as many cells below it."""
    head = next(lines)
    kinds = _kinds(head, columns)
    mark = _mark(head[0])
    size = len(_cells(head, mark))
    rows = []
    for line in lines:
        cells = _cells(line, mark)
        if len(cells) != size:
            break
        if not all(RULE.fullmatch(cell.text) for cell in cells):
            rows.append(Row(*line.span(), tuple(_counts(cells, kinds))))
    return Table(*head.span(), tuple(rows))


def _counts(cells: Sequence[Cell], kinds: Mapping[int, str]) -> Iterator[Count]:
    for column, kind in kinds.items():
        start, text = cells[column]
        value = float(re.sub(r"\D", "", text)) if NUMBER.fullmatch(text) else 0.0
        if value:
            yield Count(kind, value, text, start, start + len(text))


def _kinds(line: re.Match[str], columns: Mapping[str, frozenset[str]]) -> dict[int, str]:
    """Return what the columns below a header count; nothing if the line is none."""
    mark = _mark(line[0])
    if line[0].count(mark) < LEAST_CELLS - 1:
        return {}
    cells = _cells(line, mark)
    words = [WORD.findall(cell.text.casefold()) for cell in cells]
    is_header = len(cells) >= LEAST_CELLS and all(
        0 < len(heading) <= LONGEST_HEADING for heading in words
    )
    if not is_header:
        return {}
    return {
        column: kind
        for column, heading in enumerate(words)
        for kind, known in columns.items()
        if not known.isdisjoint(heading)
    }


def _mark(line: str) -> str:
    return next((mark for mark in MARKS if mark in line), MARKS[0])


def _cells(line: re.Match[str], mark: str) -> list[Cell]:
    """Return the cells of a line, without the empty ones that bars at its ends make."""
    found, start = [], line.start()
    for part in line[0].split(mark):
        found.append(Cell(start + len(part) - len(part.lstrip()), part.strip()))
        start += len(part) + 1
    if mark == "|":
        found = found[not found[0].text : len(found) - (not found[-1].text)]
    return found
