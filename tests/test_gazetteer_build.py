"""The compiler: two builds give the same bytes; a bad row is refused by file, line and fault."""

from __future__ import annotations

import gzip
import math
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer, default_path
from geomap.gazetteer.build import build_gazetteer, main
from geomap.gazetteer.rows import Numbers
from geomap.gazetteer.schema import APPLICATION_ID, KINDS, SETTLEMENTS, capital, prior

if TYPE_CHECKING:
    from pathlib import Path

PLACE = (
    "id,name,kind,lat,lon,radius_km,parent,country,population,same_as,unit,source,confidence,note"
)
TABLES = {
    "curated/places.csv": (
        f"{PLACE}\n"
        "UA-63,Kharkiv Oblast,admin1,49.6,36.5,100,country.UA,UA,,,UP07,own,A,\n"
        "ua.kharkiv,Kharkiv,city,49.99,36.23,11,UA-63,UA,,706483,,own,A,\n"
        "ua.kharkiv.kyivskyi,Kyivskyi,district,50.03,36.29,5,ua.kharkiv,UA,,,,own,A,\n"
    ),
    "curated/names.csv": "id,name,language,kind,since,until\nua.kharkiv,Харків,uk,official,,\n",
    "curated/overrides.csv": "id,name,note\ngeonames:702569,Liubotyn,\n",
    "curated/countries.csv": (
        "iso,name,lat,lon,radius_km,capital,names,demonyms,uk,ru\n"
        "UA,Ukraine,49,32,480,Kyiv,,Ukrainian,Україна,Украина\n"
    ),
    "curated/demonyms.csv": "id,demonyms\nua.kharkiv,Kharkivite\n",
    "curated/counties.csv": "unit,name,seat,lat,lon,radius_km\n",
    "curated/codes.csv": "unit,code\n",
    "curated/typewords.csv": (
        "kind,country,language,endings,way,words\n"
        "admin1,UA,en,,behind,Oblast\n"
        ",,en,Air Base,instead,airfield\n"
    ),
    "curated/stopwords.csv": "key,use\nsince,drop\nreading,common\n",
    "curated/settlements.csv": "unit,within,name,lat,lon,radius_km,note\n",
    "curated/renamings.csv": (
        "unit,within,name,former,ru,until,note\n"
        "UA-63,Харківський,Манченки,Старі Манченки,Старые Манченки,2016,made up for the test\n"
    ),
    "codifier/units.tsv.gz": (
        "code\tcategory\tparent\tname\n"
        "UA63000000000041885\tO\t\tХарківська\n"
        "UA63120000000091135\tP\tUA63000000000041885\tХарківський\n"
        "UA63120110000043456\tH\tUA63120000000091135\tЛюботинська\n"
        "UA63120110010087291\tM\tUA63120110000043456\tЛюботин\n"
        "UA63120110020048329\tX\tUA63120110000043456\tМанченки\n"
        "UA63120270000028556\tH\tUA63120000000091135\tХарківська\n"
        "UA63120270010096107\tM\tUA63120270000028556\tХарків\n"
        "UA63120270010216514\tB\tUA63120270010096107\tКиївський\n"
    ),
    "words/everyday.tsv.gz": "key\tkind\nmanchester\tsurname\nsince\tword\n",
    "spelling/russian.csv": "scope,uk,ru\nending,івський,овский\n",
    "spelling/ukrainian.csv": "scope,ru,uk\npattern,ы,и\n",
    "spelling/cases.csv": "language,ending,genitive,dative,accusative,instrumental,locative\n",
    "naturalearth/admin1.tsv.gz": (
        "id\tname\tlocal_name\tcountry\tfips\tlat\tlon\tradius_km\n"
        "UA.kharkiv\tKharkiv\tKharkivs'ka Oblast'\tUA\tUP07\t49.6\t36.5\t100\n"
    ),
    "geonames/places.tsv.gz": (
        "geonameid\tname\tuk\tcategory\tlat\tlon\tcountry\tadmin1\tunit\tpopulation\talternates\n"
        "706483\tKharkiv\t\t\t49.98\t36.25\tUA\t07\tUA.kharkiv\t1421125\tKharkov|Харьков\n"
        "702569\tLyubotyn\tЛюботин\tM\t49.95\t35.93\tUA\t07\tUA.kharkiv\t25000\tЛюботин|Since\n"
        "1\tSaltivka\t\t\t50.02\t36.33\tUA\t07\tUA.kharkiv\t400000\t\n"
    ),
    "areas/countries.geojson": (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        '{"place_id":"curated:country.UA","name":"Ukraine","iso":"UA"},"geometry":'
        '{"type":"Polygon","coordinates":[[[30,48],[38,48],[38,51],[30,51],[30,48]]]}}]}'
    ),
}


