"""What a person changed in an output, as the rows of a corrections file.

The edited rows are compared with the rows as geomap wrote them. Where these are gone, ids and
the gazetteer still tell what a type, a role, a place and its point were.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from geomap.corrections import CONTEXT, Action, Correction, days_of
from geomap.errors import UnknownPlaceError
from geomap.frame import DECIMALS, SCHEMA
from geomap.gazetteer.schema import distance_km
from geomap.geometry import precision_of
from geomap.geometry.precision import WIDE
from geomap.lexicon import incident_types
from geomap.records import COMPUTED, Role, When

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Place

__all__ = ["Edits", "find_edits", "guess_original", "missing_rows", "refuse_swapped"]

Feature = dict[str, Any]

_ROLES = {role.value for role in Role}
_ID = re.compile(r"(?P<incident>.*)/(?P<role>[a-z]+)/(?P<key>[^/]*)", re.DOTALL)
_TYPE = re.compile(r"-(?P<type>[a-z_]+)-[0-9a-f]{8}(?:-\d+)?")
_AGAIN = re.compile(r"-\d+$")  # ends the id of a place that an incident has twice
_MADE = (COMPUTED, "corrected:")  # ids of places that no gazetteer holds
_FAR_KM, _NEAR_KM = 500.0, 100.0  # who moves a point by hand moves it less, or means it
_CARRIED = frozenset({"place_id", "incident_type", "role", "date_start", "date_end"})
# What follows from these, and what is the program's own.
_FOLLOWING = frozenset(
    """
    place incident_label incident_group acled_event acled_sub_event plover viina date_precision
    place_rank place_count place_kind admin1 admin1_code admin2 country precision radius_km
    place_score relation review quote quote_start quote_end
    """.split()  # noqa: SIM905 - a list of so many strings reads worse
)


@dataclass
class Edits:
    """The corrections, and what of the edits cannot be one."""

    corrections: list[Correction] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def find_edits(
    edited: Sequence[Feature], original: Sequence[Feature], *, reason: str = "", by: str = ""
) -> Edits:
    """Return what was changed between two lists of point features.

    Parameters
    ----------
    edited
        The rows after the edit. A row without an id of the original, and the copy of a row,
        was added.
    original
        The rows as geomap wrote them.
    reason, by
        What stands in every correction.

    Examples
    --------
    >>> find_edits([], []).corrections
    []
    """
    finder = _Finder(original, edited, reason, by)
    finder.compare()
    return finder.edits


class _Finder:
    """Compares two lists of rows and gathers the edits; one of a kind for each spot."""

    def __init__(
        self, original: Sequence[Feature], edited: Sequence[Feature], reason: str, by: str
    ) -> None:
        self.edits = Edits()
        self._known = {feature["id"]: feature for feature in original}
        self._edited = edited
        self._said: dict[str, Any] = {"reason": reason, "by": by}
        self._articles = {f["properties"]["article_id"] for f in original} - {None}
        self._incidents = {f["properties"]["incident_id"] for f in original} - {None}

    def compare(self) -> None:
        """Gather all edits, in the order of the edited rows; rows that are gone come last."""
        for number, feature in enumerate(self._edited, start=1):
            known = self._known.get(feature["id"])
            if known is None:
                self._add(feature, number)
            else:
                self._change(known, feature, number)
        self._drop({feature["id"] for feature in self._edited})

    def _change(self, known: Feature, feature: Feature, number: int) -> None:
        was, now = known["properties"], feature["properties"]
        changed = {c.name for c in SCHEMA if was.get(c.name) != now.get(c.name)}
        point = _point_of(feature)
        is_moved = _point_of(known) != point
        if is_moved and point is None:
            self._put(known, Action.DROP)
        elif is_moved or "place_id" in changed:
            self._put_place(known, now["place_id"], point if is_moved else None)
        if was["incident_id"]:
            self._change_incident(known, now, changed, number)
            changed -= _CARRIED
        if others := sorted(changed - _FOLLOWING - {"place_id"}):
            kept = "a correction changes a place, a type, a role or a date"
            self._fault(number, f"{', '.join(others)} changed; {kept}, so it is left out")

    def _change_incident(
        self, known: Feature, now: Mapping[str, Any], changed: set[str], number: int
    ) -> None:
        type_id, role = now["incident_type"], now["role"]
        if "incident_type" in changed and type_id not in incident_types():
            self._fault(number, f"incident_type {type_id!r} is not in the codebook; left out")
        elif "incident_type" in changed:
            self._put(known, Action.TYPE, is_whole=True, incident_type=type_id)
        if "role" in changed and role not in _ROLES:
            self._fault(number, f"role {role!r} is none of {', '.join(Role)}; left out")
        elif "role" in changed:
            self._put(known, Action.ROLE, role=Role(role))
        if changed & {"date_start", "date_end"}:
            self._put(known, Action.DATE, is_whole=True, when=_days(now))

    def _put_place(self, known: Feature, place_id: str | None, point: Any) -> None:  # noqa: ANN401 - lon, lat
        if not (place_id or point):
            self._put(known, Action.NOT_A_PLACE)
            return
        named = "" if not place_id or place_id.startswith(_MADE) else place_id
        self._put(known, Action.PLACE, place_id=named, **_at(point))

    def _drop(self, ids: set[str]) -> None:
        """Leave out the rows that are gone: an incident as a whole if all of its are."""
        rows = list(self._known.values())
        left = {f["properties"]["incident_id"] for f in rows if f["id"] in ids} - {None}
        for feature in rows:
            if feature["id"] not in ids:
                incident_id = feature["properties"]["incident_id"]
                is_whole = incident_id is not None and incident_id not in left
                self._put(feature, Action.DROP, is_whole=is_whole)

    def _add(self, feature: Feature, number: int) -> None:
        cells, point = feature["properties"], _point_of(feature)
        only = next(iter(self._articles)) if len(self._articles) == 1 else ""
        incident_id = cells["incident_id"] if cells["incident_id"] in self._incidents else ""
        type_id = cells["incident_type"] if cells["incident_type"] in incident_types() else ""
        article_id = cells["article_id"] or only
        needed = {
            "article_id": article_id,
            "an incident_type of the codebook": type_id or incident_id,
            "a point": point or cells["place_id"],
        }
        if lacking := [name for name, value in needed.items() if not value]:
            self._fault(number, f"was added without {' and '.join(lacking)}; fill it in")
            return
        self._say(
            Correction(
                article_id,
                Action.ADD,
                **(_words_of(cells) if cells["mention"] else {"text": cells["place"] or ""}),
                incident_id=incident_id,
                incident_type="" if incident_id else type_id,
                role=Role(cells["role"]) if cells["role"] in _ROLES else None,
                place_id="" if point else cells["place_id"],
                when=None if incident_id or not cells["date_start"] else _days(cells),
                **_at(point),
            )
        )

    def _put(
        self,
        known: Feature,
        action: Action,
        *,
        is_whole: bool = False,
        **answers: Any,  # noqa: ANN401 - the fields of a correction
    ) -> None:
        """Say a correction of the incident of a row as a whole, or of its place."""
        cells = known["properties"]
        words = {} if is_whole or not cells["mention"] else _words_of(cells)
        is_free = action in {Action.PLACE, Action.NOT_A_PLACE}
        incident_id = "" if is_free else cells["incident_id"] or ""
        if not (words or is_whole):
            fault = "its place was added by hand, so no words of the article name it"
            self.edits.faults.append(f"{known['id']}: {fault}; change the line that added it")
            return
        own = cells["article_id"] or ""
        self._say(Correction(own, action, incident_id=incident_id, **words, **answers))

    def _say(self, row: Correction) -> None:
        row = replace(row, **self._said)
        if row not in self.edits.corrections:
            self.edits.corrections.append(row)

    def _fault(self, number: int, fault: str) -> None:
        self.edits.faults.append(f"row {number}: {fault}")


def guess_original(edited: Sequence[Feature], gazetteer: Gazetteer) -> list[Feature]:
    """Return the rows as they probably were, where the file that geomap wrote is gone.

    The id of a row says its type, role and place, and the gazetteer where that place is. Dates,
    moved areas and rows that are gone are not told by it; see `missing_rows` for the last.
    """
    found = []
    for feature in edited:
        own = _ID.fullmatch(feature["id"])
        incident = own["incident"] if own else feature["id"]
        cells = dict(feature["properties"])
        if own is None and incident != cells["incident_id"]:
            continue  # a row that was added
        kind = _TYPE.fullmatch(incident.removeprefix(cells["article_id"] or ""))
        if kind and cells["incident_id"]:
            cells["incident_type"] = kind["type"]
        geometry = feature["geometry"]
        if own is not None:
            cells["role"] = own["role"]
            geometry = _point_before(feature, own["key"], cells, gazetteer)
        found.append({**feature, "geometry": geometry, "properties": cells})
    return found


def missing_rows(edited: Iterable[Feature]) -> tuple[str, ...]:
    """Return the incidents of which rows are gone, by their own count of places."""
    counts: Counter[str] = Counter()
    expected: dict[str, int] = {}
    for feature in edited:
        cells = feature["properties"]
        if cells["incident_id"] and cells["place_count"] is not None:
            counts[cells["incident_id"]] += 1
            expected[cells["incident_id"]] = max(1, cells["place_count"])
    return tuple(name for name, count in counts.items() if count < expected[name])


def refuse_swapped(features: Iterable[Feature], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Take the points away whose axes were swapped, and return what is wrong with each.

    A point is swapped if it lies far from the place of its row, and near to it the other way
    round.
    """
    faults = []
    for number, feature in enumerate(features, start=1):
        place = _known_place(feature["properties"]["place_id"] or "", gazetteer)
        point = _point_of(feature)
        if place is None or point is None:
            continue
        lon, lat = point
        home = (place.lat, place.lon)
        far = distance_km(lat, lon, *home) > _FAR_KM
        if far and abs(lon) <= 90 and distance_km(lon, lat, *home) < _NEAR_KM:  # noqa: PLR2004 - a latitude
            feature["geometry"] = None
            fault = f"[{lon}, {lat}] is {place.name} with its axes swapped"
            faults.append(f"feature {number}: {fault}; write longitude first; left without a point")
    return tuple(faults)


