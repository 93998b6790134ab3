"""What is said of a place that is not where it happened: where someone spoke, fired or was."""

from __future__ import annotations

import pytest

from tests.support.incidents import places_of

FAR = "It rained.\n\nIt was cold.\n\nIt was dark.\n\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In Geneva, a spokesman for the UN said 12 people had been killed in Kherson.", "Kherson"),
        ("In Washington, officials said two people had been killed near Sumy.", "Sumy"),
        ("Speaking in Kyiv, the minister said two people had been killed in Sumy.", "Sumy"),
        ("At a briefing in Kyiv, the minister said two people had died in Sumy.", "Sumy"),
        ("In Kharkiv, the mayor said two people had been killed.", "Kharkiv"),
        ("In Sumy, police said two people had been wounded by shrapnel.", "Sumy"),
    ],
)
def test_where_it_was_said_is_not_where_it_happened(text: str, wanted: str) -> None:
    assert places_of(text, "casualties") == {("affected", wanted)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The enemy fired from artillery and mortars at Vovchansk, Lyman and Torske.",
            {("target", "Vovchansk"), ("target", "Lyman"), ("target", "Torske")},
        ),
        (
            "Russian forces in Enerhodar fired 80 rockets at the town of Marhanets.",
            {("origin", "Enerhodar"), ("target", "Marhanets")},
        ),
        (
            "A battery outside Nova Kakhovka opened fire on Beryslav.",
            {("origin", "Nova Kakhovka"), ("target", "Beryslav")},
        ),
        ("Russian soldiers in Enerhodar were shelled on Monday.", {("target", "Enerhodar")}),
        ("Rockets hit a school in Enerhodar and a market in Marhanets.", None),
    ],
)
def test_those_who_fire_stand_at_the_origin(text: str, wanted: set[tuple[str, str]] | None) -> None:
    both = {("target", "Enerhodar"), ("target", "Marhanets")}
    assert places_of(text, "shelling") == (both if wanted is None else wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tanks crossed the border from Russia near Sumy.", {("staging", "Sumy")}),
        ("Tanks crossed the border from Kursk near Sumy.", set()),
    ],
)
def test_a_town_does_not_only_tell_where_a_country_lies(
    text: str, wanted: set[tuple[str, str]]
) -> None:
    found = places_of(text, "force_movement")
    assert {place for place in found if place[0] == "staging"} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            f"Antonivka bridge is old.\n\n{FAR}The bridge was damaged.",
            {("affected", "Antonivka bridge")},
            id="the only one of its kind",
        ),
        pytest.param(
            f"Antonivka bridge is old, Crimea bridge is not.\n\n{FAR}The bridge was damaged.",
            set(),
            id="one of two",
        ),
        pytest.param(
            f"Lviv and the Antonivka bridge are old.\n\n{FAR}A bridge was damaged.",
            set(),
            id="any",
        ),
        pytest.param(
            "SUMY, Ukraine — A market here was damaged.\n\nLviv mourns.",
            {("affected", "SUMY")},
            id="here is the place of the dateline",
        ),
        pytest.param(
            "A market here was damaged.\n\nLviv mourns.", set(), id="here without a dateline"
        ),
    ],
)
def test_words_point_back_to_a_place(text: str, wanted: set[tuple[str, str]]) -> None:
    assert places_of(text, "infrastructure_damage") == wanted


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("Sumy is dark.\n\nSumy slept badly.", {("affected", "Sumy")}),
        ("Sumy is dark.\n\nSumy, in the Sumy region, slept badly.", {("affected", "Sumy")}),
        ("Sumy is dark.\n\nSumy and Lviv slept badly.", set()),
        ("Sumy slept badly.", set()),
    ],
)
def test_a_report_of_one_place_tells_of_it(before: str, wanted: set[tuple[str, str]]) -> None:
    text = f"{before}\n\nIt was cold. Twelve people were killed.\n\nLviv, Rivne and Lutsk mourn."

    assert places_of(text, "casualties") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Missiles were launched from Belgorod at dawn. A flat was damaged.", set()),
        ("Missiles fell on Belgorod at dawn. A flat was damaged.", {("affected", "Belgorod")}),
    ],
)
def test_where_missiles_come_from_is_not_hit(text: str, wanted: set[tuple[str, str]]) -> None:
    assert places_of(text, "infrastructure_damage") == wanted


