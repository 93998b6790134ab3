"""Every hromada and every city district of Ukraine is found by its name and what it lies in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from geomap.geocoder import find_places

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.records import Place

HROMADAS, DISTRICTS = 1_772, 108


def of_kind(gazetteer: Gazetteer, kind: str) -> list[Place]:
    """Places of a kind by way of their parents: regions, raions, cities."""
    found: list[Place] = []
    ahead = [place for place, _ in gazetteer.areas("admin1") if place.country == "UA"]
    ahead += [gazetteer.place(f"curated:ua.{name}") for name in ("kyiv", "sevastopol")]
    known = {place.place_id for place in ahead}
    while ahead:
        for child in gazetteer.children(ahead.pop().place_id):
            if child.place_id not in known:
                known.add(child.place_id)
                ahead.append(child)
                found += [child] if child.kind == kind else []
    return found


def unfound(gazetteer: Gazetteer, queries: dict[str, Place]) -> list[str]:
    """The descriptions that are not answered with their place."""
    answers = {query: find_places(query, gazetteer) for query in queries}
    return [
        query
        for query, place in queries.items()
        if not answers[query] or answers[query][0].place.place_id != place.place_id
    ]


def test_every_hromada_is_found_in_its_raion(gazetteer: Gazetteer) -> None:
    """But where a raion has two of one name: nothing in the words tells them apart."""
    hromadas = of_kind(gazetteer, "hromada")
    names = Counter((place.name, place.parent_id) for place in hromadas)
    twins = {key for key, count in names.items() if count > 1}
    queries = {
        f"{place.name}, {gazetteer.place(place.parent_id).name}": place
        for place in hromadas
        if (place.name, place.parent_id) not in twins
    }

    assert len(hromadas) == HROMADAS
    assert len(queries) >= HROMADAS - 2 * len(twins)
    assert len(twins) <= 6
    assert unfound(gazetteer, queries) == []


def test_every_city_district_is_found_in_its_city(gazetteer: Gazetteer) -> None:
    """Districts of the codifier; parts of cities that GeoNames lists are no districts."""
    districts = [
        place
        for place in of_kind(gazetteer, "district")
        if place.place_id.startswith("curated:") and place.place_id.count(".") == 2
        and gazetteer.place(place.parent_id).kind == "city"
    ]  # fmt: skip
    queries = {
        f"{place.name} district, {gazetteer.place(place.parent_id).name}": place
        for place in districts
    }

    assert len(districts) >= DISTRICTS
    assert unfound(gazetteer, queries) == []


@pytest.mark.parametrize(
    ("query", "region"),
    [
        ("Kryvorizka hromada, Pokrovskyi Raion", "Donetsk Oblast"),
        ("Novhorod-Siverska hromada", "Chernihiv Oblast"),
    ],
)
def test_a_unit_lies_in_no_district_and_a_hyphen_may_belong_to_its_name(
    gazetteer: Gazetteer, query: str, region: str
) -> None:
    """Kryvyi Rih has a Pokrovskyi district; Novhorod and Siversk are towns."""
    (first, *_) = find_places(query, gazetteer)

    assert (first.place.kind, first.place.admin1) == ("hromada", region)


def test_what_is_asked_in_another_raion_is_not_found_there(gazetteer: Gazetteer) -> None:
    """The twin: the check can fail."""
    place = of_kind(gazetteer, "hromada")[0]

    assert unfound(gazetteer, {"Nowhereska hromada, Nowhereskyi Raion": place}) != []
