"""Where patterns fit in a sentence: each is looked for only where its rarest element stands."""

from __future__ import annotations

from itertools import compress, count
from typing import TYPE_CHECKING

from geomap.incidents.patterns import Capture, Match

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.incidents.patterns import Element, Pattern
    from geomap.incidents.units import Units

__all__ = ["find_matches"]


def find_matches(
    sentence: Units,
    index: Mapping[str, Sequence[Pattern]],
    owners: Collection[str] | None = None,
) -> list[Match]:
    """Return every place where a pattern fits, in text order; only those of ``owners`` if given."""
    fitting: dict[str, list[Pattern]] = {}
    missing = sentence.missing
    for key in filter(index.__contains__, sentence.keys):
        rows = [pattern for pattern in index[key] if not pattern[5] & missing]
        if rows and owners is not None:
            rows = [pattern for pattern in rows if pattern[0] in owners]
        if rows:
            fitting[key] = rows
    if not fitting:
        return []
    words, aliases = sentence.words, sentence.aliases
    named = [at for at, alias in aliases.items() if alias in fitting]
    anchors = [
        (at, pattern)
        for at in sorted({*compress(count(), map(fitting.__contains__, words)), *named})
        for pattern in (*fitting.get(words[at], ()), *fitting.get(aliases.get(at, ""), ()))
    ]
    fits = (_match_at(sentence.signs, at, pattern) for at, pattern in anchors)
    matches = [match for match in fits if match is not None]
    for inserted in sentence.insertions if anchors else ():
        matches += _over(sentence.signs, inserted, anchors, matches)
    return matches


def _over(
    signs: Sequence[int],
    inserted: range,
    anchors: Sequence[tuple[int, Pattern]],
    known: Sequence[Match],
) -> list[Match]:
    """Return the matches that a sentence has only without an insertion: "P, which …, was hit"."""
    kept = [at for at in range(len(signs)) if at not in inserted]
    rest = [signs[at] for at in kept]
    places = {at: number for number, at in enumerate(kept)}
    found = [_match_at(rest, places[at], pattern) for at, pattern in anchors if at in places]
    moved = [_moved(match, kept) for match in found if match is not None]
    return [match for match in moved if match not in known]


def _moved(match: Match, kept: Sequence[int]) -> Match:
    """Return a match in what was kept of a sentence with the units of the whole."""
    return Match(
        match.pattern,
        tuple([kept[at] for at in match.claimed]),
        tuple([kept[at] for at in match.seen]),
        tuple([Capture(kept[unit], name) for unit, name in match.captures]),
        kept[match.head],
    )


def _match_at(signs: Sequence[int], at: int, pattern: Pattern) -> Match | None:
    right = _walk(signs, at + 1, pattern.after, 1) if pattern.after else []
    left = _walk(signs, at - 1, pattern.before, -1) if pattern.before and right is not None else []
    if right is None or left is None:
        return None
    taken = [*reversed(left), (at, pattern.anchor), *right]
    claimed = tuple([index for index, element in taken if element.is_claimed])
    return Match(
        pattern,
        claimed,
        tuple([index for index, _ in taken]),
        tuple([Capture(index, element.capture) for index, element in taken if element.capture]),
        claimed[0],
    )


def _walk(
    signs: Sequence[int], at: int, elements: Sequence[Element], step: int
) -> list[tuple[int, Element]] | None:
    """Return the units that elements fit, from the anchor outward, with them; gaps are bounded."""
    taken: list[tuple[int, Element]] = []
    for number, element in enumerate(elements):
        if element.reach or element.is_optional:
            walk = _walk_gap if element.reach else _walk_optional
            rest = walk(signs, at, elements[number:], step)
            return None if rest is None else taken + rest
        if not (0 <= at < len(signs) and signs[at] & element.sign):
            return None
        taken.append((at, element))
        at += step
    return taken


def _walk_optional(
    signs: Sequence[int], at: int, elements: Sequence[Element], step: int
) -> list[tuple[int, Element]] | None:
    optional, *rest = elements
    if 0 <= at < len(signs) and signs[at] & optional.sign:
        found = _walk(signs, at + step, rest, step)
        if found is not None:
            return [(at, optional), *found]
    return _walk(signs, at, rest, step)


def _walk_gap(
    signs: Sequence[int], at: int, elements: Sequence[Element], step: int
) -> list[tuple[int, Element]] | None:
    gap, *rest = elements
    need = 0 if not rest or rest[0].is_optional else rest[0].sign
    for here in range(at, at + step * (gap.reach + 1), step):
        is_inside = 0 <= here < len(signs)
        if not need or (is_inside and signs[here] & need):
            found = _walk(signs, here, rest, step)
            if found is not None:
                return found
        if not is_inside or signs[here] & gap.stops:
            return None
    return None
