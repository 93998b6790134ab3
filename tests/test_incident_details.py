"""Days, numbers, sources and ties of an incident: their rules one by one, each with its twin.

How well they are read together is pinned in `tests/data/incident_passages_details.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap import analyze
from geomap.records import Certainty, Realis

if TYPE_CHECKING:
    from geomap.records import Incident

PUBLISHED = "2023-05-10"
"""A Wednesday."""


def one(text: str, type_id: str = "") -> Incident:
    incidents = analyze(text, published=PUBLISHED).incidents
    (found,) = [i for i in incidents if type_id in {"", i.incident_type}]
    return found


def test_what_lies_ahead_is_expected() -> None:
    """A day after that of publication cannot be one on which it has happened."""
    incident = one("Talks on the corridor are to begin in Istanbul on Friday.")

    assert (str(incident.when.start), incident.realis) == ("2023-05-12", Realis.EXPECTED)


def test_a_weekday_that_is_past_is_none_to_come() -> None:
    """The twin: without words that set it ahead, a weekday is the last one."""
    assert str(one("Talks on the corridor began in Istanbul on Friday.").when.start) == "2023-05-05"


def test_the_day_of_the_news_is_that_of_what_is_said() -> None:
    """Said on the day of publication, it is told as of that day; said before, its day is open."""
    today = one("The navy said on Wednesday that shells had hit Ochakiv.", "shelling")
    before = one("The navy said on Monday that shells had hit Ochakiv.", "shelling")

    assert (str(today.when.start), before.when.start) == ("2023-05-10", None)


def test_had_behind_a_trigger_does_not_make_it_background() -> None:
    """Only its own verb puts an incident before the others, not that of a clause behind it."""
    text = (
        "Missiles hit Odesa on Monday, days after talks on the corridor that had fed many failed."
    )

    assert str(one(text, "missile_strike").when.start) == "2023-05-08"


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("The FSB, Russia's security service, said shells hit Shebekino.", "FSB", "RU"),
        ("Russia's security service, the FSB, said shells hit Shebekino.", "the FSB", "RU"),
        ("Ivan Tkach, speaking in Kyiv, said shells had hit Orikhiv.", "Ivan Tkach", "UA"),
        (
            "Shells hit Orikhiv, said Ivan Tkach, deputy head of Ukraine's police.",
            "Ivan Tkach",
            "UA",
        ),
        (
            "Governor Ivan Tkach came to the scene and said shells had hit Orikhiv.",
            "Ivan Tkach",
            "UA",
        ),
        ("Shells hit Orikhiv, per the local prosecutor's office.", "prosecutor's office", "UA"),
        ("Energy Minister German Tkach said shells had hit Orikhiv.", "German Tkach", "UA"),
        ("The army counted 12 shells in Orikhiv; two people were killed, it said.", "army", "UA"),
    ],
)
def test_forms_in_which_somebody_is_named(text: str, name: str, side: str) -> None:
    incident = analyze(text, published=PUBLISHED).incidents[-1]

    assert name in incident.attribution
    assert incident.attribution_side == side


@pytest.mark.parametrize(
    "text",
    [
        "Firefighters put out a blaze after shells hit Orikhiv.",
        "Shells hit Orikhiv, and three per cent of its houses burned.",
        "Each side accuses the other of shelling Orikhiv.",
        "Shells hit Orikhiv, whose mayor had announced a curfew.",
    ],
)
def test_words_that_only_look_like_a_report(text: str) -> None:
    found = [
        i for i in analyze(text, published=PUBLISHED).incidents if i.incident_type == "shelling"
    ]

    assert [incident.attribution for incident in found] in ([], [""])


def test_a_quotation_of_several_sentences_has_one_source() -> None:
    """All of it is said by whom its last sentence names; what follows is not."""
    text = "“Shells hit the school. Nobody was hurt there,” said Olha Bondar. A drone struck Izium."
    told = {i.incident_type: i for i in analyze(text, published=PUBLISHED).incidents}
    first, last = sorted(told.values(), key=lambda incident: incident.trigger)[:: len(told) - 1]

    assert (first.attribution, first.certainty) == ("Olha Bondar", Certainty.ATTRIBUTED)
    assert (last.attribution, last.certainty) == ("", Certainty.STATED)


def test_whoever_speaks_for_a_country_is_the_source() -> None:
    """The flat columns show the most specific source; the country keeps its claim."""
    text = (
        "Ukraine said it had struck a depot in Tokmak on Monday.\n\n"
        "General Ivan Tkach of Ukraine's army said the strike on Tokmak had killed 20 soldiers."
    )
    incident = one(text, "strike_unspecified")

    assert "Ivan Tkach" in incident.attribution
    assert {claim.attribution for claim in incident.claims} >= {"Ukraine"}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("A man and a woman were killed in Nikopol.", [("killed", 2)]),
        ("Two men, a woman and three children were injured in Nikopol.", [("injured", 6)]),
        ("A married couple was killed in Nikopol.", [("killed", 2)]),
        ("A man and his wife were killed in Nikopol.", [("killed", 2)]),
        (
            "Air defence shot down a missile and 12 drones.",
            [("intercepted", 1), ("intercepted", 12)],
        ),
        (
            "Four Russian jets, two bombers and two fighters, were shot down.",
            [("destroyed", 4)],
        ),
        ("Troops retook 12 square kilometres near Klishchiivka.", [("captured", 12)]),
        ("About 280 people were buried in a mass grave in Bucha.", [("killed", 280)]),
    ],
)
def test_numbers_in_a_row(text: str, counts: list[tuple[str, float]]) -> None:
    """People in a row are one number, things several; parts of a number count no second time."""
    (incident,) = analyze(text, published=PUBLISHED).incidents

    assert [(count.kind, count.value) for count in incident.counts] == counts


def test_a_part_that_was_stopped_tells_how_many_were_sent() -> None:
    told = analyze("Air defence shot down 14 out of 17 drones.", published=PUBLISHED).incidents
    counts = {i.incident_type: [(c.kind, c.value) for c in i.counts] for i in told}

    assert counts == {"interception": [("intercepted", 14)], "drone_strike": [("launched", 17)]}


def test_what_was_stopped_without_a_total_tells_of_no_attack() -> None:
    """The twin: nobody says that more came."""
    (incident,) = analyze("Air defence shot down 14 drones.", published=PUBLISHED).incidents

    assert incident.incident_type == "interception"


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Two people were killed and three injured in Nikopol.", [("killed", 2), ("injured", 3)]),
        ("The staff: 820 occupiers and 14 tanks eliminated in Bakhmut.", [("killed", 820)]),
        ("A couple of drones were shot down over Odesa.", []),
        ("Shelling started a fire of 300 square metres in Nikopol.", []),
    ],
)
def test_numbers_that_are_no_row(text: str, counts: list[tuple[str, float]]) -> None:
    """The twin: a verb, a tank or an "of" between them parts two numbers."""
    incidents = analyze(text, published=PUBLISHED).incidents
    found = [(c.kind, c.value) for i in incidents for c in i.counts if c.value is not None]

    assert [row for row in found if row[0] != "destroyed"] == counts


def test_people_are_not_damaged() -> None:
    text = (
        "A clinic was badly damaged in Dnipro, but the 12 women inside had been taken to a shelter."
    )

    assert all(not i.counts for i in analyze(text, published=PUBLISHED).incidents)


def test_harm_of_another_day_is_of_another_attack() -> None:
    text = (
        "A car bomb exploded in Melitopol on Friday. "
        "On Sunday a policeman was shot dead in Berdiansk."
    )
    assert all(not i.attack_id for i in analyze(text, published=PUBLISHED).incidents)


def test_hackers_can_cut_a_service() -> None:
    text = "After a cyberattack on the operator, thousands were without internet in Lviv."
    attack, outage = sorted(
        analyze(text, published=PUBLISHED).incidents, key=lambda i: i.incident_type
    )

    assert outage.attack_id == attack.incident_id


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Officials said shells had hit Orikhiv. The report could not be checked.", "unconfirmed"),
        ("Shells hit a dam near Orikhiv. Each side accuses the other.", "disputed"),
        ("Shells hit a dam near Orikhiv.\n\nEach side accuses the other.", "disputed"),
        ("Shells hit a dam near Orikhiv. They accuse the mayor of delay.", "stated"),
        ("Shells hit a dam near Orikhiv.\n\nThe tickets could not be checked.", "stated"),
    ],
)
def test_doubt_told_in_the_sentence_after(text: str, certainty: str) -> None:
    assert one(text, "shelling").certainty == certainty


def test_more_shot_down_than_launched_is_flagged() -> None:
    """Both numbers stay as the article has them; the reader is told."""
    text = "Russia launched 20 drones at Odesa on Monday. Air defence shot down 25 drones there."
    report = analyze(text, published=PUBLISHED)
    stopped = next(i for i in report.incidents if i.incident_type == "interception")

    assert report.notes == ("Numbers disagree: 25 intercepted of 20 launched.",)
    assert "numbers: 25 intercepted of 20 launched" in stopped.evidence
    assert [count.value for count in stopped.counts] == [25]


@pytest.mark.parametrize(
    "text",
    [
        "Russia launched 20 drones at Odesa on Monday. Air defence shot down 20 drones there.",
        "Russia launched 20 drones at Odesa on Monday. Air defence shot down 25 missiles there.",
        "Russia launched at least 20 drones at Odesa. Air defence shot down 25 drones there.",
    ],
)
def test_numbers_that_can_both_be_right_are_not_flagged(text: str) -> None:
    assert analyze(text, published=PUBLISHED).notes == ()


def test_a_pronoun_is_the_office_that_opens_the_sentence_before() -> None:
    """Not whoever spoke last, if another is the subject since then."""
    text = (
        "The mayor of Kherson said the city was calm.\n\n"
        "Russia's defence ministry did not comment. It said on Friday that shells had hit Orikhiv."
    )
    incident = one(text, "shelling")

    assert (incident.attribution, incident.attribution_side) == ("Russia's defence ministry", "RU")


@pytest.mark.parametrize(
    ("text", "type_id", "counts"),
    [
        ("Shells hit Sumy; seven people lost their lives.", "shelling", {"killed": 7}),
        ("The toll of the shelling of Sumy has risen from nine to 23.", "shelling", {"killed": 23}),
        (
            "Shells hit Sumy: 21 people were killed and 38 taken to hospital.",
            "shelling",
            {"killed": 21, "injured": 38},
        ),
        ("Police in Riga arrested six men.", "detention_exchange", {"captured": 6}),
        ("On Monday 45 soldiers came home in an exchange.", "detention_exchange", {"captured": 45}),
        (
            "Three aircraft, two Su-25s and a helicopter, were shot down.",
            "aircraft_downed",
            {"destroyed": 3},
        ),
        (
            "Between 30 and 40 people were detained in Minsk.",
            "detention_exchange",
            {"captured": 35},
        ),
    ],
)
def test_numbers_of_people_and_things(text: str, type_id: str, counts: dict[str, float]) -> None:
    found = one(text, type_id).counts

    assert {count.kind: count.value for count in found} == counts


@pytest.mark.parametrize(
    ("text", "type_id"),
    [
        ("John Doe, 50, a teacher, was hurt when shells hit Sumy.", "shelling"),
        ("Two jets dropped bombs on Sumy.", "air_strike"),
        ("Observers recorded 40 explosions in Sumy.", "explosion"),
        ("In three dozen cities people held rallies, also in Tbilisi.", "protest"),
    ],
)
def test_numbers_that_count_no_harm(text: str, type_id: str) -> None:
    """The twin: an age, the jets of a raid, bangs and cities are none of the numbers asked for."""
    assert all(count.value == 1 for count in one(text, type_id).counts)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Shells hit Sumy on Monday. The day before, shells had hit Lviv.",
            "2023-05-07 2023-05-08",
        ),
        ("Talks began on Monday. Shells had hit Sumy the evening before.", "2023-05-07 2023-05-08"),
        ("Shells hit Sumy between Monday evening and Tuesday morning.", "2023-05-08 2023-05-10"),
        ("Drones hit Sumy on Monday. Around Lyman, fighting goes on.", "None None"),
    ],
)
def test_days_beside_the_day_that_is_named(text: str, days: str) -> None:
    """A day counts from the one named last; what goes on takes none from its paragraph."""
    report = analyze(text, published=PUBLISHED, language="en")
    last = max(report.incidents, key=lambda incident: incident.trigger.start)

    assert f"{last.when.start} {last.when.end}" == days


def test_a_month_of_what_is_planned_lies_ahead() -> None:
    """The twin of a month that is over: "met in September" is last year's."""
    planned = one("A summit is to be held in Geneva in September.", "diplomacy")
    over = one("The presidents met in Geneva in September.", "diplomacy")

    assert (str(planned.when.start), str(over.when.start)) == ("2023-09-01", "2022-09-01")
