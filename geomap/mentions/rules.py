"""The compiled rules of a language: type words, spatial relations, uses of a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.errors import LexiconError
from geomap.mentions.patterns import Pattern, compile_patterns, union_of
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geomap.lexicon import Language

__all__ = ["Cue", "RelationRule", "Relations", "UseRule", "cues_of", "relations_of", "uses_of"]

_WHO = frozenset({"any", "government", "country", "town", "place", "unit", "water", "people"})
_POSITIONS = ("after", "before", "of", "plural")


@dataclass(frozen=True, slots=True)
class Cue:
    """A type word beside a name: what kinds of places it demands."""

    cue_id: str
    kinds: frozenset[str]
    word: str
    """The type word in the singular, as a name in the gazetteer would hold it."""
    is_plural: bool
    is_soft: bool
    """Whether a settlement may stand for the facility ("Saky air base" for Saky)."""
    is_government: bool
    """Whether what is called so speaks and acts as states do ("Donetsk Republic")."""


@dataclass(frozen=True, slots=True)
class RelationRule:
    """Words before a name that move the place away from it ("north of X")."""

    relation: str
    pattern: Pattern


class Relations(NamedTuple):
    """The relations whose words in front of a name end alike, the longest first."""

    rules: tuple[RelationRule, ...]
    either: Pattern
    """Fits where one of the rules does; most words that may end a relation end none."""


@dataclass(frozen=True, slots=True)
class UseRule:
    """Words around a mention that decide what it stands for."""

    rule_id: str
    number: int
    """The place among the rules: the first that fits decides."""
    use: Use
    who: str
    left: Pattern | None
    right: Pattern | None
    not_left: Pattern | None
    reason: str
    vouches: bool
    """Whether such words show that the name is a place at all."""


def cues_of(
    language: Language,
) -> tuple[
    dict[str, tuple[tuple[tuple[str, ...], Cue], ...]],
    dict[str, tuple[tuple[tuple[str, ...], Cue], ...]],
]:
    """Return the type phrases behind a name by first word, and those in front by last word."""
    after: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    before: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for cue_id, row in language.sections.get("kinds", {}).items():
        for phrase, position, cue in _cues_of(cue_id, row, language.iso):
            if position == "before":
                before.setdefault(phrase[-1], []).append((phrase, cue))
            else:
                after.setdefault(phrase[0], []).append((phrase, cue))
    return _longest_first(after), _longest_first(before)


def _longest_first(
    rows: Mapping[str, list[tuple[tuple[str, ...], Cue]]],
) -> dict[str, tuple[tuple[tuple[str, ...], Cue], ...]]:
    return {
        word: tuple(sorted(found, key=lambda row: (-len(row[0]), row[0], row[1].cue_id)))
        for word, found in rows.items()
    }


def _cues_of(
    cue_id: str, row: Mapping[str, Any], iso: str
) -> Iterable[tuple[tuple[str, ...], str, Cue]]:
    try:
        kinds, is_soft = frozenset(row["kinds"]), bool(row.get("soft"))
        governs = bool(row.get("governs"))
    except KeyError as error:
        msg = f"lexicons/languages/{iso}.toml: kinds.{cue_id} has no {error}"
        raise LexiconError(msg) from error
    singular = (*row.get("after", ()), *row.get("of", ()))
    of = _joiner_of(row)
    for position in _POSITIONS:
        for phrase in row.get(position, ()):
            is_plural = position == "plural"
            word = _singular(phrase, singular) if is_plural else phrase
            word = word.replace(" 's", "'s")  # tokens stand apart, names do not
            cue = Cue(cue_id, kinds, word, is_plural, is_soft, governs)
            words = tuple(phrase.replace("-", " - ").split())
            if position == "of":
                yield (*words, *of), "before", cue
            else:
                yield words, "before" if position == "before" else "after", cue
            if is_plural and (of or "of" in row):
                yield (*words, *of), "before", cue


def _joiner_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the word that joins a type word to a name ("of"; none in Slavic languages)."""
    return tuple(row.get("joiner", "of").split())


def _singular(plural: str, singular: Iterable[str]) -> str:
    """Return the singular that shares the longest start with a plural, the first of equals."""
    return max(singular, key=lambda word: _shared(plural, word), default=plural)


def _shared(one: str, two: str) -> int:
    """Return how many letters two words begin with alike."""
    shorter = min(len(one), len(two))
    return next((n for n in range(shorter) if one[n] != two[n]), shorter)


def relations_of(
    language: Language, directions: Mapping[str, str], units: Mapping[str, float]
) -> dict[str, Relations]:
    """Return the spatial relations by the word right in front of the name."""
    classes = _classes(language) | {"dir": frozenset(directions), "unit": frozenset(units)}
    classes["num"] = NUMBERS
    phrases = [
        (relation, phrase.replace("<dir>", direction))
        for relation, row in language.sections.get("relations", {}).items()
        for direction in ("<dir>", "<dir> - <dir>")
        for phrase in row.get("before", ())
        if direction == "<dir>" or "<dir>" in phrase
    ]
    phrases.sort(key=lambda row: -len(row[1].split()))
    found: dict[str, list[RelationRule]] = {}
    for relation, phrase in phrases:
        pattern = compile_patterns([phrase], classes, backward=True)
        if pattern is not None:
            for word in pattern.first or ():
                found.setdefault(word, []).append(RelationRule(relation, pattern))
    return {
        word: Relations(
            tuple(rules),
            Pattern(
                "|".join(rule.pattern.expression for rule in rules),
                frozenset({word}),
                union_of(rule.pattern.second for rule in rules),
            ),
        )
        for word, rules in found.items()
    }


NUMBERS = frozenset({"<num>"})
"""What stands for any number among the tokens of a relation."""


def _classes(language: Language) -> dict[str, frozenset[str]]:
    rows = language.sections.get("classes", {})
    return {name: frozenset(words) for name, words in rows.items()} | {
        "person": frozenset({"<person>"}),
        "organisation": frozenset({"<organisation>"}),
        "place": frozenset({"<place>"}),
        "start": frozenset({"<start>"}),
        "end": frozenset({"<end>"}),
        "dash": frozenset({"<dash>"}),
        "num": NUMBERS,
        "demonym": frozenset({"<demonym>"}),
    }


def uses_of(language: Language) -> tuple[UseRule, ...]:
    """Return the rules for what a name stands for, in their order.

    Raises
    ------
    LexiconError
        If a rule is written wrong; the message names it.
    """
    classes = _classes(language)
    return tuple(
        _use_rule(rule_id, number, row, classes, f"lexicons/languages/{language.iso}.toml")
        for number, (rule_id, row) in enumerate(language.sections.get("uses", {}).items())
    )


def _use_rule(
    rule_id: str,
    number: int,
    row: Mapping[str, Any],
    classes: Mapping[str, frozenset[str]],
    path: str,
) -> UseRule:
    where = f"{path}: uses.{rule_id}"
    if row.get("who") not in _WHO or row.get("use") not in tuple(Use):
        msg = f"{where}: 'who' is one of {', '.join(sorted(_WHO))}, 'use' one of {', '.join(Use)}"
        raise LexiconError(msg)

    def patterns(key: str, *, backward: bool) -> Pattern | None:
        phrases = [phrase.replace("-", " - ") for phrase in row.get(key, ())]
        return compile_patterns(phrases, classes, backward=backward)

    return UseRule(
        rule_id,
        number,
        Use(row["use"]),
        row["who"],
        patterns("left", backward=True),
        patterns("right", backward=False),
        patterns("not_left", backward=True),
        row.get("reason", rule_id),
        bool(row.get("vouches")),
    )
