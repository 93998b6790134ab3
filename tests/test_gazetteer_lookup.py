"""What a gazetteer remembers: places once each, and nothing beyond its own life."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import weakref
from typing import TYPE_CHECKING

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.lexicon import language
from geomap.mentions import find_mentions
from geomap.resolve import resolve_mentions
from geomap.text import read_document

if TYPE_CHECKING:
    from pathlib import Path

_OF_EACH_HOME = (
    "SELECT place_id FROM points WHERE home IN (SELECT number FROM homes) GROUP BY home LIMIT ?"
)
_LIES_IN = "country, admin1, admin1_code, admin2, parent_id, source"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def test_a_place_is_made_once_however_it_is_asked_for(gazetteer: Gazetteer) -> None:
    opened = Gazetteer(gazetteer.path)
    place = opened.candidates("Kharkiv")[0].place

    assert opened.place(place.place_id) is place
    assert opened.candidates("Kharkov")[0].place is place
    assert any(found is place for found in opened.nearest(place.lat, place.lon, 5))


def test_a_gazetteer_that_nobody_holds_is_freed(gazetteer: Gazetteer) -> None:
    """What the stages remember of a gazetteer does not keep it alive."""
    opened = Gazetteer(gazetteer.path)
    document = read_document("Shelling hit Kharkiv and Orikhiv on Monday.", {})
    resolve_mentions(document, find_mentions(document, opened, language("en")), opened)
    known = weakref.ref(opened)

    del opened
    gc.collect()

    assert known() is None


def test_a_place_lies_where_the_file_says_however_many_were_asked_for(gazetteer: Gazetteer) -> None:
    """What places lie in is read place by place at first, then all at once."""
    opened = Gazetteer(gazetteer.path)
    ids = [place_id for (place_id,) in opened._file.all(_OF_EACH_HOME, 2_000)]
    sql = f"SELECT {_LIES_IN} FROM places WHERE place_id = ?"  # noqa: S608 - our own words

    made = [opened.place(place_id) for place_id in ids]

    assert len(opened._lookup._homes) > len(ids)  # all were read
    assert [tuple(getattr(p, name) for name in _LIES_IN.split(", ")) for p in made] == [
        opened._file.one(sql, place_id) for place_id in ids
    ]


@pytest.mark.parametrize("asked_before", [0, 1_000])
def test_a_place_that_lies_nowhere_is_a_fault_of_the_file(
    asked_before: int, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    path = tmp_path / "cut.gpkg"
    shutil.copyfile(gazetteer.path, path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "DELETE FROM homes WHERE number = "
            "(SELECT home FROM points WHERE place_id = 'curated:ua.kyiv')"
        )
    opened = Gazetteer(path)
    for (place_id,) in opened._file.all(_OF_EACH_HOME, asked_before):
        opened.place(place_id)

    with pytest.raises(GazetteerError, match="no home number"):
        opened.place("curated:ua.kyiv")
