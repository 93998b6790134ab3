"""The phrase that names who speaks: before or behind a report verb, or under a head of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.reports import (
    INNER_MARKS,
    agent_of,
    is_office,
    is_somebody,
    is_speaker,
    part_start,
)
from geomap.incidents.subjects import (
    Phrase,
    can_name,
    is_upper,
    list_start,
    office_start,
    opening_speaker,
    owner_of,
)
from geomap.incidents.units import ACTOR, DATE, MARK, PLACE, WORD
from geomap.text import plain_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Unit

__all__ = [
    "find_speaker",
    "name_of",
    "told_end",
    "without_opening",
]

LONGEST_SPEAKER = 14
LONGEST_NAME = 5  # units of ", Jane van der Doe"
LONGEST_BRACKET = 6  # units of "(MoD)" and its marks
OFFICE_REACH = 8  # units from a name to "…, who runs the city's military administration"
RECORD_REACH = 4  # units of "a report published by"
IF_REACH = 3  # units of "if one may"
OPENING, CLOSING = "“”"
LEAST_DAY = 2  # units of "on Monday"
LONGEST_OCCASION = 6  # units of "in P on Tuesday" behind a speaker
INNER_WORDS = frozenset({"of", "for"})  # of "the secretary of state for defence"


def find_speaker(text: str, units: Sequence[Unit], verb: int, codebook: Codebook) -> Phrase | None:
    """Return the units of the speaker of a report verb, or of "according to", "citing", "per"."""
    words = codebook.words["reporting"]
    key = units[verb].key
    if key in words["according"]:
        is_open = verb + 1 < len(units) and units[verb + 1].key in words["to"]
        start = _after_record(units, verb + 2, words)
        return _speaker_after(text, units, start, codebook) if is_open else None
    if key in words["citing"] or (key in words["believing"] and _is_supposed(units, verb, words)):
        return _speaker_after(text, units, verb + 1, codebook)
    if key in words["accounts"]:
        return _accountant(text, units, verb, codebook)
    if key in words["right"]:
        return _doubted(units, verb, codebook)
    if agent := agent_of(units, verb, codebook):
        return _speaker_after(text, units, agent, codebook)
    return _of_verb(text, units, verb, codebook)


def _is_supposed(units: Sequence[Unit], verb: int, words: Mapping[str, Collection[str]]) -> bool:
    """Return whether an "if" stands before a verb: "if one believes the army"."""
    return any(unit.key in words["if"] for unit in units[max(0, verb - IF_REACH) : verb])


def _of_verb(text: str, units: Sequence[Unit], verb: int, codebook: Codebook) -> Phrase | None:
    """Return the speaker of a report verb: "X, the mayor, said", "said X", "X said"."""
    if verb and units[verb - 1].key == ",":
        apposed = _apposed(text, units, verb, codebook)
        if apposed is not None and _is_apposition(text, units, apposed, codebook):
            return apposed
    after = _after(text, units, verb, codebook)
    if after is not None and (
        is_speaker(text, units[slice(*after)], codebook)
        or is_somebody(text, units, after, verb, codebook)
    ):
        return after
    return _before(text, units, verb, codebook)


def _after_record(units: Sequence[Unit], start: int, words: Mapping[str, Collection[str]]) -> int:
    """Return where the speaker starts behind what it is read from: "data published by X"."""
    last = min(len(units) - 1, start + RECORD_REACH)
    noun = next((at for at in range(start, last) if units[at].key in words["records"]), len(units))
    for at in range(noun + 1, min(len(units) - 1, noun + RECORD_REACH)):
        if units[at].kind == MARK:
            break
        if units[at].key in words["record_by"]:
            return at + 1
    return start


def _accountant(text: str, units: Sequence[Unit], noun: int, codebook: Codebook) -> Phrase | None:
    """Return the speaker of "by the army's count", "in her telling", "by the count of X"."""
    words, possessive = codebook.words["reporting"], codebook.words["governors"]["possessive"]
    if noun + 1 < len(units) and units[noun + 1].key in words["to"]:
        is_open = noun > 1 and units[noun - 2].key in words["account_in"]
        span = _speaker_after(text, units, noun + 2, codebook) if is_open else None
        return span and (span[0], _office_end(units, span, words["speakers"]))
    end = noun - (units[noun - 1].key in possessive)
    start = end
    while start > max(0, end - LONGEST_SPEAKER) and units[start - 1].key not in words["account_in"]:
        start -= 1
    is_owned = end < noun or units[end - 1].key in words["possessives"]
    return (start, end) if 0 < start < end and is_owned else None


def _office_end(units: Sequence[Unit], span: Phrase, speakers: Collection[str]) -> int:
    """Return where the office in a phrase ends: "the count of the army 40 shells fell"."""
    start, end = span
    at = next((at for at in range(start, end) if units[at].key in speakers), end)
    return next((n for n in range(at, end) if units[n].key not in speakers), end)


def _doubted(units: Sequence[Unit], sign: int, codebook: Codebook) -> Phrase | None:
    """Return the speaker of "if the mayor is right", "if the mayor's figures are correct"."""
    words, governors = codebook.words["reporting"], codebook.words["governors"]
    first = max(0, sign - LONGEST_SPEAKER)
    start = next((at + 1 for at in range(first, sign) if units[at].key in words["if"]), sign)
    ends = governors["passive"]
    end = next((at for at in range(start, sign) if units[at].key in ends), start)
    if end > start + 1 and units[end - 1].key in words["accounts"]:
        end -= 1 + (units[end - 2].key in governors["possessive"])
    return (start, end) if end > start else None


def _after(text: str, units: Sequence[Unit], at: int, codebook: Codebook) -> Phrase | None:
    """Return the speaker of "…, said X": only after a comma or a closing quotation.

    What takes an object does not stand so: ", X blamed Y".
    """
    words = codebook.words["reporting"]
    is_mark = at > 0 and units[at - 1].kind == MARK and units[at - 1].key != ")"
    is_open = is_mark or (at > 0 and units[at - 1].key in words["thus"])
    is_open = is_open or units[part_start(units, at)].key in words["about"]
    if not is_open or units[at].key in words["transitive"]:
        return None
    if at + 1 < len(units) and units[at + 1].key in words["to"]:
        return None  # "X, who was there, spoke of 80 drones"
    span = _speaker_after(text, units, _after_channel(units, at + 1, codebook), codebook)
    if span is None or any(unit.key in words["clause_signs"] for unit in units[slice(*span)]):
        return None  # "X, the mayor, said a drone had hit a school"
    return span if _ends_part(units, span[1], codebook) else None


def _after_channel(units: Sequence[Unit], at: int, codebook: Codebook) -> int:
    """Return where the speaker starts behind a verb: "повідомив у Telegram X", "кажуть у X"."""
    if at + 1 >= len(units) or units[at].key not in codebook.words["reporting"]["channel_in"]:
        return at
    return at + 1 + (units[at + 1].key in codebook.channels)


def _ends_part(units: Sequence[Unit], end: int, codebook: Codebook) -> bool:
    """Return whether only where and when it was said follows: "said X in P on Monday."."""
    times, is_verb = codebook.words["reporting"]["times"], codebook.breaks.is_verb
    last = min(len(units), end + LONGEST_OCCASION)
    mark = next((at for at in range(end, last) if units[at].kind == MARK), end)
    if mark > end and units[end].key in times:
        return not any(is_verb(unit.key) for unit in units[end:mark])  # "in the old town,"
    while end < last and (units[end].kind in {DATE, PLACE, ACTOR} or units[end].key in times):
        end += 1
    return end >= len(units) or units[end].kind == MARK


def _speaker_after(
    text: str, units: Sequence[Unit], start: int, codebook: Codebook
) -> Phrase | None:
    words = codebook.words["reporting"]
    end = start
    while end < min(len(units), start + LONGEST_SPEAKER):
        unit = units[end]
        if unit.kind == MARK and unit.key not in INNER_MARKS:
            break
        is_seat = end > start and _is_seat(units, end, codebook)
        is_time = unit.key in words["times"] and unit.key not in INNER_WORDS and not is_seat
        if unit.kind == WORD and (is_time or unit.key in words["stops"]):
            break
        if (
            unit.key in words["articles"]
            and end > start
            and units[end - 1].key in words["speakers"]
        ):
            break  # "according to the ministry the men were on board"
        end += 1
    end = _with_name(text, units, end)
    while end > start and units[end - 1].kind == MARK:
        end -= 1
    return (start, end) if end > start else None


def _is_seat(units: Sequence[Unit], at: int, codebook: Codebook) -> bool:
    """Return whether "in" stands between an office and its seat: "the ministry in Moscow"."""
    governors = codebook.words["governors"]
    return (
        units[at].key in governors["seats_in"]
        and units[at - 1].key in governors["seats"]
        and at + 1 < len(units)
        and units[at + 1].kind in {ACTOR, PLACE}
    )


def _with_name(text: str, units: Sequence[Unit], end: int) -> int:
    """Return the end of a speaker with the name after it: "the governor of P, Jane Doe"."""
    if end >= len(units) or units[end].key != ",":
        return end
    last = end + 1
    while last < len(units) and units[last].kind == WORD and text[units[last].start].isupper():
        last += 1
    is_name = 1 < last - end <= LONGEST_NAME
    return last if is_name and (last == len(units) or units[last].kind == MARK) else end


def _before(text: str, units: Sequence[Unit], verb: int, codebook: Codebook) -> Phrase | None:
    """Return the speaker before a report verb: back to a comma, a verb or a subordinator."""
    words = codebook.words["reporting"]
    end = verb
    while end > 0 and units[end - 1].kind == WORD and units[end - 1].key in words["auxiliaries"]:
        end -= 1
    end = _without_day(units, end, words["times"])
    is_relative = end < verb and units[end].key in words["relatives"]
    if is_relative and (owner := owner_of(text, units, end, codebook)):
        return owner  # "X, who had promised"
    end = _without_bracket(units, end)
    if end > 0 and units[end - 1].key == "," and units[end - 1].kind == MARK:
        return _apposed(text, units, end, codebook)
    if end > 0 and units[end - 1].key in words["pronouns"]:
        return end - 1, end  # "in her speech she warned"
    if end > 0 and units[end - 1].key in words["joints"]:
        return opening_speaker(text, units, end, codebook)
    return _part_before(text, units, end, codebook)


def _without_day(units: Sequence[Unit], end: int, times: Collection[str]) -> int:
    """Return where a speaker ends before a day: "Jane Doe, the mayor, on Monday said"."""
    if end < LEAST_DAY or units[end - 1].kind != DATE:
        return end
    end -= 1 + (units[end - 2].key in times)
    return end


def _part_before(text: str, units: Sequence[Unit], end: int, codebook: Codebook) -> Phrase | None:
    """Return the speaker that ends somewhere, if the part of the sentence before names one."""
    words, start = codebook.words["reporting"], _part_start(text, units, end, codebook)
    if end > start and units[start].key in words["relatives"]:
        return owner_of(text, units, start, codebook)  # "X, whose government had announced"
    is_office_here = is_office(units[start:end], words["speakers"])
    if start and units[start - 1].key in words["place_in"] and not is_office_here:
        return None  # "В Одесской области сообщили": who speaks is not named
    verbal = (at for at in range(start + 1, end) if units[at].key in words["clause_signs"])
    end = next(verbal, end)  # "X has for years threatened"
    return (start, end) if end > start else None


def _part_start(text: str, units: Sequence[Unit], end: int, codebook: Codebook) -> int:
    """Return where a speaker that ends somewhere starts: at a mark, a stop or its list."""
    words, start = codebook.words["reporting"], end
    while start > max(0, end - LONGEST_SPEAKER):
        unit = units[start - 1]
        if unit.kind == MARK and unit.key not in INNER_MARKS:
            break
        is_stop = unit.kind == WORD and unit.key in words["stops"]
        if is_stop and not _joins_names(text, units, start - 1, codebook):
            break
        start -= 1
    is_listed = start > 0 and units[start - 1].key in words["joints"]
    return list_start(text, units, start, codebook) if is_listed else start


def _joins_names(text: str, units: Sequence[Unit], at: int, codebook: Codebook) -> bool:
    """Return whether "and" stands inside a name: "the Agency for Trade and Growth"."""
    if units[at].key not in codebook.words["reporting"]["joints"] or not 0 < at < len(units) - 1:
        return False
    beside = (units[at - 1], units[at + 1])
    return all(unit.kind == WORD and text[unit.start].isupper() for unit in beside)


def _without_bracket(units: Sequence[Unit], end: int) -> int:
    """Return where a speaker ends before a bracket: "the Ministry of Defence (MoD)"."""
    if not end or units[end - 1].key != ")":
        return end
    first = max(0, end - LONGEST_BRACKET)
    return next((at for at in range(end - 2, first, -1) if units[at].key == "("), end)


def _apposed(text: str, units: Sequence[Unit], end: int, codebook: Codebook) -> Phrase | None:
    """Return the speaker of "X, the mayor of P, said", "X, speaking in P, said"."""
    inner = end - 1
    start = part_start(units, inner)
    first = part_start(units, start - 1) if start else 0
    is_aside = units[start].key in codebook.words["reporting"]["relatives"]
    if first and is_aside and text[units[first].start].islower():
        first, start, inner = part_start(units, first - 1), first, start - 1  # ", who was there,"
    stops = codebook.words["reporting"]["stops"]
    for at in range(first, start - 1):  # ", while Jane Doe, the mayor,"
        first = at + 1 if units[at].kind == WORD and units[at].key in stops else first
    name = units[first : start - 1] if start else ()
    if not 0 < len(name) <= LONGEST_SPEAKER or any(u.key in stops for u in name if u.kind == WORD):
        return None
    return first, inner


def _is_apposition(text: str, units: Sequence[Unit], span: Phrase, codebook: Codebook) -> bool:
    """Return whether a name and its office stand before a verb: "X, the mayor of P, said"."""
    words = codebook.words["reporting"]
    comma = next((at for at in range(*span) if units[at].key == ","), span[0])
    name, office = units[span[0] : comma], units[comma + 1 : span[1]]
    is_name = bool(name) and (
        name[-1].key in words["speakers"] or all(can_name(text, unit, codebook) for unit in name)
    )
    others = words["times"] | words["stops"] | words["opening_asides"]
    is_name = is_name and name[0].key not in others
    proper = office[1:] if office[:1] and office[0].key in words["articles"] else ()
    is_apposed = is_office(office, words["speakers"]) or (bool(proper) and is_upper(text, proper))
    return is_name and is_apposed


def without_opening(text: str, units: Sequence[Unit], span: Phrase, codebook: Codebook) -> int:
    """Return where a speaker starts: at "the ministry" of "on Monday the ministry"."""
    start, end = span
    words = codebook.words["reporting"]
    if units[start].kind == DATE or units[start].key in words["times"]:
        return _last_name(text, units, span, codebook)
    articles = words["articles"]
    for at in range(start + 1, end - 1):
        before = units[at - 1]
        is_name = at > start + 1 and before.kind == WORD and text[before.start].isupper()
        if is_name or before.kind not in {WORD, DATE}:
            return start
        if units[at].key in articles and before.key not in codebook.unit_stops:
            return at
    return start


def _last_name(text: str, units: Sequence[Unit], span: Phrase, codebook: Codebook) -> int:
    """Return where the name at the end of a phrase starts: "at the same meeting Jane Doe"."""
    start, end = span
    articles, first = codebook.words["reporting"]["articles"], end
    while first > start + 1 and can_name(text, units[first - 1], codebook):
        if units[first - 1].key in articles:
            break
        first -= 1
    if first < end and units[first].key in codebook.words["reporting"]["speakers"]:
        first = office_start(units, first, articles)
    is_seat = first < end - 1 and first - start == 1 and units[first].kind == PLACE
    return first + is_seat if first < end else start


def name_of(
    text: str, units: Sequence[Unit], span: Phrase, verb: int, articles: Collection[str]
) -> str:
    """Return the words that name a speaker, without what only tells more of it.

    "X" of "X, the mayor, said"; all of "the mayor, X" and of "the security service, the FSB".
    """
    start, end = span
    comma = next((at for at in range(start, end) if units[at].key == ","), end)
    after = comma + 1
    after += after < end and units[after].key in articles
    is_common = comma > start and text[units[comma - 1].start].islower()
    is_name = after < end and is_common and text[units[after].start].isupper()
    is_name = is_name or is_upper(text, units[comma + 1 : end])
    last = end if start > verb or is_name else comma
    name = plain_line(text[units[start].start : units[max(start + 1, last) - 1].end])
    if CLOSING in name and OPENING not in name:
        return name.partition(CLOSING)[0]  # "the mayor" in quotation marks
    return name.strip("“”\"'‘’«» ")


def told_end(units: Sequence[Unit], end: int, verb: int, speakers: Collection[str]) -> int:
    """Return the end of what tells more of a speaker: "said X, deputy commander of Y, …"."""
    if end <= verb or end >= len(units) or units[end].key != ",":
        return end
    stop = end + 1
    while stop < min(len(units), end + LONGEST_SPEAKER) and (
        units[stop].kind != MARK or units[stop].key in INNER_MARKS
    ):
        stop += 1
    return stop if is_office(units[end + 1 : end + 1 + OFFICE_REACH], speakers) else end
