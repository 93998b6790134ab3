"""Strings with offsets: zones, sentences, tokens, folding, and the limits of all inputs.

Nothing here knows a place or an incident. Word lists come from ``lexicons/languages/``
as a mapping (section → key → words), so that this module stays below ``lexicon``.
Offsets are half-open code-point offsets into the text as it was read.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geomap.records import Paragraph, Zone, maker_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = [
    "LIMITS",
    "Document",
    "Sentence",
    "Token",
    "clean_text",
    "fold_name",
    "read_document",
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

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., a.m.
    r"|\d+(?:[.,:]\d+)*"  # 1,200 · 3.5 · 14:30
    r"|['’]s\b"  # the English possessive is a token of its own
    # A word with stress marks and apostrophes inside; each round of the loop starts with one,
    # which no letter is, so that the time is linear.
    r"|[^\W_]+(?:(?:[\u0300-\u036f]|['’ʼ`´](?!s\b)(?=[^\W\d_]))[^\W_]*)*"
    r"|[^\w\s]"
)
_ZONES = (
    (Zone.FOOTER, "footer"),
    (Zone.CAPTION, "caption"),
    (Zone.LINK, "link"),
    (Zone.ENTRY, "entry"),
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_APOSTROPHES = "'’ʼ`´‘′ʹ"
_HYPHENS = "-‐‑‒–—−"
_FOLD = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES + ".", None), **dict.fromkeys(_HYPHENS + "_/", " "), "ё": "е"}
)
_STRESS = "\u0301\u0300"
_CONTROLS = {
    code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)
} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CACHED_CHARACTERS = 64  # a longer string is a sentence, folded once and not again
_SHORT_LINE_WORDS = 6  # a slug line such as "Ukraine War" above a caption is shorter than this
_HEADLINE_CHARACTERS = 200  # the longest headlines of agencies have 150
_TIME_START = re.compile(r"\d{1,2}[:.]\d{2}\b")
_CAPS_LINE_WORDS = 3  # a line of capitals with fewer words may be a name or an acronym


class Token(NamedTuple):
    """One word, number or punctuation mark."""

    start: int
    end: int
    text: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, zone, paragraph and the range of its tokens."""

    start: int
    end: int
    zone: Zone
    paragraph: int
    first_token: int
    last_token: int
    """One past the last token."""


class _Marks(NamedTuple):
    """What shows that a line belongs to a zone."""

    zone: Zone
    inside: tuple[str, ...]
    """Marks anywhere in the line."""
    lines: frozenset[str]
    """Whole lines."""
    starts: tuple[str, ...]


class _Layout(NamedTuple):
    """The words of a language that bear on zones and sentences."""

    words: Mapping[str, Mapping[str, Collection[str]]]
    marks: tuple[_Marks, ...]
    abbreviations: frozenset[str]


_LAYOUTS = 16  # languages whose words are kept compiled
_layouts: dict[int, _Layout] = {}
_to_paragraph, _to_sentence = maker_of(Paragraph), maker_of(Sentence)


@dataclass(frozen=True, slots=True)
class Document:
    """A text cut into paragraphs, sentences and tokens, all in order of their offsets."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]

    def tokens_of(self, sentence: int) -> tuple[Token, ...]:
        """Return the tokens of a sentence, given by its index."""
        span = self.sentences[sentence]
        return self.tokens[span.first_token : span.last_token]

    def sentence_at(self, offset: int) -> int:
        """Return the index of the last sentence that starts at or before ``offset``."""
        return max(0, bisect_right(self.sentences, offset, key=lambda s: s.start) - 1)


def read_document(text: str, words: Mapping[str, Mapping[str, Collection[str]]]) -> Document:
    r"""Cut a text into zoned paragraphs, sentences and tokens.

    Parameters
    ----------
    text
        The article's text.
    words
        Word lists of its language; ``zones`` and ``sentences`` are used here, and an
        empty mapping gives plain paragraphs and sentences.

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
    layout = _layout_of(words)
    paragraphs = _find_paragraphs(text, layout.marks)
    abbreviations = layout.abbreviations
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    new = tuple.__new__
    for number, paragraph in enumerate(paragraphs):
        for start, end in _find_sentences(text, paragraph, abbreviations):
            first, sentence = len(tokens), len(sentences)
            # A Token straight from its tuple takes a third of the time, and there are thousands.
            tokens += [
                new(Token, (match.start(), match.end(), match[0], sentence))
                for match in _TOKEN.finditer(text, start, end)
            ]
            sentences.append(_to_sentence(start, end, paragraph.zone, number, first, len(tokens)))
    return Document(text, paragraphs, tuple(sentences), tuple(tokens))


def fold_name(name: str) -> str:
    """Return the key under which a name is looked up.

    Case, accents on Latin letters, stress marks, apostrophes and full stops go; hyphens
    become spaces. Letters of other scripts stay: й is not и.

    Examples
    --------
    >>> fold_name("Ivano-Frankivs’k"), fold_name("U.S."), fold_name("  São  Paulo ")
    ('ivano frankivsk', 'us', 'sao paulo')
    >>> fold_name("Ки́їв"), fold_name("")
    ('київ', '')
    """
    return _fold(name) if len(name) > _CACHED_CHARACTERS else _fold_cached(name)


