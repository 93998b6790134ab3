"""Places of nearly the name, for where none of the name lies in the unit that the text tells.

"Novomikhalivka, Donetsk region" is a slip for Novomykhailivka, "Stepnoy in the V district" a
Russian adjective for Stepne, "the Orekhovo district" the raion of Orikhiv. Elsewhere so little
likeness would say nothing; inside a stated unit few names are as alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.names import likeness, skeleton
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.records import Candidate
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geomap.gazetteer import Gazetteer
    from geomap.records import Mention, Place

__all__ = ["find_nearly"]

_LETTERS = 7  # of a name: shorter ones are like too many others
_ALIKE = 0.75  # share of common letters where only vowels differ
_ALIKE_SEAT = 0.6  # the same for a district, whose seat is one of few towns
_ALIKE_BUT_A_SLIP = 0.9  # the same where a letter is wrong
_START = 4  # letters of a skeleton that a slip leaves alone
_SEATS = frozenset({"city", "town"})
_DISTRICT = frozenset({"district"})
_UNITS = frozenset({"admin2", "hromada", "district"})


def find_nearly(
    mention: Mention, gazetteer: Gazetteer, is_inside: Callable[[Place], bool]
) -> tuple[Candidate, ...]:
    """Return the settlements of nearly a mention's name for which ``is_inside`` holds.

    Only the likest are returned, most often one; none for names of few letters.
    """
    name = mention.name
    if len(fold_name(name).replace(" ", "")) < _LETTERS:
        return ()
    is_unit = not _UNITS.isdisjoint(mention.kinds)
    kinds, least = (_SEATS, _ALIKE_SEAT) if is_unit else (SETTLEMENTS, _ALIKE)
    if "district" in mention.kinds:
        kinds |= _DISTRICT

    def fits(place: Place) -> bool:
        return place.kind in kinds and is_inside(place)

    for ways in (_alike(name, gazetteer, least, fits), _slips(name, gazetteer, fits)):
        rated = {c.place.place_id: (like, c) for like, c in ways}
        if rated:
            best = max(like for like, _ in rated.values())
            return tuple([candidate for like, candidate in rated.values() if like == best])
    return ()


def _alike(
    name: str, gazetteer: Gazetteer, least: float, fits: Callable[[Place], bool]
) -> Iterator[tuple[float, Candidate]]:
    """Yield what sounds like a name, with or without its vowels, and how like it is.

    Likeness takes a tenth of a millisecond, so that only what ``fits`` is compared.
    """
    for loosely in (False, True):
        for candidate in gazetteer.alike(name, loosely=loosely):
            like = likeness(name, candidate.place.name) if fits(candidate.place) else 0.0
            if like >= least:
                yield like, candidate


def _slips(
    name: str, gazetteer: Gazetteer, fits: Callable[[Place], bool]
) -> Iterator[tuple[float, Candidate]]:
    """Yield what a name is with a letter wrong, or districts whose adjective starts with it."""
    bone = skeleton(fold_name(name))
    for place in filter(fits, gazetteer.starting(bone[:_START])):
        like = likeness(name, place.name)
        is_adjective = place.kind == "district" and skeleton(place.name).startswith(bone)
        if like >= _ALIKE_BUT_A_SLIP or is_adjective:
            yield like, Candidate(place, place.name, "skeleton", 0.0)
