"""Keys and spellings of names: romanisations, press variants and the skeleton key.

A name is found by its *key* (`text.fold_name`). Ukrainian and Russian names are written
in many Latin spellings, so the compiler stores, beside what the sources list, those that
the usual tables would produce. What is still spelt otherwise may share its *skeleton*.

Sources of the tables: resolution 55 of the Cabinet of Ministers of Ukraine, 27 January
2010 (the national system); BGN/PCGN 1965 (Ukrainian) and 1947 (Russian); the rest are
habits of the press.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import filterfalse, product
from typing import TYPE_CHECKING

from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "MATCH_SCORES",
    "is_cyrillic",
    "is_mixed",
    "land_names",
    "languages_of",
    "likeness",
    "loosen",
    "own_script",
    "romanise",
    "skeleton",
    "spellings",
    "typographic",
    "with_capital",
]

MATCH_SCORES: Mapping[str, float] = {
    "official": 1.0,
    "variant": 0.9,
    "exonym": 0.9,
    "inflected": 0.85,
    "former": 0.75,
    "skeleton": 0.6,
}
"""How far a kind of name speaks for the place it names."""

_APOSTROPHES = "'’ʼ`´ʹ"
_TYPOGRAPHIC = str.maketrans(dict.fromkeys(_APOSTROPHES, "’"))
_UNWRITTEN = str.maketrans(dict.fromkeys(f"{_APOSTROPHES}\u0301\u0300"))
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LOOKALIKES = str.maketrans("аеіорсухАВЕІКМНОРСТХ", "aeiopcyxABEIKMHOPCTX")
_ONLY_UK = frozenset("іїєґ")
_ONLY_RU = frozenset("ыэёъ")
_ONLY_BE = frozenset("ў")
_MAX_SPELLINGS = 24  # of one name; the longest adjectives of two words reach 20

# National system of 2010. A pair is what a letter becomes at the start of a word, elsewhere.
_PLAIN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ь": "", "ъ": "", "ё": "yo", "ы": "y", "э": "e",
}  # fmt: skip
_NATIONAL: Mapping[str, tuple[str, str]] = {c: (latin, latin) for c, latin in _PLAIN.items()} | {
    "є": ("ye", "ie"),
    "ї": ("yi", "i"),
    "й": ("y", "i"),
    "ю": ("yu", "iu"),
    "я": ("ya", "ia"),
}
_BGN = {**_NATIONAL} | {
    "є": ("ye", "ye"),
    "ї": ("yi", "yi"),
    "й": ("y", "y"),
    "ю": ("yu", "yu"),
    "я": ("ya", "ya"),
}
_RUSSIAN = {**_BGN} | {"г": ("g", "g"), "и": ("i", "i"), "ё": ("yo", "yo")}
_RUSSIAN_E = {**_RUSSIAN} | {"ё": ("e", "e"), "я": ("ya", "ia"), "ю": ("yu", "iu")}
_BELARUSIAN = {**_NATIONAL} | {"ў": ("u", "u"), "и": ("i", "i")}
_STYLES: Mapping[str, tuple[Mapping[str, tuple[str, str]], ...]] = {
    "uk": (_NATIONAL, _BGN, {**_BGN} | {"г": ("g", "g")}, {**_NATIONAL} | {"и": ("i", "i")}),
    "ru": (_RUSSIAN, _RUSSIAN_E),
    "be": (_BELARUSIAN,),
}
# Endings of adjectives, each with what romanisations make of it. The first is the standard.
_ENDINGS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "uk": (
        ("ий", ("yi", "y", "iy", "yy", "i")),
        ("ії", ("ii", "iyi", "ia")),
        ("її", ("ii", "iyi")),
        ("їв", ("iv", "yiv", "iiv")),
        ("ів", ("iv",)),
    ),
    "ru": (
        ("ий", ("iy", "y", "i")),
        ("ый", ("yy", "y", "iy", "yi")),
        ("ое", ("oye", "oe", "oie")),
        ("ее", ("eye", "ee")),
        ("ая", ("aya", "aia")),
        ("яя", ("yaya",)),
        ("ев", ("ev", "yev")),
    ),
    "be": (),
}


def is_cyrillic(name: str) -> bool:
    """Return whether a name has a Cyrillic letter.

    Examples
    --------
    >>> is_cyrillic("Київ"), is_cyrillic("Kyiv"), is_cyrillic("")
    (True, False, False)
    """
    return _CYRILLIC.search(name) is not None


def typographic(name: str) -> str:
    """Return a name with one kind of apostrophe, whichever was typed.

    Examples
    --------
    >>> typographic("Слов'янськ") == typographic("Словʼянськ") == "Слов’янськ"
    True
    """
    return name.translate(_TYPOGRAPHIC)


def is_mixed(name: str) -> bool:
    """Return whether a name has Cyrillic and Latin letters, which no spelling has.

    Examples
    --------
    >>> is_mixed("Achakaў"), is_mixed("Ачакаў"), is_mixed("Ochakiv")
    (True, False, False)
    """
    return is_cyrillic(name) and _LATIN.search(name) is not None


def own_script(name: str) -> str:
    """Return a name in one script: its first spelling of several, its lookalikes as Latin.

    Examples
    --------
    >>> own_script("Rasna, Рясна"), own_script("Milеhah"), own_script("Київ")
    ('Rasna', 'Milehah', 'Київ')
    """
    if not is_mixed(name):
        return name
    first = name.partition(",")[0].strip()
    return first.translate(_LOOKALIKES) if is_mixed(first) else first


def languages_of(name: str) -> tuple[str, ...]:
    """Return the languages a Cyrillic name may be in, by its letters.

    Examples
    --------
    >>> languages_of("Київ"), languages_of("Артёмовск"), languages_of("Харьков")
    (('uk',), ('ru',), ('uk', 'ru'))
    >>> languages_of("Магілёў")
    ('be',)
    """
    letters = frozenset(name.lower())
    if letters & _ONLY_BE:
        return ("be",)
    if letters & _ONLY_UK:
        return ("uk",)
    if letters & _ONLY_RU:
        return ("ru",)
    return ("uk", "ru")


def romanise(name: str) -> str:
    """Return the national romanisation of a Ukrainian name.

    Examples
    --------
    >>> [romanise(name) for name in ("Кривий Ріг", "Згурівка", "Знам’янка", "Юнокомунарівськ")]
    ['Kryvyi Rih', 'Zghurivka', 'Znamianka', 'Yunokomunarivsk']
    >>> romanise("Івано-Франківськ"), romanise("")
    ('Ivano-Frankivsk', '')
    """
    parts = re.split(r"([\s-]+)", name.translate(_UNWRITTEN))
    return "".join(with_capital(_word(part.lower(), _NATIONAL), part) for part in parts)


@lru_cache(maxsize=65_536)
def spellings(name: str, language: str = "uk") -> tuple[str, ...]:
    """Return the Latin spellings that a Cyrillic name is usually given, the standard first.

    A spelling that would keep a letter of another alphabet is none.

    Parameters
    ----------
    name
        A name in Ukrainian or Russian letters.
    language
        ``"uk"``, ``"ru"`` or ``"be"``: which tables apply.

    Returns
    -------
    spellings
        Distinct under `text.fold_name`, at most 24.

    Examples
    --------
    >>> {"Solomianskyi", "Solomyansky", "Solomyanskyi"} <= set(spellings("Солом’янський"))
    True
    >>> spellings("Харьков", "ru")
    ('Kharkov',)
    >>> spellings("Магілёў", "be"), spellings("Џона")
    (('Mahilyou',), ())
    """
    words = _words(name, language)
    found: dict[str, str] = {}
    for style in _STYLES[language]:
        options = [_word_spellings(word, language, style) for word in words]
        for choice in filterfalse(is_cyrillic, _aligned(options)):
            found.setdefault(fold_name(choice), choice)
    return tuple(found.values())[:_MAX_SPELLINGS]


def skeleton(name: str) -> str:
    """Return a key under which the spellings of one Slavic name mostly agree.

    Examples
    --------
    >>> skeleton("Kupiansk") == skeleton("Kupyansk") == skeleton("Куп’янськ")
    True
    >>> skeleton("Solomianskyi") == skeleton("Solomyansky"), skeleton("Sumy") == skeleton("Kumy")
    (True, False)
    """
    if is_cyrillic(name):
        name = _standard(name, languages_of(name)[0])
    key = fold_name(name).replace(" ", "")
    for pattern, replacement in _SKELETON:
        key = pattern.sub(replacement, key)
    return key


def _standard(name: str, language: str) -> str:
    """Return the first of the spellings of a Cyrillic name."""
    words, style = _words(name, language), _STYLES[language][0]
    return "".join(_word_spellings(word, language, style)[0] for word in words)


def _words(name: str, language: str) -> list[str]:
    """Return the words of a Cyrillic name and what separates them, ready to be romanised."""
    text = name.translate(_UNWRITTEN)
    if language == "ru":
        text = text.replace("ье", "ьйе")  # Zaporozhye
    return re.split(r"([\s-]+)", text)


def loosen(key: str) -> str:
    """Return the loose key of a skeleton: without vowels, but for a first one.

    It starts with ``~``, so that no skeleton is one.

    Examples
    --------
    >>> loosen(skeleton("Kryva Luka")) == loosen(skeleton("Krivaya Luka"))
    True
    """
    return f"~{key[:1]}{_VOWELS.sub('', key[1:])}"


def likeness(name: str, other: str) -> float:
    """Return the share of letters that two names have in common, by their skeletons.

    Examples
    --------
    >>> likeness("Kupyansk", "Kupiansk"), round(likeness("Stepnoy", "Stepne"), 2)
    (1.0, 0.77)
    """
    a, b = skeleton(fold_name(name)), skeleton(fold_name(other))
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


_VOWELS = re.compile("[aeiou]+")
_SKELETON = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("shch|sch|tch", "s"),
        ("zh|ch|sh|ts|cz|tz", "s"),
        ("ks|x", "s"),
        ("z|c(?!k)", "s"),
        ("kh|gh|g", "h"),
        ("w", "v"),
        ("(?<=[bdflmnprstv])yo", "e"),  # ё: Semyonovka is Semenivka in Ukrainian
        ("[yj]", "i"),
        ("i+(?=[aeou])", ""),
        (r"(.)\1+", r"\1"),
        ("oe$|oie$", "e"),
    )
)


def _word(word: str, style: Mapping[str, tuple[str, str]]) -> str:
    """Romanise one lower-case word."""
    latin = "".join(style[c][index > 0] if c in style else c for index, c in enumerate(word))
    return _mark_zgh(word, latin, style)


def _mark_zgh(word: str, latin: str, style: Mapping[str, tuple[str, str]]) -> str:
    """Write зг as ``zgh``, so that it is not read as ж (national system, note 1)."""
    return (
        latin.replace("zh", "zgh")
        if "зг" in word and "ж" not in word and style["г"][0] == "h"
        else latin
    )


def land_names(adjective: str) -> tuple[str, ...]:
    """Return what people call the land of a town, by its Ukrainian adjective; empty if unknown.

    Examples
    --------
    >>> land_names("Нікопольський"), land_names("Кременчуцький"), land_names("Криворізький")
    (('Нікопольщина',), ('Кременчуччина',), ('Криворіжжя',))
    """
    for ending, land in (("зький", "жжя"), ("цький", "ччина"), ("ський", "щина")):
        if adjective.endswith(ending) and " " not in adjective:
            return (adjective.removesuffix(ending) + land,)
    return ()


def with_capital(form: str, original: str) -> str:
    """Return a form with a capital if the word it was made of has one."""
    return form[:1].upper() + form[1:] if original[:1].isupper() else form


def _word_spellings(
    word: str, language: str, style: Mapping[str, tuple[str, str]]
) -> tuple[str, ...]:
    """Return the spellings of one word in one style, over the endings it may take."""
    lower = word.lower()
    for ending, options in _ENDINGS[language]:
        if lower.endswith(ending) and len(lower) > len(ending):
            stem = _word(lower[: -len(ending)], style)
            return tuple(with_capital(stem + option, word) for option in options)
    return (with_capital(_word(lower, style), word),)


def _aligned(options: Iterable[tuple[str, ...]]) -> Iterable[str]:
    """Join one option per word; words of several options move together when there are many."""
    options = list(options)
    if sum(len(option) > 1 for option in options) <= 1:
        return ("".join(choice) for choice in product(*options))
    longest = max(map(len, options))
    return (
        "".join(option[min(number, len(option) - 1)] for option in options)
        for number in range(longest)
    )
