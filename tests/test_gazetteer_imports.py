"""Imports of dumps: what each format gives, and what stays out."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from geomap.errors import DumpError
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.gazetteer.imports import Imported, import_places
from geomap.gazetteer.imports.entries import Entry, crosswalk, radius_km, to_name
from geomap.gazetteer.schema import KINDS, point_blob
from geomap.text import LIMITS
from tests.support.dumps import FEATURE, TAGS, geojson, geonames_row, geopackage, imported

if TYPE_CHECKING:
    from pathlib import Path


def only_place(done: Imported) -> tuple[Any, ...]:
    with sqlite3.connect(done.path) as connection:
        (row,) = connection.execute(
            "SELECT place_id, name, kind, lat, lon, country, admin1_code, parent_id, source "
            "FROM places"
        ).fetchall()
    return tuple(row)


def names_of(done: Imported) -> dict[str, tuple[str, str]]:
    with sqlite3.connect(done.path) as connection:
        rows = connection.execute("SELECT name, language, kind FROM names").fetchall()
    return {name: (language, kind) for name, language, kind in rows}


def test_a_geonames_village_is_placed_in_its_region(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row(7))

    assert only_place(done) == (
        "geonames:990000007", "Zabrodivske", "village", 49.70, 36.90, "UA", "UA-63",
        "curated:UA-63", "import:geonames",
    )  # fmt: skip


def test_alternate_names_enter_in_latin_and_cyrillic_letters(tmp_path: Path) -> None:
    """Codes, links and other scripts are no names that reports use."""
    others = "Забродівське,Zabrodovka,KHKV,https://example.org,طورون,Ω,Xq"
    done = imported(tmp_path / "UA.txt", geonames_row(alternatenames=others))
    names = names_of(done)

    assert {"Забродівське", "Zabrodovka"} <= set(names)
    assert not {"KHKV", "طورون", "Ω", "Xq", "https://example.org"} & set(names)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"population": "70000"}, "city"),
        ({"code": "PPLX"}, "district"),
        ({"class": "H", "code": "SEA", "country": "", "latitude": "46", "longitude": "36.5"},
         "sea"),
        ({"class": "S", "code": "AIRB"}, "airbase"),
        ({"class": "T", "code": "ISL"}, "island"),
    ],
)  # fmt: skip
def test_the_class_of_geonames_gives_the_kind(
    tmp_path: Path, cells: dict[str, str], kind: str
) -> None:
    assert only_place(imported(tmp_path / "UA.txt", geonames_row(**cells)))[2] == kind


@pytest.mark.parametrize("code", ["PPLH", "PPLQ", "HTL", "SCH", "ADM1H"])
def test_historical_features_hotels_and_schools_stay_out(tmp_path: Path, code: str) -> None:
    rows = geonames_row() + geonames_row(2, code=code)
    done = imported(tmp_path / "UA.txt", rows)

    assert (done.places, sum(done.left_out.values())) == (1, 1)


def test_countries_and_classes_filter_but_open_water_has_no_country(tmp_path: Path) -> None:
    """Seas of GeoNames lie in the file without countries."""
    sea = {"class": "H", "code": "SEA", "country": "", "latitude": "46.1", "longitude": "36.5"}
    rows = (
        geonames_row(1) + geonames_row(2, country="PL", latitude="52", longitude="20")
        + geonames_row(3, **sea) + geonames_row(4, **{"class": "S", "code": "AIRP"})
    )  # fmt: skip
    done = imported(tmp_path / "UA.txt", rows, countries=("ua",), classes=("P", "H.SEA"))

    assert done.places == 2
    assert done.left_out == {
        "in another country": 1,
        "of a class that was not asked for or that geomap does not use": 1,
    }


def test_alternate_names_v2_bring_language_kind_and_time(tmp_path: Path) -> None:
    names = tmp_path / "alternateNamesV2.txt"
    names.write_text(
        "1\t990000001\tuk\tЗабродівське\t1\t\t\t\t\t\n"
        "2\t990000001\tru\tЗабродовское\t\t\t\t\t\t\n"
        "3\t990000001\ten\tLeninfeld\t\t\t\t1\t1926\t2016\n"
        "4\t990000001\twkdt\tQ123\t\t\t\t\t\t\n"
        "5\t123\tuk\tЧуже\t\t\t\t\t\t\n",
        encoding="utf-8",
    )
    done = imported(tmp_path / "UA.txt", geonames_row(), names=names)
    found = names_of(done)

    assert found["Забродівське"] == ("uk", "official")
    assert found["Забродовское"] == ("ru", "variant")
    assert found["Leninfeld"] == ("en", "former")
    assert not {"Q123", "Чуже"} & set(found)
    both = open_gazetteer(None, [done.path])
    assert both.validity("Leninfeld", "geonames:990000001") == ("1926", "2016")
    assert both.validity("Забродівське", "geonames:990000001") == ("", "")
    assert both.is_name("leninfeld")
    assert not both.is_name("leninfelden")


def test_a_time_in_words_is_no_time_but_its_name_enters(tmp_path: Path) -> None:
    """The columns from and to of alternateNamesV2 hold free text."""
    names = tmp_path / "alternateNamesV2.txt"
    names.write_text("3\t990000001\ten\tLeninfeld\t\t\t\t1\tafter 1926\t2016-05-19\n")
    done = imported(tmp_path / "UA.txt", geonames_row(), names=names)

    assert Gazetteer(done.path).validity("Leninfeld", "geonames:990000001") == ("", "2016-05-19")


def test_one_place_has_one_row_per_key_and_at_most_the_limit(tmp_path: Path) -> None:
    """A poisoned dump gives one place a million names."""
    names = tmp_path / "names.txt"
    words = (f"Name{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in
             range(3_000))  # fmt: skip
    rows = [f"{n}\t990000001\ten\t{word}\t\t\t\t\t\t" for n, word in enumerate(words)]
    names.write_text("\n".join([*rows, rows[0]]) + "\n")
    done = imported(tmp_path / "UA.txt", geonames_row(), names=names)

    assert len(names_of(done)) == done.names == LIMITS["place_names"]
    assert "Zabrodivske" in names_of(done)


@pytest.mark.parametrize("suffix", ["geojson", "geojsonl", "geojsons"])
def test_osm_is_read_from_geojson_and_sequences(tmp_path: Path, suffix: str) -> None:
    texts = {
        "geojson": geojson(FEATURE),
        "geojsonl": f"{json.dumps(FEATURE)}\n",
        "geojsons": f"\x1e{json.dumps(FEATURE)}\n",
    }
    done = imported(tmp_path / f"oblast.{suffix}", texts[suffix], "osm")

    assert only_place(done)[:3] == ("osm:node/42", "Zabrodivske", "village")
    assert only_place(done)[5:8] == ("UA", "UA-63", "curated:UA-63")
    assert names_of(done)["Ленінфельд"] == ("", "former")


def test_an_outline_of_osm_becomes_an_area(tmp_path: Path) -> None:
    ring = [[36.0, 49.0], [36.4, 49.0], [36.4, 49.3], [36.0, 49.3], [36.0, 49.0]]
    lake = {"natural": "water", "name": "Велике озеро", "@id": "way/9"}
    feature = {"type": "Feature", "properties": lake,
               "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    done = imported(tmp_path / "x.geojson", geojson(feature), "osm")
    shape = Gazetteer(done.path).geometry("osm:way/9")

    assert shape is not None
    assert shape.equals(shapely.Polygon(ring))
    assert 10 < Gazetteer(done.path).place("osm:way/9").radius_km < 30


def test_osm_is_read_from_a_geopackage_with_its_other_tags(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "osm.gpkg", [(point_blob(49.7, 36.9), TAGS)])
    done = import_places("osm", path, tmp_path / "places.gpkg")

    assert only_place(done)[:5] == ("osm:node/77", "Zabrodivske", "village", 49.7, 36.9)


def test_a_geopackage_in_another_reference_system_is_refused(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "osm.gpkg", [(point_blob(49.7, 36.9), TAGS)], srs=3857)

    with pytest.raises(DumpError, match="3857; export it in EPSG:4326"):
        import_places("osm", path, tmp_path / "places.gpkg")


def test_a_view_in_a_geopackage_never_runs(tmp_path: Path) -> None:
    """A view may be endless; only true tables are read."""
    path = geopackage(tmp_path / "osm.gpkg", [])
    with sqlite3.connect(path) as connection:
        connection.executescript(
            'DROP TABLE "points ""x""";'
            'CREATE VIEW "points ""x""" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL '
            "SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom FROM n;"
        )

    with pytest.raises(DumpError, match="is no table"):
        import_places("osm", path, tmp_path / "places.gpkg")


