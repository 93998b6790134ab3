"""The codebook of one language: its pages, weapons, targets and words, compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from geomap import lexicon
from geomap.errors import LexiconError
from geomap.incidents.numbers import number_words
from geomap.incidents.patterns import Words, compile_pattern, index_patterns
from geomap.incidents.units import TARGET, TARGET_MARK, WEAPON, WEAPON_MARK, Breaks, Tag
from geomap.records import COUNT_KINDS, Realis, Role
from geomap.text import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geomap.incidents.numbers import NumberWords
    from geomap.incidents.patterns import Pattern
    from geomap.lexicon import IncidentType, Language

__all__ = ["Codebook", "Page", "open_codebook"]


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

    @property
    def gathers(self) -> Role | None:
        """Role of the place where people come together, if they do: a meeting, a rally."""
        return Role.VENUE if self.roles.get("in") is Role.VENUE else None


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """Everything that finding incidents in one language needs."""

    pages: Mapping[str, Page]
    tags: Mapping[str, tuple[Tag, ...]]
    numbers: NumberWords
    breaks: Breaks
    special: frozenset[str]
    """Words at which a weapon, a target or a number may start."""
    openings: frozenset[str]
    """Keys at which a clause may open."""
    triggers: Mapping[str, tuple[Pattern, ...]]
    excludes: Mapping[str, tuple[Pattern, ...]]
    counts: Mapping[str, tuple[Pattern, ...]]
    words: Mapping[str, Mapping[str, frozenset[str]]]
    """Word sets by section and key: realis, reporting, frames."""
    prepositions: frozenset[str]
    starts: frozenset[str]
    """Words of which a trigger or a report has one: a sentence without them is passed over."""
    sides: Mapping[str, str]
    """Words of actors → side."""
    channels: Mapping[str, str]
    references: Mapping[str, frozenset[str]]
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
    types = lexicon.incident_types()
    verbs, nouns = _inflection(sections)
    tags = _tags(nouns)
    classes = {
        key: frozenset().union(*(_forms(word, verbs, nouns) for word in words))
        for key, words in sections.get("incident_words", {}).items()
    }
    compiler = partial(compile_pattern, words=Words(verbs, nouns, classes, {}))
    pages = {type_id: _page(kind, language) for type_id, kind in types.items()}
    triggers = [p for kind in types.values() for p in _triggers(kind, language, compiler)]
    excludes = [p for kind in types.values() for p in _excludes(kind, language, compiler)]
    counts = [
        compiler(source, "counts") for source in sections.get("counts", {}).get("patterns", ())
    ]
    index = index_patterns(triggers)
    numbers = number_words(sections.get("numbers", {}))
    breaks = _breaks(sections.get("clauses", {}))
    prepositions = frozenset().union(*(page.roles for page in pages.values()))
    words = {
        section: _word_sets(sections.get(section, {}))
        for section in ("realis", "reporting", "governors")
    }
    return Codebook(
        pages=pages,
        tags=tags,
        numbers=numbers,
        breaks=breaks,
        special=numbers.starts.union(tags),
        openings=breaks.openings,
        triggers=index,
        excludes=index_patterns(excludes),
        counts=index_patterns(counts),
        words=words,
        prepositions=prepositions,
        starts=words["reporting"]["verbs"].union(_first_words(index, tags)),
        sides={
            word: row["side"] for row in lexicon.table("actors").values() for word in row["words"]
        },
        channels=sections.get("reporting", {}).get("channels", {}),
        references={
            word: frozenset(row["kinds"])
            for row in sections.get("references", {}).values()
            for word in row["words"]
        },
        unit_stops=prepositions
        | frozenset(sections["governors"]["stops"])
        | frozenset(sections["governors"]["passive"])
        | frozenset(sections["governors"]["unit_stops"]),
        people=frozenset(sections.get("incident_words", {}).get("people", ())),
        force_words=frozenset(sections.get("incident_words", {}).get("forces", ())),
        weekdays=frozenset(sections.get("dates", {}).get("weekdays", {})),
        day_words=frozenset(sections.get("dates", {}).get("weekdays", {}))
        | frozenset(sections.get("dates", {}).get("days", {})),
    )


def _word_sets(section: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in section.items() if isinstance(words, list)}


def _breaks(section: Mapping[str, Any]) -> Breaks:
    keys = ("words", "as_words", "not_after_as", "not_before_as", "not_before")
    return Breaks(*(frozenset(section.get(key, ())) for key in keys))


def _first_words(index: Mapping[str, object], tags: Mapping[str, Iterable[Tag]]) -> Iterator[str]:
    """Yield the words that can start a trigger's rarest element."""
    yield from (key for key in index if key[0] not in {WEAPON_MARK, TARGET_MARK})
    for word, rows in tags.items():
        marks = {tag: WEAPON_MARK if tag.kind == WEAPON else TARGET_MARK for tag in rows}
        if any(mark + tag.key in index for tag, mark in marks.items()):
            yield word


