"""Who says so: the speaker, the side and the channel of each part of the text.

Leading ("X said that …"), trailing ("…, X said"), "according to X", and a pronoun that goes
on speaking for the last speaker. A place in a speaker's name is no place of the incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.units import ACTOR, MARK, PLACE, WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Unit, Units
    from geomap.records import Resolution

__all__ = ["Source", "find_sources", "side_of"]

LONGEST_SPEAKER = 14
CHANNEL_REACH = 8
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
    text: str,
    sentence: Units,
    resolutions: Sequence[Resolution],
    claimed: Collection[int],
    last: Source | None,
    codebook: Codebook,
) -> tuple[Source, ...]:
    """Find the sources of a sentence.

    Parameters
    ----------
    claimed
        Units that triggers claim: "reported strikes" is no report.
    last
        The source of the text before, for pronouns.
    """
    words = codebook.words["reporting"]
    found = []
    for at, unit in enumerate(sentence.units):
        if unit.kind != WORD or unit.key not in words["verbs"] or at in claimed:
            continue
        if unit.key in words["according"]:
            span: tuple[int, int] | None = _according(sentence.units, at, codebook)
        else:
            span = _before(sentence.units, at, codebook) or _after(sentence.units, at, codebook)
        if span is None:
            continue
        source = _source(text, sentence, span, at, resolutions, last, codebook)
        if source is not None:
            found.append(source)
            last = source
    return tuple(found)


def _according(units: Sequence[Unit], at: int, codebook: Codebook) -> tuple[int, int] | None:
    start = at + 1
    if start >= len(units) or units[start].key not in codebook.words["reporting"]["to"]:
        return None
    return _speaker_after(units, start + 1, codebook)


def _after(units: Sequence[Unit], at: int, codebook: Codebook) -> tuple[int, int] | None:
    """Return the speaker of "…, said X": only after a comma or a closing quotation."""
    if at == 0 or units[at - 1].kind != MARK:
        return None
    return _speaker_after(units, at + 1, codebook)


def _speaker_after(
    units: Sequence[Unit], start: int, codebook: Codebook
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
    while end > start and units[end - 1].kind == MARK:
        end -= 1
    return (start, end) if end > start else None


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
    """Return the speaker of "X, the mayor of P, said": over one apposition to the sentence start."""
    inner = end - 1
    start = inner
    while start > 0 and units[start - 1].kind != MARK:
        start -= 1
    first = start - 1
    while first > 0 and units[first - 1].kind != MARK and start - first < LONGEST_SPEAKER:
        first -= 1
    is_short = start > 1 and first == 0 and inner - first <= LONGEST_SPEAKER
    stops = codebook.words["reporting"]["stops"]
    if not is_short or any(u.key in stops for u in units[first:inner] if u.kind == WORD):
        return None
    return first, inner


def _source(
    text: str,
    sentence: Units,
    span: tuple[int, int],
    verb: int,
    resolutions: Sequence[Resolution],
    last: Source | None,
    codebook: Codebook,
) -> Source | None:
    units, words = sentence.units, codebook.words["reporting"]
    start, end = span
    key = units[verb].key
    scope = range(end, len(units)) if start <= verb and start < end <= verb else range(0, len(units))
    if _is_trailing(units, span, verb):
        scope = range(start)
    flags = {
        "is_denial": key in words["denials"],
        "is_unconfirmed": key in words["unconfirmed"],
    }
    channel = _channel(units, verb, codebook) or _channel(units, start - 1, codebook)
    if units[end - 1].kind == WORD and units[end - 1].key in words["pronouns"]:
        if last is None:
            return None
        return last._replace(
            start=start, end=max(end, verb + 1), scope=scope, channel=channel or last.channel, **flags
        )
    while start < end - 1 and units[start].kind == WORD and units[start].key in words["articles"]:
        start += 1
    if not _is_speaker(text, units[start:end], codebook):
        return None
    name = text[units[start].start : units[end - 1].end].strip("“”\"'‘’«» ")
    side = side_of(text, units[start:end], resolutions, codebook)
    first, stop = min(start, verb), max(end, verb + 1)
    return Source(name, side, channel, first, stop, scope, **flags)


def _is_trailing(units: Sequence[Unit], span: tuple[int, int], verb: int) -> bool:
    """Return whether the speaker stands after what was said: "…, X said"."""
    start, end = span
    if start > verb:
        return start > 2  # noqa: PLR2004 - something was said before "said X"
    before = units[start - 1] if start else None
    rest = len(units) - verb
    return before is not None and before.kind == MARK and before.key == "," and rest <= LONGEST_SPEAKER


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
    for unit in units:
        key = text[unit.start : unit.end].casefold()
        for word in (key, *key.replace("-", " ").split()):
            side = codebook.sides.get(word.removesuffix("'s").removesuffix("’s"))
            if side:
                return side
    for unit in units:
        if unit.kind in {ACTOR, PLACE}:
            place = resolutions[unit.index].place
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
