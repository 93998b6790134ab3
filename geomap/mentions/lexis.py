"""A language's words as the mention stage needs them: sets, phrases and compiled rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from geomap.mentions.rules import cues_of, relations_of, uses_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.lexicon import Language
    from geomap.mentions.patterns import Pattern
    from geomap.mentions.rules import Cue, Relations, UseRule

__all__ = ["Lexis", "lexis_of"]

_QUOTES = frozenset("\"'“”‘’«»„")


@dataclass(frozen=True, slots=True, eq=False)
class Lexis:
    """All words of one language that bear on places, ready to be looked up.

    Two of them are the same only if they are one object, so what was made of it can be kept.
    """

    function: frozenset[str]
    closed: frozenset[str]
    """Words that are no place by themselves: function, type and head words, directions."""
    seats: Mapping[str, tuple[tuple[str, ...], ...]]
    """Seats of power as tuples of words, by their first word: the Kremlin."""
    seat_of: Mapping[str, str]
    """The state that a seat of power stands for."""
    natural_articles: frozenset[str]
    articles_and_quotes: frozenset[str]
    """What may stand between a name and the words that bear on it."""
    natural_kinds: frozenset[str]
    """Kinds of places that take an article, where a town takes none."""
    calendar: frozenset[str]
    common: frozenset[str]
    directions: frozenset[str]
    unnamed: frozenset[str]
    """Words with which no unknown name starts: function words, days, directions."""
    adjective_endings: tuple[str, ...]
    articles: frozenset[str]
    """Articles that a hyphen ties to a name: Al-Raqqa."""
    titles: frozenset[str]
    honorifics: frozenset[str]
    """Titles that stand before a surname only, were it that of a country: "Mr Holland"."""
    offices: frozenset[str]
    given: frozenset[str]
    surnames: frozenset[str]
    company: frozenset[str]
    """Prepositions of company, behind which a name with such an ending is a person's."""
    surname_endings: tuple[str, ...]
    bylines: frozenset[str]
    """Words in front of an author's name."""
    person_words: frozenset[str]
    """All that may stand right in front of a person's name that says so."""
    heads: frozenset[str]
    bodies: frozenset[str]
    """Head nouns of public bodies: the place in front is whose they are."""
    plain_heads: frozenset[str]
    """Head nouns that a headline in title case also has as plain nouns."""
    starts: frozenset[str]
    tails: frozenset[str]
    """Words that end the short name of an institution: "Moscow State"."""
    of_heads: frozenset[str]
    acronyms: frozenset[str]
    """Agencies whose acronyms, in capitals, are also names of places."""
    quoted_heads: frozenset[str]
    """What a name in quotation marks behind it belongs to, whatever it is called after: troops."""
    quoted_sites: frozenset[str]
    """The same of works and depots, which may be called after the town they are in."""
    organisations: Mapping[str, tuple[tuple[str, ...], ...]]
    """Names of organisations as tuples of words, by their first word."""
    organisation_words: frozenset[str]
    """All words that say of an organisation's name: its first, its head."""
    borders: frozenset[str]
    links: frozenset[str]
    """Marks and words of which one joins the members of a list."""
    joiners: frozenset[str]
    insides: frozenset[str]
    """What stands between a name and the place it lies in."""
    parts: frozenset[str]
    """The same behind a type word: "X district of Y"."""
    apposition_starts: tuple[str, ...]
    apposition_ends: tuple[str, ...]
    meets: frozenset[str]
    """Prepositions that, without an article, stand in front of hardly anything but places."""
    explains: frozenset[str]
    """What stands between a plural type word and the names it is of."""
    border_pairs: frozenset[tuple[str, ...]]
    border_links: frozenset[str]
    border_guards: frozenset[str]
    """All that may stand between them."""
    say: frozenset[str]
    verbs: frozenset[str]
    """Verbs of speaking and acting."""
    not_nouns: frozenset[str]
    """Words that end the name before them: verbs, adverbs, closed classes, days, directions."""
    verbal_endings: tuple[str, ...]
    """Endings of verbs and adverbs: a word with one is no noun, unless it is listed as one."""
    verbal_nouns: frozenset[str]
    explaining: frozenset[str]
    """Words that tell more of a place behind its comma: "P, where …"."""
    ways: frozenset[str]
    """Words of moving, behind which "to" and "from" stand before places."""
    comers: frozenset[str]
    """Who and what comes "from" a place: one of ``origins`` stands between."""
    origins: frozenset[str]
    townsfolk: frozenset[str]
    """Whom a town has: "Derby police", "a Derby man", "residents of Derby"."""
    kin: frozenset[str]
    """Of the titles, those of relatives, who are named in an apposition: "her son, Troy,"."""
    indefinite: frozenset[str]
    """Articles of one of many: "a Mercedes"."""
    carries: frozenset[str]
    """Verbs of bringing, behind whose objects "to" stands before a place."""
    strong_prep: frozenset[str]
    weak_prep: frozenset[str]
    skipped: frozenset[str]
    """Articles, quotes and adjectives that may stand between a preposition and a name."""
    metonyms: frozenset[str]
    after: Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]
    """Type phrases behind a name, longest first, by their first word."""
    before: Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]
    """Type phrases in front of a name, longest first, by their last word."""
    relations: Mapping[str, Relations]
    """Relations by the word right in front of the name."""
    relations_after: Mapping[str, str]
    """Words behind a name that make it the middle of an area: "the Lyman direction"."""
    relations_owned: Mapping[str, frozenset[str]]
    """What a relation before a possessive may be to, where not to all: "off Norway's coast"."""
    direction_of: Mapping[str, str]
    km_of: Mapping[str, float]
    uses: tuple[UseRule, ...]
    uses_right: Mapping[str, tuple[int, ...]]
    """Numbers of the use rules that a word behind the mention can start; so for ``uses_left``."""
    uses_left: Mapping[str, tuple[int, ...]]
    uses_always: tuple[int, ...]
    uses_endings: tuple[str, ...]
    """Endings of words behind a mention that ``uses_right`` has as ``*ed``."""
    adjectives: tuple[tuple[str, str], ...]
    """Endings of adjectives of towns and of the towns, longest first."""
    settlement_endings: tuple[str, ...]
    """Endings of the names of villages, in whatever spelling."""
    inflections: tuple[tuple[str, str], ...]
    """Endings as written and as the gazetteer has them, for languages that decline names."""

    def may_be_noun(self, word: str) -> bool:
        """Return whether a word neither is nor ends like one that ends the name before it."""
        is_verbal = word.endswith(self.verbal_endings) and word not in self.verbal_nouns
        return not is_verbal and word not in self.not_nouns


