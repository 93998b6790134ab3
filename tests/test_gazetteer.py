"""The compiled gazetteer: names → places, ids → shapes; Crimea, spellings, a broken file."""

from __future__ import annotations

import math
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import pytest
import shapely

from geomap.errors import GazetteerError, UnknownPlaceError
from geomap.gazetteer import Gazetteer, default_path, distance_km, nearby, open_gazetteer
from geomap.records import Place
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from pathlib import Path

# What an article may write → the place it means, where nothing else is said.
SPELLINGS = {
    "Kyiv": "curated:ua.kyiv",
    "Kiev": "curated:ua.kyiv",
    "Kyjiv": "curated:ua.kyiv",
    "Київ": "curated:ua.kyiv",
    "Киев": "curated:ua.kyiv",
    "Odesa": "curated:ua.odesa",
    "Odessa": "curated:ua.odesa",
    "Kharkov": "curated:ua.kharkiv",
    "Харьков": "curated:ua.kharkiv",
    "Kryvyi Rih": "curated:ua.kryvyi-rih",
    "Kryvyy Rih": "curated:ua.kryvyi-rih",
    "Krivoy Rog": "curated:ua.kryvyi-rih",
    "Kryvy Rih": "curated:ua.kryvyi-rih",
    "Mykolaiv": "curated:ua.mykolaiv",
    "Mykolayiv": "curated:ua.mykolaiv",
    "Nikolaev": "curated:ua.mykolaiv",
    "Nikolayev": "curated:ua.mykolaiv",
    "Zaporizhzhia": "curated:ua.zaporizhzhia",
    "Zaporizhzhya": "curated:ua.zaporizhzhia",
    "Zaporizhia": "curated:ua.zaporizhzhia",
    "Zaporozhye": "curated:ua.zaporizhzhia",
    "Dnepropetrovsk": "curated:ua.dnipro",
    "Lvov": "geonames:702550",
    "L'viv": "geonames:702550",
    "Izium": "geonames:707292",
    "Izyum": "geonames:707292",
    "Kupiansk": "geonames:703656",
    "Kupyansk": "geonames:703656",
    "Bakhmut": "geonames:713174",
    "Artemivsk": "geonames:713174",
    "Artyomovsk": "geonames:713174",
    "Vuhledar": "geonames:690823",
    "Ugledar": "geonames:690823",
    "Chornobyl": "geonames:710403",
    "Chernobyl": "geonames:710403",
    "Solomianskyi": "curated:ua.kyiv.solomianskyi",
    "Solomyanskyi": "curated:ua.kyiv.solomianskyi",
    "Solomyansky": "curated:ua.kyiv.solomianskyi",
    "Solomianskyi district": "curated:ua.kyiv.solomianskyi",
    "Solomyansky District": "curated:ua.kyiv.solomianskyi",
    "Соломенский": "curated:ua.kyiv.solomianskyi",
    "Sea of Azov": "curated:sea.azov",
    "Dnieper": "curated:river.dnipro",
    "Belarusian-Ukrainian border": "curated:border.by-ua",
    "Crimea": "curated:UA-43",
    "Kharkiv region": "curated:UA-63",
    "Kursk region": "curated:RU-KRS",
    "ZNPP": "curated:npp.zaporizhzhia",
    "Nova Kakhovka dam": "curated:hpp.kakhovka",
    "Engels air base": "curated:airbase.engels-2",
    "Donbass": "curated:region.donbas",
    "Britain": "curated:country.GB",
}


@pytest.mark.parametrize(("name", "place_id"), SPELLINGS.items())
def test_a_spelling_leads_to_its_place_first(
    gazetteer: Gazetteer, name: str, place_id: str
) -> None:
    assert gazetteer.candidates(name)[0].place.place_id == place_id


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Kursk", "city"),  # a bare name that an oblast shares with its seat means the city
        ("Kherson", "city"),
        ("Minsk", "city"),
        ("New York", "city"),
        ("Texas", "admin1"),
        ("Georgia", "country"),
        ("Donbas", "region"),
    ],
)
def test_a_name_of_several_places_means_the_likeliest_kind_first(
    gazetteer: Gazetteer, name: str, first: str
) -> None:
    assert gazetteer.candidates(name)[0].place.kind == first


def test_an_official_name_beats_a_larger_place_that_once_bore_it(gazetteer: Gazetteer) -> None:
    """Engels in Russia, three times as large, was called Pokrovsk."""
    names = [c.place.name for c in gazetteer.candidates("Pokrovsk")]

    assert names[0] == "Pokrovsk"
    assert "Engels" in names


