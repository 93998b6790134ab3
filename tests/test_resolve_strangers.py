"""When to abstain: strangers, loose qualifiers, names nearly spelt so; and the front of a war."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap.gazetteer import distance_km
from tests.support.names import NEAR_KM, resolutions_of

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


def test_a_small_town_far_from_all_else_is_a_stranger(gazetteer: Gazetteer) -> None:
    """Its namesake is meant, which is in no list; twin: something near it is named."""
    far = "Rockets hit Kharkiv, Chuhuiv and Izium. A car burned in Ozark, too."
    near = "Storms hit Montgomery and Dothan. A car burned in Ozark, too."
    stranger = {r.mention.text: r for r in resolutions_of(far, gazetteer)}["Ozark"]
    local = {r.mention.text: r for r in resolutions_of(near, gazetteer)}["Ozark"]

    assert (stranger.place, stranger.score) == (None, 0.0)
    assert "nothing else in the article lies near" in stranger.reason
    assert stranger.candidates
    assert local.place is not None
    assert local.place.admin1 == "Alabama"


def test_a_city_that_readers_know_may_be_far_from_all_else(gazetteer: Gazetteer) -> None:
    text = "Rockets hit Kharkiv, Chuhuiv and Izium. Talks in Chicago went on."
    city = {r.mention.text: r.place for r in resolutions_of(text, gazetteer)}["Chicago"]

    assert city is not None


def test_states_in_names_of_organisations_are_witnesses(gazetteer: Gazetteer) -> None:
    """Twin: without the department Florence is the city of Italy."""
    told = "Two men from Florence drowned, the South Carolina Department of Health said."
    untold = "Two men from Florence drowned."
    (here, *_), (there, *_) = resolutions_of(told, gazetteer), resolutions_of(untold, gazetteer)

    assert here.place is not None
    assert there.place is not None
    assert (here.place.admin1, there.place.country) == ("South Carolina", "IT")


def test_a_loose_qualifier_that_holds_nothing_refuses_nothing(gazetteer: Gazetteer) -> None:
    """ "a dealer in Portland" says where the dealer is; a type word behind would be meant."""
    boston, *_ = resolutions_of("Fish is dear in Boston, a dealer in Portland said.", gazetteer)
    yevlakh, *_ = resolutions_of("They met in Yevlakh, a town in the Sumy region.", gazetteer)

    assert boston.place is not None
    assert boston.place.admin1 == "Massachusetts"
    assert yevlakh.place is None


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("They shelled Noivomihailovka, Donetsk region.", "Novomykhailivka", (47.9, 37.5)),
        ("A shop burned in Orehovka in the Bakhmut district.", "Orikhivka", None),
        (
            "It fell on the Orekhovo district of the Zaporozhye region.",
            "Orikhiv district",
            (47.6, 35.8),
        ),
        ("They left the town of Kupyansc in the Kharkiv region.", "Kupiansk", (49.7, 37.6)),
    ],
)
def test_in_a_stated_unit_a_name_may_be_misspelt(
    gazetteer: Gazetteer, text: str, name: str, near: tuple[float, float] | None
) -> None:
    found, *_ = resolutions_of(text, gazetteer)

    assert found.place is None if near is None else found.place is not None
    if found.place is not None and near is not None:
        assert found.place.name == name
        assert distance_km(found.place.lat, found.place.lon, *near) < NEAR_KM


def test_without_a_stated_unit_a_misspelt_name_is_unknown(gazetteer: Gazetteer) -> None:
    """Twin: so little likeness says nothing by itself."""
    found = resolutions_of("They left the town of Kupyansc, and Donetsk.", gazetteer)

    assert [r.place for r in found if r.mention.text == "Kupyansc"] == [None]


def test_a_city_that_readers_know_stays_where_it_is(gazetteer: Gazetteer) -> None:
    """ "talks in Kharkiv in the Sumy region" is a slip of the writer, not of the name."""
    found, *_ = resolutions_of("Talks in Kharkiv in the Sumy region went on.", gazetteer)

    assert found.place is not None
    assert found.place.admin1 == "Kharkiv Oblast"


def test_the_front_decides_between_villages_of_a_war_only(gazetteer: Gazetteer) -> None:
    """Twins: without the war, or with no preference wanted, it says nothing."""
    told = "A Russian sniper killed a Ukrainian sapper near Pisky."
    by_war, asked = (
        resolutions_of(told, gazetteer)[-1],
        resolutions_of(told, gazetteer, country_bias="UA")[-1],
    )
    others = (
        resolutions_of("A Ukrainian bus overturned near Pisky.", gazetteer)[-1],
        resolutions_of(told, gazetteer, country_bias="none")[-1],
    )

    for front in (by_war, asked):
        assert front.place is not None
        assert front.place.admin1 == "Donetsk Oblast"
        assert "near the front lines" in " ".join(front.evidence)
        assert len(front.candidates) > 1
    assert not any("near the front lines" in " ".join(other.evidence) for other in others)


def test_the_front_outweighs_no_word_of_the_text(gazetteer: Gazetteer) -> None:
    _russian, pisky, *_ = resolutions_of(
        "Russian bombs hit Pisky, Poltava region, Ukrainian police said.", gazetteer
    )

    assert pisky.place is not None
    assert pisky.place.admin1 == "Poltava Oblast"


def test_a_spelling_of_the_name_beats_a_former_name_of_another(gazetteer: Gazetteer) -> None:
    """Nikopol was once called like Sloviansk; Donetsk's former name is borne by none."""
    sloviansk, *_ = resolutions_of("Shells hit Slovyansk.", gazetteer)
    donetsk, *_ = resolutions_of("Stalino was hit.", gazetteer)

    assert sloviansk.place is not None
    assert donetsk.place is not None
    assert (sloviansk.place.name, donetsk.place.name) == ("Sloviansk", "Donetsk")


def test_a_village_abroad_is_believed_only_near_the_rest_of_the_article(
    gazetteer: Gazetteer,
) -> None:
    """The Larga that is known lies in Romania; a report of Poland means another."""
    text = "Parts of a drone fell on Larga. Police in Warsaw and Lublin opened a case."
    strange, *_ = resolutions_of(text, gazetteer)
    near, *_ = resolutions_of("A barn burned in Larga. Cluj-Napoca sent help.", gazetteer)

    assert strange.place is None
    assert near.place is not None
    assert near.place.country == "RO"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Explosions were heard in Poti.", "GE"),
        ("He was born in Salisbury.", "GB"),
        ("He was born in Calcutta.", "IN"),
        ("He was born in Bombay.", "IN"),
    ],
)
def test_what_a_city_was_once_called_means_the_town_abroad_that_is_called_so(
    gazetteer: Gazetteer, text: str, country: str
) -> None:
    """Teresina was Poti, Harare Salisbury; but Calcutta only spells Kolkata otherwise."""
    (found,) = resolutions_of(text, gazetteer)

    assert found.place is not None
    assert found.place.country == country
