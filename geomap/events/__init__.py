"""The same event in many articles: accounts of one event each, linked by type, place and day."""

from __future__ import annotations

from geomap.events.accounts import Account, Spot, to_accounts
from geomap.events.clustering import Event, find_events
from geomap.events.matching import Match, Rules, compare, rules
from geomap.events.rows import EVENT_SCHEMA, id_of, to_event_feature

__all__ = [
    "EVENT_SCHEMA",
    "Account",
    "Event",
    "Match",
    "Rules",
    "Spot",
    "compare",
    "find_events",
    "id_of",
    "rules",
    "to_accounts",
    "to_event_feature",
]
