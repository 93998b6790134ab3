"""Which of the places of one name is meant."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geomap.gazetteer import distance_km
from geomap.lexicon import language, table
from geomap.mentions import find_mentions
from geomap.records import Candidate, Place, Resolution, Use
from geomap.resolve import resolve_mentions
from geomap.text import fold_name, read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer

    Seconds = Callable[[Callable[[], object]], float]


class SmallGazetteer:
    """A gazetteer of a handful of places, with the methods that the stages use."""

    def __init__(self, *rows: Place) -> None:
        self.rows = rows
        self.names = {place.place_id: place.name for place in rows}

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return the places of a name, in the order in which they were given."""
        key = fold_name(name)
        return tuple(
            Candidate(place, place.name, "official", 1.0)
            for place in self.rows
            if fold_name(place.name) == key
        )

    def openings(self, first_word_key: str) -> dict[str, bool]:
        """Return the beginnings of names that start so, and whether they are names."""
        found: dict[str, bool] = {}
        for words in (fold_name(place.name).split() for place in self.rows):
            if words[0] == first_word_key:
                starts = [" ".join(words[:end]) for end in range(1, len(words))]
                found = dict.fromkeys(starts, False) | found | {" ".join(words): True}
        return found

    def alike(self, name: str, *, loosely: bool = False) -> tuple[Candidate, ...]:
        """Return nothing: these names sound like no other."""
        del name, loosely
        return ()

    def starting(self, skeleton_start: str, limit: int = 200) -> tuple[Place, ...]:
        """Return nothing: no name is misspelt here."""
        del skeleton_start, limit
        return ()

    def place(self, place_id: str) -> Place:
        """Return a place."""
        return next(place for place in self.rows if place.place_id == place_id)

    def demonym(self, word: str) -> str | None:
        """Return the country of an adjective."""
        return "ua" if fold_name(word) == "ukrainian" else None

    def is_common(self, name: str) -> bool:
        """Return False: no name of these places is a word."""
        return name == "reading"

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Return no shape."""
        del place_id
        return None


UKRAINE = Place("ua", "Ukraine", "country", 49.0, 32.0, 500.0, "UA")
DONETSK_OBLAST = Place(
    "ua-14", "Donetsk Oblast", "admin1", 48.1, 37.7, 100.0, "UA", "Donetsk Oblast", "UA-14",
    parent_id="ua",
)  # fmt: skip
KHARKIV_OBLAST = Place(
    "ua-63", "Kharkiv Oblast", "admin1", 49.6, 36.5, 100.0, "UA", "Kharkiv Oblast", "UA-63",
    parent_id="ua",
)  # fmt: skip
KYIV = Place("kyiv", "Kyiv", "city", 50.45, 30.52, 15.0, "UA", "Kyiv", "UA-30", "", "ua", 2_950_000)
KHARKIV = Place(
    "kharkiv", "Kharkiv", "city", 49.99, 36.23, 12.0, "UA", "Kharkiv Oblast", "UA-63", "",
    "ua-63", 1_420_000,
)  # fmt: skip
LYMAN_TOWN = Place(
    "lyman-donetsk", "Lyman", "town", 48.99, 37.80, 4.0, "UA", "Donetsk Oblast", "UA-14", "",
    "ua-14", 20_000,
)  # fmt: skip
LYMAN_VILLAGE = Place(
    "lyman-kharkiv", "Lyman", "village", 49.59, 36.46, 2.0, "UA", "Kharkiv Oblast", "UA-63", "",
    "ua-63", 3_000,
)  # fmt: skip
KYIV_DISTRICT = Place(
    "kyiv-shevchenkivskyi", "Shevchenkivskyi", "district", 50.46, 30.47, 4.0, "UA", "Kyiv",
    "UA-30", "", "kyiv",
)  # fmt: skip
KHARKIV_DISTRICT = Place(
    "kharkiv-shevchenkivskyi", "Shevchenkivskyi", "district", 50.03, 36.22, 4.0, "UA",
    "Kharkiv Oblast", "UA-63", "", "kharkiv",
)  # fmt: skip
SMALL = SmallGazetteer(
    UKRAINE, DONETSK_OBLAST, KHARKIV_OBLAST, KYIV, KHARKIV, LYMAN_TOWN, LYMAN_VILLAGE,
    KYIV_DISTRICT, KHARKIV_DISTRICT,
)  # fmt: skip


HOMONYMS = tomllib.loads((Path(__file__).parent / "homonyms.toml").read_text(encoding="utf-8"))
NEAR_KM = 30


def resolve(
    text: str, gazetteer: Gazetteer | SmallGazetteer = SMALL, *, country_bias: str = "auto"
) -> tuple[Resolution, ...]:
    words = language("en")
    document = read_document(text, words.sections)
    mentions = find_mentions(document, gazetteer, words)
    return resolve_mentions(document, mentions, gazetteer, country_bias=country_bias)


def places(text: str) -> dict[str, str | None]:
    return {
        resolution.mention.text: resolution.place and resolution.place.place_id
        for resolution in resolve(text)
    }


# --- by itself --------------------------------------------------------------------------


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
    lyman, _oblast = resolve("Troops left Lyman, Donetsk Oblast.", small)

    assert lyman.place is None
    assert "qualifies" in lyman.reason


def test_a_raion_known_by_its_seat_holds_the_places_of_its_oblast() -> None:
    """Old raions are in no list of units; their seats are."""
    lyman, raion = resolve("Troops left Lyman, Kharkiv raion, at dawn.")

    assert lyman.place is LYMAN_VILLAGE
    assert raion.place is not None
    assert (raion.place.name, raion.place.kind) == ("Kharkiv district", "admin2")
    assert (raion.place.lat, raion.place.lon) == (KHARKIV.lat, KHARKIV.lon)


def test_a_qualifier_that_is_itself_unknown_decides_nothing() -> None:
    lyman, *_ = resolve("Troops left Lyman, Qwertyivskyi raion, at dawn.")

    assert lyman.place is LYMAN_TOWN


# --- districts --------------------------------------------------------------------------


def test_a_district_follows_the_city_of_its_sentence() -> None:
    assert places("Blasts in Kyiv shook Shevchenkivskyi.")["Shevchenkivskyi"] == (
        "kyiv-shevchenkivskyi"
    )
    assert places("Blasts in Kharkiv shook Shevchenkivskyi.")["Shevchenkivskyi"] == (
        "kharkiv-shevchenkivskyi"
    )


def test_the_office_of_a_city_names_the_city_of_a_district() -> None:
    """ "Kyiv Mayor … in Shevchenkivskyi": the affiliation is evidence, if no place of the event."""
    mayor, district = resolve("Kyiv Mayor Ivan Bondar reported fires in Shevchenkivskyi.")

    assert mayor.mention.use is Use.AFFILIATION
    assert district.place is KYIV_DISTRICT
    assert any("Kyiv named in the same sentence" in line for line in district.evidence)


def test_a_district_of_several_cities_without_a_city_stays_unresolved() -> None:
    (district,) = resolve("Fires broke out in Shevchenkivskyi overnight.")

    assert district.place is None
    assert len(district.candidates) == 2
    assert "several cities" in district.reason


# --- the whole document -----------------------------------------------------------------


def test_one_state_of_the_evidence_decides_whatever_the_order() -> None:
    forward = places("Kharkiv was calm. Lyman was not. Kharkiv Oblast counted the losses.")
    backward = places("Kharkiv Oblast counted the losses. Lyman was not calm. Kharkiv was.")

    assert forward["Lyman"] == backward["Lyman"] == "lyman-kharkiv"


def test_a_country_of_the_bias_is_preferred(gazetteer: Gazetteer) -> None:

    text = "The town of Paris was quiet."
    (here,) = resolve(text, gazetteer, country_bias="none")
    (there,) = resolve(text, gazetteer, country_bias="US")

    assert here.place is not None
    assert there.place is not None
    assert (here.place.country, there.place.country) != ("US", "FR")


def test_the_same_text_gives_the_same_answers(gazetteer: Gazetteer) -> None:
    text = "In Lyman and Paris, in Odessa, Texas, and in Springfield near Odesa, all was calm."

    assert resolve(text, gazetteer) == resolve(text, gazetteer)


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
    found = {r.mention.text: r.place for r in resolve(text, gazetteer)}

    assert found[name] is not None
    assert found[name].name.startswith(place)


def test_a_list_of_states_takes_the_state(gazetteer: Gazetteer) -> None:
    kinds = [
        r.place and r.place.kind
        for r in resolve("Storms hit Alabama, Georgia and Florida.", gazetteer)
    ]

    assert kinds == ["admin1"] * 3


# --- what is kept -----------------------------------------------------------------------


def test_every_answer_keeps_its_runners_up_and_its_reasons() -> None:
    (lyman,) = resolve("Troops left Lyman at dawn.")

    assert [c.place.place_id for c in lyman.candidates] == ["lyman-donetsk", "lyman-kharkiv"]
    assert lyman.candidates[0].score > lyman.candidates[1].score
    assert 0.5 < lyman.score < 1
    assert all("(" in line for line in lyman.evidence)


def test_more_evidence_gives_a_higher_score() -> None:
    (bare,) = resolve("Troops left Lyman at dawn.")
    told, *_ = resolve("Troops left Lyman, Donetsk Oblast, at dawn.")

    assert told.score > bare.score


def test_an_unknown_place_is_kept_without_a_place() -> None:
    (village,) = resolve("Shells hit the village of Qwertyivkove.")

    assert (village.place, village.reason) == (None, "no place of this name is known")


def test_a_part_of_a_name_has_no_place() -> None:
    (person,) = resolve("Jack Kharkiv wrote it.")

    assert person.place is None
    assert "person" in person.reason


def test_a_caption_is_resolved_but_marked() -> None:
    text = "Quiet night\n\nA street in Kharkiv. (Photo by A. B.)\n\nKyiv was calm."
    found = {r.mention.text: r for r in resolve(text)}

    assert found["Kharkiv"].place is KHARKIV
    assert "caption" in found["Kharkiv"].reason
    assert "caption" not in found["Kyiv"].reason


def test_nothing_gives_nothing() -> None:
    assert resolve("") == ()


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
        seconds(lambda text=names * times: resolve(text, gazetteer)) for times in (40, 400)
    )

    assert long < 40 * max(short, 0.005)


def test_the_weights_of_a_candidate_add_up_to_its_score(gazetteer: Gazetteer) -> None:
    """What `geomap explain` shows is what decided, for the runner-up too."""
    (resolution, _) = resolve("Blasts shook Paris, Texas.", gazetteer)

    assert len(resolution.candidates) > 1
    for candidate in resolution.candidates:
        total = sum(weight for weight, _ in candidate.evidence)
        assert candidate.score == pytest.approx(total, abs=0.001)


def test_a_bare_name_shared_with_a_city_means_the_country(gazetteer: Gazetteer) -> None:
    """Twin: the city has a name of its own."""
    (country,) = resolve("The outbreak began in Mexico.", gazetteer)
    (city,) = resolve("The outbreak began in Mexico City.", gazetteer)

    assert country.place is not None
    assert city.place is not None
    assert (country.place.kind, city.place.kind) == ("country", "city")


def test_a_qualifier_of_another_level_holds_what_is_near(gazetteer: Gazetteer) -> None:
    """One source cuts England into counties, the other puts its towns in England."""
    (town, county) = resolve("A farm near Ipswich, Suffolk, was closed.", gazetteer)
    (far, _) = resolve("A farm near Stroud, Suffolk, was closed.", gazetteer)

    assert town.place is not None
    assert county.place is not None
    assert town.place.country == county.place.country == "GB"
    assert far.place is None


def test_a_bare_name_of_several_districts_may_be_a_village(gazetteer: Gazetteer) -> None:
    """Twin: with the word "district" and no city named, none of the districts is taken."""
    (village,) = resolve("Shells fell on Peremoha.", gazetteer, country_bias="UA")
    (district,) = resolve("Shells fell on Shevchenkivskyi district.", gazetteer)

    assert village.place is not None
    assert village.place.kind != "district"
    assert district.place is None


# --- words beside a name ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The western town of Zolochiv lost power.", "UA-46"),
        ("The north-eastern town of Zolochiv lost power.", "UA-63"),
        ("Shells hit the northeastern Ukrainian town of Zolochiv.", "UA-63"),
        ("Shells hit Zolochiv in eastern Ukraine.", "UA-63"),
        ("Shells hit Zolochiv in western Ukraine.", "UA-46"),
    ],
)
def test_a_direction_tells_namesakes_apart(gazetteer: Gazetteer, text: str, unit: str) -> None:
    found = {r.mention.text: r for r in resolve(text, gazetteer)}["Zolochiv"]

    assert found.place is not None
    assert found.place.admin1_code == unit
    assert any("in the part of Ukraine" in line for line in found.evidence)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("A rocket fell near Zolochiv, some 60 km east of Lviv.", "UA-46"),
        ("A rocket fell near Zolochiv, 40 km north-west of Kharkiv.", "UA-63"),
        ("A rocket fell near Zolochiv, a town 40 km from Kharkiv.", "UA-63"),
    ],
)
def test_a_distance_from_a_landmark_tells_namesakes_apart(
    gazetteer: Gazetteer, text: str, unit: str
) -> None:
    found = {r.mention.text: r for r in resolve(text, gazetteer)}["Zolochiv"]

    assert found.place is not None
    assert found.place.admin1_code == unit
    assert any("where the words put it" in line for line in found.evidence)


def test_a_landmark_does_not_hold_what_is_measured_from_it(gazetteer: Gazetteer) -> None:
    """Twin: a region behind a comma does, and a town of it elsewhere is not taken."""
    town, _ = resolve("They met in Yevlakh, a town some 100 km north of Stepanakert.", gazetteer)
    far, *_ = resolve("They met in Yevlakh, Texas.", gazetteer)

    assert town.place is not None
    assert town.place.country == "AZ"
    assert far.place is None


def test_the_direction_of_another_name_tells_nothing(gazetteer: Gazetteer) -> None:
    text = "Far from northeastern Ukraine and near the town of Zolochiv, a bus burned."
    found = {r.mention.text: r for r in resolve(text, gazetteer)}["Zolochiv"]

    assert not any("the part of" in line for line in found.evidence)


def test_the_office_behind_a_name_says_what_it_is(gazetteer: Gazetteer) -> None:
    """Twin: a minister is no one's governor."""
    state, *_ = resolve("Georgia Governor Dan Miller closed the schools.", gazetteer)
    country, *_ = resolve("Georgia Prime Minister Levan Beridze closed the schools.", gazetteer)

    assert state.place is not None
    assert country.place is not None
    assert (state.place.kind, country.place.kind) == ("admin1", "country")


