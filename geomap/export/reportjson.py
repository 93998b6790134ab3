"""A report as plain JSON: every mention and incident with its evidence."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from geomap.frame import drawn_places, rank_places, to_point
from geomap.lexicon import incident_types
from geomap.summary import summarize
from geomap.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.records import Claim, Count, Incident, IncidentPlace, Place, Report, Resolution

__all__ = ["clean", "to_provenance", "to_report_json", "to_report_summary"]


def to_report_json(report: Report) -> dict[str, Any]:
    """Return everything a report holds: places, also unmapped ones, incidents, reasons.

    ``mention`` in the places of an incident is an index into ``mentions``.
    """
    cleaned: dict[str, Any] = clean(
        {
            "geomap": to_provenance([report]),
            "article": _article(report),
            "mentions": [_mention(resolution) for resolution in report.resolutions],
            "incidents": [_incident(report, incident) for incident in report.incidents],
            "summary": _summary(report),
        }
    )
    return cleaned


def to_report_summary(report: Report) -> dict[str, Any]:
    """Return the parts of a report that tell of it as a whole: ``geomap, article, summary``."""
    cleaned: dict[str, Any] = clean(
        {
            "geomap": to_provenance([report]),
            "article": _article(report),
            "summary": _summary(report),
        }
    )
    return cleaned


def to_provenance(reports: Iterable[Report]) -> dict[str, Any]:
    """Return what made the outputs: versions, licence lines, attribution, options."""
    from geomap import __version__  # noqa: PLC0415 - the package may still be loading

    reports = list(reports)
    first = reports[0] if reports else None
    licences = list(dict.fromkeys(line for report in reports for line in report.licences))
    cleaned: dict[str, Any] = clean(
        {
            "version": __version__,
            "gazetteer_version": first.gazetteer_version if first else "",
            "licences": licences,
            "attribution": "; ".join(licences),
            "options": dict(first.options) if first else {},
        }
    )
    return cleaned


def clean(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    """Return a JSON value that every reader can hold: clean text, finite numbers."""
    if isinstance(value, str):
        return value if value.isprintable() else clean_text(value)
    if isinstance(value, dict):
        return {clean(key): clean(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _article(report: Report) -> dict[str, Any]:
    article = report.article
    return {
        "id": article.article_id,
        "title": article.title or None,
        "language": article.language,
        "published": article.published.isoformat() if article.published else None,
        "source": article.source or None,
        "url": article.url or None,
        "characters": len(article.text),
    }


def _mention(resolution: Resolution) -> dict[str, Any]:
    mention = resolution.mention
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "use": mention.use.value,
        "zone": mention.zone.value,
        "sentence": mention.sentence,
        "score": round(resolution.score, 3),
        "reason": resolution.reason or mention.reason or None,
        "relation": resolution.relation or None,
        "precision": resolution.precision.value if resolution.precision else None,
        "place": _place(resolution),
        "candidates": [
            {**_gazetteer_place(c.place), "match": c.match, "score": round(c.score, 3)}
            for c in resolution.candidates
        ],
    }


def _place(resolution: Resolution) -> dict[str, Any] | None:
    place = resolution.place
    if place is None:
        return None
    drawn = {"lat": resolution.lat, "lon": resolution.lon, "radius_km": resolution.radius_km}
    own = {key: _rounded(value) for key, value in drawn.items() if value is not None}
    rest = {"admin1": place.admin1 or None, "population": place.population or None}
    return _gazetteer_place(place) | own | rest


def _gazetteer_place(place: Place) -> dict[str, Any]:
    return {
        "id": place.place_id,
        "name": place.name,
        "kind": place.kind,
        "lat": _rounded(place.lat),
        "lon": _rounded(place.lon),
        "radius_km": _rounded(place.radius_km),
        "country": place.country or None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, 6) + 0.0


def _incident(report: Report, incident: Incident) -> dict[str, Any]:
    kind = incident_types().get(incident.incident_type)
    words = (
        "attribution",
        "attribution_side",
        "channel",
        "denied_by",
        "actor",
        "actor_side",
        "target_side",
        "weapon",
        "target_kind",
    )
    said = {name: getattr(incident, name) or None for name in words}
    when = incident.when
    return {
        "id": incident.incident_id,
        "attack_id": incident.attack_id or None,
        "type": incident.incident_type,
        "group": kind.group if kind else None,
        "realis": incident.realis.value,
        "certainty": incident.certainty.value,
        **{name: said[name] for name in words[:4]},
        "claims": [_claim(claim) for claim in incident.claims],
        **{name: said[name] for name in words[4:]},
        "counts": _counts(incident.counts),
        "date": {
            "start": when.start.isoformat() if when.start else None,
            "end": when.end.isoformat() if when.end else None,
            "precision": when.precision.value,
            "text": when.text or None,
        },
        "trigger": incident.trigger._asdict(),
        "quote": incident.quote._asdict(),
        "places": [
            _incident_place(report, place, rank) for rank, place in rank_places(report, incident)
        ],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "attribution": claim.attribution or None,
        "side": claim.attribution_side or None,
        "channel": claim.channel or None,
        "certainty": claim.certainty.value,
        "counts": _counts(claim.counts),
        "quote": claim.quote._asdict(),
    }


def _counts(counts: Iterable[Count]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for count in counts:
        found.setdefault(
            count.kind,
            {
                "value": _number(count.value),
                "low": _number(count.low),
                "high": _number(count.high),
                "approximate": count.approximate,
                "unit": count.unit or None,
                "text": count.text,
            },
        )
    return found


def _number(value: float | None) -> float | int | None:
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else value


def _incident_place(report: Report, place: IncidentPlace, rank: int) -> dict[str, Any]:
    resolution = report.resolutions[place.mention]
    found = resolution.place
    point = to_point(resolution)
    radius = resolution.radius_km
    if radius is None and found is not None:
        radius = found.radius_km
    return {
        "role": place.role.value,
        "rank": rank,
        "mention": place.mention,
        "place_id": found.place_id if found else None,
        "name": found.name if found else None,
        "kind": found.kind if found else None,
        "lat": point[1] if point else None,
        "lon": point[0] if point else None,
        "radius_km": _rounded(radius),
        "precision": resolution.precision.value if resolution.precision else None,
        "counts": _counts(place.counts),
    }


def _summary(report: Report) -> dict[str, Any]:
    mapped = {p.mention for incident in report.incidents for p in incident.places}
    located = [i for i in report.incidents if any(to_point(r) for r in _resolutions(report, i))]
    types = Counter(incident.incident_type for incident in report.incidents)
    return {
        "mentions": len(report.resolutions),
        "places": len(drawn_places([report])),
        "incidents": len(report.incidents),
        "located_incidents": len(located),
        "incident_places": len(mapped),
        "types": dict(sorted(types.items())),
        "notes": list(report.notes),
        "stale": list(report.stale),
        **summarize(report).to_dict(),
    }


def _resolutions(report: Report, incident: Incident) -> list[Resolution]:
    return [report.resolutions[place.mention] for place in incident.places]
