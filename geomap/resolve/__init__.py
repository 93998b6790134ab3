"""Mentions and candidates → one place each, with score and evidence.

A deterministic, additive score per candidate, with the answer "none of them". First every
mention is judged by itself: its name (`names`, `shortened`), its qualifier (`cases`, `nearly`),
the words beside it (`beside`); these first answers are the evidence of the document (`context`,
`theatre`) for the passes that follow. A name whose best reading leads by far
is an anchor: it is evidence, but is not asked again. All weights lie in
``lexicons/resolver.toml``; `answers` turns scores into words, `sites` puts streets in towns.
"""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.records import Use
from geomap.resolve.answers import answer
from geomap.resolve.beside import judge_headlines, judge_lists, judge_neighbours
from geomap.resolve.cases import judge_qualifiers, open_cases
from geomap.resolve.context import Evidence, gather_evidence, weigh
from geomap.resolve.names import leads
from geomap.resolve.shortened import judge_shortened
from geomap.resolve.sites import place_sites
from geomap.resolve.strangers import is_small
from geomap.resolve.theatre import asked_countries, bias_of, find_front

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from geomap.gazetteer import Gazetteer
    from geomap.records import Mention, Resolution
    from geomap.resolve.cases import Case
    from geomap.resolve.names import Table, Verdict
    from geomap.text import Document

__all__ = ["asked_countries", "resolve_mentions"]

_PASSES = 3
_NAME_PART = Use.NAME_PART  # to ask an enum takes ten times as long
_STATES = frozenset({"admin1", "country"})
_INSIDE = "inside a name"  # how the reason of a mention in an organisation's name begins


def resolve_mentions(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    country_bias: str = "auto",
    published: date | None = None,
) -> tuple[Resolution, ...]:
    """Return one resolution per mention, in the same order.

    Parameters
    ----------
    document, mentions
        The text and what `find_mentions` found in it.
    gazetteer
        The places that are known.
    country_bias
        ``auto``: the countries that the document itself names most; ``none``; or codes of
        ISO 3166-1 with commas ("UA,MD"), whose places are preferred. In a country at war
        those near its front lines are, where nothing else decides; with ``none`` they are not.
    published
        The day of the text: a name that a place has lost since then was its own, so that
        "Artemivsk" of 2015 is as good a name of Bakhmut as any.

    Returns
    -------
    resolutions
        ``place`` is ``None`` where nothing fits well enough; the reason says why.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> from geomap.lexicon import language
    >>> from geomap.mentions import find_mentions
    >>> from geomap.text import read_document
    >>> document = read_document("Blasts shook Kharkiv and Paris, Texas.", language("en").sections)
    >>> gazetteer = open_gazetteer()
    >>> mentions = find_mentions(document, gazetteer, language("en"))
    >>> [r.place.country for r in resolve_mentions(document, mentions, gazetteer)]
    ['UA', 'US', 'US']
    """
    table = lexicon.table("resolver")
    places = {n: m for n, m in enumerate(mentions) if m.use is not _NAME_PART}
    day = published.isoformat() if published else ""
    cases = open_cases(document, places, gazetteer, table, day)
    judge_qualifiers(document, cases, gazetteer, table)
    judge_shortened(cases, table)
    for case in cases.values():
        is_bare = case.notes is None
        case.is_anchor = (
            case.name.is_sure if is_bare else leads(case.spots, case.fixed, table["decision"])
        )
    judge_neighbours(document, cases, gazetteer, table)
    judge_headlines(cases, table)
    judge_lists(cases, table)
    witnesses = _witnesses(document, mentions, gazetteer, table, day)
    evidence = _judge_together([*cases.values(), *witnesses], country_bias, table)
    verdicts: dict[tuple[object, ...], Verdict] = {}
    answers = [answer(m, cases.get(n), evidence, verdicts, table) for n, m in enumerate(mentions)]
    return place_sites(document, tuple(answers), table)


def _witnesses(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    table: Table,
    day: str,
) -> list[Case]:
    """Return the states in the names of organisations: no places, but they say where we are.

    "The South Carolina Department of Health" tells which Florence the article is about.
    """
    inside = {
        number: mention
        for number, mention in enumerate(mentions)
        if mention.use is _NAME_PART and mention.reason.startswith(_INSIDE)
    }
    found = open_cases(document, inside, gazetteer, table, day).values() if inside else ()
    witnesses = [c for c in found if c.name.is_sure and c.spot and c.spot.rank in _STATES]
    for case in witnesses:
        case.is_anchor = True
    return witnesses


def _judge_together(cases: Collection[Case], country_bias: str, table: Table) -> Evidence:
    """Score the open cases by the answers of all, whatever their order, until none changes."""
    bias = bias_of(country_bias, cases)
    is_asked = country_bias != "auto"
    evidence = Evidence(bias, is_asked)
    front = find_front(bias, cases, is_asked=is_asked)
    waiting = [case for case in cases if not case.is_anchor and case.spots]
    for number in range(_PASSES if waiting else 0):
        before = [case.best for case in waiting]
        evidence = Evidence(bias, is_asked, front)
        gather_evidence(cases, evidence, table, is_first=number == 0)
        weighed = [weigh(case, evidence, table) for case in waiting]
        for case, parts in zip(waiting, weighed, strict=True):
            case.parts = parts
            case.decide(list(map(add, case.fixed, map(sum, parts))))
        if before == [case.best for case in waiting]:
            break  # the same evidence again would say the same
    if not waiting and any(is_small(case, table["decision"]) for case in cases):
        gather_evidence(cases, evidence, table, is_first=False)
    return evidence
