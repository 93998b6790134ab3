"""What a gazetteer remembers: places once each, and nothing beyond its own life."""

from __future__ import annotations

import gc
import weakref

import pytest

from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.lexicon import language
from geomap.mentions import find_mentions
from geomap.resolve import resolve_mentions
from geomap.text import read_document


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