# --- qualifiers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("A mill burned in Paris, Texas.", 33.7, -95.6),
        ("A mill burned in Lebanon, Pa., on Monday.", 40.3, -76.4),
        ("JACKSON, Tenn. - A mill burned.", 35.6, -88.8),
        ("A mill burned in Jackson TN", 35.6, -88.8),
        ("A mill burned in Florence (S.C.) on Monday.", 34.2, -79.8),
        ("A mill burned in Charleston, W.Va., on Monday.", 38.4, -81.6),
        ("A mill burned in London, Ont., on Monday.", 43.0, -81.2),
        ("Shells hit Kamianske, Zaporizhzhia region.", 47.5, 35.4),
        ("Shells hit Kyiv's Shevchenkivskyi district.", 50.5, 30.5),
        ("Shells hit the Shevchenkivskyi district of Kharkiv.", 50.0, 36.2),
    ],
)
def test_a_qualifier_decides(gazetteer: Gazetteer, text: str, lat: float, lon: float) -> None:
    places = [r.place for r in resolve(text, gazetteer) if r.place]

    assert any(distance_km(p.lat, p.lon, lat, lon) < NEAR_KM for p in places if p.kind != "admin1")


@pytest.mark.parametrize("text", ["Kyiv, OK, that is all.", "In Paris, MS is treated."])
def test_capitals_of_no_unit_that_holds_the_town_are_no_qualifier(
    gazetteer: Gazetteer, text: str
) -> None:
    found = [r.place.country for r in resolve(text, gazetteer) if r.place]

    assert "US" not in found


