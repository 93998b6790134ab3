"""Days that carry a name, and nights, which belong to two days: "yesterday", "overnight"."""

from __future__ import annotations

from geomap.dates.ranges import DAY, UNKNOWN, Range, one_day
from geomap.dates.relative import RelativeForms
from geomap.dates.tokens import Found
from geomap.records import DatePrecision

__all__ = ["NightForms"]


class NightForms(RelativeForms):
    """The forms of a date around a named day or a night; each form is one method."""

    def _named_day(self, at: int) -> Found | None:
        """Return "yesterday", "today", "overnight" and, with "last", "last night"."""
        word, before = self.lower[at], self.word(at - 1)
        is_night = word in self.words.nights
        if word in self.words.parts and (self._is_anchored(before) or self._stands_alone(at)):
            return self._part_of_day(at, before)
        dated = self._dated_night(at) if is_night else None
        if dated is not None:
            return dated
        if word in self.words.parts and not is_night:
            return self._part_of_day(at, before)
        return self._night(at) if is_night else self._day_named(at)

    def _day_named(self, at: int) -> Found:
        """Return "yesterday", "tomorrow morning"."""
        part = self.word(at + 1) if self.word(at + 1) in self.words.parts else ""
        days = UNKNOWN
        if self.lower[at] in self.words.eves and self.is_near and self.named is not None:
            days = one_day(self.named - DAY)
        elif self.published is not None:
            days = one_day(self.published + DAY * self.words.days[self.lower[at]])
        return Found(at + 1 + bool(part), days, at, part)

    def _night(self, at: int) -> Found | None:
        """Return "overnight", "last night", "the night before last", "during the night"."""
        words, word, before = self.words, self.lower[at], self.word(at - 1)
        cued = before in words.past | words.this
        streak = self._streak(at)
        is_before = self.word(at + 1) in words.relative and self.word(at + 2) in words.past
        is_lone = self._is_lone(at)
        if word in words.parts and not (cued or is_before or is_lone) and streak is None:
            return None  # a night without "last" says nothing of the day
        stop = at + 1 + (streak or 0) + 2 * is_before
        if self.published is None:
            return Found(stop, UNKNOWN, at - cued, word)
        last = self.published - DAY * is_before
        nights = Range(last + DAY * words.days[word], last + DAY, DatePrecision.DAY)
        return Found(stop, nights, at - cued, word)

    def _is_lone(self, at: int) -> bool:
        """Return whether "during the night" means the last one: the text named no day before.

        A headline needs no "during": "What the night brought".
        """
        words = self.words
        cue = at - 1 - bool(words.definite)
        is_cued = cue == at - 1 or self.word(at - 1) in words.definite
        is_cued = is_cued and (self.word(cue) in words.night_cues or self.is_headline)
        is_cued |= self.word(at - 1) in words.night_spans  # "all night"
        is_bare = self.word(at + 1) not in words.night_stops | words.to_day
        return is_cued and is_bare and self.named is None

    def _dated_night(self, at: int) -> Found | None:
        """Return "overnight on Sunday", "the night from Sunday to Monday": the days they name."""
        words, last = self.words, at + 1
        is_end = self.word(last) in words.night_ends  # "the night to Monday" begins on Sunday
        last += self.word(last) in words.to_day | words.night_stops
        if self.word(last) not in words.weekdays or self.published is None:
            return None
        day = self._day_of_week(last)
        is_both = self.word(last + 1) in words.links and self.word(last + 2) in words.weekdays
        start = day - DAY * (is_end and not is_both)
        days = Range(start, day + DAY + DAY * is_both, DatePrecision.DAY)
        return Found(last + 1 + 2 * is_both, days, at, self.lower[at])
