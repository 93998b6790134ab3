"""Strings with offsets: zones, sentences, tokens, folding, and the limits of all inputs.

Nothing here knows a place or an incident. Word lists come from ``lexicons/languages/``
as a mapping (section → key → words), so that this module stays below ``lexicon``.
Offsets are half-open code-point offsets into the text as it was read.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from geomap.records import Paragraph, Zone, maker_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

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
    r"[^\W\d_]\.(?:[^\W\d_]\.)+"  # U.S., a.m.
    r"|\d+(?:[.,:]\d+)*"  # 1,200 · 3.5 · 14:30
    # The English possessive is a token of its own; a wrong decoding leaves U+FFFD or "?" in it.
    r"|['’\ufffd]s\b|(?<=[^\W\d_])\?s\b"
    # A word with stress marks and apostrophes inside; each round of the loop starts with one,
    # which no letter is, so that the time is linear.
    r"|[^\W_]+(?:(?:[\u0300-\u036f]|['’ʼ`´\ufffd](?!s\b)(?=[^\W\d_]))[^\W_]*)*"
    r"|[^\w\s]"
)
_STOPS = frozenset(",.")
_ZONES = (
    (Zone.FOOTER, "footer"),
    (Zone.CAPTION, "caption"),
    (Zone.LINK, "link"),
    (Zone.ENTRY, "entry"),
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?!\S)")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_APOSTROPHES = "'’ʼ`´‘′ʹ\ufffd"  # the last: one that a wrong decoding lost
_HYPHENS = "-‐‑‒–—−"
_FOLD = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES + ".", None), **dict.fromkeys(_HYPHENS + "_/", " "), "ё": "е"}
)
_STRESS = "\u0301\u0300"
_CONTROLS = {
    code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)
} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_LONG = 100_000  # characters; a longer text repeats its words, and each is kept once
_CACHED_CHARACTERS = 64  # a longer string is a sentence, folded once and not again
_REMEMBERED_CHARACTERS = 4_096  # of which it is known what they become in a key
_SHORT_LINE_WORDS = 6  # a slug line such as "Ukraine War" above a caption is shorter than this
_HEADLINE_CHARACTERS = 200  # the longest headlines of agencies have 150
_TIME_START = re.compile(r"\d{1,2}[:.]\d{2}\b")
_CREDIT_WORDS = (3, 8)  # of an agency and a photographer; two may be places: "(Oslo/Bergen)"
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
    """A text cut into paragraphs, sentences and tokens, all in order of their offsets.

    The tokens are columns of plain values, which are read several times faster than records.
    """

    text: str
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
        new = tuple.__new__  # a third of the time of the class
        return [
            new(Token, (start, end, word, sentence))
            for start, end, word in zip(
                self.starts[part], self.ends[part], self.words[part], strict=True
            )
        ]

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
    layout = _layout_of(words)
    stated = {line.start: line.zone for line in zones}
    paragraphs = _find_paragraphs(text, layout.marks, stated)
    sentences: list[Sentence] = []
    numbers: list[int] = []
    written, lows, starts, ends = _find_tokens(text)
    last = 0
    for number, paragraph in enumerate(paragraphs):
        for start, end in _find_sentences(text, paragraph, layout.abbreviations):
            first, last = last, bisect_left(starts, end, last)
            numbers += [len(sentences)] * (last - first)
            sentences.append(_to_sentence(start, end, paragraph.zone, number, first, last))
    return Document(text, paragraphs, tuple(sentences), written, lows, starts, ends, numbers)


def _find_tokens(text: str) -> tuple[list[str], list[str], Sequence[int], Sequence[int]]:
    """Return the tokens of a text as written and with case folded, and their offsets."""
    words, starts = _cut(text)
    ends = map(add, starts, map(len, words))
    if len(text) < _LONG:
        return words, list(map(str.casefold, words)), starts, list(ends)
    packed = array("i", starts), array("i", ends)
    del starts
    folded = {word: word.casefold() for word in words}
    pool = dict(zip(folded, folded, strict=True))
    lows = [pool.get(low, low) for low in map(folded.__getitem__, words)]
    return list(map(pool.__getitem__, words)), lows, *packed


def _cut(text: str) -> tuple[list[str], list[int]]:
    """Return the tokens of a text and where they start.

    Most are plain words, alone or before a mark, so that the expression is seldom asked.
    """
    words: list[str] = []
    starts: list[int] = []
    at = 0
    for chunk in text.split(" "):
        if chunk.isalpha():
            words.append(chunk)
            starts.append(at)
        elif chunk[:-1].isalpha() and chunk[-1] in _STOPS:
            words += chunk[:-1], chunk[-1]
            starts += at, at + len(chunk) - 1
        else:
            for match in _TOKEN.finditer(chunk):
                words.append(match[0])
                starts.append(at + match.start())
        at += len(chunk) + 1
    return words, starts


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
    if name.isascii() and name.isalpha():  # most words, sooner folded than remembered
        return name.lower()
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


class _Folds(dict[int, str]):
    """What each character becomes in a key; a character is worked out once."""

    def __missing__(self, code: int) -> str:
        found = _fold_letter(chr(code)).casefold().translate(_FOLD)
        if len(self) < _REMEMBERED_CHARACTERS:
            self[code] = found
        return found


_FOLDS = _Folds()


def _fold(name: str) -> str:
    if not name.isascii():
        name = unicodedata.normalize("NFC", name)
    return " ".join(name.translate(_FOLDS).split())


_fold_cached = lru_cache(maxsize=32_768)(_fold)  # at most 64 characters each: a few megabytes


def _fold_letter(letter: str) -> str:
    if letter in _STRESS:
        return ""
    if letter.isascii() or not unicodedata.name(letter, "").startswith("LATIN"):
        return letter
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _find_paragraphs(
    text: str, marks: tuple[_Marks, ...], stated: Mapping[int, Zone]
) -> tuple[Paragraph, ...]:
    """Return the non-blank lines of a text with their zones."""
    lines = []
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + line.index(stripped[0])
            lines.append((start, start + len(stripped), stripped))
    headline = lines[0][2] if len(lines) > 1 and _is_headline(lines[0][2]) else ""
    folded = [line.casefold() for *_, line in lines]
    marks = _present(marks, "\n".join(folded))
    kinds = [
        Zone.HEADLINE if line == headline else _zone_of(line, low, marks)
        for (*_, line), low in zip(lines, folded, strict=True)
    ]
    if text.isupper():  # a telegram, where a line of capitals is a line like any other
        kinds = [Zone.BODY if kind is Zone.LINK else kind for kind in kinds]
    for number, (_, _, line) in enumerate(lines[:-1]):
        if kinds[number] is Zone.BODY and kinds[number + 1] is Zone.CAPTION and _is_slug(line):
            kinds[number] = Zone.CAPTION
    if stated:
        kinds = [stated.get(start, zone) for (start, *_), zone in zip(lines, kinds, strict=True)]
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
    rows = [
        _Marks(zone, tuple([mark for mark in inside if mark in folded]), lines, starts)
        for zone, inside, lines, starts in marks
    ]
    return tuple([row for row in rows if row.inside or row.lines or row.starts])


def _zone_of(line: str, folded: str, marks: tuple[_Marks, ...]) -> Zone:
    """Return the zone of a line by the marks inside it, the whole line or its start."""
    bare = folded.rstrip(".: ")
    for zone, inside, lines, starts in marks:
        if bare in lines or (starts and folded.startswith(starts)):
            return zone
        for mark in inside:
            if mark in folded:
                return zone
    if _is_credited(line):
        return Zone.CAPTION
    if line.isupper() and len(line.split()) > _CAPS_LINE_WORDS:
        return Zone.LINK
    return Zone.ENTRY if _TIME_START.match(line) else Zone.BODY


def _is_credited(line: str) -> bool:
    """Return whether a line ends with who took a picture: "(Example Wire/Jane Roe)"."""
    bare = line.rstrip(" .")
    if not bare.endswith(")"):
        return False
    credit = bare[bare.rfind("(") + 1 : -1]
    sides = credit.split("/")
    words = credit.replace("/", " ").split()
    is_named = len(words) >= _CREDIT_WORDS[0] or any(side.isupper() for side in sides)
    return (
        len(sides) > 1
        and all(sides)
        and is_named
        and len(words) <= _CREDIT_WORDS[1]
        and all(word[0].isupper() for word in words)
    )


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