@pytest.mark.parametrize(
    ("text", "type_id", "wanted"),
    [
        pytest.param(
            "Rockets from the direction of Luhansk hit Sumy.",
            "shelling",
            {("origin", "Luhansk"), ("target", "Sumy")},
            id="from the direction of P",
        ),
        pytest.param(
            "Rockets hit the direction of Luhansk.",
            "shelling",
            {("target", "Luhansk")},
            id="in the direction of P",
        ),
        pytest.param(
            "The evacuation of children with their parents from villages near Sumy goes on.",
            "displacement",
            {("origin", "Sumy")},
            id="people from P leave P",
        ),
        pytest.param(
            "A man from Sumy was killed.", "casualties", set(), id="people from P die elsewhere"
        ),
        pytest.param(
            "About 120 of them have already left for Poltava region.",
            "displacement",
            {("venue", "Poltava region")},
            id="left for P",
        ),
        pytest.param(
            "About 120 of them have already left Poltava region.",
            "displacement",
            {("origin", "Poltava region")},
            id="left P",
        ),
        pytest.param(
            "Leaders of Europe met in Odesa.",
            "diplomacy",
            {("venue", "Odesa")},
            id="of a continent",
        ),
        pytest.param(
            "Kyiv is the capital. Hundreds rallied outside the Russian embassy in the capital.",
            "protest",
            {("venue", "Kyiv")},
            id="an embassy stands in another country",
        ),
        pytest.param(
            "Mariupol mourns. Troops retook the port, on the Sea of Azov, in a long battle.",
            "territory_change",
            {("captured", "Mariupol")},
            id="nobody takes a sea",
        ),
        pytest.param(
            "Troops recaptured Snake Island in the Black Sea.",
            "territory_change",
            {("captured", "Snake Island")},
            id="but an island",
        ),
        pytest.param(
            "In Moscow, the Foreign Ministry accused the police of standing by.",
            "threat_statement",
            set(),
            id="where it was said",
        ),
        pytest.param(
            "The ministry threatened to strike targets in Kyiv.",
            "threat_statement",
            {("target", "Kyiv")},
            id="what it is about",
        ),
        pytest.param(
            "After the shelling of Lyman, Torske called for help.",
            "shelling",
            {("target", "Lyman")},
            id="a place with its own verb",
        ),
        pytest.param(
            "After the shelling of Lyman, Torske and Yampil, help came.",
            "shelling",
            {("target", "Lyman"), ("target", "Torske"), ("target", "Yampil")},
            id="a list",
        ),
    ],
)
def test_grammar_tells_what_a_place_is(
    text: str, type_id: str, wanted: set[tuple[str, str]]
) -> None:
    assert places_of(text, type_id) == wanted


@pytest.mark.parametrize(
    ("text", "type_id", "wanted"),
    [
        (
            "Kharkiv came under attack from S-300s stationed in Belgorod region.",
            "missile_strike",
            {("target", "Kharkiv"), ("origin", "Belgorod region")},
        ),
        (
            "Kharkiv came under attack from S-300s in the morning.",
            "missile_strike",
            {("target", "Kharkiv")},
        ),
        (
            "Tu-95 bombers airborne over the Caspian Sea released missiles at Kyiv.",
            "missile_strike",
            {("target", "Kyiv"), ("origin", "Caspian Sea")},
        ),
        (
            "Missiles released over Kyiv region hit Kyiv.",
            "missile_strike",
            {("target", "Kyiv"), ("origin", "Kyiv region")},
        ),
        (
            "From positions near Horlivka, gunners pounded Toretsk.",
            "shelling",
            {("target", "Toretsk"), ("origin", "Horlivka")},
        ),
        (
            "Near Horlivka, gunners pounded Toretsk.",
            "shelling",
            {("target", "Toretsk"), ("target", "Horlivka")},
        ),
        (
            "Nikopol was shelled from across the river, from Enerhodar.",
            "shelling",
            {("target", "Nikopol"), ("origin", "Enerhodar")},
        ),
        (
            "Villages across the south were shelled, from Orikhiv to Nikopol.",
            "shelling",
            {("target", "Orikhiv"), ("target", "Nikopol")},
        ),
        (
            "The village of Komyshany outside Kherson was shelled.",
            "shelling",
            {("target", "Komyshany")},
        ),
        ("A market outside Kherson was shelled.", "shelling", {("target", "Kherson")}),
        (
            "A missile fell in a field ten kilometres from Poltava.",
            "missile_strike",
            {("target", "Poltava")},
        ),
        (
            "A missile fired from Poltava fell in a field.",
            "missile_strike",
            {("origin", "Poltava")},
        ),
        (
            "Air defences downed drones over Vinnytsia and on the approaches to Kyiv.",
            "interception",
            {("intercepted", "Vinnytsia"), ("intercepted", "Kyiv")},
        ),
        (
            "A native of Poltava was killed in fighting near Bakhmut.",
            "ground_combat",
            {("target", "Bakhmut")},
        ),
        (
            "Forces pulled out of Vuhledar to new lines near Bohoiavlenka.",
            "territory_change",
            {("captured", "Vuhledar")},
        ),
        (
            "Dnipro was shelled on Monday, Kryvyi Rih on Tuesday.",
            "shelling",
            {("target", "Dnipro"), ("target", "Kryvyi Rih")},
        ),
        (
            "Dnipro was shelled on Monday, Kryvyi Rih on Tuesday was quiet.",
            "shelling",
            {("target", "Dnipro")},
        ),
        (
            "Families from Hostomel found shelter in Zhytomyr.",
            "displacement",
            {("origin", "Hostomel"), ("venue", "Zhytomyr")},
        ),
        (
            "Sudzha's inhabitants fled north to Kursk.",
            "displacement",
            {("origin", "Sudzha"), ("venue", "Kursk")},
        ),
        ("Sudzha's inhabitants slept, others fled to Kursk.", "displacement", {("venue", "Kursk")}),
    ],
)
def test_words_beside_a_place_tell_its_role(
    text: str, type_id: str, wanted: set[tuple[str, str]]
) -> None:
    assert places_of(text, type_id) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ворог атакував 89 ударними БпЛА з напрямків: Брянськ, Орел.",
        "Противник атаковал 89 БпЛА с направлений: Брянск, Орёл.",
        "The enemy attacked with 89 drones from two directions: Bryansk, Oryol.",
    ],
)
def test_a_colon_keeps_what_governs_its_list(text: str) -> None:
    assert {role for role, _ in places_of(text, "drone_strike")} == {"origin"}


def test_a_colon_behind_cities_that_were_hit_lists_targets() -> None:
    text = "Drones attacked two cities: Sumy and Odesa."

    assert {role for role, _ in places_of(text, "drone_strike")} == {"target"}
