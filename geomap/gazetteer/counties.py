"""The counties of the United States, each at the town that is its seat or in its own middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.schema import SETTLEMENTS
from geomap.gazetteer.tables import NameRow, PlaceRow, read_table
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geomap.gazetteer.tables import Row

__all__ = ["add_counties"]

_LESSER = 0.85  # the score of a name whose seat is not listed: smaller than its namesakes
_COLUMNS = ("unit", "name", "seat", "lat", "lon", "radius_km")


def add_counties(path: Path, places: dict[str, PlaceRow]) -> None:
    """Add the counties of a table to the places, which hold their states and seats.

    Raises
    ------
    GazetteerError
        If a row names a state or a seat that is not among the places.
    """
    towns = _towns(places)
    for row in read_table(path, _COLUMNS):
        state = places.get(f"naturalearth:{row.text('unit')}")
        if state is None:
            row.refuse(f"unknown unit {row['unit']!r}")
        lat, lon = _seat(row, state, towns) if row["seat"] else row.point()
        slug = fold_name(row.text("name")).replace(" ", "-")
        place = PlaceRow(
            f"curated:county.{row['unit'].lower().replace('.', '-')}.{slug}", row["name"],
            "admin2", lat, lon, row.radius(), state.country, state.place_id, 0, "curated",
            names=[NameRow(row["name"], "en", "official", None if row["seat"] else _LESSER)],
        )  # fmt: skip
        places[place.place_id] = place


def _towns(places: Mapping[str, PlaceRow]) -> dict[tuple[str, str], PlaceRow]:
    """Return the largest settlement of each name in a unit, by the unit's id and the name."""
    found: dict[tuple[str, str], PlaceRow] = {}
    rows = [p for p in places.values() if p.country == "US" and p.kind in SETTLEMENTS]
    for place in sorted(rows, key=lambda place: place.population):
        for name in place.names:
            found[place.parent_id, fold_name(name.name)] = place
    own = {(place.parent_id, fold_name(place.name)): place for place in rows}
    return found | own


def _seat(
    row: Row, state: PlaceRow, towns: Mapping[tuple[str, str], PlaceRow]
) -> tuple[float, float]:
    town = towns.get((state.place_id, fold_name(row["seat"])))
    if town is None:
        row.refuse(f"no town {row['seat']!r} in {state.name}")
    return town.lat, town.lon
