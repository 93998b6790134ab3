"""Which lines of a page are the report: trafilatura says, by what it takes from the page.

Its text alone has lost which line was a caption or a time, so that the page's own lines
(`blocks`) are kept where their words are among those it took. A page that gives it nothing,
or is far larger than any report, is read by its elements alone.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any

from geomap.errors import ArticleError
from geomap.records import Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.articles.blocks import Block

__all__ = ["find_main_text", "select_blocks"]

_MOST_ELEMENTS = 10_000  # each takes it 0.1 ms and more; reports have a few thousand
_RUN = 4  # words: two texts seldom share so many in a row by chance
_SHARE = 0.6  # of a line's runs; a line may be cut or joined with the next
_ENTRIES = 2  # times of their own that make a live blog; one is the day of the report
_PLACED = frozenset({Zone.CAPTION, Zone.ENTRY, Zone.HEADLINE})
_WORD = re.compile(r"\w+")
# What a page that breaks every assumption may bring out of a library; it is then read without it.
_FAULTS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


def find_main_text(root: Any, where: str) -> str:  # noqa: ANN401 - lxml ships no types
    """Return the report's text as trafilatura finds it, empty if it finds none.

    Raises
    ------
    ArticleError
        If trafilatura is not installed.
    """
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = (
            f"{where}: reading HTML needs trafilatura; install it with "
            "pip install 'geomap-incidents[html]', or save the text as .txt"
        )
        raise ArticleError(msg) from error
    if next(islice(root.iter(), _MOST_ELEMENTS, None), None) is not None:
        return ""
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # it warns of empty pages
    try:
        found = bare_extraction(root, fast=True, include_comments=False, with_metadata=False)
    except _FAULTS:
        return ""
    return str(getattr(found, "text", None) or "")


def select_blocks(blocks: Sequence[Block], main_text: str) -> list[Block]:
    """Return the lines that are part of the report, with the zones that hold for them.

    Between the first and the last line of the report, captions, times and short lines
    that it also has belong to it; a headline stands before its first line.
    """
    words = [_words_of(block.text) for block in blocks]
    taken = _runs_of(main_text)
    sure = [
        n for n, block in enumerate(blocks)
        if len(words[n]) >= _RUN and block.zone is not Zone.CAPTION and _is_taken(words[n], taken)
    ]  # fmt: skip
    if not sure:
        return []
    first = max((n for n in range(sure[0]) if blocks[n].zone is Zone.HEADLINE), default=sure[0])
    chosen = set(sure)
    for n in range(first, sure[-1] + 1 + _tail(words, sure[-1], taken)):
        is_over = blocks[n].is_heading and n + 1 in chosen
        if blocks[n].zone in _PLACED or _is_short(words[n], taken) or is_over:
            chosen.add(n)
    return _as_live_blog([blocks[n] for n in sorted(chosen)])


def _tail(words: Sequence[Sequence[str]], last: int, taken: frozenset[tuple[str, ...]]) -> int:
    """Return how many short lines of the report follow its last long one."""
    return sum(1 for _ in takewhile(lambda line: _is_short(line, taken), words[last + 1 :]))


def _is_short(line: Sequence[str], taken: frozenset[tuple[str, ...]]) -> bool:
    """Return whether a line is one of the report's with too few words for a run."""
    return 0 < len(line) < _RUN and tuple(line) in taken


def _as_live_blog(blocks: list[Block]) -> list[Block]:
    """Return blocks with times as entries only where several make a live blog."""
    times = sum(block.zone is Zone.ENTRY for block in blocks)
    if times >= _ENTRIES:
        return blocks
    return [b._replace(zone=Zone.BODY) if b.zone is Zone.ENTRY else b for b in blocks]


def _words_of(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _runs_of(text: str) -> frozenset[tuple[str, ...]]:
    """Return all runs of one to four words inside the lines of a text."""
    return frozenset(
        tuple(run)
        for line in text.splitlines()
        for size in range(1, _RUN + 1)
        for run in _runs(_words_of(line), size)
    )


def _runs(words: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (words[n : n + size] for n in range(len(words) - size + 1))


def _is_taken(words: Sequence[str], taken: frozenset[tuple[str, ...]]) -> bool:
    runs = [tuple(run) in taken for run in _runs(words, _RUN)]
    return sum(runs) >= _SHARE * len(runs)
