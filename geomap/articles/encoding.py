"""Bytes → text, by byte order marks and by evidence; never by guessing."""

from __future__ import annotations

import codecs
import re

from geomap.errors import ArticleError

__all__ = ["decode", "decode_page", "find_encoding"]

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
