"""Which answer is held against which: one place, one mention."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.evaluate.gold import GoldPlace
from geomap.evaluate.matching import is_same_place, match_mentions
from geomap.records import (
    Place,
)


@pytest.mark.parametrize(
    ("gold", "place", "within_km", "same"),
    [
        (("Nikopol", "city"), ("Nikopol", "city", 47.6, 34.4, "UA"), 5, True),
        (("Nikopol", "city"), ("Nikopol", "city", 47.7, 34.4, "UA"), 5, False),
        (("Nikopol", "city"), ("Nikopol", "city", 47.7, 34.4, "UA"), 25, True),
        (("Nikopol", "city"), ("Nikopolskyi", "admin2", 47.57, 34.4, "UA"), 25, False),
        (("Nikopol", "admin2"), ("Nikopol", "admin2", 48.9, 36.4, "UA"), 5, True),
        (("Nikopol", "sea"), ("Other", "bay", 48.9, 36.4, ""), 5, False),
        (("Nikopol", "country"), ("Elsewhere", "country", 0.0, 0.0, "UA"), 5, True),
        (("Nikopol", "country"), ("Nikopol", "country", 47.571, 34.396, "RU"), 5, False),
    ],
)
def test_same_place_by_kind_and_distance(
    gold: tuple[str, str],
    place: tuple[str, str, float, float, str],
    within_km: float,
    same: bool,  # noqa: FBT001 - the answer of a parametrised question
) -> None:
    name, kind, lat, lon, country = place
    answer = GoldPlace(*gold, lat=47.571, lon=34.396, country="UA")

    assert (
        is_same_place(answer, Place("t:9", name, kind, lat, lon, 5.0, country), within_km) is same
    )


def test_place_id_decides_where_it_is_given() -> None:
    answer = GoldPlace("Nikopol", "city", 47.571, 34.396, place_id="geonames:1")

    assert is_same_place(answer, Place("geonames:1", "X", "site", 0.0, 0.0, 1.0), 5)
    assert not is_same_place(answer, Place("geonames:2", "Nikopol", "city", 47.571, 34.396, 1.0), 5)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=8),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=8),
)
def test_matching_is_one_to_one_and_overlapping(
    gold: list[tuple[int, int]], predicted: list[tuple[int, int]]
) -> None:
    left = [(start, start + length) for start, length in gold]
    right = [(start, start + length) for start, length in predicted]

    found = match_mentions(left, right)

    assert len(set(found.values())) == len(found)
    assert all(left[i][0] < right[j][1] and right[j][0] < left[i][1] for i, j in found.items())


def test_each_prediction_answers_one_mention() -> None:
    assert match_mentions([(0, 4), (5, 9)], [(0, 9)]) == {0: 0}
    assert match_mentions([], [(0, 4)]) == {}
