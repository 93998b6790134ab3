"""Imports behind the built-in gazetteer: found, and never in the way of a known place."""

from __future__ import annotations

import inspect
import sqlite3
from typing import TYPE_CHECKING

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.gazetteer.imports import import_places
from geomap.gazetteer.layered import LayeredGazetteer
from geomap.geocoder import find_places
from geomap.pipeline import analyze
from geomap.text import fold_name
from tests.support.dumps import geonames_row, imported

if TYPE_CHECKING:
    from pathlib import Path


def layered(path: Path, content: str, form: str = "geonames") -> Gazetteer:
    """The built-in gazetteer with an import of a dump behind it."""
    return LayeredGazetteer(open_gazetteer().path, [imported(path, content, form).path])


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
    "demonyms",
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