def test_the_place_that_qualifies_is_the_one_that_holds(gazetteer: Gazetteer) -> None:
    """Behind a comma New York is the state; alone it is the city."""
    *_, state = resolve("Roads were closed in Buffalo, New York.", gazetteer)
    (city,) = resolve("Roads were closed in New York.", gazetteer)

    assert state.place is not None
    assert city.place is not None
    assert (state.place.kind, city.place.kind) == ("admin1", "city")


def test_a_neighbour_region_does_not_hold_what_lies_near_it(gazetteer: Gazetteer) -> None:
    """Bakhmut and Kypuche were both called Artemivsk; only one lies in the Donetsk region."""
    found, _region = resolve("Shells hit Artemivsk in Donetsk region.", gazetteer)
    other, _region = resolve("Shells hit Artemivsk in Luhansk region.", gazetteer)

    assert found.place is not None
    assert other.place is not None
    assert (found.place.name, other.place.name) == ("Bakhmut", "Kypuche")


def test_a_former_name_is_found_in_any_year(gazetteer: Gazetteer) -> None:
    for text in ("In 2015, Artemivsk was calm.", "In 2024, Artemivsk was calm."):
        (found,) = resolve(text, gazetteer, country_bias="UA")

        assert found.place is not None
        assert found.place.name == "Bakhmut"


