"""Imports of dumps: the formats, bad rows by file, line and fault, and the layers they make."""

from __future__ import annotations

import gzip
import inspect
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from click.testing import CliRunner

from geomap.cli import main
from geomap.errors import DumpError, GazetteerError, OutputError
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.gazetteer.imports import FORMATS, Imported, import_places
from geomap.gazetteer.imports.dumps import Dump
from geomap.gazetteer.imports.entries import Entry, crosswalk, radius_km, to_name
from geomap.gazetteer.layered import LayeredGazetteer
from geomap.gazetteer.schema import KINDS, point_blob
from geomap.geocoder import find_places
from geomap.pipeline import analyze
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from click.testing import Result


def geonames_row(number: int = 1, name: str = "Zabrodivske", **cells: str) -> str:
    """A line of the 19 columns; by default a village in Kharkiv Oblast."""
    row = {
        "geonameid": str(990000000 + number), "name": name, "asciiname": name, "alternatenames": "",
        "latitude": "49.70", "longitude": "36.90", "class": "P", "code": "PPL", "country": "UA",
        "cc2": "", "admin1": "07", "admin2": "", "admin3": "", "admin4": "", "population": "0",
        "elevation": "", "dem": "110", "timezone": "Europe/Kyiv", "date": "2026-01-01",
    } | cells  # fmt: skip
    return "\t".join(row.values()) + "\n"


def imported(path: Path, content: str | bytes, form: str = "geonames", **options: Any) -> Imported:  # noqa: ANN401 - passed on
    """Write a dump and import it into ``places.gpkg`` beside it."""
    payload = content.encode() if isinstance(content, str) else content
    path.write_bytes(payload)
    return import_places(form, path, path.with_name("places.gpkg"), **options)


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


# --- formats ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("name,lat,lon,country\nЗабродівськ,49.7,36.9,UA\n", "Забродівську"),
        ("name,lat,lon,country,uk\nZabrodivka,49.7,36.9,UA,Забродівка\n", "Забродівці"),
        ("name,lat,lon,country,ru\nZabrodivka,49.7,36.9,UA,Забродовка\n", "Забродовкой"),
        ("name,lat,lon,country,uk\nNova Zabroda,49.7,36.9,UA,Нова Заброда\n", "Новій Заброді"),
    ],
)
def test_declined_names_of_imports_join(tmp_path: Path, text: str, form: str) -> None:
    """Texts in Ukrainian and Russian decline names; the rules come with the gazetteer."""
    (tmp_path / "v.csv").write_text(text, encoding="utf-8")
    done = import_places("csv", tmp_path / "v.csv", tmp_path / "v.gpkg")
    gazetteer = open_gazetteer(extra=[done.path])
    (found, *_) = gazetteer.candidates(form)

    assert (found.place.source, found.match) == ("import:csv", "inflected")
    assert gazetteer.openings(fold_name(form).split()[0])[fold_name(form)]


def test_a_word_that_is_a_name_itself_is_no_form_of_another(tmp_path: Path) -> None:
    text = "name,lat,lon,country\nЗабродюка,49.7,36.9,UA\nЗабродюки,49.1,36.1,UA\n"
    (tmp_path / "v.csv").write_text(text, encoding="utf-8")
    done = import_places("csv", tmp_path / "v.csv", tmp_path / "v.gpkg")
    found = open_gazetteer(extra=[done.path]).candidates("Забродюки")

    assert [(c.name, c.match) for c in found] == [("Забродюки", "official")]


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


FEATURE = {
    "type": "Feature",
    "id": "node/42",
    "properties": {
        "place": "village", "name": "Забродівське", "name:uk": "Забродівське",
        "name:en": "Zabrodivske", "old_name": "Ленінфельд", "population": "1 200",
    },
    "geometry": {"type": "Point", "coordinates": [36.9, 49.7]},
}  # fmt: skip


