"""The field reference: every column of every output as Markdown, from the table that writes them.

``docs/fields.md`` is what `to_reference` returns, behind the head that stands in ``fields.md``
here; a test holds them together.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from geomap.events import EVENT_SCHEMA
from geomap.frame import (
    ARTICLE_SCHEMA,
    LINK_SCHEMA,
    MENTION_SCHEMA,
    SCHEMA,
    TOTAL_SCHEMA,
)
from geomap.gazetteer.schema import KINDS
from geomap.lexicon import incident_types
from geomap.records import Certainty, DatePrecision, Precision, Realis, Review, Role, Use, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.frame import Column

__all__ = ["to_reference"]

_TABLES: tuple[tuple[str, str, Sequence[Column]], ...] = (
    (
        "Incidents and areas",
        (
            "One row per incident and place: `<stem>.geojson`, `<stem>.areas.geojson`, the CSV "
            "(behind `id`, `lon`, `lat`, before `credit`), the GeoParquet, and the layers "
            "`incidents` and `areas` of the GeoPackage (behind `fid`, `geom`, `id`)."
        ),
        SCHEMA,
    ),
    (
        "Links",
        "One row per line from an origin to a target: `<stem>.links.geojson`, layer `links`.",
        LINK_SCHEMA,
    ),
    (
        "Incident totals",
        (
            "One row per incident, its numbers summed over its places: table `incident_totals` of "
            "the GeoPackage."
        ),
        TOTAL_SCHEMA,
    ),
    (
        "Mentions",
        "One row per name of a place, mapped or not: table `mentions` of the GeoPackage.",
        MENTION_SCHEMA,
    ),
    ("Articles", "One row per article: table `articles` of the GeoPackage.", ARTICLE_SCHEMA),
    (
        "Events",
        (
            "One row per event that several articles of a corpus tell of: `all.events.geojson`, "
            "layer `events`."
        ),
        EVENT_SCHEMA,
    ),
)
_WORDS: dict[str, Iterable[str]] = {
    "feature_kind": ("incident", "mention"),
    "realis": Realis,
    "certainty": Certainty,
    "role": Role,
    "precision": Precision,
    "count_scope": ("place", "incident"),
    "date_precision": DatePrecision,
    "review": Review,
    "use": Use,
    "zone": Zone,
    "place_kind": sorted(KINDS),
}


def to_reference() -> str:
    """Return the field reference as Markdown.

    Examples
    --------
    >>> to_reference().splitlines()[0]
    '# Fields'
    """
    head = (resources.files("geomap.export") / "fields.md").read_text("utf-8")
    return "\n".join([head, *(_section(*table) for table in _TABLES), _words(), _types()])


def _section(title: str, about: str, schema: Sequence[Column]) -> str:
    head = "| column | kind | unit | what it holds | no value means | from |"
    rows = [_row(column) for column in schema]
    return "\n".join([f"## {title}", "", about, "", head, "|---|---|---|---|---|---|", *rows, ""])


def _row(column: Column) -> str:
    cells = (f"`{column.name}`", column.kind, column.unit, column.about, column.null, column.source)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _words() -> str:
    """Return the words that the columns with a fixed choice may hold."""
    rows = [f"| `{name}` | {', '.join(words)} |" for name, words in _WORDS.items()]
    head = ["## Words", "", "Columns that hold one word of a fixed choice.", ""]
    return "\n".join([*head, "| column | words |", "|---|---|", *rows, ""])


def _types() -> str:
    """Return the codebook in short: what may stand in ``incident_type``."""
    rows = [
        f"| `{kind.type_id}` | {kind.label} | {kind.group} | {' '.join(kind.definition.split())} |"
        for kind in incident_types().values()
    ]
    head = ["## Incident types", "", "What may stand in `incident_type`, with its group.", ""]
    return "\n".join(
        [*head, "| type | label | group | what it is |", "|---|---|---|---|", *rows, ""]
    )
