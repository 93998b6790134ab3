"""The curated places: districts, sites at the front and in the rear, regions of the world."""

from __future__ import annotations

import csv
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
import shapely

from geomap.gazetteer import distance_km
from geomap.geocoder import find_places
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from geomap.gazetteer import Gazetteer

DISTRICTS = {
    "Simferopol": 3,
    "Sevastopol": 4,
    "Luhansk": 4,
    "Makiivka": 5,
    "Horlivka": 3,
    "Lviv": 6,
    "Kamianske": 3,
    "Poltava": 3,
    "Kremenchuk": 2,
    "Sumy": 2,
    "Cherkasy": 2,
    "Chernihiv": 2,
    "Zhytomyr": 2,
    "Kropyvnytskyi": 2,
}
CLAIMED = (
    "Donetsk People's Republic",
    "Luhansk People's Republic",
    "Transnistria",
    "Abkhazia",
    "South Ossetia",
    "Northern Cyprus",
    "Somaliland",
)
FOUND = (
    ("Kerch Bridge", "bridge"),
    ("Henichesk bridge", "bridge"),
    ("Rava-Ruska border crossing", "crossing"),
    ("Kherson port", "port"),
    ("Olenivka prison", "camp"),
    ("Tuapse oil refinery", "refinery"),
    ("Туапсинский НПЗ", "refinery"),
    ("Toropets arsenal", "depot"),
    ("Kursk NPP", "power_plant"),
    ("Marinovka airfield", "airbase"),
    ("Pulkovo airport", "airport"),
    ("Донецький аеропорт", "airport"),
    ("Fedotova Spit", "spit"),
    ("Troieshchyna", "district"),
    ("Молдаванка", "district"),
    ("Strait of Dover", "strait"),
    ("Rafah crossing", "crossing"),
    ("Lesbos", "island"),
    ("Maghreb", "region"),
    ("India-Pakistan border", "border"),
    ("Mindoro", "island"),
    ("the Carolinas", "region"),
    ("Nanga Parbat", "mountains"),
    ("Menai Strait", "strait"),
    ("Belfast Lough", "bay"),
    ("Chibok", "city"),
    ("Qamishli", "city"),
    ("Bint Jbeil", "town"),
)
SAME_KM = 1.0  # two rows of one kind and name nearer than this are one place typed twice


@pytest.fixture(scope="module")
def places(request: pytest.FixtureRequest) -> list[dict[str, str]]:
    """The rows of the curated places, of which there must be some."""
    path: Path = request.config.rootpath / "gazetteer" / "curated" / "places.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    return rows


@pytest.mark.parametrize(("city", "count"), DISTRICTS.items())
def test_a_city_has_the_districts_of_the_codifier(
    gazetteer: Gazetteer, city: str, count: int
) -> None:
    """They are placed one by one; none stands at the middle of its city for want of a point."""
    seat = next(c.place for c in gazetteer.candidates(city) if c.place.country == "UA")
    own = [
        place
        for place in gazetteer.children(seat.place_id)
        if place.kind == "district" and place.place_id.startswith("curated:")
    ]

    assert len(own) == count
    assert len({(place.lat, place.lon) for place in own}) == count
    for place in own:
        assert distance_km(seat.lat, seat.lon, place.lat, place.lon) < seat.radius_km + 10
        assert place.admin1 == seat.admin1


@pytest.mark.parametrize("name", CLAIMED)
def test_a_claimed_entity_is_a_region_and_no_country(gazetteer: Gazetteer, name: str) -> None:
    found = [c.place for c in gazetteer.candidates(name) if c.score > 0.8]

    assert found
    assert {place.kind for place in found} <= {"region", "admin1"}
    assert found[0].kind == "region"
    assert found[0].country


@pytest.mark.parametrize(("name", "kind"), FOUND)
def test_a_press_name_finds_the_place_it_means(gazetteer: Gazetteer, name: str, kind: str) -> None:
    assert gazetteer.candidates(name)[0].place.kind == kind


