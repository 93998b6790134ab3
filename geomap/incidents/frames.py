"""Frames bind places to roles: what a place is to the trigger that its governor belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents.codebook import WARFARE
from geomap.incidents.governors import ASIDE
from geomap.incidents.roles import is_passive, role_of
from geomap.incidents.units import ACTOR, DATE, MARK, NEAR, NUMBER, PLACE, TARGET, WEAPON, WORD
from geomap.records import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.governors import Governor
    from geomap.incidents.patterns import Capture, Match
    from geomap.incidents.units import Units

__all__ = ["Binding", "bind_places", "possessor"]

LONGEST_RANGE = 6  # units of "P in the east to" before Q
LONGEST_SITE = 4  # units of "From positions near" before a place
RESUMING = (",", "as", "well", "as")
ROLES = frozenset(role.value for role in Role)


class Binding(NamedTuple):
    """A place bound to a role of a trigger, and the rule that did it."""

    unit: int
    role: Role
    rule: str


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
    taken = _bind_slots(sentence, matches, bound, governors, codebook)
    for place, governor in governors.items():
        if place in barred or place in taken:
            continue
        choice = _choose(sentence, matches, place, governor, codebook)
        if choice is not None:
            at, role, rule = choice
            bound[at].append(Binding(place, role, rule))
    _drop_openings(sentence, matches, bound)
    _bind_list_members(matches, governors, bound, taken, barred)
    free = {place: governor for place, governor in governors.items() if place not in barred}
    _bind_antecedents(sentence, matches, free, bound, codebook)
    return bound


def _bind_slots(
    sentence: Units,
    matches: Sequence[Match],
    bound: Mapping[int, list[Binding]],
    governors: Mapping[int, Governor],
    codebook: Codebook,
) -> set[int]:
    """Bind the places that a pattern itself gives a role."""
    taken = set()
    for at, match in enumerate(matches):
        for capture in match.captures:
            governor = governors.get(capture.unit)
            if governor is not None and _is_other(sentence, capture, governor, codebook):
                continue
            if _is_bound_for(sentence, match, capture, codebook):
                continue
            if capture.name in ROLES and sentence.units[capture.unit].kind in {PLACE, ACTOR}:
                rule = f"slot of {match.pattern.source!r}"
                row = _row_before(sentence, capture.unit, codebook)
                bound[at].extend(Binding(unit, Role(capture.name), rule) for unit in row)
                taken.update(row)
    return taken


def _drop_openings(
    sentence: Units, matches: Sequence[Match], bound: Mapping[int, list[Binding]]
) -> None:
    """Drop the country that a sentence opens with where the trigger has a place of its own.

    "In Iraq, they called the bombing of P a crime": P lies elsewhere, or says it all.
    """
    for at, match in enumerate(matches):
        own = {binding.role for binding in bound[at] if binding.unit > match.seen[0]}
        bound[at][:] = [
            binding
            for binding in bound[at]
            if binding.unit > match.seen[0]
            or binding.role not in own
            or sentence.units[binding.unit].key == NEAR
        ]


def _is_other(sentence: Units, capture: Capture, governor: Governor, codebook: Codebook) -> bool:
    """Return whether a place only tells where another lies, or where fire came from.

    "Shelled from P", but not "attacks that reached from P to Q".
    """
    words = codebook.words["governors"]
    after = {unit.key for unit in sentence.units[capture.unit : capture.unit + LONGEST_RANGE]}
    is_sent = capture.name == Role.TARGET and governor.word in words["home_from"]
    return governor.word == ASIDE or (is_sent and words["range_ends"].isdisjoint(after))


def _is_bound_for(sentence: Units, match: Match, capture: Capture, codebook: Codebook) -> bool:
    """Return whether people go to a place that the pattern takes for the one they leave."""
    roles = codebook.pages[match.pattern.owner].roles
    before = sentence.units[capture.unit - 1].key if capture.unit else ""
    return capture.name == Role.ORIGIN and roles.get(before) is Role.VENUE  # "left for P"


def _row_before(sentence: Units, last: int, codebook: Codebook) -> list[int]:
    """Return the actors that a row ends with: "Jordan, Iraq and Lebanon closed their airspace"."""
    row, at = [last], last - 1
    while sentence.units[last].kind == ACTOR and at >= 0:
        unit = sentence.units[at]
        if unit.kind in {ACTOR, PLACE}:
            row.append(at)
        elif unit.key != "," and unit.key not in codebook.words["governors"]["list_words"]:
            break
        at -= 1
    return row


def _bind_antecedents(
    sentence: Units,
    matches: Sequence[Match],
    governors: Mapping[int, Governor],
    bound: Mapping[int, list[Binding]],
    codebook: Codebook,
) -> None:
    """Bind the place before "where" or "which" to the triggers of the clause it opens."""
    words = codebook.words["governors"]
    for at, match in enumerate(matches):
        clause = sentence.clauses[match.head]
        opener = sentence.openers[clause]
        if bound[at] or opener not in words["inheriting_openers"] | words["explaining_openers"]:
            continue
        place = _before_clause(sentence, clause)
        if place not in governors:
            continue
        word = "in" if opener in words["inheriting_openers"] else governors[place].word or "in"
        role = codebook.pages[match.pattern.owner].roles.get(word)
        if role is not None:
            bound[at].append(Binding(place, role, "the place before the clause"))


def _before_clause(sentence: Units, clause: int) -> int:
    """Return the unit that a clause explains: the last before its comma and preposition."""
    place = sentence.clause(clause).start - 1
    if place > 0 and sentence.units[place].kind == WORD and sentence.units[place - 1].key == ",":
        place -= 1  # "P, over which"
    while place > 0 and sentence.units[place].kind == MARK:
        place -= 1
    return place


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
    clauses = [sentence.main(match.head) for match in matches]
    clause = sentence.main(place)
    is_anchor = sentence.openers[clause] in codebook.words["governors"]["anchor_openers"]
    if is_anchor and clause not in clauses:
        return None
    listed = _list_before(sentence, clause, codebook)
    if listed is not None:
        is_over = governor.at < sentence.clause(clause).start  # "from the directions: P, Q"
        told = [a for a, number in enumerate(clauses) if number == listed]
        return _listed(matches, told, governor.word if is_over else "", codebook)
    before = [a for a, m in enumerate(matches) if m.seen[-1] < place or m.head < place]
    after = [a for a, m in enumerate(matches) if m.head > place]
    clause = _told_clause(sentence, matches, clause, codebook)
    if _resumes(sentence, governor, codebook):
        clause = max((clauses[a] for a in before if clauses[a] < clause), default=clause)
    here = sorted((a for a in before if _reaches(sentence, matches[a], clause)), reverse=True)
    ahead = [a for a in after if clauses[a] == clause]
    if not governor.word:
        is_told = clause != sentence.main(place) or _is_gapped(sentence, place, codebook)
        subjects = [*ahead, *(here if is_told else ())]  # "P was hit, as was Q"
        return _subject(sentence, matches, place, subjects[0], codebook) if subjects else None
    if _is_sender(sentence, governor, codebook):
        here = [a for a in (*ahead, *here) if codebook.pages[matches[a].pattern.owner].weapons]
    here = _kindred(matches, here, codebook)
    if governor.word in codebook.words["governors"]["aimed"]:
        here.sort(key=lambda a: "intercepted" in codebook.pages[matches[a].pattern.owner].holds)
    if governor.word in codebook.words["governors"]["overhead"]:
        here.sort(key=lambda a: "intercepted" not in codebook.pages[matches[a].pattern.owner].holds)
    is_about = governor.word in codebook.words["governors"]["topics"]  # "talks on Libya"
    for at in (*here, *ahead):
        role = role_of(sentence, matches[at], governor, codebook)
        is_speech = role is Role.TARGET and codebook.pages[matches[at].pattern.owner].speaks
        leads = not is_speech and _can_lead(sentence, governor, codebook)  # "In P, he accused Q"
        is_topic = role is Role.VENUE and is_about and sentence.units[place].key != NEAR
        fits = role is not None and not is_topic and (at in here or leads)
        if fits and not (governor.word in {"object", "of"} and at not in here):
            return at, role, f"{governor.word!r} governs the place"  # type: ignore[return-value]
    return None


def _reaches(sentence: Units, match: Match, clause: int) -> bool:
    """Return whether a trigger has its first or last word in a clause: "men, who …, crossed"."""
    return clause in {sentence.main(match.head), sentence.main(match.claimed[-1])}


def _is_sender(sentence: Units, governor: Governor, codebook: Codebook) -> bool:
    """Return whether a place tells where what strikes comes from: "two jets from P dropped"."""
    is_from = governor.word in codebook.words["governors"]["home_from"]
    return is_from and governor.at > 0 and sentence.units[governor.at - 1].kind == WEAPON


def _can_lead(sentence: Units, governor: Governor, codebook: Codebook) -> bool:
    """Return whether a place may stand before its trigger: not "the road to P was shelled"."""
    if governor.word in codebook.words["governors"]["home_from"]:  # "From positions near P they"
        opening = [unit.key for unit in sentence.units[: governor.at + 1]]
        return opening[0] == governor.word and len(opening) <= LONGEST_SITE
    words = codebook.words["governors"]
    return governor.word not in words["following"] | words["heading_to"]


def _kindred(matches: Sequence[Match], here: list[int], codebook: Codebook) -> list[int]:
    """Return the nearest trigger before a place, and those behind it that tell of the same.

    In "shelling wrecked homes, and 400 people left for P" the shelling has no say.
    """
    groups = [codebook.pages[matches[at].pattern.owner].group for at in here]
    return [
        at
        for at, group in zip(here, groups, strict=True)
        if group == groups[0] or {group, groups[0]} <= WARFARE
    ]


def _list_before(sentence: Units, clause: int, codebook: Codebook) -> int | None:
    """Return the clause that a list belongs to: "villages: P and P", "were shot down: 5 over P"."""
    units, words = sentence.units, codebook.words["governors"]
    if sentence.openers[clause] != ":":
        return None
    known = words["list_words"] | words["appositions"] | words["definite"] | words["of"]
    known = known | words["list_openers"] | codebook.prepositions
    rest = [unit for at in sentence.clause(clause) if (unit := units[at]).kind != MARK]
    is_bare = all(unit.kind in {PLACE, TARGET, NUMBER} or unit.key in known for unit in rest)
    return clause - 1 if is_bare else None


def _listed(
    matches: Sequence[Match], told: Sequence[int], word: str, codebook: Codebook
) -> tuple[int, Role, str] | None:
    """Return the trigger that a list after it belongs to, with the role of its places."""
    for at in reversed(told):
        page = codebook.pages[matches[at].pattern.owner]
        role = page.roles.get(word) or page.inherits or page.refers or page.roles.get("in")
        if role is not None:
            return at, role, "a list after the colon"
    return None


def _resumes(sentence: Units, governor: Governor, codebook: Codebook) -> bool:
    """Return whether a list goes on after a clause: "in P, where homes burned, as well as in Q"."""
    words, at = codebook.words["governors"], governor.at
    opener = sentence.openers[sentence.clauses[at]]
    before = tuple(unit.key for unit in sentence.units[max(0, at - len(RESUMING)) : at])
    return before == RESUMING and opener in words["relative_openers"]


def _told_clause(sentence: Units, matches: Sequence[Match], clause: int, codebook: Codebook) -> int:
    """Return the clause before "as it flew over P", which tells more of what that one says."""
    words = codebook.words["governors"]
    if not clause or sentence.openers[clause] not in words["meanwhile"]:
        return clause
    start = sentence.clause(clause).start
    following = sentence.units[start + 1].key if start + 1 < len(sentence.units) else ""
    has_own = any(sentence.clauses[match.head] == clause for match in matches)
    goes_on = following in words["them_again"] or following in words["passive"]
    return clause - 1 if goes_on and not has_own else clause


def _is_gapped(sentence: Units, place: int, codebook: Codebook) -> bool:
    """Return whether a place and a day go on with a verb: "P was hit on Monday, Q on Tuesday"."""
    units, after = sentence.units, place + 1
    joints = codebook.words["governors"]["list_words"] | {","}
    if not place or units[place - 1].key not in joints:
        return False
    after += after < len(units) and units[after].key in codebook.prepositions
    kinds = [unit.kind for unit in units[after : after + 2]]
    return kinds in ([DATE, MARK], [NUMBER, MARK])  # "Q by four."


def _subject(
    sentence: Units, matches: Sequence[Match], place: int, at: int, codebook: Codebook
) -> tuple[int, Role, str] | None:
    match = matches[at]
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