def test_a_city_does_not_swallow_the_villages_called_as_it_once_was(gazetteer: Gazetteer) -> None:
    """Donetsk was Oleksandrivka in 1900; twin: nobody but Kropyvnytskyi was Kirovohrad."""
    (village,) = resolve("Shells fell on Oleksandrivka.", gazetteer, country_bias="UA")
    (city,) = resolve("Shells fell on Kirovohrad.", gazetteer, country_bias="UA")

    assert village.place is not None
    assert city.place is not None
    assert (village.place.name, city.place.name) == ("Oleksandrivka", "Kropyvnytskyi")


def test_every_abbreviated_unit_is_in_the_gazetteer(gazetteer: Gazetteer) -> None:
    for country, units in table("units").items():
        for name in units:
            found = [c.place for c in gazetteer.candidates(name) if c.place.country == country]
            assert any(place.kind == "admin1" for place in found), (country, name)


def test_the_raion_named_in_the_sentence_counts(gazetteer: Gazetteer) -> None:
    """Two towns called Borova; one lies in the Izium raion."""
    found = {
        r.mention.text: r.place for r in resolve("In Izium district, shells hit Borova.", gazetteer)
    }
    other = {
        r.mention.text: r.place
        for r in resolve("In Fastiv district, shells hit Borova.", gazetteer)
    }

    assert found["Borova"] is not None
    assert other["Borova"] is not None
    assert (found["Borova"].admin1_code, other["Borova"].admin1_code) == ("UA-63", "UA-32")