def geojson(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


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


def geopackage(path: Path, rows: list[tuple[bytes, dict[str, str]]], *, srs: int = 4326) -> Path:
    """A GeoPackage as ogr2ogr writes OSM: a column of further tags."""
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, "
            "srs_id, z, m);"
            'CREATE TABLE "points ""x""" (fid INTEGER PRIMARY KEY, geom BLOB, osm_id TEXT, '
            "name TEXT, place TEXT, other_tags TEXT);"
        )
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES ('points \"x\"', 'geom', 'POINT', ?, 0, 0)",
            (srs,),
        )
        for blob, tags in rows:
            connection.execute(
                'INSERT INTO "points ""x""" (geom, osm_id, name, place, other_tags) '
                "VALUES (?, ?, ?, ?, ?)",
                (blob, tags.get("osm_id"), tags.get("name"), tags.get("place"),
                 tags.get("other_tags")),
            )  # fmt: skip
    return path


TAGS = {
    "osm_id": "77", "name": "Забродівське", "place": "hamlet",
    "other_tags": '"name:en"=>"Zabrodivske","note"=>"say \\"hi\\""',
}  # fmt: skip


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
    done = imported(tmp_path / "own.csv", f"name,lat,lon\n{name},49.7,36.9\n", "csv")
    other = imported(tmp_path / "UA.txt", geonames_row() + geonames_row(2, "Y"))

    assert other.left_out.total() == 1
    done = imported(tmp_path / "own.csv", f"name,lat,lon\n{name},49.7,36.9\n", "csv")
    assert Gazetteer(done.path).candidates(name)[0].place.name == name


def test_a_folder_is_refused_by_its_name() -> None:
    with pytest.raises(DumpError, match=r"^\.: is no regular file"):
        list(Dump(Path()).lines())


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


def test_a_quoted_cell_over_several_lines_is_one_row(tmp_path: Path) -> None:
    content = 'name,lat,lon,note\nZabrodivske,49.7,36.9,"two\nlines"\nBad,x,1,\n'

    with pytest.raises(DumpError, match="line 4: latitude 'x' is not a number"):
        imported(tmp_path / "x.csv", content, "csv")


# --- bad input --------------------------------------------------------------------------------

BAD_ROWS = {
    "a lost column": ("Zabrodivske\t49.7\n", "2 columns instead of 19; the dump may be truncated"),
    "alternate names": ("1\t2\tuk\tНазва\t\t\t\t\t\t\n", "goes with --names"),
    "a csv": ("name,lat,lon\n", "use `geomap gazetteer import csv`"),
    "a latitude off the globe": (geonames_row(latitude="95"), "latitude 95 is outside -90 to 90"),
    "a longitude off the globe": (geonames_row(longitude="181"), "longitude 181 is outside"),
    "swapped, off the globe": (
        geonames_row(latitude="136.9", longitude="49.7"), "latitude and longitude look swapped"),
    "swapped": (
        geonames_row(latitude="36.9", longitude="49.7"),
        "lies outside of UA, swapped it lies inside"),
    "no number": (geonames_row(latitude="49,7"), "latitude '49,7' is not a number"),
    "no latitude": (geonames_row(latitude=""), "no latitude"),
    "NaN": (geonames_row(latitude="nan"), "not a finite number"),
    "infinite": (geonames_row(longitude="1e400"), "not a finite number"),
    "an id that is none": (geonames_row(geonameid="curated:ua.kyiv"), "is not a number"),
    "too many people": (geonames_row(population="99999999999"), "outside 0 to 50,000,000"),
    "people in words": (geonames_row(population="many"), "population 'many' is not a number"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_ROWS)
def test_a_bad_row_is_named_by_file_line_and_fault(tmp_path: Path, fault: str) -> None:
    row, words = BAD_ROWS[fault]

    with pytest.raises(DumpError) as caught:
        imported(tmp_path / "UA.txt", geonames_row() + row)

    assert str(caught.value).startswith("UA.txt, line 2: ")
    assert words in str(caught.value)
    assert not list(tmp_path.glob("places*"))


@pytest.mark.parametrize("fault", BAD_ROWS)
def test_a_bad_row_is_left_out_and_counted_on_request(tmp_path: Path, fault: str) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row() + BAD_ROWS[fault][0], skip_bad=True)

    assert (done.places, done.bad) == (1, 1)
    assert done.faults[0].line == 2
    assert BAD_ROWS[fault][1] in done.faults[0].text


