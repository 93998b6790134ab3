"""Another reader's answers as a report, to be scored as geomap's own is: how well people agree."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from geomap.evaluate.scoring import UNMARKED
from geomap.records import (
    Article,
    Count,
    Incident,
    IncidentPlace,
    Mention,
    Place,
    Precision,
    Report,
    Resolution,
    Span,
    Use,
    When,
    Zone,
)

if TYPE_CHECKING:
    from geomap.evaluate.gold import GoldArticle, GoldIncident, GoldMention, GoldPlace

__all__ = ["to_report"]


def to_report(gold: GoldArticle) -> Report:
    """Return checked answers in the form of a result.

    The first trigger stands for an incident, as the one that geomap shows does. A place of an
    incident becomes a resolution of its own behind those of the text, since the answers say
    which place is meant and not which of its names.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geomap.evaluate.gold import GoldArticle, GoldMention, Half
    >>> name = GoldMention(0, 4, "Kyiv", Use.ACTOR, None)
    >>> text = "Kyiv said so."
    >>> to_report(GoldArticle("a", Path("a.txt"), text, None, "en", Half.DEV, (name,), ()))
    <Report on 'a': 1 mention, 0 incidents>
    """
    resolutions = [_to_resolution(one) for one in gold.mentions]
    free = count(len(gold.text) + 1, 2)  # spans behind the text, which no name of the text overlaps
    incidents = []
    for number, one in enumerate(gold.incidents):
        first = len(resolutions)
        resolutions += [_behind(next(free), place) for _, place in one.places]
        incidents.append(_to_incident(one, number, first))
    article = Article(gold.article_id, gold.text, published=gold.published)
    return Report(article, resolutions=tuple(resolutions), incidents=tuple(incidents))


def _to_resolution(gold: GoldMention) -> Resolution:
    mention = Mention(gold.start, gold.end, gold.text, 0, Zone.BODY, gold.use, gold.text)
    return _resolve(mention, gold.place)


def _behind(start: int, place: GoldPlace) -> Resolution:
    mention = Mention(start, start + 1, place.name, 0, Zone.BODY, Use.NAME_PART, place.name)
    return _resolve(mention, place)


def _resolve(mention: Mention, gold: GoldPlace | None) -> Resolution:
    if gold is None:
        return Resolution(mention, None)
    precision = Precision.COUNTRY if gold.kind in UNMARKED else Precision.SETTLEMENT
    key = gold.place_id or gold.name
    place = Place(key, gold.name, gold.kind, gold.lat, gold.lon, gold.radius_km, gold.country)
    return Resolution(mention, place, precision=precision)


def _to_incident(gold: GoldIncident, number: int, first: int) -> Incident:
    """Turn one answer into an incident whose places are the resolutions from ``first`` on."""
    trigger = gold.triggers[0]
    return Incident(
        str(number),
        gold.incident_type,
        gold.realis,
        gold.certainty,
        Span(trigger.start, trigger.end),
        trigger.quote,
        tuple(IncidentPlace(role, first + at) for at, (role, _) in enumerate(gold.places)),
        tuple(Count(kind, value, "", 0, 0) for kind, value in gold.counts),
        When(gold.date_start, gold.date_end, gold.date_precision),
        "" if gold.attack is None else str(gold.attack),
        gold.attribution,
        gold.attribution_side,
    )
