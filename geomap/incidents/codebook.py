"""The codebook of one language: its pages, weapons, targets and words, compiled once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, partial, reduce
from itertools import product
from operator import or_
from typing import TYPE_CHECKING, Any

from geomap import lexicon
from geomap.errors import LexiconError
from geomap.incidents.inflection import open_inflection
from geomap.incidents.numerals import number_words
from geomap.incidents.patterns import Strength, Words, compile_pattern, index_patterns, signs_of
from geomap.incidents.units import (
    TARGET,
    TARGET_MARK,
    WEAPON,
    WEAPON_MARK,
    Breaks,
    PlainWords,
    Tag,
)
from geomap.records import COUNT_KINDS, Realis, Role
from geomap.text import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geomap.incidents.inflection import Inflection
    from geomap.incidents.numerals import NumberWords
    from geomap.incidents.patterns import Pattern
    from geomap.lexicon import IncidentType, Language

__all__ = ["WARFARE", "Codebook", "Page", "open_codebook"]

WARFARE = frozenset({"strike", "harm", "air_defence", "ground"})
"""Groups of what is done and suffered in a war, which one sentence often tells together."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the engine needs of one incident type."""

    type_id: str
    group: str
    order: int
    roles: Mapping[str, Role]
    """Role of a place by its governor: a preposition, ``subject``, ``object``, ``passive``."""
    holds: frozenset[str]
    """The kinds of numbers that an incident of this type keeps."""
    number: str
    """The kind that a number of weapons is, in a clause of this type."""
    inherits: Role | None
    """Role of a place taken over from another incident of the sentence."""
    refers: Role | None
    """Role of a place that "the city" or "there" points back to."""
    weapons: frozenset[str]
    yields: bool
    """Whether it gives way to a more exact strike in the same sentence."""
    attaches: bool
    """Whether it belongs to an attack if the text ties it to one."""
    realis: Realis | None
    speaks: bool
    """Whether its triggers are acts of speech: their subject is the source."""
    attempts: bool
    """Whether an attempt is one: a repelled assault is a fight, a failed capture no capture."""
    lasts: bool
    """Whether it goes on or is added up over days: without a day of its own it has none."""

    @property
    def gathers(self) -> Role | None:
        """Role of the place where people come together, if they do: a meeting, a rally."""
        return Role.VENUE if self.refers is Role.VENUE else None


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """Everything that finding incidents in one language needs."""

    pages: Mapping[str, Page]
    tags: Mapping[str, tuple[Tag, ...]]
    numbers: NumberWords
    breaks: Breaks
    plain: PlainWords
    """The kinds of words at which no weapon, target or number may start."""
    openings: frozenset[str]
    """Keys at which a clause may open."""
    triggers: Mapping[str, tuple[Pattern, ...]]
    soft: Mapping[str, tuple[Pattern, ...]]
    """Pairs and faint triggers: looked for only where no other holds."""
    hints: Mapping[str, Mapping[str, float]]
    """What words weigh for a type: `hints.read_hints`."""
    excludes: Mapping[str, tuple[Pattern, ...]]
    counts: Mapping[str, tuple[Pattern, ...]]
    persons: Mapping[str, tuple[Pattern, ...]]
    """What befell one person, told without a number, by the kind that counts it."""
    signs: Mapping[str, int]
    """What each key of a unit is a sign of: `patterns.signs_of`."""
    all_signs: int
    words: Mapping[str, Mapping[str, frozenset[str]]]
    """Word sets by section and key: realis, reporting, frames."""
    prepositions: frozenset[str]
    starts: frozenset[str]
    """Words of which a trigger or a report has one: a sentence without them is passed over."""
    sides: Mapping[str, str]
    """Words of actors → side."""
    actors: frozenset[str]
    """Those of them that act though they are written small: "окупанти"."""
    names: frozenset[str]
    """Those of them that act only with a capital: "Burns", and no fire that burns."""
    channels: Mapping[str, str]
    references: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    """Nouns that point back to a place ("the city") → kinds of place they can mean."""
    unit_stops: frozenset[str]
    """Words that end the noun after a number."""
    weekdays: frozenset[str]
    day_words: frozenset[str]
    force_words: frozenset[str]
    people: frozenset[str]

    def has(self, section: str, key: str, word: str) -> bool:
        """Return whether a word is in a word set."""
        return word in self.words[section].get(key, frozenset())


