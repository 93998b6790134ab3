"""What one article says of one thing that happened, in the form in which articles compare."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.records import COUNT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Account", "Spot", "to_accounts"]

_COARSE = {"region", "area", "sea", "line"}
_MAIN_ROLES = ("target", "affected", "captured", "intercepted", "venue")
_PLACE = "place_id place place_kind admin1 admin1_code admin2 country precision radius_km"
_SAID = (
    "incident_type incident_label incident_group certainty actor actor_side target_side weapon "
    "target_kind date_precision article_id source published"
)
_SAID_COLUMNS = _SAID.split()


class Spot(NamedTuple):
    """A place of an account."""

    cells: Mapping[str, Any]
    """The columns that describe the place."""
    lon: float | None
    lat: float | None

    @property
    def place_id(self) -> str:
        """The id of the place, or its words."""
        return str(self.cells["place_id"] or self.cells["place"] or "")

    @property
    def is_coarse(self) -> bool:
        """Whether the place is larger than a town with its surroundings."""
        return self.lat is None or self.cells["precision"] in _COARSE


class Account(NamedTuple):
    """What one article says of one event: an attack together with the harm it did.

    ``cells`` are columns of the first row; ``first`` and ``end`` half-open days, taken from
    the publication if ``is_dated`` is false.
    """

    account_id: str
    incident_ids: tuple[str, ...]
    cells: Mapping[str, Any]
    types: tuple[str, ...]
    spots: tuple[Spot, ...]
    counts: Mapping[str, float]
    first: str
    end: str
    is_dated: bool

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The days as dates; ``None`` if neither the article nor its date tells."""
        if not self.first:
            return None
        return dt.date.fromisoformat(self.first), dt.date.fromisoformat(self.end)

    @classmethod
    def from_json(cls, values: Iterable[Any]) -> Account:
        """Return the account that was written as JSON, which holds tuples as lists.

        Examples
        --------
        >>> import json
        >>> account = Account("a", ("a",), {}, ("shelling",), (), {}, "", "", False)
        >>> Account.from_json(json.loads(json.dumps(account))) == account
        True
        """
        account_id, incident_ids, cells, types, spots, counts, *days = values
        found = tuple(Spot(*spot) for spot in spots)
        return cls(account_id, tuple(incident_ids), cells, tuple(types), found, counts, *days)


def to_accounts(features: Iterable[Mapping[str, Any]]) -> tuple[Account, ...]:
    """Return the accounts of the point features of one article, in their order.

    What is expected, denied or supposed did not happen, and is no event. Harm that is tied
    to an attack belongs to the account of the attack.

    Parameters
    ----------
    features
        Points with the properties of ``frame.COLUMNS``.
    """
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for feature in features:
        cells = feature["properties"]
        if cells["feature_kind"] == "incident" and cells["realis"] == "actual":
            key = cells["attack_id"] or cells["incident_id"]
            groups.setdefault(key, []).append(feature)
    return tuple(_to_account(key, rows) for key, rows in groups.items())


def _to_account(key: str, features: list[Mapping[str, Any]]) -> Account:
    rows = [feature["properties"] for feature in features]
    rows.sort(key=lambda cells: cells["incident_id"] != key)  # the attack first, then its harm
    said = {name: rows[0][name] for name in _SAID_COLUMNS}
    for row in rows[1:]:
        said |= {name: row[name] for name in _SAID_COLUMNS if said[name] is None}
    first, end, is_dated = _to_days(rows, said["published"])
    return Account(
        key,
        tuple(dict.fromkeys(row["incident_id"] for row in rows)),
        said | {name: rows[0][name] for name in ("incident_type", "incident_label")},
        tuple(dict.fromkeys(row["incident_type"] for row in rows)),
        _to_spots(features),
        _to_counts(rows),
        first,
        end,
        is_dated,
    )


def _to_days(rows: list[Mapping[str, Any]], published: str | None) -> tuple[str, str, bool]:
    dated = next((row for row in rows if row["date_start"] and row["date_end"]), None)
    if dated is not None:
        return dated["date_start"], dated["date_end"], True
    if not published:
        return "", "", False
    day = dt.date.fromisoformat(published)
    ends = day - dt.timedelta(days=1), day + dt.timedelta(days=1)
    return ends[0].isoformat(), ends[1].isoformat(), False


def _to_spots(features: list[Mapping[str, Any]]) -> tuple[Spot, ...]:
    """Return the places that the event was at; where nothing else is known, all of them."""
    found: dict[str, Spot] = {}
    rows = [f for f in features if f["properties"]["place"]]
    main = [f for f in rows if f["properties"]["role"] in _MAIN_ROLES] or rows
    for feature in main:
        cells, point = feature["properties"], feature["geometry"]
        lon, lat = point["coordinates"] if point else (None, None)
        spot = Spot({name: cells[name] for name in _PLACE.split()}, lon, lat)
        found.setdefault(spot.place_id, spot)
    return tuple(found.values())


def _to_counts(rows: list[Mapping[str, Any]]) -> dict[str, float]:
    """Return the sum of each number: a number stands once in the rows of an incident.

    Attack and harm may both tell the toll; the larger is the whole.
    """
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        for kind in COUNT_KINDS:
            if row[kind] is not None:
                own = found.setdefault(kind, {})
                own[row["incident_id"]] = own.get(row["incident_id"], 0) + row[kind]
    return {kind: max(own.values()) for kind, own in found.items()}
