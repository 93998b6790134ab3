"""Folding of names to the keys of the gazetteer, and the one door of the outputs for text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from unicodedata import normalize

from geomap.text.typography import INVISIBLE

__all__ = [
    "DATELINE_MARKS",
    "HYPHENS",
    "SENTENCE_ENDS",
    "clean_text",
    "fold_name",
    "fold_text",
]

_APOSTROPHES = "'’ʼ`´‘′ʹ\ufffd"  # the last: one that a wrong decoding lost
_HYPHENS = "-‐‑‒–—−"
HYPHENS = frozenset(_HYPHENS)
"""Hyphens, dashes and the minus, which all may stand in a name."""
DATELINE_MARKS = frozenset("-–—")
"""What parts a dateline from its report."""
SENTENCE_ENDS = frozenset('.!?”"»')
"""What running text ends with; a byline has none."""
_DROPPED, _SPACED = _APOSTROPHES + "." + INVISIBLE, _HYPHENS + "_/"
_FOLD = str.maketrans({**dict.fromkeys(_DROPPED, None), **dict.fromkeys(_SPACED, " "), "ё": "е"})
_DROPPED_ASCII = _DROPPED.encode("ascii", "ignore")
_FOLD_ASCII = bytes(32 if chr(code) in _SPACED else code for code in range(256))
_STRESS = "\u0301\u0300"
_CONTROLS = {
    code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)
} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_SLAVIC = "".join(map(chr, range(0x410, 0x450))) + "ЁёІіЇїЄєҐґ -"
_CACHED_CHARACTERS = 64  # a longer string is a sentence, folded once and not again
_REMEMBERED_CHARACTERS = 4_096  # of which it is known what they become in a key


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
    if name.isascii():  # most names, sooner folded than remembered
        if name.isalpha():
            return name.lower()
        folded = name.lower().encode().translate(_FOLD_ASCII, _DROPPED_ASCII)
        return " ".join(folded.decode().split())
    return _fold(name) if len(name) > _CACHED_CHARACTERS else _fold_cached(name)


def fold_text(text: str) -> str:
    """Return running text as the word lists write it.

    Case goes, a letter of two characters becomes one, a typographic apostrophe a plain one.

    Examples
    --------
    >>> fold_text("Don’t"), fold_text("КИЙ")
    ("don't", 'кий')
    """
    return normalize("NFC", text).casefold().replace("’", "'").replace("ʼ", "'")


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
    if not name.strip(_SLAVIC):  # no other letters: a third of the time
        return " ".join(name.lower().replace("ё", "е").replace("-", " ").split())
    return " ".join(normalize("NFC", name).translate(_FOLDS).split())


_fold_cached = lru_cache(maxsize=32_768)(_fold)  # at most 64 characters each: a few megabytes


def _fold_letter(letter: str) -> str:
    if letter in _STRESS:
        return ""
    if letter.isascii() or not unicodedata.name(letter, "").startswith("LATIN"):
        return letter
    parts = normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))
