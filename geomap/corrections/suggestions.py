"""The row that would correct a mention or an incident, ready to be pasted into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.corrections.rows import Action, Correction
from geomap.corrections.spots import around, occurrence_of

if TYPE_CHECKING:
    from geomap.records import Article, Incident, Resolution

__all__ = ["suggest_for_incident", "suggest_for_mention"]


def suggest_for_mention(article: Article, resolution: Resolution) -> Correction:
    """Return the correction of a mention: the runner-up is right, or it is no place.

    Examples
    --------
    >>> from geomap.records import Article, Mention, Resolution, Use, Zone
    >>> mention = Mention(11, 18, "Nikopol", 0, Zone.BODY, Use.LITERAL, "Nikopol")
    >>> row = suggest_for_mention(Article("a", "Shells hit Nikopol."), Resolution(mention, None))
    >>> row.action.value, row.prefix, row.suffix
    ('not_a_place', 'Shells hit ', '.')
    """
    mention, place = resolution.mention, resolution.place
    before, after = around(article.text, (mention.start, mention.end))
    others = (candidate.place for candidate in resolution.candidates)
    other = next((p for p in others if place is None or p.place_id != place.place_id), None)
    return Correction(
        article.article_id,
        Action.PLACE if other else Action.NOT_A_PLACE,
        mention.text,
        before,
        after,
        occurrence=occurrence_of(article.text, mention.text, mention.start),
        place_id=other.place_id if other else "",
    )


def suggest_for_incident(article: Article, incident: Incident) -> Correction:
    """Return the correction that leaves an incident out; ``type`` or ``date`` may stand instead."""
    return Correction(article.article_id, Action.DROP, incident_id=incident.incident_id)
