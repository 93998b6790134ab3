"""The codifier layer: every raion, hromada, settlement and city district of Ukraine.

A settlement that another layer has with coordinates stays that place and learns its
official name, its kind and whom it lies in; the others become places of their own under
the id ``katottg:`` and their code, placed among their kin (`placement`), with a radius
that says how well.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.errors import GazetteerError
from geomap.gazetteer.joins import join_places
from geomap.gazetteer.names import land_names, romanise, spellings
from geomap.gazetteer.placement import Codifier, Spot, Unit, place_units
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.gazetteer.spelling import RussianSpeller
from geomap.gazetteer.tables import NameRow, PlaceRow, Row, read_table
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["CodifierLayer", "add_codifier", "open_layer"]

UNIT_COLUMNS = ("code", "category", "parent", "name")
POINT_COLUMNS = ("unit", "within", "name", "lat", "lon", "radius_km", "note")
RENAMING_COLUMNS = ("unit", "within", "name", "former", "ru", "until", "note")

# The two digits of the codifier for the curated first-level units; the others are those of
# ISO 3166-2. Kyiv and Sevastopol are cities and units at once.
_REGIONS = {"09": "44", "43": "01", "77": "73"}
_CITY_REGIONS = {"80": "curated:ua.kyiv", "85": "curated:ua.sevastopol"}
_KINDS = {"K": "city", "M": "city", "X": "town", "C": "village"}
_DISPLAYED = {"admin2": "Raion", "hromada": "hromada"}
_SEAT_SCORE = 0.6  # a raion under the bare name of its seat: below every name of the town
_DISTRICT_KM = 6.0  # of a city district that no table places: at its city, with this at least
_LATIN = 3  # spellings of a name that get a row; the rest is found by its skeleton
_CRIMEA = "01"  # settlements have other names since 2016, their hromadas keep the old ones
_ALIKE_LETTERS = 3
_VOWELS = "аеєиіїоуюяыйё"
_SHORTEST_STEM = 4  # letters that a raion and its seat share


@dataclass(slots=True)
class CodifierLayer:
    """What the rows of the layer are made from: who is joined, and where the others are put."""

    codifier: Codifier
    places: dict[str, PlaceRow]
    joined: Mapping[str, PlaceRow]
    spots: Mapping[str, Spot]
    ids: dict[str, str]
    formers: Mapping[str, list[Row]]
    speller: RussianSpeller


def add_codifier(folder: Path, places: dict[str, PlaceRow]) -> None:
    """Add the codifier's units to the places, and what it knows to those they already hold.

    Parameters
    ----------
    folder
        The folder ``gazetteer/`` with ``codifier/units.tsv.gz``, ``spelling/russian.csv``
        and the curated ``settlements.csv`` and ``renamings.csv``.
    places
        All places of the other layers by id; changed in place.

    Raises
    ------
    GazetteerError
        If a row of a curated table names no settlement, or several.
    """
    layer = open_layer(folder, places)
    for unit in layer.codifier.units.values():
        _add_unit(layer, unit)


def open_layer(folder: Path, places: dict[str, PlaceRow]) -> CodifierLayer:
    """Read the tables, join the settlements and place them, without changing a place.

    Raises
    ------
    GazetteerError
        As `add_codifier`.
    """
    codifier = Codifier(_units(folder / "codifier" / "units.tsv.gz"))
    finder = _Finder(codifier)
    formers: dict[str, list[Row]] = defaultdict(list)
    for row in read_table(folder / "curated" / "renamings.csv", RENAMING_COLUMNS):
        formers[finder.find(row).code].append(row)
    points = {
        finder.find(row).code: (*row.point(), row.radius())
        for row in read_table(folder / "curated" / "settlements.csv", POINT_COLUMNS)
    }
    joined = join_places(
        codifier,
        _by_region(places),
        {code: [row["former"] for row in rows] for code, rows in formers.items()},
        points,
    )
    return CodifierLayer(
        codifier, places, joined, place_units(codifier, joined, points), _region_ids(codifier),
        formers, RussianSpeller.read(folder / "spelling" / "russian.csv"),
    )  # fmt: skip


def _units(path: Path) -> Iterator[Unit]:
    for row in read_table(path, UNIT_COLUMNS):
        yield Unit(row["code"], row["category"], row["parent"], row["name"])


def region_digits(unit_id: str) -> str:
    """Return the two digits that the codifier gives a curated first-level unit.

    Examples
    --------
    >>> region_digits("UA-63"), region_digits("UA-09"), region_digits("UA-43")
    ('63', '44', '01')
    """
    digits = unit_id.rpartition("-")[2]
    return _REGIONS.get(digits, digits)


class _Finder:
    """Finds the settlement that a row of a curated table names."""

    def __init__(self, codifier: Codifier) -> None:
        self._codifier = codifier
        self._named: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in codifier.settlements:
            self._named[unit.code[2:4], fold_name(unit.name)].append(unit)

    def find(self, row: Row) -> Unit:
        """Return the one settlement of this region, raion or hromada, and name.

        Of namesakes a city or settlement goes before villages, and the seat of a hromada
        before the others; where that says nothing, the row names the settlement by its code.
        """
        if row["name"] in self._codifier.units:
            return self._codifier.units[row["name"]]
        digits, within = region_digits(row.text("unit")), fold_name(row["within"])
        found = [
            unit
            for unit in self._named.get((digits, fold_name(row.text("name"))), [])
            if not within or within in self._above(unit)
        ]
        if len(found) > 1:
            letter = min((unit.letter for unit in found), key="KMXC".index)
            found = [unit for unit in found if unit.letter == letter]
        if len(found) > 1:
            found = [unit for unit in found if self._is_seat(unit)] or found
        if len(found) != 1:
            fault = "no settlement" if not found else f"{len(found)} settlements"
            row.refuse(f"{fault} {row['name']!r} in {row['unit']} {row['within']}".rstrip())
        return found[0]

    def _above(self, unit: Unit) -> set[str]:
        codes = (self._codifier.above(unit, letter) for letter in "PH")
        return {fold_name(self._codifier.units[code].name) for code in codes if code}

    def _is_seat(self, unit: Unit) -> bool:
        hromada = self._codifier.above(unit, "H")
        return bool(hromada) and self._codifier.seat(hromada) is unit


def _region_ids(codifier: Codifier) -> dict[str, str]:
    """Return the curated place of each first-level unit, by its code."""
    curated = {digits: f"curated:UA-{iso}" for iso, digits in _REGIONS.items()} | _CITY_REGIONS
    return {
        unit.code: curated.get(unit.code[2:4], f"curated:UA-{unit.code[2:4]}")
        for unit in codifier.units.values()
        if unit.letter in "OK"
    }


def _by_region(places: Mapping[str, PlaceRow]) -> dict[str, list[PlaceRow]]:
    """Return the Ukrainian settlements of the other layers by the digits of their region."""
    cities = {place_id: digits for digits, place_id in _CITY_REGIONS.items()}
    found: dict[str, list[PlaceRow]] = defaultdict(list)
    for place in places.values():
        is_own = place.source == "katottg"
        if place.country == "UA" and place.kind in SETTLEMENTS and not is_own:
            home = place
            while home.place_id not in cities and home.kind != "admin1":
                if home.parent_id not in places:
                    break
                home = places[home.parent_id]
            if home.place_id in cities or home.kind == "admin1":
                digits = cities.get(home.place_id) or region_digits(home.place_id)
                found[digits].append(place)
    return found


def _add_unit(layer: CodifierLayer, unit: Unit) -> None:
    if unit.letter in "OK":
        return
    if unit.code in layer.joined:
        layer.ids[unit.code] = layer.joined[unit.code].place_id
        _enrich(layer, unit, layer.joined[unit.code])
        return
    district = _district(layer, unit) if unit.letter == "B" else None
    if district is not None:
        layer.ids[unit.code] = district.place_id
        return
    place = _new_place(layer, unit)
    layer.ids[unit.code] = place.place_id
    layer.places[place.place_id] = place


def _enrich(layer: CodifierLayer, unit: Unit, place: PlaceRow) -> None:
    """Give a place of another layer what the codifier knows of it."""
    official = romanise(unit.name)
    if place.source != "curated":
        place.kind = _KINDS[unit.letter]
        place.parent_id = layer.ids[unit.parent]
        if place.name != official:
            place.names = [
                NameRow(row.name, row.language, "variant") if row.kind == "official" else row
                for row in place.names
            ]
            place.name = official
            place.names.insert(0, NameRow(official, "en", "official"))
    place.admin2 = _raion_name(layer, unit)
    told = list(_names(layer, unit))
    former = {fold_name(row.name) for row in told if row.kind == "former"}
    dated = {row.name: row for row in told if row.since}
    place.names = [
        dated.get(row.name, row) for row in place.names if fold_name(row.name) not in former
    ]
    known = {row.name for row in place.names}
    place.names.extend(row for row in told if row.name not in known)
    place.echoes.extend(_echoes(layer, unit))


def _formers(layer: CodifierLayer, unit: Unit) -> tuple[str, ...]:
    """Return the former Ukrainian names of a settlement, listed or left in its hromada's name."""
    listed = [row["former"] for row in layer.formers.get(unit.code, ())]
    hromada = layer.codifier.above(unit, "H")
    if not listed and hromada and layer.codifier.seat(hromada) is unit:
        adjective = layer.codifier.units[hromada].name
        is_alike = fold_name(adjective)[:_ALIKE_LETTERS] == fold_name(unit.name)[:_ALIKE_LETTERS]
        if unit.code[2:4] == _CRIMEA and not is_alike:
            listed.append(f"{adjective[:-1]}е")
    return tuple(listed)