def zipped(path: Path, members: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path.read_bytes()


def many_rows(count: int = 2_000) -> bytes:
    rows = (geonames_row(n, f"Village{chr(97 + n % 26)} {n}", longitude=f"{36 + n / 9000:.4f}")
            for n in range(count))  # fmt: skip
    return "".join(rows).encode()


def test_gzip_and_zip_are_read_and_a_readme_is_passed_over(tmp_path: Path) -> None:
    packed = imported(tmp_path / "UA.txt.gz", gzip.compress(geonames_row().encode()))
    members = {"readme.txt": b"about", "UA.txt": geonames_row().encode()}
    archive = zipped(tmp_path / "a.zip", members)

    assert packed.places == imported(tmp_path / "UA.zip", archive).places == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("UA.txt", many_rows(9)[:-30], "columns instead of 19; the dump may be truncated here"),
        ("UA.txt.gz", gzip.compress(many_rows())[:-500], "ends in the middle"),
        ("UA.txt.gz", b"no archive", "ends in the middle"),
        ("UA.zip", b"PK\x03\x04 cut", "ends in the middle"),
        ("UA.txt", geonames_row().encode("utf-16"), "is UTF-16; save it as UTF-8"),
        ("UA.txt", geonames_row(name="Львів").encode("cp1251"), "line 1: not UTF-8 (byte 0x"),
        ("UA.txt", b"", "no place enters (the file is empty)"),
    ],
)
def test_a_damaged_dump_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    with pytest.raises(DumpError) as caught:
        imported(tmp_path / name, content)

    assert words in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize("suffix", ["txt", "txt.gz"])
def test_progress_runs_from_nothing_to_all(tmp_path: Path, suffix: str) -> None:
    content = many_rows(9_000)
    shares: list[tuple[float, int]] = []
    path = tmp_path / f"UA.{suffix}"
    path.write_bytes(gzip.compress(content) if suffix.endswith("gz") else content)
    import_places("geonames", path, tmp_path / "p.gpkg", progress=lambda *step: shares.append(step))

    assert shares == sorted(shares)
    assert shares[-1][0] == 1.0


def test_the_version_tells_dumps_and_filters_apart(tmp_path: Path) -> None:
    one = Gazetteer(imported(tmp_path / "UA.txt", geonames_row()).path).version
    path = geopackage(tmp_path / "o.gpkg", [(point_blob(49.7, 36.9), TAGS)])
    two = Gazetteer(import_places("osm", path, tmp_path / "o.places.gpkg").path).version
    options = {"countries": ("UA",)}
    three = Gazetteer(imported(tmp_path / "UA.txt", geonames_row(), **options).path).version

    assert len({one, two, three}) == 3


def test_a_zip_with_several_dumps_or_another_archive_is_refused(tmp_path: Path) -> None:
    two = zipped(tmp_path / "a.zip", {"UA.txt": b"x", "PL.txt": b"x"})
    nested = zipped(tmp_path / "b.zip", {"inner.zip": b"PK"})

    with pytest.raises(DumpError, match=r"this one holds UA\.txt, PL\.txt"):
        imported(tmp_path / "two.zip", two)
    with pytest.raises(DumpError, match="holds another archive"):
        imported(tmp_path / "nested.zip", nested)


