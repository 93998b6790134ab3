"""Who says so: the speaker, the side and the channel of each part of the text.

Leading ("X said that …"), trailing ("…, X said"), "according to X", and a pronoun that goes
on speaking for the last speaker. A place in a speaker's name is no place of the incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.speakers import (
    find_speaker,
    is_speaker,
    name_of,
    opening_speaker,
    told_end,
    without_opening,
)
from geomap.incidents.units import ACTOR, DATE, HARD_MARKS, MARK, PLACE, WORD
from geomap.records import Zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.story import Story
    from geomap.incidents.units import Unit, Units
    from geomap.records import Resolution

__all__ = ["KNOWN_SIDES", "Source", "find_sources", "side_of"]

DAY_REACH = 2  # units of "on Monday" after a report verb
LONGEST_PRONOUN = 2  # units of "he", "they also"
LONGEST_TRAILER = 14  # units of a report verb and its speaker behind what was said
LONGEST_LABEL = 4  # units before the colon of "Police: …" in a headline
TOLL_REACH = 4  # units from "put" to "the death toll"
CHANNEL_REACH = 8
LONGEST_OFFICE = 8  # tokens of "Russia's defence ministry"
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
    """The sentence in which it spoke last."""


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
    for at in [at for at, unit in enumerate(sentence.units) if unit[1] in verbs]:
        if not _is_report(sentence.units, at, claimed, story.codebook):
            continue
        span = find_speaker(story.text, sentence.units, at, story.codebook)
        source = _source(story, sentence, span, at, last) if span else None
        if source is not None:
            found.append(source)
            last = source
    if not found:
        is_headline = story.document.sentences[sentence.sentence].zone is Zone.HEADLINE
        found.extend(_labels(story, sentence.units, is_headline=is_headline))
    return tuple(found)


def _is_report(
    units: Sequence[Unit], at: int, claimed: Collection[int], codebook: Codebook
) -> bool:
    """Return whether a word reports here: "put the toll at", and not "put out a fire"."""
    words = codebook.words["reporting"]
    key = units[at].key
    is_negated = at > 0 and units[at - 1].key in codebook.words["realis"]["denied"]
    if units[at].kind != WORD or is_negated:
        return False  # "did not say"
    following = [unit.key for unit in units[at + 1 : at + 1 + TOLL_REACH]]
    if key in words["toll_verbs"]:
        return not words["tolls"].isdisjoint(following)
    if key in words["of_verbs"]:
        return following[:1] == ["of"]
    if key in words["marked"]:
        return at > 0 and units[at - 1].kind == MARK
    if key in words["counting"]:
        return at > 0 and units[at - 1].key in words["speakers"]
    return at not in claimed


def _labels(story: Story, units: Sequence[Unit], *, is_headline: bool) -> Iterator[Source]:
    """Yield the source before a colon, or at the end of a headline: "Police: …", "… - mayor"."""
    marks = [at for at, unit in enumerate(units) if unit.key in HARD_MARKS]
    if not marks:
        return
    spans = [((0, marks[0]), range(marks[0], len(units)))]
    if is_headline:
        spans.append(((marks[-1] + 1, len(units)), range(marks[-1])))
    speakers = story.codebook.words["reporting"]["speakers"]
    for span, scope in spans:
        here = units[slice(*span)]
        is_label = 0 < len(here) <= LONGEST_LABEL and (is_headline or _is_office(here, speakers))
        if is_label and all(unit.kind == ACTOR or unit.key in speakers for unit in here):
            side = side_of(story.text, here, story.resolutions, story.codebook)
            name = story.text[here[0].start : here[-1].end]
            yield Source(name, side, "", span[0], span[1], scope)


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
        scope=_scope(units, span, verb, words["joints"]),
        is_denial=units[verb].key in words["denials"],
        is_unconfirmed=units[verb].key in words["unconfirmed"],
        sentence=sentence.sentence,
    )
    is_short = end - start <= LONGEST_PRONOUN
    if is_short and units[end - 1].kind == WORD and units[end - 1].key in words["pronouns"]:
        subject = opening_speaker(story.text, units, start, story.codebook)
        if subject is not None and _is_office(units[slice(*subject)], words["speakers"]):
            start, end = subject  # "The army counted 12 drones, it said"
        elif (name := _office_before(story, sentence.sentence, last)) is not None:
            return told._replace(name=name, side=_side_of_words(name, story.codebook))
        elif last is None:
            return None
        else:
            return told._replace(name=last.name, side=last.side, channel=channel or last.channel)
    start = without_opening(story.text, units, (start, end), story.codebook)
    while start < end - 1 and units[start].kind == WORD and units[start].key in words["articles"]:
        start += 1
    if not is_speaker(story.text, units[start:end], story.codebook):
        return None
    phrase = units[start : told_end(units, end, words["speakers"])]
    side = side_of(story.text, phrase, story.resolutions, story.codebook)
    name = name_of(story.text, units, (start, end), verb, words["articles"])
    is_bare = not any(unit.kind == WORD for unit in units[start:end])
    return told._replace(name=name, side=side, is_bare=is_bare)


def _office_before(story: Story, number: int, last: Source | None) -> str | None:
    """Return the office that opens the sentence before, if nobody speaks there.

    "Russia's defence ministry did not comment. It said on Friday …"
    """
    words, document = story.codebook.words["reporting"], story.document
    is_heard = last is not None and last.sentence >= number - 1
    if is_heard or not number:
        return None
    before = document.sentences[number - 1]
    if before.paragraph != document.sentences[number].paragraph:
        return None
    first = stop = before.first_token
    office = first
    while stop < min(before.last_token, first + LONGEST_OFFICE):
        low, word = document.lows[stop], document.words[stop]
        if low in words["speakers"]:
            office = stop + 1
        elif low not in words["links"] and not (word[0].isupper() or word[0] in "'’"):
            break
        stop += 1
    if office == first:
        return None
    return story.text[document.starts[first] : document.ends[office - 1]]


def _is_office(units: Sequence[Unit], speakers: Collection[str]) -> bool:
    """Return whether a phrase names people by what they do: "the general staff"."""
    return any(unit.key in speakers for unit in units)


def _scope(
    units: Sequence[Unit], span: tuple[int, int], verb: int, joints: Collection[str]
) -> range:
    """Return the units of what was said: after the speaker, or before a trailing one."""
    start, end = span
    if _is_trailing(units, span, verb, joints):
        return range(start)
    return range(end, len(units)) if end <= verb else range(len(units))


def _is_trailing(
    units: Sequence[Unit], span: tuple[int, int], verb: int, joints: Collection[str]
) -> bool:
    """Return whether the speaker stands after what was said: "…, X said"."""
    start = span[0]
    if start > verb:
        return start > 2  # noqa: PLR2004 - something was said before "said X"
    before = units[start - 1] if start else None
    ends = len(units) - verb <= LONGEST_TRAILER or _ends_part(units, verb, joints)
    return before is not None and before.kind == MARK and before.key == "," and ends


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
    """Return the side of a phrase: by the words of actors, then by the country of a place."""
    speakers = codebook.words["reporting"]["speakers"]
    for at in range(len(units) - 1, -1, -1):
        unit = units[at]
        if _is_given_name(text, units, at, speakers):
            continue
        side = _side_of_words(text[unit.start : unit.end], codebook)
        if side:
            return side
    for unit in units:
        if unit.kind in {ACTOR, PLACE}:
            place = resolutions[unit.row].place
            if place is not None and place.country:
                return KNOWN_SIDES.get(place.country, "other")
    return ""


def _side_of_words(words: str, codebook: Codebook) -> str:
    """Return the side of all words, or of the first of them, that is an actor's."""
    key = words.casefold()
    for word in (key, *key.replace("-", " ").split()):
        side = codebook.sides.get(word.removesuffix("'s").removesuffix("’s"))
        if side:
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
