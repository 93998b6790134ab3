"""Who says so: the speaker, the side and the channel of each part of the text.

Leading ("X said that …"), trailing ("…, X said"), "according to X", and a pronoun that goes
on speaking for the last speaker. A place in a speaker's name is no place of the incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.reports import ends_clause, is_office, is_report
from geomap.incidents.signatures import signature_of
from geomap.incidents.speakers import (
    find_speaker,
    is_speaker,
    name_of,
    opening_speaker,
    told_end,
    without_opening,
)
from geomap.incidents.story import SEGMENT_MARK
from geomap.incidents.units import ACTOR, DATE, HARD_MARKS, MARK, PLACE, WORD
from geomap.records import Use, Zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.story import Story
    from geomap.incidents.units import Unit, Units
    from geomap.records import Resolution
    from geomap.text import Document

__all__ = [
    "KNOWN_SIDES",
    "Source",
    "find_sources",
    "find_subject",
    "opening_source",
    "side_of",
    "side_of_words",
]

DAY_REACH = 2  # units of "on Monday" after a report verb
LONGEST_PRONOUN = 2  # units of "he", "they also"
LONGEST_TRAILER = 14  # units of a report verb and its speaker behind what was said
LONGEST_OCCASION = 5  # units of "In P on Monday night"
LONGEST_LABEL = 5  # units before the colon of "Police: …"
CHANNEL_REACH = 8
LONGEST_OFFICE = 8  # tokens of "Russia's defence ministry"
LEAST_NAME, LONGEST_NAME = 2, 3  # words of a person's name
PHRASE_SIZES = (3, 2)  # words of a name that has a side as a whole
LEAST_ACRONYM = 2  # letters of "The UN", "RSF"
KNOWN_SIDES = {"UA": "UA", "RU": "RU", "BY": "BY"}


class Source(NamedTuple):
    """A speaker with the units its words and its claim cover in a sentence."""

    name: str
    side: str
    channel: str
    start: int
    end: int
    scope: range
    is_denial: bool = False
    is_unconfirmed: bool = False
    is_bare: bool = False
    """Whether it is but a country or its capital: whoever speaks for it says more."""
    sentence: int = -1
    """The sentence in which it spoke last; none for a label: "Police: …"."""


def find_sources(
    story: Story, sentence: Units, claimed: Collection[int], last: Source | None
) -> tuple[Source, ...]:
    """Find the sources of a sentence.

    Parameters
    ----------
    claimed
        Units that triggers claim: "reported strikes" is no report.
    last
        The source of the text before, for pronouns.
    """
    found: list[Source] = []
    verbs = story.codebook.words["reporting"]["verbs"]
    is_silent = verbs.isdisjoint(sentence.keys)
    for at in () if is_silent else [at for at, word in enumerate(sentence.words) if word in verbs]:
        if not is_report(story.text, sentence.units, at, claimed, story.codebook):
            continue
        span = find_speaker(story.text, sentence.units, at, story.codebook)
        source = _source(story, sentence, span, at, last) if span else None
        if source is not None:
            found.append(source)
            last = source
    if not found:
        is_headline = story.document.sentences[sentence.sentence].zone is Zone.HEADLINE
        found.extend(_labels(story, sentence, is_headline=is_headline))
    signed = None if found else signature_of(story.text, sentence.units, story.codebook)
    if signed is not None:
        found.append(_label(story, sentence.units, signed, range(signed[0])))
    return tuple(found)


def find_subject(story: Story, sentence: Units, verb: int) -> Source | None:
    """Return the source that the subject of a verb is: who opens the part of the sentence."""
    span = opening_speaker(story.text, sentence.units, verb, story.codebook)
    return _source(story, sentence, span, verb, None) if span else None


def _labels(story: Story, sentence: Units, *, is_headline: bool) -> Iterator[Source]:
    """Yield the source before a colon, or at the end of a headline: "Police: …", "… - mayor"."""
    if HARD_MARKS.isdisjoint(sentence.keys):
        return
    units = sentence.units
    marks = [at for at, word in enumerate(sentence.words) if word in HARD_MARKS]
    spans = [((0, marks[0]), range(marks[0], len(units)))]
    if is_headline:
        spans.append(((marks[-1] + 1, len(units)), range(marks[-1])))
    words = story.codebook.words["reporting"]
    for (start, end), scope in spans:
        first = start + (start < end and units[start].key in words["articles"])
        here = units[first:end]
        if _is_service(here, story.codebook) or _is_label(here, words, is_headline=is_headline):
            yield _label(story, units, (first, end), scope)


def _is_service(units: Sequence[Unit], codebook: Codebook) -> bool:
    """Return whether a phrase is an actor's name and no place: "FSB: …"."""
    return len(units) == 1 and units[0].kind == WORD and units[0].key in codebook.sides