def test_one_sense_per_article() -> None:
    """What is told apart once is meant elsewhere too; twin: it is told apart nowhere."""
    told = resolve("Shells hit Lyman, Kharkiv Oblast. Later they hit Lyman again.")
    untold = resolve("Shells hit Lyman. Later they hit Lyman again.")

    assert told[-1].place is LYMAN_VILLAGE
    assert any("told apart elsewhere" in line for line in told[-1].evidence)
    assert untold[-1].place is LYMAN_TOWN


def test_a_bias_that_was_asked_for_is_stronger_than_size(gazetteer: Gazetteer) -> None:
    """The largest Nikolayevka is a town of Russia."""
    (found,) = resolve("Strikes hit the Nikolaevka area.", gazetteer, country_bias="UA")

    assert found.place is not None
    assert found.place.country == "UA"


# --- abstaining -------------------------------------------------------------------------


def test_a_small_town_far_from_all_else_is_a_stranger(gazetteer: Gazetteer) -> None:
    """Its namesake is meant, which is in no list; twin: something near it is named."""
    far = "Rockets hit Kharkiv, Chuhuiv and Izium. A car burned in Ozark, too."
    near = "Storms hit Montgomery and Dothan. A car burned in Ozark, too."
    stranger = {r.mention.text: r for r in resolve(far, gazetteer)}["Ozark"]
    local = {r.mention.text: r for r in resolve(near, gazetteer)}["Ozark"]

    assert (stranger.place, stranger.score) == (None, 0.0)
    assert "nothing else in the article lies near" in stranger.reason
    assert stranger.candidates
    assert local.place is not None
    assert local.place.admin1 == "Alabama"


def test_a_city_that_readers_know_may_be_far_from_all_else(gazetteer: Gazetteer) -> None:
    text = "Rockets hit Kharkiv, Chuhuiv and Izium. Talks in Chicago went on."
    city = {r.mention.text: r.place for r in resolve(text, gazetteer)}["Chicago"]

    assert city is not None


