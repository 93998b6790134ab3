"""The self-check of a gazetteer: each fault is found in a file that was spoilt with it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer import default_path
from geomap.gazetteer.checking import CHECKS, check_gazetteer
from geomap.gazetteer.imports import import_places
from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small gazetteer to spoil: Ukraine's first-level units, countries and cities."""
    path = tmp_path_factory.mktemp("check") / "small.gpkg"
    shutil.copy(default_path(), path)
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "DELETE FROM points WHERE fid IN (SELECT OGC_FID FROM places WHERE "
            "source NOT IN ('curated') AND population < 300000 AND kind NOT IN ('country') "
            "OR country NOT IN ('UA', 'RU', 'PL', 'DE', 'US'));"
            "DELETE FROM keys WHERE place NOT IN (SELECT fid FROM points);"
            "DELETE FROM areas WHERE place_id NOT IN (SELECT place_id FROM points);"
            "UPDATE homes SET parent_id = '' WHERE parent_id NOT IN "
            "(SELECT place_id FROM points);"
        )
        connection.execute("VACUUM")
    return path


def spoilt(copy: Path, tmp_path: Path, *statements: str) -> Path:
    path = tmp_path / "spoilt.gpkg"
    shutil.copy(copy, path)
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement.replace("@kyiv", KYIV).replace("@home", OF_KYIV))
    return path


def found(path: Path, check: str) -> dict[str, str]:
    return {fault.place_id: fault.text for fault in check_gazetteer(path) if fault.check == check}


KYIV = "WHERE place_id = 'curated:ua.kyiv'"
_HOME = (
    "INSERT INTO homes SELECT 9000000, country, admin1, admin1_code, admin2, parent_id, "
    "'geonames' FROM places @kyiv"
)
_POINT = (
    "INSERT INTO points SELECT 9000000, geom, 'test:twin', name, kind, lat + 0.001, lon, 2.0, "
    "9000000, population FROM points @kyiv"
)
TWIN = (
    _HOME,
    _POINT,
    "INSERT INTO keys VALUES ('twin', 9000000, 1, 'en', NULL)",
)
SECOND_TWIN = tuple(
    statement.replace("9000000", "9000001").replace("test:twin", "test:twin2")
    .replace("+ 0.001", "+ 0.002") for statement in TWIN
)  # fmt: skip
TAKEN = (
    "UPDATE areas SET geom = (SELECT geom FROM areas WHERE place_id = 'curated:country.UA') "
    "WHERE place_id = 'curated:country.RU'"
)
MOVED = (
    "UPDATE points SET lat = 44.95, lon = 34.1 WHERE fid = 9000000",
    "UPDATE homes SET country = 'RU', parent_id = '' WHERE number = 9000000",
)
NEW_HOME = (
    "INSERT INTO homes SELECT {0}, country, admin1, admin1_code, admin2, '{1}', 'geonames' "
    "FROM places @kyiv"
)
NEW_PLACE = (
    "INSERT INTO points SELECT {0}, geom, '{1}', name, '{2}', {3}, {4}, {5}, {6}, 900 "
    "FROM points @kyiv"
)
# Two villages of one hromada 130 km apart, the second amid two of another one.
FAR_VILLAGES = (
    NEW_HOME.format(9_000_010, "curated:UA-32"),
    NEW_PLACE.format(9_000_010, "test:hromada", "hromada", 50.2, 30.9, 300, 9_000_010),
    NEW_PLACE.format(9_000_011, "test:other", "hromada", 50.2, 31.9, 30, 9_000_010),
    NEW_HOME.format(9_000_012, "test:hromada"),
    NEW_HOME.format(9_000_013, "test:other"),
    NEW_PLACE.format(9_000_014, "test:own", "village", 50.2, 30.0, 2, 9_000_012),
    NEW_PLACE.format(9_000_015, "test:stray", "village", 50.2, 31.9, 2, 9_000_012),
    NEW_PLACE.format(9_000_016, "test:other1", "village", 50.2, 31.92, 2, 9_000_013),
    NEW_PLACE.format(9_000_017, "test:other2", "village", 50.22, 31.9, 2, 9_000_013),
)
OF_KYIV = "WHERE number = (SELECT home FROM points WHERE place_id = 'curated:ua.kyiv')"


def test_a_copy_without_faults_has_none(copy: Path, tmp_path: Path) -> None:
    faults = [
        fault for fault in check_gazetteer(spoilt(copy, tmp_path)) if fault.check != "outside"
    ]

    assert faults == []


