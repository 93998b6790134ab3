"""Seas as what the land leaves free: closed by lines, of their known size, without the cities."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

import pytest
import shapely

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.gazetteer.build import SOURCE
from geomap.gazetteer.outlines import finest_land
from geomap.gazetteer.seas import SEA_COLUMNS, read_seas, sea_areas

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

HEAD = ",".join(SEA_COLUMNS)
# A bay of one degree in a coast, open to the east over the whole of its width.
COAST = (shapely.box(0, 0, 1, 3), shapely.box(1, 0, 2, 1), shapely.box(1, 2, 2, 3))
CLOSED = "bay.x,1.5 1.5,0,0,4,3,0.95 2 2.05 2,12,made up"
MOST_OFF = 0.06  # share of the known area; the coasts are generalised
with (SOURCE / "curated" / "seas.csv").open(encoding="utf-8") as stream:
    ROWS = list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def areas(tmp_path: Path, row: str) -> dict[str, BaseGeometry]:
    path = tmp_path / "seas.csv"
    path.write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    return sea_areas(read_seas(path), COAST)


def test_a_bay_is_what_the_land_and_a_line_enclose(tmp_path: Path) -> None:
    bay = areas(tmp_path, CLOSED)["bay.x"]

    assert bay.area == pytest.approx(1.0, abs=0.02)
    assert bay.contains(shapely.Point(1.9, 1.5))
    assert not bay.contains(shapely.Point(2.1, 1.5))


def test_a_line_that_ends_off_the_coast_is_drawn_on_to_it(tmp_path: Path) -> None:
    """Capes lie where they are; the coast drawn is generalised."""
    bay = areas(tmp_path, CLOSED.replace("0.95 2 2.05 2", "1.05 2 1.95 2"))["bay.x"]

    assert bay.area == pytest.approx(1.0, abs=0.02)


def test_an_islet_is_left_out_and_an_island_stays(tmp_path: Path) -> None:
    (tmp_path / "seas.csv").write_text(f"{HEAD}\n{CLOSED}\n")
    isles = (shapely.box(1.3, 1.2, 1.6, 1.4), shapely.box(1.80, 1.80, 1.83, 1.83))
    bay = sea_areas(read_seas(tmp_path / "seas.csv"), (*COAST, *isles))["bay.x"]

    assert len(bay.interiors) == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (CLOSED.replace("0.95 2 2.05 2", ""), r"line 2: the water reaches the frame; close the"),
        (CLOSED.replace("0.95 2 2.05 2", "1.3 2 2.05 2"), r"line 2: the water reaches the frame"),
        (CLOSED.replace("1.5 1.5", "0.5 0.5"), r"line 2: the point 0\.5 0\.5 is not in the water"),
        (CLOSED.replace("0.95 2 2.05 2", "0.95 2 2.05"), r"has a latitude without a longitude"),
        (CLOSED.replace("0.95 2 2.05 2", "0.95N 2E"), r"'0\.95N 2E' is no row of latitudes"),
        (CLOSED.replace("0.95 2 2.05 2", "0.95 2"), r"'0\.95 2' is one point, no line"),
        (CLOSED.replace(",0,0,4,3,", ",0,0,400,3,"), r"east 400 is outside -180 to 180"),
    ],
)
def test_a_sea_that_cannot_be_drawn_is_refused_by_line_and_fault(
    tmp_path: Path, row: str, message: str
) -> None:
    with pytest.raises(GazetteerError, match=message):
        areas(tmp_path, row)


def test_land_is_fine_in_the_theatre_and_as_told_elsewhere() -> None:
    """The twin of both: each part is taken from the one and not from the other."""
    inside, outside = shapely.box(30, 50, 31, 51), shapely.box(100, 50, 101, 51)
    land = finest_land({"UA": shapely.union_all([inside, outside])}, ())

    assert shapely.union_all(land).equals(inside)


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_every_sea_of_the_table_has_an_outline_of_its_size(
    gazetteer: Gazetteer, row: dict[str, str]
) -> None:
    shape = gazetteer.geometry(f"curated:{row['id']}")
    lat, lon = map(float, row["inside"].split())

    assert shape is not None
    assert shape.is_valid
    assert shape.contains(shapely.Point(lon, lat))
    if row["area"]:
        assert thousand_km2(shape) == pytest.approx(float(row["area"]), rel=MOST_OFF)


def test_enough_seas_have_a_known_size() -> None:
    """Else the test above would say little."""
    assert sum(1 for row in ROWS if row["area"]) >= 20
    assert len(ROWS) >= 35


def thousand_km2(shape: BaseGeometry) -> float:
    """Return an area in thousands of square kilometres, summed over strips of a tenth degree."""
    west, south, east, north = shape.bounds
    step, total = 0.1, 0.0
    for number in range(math.ceil((north - south) / step)):
        low = south + number * step
        strip = shape.intersection(shapely.box(west, low, east, low + step))
        total += strip.area * math.cos(math.radians(low + step / 2))
    return total * 111.32 * 110.9 / 1_000


@pytest.mark.parametrize(
    ("sea", "points"),
    [
        ("black", [(43.2, 34.0), (46.3, 31.0), (42.5, 28.5), (41.8, 40.0)]),
        ("azov", [(46.1, 36.6), (45.6, 35.9)]),
        ("baltic", [(55.5, 18.0), (58.0, 20.0), (63.0, 20.0), (59.8, 26.0), (54.6, 11.9)]),
        ("mediterranean", [(35.0, 18.0), (33.0, 33.0), (43.0, 15.0), (36.2, -3.0), (38.5, 25.0)]),
        ("red", [(20.0, 38.5), (14.0, 42.3), (26.5, 35.0)]),
        ("caspian", [(42.0, 50.5), (38.0, 52.0), (46.0, 49.8)]),
        ("barents", [(74.0, 38.0), (70.5, 33.0), (69.5, 50.0)]),
        ("white", [(65.5, 37.5), (64.3, 37.5), (66.8, 41.5)]),
        ("north", [(56.0, 3.0), (52.5, 3.0), (60.0, 3.0), (54.2, 8.0)]),
        ("adriatic", [(43.0, 15.0), (45.0, 13.0)]),
        ("marmara", [(40.7, 28.2)]),
    ],
)
def test_points_at_sea_lie_in_it(
    gazetteer: Gazetteer, sea: str, points: list[tuple[float, float]]
) -> None:
    shape = gazetteer.geometry(f"curated:sea.{sea}")

    assert shape is not None
    assert [(lat, lon) for lat, lon in points if not shape.contains(shapely.Point(lon, lat))] == []


CITIES = (
    "Odesa", "Sevastopol", "Yalta", "Novorossiysk", "Constanța", "Varna", "Trabzon", "Batumi",
    "Mariupol", "Berdiansk", "Kerch", "Taganrog", "Rostov-on-Don", "Istanbul", "Athens",
    "Thessaloniki", "İzmir", "Naples", "Genoa", "Palermo", "Marseille", "Barcelona", "Valencia",
    "Algiers", "Tripoli", "Alexandria", "Beirut", "Gaza", "Split", "Stockholm",
    "Helsinki", "Tallinn", "Riga", "Gdańsk", "Saint Petersburg", "Copenhagen", "Gothenburg",
    "Oslo", "Hamburg", "Rotterdam", "Edinburgh", "Dublin", "Liverpool", "Brest", "Bilbao",
    "Murmansk", "Arkhangelsk", "Baku", "Makhachkala", "Jeddah", "Port Sudan", "Al Hudaydah",
    "Aden", "Djibouti", "Doha", "Manama", "Kuwait City", "Dubai", "Muscat", "Eilat", "Suez",
)  # fmt: skip


def test_cities_on_the_coasts_lie_in_no_sea(gazetteer: Gazetteer) -> None:
    """Ports lie on the water; the drawn coast may be off by some kilometres, no more."""
    shapes = [gazetteer.geometry(f"curated:{row['id']}") for row in ROWS]
    waters = shapely.union_all([shape.buffer(-0.05) for shape in shapes if shape is not None])
    drowned = []
    for name in CITIES:
        place = gazetteer.candidates(name)[0].place
        if waters.contains(shapely.Point(place.lon, place.lat)):
            drowned.append(name)

    assert drowned == []
    assert waters.contains(shapely.Point(31.0, 46.3)), "the waters hold nothing at all"


def test_a_sea_is_told_by_the_middle_of_its_extent(gazetteer: Gazetteer) -> None:
    """Half way between its ends, where that is water; else by the point of the table."""
    for row in ROWS:
        place = gazetteer.place(f"curated:{row['id']}")
        shape = gazetteer.geometry(place.place_id)
        assert shape is not None
        west, south, east, north = shape.bounds
        middle = shapely.Point(round((west + east) / 2, 2), round((south + north) / 2, 2))
        if shape.contains(middle):
            assert (place.lat, place.lon) == (middle.y, middle.x)
            assert gazetteer.label_point(place.place_id) == pytest.approx((middle.y, middle.x))
        else:
            label = gazetteer.label_point(place.place_id)
            assert label is not None
            assert shape.buffer(0.001).contains(shapely.Point(label[1], label[0]))


def test_a_gulf_lies_in_its_sea(gazetteer: Gazetteer) -> None:
    pairs = [("bay.finland", "sea.baltic"), ("bay.taganrog", "sea.azov"),
             ("sea.adriatic", "sea.mediterranean"), ("strait.kerch", "sea.azov")]  # fmt: skip
    for inner, outer in pairs:
        small, large = (gazetteer.geometry(f"curated:{name}") for name in (inner, outer))
        assert small is not None
        assert large is not None
        assert small.intersection(large).area > 0.95 * small.area, (inner, outer)