def test_states_in_names_of_organisations_are_witnesses(gazetteer: Gazetteer) -> None:
    """Twin: without the department Florence is the city of Italy."""
    told = "Two men from Florence drowned, the South Carolina Department of Health said."
    untold = "Two men from Florence drowned."
    (here, *_), (there, *_) = resolve(told, gazetteer), resolve(untold, gazetteer)

    assert here.place is not None
    assert there.place is not None
    assert (here.place.admin1, there.place.country) == ("South Carolina", "IT")


def test_a_loose_qualifier_that_holds_nothing_refuses_nothing(gazetteer: Gazetteer) -> None:
    """ "a dealer in Portland" says where the dealer is; a type word behind would be meant."""
    boston, *_ = resolve("Fish is dear in Boston, a dealer in Portland said.", gazetteer)
    yevlakh, *_ = resolve("They met in Yevlakh, a town in the Sumy region.", gazetteer)

    assert boston.place is not None
    assert boston.place.admin1 == "Massachusetts"
    assert yevlakh.place is None


# --- nearly the name, the front, the spelling -----------------------------------------------


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
    found, *_ = resolve(text, gazetteer)

    assert found.place is None if near is None else found.place is not None
    if found.place is not None and near is not None:
        assert found.place.name == name
        assert distance_km(found.place.lat, found.place.lon, *near) < NEAR_KM


def test_without_a_stated_unit_a_misspelt_name_is_unknown(gazetteer: Gazetteer) -> None:
    """Twin: so little likeness says nothing by itself."""
    found = resolve("They left the town of Kupyansc, and Donetsk.", gazetteer)

    assert [r.place for r in found if r.mention.text == "Kupyansc"] == [None]


def test_a_city_that_readers_know_stays_where_it_is(gazetteer: Gazetteer) -> None:
    """ "talks in Kharkiv in the Sumy region" is a slip of the writer, not of the name."""
    found, *_ = resolve("Talks in Kharkiv in the Sumy region went on.", gazetteer)

    assert found.place is not None
    assert found.place.admin1 == "Kharkiv Oblast"


def test_the_front_decides_between_villages_of_a_war_only(gazetteer: Gazetteer) -> None:
    """Twins: without the war, or with no preference wanted, it says nothing."""
    told = "A Russian sniper killed a Ukrainian sapper near Pisky."
    by_war, asked = resolve(told, gazetteer)[-1], resolve(told, gazetteer, country_bias="UA")[-1]
    others = (
        resolve("A Ukrainian bus overturned near Pisky.", gazetteer)[-1],
        resolve(told, gazetteer, country_bias="none")[-1],
    )

    for front in (by_war, asked):
        assert front.place is not None
        assert front.place.admin1 == "Donetsk Oblast"
        assert "near the front lines" in " ".join(front.evidence)
        assert len(front.candidates) > 1
    assert not any("near the front lines" in " ".join(other.evidence) for other in others)


def test_the_front_outweighs_no_word_of_the_text(gazetteer: Gazetteer) -> None:
    _russian, pisky, *_ = resolve(
        "Russian bombs hit Pisky, Poltava region, Ukrainian police said.", gazetteer
    )

    assert pisky.place is not None
    assert pisky.place.admin1 == "Poltava Oblast"


def test_a_spelling_of_the_name_beats_a_former_name_of_another(gazetteer: Gazetteer) -> None:
    """Nikopol was once called like Sloviansk; Donetsk's former name is borne by none."""
    sloviansk, *_ = resolve("Shells hit Slovyansk.", gazetteer)
    donetsk, *_ = resolve("Stalino was hit.", gazetteer)

    assert sloviansk.place is not None
    assert donetsk.place is not None
    assert (sloviansk.place.name, donetsk.place.name) == ("Sloviansk", "Donetsk")


# --- names of other days ----------------------------------------------------------------


def place_on(text: str, gazetteer: Gazetteer, published: date | None) -> Resolution:
    """Return the resolution of the first mention of a text of a day."""
    words = language("en")
    document = read_document(text, words.sections)
    mentions = find_mentions(document, gazetteer, words)
    return resolve_mentions(document, mentions, gazetteer, published=published)[0]


@pytest.mark.parametrize("year", [2015, 2024, None])
def test_a_town_is_found_by_a_name_it_has_lost(gazetteer: Gazetteer, year: int | None) -> None:
    day = None if year is None else date(year, 3, 1)
    found = place_on("Artemivsk was shelled at night.", gazetteer, day)

    assert found.place is not None
    assert found.place.name == "Bakhmut"