def _echoes(layer: CodifierLayer, unit: Unit) -> Iterator[str]:
    """Yield the spellings that a skeleton alone finds: Russian ones, and fused stems.

    A name of two words gives one adjective: Chasiv Yar makes Chasovoiarskyi.
    """
    for name in (unit.name, *_formers(layer, unit)):
        forms = layer.speller.forms(name)
        yield from forms
        for form in (name, *forms[:2]):
            first, _, second = form.replace("-", " ").partition(" ")
            if second and " " not in second:
                yield f"{first.rstrip(_VOWELS)}о{second.lower()}"


def _raion_name(layer: CodifierLayer, unit: Unit) -> str:
    code = layer.codifier.above(unit, "P")
    return f"{romanise(layer.codifier.units[code].name)} Raion" if code else ""


def _district(layer: CodifierLayer, unit: Unit) -> PlaceRow | None:
    """Return the curated place of a city district."""
    city = layer.ids[unit.parent]
    key = fold_name(romanise(unit.name))
    own = (p for p in layer.places.values() if p.kind == "district" and p.parent_id == city)
    return next((place for place in own if fold_name(place.name) == key), None)


def _new_place(layer: CodifierLayer, unit: Unit) -> PlaceRow:
    name = romanise(unit.name)
    parent = layer.ids[unit.parent]
    if unit.letter == "B":
        city = layer.places[parent]
        spot = Spot(city.lat, city.lon, max(_DISTRICT_KM, city.radius_km), "seat")
        kind = "district"
    else:
        spot = _spot(layer, unit)
        kind = {"P": "admin2", "H": "hromada"}.get(unit.letter) or _KINDS[unit.letter]
    name = f"{name} {_DISPLAYED[kind]}" if kind in _DISPLAYED else name
    place = PlaceRow(
        f"katottg:{unit.code}", name, kind, round(spot.lat, 4), round(spot.lon, 4),
        spot.radius_km, "UA", parent, 0, "katottg", admin2=_raion_name(layer, unit),
    )  # fmt: skip
    place.names.extend(_names(layer, unit))
    if unit.letter in _KINDS:
        place.echoes.extend(_echoes(layer, unit))
    return place


