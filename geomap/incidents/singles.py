"""Numbers without a figure: "a drone" that was shot down, "all but two" of what was launched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.nouns import is_known, noun_after
from geomap.incidents.tallies import breaks_down, is_joined
from geomap.incidents.units import MARK, NUMBER, PLACE, WEAPON, WORD
from geomap.records import Count

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geomap.incidents.codebook import Codebook
    from geomap.incidents.drafts import Draft
    from geomap.incidents.units import Unit, Units

__all__ = ["STOPPED", "bind_singles", "mark_whole"]

STOPPED = "intercepted"
"""A drone is one where it is stopped; a strike by "a drone" may be of many."""
SINGLE_KINDS = frozenset({STOPPED, "destroyed"})
SINGLE_REACH = 4
WHOLE_REACH = 9  # units from "all" to its verb


def bind_singles(text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook) -> None:
    """Count "a drone" that was shot down as one, also in a row: "a Su-25 and two helicopters"."""
    weapons = sentence.spots.get(WEAPON, ())
    for draft in drafts:
        kind = _single_kind(draft)
        if kind not in SINGLE_KINDS:
            continue
        starts = {count.start for count in draft.counts if count.kind == kind}
        bound = [at for at, unit in enumerate(sentence.units) if unit.start in starts]
        seen = draft.seen()
        own = () if bound else [at for at in weapons if at in seen]
        for at in (*own, *reversed(weapons), *weapons):
            count = _single(text, sentence, at, kind, codebook)
            if count is None or not _is_in_row(sentence, count, bound, codebook):
                continue
            if bound or at in seen:
                bound.append(_spot(sentence, count))
                if count.start not in starts and not is_known(count, draft.counts):
                    draft.counts.append(count)
                    starts.add(count.start)
        told = [count for count in draft.counts if count.kind == kind]
        if breaks_down(told):
            draft.counts = [c for c in draft.counts if c.kind != kind or c is told[0]]


def _single_kind(draft: Draft) -> str:
    """Return what "a drone" counts for a draft, empty if nothing."""
    is_lost = any(count.kind == "destroyed" for count in draft.counts)
    return draft.page.number or ("destroyed" if is_lost else "")


def _single(text: str, sentence: Units, at: int, kind: str, codebook: Codebook) -> Count | None:
    """Return the number of "a drone", of a weapon at a unit; ``None`` if it has no "a"."""
    weapon, article = sentence.units[at], _article_before(sentence, at, codebook)
    if article is None:
        return None
    span = text[article.start : article.end]
    noun = text[weapon.start : weapon.end].rpartition(" ")[2].casefold()
    return Count(kind, 1.0, span, article.start, article.end, unit=noun)


def _is_in_row(sentence: Units, count: Count, bound: Sequence[int], codebook: Codebook) -> bool:
    """Return whether "a drone" stands in a row with numbers that are bound; with none, it may."""
    units, at = sentence.units, _spot(sentence, count)
    return not bound or any(is_joined(units, min(at, n), max(at, n), codebook) for n in bound)


def _spot(sentence: Units, count: Count) -> int:
    """Return the unit at which a count starts."""
    return next(n for n, unit in enumerate(sentence.units) if unit.start == count.start)


def mark_whole(text: str, sentence: Units, drafts: Sequence[Draft], codebook: Codebook) -> set[int]:
    """Note "all" or "all but two" before what was intercepted: the attack has the number.

    Returns the units of the numbers that are taken off.
    """
    units, words = sentence.units, codebook.words["governors"]
    taken: set[int] = set()
    if words["all"].isdisjoint(sentence.keys):
        return taken
    for at, unit in enumerate(units):
        if unit.kind != WORD or unit.key not in words["all"]:
            continue
        less = _exception(units, at, words["but"])
        after = units[(less or at) + 1 : (less or at) + 1 + SINGLE_REACH]
        stopped = [draft for draft in drafts if draft.page.number == STOPPED]
        fitting = [draft for draft in stopped if at - SINGLE_REACH < draft.head < at + WHOLE_REACH]
        draft = min(fitting, key=lambda draft: abs(draft.head - at), default=None)
        if draft is None or any(u.kind == NUMBER for u in after):
            continue
        noun = next((noun_after(text, (u,), codebook) for u in after if u.kind == WEAPON), "")
        number = units[less].number if less else None
        value = None if number is None or number.value is None else -number.value
        span = text[unit.start : unit.end]
        draft.whole = Count(STOPPED, value, span, unit.start, unit.end, unit=noun)
        taken.update({less} if less else ())
    return taken


def _exception(units: Sequence[Unit], at: int, but: Collection[str]) -> int | None:
    """Return the number of "all but two"."""
    is_but = at + 2 < len(units) and units[at + 1].key in but and units[at + 2].kind == NUMBER
    return at + 2 if is_but else None


def _article_before(sentence: Units, at: int, codebook: Codebook) -> Unit | None:
    """Return the "a" of a weapon, over adjectives."""
    for back in range(at - 1, max(-1, at - 1 - SINGLE_REACH), -1):
        unit = sentence.units[back]
        if unit.kind == WORD and unit.key in codebook.numbers.articles:
            return unit
        if unit.kind in {MARK, NUMBER, PLACE} or unit.key in codebook.unit_stops:
            return None
    return None