_PLAIN = {
    "common": ("function", "calendar", "directions", "articles", "verbal_nouns"),
    "persons": (
        "titles",
        "honorifics",
        "offices",
        "given",
        "surnames",
        "bylines",
        "kin",
        "company",
    ),
    "organisations": (
        "heads",
        "bodies",
        "plain_heads",
        "starts",
        "tails",
        "of_heads",
        "acronyms",
        "quoted_heads",
        "quoted_sites",
    ),
    "lists": ("links", "joiners", "insides", "parts", "explains"),
    "classes": (
        *("say", "explaining", "ways", "comers", "origins", "townsfolk", "indefinite", "carries"),
        *("strong_prep", "weak_prep", "skipped"),
    ),
}
"""Words that a language's file has under the name they have here, by section."""
_KM = {"km": 1.0, "mile": 1.609344, "m": 0.001}
_compiled: dict[str, tuple[Language, Lexis]] = {}  # one per language; the lexicon is read once too


def lexis_of(language: Language) -> Lexis:
    """Return the compiled words of a language; compiled once per language and process.

    Raises
    ------
    LexiconError
        If a rule is written wrong; the message names it.
    """
    known = _compiled.get(language.iso)
    if known is None or known[0] is not language:
        known = (language, _compile(language))
        _compiled[language.iso] = known
    return known[1]


def _compile(language: Language) -> Lexis:
    plain: dict[str, Any] = {
        name: language.words(section, name) for section, names in _PLAIN.items() for name in names
    }
    directions, units = _directions(language), _units(language)
    after, before = cues_of(language)
    kinds = {phrase[0] for rows in (after, before) for found in rows.values()
             for phrase, _ in found if len(phrase) == 1}  # fmt: skip
    return Lexis(
        **plain,
        **_everyday(language, kinds),
        **_of_names(language),
        **_of_lists(language),
        **_uses(uses_of(language)),
        after=after,
        before=before,
        relations=relations_of(language, directions, units),
        relations_after={
            word: relation
            for relation, row in language.sections.get("relations", {}).items()
            for word in row.get("after", ())
        },
        relations_owned={
            relation: frozenset(row["owned"])
            for relation, row in language.sections.get("relations", {}).items()
            if "owned" in row
        },
        direction_of=directions,
        km_of=units,
    )


