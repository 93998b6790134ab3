"""Ukrainian and Russian names in a case: lists of regions, cities that look like villages."""

from __future__ import annotations

import pytest

from geomap.records import Use
from tests.support.names import named_in, resolutions_of


@pytest.mark.parametrize(
    ("iso", "text", "places"),
    [
        ("uk", "Дрони над Сумською та Чернігівською областями.", ["Sumy", "Chernihiv"]),
        ("uk", "Тривога в Київській, Житомирській та Рівненській областях.",
         ["Kyiv", "Zhytomyr", "Rivne"]),
        ("uk", "Вночі вкрили Донецьку та Луганську області.", ["Donetsk", "Luhansk"]),
        ("uk", "Сильний дощ зачепив Запорізьку й Херсонську області.",
         ["Zaporizhzhia", "Kherson"]),
        ("ru", "Дроны над Брянской, Курской и Белгородской областями.",
         ["Bryansk", "Kursk", "Belgorod"]),
        ("ru", "Сообщили в Харьковской и Донецкой областях.", ["Kharkiv", "Donetsk"]),
        ("ru", "Дроны летели над Орловской, Липецкой и Тульской областями.",
         ["Oryol", "Lipetsk", "Tula"]),
        ("ru", "Колонны вошли в Сумскую и Харьковскую области.", ["Sumy", "Kharkiv"]),
    ],
)  # fmt: skip
def test_a_list_of_regions_in_any_case_is_one_of_regions(
    iso: str, text: str, places: list[str]
) -> None:
    assert named_in(text, iso) == [f"{place} Oblast" for place in places]


@pytest.mark.parametrize(
    ("iso", "text", "places"),
    [
        ("uk", "Київ та Житомирську область засипало снігом.", ["Kyiv", "Zhytomyr Oblast"]),
        ("uk", "У Сумах та Харківській області тихо.", ["Sumy", "Kharkiv Oblast"]),
        ("ru", "Он жил в Сумах и Харьковской области.", ["Sumy", "Kharkiv Oblast"]),
    ],
)
def test_a_city_in_front_of_a_region_stays_a_city(iso: str, text: str, places: list[str]) -> None:
    """The twin: the type word goes only to what is a region with it."""
    assert named_in(text, iso) == places


@pytest.mark.parametrize("word", ["Брянской", "Липецкой", "Орловской"])
def test_an_adjective_alone_is_no_case_of_its_town(word: str) -> None:
    assert named_in(f"Вечером на {word} был пожар.", "ru") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Взрыв прогремел во Львове.", "Lviv"),
        ("Колонна стоит в Глухове.", "Hlukhiv"),
        ("Взрыв прогремел в селе Львове.", "Lvove"),
    ],
)
def test_a_city_in_a_case_goes_before_a_small_village(text: str, place: str) -> None:
    """Unless a type word says which."""
    assert named_in(text, "ru") == [place]


@pytest.mark.parametrize(
    ("iso", "text", "place"),
    [
        ("ru", "Бои идут в Лимане.", "Lyman"),
        ("uk", "Бої тривають під Лиманом.", "Lyman"),
        ("uk", "Човни вийшли в Дністровський лиман.", "Dniester estuary"),
    ],
)
def test_a_town_called_like_a_type_word_is_found_by_its_capital(
    iso: str, text: str, place: str
) -> None:
    assert named_in(text, iso) == [place]
    assert named_in("Рибалки вийшли в лиман.", "uk") == []


@pytest.mark.parametrize(
    ("iso", "words", "place"),
    [
        ("ru", "в Орле", "Oryol"),
        ("ru", "из Клинцов", "Klintsy"),
        ("ru", "из Черновцов", "Chernivtsi"),
        ("ru", "в Белой Церкви", "Bila Tserkva"),
        ("uk", "із Сум", "Sumy"),
        ("uk", "у Горішніх Плавнях", "Horishni Plavni"),
        ("uk", "у Рильську", "Ryl’sk"),
        ("uk", "у Сизрані", "Syzran"),
        ("uk", "у Новоросійську", "Novorossiysk"),
    ],
)
def test_declined_towns_are_found(iso: str, words: str, place: str) -> None:
    start = "Взрыв прогремел" if iso == "ru" else "Вибух пролунав"

    assert named_in(f"{start} {words}.", iso) == [place]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Вибухи пролунали неподалік Курська.", ["Kursk"]),
        ("Пуски безпілотників з району Смоленська.", ["Smolensk"]),
        ("Пуски із районів Приморсько-Ахтарська, Курська та Орла.",
         ["Primorsko-Akhtarsk", "Kursk", "Oryol"]),
        ("Обстріл Первомайська тривав.", ["Pervomaisk"]),
    ],
)  # fmt: skip
def test_a_large_city_in_a_case_goes_before_a_small_town_called_by_an_adjective(
    text: str, places: list[str]
) -> None:
    """Kursk is forty times Kurskaya, whose name a Ukrainian genitive of the city is."""
    assert named_in(text, "uk") == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Курська область під обстрілом.", ["Kursk Oblast"]),
        ("Курська та Брянська області під обстрілом.", ["Kursk Oblast", "Bryansk Oblast"]),
        ("Смоленська АЕС зупинена.", ["Smolensk Nuclear Power Plant"]),
        ("Пожежа у станиці Курська.", ["Kurskaya"]),
        ("Вибух у Бродах.", ["Brody"]),
    ],
)
def test_an_adjective_with_its_noun_is_no_case_of_the_city(text: str, places: list[str]) -> None:
    """The twin: neither is a town whose name is no adjective."""
    assert named_in(text, "uk") == places


