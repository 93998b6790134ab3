"""The places of the event that one verb names: a question of the evaluation, not of the product.

Every place of the verb's sentence has signs of grammar: its governor, the side of the verb it
stands on, what lies between, whether the codebook's frames bind it to that verb. The points
of `lexicons/verbs.toml` are added up; places above the threshold are where it happened. No
sign is a name or a word of one event, so other texts decide how well the points hold.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap import lexicon
from geomap.dates import find_dates
from geomap.gazetteer import open_gazetteer
from geomap.incidents.codebook import open_codebook
from geomap.incidents.governors import find_governors
from geomap.incidents.places import contains
from geomap.incidents.reading import Reader
from geomap.incidents.story import Story, country_of
from geomap.incidents.units import ACTOR, MARK, PLACE, WORD, given_units, read_units
from geomap.mentions import find_mentions
from geomap.resolve import resolve_mentions
from geomap.text import read_document

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.drafts import Draft
    from geomap.incidents.units import Unit, Units

__all__ = ["find_verb_places", "signs_of_places", "write_verb_places"]

AFTER, BEFORE = "after", "before"
FARTHEST = 30  # units; farther is as far
DISTANCE_UNIT = 10
MOST = 3  # verbs, subordinators and rivals that are told apart
MOST_COMMAS = 2
OPENING = 3  # units within which a place opens the sentence: "In the city of P, …"
CONTAINER_REACH = 5  # units of "P, in the northern Q": a place and what holds it
AUXILIARY_REACH = 3  # units before a verb in which its "was", "would" or "not" stands

Signs = dict[str, float]
Span = tuple[int, int]


class _Candidate(NamedTuple):
    """What may be a place: its first and last unit, what governs it, and what it is."""

    first: int
    last: int
    governor: str
    kind: str


class _View(NamedTuple):
    """The sentence of a verb as the signs look at it."""

    text: str
    units: Sequence[Unit]
    clauses: Sequence[int]
    verb: int
    verbs: frozenset[int]
    candidates: Sequence[_Candidate]
    own: frozenset[int]
    """Where the places start that frames bind to the verb's trigger."""
    others: frozenset[int]
    """Where those start that are bound to other triggers."""
    containers: frozenset[Span]
    """Where a place starts and where one starts that it holds, by the gazetteer."""


