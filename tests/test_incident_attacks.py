"""Which attack harm and interceptions belong to, and when they belong to none."""

from __future__ import annotations

import pytest

from geomap import analyze


def attacks_of(text: str) -> dict[str, str]:
    """Return the type of the attack of each incident that can have one, empty for none."""
    incidents = analyze(text, published="2023-05-10").incidents
    types = {one.incident_id: one.incident_type for one in incidents}
    harm = {"casualties", "infrastructure_damage", "service_outage", "interception"}
    return {
        one.incident_type: types.get(one.attack_id, "")
        for one in incidents
        if one.incident_type in harm
    }


@pytest.mark.parametrize(
    ("text", "attacks"),
    [
        ("Shells hit Orikhiv on Monday. Gas has been off since.", {"service_outage": "shelling"}),
        (
            (
                "On Sunday 12 missiles were fired at Kharkiv; the one that got through "
                "left the city without power."
            ),
            {"service_outage": "missile_strike"},
        ),
        (
            "Houthi fighters fired a missile towards Eilat; it was shot down over the Red Sea.",
            {"interception": "missile_strike"},
        ),
        (
            (
                "Russia fired 90 drones and six missiles at Kyiv on Sunday. The army said that "
                "82 drones and two of the missiles were shot down."
            ),
            {"interception": "drone_strike"},
        ),
        (
            (
                "Russia fired six missiles and 90 drones at Kyiv on Sunday. The army said that "
                "two missiles and 82 drones were shot down."
            ),
            {"interception": "missile_strike"},
        ),
        (
            "Drones attacked Moscow on Tuesday. Windows broke on Leninsky Prospekt.",
            {"infrastructure_damage": "drone_strike"},
        ),
        (
            (
                "A missile hit a house in Dnipro on Monday.\n\nThe mayor thanked the crews.\n\n"
                "In Dnipro a school was damaged on Monday."
            ),
            {"infrastructure_damage": "missile_strike"},
        ),
    ],
)
def test_harm_belongs_to_the_attack_beside_it(text: str, attacks: dict[str, str]) -> None:
    assert attacks_of(text) == attacks


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Orikhiv on Monday. There has been no gas in Orikhiv since April.",
        "The UN counted 257 civilians killed in Lyman since mid-April. Shells hit it on Monday.",
        "Drones struck a depot in Saratov. In Penza two workers were hurt.",
        "A rocket killed two in Belgorod on Monday. Five drones were shot down over Kursk region.",
        "Six drones attacked Feodosia on Sunday. Sevastopol was left without power.",
        (
            "A missile hit a house in Dnipro on Monday.\n\nThe mayor thanked the crews.\n\n"
            "In Dnipro a school was damaged on Tuesday."
        ),
    ],
)
def test_older_harm_and_harm_elsewhere_belong_to_none(text: str) -> None:
    """The twin: what began before the attack, or lies elsewhere, is no work of it."""
    found = attacks_of(text)

    assert found
    assert not any(found.values())
