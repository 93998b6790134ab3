"""Article ids → file stems: readable, portable, and never one stem for two ids."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from geomap.text import LIMITS

__all__ = ["Stems", "to_stem"]

_FORBIDDEN = re.compile(r"[^\w .,+()=@-]|[\x00-\x1f]", re.ASCII)
_HASHED = re.compile(r"-[0-9a-f]{10,}$")
_HASH_LENGTH = 10
# Names that Windows keeps for devices, and those of the corpus's own files.
_RESERVED = frozenset({"con", "prn", "aux", "nul", "all", "index"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}
_OWN_ENDINGS = (".areas", ".links", ".events")


def to_stem(article_id: str) -> str:
    """Return the file stem of an article.

    Letters and digits of every script, spaces and common signs stay. If anything had to
    change, or the id could be taken for a changed one, a hash of the id ends the stem.
    The result is at most 120 bytes of UTF-8 and names a file in the folder it is put in.

    Examples
    --------
    >>> to_stem("2023-05-02-odesa"), to_stem("Звіт 7")
    ('2023-05-02-odesa', 'Звіт 7')
    >>> to_stem("../../etc/passwd")
    'etc-passwd-3754d6cb3a'
    """
    stem = _slug(article_id)
    limit = LIMITS["stem_bytes"]
    is_own = stem.casefold().endswith(_OWN_ENDINGS) or stem.casefold() in _RESERVED
    if (
        stem == article_id
        and len(stem.encode()) <= limit
        and not is_own
        and not _HASHED.search(stem)
    ):
        return article_id
    return _with_hash(stem, article_id, _HASH_LENGTH)


class Stems:
    """The stems given out in one run: ids that differ in case alone get different files."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def stem_of(self, article_id: str) -> str:
        """Return the stem of an id; the same id gives the same stem again.

        Examples
        --------
        >>> stems = Stems()
        >>> stems.stem_of("Lyman"), stems.stem_of("lyman") != "lyman"
        ('Lyman', True)
        """
        stem, length = to_stem(article_id), _HASH_LENGTH
        while self._owners.setdefault(_key(stem), article_id) != article_id:
            length += 2
            stem = _with_hash(_slug(article_id), article_id, length)
        return stem


def _slug(article_id: str) -> str:
    composed = unicodedata.normalize("NFC", article_id)
    letters = (letter if _is_kept(letter) else "-" for letter in composed)
    slug = re.sub(r"-{2,}", "-", "".join(letters)) if composed.strip() else ""
    slug = slug.strip(" .-")
    device = slug.split(".")[0].casefold()
    return f"_{slug}" if device in _RESERVED else slug or "article"


def _is_kept(letter: str) -> bool:
    if letter.isascii():
        return not _FORBIDDEN.match(letter)
    return letter.isalnum()


def _with_hash(stem: str, article_id: str, length: int) -> str:
    digest = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:length]
    room = LIMITS["stem_bytes"] - length - 1
    cut = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .-")
    return f"{cut}-{digest}"


def _key(stem: str) -> str:
    """Return what file systems compare that know neither case nor composition.

    Of a stem that is folded already, the stem itself: an archive remembers a million of them.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", stem).casefold())
    return stem if folded == stem else folded
