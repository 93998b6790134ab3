"""The nouns of geomap: frozen records without I/O.

Offsets are half-open code-point offsets into ``Article.text``: ``text[start:end]``
is the span. Coordinates are degrees, WGS 84. A span is never shifted: the text is
kept as it was read.

The flow is ``Article`` → ``Mention`` → ``Resolution`` → ``Incident`` → ``Report``.
"""

from geomap.records.articles import Article, Origin, Paragraph, Span, Zone
from geomap.records.incidents import (
    COUNT_KINDS,
    HEADLINE,
    Certainty,
    Claim,
    Count,
    DatePrecision,
    Incident,
    IncidentPlace,
    Realis,
    Role,
    When,
)
from geomap.records.making import maker_of
from geomap.records.places import (
    COMPUTED,
    Candidate,
    Mention,
    Place,
    Precision,
    Resolution,
    Review,
    Use,
)
from geomap.records.reports import Report

__all__ = [
    "COMPUTED",
    "COUNT_KINDS",
    "HEADLINE",
    "Article",
    "Candidate",
    "Certainty",
    "Claim",
    "Count",
    "DatePrecision",
    "Incident",
    "IncidentPlace",
    "Mention",
    "Origin",
    "Paragraph",
    "Place",
    "Precision",
    "Realis",
    "Report",
    "Resolution",
    "Review",
    "Role",
    "Span",
    "Use",
    "When",
    "Zone",
    "maker_of",
]