def write_tables(folder: Path, **changes: str) -> Path:
    """Write the tables of a small gazetteer; a change replaces a file by its stem."""
    for name, text in TABLES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = changes.get(path.name.partition(".")[0] if "curated" in name else name, text)
        path.write_bytes(
            gzip.compress(content.encode(), mtime=0) if name.endswith(".gz") else content.encode()
        )
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Gazetteer:
    """A gazetteer of three curated places and two settlements."""
    target = tmp_path / "small.gpkg"
    build_gazetteer(write_tables(tmp_path / "tables"), target)
    return Gazetteer(target)


def with_row(table: str, row: str) -> str:
    """A curated table with one more row at its end."""
    return TABLES[f"curated/{table}.csv"] + row + "\n"


BAD_ROWS = {
    "a people of no place": (
        "demonyms", "ua.kharkov,Kharkovite", r"demonyms\.csv, line 3: unknown place 'curated:ua\.k",
    ),
    "latitude out of range": (
        "places", "x,X,city,95,36,5,,UA,,,,own,A,",
        r"places\.csv, line 5: lat 95 is outside -90 to 90",
    ),
    "longitude out of range": (
        "places", "x,X,city,49,236,5,,UA,,,,own,A,", r"line 5: lon 236 is outside",
    ),
    "coordinate is no number": (
        "places", "x,X,city,49N,36,5,,UA,,,,own,A,", r"line 5: lat '49N' is not a number",
    ),
    "latitude is not a number at all": (
        "places", "x,X,city,nan,36,5,,UA,,,,own,A,", r"line 5: lat nan is outside",
    ),
    "radius of nothing": (
        "places", "x,X,city,49,36,0,,UA,,,,own,A,", r"line 5: radius_km 0 is outside",
    ),
    "unknown kind": (
        "places", "x,X,hamlet,49,36,5,,UA,,,,own,A,",
        r"line 5: unknown kind 'hamlet'; use one of admin1",
    ),
    "duplicate id": (
        "places", "ua.kharkiv,X,city,49,36,5,,UA,,,,own,A,",
        r"line 5: duplicate id 'ua\.kharkiv', first in line 3",
    ),
    "unknown parent": (
        "places", "x,X,city,49,36,5,ua.nowhere,UA,,,,own,A,",
        r"line 5: unknown parent 'ua\.nowhere'",
    ),
    "no name": ("places", "x,,city,49,36,5,,UA,,,,own,A,", r"line 5: column 'name' is empty"),
    "too few cells": ("places", "x,X,city,49", r"places\.csv, line 5: 4 cells instead of 14"),
    "negative population": (
        "places", "x,X,city,49,36,5,,UA,-3,,,own,A,", r"line 5: population -3 is outside",
    ),
    "open quote": ("places", 'x,"X,city,49,36,5,,UA,,,,own,A,', r"places\.csv: .*quote"),
    "name of nobody": ("names", "ua.nowhere,X,en,variant,,", r"names\.csv, line 3: unknown place"),
    "unknown kind of name": (
        "names", "ua.kharkiv,X,en,nickname,,", r"names\.csv, line 3: unknown kind 'nickname'",
    ),
    "end of a name in words": (
        "names", "ua.kharkiv,X,en,former,,in May 2016",
        r"names\.csv, line 3: until 'in May 2016' is no year",
    ),
    "end of a renamed settlement's name": (
        "renamings", "UA-63,,Люботин,Старий,,2O16,",
        r"renamings\.csv, line 3: until '2O16' is no year",
    ),
    "override of nobody": ("overrides", "geonames:9,X,", r"overrides\.csv, line 3: unknown place"),
    "duplicate country": (
        "countries", "UA,Ukraine,49,32,480,Kyiv,,,,",
        r"countries\.csv, line 3: duplicate country 'UA'",
    ),
    "point of no settlement": (
        "settlements", "UA-63,,Нетут,49,36,3,", r"settlements\.csv, line 2: no settlement 'Нетут'",
    ),
    "renaming of no settlement": (
        "renamings", "UA-63,Ізюмський,Люботин,Старий,,2016,",
        r"renamings\.csv, line 3: no settlement 'Люботин' in UA-63 Ізюмський",
    ),
    "words before a name": (
        "typewords", "admin1,,en,,before,state",
        r"typewords\.csv, line 4: unknown way 'before'; use one of behind, instead",
    ),
    "unknown use of a word": (
        "stopwords", "moon,ignore", r"stopwords\.csv, line 4: unknown use 'ignore'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_ROWS)
def test_a_bad_row_is_refused_by_file_line_and_fault(tmp_path: Path, fault: str) -> None:
    table, row, message = BAD_ROWS[fault]
    folder = write_tables(tmp_path / "tables", **{table: with_row(table, row)})

    with pytest.raises(GazetteerError, match=message):
        build_gazetteer(folder, tmp_path / "x.gpkg")
    assert not list(tmp_path.glob("x.gpkg*")), "half a file was left"


def test_the_unchanged_tables_are_accepted(small: Gazetteer) -> None:
    """The twin of the bad rows: without them the same tables compile."""
    assert small.info()["places_by_source"] == {"curated": 4, "geonames": 2, "katottg": 4}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("places", "id,name\n", r"places\.csv, line 1: header is"),
        ("geonames/places.tsv.gz", "a\tb\n", r"places\.tsv\.gz, line 1: header"),
        ("areas/countries.geojson", "{}", r"countries\.geojson: not a GeoJSON FeatureCollection"),
        ("areas/countries.geojson", "{", r"countries\.geojson: not a GeoJSON"),
        (
            "areas/countries.geojson",
            TABLES["areas/countries.geojson"].replace("country.UA", "country.ZZ"),
            r"unknown place 'curated:country\.ZZ'",
        ),
    ],
)
def test_a_file_of_another_form_is_refused_by_name(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    with pytest.raises(GazetteerError, match=message):
        build_gazetteer(write_tables(tmp_path / "tables", **{name: text}), tmp_path / "x.gpkg")


def test_a_table_that_is_not_utf_8_is_refused_by_name(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "tables")
    (folder / "curated" / "names.csv").write_bytes("id,name\nХарків".encode("cp1251"))

    with pytest.raises(GazetteerError, match=r"names\.csv: not UTF-8"):
        build_gazetteer(folder, tmp_path / "x.gpkg")


def test_a_missing_table_is_named_with_what_to_do(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "tables")
    (folder / "curated" / "names.csv").unlink()

    with pytest.raises(GazetteerError, match=r"names\.csv.*restore it"):
        build_gazetteer(folder, tmp_path / "x.gpkg")


def test_a_damaged_extract_is_named(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "tables")
    path = folder / "geonames" / "places.tsv.gz"
    path.write_bytes(path.read_bytes()[:60])

    with pytest.raises(GazetteerError, match=r"places\.tsv\.gz.*restore it"):
        build_gazetteer(folder, tmp_path / "x.gpkg")


def test_a_failed_build_leaves_the_old_file_in_use(tmp_path: Path, small: Gazetteer) -> None:
    before = small.path.read_bytes()
    broken = write_tables(tmp_path / "broken", names="id\n")

    with pytest.raises(GazetteerError):
        build_gazetteer(broken, small.path)
    assert small.path.read_bytes() == before


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "tables")

    with pytest.raises(GazetteerError, match=r"nowhere.*folder exists"):
        build_gazetteer(folder, tmp_path / "nowhere" / "x.gpkg")


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_gazetteer(write_tables(tmp_path / name), tmp_path / f"{name}.gpkg")

    assert (tmp_path / "one.gpkg").read_bytes() == (tmp_path / "two.gpkg").read_bytes()


