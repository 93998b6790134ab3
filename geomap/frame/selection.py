"""Which incidents are written: by type, day and place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.frame.rows import to_point
from geomap.lexicon import incident_types

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from geomap.records import Incident, Report

__all__ = ["Selection", "count_undated", "select"]

_UNDATED = "of no known day left out, since days were asked for"
_NOTED = re.compile(rf"(\d+) incidents? {_UNDATED}")
_REMEDY = "; with its publication date (--published) an article may tell more days"


@dataclass(frozen=True, slots=True)
class Selection:
    """What an incident must be to be written; what is left open does not matter."""

    types: frozenset[str] = frozenset()
    """Incident types, or groups of them."""
    since: dt.date | None = None
    until: dt.date | None = None
    """First and last day. An incident of no known day is left out if either is given."""
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees; west greater than east crosses the antimeridian."""

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The choices as they stand in the outputs, under ``options``."""
        given = {
            "type": ",".join(sorted(self.types)),
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "bbox": ",".join(f"{value:g}" for value in self.bbox or ()),
        }
        return tuple((name, value) for name, value in given.items() if value)


def select(report: Report, selection: Selection) -> Report:
    """Return the report with the incidents that were chosen, the choice among its options.

    An incident is kept or left out whole, so that its numbers and links stay right; its
    places may reach out of the box if one of them lies in it. How many were left out only
    because nobody knows their day, a note of the report says.

    Examples
    --------
    >>> from geomap.records import Article, Report
    >>> select(Report(Article("quiet", "Nothing.")), Selection(frozenset({"strike"}))).options
    (('type', 'strike'),)
    """
    if not selection.options:
        return report
    return replace(
        report,
        incidents=tuple(i for i in report.incidents if _is_chosen(report, i, selection)),
        options=(*report.options, *selection.options),
        notes=(*report.notes, *_notes_on(report, selection)),
    )


def count_undated(notes: Iterable[str]) -> int:
    """Return how many incidents were left out because nobody knows their day.

    Examples
    --------
    >>> count_undated(["2 incidents of no known day left out, since days were asked for."])
    2
    """
    return sum(int(found[1]) for note in notes if (found := _NOTED.match(note)))


def _notes_on(report: Report, selection: Selection) -> tuple[str, ...]:
    if selection.since is None and selection.until is None:
        return ()
    anytime = replace(selection, since=None, until=None)
    undated = [i for i in report.incidents if None in (i.when.start, i.when.end)]
    count = sum(_is_chosen(report, incident, anytime) for incident in undated)
    if not count:
        return ()
    noun = "incident" if count == 1 else "incidents"
    remedy = "" if report.article.published else _REMEDY
    return (f"{count} {noun} {_UNDATED}{remedy}.",)


def _is_chosen(report: Report, incident: Incident, selection: Selection) -> bool:
    kind = incident_types().get(incident.incident_type)
    names = {incident.incident_type, kind.group if kind else ""}
    if selection.types and selection.types.isdisjoint(names):
        return False
    if not _is_in_days(incident, selection):
        return False
    return selection.bbox is None or _is_in_box(report, incident, selection.bbox)


def _is_in_days(incident: Incident, selection: Selection) -> bool:
    """Return whether the days of an incident, the last one excluded, meet those chosen."""
    start, end = incident.when.start, incident.when.end
    if selection.since is None and selection.until is None:
        return True
    if start is None or end is None:
        return False
    is_early = selection.until is None or start <= selection.until
    return is_early and (selection.since is None or end > selection.since)


def _is_in_box(report: Report, incident: Incident, bbox: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bbox
    for place in incident.places:
        point = to_point(report.resolutions[place.mention])
        if point is None or not south <= point[1] <= north:
            continue
        lon = point[0]
        if west <= lon <= east or (west > east and (lon >= west or lon <= east)):
            return True
    return False
