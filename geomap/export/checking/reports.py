"""Is a report as JSON what DESIGN 5.3 says: its keys, and indices and offsets that hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["check_report"]

_KEYS = ("geomap", "article", "mentions", "incidents", "summary")
_MENTION = frozenset(
    """
    start end text use zone sentence score reason relation precision place candidates
    """.split()  # noqa: SIM905 - a list of so many strings reads worse
)
_INCIDENT = frozenset(
    """
    id attack_id type group realis certainty attribution attribution_side channel denied_by
    claims actor actor_side target_side weapon target_kind counts date trigger quote places
    """.split()  # noqa: SIM905 - as above
)


def _is_report(value: Any) -> bool:  # noqa: ANN401 - any JSON
    """Return whether a JSON value may be a report."""
    return isinstance(value, dict) and {"article", "mentions", "incidents"} <= value.keys()


def check_report(report: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield what is wrong with a report."""
    if isinstance(report, dict) and "error" in report and "article" in report:
        return  # a record of `extract --format jsonl` that failed
    if not _is_report(report):
        yield "neither a FeatureCollection nor a report of geomap"
        return
    yield from (f"no {key!r}" for key in _KEYS if key not in report)
    article = report["article"] if isinstance(report["article"], dict) else {}
    size = article.get("characters", 0)
    mentions = report["mentions"] if isinstance(report["mentions"], list) else []
    for number, mention in enumerate(mentions):
        yield from _span_faults(mention, size, f"mention {number}")
        yield from _key_faults(mention, _MENTION, f"mention {number}")
    for number, incident in enumerate(report["incidents"]):
        name = f"incident {number}"
        yield from _key_faults(incident, _INCIDENT, name)
        for part in ("trigger", "quote"):
            yield from _span_faults(incident.get(part), size, f"{name}, {part}")
        for place in incident.get("places", ()):
            index = place.get("mention")
            if not isinstance(index, int) or not 0 <= index < len(mentions):
                yield f"{name}: a place names mention {index!r}, which is not there"


def _key_faults(value: Mapping[str, Any], keys: Iterable[str], name: str) -> Iterator[str]:
    missing = [key for key in sorted(keys) if key not in value]
    if missing:
        yield f"{name}: no {', '.join(missing)}"


def _span_faults(value: Any, size: int, name: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    span = value if isinstance(value, dict) else {}
    start, end = span.get("start"), span.get("end")
    is_span = isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= size
    if not is_span:
        yield f"{name}: {start} to {end} is no span of an article of {size} characters"
