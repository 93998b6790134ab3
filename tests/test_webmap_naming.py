"""A page in another language calls places as that language does, where this is known."""

from __future__ import annotations

import json
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

import geomap
from geomap import webmap
from geomap.errors import UnknownPlaceError
from geomap.webmap.basemap import cut_out, world
from geomap.webmap.naming import named_reasons, names_in, to_named

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

TEXT = "Shells hit Kupiansk in Kharkiv region. Talks were held in Istanbul and near Armavir."
CYRILLIC = re.compile(r"[А-ЯҐЄІЇа-яґєії’' -]+")


def data_of(ui: str) -> dict[str, Any]:
    html = webmap.to_html([geomap.analyze(TEXT)], ui=ui)
    found = re.search(r'id="gm-data">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def names_on(data: dict[str, Any]) -> set[str]:
    return {label[0] for labels in data["base"]["labels"].values() for label in labels}


def test_the_basemap_and_the_marks_speak_ukrainian() -> None:
    data = data_of("uk")

    assert {"Харків", "Київ", "Ростов-на-Дону", "Чорне море"} <= names_on(data)
    assert {"Куп’янськ", "Стамбул"} <= set(cells_of(data, "place"))
    assert "Харківська область" in cells_of(data, "admin1")


def test_an_english_page_keeps_the_names_of_the_data() -> None:
    """The twin."""
    data = data_of("en")

    assert {"Kharkiv", "Kyiv"} <= names_on(data)
    assert not any(CYRILLIC.fullmatch(name) for name in names_on(data))
    assert "Kupiansk" in cells_of(data, "place")


def cells_of(data: dict[str, Any], name: str) -> list[Any]:
    column = data["columns"][name]
    return column if isinstance(column, list) else column["values"]


def test_most_names_around_ukraine_are_known() -> None:
    labels = cut_out([[48.5, 35.0]], names_in("uk"))["labels"]
    names = [label for kind in labels for label in labels[kind] if label[3] < 7]
    near = [name for name, lat, lon, _ in names if 44 < lat < 53 and 22 < lon < 41]

    assert len(near) > 12
    assert [name for name in near if not CYRILLIC.fullmatch(name)] == []


def test_what_has_no_name_keeps_its_own() -> None:
    row = {"properties": {"place": "Bürgenstock", "place_id": "x:1", "admin1": "Nidwalden"}}

    named, nothing = to_named([row, {"properties": None}], names_in("uk"))

    assert named["properties"]["place"] == "Bürgenstock"
    assert named["properties"]["admin1"] == "Nidwalden"
    assert nothing["properties"]["place"] is None


def test_an_id_that_is_no_text_is_of_no_place(gazetteer: Gazetteer) -> None:
    """What a hostile file holds is looked up like any other id, and not found."""
    row = {"properties": {"place": "Kyiv", "place_id": "\ud800"}}

    (named,) = to_named([row], names_in("uk"))

    assert named["properties"]["place"] == "Kyiv"
    with pytest.raises(UnknownPlaceError):
        gazetteer.place("\ud800")


def test_the_runner_up_is_called_so_too() -> None:
    reasons = {3: {"next": {"id": "curated:ua.kyiv", "name": "Kyiv"}}, 9: {"grounds": "size"}}
    assert named_reasons({3: {"next": {"name": "Kyiv"}}}, {}) == {3: {"next": {"name": "Kyiv"}}}
    named = named_reasons(reasons, names_in("uk"))

    assert named == {3: {"next": {"id": "curated:ua.kyiv", "name": "Київ"}}, 9: {"grounds": "size"}}
    assert reasons[3]["next"]["name"] == "Kyiv"


def test_names_written_down_by_hand_are_of_places_that_are_known(gazetteer: Gazetteer) -> None:
    file = resources.files("geomap.webmap") / "basemap" / "names.uk.toml"
    names = tomllib.loads(file.read_text(encoding="utf-8"))

    assert len(names) > 100
    for place_id, name in names.items():
        assert gazetteer.place(place_id).place_id == place_id
        assert CYRILLIC.fullmatch(name), name


def test_every_label_has_the_id_of_its_place(gazetteer: Gazetteer) -> None:
    file = resources.files("geomap.webmap") / "basemap" / "label_ids.json"
    ids = json.loads(file.read_bytes())
    labels = world()["labels"]

    assert len(ids) == len(labels)
    assert all(gazetteer.place(ids[n]).name == labels[n][0] for n in range(0, len(ids), 97))
