"""One person told without a number, what makes two of them, and what is no person hurt."""

from __future__ import annotations

import pytest

from geomap import analyze


def counts_of(text: str) -> list[tuple[str, float]]:
    """Return the numbers of all incidents of a text, with their kinds."""
    incidents = analyze(text, published="2023-05-10").incidents
    places = (count for one in incidents for place in one.places for count in place.counts)
    held = (*(count for one in incidents for count in one.counts), *places)
    return sorted((count.kind, count.value) for count in held if count.value is not None)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The driver was killed when a shell hit his van near Orikhiv.", ("killed", 1)),
        ("Woman, 63, wounded in shelling of Nikopol.", ("injured", 1)),
        ("Postman killed by mine near Izium.", ("killed", 1)),
        ("The tram conductor died in hospital after a missile hit Kryvyi Rih.", ("killed", 1)),
        ("A drone hit a fire engine in Kherson; its driver lost a leg.", ("injured", 1)),
        ("The nurse, 29, did not survive the strike on Kramatorsk.", ("killed", 1)),
        ("Rescuer hurt as second missile strikes Dnipro.", ("injured", 1)),
        ("The general was killed by a car bomb in Moscow.", ("killed", 1)),
        ("The deputy mayor of Melitopol was detained on Monday.", ("captured", 1)),
        ("The priest was led away by masked men in Berdiansk.", ("captured", 1)),
        ("The driver and three passengers died when a mine went off near Kupiansk.", ("killed", 4)),
        ("The teacher and her husband were killed when a rocket hit Chasiv Yar.", ("killed", 2)),
        ("Seven villagers of Stepne, one a child, were shot as they left.", ("killed", 7)),
        ("Seven people, a baby girl among them, were killed by shells in Sumy.", ("killed", 7)),
        ("Six people, two children among them, were hurt by shells in Sumy.", ("injured", 6)),
        ("A civilian resident of Sumy died as a result of shelling.", ("killed", 1)),
        ("Drone kills man in Kherson", ("killed", 1)),
        ("Woman Killed in Strike on Kherson", ("killed", 1)),
        ("Drone Kills Man Near Nikopol", ("killed", 1)),
        ("CIVILIAN KILLED IN SHELLING OF HORLIVKA - MAYOR", ("killed", 1)),
        ("Guided bomb kills elderly farmer near Zolochiv", ("killed", 1)),
        ("Drone kills 62-year-old woman in Nikopol", ("killed", 1)),
        ("Mine blast injures tractor driver in Kharkiv region", ("injured", 1)),
        ("Russian attack on Kherson leaves woman wounded", ("injured", 1)),
        ("A father of three was killed in Sumy when a drone hit his car.", ("killed", 1)),
        ("Отец троих детей погиб при обстреле Белгорода.", ("killed", 1)),
        ("Батько двох дітей загинув від обстрілу Херсона.", ("killed", 1)),
    ],
)
def test_one_person_without_a_number_is_one(text: str, count: tuple[str, int]) -> None:
    assert counts_of(text) == [count]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said people were wounded in Sumy.",
        "The driver said several passengers were injured in Sumy.",
        "The doctor treated the wounded in Kherson.",
        "The commander said the attack on Lyman had killed many.",
        "The officer's car was hit in Donetsk by shells.",
        "The soldier killed civilians in Bucha.",
        "The farmer's tractor was destroyed by shelling near Orikhiv.",
        "A car bomb killed Lieutenant General Ivan Kovalenko in Balashikha.",
        "Shelling kills no civilian in Kherson.",
        "The strike killed people in Sumy.",
        "Some were national guards who had been seized at the plant in Energodar.",
    ],
)
def test_who_speaks_or_acts_is_not_counted(text: str) -> None:
    assert counts_of(text) == []


def test_a_person_is_not_counted_beside_a_number() -> None:
    """The twin: whoever a number has counted is not counted again."""
    assert counts_of("The mayor said four people were killed in Siversk.") == [("killed", 4)]
    assert counts_of("A guard was killed and the cook wounded by a drone in Siversk.") == [
        ("injured", 1),
        ("killed", 1),
    ]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("No one was killed or injured in the attack on Kherson.", []),
        ("Drones set fire to a depot in Izium, but no one was hurt.", []),
        ("A drone hit a bus in Izium, but not one passenger was hurt.", []),
        ("Не пострадал ни один человек при ударе по Одессе.", []),
        ("No one was killed in the strike on Odesa, but three people were hurt.", [("injured", 3)]),
        ("One was killed in the strike on Odesa.", [("killed", 1)]),
    ],
)
def test_no_one_is_nobody(text: str, counts: list[tuple[str, int]]) -> None:
    assert counts_of(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "In Lutsk a 48-year-old man came under drone attack and was hospitalised.",
            [("injured", 1)],
        ),
        (
            "Shelling of Lutsk: a 55-year-old woman has a blast injury and burns.",
            [("injured", 1)],
        ),
        ("A drone killed a 48-year-old man on a bicycle in Lutsk.", [("killed", 1)]),
        ("A 48-year-old was killed by a drone in Lutsk.", [("killed", 1)]),
        ("A missile hit a 48-year-old house in Lutsk.", []),
        ("The man at the wheel died when a drone hit a van near Lutsk.", [("killed", 1)]),
        ("The driver was burned to death when a drone hit a van near Lutsk.", [("killed", 1)]),
        ("Drone attack on Lutsk: woman hospitalised", [("injured", 1)]),
        ("A deputy mayor said drones had hit Lutsk.", []),
        ("A native language was taught at a school in Lutsk hit by a drone.", []),
    ],
)
def test_an_age_does_not_part_a_person_from_the_verb(
    text: str, counts: list[tuple[str, int]]
) -> None:
    assert counts_of(text) == counts
