"""The running example: a real article, read from beside the project, never copied into it.

Its text is its publisher's, so only facts that must come out of it stand here: offsets,
names, roles and numbers. Without the file these tests say that they did not run.
"""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from shapely.geometry import Point

import geomap
from geomap.corpus import write_report
from geomap.export import to_links
from geomap.records import Precision, Realis, Role, Use

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geomap.records import Incident, Report, Resolution

NAME = "000_00d272c872e5a298.txt"
FRIDAY = dt.date(2022, 12, 16)


@pytest.fixture(scope="module")
def report(project: Path) -> Report:
    path = project.parent / "shared" / "seeds" / NAME
    if not path.exists():
        pytest.skip(f"{NAME} is not beside the project: these tests did not run")
    return geomap.analyze(path, published="2022-12-19")


def at(report: Report, offset: int) -> Resolution:
    found = [r for r in report.resolutions if r.mention.start <= offset < r.mention.end]
    assert len(found) == 1, f"{len(found)} mentions at {offset}"
    return found[0]


def covers(resolution: Resolution, lat: float | None, lon: float | None) -> bool:
    assert resolution.geometry is not None
    return bool(resolution.geometry.covers(Point(lon, lat)))


def roles(report: Report, incident: Incident) -> set[tuple[str, Role]]:
    named = ((report.resolutions[p.mention].place, p.role) for p in incident.places)
    return {(place.name if place else "", role) for place, role in named}


def of_type(report: Report, *types: str) -> Iterator[Incident]:
    return (incident for incident in report.incidents if incident.incident_type in types)


def count(incident: Incident, kind: str) -> float | None:
    everywhere = [*incident.counts, *(c for p in incident.places for c in p.counts)]
    return next((c.value for c in everywhere if c.kind == kind), None)


@pytest.mark.parametrize(
    ("offset", "name", "kind"),
    [
        (17, "Belarus", "country"),
        (493, "Belarus", "country"),
        (1063, "Belarus", "country"),
        (861, "Kyiv", "city"),
        (2883, "Kyiv", "city"),
        (2165, "Solomianskyi", "district"),
        (2182, "Shevchenkivskyi", "district"),
        (2508, "Sea of Azov", "sea"),
        (2928, "Kharkiv", "city"),
        (3004, "Kharkiv", "city"),
        (2960, "Kryvyi Rih", "city"),
        (2978, "Odesa", "city"),
        (2985, "Poltava", "city"),
        (2994, "Zhytomyr", "city"),
        (3017, "Sumy", "city"),
    ],
)
def test_a_place_meant_as_a_place(report: Report, offset: int, name: str, kind: str) -> None:
    resolution = at(report, offset)

    assert resolution.mention.use is Use.LITERAL
    assert resolution.place is not None
    assert (resolution.place.name, resolution.place.kind) == (name, kind)


@pytest.mark.parametrize("offset", [2165, 2182])
def test_the_districts_are_those_of_kyiv(report: Report, offset: int) -> None:
    resolution = at(report, offset)

    assert resolution.lat == pytest.approx(50.45, abs=0.05)
    assert resolution.lon == pytest.approx(30.47, abs=0.05)
    assert resolution.precision is Precision.CITY_DISTRICT


def test_the_border_is_a_line(report: Report) -> None:
    resolution = at(report, 720)

    assert resolution.place is not None
    assert resolution.place.kind == "border"
    assert resolution.precision is Precision.LINE
    assert covers(resolution, 51.6, 28.0)
    assert not covers(resolution, 50.45, 30.52)  # Kyiv
    assert not covers(resolution, 53.9, 27.56)  # Minsk


