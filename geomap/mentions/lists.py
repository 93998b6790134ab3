"""Lists of names and qualifiers: "Kyiv, Kharkiv and Odesa" against "Lyman, Donetsk region"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.mentions.reading import INHABITED, is_own_unit
from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.mentions.lexis import Lexis
    from geomap.mentions.reading import Draft, Reading
    from geomap.records import Place

__all__ = ["find_lists", "find_qualifiers"]

_NAME_PART, _LITERAL = Use.NAME_PART, Use.LITERAL  # to ask an enum takes ten times as long
_STATES = frozenset({"country", "continent"})
_UNITS = frozenset({"admin1", "admin2"})
_COUNTIES = frozenset({"district", "county"})
_KNOWN = 50_000  # people of a city that readers know without its region
_MOST_JOINERS = 6  # ", as well as in the"
_MOST_APPOSITION = 9  # words of ", a village in the west of the"
_MOST_CANDIDATES = 12  # of a name that are tried as what holds another; the likeliest first


def find_qualifiers(reading: Reading, drafts: Sequence[Draft], lexis: Lexis) -> None:
    """Tie a name to what qualifies it: "X, Y", "X (Y)", "X in Y", "Y's X", "Y city of X"."""
    for number, (one, two) in enumerate(pairwise(drafts)):
        if one.sentence != two.sentence or two.is_seat:
            continue
        if one.use is _NAME_PART or two.use is _NAME_PART:
            continue
        between = reading.lows[one.last : two.lead]
        if _is_inside(one, between, lexis) and not _is_word_in(reading, one, between, lexis):
            following = drafts[number + 2] if number + 2 < len(drafts) else None
            before = drafts[number - 1] if number else None
            is_listed = _is_among_states(reading, before, one)
            if one.parent is None and not is_listed:
                is_qualified = _qualifies(reading, one, two, following, lexis)
                one.parent = two if is_qualified else None
        elif _is_owner(one, between) and _can_hold(one, two):
            is_person = one.is_demonym and two.cue is None and two.name in lexis.given
            two.parent = None if is_person else one  # "the Russian Vladimir …"


def _is_word_in(reading: Reading, draft: Draft, between: list[str], lexis: Lexis) -> bool:
    """Return whether a sentence only starts with a common word: "Voters in Delta County"."""
    is_first = draft.first == reading.bounds[draft.sentence][0]
    return is_first and between[:1] != [","] and draft.name in lexis.common


def _is_among_states(reading: Reading, before: Draft | None, draft: Draft) -> bool:
    """Return whether a name that may be a state follows one: "Utah, New York, Ohio"."""
    if before is None or before.sentence != draft.sentence or not _is_wider(before):
        return False
    is_listed = reading.lows[before.last : draft.lead] == [","]
    return is_listed and _may_be_state(draft)


def _may_be_state(draft: Draft) -> bool:
    """Return whether a first-level unit is called so exactly: Washington, New York."""
    return draft.cue is None and any(map(is_own_unit, draft.candidates[:_MOST_CANDIDATES]))


def _is_inside(draft: Draft, between: list[str], lexis: Lexis) -> bool:
    """Return whether the words between two names put the first inside the second."""
    words = " ".join(between)
    if words in lexis.parts:
        return draft.cue is not None  # "Podilskyi district of Kyiv"
    return words in lexis.insides or _is_apposition(words, lexis)


def _is_apposition(words: str, lexis: Lexis) -> bool:
    """Return whether words explain the name before them: ", a village in the"."""
    return (
        words.startswith(lexis.apposition_starts)
        and words.endswith(lexis.apposition_ends)
        and "," not in words[1:]
        and words.count(" ") < _MOST_APPOSITION
    )


def _qualifies(reading: Reading, one: Draft, two: Draft, three: Draft | None, lexis: Lexis) -> bool:
    """Return whether the second name says where the first lies, and does not go on a list."""
    between = reading.lows[one.last : two.lead]
    is_comma = between == [","]
    if is_comma and _goes_on(reading, two, three, lexis):
        is_state = _may_be_state(one) and three is not None and _is_wider(three)
        if is_state or not _is_wider(two):
            return False  # "Odesa, Mykolaiv and Kherson", "Washington, Ohio and Utah"
    # "Ankara, Baku's ally": it owns what comes; "у Києві, Київській та Чернігівській областях".
    if is_comma and (two.cue.is_plural if two.cue else _is_owner_next(reading, two)):
        return False
    if _can_hold(two, one) or _is_in_unit(reading, one, two, lexis):
        return True
    if is_comma and _is_county(one) and _is_wider(two):
        return True
    if _is_wider(one) or not _is_wider(two):
        return False
    is_list = two.cue is not None and _is_known(one)  # "Odesa, Sumy region, and Poltava"
    is_tied = (_is_closed(reading, two) and not is_list) or _is_small_in_state(one, two, lexis)
    return (is_comma and is_tied) or _is_explained(between, one, lexis)


def _is_explained(between: list[str], one: Draft, lexis: Lexis) -> bool:
    """Return whether an apposition says where a name lies; a city's takes a type word.

    "In Kharkiv, a bomb hit a house in the Saltivskyi district" says nothing of the city.
    """
    if not _is_apposition(" ".join(between), lexis):
        return False
    return not _is_known(one) or any(
        cue.kinds & INHABITED for word in between for _, cue in lexis.after.get(word, ())
    )


def _is_in_unit(reading: Reading, one: Draft, two: Draft, lexis: Lexis) -> bool:
    """Return whether words put a name in a unit with its type word: "X in the Y district".

    What was written so may be misspelt, so that none of the name need lie there. A name that
    readers know may stand there by chance: "talks in Kharkiv in the Sumy region".
    """
    if two.cue is None or two.cue.is_plural or not two.kinds & _UNITS:
        return False
    words = " ".join(reading.lows[one.last : two.lead])
    if words in lexis.parts:
        return one.cue is not None and not one.cue.is_plural
    is_listed = words == "," and "admin1" not in two.kinds  # "Pokrov, Nikopol district and"
    is_natural = bool(one.candidates) and one.first_kind not in INHABITED
    if is_listed or is_natural or _is_wider(one):
        return False  # a lake may lie in several units
    return not _is_known(one)


def _is_known(draft: Draft) -> bool:
    """Return whether readers know a city of this name without its region."""
    return any(c.match == "official" and c.place.population >= _KNOWN for c in draft.candidates)


def _is_small_in_state(one: Draft, two: Draft, lexis: Lexis) -> bool:
    """Return whether only a comma ties a little known town to a state: "Salem, Ohio rebuilt".

    "On Thursday, Ohio rebuilt" names no town.
    """
    is_word = one.name in lexis.calendar or one.name in lexis.common or one.name in lexis.given
    return two.first_kind == "admin1" and not (is_word or two.is_demonym or _is_known(one))


def _is_county(draft: Draft) -> bool:
    """Return whether a type word makes a name a unit below the first level."""
    return draft.cue is not None and draft.cue.cue_id in _COUNTIES


def _is_owner_next(reading: Reading, draft: Draft) -> bool:
    """Return whether a possessive stands behind a name."""
    return draft.last < len(reading.lows) and reading.lows[draft.last] == "'s"


def _is_closed(reading: Reading, draft: Draft) -> bool:
    """Return whether a mark stands behind a name: "Springfield, Illinois, burned"."""
    at = draft.last
    return at >= reading.bounds[draft.sentence][1] or reading.lows[at] in {",", ".", ")", ";"}


def _is_owner(draft: Draft, between: list[str]) -> bool:
    """Return whether a name in front qualifies the next: "Kyiv's …", "Ukrainian city of …"."""
    return between == ["'s"] or (not between and draft.is_demonym)


def _goes_on(reading: Reading, two: Draft, three: Draft | None, lexis: Lexis) -> bool:
    """Return whether a list goes on behind a name, so that its comma may not qualify."""
    if three is None or three.sentence != two.sentence:
        return False
    between = reading.lows[two.last : three.lead]
    is_short = len(between) <= _MOST_JOINERS and set(between) <= lexis.joiners
    return is_short and not lexis.links.isdisjoint(between)


def _is_state(draft: Draft) -> bool:
    return draft.first_kind in _STATES


def _is_wider(draft: Draft) -> bool:
    """Return whether a name can only be a country or region, not a member of a list of towns."""
    if draft.cue is not None:
        return bool(draft.kinds & _UNITS)
    return draft.first_kind in {"country", "admin1"}


def _can_hold(outer: Draft, inner: Draft) -> bool:
    """Return whether some reading of one name lies in some reading of the other."""
    if not inner.candidates:
        return bool(outer.candidates) and inner.cue is not None
    return any(
        b.place.lies_in(a.place) or _is_of_unit(b.place, a.place)
        for a in outer.candidates[:_MOST_CANDIDATES]
        for b in inner.candidates
    )


def _is_of_unit(place: Place, region: Place) -> bool:
    """Return whether a region lies in the same unit, which it may claim: the "DPR"."""
    is_region = region.kind == "region" and place.kind in INHABITED
    return is_region and bool(place.admin1_code) and place.admin1_code == region.admin1_code


def find_lists(reading: Reading, drafts: Sequence[Draft], lexis: Lexis) -> list[list[Draft]]:
    """Group the names of each list and number the groups; qualifiers do not break a list."""
    qualifiers = {
        id(draft.parent)
        for draft in drafts
        if draft.parent is not None and draft.last <= draft.parent.first
    }
    members = [
        draft
        for draft in drafts
        if (draft.use is None or draft.use is _LITERAL)
        and not draft.is_demonym
        and not draft.is_seat
        and id(draft) not in qualifiers
        and (draft.cue is not None or draft.name not in lexis.calendar)
    ]
    groups: list[list[Draft]] = []
    for one, two in pairwise(members):
        if not _are_joined(reading, one, two, lexis):
            continue
        if groups and groups[-1][-1] is one:
            groups[-1].append(two)
        else:
            groups.append([one, two])
    for number, group in enumerate(groups):
        for draft in group:
            draft.list_id = number
    return groups


def _are_joined(reading: Reading, one: Draft, two: Draft, lexis: Lexis) -> bool:
    if one.sentence != two.sentence:
        return False
    end = one.last if one.parent is None or one.parent.first < one.first else one.parent.last
    between = reading.lows[end : two.lead]
    if not between or len(between) > _MOST_JOINERS:
        return False
    if between == [","] and (_is_owner_next(reading, two) or _is_state(two) > _is_state(one)):
        return False  # "Ankara, Baku's ally, said", "In Geneva, Oman and Qatar agreed"
    return set(between) <= lexis.joiners and not lexis.links.isdisjoint(between)
