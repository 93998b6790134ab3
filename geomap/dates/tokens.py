"""The tokens of one sentence as the forms of a date look at them: words, day numbers, years."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.records import Zone

if TYPE_CHECKING:
    import datetime as dt

    from geomap.dates.ranges import Range
    from geomap.dates.words import Words
    from geomap.text import Document, Sentence

__all__ = ["Found", "Named", "Tokens"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_DAY_NUMBER = 2  # digits of a day of the month
FUTURE_REACH = 20  # tokens from "will", over "meet the leaders of …", to its day
CLAUSE_ENDS = frozenset(',;:—–()"“”')


class Found(NamedTuple):
    """What a form matched: one past its last token, its days and its part of the day."""

    stop: int
    days: Range
    first: int
    time_text: str = ""

    @property
    def start(self) -> dt.date | None:
        """The first of its days."""
        return self.days.start

    @property
    def end(self) -> dt.date | None:
        """The first day after them."""
        return self.days.end


class Named(NamedTuple):
    """The day that a text named last, the paragraph that did, and where its last month began."""

    day: dt.date | None = None
    paragraph: int = -1
    latest: dt.date | None = None
    """The first day of the last day or month that it named."""
    told: int = -1
    """The paragraph in which it named that one."""
    lead: dt.date | None = None
    """The first day that its running text named, behind a dateline."""
    week: dt.date | None = None
    """The last day of the week that a headline says it is about."""


class Tokens:
    """The tokens of a sentence in lower case; beyond its ends there are none."""

    def __init__(self, document: Document, sentence: Sentence, words: Words) -> None:
        self.text = document.text
        self.document = document
        self.first = sentence.first_token
        self.is_headline = sentence.zone is Zone.HEADLINE
        self.lower = document.lows[sentence.first_token : sentence.last_token]
        self.words = words

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """Return the offsets of some tokens."""
        starts, ends = self.document.starts, self.document.ends
        return starts[self.first + first], ends[self.first + stop - 1]

    def word(self, at: int) -> str:
        """Return a token in lower case, empty beyond the sentence."""
        return self.lower[at] if 0 <= at < len(self.lower) else ""

    def day_number(self, at: int) -> int | None:
        """Return a day of the month."""
        word = self.word(at)
        if not word.isdecimal() or len(word) > LONGEST_DAY_NUMBER:
            return None
        return int(word) if 1 <= int(word) <= 31 else None  # noqa: PLR2004 - days of a month

    def year(self, at: int) -> int | None:
        """Return a year, also behind a comma."""
        at += self.word(at) == ","
        word = self.word(at)
        if len(word) != 4 or not word.isdecimal():  # noqa: PLR2004 - digits of a year
            return None
        return int(word) if FIRST_YEAR <= int(word) < LAST_YEAR else None

    def after_year(self, at: int) -> int:
        """Return the token after a year, also behind a comma."""
        return at + 1 + (self.word(at) == ",")

    def shared_year(self, at: int) -> int | None:
        """Return the year that stands behind a second month: "June and July 2023"."""
        if self.word(at) not in self.words.links:
            return None
        month = at + 1 + (self.day_number(at + 1) is not None)
        if self.word(month) not in self.words.months:
            return None
        return self.year(month + 1 + (self.day_number(month + 1) is not None))

    def small_number(self, at: int) -> int | None:
        """Return "three" or "12" as a number."""
        word = self.word(at)
        if word.isdecimal() and len(word) <= LONGEST_DAY_NUMBER:
            return int(word)
        number, ten = self.words.numbers.get(word), self.words.tens.get(self.word(at - 2))
        is_joined = self.word(at - 1) == "-" and number is not None and ten is not None
        return (number or 0) + (ten or 0) if is_joined else number

    def number_first(self, at: int) -> int:
        """Return where a number starts that ends at a token: at "twenty" of "twenty-four"."""
        is_joined = self.word(at - 1) == "-" and self.word(at) in self.words.numbers
        return at - 2 if is_joined and self.word(at - 2) in self.words.tens else at

    def is_to_come(self, at: int) -> bool:
        """Return whether words before a day in its clause say that it lies ahead.

        "He will be in Kyiv on Friday", "talks are to begin on Friday", "they were told to stay
        at home on Friday".
        """
        words = self.words
        if self._opens_ahead(at):
            return True
        is_asked = False
        for back in range(at - 1, max(-1, at - 1 - FUTURE_REACH), -1):
            word = self.lower[back]
            if word in CLAUSE_ENDS or word in words.clause_ends:
                return False
            if self._is_ahead(back) or (is_asked and word in words.directives):
                return True
            is_asked = is_asked or (word in words.to and self._is_plain(back + 1))
        return False

    def _is_ahead(self, at: int) -> bool:
        """Return whether a verb tells of what is to come: "will", "plans to", "leaves at"."""
        words, word, after = self.words, self.lower[at], self.word(at + 1)
        is_plan = after in words.planned if word in words.present_be else word in words.plans
        if word in words.future or (is_plan and words.to & {after, self.word(at + 2)}):
            return True
        if word in words.maybe and self._is_plain(at) and not after[:1].isdigit():
            return words.have.isdisjoint({after, self.word(at + 2)})
        if word in words.timetable:
            return self.word(at - 1) not in words.to | words.definite
        return word in words.present_be and after in words.due

    def _opens_ahead(self, at: int) -> bool:
        """Return whether a day opens a clause that looks ahead: "On Thursday, judges will say"."""
        before = at - 1 - (self.word(at - 1) in self.words.on)
        if before >= 0 and self.lower[before] not in CLAUSE_ENDS:
            return False
        for after in range(at + 1 + (self.word(at + 1) == ","), at + 1 + FUTURE_REACH):
            word = self.word(after)
            if not word or word in CLAUSE_ENDS or word in self.words.clause_ends:
                return False
            if word not in self.words.timetable and self._is_ahead(after):
                return True
        return False

    def _is_plain(self, at: int) -> bool:
        """Return whether a token is no name: "to stay" and not "to Kyiv"."""
        return self.document.words[self.first + at][:1].islower()

    def _is_filler(self, at: int) -> bool:
        """Return whether a token stands between "to" and its day: "to early on Tuesday"."""
        word = self.word(at)
        words = self.words
        is_hour = word in words.clock or (word[:1].isdigit() and self.word(at + 1) in words.clock)
        return is_hour or word in words.fillers or word in words.parts or ":" in word[1:]

    def _told_day(self, at: int) -> int:
        """Return where a day stands behind its hour: "at six this morning"."""
        words, after = self.words, at
        while self._is_filler(after) or self.word(after) in words.hour_words | words.clock:
            if self.word(after) in words.parts and self.word(after - 1) in words.this:
                return after
            after += 1
        return after