def test_a_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    """A hundred megabytes of one letter pack to 100 KB; the header may say anything."""
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b"x\n" * 50_000_000))
    sizes: list[int] = []

    with pytest.raises(DumpError, match=r"bomb\.txt\.gz: unpacks to more than geomap reads"):
        sizes.extend(map(len, Dump(path).chunks()))
    assert sum(sizes) < 40_000_000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (geojson(FEATURE)[:-40], "line 1: no whole JSON"),
        ('{"type": "FeatureCollection", "features": [\n', "line 2: the file ends in the middle"),
        ("\n\n[1, 2]", "is no GeoJSON"),
        (geojson({"type": "Cow"}), "line 1: not a GeoJSON feature"),
        (geojson({**FEATURE, "geometry": None}), "without properties or geometry"),
        (geojson({**FEATURE, "geometry": {"type": "Point", "coordinates": ["a", 1]}}),
         "a geometry that cannot be read"),
        (geojson({**FEATURE, "geometry": {"type": "Point", "coordinates": [49.7, 136.9]}}),
         "coordinates outside of the globe (swapped, or not in degrees)"),
        ('{"features": [{"type": "Feature", "x": NaN}]}', "no whole JSON (NaN is no JSON number)"),
        ('{"features": [' + "[" * 100_000, "nested too deep"),
    ],
)  # fmt: skip
def test_a_bad_geojson_is_refused(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(DumpError) as caught:
        imported(tmp_path / "x.geojson", content, "osm")

    assert words in str(caught.value)


def test_a_disguised_file_leads_nowhere(tmp_path: Path) -> None:
    """GDAL would follow a VRT that is named .geojson to another file."""
    vrt = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"

    with pytest.raises(DumpError, match="is no GeoJSON"):
        imported(tmp_path / "innocent.geojson", vrt, "osm")


@pytest.mark.parametrize("form", FORMATS)
def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, form: str) -> None:
    for path in (tmp_path / "missing.txt", tmp_path):
        with pytest.raises(DumpError, match=path.name):
            import_places(form, path, tmp_path / "places.gpkg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(DumpError, match="no regular file"):
        import_places("geonames", tmp_path / "pipe.txt", tmp_path / "places.gpkg")


def test_an_id_that_came_before_is_left_out(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row() + geonames_row(name="Another"))

    assert (done.places, done.left_out["with an id that came before"]) == (1, 1)


# --- the file that is written -----------------------------------------------------------------


def test_the_old_file_stays_when_an_import_fails(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row())
    before = done.path.read_bytes()

    with pytest.raises(DumpError):
        imported(tmp_path / "bad.txt", many_rows(30) + b"cut")

    assert done.path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.glob("places*")) == ["places.gpkg"]


def test_the_old_file_stays_when_an_import_is_killed(tmp_path: Path) -> None:
    """Not even a signal that cannot be caught leaves a half file in its place."""
    done = imported(tmp_path / "UA.txt", geonames_row())
    before = done.path.read_bytes()
    (tmp_path / "long.txt").write_bytes(many_rows(60_000))
    command = [sys.executable, "-m", "geomap", "gazetteer", "import", "geonames",
               str(tmp_path / "long.txt"), "--into", str(done.path)]  # fmt: skip
    partial = tmp_path / "places.gpkg.partial"
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 30
        while not (partial.exists() and partial.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)

    assert partial.exists()
    assert done.path.read_bytes() == before
    assert Gazetteer(done.path).candidates("Zabrodivske")
    assert imported(tmp_path / "UA.txt", geonames_row()).places == 1  # what was left is cleared
    assert not partial.exists()