def _label(story: Story, units: Sequence[Unit], span: tuple[int, int], scope: range) -> Source:
    """Return the source that some units name, without a verb."""
    here = units[slice(*span)]
    side = side_of(story.text, here, story.resolutions, story.codebook)
    return Source(story.text[here[0].start : here[-1].end], side, "", *span, scope)


def _is_label(
    units: Sequence[Unit], words: Mapping[str, frozenset[str]], *, is_headline: bool
) -> bool:
    """Return whether a phrase before a colon names who speaks: "The UN refugee agency:"."""
    if not 0 < len(units) <= LONGEST_LABEL:
        return False
    if is_headline:
        return all(unit.kind == ACTOR or unit.key in words["speakers"] for unit in units)
    others = words["times"] | words["stops"]
    return units[-1].key in words["speakers"] and not any(
        unit.kind not in {WORD, ACTOR, PLACE} or unit.key in others for unit in units
    )


def _source(
    story: Story, sentence: Units, span: tuple[int, int], verb: int, last: Source | None
) -> Source | None:
    """Return the source that a speaker is; a pronoun is the one who spoke last."""
    units, words = sentence.units, story.codebook.words["reporting"]
    start, end = span
    channel = _channel(units, verb, story.codebook) or _channel(units, start - 1, story.codebook)
    told = Source(
        name="",
        side="",
        channel=channel,
        start=min(start, verb),
        end=max(end, verb + 1),
        scope=_scope(units, span, verb, words),
        is_denial=units[verb].key in words["denials"],
        is_unconfirmed=units[verb].key in words["unconfirmed"],
        sentence=sentence.sentence,
    )
    is_short = end - start <= LONGEST_PRONOUN
    pronouns = words["pronouns"] | words["possessives"]
    if is_short and units[end - 1].kind == WORD and units[end - 1].key in pronouns:
        is_person = units[end - 1].key in words["persons"]
        subject = opening_speaker(story.text, units, start, story.codebook)
        if subject is not None and is_office(units[slice(*subject)], words["speakers"]):
            start, end = subject  # "The army counted 12 drones, it said"
        elif name := _subject_before(story, sentence.sentence, last, is_person=is_person):
            return told._replace(name=name, side=side_of_words(name, story.codebook))
        elif last is None:
            return None
        else:
            return told._replace(name=last.name, side=last.side, channel=channel or last.channel)
    start = without_opening(story.text, units, (start, end), story.codebook)
    while start < end - 1 and units[start].kind == WORD and units[start].key in words["articles"]:
        start += 1
    if not is_speaker(story.text, units[start:end], story.codebook):
        return None
    phrase = units[start : told_end(units, end, verb, words["speakers"])]
    side = side_of(story.text, phrase, story.resolutions, story.codebook)
    name = name_of(story.text, units, (start, end), verb, words["articles"])
    is_bare = not any(unit.kind == WORD for unit in units[start:end])
    return told._replace(name=name, side=side, is_bare=is_bare)


