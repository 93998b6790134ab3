"""Peoples of regions, names with a small article, sectors of a front."""

from __future__ import annotations

import re

import pytest

from geomap import analyze
from geomap.lexicon import language
from geomap.records import Use
from tests.support.names import kept_mentions_of, named_in

_BRACKETS = re.compile(r"\[(.+?)\]")
SECTORS = [
    (iso, kind, example)
    for iso in ("uk", "ru")
    for kind in ("found", "not_found")
    for example in language(iso).sections["adjectives"][kind]
]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("European leaders met.", "Europe"),
        ("He sent Chechen units.", "Chechnya"),
        ("North Korean soldiers came.", "North Korea"),
        ("Sri Lankan sailors came.", "Sri Lanka"),
        ("Latin American writers came.", "Latin America"),
        ('He said: "North Korean soldiers came."', "North Korea"),
        ("Troops (Sri Lankan sailors) came.", "Sri Lanka"),
    ],
)
def test_a_people_belongs_to_a_country_or_a_region(text: str, place: str) -> None:
    (mention,) = kept_mentions_of(text)

    assert mention.use is Use.AFFILIATION
    assert named_in(text) == [place]


def test_a_name_may_have_a_small_article() -> None:
    """ "al-Bab" is Al Bab; "el-" in front of another word is none of it."""
    assert [m.text for m in kept_mentions_of("They shelled al-Bab and Aleppo.")] == [
        "al-Bab",
        "Aleppo",
    ]
    assert kept_mentions_of("The post-Brexit talks failed.") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He died near Qwertaboa on Monday.", ["Qwertaboa"]),
        ("Fuel sites at Qwerta and Zxyva burned.", ["Qwerta", "Zxyva"]),
        ("Prices at Qwerta stores rose.", []),
        ("She works at Qwerta Hospital.", []),
        ("He stood near Qwerta's house.", []),
    ],
)
def test_an_unknown_name_behind_near_or_at_is_a_place(text: str, names: list[str]) -> None:
    assert [mention.text for mention in kept_mentions_of(text)] == names


@pytest.mark.parametrize(("iso", "kind", "example"), SECTORS)
def test_a_sector_is_called_by_the_adjective_of_a_town(iso: str, kind: str, example: str) -> None:
    (wanted,) = _BRACKETS.findall(example)
    found = [m.text for m in kept_mentions_of(_BRACKETS.sub(r"\1", example), iso) if m.relation]

    assert (wanted in found) is (kind == "found")


@pytest.mark.parametrize(
    ("iso", "text", "place"),
    [
        ("uk", "На Покровському напрямку відбито атаки.", "Pokrovsk"),
        ("uk", "На Харківському напрямку тихо.", "Kharkiv"),
        ("uk", "Новопавлівський напрямок.", "Novopavlivka"),
        ("uk", "На Таврійському напрямку бої.", "Tavriiskyi direction"),
        ("ru", "На Сватовском направлении бои.", "Svatove"),
        ("uk", "Удар по мосту через Інгулець.", "Inhulets"),
        ("uk", "Форсування Сіверського Дінця.", "Siverskyi Donets"),
        ("uk", "Кордон із Білоруссю закрито.", "Belarus"),
    ],
)
def test_a_declined_name_is_the_place_it_is_called_after(iso: str, text: str, place: str) -> None:
    assert named_in(text, iso) == [place]


def test_the_town_of_a_state_names_the_state() -> None:
    """ "the Somerset town" is a town there; "Belgorod city" keeps its name."""
    state, _town = kept_mentions_of("The Somerset town lies near Taunton.")

    assert state.kinds == {"admin1"}
    assert "city" in kept_mentions_of("It burned in Belgorod city.")[0].kinds


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Під ударами були Марганецька, Покровська та Мирівська громади.",
            ["Marhanetska hromada", "Pokrovska hromada", "Myrivska hromada"],
        ),
        ("У с. Приколотне Вільхуватської громади тихо.", ["Prykolotne", "Vilkhuvatska hromada"]),
        ("У селі Приколотне Куп'янського району тихо.", ["Prykolotne", "Kupianskyi Raion"]),
        ("В селе Муром Шебекинского округа тихо.", ["Murom", "Shebekino district"]),
    ],
)
def test_adjectives_of_units_end_a_name_and_share_a_type_word(text: str, names: list[str]) -> None:
    found = [r.place.name for r in analyze(text).resolutions if r.place is not None]

    assert found == names
