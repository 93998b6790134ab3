"""The same event in many articles: accounts of one event each, linked by type, place and day."""

from __future__ import annotations

from geomap.events.accounts import Account, Spot, to_accounts
from geomap.events.clustering import (
    cells_of,
    find_events,
    find_in_order,
    find_links,
    may_join,
)
from geomap.events.joining import Event
from geomap.events.matching import Match, Rules, compare, rules
from geomap.events.rows import EVENT_SCHEMA, EventRow, id_of, to_event_feature, to_event_row
from geomap.events.voices import voice_name

__all__ = [
    "EVENT_SCHEMA",
    "Account",
    "Event",
    "EventRow",
    "Match",
    "Rules",
    "Spot",
    "cells_of",
    "compare",
    "find_events",
    "find_in_order",
    "find_links",
    "id_of",
    "may_join",
    "rules",
    "to_accounts",
    "to_event_feature",
    "to_event_row",
    "voice_name",
]
