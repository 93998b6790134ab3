"""Which names are of the past, and which must not stand before a curated place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap.gazetteer.formers import demote_namesakes, mark_known_former
from geomap.gazetteer.naturalearth import Unit, settled
from geomap.gazetteer.tables import NameRow, PlaceRow

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


def place(place_id: str, kind: str, people: int, *names: NameRow, country: str = "US") -> PlaceRow:
    """A place far from the theatre."""
    layer = place_id.partition(":")[0]
    row = PlaceRow(place_id, names[0].name, kind, 41, -83, 3, country, "", people, layer)
    row.names.extend(names)
    return row


def official(name: str) -> NameRow:
    return NameRow(name, "", "official")


def rows(*places: PlaceRow) -> dict[str, PlaceRow]:
    return {row.place_id: row for row in places}


RIVER = place("curated:river.x", "river", 0, official("Silverwater"), country="PL")


@pytest.mark.parametrize(
    ("alternate", "expected"),
    [("Silverwater", 0.35), ("Goldwater", None), ("Сілвервотер", None)],
)
def test_an_alternate_falls_behind_the_curated_place_that_is_called_so(
    alternate: str, expected: float | None
) -> None:
    city = place("geonames:1", "city", 300_000, official("Ada"), NameRow(alternate, "", "variant"))
    demote_namesakes(rows(RIVER, city))

    assert city.names[1].score == expected


def test_an_alternate_that_is_like_the_own_name_stays() -> None:
    other = NameRow("Silverwater", "", "variant")
    city = place("geonames:1", "city", 300_000, official("Silverwaters"), other)
    demote_namesakes(rows(RIVER, city))

    assert city.names[1].score is None


@pytest.mark.parametrize(("people", "expected"), [(5_000, 0.7), (90_000, None)])
def test_a_small_namesake_abroad_falls_behind_a_curated_site(
    people: int, expected: float | None
) -> None:
    airport = place("curated:airport.x", "airport", 0, official("Hill Airport"))
    airport.names.append(NameRow("Hill", "en", "variant"))
    town = place("geonames:2", "town", people, official("Hill"))
    demote_namesakes(rows(airport, town))

    assert town.names[0].score == expected


def test_a_name_the_tables_call_former_is_former_of_every_place() -> None:
    known = place("curated:c", "city", 1, official("Alpha"), NameRow("Stalino", "en", "former"))
    other = place("geonames:3", "city", 1, official("Beta"), NameRow("Stalino", "", "variant"))
    today = place("geonames:4", "city", 1, official("Stalino"), NameRow("Stalino", "", "variant"))
    mark_known_former(rows(known, other, today))

    assert other.names[1].kind == "former"
    assert today.names[1].kind == "variant"


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [("Clipperton Island", "-1", ["FR"]), ("Siachen", "-99", []), ("Ohio", "US", ["US"])],
)
def test_a_unit_of_no_country_is_none(name: str, country: str, expected: list[str]) -> None:
    import shapely  # noqa: PLC0415 - this test alone needs it

    unit = Unit(country, name, "", "", shapely.box(0, 0, 1, 1))

    assert [part.country for part in settled(unit)] == expected


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Vistula", "curated:river.vistula"),
        ("Enguri", "curated:river.enguri"),
        ("Berezina", "curated:river.berezina"),
        ("Heathrow", "curated:airport.heathrow"),
        ("Trypillia power plant", "curated:tpp.trypillia"),
        ("Zmiiv thermal power plant", "curated:tpp.zmiiv"),
        ("Shaykovka", "curated:airbase.shaykovka"),
        ("Hodeidah", "geonames:79415"),
        ("Temryuk", "geonames:483661"),
    ],
)
def test_a_name_means_first_what_the_news_mean(
    gazetteer: Gazetteer, name: str, place_id: str
) -> None:
    assert gazetteer.candidates(name)[0].place.place_id == place_id


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Центральний район", "curated:ua.dnipro.tsentralnyi"),
        ("Шевченківський район", "curated:ua.dnipro.shevchenkivskyi"),
        ("Шевченковский район", "curated:ua.dnipro.shevchenkivskyi"),
        ("Дніпровський район", "curated:ua.kamianske.dniprovskyi"),
    ],
)
def test_a_district_is_found_by_its_full_name(
    gazetteer: Gazetteer, name: str, place_id: str
) -> None:
    assert place_id in {c.place.place_id for c in gazetteer.candidates(name)}


@pytest.mark.parametrize("name", ["Stalingrad", "Stalino", "Сталинград"])
def test_what_stalin_gave_his_name_to_is_former(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.candidates(name)[0].match == "former"


@pytest.mark.parametrize("word", ["мир", "миру", "час", "ліс", "поле", "сад", "дача", "воля"])
def test_an_everyday_word_needs_a_cue(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.is_common(word)
    assert not gazetteer.is_common("Ізюм")


def test_no_name_mixes_scripts_and_no_unit_is_without_country(gazetteer: Gazetteer) -> None:
    assert {c.match for c in gazetteer.candidates("Achakaў")} == {"skeleton"}
    assert {c.place.name for c in gazetteer.candidates("Ачакаў")} == {"Ochakiv"}
    assert all(len(code) == 2 or not code or ";" in code
               for code in gazetteer.info()["places_by_country"])  # fmt: skip
