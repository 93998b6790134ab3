"""Date expressions against days worked out by hand; 10 May 2023 was a Wednesday."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap import lexicon
from geomap.dates import DatedSpan, find_dates
from geomap.records import DatePrecision
from geomap.text import read_document

WEDNESDAY = dt.date(2023, 5, 10)
ENGLISH = lexicon.language("en")


def dates_in(text: str, published: dt.date | None = WEDNESDAY) -> tuple[DatedSpan, ...]:
    return find_dates(read_document(text, ENGLISH.sections), ENGLISH, published)


def range_of(span: DatedSpan) -> tuple[str, str, str]:
    return str(span.when.start), str(span.when.end), str(span.when.precision)


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("on 14 January 2023", "2023-01-14", "2023-01-15", "day"),
        ("on January 14, 2023,", "2023-01-14", "2023-01-15", "day"),
        ("on Saturday, 14 January 2023", "2023-01-14", "2023-01-15", "day"),
        ("on the 14th of January 2023", "2023-01-14", "2023-01-15", "day"),
        ("on Jan. 14", "2023-01-14", "2023-01-15", "day"),
        ("on 2023-01-14", "2023-01-14", "2023-01-15", "day"),
        ("on 14.01.2023", "2023-01-14", "2023-01-15", "day"),
        ("on the night of 5-6 May", "2023-05-05", "2023-05-07", "day"),
        ("on 24 December", "2022-12-24", "2022-12-25", "day"),
        ("on 20 May", "2023-05-20", "2023-05-21", "day"),
        ("on Wednesday", "2023-05-10", "2023-05-11", "day"),
        ("on Monday", "2023-05-08", "2023-05-09", "day"),
        ("last Friday", "2023-05-05", "2023-05-06", "day"),
        ("last Wednesday", "2023-05-03", "2023-05-04", "day"),
        ("next Friday", "2023-05-12", "2023-05-13", "day"),
        ("yesterday", "2023-05-09", "2023-05-10", "day"),
        ("overnight", "2023-05-09", "2023-05-11", "day"),
        ("last night", "2023-05-09", "2023-05-11", "day"),
        ("three days ago", "2023-05-07", "2023-05-08", "day"),
        ("a week ago", "2023-05-03", "2023-05-04", "day"),
        ("over the past day", "2023-05-09", "2023-05-11", "day"),
        ("over the past week", "2023-05-03", "2023-05-11", "week"),
        ("earlier this week", "2023-05-08", "2023-05-15", "week"),
        ("last week", "2023-05-01", "2023-05-08", "week"),
        ("next week", "2023-05-15", "2023-05-22", "week"),
        ("in October", "2022-10-01", "2022-11-01", "month"),
        ("since October", "2022-10-01", "2023-05-11", "month"),
        ("since the beginning of March", "2023-03-01", "2023-05-11", "month"),
        ("since early March", "2023-03-01", "2023-05-11", "month"),
        ("at the beginning of March", "2023-03-01", "2023-04-01", "month"),
        ("in May", "2023-05-01", "2023-06-01", "month"),
        ("last February", "2023-02-01", "2023-03-01", "month"),
        ("last May", "2022-05-01", "2022-06-01", "month"),
        ("last month", "2023-04-01", "2023-05-01", "month"),
        ("since March", "2023-03-01", "2023-05-11", "month"),
        ("last winter", "2022-12-01", "2023-03-01", "season"),
        ("in the summer of 2022", "2022-06-01", "2022-09-01", "season"),
        ("in 2014", "2014-01-01", "2015-01-01", "year"),
        ("last year", "2022-01-01", "2023-01-01", "year"),
        ("over the last day", "2023-05-09", "2023-05-11", "day"),
        ("in the past 24 hours", "2023-05-09", "2023-05-11", "day"),
        ("over the last three days", "2023-05-07", "2023-05-11", "day"),
        ("overnight on Sunday", "2023-05-07", "2023-05-08", "day"),
        ("in mid-April", "2023-04-01", "2023-05-01", "month"),
        ("from Tuesday to Thursday", "2023-05-09", "2023-05-12", "day"),
        ("from Friday to Monday", "2023-05-05", "2023-05-09", "day"),
        ("on Christmas Eve", "2022-12-24", "2022-12-25", "day"),
        ("on New Year’s Day", "2023-01-01", "2023-01-02", "day"),
        ("since the full-scale invasion in February 2022", "2022-02-01", "2023-05-11", "month"),
        ("since the war began in 2022", "2022-01-01", "2023-05-11", "year"),
    ],
)
def test_words_become_half_open_days(words: str, start: str, end: str, precision: str) -> None:
    (span,) = dates_in(f"The bridge was hit {words} by drones.")

    assert range_of(span) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The ministers will meet on Friday.", "2023-05-12"),
        ("Talks are to begin in Istanbul on Friday.", "2023-05-12"),
        ("The council is due to vote on Saturday.", "2023-05-13"),
        ("The mayor told residents to stay at home on Thursday.", "2023-05-11"),
        ("Both plan to speak on Wednesday.", "2023-05-10"),
        ("On Thursday, judges will decide.", "2023-05-11"),
        ("The envoy is expected in Berlin on Sunday.", "2023-05-14"),
        ("The buses leave at seven on Saturday.", "2023-05-13"),
    ],
)
def test_a_weekday_is_ahead_where_its_clause_says_so(text: str, day: str) -> None:
    (span,) = dates_in(text)

    assert str(span.when.start) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("He said on Friday that he will resign.", "2023-05-05"),
        ("The man who will lead the talks, landed on Friday.", "2023-05-05"),
        ("Power failed due to shelling on Friday.", "2023-05-05"),
        ("He invited the envoys to Kyiv on Friday.", "2023-05-05"),
        ("The road to the port was shelled on Friday.", "2023-05-05"),
        ("On Friday judges said that they will decide.", "2023-05-05"),
        ("The buses tried to leave on Friday.", "2023-05-05"),
    ],
)
def test_a_weekday_is_past_where_other_clauses_look_ahead(text: str, day: str) -> None:
    """The twin: what comes behind the day, or in another clause, does not move it."""
    (span,) = dates_in(text)

    assert str(span.when.start) == day


def test_what_follows_does_not_go_on_from_a_day_ahead() -> None:
    """ "Two days later" counts from the day that something happened, not from a meeting to come."""
    _, _, later = dates_in(
        "A mine went off on 3 May. They will meet on Friday. Two days later a bridge fell."
    )

    assert str(later.when.start) == "2023-05-05"


@pytest.mark.parametrize(
    "text",
    [
        "May the road stay open.",
        "They march to the port.",
        "A winter of discontent followed.",
        "The 2014 drones were sold.",
        "It happened on 31 April.",
        "Night fell over the town.",
        "Ten days of rain are expected.",
    ],
)
def test_words_that_only_look_like_a_date(text: str) -> None:
    assert dates_in(text) == ()


def test_a_relative_date_needs_the_day_of_publication() -> None:
    (span,) = dates_in("Shells fell last Friday.", published=None)

    assert (span.when.start, span.when.end) == (None, None)
    assert span.when.precision is DatePrecision.UNKNOWN
    assert span.when.text == "last Friday"


def test_a_full_date_needs_no_day_of_publication() -> None:
    (span,) = dates_in("Shells fell on 3 May 2022.", published=None)

    assert range_of(span) == ("2022-05-03", "2022-05-04", "day")


def test_the_day_of_a_picture_is_not_read() -> None:
    text = (
        "Shelling goes on\n\nA street in March 2014. (AP Photo/Jane Doe)\n\nIt was calm on Monday."
    )

    assert [span.when.text for span in dates_in(text)] == ["Monday"]


def test_a_day_is_counted_from_the_one_named_last() -> None:
    _, later, same = dates_in(
        "A mine went off on 3 May. Two days later a bridge fell. That day it rained."
    )

    assert range_of(later) == ("2023-05-05", "2023-05-06", "day")
    assert range_of(same) == ("2023-05-05", "2023-05-06", "day")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("That night", "2023-05-03"),
        ("The same evening", "2023-05-03"),
        ("The next morning", "2023-05-04"),
        ("The previous evening", "2023-05-02"),
    ],
)
def test_a_part_of_a_day_is_counted_from_the_one_named_last(words: str, day: str) -> None:
    _, part = dates_in(f"A mine went off on 3 May. {words} a bridge fell.")

    assert str(part.when.start) == day
    assert part.when.time_text == words.rsplit(maxsplit=1)[-1]


def test_since_then_has_words_but_no_day() -> None:
    _, then = dates_in("It began in October. Since then the town has been dark.")

    assert then.when.text == "Since then"
    assert then.when.start is None


def test_a_clock_time_stands_as_written_and_gives_no_day() -> None:
    monday, clock = dates_in("Sirens sounded on Monday at 3 p.m. sharp.")

    assert monday.when.text == "Monday"
    assert (clock.when.time_text, clock.when.text, clock.when.start) == ("3 p.m.", "", None)


def test_the_part_of_the_day_is_kept() -> None:
    (span,) = dates_in("Sirens sounded on Monday evening.")

    assert (span.when.text, span.when.time_text) == ("Monday evening", "evening")


def test_a_language_without_dates_gives_none() -> None:
    document = read_document("Shells fell on Monday.", {})

    assert find_dates(document, lexicon.language("xx"), WEDNESDAY) == ()


PIECES = ["last ", "Monday ", "14 ", "May ", "2023", ", ", "- ", "ago ", "3 ", "of ", "²", "day "]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_spans_are_ordered_and_slice_back(text: str) -> None:
    """Whatever the words, spans lie in the text, do not overlap, and carry their own words."""
    spans = dates_in(text)

    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[span.start : span.end] == span.when.text for span in spans if span.when.text)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("for a second night running", "2023-05-09", "2023-05-10"),
        ("on the third day in a row", "2023-05-10", "2023-05-10"),
        ("on a fourth straight day", "2023-05-10", "2023-05-10"),
        ("over the weekend", "2023-05-06", "2023-05-07"),
        ("this morning", "2023-05-10", "2023-05-10"),
    ],
)
def test_the_latest_of_several_nights_is_the_last_one(words: str, first: str, last: str) -> None:
    (span,) = dates_in(f"The bridge was hit {words}.")

    assert span.when.start == dt.date.fromisoformat(first)
    assert span.when.end == dt.date.fromisoformat(last) + dt.timedelta(days=1)


@pytest.mark.parametrize(
    "words", ["on the second night of the trip", "in the morning", "a weekend"]
)
def test_nights_and_mornings_of_any_day_are_no_date(words: str) -> None:
    """The twin: only what points at one day is a date."""
    assert dates_in(f"Guests slept well {words}.") == ()


def test_a_meeting_for_a_weekday_lies_ahead() -> None:
    (ahead,) = dates_in("The council called a session for Friday.")
    (past,) = dates_in("The council met on Friday.")

    assert (ahead.when.start, past.when.start) == (dt.date(2023, 5, 12), dt.date(2023, 5, 5))


def test_days_after_an_event_are_counted_back_to_it() -> None:
    """ "Two days after the raid" says when the raid was, not what follows."""
    _, raid = dates_in("Trains ran again on Tuesday, two days after the raid.")

    assert raid.when.start == dt.date(2023, 5, 7)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("the day before yesterday", "2023-05-08", "2023-05-08"),
        ("two nights ago", "2023-05-08", "2023-05-08"),
        ("minutes ago", "2023-05-10", "2023-05-10"),
        ("on Friday last week", "2023-05-05", "2023-05-05"),
        ("on the first of April", "2023-04-01", "2023-04-01"),
        ("on the ninth of last month", "2023-04-09", "2023-04-09"),
        ("on 08/05/2023", "2023-05-08", "2023-05-08"),
        ("on 05/08/2023", "2023-05-08", "2023-05-08"),
        ("on Victory Day", "2023-05-09", "2023-05-09"),
        ("since midnight", "2023-05-10", "2023-05-10"),
        ("on Monday and Tuesday", "2023-05-08", "2023-05-09"),
        ("on Friday, Saturday and Sunday", "2023-05-05", "2023-05-07"),
        ("Thursday through Saturday", "2023-05-04", "2023-05-06"),
        ("from Sunday evening until Monday afternoon", "2023-05-07", "2023-05-08"),
        ("from 30 April to 5 May", "2023-04-30", "2023-05-05"),
        ("from Monday evening to the early hours of Tuesday", "2023-05-08", "2023-05-09"),
        ("on 7, 8 and 9 May", "2023-05-07", "2023-05-09"),
        ("in the week to 7 May", "2023-05-01", "2023-05-07"),
        ("in the week of 1 May", "2023-05-01", "2023-05-07"),
        ("in the first week of May", "2023-05-01", "2023-05-07"),
        ("within 24 hours", "2023-05-09", "2023-05-10"),
        ("for a second day", "2023-05-09", "2023-05-10"),
        ("three days running", "2023-05-08", "2023-05-10"),
        ("during the night", "2023-05-09", "2023-05-10"),
        ("the night before last", "2023-05-08", "2023-05-09"),
        ("overnight into Tuesday", "2023-05-08", "2023-05-09"),
        ("in the night from Sunday to Monday", "2023-05-07", "2023-05-08"),
        ("late on Monday night", "2023-05-08", "2023-05-08"),
    ],
)
def test_days_and_nights_in_many_words(words: str, first: str, last: str) -> None:
    """A night is of both its days, unless it bears the name of one: "Monday night"."""
    (span,) = dates_in(f"The bridge was hit {words} by drones.")

    assert span.when.start == dt.date.fromisoformat(first)
    assert span.when.end == dt.date.fromisoformat(last) + dt.timedelta(days=1)


@pytest.mark.parametrize(
    "words", ["days later", "a few days ago", "in recent weeks", "for three weeks", "for years"]
)
def test_a_time_without_a_day_keeps_its_words(words: str) -> None:
    """What happened "a few days ago" must not get the day of the report."""
    (span,) = dates_in(f"The bridge was hit {words} by drones.")

    assert span.when.text
    assert span.when.start is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On Monday and Tuesday’s raid fell shells.", ["2023-05-08", "2023-05-09"]),
        ("Shells fell on Monday and early on Tuesday.", ["2023-05-08", "2023-05-09"]),
        ("On 3 May it was calm. Drones came in the night.", ["2023-05-03"]),
        ("Shells fell on 3 May and 6 May.", ["2023-05-03", "2023-05-06"]),
    ],
)
def test_two_days_that_do_not_belong_together_stay_two(text: str, days: list[str]) -> None:
    """The twin: only days that follow each other are one stretch, and a night may be of any day."""
    assert [str(span.when.start) for span in dates_in(text)] == days


def test_hours_later_is_the_day_told_just_before() -> None:
    near = dates_in("A mine went off on 3 May. Hours later a bridge fell.")
    far = dates_in("A mine went off on 3 May.\n\nHours later a bridge fell.")

    assert str(near[1].when.start) == "2023-05-03"
    assert (far[1].when.start, far[1].when.text, far[1].when.time_text) == (None, "", "hours later")


def test_that_day_is_not_the_one_up_to_which_is_counted() -> None:
    _, sunday, that_day = dates_in(
        "A mine went off on 3 May. By Sunday two had died. That day it rained."
    )

    assert (str(sunday.when.start), str(that_day.when.start)) == ("2023-05-07", "2023-05-03")
