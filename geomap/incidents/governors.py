"""What governs a place: a word of the frames, found by walking back from the place.

Over adjectives and nouns the walk leads to a preposition ("in the northeastern city of P"),
or to the trigger itself (object). A place without one, before its verb, is a subject.
Members of a list share their governor.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.units import DATE, MARK, NEAR, NUMBER, PLACE, TARGET, WEAPON, WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.units import Units

__all__ = ["ASIDE", "LEAVING", "Governor", "find_governors", "is_at_seat"]

LONGEST_WALK = 8
RANGE_REACH = 5  # units between "across" and "from" in "across the country from P"
CARE_REACH = 5  # units of "taken to a military hospital"
LEAST_INSERTED = 2
INSERTED_REACH = 4  # units of "the border with Q" up to its comma
ADVERB_REACH = 6  # units of "and, farther to the south,"
BORDER_REACH = 4  # units of "to the closed border" before "with P"
REFUGE_REACH = 4  # units of "to new lines"
SEAT_REACH = 3  # units from "outside" to "the foreign ministry"
SITE_REACH = 3  # units of "from strategic bombers over P"
CONTAINER_REACH = 5  # units of "a small village" between a place and what holds it
LEAVING = "leaving"  # governs a place that somebody leaves
ASIDE = "aside"  # governs a place that has no role: it tells more of what stands before it
WITHOUT_PREPOSITION = {
    "nearing": "near",  # "as they approached P"
    "passing": ASIDE,  # "Q, facing P", "crossed P and hit Q"
    "leaving": LEAVING,  # "a column left P for Q"
    "arriving": "to",  # "left Q and reached P"
    "members": "in",  # "six regions, among them P"
}
"""What a place has for a governor behind words that need no preposition, by their kind."""


class Governor(NamedTuple):
    """What governs a place: a word of the frames, where it stands, and the list it is in."""

    word: str
    at: int
    list_head: int


def find_governors(
    sentence: Units, heads: Collection[int], codebook: Codebook
) -> dict[int, Governor]:
    """Return the governor of every place of a sentence.

    Parameters
    ----------
    heads
        The units that triggers claim.
    """
    found: dict[int, Governor] = {}
    for at in sentence.spots.get(PLACE, ()):
        is_aside = _is_bearing(sentence, at, codebook) or _is_counted(sentence, at)
        own = None if is_aside else _governor(sentence, at, heads, found, codebook)
        found[at] = own or Governor(ASIDE, at, at)
    return found


def _governor(
    sentence: Units,
    place: int,
    heads: Collection[int],
    found: Mapping[int, Governor],
    codebook: Codebook,
) -> Governor:
    """Walk back from a place to what governs it."""
    units = sentence.units
    joined = saw_of = False
    for at in range(place - 1, max(-1, place - 1 - LONGEST_WALK), -1):
        unit = units[at]
        if unit.kind == PLACE:
            goes_on = joined or _is_beside(sentence, at, place, codebook)
            is_next = goes_on and not _is_subject(sentence, at, place, codebook)
            return (
                _of_list(sentence, found, at, codebook) if is_next else Governor("", place, place)
            )
        if joined and _starts_clause(sentence, place, codebook):
            break  # "P was shelled and Q was hit": no list, two clauses
        if at in heads and not (unit.kind == WORD and unit.key in codebook.prepositions):
            is_sent = saw_of and _is_launch_site(sentence, at + 1, codebook)
            return Governor("from" if is_sent else "of" if saw_of else "object", at, place)
        if unit.kind == WORD:
            if _is_elsewhere(sentence, at, heads, codebook):
                return Governor(ASIDE, at, place)
            word = _governing_word(sentence, at, place, codebook)
            if word is not None:
                return Governor(word, at, place)
            saw_of = saw_of or unit.key in codebook.words["governors"]["of"]
            joined = joined or unit.key in codebook.words["governors"]["list_words"]
        elif unit.kind == MARK and _passes_mark(sentence, at, codebook):
            joined = True
        elif unit.kind == MARK or (unit.kind in {DATE, WEAPON} and not joined):
            break
    return Governor("", place, place)


def _of_list(
    sentence: Units, found: Mapping[int, Governor], last: int, codebook: Codebook
) -> Governor:
    """Return the governor of the list a place goes on with: "in P in Q region and in R"."""
    governor = found[last]
    key = sentence.units[governor.at].key
    if governor.word != ASIDE or key not in codebook.words["governors"]["container_in"]:
        return governor
    held = [at for at in found if 0 < governor.at - at <= CONTAINER_REACH]
    return found[held[-1]] if held else governor


def _is_beside(sentence: Units, before: int, place: int, codebook: Codebook) -> bool:
    """Return whether no verb stands between two places: not "launched over P reached Q"."""
    verbs = codebook.words["governors"]["reaching"]
    return verbs.isdisjoint([unit.key for unit in sentence.units[before + 1 : place]])


def _is_elsewhere(sentence: Units, at: int, heads: Collection[int], codebook: Codebook) -> bool:
    """Return whether a preposition leads to where something else was: "buried in P"."""
    before, words = sentence.units[at - 1].key if at else "", codebook.words["governors"]
    if before in words["flights"] and sentence.units[at].key in codebook.prepositions:
        later = {unit.key for unit in sentence.units[at + 1 :]}
        return not words["reaching"].isdisjoint(later)  # "flew over P before they hit Q"
    is_own = at - 1 in heads or sentence.units[at].key not in codebook.prepositions
    is_bound = before in words["heading"] and sentence.units[at].key in words["heading_to"]
    return (is_bound or before in words["elsewhere"]) and not is_own


def _is_subject(sentence: Units, before: int, place: int, codebook: Codebook) -> bool:
    """Return whether only a comma stands between two places, of which this one has a verb.

    "After the fall of P, Q called for help": no list.
    """
    between = [unit.key for unit in sentence.units[before + 1 : place]]
    return between == [","] and _starts_clause(sentence, place, codebook)


def _starts_clause(sentence: Units, place: int, codebook: Codebook) -> bool:
    """Return whether a verb follows a place: it is a subject."""
    after = sentence.units[place + 1] if place + 1 < len(sentence.units) else None
    if after is None or after.kind != WORD:
        return False
    is_be = after.key in codebook.words["governors"]["passive"]
    return is_be or codebook.breaks.is_verb(after.key)


def _is_bearing(sentence: Units, place: int, codebook: Codebook) -> bool:
    """Return whether a place only gives the bearing of the next: "southwest of P near Q"."""
    units, words = sentence.units, codebook.words["governors"]
    if place < LEAST_INSERTED or place + 2 >= len(units):
        return False
    is_of = units[place - 1].key in words["of"] and units[place - 2].key in words["directions"]
    return is_of and units[place + 1].key in words["nearby"] and units[place + 2].kind == PLACE


def _is_counted(sentence: Units, place: int) -> bool:
    """Return whether a number stands before a country: "in 37 Russian cities" names none."""
    units = sentence.units
    return place > 0 and units[place].key != NEAR and units[place - 1].kind == NUMBER


def _governing_word(sentence: Units, at: int, place: int, codebook: Codebook) -> str | None:
    """Return the governor that a word is, empty if the walk ends there, ``None`` if it goes on."""
    words, key = codebook.words["governors"], sentence.units[at].key
    is_native = at > 0 and sentence.units[at - 1].key in words["natives"]
    if key in words["of"] and (is_native or _is_container(sentence, at, codebook)):
        return ASIDE  # "a native of P", "P, a suburb of Q"
    is_next = key in words["then"] and sentence.units[at - 1].key == ","  # "P, then Q"
    if is_next or key in words["of"] or key in words["list_words"]:
        return None
    for kind, governor in WITHOUT_PREPOSITION.items():
        if key in words[kind]:
            return governor
    is_free = sentence.units[at + 1].key not in words["agents"]  # no "sent round by P"
    if key in codebook.prepositions and is_free:
        return _preposition(sentence, at, place, codebook)
    return "" if key in words["stops"] else None


def _passes_mark(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a comma joins a list or an apposition ("its neighbour, P").

    So does a colon behind what is listed: "from the directions: P, Q".
    """
    units, words = sentence.units, codebook.words["governors"]
    if at == 0:
        return False
    before = units[at - 1]
    if units[at].key != ",":
        return units[at].key == ":" and before.key in words["listed"]
    if before.kind == PLACE or (before.kind == WORD and before.key in words["appositions"]):
        return True
    return any(
        one.key in words["list_words"] and two.key == ","
        for one, two in pairwise(units[max(0, at - ADVERB_REACH) : at + 1])
    )  # "P and, in the south, Q"


