"""Frames bind places to roles: what governs a place, and what that makes it to a trigger.

The governor of a place is found by walking back over adjectives and nouns to a
preposition ("in the northeastern city of P"), or to the trigger itself (object). A place
without one, before its verb, is a subject. Members of a list share their governor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.units import ACTOR, DATE, MARK, NEAR, NUMBER, PLACE, TARGET, WEAPON, WORD
from geomap.records import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.patterns import Match
    from geomap.incidents.units import Units

__all__ = ["Binding", "Governor", "bind_places", "find_governors", "is_passive", "possessor"]

LONGEST_WALK = 8
RANGE_REACH = 5  # units between "across" and "from" in "across the country from P"
VOICE_REACH = 3
ROLES = frozenset(role.value for role in Role)
ASIDE = "aside"  # governs a place that has no role: it tells more of what stands before it
CONTAINER_REACH = 5  # units of "a small village" between a place and what holds it


class Governor(NamedTuple):
    """What governs a place: a word of the frames, where it stands, and the list it is in."""

    word: str
    at: int
    list_head: int


class Binding(NamedTuple):
    """A place bound to a role of a trigger, and the rule that did it."""

    unit: int
    role: Role
    rule: str


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
    for at, unit in enumerate(sentence.units):
        if unit.kind == PLACE:
            found[at] = _governor(sentence, at, heads, found, codebook)
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
            return Governor(found[at].word, found[at].at, found[at].list_head)
        if joined and _starts_clause(sentence, place, codebook):
            break  # "P was shelled and Q was hit": no list, two clauses
        if at in heads and not (unit.kind == WORD and unit.key in codebook.prepositions):
            return Governor("of" if saw_of else "object", at, place)
        if unit.kind == WORD:
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


def _starts_clause(sentence: Units, place: int, codebook: Codebook) -> bool:
    """Return whether a form of "be" follows a place: it is a subject."""
    after = sentence.units[place + 1].key if place + 1 < len(sentence.units) else ""
    return after in codebook.words["governors"]["passive"]


def _governing_word(sentence: Units, at: int, place: int, codebook: Codebook) -> str | None:
    """Return the governor that a word is, empty if the walk ends there, ``None`` if it goes on."""
    words, key = codebook.words["governors"], sentence.units[at].key
    if key in words["of"] and _is_container(sentence, at, codebook):
        return ASIDE  # "P, a suburb of Q"
    if key in words["of"] or key in words["list_words"]:
        return None
    if key in words["nearing"]:
        return "near"  # "as they approached P"
    if key in words["members"]:
        return "in"  # "six regions, among them P"
    if key in codebook.prepositions:
        return _preposition(sentence, at, place, codebook)
    return "" if key in words["stops"] else None


def _passes_mark(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a comma joins a list or an apposition ("its neighbour, P")."""
    units = sentence.units
    if units[at].key != "," or at == 0:
        return False
    before = units[at - 1]
    appositions = codebook.words["governors"]["appositions"]
    return before.kind == PLACE or (before.kind == WORD and before.key in appositions)


def _preposition(sentence: Units, at: int, place: int, codebook: Codebook) -> str:
    """Return the preposition at a unit as a governor.

    It is "across-from" where "from" opens a range, and ``ASIDE`` where the place only tells
    more of what stands before: of a finer place, of the seat of an office, of people.
    """
    units, words = sentence.units, codebook.words["governors"]
    word = units[at].key
    before_key = units[at - 1].key if at else ""
    if word in words["seats_in"] and before_key in words["seats"]:
        return ASIDE
    if word in words["container_in"] and _is_container(sentence, at, codebook):
        return ASIDE
    is_people = before_key in codebook.people or (at > 0 and units[at - 1].kind == NUMBER)
    if word in words["home_from"] and is_people:
        return ASIDE  # "a man from P", "a couple from P"
    if before_key in words["home_from"]:
        word = before_key  # "flew in from over P"
    if word != "from":
        return word
    before = {unit.key for unit in units[max(0, at - RANGE_REACH) : at] if unit.kind == WORD}
    if before & words["range_words"]:
        return "across-from"
    spread = at > 0 and (units[at - 1].key in words["appositions"] or units[at - 1].key == ",")
    after = {unit.key for unit in units[place + 1 : place + 1 + RANGE_REACH]}
    return "across-from" if spread and after & words["range_ends"] else word


