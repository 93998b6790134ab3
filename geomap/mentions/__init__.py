"""Text → mentions, and what each is used for.

The stage works on token numbers (`reading`), in this order: names by longest match
(`names`), states behind towns (`units`), given spans (`spans`), borders, type words (`cues`,
`adjectives`), what only these give away (`unknown`), persons and organisations (`guards`,
`quoted`, `surnames`),
qualifiers, spatial relations, lists, is it a place at all (`score`), uses.
Every draft that was a name stays a mention, with the rule that decided its use.
"""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from geomap.mentions.adjectives import find_adjectives
from geomap.mentions.cues import find_cues, spread_plurals
from geomap.mentions.guards import guard_organisations, guard_persons
from geomap.mentions.lexis import lexis_of
from geomap.mentions.lists import find_lists, find_qualifiers
from geomap.mentions.names import find_names
from geomap.mentions.quoted import guard_quoted
from geomap.mentions.reading import Draft, Reading, cover_of, read_tokens
from geomap.mentions.relations import find_borders, find_relations, spread_relations
from geomap.mentions.score import score_names
from geomap.mentions.spans import add_spans, doubt_spans, from_spacy
from geomap.mentions.surnames import guard_surnames
from geomap.mentions.units import find_units
from geomap.mentions.unknown import find_unknown
from geomap.mentions.uses import find_uses
from geomap.records import Mention, Span, Use, maker_of
from geomap.text import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.gazetteer import Gazetteer
    from geomap.lexicon import Language
    from geomap.mentions.spans import GivenSpan
    from geomap.text import Document

__all__ = ["find_mentions", "from_spacy"]

_LITERAL = Use.LITERAL
_to_record = maker_of(Mention)


def find_mentions(
    document: Document,
    gazetteer: Gazetteer,
    language: Language,
    *,
    ignore_case: bool = False,
    spans: Iterable[GivenSpan] | None = None,
) -> tuple[Mention, ...]:
    """Return the mentions of a document in the order of the text.

    Parameters
    ----------
    document
        The text with its sentences and tokens.
    gazetteer
        The names that are known.
    language
        The words that decide; without any, names are still found, all ``literal``.
    ignore_case
        Look at words in lower case too.
    spans
        What a recogniser of the user's own found, as half-open offsets, with "person" or
        "organisation" behind them if it is no place (see `spans`).

    Returns
    -------
    mentions
        At most ``LIMITS["mentions"]``; names inside persons, organisations and other
        names are among them, with ``use`` ``name_part`` and the reason.
    """
    lexis = lexis_of(language)
    reading = read_tokens(document, lexis)
    drafts = find_names(reading, gazetteer, lexis, ignore_case=ignore_case)
    drafts = find_units(reading, drafts, gazetteer)
    _mark(reading, drafts)
    given = tuple(spans or ())
    drafts = _in_order(add_spans(reading, drafts, given, gazetteer))
    drafts = find_borders(reading, drafts, gazetteer, lexis)
    find_cues(reading, drafts, gazetteer, lexis)
    drafts = find_adjectives(reading, drafts, gazetteer, lexis)
    drafts = _in_order([*drafts, *find_unknown(reading, drafts, gazetteer, lexis)])
    _mark(reading, drafts)
    cover = cover_of(drafts)
    persons = guard_persons(reading, cover, lexis)
    guard_organisations(reading, cover, lexis)
    guard_surnames(reading, drafts, persons, lexis)
    guard_quoted(reading, drafts, lexis)
    find_qualifiers(reading, drafts, lexis)
    find_relations(reading, drafts, lexis)
    lists = find_lists(reading, drafts, lexis)
    spread_plurals(reading, lists, gazetteer, lexis)
    spread_relations(reading, lists, lexis)
    doubt_spans(reading, drafts, given)
    score_names(reading, drafts, gazetteer, lexis, lists, ignore_case=ignore_case)
    find_uses(reading, drafts, lists, lexis)
    return _to_mentions(reading, drafts[: LIMITS["mentions"]])


def _mark(reading: Reading, drafts: list[Draft]) -> None:
    """Put the mark of a place or a people over the tokens of the drafts."""
    marks = reading.marks
    for draft in drafts:
        mark = "<demonym>" if draft.is_demonym else "<place>"
        for token in range(draft.first, draft.last):
            marks[token] = mark


def _in_order(drafts: list[Draft]) -> list[Draft]:
    """Return drafts by position; a type word two of them claim stays with the first."""
    drafts.sort(key=attrgetter("first"))
    for one, two in pairwise(drafts):
        if one.last > two.first:  # noqa: PLR1730 - a call for each pair takes twice as long
            one.last = two.first
    return drafts


def _to_mentions(reading: Reading, drafts: list[Draft]) -> tuple[Mention, ...]:
    numbers = {id(draft): number for number, draft in enumerate(drafts)}
    return tuple([_to_mention(reading, draft, numbers) for draft in drafts])


def _to_mention(reading: Reading, draft: Draft, numbers: dict[int, int]) -> Mention:
    document, parent, relation_span = reading.document, draft.parent, None
    start, end = document.starts[draft.first], document.ends[draft.last - 1]
    if draft.relation and draft.relation_first is not None:
        relation_span = Span(document.starts[draft.relation_first], start)
    return _to_record(
        start,
        end,
        document.written[start:end],
        draft.sentence,
        document.sentences[draft.sentence].zone,
        draft.use or _LITERAL,
        draft.name,
        draft.reason,
        frozenset({draft.first_kind}) if draft.is_demonym else draft.kinds,
        None if parent is None else numbers.get(id(parent)),
        draft.list_id,
        draft.relation,
        relation_span,
    )
