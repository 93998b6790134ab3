"""Names in quotation marks: troops, ships, hotels and works that are called like places."""

from __future__ import annotations

import pytest

from tests.support.names import named_in


@pytest.mark.parametrize(
    ("iso", "text", "places"),
    [
        ("ru", "Подразделения группировки «Восток» вошли в Лиман.", ["Lyman"]),
        ("ru", "Группировки войск «Центр», «Запад» и «Днепр» обстреляли Херсон.", ["Kherson"]),
        ("ru", 'Полк "Калининград" стоит под Херсоном.', ["Kherson"]),
        ("ru", "Батальон специального назначения «Донбасс» вошёл в Лиман.", ["Lyman"]),
        ("uk", "Підрозділи угруповання «Схід» стоять під Лиманом.", ["Lyman"]),
        ("uk", "Вогонь охопив готель «Київ» у Луцьку.", ["Lutsk"]),
        ("en", "The tanker “Odessa” burned off Novorossiysk.", ["Novorossiysk"]),
    ],
)
def test_a_quoted_name_of_troops_ships_or_hotels_is_no_place(
    iso: str, text: str, places: list[str]
) -> None:
    assert named_in(text, iso) == places


@pytest.mark.parametrize(
    ("iso", "text", "places"),
    [
        ("ru", "Пожар тушат в селе «Восток».", ["Vostok"]),
        ("ru", "Взрывы слышны на аэродроме «Саки» в Крыму.", ["Saky", "Crimea"]),
        ("ru", "Полк занял позиции и вошёл в «Днепр».", ["Dnipro"]),
        ("en", "The company said “Odesa” was safe.", ["Odesa"]),
    ],
)
def test_a_quoted_name_of_a_place_stays_one(iso: str, text: str, places: list[str]) -> None:
    """The twin: what stands before it is no body that is called so."""
    assert named_in(text, iso) == places


@pytest.mark.parametrize(
    ("iso", "text", "places"),
    [
        ("uk", "Уражено нафтобазу «Кристал» в Енгельсі Саратовської області.",
         ["Engels", "Saratov Oblast"]),
        ("uk", "Нафтобаза «Кристал» горить. США про це знають. Енгельс у диму.",
         ["United States", "Engels"]),
        ("ru", "Пожар на НПЗ «Афипский» в Краснодарском крае.", ["Afipskiy", "Krasnodar Krai"]),
    ],
)  # fmt: skip
def test_a_quoted_name_of_works_is_no_town_of_another_country(
    iso: str, text: str, places: list[str]
) -> None:
    """Works are often called after the town they are in."""
    assert named_in(text, iso) == places