def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row())
    before = done.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    dump = tmp_path / "long.txt"
    dump.write_bytes(many_rows(3_000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(OutputError, match=r"cannot be written .* not full"):
            import_places("geonames", dump, done.path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert done.path.read_bytes() == before
    assert not list(tmp_path.glob("*.partial"))


def test_a_file_that_no_import_wrote_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "places.gpkg"
    target.write_text("my thesis")

    with pytest.raises(OutputError, match="choose another file with --into"):
        imported(tmp_path / "UA.txt", geonames_row())
    with pytest.raises(DumpError, match="replaced by its own import"):
        import_places("geonames", tmp_path / "UA.txt", tmp_path / "UA.txt")
    assert target.read_text() == "my thesis"


def test_two_imports_of_one_dump_are_the_same_bytes(tmp_path: Path) -> None:
    first = imported(tmp_path / "UA.txt", many_rows(50)).path.read_bytes()
    second = imported(tmp_path / "UA.txt", many_rows(50)).path.read_bytes()

    assert first == second


def test_the_file_says_what_it_was_made_from(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row(), countries=("UA",))
    with sqlite3.connect(done.path) as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    facts = json.loads(meta["import"])

    assert (facts["file"], facts["format"], facts["countries"]) == ("UA.txt", "geonames", ["UA"])
    assert str(tmp_path) not in meta["import"]
    assert "GeoNames" in meta["licences"]


# --- the layers -------------------------------------------------------------------------------


def layered(path: Path, content: str, form: str = "geonames") -> Gazetteer:
    return LayeredGazetteer(open_gazetteer().path, [imported(path, content, form).path])


def test_a_place_nobody_knew_is_found_after_an_import(tmp_path: Path) -> None:
    name = "Zabrodivskenovo"
    gazetteer = layered(tmp_path / "UA.txt", geonames_row(name=name))
    (found,) = gazetteer.candidates(name)

    assert not [c for c in open_gazetteer().candidates(name) if c.match != "skeleton"]
    assert found.place.source == "import:geonames"
    assert gazetteer.place(found.place.place_id) == found.place
    assert [p.name for p in gazetteer.parents(found.place)] == ["Kharkiv Oblast", "Ukraine"]
    assert gazetteer.longest("zabrodivskenovo") == 1
    assert found.place in gazetteer.children("curated:UA-63")
    assert found.place in gazetteer.nearest(49.70, 36.90, 3)


def test_an_import_stands_behind_and_never_overrides(tmp_path: Path) -> None:
    """A dump that puts Kyiv elsewhere, or calls a village by its name, changes no answer."""
    rows = (
        geonames_row(1, "Kyiv", latitude="50.40", longitude="30.60", population="40000000")
        + geonames_row(2, "Kyiv")
        + geonames_row(3, "Elsewhere", geonameid="704204", latitude="46", longitude="34")
    )  # fmt: skip
    gazetteer = layered(tmp_path / "UA.txt", rows)
    known = open_gazetteer()

    found = [c.place.place_id for c in gazetteer.candidates("Kyiv")]
    assert found[: len(known.candidates("Kyiv"))] == [
        c.place.place_id for c in known.candidates("Kyiv")
    ]
    assert "geonames:990000001" not in found  # is the known Kyiv
    assert found[-1] == "geonames:990000002"  # another place, after the known ones
    assert gazetteer.place("geonames:704204") == known.place("geonames:704204")
    (elsewhere,) = gazetteer.candidates("Elsewhere")
    assert elsewhere.place == known.place("geonames:704204")


def test_an_import_puts_a_village_of_the_codifier_where_it_is(tmp_path: Path) -> None:
    """The codifier has no coordinates: such a village stands at a seat, with a wide radius."""
    known = open_gazetteer()
    with sqlite3.connect(known.path) as connection:
        (place_id,) = connection.execute(
            "SELECT place_id FROM places WHERE source = 'katottg' AND kind = 'village' "
            "AND radius_km > 8 GROUP BY name HAVING count(*) = 1 ORDER BY place_id LIMIT 1"
        ).fetchone()
    coarse = known.place(place_id)
    row = geonames_row(5, coarse.name, latitude=f"{coarse.lat + 0.02:.4f}",
                       longitude=f"{coarse.lon:.4f}")  # fmt: skip
    gazetteer = layered(tmp_path / "UA.txt", row)
    found = [c.place for c in gazetteer.candidates(coarse.name)]
    refined = next(place for place in found if place.source == "import:geonames")

    assert coarse not in found
    assert refined.radius_km < coarse.radius_km
    assert (refined.parent_id, refined.admin1_code) == (coarse.parent_id, coarse.admin1_code)


def test_places_of_an_import_are_called_in_a_language_as_it_says(tmp_path: Path) -> None:
    rows = "id,name,lat,lon,name_uk\nx,Zabrodivskenovo,49.7,36.9,Забродівськеново\n"
    gazetteer = layered(tmp_path / "own.csv", rows, "csv")
    names = gazetteer.names_in("uk")
    found = gazetteer.candidates("Zabrodivskenovo")[0].place.place_id

    assert names[found] == "Забродівськеново"
    assert names["curated:ua.kyiv"] == "Київ"
    assert found not in open_gazetteer().names_in("uk")


def test_names_alike_in_sound_are_tried_only_without_an_exact_one(tmp_path: Path) -> None:
    gazetteer = layered(tmp_path / "UA.txt", geonames_row(name="Zabrodivskenovo"))

    assert {c.match for c in gazetteer.candidates("Zabrodyvskenovo")} == {"skeleton"}
    assert {c.match for c in gazetteer.candidates("Zabrodivskenovo")} == {"official"}


INHERITED = {
    "cases",
    "is_common",
    "demonym",
    "longest",
    "parents",
    "dropped",
}  # ask the first file, or the layers


def test_every_way_to_ask_a_gazetteer_asks_the_imports() -> None:
    """A new method of the gazetteer must say what it does with imports."""
    public = {name for name in vars(Gazetteer) if not name.startswith("_")}

    assert public - set(vars(LayeredGazetteer)) == INHERITED
    for name in public & set(vars(LayeredGazetteer)):
        own, base = getattr(LayeredGazetteer, name), getattr(Gazetteer, name)
        if callable(own):
            assert inspect.signature(own) == inspect.signature(base), name


TRAPS = (
    *(("name", word) for word in ("war", "the", "in", "of", "Along", "Area", "1905", "?", "x", "")),
    *(("latitude", number) for number in ("91", "-91", "nan", "inf", "", "north")),
    *(("longitude", number) for number in ("181", "-181", "1e400")),
    *(("population", number) for number in ("-1", "1e12", "all")),
    *(("geonameid", text) for text in ("curated:ua.kyiv", "", "-5", "1.5")),
    ("name", "x" * 201),
    ("code", "PPLH"),
)


def test_none_of_a_thousand_traps_enters(tmp_path: Path) -> None:
    rows = "".join(
        geonames_row(n, **({"asciiname": ""} | dict([TRAPS[n % len(TRAPS)]]))) for n in range(1000)
    )
    done = imported(tmp_path / "UA.txt", geonames_row(5000) + rows, skip_bad=True)

    assert done.places == 1
    assert sum(done.left_out.values()) == 1000


def test_a_report_is_read_the_same_with_an_import_it_does_not_name(tmp_path: Path) -> None:
    text = "Russian forces shelled Kupiansk in Kharkiv region. Two people were killed in Izium."
    gazetteer = layered(tmp_path / "UA.txt", geonames_row() + geonames_row(2, "Kupiansk",
                        latitude="49.71", longitude="37.61"))  # fmt: skip

    assert analyze(text, gazetteer=gazetteer).incidents == analyze(text).incidents
    assert [r.place for r in analyze(text, gazetteer=gazetteer).resolutions] == [
        r.place for r in analyze(text).resolutions
    ]


def test_an_imported_village_is_mapped(tmp_path: Path) -> None:
    gazetteer = layered(tmp_path / "UA.txt", geonames_row(name="Zabrodivskenovo"))
    report = analyze("Russian forces shelled Zabrodivskenovo on Monday.", gazetteer=gazetteer)

    assert "import:geonames" in [r.place.source for r in report.resolutions if r.place]
    assert "Imported places: GeoNames (geonames.org), CC BY 4.0" in report.licences


def test_a_file_that_is_no_gazetteer_is_refused_as_a_layer(tmp_path: Path) -> None:
    (tmp_path / "x.gpkg").write_bytes(b"no")

    with pytest.raises(GazetteerError, match=r"x\.gpkg"):
        open_gazetteer(extra=[tmp_path / "x.gpkg"])


def test_an_import_alone_is_a_gazetteer_too(tmp_path: Path) -> None:
    """--gazetteer FILE means: instead of the built-in one."""
    done = imported(tmp_path / "UA.txt", geonames_row())
    gazetteer = Gazetteer(done.path)
    (found,) = gazetteer.candidates("Zabrodivske")

    assert gazetteer.parents(found.place) == ()
    assert gazetteer.info()["places_by_source"] == {"import:geonames": 1}


# --- the tables -------------------------------------------------------------------------------


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


# --- the command ------------------------------------------------------------------------------


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_command_imports_and_says_how_to_use_the_file(tmp_path: Path) -> None:
    (tmp_path / "UA.txt").write_text(geonames_row(name="Zabrodivskenovo"))
    done = run("gazetteer", "import", "geonames", tmp_path / "UA.txt", "--into",
               tmp_path / "ua.gpkg", "--country", "UA", "--classes", "P,A,H")  # fmt: skip
    found = run("geocode", "Zabrodivskenovo", "--places", tmp_path / "ua.gpkg", "--json")

    assert (done.exit_code, found.exit_code) == (0, 0), done.stderr + found.stderr
    assert "1 places" in done.stdout
    assert f"--places {tmp_path / 'ua.gpkg'}" in done.stderr
    (place,) = json.loads(found.stdout)[0]["places"]
    assert (place["source"], place["parents"]) == ("import:geonames", ["Kharkiv Oblast", "Ukraine"])


def test_the_command_fails_with_one_line_on_a_bad_dump(tmp_path: Path) -> None:
    (tmp_path / "UA.txt").write_text(geonames_row() + "cut")
    done = run(
        "gazetteer", "import", "geonames", tmp_path / "UA.txt", "--into", tmp_path / "u.gpkg"
    )

    assert done.exit_code == 1
    assert done.stderr.startswith("geomap: UA.txt, line 2: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--country", "Ukraine", "is no country"), ("--classes", "Q", "is no class")],
)
def test_a_wrong_filter_is_told(tmp_path: Path, option: str, value: str, words: str) -> None:
    (tmp_path / "UA.txt").write_text(geonames_row())
    done = run("gazetteer", "import", "geonames", tmp_path / "UA.txt", "--into",
               tmp_path / "u.gpkg", option, value)  # fmt: skip

    assert done.exit_code == 2
    assert words in done.stderr


def test_articles_are_read_with_imported_places(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row(name="Zabrodivskenovo"))
    (tmp_path / "a.txt").write_text("Russian forces shelled Zabrodivskenovo.")

    without = run("extract", tmp_path / "a.txt")
    with_it = run("extract", tmp_path / "a.txt", "--places", done.path)

    assert "geonames:990000001" not in without.stdout
    assert "geonames:990000001" in with_it.stdout


def test_info_tells_of_the_imports(tmp_path: Path) -> None:
    done = imported(tmp_path / "UA.txt", geonames_row())
    facts = json.loads(run("gazetteer", "info", "--places", done.path, "--json").stdout)

    assert facts["imports"][0]["places"] == 1
    assert "Imported places: GeoNames (geonames.org), CC BY 4.0" in facts["licences"]


def test_a_short_name_with_a_letter_of_its_own_is_no_common_word(tmp_path: Path) -> None:
    """Ås is a town and "as" a word: in a user's own table the name is meant, the word is not."""
    rows = "name,lat,lon\nÅs,59.66,10.79\nAs,50.22,12.19\nÅ,67.88,12.98\n"
    done = imported(tmp_path / "v.csv", rows, "csv")
    places = open_gazetteer(extra=[done.path])

    assert (done.places, dict(done.left_out)) == (
        2, {"with common words or too short names only": 1},
    )  # fmt: skip
    assert [c.place.name for c in places.candidates("Ås")] == ["Ås"]
    assert [c.place.name for c in places.candidates("Å")] == ["Å"]


def test_a_name_with_a_comma_is_found_as_it_stands(tmp_path: Path) -> None:
    done = imported(tmp_path / "v.csv", 'name,lat,lon\n"Comma, Place",49.7,36.9\n', "csv")
    places = open_gazetteer(extra=[done.path])

    assert [c.place.name for c in find_places("Comma, Place", places)] == ["Comma, Place"]
    assert [c.place.name for c in find_places("Comma Place", places)][:1] == ["Comma, Place"]
    assert find_places("Comma, Place", open_gazetteer()) != find_places("Comma, Place", places)
