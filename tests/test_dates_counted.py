"""Days that are counted from others, and years that only the text around them tells.

All texts are read as published on Wednesday 10 July 2024.
"""

from __future__ import annotations

import datetime as dt

import pytest

from geomap import lexicon
from geomap.dates import find_dates
from geomap.text import read_document

PUBLISHED = dt.date(2024, 7, 10)
DAY = dt.timedelta(days=1)
ENGLISH = lexicon.language("en")


def days_in(text: str) -> list[str]:
    """Return the days of a text, as first..last, one day as itself, empty where none is known."""
    spans = find_dates(read_document(text, ENGLISH.sections), ENGLISH, PUBLISHED)
    ends = [(s.when.start, s.when.end) for s in spans]
    return ["" if not (a and b) else str(a) if b == a + DAY else f"{a}..{b - DAY}" for a, b in ends]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A week before, two shells fell.", "2024-05-27"),
        ("A man died three days after.", "2024-06-06"),
        ("Three days afterwards a man died.", "2024-06-06"),
        ("Two days prior, the sirens failed.", "2024-06-01"),
        ("A day after that a man died.", "2024-06-04"),
        ("A fortnight later a man died.", "2024-06-17"),
        ("A month later the depot burnt.", "2024-07-01..2024-07-31"),
        ("Two months earlier the depot burnt.", "2024-04-01..2024-04-30"),
    ],
)
def test_what_is_counted_from_the_day_before_it(text: str, day: str) -> None:
    assert days_in(f"Missiles hit Sumy on 3 June 2024. {text}")[1] == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Missiles hit Sumy on Monday, two days after drones hit Konotop.", "2024-07-06"),
        ("Missiles hit Sumy on Monday, a week before shells hit Lyman.", "2024-07-15"),
    ],
)
def test_before_and_after_what_is_told_count_the_other_way(text: str, day: str) -> None:
    """The twin: the day is that of the words behind it, not of those before it."""
    assert days_in(text)[1] == day


def test_a_day_later_follows_the_last_of_two_days() -> None:
    assert days_in("Drones came overnight into Monday. A day later missiles came.")[1] == (
        "2024-07-09"
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Missiles hit Sumy in June 2022. In August the depot burnt.", "2022-08-01..2022-08-31"),
        ("Missiles hit Sumy in June 2022. On 5 August the depot burnt.", "2022-08-05"),
        ("Missiles hit Sumy in April 2022. That September troops left.", "2022-09-01..2022-09-30"),
        ("Missiles hit Sumy in April 2022. That summer troops left.", "2022-06-01..2022-08-31"),
        ("Missiles hit Sumy on 3 December 2021. In January shells did.", "2022-01-01..2022-01-31"),
    ],
)
def test_a_paragraph_about_years_ago_goes_on_in_them(text: str, day: str) -> None:
    assert days_in(text)[1] == day


@pytest.mark.parametrize(
    "text",
    [
        "Missiles hit Sumy in June 2022.\n\nIn May the depot burnt.",
        "Missiles have hit Sumy 40 times since June 2022. In May the depot burnt.",
        "Missiles hit Sumy in June 2022. In May the depot burnt.",
    ],
)
def test_what_is_of_the_last_months_is_news(text: str) -> None:
    """The twin: neither another paragraph, nor "since", nor what is fresh is of years ago."""
    assert days_in(text)[1] == "2024-05-01..2024-05-31"


@pytest.mark.parametrize(
    "text",
    [
        "Missiles hit Sumy on Saturday (22 June).",
        "The toll of the Saturday evening strike of 22 June has risen.",
    ],
)
def test_a_weekday_beside_its_date_is_that_day(text: str) -> None:
    assert days_in(text) == ["2024-06-22", "2024-06-22"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On Saturday the toll of the strike of 20 June rose.", ["2024-07-06", "2024-06-20"]),
        ("Missiles hit Sumy on 22 June, a Saturday.", ["2024-06-22"]),
    ],
)
def test_a_weekday_beside_another_day_stays_the_last_one(text: str, days: list[str]) -> None:
    """The twin; "a Saturday" names no day at all."""
    assert days_in(text) == days


def test_the_weekdays_of_a_week_in_review_are_of_that_week() -> None:
    text = "The week in the war, 17 to 23 June\n\nMonday: A bomb hit Sumy.\n\nSunday: Drones came."

    assert days_in(text)[1:] == ["2024-06-17", "2024-06-23"]


