"""HTML pages → title, text and what the page says of itself.

lxml, never the parser of the standard library: that one takes quadratic time on
hostile pages. Entities are not loaded, nothing is fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Page", "read_page"]

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "figure",
        "figcaption",
        "iframe",
        "object",
        "video",
        "audio",
        "dialog",
        "head",
        "title",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "div",
        "section",
        "article",
        "main",
        "table",
        "tr",
        "td",
        "th",
        "pre",
        "br",
        "hr",
        "address",
        "details",
        "summary",
    ]
)
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 4096
_LEAST_ARTICLE = 200  # characters; a shorter <article> is a teaser, not the report


class Page(NamedTuple):
    """What an HTML page holds; empty strings for what it does not say."""

    text: str
    title: str
    published: str
    language: str
    source: str
    url: str


def declared_encoding(data: bytes) -> str:
    """Return the encoding a page declares in its first bytes, in lower case."""
    match = _DECLARED.search(data[:_HEAD_BYTES])
    return match.group(1).decode("ascii").lower() if match else ""


def read_page(html: str, where: str) -> Page:
    """Return the article of a page: one line per block, the title first.

    Raises
    ------
    ArticleError
        If lxml is not installed or the page holds no text.
    """
    root = _parse(html, where)
    title = _meta(root, "og:title") or _first_text(root, "h1") or _first_text(root, "title")
    lines = list(_find_lines(_find_article(root)))
    if not lines:
        msg = f"{where}: the page holds no text; save the article's own page, or its text as .txt"
        raise ArticleError(msg)
    if title and lines[0] != title:
        lines.insert(0, title)
    address = _meta(root, "og:url")
    return Page(
        "\n\n".join(lines),
        title,
        _meta(root, "article:published_time")[:10],
        (root.get("lang") or "")[:2].lower(),
        _meta(root, "og:site_name"),
        address if address.startswith(("http://", "https://")) else "",
    )


def _parse(html: str, where: str) -> Any:  # noqa: ANN401 - lxml ships no types
    try:
        from lxml import etree  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = (
            f"{where}: reading HTML needs lxml; install it with "
            "pip install 'geomap-incidents[html]', or save the text as .txt"
        )
        raise ArticleError(msg) from error
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        msg = f"{where}: this is not an HTML page ({error}); save the text as .txt"
        raise ArticleError(msg) from error
    if root is None:
        msg = f"{where}: the page holds no text; save the article's own page, or its text as .txt"
        raise ArticleError(msg)
    return root


def _find_article(root: Any) -> Any:  # noqa: ANN401 - lxml ships no types
    """Return the element that holds the report: the longest <article>, <main>, or the body."""
    for tag in ("article", "main"):
        found = [(sum(map(len, _find_lines(e))), e) for e in root.iter(tag)]
        length, best = max(found, key=lambda pair: pair[0], default=(0, None))
        if length >= _LEAST_ARTICLE:
            return best
    body = root.find("body")
    return root if body is None else body


def _find_lines(element: Any) -> Iterator[str]:  # noqa: ANN401 - lxml ships no types
    """Yield the text of an element block by block; without recursion, deep pages are no trap."""
    parts: list[str] = []
    for text, ends_line in _walk(element):
        if ends_line:
            line = _SPACES.sub(" ", "".join(parts)).strip()
            parts.clear()
            if line:
                yield line
        parts.append(text)
    line = _SPACES.sub(" ", "".join(parts)).strip()
    if line:
        yield line


def _walk(element: Any) -> Iterator[tuple[str, bool]]:  # noqa: ANN401 - lxml ships no types
    """Yield (text, whether a block starts or ends before it) in document order."""
    stack = [(element, False)]
    while stack:
        node, is_done = stack.pop()
        is_block = node.tag in _BLOCKS
        if is_done:
            yield node.tail or "", is_block
            continue
        if node.tag in _DROPPED:
            yield node.tail or "", True
            continue
        yield node.text or "", is_block
        if node is not element:
            stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))


def _meta(root: Any, name: str) -> str:  # noqa: ANN401 - lxml ships no types
    for element in root.iter("meta"):
        if name in (element.get("property"), element.get("name")):
            return _SPACES.sub(" ", element.get("content") or "").strip()
    return ""


def _first_text(root: Any, tag: str) -> str:  # noqa: ANN401 - lxml ships no types
    for element in root.iter(tag):
        text = _SPACES.sub(" ", "".join(element.itertext())).strip()
        if text:
            return text
    return ""
