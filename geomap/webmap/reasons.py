"""Why a mention was given its place, in the words of the resolver, for the popup.

The page also tells where exactly the words stand, so that a reader can write a line of a
corrections file without opening the article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.corrections import suggest_for_mention
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.records import Article, Candidate, Place, Report, Resolution

__all__ = ["read_reasons"]

_MOST_GROUNDS = 3


def read_reasons(report: Report) -> dict[int, dict[str, Any]]:
    """Return the reasons of the literal mentions by the offset at which they start.

    Each may hold ``grounds`` (what spoke for the place, the strongest first), ``next`` (the
    runner-up: its id, name, kind and parents) and, as a corrections file has them, ``prefix``,
    ``suffix`` and ``occurrence``.

    Examples
    --------
    >>> from geomap.records import Article, Report
    >>> read_reasons(Report(Article("quiet", "Nothing happened.")))
    {}
    """
    return {
        resolution.mention.start: _reason(report.article, resolution)
        for resolution in report.resolutions
        if resolution.place is not None and resolution.mention.use is Use.LITERAL
    }


def _reason(article: Article, resolution: Resolution) -> dict[str, Any]:
    spot = suggest_for_mention(article, resolution)
    reason: dict[str, Any] = {
        "prefix": spot.prefix,
        "suffix": spot.suffix,
        "occurrence": spot.occurrence,
        "grounds": _grounds(resolution.candidates[:1]),
        "next": next(
            (_described(p) for p in _places(resolution) if p.place_id == spot.place_id), None
        ),
    }
    return {key: value for key, value in reason.items() if value}


def _places(resolution: Resolution) -> Iterable[Place]:
    return (candidate.place for candidate in resolution.candidates)


def _grounds(best: Iterable[Candidate]) -> str:
    found = [ground for candidate in best for ground in candidate.evidence if ground[0] > 0]
    speaking = sorted(found, key=lambda ground: -ground[0])
    return ", ".join(words for _, words in speaking[:_MOST_GROUNDS])


def _described(place: Place) -> dict[str, str]:
    told = {
        "id": place.place_id,
        "name": place.name,
        "kind": place.kind,
        "admin1": place.admin1,
        "country": place.country,
    }
    return {key: value for key, value in told.items() if value}