def _subject_before(
    story: Story, number: int, last: Source | None, *, is_person: bool
) -> str | None:
    """Return whom the sentence before opens with, an office or a person, if nobody speaks there.

    "Russia's defence ministry did not comment. It said on Friday …"
    """
    document = story.document
    is_heard = last is not None and last.sentence >= number - 1
    if is_heard or not number:
        return None
    if document.sentences[number - 1].paragraph != document.sentences[number].paragraph:
        return None
    return _opening_name(story, number - 1, is_person=is_person)


def opening_source(story: Story, number: int) -> Source | None:
    """Return whom a sentence opens with as a source: "Jane Doe, mayor of P, on the night:"."""
    name = _opening_name(story, number, is_person=True)
    if name is None:
        return None
    side = side_of_words(name, story.codebook)
    return Source(name, side, "", 0, 0, range(0), sentence=number)


def _opening_name(story: Story, number: int, *, is_person: bool) -> str | None:
    """Return the office or the person that opens a sentence."""
    document, opening = story.document, story.document.sentences[number]
    words, first = story.codebook.words["reporting"], opening.first_token
    first += document.lows[first] in words["articles"] | words["relatives"]
    stop = min(opening.last_token, first + LONGEST_OFFICE)
    end = _office_end(document, first, stop, story.codebook)
    end = end or (_name_end(story, first, stop) if is_person else first)
    return story.text[document.starts[first] : document.ends[end - 1]] if end > first else None


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
            if not is_open or at - first > LONGEST_PRONOUN:
                break
    return office


def _name_end(story: Story, first: int, stop: int) -> int:
    """Return the token after a person's name that opens a sentence: two or three words."""
    document, end = story.document, first
    while end < stop and document.words[end][0].isupper():
        end += 1
    start, last = document.starts[first], document.starts[min(end, len(document.starts) - 1)]
    names = (story.resolutions[at].mention for at in story.between(start, last))
    is_place = any(mention.use is Use.LITERAL for mention in names)
    return first if is_place or not LEAST_NAME <= end - first <= LONGEST_NAME else end


def _scope(
    units: Sequence[Unit], span: tuple[int, int], verb: int, words: Mapping[str, frozenset[str]]
) -> range:
    """Return the units of what was said: after the report verb, or before a trailing one.

    A clause that goes on behind a speaker between commas is said, too.
    """
    start, end = span
    if units[verb].key in words["reacting"]:
        return range(verb, verb + 1)
    if units[verb].key in words["accounts"] or units[verb].key in words["right"]:
        return _part(units, verb)
    if _is_trailing(units, span, verb, words):
        return range(_part(units, verb).stop if _goes_on(units, span, verb, words) else start)
    return range(verb, len(units)) if end <= verb else range(len(units))


def _part(units: Sequence[Unit], at: int) -> range:
    """Return the part of a sentence between semicolons that a unit stands in."""
    marks = [n for n, unit in enumerate(units) if unit.key == SEGMENT_MARK]
    start = max((n + 1 for n in marks if n < at), default=0)
    return range(start, min((n for n in marks if n > at), default=len(units)))


def _goes_on(
    units: Sequence[Unit], span: tuple[int, int], verb: int, words: Mapping[str, Collection[str]]
) -> bool:
    """Return whether a clause goes on behind its speaker: "On Monday, X said, a drone hit P"."""
    after = max(span[1], verb + 1)
    while after < len(units) and (units[after].kind == DATE or units[after].key in words["times"]):
        after += 1
    is_joined = after + 1 < len(units) and units[after + 1].key in words["joints"]
    return after < len(units) and units[after].key == "," and not is_joined


def _is_trailing(
    units: Sequence[Unit], span: tuple[int, int], verb: int, words: Mapping[str, Collection[str]]
) -> bool:
    """Return whether the speaker stands after what was said: "…, X said".

    Behind where or when alone nothing was said yet: "In P, X said a drone had hit Q".
    """
    start = span[0]
    if start > verb:
        return start > 2  # noqa: PLR2004 - something was said before "said X"
    if not start or units[start - 1].key != ",":
        return False
    if verb + 1 < len(units) and units[verb + 1].key == ",":
        return True
    key, is_closed = units[verb].key, ends_clause(units, verb)
    if key in words["transitive"] and key not in words["telling"] and not is_closed:
        return False  # "In P, at the side of Y, X promised Z another package"
    if _is_occasion(units[: start - 1], words["times"]):
        return False
    return len(units) - verb <= LONGEST_TRAILER or _ends_part(units, verb, words["joints"])