@pytest.mark.parametrize(
    ("name", "past"), [("Aleksandrovka", "Donetsk"), ("Oleksandrivka", "Donetsk"),
                       ("Pokrovsk", "Engels"), ("Krasnoarmeysk", "Pokrovsk")],
)  # fmt: skip
def test_a_city_that_was_called_so_stands_behind_the_towns_that_are(
    gazetteer: Gazetteer, name: str, past: str
) -> None:
    found = gazetteer.candidates(name)
    number = next(n for n, c in enumerate(found) if c.place.name == past)

    assert found[number].match == "former"
    assert number > 0
    assert found[0].match in {"official", "variant"}


@pytest.mark.parametrize(
    ("name", "today", "until"),
    [
        ("Artemivsk", "Bakhmut", "2016"),
        ("Артемовск", "Bakhmut", "2016"),
        ("Dnipropetrovsk", "Dnipro", "2016"),
        ("Krasnograd", "Berestyn", "2024"),
        ("Ordzhonikidzevskyi district", "Voznesenivskyi", "2016"),
    ],
)
def test_a_name_that_was_borne_until_lately_leads_to_its_place_and_says_until_when(
    gazetteer: Gazetteer, name: str, today: str, until: str
) -> None:
    """War reports write it on; so it counts as much as a variant."""
    past = next(c for c in gazetteer.candidates(name) if c.place.name == today)

    assert (past.match, past.score) == ("former", 0.9)
    assert gazetteer.validity(past.name, past.place.place_id) == ("", until)
    assert gazetteer.validity(name, past.place.place_id) == ("", until)


def test_a_name_has_a_beginning_and_one_long_past_counts_less(gazetteer: Gazetteer) -> None:
    past = gazetteer.candidates("Stalino")[0]

    assert (past.place.name, past.match, past.score) == ("Donetsk", "former", 0.75)
    assert gazetteer.validity("Stalino", past.place.place_id) == ("1924", "1961")
    assert gazetteer.validity("Bakhmut", gazetteer.candidates("Bakhmut")[0].place.place_id) == (
        "2016", "",
    )  # fmt: skip