def test_the_coast_is_the_land_along_that_shore(report: Report) -> None:
    """No dot in the middle of the sea: a strip where such drones were launched from."""
    coast = at(report, 2508)

    assert coast.relation == "coast/E"
    assert coast.precision is Precision.AREA
    assert covers(coast, 46.71, 38.28)  # Yeysk
    assert covers(coast, 46.05, 38.17)  # Primorsko-Akhtarsk
    assert covers(coast, coast.lat, coast.lon)
    assert not covers(coast, 46.1, 36.8)  # the middle of the sea
    assert not covers(coast, 46.76, 36.8)  # Berdiansk, on the northern shore


def test_drones_without_a_target_fly_towards_the_country_and_end_nowhere(report: Report) -> None:
    links = to_links([report])["features"]
    open_ends = [link for link in links if link["properties"]["target"] is None]

    assert [link["properties"]["origin"] for link in open_ends] == ["Sea of Azov"]
    (_, (lon, lat)) = open_ends[0]["geometry"]["coordinates"]
    assert lon < 38.0
    assert lat > 46.5


@pytest.mark.parametrize(
    ("offset", "use"),
    [
        (1702, Use.ACTOR),
        (1791, Use.ACTOR),
        (1925, Use.AFFILIATION),
        (2076, Use.AFFILIATION),
        (209, Use.NAME_PART),
        (2603, Use.NAME_PART),
    ],
)
def test_a_name_that_is_not_meant_as_a_place(report: Report, offset: int, use: Use) -> None:
    found = [r for r in report.resolutions if r.mention.start <= offset < r.mention.end]

    assert all(r.mention.use is use for r in found)
    assert use is Use.NAME_PART or found


def test_no_pin_where_nothing_is_meant(report: Report) -> None:
    features = report.to_geojson()["features"]
    pinned = {f["properties"]["place"] for f in features if f["geometry"] is not None}

    assert not pinned & {
        "Moscow",
        "Minsk",
        "Kremlin",
        "Vladimir",
        "Washington",
        "Ukraine",
        "Belarus",
        "Russia",
    }
    assert {"Kyiv", "Kharkiv", "Kryvyi Rih", "Odesa", "Poltava", "Zhytomyr", "Sumy"} <= pinned


def test_a_visit_with_its_venue(report: Report) -> None:
    visits = [
        i for i in of_type(report, "diplomacy") if ("Belarus", Role.VENUE) in roles(report, i)
    ]

    assert visits
    assert visits[0].when.start == dt.date(2022, 12, 19)


def test_explosions_in_two_districts_said_by_the_mayor(report: Report) -> None:
    (explosion,) = of_type(report, "explosion")

    assert roles(report, explosion) == {
        ("Solomianskyi", Role.TARGET),
        ("Shevchenkivskyi", Role.TARGET),
    }
    assert "Klitschko" in explosion.attribution
    assert explosion.channel == "Telegram"
    assert explosion.attribution_side == "UA"


def test_damage_and_outage_in_the_city(report: Report) -> None:
    damage = [
        i
        for i in of_type(report, "infrastructure_damage")
        if ("Kyiv", Role.AFFECTED) in roles(report, i)
    ]
    outage = [
        i for i in of_type(report, "service_outage") if ("Kyiv", Role.AFFECTED) in roles(report, i)
    ]

    assert damage
    assert outage
    assert count(outage[0], "affected") == 3


def test_drones_launched_from_the_sea_and_intercepted(report: Report) -> None:
    (drones,) = of_type(report, "drone_strike")
    stopped = [i for i in of_type(report, "interception") if i.attack_id == drones.incident_id]

    assert roles(report, drones) == {("Sea of Azov", Role.ORIGIN)}
    assert count(drones, "launched") == 35
    assert "Shahed" in drones.weapon
    assert [count(i, "intercepted") for i in stopped] == [30]


def test_missiles_at_seven_cities_on_friday(report: Report) -> None:
    (missiles,) = [i for i in of_type(report, "missile_strike") if count(i, "launched") == 76]
    stopped = [i for i in of_type(report, "interception") if i.attack_id == missiles.incident_id]
    cities = ("Kyiv", "Kharkiv", "Kryvyi Rih", "Odesa", "Poltava", "Zhytomyr", "Sumy")

    assert {(city, Role.TARGET) for city in cities} == roles(report, missiles)
    assert missiles.when.start == FRIDAY
    assert [count(i, "intercepted") for i in stopped] == [60]


