"""Whom a pronoun means that speaks: the office or person that opens a sentence before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.units import HARD_MARKS
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.incidents.attribution import Source
    from geomap.incidents.codebook import Codebook
    from geomap.incidents.story import Story
    from geomap.text import Document, Sentence

__all__ = ["Words", "opening_words", "subject_before"]

Words = tuple[int, int]
"""Offsets in the text, half-open."""

LONGEST_OFFICE = 8  # tokens of "Russia's defence ministry"
LONGEST_OPEN = 2  # tokens between an article and its office: "the acting governor"
LONGEST_OCCASION = 6  # tokens of "In the town of P,"
LEAST_NAME, LONGEST_NAME = 2, 3  # words of a person's name
LEAST_ACRONYM = 2  # letters of "The UN", "RSF"


def subject_before(
    story: Story, offset: int, last: Source | None, *, is_person: bool
) -> Words | None:
    """Return whom a pronoun means: an office or a person that opens its sentence or one before.

    "Russia's defence ministry did not comment. It said on Friday …". Whoever spoke there, or
    since, is meant before them.
    """
    spoke = -1 if last is None else last.sentence
    for number in _sentences_before(story, offset):
        if spoke >= number:
            return None
        words = opening_words(story, number, is_person=is_person)
        if words is not None and words[1] <= offset:
            return words
    return None


def _sentences_before(story: Story, offset: int) -> Iterator[int]:
    """Yield the sentences that may name whom a pronoun means, the nearest first.

    Its own, if that has a part before it; the one before in the paragraph; and the one before
    that, if this one opens with a pronoun as well: "Jane Doe came back. Her house was gone. …".
    """
    document, words = story.document, story.codebook.words["reporting"]
    number = document.sentence_at(offset)
    own = document.sentences[number]
    lows = document.lows[own.first_token : own.last_token]
    cut = next((at for at, low in enumerate(lows) if low in HARD_MARKS), len(lows))
    if cut < len(lows) and document.starts[own.first_token + cut] < offset:
        yield number
    for before in (number - 1, number - 2):
        if before < 0 or document.sentences[before].paragraph != own.paragraph:
            return
        yield before
        if document.lows[document.sentences[before].first_token] not in (
            words["pronouns"] | words["possessives"]
        ):
            return


def opening_words(story: Story, number: int, *, is_person: bool) -> Words | None:
    """Return the office, the person or, if none is meant, the country that opens a sentence."""
    document, opening = story.document, story.document.sentences[number]
    words = story.codebook.words["reporting"]
    first = _without_occasion(story, opening.first_token, opening.last_token)
    first += document.lows[first] in words["articles"] | words["relatives"]
    stop = min(opening.last_token, first + LONGEST_OFFICE)
    end = _office_end(document, first, stop, story.codebook)
    end = end or (_name_end(story, first, stop) if is_person else _nation_end(story, first))
    if end > first:
        return document.starts[first], document.ends[end - 1]
    is_pronoun = document.lows[opening.first_token] in words["persons"]
    return _lone_name(story, opening) if is_person and not is_pronoun else None


def _without_occasion(story: Story, first: int, stop: int) -> int:
    """Return the token behind the place or the day that opens a sentence: "In P, too, police"."""
    document, times = story.document, story.codebook.words["reporting"]["times"]
    start = document.starts[first]
    near = document.ends[first] + 1
    day = next((date for date in story.dates if start <= date.start <= near), None)
    is_open = document.lows[first] in times
    if day is None and not is_open:
        return first
    last = min(stop - 1, first + LONGEST_OCCASION)
    marks = [at for at in range(first, last) if document.lows[at] == ","]
    if marks:
        is_aside = len(marks) > 1 and marks[1] - marks[0] == 2  # noqa: PLR2004 - ", too,"
        return marks[is_aside] + 1
    end = 0 if day is None else day.end
    return next((at for at in range(first, last) if 0 < end <= document.starts[at]), first)


def _office_end(document: Document, first: int, stop: int, codebook: Codebook) -> int:
    """Return the token after an office that opens a sentence, and its holder; 0 if none does."""
    words, office = codebook.words["reporting"], 0
    for at in range(first, stop):
        low, word = document.lows[at], document.words[at]
        is_acronym = word.isupper() and len(word) >= LEAST_ACRONYM
        if low in words["speakers"] or is_acronym or (0 < office == at and word[0].isupper()):
            office = at + 1
        elif low not in words["links"] and not (word[0].isupper() or word[0] in "'’-"):
            is_open = not office and first and document.lows[first - 1] in words["articles"]
            if not is_open or at - first > LONGEST_OPEN:
                break
    return _holder_end(document, office, stop) if office else 0


def _holder_end(document: Document, office: int, stop: int) -> int:
    """Return the token after the name between commas that follows an office, else the office's."""
    if document.lows[office : office + 1] != [","]:
        return office
    end = office + 1
    while end < stop and document.words[end][0].isupper():
        end += 1
    is_name = LEAST_NAME <= end - office - 1 <= LONGEST_NAME and document.lows[end] == ","
    return end if is_name else office


def _name_end(story: Story, first: int, stop: int) -> int:
    """Return the token after a person's name that opens a sentence: two or three words, or one."""
    document, end = story.document, first
    while end < stop and document.words[end][0].isupper():
        end += 1
    start, last = document.starts[first], document.starts[min(end, len(document.starts) - 1)]
    names = (story.resolutions[at].mention for at in story.between(start, last))
    is_place = any(mention.use is Use.LITERAL for mention in names)
    if is_place or not 0 < end - first <= LONGEST_NAME:
        return first
    if end - first >= LEAST_NAME or document.lows[first] in story.codebook.sides:
        return end
    return end if _is_surname(document, first) else first


def _lone_name(story: Story, sentence: Sentence) -> Words | None:
    """Return the name of the only person that a sentence names, if none opens it."""
    document, names = story.document, []
    first = sentence.first_token
    while first < sentence.last_token:
        end = first
        while end < sentence.last_token and document.words[end][0].isupper():
            end += 1
        if LEAST_NAME <= end - first <= LONGEST_NAME and first > sentence.first_token:
            names.append((document.starts[first], document.ends[end - 1]))
        first = end + 1
    people = [name for name in names if not _names_place(story, *name)]
    return people[0] if len(people) == 1 else None


def _names_place(story: Story, start: int, end: int) -> bool:
    """Return whether a place, or a country that acts, is named in a part of the text."""
    uses = {story.resolutions[at].mention.use for at in story.between(start, end)}
    return not uses.isdisjoint({Use.LITERAL, Use.ACTOR})


def _is_surname(document: Document, at: int) -> bool:
    """Return whether the article gives a name elsewhere with another one before it."""
    words, name = document.words, document.words[at]
    before = [spot - 1 for spot, word in enumerate(words) if word == name and spot]
    openings = {one.first_token for one in document.sentences}
    return any(
        words[spot][0].isupper() and words[spot].isalpha() and spot not in openings
        for spot in before
    )


def _nation_end(story: Story, first: int) -> int:
    """Return the token after a country, or its capital, that acts: "Moscow has not commented"."""
    document = story.document
    for row in story.between(document.starts[first], document.ends[first]):
        mention = story.resolutions[row].mention
        if mention.use is Use.ACTOR:
            return next(
                at + 1
                for at in range(first, len(document.ends))
                if document.ends[at] >= mention.end
            )
    return first