@pytest.mark.parametrize(("name", "place_id"), [("Kharkiv", "curated:ua.kharkiv"), ("X", "no")])
def test_a_name_of_no_known_time_has_none(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    assert gazetteer.validity(name, place_id) == ("", "")


@pytest.mark.parametrize(
    ("key", "expected"),
    [("kharkiv", True), ("харкові", True), ("kharkivorsk", False), ("харківорську", False),
     ("", False)],
)  # fmt: skip
def test_a_key_is_a_name_or_not(gazetteer: Gazetteer, key: str, *, expected: bool) -> None:
    """By the letters alone: what only sounds like a name is none."""
    assert gazetteer.is_name(key) is expected


@pytest.mark.parametrize(
    ("name", "country", "most"),
    [
        ("Medyka", "PL", 5_000),  # crossings and villages at the borders of Ukraine
        ("Dorohusk", "PL", 1_000),
        ("Ceatalchioi", "RO", 1_000),
        ("Záhony", "HU", 5_000),
        ("Dadaab", "KE", 1_000_000),  # and towns of the world
        ("Samburu", "KE", 5_000),
        ("Chamonix", "FR", 15_000),
    ],
)
def test_small_places_of_the_neighbours_and_the_world_are_known(
    gazetteer: Gazetteer, name: str, country: str, most: int
) -> None:
    places = [c.place for c in gazetteer.candidates(name)]

    assert any(p.country == country and 500 <= p.population <= most for p in places)


def test_the_file_keeps_the_limits_on_disk_and_in_a_wheel(gazetteer: Gazetteer) -> None:
    """A wheel may have 30 MB; all but the gazetteer takes less than 2."""
    content = gazetteer.path.read_bytes()

    assert len(content) < 100_000_000
    assert len(zlib.compress(content, 6)) < 28_000_000


def test_the_layer_of_names_writes_what_the_reader_reads(gazetteer: Gazetteer) -> None:
    """A name that is not stored is made of its key, by SQLite here and by Python there."""
    rows = gazetteer._file.connection.execute(
        "SELECT n.key, n.name, n.place_id, n.kind, n.score FROM names n WHERE n.key LIKE 'kr%' "
        "OR n.key LIKE 'єн%' OR n.key LIKE 'хар%' OR n.key LIKE 'ќ%'"
    ).fetchall()
    read = {
        (key, c.name, c.place.place_id, c.match, c.score)
        for key in {row[0] for row in rows}
        for c in gazetteer._lookup.named(key)
    }

    assert len(rows) > 1_000
    assert set(rows) == read


def test_a_famous_place_beats_a_small_one_that_is_called_exactly_so(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Odessa")

    assert [c.place.country for c in found[:2]] == ["UA", "US"]
    assert found[0].score < found[1].score


def test_each_city_keeps_its_own_district_of_a_common_name(gazetteer: Gazetteer) -> None:
    districts = [
        c.place for c in gazetteer.candidates("Shevchenkivskyi") if c.place.kind == "district"
    ]
    parents = {gazetteer.parents(place)[0].name for place in districts}

    assert {"Kyiv", "Kharkiv", "Dnipro", "Zaporizhzhia"} <= parents


def test_kyivs_ten_districts_lie_in_kyiv(gazetteer: Gazetteer) -> None:
    children = gazetteer.children("curated:ua.kyiv")
    official = [p for p in children if p.place_id.startswith("curated:ua.kyiv.")]

    assert len(official) == 10
    assert {p.admin1_code for p in official} == {"UA-30"}
    assert gazetteer.place("curated:ua.kyiv").kind == "city"


def test_a_name_never_gives_a_place_twice_nor_more_than_the_limit(gazetteer: Gazetteer) -> None:
    for name in ("Victoria", "San José", "Ivanivka", "Pokrovsk"):
        ids = [c.place.place_id for c in gazetteer.candidates(name)]
        assert len(ids) == len(set(ids)) <= LIMITS["candidates"]


def test_an_unknown_spelling_is_found_by_its_skeleton_at_a_lower_score(
    gazetteer: Gazetteer,
) -> None:
    (found, *_) = gazetteer.candidates("Bakhmmut")

    assert (found.place.name, found.match, found.score) == ("Bakhmut", "skeleton", 0.6)


@pytest.mark.parametrize("name", ["", "  ", "…", "'", "\x00", "Ö" * 5000, "zzzzzzzz"])
def test_nonsense_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.candidates(name) == ()
    assert gazetteer.longest(fold_name(name)) == 0


def test_function_words_are_no_names(gazetteer: Gazetteer) -> None:
    """GeoNames has alternates such as More, Same, Since; they never enter."""
    for word in ("of", "the", "Since", "More", "She"):
        assert gazetteer.candidates(word) == ()


def test_everyday_words_that_are_towns_are_marked_common(gazetteer: Gazetteer) -> None:
    assert gazetteer.is_common("Reading")
    assert gazetteer.candidates("Reading")
    assert not gazetteer.is_common("Kharkiv")


@pytest.mark.parametrize(
    ("word", "iso"),
    [
        ("Ukrainian", "UA"),
        ("russians", "RU"),
        ("Polish", "PL"),
        ("American", "US"),
        ("Dutch", "NL"),
    ],
)
def test_a_demonym_leads_to_its_country(gazetteer: Gazetteer, word: str, iso: str) -> None:
    assert gazetteer.demonym(word) == f"curated:country.{iso}"


def test_a_word_that_is_no_demonym_leads_nowhere(gazetteer: Gazetteer) -> None:
    assert gazetteer.demonym("Kharkiv") is None


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [("Simferopol", 44.952, 34.102), ("Kerch", 45.357, 36.468), ("Sevastopol", 44.605, 33.522)],
)
def test_crimea_lies_in_ukraine(gazetteer: Gazetteer, name: str, lat: float, lon: float) -> None:
    point = shapely.Point(lon, lat)
    inside = {place.country for place, area in gazetteer.areas("country") if area.contains(point)}

    assert inside == {"UA"}
    assert gazetteer.candidates(name)[0].place.country == "UA"


def test_all_first_level_units_of_ukraine_are_shaped_and_coded(gazetteer: Gazetteer) -> None:
    units = [
        p for p, _ in (*gazetteer.areas("admin1"), *gazetteer.areas("city")) if p.country == "UA"
    ]

    assert len(units) == 27
    assert all(place.admin1_code.startswith("UA-") for place in units)


def test_ukraines_outline_is_the_sum_of_its_regions(gazetteer: Gazetteer) -> None:
    """Shared borders stay shared: the two layers are drawn from one network of lines."""
    units = [
        a for p, a in (*gazetteer.areas("admin1"), *gazetteer.areas("city")) if p.country == "UA"
    ]
    whole = gazetteer.geometry("curated:country.UA")

    assert whole is not None
    assert shapely.union_all(units).symmetric_difference(whole).area < 0.01


@pytest.mark.parametrize(
    ("place_id", "km2"), [("curated:sea.azov", 38_000), ("curated:sea.black", 420_000)]
)
def test_a_sea_has_its_size_and_holds_its_label(
    gazetteer: Gazetteer, place_id: str, km2: float
) -> None:
    sea = gazetteer.geometry(place_id)
    label = gazetteer.label_point(place_id)

    assert sea is not None
    assert label is not None
    assert sea.contains(shapely.Point(label[1], label[0]))
    scale = 111.2**2 * math.cos(math.radians(sea.centroid.y))
    assert sea.area * scale == pytest.approx(km2, rel=0.06)


def test_a_border_is_a_line_that_its_two_countries_share(gazetteer: Gazetteer) -> None:
    line = gazetteer.geometry("curated:border.by-ua")
    ukraine = gazetteer.geometry("curated:country.UA")

    assert line is not None
    assert ukraine is not None
    assert line.geom_type.endswith("LineString")
    assert line.distance(ukraine.boundary) < 0.01


def test_a_town_has_no_shape(gazetteer: Gazetteer) -> None:
    assert gazetteer.geometry("geonames:713174") is None
    assert gazetteer.label_point("geonames:713174") is None


def test_every_area_belongs_to_a_place_and_is_valid(gazetteer: Gazetteer) -> None:
    for kind in ("country", "admin1", "sea", "border", "river"):
        rows = gazetteer.areas(kind)
        assert rows, kind
        assert all(shape.is_valid and not shape.is_empty for _, shape in rows), kind
        assert [p.place_id for p, _ in rows] == sorted(p.place_id for p, _ in rows)


def test_a_country_is_named_at_its_reference_point(gazetteer: Gazetteer) -> None:
    russia = gazetteer.place("curated:country.RU")

    assert (russia.lat, russia.lon) == (60.0, 100.0)


@pytest.mark.parametrize(
    ("place_id", "least", "most"),
    [("curated:ua.kyiv", 10, 20), ("geonames:713174", 2, 6), ("curated:country.UA", 300, 600)],
)
def test_a_radius_tells_the_size_of_the_place(
    gazetteer: Gazetteer, place_id: str, least: float, most: float
) -> None:
    assert least <= gazetteer.place(place_id).radius_km <= most


def test_an_unknown_id_is_an_error_that_names_it(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownPlaceError, match=r"'geonames:0'.*geomap geocode"):
        gazetteer.place("geonames:0")


@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [(48.595, 38.0, "Bakhmut"), (46.63, 32.6, "Kherson"), (-17.83, 178.4, "Suva")],
)
def test_the_nearest_place_is_found(
    gazetteer: Gazetteer, lat: float, lon: float, name: str
) -> None:
    assert name in {place.name for place in gazetteer.nearest(lat, lon, 3)}


