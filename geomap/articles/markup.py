"""HTML pages → title, text with its zones, and what the page says of itself.

lxml, never the parser of the standard library: that one takes quadratic time on
hostile pages. Entities are not loaded, nothing is fetched. Which lines are the report
is for trafilatura to say (`maintext`), what each line is for its elements (`blocks`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.articles.blocks import Block, find_blocks, to_line
from geomap.articles.maintext import find_main_text, select_blocks
from geomap.errors import ArticleError
from geomap.records import Paragraph, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Page", "declared_encoding", "read_page"]

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 4096
_BREAK = "\n\n"
_NO_TEXT = "the page holds no text; save the article's own page, or its text as .txt"
_READS = {
    "no_network": True,
    "huge_tree": False,
    "recover": True,
    "remove_comments": True,
    "remove_pis": True,
}
_LEAST_ARTICLE = 200  # characters; a shorter <article> is a teaser, not the report


class Page(NamedTuple):
    """What an HTML page holds; empty strings for what it does not say."""

    text: str
    zones: tuple[Paragraph, ...]
    """The lines whose elements say that they are no body text."""
    title: str
    published: str
    language: str
    source: str
    url: str


def declared_encoding(data: bytes) -> str:
    """Return the encoding a page declares in its first bytes, in lower case."""
    match = _DECLARED.search(data[:_HEAD_BYTES])
    return match.group(1).decode("ascii").lower() if match else ""


def read_page(page: str, where: str) -> Page:
    """Return the article of a page: one line per block, the title first.

    Raises
    ------
    ArticleError
        If lxml or trafilatura is not installed or the page holds no text.
    """
    root = _parse(page, where)
    title = _meta(root, "og:title") or _first_text(root, "h1") or _first_text(root, "title")
    blocks = _find_report(root, where)
    if not blocks:
        msg = f"{where}: {_NO_TEXT}"
        raise ArticleError(msg)
    if title and blocks[0].text != title:
        blocks.insert(0, Block(title, Zone.HEADLINE))
    address = _meta(root, "og:url")
    return Page(
        _BREAK.join(block.text for block in blocks),
        _zones_of(blocks),
        title,
        _meta(root, "article:published_time")[:10],
        (root.get("lang") or "")[:2].lower(),
        _meta(root, "og:site_name"),
        address if address.startswith(("http://", "https://")) else "",
    )


def _zones_of(blocks: Iterable[Block]) -> tuple[Paragraph, ...]:
    """Return the lines of a text whose elements say what they are, by their offsets in it."""
    zones = []
    start = 0
    for block in blocks:
        end = start + len(block.text)
        if block.zone is not Zone.BODY:
            zones.append(Paragraph(start, end, block.zone))
        start = end + len(_BREAK)
    return tuple(zones)


def _parse(page: str, where: str) -> Any:  # noqa: ANN401 - lxml ships no types
    try:
        from lxml import etree, html  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = (
            f"{where}: reading HTML needs lxml; install it with "
            "pip install 'geomap-incidents[html]', or save the text as .txt"
        )
        raise ArticleError(msg) from error
    parser = html.HTMLParser(encoding="utf-8", **_READS)
    try:
        root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        msg = f"{where}: this is not an HTML page ({error}); save the text as .txt"
        raise ArticleError(msg) from error
    if root is None:
        msg = f"{where}: {_NO_TEXT}"
        raise ArticleError(msg)
    return root


def _find_report(root: Any, where: str) -> list[Block]:  # noqa: ANN401 - lxml ships no types
    """Return the lines of the report: those of trafilatura, else of the article's element."""
    body = root.find("body")
    page = find_blocks(root if body is None else body)
    report = select_blocks(page, find_main_text(root, where))
    return report or list(_find_article(root) or page)


def _find_article(root: Any) -> tuple[Block, ...]:  # noqa: ANN401 - lxml ships no types
    """Return the lines of the longest <article> or <main>; none where they are too short."""
    for tag in ("article", "main"):
        found = map(find_blocks, root.xpath(f"//{tag}[not(ancestor::{tag})]"))
        longest = max(found, key=_length, default=())
        if _length(longest) >= _LEAST_ARTICLE:
            return longest
    return ()


def _length(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _meta(root: Any, name: str) -> str:  # noqa: ANN401 - lxml ships no types
    for element in root.iter("meta"):
        if name in (element.get("property"), element.get("name")):
            return to_line(element.get("content") or "")
    return ""


def _first_text(root: Any, tag: str) -> str:  # noqa: ANN401 - lxml ships no types
    for element in root.iter(tag):
        text = to_line("".join(element.itertext()))
        if text:
            return text
    return ""
