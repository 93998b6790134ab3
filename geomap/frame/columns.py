"""The columns of every output, in order: name, kind and meaning.

This table is the one place that says what a column is: the writers, the validator,
the GeoDataFrame and the field reference all read it.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = [
    "ARTICLE_SCHEMA",
    "COLUMNS",
    "LINK_SCHEMA",
    "MENTION_SCHEMA",
    "SCHEMA",
    "TOTAL_SCHEMA",
    "Column",
    "Kind",
]

Kind = Literal["text", "integer", "number", "date", "flag"]


class Column(NamedTuple):
    """One column: a key of every feature's properties; ``null`` always means unknown."""

    name: str
    kind: Kind
    about: str


SCHEMA: tuple[Column, ...] = (
    Column("feature_kind", "text", "incident, or mention for a place no incident uses"),
    Column("incident_id", "text", "article, type and a hash of the trigger sentence"),
    Column("attack_id", "text", "the attack an interception, damage or casualties belong to"),
    Column("event_id", "text", "the event shared with other articles of a corpus"),
    Column("incident_type", "text", "id of the incident type"),
    Column("incident_label", "text", "name of the incident type"),
    Column("incident_group", "text", "group of the incident type"),
    Column("realis", "text", "actual, expected, hypothetical or denied"),
    Column("certainty", "text", "stated, attributed, unconfirmed or disputed"),
    Column("role", "text", "what the place is to the incident"),
    Column("place_rank", "integer", "1 for the most important place of the incident"),
    Column("place_count", "integer", "places of the incident; 0 if it names none"),
    Column("place", "text", "name of the place"),
    Column("place_id", "text", "id of the place in the gazetteer"),
    Column("place_kind", "text", "what the place is: city, district, sea, airbase"),
    Column("admin1", "text", "first-level division the place lies in"),
    Column("admin1_code", "text", "its ISO 3166-2 code"),
    Column("admin2", "text", "second-level division"),
    Column("country", "text", "ISO 3166-1 alpha-2; two codes with ; for a shared border"),
    Column("precision", "text", "how fine the place is, from site to country"),
    Column(
        "radius_km",
        "number",
        "kilometres; 90 % of what is meant lies so near to the point (of an area: its label point)",
    ),
    Column("place_score", "number", "how sure the place is, 0 to 1"),
    Column("relation", "text", "spatial relation to the named place, such as near or coast/E"),
    Column("actor", "text", "who did it"),
    Column("actor_side", "text", "side of the actor"),
    Column("target_side", "text", "side of the target"),
    Column("weapon", "text", "weapon or its model"),
    Column("target_kind", "text", "what was aimed at or hit"),
    Column("count_scope", "text", "what the row's numbers count: the place or the whole incident"),
    Column("launched", "integer", "weapons launched"),
    Column("intercepted", "integer", "weapons intercepted"),
    Column("hit", "integer", "weapons or targets that hit or were hit"),
    Column("destroyed", "integer", "things destroyed"),
    Column("killed", "integer", "people killed"),
    Column("injured", "integer", "people injured"),
    Column("captured", "integer", "people or things captured"),
    Column("affected", "number", "people or things affected, in affected_unit"),
    Column("affected_unit", "text", "unit of affected: people, consumers, percent"),
    Column("counts_approximate", "flag", "1 if a number of the row is approximate"),
    Column("counts_text", "text", "the words of the numbers"),
    Column("date_start", "date", "first day"),
    Column("date_end", "date", "day after the last day"),
    Column("date_precision", "text", "day, week, month, season, year or unknown"),
    Column("date_text", "text", "the words of the date"),
    Column("time_text", "text", "the words of the time of day"),
    Column("attribution", "text", "who says so"),
    Column("attribution_side", "text", "side of who says so"),
    Column("channel", "text", "through what they said it"),
    Column("source_count", "integer", "sources that report it; the article alone counts as one"),
    Column("denied_by", "text", "who denies it"),
    Column("mention", "text", "the words that name the place"),
    Column("mention_start", "integer", "their first character in the article"),
    Column("mention_end", "integer", "one past their last character"),
    Column("quote", "text", "the sentence that names the place, else the incident's"),
    Column("quote_start", "integer", "their first character in the article"),
    Column("quote_end", "integer", "one past their last character"),
    Column("article_id", "text", "id of the article"),
    Column("article_title", "text", "title of the article"),
    Column("source", "text", "who published the article"),
    Column("url", "text", "address of the article"),
    Column("published", "date", "day of publication"),
    Column("review", "text", "auto, corrected or added"),
    Column("acled_event", "text", "event type of ACLED, or none"),
    Column("acled_sub_event", "text", "sub-event type of ACLED, or none"),
    Column("plover", "text", "event and mode of PLOVER, or none"),
    Column("viina", "text", "label of VIINA, or none"),
)

COLUMNS: tuple[str, ...] = tuple(column.name for column in SCHEMA)
"""The properties of every point and area feature, in the order they are written."""

_LINK_ONLY = (
    Column("origin", "text", "name of the place it came from"),
    Column("origin_id", "text", "its id in the gazetteer"),
    Column("target", "text", "name of the place it went to"),
    Column("target_id", "text", "its id in the gazetteer"),
    Column("distance_km", "number", "length of the great circle between them, kilometres"),
)
_LINK_SHARED = (
    "incident_id attack_id incident_type incident_label incident_group realis certainty",
    "weapon date_start date_end date_precision article_id article_title source url published",
)


def _shared(names: str) -> tuple[Column, ...]:
    return tuple(SCHEMA[COLUMNS.index(name)] for name in names.split())


LINK_SCHEMA: tuple[Column, ...] = (
    *_shared(_LINK_SHARED[0]),
    *_LINK_ONLY,
    *_shared(_LINK_SHARED[1]),
)
"""The properties of every link feature, in the order they are written."""

_OF_PLACE = (
    "feature_kind role place_rank place place_id place_kind admin1 admin1_code admin2 country "
    "precision radius_km place_score relation count_scope mention mention_start mention_end"
)

TOTAL_SCHEMA: tuple[Column, ...] = (
    *(column for column in SCHEMA if column.name not in _OF_PLACE.split()),
    Column("places", "text", "names of the places with their roles, by rank"),
    Column("countries", "text", "countries of the places, ISO 3166-1 alpha-2, with ;"),
)
"""One row per incident: its numbers are the sums over its places."""

MENTION_SCHEMA: tuple[Column, ...] = (
    *_shared("article_id mention mention_start mention_end"),
    Column("use", "text", "literal, actor, affiliation or name_part"),
    Column("zone", "text", "part of the page: headline, body, entry, caption, link, footer"),
    Column("reason", "text", "why the words are not mapped, or not as a place"),
    *_shared("place place_id place_kind admin1 admin1_code admin2 country precision"),
    Column("lat", "number", "degrees north, WGS 84"),
    Column("lon", "number", "degrees east, WGS 84"),
    *_shared("radius_km place_score relation"),
)
"""One row per mention of a place, also of those that are not mapped."""

ARTICLE_SCHEMA: tuple[Column, ...] = (
    *_shared("article_id article_title source url published"),
    Column("language", "text", "ISO 639-1 code of the language it was read in"),
    Column("characters", "integer", "length of the text"),
    Column("incidents", "integer", "incidents found"),
    Column("places", "integer", "places that incidents put on the map"),
    Column("notes", "text", "what the reader should know, with ;"),
)
"""One row per article."""