# --- pages -----------------------------------------------------------------------------


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
    for source in words.get("triggers", ()):
        yield compiler(source, kind.type_id)
    for source in words.get("weak", ()):
        yield compiler(source, kind.type_id, is_weak=True)
    weapons = "|".join(sorted(kind.page.get("weapons", ())))
    for name in kind.page.get("shares", ()):
        for source in language.sections.get("triggers", {}).get(name, ()):
            yield compiler(source.replace("[W]", f"[{weapons}]"), kind.type_id)


def _excludes(
    kind: IncidentType, language: Language, compiler: partial[Pattern]
) -> Iterator[Pattern]:
    words = _words_of(kind, language)
    for source in words.get("excludes", ()):
        yield compiler(source, kind.type_id)
    for name in kind.page.get("shares", ()):
        for source in language.sections.get("excludes", {}).get(name, ()):
            yield compiler(source, kind.type_id)


def _fault(kind: IncidentType, fault: str) -> LexiconError:
    return LexiconError(f"lexicons/incidents/{kind.type_id}.toml: {fault}")


# --- words -----------------------------------------------------------------------------


def _inflection(sections: Mapping[str, Mapping[str, Any]]) -> tuple[Any, Any]:
    """Return the functions that give the forms of a verb and of a noun."""
    section = sections.get("verbs", {})
    irregular = section.get("irregular", {})
    doubling = frozenset(section.get("doubling", ()))
    plurals = sections.get("nouns", {}).get("irregular", {})
    return (
        cache(partial(_verb_forms, irregular=irregular, doubling=doubling)),
        cache(partial(_noun_forms, irregular=plurals)),
    )


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


def _forms(word: str, verbs: Any, nouns: Any) -> frozenset[str]:  # noqa: ANN401 - cached functions
    """Return what a word of a class stands for: "@hit" every form of the verb, "+house" both."""
    if word[0] == "@":
        return frozenset(verbs(word[1:]))
    return frozenset(nouns(word[1:])) if word[0] == "+" else frozenset({word})


def _tags(nouns: Any) -> dict[str, tuple[Tag, ...]]:  # noqa: ANN401 - a cached function
    """Return weapons and targets by the first word of their names, longest first."""
    found: dict[str, list[Tag]] = {}
    for table, kind in (("weapons", WEAPON), ("targets", TARGET)):
        rows = lexicon.table(table)
        tokens = _tokens(name for row in rows.values() for name in row["names"])
        for row_id, row in rows.items():
            key = row.get("class", row_id)
            for name in row["names"]:
                for words in _name_forms(tokens[name], nouns):
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


def _name_forms(words: tuple[str, ...], nouns: Any) -> Iterator[tuple[str, ...]]:  # noqa: ANN401
    """Yield the token forms of a name, singular and plural: "Kalibrs", "Su-34s"."""
    yield words
    last = words[-1]
    forms = nouns(last) if last.isalpha() else {last + "s"} if last[-1].isdigit() else {last}
    for form in sorted(forms - {last}):
        yield (*words[:-1], form)
