"""Which of the places of one name is meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from geomap.lexicon import table
from geomap.records import Use
from tests.support.names import resolutions_of
from tests.support.small import (
    DONETSK_OBLAST,
    KHARKIV,
    KYIV_DISTRICT,
    LYMAN_TOWN,
    LYMAN_VILLAGE,
    SMALL,
    SmallGazetteer,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.gazetteer import Gazetteer

    Seconds = Callable[[Callable[[], object]], float]


def places(text: str) -> dict[str, str | None]:
    return {
        resolution.mention.text: resolution.place and resolution.place.place_id
        for resolution in resolutions_of(text, SMALL)
    }


def test_the_larger_place_wins_when_nothing_else_is_said() -> None:
    assert places("Troops left Lyman at dawn.")["Lyman"] == "lyman-donetsk"


def test_a_region_named_behind_a_comma_beats_population() -> None:
    """A village in the named region wins over a larger town elsewhere."""
    found = places("Troops left Lyman, Kharkiv Oblast, at dawn.")

    assert found == {"Lyman": "lyman-kharkiv", "Kharkiv Oblast": "ua-63"}


def test_a_region_named_in_the_sentence_counts() -> None:
    found = places("In Kharkiv Oblast, troops left Lyman.")

    assert found["Lyman"] == "lyman-kharkiv"


def test_a_place_that_its_qualifier_does_not_hold_stays_unresolved() -> None:
    """Better no pin than one in another region than the words say."""
    small = SmallGazetteer(LYMAN_VILLAGE, DONETSK_OBLAST)
    lyman, _oblast = resolutions_of("Troops left Lyman, Donetsk Oblast.", small)

    assert lyman.place is None
    assert "qualifies" in lyman.reason


def test_a_raion_known_by_its_seat_holds_the_places_of_its_oblast() -> None:
    """Old raions are in no list of units; their seats are."""
    lyman, raion = resolutions_of("Troops left Lyman, Kharkiv raion, at dawn.", SMALL)

    assert lyman.place is LYMAN_VILLAGE
    assert raion.place is not None
    assert (raion.place.name, raion.place.kind) == ("Kharkiv district", "admin2")
    assert (raion.place.lat, raion.place.lon) == (KHARKIV.lat, KHARKIV.lon)


def test_a_qualifier_that_is_itself_unknown_decides_nothing() -> None:
    lyman, *_ = resolutions_of("Troops left Lyman, Qwertyivskyi raion, at dawn.", SMALL)

    assert lyman.place is LYMAN_TOWN


def test_a_district_follows_the_city_of_its_sentence() -> None:
    assert places("Blasts in Kyiv shook Shevchenkivskyi.")["Shevchenkivskyi"] == (
        "kyiv-shevchenkivskyi"
    )
    assert places("Blasts in Kharkiv shook Shevchenkivskyi.")["Shevchenkivskyi"] == (
        "kharkiv-shevchenkivskyi"
    )


def test_the_office_of_a_city_names_the_city_of_a_district() -> None:
    """ "Kyiv Mayor … in Shevchenkivskyi": the affiliation is evidence, if no place of the event."""
    mayor, district = resolutions_of(
        "Kyiv Mayor Ivan Bondar reported fires in Shevchenkivskyi.", SMALL
    )

    assert mayor.mention.use is Use.AFFILIATION
    assert district.place is KYIV_DISTRICT
    assert any("Kyiv named in the same sentence" in line for line in district.evidence)


def test_a_district_of_several_cities_without_a_city_stays_unresolved() -> None:
    (district,) = resolutions_of("Fires broke out in Shevchenkivskyi overnight.", SMALL)

    assert district.place is None
    assert len(district.candidates) == 2
    assert "several cities" in district.reason


def test_one_state_of_the_evidence_decides_whatever_the_order() -> None:
    forward = places("Kharkiv was calm. Lyman was not. Kharkiv Oblast counted the losses.")
    backward = places("Kharkiv Oblast counted the losses. Lyman was not calm. Kharkiv was.")

    assert forward["Lyman"] == backward["Lyman"] == "lyman-kharkiv"


def test_a_country_of_the_bias_is_preferred(gazetteer: Gazetteer) -> None:

    text = "The town of Paris was quiet."
    (here,) = resolutions_of(text, gazetteer, country_bias="none")
    (there,) = resolutions_of(text, gazetteer, country_bias="US")

    assert here.place is not None
    assert there.place is not None
    assert (here.place.country, there.place.country) != ("US", "FR")


def test_the_same_text_gives_the_same_answers(gazetteer: Gazetteer) -> None:
    text = "In Lyman and Paris, in Odessa, Texas, and in Springfield near Odesa, all was calm."

    assert resolutions_of(text, gazetteer) == resolutions_of(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Shells hit Kharkiv at noon.", "Kharkiv", "Kharkiv"),
        ("Shells hit Kharkiv region at noon.", "Kharkiv region", "Kharkiv Oblast"),
        ("Fighting in Donetsk and Luhansk regions.", "Donetsk", "Donetsk Oblast"),
        ("Shells hit the Nikopol district.", "Nikopol district", "Nikopol"),
        ("They met in Georgia and Armenia.", "Georgia", "Georgia"),
        ("Storms hit Georgia, Alabama and Florida.", "Georgia", "Georgia"),
        ("Paris was calm.", "Paris", "Paris"),
        ("Ships left the Sea of Azov.", "Sea of Azov", "Sea of Azov"),
    ],
)
def test_names_mean_what_readers_take_them_for(
    gazetteer: Gazetteer, text: str, name: str, place: str
) -> None:
    found = {r.mention.text: r.place for r in resolutions_of(text, gazetteer)}

    assert found[name] is not None
    assert found[name].name.startswith(place)


def test_a_list_of_states_takes_the_state(gazetteer: Gazetteer) -> None:
    kinds = [
        r.place and r.place.kind
        for r in resolutions_of("Storms hit Alabama, Georgia and Florida.", gazetteer)
    ]

    assert kinds == ["admin1"] * 3


def test_every_answer_keeps_its_runners_up_and_its_reasons() -> None:
    (lyman,) = resolutions_of("Troops left Lyman at dawn.", SMALL)

    assert [c.place.place_id for c in lyman.candidates] == ["lyman-donetsk", "lyman-kharkiv"]
    assert lyman.candidates[0].score > lyman.candidates[1].score
    assert 0.5 < lyman.score < 1
    assert all("(" in line for line in lyman.evidence)


def test_more_evidence_gives_a_higher_score() -> None:
    (bare,) = resolutions_of("Troops left Lyman at dawn.", SMALL)
    told, *_ = resolutions_of("Troops left Lyman, Donetsk Oblast, at dawn.", SMALL)

    assert told.score > bare.score


def test_an_unknown_place_is_kept_without_a_place() -> None:
    (village,) = resolutions_of("Shells hit the village of Qwertyivkove.", SMALL)

    assert (village.place, village.reason) == (None, "no place of this name is known")


def test_a_part_of_a_name_has_no_place() -> None:
    (person,) = resolutions_of("Jack Kharkiv wrote it.", SMALL)

    assert person.place is None
    assert "person" in person.reason


def test_a_caption_is_resolved_but_marked() -> None:
    text = "Quiet night\n\nA street in Kharkiv. (Photo by A. B.)\n\nKyiv was calm."
    found = {r.mention.text: r for r in resolutions_of(text, SMALL)}

    assert found["Kharkiv"].place is KHARKIV
    assert "caption" in found["Kharkiv"].reason
    assert "caption" not in found["Kyiv"].reason


def test_nothing_gives_nothing() -> None:
    assert resolutions_of("", SMALL) == ()


def test_every_weight_is_a_number() -> None:
    for section in ("recognition", "prior", "weights", "decision"):
        rows = table("resolver")[section]
        assert all(isinstance(weight, int | float) for weight in rows.values()), section


def test_the_words_beside_a_name_are_kinds_and_bearings() -> None:
    words = table("resolver")["beside"]

    assert set(words["offices"].values()) <= {"admin1", "city", "country"}
    assert all(0 <= bearing < 360 for bearing in words["bearings"].values())


def test_a_list_of_thousands_takes_time_in_proportion(
    seconds: Seconds, gazetteer: Gazetteer
) -> None:
    names = "Kyiv, Lyman, Paris, Springfield, Odesa, Georgia, Vodiane, Ivanivka, "
    short, long = (
        seconds(lambda text=names * times: resolutions_of(text, gazetteer)) for times in (40, 400)
    )

    assert long < 40 * max(short, 0.005)


def test_the_weights_of_a_candidate_add_up_to_its_score(gazetteer: Gazetteer) -> None:
    """What `geomap explain` shows is what decided, for the runner-up too."""
    (resolution, _) = resolutions_of("Blasts shook Paris, Texas.", gazetteer)

    assert len(resolution.candidates) > 1
    for candidate in resolution.candidates:
        total = sum(weight for weight, _ in candidate.evidence)
        assert candidate.score == pytest.approx(total, abs=0.001)


def test_a_bare_name_shared_with_a_city_means_the_country(gazetteer: Gazetteer) -> None:
    """Twin: the city has a name of its own."""
    (country,) = resolutions_of("The outbreak began in Mexico.", gazetteer)
    (city,) = resolutions_of("The outbreak began in Mexico City.", gazetteer)

    assert country.place is not None
    assert city.place is not None
    assert (country.place.kind, city.place.kind) == ("country", "city")


def test_a_qualifier_of_another_level_holds_what_is_near(gazetteer: Gazetteer) -> None:
    """One source cuts England into counties, the other puts its towns in England."""
    (town, county) = resolutions_of("A farm near Ipswich, Suffolk, was closed.", gazetteer)
    (far, _) = resolutions_of("A farm near Stroud, Suffolk, was closed.", gazetteer)

    assert town.place is not None
    assert county.place is not None
    assert town.place.country == county.place.country == "GB"
    assert far.place is None


def test_a_bare_name_of_several_districts_may_be_a_village(gazetteer: Gazetteer) -> None:
    """Twin: with the word "district" and no city named, none of the districts is taken."""
    (village,) = resolutions_of("Shells fell on Peremoha.", gazetteer, country_bias="UA")
    (district,) = resolutions_of("Shells fell on Shevchenkivskyi district.", gazetteer)

    assert village.place is not None
    assert village.place.kind != "district"
    assert district.place is None


def test_a_former_name_is_found_in_any_year(gazetteer: Gazetteer) -> None:
    for text in ("In 2015, Artemivsk was calm.", "In 2024, Artemivsk was calm."):
        (found,) = resolutions_of(text, gazetteer, country_bias="UA")

        assert found.place is not None
        assert found.place.name == "Bakhmut"


def test_a_city_does_not_swallow_the_villages_called_as_it_once_was(gazetteer: Gazetteer) -> None:
    """Donetsk was Oleksandrivka in 1900; twin: nobody but Kropyvnytskyi was Kirovohrad."""
    (village,) = resolutions_of("Shells fell on Oleksandrivka.", gazetteer, country_bias="UA")
    (city,) = resolutions_of("Shells fell on Kirovohrad.", gazetteer, country_bias="UA")

    assert village.place is not None
    assert city.place is not None
    assert (village.place.name, city.place.name) == ("Oleksandrivka", "Kropyvnytskyi")


def test_one_sense_per_article() -> None:
    """What is told apart once is meant elsewhere too; twin: it is told apart nowhere."""
    told = resolutions_of("Shells hit Lyman, Kharkiv Oblast. Later they hit Lyman again.", SMALL)
    untold = resolutions_of("Shells hit Lyman. Later they hit Lyman again.", SMALL)

    assert told[-1].place is LYMAN_VILLAGE
    assert any("told apart elsewhere" in line for line in told[-1].evidence)
    assert untold[-1].place is LYMAN_TOWN


def test_a_bias_that_was_asked_for_is_stronger_than_size(gazetteer: Gazetteer) -> None:
    """The largest Nikolayevka is a town of Russia."""
    (found,) = resolutions_of("Strikes hit the Nikolaevka area.", gazetteer, country_bias="UA")

    assert found.place is not None
    assert found.place.country == "UA"


@pytest.mark.parametrize("year", [2015, 2024, None])
def test_a_town_is_found_by_a_name_it_has_lost(gazetteer: Gazetteer, year: int | None) -> None:
    day = None if year is None else date(year, 3, 1)
    found = resolutions_of("Artemivsk was shelled at night.", gazetteer, published=day)[0]

    assert found.place is not None
    assert found.place.name == "Bakhmut"


def test_a_name_counts_in_full_on_the_days_a_place_bore_it(gazetteer: Gazetteer) -> None:
    """In 2015 Novomoskovsk was a Ukrainian city; ten years on the Russian one has it alone."""
    text = "Novomoskovsk has no water, and no one knows why."
    then, now = (
        resolutions_of(text, gazetteer, published=date(year, 3, 1))[0] for year in (2015, 2025)
    )
    scores = [{c.place.name: c.score for c in found.candidates}["Samar"] for found in (then, now)]

    assert scores[0] > scores[1]
    assert now.place is not None
    assert now.place.country == "RU"


def test_a_district_known_by_its_seat_is_a_district(gazetteer: Gazetteer) -> None:
    """The Rylsk district is no town: its mark is as wide as one does not know better."""
    district, town = resolutions_of("Shells fell on the Rylsk district and on Rylsk.", gazetteer)

    assert district.place is not None
    assert town.place is not None
    assert (district.place.name, district.place.kind) == (f"{town.place.name} district", "admin2")
    assert (town.place.kind, district.place.lat) == ("town", town.place.lat)
    assert district.place.radius_km > town.place.radius_km
    assert district.place.place_id != town.place.place_id


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Shells fall on Sumy\n\nTwo died in the Sumy region on Monday.", "admin1"),
        ("Shells fall on Sumy\n\nTwo died in the Sumy region on Monday. Sumy was hit.", "city"),
        ("Shells fall on Sumy\n\nTwo people died on Monday.", "city"),
    ],
)
def test_a_headline_may_leave_out_the_word_region(
    gazetteer: Gazetteer, text: str, kind: str
) -> None:
    headline = resolutions_of(text, gazetteer)[0]

    assert headline.place is not None
    assert headline.place.kind == kind


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("Police in Jackson County made arrests.", None),
        (
            "Police in Washington County, Oregon, made arrests.",
            "curated:county.us-oregon.washington-county",
        ),
        ("Police in Harris County made arrests.", "curated:county.us-texas.harris-county"),
        ("It rained in Cluj County.", "naturalearth:RO.cluj"),
        ("It rained in Kent county.", "naturalearth:GB.kent"),
    ],
)
def test_a_county_is_not_the_town_of_its_name(
    gazetteer: Gazetteer, text: str, place_id: str | None
) -> None:
    found = resolutions_of(text, gazetteer)[0]

    assert (found.place and found.place.place_id) == place_id
