"""What short reports tell of: the types of their incidents, in three languages; half only scored.

`tests/data/short_reports.toml` holds the reports and says how they were written.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from geomap import analyze
from geomap.lexicon import incident_types

if TYPE_CHECKING:
    from collections.abc import Collection

SHEET: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "data" / "short_reports.toml").read_text(encoding="utf-8")
)
FLOORS = SHEET.pop("floors")
HALVES = ("open", "aside")
PINNED = [(language, half) for language in FLOORS for half in HALVES]
LEAST_REPORTS = {"en": 240, "uk": 60, "ru": 60}


class Answer(NamedTuple):
    """The types that a report tells of, those that it may tell of, and those found."""

    wanted: Counter[str]
    allowed: Counter[str]
    found: Counter[str]

    @property
    def extra(self) -> Counter[str]:
        """What was found and is neither wanted nor allowed."""
        return self.found - self.wanted - self.allowed


def mean_f1(answers: Collection[Answer]) -> float:
    """Return the mean F1 over the types that the reports tell of."""
    wanted, right, extra = Counter[str](), Counter[str](), Counter[str]()
    for answer in answers:
        wanted += answer.wanted
        right += answer.wanted & answer.found
        extra += answer.extra
    return sum(2 * right[t] / (wanted[t] + right[t] + extra[t]) for t in wanted) / len(wanted)


def calm_share(answers: Collection[Answer]) -> float:
    """Return in which share of the reports without an incident none was found."""
    calm = [answer for answer in answers if not answer.wanted]
    return sum(not answer.extra for answer in calm) / len(calm)


@cache
def answers_of(language: str, half: str) -> tuple[Answer, ...]:
    """Return the answers to the reports of a half."""
    return tuple(_answer(row) for row in SHEET[language][HALVES.index(half) :: 2])


def _answer(row: dict[str, Any]) -> Answer:
    incidents = analyze(row["text"], published=str(row["day"])).incidents
    found = Counter(incident.incident_type for incident in incidents)
    return Answer(Counter(row["types"]), Counter(row.get("may", ())), found)


@pytest.mark.parametrize(("language", "half"), PINNED)
def test_types_of_short_reports_are_read_as_well_as_pinned(language: str, half: str) -> None:
    assert mean_f1(answers_of(language, half)) >= FLOORS[language][half]["types"]


@pytest.mark.parametrize(("language", "half"), PINNED)
def test_reports_without_an_incident_have_none(language: str, half: str) -> None:
    assert calm_share(answers_of(language, half)) >= FLOORS[language][half]["calm"]


def test_the_sheet_is_whole() -> None:
    """Every type is one of the codebook, and every language has its reports."""
    assert {language: len(rows) for language, rows in SHEET.items()} == LEAST_REPORTS
    told = {
        t for rows in SHEET.values() for row in rows for t in (*row["types"], *row.get("may", ()))
    }
    assert told <= set(incident_types())


def test_a_wrong_type_costs_points() -> None:
    """The twin: what is lost or found too much is counted, what may be found is not."""
    right = Answer(
        Counter(["shelling"]), Counter(["casualties"]), Counter(["shelling", "casualties"])
    )
    lost = right._replace(found=Counter())
    extra = right._replace(found=Counter(["shelling", "explosion"]))
    calm = Answer(Counter(), Counter(), Counter(["shelling"]))

    assert mean_f1([right]) == 1.0
    assert mean_f1([lost]) == 0.0
    assert mean_f1([right, calm]) < 1.0
    assert extra.extra == Counter(["explosion"])
    assert calm_share([right, calm]) == 0.0


WEAPONS = {
    "air_strike": [
        "FAB-3000",
        "GBU-39",
        "KAB-250",
        "ODAB-1500",
        "UMPB D-30SN",
        "UMPK bomb",
        "glide bomb",
    ],
    "drone_strike": [
        "FP-1",
        "FPV drone",
        "Gerbera",
        "Lancet",
        "Liutyi",
        "Magura V5",
        "Molniya",
        "Sea Baby",
    ],
    "missile_strike": [
        "ATACMS",
        "Flamingo",
        "GMLRS",
        "Iskander-K",
        "Kh-69",
        "Neptune",
        "S-400",
        "SCALP",
    ],
    "shelling": [
        "122 mm rocket",
        "D-30",
        "Krasnopol",
        "MLRS",
        "M777",
        "TOS-1A",
        "Tornado-S",
        "tank round",
    ],
    "strike_unspecified": ["weapon", "charge", "thing"],
}


@pytest.mark.parametrize(
    ("weapon", "type_id"), [(weapon, t) for t, weapons in WEAPONS.items() for weapon in weapons]
)
def test_the_weapon_decides_the_type_of_a_strike(weapon: str, type_id: str) -> None:
    """The last row is the twin: what is no known weapon decides nothing."""
    text = f"The occupiers hit a school in Kupiansk with a {weapon} on Sunday."

    assert [one.incident_type for one in analyze(text).incidents] == [type_id]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Iran sent Russia 200 ballistic missiles.", {"aid_sanctions"}),
        ("Washington has sent ATACMS missiles to Kyiv.", {"aid_sanctions"}),
        ("Britain will send Ukraine 600 Storm Shadow missiles.", {"aid_sanctions"}),
        ("Russia sent 30 missiles to Kyiv overnight.", {"missile_strike"}),
        ("Iran fired 200 ballistic missiles at Israel.", {"missile_strike"}),
        ("A massive DDoS attack disabled the website of the Warsaw courts.", {"cyber_cbrn"}),
        ("A cyber attack knocked out ticket sales at the Vilnius railway.", {"cyber_cbrn"}),
        ("A massive attack shook Vilnius.", {"strike_unspecified"}),
        ("The army told residents of several blocks in Rafah to evacuate.", {"displacement"}),
        ("Protesters block the road to Rafah.", {"protest"}),
        ("Houthis attack a tanker in the Red Sea.", {"raid_sabotage"}),
        ("Houthis attack the plan of the envoy.", set()),
        ("Undersea cable cut near Gotland.", {"raid_sabotage"}),
        ("The price of fish was cut in Visby.", set()),
        ("Romania finds fragments of a drone near Tulcea.", {"infrastructure_damage"}),
        ("Fragments of a medieval vase were found in Lublin.", set()),
        ("Shells fell near a camp for displaced people in Rafah.", {"shelling"}),
        ("The shelling displaced 40 people in Rafah.", {"shelling", "displacement"}),
    ],
)
def test_words_that_look_alike_are_told_apart(text: str, types: set[str]) -> None:
    found = {one.incident_type for one in analyze(text, published="2023-05-10").incidents}

    assert found == types


@pytest.mark.parametrize(
    ("text", "weapon"),
    [
        ("Russia hit Dnipro with an Oreshnik missile.", "Oreshnik"),
        ("Russia hit Dnipro with a Kinzhal missile.", "Kinzhal"),
        ("The occupiers hit Kharkiv with S-400 missiles.", "S-400"),
        ("Росіяни вдарили по Києву ракетою «Циркон».", "Zircon"),
        ("Противник ударил по Харькову из РСЗО «Смерч».", "Smerch"),
        ("Gerbera drones hit a depot in Sumy.", "Gerbera"),
        ("Flamingo missiles hit a plant in Votkinsk.", "Flamingo"),
        ("F-16s bombed a depot near Kursk.", "F-16"),
        ("MiG-29s bombed a depot near Kursk.", "MiG"),
    ],
)
def test_a_weapon_has_its_own_name(text: str, weapon: str) -> None:
    (incident,) = analyze(text, published="2025-05-10").incidents

    assert incident.weapon == weapon


def test_jets_that_shoot_down_a_missile_are_not_lost() -> None:
    told = {one.incident_type for one in analyze("F-16s shot down a missile over Lviv.").incidents}
    lost = {one.incident_type for one in analyze("Two F-16s were shot down over Lviv.").incidents}

    assert told == {"interception"}
    assert lost == {"aircraft_downed"}
