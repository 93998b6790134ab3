"""The columns of every output, in order, read from ``columns.toml``.

That table is the one place that says what a column is: the writers, the validator, the
GeoDataFrame and the field reference (``docs/fields.md``) all read it.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any, Literal, NamedTuple

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
_SHARED = "incidents"  # the table that the others take columns from


class Column(NamedTuple):
    """One column of an output, such as a key of every feature's properties."""

    name: str
    kind: Kind
    about: str
    unit: str = ""
    null: str = ""
    """What it means that a row has no value."""
    source: str = ""
    """Where values come from."""


def _read_schemas() -> dict[str, tuple[Column, ...]]:
    text = (resources.files("geomap.frame") / "columns.toml").read_text("utf-8")
    tables: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {
        table: tuple(
            Column(name, **(tables.get(table, {}).get(name) or tables[_SHARED][name]))
            for name in names.split()
        )
        for table, names in tables["order"].items()
    }


_SCHEMAS = _read_schemas()

SCHEMA = _SCHEMAS["incidents"]
"""One row per incident and place: the properties of points and areas."""

COLUMNS: tuple[str, ...] = tuple(column.name for column in SCHEMA)
"""The properties of every point and area feature, in the order they are written."""

LINK_SCHEMA = _SCHEMAS["links"]
"""The properties of every link feature, in the order they are written."""

TOTAL_SCHEMA = _SCHEMAS["incident_totals"]
"""One row per incident: its numbers are the sums over its places."""

MENTION_SCHEMA = _SCHEMAS["mentions"]
"""One row per mention of a place, also of those that are not mapped."""

ARTICLE_SCHEMA = _SCHEMAS["articles"]
"""One row per article."""
