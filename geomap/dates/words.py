"""The date words of one language, ready to look up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.lexicon import Language

__all__ = ["Words", "open_words"]

TABLES = ("weekdays", "months", "seasons", "days", "units", "numbers", "tens", "feasts", "nth")


@dataclass(frozen=True, slots=True)
class Words:
    """The date words of one language, ready to look up."""

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    seasons: Mapping[str, int]
    days: Mapping[str, int]
    units: Mapping[str, str]
    numbers: Mapping[str, int]
    tens: Mapping[str, int]
    """What stands before a hyphen: "twenty-four"."""
    parts: frozenset[str]
    past: frozenset[str]
    this: frozenset[str]
    coming: frozenset[str]
    month_cues: frozenset[str]
    year_cues: frozenset[str]
    nights: frozenset[str]
    since: frozenset[str]
    then: frozenset[str]
    ago: frozenset[str]
    later: frozenset[str]
    earlier: frozenset[str]
    rolling: frozenset[str]
    same_day: frozenset[str]
    day_after: frozenset[str]
    day_before: frozenset[str]
    clock: frozenset[str]
    ordinals: frozenset[str]
    links: frozenset[str]
    edges: frozenset[str]
    ahead: frozenset[str]
    """Words that set a weekday ahead: "called a meeting for Thursday"."""
    doubles: frozenset[str]
    """Units that are two weeks."""
    ordinal_stops: frozenset[str]
    """What stands behind "on the 6th" where it is no "6th floor"."""
    middles: frozenset[str]
    """Words for the middle of a month: "mid-April"."""
    entering: frozenset[str]
    possessive: frozenset[str]
    """Words before the latest of several days: "entered its third day"."""
    maybe: frozenset[str]
    have: frozenset[str]
    """What sets a weekday ahead, if no "have" follows: "may start on Monday"."""
    again: frozenset[str]
    """Words before the second of two days: "on Monday and again on Tuesday"."""
    hour_words: frozenset[str]
    """Words of the hour that may stand before that day: "again at six this morning"."""
    definite: frozenset[str]
    day_stops: frozenset[str]
    """What stands behind "the day before" where it is not "the day before the raid"."""
    relative: frozenset[str]
    """Words that count the day of what follows from that of the rest: "two days after the raid"."""
    behind: frozenset[str]
    """Those of them that count forward: "after"."""
    vague: frozenset[str]
    """Words for a number of days that nobody gives: "a few days ago", "in recent weeks"."""
    plurals: frozenset[str]
    moments: frozenset[str]
    """Units that are but a moment without a number: "minutes ago"."""
    lasting: frozenset[str]
    """Words before a stretch of time that give no day of it: "for years", "for a second day"."""
    within: frozenset[str]
    limits: frozenset[str]
    """Words before the day up to which is counted: "by Sunday evening 16 had died"."""
    nth: Mapping[str, int]
    consecutive: frozenset[str]
    streaks: frozenset[str]
    """What follows "a third night": "running", "in a row"."""
    weekend_cues: frozenset[str]
    spells: frozenset[str]
    """Words before "the last day" that make it the day up to now."""
    rounds: frozenset[str]
    """Words for a day around the clock, the last one behind these: "за добу"."""
    span_cues: frozenset[str]
    """Words before the first of two days that belong together: "from Monday to Tuesday"."""
    future: frozenset[str]
    """Words that set the days of their clause ahead: "will"."""
    present_be: frozenset[str]
    planned: frozenset[str]
    """What stands between "are" and "to": "are due to"."""
    due: frozenset[str]
    """Of these, what needs no "to": "the next round is due on Monday"."""
    plans: frozenset[str]
    timetable: frozenset[str]
    """Verbs whose present tells what is to come: "the buses leave on Saturday"."""
    on: frozenset[str]
    """Words between the start of a clause and its day: "On Thursday, …"."""
    of: frozenset[str]
    """Words between a day and its month, or a month and its year: "14th of May"."""
    directives: frozenset[str]
    """Verbs whose "to" is still to be done: "told residents to stay"."""
    to: frozenset[str]
    to_day: frozenset[str]
    """Words between a night and its day: "overnight on Sunday", "the night to Sunday"."""
    night_ends: frozenset[str]
    """Those that name its end: "the night to Sunday" is of Saturday, too."""
    eves: frozenset[str]
    """Words for the day before the one that a paragraph named last: "напередодні"."""
    night_cues: frozenset[str]
    night_spans: frozenset[str]
    """Words that make it a whole night without an article: "all night"."""
    night_stops: frozenset[str]
    """What stands behind "during the night" where it is not the last one: "of", "before"."""
    through: frozenset[str]
    """Links that need no "from" before the first day: "Thursday through Saturday"."""
    fillers: frozenset[str]
    """What stands between a link and its day: "to the early hours of Tuesday"."""
    week_ends: frozenset[str]
    week_starts: frozenset[str]
    """What stands between "the week" and its last day, or its first: "to", "of"."""
    owns: frozenset[str]
    """What makes a day the owner of what follows: "Tuesday's attack"."""
    clause_ends: frozenset[str]
    feasts: Mapping[str, str]
    """Days with a name of their own, as tokens, to month-day."""
    feast_starts: frozenset[str]
    openings: frozenset[str]
    """Words between "since" and what it counts from: "since the start of March"."""
    events: frozenset[str]
    """The same, before a month or a year: "since the war began in 2022"."""
    starts: frozenset[str]
    """Words at which a date can be found."""


@cache
def open_words(language: Language) -> Words:
    """Read the ``dates`` section of a language; empty words if it has none."""
    section = language.sections.get("dates", {})
    tables: dict[str, Any] = {name: dict(section.get(name, {})) for name in TABLES}
    lists: dict[str, Any] = {
        name: frozenset(section.get(name, ()))
        for name in Words.__slots__
        if name not in {*TABLES, "starts", "feast_starts"}
    }
    feast_starts = frozenset(phrase.split()[0] for phrase in tables["feasts"])
    first = (tables[name] for name in TABLES if name not in {"numbers", "tens", "feasts", "nth"})
    starts = lists["since"].union(feast_starts, *first)
    return Words(**tables, **lists, feast_starts=feast_starts, starts=starts)
