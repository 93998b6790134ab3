"""Who says so: the speaker, the side and the channel of each part of the text.

Leading ("X said that …"), trailing ("…, X said"), "according to X", and a pronoun that goes
on speaking for the last speaker. A place in a speaker's name is no place of the incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.antecedents import opening_words, subject_before
from geomap.incidents.reports import (
    is_article,
    is_office,
    is_report,
    is_somebody,
    is_speaker,
)
from geomap.incidents.scopes import scope_of
from geomap.incidents.sides import side_between, side_of
from geomap.incidents.signatures import signature_of
from geomap.incidents.speakers import (
    find_speaker,
    name_of,
    told_end,
    without_opening,
)
from geomap.incidents.subjects import opening_speaker, opening_subject
from geomap.incidents.units import ACTOR, HARD_MARKS, PLACE, WORD
from geomap.records import Zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.story import Story
    from geomap.incidents.units import Unit, Units

__all__ = ["Source", "find_sources", "find_subject", "opening_source"]

LONGEST_PRONOUN = 2  # units of "he", "they also"
LONGEST_RECORD = 5  # units of "its daily bulletin", "its public relations centre"
LONGEST_LABEL = 5  # units before the colon of "Police: …"
CHANNEL_REACH = 8
CLOSING_QUOTES = frozenset('"”»')


class Source(NamedTuple):
    """A speaker with the units its words and its claim cover in a sentence."""

    name: str
    side: str
    channel: str
    start: int
    end: int
    scope: range
    is_denial: bool = False
    is_offer: bool = False
    """Whether it asks for something or offers it, and vouches for nothing that happened."""
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
    words = story.codebook.words["reporting"]
    both = (words["verbs"], words["offering"])
    signs = [own for own in both if not own.isdisjoint(sentence.keys)]
    told = enumerate(sentence.words) if signs else ()
    for at in (at for at, word in told if any(word in own for own in signs)):
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
    span = opening_subject(story.text, sentence.units, verb, story.codebook)
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
    return Source(story.words(here[0].start, here[-1].end), side, "", *span, scope)


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
        scope=scope_of(units, span, verb, words),
        is_denial=units[verb].key in words["denials"],
        is_offer=units[verb].key in words["offering"],
        is_unconfirmed=units[verb].key in words["unconfirmed"],
        sentence=sentence.sentence,
    )
    pronoun = _pronoun_of(story.text, units[start:end], words, last)
    if pronoun:
        is_person = pronoun in words["persons"]
        subject = opening_speaker(story.text, units, start, story.codebook)
        if subject and _closes_quotation(story.text, units, subject[1], start):
            subject = None  # "“An emergency crew is there,” he said"
        if subject is not None and is_office(units[slice(*subject)], words["speakers"]):
            start, end = subject  # "The army counted 12 drones, it said"
        elif named := subject_before(story, units[start].start, last, is_person=is_person):
            return told._replace(name=story.words(*named), side=side_between(story, *named))
        elif last is None:
            return None
        else:
            return told._replace(name=last.name, side=last.side, channel=channel or last.channel)
    start = without_opening(story.text, units, (start, end), story.codebook)
    is_named = is_somebody(story.text, units, (start, end), verb, story.codebook)
    while start < end - 1 and is_article(story.text, units[start], words):
        start += 1
    if not (is_named or is_speaker(story.text, units[start:end], story.codebook)):
        return None
    phrase = units[start : told_end(units, end, verb, words["speakers"])]
    side = side_of(story.text, phrase, story.resolutions, story.codebook)
    name = name_of(story.text, units, (start, end), verb, words["articles"])
    is_bare = not any(unit.kind == WORD for unit in units[start:end])
    return told._replace(name=name, side=side, is_bare=is_bare)


def _closes_quotation(text: str, units: Sequence[Unit], first: int, last: int) -> bool:
    """Return whether a quotation ends between two units."""
    return not CLOSING_QUOTES.isdisjoint(text[units[first].start : units[last].start])


def _pronoun_of(
    text: str, phrase: Sequence[Unit], words: Mapping[str, frozenset[str]], last: Source | None
) -> str:
    """Return the word of a phrase that means who spoke before: "they also", "its bulletin".

    "Its press office" is the body itself, and "the source" the last one, if that was one.
    """
    first, end = phrase[0], phrase[-1]
    if len(phrase) <= LONGEST_PRONOUN and end.kind == WORD:
        if end.key in words["pronouns"] | words["possessives"]:
            return end.key
        is_source = first.key in words["articles"] and end.key in words["resuming"]
        if is_source and last is not None and end.key in last.name.casefold():
            return end.key
    is_voice = not words["voices"].isdisjoint(unit.key for unit in phrase)
    is_record = end.key in words["records"] | words["bulletins"] or is_voice
    is_owned = first.key in words["possessives"] and len(phrase) <= LONGEST_RECORD
    is_owned &= not any(text[unit.start].isupper() for unit in phrase[1:])
    return first.key if is_record and is_owned else ""


def opening_source(story: Story, number: int) -> Source | None:
    """Return whom a sentence opens with as a source: "Jane Doe, mayor of P, on the night:"."""
    named = opening_words(story, number, is_person=True)
    if named is None:
        return None
    name, side = story.words(*named), side_between(story, *named)
    return Source(name, side, "", 0, 0, range(0), sentence=number)


def _channel(units: Sequence[Unit], at: int, codebook: Codebook) -> str:
    """Return the channel named just after a report verb: "said on Telegram"."""
    channels: Mapping[str, str] = codebook.channels
    for unit in units[max(0, at + 1) : at + 1 + CHANNEL_REACH] if at >= 0 else ():
        if unit.kind == WORD and unit.key in channels:
            return channels[unit.key]
    return ""