def test_a_headline_of_one_day_is_no_week() -> None:
    """The twin: weekdays count from the day of publication."""
    assert days_in("Attacks of 23 June\n\nMonday: A bomb hit Sumy.")[1] == "2024-07-08"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A year ago today a bomb hit Sumy.", "2023-07-10"),
        ("Ten years ago this month a jet fell near Sumy.", "2014-07-01..2014-07-31"),
        ("Over the previous 24 hours bombs hit Sumy.", "2024-07-09..2024-07-10"),
        ("Bombs hit Sumy for a second day on Monday.", "2024-07-07..2024-07-08"),
        ("Bombs hit Sumy for a second night.", "2024-07-09..2024-07-10"),
        ("Bombs hit Sumy at the start of June.", "2024-06-01..2024-06-30"),
        ("Bombs hit Sumy from May 28 through June 2, 2023.", "2023-05-28..2023-06-02"),
        ("Bombs hit Sumy in June and July 2023.", "2023-06-01..2023-07-31"),
        ("Bombs hit Sumy between March and May 2023.", "2023-03-01..2023-05-31"),
        ("Bombs hit Sumy in the fall of 2023.", "2023-09-01..2023-11-30"),
        ("Bombs hit Sumy on June the 22nd.", "2024-06-22"),
    ],
)
def test_days_in_still_more_words(text: str, day: str) -> None:
    assert days_in(text) == [day]


@pytest.mark.parametrize(
    "text",
    ["Bombs led to the fall of Sumy.", "He said that may be so.", "A man fell from the 6th floor."],
)
def test_words_that_only_look_like_a_season_a_month_or_a_day(text: str) -> None:
    """The twin: a fall, "may" and a floor are no days."""
    assert days_in(text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("In the 24 hours to Monday evening 40 shells fell.", "2024-07-07..2024-07-08"),
        ("In the twenty-four hours to Monday 40 shells fell.", "2024-07-07..2024-07-08"),
        ("In the 48 hours ending 8 a.m. on Monday 40 shells fell.", "2024-07-06..2024-07-08"),
        ("In the past twenty-four hours 40 shells fell.", "2024-07-09..2024-07-10"),
        ("From 6 p.m. on Sunday to 9 a.m. on Monday 40 shells fell.", "2024-07-07..2024-07-08"),
    ],
)
def test_hours_up_to_a_day_begin_before_it(text: str, days: str) -> None:
    assert days_in(text)[-1] == days


@pytest.mark.parametrize(
    "text", ["Twelve hours to Monday's deadline remain.", "It fell 20 hours on."]
)
def test_other_hours_reach_over_no_days(text: str) -> None:
    """The twin: only whole days, and only up to a day."""
    assert "2024-07-07..2024-07-08" not in days_in(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Barely 24 hours earlier, two shells fell.", "2024-06-02"),
        ("Forty-eight hours later two shells fell.", "2024-06-05"),
        ("Two hours later two shells fell.", "2024-06-03"),
    ],
)
def test_hours_count_as_days_where_they_make_up_days(text: str, day: str) -> None:
    assert days_in(f"Missiles hit Sumy on 3 June 2024. {text}")[1] == day


LEAD = "KYIV, July 10 (Agency) – Missiles hit Sumy on Tuesday.\n\nOn 3 June 2024 a depot burnt."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("\n\nA day before, shells fell on Lyman.", "2024-07-08"),
        ("\n\nTwo days earlier shells fell on Lyman.", "2024-07-07"),
        (" A day before, shells fell on Lyman.", "2024-06-02"),
        ("\n\nOn Monday rain fell. A day before, shells fell on Lyman.", "2024-07-07"),
    ],
)
def test_what_opens_a_paragraph_counts_from_the_lead(text: str, day: str) -> None:
    """Where its own paragraph has named no day; neither a dateline nor a byline is the lead's."""
    assert days_in(f"{LEAD}{text}")[-1] == day
    assert days_in(f"By Jane Doe\nFriday, 5 July 2024\n\n{LEAD}{text}")[-1] == day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Missiles hit on 9 August of that year.", "2022-08-09"),
        ("In August of the same year missiles hit.", "2022-08-01..2022-08-31"),
        ("Missiles hit on 9 August of this year.", "2024-08-09"),
    ],
)
def test_that_year_is_the_one_named_before(text: str, days: str) -> None:
    assert days_in(f"Shells fell in February 2022. {text}")[1] == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Over the previous day 40 shells fell.", "2024-07-09..2024-07-10"),
        ("During the preceding day 40 shells fell.", "2024-07-09..2024-07-10"),
        ("On Monday rain fell. Over the previous day 40 shells fell.", "2024-07-07"),
    ],
)
def test_over_the_previous_day_is_the_last_where_none_is_named(text: str, days: str) -> None:
    assert days_in(text)[-1] == days
