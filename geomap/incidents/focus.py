"""What the text is about where a sentence stands: the place and the day it can leave unsaid.

A line has a label ("Sumy region: …"), a list has headings, a paragraph names a place, and a
report has one place and one day that it is about. What a sentence leaves out is taken from
the nearest of these, and the evidence says from which. An entry of a live blog is a report
of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from geomap.dates import READ_ZONES
from geomap.incidents.codebook import WARFARE
from geomap.incidents.drafts import BoundPlace
from geomap.incidents.places import (
    add_place,
    contains,
    drop_containers,
    is_country,
    is_long,
    is_spot,
    place_key,
)
from geomap.records import Realis, Role, Use, Zone
from geomap.text import SENTENCE_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story
    from geomap.records import Paragraph, Resolution
    from geomap.text import Document

__all__ = ["FOCUS_GROUPS", "NAMED", "Focus", "take_labels", "take_places"]

FOCUS_GROUPS = WARFARE | {"security"}
LABEL_MARKS = ":–—|"
LEAD_PARAGRAPHS = 4  # after the headline: there a report says what it is about
LEAST_NAMED = 2  # times that a report names the place it is about
LONGEST_BULLET = 5  # characters before a label, between two, or between one and its mark
LIST_MARKS = " ,/–—-"
LONGEST_HEADING = 80
BULLETS = "•‣◦▪*–—-"
LEAST_ITEMS = 4  # of a round-up
HEADING_REACH = 8  # paragraphs that a line with a place alone can stand above
MOST_AROUND = 4  # names of one place with its region and its districts
DISTRICT = "district"  # the kind of a part of a city
LABEL = "the label of its line"
NAMED = "the place of its paragraph"


class Focus:
    """The places and days that the sentences of one article can take over."""

    def __init__(self, story: Story, drafts: Sequence[Draft] = ()) -> None:
        self.story = story
        self.passed = frozenset(_elsewhere(drafts))
        self.venues = frozenset(p.mention for d in drafts for p in d.places if p.role is Role.VENUE)
        self.near = [at for at, found in enumerate(story.resolutions) if _is_near(story, at)]
        self.starts = [story.resolutions[at].mention.start for at in self.near]
        self.around = tuple(self._around())
        self.headings = dict(self._headings())
        self.is_roundup = _is_roundup(story.document)
        self.lead = frozenset(_lead(story.document))
        self.main = self._main()
        self.dateline = self._dateline()
        self.struck: frozenset[str] = frozenset()
        """The places of strikes and fights, as far as they are known."""

    def place(self, draft: Draft) -> tuple[int, str] | None:
        """Return the mention of the place that a draft leaves unsaid, and where it comes from."""
        named = self.named(draft)
        if named is not None:
            return named, NAMED
        if draft.seat is not None:
            return draft.seat, "the place its speaker speaks for"
        heading = self._heading(draft.paragraph)
        if heading is not None:
            return heading, "the heading above it"
        if draft.entry or draft.realis is not Realis.ACTUAL:
            return None
        main = self.main if draft.page.attaches and not draft.is_lasting else None
        if main is None:
            main = self._alone(draft)
        return None if main is None else (main, "the place the report is about")

    def _around(self) -> Iterable[list[int]]:
        """Return the first mentions of each place, up to the one that makes them too many."""
        found: dict[str, list[int]] = {}
        for at in self.near:
            resolution = self.story.resolutions[at]
            if at in self.passed or resolution.mention.text.isupper():
                continue
            mentions = found.setdefault(place_key(resolution), [])
            if len(mentions) < LEAST_NAMED:
                mentions.append(at)
            if len(found) > MOST_AROUND:
                break
        return found.values()

    def _alone(self, draft: Draft) -> int | None:
        """Return the place that a report named before a paragraph, if it named but one.

        The region that holds it and the parts of a city do not count. Once is enough in a
        headline; where nothing else is named, the report was written on the spot.
        """
        start = self.story.document.paragraphs[draft.paragraph].start
        found = self.story.resolutions
        before = [[at for at in one if found[at].mention.start < start] for one in self.around]
        named = [mentions for mentions in before if mentions]
        if len(named) > MOST_AROUND:
            return None
        places = [found[mentions[0]] for mentions in named]
        towns = [mentions for mentions in named if not _holds(found[mentions[0]], places)]
        towns = [mentions for mentions in towns if not self._is_district(mentions[0])] or towns
        if not towns:
            return self.dateline
        first = towns[0][0]
        is_titled = self._zone(first) is Zone.HEADLINE and first not in self.venues
        is_open = draft.page.attaches or draft.is_strike
        is_struck = is_open and place_key(found[first]) in self.struck
        is_told = is_titled or is_struck or len(towns[0]) == LEAST_NAMED
        return first if is_told and len(towns) == 1 else None

    def _zone(self, at: int) -> Zone:
        """Return the zone of a mention."""
        return self.story.document.sentences[self.story.resolutions[at].mention.sentence].zone

    def _dateline(self) -> int | None:
        """Return the place of the dateline, if it is no seat of a government."""
        at = self.story.dateline()
        if at not in self.near:
            return None
        name = self.story.resolutions[at].mention.text.casefold()
        return None if name in self.story.codebook.sides else at

    def _is_district(self, at: int) -> bool:
        place = self.story.resolutions[at].place
        return place is not None and place.kind == DISTRICT

    def named(self, draft: Draft) -> int | None:
        """Return the place that a paragraph named last before the sentence of a draft."""
        document = self.story.document
        start = document.paragraphs[draft.paragraph].start
        at = bisect_left(self.starts, document.sentences[draft.sentence].start) - 1
        while at >= 0 and self.starts[at] >= start and self.near[at] in self.passed:
            at -= 1
        if at < 0 or self.starts[at] < start:
            return None
        found = self.story.resolutions
        if (
            at
            and self.starts[at - 1] >= start
            and contains(found[self.near[at]], found[self.near[at - 1]])
        ):
            at -= 1  # "P, a town in the Q region"
        return self.near[at]

    def labels(self, draft: Draft) -> tuple[int, ...]:
        """Return the places before a line or a paragraph: "P, Q and R: …", "P, Q. Shells …"."""
        story, start = self.story, self._told_from(draft)
        found = self._listed(start, draft.start)
        if not found:
            return self._opener(draft)
        end = story.resolutions[found[-1]].mention.end
        follows = story.text[end : end + LONGEST_BULLET].lstrip()[:1]
        is_dateline = follows != ":" and story.text[start:end].split(",")[0].isupper()
        is_label = bool(follows) and follows in LABEL_MARKS and not is_dateline
        return found if is_label and self._are_places(found) else ()

    def _listed(self, start: int, stop: int) -> tuple[int, ...]:
        """Return the places that a text opens with."""
        story, end = self.story, start
        joints = story.codebook.words["governors"]["list_words"]
        found: list[int] = []
        for at in story.between(start, stop):
            mention = story.resolutions[at].mention
            between = story.text[end : mention.start]
            joint = between.strip(LIST_MARKS) if found else "".join(filter(str.isalnum, between))
            if len(between) > LONGEST_BULLET or (joint and joint not in joints):
                break
            found.append(at)
            end = mention.end
        return tuple(found)

    def _opener(self, draft: Draft) -> tuple[int, ...]:
        """Return the places that are the first sentence of a paragraph: "P, Q. …"."""
        document = self.story.document
        start = document.paragraphs[draft.paragraph].start
        first = document.sentences[bisect_left(document.sentences, start, key=lambda s: s.start)]
        found = self._listed(start, first.end) if first.end <= draft.start else ()
        end = self.story.resolutions[found[-1]].mention.end if found else start
        is_bare = not any(map(str.isalnum, self.story.text[end : first.end]))
        return found if is_bare and self._are_places(found) else ()

    def _are_places(self, found: Iterable[int]) -> bool:
        return all(self.story.resolutions[at].mention.use is Use.LITERAL for at in found)

    def is_site(self, place: BoundPlace, role: Role | None) -> bool:
        """Return whether a place says where, and needs no label: no street, no launch place."""
        is_launch = place.role is Role.ORIGIN and role is not Role.ORIGIN
        return not is_launch and not is_spot(self.story.resolutions[place.mention])

    def _told_from(self, draft: Draft) -> int:
        """Return where a sentence starts, behind the day that opens it: "8 May, P: …"."""
        start = self.story.document.sentences[draft.sentence].start
        dates = self.story.dates
        at = bisect_left(dates, start, key=lambda date: date.start)
        return dates[at].end if at < len(dates) and dates[at].start == start else start

    def _headings(self) -> Iterator[tuple[int, int]]:
        """Yield the paragraphs that are a place and nothing else, or titles with one, with it."""
        document, text = self.story.document, self.story.text
        places = Counter(map(self._paragraph, self.near))
        for at in self.near:
            mention = self.story.resolutions[at].mention
            number = self._paragraph(at)
            line = document.paragraphs[number]
            if not number or line.end - line.start > LONGEST_HEADING:
                continue
            before, after = text[line.start : mention.start], text[mention.end : line.end]
            is_entry = places[number] == 1 and line.zone is Zone.ENTRY
            told = [word.casefold() for word in before.split()[-1:]]
            is_title = is_entry and not self.story.codebook.prepositions.isdisjoint(told)
            is_other = str.isalpha if is_entry else str.isalnum  # "08:15 P"
            if is_title or not any(map(is_other, before + after)):
                yield number, at

    def _paragraph(self, at: int) -> int:
        """Return the paragraph of a mention."""
        document = self.story.document
        return document.sentences[self.story.resolutions[at].mention.sentence].paragraph

    def _heading(self, paragraph: int) -> int | None:
        zones = self.story.document.paragraphs
        for number in range(paragraph - 1, max(-1, paragraph - 1 - HEADING_REACH), -1):
            if number in self.headings:
                return self.headings[number]
            if zones[number].zone is Zone.ENTRY:
                return None
        return None

    def _main(self) -> int | None:
        """Return a mention of the place that a report names first, and as often as all others."""
        times: dict[str, int] = {}
        for at in self.near:
            key = place_key(self.story.resolutions[at])
            times[key] = times.get(key, 0) + 1
        sentences = self.story.document.sentences
        lead = [
            at
            for at in self.near
            if sentences[self.story.resolutions[at].mention.sentence].paragraph in self.lead
            and not self.story.resolutions[at].mention.text.isupper()  # the place of a dateline
        ]
        best = max(lead, key=lambda at: (self._times(times, at), -at), default=None)
        least = max(LEAST_NAMED, len(self.near) / 2)
        return None if best is None or self._times(times, best) < least else best

    def _times(self, times: dict[str, int], at: int) -> int:
        return times[place_key(self.story.resolutions[at])]


def _is_roundup(document: Document) -> bool:
    """Return whether a report is a list of items, each with a heading or a bullet of its own.

    What its lead tells of is not the day of what stands further down.
    """
    body = [paragraph for paragraph in document.paragraphs if paragraph.zone is Zone.BODY]
    headings = sum(_is_heading(document, paragraph) for paragraph in body)
    bullets = sum(document.text[paragraph.start] in BULLETS for paragraph in body)
    items = headings + bullets
    return items >= LEAST_ITEMS and 2 * items >= len(body) - headings


def _is_heading(document: Document, paragraph: Paragraph) -> bool:
    """Return whether a line is short and ends as no sentence does."""
    is_short = paragraph.end - paragraph.start < LONGEST_HEADING
    return is_short and document.text[paragraph.end - 1].isalnum()


def _lead(document: Document) -> Iterator[int]:
    """Yield the paragraphs that open a report: the headline and the first that are told."""
    told = 0
    for number, paragraph in enumerate(document.paragraphs):
        if paragraph.zone is Zone.HEADLINE:
            yield number
        elif paragraph.zone in READ_ZONES and document.text[paragraph.end - 1] in SENTENCE_ENDS:
            told += 1
            yield number
            if told == LEAD_PARAGRAPHS:
                return


def _elsewhere(drafts: Iterable[Draft]) -> Iterator[int]:
    """Yield the mentions of where strikes came from and of where people fled."""
    for draft in drafts:
        role = Role.VENUE if draft.page.inherits is Role.ORIGIN else Role.ORIGIN
        if draft.is_strike or role is Role.VENUE:
            yield from (place.mention for place in draft.places if place.role is role)


def _holds(coarse: Resolution, places: Iterable[Resolution]) -> bool:
    """Return whether a region holds one of some places."""
    return any(contains(coarse, fine) for fine in places)


def _is_near(story: Story, at: int) -> bool:
    """Return whether a mention means a place that is no country."""
    found = story.resolutions[at]
    is_literal = found.mention.use is Use.LITERAL
    return is_literal and not (is_spot(found) or is_country(found) or is_long(found))


def _struck(story: Story, drafts: Iterable[Draft]) -> Iterator[str]:
    """Yield the keys of the places where something was hit or fought over."""
    for draft in drafts:
        if draft.page.group in WARFARE and draft.realis is Realis.ACTUAL:
            for place in draft.places:
                if place.role in {Role.TARGET, Role.AFFECTED}:
                    yield place_key(story.resolutions[place.mention])


def take_places(focus: Focus, drafts: Sequence[Draft]) -> None:
    """Give what names no place the one its text is about."""
    focus.struck = frozenset(_struck(focus.story, drafts))
    for draft in drafts:
        is_open = draft.page.group in FOCUS_GROUPS
        role = draft.page.inherits or draft.page.refers
        if role is None or draft.has_role(role) or not (is_open or draft.page.gathers):
            continue
        found = focus.place(draft)
        if found is None:
            continue
        if draft.page.inherits or (draft.page.gathers and found[1] is NAMED):
            bound = BoundPlace(found[0], role, found[1])
            add_place(draft.places, bound, focus.story.resolutions)


def take_labels(focus: Focus, drafts: Iterable[Draft]) -> None:
    """Give what names no other place those that stand before its line: "P, Q and R: …"."""
    for draft in drafts:
        page = draft.page
        role = page.inherits or page.refers or (None if page.speaks else page.roles.get("in"))
        labels = () if role is None else focus.labels(draft)
        own = (place.mention for place in draft.places if focus.is_site(place, role))
        if role is None or not set(labels).issuperset(own):
            continue
        for at in labels:
            add_place(draft.places, BoundPlace(at, role, LABEL), focus.story.resolutions)
        drop_containers(draft, focus.story.resolutions)  # "P, Q region: …"