def test_a_name_counts_in_full_on_the_days_a_place_bore_it(gazetteer: Gazetteer) -> None:
    """In 2015 Novomoskovsk was a Ukrainian city; ten years on the Russian one has it alone."""
    text = "Novomoskovsk has no water, and no one knows why."
    then, now = (place_on(text, gazetteer, date(year, 3, 1)) for year in (2015, 2025))
    scores = [{c.place.name: c.score for c in found.candidates}["Samar"] for found in (then, now)]

    assert scores[0] > scores[1]
    assert now.place is not None
    assert now.place.country == "RU"


# --- units and headlines ----------------------------------------------------------------


def test_a_district_known_by_its_seat_is_a_district(gazetteer: Gazetteer) -> None:
    """The Rylsk district is no town: its mark is as wide as one does not know better."""
    district, town = resolve("Shells fell on the Rylsk district and on Rylsk.", gazetteer)

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
    headline = resolve(text, gazetteer)[0]

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
    found = resolve(text, gazetteer)[0]

    assert (found.place and found.place.place_id) == place_id


def test_a_village_abroad_is_believed_only_near_the_rest_of_the_article(
    gazetteer: Gazetteer,
) -> None:
    """The Larga that is known lies in Romania; a report of Poland means another."""
    text = "Parts of a drone fell on Larga. Police in Warsaw and Lublin opened a case."
    strange, *_ = resolve(text, gazetteer)
    near, *_ = resolve("A barn burned in Larga. Cluj-Napoca sent help.", gazetteer)

    assert strange.place is None
    assert near.place is not None
    assert near.place.country == "RO"


# --- homonyms ---------------------------------------------------------------------------


def is_right(resolution: Resolution, wanted: str | list[float]) -> bool:
    place = resolution.place
    if place is None:
        return wanted == ""
    if isinstance(wanted, str):
        return wanted in {place.country, place.admin1_code}
    return distance_km(place.lat, place.lon, *wanted) <= NEAR_KM


def judged(gazetteer: Gazetteer, half: int) -> Iterator[tuple[Resolution, bool]]:
    """Yield the resolutions of names that the gazetteer can resolve, and whether they are right."""
    for section in HOMONYMS.values():
        for row in section[half::2]:
            for resolution in resolve(row["text"], gazetteer):
                wanted = row["places"].get(resolution.mention.text)
                if wanted is None or resolution.mention.use is Use.NAME_PART:
                    continue
                yield resolution, is_right(resolution, wanted)


@pytest.mark.parametrize("half", [0, 1], ids=["seen", "unseen"])
def test_homonyms_are_told_apart(gazetteer: Gazetteer, half: int) -> None:
    """342 short texts of local and world news, tweets and reports from Ukraine."""
    answers = [is_ok for _, is_ok in judged(gazetteer, half)]

    assert len(answers) > 340
    assert sum(answers) / len(answers) > 0.95


def test_the_largest_of_a_name_is_not_enough(gazetteer: Gazetteer) -> None:
    """The check above can fail: who takes the first candidate is wrong in every fourth case."""
    firsts = [
        is_right(
            Resolution(r.mention, gazetteer.candidates(r.mention.name)[0].place),
            row["places"][r.mention.text],
        )
        for section in HOMONYMS.values()
        for row in section
        for r in resolve(row["text"], gazetteer)
        if r.candidates and r.mention.text in row["places"]
    ]

    assert sum(firsts) / len(firsts) < 0.8


def test_the_score_of_a_place_says_how_often_it_is_right(gazetteer: Gazetteer) -> None:
    """Calibration: of the answers with a score near p about the share p is right."""
    answers = [pair for half in (0, 1) for pair in judged(gazetteer, half) if pair[0].place]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for resolution, is_ok in answers:
        bins.setdefault(min(9, int(resolution.score * 10)), []).append((resolution.score, is_ok))
    error, report = 0.0, []
    for number, rows in sorted(bins.items()):
        said = sum(score for score, _ in rows) / len(rows)
        held = sum(is_ok for _, is_ok in rows) / len(rows)
        report.append(f"{number / 10:.1f}: {len(rows)} answers, said {said:.3f}, held {held:.3f}")
        error += len(rows) / len(answers) * abs(said - held)

    assert error < 0.04, "\n".join(report)