def test_the_nearest_place_is_found_across_the_date_line(gazetteer: Gazetteer) -> None:
    (place,) = gazetteer.nearest(64.73, -180.0)

    assert abs(place.lon) > 170


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(48.51, 37.93), (66.0, 179.9), (-17.0, -179.95), (89.95, 12.0), (-90.0, 0.0), (41.0, -40.0)],
)
def test_no_place_is_nearer_than_the_nearest(gazetteer: Gazetteer, lat: float, lon: float) -> None:
    """Beside the date line, at a pole and far out at sea, too: all distances are worked out."""
    kinds = "('city', 'town', 'village', 'district')"
    every = gazetteer._file.all(f"SELECT place_id, lat, lon FROM points WHERE kind IN {kinds}")  # noqa: S608
    wanted = sorted((distance_km(lat, lon, y, x), place_id) for place_id, y, x in every)[:4]

    found = gazetteer.nearest(lat, lon, 4)

    assert [place.place_id for place in found] == [place_id for _, place_id in wanted]


def test_the_nearest_place_is_sought_in_the_index(gazetteer: Gazetteer) -> None:
    """Without it every box would be a walk over all places."""
    plan = gazetteer._file.all(f"EXPLAIN QUERY PLAN {nearby._WITHIN}", 700, 701, 1090, 1091)

    assert any("USING INDEX points_cell" in str(row) for row in plan)


