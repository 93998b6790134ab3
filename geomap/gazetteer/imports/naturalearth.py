"""Reads Natural Earth's themes as GeoJSON or GeoPackage.

Column names are in small or in capital letters, by edition; both are read. The country of
a place is not taken from here: Natural Earth draws by control on the ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.gazetteer.imports.entries import (
    NO_NAME,
    OTHER_CLASS,
    Entry,
    Fault,
    LeftOut,
    crosswalk,
    to_name,
    to_point,
    to_population,
)
from geomap.gazetteer.imports.features import Feature, read_features
from geomap.gazetteer.layers import settlement_kind
from geomap.gazetteer.tables import NameRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geomap.gazetteer.imports.dumps import Dump
    from geomap.gazetteer.imports.request import Request

__all__ = ["read_places"]

_NAMES = (
    ("name_en", "en", "official"),
    ("name", "", "official"),
    ("nameascii", "", "variant"),
    ("name_long", "", "variant"),
    ("name_uk", "uk", "official"),
    ("name_ru", "ru", "exonym"),
    ("name_alt", "", "variant"),
    ("namealt", "", "variant"),
    ("name_local", "", "variant"),
)
_ISO_LENGTH = 2


def read_places(dump: Dump, request: Request) -> Iterator[Entry | Fault | LeftOut]:
    """Yield the features whose class is in the crosswalk."""
    for feature in read_features(dump):
        yield feature if isinstance(feature, Fault) else _to_entry(feature, request)


def _to_entry(feature: Feature, request: Request) -> Entry | Fault | LeftOut:
    values = {key.lower(): value for key, value in feature.properties.items() if value is not None}
    kind = crosswalk()["naturalearth"].get(_text(values, "featurecla").lower(), "")
    names = _names(values)
    if not names:
        return NO_NAME
    try:
        population = to_population(_people(values), "city")
        lat, lon = to_point(*feature.point())
    except ValueError as error:
        return Fault(feature.line, str(error))
    is_settlement = kind == "settlement"
    if is_settlement:
        kind = settlement_kind(population)
    if not kind or not request.takes_kind(kind):
        return OTHER_CLASS
    entry = Entry(
        feature.line, _place_id(values, feature), kind, lat, lon, names, _iso(values),
        population if is_settlement else 0, None if is_settlement else feature.radius_km(),
    )  # fmt: skip
    outline = feature.outline()
    if outline is not None:
        entry.shape, entry.bounds = outline.wkb, outline.bounds
    return entry


def _text(values: Mapping[str, Any], *columns: str) -> str:
    return next((str(values[column]).strip() for column in columns if values.get(column)), "")


def _names(values: Mapping[str, Any]) -> list[NameRow]:
    found: dict[str, NameRow] = {}
    for column, language, kind in _NAMES:
        for part in _text(values, column).split("|"):
            if name := to_name(part):
                found.setdefault(name, NameRow(name, language, kind))
    return list(found.values())


def _people(values: Mapping[str, Any]) -> str:
    text = _text(values, "pop_max", "pop_est") if "pop_max" in values else ""
    return "" if text.startswith("-") else text  # -99 stands for unknown


def _iso(values: Mapping[str, Any]) -> str:
    code = _text(values, "iso_a2", "iso_a2_eh").upper()
    return code if len(code) == _ISO_LENGTH and code.isalpha() else ""


def _place_id(values: Mapping[str, Any], feature: Feature) -> str:
    number = _text(values, "ne_id").partition(".")[0]
    return f"naturalearth:ne-{number}" if number.isdecimal() else (
        f"naturalearth:row-{feature.line}"
    )  # fmt: skip