def test_other_tables_give_another_version(tmp_path: Path, small: Gazetteer) -> None:
    other = tmp_path / "other.gpkg"
    build_gazetteer(write_tables(tmp_path / "o", stopwords="key,use\n"), other)

    assert Gazetteer(other).version != small.version


def test_the_carried_file_was_compiled_from_the_tables_of_this_tree(
    project: Path, tmp_path: Path
) -> None:
    """Two builds of the real tables are the same file: nothing depends on time or order."""
    fresh = tmp_path / "gazetteer.gpkg"
    build_gazetteer(project / "gazetteer", fresh)

    assert Gazetteer(fresh).version == Gazetteer(default_path()).version
    assert fresh.read_bytes() == default_path().read_bytes()


def test_a_place_that_two_layers_know_is_one_place(small: Gazetteer) -> None:
    """The extract's row gives the curated city its names and population."""
    (found,) = small.candidates("Kharkov")

    assert (found.place.place_id, found.place.population) == ("curated:ua.kharkiv", 1421125)


def test_a_ukrainian_place_is_displayed_in_the_national_romanisation(small: Gazetteer) -> None:
    (found,) = small.candidates("Lyubotyn")

    assert (found.place.name, found.match) == ("Liubotyn", "variant")
    assert found.place.kind == "city"  # the codifier says so; its 25,000 people would not


