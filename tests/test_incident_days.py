"""Which day an incident gets: of its clause, its paragraph, its attack, its report, or none.

All texts are read as published on Wednesday 10 May 2023.
"""

from __future__ import annotations

import datetime as dt

import pytest

from geomap import analyze

DAY = dt.timedelta(days=1)
LEAD = "Missiles hit Kharkiv on Tuesday.\n\nThe mayor spoke to reporters."


def days_of(text: str, incident_type: str) -> list[str]:
    """Return the days of all incidents of a type, as first..last, empty where there is none."""
    found = analyze(text, published="2023-05-10").incidents
    days = [i.when for i in found if i.incident_type == incident_type]
    return [f"{when.start}..{when.end - DAY}" if when.start and when.end else "" for when in days]


def test_a_day_that_ends_a_count_is_not_the_day_of_what_is_counted() -> None:
    text = "Missiles hit Kharkiv on Saturday. By Monday evening, 16 people had died there."

    assert days_of(text, "casualties") == ["2023-05-06..2023-05-06"]


def test_the_day_on_which_people_died_is_theirs() -> None:
    """The twin: without "by" the day is their own."""
    text = "Missiles hit Kharkiv on Saturday. On Monday evening, 16 people died in Sumy."

    assert days_of(text, "casualties") == ["2023-05-08..2023-05-08"]


def test_as_of_a_day_is_the_day_of_the_count() -> None:
    assert days_of(
        "As of Monday, 43 strikes on Kherson have been verified.", "strike_unspecified"
    ) == [""]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The minister came to Yahidne, where 300 people were held in March.", ""),
        ("The minister came to Yahidne on Monday.", "2023-05-08..2023-05-08"),
    ],
)
def test_a_day_of_a_relative_clause_is_of_what_it_tells(text: str, day: str) -> None:
    assert days_of(text, "diplomacy") == [day]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The governor reported 150 shells on Sumy since Monday.", "2023-05-08..2023-05-10"),
        ("On Tuesday 90 missiles hit Sumy, the most since March.", "2023-05-09..2023-05-09"),
    ],
)
def test_a_sum_since_a_day_runs_up_to_publication_and_a_record_does_not(
    text: str, days: str
) -> None:
    (found,) = days_of(text, "shelling") + days_of(text, "missile_strike")

    assert found == days


def test_what_went_on_for_years_has_no_day() -> None:
    text = "On Tuesday drones attacked Odesa. Shells have hit Nikopol for months."

    assert days_of(text, "shelling") == [""]


def test_the_day_that_a_paragraph_names_is_nearer_than_that_of_the_lead() -> None:
    text = f"{LEAD}\n\nOn Sunday rockets hit Kharkiv. Two people were wounded."

    assert days_of(text, "casualties") == ["2023-05-07..2023-05-07"]


def test_an_item_far_down_a_round_up_does_not_take_the_day_of_the_lead() -> None:
    """The twin is the same text without headings: one story, and one day."""
    names = ("Sumy", "Kherson", "Odesa", "Lviv", "Poltava")
    lines = [f"Shells hit a farm near {name}." for name in names]
    items = "\n\n".join(
        f"{name.upper()} REGION\n\n{line}" for name, line in zip(names, lines, strict=True)
    )
    story = "\n\n".join(lines)

    assert days_of(f"{LEAD}\n\n{items}", "shelling")[-1] == ""
    assert days_of(f"{LEAD}\n\n{story}", "shelling")[-1] == "2023-05-09..2023-05-09"


def test_the_day_on_which_somebody_spoke_in_a_place_is_not_that_of_the_deed() -> None:
    text = "Two jets, the minister said in Munich on Sunday, were shot down over Bryansk."

    assert days_of(text, "aircraft_downed") == [""]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Shells hit Lyman on the 4th.", "2023-05-04..2023-05-04"),
        ("Shells hit Lyman on the 14th.", "2023-04-14..2023-04-14"),
        ("On 14.04 shells hit Lyman.", "2023-04-14..2023-04-14"),
        ("Shells hit Lyman on March 16 last year.", "2022-03-16..2022-03-16"),
        ("In the autumn of last year shells hit Lyman.", "2022-09-01..2022-11-30"),
        ("Shells hit Lyman overnight on May 5 to 6.", "2023-05-05..2023-05-06"),
        ("Shells hit Lyman overnight to 6 May.", "2023-05-05..2023-05-06"),
        ("Shells hit Lyman on Monday and again on Tuesday.", "2023-05-08..2023-05-09"),
        ("In March troops left. Shells hit Lyman the next month.", "2023-04-01..2023-04-30"),
    ],
)
def test_days_in_more_words(text: str, day: str) -> None:
    assert days_of(text, "shelling") == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Lyman on the 4th floor of a house.",
        "By Thursday evening 23 people had died in the shelling of Lyman.",
        "Shells hit Lyman on the last day of voting.",
    ],
)
def test_words_that_only_look_like_the_day(text: str) -> None:
    """The twin: neither a floor nor the end of a count is a day."""
    assert days_of(text, "shelling") == [""]


