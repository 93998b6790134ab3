"""Units by their abbreviations behind a town: "Paris, Ky.", "Salem, OR", "London, Ont."."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.gazetteer import distance_km
from geomap.mentions.reading import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.reading import Reading
    from geomap.records import Candidate, Place

__all__ = ["find_units"]

_LINKS = frozenset({",", "("})
_ADMIN1 = frozenset({"admin1"})
_COUNTY_KM = 60.0  # a county's radius at most: in a state, near is not inside
_LONGEST = 4  # tokens of an abbreviation, its dots among them: "W.Va."


@cache
def _abbreviations() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the units, as country and name, by their abbreviations without dots."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for country, units in lexicon.table("units").items():
        for name, forms in units.items():
            for form in forms:
                found[form] = (*found.get(form, ()), (country, name))
    return found


def find_units(reading: Reading, drafts: Sequence[Draft], gazetteer: Gazetteer) -> list[Draft]:
    """Return the drafts with those of abbreviated units added, each the parent of its town.

    An abbreviation counts only behind a name that a place of its unit bears: "Reading, OR"
    is a town and a word. A name found at the same spot gives way: "Baton Rouge, LA".
    """
    units: dict[int, Draft] = {}
    for draft in drafts:
        unit = _unit_behind(reading, draft, gazetteer)
        if unit is not None:
            draft.parent = units[unit.first] = unit
    if not units:
        return list(drafts)
    return [*(draft for draft in drafts if draft.first not in units), *units.values()]


def _unit_behind(reading: Reading, draft: Draft, gazetteer: Gazetteer) -> Draft | None:
    """Return the draft of the abbreviated unit behind a name, or ``None``."""
    first, limit = draft.last, reading.bounds[draft.sentence][1]
    is_linked = first < limit and reading.texts[first] in _LINKS
    first += is_linked
    if first >= limit or not reading.is_capital[first]:
        return None
    form, last = _form_at(reading, first, limit)
    units = _abbreviations().get(form, ())
    if not units or not (is_linked or _is_plain(reading, draft, form)):
        return None
    for country, name in units:
        held = _unit_of(country, name, draft.candidates, gazetteer)
        if held is not None:
            return Draft(first, last, name, (held,), draft.sentence, first, kinds=_ADMIN1)
    return None


def _form_at(reading: Reading, first: int, limit: int) -> tuple[str, int]:
    """Return the letters of a word and of what is glued to it by dots, and where they end."""
    last = first + 1
    while last < min(limit, first + _LONGEST) and reading.is_glued[last]:
        is_inner = reading.texts[last - 1] == "." and reading.is_capital[last]  # W.Va.
        if reading.texts[last] != "." and not is_inner:
            break
        last += 1
    return "".join(reading.texts[first:last]).replace(".", ""), last


def _is_plain(reading: Reading, draft: Draft, form: str) -> bool:
    """Return whether two capitals without a comma can only be a unit's: "Jackson TN"."""
    return form.isupper() and not reading.texts[draft.last - 1].isupper()


def _unit_of(
    country: str, name: str, candidates: Sequence[Candidate], gazetteer: Gazetteer
) -> Candidate | None:
    """Return a unit if a place of the candidates lies in it."""
    for unit in gazetteer.candidates(name):
        if unit.place.kind == "admin1" and unit.place.country == country:
            is_there = any(_lies_in(candidate.place, unit.place) for candidate in candidates)
            return unit if is_there else None
    return None


def _lies_in(place: Place, unit: Place) -> bool:
    """Return whether a place lies in a unit; sources put England's towns in no county."""
    if place.country != unit.country or place.kind == "admin1":
        return False
    is_near = distance_km(place.lat, place.lon, unit.lat, unit.lon) <= unit.radius_km
    return place.lies_in(unit) or (is_near and unit.radius_km < _COUNTY_KM)
