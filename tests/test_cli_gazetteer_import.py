"""The command that imports dumps, and the commands that use the file it writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import run
from tests.support.dumps import geonames_row, imported

if TYPE_CHECKING:
    from pathlib import Path


def test_the_command_imports_and_says_how_to_use_the_file(tmp_path: Path) -> None:
    (tmp_path / "UA.txt").write_text(geonames_row(name="Zabrodivskenovo"))
    done = run("gazetteer", "import", "geonames", tmp_path / "UA.txt", "--into",
               tmp_path / "ua.gpkg", "--country", "UA", "--classes", "P,A,H")  # fmt: skip
    found = run("geocode", "Zabrodivskenovo", "--places", tmp_path / "ua.gpkg", "--json")

    assert (done.exit_code, found.exit_code) == (0, 0), done.stderr + found.stderr
    assert "1 place, " in done.stdout
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
