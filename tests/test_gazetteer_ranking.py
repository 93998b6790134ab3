"""Which of several candidates comes first: names of today before those of the past."""

from __future__ import annotations

import pytest

from geomap.gazetteer.ranking import is_own, is_rather, ranked
from geomap.records import Candidate, Place
from geomap.text import LIMITS

SCORES = {"official": 1.0, "exonym": 0.9, "variant": 0.9, "former": 0.75, "skeleton": 0.6}


def named(  # noqa: PLR0913 - what a candidate is told apart by
    name: str,
    people: int,
    match: str = "official",
    *,
    called: str = "Oleksandrivka",
    country: str = "UA",
    kind: str = "town",
) -> Candidate:
    place = Place(f"test:{name}:{people}", name, kind, 48.0, 37.0, 3.0, country, population=people)
    return Candidate(place, called, match, SCORES[match])  # type: ignore[arg-type]  # a literal


CITY = named("Yuzivka", 900_000, "former", kind="city")


@pytest.mark.parametrize(
    "bearer",
    [
        named("Oleksandrivka", 8_000),
        named("Oleksandrivka", 8_000, "variant", called="Aleksandrovka"),
        named("Oleksandrivka", 1_000, kind="village"),
        named("Oleksandrivka", 20_000, country="RU"),
    ],
)
def test_a_place_of_the_past_stands_behind_one_that_is_rather_meant(bearer: Candidate) -> None:
    assert ranked([CITY, bearer]) == (bearer, CITY)


@pytest.mark.parametrize(
    "bearer",
    [
        named("Oleksandrivka", 900, kind="village"),
        named("Oleksandrivka", 4_000, country="RU"),
        named("Oleksandrivka", 40_000, "exonym", country="RU"),
        named("Yampil", 8_000, "variant"),
        named("Oleksandrivka", 8_000, "former"),
    ],
    ids=["hamlet", "small town abroad", "exonym abroad", "alternate unlike the own", "past itself"],
)
def test_a_renamed_city_stays_before_what_is_less_likely_meant(bearer: Candidate) -> None:
    assert ranked([bearer, CITY])[0] is CITY


def test_those_of_the_past_keep_their_order_right_behind_the_bearers() -> None:
    """And before the hamlets, which are not meant before a city."""
    town, hamlet = named("Oleksandrivka", 2_000), named("Oleksandrivka", 0, kind="village")
    lesser = named("Synivka", 300_000, "former", kind="city")

    assert ranked([lesser, hamlet, CITY, town]) == (town, CITY, lesser, hamlet)


def test_a_unit_is_no_settlement_that_a_city_of_the_past_would_yield_to() -> None:
    region = named("Oleksandrivka Oblast", 0, kind="admin1")

    assert not is_rather(region, CITY)
    assert is_rather(named("Oleksandrivka", 8_000), CITY)


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        (named("Oleksandrivka", 1), True),
        (named("Oleksandrivka", 1, "variant", called="Aleksandrovka"), True),
        (named("Yampil", 1, "variant", called="Aleksandrovka"), False),
        (named("Oleksandrivka", 1, "former"), False),
        (named("Oleksandrivka", 1, "skeleton"), False),
    ],
)
def test_a_name_is_the_own_one_of_today_or_not(candidate: Candidate, *, expected: bool) -> None:
    assert is_own(candidate) is expected


def test_no_more_candidates_come_than_the_limit() -> None:
    many = [named(f"Oleksandrivka {n}", n) for n in range(LIMITS["candidates"] + 5)]

    assert len(ranked(many)) == LIMITS["candidates"]
    assert ranked([]) == ()
