"""Names that are no places: persons, organisations, ships, everyday words."""

from __future__ import annotations

import pytest

from geomap.records import Use
from tests.support.names import mentions_of, named_in, places_of


def test_an_article_makes_a_river_of_a_town_and_no_town_at_all_of_a_ship() -> None:
    (river,) = mentions_of("They crossed the Dnipro that night.")
    (ship,) = mentions_of("In April the Moskva sank.")

    assert "river" in river.kinds
    assert ship.use is Use.NAME_PART


def test_lower_case_hides_no_person() -> None:
    text = "victoria nuland and the russian vladimir petrenko were in kharkiv"

    assert places_of(text, ignore_case=True) == ["russian", "kharkiv"]


@pytest.mark.parametrize(
    "text",
    [
        "Victoria Nuland spoke first.",
        "The novelist Jack London wrote it.",
        "President Vladimir Petrenko flew home.",
        "A report by Dr. Lincoln was read.",
        "It was written by J. Paris for a paper.",
    ],
)
def test_a_person_is_no_place(text: str) -> None:
    found = mentions_of(text)

    assert {mention.use for mention in found} == {Use.NAME_PART}
    assert any("person" in mention.reason for mention in found)


def test_a_surname_stays_a_person_unless_a_preposition_says_otherwise() -> None:
    text = "The writer Jack London sailed south. London wrote daily. He never died in London."
    uses = [mention.use for mention in mentions_of(text)]

    assert uses[:2] == [Use.NAME_PART, Use.NAME_PART]
    assert uses[-1] is Use.LITERAL


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("She studied at Moscow State University.", "Moscow"),
        ("The Kharkiv Polytechnic reopened.", "Kharkiv"),
        ("He wrote for the Washington Examiner.", "Washington"),
        ("The Kyiv Post reported it.", "Kyiv"),
        ("The Bank of England kept rates.", "England"),
        ("The Minsk agreements failed.", "Minsk"),
        ("Agence France-Presse reported it.", "France"),
    ],
)
def test_an_organisation_is_no_place(text: str, name: str) -> None:
    mention = next(m for m in mentions_of(text) if name in m.text)

    assert mention.use is Use.NAME_PART
    assert mention.reason


@pytest.mark.parametrize("word", ["Since", "Reading", "March", "Nice", "Of", "Mobile"])
def test_a_common_word_at_the_start_of_a_sentence_is_no_place(word: str) -> None:
    text = f"All was calm. {word} was quieter than before."

    assert places_of(text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Fighting Flares in Centre of Donetsk, Five Dead", ["Donetsk"]),
        ("Shell Hits Bus Station in Donetsk, at Least One Killed", ["Donetsk"]),
        ("Police Find Jar After Strike on Village Near Kharkiv", ["Kharkiv"]),
        ("Truck Attack in Nice, France, Leaves Dozens Dead", ["Nice", "France"]),
    ],
)
def test_a_common_word_in_title_case_is_no_place(text: str, places: list[str]) -> None:
    assert places_of(text) == places


def test_a_common_word_with_a_preposition_and_a_state_is_a_place() -> None:
    assert places_of("The storm made landfall in Mobile, Alabama.") == ["Mobile", "Alabama"]


def test_a_demonym_stands_for_its_country() -> None:
    (mention,) = mentions_of("Moldovan farmers met.")

    assert (mention.use, mention.name, mention.kinds) == (
        Use.AFFILIATION,
        "Moldova",
        frozenset({"country"}),
    )


def test_a_rejected_name_stays_with_its_reason() -> None:
    assert all(mention.reason for mention in mentions_of("Jordan Smith met Paris Hilton in Rome."))


def test_a_given_person_is_no_place_without_more() -> None:
    """A recogniser that knows persons helps where a village is called like one."""
    text = "Yesterday Uman laughed."
    (alone,) = mentions_of(text)
    (told,) = mentions_of(text, spans=[(10, 14, "person")])

    assert alone.use is not Use.NAME_PART
    assert told.use is Use.NAME_PART
    assert "read as a person by the recogniser" in told.reason


def test_a_given_person_does_not_outweigh_a_type_word() -> None:
    text = "Shells fell on the city of Uman."
    start = text.index("Uman")

    (mention,) = mentions_of(text, spans=[(start, start + 4, "person")])

    assert mention.use is Use.LITERAL


def test_a_vessel_is_no_town() -> None:
    assert places_of("The cruiser Moskva sank off Odesa.") == ["Odesa"]
    assert places_of("The Moskva sank in the Black Sea.") == ["Black Sea"]


