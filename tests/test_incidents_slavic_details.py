"""Numbers, days, sources and shared places in Ukrainian and Russian: each rule with its twin."""

from __future__ import annotations

import pytest

from geomap import analyze
from tests.support.incidents import places_of

PUBLISHED = "2023-05-10"
"""A Wednesday."""


def numbers_in(text: str) -> dict[str, float]:
    """Return the numbers of all incidents of a report, by what they count."""
    incidents = analyze(text, published=PUBLISHED).incidents
    held = [(*i.counts, *(c for place in i.places for c in place.counts)) for i in incidents]
    return {count.kind: count.value for counts in held for count in counts if count.value}


def test_the_noun_of_a_lone_person_is_the_person() -> None:
    (incident,) = analyze("72-річний чоловік отримав поранення в Херсоні.").incidents

    assert [(count.text, count.unit) for count in incident.counts] == [("чоловік", "чоловік")]


def places_in(text: str, type_id: str) -> set[str]:
    """Return the words for the places of an incident type."""
    report = analyze(text, published=PUBLISHED)
    return {
        report.resolutions[place.mention].mention.text
        for incident in report.incidents
        if incident.incident_type == type_id
        for place in incident.places
    }


ONES = [
    ("У Херсоні поранено жінку.", {"injured": 1.0}),
    ("В Белгороде ранен водитель.", {"injured": 1.0}),
    ("У Сумах загинув 62-річний чоловік.", {"killed": 1.0}),
    ("В Курске погибли мать и двое детей.", {"killed": 3.0}),
    ("У Нікополі поранено жінку та двох дітей.", {"injured": 3.0}),
    ("СБУ затримала в Дніпрі коригувальника.", {"captured": 1.0}),
    ("У Сумах дроном поранено водія.", {"injured": 1.0}),
    ("У Сумах загинули 40-річна жінка та її 12-річний син.", {"killed": 2.0}),
    ("В Донецке ранены женщина и 15-летний подросток.", {"injured": 2.0}),
    ("СБУ затримала в Дніпрі подружжя.", {"captured": 2.0}),
]


@pytest.mark.parametrize(("text", "numbers"), ONES)
def test_a_person_without_a_number_is_one(text: str, numbers: dict[str, float]) -> None:
    """These languages have no "a": the singular says it."""
    assert numbers_in(text) == numbers


OTHERS = [
    ("У Херсоні загинула 21 людина.", {"killed": 21.0}),
    ("Погибли пять человек в Курске, включая ребёнка.", {"killed": 5.0}),
    ("У Харкові поранено шестеро, одна жінка у важкому стані.", {"injured": 6.0}),
    ("У Харкові поранено людей.", {}),
]


@pytest.mark.parametrize(("text", "numbers"), OTHERS)
def test_a_person_who_has_a_number_is_not_counted_again(
    text: str, numbers: dict[str, float]
) -> None:
    """The twin: the noun of a number, a part of it and the plural are no ones."""
    assert numbers_in(text) == numbers


COUNTS = [
    ("У Кривому Розі загинули сімнадцятеро людей.", {"killed": 17.0}),
    ("Число погибших в Умани достигло тридцати.", {"killed": 30.0}),
    ("Вночі збито 78 дронів і дев'ять ракет.", {"intercepted": 9.0}),
    ("Під Бахмутом ворог втратив 300 військових і два танки.", {"destroyed": 2.0}),
    ("На Покровському напрямку зупинено 54 штурми.", {}),
]


@pytest.mark.parametrize(("text", "numbers"), COUNTS)
def test_a_number_counts_what_it_stands_by(text: str, numbers: dict[str, float]) -> None:
    """Of several numbers of one kind the last is looked at; attacks are not munitions."""
    assert numbers_in(text) == numbers


DAYS = [
    ("За добу обстріляли Нікополь.", "2023-05-09", "2023-05-11"),
    ("За минулу добу обстріляли Нікополь.", "2023-05-09", "2023-05-11"),
    ("Протягом ночі обстріляли Нікополь.", "2023-05-09", "2023-05-11"),
    ("За прошедшие сутки обстреляли Никополь.", "2023-05-09", "2023-05-11"),
    ("В ночь на понедельник обстреляли Никополь.", "2023-05-07", "2023-05-09"),
    ("О третій годині ночі обстріляли Нікополь.", "None", "None"),
]


@pytest.mark.parametrize(("text", "first", "end"), DAYS)
def test_the_last_day_and_the_last_night_are_days(text: str, first: str, end: str) -> None:
    (incident,) = analyze(text, published=PUBLISHED).incidents

    assert (str(incident.when.start), str(incident.when.end)) == (first, end)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Натомість Генштаб заявив, що ворог обстріляв Нікополь.", "Генштаб"),
        ("Однако Минобороны заявило, что ВСУ обстреляли Белгород.", "Минобороны"),
        ("Начальник ОВА Іван Федоров заявив, що обстріляно Оріхів.", "Начальник ОВА Іван Федоров"),
    ],
)
def test_a_word_that_joins_sentences_is_no_part_of_a_source(text: str, name: str) -> None:
    (incident,) = analyze(text, published=PUBLISHED).incidents

    assert incident.attribution == name


