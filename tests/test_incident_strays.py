"""Which days are not an incident's: those of a name, of a comparison, of what lies ahead.

All texts are read as published on Wednesday 10 May 2023.
"""

from __future__ import annotations

import datetime as dt

import pytest

from geomap import analyze

DAY = dt.timedelta(days=1)


def day_of(text: str, incident_type: str) -> str:
    """Return the day of the first incident of a type as first..last, one day once, else ""."""
    found = analyze(text, published="2023-05-10").incidents
    when = next(i.when for i in found if i.incident_type == incident_type)
    if when.start is None or when.end is None:
        return ""
    last = when.end - DAY
    return str(when.start) if last == when.start else f"{when.start}..{last}"


AHEAD = [
    (
        "Shells hit Sumy on Monday, and schools there will reopen on Friday.",
        "shelling",
        "2023-05-08",
    ),
    ("Shells hit Sumy, and the mayor said trams would run again on Friday.", "shelling", ""),
    (
        "A drone struck the depot in Tuapse, but trains were to resume on Thursday.",
        "drone_strike",
        "",
    ),
    ("Missiles struck Lviv, and the museum was due to reopen this week.", "missile_strike", ""),
    ("He promised Kyiv tanks and called an election for Sunday.", "aid_sanctions", ""),
    ("Rockets fell on Toretsk, and buses would leave today.", "shelling", ""),
    ("Rockets fell on Toretsk, and buses left on Tuesday.", "shelling", "2023-05-09"),
    ("Drones hit Izmail and set fire to a silo on Monday.", "drone_strike", "2023-05-08"),
    ("The envoys will meet in Geneva on Friday.", "diplomacy", "2023-05-12"),
    ("Talks that were to begin in Riga on Friday have been called off.", "diplomacy", "2023-05-12"),
]
ENDINGS = [
    ("Kyiv was handed an ultimatum that runs out today.", "threat_statement", ""),
    ("Belarus holds exercises near Brest, which end on Sunday.", "force_movement", ""),
    ("Troops massed at Kursk for drills that were to end on Sunday.", "force_movement", ""),
    ("Troops arrived at Kursk for drills on Sunday.", "force_movement", "2023-05-07"),
    (
        "The siege of Mariupol, which ended on 16 May 2022, killed thousands.",
        "ground_combat",
        "2022-05-16",
    ),
]
COMPARISONS = [
    ("Drones hit Odesa in greater numbers than on Sunday.", "drone_strike", ""),
    ("The shelling of Nikopol was heavier than on Saturday.", "shelling", ""),
    ("Nikopol was shelled on Tuesday for longer than on Monday.", "shelling", "2023-05-09"),
    ("Unlike on Sunday, missiles struck Kharkiv.", "missile_strike", ""),
    ("More than 20 shells fell on Orikhiv on Monday.", "shelling", "2023-05-08"),
    ("Drones struck Sumy rather than Kharkiv on Monday.", "drone_strike", "2023-05-08"),
    ("No fewer than six rockets hit Beryslav on Sunday.", "shelling", "2023-05-07"),
]
APPOSITIONS = [
    (
        "Missiles hit Dnipro on Tuesday.\n\nIn Lyman, retaken on 1 October, shells killed a baker.",
        "shelling",
        "2023-05-09",
    ),
    (
        "In Lyman, liberated on 1 October, shells killed a baker on Monday.",
        "shelling",
        "2023-05-08",
    ),
    (
        "Missiles hit Dnipro on Tuesday.\n\nShells fell on Vovchansk, evacuated on Friday.",
        "shelling",
        "2023-05-09",
    ),
    ("Missiles struck Izium, freed last September, on Tuesday.", "missile_strike", "2023-05-09"),
    ("Bakhmut, besieged since August, was shelled.", "shelling", ""),
    ("In Kherson, on Monday, shells hit a bus.", "shelling", "2023-05-08"),
    ("In Kherson, early on Monday, shells hit a bus.", "shelling", "2023-05-08"),
    ("In Kherson, shells hit a bus on Monday, wounding two.", "shelling", "2023-05-08"),
]
CARE = [
    (
        "Missiles hit Lviv on Sunday. Nine people were hurt; four lay in hospital on Tuesday.",
        "missile_strike",
        "2023-05-07",
    ),
    (
        "Six people were wounded in Sumy on Sunday. Three remain in hospital this morning.",
        "casualties",
        "2023-05-07",
    ),
    ("A man died in hospital in Sumy on Tuesday.", "casualties", "2023-05-09"),
]
SINCE = [
    ("The plant at Enerhodar has been held since March 2022 and was shelled.", "shelling", ""),
    ("Since Monday, Nikopol has been shelled.", "shelling", "2023-05-08..2023-05-10"),
    ("No electricity in Konotop since Monday.", "service_outage", "2023-05-08..2023-05-10"),
    ("The first strike on Kyiv since Monday: drones hit a depot.", "drone_strike", ""),
]
HAD = [
    (
        "Missiles hit Sumy on Monday.\n\nHours after rescuers had left, drones struck Sumy again.",
        "drone_strike",
        "2023-05-08",
    ),
    (
        "Rebels took Goma on Monday.\n\nBy evening hundreds had gathered to protest in Kinshasa.",
        "protest",
        "2023-05-08",
    ),
    (
        "Rebels took Goma on Monday.\n\nHundreds had gathered to protest in Kinshasa.",
        "protest",
        "",
    ),
    ("Missiles hit Sumy on Monday.\n\nDrones had struck Konotop.", "drone_strike", ""),
    (
        "On Monday shells hit Lyman. Minutes later, clashes broke out in Torske.",
        "ground_combat",
        "2023-05-08",
    ),
    ("On Monday shells hit Lyman. Clashes go on in Torske day and night.", "ground_combat", ""),
]
AGAIN = [
    ("Mortars hit Pisky on Sunday and again on Tuesday.", "shelling", "2023-05-07..2023-05-09"),
    (
        "Mortars hit Pisky on Monday and again at six this morning.",
        "shelling",
        "2023-05-08..2023-05-10",
    ),
    ("Mortars hit Pisky yesterday and again today.", "shelling", "2023-05-09..2023-05-10"),
    ("Missiles hit Dnipro on Sunday and then Sumy on Tuesday.", "missile_strike", "2023-05-07"),
    (
        "Дрони вдарили по Сумах у неділю і знову у вівторок.",
        "drone_strike",
        "2023-05-07..2023-05-09",
    ),
    (
        "Беспилотники ударили по Туапсе в воскресенье и снова во вторник.",
        "drone_strike",
        "2023-05-07..2023-05-09",
    ),
]
NIGHTS = [
    ("Krymske was shelled all night.", "shelling", "2023-05-09..2023-05-10"),
    ("Krymske was shelled the whole night.", "shelling", "2023-05-09..2023-05-10"),
    (
        "What the night brought\n\nDrones hit a silo in Izmail.",
        "drone_strike",
        "2023-05-09..2023-05-10",
    ),
    ("The night of 5 May\n\nDrones hit a silo in Izmail.", "drone_strike", "2023-05-05"),
    ("At a quarter past midnight on 2 May a missile hit Uman.", "missile_strike", "2023-05-02"),
    ("Дрони збивали над Одесою всю ніч.", "interception", "2023-05-09..2023-05-10"),
]
EVES = [
    (
        "У неділю ракети влучили в Харків. Напередодні дрон ударив по Вовчанську.",
        "drone_strike",
        "2023-05-06",
    ),
    (
        "У неділю ракети влучили в Харків. Наступного дня дрон ударив по Вовчанську.",
        "drone_strike",
        "2023-05-08",
    ),
    (
        "В воскресенье ракеты попали в Харьков. Накануне беспилотник ударил по Шебекино.",
        "drone_strike",
        "2023-05-06",
    ),
    ("Накануне беспилотник ударил по Шебекино.", "drone_strike", "2023-05-09"),
]
MONTHS = [
    (
        "Flight MH17 was shot down near Hrabove in July 2014. All 298 people on board died.",
        "casualties",
        "2014-07-01..2014-07-31",
    ),
    ("The theatre had opened in May. Two people died when shells hit Sumy.", "shelling", ""),
]
LISTED = """
• Kupiansk: shells hit a farm.
• Lyman: bombs fell on Torske.
• Kherson: a drone hit a bus.
• Sumy: mortars fired on a school.
• Nikopol: a mine exploded under a tractor.
"""
TITLES = [
    (f"The front on Tuesday\n{LISTED}", "mine_ied", "2023-05-09"),
    (
        "Between Saturday and Monday morning shells fell on Sumy.\n\nClashes went on in Torske.",
        "ground_combat",
        "2023-05-06..2023-05-08",
    ),
    (
        "On Saturday shells fell on Sumy.\n\nClashes went on in Torske.",
        "ground_combat",
        "",
    ),
    (
        "The front on Tuesday\n\nAttacks were beaten back near Torske.",
        "ground_combat",
        "2023-05-09",
    ),
    ("Shelling in Sumy on Tuesday\n\nAttacks were beaten back near Torske.", "ground_combat", ""),
]
SLAVIC = [
    (
        "У вівторок ракети влучили в Дніпро.\n\nХерсон, звільнений 11 листопада, обстріляли.",
        "shelling",
        "2023-05-09",
    ),
    ("Сьогодні Нікополь обстрілюють сильніше, ніж у неділю.", "shelling", "2023-05-10"),
    ("Обстріл Нікополя був сильнішим, ніж у неділю.", "shelling", ""),
    ("Обстрел Никополя был сильнее, чем в воскресенье.", "shelling", ""),
    (
        "Во вторник ракеты попали в Днепр.\n\nХерсон, освобождённый 11 ноября, обстреляли.",
        "shelling",
        "2023-05-09",
    ),
]
ALL = [
    *AHEAD,
    *ENDINGS,
    *COMPARISONS,
    *APPOSITIONS,
    *CARE,
    *SINCE,
    *HAD,
    *AGAIN,
    *NIGHTS,
    *EVES,
    *MONTHS,
    *TITLES,
    *SLAVIC,
]


@pytest.mark.parametrize(("text", "incident_type", "day"), ALL)
def test_a_day_is_that_of_what_it_is_told_of(text: str, incident_type: str, day: str) -> None:
    assert day_of(text, incident_type) == day
