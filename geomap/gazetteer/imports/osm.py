"""Reads OpenStreetMap extracts that were prepared as GeoJSON or GeoPackage.

Tags are properties, or one property ``other_tags`` / ``all_tags`` as ogr2ogr writes it.
"""

from __future__ import annotations

import re
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
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.gazetteer.tables import NameRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geomap.gazetteer.imports.dumps import Dump
    from geomap.gazetteer.imports.request import Request

__all__ = ["read_places"]

_HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_ID = re.compile(r"(node|way|relation)[/ ]?(\d+)")
_LETTERS = {"n": "node", "w": "way", "r": "relation"}
_NAMES = (
    ("name", "", "official"),
    ("name:uk", "uk", "official"),
    ("name:en", "en", "official"),
    ("name:ru", "ru", "exonym"),
    ("int_name", "en", "variant"),
    ("official_name", "", "variant"),
    ("short_name", "", "variant"),
    ("alt_name", "", "variant"),
    ("alt_name:uk", "uk", "variant"),
    ("alt_name:en", "en", "variant"),
    ("loc_name", "", "variant"),
    ("old_name", "", "former"),
    ("old_name:uk", "uk", "former"),
    ("old_name:ru", "ru", "former"),
    ("old_name:en", "en", "former"),
)
_NO_PEOPLE = re.compile(r"[\s,]")
_SHAPED_LESS = SETTLEMENTS  # the outline of a town adds nothing


def read_places(dump: Dump, request: Request) -> Iterator[Entry | Fault | LeftOut]:
    """Yield the named features whose tags are in the crosswalk."""
    for feature in read_features(dump):
        yield feature if isinstance(feature, Fault) else _to_entry(feature, request)


def _to_entry(feature: Feature, request: Request) -> Entry | Fault | LeftOut:
    tags = _tags(feature.properties)
    kind = _kind(tags)
    if not kind or not request.takes_kind(kind):
        return OTHER_CLASS
    names = _names(tags)
    if not names:
        return NO_NAME
    place_id = _place_id(tags)
    if not place_id:
        return Fault(feature.line, "no OSM id; export @id, or osm_id and osm_way_id, as well")
    try:
        lat, lon = to_point(*feature.point())
        population = to_population(_NO_PEOPLE.sub("", tags.get("population", "")), kind)
    except ValueError as error:
        return Fault(feature.line, str(error))
    entry = Entry(
        feature.line, place_id, kind, lat, lon, names, population=population,
        radius_km=None if kind in _SHAPED_LESS else feature.radius_km(),
    )  # fmt: skip
    outline = None if kind in _SHAPED_LESS else feature.outline()
    if outline is not None:
        entry.shape, entry.bounds = outline.wkb, outline.bounds
    return entry


def _tags(properties: Mapping[str, Any]) -> dict[str, str]:
    """Return all tags as texts, those of ``other_tags`` among them."""
    tags = {key: str(value) for key, value in properties.items() if value is not None}
    packed = tags.pop("other_tags", "") or tags.pop("all_tags", "")
    for key, value in _HSTORE.findall(packed):
        tags.setdefault(_plain(key), _plain(value))
    return tags


def _plain(text: str) -> str:
    return text.replace('\\"', '"').replace("\\\\", "\\")


def _kind(tags: Mapping[str, str]) -> str:
    for tag, kind in crosswalk()["osm"].items():
        key, _, value = tag.partition("=")
        value, _, level = value.partition("/")
        if tags.get(key) == value and (not level or tags.get("admin_level") == level):
            return str(kind)
    return ""


def _names(tags: Mapping[str, str]) -> list[NameRow]:
    found: dict[str, NameRow] = {}
    for key, language, kind in _NAMES:
        for part in tags.get(key, "").split(";"):
            if name := to_name(part):
                known = found.get(name)
                if known is None or (language and not known.language):
                    found[name] = NameRow(name, language, known.kind if known else kind)
    rows = list(found.values())
    english = next((row for row in rows if row.language == "en"), None)
    if english is not None and rows[0] is not english:
        rows.remove(english)
        rows.insert(0, english)
    return rows


def _place_id(tags: Mapping[str, str]) -> str:
    for key in ("@id", "id", "full_id"):
        value = tags.get(key, "")
        if match := _ID.fullmatch(value):
            return f"osm:{match[1]}/{match[2]}"
        if value[:1] in _LETTERS and value[1:].isdecimal():
            return f"osm:{_LETTERS[value[0]]}/{value[1:]}"
    if tags.get("osm_way_id", "").isdecimal():
        return f"osm:way/{tags['osm_way_id']}"
    number = tags.get("osm_id", "")
    if not number.lstrip("-").isdecimal():
        return ""
    kind = tags.get("osm_type") or ("relation" if tags.get("type") or number[0] == "-" else "node")
    return f"osm:{kind}/{number.lstrip('-')}"