SHARED = [
    ("В Севастополе гремят взрывы, работает ПВО.", "interception", {"Севастополе"}),
    ("Explosions shook Kyiv as air defences shot down drones.", "interception", {"Kyiv"}),
    ("Обломки сбитого дрона рухнули на дом в Туле.", "infrastructure_damage", {"Туле"}),
    ("Біля Кринок точаться бої, а дрони летять на Одесу.", "ground_combat", {"Кринок"}),
]


@pytest.mark.parametrize(("text", "type_id", "places"), SHARED)
def test_what_one_sentence_tells_of_one_place_shares_it(
    text: str, type_id: str, places: set[str]
) -> None:
    assert places_in(text, type_id) == places


@pytest.mark.parametrize(
    "text",
    [
        "Уничтожены 44 беспилотника: 30 над Брянской областью, 14 над Крымом.",
        "In the night 44 drones were shot down: 30 over Bryansk region, 14 over Crimea.",
    ],
)
def test_a_list_after_a_colon_tells_the_numbers_by_place(text: str) -> None:
    (incident,) = analyze(text, published=PUBLISHED).incidents
    by_place = [count.value for place in incident.places for count in place.counts]

    assert ([count.value for count in incident.counts], by_place) == ([44.0], [30.0, 14.0])


def test_an_office_of_a_state_is_not_in_it() -> None:
    """Whose chancellor comes says nothing of where; a strike on a country does."""
    assert places_in("Канцлер Австрії прибув до Одеси.", "diplomacy") == {"Одеси"}
    assert places_in("Удар ракетами по Україні тривав.", "missile_strike") == {"Україні"}


SECTORS = [
    ("На Куп'янському напрямку бої біля Кринок та Ольховатки.", {"Кринок", "Ольховатки"}),
    ("In the Kupiansk sector there was fighting near Dvorichna.", {"Dvorichna"}),
    ("На Куп'янському напрямку тривають бої.", {"Куп'янському"}),
    ("На Покровському напрямку зупинено штурми: найбільше біля Удачного.", {"Удачного"}),
]


@pytest.mark.parametrize(("text", "places"), SECTORS)
def test_a_sector_only_tells_where_its_towns_lie(text: str, places: set[str]) -> None:
    """With no town named, the sector is the place."""
    assert places_in(text, "ground_combat") == places


LISTS = [
    "Удари по Одесі, Нікополю та Харкову\n\nСнаряди влучили в Нікополь, загинула жінка.",
    "Strikes on Odesa, Nikopol and Kharkiv\n\nShells hit Nikopol, killing a woman.",
]


@pytest.mark.parametrize("text", LISTS)
def test_a_headline_that_lists_towns_takes_no_dead_from_one_of_them(text: str) -> None:
    """The body tells what happened in one; the headline keeps the others."""
    report = analyze(text, published=PUBLISHED)
    (told,) = [i for i in report.incidents if i.incident_type == "shelling"]
    names = {report.resolutions[place.mention].mention.text for place in told.places}

    assert len(names) == 1
    assert names <= {"Нікополь", "Nikopol"}
    assert [(count.kind, count.value) for count in told.counts] == [("killed", 1.0)]
    assert numbers_in(text) == {"killed": 1.0}
    (other,) = [i for i in report.incidents if i is not told]
    assert len(other.places) == len(LISTS)


def test_a_headline_that_names_one_town_is_told_again() -> None:
    """The twin: headline and body are one incident."""
    text = "Удар по Нікополю\n\nСнаряди влучили в Нікополь, загинула жінка."

    assert len(analyze(text, published=PUBLISHED).incidents) == 1


FARMER = "На Харківщині загинув фермер. Дрон ударив по будинку в Ізюмі."
FARMER_RU = "В Харьковской области погиб фермер. Дрон ударил по дому в Изюме."


@pytest.mark.parametrize(
    ("before", "last", "place"),
    [
        (FARMER, "За добу над областю збито 34 безпілотники.", "Харківщині"),
        (FARMER, "За добу над містом збито 34 безпілотники.", "Ізюмі"),
        (FARMER_RU, "За сутки над регионом сбито 34 беспилотника.", "Харьковской области"),
    ],
)
def test_a_bare_noun_is_a_known_one(before: str, last: str, place: str) -> None:
    assert places_of(f"{before} {last}", "interception") == {("intercepted", place)}


def test_a_field_of_work_is_no_region() -> None:
    text = "На Харківщині загинув фермер. В Ізюмі в області енергетики пролунали вибухи."

    assert places_of(text, "explosion") == {("target", "Ізюмі")}
