"""Bytes → text, by byte order marks and by evidence; never by guessing."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import TYPE_CHECKING

from geomap.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["decode", "decode_page", "find_encoding", "find_language"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# What pages declare and what browsers take it for (WHATWG Encoding Standard, section 4.2).
_DECLARED = {
    "windows-1251": "windows-1251",
    "cp1251": "windows-1251",
    "windows-1252": "windows-1252",
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "koi8-u": "koi8-u",
    "koi8-r": "koi8-u",
    "iso-8859-5": "iso-8859-5",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CYRILLIC_WORD = re.compile(r"[A-Za-z]*[\u0400-\u04ff][A-Za-z\u0400-\u04ff]*")
_CONTROLS_OF_TEXT = 0.01  # share of control characters above which a file is no text
_LEAST_CYRILLIC = 8  # letters; fewer say nothing about an encoding
_LEAST_SHARE = 0.9  # of the high bytes that must be Cyrillic letters or typographic signs
_SAMPLE = 20_000  # characters that tell the language
_LINK = re.compile(r"https?://\S+")  # its letters are those of no language

# Letters that one language of a script has and its neighbours have not.
_TELLING_LETTERS = (("be", "ў"), ("uk", "іїєґ"), ("ru", "ыэъё"))
# A headline may do without them; then small words and endings tell: "Дрони над Луганськом".
_UKRAINIAN_SIGNS = re.compile(
    r"\b(?:та|й|з|зі|що|як|бо|зсу)\b|[сцз]ьк|[бпвмфр]['’ʼ]я|ував(?:ся)?\b|увал[аио]|увати|ються\b"
    r"|ння\b|[аи]вся\b|л[аио]ся\b|\b(?:окупант|вибух|знищ|загину|поран|зруйн)"
)
_RUSSIAN_SIGNS = re.compile(
    r"\b(?:и|с|со|во|к|из|от|под|что|как|или|из-за)\b"
    r"|[сц]к(?:ая|ой|ое|ую|ом|а|е|у)?\b|овал[аио]?\b|[аеи]ть\b"
)
# Latin letters tell nothing, so a text of some length must hold words that English is held
# together by and its neighbours do not have: 18 to 28 % of the words of our sample articles.
_ENGLISH_WORDS = frozenset(
    {"the", "of", "and", "to", "that", "for", "with", "is", "by", "at", "as", "from", "were"}
    | {"had", "has", "have", "it", "be", "said", "are", "not", "which", "who", "their", "this"}
    | {"after", "when", "near", "been", "but", "his", "its", "they", "into", "during", "also"}
    | {"before", "where", "while", "about", "between", "against", "more", "than", "people"}
    | {"since", "out", "says", "said,", "according", "two", "three", "killed", "attack", "strikes"}
)
_LEAST_ENGLISH = 0.1
_LEAST_WORDS = 40  # a headline and the first sentence of a report may do without them


def decode(data: bytes, where: str) -> tuple[str, str]:
    """Return the text of a file and a note on its encoding (empty for plain UTF-8).

    Raises
    ------
    ArticleError
        If the bytes are no text, or text in an encoding that is not recognised.

    Examples
    --------
    >>> decode("Київ".encode("utf-16"), "a.txt")
    ('Київ', 'Read as UTF-16.')
    >>> decode("Обстріл Нікополя тривав годину.".encode("cp1251"), "a.txt")[1]
    'Read as Windows-1251.'
    """
    encoding, note = find_encoding(data, where)
    try:
        return data.decode(encoding), note
    except UnicodeDecodeError as error:
        msg = f"{where}: byte {error.start} is not {encoding}; save the file as UTF-8"
        raise ArticleError(msg) from error


def decode_page(data: bytes, declared: str, where: str) -> tuple[str, str]:
    """Return the text of an HTML page: as UTF-8 if it is that, else as the page declares.

    Raises
    ------
    ArticleError
        As ``decode``, where the page declares no encoding that is read.

    Examples
    --------
    >>> decode_page("Café".encode("cp1252"), "ISO-8859-1", "a.html")
    ('Café', 'Read as windows-1252, as the page declares.')
    """
    codec = _DECLARED.get(declared.lower(), "")
    if not codec or _is_utf_8(data, final=True):
        return decode(data, where)
    try:
        return data.decode(codec), f"Read as {codec}, as the page declares."
    except UnicodeDecodeError:
        return decode(data, where)


def find_encoding(data: bytes, where: str, *, is_head: bool = False) -> tuple[str, str]:
    """Return the codec of some bytes and a note; ``is_head`` if the file goes on after them."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return codec, "" if codec == "utf-8-sig" else f"Read as {name}."
    if b"\0" in data:
        msg = f"{where}: this is a binary file, not text; save the article as .txt or .html"
        raise ArticleError(msg)
    if _is_utf_8(data, final=not is_head):
        _refuse_controls(data.decode("utf-8", "ignore"), where)
        return "utf-8", ""
    if _is_windows_1251(data):
        return "cp1251", "Read as Windows-1251."
    msg = f"{where}: the encoding is neither UTF-8, UTF-16 nor Windows-1251; save it as UTF-8"
    raise ArticleError(msg)


