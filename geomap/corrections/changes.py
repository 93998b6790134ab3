"""Corrections of incidents: another type, role or day, one less, one more."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING

from geomap.corrections.places import mark, mention_at, place_of
from geomap.corrections.rows import Action
from geomap.corrections.spots import Stale, nearest
from geomap.geometry import locate
from geomap.records import (
    Candidate,
    Certainty,
    Incident,
    IncidentPlace,
    Mention,
    Realis,
    Resolution,
    Review,
    Role,
    Span,
    Use,
    When,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.corrections.rows import Correction
    from geomap.gazetteer import Gazetteer
    from geomap.records import Article, Place
    from geomap.text import Document

__all__ = ["add", "change", "untie"]

_RANK = {role: rank for rank, role in enumerate(Role)}
_DIGEST_LENGTH = 8  # as in the ids of incidents that are found
_NOWHERE = Span(0, 0)


def change(
    row: Correction, spot: Span | None, kept: list[Incident], found: Sequence[Resolution]
) -> None:
    """Change one of the incidents, or leave it or one of its places out.

    Raises
    ------
    Stale
        If the incident, or the place of it, is not there.
    """
    at = _incident_at(row, spot, kept)
    incident = kept[at]
    if row.action is Action.TYPE:
        changed = replace(incident, incident_type=row.incident_type)
    elif row.action is Action.DATE:
        changed = replace(incident, when=_when(row, incident.when))
    elif spot is None:
        del kept[at]
        return
    else:
        kept[at] = _with_place(incident, found, mention_at(spot, found), row)
        return
    kept[at] = replace(changed, review=Review.CORRECTED, evidence=(*incident.evidence, row.note))


def add(  # noqa: PLR0913, PLR0917 - what is added is made of all of it
    row: Correction,
    spot: Span | None,
    kept: list[Incident],
    found: list[Resolution],
    article: Article,
    document: Document,
    gazetteer: Gazetteer,
) -> None:
    """Add an incident with its place, or a place to the incident that is named.

    Raises
    ------
    Stale
        If the incident or the place that is named is not known, or no name is read at the spot.
    """
    at = _incident_at(row, None, kept) if row.incident_id else None
    mention = _added_mention(row, spot, found, document, gazetteer)
    role = row.role or Role.TARGET
    places = () if mention is None else (IncidentPlace(role, mention, review=Review.ADDED),)
    if at is None:
        incident = _new_incident(row, spot, places, article, document)
        kept.append(replace(incident, incident_id=_made_unique(incident.incident_id, kept)))
    else:
        kept[at] = replace(kept[at], places=_in_order((*kept[at].places, *places), found))


def untie(kept: Iterable[Incident], before: Iterable[Incident]) -> tuple[Incident, ...]:
    """Return the incidents without ties to an attack that was left out."""
    kept = tuple(kept)
    gone = {i.incident_id for i in before} - {i.incident_id for i in kept}
    return tuple(replace(i, attack_id="") if i.attack_id in gone else i for i in kept)


def _added_mention(
    row: Correction,
    spot: Span | None,
    found: list[Resolution],
    document: Document,
    gazetteer: Gazetteer,
) -> int | None:
    """Return the index of the place of a row, itself added if it is new; ``None``: it has none."""
    if not row.has_place:
        return mention_at(spot, found) if spot else None
    place = place_of(row, None, gazetteer)
    for index, known in enumerate(found):
        if known.place == place and spot and known.mention.start == spot.start:
            return index
    mention = _mention_of(row, spot, document)
    candidate = Candidate(place, mention.name, "official", 1.0)
    (located,) = locate((Resolution(mention, place, 1.0, (candidate,), (row.note,)),), gazetteer)
    found.append(replace(mark(located, row), review=Review.ADDED))
    return len(found) - 1


def _new_incident(
    row: Correction,
    spot: Span | None,
    places: tuple[IncidentPlace, ...],
    article: Article,
    document: Document,
) -> Incident:
    """Return an incident that a person added; its quote is the sentence of its words, if any."""
    quote = _NOWHERE
    if spot is not None:
        sentence = document.sentences[document.sentence_at(spot.start)]
        quote = Span(sentence.start, sentence.end)
    words = document.text[slice(*quote)] or f"{row.place_id} {row.point} {row.text}"
    return Incident(
        incident_id=f"{article.article_id}-{row.incident_type}-{_digest(words)}",
        incident_type=row.incident_type,
        realis=Realis.ACTUAL,
        certainty=Certainty.STATED,
        trigger=spot or quote,
        quote=quote,
        places=places,
        when=row.when or When(),
        evidence=(row.note,),
        review=Review.ADDED,
    )


def _incident_at(row: Correction, spot: Span | None, kept: Sequence[Incident]) -> int:
    """Return the index of the incident that is named, or whose sentence holds the spot."""
    if row.incident_id:
        ids = [incident.incident_id for incident in kept]
        if row.incident_id not in ids:
            msg = f"no incident {row.incident_id!r}{nearest(row.incident_id, ids)}"
            raise Stale(msg)
        return ids.index(row.incident_id)
    holding = [n for n, i in enumerate(kept) if spot and _holds(i.trigger, spot)]
    holding = holding or [n for n, i in enumerate(kept) if spot and _holds(i.quote, spot)]
    if len(holding) != 1:
        number = len(holding) or "no"
        msg = f"{number} incidents are told at these words; fill in incident_id"
        raise Stale(msg)
    return holding[0]


def _holds(span: Span, spot: Span) -> bool:
    return span.start < spot.end and spot.start < span.end


def _when(row: Correction, known: When) -> When:
    return replace(row.when or When(), text=known.text, time_text=known.time_text)


def _with_place(
    incident: Incident, found: Sequence[Resolution], mention: int, row: Correction
) -> Incident:
    """Return the incident with another role of a place, or without the place."""
    meant = _meaning(found[mention])
    own = [place for place in incident.places if _meaning(found[place.mention]) == meant]
    if not own:
        names = [found[place.mention].mention.text for place in incident.places]
        msg = f"{row.text!r} is no place of {incident.incident_id!r}{nearest(row.text, names)}"
        raise Stale(msg)
    rest = [place for place in incident.places if place not in own]
    if row.action is Action.ROLE and row.role is not None:
        rest += [replace(place, role=row.role, review=Review.CORRECTED) for place in own]
    return replace(incident, places=_in_order(rest, found), evidence=(*incident.evidence, row.note))


def _meaning(resolution: Resolution) -> Place | str:
    return resolution.place or resolution.mention.text


def _in_order(
    places: Iterable[IncidentPlace], found: Sequence[Resolution]
) -> tuple[IncidentPlace, ...]:
    return tuple(sorted(places, key=lambda p: (_RANK[p.role], found[p.mention].mention.start)))


def _mention_of(row: Correction, spot: Span | None, document: Document) -> Mention:
    start, end = spot or _NOWHERE
    number = document.sentence_at(start)
    zone = document.sentences[number].zone if spot else Zone.BODY
    words = document.text[start:end]
    return Mention(start, end, words, number, zone, Use.LITERAL, row.text or words, row.note)


def _made_unique(base: str, kept: Iterable[Incident]) -> str:
    ids = {incident.incident_id for incident in kept}
    numbered = (f"{base}-{number}" for number in count(2))
    return next(incident_id for incident_id in chain((base,), numbered) if incident_id not in ids)


def _digest(words: str) -> str:
    folded = " ".join(words.casefold().split())
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:_DIGEST_LENGTH]