def _spot(layer: CodifierLayer, unit: Unit) -> Spot:
    spot = layer.spots.get(unit.code)
    if spot is None:
        msg = f"units.tsv.gz: {unit.code} {unit.name} lies in no hromada; add it to settlements.csv"
        raise GazetteerError(msg)
    return spot


def _names(layer: CodifierLayer, unit: Unit) -> Iterator[NameRow]:
    if unit.letter == "P":
        yield from _raion_names(layer, unit)
    elif unit.letter == "H":
        yield from _hromada_names(layer, unit)
    elif unit.letter == "B":
        for latin in _latin(unit.name, "uk"):
            yield NameRow(latin, "en", "official")
            yield NameRow(f"{latin} district", "en", "official")
        yield NameRow(unit.name, "uk", "official")
    else:
        yield from _settlement_names(layer, unit)


def _settlement_names(layer: CodifierLayer, unit: Unit) -> Iterator[NameRow]:
    """Yield the official name, the usual romanisations, the Russian name and former ones."""
    listed = {row["former"]: row for row in layer.formers.get(unit.code, ())}
    since = max((row.when("until") for row in listed.values()), default="")
    yield NameRow(romanise(unit.name), "en", "official", since=since)
    yield NameRow(unit.name, "uk", "official", since=since)
    for latin in _latin(unit.name, "uk")[1:]:
        yield NameRow(latin, "en", "variant")
    yield from _russian(layer.speller.forms(unit.name)[:2], "exonym")
    for former in _formers(layer, unit):
        until = listed[former]["until"] if former in listed else ""
        yield NameRow(former, "uk", "former", until=until)
        for latin in _latin(former, "uk"):
            yield NameRow(latin, "en", "former", until=until)
        russian = listed[former].items("ru") if former in listed else ()
        yield from _russian(russian or layer.speller.forms(former)[:1], "former", until)


