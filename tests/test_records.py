"""The nouns: frozen, in the order the contracts name, and true to their doors."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from geomap import records
from geomap.records import (
    Article,
    Candidate,
    Mention,
    Place,
    Precision,
    Resolution,
    Role,
    Use,
    Zone,
)

KYIV = Place("x:2", "Kyiv", "city", 50.45, 30.52, 15.0)


def test_records_are_frozen() -> None:
    article = Article("a", "text")

    with pytest.raises(FrozenInstanceError):
        article.text = "other"  # type: ignore[misc]


def test_records_made_in_a_hurry_are_records_like_any_other() -> None:
    made = records.maker_of(Candidate)(KYIV, "Kiev", "variant", 0.9)

    assert made == Candidate(KYIV, "Kiev", "variant", 0.9)
    assert type(made) is Candidate
    with pytest.raises(FrozenInstanceError):
        made.score = 1.0  # type: ignore[misc]


def test_roles_stand_in_the_order_of_their_rank() -> None:
    """``place_rank`` counts in this order; outputs rely on it."""
    assert [role.value for role in Role] == [
        "target",
        "affected",
        "captured",
        "intercepted",
        "venue",
        "staging",
        "route",
        "origin",
        "context",
    ]


def test_every_public_record_is_documented() -> None:
    for name in records.__all__:
        assert getattr(records, name).__doc__


@pytest.mark.parametrize(
    ("use", "precision", "is_mapped"),
    [
        (Use.LITERAL, Precision.SETTLEMENT, True),
        (Use.LITERAL, Precision.COUNTRY, False),
        (Use.ACTOR, Precision.SETTLEMENT, False),
    ],
)
def test_only_a_literal_place_finer_than_a_country_is_mapped(
    use: Use, precision: Precision, *, is_mapped: bool
) -> None:
    place = Place("x:1", "Sumy", "city", 50.9, 34.8, 6.0)
    mention = Mention(0, 4, "Sumy", 0, Zone.BODY, use, "Sumy")

    assert Resolution(mention, place, precision=precision).is_mapped is is_mapped
    assert not Resolution(mention, None).is_mapped


def test_a_candidate_names_how_it_was_found() -> None:
    assert {f.name for f in fields(Candidate)} == {
        "place",
        "name",
        "match",
        "score",
        "evidence",
    }
