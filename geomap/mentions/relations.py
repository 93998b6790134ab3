"""Spatial relations in front of a name, and borders between two names."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from geomap.mentions.patterns import REACH, line_of, words_matched
from geomap.mentions.reading import INHABITED, Draft, Reading
from geomap.text import HYPHENS, fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis

__all__ = ["find_borders", "find_relations", "spread_relations"]

_BORDER = "border"
_BORDER_WITH = 2  # "border with"
_BY_BORDER = INHABITED | {"admin1", "admin2"}
_OWNED = 5  # "'s", and the noun behind up to three adjectives
_SPREAD = frozenset({"near", "outskirts", "direction"})
"""Relations that hold for a whole list; "in eastern A and B" says nothing of B."""


def find_relations(reading: Reading, drafts: Sequence[Draft], lexis: Lexis) -> None:
    """Give each draft the relation that the words in front of it state, such as ``coast/E``."""
    lows, skipped, relations = reading.lows, lexis.articles_and_quotes, lexis.relations
    for draft in drafts:
        if draft.is_demonym or draft.relation:
            continue
        first, limit = reading.bounds[draft.sentence]
        at = draft.lead - 1
        while at >= first and lows[at] in skipped:
            at -= 1
        if at >= first and lows[at] in relations:
            _find_relation(reading, draft, at, first, lexis)
        if not draft.relation and draft.last < limit:
            draft.relation = lexis.relations_after.get(lows[draft.last], "")


def spread_relations(reading: Reading, lists: Sequence[Sequence[Draft]], lexis: Lexis) -> None:
    """Give the members of a list the relation before its first: "near A, B and C"."""
    for members in lists:
        relation = members[0].relation
        if relation.partition("/")[0] not in _SPREAD or members[0].relation_first is None:
            continue
        for draft in members[1:]:
            if draft.relation or reading.lows[draft.lead - 1] not in lexis.links:
                break  # "near A, in B and C"
            draft.relation = relation


def _find_relation(reading: Reading, draft: Draft, at: int, first: int, lexis: Lexis) -> None:
    rules, either = lexis.relations[reading.lows[at]]
    before = either.second
    if before is not None and (at == first or reading.marks[at - 1] not in before):
        return
    line = line_of(reading.marks[max(first, at + 1 - REACH) : at + 1][::-1])
    for rule in rules if either.match(line) else ():
        length = words_matched(rule.pattern, line)
        if not length:
            continue
        words = range(at + 1 - length, at + 1)
        if rule.relation == "centre" and draft.candidates and draft.first_kind not in INHABITED:
            continue  # "central Poland" is a part, "central Warsaw" the middle of a town
        if _is_of_owned(reading, draft, lexis.relations_owned.get(rule.relation)):
            continue
        draft.relation = "/".join(
            part
            for part in (
                rule.relation,
                _direction(reading, words, lexis),
                _km(reading, words, lexis),
            )
            if part
        )
        draft.relation_first = words.start
        return


def _is_of_owned(reading: Reading, draft: Draft, owned: frozenset[str] | None) -> bool:
    """Return whether a name owns what the relation is to, and that is of no such kind."""
    behind = reading.lows[draft.last : draft.last + _OWNED]
    return owned is not None and behind[:1] == ["'s"] and owned.isdisjoint(behind)


def _direction(reading: Reading, words: range, lexis: Lexis) -> str:
    """Return the compass point named among some tokens; "north-east" may be three of them."""
    said = "".join(
        reading.lows[at]
        for at in words
        if reading.lows[at] in lexis.direction_of or reading.texts[at] in HYPHENS
    )
    return lexis.direction_of.get(said.replace("–", "-").replace("-", ""), "")


def _km(reading: Reading, words: range, lexis: Lexis) -> str:
    """Return the distance named among some tokens in kilometres, to 100 metres."""
    number = next((reading.texts[at] for at in words if reading.marks[at] == "<num>"), None)
    unit = next(
        (lexis.km_of[reading.lows[at]] for at in words if reading.lows[at] in lexis.km_of), None
    )
    if number is None or unit is None:
        return ""
    try:
        return f"{round(float(number.replace(',', '')) * unit, 1):g}"
    except ValueError:
        return ""  # "30.5.2" and the like measure nothing


def find_borders(
    reading: Reading, drafts: list[Draft], gazetteer: Gazetteer, lexis: Lexis
) -> list[Draft]:
    """Return the drafts with the names of a border made one: "Polish-Ukrainian border"."""
    if lexis.borders.isdisjoint(reading.lows):
        return drafts
    is_border = map(lexis.borders.__contains__, reading.lows)
    at_border = frozenset(compress(reading.sentences, is_border))
    for draft in drafts:
        if draft.sentence in at_border and draft.first_kind == _BORDER:
            _take_border_off(reading, draft, gazetteer, lexis)
    kept: list[Draft] = []
    skip: set[int] = set()
    for number, one in enumerate(drafts):
        two = drafts[number + 1] if number + 1 < len(drafts) else None
        merged = None
        if one.sentence not in at_border:
            kept.append(one)
            continue
        if two is not None and one.sentence == two.sentence and id(one) not in skip:
            merged = _border_of(reading, one, two, gazetteer, lexis)
        if merged is not None and two is not None:
            skip.update((id(one), id(two)))
            kept.append(merged)
            if merged.first > one.first:
                kept.insert(-1, one)  # "Ukraine's border with Poland" leaves Ukraine's alone
        elif id(one) not in skip:
            _border_alone(reading, one, lexis)
            kept.append(one)
    return kept


def _border_of(
    reading: Reading, one: Draft, two: Draft, gazetteer: Gazetteer, lexis: Lexis
) -> Draft | None:
    """Return one draft for "A-B border", "border between A and B" or "A's border with B"."""
    between = reading.lows[one.last : two.first]
    limit = reading.bounds[one.sentence][1]
    is_pair = len(between) == 1 and between[0] in HYPHENS
    if is_pair and two.last < limit and reading.lows[two.last] in lexis.borders:
        return _border(one, two, one.first, two.last + 1, gazetteer)
    if " ".join(between) in lexis.border_links:
        at = one.first - (3 if reading.lows[one.first - 1] in lexis.natural_articles else 2)
        if at >= 0 and tuple(reading.lows[at : at + 2]) in lexis.border_pairs:
            return _border(one, two, at, two.last, gazetteer)
    skipped = lexis.articles_and_quotes | lexis.directions | {"'s"}
    words = [low for low in between if low not in skipped]
    if len(words) == _BORDER_WITH and words[0] in lexis.borders and words[1] in lexis.border_links:
        return _border(one, two, one.last + between.index(words[0]), two.last, gazetteer)
    return None


def _border(one: Draft, two: Draft, first: int, last: int, gazetteer: Gazetteer) -> Draft | None:
    """Return a draft for the border of two places, under the first name that is known."""
    names = [_plain(one), _plain(two)]
    if not all(names) or names[0] == names[1]:
        return None
    orders = (f"{names[0]} {names[1]} border", f"{names[1]} {names[0]} border")
    for key in orders:
        found = tuple(c for c in gazetteer.candidates(key) if c.match != "skeleton")
        if found:
            break
    else:
        key, found = f"{names[0]}–{names[1]} border", ()
    return Draft(first, last, key, found, one.sentence, first, kinds=frozenset({"border"}))


def _plain(draft: Draft) -> str:
    """Return the name of the country or region that a draft stands for, folded."""
    if not draft.candidates:
        return ""
    return fold_name(draft.candidates[0].place.name)


def _border_alone(reading: Reading, draft: Draft, lexis: Lexis) -> None:
    """Mark "the Polish border" as the border of one country."""
    at = draft.last
    limit = reading.bounds[draft.sentence][1]
    if draft.is_demonym and at < limit and reading.lows[at] in lexis.borders:
        after = reading.lows[at + 1] if at + 1 < limit else ""
        if after not in lexis.border_guards and not _is_sort_of_place(reading, at + 1, lexis):
            draft.is_demonym = False
            draft.kinds = frozenset({"country"})
            draft.last = at + 1
            draft.relation = _BORDER


def _take_border_off(reading: Reading, draft: Draft, gazetteer: Gazetteer, lexis: Lexis) -> None:
    """Make "the Russian border city of X" the state again, though its border has the name."""
    last = draft.last - 1
    if reading.lows[last] not in lexis.borders or not _is_sort_of_place(reading, last + 1, lexis):
        return
    name = fold_name(reading.span_text(draft.first, last))
    people = gazetteer.demonym(name)
    name = name if people is None else gazetteer.place(people).name
    found = gazetteer.candidates(name)
    if people is not None:
        found = tuple([candidate for candidate in found if candidate.place.place_id == people])
    draft.last, draft.name, draft.candidates = last, name, found
    draft.is_demonym = people is not None


def _is_sort_of_place(reading: Reading, at: int, lexis: Lexis) -> bool:
    """Return whether a type word and its name stand at a token: "border city of X"."""
    marks = [mark for mark in reading.marks[at + 1 : at + 3] if mark not in lexis.parts]
    return marks[:1] == ["<place>"] and any(
        len(phrase) == 1 and cue.kinds & _BY_BORDER
        for phrase, cue in lexis.after.get(reading.lows[at], ())
    )
