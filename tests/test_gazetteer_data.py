"""The tables under ``gazetteer/``: they are there, hang together and say where they come from."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from shapely.geometry import shape

from geomap.gazetteer import distance_km
from geomap.gazetteer.names import is_cyrillic
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from geomap.gazetteer import Gazetteer

LAYERS = {
    "admin1": 150_000,
    "borders": 50_000,
    "countries": 300_000,
    "rivers": 20_000,
    "seas": 200_000,
}
ATOLLS = {"FM", "GS", "KI", "MH", "PF", "SC", "UM"}  # strewn over more sea than the outline keeps
# The point stands in the sea between the islands, by the convention of gazetteers.
ISLANDS = {
    "AS", "BS", "CV", "HM", "IO", "KY", "MP", "MV", "PH", "PW", "ST", "TO", "TV", "VU",
}  # fmt: skip
DISTRICTS = {
    "ua.kyiv": 10,
    "ua.kharkiv": 9,
    "ua.odesa": 4,
    "ua.dnipro": 8,
    "ua.kryvyi-rih": 7,
    "ua.zaporizhzhia": 7,
    "ua.mykolaiv": 4,
    "ua.kherson": 3,
    "ua.mariupol": 4,
    "ua.donetsk": 9,
}


@pytest.fixture(scope="module")
def tables(request: pytest.FixtureRequest) -> Path:
    """The folder of the source tables."""
    return request.config.rootpath / "gazetteer"


def rows_of(tables: Path, name: str) -> list[dict[str, str]]:
    """The rows of a curated table, of which there must be some."""
    with (tables / "curated" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    return rows


def features_of(tables: Path, layer: str) -> list[dict[str, Any]]:
    """The features of an outline layer, of which there must be some."""
    text = (tables / "areas" / f"{layer}.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    assert features
    return features


def test_every_extract_has_the_sum_that_sources_states(tables: Path) -> None:
    stated = dict(
        re.findall(r"\| `([\w/.]+)` \| `([0-9a-f]{64})` \|", (tables / "SOURCES.md").read_text())
    )

    assert len(stated) >= 7
    for name, digest in stated.items():
        assert hashlib.sha256((tables / name).read_bytes()).hexdigest() == digest, name


@pytest.mark.parametrize(("city", "count"), DISTRICTS.items())
def test_a_city_has_all_its_districts(tables: Path, city: str, count: int) -> None:
    own = [row for row in rows_of(tables, "places") if row["parent"] == city]

    assert sum(row["kind"] == "district" for row in own) == count


def test_names_carry_no_marks(tables: Path) -> None:
    """The kind of a name says that it is former, not a word in brackets."""
    names = [row["name"] for row in rows_of(tables, "names") + rows_of(tables, "places")]

    assert [name for name in names if re.search(r"\((former|кол|быв)|[()|]", name)] == []


def test_names_are_in_the_letters_of_their_language(tables: Path) -> None:
    for row in rows_of(tables, "names"):
        assert row["language"] in {"en", "uk", "ru"}, row
        assert is_cyrillic(row["name"]) is (row["language"] != "en"), row


def test_a_row_of_low_confidence_claims_no_precision(tables: Path) -> None:
    places = rows_of(tables, "places")

    assert {row["confidence"] for row in places} <= {"A", "B", "C"}
    assert all(float(row["radius_km"]) >= 5 for row in places if row["confidence"] == "C")


def test_curated_places_lie_in_their_parents(tables: Path, gazetteer: Gazetteer) -> None:
    """Dams and capes may stand a little off the simplified outline; it has no small islands."""
    outside = []
    for row in rows_of(tables, "places"):
        if row["kind"] == "island":
            continue
        place = gazetteer.place(f"curated:{row['id']}")
        area = gazetteer.geometry(place.parent_id) if place.parent_id else None
        far = area.distance(shapely.Point(place.lon, place.lat)) if area is not None else 0.0
        if far * 111.2 > max(12.0, place.radius_km):
            outside.append((place.place_id, round(far * 111.2)))

    assert outside == []


def test_districts_lie_in_their_cities(gazetteer: Gazetteer) -> None:
    for city in DISTRICTS:
        centre = gazetteer.place(f"curated:{city}")
        for place in gazetteer.children(centre.place_id):
            far = distance_km(centre.lat, centre.lon, place.lat, place.lon)
            assert far < centre.radius_km + 15, place.place_id


def test_every_country_has_its_capital(tables: Path, gazetteer: Gazetteer) -> None:
    missing = []
    for row in rows_of(tables, "countries"):
        found = [c.place for c in gazetteer.candidates(row["capital"])] if row["capital"] else []
        if row["capital"] and not any(row["iso"] in place.country for place in found):
            missing.append((row["iso"], row["capital"]))

    # Capitals of fewer than 15,000 people are no cities of the extract.
    assert len(missing) < 45, missing
    assert not {"UA", "RU", "US", "GB", "FR", "DE", "CN", "BY", "MD", "KP"} & {
        m[0] for m in missing
    }


def test_country_points_lie_in_their_countries(tables: Path, gazetteer: Gazetteer) -> None:
    """A slip of sign or of two columns would put a country thousands of kilometres off."""
    rows = rows_of(tables, "countries")

    assert far_points(rows, gazetteer) == []


def test_a_country_point_with_swapped_columns_would_be_seen(
    tables: Path, gazetteer: Gazetteer
) -> None:
    """The twin: swapped, or shifted by thirty degrees, every point is off its country."""
    rows = [row for row in rows_of(tables, "countries") if row["iso"] in {"UA", "CN", "BR", "CD"}]
    swapped = [{**row, "lat": row["lon"], "lon": row["lat"]} for row in rows]
    shifted = [{**row, "lon": str(float(row["lon"]) + 30)} for row in rows]

    assert len(far_points(swapped, gazetteer)) == len(far_points(shifted, gazetteer)) == 4


def far_points(rows: Iterable[dict[str, str]], gazetteer: Gazetteer) -> list[str]:
    """Return the countries whose reference point lies off their outline, which lacks islets."""
    far = []
    for row in rows:
        area = gazetteer.geometry(f"curated:country.{row['iso']}")
        limit = 1.2 if row["iso"] in ISLANDS else 0.2
        if area is not None and row["iso"] not in ATOLLS:
            point = shapely.Point(float(row["lon"]), float(row["lat"]))
            if area.distance(point) > limit:
                far.append(row["iso"])
    return far


def test_countries_are_many_and_each_name_but_one_is_one_country(tables: Path) -> None:
    rows = rows_of(tables, "countries")
    names = Counter(
        key
        for row in rows
        for key in {fold_name(name) for name in (row["name"], *row["names"].split("|")) if name}
    )

    assert len(rows) > 230
    shared = [name for name, count in names.items() if count > 1]
    assert shared == ["congo"]  # two states call themselves so; their towns tell which is meant


def test_words_that_need_care_are_no_names_of_the_theatre(
    tables: Path, gazetteer: Gazetteer
) -> None:
    """No capital, region seat or front-line city may need a cue."""
    words = {fold_name(row["key"]) for row in rows_of(tables, "stopwords")}
    cities = [p for p, _ in gazetteer.areas("admin1") if p.country == "UA"]
    seats = {fold_name(p.name.partition(" ")[0]) for p in cities}
    seats |= {"kyiv", "moscow", "minsk", "bakhmut", "izium", "lyman", "kupiansk", "pokrovsk"}

    assert words & seats == set()


@pytest.mark.parametrize(("layer", "most"), LAYERS.items())
def test_outlines_are_small_rounded_and_known(
    tables: Path, gazetteer: Gazetteer, layer: str, most: int
) -> None:
    path = tables / "areas" / f"{layer}.geojson"
    text = path.read_text(encoding="utf-8")

    assert path.stat().st_size < most
    assert not re.search(r"\d\.\d{4}", text), "more than three decimals"
    for feature in features_of(tables, layer):
        place = gazetteer.place(feature["properties"]["place_id"])
        assert place.name
        assert set(feature["properties"]) == {"place_id", "name", "iso"}


def test_a_river_has_its_label_on_its_line_and_runs_downstream(
    tables: Path, gazetteer: Gazetteer
) -> None:
    """The banks of a river are told by its direction; a label off the line would mislead."""
    mouths = {
        "danube": (45.2, 29.7), "prut": (45.5, 28.2), "volga": (45.7, 47.8), "don": (47.1, 39.3),
        "dnipro": (46.5, 32.3), "dniester": (46.1, 30.5), "vistula": (54.4, 18.9),
    }  # fmt: skip
    lines = {
        f["properties"]["place_id"]: shape(f["geometry"]) for f in features_of(tables, "rivers")
    }

    assert len(lines) >= 30
    for place_id, line in lines.items():
        place = gazetteer.place(place_id)
        assert line.is_simple, place_id
        assert line.distance(shapely.Point(place.lon, place.lat)) < 0.02, place_id
    for name, (lat, lon) in mouths.items():
        lon_end, lat_end = lines[f"curated:river.{name}"].coords[-1]
        assert distance_km(lat_end, lon_end, lat, lon) < 45, name


@pytest.mark.parametrize("layer", ["admin1", "countries", "seas"])
def test_outer_rings_run_counter_clockwise(tables: Path, layer: str) -> None:
    """RFC 7946 asks for it; some readers take the other side of the ring for the area."""
    for feature in features_of(tables, layer):
        geometry = shape(feature["geometry"])
        for part in getattr(geometry, "geoms", [geometry]):
            assert part.exterior.is_ccw, feature["properties"]["place_id"]