def test_entries_have_the_day_that_stands_above_them() -> None:
    """A live blog that runs over midnight names the new day in a line of its own."""
    text = "8 May\n\n08:15 Shells hit Lyman.\n\n9 May\n\n07:05 Shells hit Siversk."

    assert days_of(text, "shelling") == ["2023-05-08..2023-05-08", "2023-05-09..2023-05-09"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Since the start of the month shells have hit Lyman.", "2023-05-01..2023-05-10"),
        ("Shells have been hitting Lyman since mid-April.", "2023-04-15..2023-05-10"),
        ("The shelling of Lyman entered its third day.", "2023-05-08..2023-05-10"),
        ("ODESA, May 9 - Shells hit Lyman on Monday.", "2023-05-08..2023-05-08"),
        ("Shells could hit Lyman on Friday.", "2023-05-12..2023-05-12"),
        ("Shells may have hit Lyman on Friday.", "2023-05-05..2023-05-05"),
    ],
)
def test_spans_and_what_lies_ahead(text: str, day: str) -> None:
    assert days_of(text, "shelling") == [day]


def test_acts_of_politics_have_the_day_of_their_paragraph() -> None:
    """What is done there happens on a day; what is only said keeps none but its own."""
    text = (
        "Envoys met in Jeddah on Saturday. Slovakia approved a package of military aid for Ukraine."
    )

    assert days_of(text, "aid_sanctions") == ["2023-05-06..2023-05-06"]


def test_a_report_that_opens_with_the_time_it_covers_gives_it_to_what_goes_on() -> None:
    text = "In the past day 20 missiles hit Sumy.\n\nThirty clashes were fought near Lyman."

    assert days_of(text, "ground_combat") == ["2023-05-09..2023-05-10"]


def test_fighting_in_a_report_on_one_day_has_no_day_of_the_lead() -> None:
    """The twin: a report on one day tells of fighting that goes on."""
    text = "On Tuesday 20 missiles hit Sumy.\n\nThirty clashes were fought near Lyman."

    assert days_of(text, "ground_combat") == [""]


def test_what_many_days_saw_is_not_what_one_of_them_saw() -> None:
    text = "Missiles have hit Sumy since 1 May. On Monday a missile hit a school in Sumy."

    assert days_of(text, "missile_strike") == ["2023-05-01..2023-05-10", "2023-05-08..2023-05-08"]


def test_a_week_before_at_the_end_of_a_phrase_is_the_day_of_what_is_told() -> None:
    text = "Missiles hit Sumy on Monday. A week before, shells hit Lyman."

    assert days_of(text, "shelling") == ["2023-05-01..2023-05-01"]


@pytest.mark.parametrize(
    "opening",
    [
        "KYIV, May 8 — ",
        "KYIV, May 8. /Agency/. ",
        "KYIV, May 8 (Agency) – ",
        "LVIV, Ukraine, May 8 — ",
    ],
)
def test_a_report_that_names_no_day_is_of_its_dateline(opening: str) -> None:
    text = f"{opening}Shells hit a market in Lyman, and a shop burned down."

    assert days_of(text, "shelling") == ["2023-05-08..2023-05-08"]


@pytest.mark.parametrize(
    "opening", ["KYIV, May 10 — ", "KYIV, May 10. /Agency/. ", "KYIV, May 10 (Agency) – "]
)
def test_a_day_that_is_told_goes_before_that_of_the_dateline(opening: str) -> None:
    """The twin: what the lead tells is of the day that it names."""
    text = f"{opening}Shells hit a market in Lyman on Monday.\n\nA drone struck a bus in Kherson."

    assert days_of(text, "shelling") == ["2023-05-08..2023-05-08"]
    assert days_of(text, "drone_strike") == ["2023-05-08..2023-05-08"]