def _everyday(language: Language, kinds: set[str]) -> dict[str, Any]:
    """Return the words that are no names by themselves, ``kinds`` of places among them."""
    get = language.words
    function, calendar = get("common", "function"), get("common", "calendar")
    directions = get("common", "directions")
    verbs = get("classes", "say") | get("classes", "act") | get("classes", "aux")
    others = (get("classes", name) for name in ("hit_past", "hit_verb", "adverb"))
    closed = function.union(directions, get("organisations", "heads"), kinds)
    natural = language.sections.get("natural", {})
    articles = frozenset(natural.get("articles", ()))
    return {
        "closed": closed - get("common", "towns_all_the_same"),
        "common": get("common", "words") - get("common", "countries_all_the_same"),
        "unnamed": function.union(calendar, directions),
        "verbs": verbs,
        "not_nouns": function.union(verbs, calendar, directions, *others),
        "adjective_endings": tuple(sorted(get("common", "adjective_endings"))),
        "verbal_endings": tuple(sorted(get("common", "verbal_endings"))),
        "natural_articles": articles,
        "natural_kinds": frozenset(natural.get("kinds", ())),
        "articles_and_quotes": _QUOTES.union(articles, natural.get("indefinite", ())),
    }


def _of_names(language: Language) -> dict[str, Any]:
    """Return what names of persons, bodies and towns are made of."""
    get = language.words
    seats = language.sections.get("seats", {})
    names = (name.replace("-", " - ").split() for name in get("organisations", "names"))
    organisations = _by_word(map(tuple, names))
    marks = map(partial(get, "organisations"), ("heads", "of_heads", "starts", "tails", "acronyms"))
    adjectives = language.sections.get("adjectives", {}).get("endings", ())
    inflections = language.sections.get("inflections", {}).get("endings", ())
    return {
        "person_words": get("persons", "titles") | get("persons", "bylines") | {"."},
        "seats": _by_word(tuple(name.split()) for names in seats.values() for name in names),
        "seat_of": {name: state for state, names in seats.items() for name in names},
        "organisations": organisations,
        "organisation_words": frozenset(organisations).union(*marks),
        "surname_endings": tuple(sorted(get("persons", "surname_endings"))),
        "metonyms": get("metonyms", "cities") | get("metonyms", "authorities"),
        "adjectives": tuple(sorted(map(tuple, adjectives), key=lambda row: -len(row[0]))),
        "settlement_endings": tuple(sorted(get("settlements", "endings"))),
        "inflections": tuple(map(tuple, inflections)),
    }


def _of_lists(language: Language) -> dict[str, Any]:
    """Return what stands between names of one list, one apposition or one border."""
    get = language.words
    return {
        "apposition_starts": tuple(sorted(get("lists", "apposition_starts"))) or ("\0",),
        "apposition_ends": tuple(sorted(get("lists", "apposition_ends"))) or ("\0",),
        "meets": get("settlements", "meets"),
        "border_pairs": frozenset(tuple(phrase.split()) for phrase in get("borders", "pairs")),
        "border_links": get("borders", "links"),
        "border_guards": get("borders", "guards"),
        "borders": get("borders", "words"),
    }


def _uses(rules: Sequence[UseRule]) -> dict[str, Any]:
    """Return the rules of use, by the words with which they start."""
    right = {n: rule.right for n, rule in enumerate(rules) if rule.right}
    left = {n: rule.left for n, rule in enumerate(rules) if rule.left and not rule.right}
    opening = (word for pattern in right.values() for word in pattern.first or ())
    return {
        "uses": rules,
        "uses_right": _by_first_word(right),
        "uses_left": _by_first_word(left),
        "uses_endings": tuple(sorted({w[1:] for w in opening if w[0] == "*" and w[1:]})),
        "uses_always": tuple(n for n, one in (right | left).items() if one.first is None),
    }


def _by_first_word(rules: Mapping[int, Pattern]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of rules by each word that their pattern can start with."""
    found: dict[str, list[int]] = {}
    for number, pattern in rules.items():
        for word in pattern.first or ():
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


def _by_word(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return {
        word: tuple(sorted(rows, key=lambda row: (-len(row), row))) for word, rows in found.items()
    }


def _directions(language: Language) -> dict[str, str]:
    rows = language.sections.get("directions", {})
    return {word.casefold(): code for code, words in rows.items() for word in words}


def _units(language: Language) -> dict[str, float]:
    rows = language.sections.get("units", {})
    return {word: _KM[unit] for unit, words in rows.items() for word in words}