def natural(name: str, lat: float, lon: float, **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - as JSON has them
    values = {"FEATURECLA": "Populated place", "NAME": name, "NE_ID": 1159147000 + int(lat * 100)}
    return {"type": "Feature", "properties": values | properties,
            "geometry": {"type": "Point", "coordinates": [lon, lat]}}  # fmt: skip


def test_natural_earth_is_read_and_sevastopol_lies_in_ukraine(tmp_path: Path) -> None:
    """Natural Earth gives it to Russia; our outlines decide."""
    feature = natural("Sevastopol", 44.60, 33.52, ISO_A2="RU", POP_MAX=416263, NAME_RU="Город")
    done = imported(tmp_path / "ne.geojson", geojson(feature), "naturalearth")

    place_id, name, kind, _, _, country, code, _, source = only_place(done)
    assert place_id.startswith("naturalearth:ne-")
    assert (name, kind, country, code) == ("Sevastopol", "city", "UA", "UA-40")
    assert source == "import:naturalearth"


def test_an_outline_that_takes_crimea_stays_out(tmp_path: Path) -> None:
    ring = [[30, 44], [140, 44], [140, 70], [30, 70], [30, 44]]
    russia = natural("Russia", 0, 0, FEATURECLA="Admin-0 country", ISO_A2="RU")
    russia["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    done = imported(
        tmp_path / "ne.geojson", geojson(russia, natural("Kursk", 51.7, 36.2)), "naturalearth"
    )

    assert done.left_out == {"with an outline that takes Crimea from Ukraine": 1}


REGION, RAION = "UA63000000000041885", "UA63120000000096107"
HROMADA, VILLAGE = "UA63120270000028556", "UA63120270990099999"


def test_the_codifier_is_read_under_title_rows_with_bom_and_cyrillic_letters(
    tmp_path: Path,
) -> None:
    """A unit without coordinates lies at the unit it lies in, with that unit's radius at least."""
    rows = (
        "\ufeffКодифікатор;;;;;;\r\n"
        "Перший рівень;Другий;Третій;Четвертий;Додатковий;Категорія;Назва\r\n"
        f"{REGION};;;;;О;Харківська\r\n"
        f"{REGION};{RAION};;;;Р;Харківський\r\n"
        f"{REGION};{RAION};{HROMADA};;;Н;Харківська\r\n"
        f"{REGION};{RAION};{HROMADA};{VILLAGE};;С;Нововигадане \r\n"
    )
    done = imported(tmp_path / "kodyfikator.csv", rows, "katottg")
    places = Gazetteer(done.path)
    village = places.place(f"katottg:{VILLAGE}")
    above = open_gazetteer().place(village.parent_id)

    assert (village.name, village.kind, village.admin1_code) == ("Novovyhadane", "village", "UA-63")
    assert (village.lat, village.lon) == (above.lat, above.lon)
    assert village.radius_km >= above.radius_km


def test_a_unit_of_the_codifier_lies_where_the_built_in_unit_of_its_code_lies(
    tmp_path: Path,
) -> None:
    """A hromada has a place of its own; a region is no city, nor the region it lies in."""
    known = open_gazetteer().children("curated:UA-63")
    raion = next(p.place_id.partition(":")[2] for p in known if p.kind == "admin2")
    hromada = next(
        p.place_id.partition(":")[2]
        for p in open_gazetteer().children(f"katottg:{raion}")
        if p.kind == "hromada"
    )
    rows = (
        f"{REGION};;;;;O;Харківська\n"
        f"{REGION};{raion};;;;P;Вигаданий\n"
        f"{REGION};{raion};{hromada};;;H;Вигадана\n"
    )
    places = Gazetteer(imported(tmp_path / "k.csv", rows, "katottg").path)
    builtin = {REGION: "curated:UA-63", raion: f"katottg:{raion}", hromada: f"katottg:{hromada}"}
    for code, place_id in builtin.items():
        mine, own = places.place(f"katottg:{code}"), open_gazetteer().place(place_id)
        assert (mine.lat, mine.lon, mine.parent_id) == (own.lat, own.lon, own.parent_id)
        assert mine.kind == own.kind


@pytest.mark.parametrize("name", ["Y", "Øy", "Å"])
def test_a_short_name_of_a_table_of_ones_own_is_found(tmp_path: Path, name: str) -> None:
    other = imported(tmp_path / "UA.txt", geonames_row() + geonames_row(2, "Y"))
    assert other.left_out.total() == 1

    done = imported(tmp_path / "own.csv", f"name,lat,lon\n{name},49.7,36.9\n", "csv")
    assert Gazetteer(done.path).candidates(name)[0].place.name == name


def test_a_name_with_a_comma_is_found_without_it(tmp_path: Path) -> None:
    done = imported(tmp_path / "own.csv", 'name,lat,lon\n"Comma, Place",49.7,36.9\n', "csv")
    places = Gazetteer(done.path)

    assert places.candidates("Comma Place")
    assert places.candidates("Comma, Place")
    assert places.candidates("Comma") == ()


@pytest.mark.parametrize(
    "content",
    [
        "name,lat,lon\nZabrodivske,49.7,36.9\n",
        "\ufeffName;Latitude;Longitude\r\nZabrodivske;49,7;36,9\r\n",
        "id\tlabel\tcoord\n5\tZabrodivske\tPoint(36.9 49.7)\n",
        'itemLabel,coordinates\nZabrodivske,"49.7, 36.9"\n',
    ],
)
def test_any_csv_with_named_columns_is_read(tmp_path: Path, content: str) -> None:
    place = only_place(imported(tmp_path / "My villages.csv", content, "csv"))

    assert place[0].startswith("csv:my-villages:")
    assert place[1:5] == ("Zabrodivske", "village", 49.7, 36.9)
    assert place[6] == "UA-63"


def test_a_csv_may_say_kind_radius_people_and_other_names(tmp_path: Path) -> None:
    done = imported(
        tmp_path / "depots.csv",
        "id,name,lat,lon,kind,radius_km,names,former\n"
        '7,Zabrodivske depot,49.7,36.9,depot,1.5,"Oil farm|Tank Farm 7",Base 12\n',
        "csv",
        licence="Depots: the example desk, CC0",
    )
    gazetteer = Gazetteer(done.path)

    assert gazetteer.place("csv:depots:7").radius_km == 1.5
    assert names_of(done)["Base 12"] == ("", "former")
    assert gazetteer.licences == ("Depots: the example desk, CC0",)


def test_an_id_that_came_before_is_left_out(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row() + geonames_row(name="Another"))

    assert (done.places, done.left_out["with an id that came before"]) == (1, 1)


def test_the_crosswalk_leads_to_kinds_that_exist() -> None:
    tables = crosswalk()
    targets = {
        kind for name in ("geonames", "osm", "naturalearth", "katottg") for kind in
        tables[name].values()
    }  # fmt: skip

    assert targets - set(KINDS) <= {"settlement", ""}
    lettered = [kind for kinds in tables["letters"].values() for kind in kinds]
    assert sorted(lettered) == sorted(KINDS)
    assert set(tables["radius"]) == set(KINDS) - {"city", "town", "village"}


def test_every_kind_has_a_radius() -> None:
    for kind in KINDS:
        assert radius_km(Entry(1, "x", kind, 0.0, 0.0, [])) > 0


@pytest.mark.parametrize(
    ("text", "name"),
    [("\u202eKyiv", "Kyiv"), ("Ky\x00iv", "Kyiv"), ("  New   York ", "New York"), ("12", "")],
)
def test_a_name_hides_nothing(text: str, name: str) -> None:
    assert to_name(text) == name