def test_a_part_of_a_city_becomes_its_district(small: Gazetteer) -> None:
    (found,) = small.candidates("Saltivka")

    assert (found.place.kind, found.place.parent_id) == ("district", "curated:ua.kharkiv")


def test_places_inherit_unit_and_code_from_their_parents(small: Gazetteer) -> None:
    for name in ("Kyivskyi", "Liubotyn", "Kharkiv"):
        place = small.candidates(name)[0].place
        assert (place.admin1, place.admin1_code) == ("Kharkiv Oblast", "UA-63")


def test_a_dropped_word_is_no_name_of_an_extract(small: Gazetteer) -> None:
    assert small.candidates("Since") == ()


def test_the_file_is_a_geopackage(small: Gazetteer) -> None:
    connection = sqlite3.connect(small.path)
    try:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (10_200,)
        contents = dict(connection.execute("SELECT table_name, data_type FROM gpkg_contents"))
        blob = connection.execute("SELECT geom FROM places LIMIT 1").fetchone()[0]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        connection.close()

    assert contents == {"places": "features", "areas": "features", "names": "attributes"}
    assert blob[:4] == b"GP\x00\x00"


def test_equal_rows_get_one_number_as_long_as_they_are_remembered() -> None:
    numbers = Numbers(limit=2)

    assert [numbers.of(row) for row in "aabb"] == [1, 1, 2, 2]
    assert [numbers.of(row) for row in "ca"] == [3, 4]  # forgotten: memory stays bounded
    assert numbers.rows() == [(1, "a"), (2, "b"), (3, "c"), (4, "a")]
    assert numbers.rows() == []


def test_the_first_letter_alone_is_made_a_capital() -> None:
    for key in ("izium", "nova kakhovka", "харків", "єнакієве", "zürich"):
        assert capital(key) == key[0].upper() + key[1:]
    for key in ("", "9 сiчня", "ґрунт", "'t hooge"):
        assert not capital(key)


def test_every_kind_has_a_prior_and_people_count_in_settlements_alone() -> None:
    for kind in KINDS:
        assert (prior(kind, 1_000_000) > prior(kind, 0)) is (kind in SETTLEMENTS)


def test_the_prior_of_a_settlement_is_rounded_to_four_places() -> None:
    """It is worked out without `round`, which takes longer and must say the same."""
    for people in (*range(3_000), *range(3_000, 40_000_000, 9_973)):
        assert prior("city", people) == round(0.12 * math.log10(people + 10), 4)


def test_the_command_says_where_the_file_is_or_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, target = write_tables(tmp_path / "tables"), tmp_path / "x.gpkg"
    arguments = ["--source", str(folder), "--out", str(target)]

    assert main(arguments) == 0
    assert capsys.readouterr().out == f"{target}\n"

    write_tables(folder, names="id\n")
    assert main(arguments) == 3
    assert "names.csv, line 1" in capsys.readouterr().err


def test_the_folder_is_not_written_to(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "tables")
    before = sorted(path.name for path in folder.rglob("*"))

    build_gazetteer(folder, tmp_path / "x.gpkg")

    assert sorted(path.name for path in folder.rglob("*")) == before
    shutil.rmtree(folder)
    assert Gazetteer(tmp_path / "x.gpkg").candidates("Kharkiv")