@pytest.mark.parametrize(
    ("check", "place_id", "words", "statements"),
    [
        ("empty", "curated:ua.kyiv", "no name leads to it",
         ("DELETE FROM keys WHERE place = (SELECT fid FROM points @kyiv)",)),
        ("empty", "names", "1 names lead to no place",
         ("INSERT INTO keys VALUES ('x', 9999999, 1, 'en', NULL)",)),
        ("empty", "places", "the file holds no place", ("DELETE FROM points",)),
        ("coordinates", "curated:ua.kyiv", "is not on the globe",
         ("UPDATE points SET lat = 95 @kyiv",)),
        ("coordinates", "curated:ua.kyiv", "0 N 0 E",
         ("UPDATE points SET lat = 0, lon = 0 @kyiv",)),
        ("coordinates", "curated:ua.kyiv", "is missing",
         ("UPDATE points SET lat = 'north' @kyiv",)),
        ("coordinates", "curated:ua.kyiv", "radius 0 km is not positive",
         ("UPDATE points SET radius_km = 0 @kyiv",)),
        ("coordinates", "curated:ua.kyiv", "unknown kind 'burrow'",
         ("UPDATE points SET kind = 'burrow' @kyiv",)),
        ("swapped", "curated:ua.kyiv", "looks swapped: not in UA",
         ("UPDATE points SET lat = lon, lon = lat @kyiv",)),
        ("duplicates", "test:twin", "is test:twin2 as well",
         (*TWIN, *SECOND_TWIN)),
        ("dates", "test:twin", "Twin: official from  to 2016",
         (*TWIN, "INSERT INTO name_kinds VALUES (9000, 'official', 1.0, '', '2016')",
          "UPDATE keys SET kind = 9000 WHERE key = 'twin'")),
        ("dates", "test:twin", "Twin: former from 2020 to 2016",
         (*TWIN, "INSERT INTO name_kinds VALUES (9000, 'former', 0.75, '2020', '2016')",
          "UPDATE keys SET kind = 9000 WHERE key = 'twin'")),
        ("parents", "curated:ua.kyiv", "unknown parent 'curated:nowhere'",
         ("UPDATE homes SET parent_id = 'curated:nowhere' @home",)),
        ("parents", "curated:ua.kyiv", "run in a ring",
         ("UPDATE homes SET parent_id = 'curated:ua.kyiv.solomianskyi' @home",)),
        ("outside", "curated:ua.kyiv.solomianskyi", "from Kyiv",
         ("UPDATE points SET lat = 48.0 WHERE place_id = 'curated:ua.kyiv.solomianskyi'",)),
        ("outside", "test:twin", "lies outside of Odesa Oblast",
         (*TWIN, "UPDATE homes SET parent_id = 'curated:UA-51' WHERE number = 9000000")),
        ("outside", "test:twin", "is of PL and lies in UA",
         (*TWIN, "UPDATE homes SET country = 'PL', parent_id = '' WHERE number = 9000000")),
        ("strays", "test:stray", "km from the nearest place of test:hromada", FAR_VILLAGES),
        ("crimea", "curated:country.UA", "its outline does not hold Simferopol",
         ("DELETE FROM areas WHERE place_id = 'curated:country.UA'",)),
        ("crimea", "curated:country.RU", "its outline holds Simferopol, which is in Ukraine",
         (TAKEN,)),
        ("crimea", "test:twin", "lies in Crimea, its country is 'RU'",
         (*TWIN, *MOVED)),
    ],
)  # fmt: skip
def test_a_fault_is_found(  # noqa: PLR0913, PLR0917 - a case has so many parts
    copy: Path, tmp_path: Path, check: str, place_id: str, words: str, statements: tuple[str, ...]
) -> None:
    path = spoilt(copy, tmp_path, *statements)
    ids = {fault.place_id: fault.text for fault in check_gazetteer(path) if fault.check == check}
    pair = {"test:twin2", "test:twin"} if check == "duplicates" else {place_id}

    assert pair & set(ids), ids
    assert any(words.replace("test:twin2", "test:twin") in text for text in ids.values()), ids
    assert not pair & set(found(copy, check))


def test_damage_is_told(copy: Path, tmp_path: Path) -> None:
    """Pages in the middle of the file are overwritten; whatever is read, it is no traceback."""
    path = spoilt(copy, tmp_path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 65_536] = b"\xa5" * 65_536
    path.write_bytes(content)
    try:
        faults = check_gazetteer(path)
    except GazetteerError as error:
        assert path.name in str(error)  # noqa: PT017 - either is right, nothing else is
    else:
        assert [fault for fault in faults if fault.check == "file"]


def test_the_built_in_gazetteer_is_in_order() -> None:
    assert check_gazetteer() == ()


def test_an_import_is_checked_together_with_the_built_in_gazetteer(tmp_path: Path) -> None:
    """Its parents and outlines lie there."""
    (tmp_path / "v.csv").write_text(
        "name,lat,lon,country\nZabrodivske,49.7,36.9,UA\nOdd,52.2,21.0,UA\n"
    )
    done = import_places("csv", tmp_path / "v.csv", tmp_path / "v.gpkg")

    assert found(done.path, "parents") == {}
    assert found(done.path, "crimea") == {}
    assert found(done.path, "outside") == {"csv:v:line-3": "Odd is of UA and lies in PL"}


def test_the_command_exits_with_1_on_a_fault_and_tells_it(copy: Path, tmp_path: Path) -> None:
    path = spoilt(copy, tmp_path, "UPDATE points SET lat = lon, lon = lat @kyiv")
    done, as_json = run("gazetteer", "check", path), run("gazetteer", "check", path, "--json")

    assert (done.exit_code, as_json.exit_code) == (1, 1)
    assert "swapped: 1 fault\n  curated:ua.kyiv: (30.5" in done.stdout
    result = json.loads(as_json.stdout)
    assert result["checks"]["swapped"] == 1
    assert {"check", "place_id", "text"} == set(result["faults"][0])


def test_the_command_exits_with_0_without_a_fault(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("name,lat,lon\nZabrodivske,49.7,36.9\n")
    done = import_places("csv", tmp_path / "v.csv", tmp_path / "v.gpkg")
    result = run("gazetteer", "check", done.path)

    assert result.exit_code == 0, result.stdout
    assert result.stdout.count("no faults") == len(CHECKS)


def test_a_file_of_another_schema_is_told(copy: Path, tmp_path: Path) -> None:
    path = spoilt(copy, tmp_path, "UPDATE meta SET value = '0' WHERE key = 'schema'")
    result = run("gazetteer", "check", path)

    assert result.exit_code == 3
    assert "schema 0, this geomap reads" in result.stderr