@cache
def open_codebook(language: Language) -> Codebook | None:
    """Compile the codebook of a language; ``None`` if it has no ``frames`` section.

    Raises
    ------
    LexiconError
        If a page, a pattern or a role cannot be read.
    """
    if "frames" not in language.sections:
        return None
    sections = language.sections
    dates = sections.get("dates", {})
    types = lexicon.incident_types()
    inflection = open_inflection(sections)
    tags = _tags(sections, inflection)
    classes = _word_sets(sections.get("incident_words", {}), inflection)
    numbers = number_words(sections.get("numbers", {}))
    classes["one_person"] = numbers.persons
    listed = Words(inflection.verbs, inflection.nouns, classes, {}, {})
    compiler = partial(compile_pattern, words=listed)
    pages = {type_id: _page(kind, language) for type_id, kind in types.items()}
    triggers = [p for kind in types.values() for p in _triggers(kind, language, compiler)]
    excludes = [p for kind in types.values() for p in _excludes(kind, language, compiler)]
    counts = [compiler(source, "counts") for source in _lines(sections["counts"], "patterns")]
    told = sections["counts"].get("persons", {})
    persons = [compiler(source, kind) for kind in told for source in _lines(told, kind)]
    soft = index_patterns([pattern for pattern in triggers if pattern.is_soft])
    index = index_patterns([pattern for pattern in triggers if not pattern.is_soft])
    signs = signs_of(listed.read.values())
    own_sides = _sides_of_words(sections.get("sides", {}), inflection)
    breaks = _breaks(sections.get("clauses", {}))
    prepositions = frozenset().union(*(page.roles for page in pages.values()))
    words = {
        section: _word_sets(sections.get(section, {}), inflection)
        for section in ("realis", "reporting", "governors", "columns")
    }
    return Codebook(
        pages=pages,
        tags=tags,
        numbers=numbers,
        breaks=breaks,
        plain=PlainWords(numbers.starts.union(tags)),
        openings=breaks.openings,
        triggers=index,
        soft=soft,
        hints=lexicon.hints(language.iso),
        excludes=index_patterns(excludes),
        counts=index_patterns(counts),
        persons=index_patterns(persons),
        signs=signs,
        all_signs=reduce(or_, signs.values()),
        words=words,
        prepositions=prepositions,
        starts=(words["reporting"]["verbs"] - words["reporting"]["everyday"])
        | frozenset(_first_words(frozenset({*index, *soft}), tags)),
        sides=_sides_of_names() | own_sides,
        actors=frozenset(own_sides),
        names=frozenset(_names()),
        channels={
            form: channel
            for word, channel in sections.get("reporting", {}).get("channels", {}).items()
            for form in inflection.forms(word)
        },
        references={
            form: (frozenset(row["kinds"]), frozenset(row.get("other_kinds", ())))
            for row in sections.get("references", {}).values()
            for word in row["words"]
            for form in inflection.forms(word)
        },
        unit_stops=prepositions.union(
            *(words["governors"][key] for key in ("stops", "passive", "unit_stops"))
        ),
        people=classes["people"] | numbers.alone,
        force_words=classes["forces"],
        weekdays=frozenset(dates.get("weekdays", {})),
        day_words=frozenset((*dates.get("weekdays", {}), *dates.get("days", {}))),
    )


def _word_sets(
    section: Mapping[str, Any], inflection: Inflection
) -> defaultdict[str, frozenset[str]]:
    """Return the word lists of a section in all their forms; a list that it lacks is empty."""
    return defaultdict(
        frozenset,
        {
            key: frozenset().union(*map(inflection.forms, words))
            for key, words in section.items()
            if isinstance(words, list)
        },
    )


def _sides_of_names() -> dict[str, str]:
    """Return the side of the names of those who act, which all languages share."""
    actors = lexicon.table("actors").values()
    return {word: row["side"] for row in actors for word in (*row["words"], *row.get("names", ()))}


def _names() -> Iterator[str]:
    """Yield the names of those who act that are also words."""
    for row in lexicon.table("actors").values():
        yield from row.get("names", ())


def _sides_of_words(section: Mapping[str, Any], inflection: Inflection) -> dict[str, str]:
    """Return the sides of a language's own words, which act though they are written small."""
    return {
        form: side
        for side, words in section.items()
        for word in words
        for form in inflection.forms(word)
    }


def _breaks(section: Mapping[str, Any]) -> Breaks:
    return Breaks(*(frozenset(section.get(key, ())) for key in Breaks._fields))


def _first_words(index: frozenset[str], tags: Mapping[str, Iterable[Tag]]) -> Iterator[str]:
    """Yield the words that can start a trigger's rarest element."""
    yield from (key for key in index if key[0] not in {WEAPON_MARK, TARGET_MARK})
    for word, rows in tags.items():
        if any((WEAPON_MARK if t.kind == WEAPON else TARGET_MARK) + t.key in index for t in rows):
            yield word


def _page(kind: IncidentType, language: Language) -> Page:
    page, words = kind.page, _words_of(kind, language)
    frames = language.sections["frames"]
    name = page.get("frame", "")
    if name not in frames:
        raise _fault(kind, f"unknown frame {name!r}; use one of {', '.join(frames)}")
    holds = frozenset(page.get("holds", ()))
    if not holds <= set(COUNT_KINDS):
        raise _fault(kind, f"unknown count in holds; use {', '.join(COUNT_KINDS)}")
    try:
        roles = {
            governor: Role(role)
            for role, governors in {**frames[name], **words.get("roles", {})}.items()
            for governor in governors
        }
        inherits = Role(page["inherits"]) if page.get("inherits") else None
        refers = Role(page["refers"]) if page.get("refers") else inherits
        realis = Realis(page["realis"]) if page.get("realis") else None
    except ValueError as error:
        raise _fault(kind, str(error)) from error
    return Page(
        kind.type_id,
        kind.group,
        page["order"],
        roles,
        holds,
        page.get("number", ""),
        inherits,
        refers,
        frozenset(page.get("weapons", ())),
        page.get("yields", False),
        page.get("attaches", False),
        realis,
        page.get("speaks", False),
        page.get("attempts", False),
        page.get("lasts", False),
    )


