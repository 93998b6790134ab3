"""The forms of the words of a language: English endings, or the paradigms that its file lists.

A paradigm is data: the ending of a lemma and the endings of its forms. ``"ати" = ["ати", "ав",
"+аний"]`` says that "атакувати"-like verbs have these two forms and, by "+", all forms of the
adjective in "-аний". A form too many does no harm, since nobody writes it.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Inflection", "open_inflection", "spellings"]

APOSTROPHES = ("'", "’", "ʼ")
YO, YE = "ё", "е"


class Inflection(NamedTuple):
    """The functions that give the forms of a verb and of a noun, and whether names inflect."""

    verbs: Callable[[str], frozenset[str]]
    nouns: Callable[[str], frozenset[str]]
    has_cases: bool
    """Whether every word of a name has forms, not its last one alone."""

    def forms(self, word: str) -> frozenset[str]:
        """Return what a listed word stands for: "@hit" every form of the verb, "+house" both."""
        if len(word) > 1 and word[0] in "@+":
            return (self.verbs if word[0] == "@" else self.nouns)(word[1:])
        return spellings(frozenset({word})) if self.has_cases else frozenset({word})


def open_inflection(sections: Mapping[str, Mapping[str, Any]]) -> Inflection:
    """Return the forms of a language's words: by its paradigms if it lists any, else English."""
    verbs, nouns = sections.get("verbs", {}), sections.get("nouns", {})
    plurals, past = nouns.get("irregular", {}), verbs.get("irregular", {})
    if "endings" not in nouns:
        doubling = frozenset(verbs.get("doubling", ()))
        return Inflection(
            cache(partial(_verb_forms, irregular=past, doubling=doubling)),
            cache(partial(_noun_forms, irregular=plurals)),
            has_cases=False,
        )
    decline = cache(partial(_paradigm, endings=nouns["endings"], irregular=plurals, nouns=None))
    conjugate = partial(_paradigm, endings=verbs["endings"], irregular=past, nouns=decline)
    return Inflection(cache(conjugate), decline, has_cases=True)


def _paradigm(
    lemma: str,
    *,
    endings: Mapping[str, Sequence[str]],
    irregular: Mapping[str, str],
    nouns: Callable[[str], frozenset[str]] | None,
) -> frozenset[str]:
    """Return the forms of a word by the longest ending of it that has a paradigm.

    Examples
    --------
    >>> sorted(_paradigm("удар", endings={"": ["", "у"]}, irregular={}, nouns=None))
    ['удар', 'удару']
    """
    listed = irregular.get(lemma, "").split()
    if listed:
        return spellings(frozenset({lemma, *listed}))
    start = next((at for at in range(len(lemma) + 1) if lemma[at:] in endings), None)
    if start is None:
        return spellings(frozenset({lemma}))
    stem, found = lemma[:start], set[str]()
    for ending in endings[lemma[start:]]:
        if ending.startswith("+") and nouns is not None:
            found |= nouns(stem + ending[1:])
        else:
            found.add(stem + ending)
    return spellings(frozenset(found))


def spellings(words: frozenset[str]) -> frozenset[str]:
    """Return words in every way they are written: with each apostrophe, with "ё" and with "е".

    Examples
    --------
    >>> sorted(spellings(frozenset({"сёла"})))
    ['села', 'сёла']
    """
    plain, *others = APOSTROPHES
    more = {word.replace(plain, sign) for word in words if plain in word for sign in others}
    return words.union(more, [word.replace(YO, YE) for word in words if YO in word])


def _verb_forms(
    lemma: str, *, irregular: Mapping[str, str], doubling: frozenset[str]
) -> frozenset[str]:
    """Return the forms of a verb: regular endings, and the listed ones in place of "-ed".

    Examples
    --------
    >>> sorted(_verb_forms("strike", irregular={"strike": "struck"}, doubling=frozenset()))
    ['strike', 'strikes', 'striking', 'struck']
    >>> sorted(_verb_forms("flee", irregular={"flee": "fled"}, doubling=frozenset()))
    ['fled', 'flee', 'fleeing', 'flees']
    """
    stem = lemma + lemma[-1] if lemma in doubling else lemma.removesuffix("e")
    gerund = lemma if lemma.endswith("ee") else stem
    third = _noun_forms(lemma, irregular={})
    past = irregular.get(lemma, "").split()
    if not past:
        is_y = lemma.endswith("y") and lemma[-2:-1] not in "aeiou"
        past = [lemma[:-1] + "ied" if is_y else stem + "ed"]
    return frozenset({lemma, gerund + "ing", *third, *past})


def _noun_forms(noun: str, *, irregular: Mapping[str, str]) -> frozenset[str]:
    """Return a noun and its plural.

    Examples
    --------
    >>> sorted(_noun_forms("city", irregular={}))
    ['cities', 'city']
    """
    if noun in irregular:
        return frozenset({noun, irregular[noun]})
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return frozenset({noun, noun[:-1] + "ies"})
    ending = "es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s"
    return frozenset({noun, noun + ending})
