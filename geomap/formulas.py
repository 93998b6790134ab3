"""Texts that a spreadsheet would run as a formula, made harmless on their way into a CSV."""

from __future__ import annotations

__all__ = ["defuse", "undo_defuse"]

_STARTS = frozenset("=+-@\t\r\n＝＋－＠'")
"""First characters that make a cell a formula, and the apostrophe that defuses them."""


def defuse(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> defuse("=1+1"), defuse("Kyiv"), defuse("'s")
    ("'=1+1", 'Kyiv', "''s")
    """
    return f"'{text}" if text[:1] in _STARTS else text


def undo_defuse(text: str) -> str:
    """Return the text that `defuse` was given.

    Examples
    --------
    >>> undo_defuse("'=1+1"), undo_defuse("Kyiv")
    ('=1+1', 'Kyiv')
    """
    return text[1:] if text[:1] == "'" and text[1:2] in _STARTS else text