def test_a_point_off_the_globe_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(ValueError, match="95"):
        gazetteer.nearest(95.0, 10.0)


def test_info_counts_every_layer(gazetteer: Gazetteer) -> None:
    info = gazetteer.info()

    assert set(info["places_by_source"]) == {"curated", "geonames", "katottg", "naturalearth"}
    assert info["places"] == sum(info["places_by_kind"].values())
    assert any("GeoNames" in line and "CC BY 4.0" in line for line in info["licences"])
    assert info["version"] == gazetteer.version


def test_one_gazetteer_is_opened_per_path(gazetteer: Gazetteer) -> None:
    assert open_gazetteer(default_path()) is open_gazetteer(str(default_path()))
    assert gazetteer.path == default_path()


def test_the_file_cannot_be_written_through_it(gazetteer: Gazetteer) -> None:
    with pytest.raises(sqlite3.OperationalError):
        gazetteer._file.connection.execute("DELETE FROM keys")


def test_a_missing_file_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.gpkg.*geomap gazetteer import"):
        Gazetteer(tmp_path / "none.gpkg")


def test_a_text_file_is_no_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "text.gpkg"
    path.write_text("This is no database. " * 100)

    with pytest.raises(GazetteerError, match=r"text\.gpkg.*not a geomap gazetteer"):
        Gazetteer(path)


def test_another_geopackage_is_no_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "other.gpkg"
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA application_id = 1196444487; CREATE TABLE t (x)")
    connection.close()

    with pytest.raises(GazetteerError, match=r"other\.gpkg: not a geomap gazetteer"):
        Gazetteer(path)


def test_a_truncated_file_is_an_error_not_a_wrong_answer(tmp_path: Path) -> None:
    path = tmp_path / "cut.gpkg"
    with default_path().open("rb") as whole:
        path.write_bytes(whole.read(200_000))

    with pytest.raises(GazetteerError, match=r"cut\.gpkg"):
        Gazetteer(path).candidates("Kyiv")


def test_an_older_schema_is_refused_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "old.gpkg"
    shutil.copy(default_path(), path)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    connection.close()

    with pytest.raises(GazetteerError, match=r"old\.gpkg: schema 0, this geomap reads 4"):
        Gazetteer(path)


def test_a_path_with_signs_that_mean_something_in_a_uri_opens(tmp_path: Path) -> None:
    folder = tmp_path / "odd #? %41 name"
    folder.mkdir()
    path = folder / "g.gpkg"
    path.symlink_to(default_path())

    assert Gazetteer(path).candidates("Kyiv")


def test_names_of_a_process_cost_bounded_memory(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geomap.gazetteer.lookup._CACHE_SIZE", 10)
    opened = Gazetteer(gazetteer.path)

    for number in range(50):
        opened.candidates(f"Nowhere {number}")

    assert len(opened._candidates) <= 10


def test_importing_the_reader_loads_no_geometry_library() -> None:
    """Names need neither shapely nor geopandas: a command line starts fast."""
    code = (
        "import sys, geomap.gazetteer; print({'shapely', 'geopandas', 'numpy'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )

    assert run.stdout.strip() == "set()"


def test_places_are_frozen_records(gazetteer: Gazetteer) -> None:
    assert isinstance(gazetteer.place("curated:ua.odesa"), Place)


QGIS_SCRIPT = """
import sys
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
for name in ("places", "areas", "names"):
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    print(name, layer.isValid(), layer.featureCount(), layer.crs().authid(), flush=True)
    del layer
app.exitQgis()
"""


@pytest.mark.qgis
def test_qgis_opens_the_layers(gazetteer: Gazetteer, tmp_path: Path) -> None:
    copy = tmp_path / "gazetteer.gpkg"
    shutil.copy(gazetteer.path, copy)
    run = subprocess.run(
        ["/usr/bin/python3", "-c", QGIS_SCRIPT, str(copy)],
        capture_output=True,
        text=True,
        check=False,
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PATH": os.environ["PATH"]},
    )
    lines = dict(line.split(" ", 1) for line in run.stdout.splitlines())
    info = gazetteer.info()

    assert lines["places"] == f"True {info['places']} EPSG:4326", run.stderr
    assert lines["areas"] == f"True {sum(info['areas_by_kind'].values())} EPSG:4326"
    assert lines["names"].startswith(f"True {info['names']}")


def test_info_tells_the_date_of_the_newest_table(gazetteer: Gazetteer) -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", gazetteer.info()["date"])
