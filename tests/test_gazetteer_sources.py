"""The maintainers' refresh: filters, outlines that keep shared borders, bytes without a date."""

from __future__ import annotations

import gzip
import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
import shapely

from geomap.errors import GazetteerError
from geomap.gazetteer.naturalearth import Unit, read_blob, read_units
from geomap.gazetteer.outlines import border_lines, feature, world_areas, write_features
from geomap.gazetteer.schema import point_blob, shape_blob
from geomap.gazetteer.sources import (
    WORLD_MAP,
    _is_useful,
    admin1_rows,
    alternate_names,
    unit_ids,
    write_table,
)

if TYPE_CHECKING:
    from pathlib import Path


def wavy(west: float, east: float, fips: str, country: str) -> Unit:
    """A unit between two meridians, its sides so wavy that they are simplified."""
    steps = [n / 50 for n in range(101)]
    right = [(east + 0.004 * (n % 2), 45 + y) for n, y in enumerate(steps)]
    left = [(west + 0.004 * (n % 2), 45 + y) for n, y in enumerate(steps)]
    return Unit(country, fips, fips, "", shapely.Polygon([*right, *reversed(left)]))


UNITS = (wavy(20, 22, "A1", "AA"), wavy(22, 24, "A2", "AA"), wavy(24, 26, "B1", "BB"))


def test_simplified_neighbours_keep_one_common_border() -> None:
    countries, drawn = world_areas(UNITS, {"A1": "a1", "A2": "a2"})

    assert set(countries) == {"AA", "BB"}
    assert set(drawn) == {"a1", "a2"}
    assert countries["AA"].intersection(countries["BB"]).area == 0
    assert countries["AA"].intersection(countries["BB"]).length == pytest.approx(2, abs=0.01)
    assert shapely.union_all(list(drawn.values())).equals(countries["AA"])
    assert shapely.get_num_coordinates(countries["AA"]) < 20, "nothing was simplified"


def box(country: str, name: str, *bounds: float) -> Unit:
    """A unit with straight sides."""
    return Unit(country, name, name, "", shapely.box(*bounds).segmentize(0.05))


def test_an_exclave_stays_however_small_and_an_islet_goes() -> None:
    """Melilla, Cabinda and Nakhchivan lie in other countries, which a map must not cover."""
    inland = shapely.box(101.0, 11.0, 101.1, 11.1)
    host = shapely.box(100, 10, 110, 20).difference(inland).segmentize(0.05)
    units = [
        Unit("AA", "host", "host", "", host),
        box("BB", "mainland", 115, 10, 125, 20),
        Unit("BB", "exclave", "exclave", "", inland.segmentize(0.05)),
        box("BB", "islet", 112, 25, 112.1, 25.1),
    ]
    countries, _ = world_areas(units, {})

    assert countries["BB"].contains(shapely.Point(101.05, 11.05))
    assert not countries["AA"].contains(shapely.Point(101.05, 11.05))
    assert not countries["BB"].intersects(shapely.Point(112.05, 25.05))
    assert countries["AA"].intersection(countries["BB"]).area == 0


def test_a_border_is_the_line_that_two_countries_share() -> None:
    countries, _ = world_areas(UNITS, {})
    lines = border_lines(countries, [("AA", "BB")])

    assert list(lines) == ["border.aa-bb"]
    assert lines["border.aa-bb"].geom_type == "LineString"
    assert lines["border.aa-bb"].length == pytest.approx(2, abs=0.01)


def test_outlines_are_rounded_and_one_feature_a_line(tmp_path: Path) -> None:
    item = feature("curated:x", "X", "XX", shapely.box(1.23456, 2, 3, 4))
    write_features(tmp_path / "x.geojson", [item, item])
    text = (tmp_path / "x.geojson").read_text()

    assert "1.235" in text
    assert "1.2345" not in text
    assert len(text.splitlines()) == 4
    assert json.loads(text)["features"][0]["properties"] == {
        "place_id": "curated:x",
        "name": "X",
        "iso": "XX",
    }


def test_an_extract_carries_no_time(tmp_path: Path) -> None:
    for name in ("one.gz", "two.gz"):
        write_table(tmp_path / name, [("a", "b"), ("1", "é")])

    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    assert gzip.decompress((tmp_path / "one.gz").read_bytes()).decode() == "a\tb\n1\té\n"


