"""The marks of a sentence that are changed before it is cut into units: hyphens and quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.text import HYPHENS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.incidents.units import Unit
    from geomap.text import Token

__all__ = ["with_dashes", "without_quotes"]

DASH = "–"
DASHES = HYPHENS - {DASH, "—"} | {"--", "―"}  # what is set for one
QUOTES = frozenset("\"“”„«»‘‹›'’*")


def with_dashes(
    tokens: Sequence[Token], lower: Sequence[str], spans: Mapping[int, Unit]
) -> Sequence[str]:
    """Return the words with a dash for every hyphen that has space around it: "two - mayor".

    Between two places it joins them: "the Bakhmut - Kostiantynivka road".
    """
    if DASHES.isdisjoint(lower):
        return lower
    words, ends = list(lower), {unit.end for unit in spans.values()}
    for at in range(1, len(words) - 1):
        before, after = tokens[at - 1].end, tokens[at + 1].start
        is_apart = before < tokens[at].start and tokens[at].end < after
        if words[at] in DASHES and is_apart and not (before in ends and after in spans):
            words[at] = DASH
    return words


def without_quotes(
    tokens: Sequence[Token], lower: Sequence[str]
) -> tuple[Sequence[Token], Sequence[str]]:
    """Return the tokens and the words without quotation marks."""
    if QUOTES.isdisjoint(lower):
        return tokens, lower
    return (
        [token for token in tokens if token.text not in QUOTES],
        [word for word in lower if word not in QUOTES],
    )
