"""What people corrected: a CSV that every later build applies again (DESIGN 5.5).

A row finds its spot by the exact words and what stands around them, or its incident by its
id, so that it survives edits of the article. `Corrections` holds the rows of a file; an
`Editor` applies those of one article and keeps what it could not apply.
"""

from __future__ import annotations

from geomap.corrections.days import days_of
from geomap.corrections.editor import Editor
from geomap.corrections.places import place_of
from geomap.corrections.rows import Action, Correction, Corrections
from geomap.corrections.spots import CONTEXT, Stale, around, dense, find_spot, nearest
from geomap.corrections.suggestions import suggest_for_incident, suggest_for_mention
from geomap.corrections.table import COLUMNS, read_corrections, to_line, to_table

__all__ = [
    "COLUMNS",
    "CONTEXT",
    "Action",
    "Correction",
    "Corrections",
    "Editor",
    "Stale",
    "around",
    "days_of",
    "dense",
    "find_spot",
    "nearest",
    "place_of",
    "read_corrections",
    "suggest_for_incident",
    "suggest_for_mention",
    "to_line",
    "to_table",
]
