"""Hard-wrapped text: lines that break where the column ends, not where a paragraph does."""

from __future__ import annotations

import re

__all__ = ["unwrap"]

_BREAK = re.compile(r"(?<=\S)[ \t]*\r?\n[ \t]*(?=(\S+))")  # and the word behind; no blank line
_FIRST = re.compile(r"\n[ \t]*(\w)")  # letter of a line
_ITEM = re.compile(r"[-–—•*·▪◾>|]|\d{1,2}[.)]\s")
_CLOSED = frozenset(".!?…:;|")
_LEAST_OPEN = 3  # breaks inside a sentence that show a text to be wrapped
_SHARE = 0.8  # of them that stand where a column ends
_COLUMNS = range(40, 121)
_FILLED = 0.85  # of the column: copied from a page, its lines are of about one length
_LONGER = 0.05  # of the lines: a word that is longer than the column


def unwrap(text: str) -> str:
    r"""Return a text with a space for every line break that only ends a column.

    The text keeps its length, so that offsets stay. A break ends a column if the first word of
    the next line had no room in its own; and only where enough breaks stand inside sentences.

    Examples
    --------
    >>> text = "Two drones fell on a depot in the port of Odesa, the head\n"
    >>> text += "of the region said, and asked everyone to stay where they\n"
    >>> text += "are until the fire is out and not to use the lifts of the\nhouse."
    >>> "\n" in unwrap(text)
    False
    >>> unwrap("Odesa\nKyiv")
    'Odesa\nKyiv'
    """
    if sum(map(str.islower, _FIRST.findall(text))) < _LEAST_OPEN:
        return text
    breaks = list(_BREAK.finditer(text))
    inside = [found for found in breaks if _is_inside(text, found)]
    if len(inside) < _LEAST_OPEN:
        return text
    lengths = sorted(_length(text, found) for found in inside)
    column = lengths[-1 - int(_LONGER * len(lengths))]
    full = {found.start() for found in breaks if _is_full(text, found, column)}
    filled = sum(found.start() in full for found in inside)
    if column not in _COLUMNS or filled < _SHARE * len(inside):
        return text
    return _BREAK.sub(
        lambda found: (
            found[0] if found.start() not in full or _is_item(text, found) else " " * len(found[0])
        ),
        text,
    )


def _is_inside(text: str, found: re.Match[str]) -> bool:
    """Return whether a break stands inside a sentence."""
    return text[found.start() - 1] not in _CLOSED and found[1][0].islower()


def _is_item(text: str, found: re.Match[str]) -> bool:
    """Return whether an item of a list stands behind a break."""
    return text[found.start() - 1] in _CLOSED and bool(_ITEM.match(text, found.end()))


def _length(text: str, found: re.Match[str]) -> int:
    """Return the characters of the line before a break."""
    return found.start() - text.rfind("\n", 0, found.start()) - 1


def _is_full(text: str, found: re.Match[str], column: int) -> bool:
    """Return whether the first word of the next line had no room in the line before a break."""
    return _length(text, found) + 1 + len(found[1]) > _FILLED * column
