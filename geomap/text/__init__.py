"""Strings with offsets: zones, sentences, tokens, folding, and the limits of all inputs.

Nothing here knows a place or an incident. Word lists come from ``lexicons/languages/``
as a mapping (section → key → words), so that this module stays below ``lexicon``.
Offsets are half-open code-point offsets into the text as it was read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from geomap.records import maker_of
from geomap.text.folding import (
    DATELINE_MARKS,
    HYPHENS,
    SENTENCE_ENDS,
    clean_text,
    fold_name,
)
from geomap.text.tokens import find_sentences, find_tokens
from geomap.text.typography import INVISIBLE, is_ornament, plain_line, with_visible_edges
from geomap.text.wrapping import unwrap
from geomap.text.zones import find_paragraphs, layout_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from geomap.records import Paragraph, Zone

__all__ = [
    "DATELINE_MARKS",
    "HYPHENS",
    "INVISIBLE",
    "LIMITS",
    "SENTENCE_ENDS",
    "Document",
    "Sentence",
    "Token",
    "clean_text",
    "fold_name",
    "is_ornament",
    "plain_line",
    "read_document",
    "unwrap",
]

LIMITS: Mapping[str, int] = {
    "article_bytes": 5_000_000,
    "mentions": 20_000,
    "candidates": 200,
    "jsonl_line_bytes": 16_000_000,
    "geojson_bytes": 500_000_000,
    "json_depth": 100,
    "quote_characters": 500,
    "stem_bytes": 120,
    "dump_bytes": 8_000_000_000,  # of a gazetteer to import, unpacked
    "dump_ratio": 200,  # unpacked to packed
    "dump_line_bytes": 16_000_000,  # a row or a feature
    "name_characters": 200,
    "place_names": 500,
    "remembered_names": 50_000,
}
"""Every limit of the program; beyond one there is a note or a refusal, never silence."""


class Token(NamedTuple):
    """One word, number or punctuation mark."""

    start: int
    end: int
    text: str
    sentence: int


_to_token = partial(tuple.__new__, Token)  # a quarter of the time of the class


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, zone, paragraph and the range of its tokens."""

    start: int
    end: int
    zone: Zone
    paragraph: int
    first_token: int
    """The first that is no ornament, such as a bullet or an emoji."""
    last_token: int
    """One past the last token."""


_to_sentence = maker_of(Sentence)


@dataclass(frozen=True, slots=True)
class Document:
    """A text cut into paragraphs, sentences and tokens, all in order of their offsets.

    The tokens are columns of plain values, which are read several times faster than records.
    """

    text: str
    """The text with a space for each character that only sets it; offsets are the same."""
    written: str
    """The text as it was given."""
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    words: list[str]
    """The tokens as written."""
    lows: list[str]
    """The tokens with case folded."""
    starts: Sequence[int]
    """The offsets at which tokens start; so ``ends``."""
    ends: Sequence[int]
    numbers: list[int]
    """The index of the sentence of each token."""

    def tokens_of(self, sentence: int) -> list[Token]:
        """Return the tokens of a sentence, given by its index."""
        span = self.sentences[sentence]
        part = slice(span.first_token, span.last_token)
        rows = zip(self.starts[part], self.ends[part], self.words[part], repeat(sentence))
        return list(map(_to_token, rows))

    def sentence_at(self, offset: int) -> int:
        """Return the index of the last sentence that starts at or before ``offset``."""
        return max(0, bisect_right(self.sentences, offset, key=lambda s: s.start) - 1)


def read_document(
    text: str,
    words: Mapping[str, Mapping[str, Collection[str]]],
    zones: Iterable[Paragraph] = (),
) -> Document:
    r"""Cut a text into zoned paragraphs, sentences and tokens.

    Parameters
    ----------
    text
        The article's text.
    words
        Word lists of its language; ``zones`` and ``sentences`` are used here, and an
        empty mapping gives plain paragraphs and sentences.
    zones
        Lines whose zone is known, as a page states them; they win over the words.

    Examples
    --------
    >>> document = read_document("Shelling of Orikhiv\n\nTwo people died. It was 3 p.m.", {})
    >>> [document.text[s.start : s.end] for s in document.sentences]
    ['Shelling of Orikhiv', 'Two people died.', 'It was 3 p.m.']
    >>> [token.text for token in document.tokens_of(0)]
    ['Shelling', 'of', 'Orikhiv']
    >>> read_document("", {}).sentences
    ()
    """
    given, text = text, unwrap(with_visible_edges(text))
    layout = layout_of(words)
    stated = {line.start: line.zone for line in zones}
    paragraphs = find_paragraphs(text, layout.marks, stated)
    sentences: list[Sentence] = []
    numbers: list[int] = []
    written, lows, starts, ends = find_tokens(text)
    last = 0
    for number, paragraph in enumerate(paragraphs):
        for start, end in find_sentences(text, paragraph, layout.abbreviations):
            first, last = last, bisect_left(starts, end, last)
            numbers += [len(sentences)] * (last - first)
            while first + 1 < last and is_ornament(written[first]):
                first += 1
            sentences.append(_to_sentence(start, end, paragraph.zone, number, first, last))
    return Document(text, given, paragraphs, tuple(sentences), written, lows, starts, ends, numbers)