def test_troops_at_the_border(report: Report) -> None:
    movements = list(of_type(report, "force_movement"))

    assert any(role is Role.STAGING for i in movements for _, role in roles(report, i))


def test_a_feared_offensive_is_hypothetical(report: Report) -> None:
    threats = [
        i
        for i in of_type(report, "threat_statement")
        if ("Belarus", Role.ORIGIN) in roles(report, i)
    ]

    assert [i.realis for i in threats] == [Realis.HYPOTHETICAL]


def test_no_violence_in_belarus_or_russia_and_nothing_of_2014(report: Report) -> None:
    groups = {"strike", "ground", "harm"}
    rows = [f["properties"] for f in report.to_geojson()["features"]]
    violent = [
        row["place"]
        for row in rows
        if row["incident_group"] in groups
        and row["country"] in {"BY", "RU"}
        and row["role"] != "origin"
        and row["incident_type"] != "force_movement"
    ]

    assert violent == []
    assert not [row for row in rows if (row["date_start"] or "").startswith("2014")]


def test_without_publication_day_there_is_no_day(project: Path, report: Report) -> None:
    path = project.parent / "shared" / "seeds" / NAME
    undated = geomap.analyze(path)

    assert len(undated.incidents) == len(report.incidents)
    assert {i.when.start for i in undated.incidents} == {None}
    assert any(i.when.text for i in undated.incidents)


def test_a_way_that_troops_might_take_captures_nothing(report: Report) -> None:
    assert not list(of_type(report, "territory_change"))
    (massing, *_) = of_type(report, "force_movement")
    assert not massing.counts


def test_the_owner_of_what_an_assault_was_aimed_at_is_its_place(report: Report) -> None:
    (assault,) = of_type(report, "strike_unspecified")
    assert roles(report, assault) == {("Ukraine", Role.TARGET)}


@pytest.fixture(scope="module")
def files(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article in every format of data."""
    folder: Path = tmp_path_factory.mktemp("real")
    write_report(report, folder, formats=["geojson", "gpkg", "csv", "kml"], stem="real")
    return folder


def test_a_plain_sum_is_right_in_every_format(files: Path) -> None:
    """111 launched and 90 intercepted, whatever a reader adds up."""
    sums = "SELECT sum(launched), sum(intercepted) FROM "
    with closing(sqlite3.connect(files / "real.gpkg")) as connection:
        for table in ("incidents", "incident_totals"):
            assert connection.execute(sums + table).fetchone() == (111, 90), table
    for suffix in (".geojson", ".gpkg", ".csv"):
        rows = geomap.read_incidents(files / f"real{suffix}")
        assert (rows["launched"].sum(), rows["intercepted"].sum()) == (111, 90), suffix
    with (files / "real.csv").open(encoding="utf-8", newline="") as stream:
        cells = list(csv.DictReader(stream))
    assert sum(int(row["launched"] or 0) for row in cells) == 111
    assert sum(int(row["intercepted"] or 0) for row in cells) == 90


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="GDAL's programs are not installed")
@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("real.geojson", {"real"}),
        ("real.areas.geojson", {"real.areas"}),
        (
            "real.gpkg",
            {"incidents", "areas", "links", "incident_totals", "mentions", "articles"},
        ),
        ("real.kml", {"Incidents", "Areas"}),
        ("real.csv", {"real"}),
    ],
)
def test_gdal_reads_every_format(name: str, layers: set[str], files: Path) -> None:
    command = ["ogrinfo", "-q", "-ro", "-so", "-al", str(files / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = {line.partition(": ")[2] for line in done.stdout.splitlines() if "Layer name" in line}

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert layers <= found