def test_a_club_is_known_by_its_first_word_only_before_another_name() -> None:
    assert places_of("Zoria Luhansk won in Lviv.") == ["Lviv"]
    assert "Zoria" in places_of("Shells fell on Zoria, Donetsk region.")


def test_an_age_behind_a_name_makes_a_person() -> None:
    text = "The driver, Lincoln, 42, was hurt. Lincoln left hospital. He lives in Lincoln."

    assert [m.use for m in mentions_of(text)] == [Use.NAME_PART, Use.NAME_PART, Use.LITERAL]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Mr Holland said no. Holland was tired.", []),
        ("President Holland said no.", ["Holland"]),
        ("Israel Katzman met the press.", []),
        ("Israel Defence Minister Katz spoke.", ["Israel"]),
    ],
)
def test_a_person_may_be_called_like_a_state(text: str, places: list[str]) -> None:
    assert places_of(text) == places


def test_a_name_of_common_words_is_a_place_with_its_state_only() -> None:
    assert places_of("The bank was shut. The Bank said nothing.") == []
    assert places_of("A fire in Eagle Pass, Texas, was put out.") == ["Eagle Pass", "Texas"]


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("ru", "Президент провёл переговоры с Лукашенко."),
        ("ru", "Он встретился с Матвиенко и с Шевченко."),
        ("ru", "Депутат обедал с Тимошенко."),
        ("uk", "Депутат обідав з Тимошенко."),
    ],
)
def test_who_somebody_meets_is_no_village(iso: str, text: str) -> None:
    """The Russian "с" is "with" there, not "с." for "село"."""
    assert places_of(text, iso) == []


@pytest.mark.parametrize(
    ("iso", "text", "place"),
    [
        ("ru", "Пожар тушили в с. Лукашенко.", "Лукашенко"),
        ("ru", "Обстреляли с. Работино ночью.", "Работино"),
        ("ru", "Граница с Марокко закрыта.", "Марокко"),
        ("ru", "Бои идут у Шевченко.", "Шевченко"),
        ("uk", "Вибухи у м. Київ.", "Київ"),
    ],
)
def test_a_village_of_such_a_name_stays_one(iso: str, text: str, place: str) -> None:
    """The twin: a full stop makes "с." a village, and no other preposition takes persons so."""
    assert places_of(text, iso) == [place]


def test_a_full_stop_makes_a_type_word_of_a_letter_only_where_it_is_one() -> None:
    """ "2014 г." is a year, and a capital letter an initial."""
    (village,) = mentions_of("Обстреляли с. Работино.", "ru")
    (year,) = mentions_of("В 2014 г. Лиман взяли.", "ru")

    assert "village" in village.kinds
    assert not year.kinds
    assert mentions_of("С. Шойгу приехал.", "ru") == ()


@pytest.mark.parametrize(
    ("iso", "text", "places"),
    [
        ("ru", "Об этом сообщает агентство САНА.", []),
        ("uk", "Повідомляє агентство САНА.", []),
        ("en", "SANA reported explosions in Homs.", ["Homs"]),
        ("en", "Syria's SANA said so.", ["Syria"]),
        ("ru", "Взрывы прогремели в городе Сана.", ["Sanaa"]),
        ("ru", "САНА, 5 мая. Взрывы прогремели утром.", ["Sanaa"]),
        ("en", "SANAA, Yemen (AP) - Explosions were heard.", ["Sanaa", "Yemen"]),
    ],
)
def test_an_agency_by_its_acronym_is_no_place(iso: str, text: str, places: list[str]) -> None:
    """The city of the name has it in small letters, or opens a report."""
    assert named_in(text, iso) == places


@pytest.mark.parametrize(
    ("iso", "text", "places"),
    [
        ("en", "A Toyota Land Cruiser exploded in Mosul.", ["Mosul"]),
        ("en", "Toyota Land Cruiser Explodes in Mosul, Iraq", ["Mosul", "Iraq"]),
        ("en", "Gunmen in Toyota pickups raided Gao.", ["Gao"]),
        ("ru", "Боевики на Toyota Hilux въехали в Алеппо.", ["Aleppo"]),
        ("ru", "Автомобиль «Тойота» сгорел в Алеппо.", ["Aleppo"]),
        ("en", "A blast shook Toyota, Japan.", ["Toyota", "Japan"]),
        ("en", "Workers in Toyota City went on strike.", ["Toyota"]),
    ],
)
def test_the_maker_of_a_car_is_no_town(iso: str, text: str, places: list[str]) -> None:
    """But the town that the maker is called after is one."""
    assert named_in(text, iso) == places
