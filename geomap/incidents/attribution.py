"""Who says so: the speaker, the side and the channel of each part of the text.

Leading ("X said that …"), trailing ("…, X said"), "according to X", and a pronoun that goes
on speaking for the last speaker. A place in a speaker's name is no place of the incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.units import ACTOR, DATE, HARD_MARKS, MARK, PLACE, WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.story import Story
    from geomap.incidents.units import Unit, Units
    from geomap.records import Resolution

__all__ = ["KNOWN_SIDES", "Source", "find_sources", "side_of"]

DAY_REACH = 2  # units of "on Monday" after a report verb
LONGEST_PRONOUN = 2  # units of "he", "they also"
LONGEST_SPEAKER = 14
CHANNEL_REACH = 8
LONGEST_NAME = 5  # units of ", Jane van der Doe"
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
    words = story.codebook.words["reporting"]
    found: list[Source] = []
    for at, unit in enumerate(sentence.units):
        if unit.kind != WORD or unit.key not in words["verbs"] or at in claimed:
            continue
        span = _speaker(story, sentence.units, at)
        source = _source(story, sentence, span, at, last) if span else None
        if source is not None:
            found.append(source)
            last = source
    return tuple(found)


def _speaker(story: Story, units: Sequence[Unit], verb: int) -> tuple[int, int] | None:
    """Return the units of the speaker of a report verb."""
    codebook, text = story.codebook, story.text
    if units[verb].key in codebook.words["reporting"]["according"]:
        return _according(text, units, verb, codebook)
    return _after(text, units, verb, codebook) or _before(units, verb, codebook)


def _according(
    text: str, units: Sequence[Unit], at: int, codebook: Codebook
) -> tuple[int, int] | None:
    start = at + 1
    if start >= len(units) or units[start].key not in codebook.words["reporting"]["to"]:
        return None
    return _speaker_after(text, units, start + 1, codebook)


def _after(text: str, units: Sequence[Unit], at: int, codebook: Codebook) -> tuple[int, int] | None:
    """Return the speaker of "…, said X": only after a comma or a closing quotation."""
    if at == 0 or units[at - 1].kind != MARK:
        return None
    span = _speaker_after(text, units, at + 1, codebook)
    signs = codebook.words["reporting"]["clause_signs"]
    if span is None or any(unit.key in signs for unit in units[span[0] : span[1]]):
        return None  # "X, the mayor, said a drone had hit a school"
    ends = span[1] >= len(units) or units[span[1]].kind == MARK
    return span if ends else None


def _speaker_after(
    text: str, units: Sequence[Unit], start: int, codebook: Codebook
) -> tuple[int, int] | None:
    words = codebook.words["reporting"]
    end = start
    while end < min(len(units), start + LONGEST_SPEAKER):
        unit = units[end]
        if unit.kind == MARK and unit.key not in {".", "-"}:
            break
        if unit.kind == WORD and (unit.key in words["times"] - {"of", "for"}) | (
            unit.key in words["stops"]
        ):
            break
        end += 1
    end = _with_name(text, units, end)
    while end > start and units[end - 1].kind == MARK:
        end -= 1
    return (start, end) if end > start else None


def _with_name(text: str, units: Sequence[Unit], end: int) -> int:
    """Return the end of a speaker with the name after it: "the governor of P, Jane Doe"."""
    if end >= len(units) or units[end].key != ",":
        return end
    last = end + 1
    while last < len(units) and units[last].kind == WORD and text[units[last].start].isupper():
        last += 1
    is_name = 1 < last - end <= LONGEST_NAME
    return last if is_name and (last == len(units) or units[last].kind == MARK) else end


def _before(units: Sequence[Unit], verb: int, codebook: Codebook) -> tuple[int, int] | None:
    """Return the speaker before a report verb: back to a comma, a verb or a subordinator."""
    words = codebook.words["reporting"]
    end = verb
    while end > 0 and units[end - 1].kind == WORD and units[end - 1].key in words["auxiliaries"]:
        end -= 1
    if end > 0 and units[end - 1].key == "," and units[end - 1].kind == MARK:
        return _apposed(units, end, codebook)
    start = end
    while start > max(0, end - LONGEST_SPEAKER):
        unit = units[start - 1]
        if unit.kind == MARK and unit.key not in {"-", "."}:
            break
        if unit.kind == WORD and unit.key in words["stops"]:
            break
        start -= 1
    return (start, end) if end > start else None


def _apposed(units: Sequence[Unit], end: int, codebook: Codebook) -> tuple[int, int] | None:
    """Return the speaker of "X, the mayor of P, said": back over one apposition."""
    inner = end - 1
    start = inner
    while start > 0 and units[start - 1].kind != MARK:
        start -= 1
    first = start - 1
    while first > 0 and units[first - 1].kind != MARK and start - first < LONGEST_SPEAKER:
        first -= 1
    name = units[first : start - 1] if start else ()
    stops = codebook.words["reporting"]["stops"]
    if not name or any(u.key in stops for u in name if u.kind == WORD):
        return None
    return first, inner


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
        scope=_scope(units, span, verb),
        is_denial=units[verb].key in words["denials"],
        is_unconfirmed=units[verb].key in words["unconfirmed"],
    )
    is_short = end - start <= LONGEST_PRONOUN
    if is_short and units[end - 1].kind == WORD and units[end - 1].key in words["pronouns"]:
        if last is None:
            return None
        return told._replace(name=last.name, side=last.side, channel=channel or last.channel)
    start = _without_opening(story.text, units, (start, end), story.codebook)
    while start < end - 1 and units[start].kind == WORD and units[start].key in words["articles"]:
        start += 1
    if not _is_speaker(story.text, units[start:end], story.codebook):
        return None
    side = side_of(story.text, units[start:end], story.resolutions, story.codebook)
    return told._replace(name=_name(story.text, units, (start, end), verb), side=side)


def _without_opening(
    text: str, units: Sequence[Unit], span: tuple[int, int], codebook: Codebook
) -> int:
    """Return where a speaker starts: at "the ministry" of "on Monday the ministry"."""
    start, end = span
    if start + 2 < end and units[start + 1].kind == DATE and units[start].kind == WORD:
        return start + 2  # "on Monday Jane Doe"
    articles = codebook.words["reporting"]["articles"]
    for at in range(start + 1, end - 1):
        before = units[at - 1]
        is_name = at > start + 1 and before.kind == WORD and text[before.start].isupper()
        if is_name or before.kind not in {WORD, DATE}:
            return start
        if units[at].key in articles and before.key not in codebook.unit_stops:
            return at
    return start


def _scope(units: Sequence[Unit], span: tuple[int, int], verb: int) -> range:
    """Return the units of what was said: after the speaker, or before a trailing one."""
    start, end = span
    if _is_trailing(units, span, verb):
        return range(start)
    return range(end, len(units)) if end <= verb else range(len(units))


def _name(text: str, units: Sequence[Unit], span: tuple[int, int], verb: int) -> str:
    """Return the words that name a speaker: "X" of "X, the mayor, said", all of "the mayor, X"."""
    start, end = span
    comma = next((at for at in range(start, end) if units[at].key == ","), end)
    is_name = all(text[unit.start].isupper() for unit in units[comma + 1 : end])
    last = end if start > verb or is_name else comma
    return text[units[start].start : units[max(start + 1, last) - 1].end].strip("“”\"'‘’«» ")


def _is_trailing(units: Sequence[Unit], span: tuple[int, int], verb: int) -> bool:
    """Return whether the speaker stands after what was said: "…, X said"."""
    start = span[0]
    if start > verb:
        return start > 2  # noqa: PLR2004 - something was said before "said X"
    before = units[start - 1] if start else None
    ends = len(units) - verb <= LONGEST_SPEAKER or _ends_part(units, verb)
    return before is not None and before.kind == MARK and before.key == "," and ends


def _ends_part(units: Sequence[Unit], verb: int) -> bool:
    """Return whether a semicolon follows a report verb, or the day that it was said on."""
    after = verb + 1
    while after < len(units) and units[after].kind in {DATE, WORD} and after - verb <= DAY_REACH:
        after += 1
    return after < len(units) and units[after].key in HARD_MARKS


def _is_speaker(text: str, units: Sequence[Unit], codebook: Codebook) -> bool:
    """Return whether a phrase can speak: it has a name, or a word for people who speak."""
    speakers = codebook.words["reporting"]["speakers"]
    if units[-1].kind == PLACE and len(units) == 1:
        return True
    return any(
        unit.kind in {ACTOR, PLACE}
        or (unit.kind == WORD and (unit.key in speakers or text[unit.start].isupper()))
        for unit in units
    )


def side_of(
    text: str, units: Sequence[Unit], resolutions: Sequence[Resolution], codebook: Codebook
) -> str:
    """Return the side of a phrase: by the words of actors, then by the country of a place."""
    for unit in reversed(units):
        key = text[unit.start : unit.end].casefold()
        for word in (key, *key.replace("-", " ").split()):
            side = codebook.sides.get(word.removesuffix("'s").removesuffix("’s"))
            if side:
                return side
    for unit in units:
        if unit.kind in {ACTOR, PLACE}:
            place = resolutions[unit.row].place
            if place is not None and place.country:
                return KNOWN_SIDES.get(place.country, "other")
    return ""


def _channel(units: Sequence[Unit], at: int, codebook: Codebook) -> str:
    """Return the channel named just after a report verb: "said on Telegram"."""
    channels: Mapping[str, str] = codebook.channels
    for unit in units[max(0, at + 1) : at + 1 + CHANNEL_REACH] if at >= 0 else ():
        if unit.kind == WORD and unit.key in channels:
            return channels[unit.key]
    return ""
