"""Events as rows: one per event, with who told of it, what they agree on and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from geomap.events.matching import rules
from geomap.frame import SCHEMA, Column, dump_feature
from geomap.records import COUNT_KINDS, Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geomap.events.accounts import Account, Spot
    from geomap.events.clustering import Event
    from geomap.frame import Cell, Kind

Value = TypeVar("Value")

__all__ = ["EVENT_SCHEMA", "EventRow", "id_of", "to_event_feature", "to_event_row"]

_FINEST = ("site", "city_district", "settlement", "locality_area", "line", "region", "area", "sea")
_LEVELS = tuple(level.value for level in Certainty)
_MOST_LISTED = 50  # articles, sources and incidents that a row names; all are counted


def _shared(names: str) -> tuple[Column, ...]:
    columns = {column.name: column for column in SCHEMA}
    return tuple(columns[name] for name in names.split())


def _own(name: str, kind: Kind, about: str, null: str = "never null", unit: str = "") -> Column:
    return Column(name, kind, about, unit, null, "corpus")


def _counts(kind: str) -> tuple[Column, ...]:
    shared = next(column for column in SCHEMA if column.name == kind)
    said = {
        kind: "by the last report that says",
        f"{kind}_low": "the least that is said",
        f"{kind}_high": "the most that is said",
    }
    return tuple(
        _own(name, "number", f"{shared.about}, {which}", "no report says", shared.unit)
        for name, which in said.items()
    )


EVENT_SCHEMA: tuple[Column, ...] = (
    *_shared("feature_kind event_id incident_type incident_label incident_group realis certainty"),
    *_shared(
        "role place place_id place_kind admin1 admin1_code admin2 country precision radius_km"
    ),
    _own("places", "text", "every place that an account names, with ;", "no account names one"),
    *_shared("actor actor_side target_side weapon target_kind"),
    *(column for kind in COUNT_KINDS for column in _counts(kind)),
    _own("agreed", "text", "numbers that more than one source gives and none denies", "none"),
    _own("disputed", "text", "numbers that sources give differently, and who gives which", "none"),
    *_shared("date_start date_end date_precision"),
    _own("first_report", "date", "day of the first article", "no article has a day", "day"),
    _own("last_report", "date", "day of the last article", "no article has a day", "day"),
    _own("article_count", "integer", "articles that tell of it", unit="articles"),
    _own(
        "source_count", "integer", "papers, agencies and channels that tell of it", unit="sources"
    ),
    _own("sources", "text", "their names, with ;", "no source is known"),
    _own("articles", "text", "ids of the articles, with ;"),
    _own("incidents", "text", "ids of the incidents, with ;"),
    _own(
        "link_score",
        "number",
        "what speaks for the accounts being of one event, on average",
        "one account alone",
    ),
    _own("link_reasons", "text", "why they were taken together", "one account alone"),
)
"""One row per event."""

_EMPTY: dict[str, Cell] = dict.fromkeys(column.name for column in EVENT_SCHEMA)


class EventRow(NamedTuple):
    """An event as it is put down."""

    event_id: str
    feature: str
    """The event as GeoJSON, as it stands in a file."""
    lon: float | None
    lat: float | None
    members: tuple[tuple[str, str], ...]
    """The id of the article and of the incident, for each incident of the event."""


def to_event_row(event: Event) -> EventRow:
    """Return an event as it is put down, under the id that it has unless another has it."""
    event_id = id_of(event)
    feature = to_event_feature(event, event_id)
    lon, lat = feature["geometry"]["coordinates"] if feature["geometry"] else (None, None)
    members = tuple(
        (str(account.cells["article_id"]), incident_id)
        for account in event.accounts
        for incident_id in account.incident_ids
    )
    return EventRow(event_id, dump_feature(feature), lon, lat, members)


def id_of(event: Event) -> str:
    """Return the id of an event, made of what it is: type, day and place.

    Two events may have the same; whoever writes them down tells them apart. An event
    without a day or a place has the id of its incident.
    """
    first, _ = _best_days(event.accounts)
    place = _best_place(event.accounts) if first else None
    if place is None:
        return event.accounts[0].account_id
    return f"{_best_type(event.accounts)}:{first}:{place.place_id}"


def to_event_feature(event: Event, event_id: str) -> dict[str, Any]:
    """Return an event as a GeoJSON point; geometry ``None`` if it is not located."""
    accounts = event.accounts
    place = _best_place(accounts)
    cells: dict[str, Cell] = {"feature_kind": "incident", "event_id": event_id}
    cells |= {"realis": "actual", "role": "target", "certainty": _best_certainty(accounts)}
    cells |= _type_cells(accounts) | _day_cells(accounts) | _number_cells(accounts)
    cells |= _report_cells(accounts)
    for name in ("actor", "actor_side", "target_side", "weapon", "target_kind"):
        cells[name] = _most_frequent([account.cells[name] for account in accounts])
    if place is not None:
        cells |= place.cells
    names = (str(spot.cells["place"]) for account in accounts for spot in account.spots)
    cells["places"] = _listed(names)
    cells["link_score"] = event.score if len(accounts) > 1 else None
    cells["link_reasons"] = _listed(_to_words(event.reasons))
    located = place is not None and place.lon is not None and place.lat is not None
    return {
        "type": "Feature",
        "id": event_id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]}  # type: ignore[union-attr]
        if located
        else None,
        "properties": _EMPTY | cells,
    }


def _to_words(reasons: Iterable[str]) -> Iterator[str]:
    """Yield what spoke for the accounts being of one event, then what spoke against it."""
    known = rules()
    yield from (known.reasons[rule] for rule in reasons if known.weights[rule] >= 0)
    yield from (f"but {known.reasons[rule]}" for rule in reasons if known.weights[rule] < 0)


def _best_place(accounts: Iterable[Account]) -> Spot | None:
    """Return the place that most accounts name; of those, the finest."""
    spots = {spot.place_id: spot for account in accounts for spot in account.spots}
    if len(spots) == 1:
        return next(iter(spots.values()))
    named = _tally(spot.place_id for account in accounts for spot in account.spots)

    def order(spot: Spot) -> tuple[int, int, float, str]:
        precision = str(spot.cells["precision"])
        rank = _FINEST.index(precision) if precision in _FINEST else len(_FINEST)
        return -named[spot.place_id], rank, spot.cells["radius_km"] or 0.0, spot.place_id

    return min(spots.values(), key=order, default=None)


def _best_type(accounts: Iterable[Account]) -> str:
    """Return the type that most accounts give, one that says something if there is one."""
    named = _tally(account.types[0] for account in accounts)
    telling = {name: n for name, n in named.items() if name not in rules().general} or named
    return min(telling, key=lambda name: (-telling[name], name))


def _best_days(accounts: Iterable[Account]) -> tuple[str, str]:
    """Return the days that most accounts state; of those, the shortest and first."""
    stated = _tally((a.first, a.end) for a in accounts if a.is_dated)
    return min(stated, key=lambda days: (-stated[days], days[1], days[0]), default=("", ""))


def _best_certainty(accounts: Iterable[Account]) -> str | None:
    """Return ``disputed`` if one is; else the firmest that anyone has."""
    found = {account.cells["certainty"] for account in accounts}
    if Certainty.DISPUTED.value in found:
        return Certainty.DISPUTED.value
    return next((level for level in _LEVELS if level in found), None)


def _type_cells(accounts: tuple[Account, ...]) -> dict[str, Cell]:
    best = _best_type(accounts)
    shown = next(account.cells for account in accounts if account.types[0] == best)
    return {"incident_type": best} | {
        name: shown[name] for name in ("incident_label", "incident_group")
    }


def _day_cells(accounts: tuple[Account, ...]) -> dict[str, Cell]:
    first, end = _best_days(accounts)
    chosen = (a.cells["date_precision"] for a in accounts if (a.first, a.end) == (first, end))
    reports = sorted(str(a.cells["published"]) for a in accounts if a.cells["published"])
    return {
        "date_start": first or None,
        "date_end": end or None,
        "date_precision": _most_frequent(chosen) or "unknown",
        "first_report": reports[0] if reports else None,
        "last_report": reports[-1] if reports else None,
    }


def _number_cells(accounts: tuple[Account, ...]) -> dict[str, Cell]:
    """Return each number with its range, and in words which agree and which do not."""
    cells: dict[str, Cell] = {}
    agreed, disputed = [], []
    told = {kind for account in accounts for kind in account.counts}
    for kind in COUNT_KINDS if told else ():
        said = [(_published(a), _source(a), a.counts[kind]) for a in accounts if kind in a.counts]
        if not said:
            continue
        values = [value for _, _, value in said]
        cells |= {f"{kind}_low": min(values), f"{kind}_high": max(values), kind: max(said)[2]}
        if len(set(values)) > 1:
            by_value = sorted({(value, source) for _, source, value in said})
            disputed.append(
                f"{kind}: " + ", ".join(f"{value:g} ({source})" for value, source in by_value)
            )
        elif len({source for _, source, _ in said}) > 1:
            agreed.append(f"{kind}: {values[0]:g}")
    return cells | {"agreed": _listed(agreed), "disputed": _listed(disputed)}


def _report_cells(accounts: tuple[Account, ...]) -> dict[str, Cell]:
    sources = sorted({_source(account) for account in accounts})
    articles = sorted({str(account.cells["article_id"]) for account in accounts})
    return {
        "article_count": len(articles),
        "source_count": len(sources),
        "sources": _listed(sources),
        "articles": _listed(articles),
        "incidents": _listed(i for account in accounts for i in account.incident_ids),
    }


def _published(account: Account) -> str:
    return str(account.cells["published"] or "")


def _source(account: Account) -> str:
    """Return who published an account; the article where that is not known."""
    return str(account.cells["source"] or account.cells["article_id"])


def _most_frequent(values: Iterable[Any]) -> Any:  # noqa: ANN401 - a cell
    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - nothing to choose from
        return known[0] if known else None
    named = _tally(known)
    return min(named, key=lambda value: (-named[value], value))


def _tally(values: Iterable[Value]) -> dict[Value, int]:
    """Return how often each value is there; a `Counter` takes its time over few."""
    named: dict[Value, int] = {}
    for value in values:
        named[value] = named.get(value, 0) + 1
    return named


def _listed(words: Iterable[str]) -> str | None:
    distinct = list(dict.fromkeys(words))
    more = len(distinct) - _MOST_LISTED
    if more > 0:
        distinct[_MOST_LISTED:] = [f"and {more} more"]
    return "; ".join(distinct) or None
