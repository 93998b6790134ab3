"""Who says so: forms of report that name a source, and words like them that name none."""

from __future__ import annotations

import pytest

from geomap import analyze

NAMED = {
    "In Moscow, the Foreign Ministry accused Kyiv of shelling Lyman.": "Foreign Ministry",
    "On Monday, the mayor said a drone had hit a school in Lyman.": "mayor",
    "The Ministry of Defense (MoD) said a missile hit Lyman.": "Ministry of Defense",
    "A drone hit Kerch, while Ivan Bondar, the mayor, said shells hit Lyman.": "Ivan Bondar",
    "As stated by the port's operator, a missile hit a silo in Reni.": "port's operator",
    "The shelling of Lyman was confirmed on Monday by the governor.": "governor",
    "According to data published by the operator Ukrenergo, missiles hit Lyman.": "Ukrenergo",
    "The War Institute assesses that troops captured Spirne.": "War Institute",
    "Forty drones were launched at Kyiv, the general staff estimates.": "general staff",
    "The army's morning update listed 14 strikes on Lyman.": "army",
    "The United Nations has counted 257 civilians killed in Lyman.": "United Nations",
    "Drones struck a depot in Lyman. The strike was confirmed by the navy.": "navy",
    "Explosion heard in Sevastopol – governor": "governor",
    "In London, at the side of the premier, Jane Holt promised Kyiv arms.": "Jane Holt",
    "Six died in Lyman, men of the Agency for Trade and Growth concluded.": "Trade and Growth",
}
SILENT = (
    "Nobody spoke for the town and the army left. A drone hit a school in Lyman.",
    "On Thursday the minister added twenty names to the list, and a drone hit Lyman.",
    "A shell hit Lyman, as the school by the river burned.",
    "It was a long night. A drone hit a school in Lyman.",
    "Shells hit Lyman – the town by the river.",
    "The minister pointed at the map after a drone had hit Lyman.",
)


@pytest.mark.parametrize(("text", "source"), NAMED.items())
def test_a_form_of_report_names_its_source(text: str, source: str) -> None:
    """The last incident is told by whom the words name."""
    *_, incident = analyze(text, published="2023-05-10").incidents

    assert source in incident.attribution
    assert incident.certainty == "attributed"


@pytest.mark.parametrize("text", SILENT)
def test_what_is_told_without_a_report_has_no_source(text: str) -> None:
    """The twin: words that only look like a report leave the article to speak."""
    told = analyze(text, published="2023-05-10").incidents

    assert told
    assert not any(incident.attribution for incident in told)


def test_who_condemns_an_attack_takes_it_for_known() -> None:
    """The condemnation has its source; the attack is the article's own."""
    text = "The mayor of Odesa condemned Tuesday's missile strike on Odesa."
    sources = {one.incident_type: one.attribution for one in analyze(text).incidents}

    assert sources == {"threat_statement": "mayor of Odesa", "missile_strike": ""}


def test_what_follows_a_speaker_is_not_its_side() -> None:
    """A nation in what was said says nothing of whom the speaker belongs to."""
    text = "A Ukrainian official, who asked for anonymity, told US reporters a drone hit Kerch."

    (incident,) = analyze(text, published="2023-05-10").incidents

    assert incident.attribution_side == "UA"


def test_a_condition_is_no_speaker() -> None:
    """Whoever stands behind "if" did not say so."""
    told = analyze("If Israel struck again, US bases would be attacked, it warned.").incidents

    assert not any("If" in incident.attribution for incident in told)


SIDES = {
    "The Slovak prime minister, Jan Horak, was in Kyiv. Slovakia has given Ukraine a battery, "
    "Horak confirmed.": "other",
    "In Washington, Mary Holt, a State Department spokeswoman, said that tanks had crossed into "
    "Ukraine from Russia.": "other",
    "The Freedom of Russia Legion still maintains that it captured Kozinka.": "UA",
    "The G7 said that drones had hit Kherson.": "other",
    "Moscow's chief negotiator, Ivan Petrov, accused Kyiv of shelling Horlivka.": "RU",
    "The Rapid Support Forces claimed to have taken the town of Nyala.": "other",
}


@pytest.mark.parametrize(("text", "side"), SIDES.items())
def test_a_source_has_the_side_of_its_office(text: str, side: str) -> None:
    """By a name of several words, by the office it was introduced with, by its country."""
    incidents = analyze(text, published="2023-05-10").incidents

    assert {one.attribution_side for one in incidents if one.attribution} == {side}


def test_a_nation_beside_a_name_is_no_office() -> None:
    """The twin: who only stands near another nation is not introduced by it."""
    text = "Polish trucks passed Horak. Shells hit a school in Lyman, Horak said."

    assert not [one for one in analyze(text).incidents if one.attribution_side == "other"]
