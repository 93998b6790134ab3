"""One sentence → drafts: triggers, what each is, where, how many, who says so, when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from geomap.incidents import realis
from geomap.incidents.attribution import find_sources
from geomap.incidents.counts import bind_counts
from geomap.incidents.days import date_draft
from geomap.incidents.details import fill_details, set_source_side, set_target_side
from geomap.incidents.drafts import Draft
from geomap.incidents.frames import bind_places
from geomap.incidents.givenness import is_another, is_apart, is_given
from geomap.incidents.governors import find_governors
from geomap.incidents.hints import find_hints, read_hints
from geomap.incidents.joins import CASUALTIES, join_casualties, join_damage, join_strikes
from geomap.incidents.journeys import complete_journeys
from geomap.incidents.matching import find_matches
from geomap.incidents.occasions import barred_at, said_on_at
from geomap.incidents.patterns import FUNCTION_WORDS, Strength
from geomap.incidents.places import drop_containers
from geomap.incidents.setting import Setting, is_history
from geomap.incidents.sites import fill_places, seat_of, share_places, take_opening, take_spare
from geomap.incidents.story import entries_of, segment_of
from geomap.incidents.units import (
    DATE,
    MARK,
    PLACE,
    WORD,
    given_units,
    read_units,
)
from geomap.records import Realis, Zone
from geomap.text import DATELINE_MARKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.frames import Binding
    from geomap.incidents.hints import Hints
    from geomap.incidents.patterns import Match, Pattern
    from geomap.incidents.story import Story
    from geomap.incidents.units import Units

Row = TypeVar("Row")

__all__ = ["Dropped", "Reader", "without_faint"]

LONGEST_DATELINE = 16
LEAST_DATELINE = 2  # letters of its first word: "A drone fell – mayor" has none
LONGEST_PIECE = 400  # tokens; a longer sentence, a table perhaps, is read in pieces


CALM = "the article tells of everyday life, and of no war"
HISTORY = "it happened half a century ago"
NO_NEWS = "the paragraph corrects, explains or advertises"
NO_INCIDENT = {
    "it is only what somebody aims at": realis.is_purpose,
    "it only dates something else": realis.is_anchor,
    "the text says that nobody said so": realis.is_unspoken,
    "the text says that there was none": realis.is_absent,
    "the words are of a game, a stage, a kitchen or a market": realis.is_elsewhere,
    "a verdict, a drill or a hoax tells of it": realis.is_retold,
}
"""Why a trigger tells of no incident, with the question that finds out."""


class Dropped(NamedTuple):
    """Words considered as an incident: where, of which type, why it is none, which pattern."""

    start: int
    end: int
    type_id: str
    reason: str
    pattern: str


class Reader:
    """Reads the sentences of one article in order; it remembers who spoke last.

    Parameters
    ----------
    log
        Where to note what is considered and dropped; by default that is forgotten.
    """

    def __init__(self, story: Story, log: list[Dropped] | None = None) -> None:
        self.story = story
        self.log = log
        self.codebook = story.codebook
        self.setting = Setting(story.document, story.codebook)
        self.last: Source | None = None
        self.sources: dict[int, tuple[Source, ...]] = {}
        self.said: set[int] = set()
        self.seats: dict[int, int] = {}
        self.entries = entries_of(story.document)
        self.resolutions_of = _by_sentence(
            [resolution.mention.sentence for resolution in story.resolutions], story.resolutions
        )
        self.dates_of = _by_sentence([date.sentence for date in story.dates], story.dates)

    def read(self, number: int) -> list[Draft]:
        """Return the drafts of a sentence, given by its index."""
        return [draft for units in self.units_of(number) for draft in self._read_units(units)]

    def units_of(self, number: int) -> list[Units]:
        """Return a sentence as units, a long one in pieces; none if no word of it can tell."""
        document = self.story.document
        sentence = document.sentences[number]
        lows = document.lows[sentence.first_token : sentence.last_token]
        if self.codebook.starts.isdisjoint(lows) and not self._may_have_dateline(number):
            return []
        tokens = document.tokens_of(number)
        spans = given_units(self.resolutions_of.get(number, ()), self.dates_of.get(number, ()))
        pieces = [slice(at, at + LONGEST_PIECE) for at in range(0, len(tokens), LONGEST_PIECE)]
        return [
            read_units(tokens[piece], lows[piece], number, spans, self.codebook) for piece in pieces
        ]

    def _may_have_dateline(self, number: int) -> bool:
        """Return whether a sentence has a day and opens in capitals: a dateline."""
        document = self.story.document
        first = document.sentences[number].first_token  # it may be but a mark, without a word
        return number in self.dates_of and document.words[first].isupper()

    def _read_units(self, units: Units) -> list[Draft]:
        matches = self._triggers(units)
        claimed = {
            at
            for match in matches
            if not self.codebook.pages[match.pattern.owner].speaks
            for at in match.claimed
        }
        sources = find_sources(self.story, units, claimed, self.last)
        if sources:
            self.last = sources[-1]
            self.sources[units.sentence] = sources
        dateline = _dateline(self.story.text, units)
        said = said_on_at(units, sources, self.codebook) if units.dates else frozenset()
        said_on = said | dateline
        self.said.update(units.units[at].row for at in units.dates if at in said_on)
        return self._drafts(units, matches, sources, said_on, dateline) if matches else []

    def _triggers(self, units: Units) -> list[Match]:
        """Return the triggers that hold, and what the words of the sentence tell besides.

        Pairs and faint words hold only where no other does.
        """
        hints = read_hints(units, self.codebook)
        held = self._held(units, find_matches(units, self.codebook.triggers), hints)
        held = held or self._held(units, find_matches(units, self.codebook.soft), hints)
        found = find_hints(units, hints, self.codebook)
        held += self._held(units, [match for match in found if _tells_more(match, held)], hints)
        return sorted(held, key=lambda match: match.head)

    def _held(self, units: Units, found: Sequence[Match], hints: Hints) -> list[Match]:
        """Return those of the triggers found that hold: the most exact of a word."""
        if not found:
            return []
        excluded: dict[str, set[int]] = {}
        owners = {match.pattern.owner for match in found}
        for match in find_matches(units, self.codebook.excludes, owners):
            excluded.setdefault(match.pattern.owner, set()).update(match.claimed)
        kept: list[Match] = []
        for match in sorted(found, key=self._rank):
            owner = match.pattern.owner
            is_out = match.pattern.is_soft and owner in excluded
            if is_out or not excluded.get(owner, set()).isdisjoint(match.seen):
                self._drop(units, match, "words beside it rule it out")
                continue
            if hints.speak_against(self.codebook.pages[owner].type_id):
                self._drop(units, match, "the words of the sentence speak against it")
                continue
            rival = next((o for o in kept if self._conflict(units, match, o)), None)
            if rival is None:
                kept.append(match)
            elif rival.pattern.owner == owner:
                if not rival.captures and {*rival.claimed}.issubset(match.seen):
                    kept[kept.index(rival)] = rival._replace(captures=match.captures)
            else:
                self._drop(units, match, f"the words tell more exactly of {rival.pattern.owner}")
        return [match for match in kept if self._is_incident(units, match)]

    def _drop(self, units: Units, match: Match, reason: str) -> None:
        """Note a trigger that was considered, if somebody wants to know."""
        if self.log is not None:
            first, last = units.units[match.claimed[0]], units.units[match.claimed[-1]]
            row = Dropped(first.start, last.end, match.pattern.owner, reason, match.pattern.source)
            self.log.append(row)

    def _conflict(self, units: Units, one: Match, two: Match) -> bool:
        """Return whether two triggers claim the same word; a weapon may serve two.

        One verb may send drones and missiles: types of different weapons do not conflict.
        """
        shared = set(one.claimed).intersection(two.claimed)
        if not shared:
            return False
        words = {
            at
            for at in shared
            if units.units[at].kind == WORD and units.units[at].key not in FUNCTION_WORDS
        }
        if not words:
            return one.pattern.owner == two.pattern.owner
        weapons = [self.codebook.pages[m.pattern.owner].weapons for m in (one, two)]
        return not (weapons[0] and weapons[1] and weapons[0].isdisjoint(weapons[1]))

    def _rank(self, match: Match) -> tuple[object, ...]:
        pattern = match.pattern
        page = self.codebook.pages[pattern.owner]
        spread = match.seen[-1] - match.seen[0]
        return (pattern.strength, page.yields, -len(match.claimed), spread, page.order, match.seen)

    def _is_incident(self, units: Units, match: Match) -> bool:
        reason = next(
            (r for r, is_so in NO_INCIDENT.items() if is_so(units, match, self.codebook)), ""
        )
        if not reason and self.setting.rules_out(match.pattern):
            reason = CALM
        if not reason and self.setting.is_labelled(units.sentence):
            reason = NO_NEWS
        if reason:
            self._drop(units, match, reason)
        return not reason

    def _drafts(
        self,
        units: Units,
        matches: list[Match],
        sources: tuple[Source, ...],
        said_on: Collection[int],
        dateline: Collection[int],
    ) -> list[Draft]:
        barred = barred_at(self.story, units, sources, matches) | {*dateline}
        heads = {at for match in matches for at in match.claimed}
        governors = find_governors(units, heads, self.codebook)
        bound = bind_places(units, matches, governors, barred, self.codebook)
        drafts: list[Draft] = []
        pages = self.codebook.pages
        strikes = [m.head for m in matches if pages[m.pattern.owner].group == "strike"]
        for at, match in enumerate(matches):
            self._add_match(units, match, bound[at], drafts, strikes)
        drafts = [draft for draft in drafts if not self._is_too_weak(units, draft)]
        for draft in drafts:
            fill_places(self.story, units, draft, matches)
        for draft in drafts:
            fill_details(self.story, units, draft, sources)
            self._set_seat(units, draft)
        drafts = join_strikes(drafts, self.story.resolutions)
        drafts = join_damage(units, drafts, self.story.resolutions)
        drafts = join_casualties(drafts, self.story.resolutions)
        share_places(self.story, drafts)
        free = {place: governor for place, governor in governors.items() if place not in barred}
        take_opening(self.story, units, drafts, free)
        complete_journeys(self.story, units, drafts, governors, barred)
        take_spare(self.story, units, drafts, governors, barred)
        for draft in drafts:
            drop_containers(draft, self.story.resolutions)
        bind_counts(self.story.text, units, drafts, self.codebook)
        firsts = {draft.head for draft in drafts}
        for draft in drafts:
            set_target_side(self.story, units, draft)
            set_source_side(self.story, draft)
            date_draft(self.story, units, draft, said_on, firsts)
        if drafts:
            self.said |= frozenset.intersection(*(draft.strays for draft in drafts))
        return [draft for draft in drafts if not self._is_history(units, draft)]

    def _is_history(self, units: Units, draft: Draft) -> bool:
        """Return whether a draft tells of what happened half a century ago."""
        is_old = is_history(draft.when, self.story.published)
        if is_old:
            self._drop(units, draft.matches[0], HISTORY)
        return is_old

    def _set_seat(self, units: Units, draft: Draft) -> None:
        """Set the place its speaker speaks for, or the last such place of the paragraph."""
        seat = seat_of(self.story, units, draft)
        if seat is not None:
            self.seats[draft.paragraph] = seat
        draft.seat = self.seats.get(draft.paragraph)

    def _add_match(
        self,
        units: Units,
        match: Match,
        bindings: Sequence[Binding],
        drafts: list[Draft],
        strikes: Sequence[int],
    ) -> None:
        """Put a trigger into the draft of its type, or start one.

        Casualties of two strikes stay apart: "two died when shells hit P, and a drone hurt one".
        """
        page = self.codebook.pages[match.pattern.owner]
        status = realis.read_realis(units, match, self.codebook)
        if page.realis is not None and status is Realis.ACTUAL:
            status = page.realis
        sentence = self.story.document.sentences[units.sentence]
        segment = segment_of(units, match.head)
        for draft in drafts:
            if (draft.type_id, draft.realis, draft.segment) != (page.type_id, status, segment):
                continue
            if page.type_id != CASUALTIES or not _are_apart(draft.head, match.head, strikes):
                draft.matches.append(match)
                draft.bindings.extend(bindings)
                return
        first, last = units.units[match.claimed[0]], units.units[match.claimed[-1]]
        drafts.append(
            Draft(
                page=page,
                sentence=units.sentence,
                paragraph=sentence.paragraph,
                segment=segment,
                clause=units.clauses[match.head],
                head=match.head,
                realis=status,
                start=first.start,
                end=last.end,
                matches=[match],
                bindings=list(bindings),
                evidence=[_reason(match.pattern)],
                entry=self.entries[sentence.paragraph],
                is_known=is_given(units, match, self.codebook),
                is_another=is_another(units, match, self.codebook),
                is_apart=is_apart(units, match, self.codebook),
                is_headline=sentence.zone is Zone.HEADLINE,
            )
        )

    def _is_too_weak(self, units: Units, draft: Draft) -> bool:
        """Return whether only weak triggers without a place stand behind a draft."""
        is_weak = not draft.bindings and all(match.pattern.is_weak for match in draft.matches)
        if is_weak:
            self._drop(units, draft.matches[0], "the word alone, without a place, is too little")
        return is_weak


def _reason(pattern: Pattern) -> str:
    """Return why there is an incident, for its evidence."""
    if pattern.strength is Strength.HINTS:
        return f"its words tell of it together: {pattern.source}"
    return f"trigger {pattern.source!r}"


def _tells_more(hint: Match, held: Sequence[Match]) -> bool:
    """Return whether a hint tells of another type than the triggers, or makes a weak one sure."""
    owner = hint.pattern.owner
    return all(
        match.pattern.is_weak if match.pattern.owner == owner else hint.head not in match.claimed
        for match in held
    )


def _are_apart(one: int, two: int, heads: Sequence[int]) -> bool:
    """Return whether two words lie nearest to different ones of several others."""
    nearest = {min(heads, key=lambda at: abs(at - word), default=0) for word in (one, two)}
    return len(nearest) > 1


def without_faint(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts of clear words; of faint ones only if a text has no others."""
    faint = Strength.FAINT
    clear = [d for d in drafts if any(match.pattern.strength != faint for match in d.matches)]
    return clear or drafts


