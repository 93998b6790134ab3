"""Reports of one incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.records import (
    Article,
    Certainty,
    Count,
    Incident,
    IncidentPlace,
    Mention,
    Place,
    Precision,
    Realis,
    Report,
    Resolution,
    Span,
    Use,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def report_of(
    places: Sequence[IncidentPlace] = (),
    counts: Sequence[Count] = (),
    *,
    text: str = "Nikopol and Marhanets were shelled; 5 died.",
) -> Report:
    """A report with one incident and two resolved mentions."""
    names = {"Nikopol": (47.567, 34.406), "Marhanets": (47.64, 34.63)}
    resolutions = tuple(
        Resolution(
            Mention(
                text.index(name),
                text.index(name) + len(name),
                name,
                0,
                Zone.BODY,
                Use.LITERAL,
                name,
            ),
            Place(f"test:{name.lower()}", name, "city", *point, 5.0, "UA"),
            0.9,
            precision=Precision.SETTLEMENT,
        )
        for name, point in names.items()
    )
    incident = Incident(
        "a:shelling:00000000",
        "shelling",
        Realis.ACTUAL,
        Certainty.STATED,
        Span(0, 7),
        Span(0, len(text)),
        places=tuple(places),
        counts=tuple(counts),
    )
    return Report(Article("a", text), resolutions=resolutions, incidents=(incident,))