def _preposition(sentence: Units, at: int, place: int, codebook: Codebook) -> str:
    """Return the preposition at a unit as a governor.

    It is "across-from" where "from" opens a range, and ``ASIDE`` where the place only tells
    more of what stands before: of a finer place, of the seat of an office, of people.
    """
    units, words = sentence.units, codebook.words["governors"]
    word = units[at].key
    before_key = units[at - 1].key if at else ""
    if _is_aside(sentence, at, codebook):
        return ASIDE
    is_far = word in words["home_from"] and before_key in words["distances"]
    if is_far or (word in words["following"] and before_key in words["nearing"]):
        return "near"  # "ten kilometres from P", "on the approaches to P"
    if before_key in words["borders"] and word in words["having"]:
        return _before_border(sentence, at, place, codebook)
    left = {before_key, units[max(0, at - 2)].key} & words["leaving"]
    if word in words["heading_to"] and (left or before_key in words["heading"]):
        return "to"  # "left Q for P", "is heading for P"
    if before_key in words["home_from"]:
        word = before_key  # "flew in from over P"
    return _home_word(sentence, at, place, word, codebook)


def _home_word(sentence: Units, at: int, place: int, word: str, codebook: Codebook) -> str:
    """Return a preposition, as "from" where what is sent comes from, or as the end of a range."""
    units, words = sentence.units, codebook.words["governors"]
    if word != "from":
        is_sent = word in words["sent_over"] and at > 0 and units[at - 1].key in words["sent"]
        return "from" if is_sent or _is_launch_site(sentence, at, codebook) else word
    span = units[max(0, at - RANGE_REACH) : at]
    before = {unit.key for unit in span if unit.kind == WORD}
    before -= words["range_words"] if words["home_from"] & before else set()  # "from across the P"
    after = {unit.key for unit in units[place + 1 : place + 1 + RANGE_REACH]}
    if before & words["range_words"]:
        return "across-from"
    if units[place - 1].key in words["of"] and after & words["other_end"]:
        return "across"  # "from one end of P to the other"
    spread = at > 0 and (units[at - 1].key in words["appositions"] or units[at - 1].key == ",")
    return "across-from" if spread and after & words["range_ends"] else word


