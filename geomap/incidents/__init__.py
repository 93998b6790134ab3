"""What happened where: triggers, frames, numbers, sources, doubt and days → incidents.

A sentence becomes units, the codebook's patterns find its triggers, frames bind places to
roles, and the drafts of all sentences are merged and tied together at the end. Captions,
links and footers make no incidents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.dates import READ_ZONES, find_dates
from geomap.incidents.attacks import (
    carry_over,
    link_attacks,
    tie_there,
    tie_to_lead,
)
from geomap.incidents.bulletins import carry_bulletin
from geomap.incidents.checks import BREACH, flag_breaches
from geomap.incidents.codebook import open_codebook
from geomap.incidents.details import complete_sides
from geomap.incidents.disputes import (
    mark_blamed,
    mark_countered,
    mark_denied,
    mark_held,
    mark_rejected,
    mark_unverified,
)
from geomap.incidents.drafts import name_drafts
from geomap.incidents.entries import date_entries
from geomap.incidents.focus import Focus, take_labels, take_places
from geomap.incidents.inheritance import take_days
from geomap.incidents.links import merge_drafts
from geomap.incidents.quotations import (
    attribute_quotations,
    carry_between,
    carry_posts,
    carry_reports,
    carry_sources,
)
from geomap.incidents.reading import Dropped, Reader, without_faint
from geomap.incidents.signatures import attribute_backwards
from geomap.incidents.story import Story, country_of
from geomap.incidents.tables import fill_rows, find_tables, without_headers
from geomap.records import (
    HEADLINE,
    Certainty,
    Claim,
    Incident,
    IncidentPlace,
    Role,
    Span,
    Zone,
    maker_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.drafts import Draft
    from geomap.incidents.units import Units
    from geomap.lexicon import Language
    from geomap.records import Article, Resolution
    from geomap.text import Document

__all__ = ["BREACH", "Dropped", "find_dropped", "find_incidents", "read_sentences"]

RANKS = {role: rank for rank, role in enumerate(Role)}

_to_place, _to_claim = maker_of(IncidentPlace), maker_of(Claim)


def find_incidents(
    document: Document,
    resolutions: Sequence[Resolution],
    language: Language,
    article: Article,
) -> tuple[Incident, ...]:
    """Find the incidents of an article.

    Parameters
    ----------
    document
        The article's text, cut up.
    resolutions
        One per mention, in text order; their indices are what places of incidents refer to.
    language
        The words; a language without frames gives no incidents.
    article
        Its id and its day of publication are used.

    Returns
    -------
    incidents
        In the order of their triggers.

    Examples
    --------
    >>> from geomap import lexicon
    >>> from geomap.records import Article
    >>> from geomap.text import read_document
    >>> article = Article("a", "Air defences shot down 12 drones on 3 May 2023, officials said.")
    >>> english = lexicon.language("en")
    >>> (incident,) = find_incidents(read_document(article.text, {}), (), english, article)
    >>> incident.incident_type, incident.counts[0].value, str(incident.when.start)
    ('interception', 12.0, '2023-05-03')
    """
    story = _open_story(document, resolutions, language, article)
    if story is None:
        return ()
    codebook = story.codebook
    reader = Reader(story)
    tables = find_tables(document.text, codebook.words["columns"])
    drafts = without_faint([d for number in _readable(document) for d in reader.read(number)])
    drafts = without_headers(drafts, tables)
    attribute_quotations(story, drafts, reader.sources)
    attribute_backwards(story, drafts, reader.sources)
    carry_reports(story, drafts, reader.sources)
    carry_sources(story, drafts, reader.sources)
    carry_between(story, drafts, reader.sources)
    carry_posts(story, drafts, reader.sources)
    focus = Focus(story, drafts)
    carry_bulletin(story, drafts, reader.sources, focus.lead)
    take_labels(focus, drafts)
    fill_rows(focus, tables, drafts)
    drafts = merge_drafts(drafts, document, resolutions)
    link_attacks(drafts, resolutions)
    carry_over(focus, drafts)
    tie_to_lead(drafts, resolutions, [sentence.zone for sentence in document.sentences])
    take_places(focus, drafts)
    take_days(focus, drafts, reader.said)
    date_entries(story, drafts)
    tie_there(drafts, resolutions)
    mark_denied(story, drafts)
    mark_rejected(story, drafts, reader.sources)
    mark_countered(story, drafts)
    mark_held(story, drafts, reader.sources)
    mark_unverified(story, drafts)
    mark_blamed(drafts, document, codebook.words["realis"]["blamed"])
    complete_sides(story, drafts)
    name_drafts(drafts, article.article_id, document)
    drafts.sort(key=lambda draft: (draft.start, draft.page.order))
    return flag_breaches([_incident(draft, document) for draft in drafts])


def find_dropped(
    document: Document,
    resolutions: Sequence[Resolution],
    language: Language,
    article: Article,
) -> tuple[Dropped, ...]:
    """Find the words that were considered as incidents and dropped, each once, in text order.

    Parameters
    ----------
    document, resolutions, language, article
        As in `find_incidents`.

    Examples
    --------
    >>> from geomap import lexicon
    >>> from geomap.records import Article
    >>> from geomap.text import read_document
    >>> article = Article("a", "No strikes were reported in the east on 3 May 2023.")
    >>> english = lexicon.language("en")
    >>> (dropped,) = find_dropped(read_document(article.text, {}), (), english, article)
    >>> dropped.type_id, dropped.reason
    ('strike_unspecified', 'the text says that there was none')
    """
    story = _open_story(document, resolutions, language, article)
    log: list[Dropped] = []
    if story is not None:
        reader = Reader(story, log)
        for number in _readable(document):
            reader.read(number)
    once = {(row.start, row.type_id, row.reason): row for row in log}
    return tuple(sorted(once.values()))


def read_sentences(
    document: Document,
    resolutions: Sequence[Resolution],
    language: Language,
    article: Article,
) -> Iterator[Units]:
    """Yield the sentences that may tell of incidents as units, a long one in pieces.

    Parameters
    ----------
    document, resolutions, language, article
        As in `find_incidents`.
    """
    story = _open_story(document, resolutions, language, article)
    if story is not None:
        reader = Reader(story)
        for number in _readable(document):
            yield from reader.units_of(number)


def _open_story(
    document: Document,
    resolutions: Sequence[Resolution],
    language: Language,
    article: Article,
) -> Story | None:
    """Return what every step looks at; ``None`` for a language without frames."""
    codebook = open_codebook(language)
    if codebook is None:
        return None
    dates = find_dates(document, language, article.published)
    country = country_of(resolutions)
    return Story(document, resolutions, dates, codebook, article.published, country)


def _readable(document: Document) -> Iterator[int]:
    """Yield the sentences that can tell of incidents; a repeated headline is read once."""
    headlines = set()
    for number, sentence in enumerate(document.sentences):
        if sentence.zone not in READ_ZONES:
            continue
        if sentence.zone is Zone.HEADLINE:
            words = document.text[sentence.start : sentence.end].casefold()
            if words in headlines:
                continue
            headlines.add(words)
        yield number


def _incident(draft: Draft, document: Document) -> Incident:
    source = _source(draft)
    return Incident(
        incident_id=draft.incident_id,
        incident_type=draft.type_id,
        realis=draft.realis,
        certainty=draft.certainty,
        trigger=Span(draft.start, draft.end),
        quote=_quote(draft, document),
        places=_places(draft),
        counts=tuple(sorted(draft.counts, key=lambda count: count.start)),
        when=draft.when,
        attack_id=draft.attack.incident_id if draft.attack else "",
        attribution=source.name if source else "",
        attribution_side=source.side if source else "",
        channel=source.channel if source else "",
        denied_by=draft.denied_by,
        claims=_claims(draft, document),
        actor=draft.actor,
        actor_side=draft.actor_side,
        target_side=draft.target_side,
        weapon=draft.weapon,
        target_kind=draft.target_kind,
        evidence=tuple(_evidence(draft)),
    )


def _evidence(draft: Draft) -> Iterator[str]:
    """Yield how a draft was read: its triggers and day, the headline if it tells it, its places."""
    yield from draft.evidence
    told = [telling.start for telling in draft.tellings if telling.is_headline]
    if told:
        yield f"{HEADLINE}{min(told)}"
    yield from (f"{place.role}: {place.rule}" for place in draft.places)


def _source(draft: Draft) -> Source | None:
    """Return the source of a draft, or whoever speaks for it where that is but a country."""
    own = draft.source
    if own is None or not own.is_bare:
        return own
    told = (telling.source for telling in draft.others)
    return next((one for one in told if one and not one.is_bare and one.side == own.side), own)


def _places(draft: Draft) -> tuple[IncidentPlace, ...]:
    ordered = sorted(draft.places, key=lambda place: (RANKS[place.role], place.mention))
    return tuple(_to_place(p.role, p.mention, tuple(p.counts)) for p in ordered)


def _quote(draft: Draft, document: Document) -> Span:
    sentence = document.sentences[draft.sentence]
    return Span(sentence.start, sentence.end)


def _claims(draft: Draft, document: Document) -> tuple[Claim, ...]:
    """Return one claim per source, the first of each."""
    claims: dict[str, Claim] = {}
    for told in draft.tellings:
        source = told.source
        if source is not None and source.name not in claims:
            certainty = told.certainty
            if certainty is Certainty.STATED:
                certainty = Certainty.ATTRIBUTED
            claims[source.name] = _to_claim(
                source.name,
                certainty,
                _quote(told, document),
                source.side,
                source.channel,
                tuple(told.counts),
            )
    return tuple(claims.values())