def find_verb_places(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Find where the event happened that a verb of a text names.

    Parameters
    ----------
    text
        In English.
    start, end
        The offsets of the verb, half-open.

    Returns
    -------
    spans
        The offsets of the places, in text order; none if the verb names no event with a place.

    Examples
    --------
    >>> text = "Shells hit Kherson, the mayor of Kyiv said."
    >>> [text[slice(*span)] for span in find_verb_places(text, 7, 10)]
    ['Kherson']
    >>> find_verb_places(text, text.index("said"), len(text) - 1)
    ()
    """
    view = _view(text, start, end)
    if view is None:
        return ()
    table = lexicon.table("verbs")
    points, least = table["points"], table["threshold"]
    chosen = [
        one
        for one in view.candidates
        if sum(points.get(sign, 0.0) * value for sign, value in _signs(view, one)) >= least
    ]
    return tuple(_span(view, one) for one in chosen if not _is_container(view, one, chosen))


def write_verb_places(records: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write the places of each record's verb as JSON Lines: ``{doc_id, toponyms: [{start, end}]}``.

    Parameters
    ----------
    records
        With ``doc_id``, ``text`` and ``verb: {start, end}``.
    """
    lines = []
    for record in records:
        verb = record["verb"]
        spans = find_verb_places(record["text"], verb["start"], verb["end"])
        toponyms = [{"start": start, "end": end, "lat": None, "lon": None} for start, end in spans]
        lines.append(json.dumps({"doc_id": record["doc_id"], "toponyms": toponyms}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def signs_of_places(text: str, start: int, end: int) -> tuple[tuple[Span, Signs], ...]:
    """Return the places of the sentence of a verb with their signs; none if there is no verb.

    Parameters
    ----------
    text, start, end
        As in `find_verb_places`.
    """
    view = _view(text, start, end)
    if view is None:
        return ()
    return tuple((_span(view, one), dict(_signs(view, one))) for one in view.candidates)


def _span(view: _View, one: _Candidate) -> Span:
    """Return the offsets of a place."""
    return view.units[one.first].start, view.units[one.last].end


def _is_container(view: _View, one: _Candidate, chosen: Sequence[_Candidate]) -> bool:
    """Return whether a place only says where a finer one lies: "P in Q", "Q's P district"."""
    return any(_holds(view, one, other) for other in chosen if other is not one)


def _holds(view: _View, coarse: _Candidate, fine: _Candidate) -> bool:
    """Return whether one place holds the other, by the words between them or by the gazetteer."""
    units, table = view.units, lexicon.table("verbs")
    low, high = sorted((coarse, fine))
    between = [unit.key for unit in units[low.last + 1 : high.first]]
    if len(between) > CONTAINER_REACH:
        return False
    if coarse is low:
        return bool(between) and between[0] in table["owning"]
    is_linked = bool(between) and between[0] in table["holding"]
    rest = set(between[1:])
    if is_linked and rest.issubset(table["before_names"]):
        return True
    pair = (units[coarse.first].start, units[fine.first].start)
    return pair in view.containers


def _view(text: str, start: int, end: int) -> _View | None:
    """Read the sentence of a verb as the product reads it."""
    story = _story(text)
    if story is None:
        return None
    number = story.document.sentence_at(start)
    reader = Reader(story)
    units = _units(reader, number)
    verb = next((at for at, unit in enumerate(units.units) if unit.start < end <= unit.end), None)
    if verb is None:
        return None
    drafts = reader.read(number)
    return _View(
        text,
        units.units,
        units.clauses,
        verb,
        frozenset(_verbs(text, units.units, story.codebook)),
        sorted(_candidates(text, units, verb, story.codebook)),
        _starts((draft for draft in drafts if verb in draft.seen()), story),
        _starts((draft for draft in drafts if verb not in draft.seen()), story),
        frozenset(_containers(story, number)),
    )


def _story(text: str) -> Story | None:
    """Read a text up to its incidents; a text without a sentence tells of none."""
    language, gazetteer = lexicon.language("en"), open_gazetteer()
    codebook = open_codebook(language)
    document = read_document(text, language.sections)
    if codebook is None or not document.sentences:
        return None
    found = resolve_mentions(document, find_mentions(document, gazetteer, language), gazetteer)
    days = find_dates(document, language, None)
    return Story(document, found, days, codebook, None, country_of(found))


def _units(reader: Reader, number: int) -> Units:
    """Cut one sentence into units."""
    document = reader.story.document
    sentence = document.sentences[number]
    spans = given_units(reader.resolutions_of.get(number, ()), reader.dates_of.get(number, ()))
    lower = document.lows[sentence.first_token : sentence.last_token]
    return read_units(document.tokens_of(number), lower, number, spans, reader.codebook)


def _containers(story: Story, number: int) -> Iterator[Span]:
    """Yield where a place of a sentence starts, and where one starts that it holds."""
    here = [found for found in story.resolutions if found.mention.sentence == number]
    for coarse in here:
        for fine in here:
            if contains(coarse, fine):
                yield coarse.mention.start, fine.mention.start


def _starts(drafts: Iterable[Draft], story: Story) -> frozenset[int]:
    """Return the offsets of the places of some drafts."""
    return frozenset(
        story.resolutions[place.mention].mention.start for draft in drafts for place in draft.places
    )


def _verbs(text: str, units: Sequence[Unit], codebook: Codebook) -> Iterator[int]:
    """Yield the units that are verbs, as far as their form tells."""
    table = lexicon.table("verbs")
    known = codebook.words["reporting"]["verbs"].union(table["forms"])
    endings = tuple(table["endings"])
    for at, unit in enumerate(units):
        is_verb = unit.key in known or unit.key.endswith(endings)
        if is_verb and unit.kind == WORD and text[unit.start].islower():
            yield at


def _candidates(text: str, units: Units, verb: int, codebook: Codebook) -> Iterator[_Candidate]:
    """Yield the places of a sentence, and names that no gazetteer knows behind a preposition."""
    governors = find_governors(units, {verb}, codebook)
    for at, unit in enumerate(units.units):
        if unit.kind == PLACE:
            kind = "near" if unit.key else "nation"
            yield _Candidate(at, at, governors[at].word or "none", kind)
        elif unit.kind == ACTOR and unit.key:
            yield _Candidate(at, at, "none", "actor")
    yield from _unknown(text, units.units, verb)


def _unknown(text: str, units: Sequence[Unit], verb: int) -> Iterator[_Candidate]:
    """Yield names that no gazetteer knows: behind a preposition, the verb or a place of a list."""
    table = lexicon.table("verbs")
    ends = {at for at, unit in enumerate(units) if unit.kind == PLACE}
    at = 1
    while at < len(units):
        stop = _name_end(text, units, at, table["name_openers"])
        before = at - 1
        while before > 0 and units[before].key in table["before_names"]:
            before -= 1
        governor = _governor_of_name(units, before, verb, ends, table)
        if stop > at and governor:
            ends.add(stop - 1)
            yield _Candidate(at, stop - 1, governor, "unknown")
        at = max(stop, at + 1)


def _name_end(text: str, units: Sequence[Unit], at: int, openers: Sequence[str]) -> int:
    """Return the unit after a name, the same unit if none starts there: "al-Xyz", "Xyz Xyz"."""
    stop = at
    while stop < len(units):
        after = units[stop + 1].key if stop + 1 < len(units) else ""
        is_hyphen = units[stop].key == "-" and stop > at
        is_opener = units[stop].key in openers and after == "-"
        if not (is_hyphen or is_opener or _is_name(text, units[stop])):
            break
        stop += 1
    while stop > at and not _is_name(text, units[stop - 1]):
        stop -= 1
    return stop


def _governor_of_name(
    units: Sequence[Unit], before: int, verb: int, ends: Container[int], table: Mapping[str, Any]
) -> str:
    """Return what leads to a name: a preposition, "object" or "list"; empty if nothing does."""
    if before == verb:
        return "object"
    if before and units[before].key in table["joints"] and before - 1 in ends:
        return "list"
    return units[before].key if units[before].key in table["prepositions"] else ""


def _is_name(text: str, unit: Unit) -> bool:
    return unit.kind == WORD and unit.key.isalpha() and text[unit.start].isupper()


def _signs(view: _View, one: _Candidate) -> Iterator[tuple[str, float]]:
    """Yield the signs of a verb and a place."""
    yield from _signs_of_verb(view)
    yield from _signs_of_place(view, one)


def _signs_of_verb(view: _View) -> Iterator[tuple[str, float]]:
    """Yield the signs of a verb: what it is, and what its auxiliaries make of it."""
    table, units = lexicon.table("verbs"), view.units
    before = {unit.key for unit in units[max(0, view.verb - AUXILIARY_REACH) : view.verb]}
    for sign, words in table["auxiliaries"].items():
        if not before.isdisjoint(words):
            yield sign, 1.0
    if any(unit.key in table["here"] for unit in units):
        yield "here", 1.0
    yield f"places {min(len(view.candidates), MOST)}", 1.0


def _signs_of_place(view: _View, one: _Candidate) -> Iterator[tuple[str, float]]:
    """Yield the signs of a place beside a verb."""
    units, verb = view.units, view.verb
    side = AFTER if one.first > verb else BEFORE
    low, high = (verb, one.first) if side == AFTER else (one.last, verb)
    between = range(low + 1, high)
    commas = sum(units[at].kind == MARK and units[at].key == "," for at in between)
    links = sum(units[at].key in lexicon.table("verbs")["subordinators"] for at in between)
    yield f"{one.governor} {side}", 1.0
    yield f"kind {one.kind}", 1.0
    yield f"class {_class_of(units[verb].key)} {side}", 1.0
    yield f"rank {min(_rank(view, one, side), MOST)} {side}", 1.0
    yield f"commas {min(commas, MOST_COMMAS)} {side}", 1.0
    yield f"verbs {min(sum(at in view.verbs for at in between), MOST)} {side}", 1.0
    yield f"distance {side}", min(high - low, FARTHEST) / DISTANCE_UNIT
    yield f"links {side}", float(min(links, MOST))
    yield from ((sign, 1.0) for sign, is_so in _marks(view, one, side) if is_so)


def _marks(view: _View, one: _Candidate, side: str) -> Iterator[tuple[str, bool]]:
    """Yield the signs that are there or not."""
    units, verb = view.units, view.verb
    start = units[one.first].start
    yield f"same clause {side}", view.clauses[one.first] == view.clauses[verb]
    yield f"participle {side}", units[verb].key.endswith("ing")
    yield "opening", one.first <= OPENING
    yield "behind a comma", one.first > 0 and units[one.first - 1].key == ","
    yield "bound", start in view.own
    yield "bound elsewhere", bool(view.own) and start not in view.own
    yield "bound to another", start in view.others and start not in view.own


def _rank(view: _View, one: _Candidate, side: str) -> int:
    """Return how many places on the same side stand nearer to the verb."""
    distance = abs(one.first - view.verb)
    return sum(
        (other.first > view.verb) == (side == AFTER) and abs(other.first - view.verb) < distance
        for other in view.candidates
    )


def _class_of(verb: str) -> str:
    """Return what a verb does with places: it is said, takes place, is aimed at one, or other."""
    classes: Mapping[str, Sequence[str]] = lexicon.table("verbs")["classes"]
    for name, beginnings in classes.items():
        if verb.startswith(tuple(beginnings)):
            return name
    return "other"
