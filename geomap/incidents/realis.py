"""Did it happen? Modals, negations and verbs of intent before a trigger decide.

The nearest sign in the trigger's own clause counts; a warning or an "if" governs what
follows it. A purpose ("aimed at destroying") is no incident at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.codebook import WARFARE
from geomap.incidents.units import ACTOR, MARK, WEAPON, WORD
from geomap.records import Realis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.patterns import Match
    from geomap.incidents.units import Units

__all__ = [
    "is_absent",
    "is_anchor",
    "is_elsewhere",
    "is_purpose",
    "is_retold",
    "is_unconfirmed",
    "is_unspoken",
    "read_realis",
]

REACH = 6  # units before a trigger in which a sign still governs it
PURPOSE_REACH = 5
UNTHREATENED = 2  # units from "is" to "threatened": "is not threatened"
DOUBLED_REACH = 8  # units from "hardly" to "without"
NOUNS = ("ing", "s", "ion")  # how words end that no infinitive is: "due to strikes"
LEAST_PEACEFUL = 2  # one word may be the place that was hit: "the stadium"
STATEMENT = "threat_statement"
REHEARSED = "force_movement"  # a drill is one


def read_realis(sentence: Units, match: Match, codebook: Codebook) -> Realis:
    """Return whether the trigger's incident happened, is expected, feared or denied."""
    words = codebook.words["realis"]
    clause = sentence.clauses[match.head]
    opener = sentence.openers[clause]
    crossed = False
    for at in range(match.claimed[-1] - 1, max(-1, match.head - 1 - REACH), -1):
        unit = sentence.units[at]
        if at < match.head and (sentence.clauses[at] != clause or unit.key == ","):
            break
        if unit.kind != WORD or at in match.claimed:
            continue
        if unit.key in words["factive"]:
            break  # "fear grew after the strike" does not fear that strike
        crossed = crossed or unit.key in words["noun_ends"]
        if crossed and unit.key in words["determiners"]:
            continue  # "no casualties after the strike" denies the casualties
        if _is_doubled(sentence, at, words):
            break  # "hardly a night without drones"
        if unit.key in words["causes"] and _is_cause(sentence, at, match, words):
            continue
        sign = _sign(sentence, at, words)
        if sign is not None:
            return sign
    if opener and opener in words["hypothetical"]:
        return Realis.HYPOTHETICAL
    is_to_come = any(sentence.words[at] in words["to_come"] for at in match.claimed)
    return Realis.EXPECTED if is_to_come else Realis.ACTUAL


def _sign(sentence: Units, at: int, words: Mapping[str, frozenset[str]]) -> Realis | None:
    units, word = sentence.units, sentence.units[at].key
    after = units[at + 1].key if at + 1 < len(units) else ""
    if word in words["denied"]:
        if after in words["excluded"]:
            return Realis.HYPOTHETICAL
        return None if after in words["not_negated"] else Realis.DENIED
    if word in words["be"]:
        return Realis.EXPECTED if after in words["infinitive"] else None
    if word in words["expected_to"]:
        return Realis.EXPECTED if after in words["infinitive"] else None
    if word in words["expected"] or word in words["to_come"]:
        return Realis.EXPECTED
    return Realis.HYPOTHETICAL if word in words["hypothetical"] else None


def _is_cause(sentence: Units, at: int, match: Match, words: Mapping[str, frozenset[str]]) -> bool:
    """Return whether "due to" names a cause: "due to the shelling", and not "due to meet"."""
    after = sentence.units[at + 2 : max(at + 3, match.head + 1)]
    is_noun = any(unit.kind != WORD or unit.key in words["cause_words"] for unit in after[:1])
    return is_noun or any(unit.key.endswith(NOUNS) for unit in (*after[:1], *after[-1:]))