def _before_border(sentence: Units, at: int, place: int, codebook: Codebook) -> str:
    """Return what governs a border: "to" in "to the border with P"."""
    reach = range(at - 1, max(-1, at - 1 - BORDER_REACH), -1)
    back = next((n for n in reach if sentence.units[n].key in codebook.prepositions), None)
    return ASIDE if back is None else _preposition(sentence, back, place, codebook)


def _is_aside(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a preposition only tells more of what stands before it."""
    words, word = codebook.words["governors"], sentence.units[at].key
    before = sentence.units[at - 1] if at else None
    if before is None:
        return False
    is_people = before.key in codebook.people or before.kind == NUMBER
    return (
        _is_care(sentence, at, codebook)  # "taken to hospital in P"
        or (
            word in words["seats_in"]
            and before.key in words["seats"]
            and not is_at_seat(sentence, at - 1, codebook)
        )
        or _is_ride(sentence, at, codebook)  # "the express from P to Q"
        or (word in words["container_in"] and _is_container(sentence, at, codebook))
        or _is_inserted(sentence, at, codebook)
        or _is_refuge(sentence, at, codebook)
        or (word in words["home_from"] and is_people)  # "a man from P"
    )


def is_at_seat(sentence: Units, seat: int, codebook: Codebook) -> bool:
    """Return whether something is told to be where a seat is: "outside the parliament in P"."""
    words, units = codebook.words["governors"], sentence.units
    before = [unit.key for unit in units[max(0, seat - SEAT_REACH) : seat]]
    return not words["at_seats"].isdisjoint(before)


def _is_refuge(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a place tells where an army goes: "pulled back to new lines near P"."""
    words, units = codebook.words["governors"], sentence.units
    reach = [unit.key for unit in units[max(0, at - REFUGE_REACH) : at]]
    is_line = bool(reach) and reach[-1] in words["lines"]
    return is_line and not words["following"].isdisjoint(reach)


def _is_ride(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether "from" or the "to" after it tells where a train runs."""
    units, words = sentence.units, codebook.words["governors"]
    word, is_place = units[at].key, at > 1 and units[at - 1].kind == PLACE
    start = at - 2 if word in words["range_ends"] and is_place else at
    if not start or units[start].key not in words["home_from"]:
        return False
    return units[start - 1].word in words["rides"] | words["heading"]


def _is_naming(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether "of" leads to the name of what stands before it: "the village of P"."""
    units, words = sentence.units, codebook.words["governors"]
    if at < LEAST_INSERTED or units[at].key not in words["of"]:
        return False
    noun = units[at - 1].word
    return noun in words["named"] and units[at - 2].key in words["definite"]


def _is_inserted(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether commas set off what only tells where a place lies: "in P, on the Q, "."""
    units, words = sentence.units, codebook.words["governors"]
    comma = at - 1 - (units[at - 1].key in words["closely"])  # "just outside P"
    before = units[max(0, comma - 2) : max(0, comma)]  # "the P camp, just outside Q"
    if units[comma].key != "," or PLACE not in {unit.kind for unit in before}:
        return False
    earlier = {unit.key for unit in units[max(0, comma - CONTAINER_REACH - 1) : comma - 1]}
    after = {unit.key for unit in units[at + 1 : at + 2 + INSERTED_REACH]}
    is_closed = not words["inserted_ends"].isdisjoint(after)
    return units[at].key in words["inserted"] and units[at].key not in earlier and is_closed


def _is_care(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a preposition tells where the injured were taken."""
    units, words = sentence.units, codebook.words["governors"]
    if not at or units[at - 1].word not in words["care_places"]:
        return False
    return any(unit.key in words["care_verbs"] for unit in units[max(0, at - CARE_REACH) : at])


def _is_launch_site(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a preposition tells where what was sent came from: "from ships in P"."""
    units, words = sentence.units, codebook.words["governors"]
    back = at - 1
    passed = (words["directions"], words["of"], words["posted_as"], {"-"})
    while back > 0 and any(units[back].key in own for own in passed):
        back -= 1
    site = units[back].word
    is_gun = units[back].kind == WEAPON and units[at].key not in words["aimed"]
    if not (is_gun or site in words["launch_sites"]):
        return False
    if is_gun and units[at - 1].key in words["standing"]:
        return True  # "Grads standing in P fired"
    if not words["agents"].isdisjoint([unit.key for unit in units[max(0, back - 2) : back]]):
        return not words["sent"].isdisjoint([unit.key for unit in units[:back]])
    reach = units[max(0, back - SITE_REACH) : back]
    froms = [n for n, unit in enumerate(reach) if unit.key in words["home_from"]]
    if any(unit.kind == PLACE for unit in reach[froms[-1] if froms else 0 :]):
        return False  # "from P they fired missiles at Q"
    before = [unit.key for unit in reach]
    is_sent = not words["sent"].isdisjoint(before) and not words["agents"].isdisjoint(before)
    return is_sent or not words["home_from"].isdisjoint(before)


def _is_container(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a preposition leads from a place to what holds it: "P, a village in Q"."""
    units, words = sentence.units, codebook.words["governors"]
    if _is_naming(sentence, at, codebook):
        return False  # "the village of Q"
    back = at - 1
    seen_noun = seen_border = False
    while back >= max(0, at - CONTAINER_REACH) and units[back].kind in {WORD, TARGET}:
        word = units[back].word
        if word in words["list_words"] or word in words["following"]:
            return False  # "P, and the villages of Q", "from P to the border with Q"
        seen_noun = seen_noun or word in words["appositions"] or word in words["directions"]
        seen_border = seen_border or word in words["borders"]
        back -= 1
    if back < 0:
        return False
    if units[back].kind == PLACE:
        if units[back].key != NEAR:
            return False  # "crossed from Russia near P", "the leaders of Europe in P"
        is_next = back == at - 1 and not _is_bearing(sentence, back, codebook)
        return is_next or seen_border  # "P on the border with Q"
    is_comma = units[back].kind == MARK and units[back].key == ","
    return seen_noun and is_comma and back > 0 and units[back - 1].kind == PLACE
