"""What places are called in the language of the page, where the gazetteer knows it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from geomap.errors import UnknownPlaceError
from geomap.gazetteer import open_gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["named_reasons", "names_in", "to_named"]

_OWN = "en"  # the language of the names in all data
_UNITS = ("admin1", "admin2")

Feature = dict[str, Any]


@cache
def names_in(ui: str) -> Mapping[str, str]:
    """Return what places are called, by their ids; empty for the language of the data.

    Examples
    --------
    >>> names_in("uk")["curated:ua.kharkiv"], names_in("uk")["geonames:745044"], names_in("en")
    ('Харків', 'Стамбул', {})
    """
    if ui == _OWN:
        return {}
    file = resources.files("geomap.webmap") / "basemap" / f"names.{ui}.toml"
    own = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {**open_gazetteer().names_in(ui), **own}


def to_named(
    features: Iterable[Mapping[str, Any]], names: Mapping[str, str]
) -> Iterator[Mapping[str, Any]]:
    """Yield features whose places, and the units these lie in, have the names of a language.

    Examples
    --------
    >>> cells = {"place": "Kharkiv", "place_id": "curated:ua.kharkiv", "admin1": "Kharkiv Oblast"}
    >>> (row,) = to_named([{"properties": cells}], names_in("uk"))
    >>> row["properties"]["place"], row["properties"]["admin1"]
    ('Харків', 'Харківська область')
    """
    known: dict[str, dict[str, str]] = {}
    for feature in features:
        cells = feature.get("properties") or {}
        yield {**feature, "properties": _named(cells, names, known)} if names else feature


def named_reasons(reasons: Mapping[int, Any], names: Mapping[str, str]) -> Mapping[int, Any]:
    """Return the reasons of an article with the names of a language for what came second."""
    found = dict(reasons)
    for start, reason in found.items():
        if second := reason.get("next"):
            name = names.get(second.get("id", ""), second.get("name"))
            found[start] = {**reason, "next": {**second, "name": name}}
    return found


def _named(
    cells: Mapping[str, Any], names: Mapping[str, str], known: dict[str, dict[str, str]]
) -> dict[str, Any]:
    place_id = str(cells.get("place_id") or "")
    if place_id not in known:
        known[place_id] = _units_of(place_id, names)
    own, place = known[place_id], cells.get("place")
    called = {unit: own.get(str(cells.get(unit)), cells.get(unit)) for unit in _UNITS}
    return {**cells, **called, "place": names.get(place_id, place)}


def _units_of(place_id: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return what the units that a place lies in are called, by their names in the data."""
    gazetteer = open_gazetteer()
    try:
        parents = gazetteer.parents(gazetteer.place(place_id))
    except UnknownPlaceError:  # of an import, or computed from two sides
        return {}
    return {p.name: names[p.place_id] for p in parents if p.place_id in names}