def is_absent(sentence: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether the text says there was none: "no strikes were reported"."""
    words = codebook.words["realis"]
    if words["determiners"].isdisjoint(sentence.keys):
        return False
    for at in range(match.head - 1, max(-1, match.head - 1 - REACH), -1):
        unit = sentence.units[at]
        if unit.kind == MARK or unit.key in words["noun_ends"]:
            return False
        if unit.key in words["determiners"]:
            return not _is_doubled(sentence, at, words)
    return False


def _is_doubled(sentence: Units, at: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Return whether "without" only undoes a "not" before it: "not a day passes without"."""
    if sentence.units[at].key not in words["lacking"]:
        return False
    before = sentence.units[max(0, at - DOUBLED_REACH) : at]
    return any(unit.key in words["doubled"] for unit in before)


def is_unspoken(sentence: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether the text says that nobody said so: "has not said it was behind the blast".

    Who "is not threatened" was told so by somebody.
    """
    if codebook.pages[match.pattern.owner].type_id != STATEMENT:
        return False
    units, before = sentence.units, match.head - UNTHREATENED
    if before >= 0 and units[before].key in codebook.words["governors"]["passive"]:
        return False
    return read_realis(sentence, match, codebook) is Realis.DENIED


def is_purpose(sentence: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether a trigger is only a purpose: "its focus to destroying …".

    An attempt is no strike; an attempt to attack on the ground is a fight.
    """
    words, units = codebook.words["realis"], sentence.units
    if words["to"].isdisjoint(sentence.keys):
        return False
    is_tried = codebook.pages[match.pattern.owner].attempts
    purposes = words["purpose"] if is_tried else words["purpose"] | words["attempts"]
    first = max(0, match.head - PURPOSE_REACH)
    for at in range(match.head - 1, first - 1, -1):
        unit = units[at]
        if unit.kind == MARK and unit.key == ",":
            return False
        if unit.kind == WORD and unit.key in purposes:
            between = units[at + 1 : match.head]
            return any(u.kind == WORD and u.key in words["to"] for u in between)
    return False


def is_anchor(sentence: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether a trigger only dates something else: "since the invasion began".

    What has a day of its own is told: "since P was taken in May".
    """
    clause = sentence.clauses[match.head]
    if sentence.openers[clause] not in codebook.words["governors"]["anchor_openers"]:
        return False
    return all(sentence.clauses[at] != clause for at in sentence.dates)


def is_elsewhere(sentence: Units, _: Match, codebook: Codebook) -> bool:
    """Return whether the words are of a game, a stage, a kitchen or a market, and of no war.

    Two such words decide: "The striker hit the post", "Kill the heat and serve".
    """
    words = codebook.words["realis"]
    peaceful = len(words["peaceful"] & sentence.keys) + len(words["peaceful_sites"] & sentence.keys)
    if peaceful < LEAST_PEACEFUL or WEAPON in sentence.spots:
        return False
    return sentence.keys.isdisjoint(codebook.force_words | words["warlike"])


def is_retold(sentence: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether a court, a drill, a monument, a film or a hoax tells of it, and no report."""
    words, keys = codebook.words["realis"], sentence.keys
    page = codebook.pages[match.pattern.owner]
    if page.group not in WARFARE or page.type_id == REHEARSED:
        return False
    if not words["hoaxes"].isdisjoint(keys):
        return True
    is_heard = not words["courts"].isdisjoint(keys)
    signs = ("verdicts", "rehearsals", "hearings") if is_heard else ("verdicts", "rehearsals")
    return any(_stands_before(sentence, match, words[key]) for key in signs) or (
        not words["memory"].isdisjoint(keys) and _is_remembered(sentence, match, words)
    )


def _stands_before(sentence: Units, match: Match, signs: frozenset[str]) -> bool:
    if signs.isdisjoint(sentence.keys):
        return False
    return any(unit.key in signs for unit in sentence.units[: match.head])


def _is_remembered(sentence: Units, match: Match, words: Mapping[str, frozenset[str]]) -> bool:
    """Return whether it only says what is remembered: "a monument to the victims of the strike"."""
    units = sentence.units[: match.head]
    start = max((at for at, unit in enumerate(units) if unit.kind in {MARK, ACTOR}), default=-1)
    rest = [unit.key for unit in units[start + 1 :]]
    ends = [key for key in rest if key in words["noun_ends"] or key in words["memory_of"]]
    return bool(ends) and ends[-1] in words["memory_of"] and not words["memory"].isdisjoint(rest)


def is_unconfirmed(sentence: Units, match: Match, codebook: Codebook) -> bool:
    """Return whether the clause says that nobody has confirmed it."""
    signs = codebook.words["realis"]["unconfirmed"]
    if signs.isdisjoint(sentence.keys):
        return False
    clause = sentence.clause(sentence.clauses[match.head])
    return not signs.isdisjoint(sentence.words[clause.start : clause.stop])