def _russian(names: Iterable[str], kind: str, until: str = "") -> Iterator[NameRow]:
    spelt = "former" if kind == "former" else "variant"
    for name in names:
        yield NameRow(name, "ru", kind, until=until)
        yield from (NameRow(latin, "en", spelt, until=until) for latin in _latin(name, "ru"))


def _latin(name: str, language: str) -> tuple[str, ...]:
    return spellings(name, language)[:_LATIN]


def _raion_names(layer: CodifierLayer, unit: Unit) -> Iterator[NameRow]:
    russian = layer.speller.forms(unit.name)[0]
    yield NameRow(f"{unit.name} район", "uk", "official")
    yield NameRow(f"{russian} район", "ru", "exonym")
    stems = {*_latin(unit.name, "uk"), *_latin(russian, "ru")}
    seat = raion_seat(layer.codifier, unit)
    if seat is not None:
        stems |= {romanise(seat.name), *_latin(layer.speller.forms(seat.name)[0], "ru")[:1]}
        yield NameRow(romanise(seat.name), "en", "variant", _SEAT_SCORE)
    called = (f"{stem} {word}" for stem in sorted(stems) for word in ("Raion", "district"))
    yield from (NameRow(name, "en", "official") for name in called)
    yield NameRow(romanise(unit.name), "en", "variant")
    yield from (NameRow(name, "uk", "variant", _SEAT_SCORE) for name in land_names(unit.name))
    yield NameRow(unit.name, "uk", "variant")


def raion_seat(codifier: Codifier, raion: Unit) -> Unit | None:
    """Return the town that a raion is named after: the one that shares most of its stem."""
    towns = [
        unit
        for hromada in codifier.members[raion.code]
        for unit in codifier.members[hromada.code]
        if unit.letter in "MX"
    ]
    own = fold_name(raion.name).replace(" ", "")
    ranked = sorted(
        (-_shared(own, fold_name(unit.name).replace(" ", "")), unit.letter, unit.code)
        for unit in towns
    )
    if not ranked or -ranked[0][0] < _SHORTEST_STEM:
        return None
    return codifier.units[ranked[0][2]]


def _shared(one: str, other: str) -> int:
    """Return how many letters two names have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _hromada_names(layer: CodifierLayer, unit: Unit) -> Iterator[NameRow]:
    russian = layer.speller.forms(unit.name)[0]
    yield NameRow(f"{unit.name} громада", "uk", "official")
    yield NameRow(f"{unit.name} територіальна громада", "uk", "official")
    yield NameRow(f"{russian} громада", "ru", "exonym")
    seat = layer.codifier.seat(unit.code)
    stems = [romanise(unit.name), *([romanise(seat.name)] if seat is not None else [])]
    for stem in stems:
        for word in ("hromada", "community", "territorial community"):
            yield NameRow(f"{stem} {word}", "en", "official")
