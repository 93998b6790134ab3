"""Everyday news tells of no incident, however much its words are those of war.

`tests/data/incident_none.toml` holds such texts; half of them are only scored.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from geomap import analyze
from tests.support.incidents import types_of

PUBLISHED = "2023-05-10"
SHEET = tomllib.loads(
    (Path(__file__).parent / "data" / "incident_none.toml").read_text(encoding="utf-8")
)


def days_of(text: str) -> list[str]:
    report = analyze(f"Headline of the day\n\n{text}", published=PUBLISHED)
    return [incident.when.text for incident in report.incidents]


@pytest.mark.parametrize("half", ["open", "aside"])
def test_everyday_news_tells_of_no_incident(half: str) -> None:
    empty = [name for name, text in SHEET[half].items() if not types_of(text)]

    assert len(empty) >= SHEET["floors"][half]


@pytest.mark.parametrize(
    ("calm", "violent"),
    [
        pytest.param(
            "The visitors' striker hit the post twice in Lviv, and the referee blew for half-time.",
            "The visitors' hotel was hit twice in Lviv, and the missiles set it on fire.",
            id="a game",
        ),
        pytest.param(
            "The tenor's solo exploded over Verona. There was applause for ten minutes.",
            "Applause broke off as a rocket exploded over Kherson.",
            id="a stage, and a weapon in the same article",
        ),
        pytest.param(
            "Gusts tore the roof off a school in Izmail.",
            "A blast tore the roof off a school in Izmail.",
            id="a storm",
        ),
        pytest.param(
            "Exporters in Odesa were hit, and investors fled.",
            "The museum in Odesa was hit.",
            id="a market, and a place that may be hit",
        ),
        pytest.param(
            "Cholera killed twelve people in Kosti, and 300 are infected, a hospital unit said.",
            "Shelling killed twelve people in Kosti, where cholera has infected 300.",
            id="a disease",
        ),
        pytest.param(
            "Doctors warned of a second outbreak of the virus in Odesa.",
            "Gunmen warned doctors in Odesa to leave; the virus spreads in a second outbreak.",
            id="a warning of doctors",
        ),
        pytest.param(
            "Від грипу в Одесі померли двоє дітей, вірус поширюється.",
            "Під час обстрілу в Одесі загинули двоє дітей, хворих на грип.",
            id="a disease in Ukrainian",
        ),
        pytest.param(
            "В Самаре от гриппа умерли двое детей, вирус распространяется.",
            "В Самаре от взрыва дрона умерли двое детей, больных гриппом.",
            id="a disease in Russian",
        ),
    ],
)
def test_the_words_around_decide_whether_anything_was_hit(calm: str, violent: str) -> None:
    assert types_of(calm) == []
    assert types_of(violent) != []


@pytest.mark.parametrize(
    ("calm", "violent"),
    [
        pytest.param(
            "Correction: 17 villages were shelled in Sumy region, and not 18.",
            "Sumy region: 17 villages were shelled.",
            id="a label",
        ),
        pytest.param(
            "What to do if a drone hits your house in Kursk: keep away.",
            "A drone hit a house in Kursk. What to do, residents asked.",
            id="advice",
        ),
        pytest.param(
            "The tribunal heard a witness of the shelling of Okhtyrka.",
            "The tribunal in Okhtyrka was shelled.",
            id="a hearing",
        ),
        pytest.param(
            "Two men were acquitted of the missile attack on a mall in Luhansk.",
            "A missile hit a mall in Luhansk. Its owner had been acquitted in May.",
            id="a verdict",
        ),
        pytest.param(
            "Near Zhytomyr crews practised repelling a drone attack.",
            "Near Zhytomyr crews repelled a drone attack.",
            id="a drill",
        ),
        pytest.param(
            "A monument to the victims of the missile strike was unveiled in Dnipro.",
            "A missile strike in Dnipro hit a monument to poets.",
            id="a monument",
        ),
        pytest.param(
            "Fact-checkers found no trace of an explosion in Odesa.",
            "Residents found traces of an explosion in Odesa.",
            id="a hoax",
        ),
        pytest.param(
            "A storm left nine villages near Zhytomyr dark. Two people were hurt.",
            "Drones left nine villages near Zhytomyr dark. A storm slows repairs.",
            id="a storm",
        ),
        pytest.param(
            "Буревій зірвав дахи на Житомирщині, дев'ять сіл без світла.",
            "Після атаки дев'ять сіл на Житомирщині без світла.",
            id="a storm in Ukrainian",
        ),
        pytest.param(
            "Поправка: в Курской области обстреляли пять сёл.",
            "В Курской области обстреляли пять сёл.",
            id="a label in Russian",
        ),
    ],
)
def test_what_is_told_anew_or_done_by_nobody_is_no_incident(calm: str, violent: str) -> None:
    """Courts, drills, monuments, advice and storms borrow the words of war; twins beside them."""
    assert types_of(calm) == []
    assert types_of(violent) != []


def test_politics_are_told_in_everyday_words() -> None:
    """The twin: only violence is ruled out by them."""
    text = "The ministers met in Geneva. There was applause."

    assert types_of(text) == ["diplomacy"]


def test_what_happened_half_a_century_ago_is_history() -> None:
    assert types_of("In July 1943 the two armies clashed near Prokhorovka.") == []


@pytest.mark.parametrize("published", [PUBLISHED, None])
def test_what_happened_later_is_kept(published: str | None) -> None:
    """The twin: the war that people remember is told of, with its day."""
    assert types_of("In 1991 two Scud missiles hit Tel Aviv.", published) == ["missile_strike"]


@pytest.mark.parametrize("thing", ["built in 1887", "which opened in May 1936", "founded in 1930"])
def test_the_year_of_a_thing_is_not_that_of_what_befell_it(thing: str) -> None:
    assert days_of(f"A missile hit the theatre in Kharkiv, {thing}.") == [""]


def test_the_day_on_which_something_was_opened_may_be() -> None:
    """The twin: a day is none of a thing."""
    assert days_of("A missile hit the market in Kharkiv, which had opened on Monday.") == ["Monday"]