def _is_occasion(units: Sequence[Unit], times: Collection[str]) -> bool:
    """Return whether words only tell where or when: "In P", "Late on Monday"."""
    is_open = bool(units) and (units[0].kind == DATE or units[0].key in times)
    return is_open and len(units) <= LONGEST_OCCASION and all(u.kind != MARK for u in units)


def _ends_part(units: Sequence[Unit], verb: int, joints: Collection[str]) -> bool:
    """Return whether a part ends behind a report verb, or where and when it was said.

    "…, X said on Monday; …", "…, X wrote on Telegram, and …".
    """
    after = verb + 1
    while after < len(units) and units[after].kind in {DATE, WORD} and after - verb <= DAY_REACH:
        after += 1
    if after >= len(units) or units[after].key in HARD_MARKS:
        return after < len(units)
    is_joined = after + 1 < len(units) and units[after + 1].key in joints
    return units[after].key == "," and is_joined


def side_of(
    text: str, units: Sequence[Unit], resolutions: Sequence[Resolution], codebook: Codebook
) -> str:
    """Return the side of a phrase: by the words of actors, then by the country of a place.

    The seat of an office says least: "the Russian embassy in Washington".
    """
    seats = codebook.words["governors"]["speech_in"]
    cut = next((at for at in range(1, len(units)) if units[at].key in seats), 0)
    if cut and (own := side_of(text, units[:cut], resolutions, codebook)):
        return own
    if side := _side_of_phrase(text, units, codebook):
        return side
    speakers = codebook.words["reporting"]["speakers"]
    for at in range(len(units) - 1, -1, -1):
        unit = units[at]
        if _is_given_name(text, units, at, speakers):
            continue
        side = side_of_words(text[unit.start : unit.end], codebook)
        if side:
            return side
    for unit in units:
        if unit.kind in {ACTOR, PLACE}:
            place = resolutions[unit.row].place
            if place is not None and place.country:
                return KNOWN_SIDES.get(place.country, "other")
    return ""


def _side_of_phrase(text: str, units: Sequence[Unit], codebook: Codebook) -> str:
    """Return the side of a name of several words: "the State Department"."""
    for size in PHRASE_SIZES:
        for first, last in zip(units, units[size - 1 :], strict=False):
            side = codebook.sides.get(text[first.start : last.end].casefold())
            if side:
                return side
    return ""


def side_of_words(words: str, codebook: Codebook) -> str:
    """Return the side of all words, or of the first of them, that is an actor's."""
    for word in (words, *words.replace("-", " ").split()):
        key = word.casefold().removesuffix("'s").removesuffix("’s")
        side = codebook.sides.get(key)
        if side and (word[:1].isupper() or key not in codebook.names):
            return side
    return ""


def _is_given_name(text: str, units: Sequence[Unit], at: int, speakers: Collection[str]) -> bool:
    """Return whether a nation is but a given name behind an office: "minister German X"."""
    if not (0 < at < len(units) - 1) or units[at - 1].key not in speakers:
        return False
    after = units[at + 1]
    return after.kind == WORD and after.key not in speakers and text[after.start].isupper()


def _channel(units: Sequence[Unit], at: int, codebook: Codebook) -> str:
    """Return the channel named just after a report verb: "said on Telegram"."""
    channels: Mapping[str, str] = codebook.channels
    for unit in units[max(0, at + 1) : at + 1 + CHANNEL_REACH] if at >= 0 else ():
        if unit.kind == WORD and unit.key in channels:
            return channels[unit.key]
    return ""
