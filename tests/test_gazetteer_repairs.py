"""What the compiler mends in an extract, and what it must leave alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from geomap.gazetteer.repairs import merge_twins, move_abroad, move_home
from geomap.gazetteer.tables import NameRow, PlaceRow

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.gazetteer import Gazetteer

WEST, EAST = "curated:UA-48", "curated:UA-65"
COUNTRIES = ("curated:country.MA", "curated:country.EH")


def place(number: int, name: str, lat: float, lon: float, **changes: object) -> PlaceRow:
    """A village of the western unit."""
    row = PlaceRow(
        f"geonames:{number}", name, "village", lat, lon, 2.0, "UA", WEST, 900, "geonames"
    )
    row.names.append(NameRow(name, "en", "official"))
    for field, value in changes.items():
        setattr(row, field, value)
    return row


def rows(*places: PlaceRow) -> dict[str, PlaceRow]:
    return {row.place_id: row for row in places}


@pytest.fixture
def outlines(tmp_path: Path) -> Path:
    """Two units beside each other: 30 to 32 and 32 to 34 degrees east."""
    return written(tmp_path / "admin1.geojson", {WEST: 30, EAST: 32})


def written(path: Path, wests: dict[str, int]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"place_id": place_id, "name": "", "iso": ""},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[west, 46], [west + 2, 46], [west + 2, 48], [west, 48], [west, 46]]
                ],
            },
        }
        for place_id, west in wests.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_a_settlement_listed_twice_is_one_with_the_names_of_both() -> None:
    small = place(1, "Pikuzy", 47.1746, 37.8120, population=500)
    large = place(2, "Pikuzy", 47.1769, 37.8183, population=860)
    small.names.append(NameRow("Kominternove", "en", "former"))
    places = rows(small, large)

    merge_twins(places)

    assert list(places) == ["geonames:2"]
    assert {row.name for row in places["geonames:2"].names} == {"Pikuzy", "Kominternove"}


@pytest.mark.parametrize(
    "other",
    [
        place(2, "Pikuzy", 47.25, 37.8),
        place(2, "Pikuza", 47.1746, 37.812),
        place(2, "Pikuzy", 47.1746, 37.812, parent_id=EAST),
        place(2, "Pikuzy", 47.1746, 37.812, country="RU"),
        place(2, "Pikuzy", 47.1746, 37.812, kind="district"),
        place(2, "Pikuzy", 47.1746, 37.812, radius_km=5.0),
    ],
)
def test_what_differs_in_place_name_unit_kind_or_size_stays_two(other: PlaceRow) -> None:
    places = rows(place(1, "Pikuzy", 47.1746, 37.812), other)

    merge_twins(places)

    assert len(places) == 2


def test_a_village_far_outside_of_its_unit_moves_to_the_one_it_lies_in(outlines: Path) -> None:
    far = place(1, "Bratske", 47, 33)
    places = rows(far, place(9, "", 0, 0, place_id=EAST, kind="admin1"))

    move_home(outlines, places)

    assert far.parent_id == EAST


@pytest.mark.parametrize(
    "stays",
    [
        place(1, "Bratske", 47, 31),
        place(1, "By the border", 47, 32.05),
        place(1, "Slavutych", 47, 33, kind="city"),
        place(1, "At sea", 45, 33),
    ],
)
def test_a_village_near_its_unit_or_in_none_and_a_city_stay(
    outlines: Path, stays: PlaceRow
) -> None:
    """Slavutych is an exclave of Kyiv Oblast; a village may straddle a simplified border."""
    move_home(outlines, rows(stays, place(9, "", 0, 0, place_id=EAST, kind="admin1")))

    assert stays.parent_id == WEST


def test_a_town_in_western_sahara_is_not_moroccan(tmp_path: Path) -> None:
    path = written(tmp_path / "countries.geojson", dict(zip(COUNTRIES, (30, 32), strict=True)))
    inside, outside = (
        place(1, "Smara", 47, 33, country="MA"),
        place(2, "Tantan", 47, 31, country="MA"),
    )

    move_abroad(path, rows(inside, outside))

    assert (inside.country, inside.parent_id) == ("EH", COUNTRIES[1])
    assert (outside.country, outside.parent_id) == ("MA", WEST)


def test_a_part_of_a_city_is_no_village_though_it_has_a_people_of_its_own(
    gazetteer: Gazetteer,
) -> None:
    """Kharkiv's Oleksiivka would outweigh every village of the name."""
    found = [c.place for c in gazetteer.candidates("Oleksiivka")]
    parts = [place for place in found if place.kind == "district"]

    assert {place.parent_id for place in parts} >= {"curated:ua.kharkiv"}
    assert max(place.population for place in found if place.kind == "village") < 10_000
