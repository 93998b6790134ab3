"""Names that are everyday words: which need a cue, and which places stand for themselves."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from geomap.gazetteer.everyday import find_everyday
from geomap.gazetteer.tables import NameRow, PlaceRow
from geomap.text import fold_name

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.gazetteer import Gazetteer

WORDS = "key\tkind\nearth\tword\nstewart\tsurname\nmobile\tword\nlipa\tword\nlight\tword\n"


def place(
    name: str, country: str, population: int, source: str = "geonames", kind: str = "town"
) -> PlaceRow:
    names = [NameRow(name, "en", "official")]
    return PlaceRow(
        f"{source}:{name}.{population}", name, kind, 1.0, 1.0, 2.0, country, "", population,
        source, names=names,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("places", "everyday"),
    [
        ([place("Earth", "US", 1_012)], True),
        ([place("Stewart", "US", 550), place("Stewart", "AU", 9_000)], True),
        ([place("Mobile", "US", 195_000), place("Mobile", "CA", 600)], False),
        ([place("Lipa", "PL", 700)], False),
        ([place("Light", "GB", 0, "curated")], False),
        ([place("Kampungu", "CD", 1_000)], False),
        ([place("Baltic", "US", 1_250), place("Baltic Sea", "", 0, "curated", "sea")], True),
        (
            [place("Donetsk", "US", 1_250), place("Donetsk Oblast", "", 0, "curated", "admin1")],
            False,
        ),
    ],
    ids=[
        "far and small",
        "all of them",
        "one is a city",
        "theatre",
        "typed by hand",
        "no word",
        "sea",
        "unit",
    ],
)
def test_a_word_needs_a_cue_if_only_small_places_far_away_bear_it(
    tmp_path: Path, places: list[PlaceRow], *, everyday: bool
) -> None:
    table = tmp_path / "everyday.tsv.gz"
    table.write_bytes(gzip.compress(WORDS.encode(), mtime=0))
    names = [(fold_name(p.name), n, p.names[0]) for n, p in enumerate(places, start=1)]

    found = find_everyday(table, tuple(places), names)

    assert (fold_name(places[0].name) in found) is everyday


@pytest.mark.parametrize("name", ["Earth", "Secretary", "Harvest", "Stewart"])
def test_a_village_called_like_a_word_is_known_and_needs_a_cue(
    gazetteer: Gazetteer, name: str
) -> None:
    assert gazetteer.is_common(name)


@pytest.mark.parametrize("name", ["Kharkiv", "Medyka", "Izium", "Boston", "Przemyśl"])
def test_a_name_that_is_no_word_needs_none(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.candidates(name)
    assert not gazetteer.is_common(name)