def test_units_of_one_name_get_ids_of_their_own() -> None:
    units = [wavy(20, 22, "Same", "AA"), wavy(22, 24, "Same", "AA"), wavy(24, 26, "Same", "BB")]

    assert unit_ids(units) == ("AA.same", "AA.same-2", "BB.same")


def test_the_point_of_a_unit_lies_inside_it() -> None:
    """The middle of a horseshoe does not."""
    horseshoe = shapely.box(20, 45, 26, 48).difference(shapely.box(21, 46, 25, 48))
    header, row = admin1_rows([Unit("AA", "Shoe", "A1", "", horseshoe)])
    values = dict(zip(header, row, strict=True))

    assert not horseshoe.contains(horseshoe.centroid)
    assert horseshoe.contains(shapely.Point(float(values["lon"]), float(values["lat"])))


@pytest.mark.parametrize(
    "noise", ["KBP", "Ki", "kyiv", "Κίεβο", "基輔", "Кейӳ", "X" * 61, "Ab 1", "Kyiv", "KYIV"]
)
def test_noise_among_alternate_names_goes(noise: str) -> None:
    city = {"name": "Kyiv", "alternatenames": [noise]}

    assert alternate_names(city) == []


@pytest.mark.parametrize("name", ["Kiev", "Kijów", "Киев", "Київ", "Кіеў", "Kyiv City"])
def test_names_in_letters_that_reports_use_stay(name: str) -> None:
    assert alternate_names({"name": "Kyiv", "alternatenames": [name, "KBP"]}) == [name]


@pytest.mark.parametrize(
    ("name", "alternate", "country", "population", "useful"),
    [
        ("Chamonix-Mont-Blanc", "Chamonix", "FR", 9_800, True),
        ("Şūrān", "Suran", "SY", 2_000, True),
        ("Oakville", "The City", "US", 9_000, False),
        ("Oakville", "Оквилл", "US", 9_000, False),
        ("Oakville", "The City", "US", 90_000, True),
        ("Kentau", "Кентау", "KZ", 9_000, True),
        ("Medyka", "Медика", "PL", 2_800, True),
        ("Medyka", "Old Border", "PL", 2_800, True),
    ],
)
def test_a_small_place_far_away_keeps_the_spellings_of_its_own_name(
    name: str, alternate: str, country: str, population: int, *, useful: bool
) -> None:
    """Its nicknames are other people's words: a town of 9,000 is also called The City."""
    city = {"name": name, "countrycode": country, "population": population}

    assert _is_useful(alternate, city) is useful


def test_a_stress_mark_is_no_part_of_a_name() -> None:
    assert alternate_names({"name": "Kyiv", "alternatenames": ["Ки\u0301ев"]}) == ["Киев"]


def test_blobs_read_back_as_written() -> None:
    area = shapely.box(30, 45, 31, 46)

    assert read_blob(shape_blob(shapely.to_wkb(area), area.bounds)).equals(area)
    assert read_blob(point_blob(50.45, 30.52)).equals(shapely.Point(30.52, 50.45))


def test_a_file_that_is_no_world_map_is_refused_by_name(tmp_path: Path) -> None:
    other = tmp_path / "other.gpkg"
    sqlite3.connect(other).close()

    with pytest.raises(GazetteerError, match=r"other\.gpkg.*world_map\.gpkg"):
        read_units(other)
    with pytest.raises(GazetteerError, match=r"none\.gpkg"):
        read_units(tmp_path / "none.gpkg")


@pytest.mark.skipif(not WORLD_MAP.is_file(), reason="QGIS with its world map is not installed")
def test_the_world_map_is_read_with_crimea_in_ukraine() -> None:
    units = read_units(WORLD_MAP)
    crimea = [unit for unit in units if unit.fips in {"UP11", "UP20"}]

    assert len(units) > 4000
    assert [unit.country for unit in crimea] == ["UA", "UA"]
    area = shapely.union_all([unit.geometry for unit in units if unit.country == "EH"])
    assert area.contains(shapely.Point(-13.2, 27.15)), "Laayoune lies in Western Sahara"
    assert area.contains(shapely.Point(-11.67, 26.74)), "and Smara does"
    assert not area.contains(shapely.Point(-11.1, 28.43)), "Tan-Tan is Moroccan"
    assert {unit.country for unit in units if unit.name == "Somaliland"} == {"SO"}
