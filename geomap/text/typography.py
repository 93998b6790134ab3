"""What a text holds for setting it alone: characters without a width, ornaments before a line."""

from __future__ import annotations

import re
from unicodedata import category

__all__ = ["INVISIBLE", "is_ornament", "plain_line", "with_visible_edges"]

_RANGES = ((0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069), (0xFEFF, 0xFEFF))
INVISIBLE = "".join(chr(code) for first, last in _RANGES for code in range(first, last + 1))
"""Soft hyphens, joiners and marks of direction."""
_ANY = re.compile(f"[{INVISIBLE}]+")
_AT_EDGE = re.compile(
    rf"(?<![^\W_])(?<![^\W_][\u0300-\u036f])(?<![{INVISIBLE}])[{INVISIBLE}]+"
    rf"|[{INVISIBLE}]++(?![^\W_])"
)
_ORNAMENTS = frozenset("*_•‣◦▪◾·~")
_FIRST_PICTURE = "\u2300"  # "©" and "№" come before
_SYMBOLS = frozenset({"So", "Sk", "Mn", "Cf"})  # pictures, and what shows them in colour


def with_visible_edges(text: str) -> str:
    r"""Return a text with a space for every character without a width that is not inside a word.

    The text keeps its length, so that offsets stay.

    Examples
    --------
    >>> with_visible_edges("in\u200b Kyiv\ufeff, Khar\u00adkiv")
    'in  Kyiv , Khar\xadkiv'
    """
    if not any(map(text.__contains__, INVISIBLE)):
        return text
    return _AT_EDGE.sub(lambda found: " " * len(found[0]), text)


def plain_line(line: str) -> str:
    r"""Return a line as its words are: one space between them, no ornaments around them.

    Examples
    --------
    >>> plain_line("⚡ **Two  killed\u200b in Khar\u00adkiv**"), plain_line("***")
    ('Two killed in Kharkiv', '***')
    """
    is_clean = line.isprintable() and "  " not in line
    plain = line if is_clean else " ".join(_ANY.sub("", line).split())
    first, last = 0, len(plain)
    while first < last and (plain[first] == " " or is_ornament(plain[first])):
        first += 1
    while last > first and (plain[last - 1] == " " or is_ornament(plain[last - 1])):
        last -= 1
    return plain[first:last] or plain


def is_ornament(token: str) -> bool:
    """Return whether a token only adorns the line it opens: a bullet, a star, an emoji.

    Examples
    --------
    >>> [is_ornament(token) for token in ("•", "*", "⚡", "-", "(", "Kyiv")]
    [True, True, True, False, False, False]
    """
    first = token[0]
    return first in _ORNAMENTS or (first >= _FIRST_PICTURE and category(first) in _SYMBOLS)