def clean_text(text: str) -> str:
    r"""Return a text that every output format can hold.

    Lone surrogates become U+FFFD; control characters other than tab and newline go.
    This is the one door of the outputs; offsets refer to the text before it.

    Examples
    --------
    >>> clean_text("a\x00b\ud800c\td")
    'ab\ufffdc\td'
    """
    return text.translate(_CONTROLS)


def _fold(name: str) -> str:
    if not name.isascii():
        name = "".join(map(_fold_letter, unicodedata.normalize("NFC", name)))
    return " ".join(name.casefold().translate(_FOLD).split())


_fold_cached = lru_cache(maxsize=32_768)(_fold)  # at most 64 characters each: a few megabytes


@lru_cache(maxsize=4_096)
def _fold_letter(letter: str) -> str:
    if letter in _STRESS:
        return ""
    if letter.isascii() or not unicodedata.name(letter, "").startswith("LATIN"):
        return letter
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _find_paragraphs(text: str, marks: tuple[_Marks, ...]) -> tuple[Paragraph, ...]:
    """Return the non-blank lines of a text with their zones."""
    lines = []
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + line.index(stripped[0])
            lines.append((start, start + len(stripped), stripped))
    headline = lines[0][2] if len(lines) > 1 and _is_headline(lines[0][2]) else ""
    marks = _present(marks, text.casefold())
    kinds = [Zone.HEADLINE if line == headline else _zone_of(line, marks) for *_, line in lines]
    if text.isupper():  # a telegram, where a line of capitals is a line like any other
        kinds = [Zone.BODY if kind is Zone.LINK else kind for kind in kinds]
    for number, (_, _, line) in enumerate(lines[:-1]):
        if kinds[number] is Zone.BODY and kinds[number + 1] is Zone.CAPTION and _is_slug(line):
            kinds[number] = Zone.CAPTION
    return tuple(
        _to_paragraph(start, end, zone) for (start, end, _), zone in zip(lines, kinds, strict=True)
    )


def _is_headline(line: str) -> bool:
    """Return whether the first line can be a headline: short, and no sentence with its stop."""
    return len(line) <= _HEADLINE_CHARACTERS and not line.endswith(".")


def _is_slug(line: str) -> bool:
    """Return whether a line may be the slug that news sites print above a picture."""
    return len(line.split()) < _SHORT_LINE_WORDS and line[-1].isalnum()


def _layout_of(words: Mapping[str, Mapping[str, Collection[str]]]) -> _Layout:
    """Return the compiled words of a language, compiled once as long as it is in use."""
    known = _layouts.get(id(words))
    if known is None or known.words is not words:
        if len(_layouts) >= _LAYOUTS:
            _layouts.clear()
        zones = words.get("zones", {})
        known = _layouts[id(words)] = _Layout(
            words,
            tuple(
                _Marks(
                    zone,
                    tuple(zones.get(f"{name}_marks", ())),
                    frozenset(zones.get(f"{name}_lines", ())),
                    tuple(zones.get(f"{name}_starts", ())),
                )
                for zone, name in _ZONES
            ),
            frozenset(words.get("sentences", {}).get("abbreviations", ())),
        )
    return known


def _present(marks: tuple[_Marks, ...], folded: str) -> tuple[_Marks, ...]:
    """Return the marks without those that stand nowhere in a text; few are left to be tried."""
    return tuple(
        row._replace(inside=tuple(mark for mark in row.inside if mark in folded)) for row in marks
    )


def _zone_of(line: str, marks: tuple[_Marks, ...]) -> Zone:
    """Return the zone of a line by the marks inside it, the whole line or its start."""
    folded = line.casefold()
    bare = folded.rstrip(".: ")
    for zone, inside, lines, starts in marks:
        if bare in lines or (starts and folded.startswith(starts)):
            return zone
        if inside and any(mark in folded for mark in inside):
            return zone
    if line.isupper() and len(line.split()) > _CAPS_LINE_WORDS:
        return Zone.LINK
    return Zone.ENTRY if _TIME_START.match(line) else Zone.BODY


def _find_sentences(
    text: str, paragraph: Paragraph, abbreviations: Collection[str]
) -> list[tuple[int, int]]:
    """Return the spans of a paragraph's sentences."""
    spans = []
    start = paragraph.start
    for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        rest = match.end()
        while rest < paragraph.end and text[rest].isspace():
            rest += 1
        if rest >= paragraph.end:
            break
        if text[rest].islower() or _is_abbreviation(text, start, match.start(), abbreviations):
            continue
        spans.append((start, match.end()))
        start = rest
    if start < paragraph.end:
        spans.append((start, paragraph.end))
    return spans


def _is_abbreviation(text: str, start: int, dot: int, abbreviations: Collection[str]) -> bool:
    """Return whether the full stop at ``dot`` ends an abbreviation or an initial."""
    if text[dot] != ".":
        return False
    first = dot
    while first > start and not text[first - 1].isspace():
        first -= 1
    word = text[first:dot].lstrip("(\"'“‘«")
    is_initial = len(word) == 1 and word.isupper()
    return is_initial or word.casefold() in abbreviations