def _words_of(kind: IncidentType, language: Language) -> Mapping[str, Any]:
    """Return a page's words in a language: on the page itself, or in the language's file."""
    found: Mapping[str, Any] = kind.page.get(language.iso) or language.sections.get(
        "incidents", {}
    ).get(kind.type_id, {})
    return found


def _triggers(
    kind: IncidentType, language: Language, compiler: partial[Pattern]
) -> Iterator[Pattern]:
    """Yield a page's own triggers and those it shares, with its own weapons put in."""
    words = _words_of(kind, language)
    for strength in Strength:
        for source in _lines(words, strength.name.lower()):
            yield compiler(source, kind.type_id, strength=strength)
    weapons = "|".join(sorted(kind.page.get("weapons", ())))
    for name in kind.page.get("shares", ()):
        for source in _lines(language.sections.get("triggers", {}), name):
            yield compiler(source.replace("[W]", f"[{weapons}]"), kind.type_id)


def _excludes(
    kind: IncidentType, language: Language, compiler: partial[Pattern]
) -> Iterator[Pattern]:
    words = _words_of(kind, language)
    for source in _lines(words, "excludes"):
        yield compiler(source, kind.type_id)
    for name in kind.page.get("shares", ()):
        for source in _lines(language.sections.get("excludes", {}), name):
            yield compiler(source, kind.type_id)


def _lines(section: Mapping[str, Any], key: str) -> Iterator[str]:
    """Yield the patterns of a list, those that hold in either order twice."""
    for line in section.get(key, ()):
        yield from _either_order(line)


def _either_order(source: str) -> tuple[str, ...]:
    """Return a pattern as it is, or both readings of one with "<>": "shot <>3 drone"."""
    words = source.split()
    at = next((at for at, word in enumerate(words) if word.startswith("<>")), None)
    if at is None:
        return (source,)
    gap = words[at].replace("<>", "..")
    left, right = words[:at], words[at + 1 :]
    return " ".join((*left, gap, *right)), " ".join((*right, gap, *left))


def _fault(kind: IncidentType, fault: str) -> LexiconError:
    return LexiconError(f"lexicons/incidents/{kind.type_id}.toml: {fault}")


def _tags(
    sections: Mapping[str, Mapping[str, Any]], inflection: Inflection
) -> dict[str, tuple[Tag, ...]]:
    """Return weapons and targets by the first word of their names, longest first.

    The names are those of the table, which are written so everywhere, and the language's own.
    """
    found: dict[str, list[Tag]] = {}
    for table, kind in (("weapons", WEAPON), ("targets", TARGET)):
        own = sections.get(table, {})
        names = {
            key: [*row["names"], *own.get(key, ())] for key, row in lexicon.table(table).items()
        }
        tokens = _tokens(name for row in names.values() for name in row)
        for row_id, row in lexicon.table(table).items():
            key = row.get("class", row_id)
            for name in names[row_id]:
                for words in _name_forms(tokens[name], inflection):
                    tag = Tag(words, kind, key, row.get("label", ""), row.get("side", ""))
                    found.setdefault(words[0], []).append(tag)
    return {
        word: tuple(sorted(tags, key=lambda tag: -len(tag.words))) for word, tags in found.items()
    }


def _tokens(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the tokens of names as a text has them; all are cut up at once, one a line."""
    lines = [*names]
    document = read_document("\n".join(lines), {})
    found: list[list[str]] = [[] for _ in lines]
    for sentence in document.sentences:
        found[sentence.paragraph] += document.words[sentence.first_token : sentence.last_token]
    return dict(zip(lines, map(tuple, found), strict=True))


def _name_forms(words: tuple[str, ...], inflection: Inflection) -> Iterator[tuple[str, ...]]:
    """Yield the token forms of a name: "Kalibrs", "Su-34s"; in all cases where there are any."""
    if inflection.has_cases:
        yield from product(*(sorted(_cases(word, inflection)) for word in words))
        return
    yield words
    last = words[-1]
    if last[-1].isdigit():
        yield (*words, "s")  # a token by itself: "Su-34s"
    for form in sorted(inflection.nouns(last) - {last} if last.isalpha() else ()):
        yield (*words[:-1], form)


def _cases(word: str, inflection: Inflection) -> frozenset[str]:
    is_word = word.isalpha() and not word.isascii()
    return inflection.nouns(word) if is_word else frozenset({word})
