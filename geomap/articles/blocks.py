"""The lines of an HTML page, each with the zone that its markup states.

Every block of the page is a line; a caption, a heading, a time of its own or a line that is
one link says so by its elements. What is never part of a report (menus, scripts, forms,
advertising, what is hidden) is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.records import Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Block", "find_blocks", "to_line"]

_DROPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "nav", "footer", "aside", "form",
     "button", "select", "iframe", "object", "video", "audio", "dialog", "head", "title")
)  # fmt: skip
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_LINES = _HEADINGS.union(
    ("p", "h1", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "div", "section", "article",
     "main", "header", "table", "tr", "td", "th", "pre", "br", "hr", "address", "details",
     "summary", "figure", "figcaption", "time")
)  # fmt: skip
_REPORTS = frozenset({"article", "main"})
_WHOLE_PAGE = _REPORTS | {"html", "body"}
_CAPTIONS = frozenset({"caption", "credit", "wp-caption-text", "image-caption", "photo-credit"})
_ADVERTS = frozenset(
    ("ad", "ads", "advert", "advertisement", "sponsored", "promo", "newsletter", "related",
     "related-articles", "share", "social", "cookie-banner", "cookie-consent")
)  # fmt: skip
"""Classes of parts that are no report, as whole words; an editor's own names differ by house."""
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHOLE = 0.9  # of a line's letters: so many inside a link make the line one


class Block(NamedTuple):
    """One line of a page."""

    text: str
    zone: Zone
    is_heading: bool = False
    """Whether it stands over a part of the report."""


class _Around(NamedTuple):
    """What the elements around some text say of it."""

    zone: Zone = Zone.BODY
    is_link: bool = False
    is_time: bool = False
    is_heading: bool = False
    is_report: bool = False
    """Whether it lies in an <article> or <main>, where a <header> holds the headline."""


class _Piece(NamedTuple):
    text: str
    around: _Around
    starts_line: bool


_PAGE = _Around()
_STATED: Mapping[str, Mapping[str, Any]] = {
    "h1": {"zone": Zone.HEADLINE},
    "figcaption": {"zone": Zone.CAPTION},
    "a": {"is_link": True},
    "time": {"is_time": True},
    **{tag: {"is_heading": True} for tag in _HEADINGS},
    **{tag: {"is_report": True} for tag in _REPORTS},
}
"""What an element says of the text inside it."""


def find_blocks(element: Any) -> tuple[Block, ...]:  # noqa: ANN401 - lxml ships no types
    """Return the lines of an element, in the order of the page."""
    blocks: list[Block] = []
    line: list[_Piece] = []
    for piece in _find_pieces(element):
        if piece.starts_line:
            blocks += _to_block(line)
            line = []
        line.append(piece)
    return (*blocks, *_to_block(line))


def to_line(text: str) -> str:
    r"""Return a text of a page as one line, as a browser shows it.

    Examples
    --------
    >>> to_line("\n  Port of\u00a0Odesa ")
    'Port of Odesa'
    """
    return _SPACES.sub(" ", text).strip()


def _to_block(line: list[_Piece]) -> tuple[Block, ...]:
    """Return the pieces of a line as a block, or nothing if they hold no text."""
    text = to_line("".join(piece.text for piece in line))
    if not text:
        return ()
    size = _WHOLE * _letters(line)
    zones = [piece.around.zone for piece in line if piece.text.strip()]
    zone = next((zone for zone in zones if zone is not Zone.BODY), Zone.BODY)
    if zone is Zone.BODY and _letters([p for p in line if p.around.is_link]) >= size:
        zone = Zone.LINK
    elif zone is Zone.BODY and _letters([p for p in line if p.around.is_time]) >= size:
        zone = Zone.ENTRY
    return (Block(text, zone, any(piece.around.is_heading for piece in line)),)


def _letters(pieces: list[_Piece]) -> int:
    return sum(len(piece.text.strip()) for piece in pieces)


def _find_pieces(element: Any) -> Iterator[_Piece]:  # noqa: ANN401 - lxml ships no types
    """Yield the texts of an element in order; without recursion, deep pages are no trap."""
    stack = [(element, _PAGE, _PAGE, False)]
    while stack:
        node, outside, inside, is_done = stack.pop()
        is_line = node.tag in _LINES
        if is_done:
            yield _Piece(node.tail or "", outside, is_line)
            continue
        if _is_dropped(node, outside):
            yield _Piece(node.tail or "", outside, starts_line=True)
            continue
        inside = _inside(node, outside)
        yield _Piece(node.text or "", inside, is_line)
        if node is not element:
            stack.append((node, outside, inside, True))
        stack.extend((child, inside, inside, False) for child in reversed(node))


def _is_dropped(node: Any, around: _Around) -> bool:  # noqa: ANN401 - lxml ships no types
    """Return whether an element is no part of any report."""
    if node.tag in _WHOLE_PAGE:
        return False  # a page may hide itself until its script has run
    if node.tag in _DROPPED or (node.tag == "header" and not around.is_report):
        return True
    if not node.attrib:
        return False
    is_hidden = node.get("hidden") is not None or _HIDDEN.search(node.get("style", ""))
    return bool(is_hidden) or not _ADVERTS.isdisjoint(_classes_of(node))


def _inside(node: Any, around: _Around) -> _Around:  # noqa: ANN401 - lxml ships no types
    """Return what holds inside an element."""
    if node.attrib and not _CAPTIONS.isdisjoint(_classes_of(node)):
        return around._replace(zone=Zone.CAPTION)
    stated = _STATED.get(node.tag)
    return around._replace(**stated) if stated else around


def _classes_of(node: Any) -> list[str]:  # noqa: ANN401 - lxml ships no types
    words: list[str] = node.get("class", "").lower().split()
    return words
