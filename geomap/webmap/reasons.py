"""Why a mention was given its place, in the words of the resolver, for the popup.

The page also tells where exactly the words stand, so that a reader can write a line of a
corrections file without opening the article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.records import Candidate, Place, Report, Resolution

__all__ = ["read_reasons"]

_MOST_GROUNDS = 3
_AROUND = 32  # characters before and after, as a corrections file has them


def read_reasons(report: Report) -> dict[int, dict[str, Any]]:
    """Return the reasons of the mapped mentions by the offset at which they start.

    A place that was added by hand and stands nowhere in the article has none.

    Each may hold ``grounds`` (what spoke for the place, the strongest first), ``next`` (the
    runner-up: its name, kind and parents) and always ``before``, ``after``, ``occurrence``.

    Examples
    --------
    >>> from geomap.records import Article, Report
    >>> read_reasons(Report(Article("quiet", "Nothing happened.")))
    {}
    """
    text = report.article.text
    seen: dict[str, list[int]] = {}
    return {
        resolution.mention.start: _reason(resolution, text, seen)
        for resolution in report.resolutions
        if resolution.place is not None
        and resolution.mention.use is Use.LITERAL
        and resolution.mention.text
    }


def _reason(resolution: Resolution, text: str, seen: dict[str, list[int]]) -> dict[str, Any]:
    mention = resolution.mention
    starts = seen.setdefault(mention.text, _starts_of(mention.text, text))
    reason: dict[str, Any] = {
        "before": text[max(0, mention.start - _AROUND) : mention.start],
        "after": text[mention.end : mention.end + _AROUND],
        "occurrence": sum(start <= mention.start for start in starts),
    }
    best, *others = resolution.candidates or (None,)
    if best is not None:
        reason["grounds"] = _grounds(best)
    if others and others[0] is not None:
        reason["next"] = _described(others[0].place)
    return {key: value for key, value in reason.items() if value}


def _starts_of(words: str, text: str) -> list[int]:
    starts, at = [], text.find(words)
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + len(words))
    return starts


def _grounds(candidate: Candidate) -> str:
    speaking = sorted((g for g in candidate.evidence if g[0] > 0), key=lambda ground: -ground[0])
    return ", ".join(words for _, words in speaking[:_MOST_GROUNDS])


def _described(place: Place) -> Mapping[str, str]:
    told = {
        "name": place.name,
        "kind": place.kind,
        "admin1": place.admin1,
        "country": place.country,
    }
    return {key: value for key, value in told.items() if value}