def _point_before(feature: Feature, key: str, cells: dict[str, Any], gazetteer: Gazetteer) -> Any:  # noqa: ANN401 - a GeoJSON geometry
    """Return where a place was that has a point of its own; set its id in the cells."""
    place = _known_place(key, gazetteer)
    if place is None:
        return feature["geometry"]
    cells["place_id"] = place.place_id
    point = _point_of(feature)
    if point is None or cells["relation"] or precision_of(place) in WIDE:
        return feature["geometry"]
    decimals = max(len(repr(value).partition(".")[2]) for value in point)
    was = (round(place.lon, min(decimals, DECIMALS)), round(place.lat, min(decimals, DECIMALS)))
    is_rounded = decimals < DECIMALS and was == point  # by --round, not by hand
    own = point if is_rounded else (round(place.lon, DECIMALS), round(place.lat, DECIMALS))
    return {"type": "Point", "coordinates": list(own)}


def _known_place(key: str, gazetteer: Gazetteer) -> Place | None:
    for place_id in (key, _AGAIN.sub("", key)):
        with suppress(UnknownPlaceError):
            return gazetteer.place(place_id)
    return None


def _point_of(feature: Feature) -> tuple[float, float] | None:
    geometry = feature["geometry"]
    if geometry is None or geometry["type"] != "Point":
        return None
    lon, lat = geometry["coordinates"][:2]
    return round(float(lon), DECIMALS), round(float(lat), DECIMALS)


def _at(point: tuple[float, float] | None) -> dict[str, Any]:
    return {} if point is None else {"lon": point[0], "lat": point[1]}


def _days(cells: Mapping[str, Any]) -> When:
    """Return the days of a row; who sets the first day alone means that day."""
    start, end = cells["date_start"], cells["date_end"]
    if start is None:
        return When()
    return days_of(f"{start}/{end}" if end and end > start else start)


def _words_of(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words that name the place of a row, with what its quote has around them."""
    words, quote = cells["mention"], cells["quote"] or ""
    if cells["mention_start"] is None or cells["quote_start"] is None:
        return {"text": words}
    at = cells["mention_start"] - cells["quote_start"]
    if at < 0 or quote[at : at + len(words)] != words:
        return {"text": words}
    end = at + len(words)
    return {
        "text": words,
        "prefix": quote[max(0, at - CONTEXT) : at],
        "suffix": quote[end : end + CONTEXT],
    }