def test_no_place_is_typed_twice(places: list[dict[str, str]]) -> None:
    assert twins(places) == []


def test_the_search_for_twins_finds_one() -> None:
    row = {"id": "a", "name": "Tuapse refinery", "kind": "refinery", "lat": "44.1", "lon": "39.1"}

    assert twins([row, {**row, "id": "b", "lat": "44.101"}]) == [("a", "b")]
    assert twins([row, {**row, "id": "b", "lat": "44.2"}]) == []


def twins(rows: Iterable[dict[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs of rows of one kind and name that lie within a kilometre."""
    by_name: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        by_name.setdefault((row["kind"], fold_name(row["name"])), []).append(row)
    return [
        (one["id"], two["id"])
        for namesakes in by_name.values()
        for one, two in combinations(namesakes, 2)
        if distance_km(*point(one), *point(two)) < SAME_KM
    ]


def point(row: dict[str, str]) -> tuple[float, float]:
    """Return latitude and longitude of a row."""
    return float(row["lat"]), float(row["lon"])


# Named after a region, a river or a person, or after a namesake of the place that is known.
NAMED_OTHERWISE = {
    "npp.zaporizhzhia", "npp.rivne", "npp.khmelnytskyi", "npp.kursk", "npp.rostov", "npp.smolensk",
    "npp.leningrad", "npp.kalinin", "npp.kola", "tpp.zaporizhzhia", "tpp.kryvyi-rih", "hpp.dnipro",
    "tpp.myronivka", "refinery.astrakhan-gpz", "refinery.slavyansk", "bridge.romanivka",
    "airbase.belaya", "airbase.lebyazhye", "airbase.chkalovsk-kaliningrad", "airport.led",
    "site.khreshchatyk", "site.vostochny", "site.kulykove-pole",
}  # fmt: skip
SITES = {
    "airbase", "airport", "refinery", "depot", "port", "power_plant", "dam", "bridge", "crossing",
    "camp", "site",
}  # fmt: skip
BY_ITS_TOWN_KM = 20.0


def test_a_site_lies_by_the_town_it_is_named_after(
    places: list[dict[str, str]], gazetteer: Gazetteer
) -> None:
    """The refinery of Tuapse lies at Tuapse: two facts that must agree, for 281 sites."""
    sites = [
        row
        for row in places
        if row["kind"] in SITES and row["country"] in {"UA", "RU", "BY"}
        and row["id"] not in NAMED_OTHERWISE
    ]  # fmt: skip
    far = [km for row in sites if (km := km_from_its_town(row, gazetteer)) is not None]

    assert len(far) > 250
    assert [row["id"] for row in sites if not is_by_its_town(row, gazetteer)] == []


def test_a_site_by_another_town_would_be_seen(
    places: list[dict[str, str]], gazetteer: Gazetteer
) -> None:
    """The twin: a degree to the north, a site is no longer by its town."""
    row = next(row for row in places if row["id"] == "refinery.tuapse")
    moved = {**row, "lat": str(float(row["lat"]) + 1)}

    assert is_by_its_town(row, gazetteer)
    assert not is_by_its_town(moved, gazetteer)


def is_by_its_town(row: dict[str, str], gazetteer: Gazetteer) -> bool:
    """Say whether a site lies by a settlement of its name, if there is one."""
    far = km_from_its_town(row, gazetteer)
    return far is None or far <= max(BY_ITS_TOWN_KM, 2 * float(row["radius_km"]))


def km_from_its_town(row: dict[str, str], gazetteer: Gazetteer) -> float | None:
    """Return how far a site lies from the edge of the nearest settlement of its name."""
    words = row["name"].replace("-2", "").split()
    for count in (3, 2, 1):
        towns = [
            candidate.place
            for candidate in gazetteer.candidates(" ".join(words[:count]))
            if candidate.place.kind in {"city", "town", "village"}
            and candidate.place.country == row["country"]
            and candidate.place.radius_km < 9 + 40 * (candidate.place.source != "katottg")
        ]
        if towns:
            return min(distance_km(*point(row), t.lat, t.lon) - t.radius_km for t in towns)
    return None


def test_every_row_says_where_it_comes_from(places: list[dict[str, str]]) -> None:
    assert [row["id"] for row in places if not row["source"]] == []


def test_a_site_of_the_theatre_has_a_unit_above_it(places: list[dict[str, str]]) -> None:
    """Without one, its row on the map would say no region."""
    kinds = {"airbase", "airport", "refinery", "depot", "power_plant", "dam", "camp", "district"}
    bare = [
        row["id"]
        for row in places
        if row["country"] in {"UA", "RU", "BY"}
        and row["kind"] in kinds
        and row["parent"] in {"", "country.UA", "country.RU", "country.BY"}
    ]

    assert bare == []


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("Yuzhno-Donetsk direction", "South Donetsk direction"),
        ("South Slobozhanskyi direction", "South Slobozhanskyi direction"),
        ("Північнослобожанський напрямок", "North Slobozhanskyi direction"),
        ("на Південнослобожанському напрямку", "South Slobozhanskyi direction"),
        ("на Южно-Донецком направлении", "South Donetsk direction"),
        ("Prydniprovske direction", "Prydniprovskyi direction"),
        ("Tavria direction", "Tavriiskyi direction"),
    ],
)
def test_a_sector_of_the_front_is_no_village_that_is_called_alike(
    gazetteer: Gazetteer, name: str, sector: str
) -> None:
    """Armies name some sectors after no town; one that is named after a town means the town."""
    assert find_places(name, gazetteer)[0].place.name == sector
    assert find_places("Lyman direction", gazetteer)[0].place.name == "Lyman"


# Inland waters and canals, which the outlines draw as land: Danube, Dniester estuary, Syvash.
INLAND = {
    "bay.donuzlav", "lagoon.syvash", "port.bilhorod", "port.galati", "port.giurgiulesti",
    "port.izmail", "port.kiliia", "port.reni", "strait.chonhar", "strait.istanbul-canal",
}  # fmt: skip
COASTAL = {"bay", "strait", "cape", "spit", "port"}
BLACK_SEA = (27.0, 40.5, 42.0, 47.6)  # west, south, east, north


def off_coast(places: list[dict[str, str]], gazetteer: Gazetteer, moved: float = 0.0) -> set[str]:
    """Bays that are no water, and capes, spits and ports that lie off every coast."""
    west, south, east, north = BLACK_SEA
    seas = [gazetteer.geometry(f"curated:sea.{name}") for name in ("azov", "black", "marmara")]
    seas.append(gazetteer.geometry("curated:strait.bosporus"))
    water = shapely.union_all([sea for sea in seas if sea is not None])
    found = set()
    for row in places:
        lat, lon = float(row["lat"]) + moved, float(row["lon"])
        is_near = west < lon < east and south < lat < north
        if row["kind"] not in COASTAL or not is_near or row["id"].startswith("canal."):
            continue
        point = shapely.Point(lon, lat)
        is_wet = row["kind"] in {"bay", "strait"}
        far_km = (water if is_wet else water.boundary).distance(point) * 111.2
        if far_km > (2.0 if is_wet else 5.0 + float(row["radius_km"])):
            found.add(row["id"])
    return found


def test_bays_are_water_and_capes_spits_and_ports_lie_on_the_coast(
    places: list[dict[str, str]], gazetteer: Gazetteer
) -> None:
    """Held against Natural Earth: a second source for what was typed."""
    assert off_coast(places, gazetteer) == INLAND
    assert len(off_coast(places, gazetteer, moved=1.0)) > 20, "the check cannot fail"
