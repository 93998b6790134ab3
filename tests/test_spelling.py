"""Names as people write them: press, Russian and old spellings, and case forms.

How many of the lists in ``data/spellings.toml`` join is pinned: a change of the rules that
loses one shows here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer.cases import CASE_COLUMNS, CaseForms
from geomap.gazetteer.spelling import (
    RULE_COLUMNS,
    UKRAINIAN_COLUMNS,
    RussianSpeller,
    UkrainianSpeller,
)

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

LISTS = tomllib.loads((Path(__file__).parent / "data" / "spellings.toml").read_text("utf-8"))
PINNED_SPELLINGS = 0.99  # 260 of 261 when pinned: "Luck" for Lutsk is an English word
PINNED_FORMS = 0.99  # all 142 when pinned


def joins(gazetteer: Gazetteer, spelling: str, name: str, unit: str) -> bool:
    """Whether a spelling finds the place, by its letters or by its sound."""
    found = (*gazetteer.candidates(spelling), *gazetteer.alike(spelling))
    return any((c.place.name, c.place.admin1_code) == (name, unit) for c in found)


def test_nearly_all_spellings_of_reports_join(gazetteer: Gazetteer) -> None:
    pairs = [
        (spelling, name, unit)
        for units in LISTS["spellings"].values()
        for unit, names in units.items()
        for name, spellings in names.items()
        for spelling in spellings
    ]
    missed = [pair for pair in pairs if not joins(gazetteer, *pair)]

    assert len(pairs) >= 261
    share = 1 - len(missed) / len(pairs)
    assert share >= PINNED_SPELLINGS, f"{share:.3f} join; not {missed}"


def test_nearly_all_case_forms_join(gazetteer: Gazetteer) -> None:
    forms = [
        (form, name)
        for names in LISTS["forms"].values()
        for name, listed in names.items()
        for form in listed
    ]
    missed = [
        (form, name)
        for form, name in forms
        if name not in {c.place.name for c in gazetteer.candidates(form)}
    ]

    assert len(forms) >= 142
    share = 1 - len(missed) / len(forms)
    assert share >= PINNED_FORMS, f"{share:.3f} join; not {missed}"


@pytest.mark.parametrize("word", ["Kumy", "Kharkovska", "Odesnia"])
def test_a_name_that_is_only_like_one_does_not_join(gazetteer: Gazetteer, word: str) -> None:
    """The twin of the lists: a wider key would find these."""
    assert not joins(gazetteer, word, "Sumy", "UA-59")
    assert not joins(gazetteer, word, "Kharkiv", "UA-63")
    assert not joins(gazetteer, word, "Odesa", "UA-51")


@pytest.fixture(scope="module")
def speller(project: Path) -> RussianSpeller:
    """The rules of the gazetteer."""
    return RussianSpeller.read(project / "gazetteer" / "spelling" / "russian.csv")


@pytest.fixture(scope="module")
def cases(project: Path) -> CaseForms:
    """The rules of the gazetteer."""
    return CaseForms.read(project / "gazetteer" / "spelling" / "cases.csv")


@pytest.mark.parametrize(
    ("name", "russian"),
    {
        "Олександрівка": "Александровка",
        "Новоолексіївка": "Новоалексеевка",
        "Нове": "Новое",
        "Велика Білозерка": "Большая Белозерка",
        "Піски": "Пески",
        "Вугледар": "Угледар",
        "П’ятихатки": "Пятихатки",
        "Мар’янівка": "Марьяновка",
        "Зеленопілля": "Зеленополье",
        "Широка Балка": "Широкая Балка",
        "Чорнобаївка": "Чернобаевка",
        "Вільхове": "Ольховое",
        "Привільне": "Привольное",
        "Підлісне": "Подлесное",
        "Рибне": "Рыбное",
    }.items(),
)
def test_the_first_form_is_what_russian_writes(
    speller: RussianSpeller, name: str, russian: str
) -> None:
    assert speller.forms(name)[0] == russian


@pytest.fixture(scope="module")
def ukrainian_speller(project: Path) -> UkrainianSpeller:
    """The rules of the gazetteer."""
    return UkrainianSpeller.read(project / "gazetteer" / "spelling" / "ukrainian.csv")


@pytest.mark.parametrize(
    ("name", "ukrainian"),
    {
        "Рыльск": "Рильськ",
        "Елабуга": "Єлабуга",
        "Железногорск": "Железногорськ",
        "Старый Оскол": "Старий Оскол",
        "Нижний Тагил": "Нижній Тагіл",
        "Великие Луки": "Великі Луки",
        "Пермь": "Перм",
        "Тверь": "Твер",
        "Химки": "Хімки",
        "Клинцы": "Клинці",
        "Сызрань": "Сизрань",
        "Чебоксары": "Чебоксари",
        "Королёв": "Корольов",
        "Жигулёвск": "Жигульовськ",
        "Приморско-Ахтарск": "Приморско-Ахтарськ",
        "Новороссийск": "Новоросійськ",
    }.items(),
)
def test_towns_of_russia_have_a_ukrainian_name(
    ukrainian_speller: UkrainianSpeller, name: str, ukrainian: str
) -> None:
    assert ukrainian_speller.form(name) == ukrainian


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("letters,ы,и", "unknown scope 'letters'; use one of word, pattern"),
        ("pattern,(ы,и", r"pattern '\(ы' cannot be read"),
        ("pattern,ы,\\9", "pattern 'ы' cannot be read"),
        ("pattern,ё,йо", "pattern 'ё' is listed twice"),
    ],
)
def test_a_bad_rule_of_ukrainian_is_refused_by_line_and_fault(
    tmp_path: Path, row: str, fault: str
) -> None:
    path = tmp_path / "ukrainian.csv"
    path.write_text(f"{','.join(UKRAINIAN_COLUMNS)}\npattern,ё,йо\n{row}\n", encoding="utf-8")

    with pytest.raises(GazetteerError, match=rf"ukrainian\.csv, line 3: {fault}"):
        UkrainianSpeller.read(path)


def test_a_name_has_few_forms(speller: RussianSpeller) -> None:
    assert len(speller.forms("Нижньокам’янські Білівці-Подільські")) <= 6
    assert speller.forms("") == ("",)


@pytest.mark.parametrize(
    ("name", "language", "form"),
    [
        ("Суми", "uk", "Сумах"),
        ("Гуляйполе", "uk", "Гуляйполя"),
        ("Івано-Франківськ", "uk", "Івано-Франківську"),
        ("Кам’янець-Подільський", "uk", "Кам’янця-Подільського"),
        ("Ростов-на-Дону", "ru", "Ростове-на-Дону"),
        ("Херсонская область", "ru", "Херсонской области"),
        ("Давидів Брід", "uk", "Давидовому Броді"),
        ("Давыдов Брод", "ru", "Давыдовым Бродом"),
        ("Посад-Покровське", "uk", "Посад-Покровського"),
        ("Новоселівка Перша", "uk", "Новоселівці Першій"),
        ("Великие Луки", "ru", "Великих Лук"),
    ],
)
def test_each_word_of_a_name_takes_the_case(
    cases: CaseForms, name: str, language: str, form: str
) -> None:
    assert form in cases.of(name, language)


def test_a_rule_for_a_followed_word_leaves_the_last_one_alone(cases: CaseForms) -> None:
    """Харків is no adjective: the twin of Часів Яр."""
    assert "Харкового" not in cases.of("Харків", "uk")
    assert "Часового Яру" in cases.of("Часів Яр", "uk")


def test_a_name_without_a_rule_has_no_forms(cases: CaseForms) -> None:
    assert cases.of("Осло", "xx") == ()
    assert cases.of("", "uk") == ()


def test_a_bad_rule_is_refused_by_line_and_fault(tmp_path: Path) -> None:
    path = tmp_path / "russian.csv"
    path.write_text(f"{','.join(RULE_COLUMNS)}\nsuffix,івка,овка\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"russian\.csv, line 2: unknown scope 'suffix'"):
        RussianSpeller.read(path)
    path.write_text(
        f"{','.join(RULE_COLUMNS)}\nword,нове,новое\nword,нове,ново\n", encoding="utf-8"
    )
    with pytest.raises(GazetteerError, match="line 3: word 'нове' is listed twice"):
        RussianSpeller.read(path)
    path.write_text(f"{','.join(CASE_COLUMNS)}\n" + 2 * "uk,а,и,і,у,ою,і\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="line 3: ending 'а' of uk is listed twice"):
        CaseForms.read(path)