@pytest.mark.parametrize(
    ("iso", "text", "places"),
    [
        ("ru", "Столкновения в сирийских провинциях Латакия и Тартус.", ["Lattakia", "Tartus"]),
        ("ru", "Взрыв прогремел в провинции Идлиб.", ["Idlib"]),
        ("ru", "Пострадала провинция Хомс.", ["Homs Governorate"]),
        ("uk", "Вибух пролунав у провінції Кандагар.", ["Kandahar"]),
    ],
)
def test_a_province_is_known_by_the_town_it_is_called_after(
    iso: str, text: str, places: list[str]
) -> None:
    """Few provinces have names in these languages; their seats do."""
    found = [one for one in resolutions_of(text, iso=iso) if one.mention.use is Use.LITERAL]

    assert [one.place.kind for one in found if one.place] == ["admin1"] * len(places)
    assert [one.place.name for one in found if one.place] == places


@pytest.mark.parametrize(
    "text",
    ["Столкновения в городе Латакия.", "Столкновения в Латакии.", "Латакия и её провинция."],
)
def test_a_bare_town_is_no_province(text: str) -> None:
    (found,) = resolutions_of(text, iso="ru")

    assert found.place is not None
    assert found.place.kind == "city"


@pytest.mark.parametrize(
    ("iso", "text", "places"),
    [
        ("ru", "Взрыв прогремел в Санкт-Петербурге.", ["Saint Petersburg"]),
        ("uk", "Вибух пролунав у Санкт-Петербурзі.", ["Saint Petersburg"]),
        ("ru", "Взрывы прогремели в Тель-Авиве и Нью-Йорке.", ["Tel Aviv", "New York"]),
        ("uk", "Вибухи пролунали в Тель-Авіві та Гамбурзі.", ["Tel Aviv", "Hamburg"]),
        ("ru", "Поезд из Москвы в Киев.", ["Moscow", "Kyiv"]),
        ("ru", "Поезд Москва-Киев задержан.", ["Moscow", "Kyiv"]),
    ],
)
def test_a_name_with_a_hyphen_is_found_in_its_cases(iso: str, text: str, places: list[str]) -> None:
    """The twins: a hyphen between two cities ties no name."""
    assert named_in(text, iso) == places


@pytest.mark.parametrize(
    ("iso", "text", "place"),
    [
        ("ru", "Взрыв прогремел в Дамаске.", "Damascus"),
        ("ru", "Переговоры прошли в Женеве.", "Geneva"),
        ("ru", "Взрыв прогремел в Дубае.", "Dubai"),
        ("uk", "Переговори тривають у Відні.", "Vienna"),
        ("uk", "Обстріляно село Женів.", "Zheniv"),
        ("uk", "Вибух пролунав у Вінниці.", "Vinnytsia"),
    ],
)
def test_a_city_abroad_in_a_case_goes_before_a_village(iso: str, text: str, place: str) -> None:
    """The twins: a village by its own name, and a city whose case is like no other name."""
    assert named_in(text, iso) == [place]


@pytest.mark.parametrize(
    ("iso", "text", "places"),
    [
        (
            "uk",
            "Вибухи у Києві, Київській та Черкаській областях.",
            ["Kyiv", "Kyiv Oblast", "Cherkasy Oblast"],
        ),
        (
            "uk",
            "Вибухи в Харкові, Харківській і Сумській областях.",
            ["Kharkiv", "Kharkiv Oblast", "Sumy Oblast"],
        ),
        (
            "ru",
            "Взрывы в Одессе, Одесской и Херсонской областях.",
            ["Odesa", "Odesa Oblast", "Kherson Oblast"],
        ),
        ("uk", "Вибухи у Харківській та Сумській областях.", ["Kharkiv Oblast", "Sumy Oblast"]),
        ("uk", "Вибух у Чугуєві, Харківська область.", ["Chuhuiv", "Kharkiv Oblast"]),
    ],
)
def test_a_city_in_a_list_of_regions_is_a_city(iso: str, text: str, places: list[str]) -> None:
    assert named_in(text, iso) == places