def test_a_period_goes_before_the_day_of_the_dateline() -> None:
    """ "In the past 24 hours" is the time that the whole report covers."""
    text = (
        "KYIV, May 10. /Agency/. In the past 24 hours, shells hit a market in Lyman.\n\n"
        "A drone struck a bus in Kherson."
    )

    assert days_of(text, "drone_strike") == ["2023-05-09..2023-05-10"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Shells fell on Lyman early in the morning.", "2023-05-10..2023-05-10"),
        ("In the early hours, shells fell on Lyman.", "2023-05-10..2023-05-10"),
        ("Later in the day shells fell on Lyman.", "2023-05-10..2023-05-10"),
        ("Shells fell on Lyman in the night.", "2023-05-09..2023-05-10"),
        ("Shells fell on Lyman.", "2023-05-09..2023-05-10"),
    ],
)
def test_a_morning_of_the_past_day_is_of_its_last(text: str, day: str) -> None:
    """What a report covers are two days, of which only the last has had its morning."""
    lead = "In the past 24 hours missiles hit Kharkiv, the army said."

    assert days_of(f"{lead}\n\n{text}", "shelling") == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Before dawn the army had shelled Lyman.", "2023-05-09..2023-05-09"),
        ("The army had shelled Lyman.", ""),
    ],
)
def test_what_had_happened_at_an_hour_is_of_the_day_of_the_report(text: str, day: str) -> None:
    assert days_of(f"{LEAD}\n\n{text}", "shelling") == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Lyman had two houses destroyed by shells.",
        "Two men died when a shell they had found in Lyman went off in their hands.",
    ],
)
def test_had_of_what_is_suffered_is_not_of_before(text: str) -> None:
    found = analyze(f"{LEAD}\n\n{text}", published="2023-05-10").incidents
    days = [str(i.when.start) for i in found if i.trigger.start > len(LEAD)]

    assert days
    assert set(days) == {"2023-05-09"}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It was the 11th missile attack on Kharkiv this year.", [""]),
        ("It was the largest missile attack on Kharkiv this month.", [""]),
        ("Missiles hit Kharkiv for the third time this week.", [""]),
        ("Missiles hit Kharkiv again and again this month.", ["2023-05-01..2023-05-31"]),
    ],
)
def test_a_time_that_only_ranks_is_no_day(text: str, days: list[str]) -> None:
    assert days_of(text, "missile_strike") == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "They met on Friday for a swap of prisoners under a deal reached in Riga on May 2.",
            "2023-05-05..2023-05-05",
        ),
        (
            "On Friday they went ahead with a swap of prisoners under the terms agreed on May 2.",
            "2023-05-05..2023-05-05",
        ),
        (
            "A swap of prisoners was held on May 2 though a deal was reached on Friday.",
            "2023-05-02..2023-05-02",
        ),
    ],
)
def test_the_day_of_a_pact_is_not_that_of_what_follows_it(text: str, day: str) -> None:
    assert days_of(text, "detention_exchange") == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The army's spokesman yesterday said that shells had hit Lyman.", ""),
        ("The army's spokesman said that shells hit Lyman yesterday.", "2023-05-09..2023-05-09"),
        ("Shells hit Lyman last night, the army said.", "2023-05-09..2023-05-10"),
        ("The army wrote last night that shells had hit Lyman.", "2023-05-09..2023-05-10"),
        ("The army wrote on Monday that shells had hit Lyman.", ""),
    ],
)
def test_a_day_before_the_verb_is_that_of_the_words(text: str, day: str) -> None:
    """What was said in the last night is news of it; what was said days ago has its own day."""
    assert days_of(text, "shelling") == [day]


def test_a_day_looked_back_on_is_not_the_reports() -> None:
    """ "Three days after P was hit" opens a report of what came then."""
    text = "Three days after missiles hit Kharkiv, ministers met.\n\nDrones struck a bus in Sumy."

    assert days_of(text, "drone_strike") == [""]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Lyman has had no gas since May 2022, and in July the trams stopped.", "2022-05-01"),
        ("Lyman has had no gas since May 2022 and has asked for help.", "2022-05-01"),
    ],
)
def test_a_day_behind_and_opens_the_next_part(text: str, days: str) -> None:
    assert days_of(text, "service_outage")[0].startswith(days)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Russian troops hold half of Lyman.", [""]),
        ("Russian troops took half of Lyman.", ["2023-05-09..2023-05-09"]),
    ],
)
def test_what_is_held_is_of_no_day(text: str, days: list[str]) -> None:
    assert days_of(f"{LEAD}\n\n{text}", "territory_change") == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Mortars, banned under the pact of Minsk, rained on Lyman in the night to Monday.",
            "2023-05-07..2023-05-08",
        ),
        ("Lyman, retaken on Monday, was hit by shells.", "2023-05-09..2023-05-09"),
    ],
)
def test_a_place_that_ends_an_aside_has_no_day_of_its_own(text: str, day: str) -> None:
    assert days_of(f"{LEAD}\n\n{text}", "shelling") == [day]
