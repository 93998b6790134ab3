"""Is a page whole in one file: nothing in it is fetched from elsewhere."""

from __future__ import annotations

import re

__all__ = ["check_page"]

_LOADS = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|object|input)\b[^>]{0,2000}?"
    r"\b(?:src|data|poster)\s*=\s*[\"']?\s*(?:https?:|//)",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"<link\b[^>]{0,2000}?\bhref\s*=\s*[\"']?\s*(?!data:|#)[^\s\"'>]", re.IGNORECASE
)
_STYLED = re.compile(r"(?:@import\s|url\(\s*[\"']?\s*(?:https?:|//))", re.IGNORECASE)
_ISLAND = re.compile(
    r"<script[^>]{0,200}type=\"application/json\"[^>]{0,200}>[^<]*</script>", re.IGNORECASE
)


def check_page(html: str) -> tuple[str, ...]:
    """Return what a page would have to fetch, or lacks to be whole in one file."""
    outside = _ISLAND.sub("", html)  # data are never loaded; they may hold any words
    faults = []
    if "Content-Security-Policy" not in outside:
        faults.append("no Content-Security-Policy: nothing stops the page from fetching")
    if not re.search(r"<title>[^<]", outside):
        faults.append("no title")
    for pattern, fault in (
        (_LOADS, "loads something from the network"),
        (_LINKED, "needs another file"),
        (_STYLED, "its style loads something from the network"),
    ):
        if match := pattern.search(outside):
            faults.append(f"{fault}: {match.group()[:80]!r}")
    return tuple(faults)