def _is_container(sentence: Units, at: int, codebook: Codebook) -> bool:
    """Return whether a preposition leads from a place to what holds it: "P, a village in Q"."""
    units, words = sentence.units, codebook.words["governors"]
    back = at - 1
    seen_noun = seen_border = False
    while back >= max(0, at - CONTAINER_REACH) and units[back].kind in {WORD, TARGET}:
        word = units[back].alias or units[back].key
        seen_noun = seen_noun or word in words["appositions"] or word in words["directions"]
        seen_border = seen_border or word in words["borders"]
        back -= 1
    if back < 0:
        return False
    if units[back].kind == PLACE:
        return back == at - 1 or seen_border  # "P on the border with Q"
    is_comma = units[back].kind == MARK and units[back].key == ","
    return seen_noun and is_comma and back > 0 and units[back - 1].kind == PLACE


def is_passive(sentence: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether a trigger is passive: a form of "be" in it, or close before its verb."""
    units = sentence.units
    forms = codebook.words["governors"]["passive"]
    if any(units[at].key in forms for at in match.claimed):
        return True
    head = match.head
    if units[head].key.endswith("ing"):
        return False
    return any(unit.key in forms for unit in units[max(0, head - VOICE_REACH) : head])


def bind_places(
    sentence: Units,
    matches: Sequence[Match],
    governors: Mapping[int, Governor],
    barred: Collection[int],
    codebook: Codebook,
) -> dict[int, list[Binding]]:
    """Bind the places of a sentence to its triggers.

    Parameters
    ----------
    barred
        Units that bind to nothing: they belong to a speaker.

    Returns
    -------
    bindings
        By the position of the match in ``matches``.
    """
    bound: dict[int, list[Binding]] = {at: [] for at in range(len(matches))}
    asides = {place for place, governor in governors.items() if governor.word == ASIDE}
    taken = _bind_slots(sentence, matches, bound, asides)
    for place, governor in governors.items():
        if place in barred or place in taken:
            continue
        choice = _choose(sentence, matches, place, governor, codebook)
        if choice is not None:
            at, role, rule = choice
            bound[at].append(Binding(place, role, rule))
    _bind_list_members(matches, governors, bound, taken, barred)
    _bind_where(sentence, matches, bound, barred, codebook)
    return bound


def _bind_slots(
    sentence: Units,
    matches: Sequence[Match],
    bound: Mapping[int, list[Binding]],
    asides: Collection[int],
) -> set[int]:
    """Bind the places that a pattern itself gives a role."""
    taken = set()
    for at, match in enumerate(matches):
        for capture in match.captures:
            if capture.unit in asides:
                continue
            if capture.name in ROLES and sentence.units[capture.unit].kind in {PLACE, ACTOR}:
                rule = f"slot of {match.pattern.source!r}"
                bound[at].append(Binding(capture.unit, Role(capture.name), rule))
                taken.add(capture.unit)
    return taken


def _bind_where(
    sentence: Units,
    matches: Sequence[Match],
    bound: Mapping[int, list[Binding]],
    barred: Collection[int],
    codebook: Codebook,
) -> None:
    """Bind the place before "where" to the triggers of the clause it opens."""
    openers = codebook.words["governors"]["inheriting_openers"]
    for at, match in enumerate(matches):
        clause = sentence.clauses[match.head]
        if bound[at] or sentence.openers[clause] not in openers:
            continue
        role = codebook.pages[match.pattern.owner].roles.get("in")
        place = sentence.clause(clause).start - 1
        while place > 0 and sentence.units[place].kind == MARK:
            place -= 1
        if role is not None and place not in barred and sentence.units[place].kind == PLACE:
            bound[at].append(Binding(place, role, "the place before the clause"))


def _bind_list_members(
    matches: Sequence[Match],
    governors: Mapping[int, Governor],
    bound: Mapping[int, list[Binding]],
    taken: set[int],
    barred: Collection[int],
) -> None:
    """Give the other members of a list the role its captured member has."""
    for at in range(len(matches)):
        for binding in tuple(bound[at]):
            if binding.unit not in taken or binding.unit not in governors:
                continue
            head = governors[binding.unit].list_head
            others = [
                place
                for place, governor in governors.items()
                if governor.list_head == head and place != binding.unit and place not in barred
            ]
            known = {b.unit for b in bound[at]}
            bound[at].extend(
                Binding(place, binding.role, "list: " + binding.rule)
                for place in others
                if place not in known
            )


def _choose(
    sentence: Units,
    matches: Sequence[Match],
    place: int,
    governor: Governor,
    codebook: Codebook,
) -> tuple[int, Role, str] | None:
    """Return the trigger a place belongs to: the nearest before it in its clause, or after."""
    clauses = sentence.clauses
    clause = clauses[place]
    if sentence.openers[clause] in codebook.words["governors"]["anchor_openers"]:
        return None
    before = [a for a, m in enumerate(matches) if m.seen[-1] < place or m.head < place]
    after = [a for a, m in enumerate(matches) if m.head > place]
    clause = _told_clause(sentence, matches, clause, codebook)
    here = sorted((a for a in before if clauses[matches[a].head] == clause), reverse=True)
    if governor.word in codebook.words["governors"]["aimed"]:
        here.sort(key=lambda a: "intercepted" in codebook.pages[matches[a].pattern.owner].holds)
    if governor.word:
        ahead = [a for a in after if clauses[matches[a].head] == clause]
        for at in (*here, *ahead):
            role = codebook.pages[matches[at].pattern.owner].roles.get(governor.word)
            fits = role is not None and (at in here or role is not Role.ORIGIN)
            if fits and not (governor.word in {"object", "of"} and at not in here):
                return at, role, f"{governor.word!r} governs the place"  # type: ignore[return-value]
        return None
    for at in (a for a in after if clauses[matches[a].head] == clause):
        return _subject(sentence, matches[at], place, at, codebook)
    return None


def _told_clause(sentence: Units, matches: Sequence[Match], clause: int, codebook: Codebook) -> int:
    """Return the clause before "as it flew over P", which tells more of what that one says."""
    words = codebook.words["governors"]
    if not clause or sentence.openers[clause] not in words["meanwhile"]:
        return clause
    start = sentence.clause(clause).start
    following = sentence.units[start + 1].key if start + 1 < len(sentence.units) else ""
    has_own = any(sentence.clauses[match.head] == clause for match in matches)
    return clause if has_own or following not in words["them_again"] else clause - 1


def _subject(
    sentence: Units, match: Match, place: int, at: int, codebook: Codebook
) -> tuple[int, Role, str] | None:
    voice = "passive" if is_passive(sentence, match, codebook) else "subject"
    if voice == "subject" and sentence.units[place].key != NEAR:
        return None  # a country before an active verb acts
    role = codebook.pages[match.pattern.owner].roles.get(voice)
    return None if role is None else (at, role, f"{voice} of the trigger")


def possessor(sentence: Units, target: int, claimed: Collection[int]) -> int | None:
    """Return the unit that owns a target: "P's energy grid", "Ukrainian power plants"."""
    for at in range(target - 1, max(-1, target - 4), -1):
        unit = sentence.units[at]
        if at in claimed:
            return None
        if unit.kind in {ACTOR, PLACE}:
            return at
        if unit.kind in {MARK, NUMBER}:
            return None
    return None