def find_language(text: str) -> str:
    """Return the likely language of a text; ``und`` if it is none that can be told.

    Examples
    --------
    >>> find_language("Вибухи в Одесі"), find_language("Взрывы в Одессе"), find_language("Odesa")
    ('uk', 'ru', 'en')
    """
    sample = _LINK.sub(" ", text[:_SAMPLE]).casefold()
    others = [sign for sign in set(sample) if sign.isalpha() and not _is_latin(sign)]
    signs = Counter(sample if others else "")  # most texts have Latin letters only
    letters = _count(signs, str.isalpha)
    if not others or 2 * _count(signs, _is_latin) >= letters:
        words = sample.split()
        english = sum(map(_ENGLISH_WORDS.__contains__, words))
        is_other = len(words) >= _LEAST_WORDS and english < _LEAST_ENGLISH * len(words)
        return "und" if is_other else "en"
    if 2 * _count(signs, _is_cyrillic) < letters:
        return "und"
    counts = {iso: sum(signs[sign] for sign in telling) for iso, telling in _TELLING_LETTERS}
    # ў is rare even in Belarusian, and no neighbour has it: it decides alone.
    if counts["be"]:
        return "be"
    if counts["uk"] == counts["ru"]:
        balance = len(_UKRAINIAN_SIGNS.findall(sample)) - len(_RUSSIAN_SIGNS.findall(sample))
        return "uk" if balance > 0 else "ru"
    return "uk" if counts["uk"] > counts["ru"] else "ru"


def _count(signs: Counter[str], is_one: Callable[[str], bool]) -> int:
    return sum(times for sign, times in signs.items() if is_one(sign))


def _is_latin(sign: str) -> bool:
    return "a" <= sign <= "z" or "\u00e0" <= sign <= "\u024f"


def _is_cyrillic(sign: str) -> bool:
    return "\u0400" <= sign <= "\u052f"


def _is_utf_8(data: bytes, *, final: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_controls(text: str, where: str) -> None:
    if len(_CONTROL.findall(text)) > _CONTROLS_OF_TEXT * len(text):
        msg = f"{where}: this is a binary file, not text; save the article as .txt or .html"
        raise ArticleError(msg)


def _is_windows_1251(data: bytes) -> bool:
    """Return whether the high bytes read as Cyrillic words.

    KOI8, ISO 8859-5 and code page 866 read as this one give capitals inside words or
    signs for letters; a Latin encoding gives single Cyrillic letters in Latin words.
    """
    try:
        text = data.decode("cp1251")
    except UnicodeDecodeError:
        return False
    high = [letter for letter in text if letter > "\x7f"]
    cyrillic = [letter for letter in high if "\u0400" <= letter <= "\u04ff"]
    signs = sum(letter in "«»„“”‘’—–…№§°©\xa0" for letter in high)
    if len(cyrillic) < _LEAST_CYRILLIC or len(cyrillic) + signs < _LEAST_SHARE * len(high):
        return False
    words = _CYRILLIC_WORD.findall(text)
    return sum(map(_is_plain_word, words)) >= _LEAST_SHARE * len(words)


def _is_plain_word(word: str) -> bool:
    is_cyrillic = all(letter > "\x7f" for letter in word)
    return is_cyrillic and (word[1:].islower() or word.isupper() or len(word) == 1)