def _dateline(text: str, units: Units) -> frozenset[int]:
    """Return the units of "KYIV, May 3 (Agency) —": where and when it was written.

    "NATO jets shot down a drone — minister" has none: there are words in small letters. Where all
    is in capitals, only a place with a day is one.
    """
    row = units.units
    first = text[row[0].start : row[0].end] if row else ""
    is_day = [unit.kind for unit in row[:3]] == [PLACE, MARK, DATE]  # "Kyiv, Monday —"
    if len(first) < LEAST_DATELINE or not (first.isupper() or is_day):
        return frozenset()
    if {PLACE, DATE} <= {unit.kind for unit in row} <= {PLACE, DATE, MARK}:
        return frozenset(range(len(row)))  # "KYIV, May 3. /Agency/."
    for at, unit in enumerate(row[:LONGEST_DATELINE]):
        if at and unit.key in DATELINE_MARKS and text[unit.start - 1].isspace():
            is_shouted = text[row[0].start : row[-1].end].isupper()
            is_told = is_shouted and not {PLACE, DATE} <= {unit.kind for unit in row[:at]}
            return frozenset() if is_told else frozenset(range(at))
        if unit.kind == WORD and text[unit.start].islower():
            break
    return frozenset()


def _by_sentence(sentences: Iterable[int], rows: Sequence[Row]) -> dict[int, list[tuple[int, Row]]]:
    """Return rows with their index, by the sentence they lie in."""
    found: dict[int, list[tuple[int, Row]]] = {}
    for index, (sentence, row) in enumerate(zip(sentences, rows, strict=True)):
        found.setdefault(sentence, []).append((index, row))
    return found
